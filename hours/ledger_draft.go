package hours

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// Begin opens a draft for the current period, already chosen (P20, P23). id is the
// caller's identifier for this press of the button: the same one twice opens one
// draft. An id that is not [identity.WellFormed] is replaced by a new one. The
// error is that of the actor's check, or [ErrNotOnRoll].
func (l *Ledger) Begin(ctx context.Context, actor identity.Actor, member identity.MemberID, id string) (Declaration, error) {
	return l.BeginIn(ctx, actor, member, id, cycle.Date{})
}

// BeginIn is Begin for one of the periods that [Ledger.Declarable] lists, by its
// first day; the zero Date is the current one. The error may also be [ErrClosed].
func (l *Ledger) BeginIn(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, period cycle.Date) (Declaration, error) {
	return l.begin(ctx, actor, member, id, period, Entry{})
}

// begin opens a draft that begins with an entry, in the period that was chosen.
func (l *Ledger) begin(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, period cycle.Date, with Entry) (Declaration, error) {
	if err := actor.Check(identity.Write, actor.Org, member); err != nil {
		return Declaration{}, err
	}
	now := l.now()
	s, err := l.standing(ctx, actor.Org, member, cycle.Date{}, now)
	if err != nil {
		return Declaration{}, err
	}
	if !period.IsZero() && period != s.Period.From {
		all, err := l.declarable(ctx, s)
		if err != nil {
			return Declaration{}, err
		}
		i := slices.IndexFunc(all, func(p cycle.Period) bool { return p.From == period })
		if i < 0 {
			return Declaration{}, ErrClosed
		}
		if s, err = s.In(period); err != nil {
			return Declaration{}, err
		}
	}
	if s.Part.Empty() {
		return Declaration{}, ErrNotOnRoll
	}
	if !identity.WellFormed(id) {
		id = l.newID()
	}
	return l.change(ctx, Key{actor.Org, member, id}, untold(func(d Declaration) (Declaration, error) {
		if d.Version > 0 {
			return d, errUnchanged
		}
		d.State, d.Period, d.Entry = Draft, s.Period.From, with
		d.Entry.Period = s.Period.Key()
		d.Created, d.Changed = now, now
		return d, nil
	}))
}

// Declarable returns the reference periods for which the member may declare today,
// the current one first, and then the one before: while that is not closed, and
// after when the organisation accepts late declarations. The errors are those of
// [Ledger.Standing].
func (l *Ledger) Declarable(ctx context.Context, actor identity.Actor, member identity.MemberID) ([]cycle.Period, error) {
	s, err := l.Standing(ctx, actor, member, cycle.Date{})
	if err != nil {
		return nil, err
	}
	return l.declarable(ctx, s)
}

func (l *Ledger) declarable(ctx context.Context, s Standing) ([]cycle.Period, error) {
	all := []cycle.Period{s.Period}
	before, ok := s.before()
	if !ok {
		return all, nil
	}
	closed, err := l.closed(ctx, s, before.Period.From)
	if err == nil && (!closed || s.Organisation.LateDeclarations) {
		all = append(all, before.Period)
	}
	return all, err
}

// closed reports that the member's period that starts on a day is closed.
func (l *Ledger) closed(ctx context.Context, s Standing, period cycle.Date) (bool, error) {
	outcomes, err := l.outcomes(ctx, s.Organisation.ID, s.Member.ID)
	return slices.ContainsFunc(outcomes, func(o Outcome) bool { return o.Period == period && o.Closed }), err
}

// Save keeps what was typed, right or wrong; a period that may be declared for
// becomes the draft's. version is that of the draft that the page showed; when
// another page has saved since, the error is [ErrStale] and nothing changes. A
// declaration already submitted is [ErrProcessed].
func (l *Ledger) Save(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64, typed Entry) (Declaration, error) {
	all, err := l.Declarable(ctx, actor, member)
	if err != nil {
		return Declaration{}, err
	}
	return l.own(ctx, actor, member, id, version, Save, func(d Declaration, _ Standing, _ time.Time) (Declaration, error) {
		for _, p := range all {
			if p.Key() == strings.TrimSpace(typed.Period) {
				d.Period = p.From
			}
		}
		d.Entry = typed
		return d, nil
	})
}

// Check returns everything wrong with a draft as it stands, in the period for
// which it was opened; nothing when it may be submitted.
func (l *Ledger) Check(ctx context.Context, actor identity.Actor, d Declaration) (FieldErrors, error) {
	rules, err := l.rules(ctx, actor, d.Member, d.Period)
	if err != nil {
		return nil, err
	}
	_, wrong := d.Entry.Check(rules)
	return wrong, nil
}

// Rules returns what an entry of the member, in a draft opened today, is checked
// against.
func (l *Ledger) Rules(ctx context.Context, actor identity.Actor, member identity.MemberID) (Rules, error) {
	return l.rules(ctx, actor, member, cycle.Date{})
}

func (l *Ledger) rules(ctx context.Context, actor identity.Actor, member identity.MemberID, day cycle.Date) (Rules, error) {
	s, err := l.Standing(ctx, actor, member, day)
	if err != nil {
		return Rules{}, err
	}
	lists, err := l.Store.Lists(ctx, actor.Org)
	return s.rules(lists), err
}

func (s Standing) rules(lists Lists) Rules {
	return Rules{Version: s.Version, Period: s.Period, Part: s.Part, Lists: lists, Today: s.Today}
}

// Submit submits a draft (P31), for the period for which it was opened, even when
// that has ended since. The error is a [FieldErrors] when something is wrong with
// it, and [ErrClosed] when its period has been closed: an organisation that accepts
// late declarations has it, marked as late. Submitting again what the same page already submitted changes nothing and is
// no error.
func (l *Ledger) Submit(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64) (Declaration, error) {
	if err := actor.Check(identity.Write, actor.Org, member); err != nil {
		return Declaration{}, err
	}
	lists, err := l.Store.Lists(ctx, actor.Org)
	if err != nil {
		return Declaration{}, err
	}
	outcomes, err := l.outcomes(ctx, actor.Org, member)
	if err != nil {
		return Declaration{}, err
	}
	return l.own(ctx, actor, member, id, version, Submit, func(d Declaration, s Standing, now time.Time) (Declaration, error) {
		s, err := s.In(d.Period)
		if err != nil {
			return d, err
		}
		closed := slices.ContainsFunc(outcomes, func(o Outcome) bool { return o.Period == d.Period && o.Closed })
		if closed && !s.Organisation.LateDeclarations {
			return d, ErrClosed
		}
		activity, wrong := d.Entry.Check(s.rules(lists))
		if len(wrong) > 0 {
			return d, wrong
		}
		d.Activity, d.Submitted, d.Late = activity, now, closed
		return d, nil
	})
}

// Discard throws a draft away: nothing of what was typed is kept. Throwing away
// again what the same page already threw away is no error.
func (l *Ledger) Discard(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64) (Declaration, error) {
	return l.own(ctx, actor, member, id, version, Discard, func(d Declaration, _ Standing, _ time.Time) (Declaration, error) {
		d.Entry = Entry{}
		return d, nil
	})
}

// Withdraw takes back a declaration that the order has not begun to deal with,
// when the organisation lets its members; [ErrProcessed] otherwise. Taking back
// again what the same page already took back is no error.
func (l *Ledger) Withdraw(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64) (Declaration, error) {
	return l.own(ctx, actor, member, id, version, Withdraw, func(d Declaration, s Standing, _ time.Time) (Declaration, error) {
		if !s.Organisation.WithdrawBeforeProcessing {
			return d, ErrProcessed
		}
		return d, nil
	})
}
