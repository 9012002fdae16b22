package exam

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Authorising is what an operator authorises (E6). Command names it, so that sending it
// again opens nothing else.
type Authorising struct {
	Command string
	Exam    ID
	// Workstation is the assigned one, by its name; empty for any.
	Workstation string
	// Extra is time agreed beforehand, with a Note why; zero for none.
	Extra time.Duration
	Note  string
}

// Authorise opens the learner's next sitting. It lapses when the service point's day
// ends. The error is an hours.FieldErrors on "exam", "workstation", "extra" or "note";
// [ErrUnproved], [ErrNoPhoto] or [ErrPointClosed]; or a [Lost]: [ErrAuthorised] when
// somebody else authorised it meanwhile, [ErrLive] when another exam is under way.
func (d *ServicePoint) Authorise(ctx context.Context, actor identity.Actor, member identity.MemberID, a Authorising) (Sitting, error) {
	l, p, err := d.worked(ctx, actor, member)
	if err != nil {
		return Sitting{}, err
	}
	if s, ok, err := d.opened(ctx, l, a.Command); ok || err != nil {
		return s, err
	}
	now := d.now()
	e, err := d.authorisable(ctx, l, p, &a, now)
	if err != nil {
		return Sitting{}, err
	}
	o := Opening{Policy: Policy{Limit: e.Limit}, Paper: e.Draw(d.newID()), Workstation: a.Workstation, Extra: a.Extra, Note: a.Note}
	c := Command{ID: a.Command, Event: Authorise, By: PersonOf(actor), Opening: o}
	return d.open(ctx, l, p, e, c, now, func(l Learner, _ []Sitting) error {
		if !l.Enrolled(e.ID) {
			return hours.FieldErrors{{Field: "exam", Err: ErrEnrolled}}
		}
		return nil
	})
}

// opened returns the sitting that a command has opened before; ok is false when it has
// opened none.
func (d *ServicePoint) opened(ctx context.Context, l Learner, command string) (s Sitting, ok bool, err error) {
	all, err := d.Store.Sittings(ctx, l.Org, l.Member)
	if i := openedBy(all, command); i >= 0 {
		return all[i], true, nil
	}
	return Sitting{}, false, err
}

func openedBy(all []Sitting, command string) int {
	return slices.IndexFunc(all, func(s Sitting) bool {
		return slices.ContainsFunc(s.Receipts, func(r Receipt) bool { return r.Command == command && r.Event == Authorise })
	})
}

// authorisable checks what was typed, and returns the exam. Whether the learner follows
// its training is for open, which knows what has ended.
func (d *ServicePoint) authorisable(ctx context.Context, l Learner, p Point, a *Authorising, now time.Time) (Exam, error) {
	today, err := d.today(ctx, l.Org, now)
	if err != nil {
		return Exam{}, err
	}
	a.Note = hours.Tidy(a.Note)
	var wrong hours.FieldErrors
	e, err := d.Exams.Current(a.Exam, today)
	switch {
	case a.Exam == "":
		wrong = append(wrong, hours.FieldError{Field: "exam", Err: hours.ErrMissing})
	case err != nil:
		wrong = append(wrong, hours.FieldError{Field: "exam", Err: err})
	}
	if a.Workstation != "" && !p.Named(a.Workstation) {
		wrong = append(wrong, hours.FieldError{Field: "workstation", Err: ErrNoWorkstation})
	}
	if a.Extra < 0 || a.Extra > MostGranted {
		wrong = append(wrong, hours.FieldError{Field: "extra", Err: ErrTime})
	}
	if a.Extra > 0 && a.Note == "" {
		wrong = append(wrong, hours.FieldError{Field: "note", Err: hours.ErrMissing})
	}
	if len([]rune(a.Note)) > LongestNote {
		wrong = append(wrong, hours.FieldError{Field: "note", Err: hours.ErrTooLong})
	}
	return e, wrong.OrNil()
}

// ready is what has to be the case, or to be done, just before a sitting is opened: of
// the learner as they are then, with the sittings before it, all of which have ended.
type ready func(l Learner, before []Sitting) error

// open opens the sitting after the learner's last, which must have ended: of two that
// are opened at once one has the number, and the other finds it taken.
func (d *ServicePoint) open(ctx context.Context, l Learner, p Point, e Exam, c Command, now time.Time, r ready) (Sitting, error) {
	zone, err := d.zone(ctx, l.Org)
	if err != nil {
		return Sitting{}, err
	}
	if c.ID == "" {
		return Sitting{}, ErrCommand
	}
	o := &c.Opening
	o.Point, o.Exam, o.Version, o.Until = p.ID, e.ID, e.Version, p.Closing(now, zone)
	o.Policy.Grace, o.Policy.MaxPause, o.Policy.Pass = Grace, e.MaxPause, e.Pass
	if p.StopsAtClosing {
		o.Policy.Closes = o.Until
	}
	for try := 1; ; try++ {
		s, err := d.openNext(ctx, l, c, now, r)
		if !errors.Is(err, ErrStale) || try == hours.MostTries {
			return s, err
		}
	}
}

// openNext is one try of open. What the learner's file says is read after the last
// sitting is known to have ended: its result is in it.
func (d *ServicePoint) openNext(ctx context.Context, l Learner, c Command, now time.Time, r ready) (Sitting, error) {
	all, err := d.settled(ctx, l.Org, l.Member)
	if err != nil {
		return Sitting{}, err
	}
	if i := openedBy(all, c.ID); i >= 0 {
		return all[i], nil
	}
	if n := len(all); n > 0 && !all[n-1].Ended() {
		return Sitting{}, all[n-1].busy(c.Opening.Exam)
	}
	was := l.Point
	if l, err = d.Store.Learner(ctx, l.Org, l.Member); err != nil {
		return Sitting{}, err
	}
	switch {
	case l.Point != was:
		return Sitting{}, ErrStale
	case l.Proof == nil:
		return Sitting{}, ErrUnproved
	case !l.Photo.IsAccepted():
		return Sitting{}, ErrNoPhoto
	case !now.Before(c.Opening.Until):
		return Sitting{}, ErrPointClosed
	}
	c.Opening.Proof, c.Opening.Photo = *l.Proof, l.Photo.SHA256
	if err := r(l, all); err != nil {
		return Sitting{}, err
	}
	return d.Store.ChangeSitting(ctx, Key{l.Org, l.Member, following(all)}, func(s Sitting) (Sitting, error) {
		if s.Version > 0 {
			return s, ErrStale
		}
		after, _, err := s.Apply(c, now)
		return after, err
	})
}

// following returns the number of the sitting after these.
func following(all []Sitting) int {
	if len(all) == 0 {
		return 1
	}
	return all[len(all)-1].Number + 1
}

// busy says what keeps an exam from being authorised while this one is live.
func (s Sitting) busy(exam ID) error {
	lost := s.lost(ErrAuthorised)
	if s.Exam != exam {
		lost.Err = ErrLive
	}
	return lost
}

// Continuing is what a supervisor has continued: the working time of the new sitting,
// and why.
type Continuing struct {
	Command     string
	Limit       time.Duration
	Workstation string
	Note        string
}

// check returns what is wrong with it as it was typed.
func (a *Continuing) check(p Point) hours.FieldErrors {
	var wrong hours.FieldErrors
	if a.Limit <= 0 || a.Limit > MostGranted {
		wrong = append(wrong, hours.FieldError{Field: "time", Err: ErrTime})
	}
	if a.Workstation != "" && !p.Named(a.Workstation) {
		wrong = append(wrong, hours.FieldError{Field: "workstation", Err: ErrNoWorkstation})
	}
	if a.Note = hours.Tidy(a.Note); a.Note == "" {
		wrong = append(wrong, hours.FieldError{Field: "note", Err: hours.ErrMissing})
	} else if len([]rune(a.Note)) > LongestNote {
		wrong = append(wrong, hours.FieldError{Field: "note", Err: hours.ErrTooLong})
	}
	return wrong
}

// Continue opens a sitting that goes on where one ended: the same questions, with the
// answers that it has. The one that ended stays as it is. It needs a supervisor, and
// no card may have been issued. The error is an hours.FieldErrors on "time",
// "workstation" or "note", those of [Sitting.Continue], and those of
// [ServicePoint.Authorise].
func (d *ServicePoint) Continue(ctx context.Context, actor identity.Actor, key Key, a Continuing) (Sitting, error) {
	l, p, err := d.workedOn(ctx, actor, key)
	switch {
	case err != nil:
		return Sitting{}, err
	case !MaySupervise(actor):
		return Sitting{}, identity.ErrForbidden
	}
	if s, ok, err := d.opened(ctx, l, a.Command); ok || err != nil {
		return s, err
	}
	if wrong := a.check(p); len(wrong) > 0 {
		return Sitting{}, wrong
	}
	before, err := d.settle(ctx, key)
	if err != nil {
		return Sitting{}, err
	}
	if before.Version == 0 {
		return Sitting{}, ErrNotFound
	}
	if _, err := before.Continue(before.ContinuedBy); err != nil {
		return Sitting{}, err
	}
	e, err := d.Exams.Version(before.Exam, before.ExamVersion)
	if err != nil {
		return Sitting{}, err
	}
	o := Opening{
		Policy: Policy{Limit: a.Limit}, Paper: before.Paper, Continues: before.Number, Answers: before.Attempt.Answers, Workstation: a.Workstation, Note: a.Note,
	}
	c := Command{ID: a.Command, Event: Authorise, By: PersonOf(actor), Opening: o}
	return d.open(ctx, l, p, e, c, d.now(), func(_ Learner, all []Sitting) error { return d.mark(ctx, key, all) })
}

// mark marks a sitting as continued by the one that is opened next. The mark comes
// before it: once it is there no card is issued. When nothing is opened after all, the
// number goes to whatever is opened next, and the mark is one of nothing.
func (d *ServicePoint) mark(ctx context.Context, key Key, all []Sitting) error {
	number := following(all)
	_, err := d.Store.ChangeSitting(ctx, key, func(s Sitting) (Sitting, error) {
		if s.ContinuedBy > number {
			return s, ErrStale
		}
		return s.freed(all).Continue(number)
	})
	return err
}
