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
	Exam    ExamID
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
	now := d.now()
	e, err := d.authorisable(ctx, l, p, &a, now)
	if err != nil {
		return Sitting{}, err
	}
	return d.open(ctx, actor, l, p, e, a, Opening{Policy: Policy{Limit: e.Limit}}, now)
}

// authorisable checks what was typed, and returns the exam.
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
	case !l.Enrolled(a.Exam):
		wrong = append(wrong, hours.FieldError{Field: "exam", Err: ErrEnrolled})
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

// open opens the sitting after the learner's last, which must have ended: of two that
// are opened at once one has the number, and the other finds it taken.
func (d *ServicePoint) open(ctx context.Context, actor identity.Actor, l Learner, p Point, e Exam, a Authorising, o Opening, now time.Time) (Sitting, error) {
	zone, err := d.zone(ctx, l.Org)
	if err != nil {
		return Sitting{}, err
	}
	switch {
	case l.Proof == nil:
		return Sitting{}, ErrUnproved
	case !l.Photo.IsAccepted():
		return Sitting{}, ErrNoPhoto
	}
	closing := p.Closing(now, zone)
	o.Point, o.Exam, o.Version, o.Until = p.ID, e.ID, e.Version, closing
	o.Workstation, o.Proof, o.Photo, o.Extra, o.Note = a.Workstation, *l.Proof, l.Photo.SHA256, a.Extra, a.Note
	o.Policy.Grace, o.Policy.MaxPause, o.Policy.Pass = Grace, e.MaxPause, e.Pass
	if p.StopsAtClosing {
		o.Policy.Closes = closing
	}
	if o.Paper == nil {
		o.Paper = e.Draw(d.newID())
	}
	c := Command{ID: a.Command, Event: Authorise, By: PersonOf(actor), Opening: o}
	for try := 1; ; try++ {
		number, opened, err := d.number(ctx, l, c)
		if err != nil || opened != nil {
			return value(opened), err
		}
		s, err := d.Store.ChangeSitting(ctx, Key{l.Org, l.Member, number}, func(s Sitting) (Sitting, error) {
			if s.Version > 0 {
				return s, ErrStale
			}
			after, _, err := s.Apply(c, now)
			return after, err
		})
		if !errors.Is(err, ErrStale) || try == hours.MostTries {
			return s, err
		}
	}
}

// number returns the number of the next sitting, or the sitting that the command opened
// before.
func (d *ServicePoint) number(ctx context.Context, l Learner, c Command) (int, *Sitting, error) {
	all, err := d.Store.Sittings(ctx, l.Org, l.Member)
	if err != nil || len(all) == 0 {
		return 1, nil, err
	}
	for _, s := range all {
		if slices.ContainsFunc(s.Receipts, func(r Receipt) bool { return r.Command == c.ID && r.Event == Authorise }) {
			return 0, &s, nil
		}
	}
	last, err := d.settle(ctx, all[len(all)-1].Key)
	switch {
	case err != nil:
		return 0, nil, err
	case last.Ended():
		return last.Number + 1, nil, nil
	case last.Exam == c.Opening.Exam:
		return 0, nil, last.lost(ErrAuthorised)
	}
	lost := last.lost(ErrAuthorised)
	lost.Err = ErrLive
	return 0, nil, lost
}

func value(s *Sitting) Sitting {
	if s == nil {
		return Sitting{}
	}
	return *s
}

// Continuing is what a supervisor has continued: the working time of the new sitting,
// and why.
type Continuing struct {
	Command     string
	Limit       time.Duration
	Workstation string
	Note        string
}

// Continue opens a sitting that goes on where one ended: the same questions, with the
// answers that it has. The one that ended stays as it is. It needs a supervisor, and
// no card may have been issued. The error is an hours.FieldErrors on "time",
// "workstation" or "note", those of [Sitting.Continue], and those of
// [ServicePoint.Authorise].
func (d *ServicePoint) Continue(ctx context.Context, actor identity.Actor, key Key, a Continuing) (Sitting, error) {
	l, p, err := d.worked(ctx, actor, key.Member)
	switch {
	case err != nil:
		return Sitting{}, err
	case !MaySupervise(actor):
		return Sitting{}, identity.ErrForbidden
	}
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
	if len(wrong) > 0 {
		return Sitting{}, wrong
	}
	now := d.now()
	all, err := d.Store.Sittings(ctx, key.Org, key.Member)
	if err != nil {
		return Sitting{}, err
	}
	next := len(all) + 1
	if i := slices.IndexFunc(all, func(s Sitting) bool { return s.Continues == key.Number }); i >= 0 {
		next = all[i].Number
	}
	// The mark comes first: once it is there no card is issued. One that leads to a
	// sitting which was never opened, or to another's, is written over.
	before, err := d.Store.ChangeSitting(ctx, key, func(s Sitting) (Sitting, error) {
		if s.Version == 0 {
			return s, ErrNotFound
		}
		s = s.At(now)
		if by := s.ContinuedBy; by > 0 && !slices.ContainsFunc(all, func(other Sitting) bool { return other.Number == by && other.Continues == s.Number }) {
			s.ContinuedBy = 0
		}
		return s.Continue(next)
	})
	if err != nil {
		return Sitting{}, err
	}
	e, err := d.Exams.Version(before.Exam, before.ExamVersion)
	if err != nil {
		return Sitting{}, err
	}
	opening := Opening{
		Policy: Policy{Limit: a.Limit}, Paper: before.Paper, Continues: before.Number, Answers: before.Attempt.Answers,
	}
	opened, err := d.open(ctx, actor, l, p, e, Authorising{Command: a.Command, Exam: e.ID, Workstation: a.Workstation, Note: a.Note}, opening, now)
	if err != nil {
		err = errors.Join(err, d.unmark(ctx, key, next))
	}
	return opened, err
}

// unmark takes back the mark of a continuation that could not be opened, so that the
// card may be issued after all.
func (d *ServicePoint) unmark(ctx context.Context, key Key, number int) error {
	next, err := d.Store.Sitting(ctx, Key{key.Org, key.Member, number})
	if err == nil && next.Continues == key.Number {
		return nil
	}
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	_, err = d.Store.ChangeSitting(ctx, key, func(s Sitting) (Sitting, error) {
		if s.ContinuedBy != number {
			return s, errUnchanged
		}
		s.ContinuedBy = 0
		return s, nil
	})
	if errors.Is(err, errUnchanged) {
		return nil
	}
	return err
}
