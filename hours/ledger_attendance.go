package hours

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// Reception is what became of an attendance.
type Reception string

// The receptions.
const (
	// AttendanceProposed: the member has it to confirm.
	AttendanceProposed Reception = "proposed"
	// AttendanceMatched: the member had declared it, and it is now attested.
	AttendanceMatched Reception = "matched"
	// AttendanceRepeated: it was received before; nothing changed.
	AttendanceRepeated Reception = "repeated"
)

// Attend receives what a training body says of a member: s is the member's standing
// in the period of the activity's last day, lists are the organisation's, and e is
// the declaration as the roster fills it in. The actor is [identity.TrainingBody].
// What the member has declared is attested, and anything else proposed; what was
// received before is left as it is, declined or not, unless staff withdrew the
// roster. With try nothing is written, and what would be is said. The error is a
// [FieldErrors] when the roster cannot be right, and [ErrClosed] when the period was
// closed and the organisation accepts no late declaration: what the member cannot
// declare is not proposed.
func (l *Ledger) Attend(ctx context.Context, actor identity.Actor, s Standing, lists Lists, e Entry, a Attendance, try bool) (Declaration, Reception, error) {
	key := Key{actor.Org, s.Member.ID, a.ID}
	if err := actor.Check(identity.Attend, s.Member.Org, s.Member.ID); err != nil {
		return Declaration{}, "", err
	}
	activity, wrong := e.Check(s.rules(lists))
	if wrong = wrong.Attended(e); len(wrong) > 0 {
		return Declaration{}, "", wrong
	}
	now := l.now()
	a.Hours, a.Received = activity.Hours, now
	// A roster sent again is mostly this: the rest of the file need not be read.
	if d, err := l.Store.Declaration(ctx, key); err == nil && d.Attendance.ID == a.ID && d.State != Revoked {
		return d, AttendanceRepeated, nil
	} else if err != nil && !errors.Is(err, ErrNotFound) {
		return Declaration{}, "", err
	}
	for tries := 1; ; tries++ {
		known, err := l.Store.Declarations(ctx, key.Org, key.Member)
		if err != nil {
			return Declaration{}, "", err
		}
		if i := slices.IndexFunc(known, func(d Declaration) bool { return d.Attendance.ID == a.ID && d.State != Revoked }); i >= 0 {
			return known[i], AttendanceRepeated, nil
		}
		var d Declaration
		reception := AttendanceProposed
		if i := slices.IndexFunc(known, func(d Declaration) bool { return d.attests(activity) }); i >= 0 {
			reception = AttendanceMatched
			if d = known[i]; !try {
				d, err = l.attest(ctx, actor, d.Key, s, activity, a, now)
			}
		} else if err = l.open(ctx, s); err != nil {
			return Declaration{}, "", err
		} else if d.Key = key; !try {
			d, err = l.propose(ctx, actor, key, s, e, activity, a, now)
		}
		if !errors.Is(err, ErrStale) || tries == MostTries {
			return d, reception, err
		}
	}
}

// open refuses, with [ErrClosed], a period in which nothing is declared any more. None
// is closed before it is over.
func (l *Ledger) open(ctx context.Context, s Standing) error {
	if s.Organisation.LateDeclarations || s.Today.Before(s.Period.To) {
		return nil
	}
	closed, err := l.closed(ctx, s, s.Period.From)
	if err == nil && closed {
		err = ErrClosed
	}
	return err
}

// Closed returns the member's periods in which nothing is declared any more, in their
// order, to whoever may read the file: those that are closed, when the organisation
// accepts no late declaration.
func (l *Ledger) Closed(ctx context.Context, actor identity.Actor, member identity.MemberID) ([]cycle.Period, error) {
	s, err := l.Standing(ctx, actor, member, cycle.Date{})
	if err != nil || s.Organisation.LateDeclarations {
		return nil, err
	}
	outcomes, err := l.outcomes(ctx, actor.Org, member)
	var all []cycle.Period
	for _, o := range outcomes {
		if !o.Closed {
			continue
		}
		s, err := s.In(o.Period)
		if err != nil {
			return nil, err
		}
		all = append(all, s.Period)
	}
	return all, err
}

// attest adds the attendance to what the member declared. The error is [ErrStale]
// when that has changed since it was read.
func (l *Ledger) attest(ctx context.Context, actor identity.Actor, key Key, s Standing, activity Activity, a Attendance, now time.Time) (Declaration, error) {
	return l.tell(ctx, actor, key, s, Attest, now, func(d Declaration) (Declaration, error) {
		if !d.attests(activity) {
			return d, ErrStale
		}
		next, err := d.State.Next(Attest)
		d.State, d.Attendance = next, a
		return d, err
	})
}

func (l *Ledger) propose(ctx context.Context, actor identity.Actor, key Key, s Standing, e Entry, activity Activity, a Attendance, now time.Time) (Declaration, error) {
	return l.tell(ctx, actor, key, s, Propose, now, func(d Declaration) (Declaration, error) {
		if d.Version > 0 {
			if _, err := d.State.Next(Propose); err != nil {
				return d, errUnchanged
			}
		}
		d.State, d.Period, d.Entry, d.Activity, d.Attendance = Proposed, s.Period.From, e, activity, a
		d.Changed, d.Decisions = now, nil // the act of a roster withdrawn before keeps its reason
		if d.Created.IsZero() {
			d.Created = now
		}
		return d, nil
	})
}

// Proposals returns what rosters propose to a member and the member has neither
// taken up nor declined, the earliest first, to whoever may read the file.
func (l *Ledger) Proposals(ctx context.Context, actor identity.Actor, member identity.MemberID) ([]Declaration, error) {
	return l.Declarations(ctx, actor, member, Query{States: []State{Proposed}, Reverse: true})
}

// Adopt makes a draft of the member's out of what a roster proposes, for the member
// to complete, attest and submit. A proposal that was declined may still be adopted.
func (l *Ledger) Adopt(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64) (Declaration, error) {
	return l.own(ctx, actor, member, id, version, Adopt, func(d Declaration, _ Standing, _ time.Time) (Declaration, error) {
		d.Activity = Activity{}
		return d, nil
	})
}

// Dismiss puts aside what a roster proposes: it counts nowhere, as before, and is
// not proposed again.
func (l *Ledger) Dismiss(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64) (Declaration, error) {
	return l.own(ctx, actor, member, id, version, Dismiss, func(d Declaration, _ Standing, _ time.Time) (Declaration, error) {
		return d, nil
	})
}

// Revoke takes back a proposal of a roster that staff withdraw, with the reason that
// the member reads. What the member has taken up, or declined, stays; so does what
// another roster proposes. Revoked reports whether there was something to take back.
func (l *Ledger) Revoke(ctx context.Context, actor identity.Actor, member identity.MemberID, id, roster, reason string) (revoked bool, err error) {
	if err := actor.Check(identity.Decide, actor.Org, member); err != nil {
		return false, err
	}
	now, key := l.now(), Key{actor.Org, member, id}
	s, err := l.standing(ctx, actor.Org, member, cycle.Date{}, now)
	if err != nil {
		return false, err
	}
	_, err = l.tell(ctx, actor, key, s, Revoke, now, func(d Declaration) (Declaration, error) {
		next, err := d.State.Next(Revoke)
		if revoked = err == nil && d.Version > 0 && d.Attendance.Roster == roster; !revoked {
			return d, errUnchanged
		}
		d.State, d.Changed = next, now
		d.Decisions = append(slices.Clone(d.Decisions), Decision{Event: Revoke, Reason: Tidy(reason), By: actor.Name, At: now})
		return d, nil
	})
	return revoked, err
}
