package hours

import (
	"context"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// Amend corrects the activity of a declaration and counts what staff say of it
// (P32): see [Declaration.Amend]. It answers the request for correction that is open.
// The error is that of the actor's check, [ErrNotFound], [ErrTransition], [ErrStale],
// or a [FieldErrors]. Saying again what the same page already said changes nothing and
// is no error.
func (l *Ledger) Amend(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64, c Corrected) (Declaration, error) {
	c.Reason = Tidy(c.Reason)
	return l.staff(ctx, actor, member, id, version,
		func(d Declaration) bool {
			return d.repeats(Verdict{Event: Correct, Counted: c.Counted, Reason: c.Reason}, actor.Name)
		},
		func(d Declaration, r Rules, now time.Time) (Declaration, error) {
			return d.Amend(c, r, actor.Name, now)
		},
		func(_, _ Declaration) ActKind { return DeclarationAmended })
}

// DeclineCorrection answers the request for correction that is open without a
// decision, with a reason that the member reads. The errors are those of
// [Ledger.Amend].
func (l *Ledger) DeclineCorrection(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64, reason string) (Declaration, error) {
	reason = Tidy(reason)
	return l.staff(ctx, actor, member, id, version,
		func(d Declaration) bool {
			n := len(d.Corrections)
			return n > 0 && d.Corrections[n-1].State == Declined && d.Corrections[n-1].Answer == reason && d.Corrections[n-1].By == actor.Name
		},
		func(d Declaration, _ Rules, now time.Time) (Declaration, error) {
			return d.Decline(reason, actor.Name, now)
		},
		func(_, _ Declaration) ActKind { return CorrectionDeclined })
}

// staff runs a change that staff make of a declaration, with the rules under which it
// was submitted. done reports the second press of a double one.
func (l *Ledger) staff(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64, done func(Declaration) bool, fn func(Declaration, Rules, time.Time) (Declaration, error), name func(before, after Declaration) ActKind) (Declaration, error) {
	if err := actor.Check(identity.Decide, actor.Org, member); err != nil {
		return Declaration{}, err
	}
	key, now := Key{actor.Org, member, id}, l.now()
	known, err := l.Store.Declaration(ctx, key)
	if err != nil {
		return Declaration{}, err
	}
	s, err := l.standing(ctx, actor.Org, member, known.Period, now)
	if err != nil {
		return Declaration{}, err
	}
	zone, err := s.Organisation.Location()
	if err != nil {
		return Declaration{}, err
	}
	lists, err := l.Store.Lists(ctx, actor.Org)
	if err != nil {
		return Declaration{}, err
	}
	return l.tellAs(ctx, actor, key, s, now, func(d Declaration) (Declaration, error) {
		switch {
		case d.Version == 0 || d.State == Draft || d.State == Discarded:
			return d, ErrNotFound
		case d.Version == version+1 && done(d):
			return d, errUnchanged
		case d.Version != version:
			return d, ErrStale
		}
		r := s.rules(lists)
		r.Today = cycle.DateOf(d.Submitted, zone)
		return fn(d, r, now)
	}, name)
}

// AskCorrection opens a member's request that one of their declarations, which the
// order has dealt with, be corrected or cancelled: see [Declaration.Ask]. The error is
// that of the actor's check, [ErrNotFound], [ErrTransition], [ErrAskedAlready],
// [ErrStale], or a [FieldErrors] on "text". Asking again what the same page already
// asked changes nothing and is no error.
func (l *Ledger) AskCorrection(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64, text string) (Declaration, error) {
	text = Tidy(text)
	return l.corrects(ctx, actor, member, id, version, CorrectionAsked,
		func(d Declaration) bool {
			asked, open := d.Asked()
			return open && asked.Text == text
		},
		func(d Declaration, now time.Time) (Declaration, error) { return d.Ask(text, now) })
}

// TakeBackCorrection closes the member's request for correction that is open. The
// error is that of the actor's check, [ErrNotFound], [ErrTransition] or [ErrStale].
// Taking back again what the same page already took back is no error.
func (l *Ledger) TakeBackCorrection(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64) (Declaration, error) {
	return l.corrects(ctx, actor, member, id, version, CorrectionTakenBack,
		func(d Declaration) bool {
			n := len(d.Corrections)
			return n > 0 && d.Corrections[n-1].State == TakenBack
		},
		Declaration.TakeBack)
}

// corrects runs a change that a member makes of their requests for correction.
func (l *Ledger) corrects(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64, kind ActKind, done func(Declaration) bool, fn func(Declaration, time.Time) (Declaration, error)) (Declaration, error) {
	if err := actor.Check(identity.Write, actor.Org, member); err != nil {
		return Declaration{}, err
	}
	now := l.now()
	s, err := l.standing(ctx, actor.Org, member, cycle.Date{}, now)
	if err != nil {
		return Declaration{}, err
	}
	return l.tellAs(ctx, actor, Key{actor.Org, member, id}, s, now, func(d Declaration) (Declaration, error) {
		switch {
		case d.Version == 0 || d.State == Discarded:
			return d, ErrNotFound
		case d.Version == version+1 && done(d):
			return d, errUnchanged
		case d.Version != version:
			return d, ErrStale
		}
		return fn(d, now)
	}, func(_, _ Declaration) ActKind { return kind })
}
