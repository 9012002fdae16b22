package hours

import (
	"context"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// BalanceAsOf returns the balance of the period that holds day, judged on the day
// known with what was known at its end in the organisation's zone: what was
// declared, decided or granted since plays no part. The zero day is known, and the
// zero known is today, which gives what [Ledger.Balance] does. The roll, the profile
// and the text of the regulation are those of the present. The errors are those of
// [Ledger.Standing], and [ErrFuture] when known is after today.
func (l *Ledger) BalanceAsOf(ctx context.Context, actor identity.Actor, member identity.MemberID, day, known cycle.Date) (Balance, error) {
	if day.IsZero() {
		day = known
	}
	s, err := l.Standing(ctx, actor, member, day)
	switch {
	case err != nil:
		return Balance{}, err
	case known.After(s.Today):
		return Balance{}, ErrFuture
	case known.IsZero():
		known = s.Today
	}
	zone, err := s.Organisation.Location()
	if err != nil {
		return Balance{}, err
	}
	// An instant of the day after is not known yet.
	end := known.AddDays(1).Start(zone).Add(-time.Nanosecond)
	declarations, reliefs, err := l.file(ctx, actor.Org, member)
	if err != nil {
		return Balance{}, err
	}
	if history, ok := l.Reliefs.(ReliefHistory); ok {
		if reliefs, err = history.ReliefsAsOf(ctx, actor.Org, member, end); err != nil {
			return Balance{}, err
		}
	} else {
		reliefs = ReliefsAsOf(reliefs, end)
	}
	s.Today = known
	return s.Evaluate(AsOf(declarations, end), reliefs), nil
}

// WhatIf returns the balance of the period that holds the day, as it would be if
// these activities were declared and counted whole; nothing is saved. The zero Date
// is today. Activities need a category, a last day and hours; one that ends in another
// period counts there. The errors are those of [Ledger.Standing].
func (l *Ledger) WhatIf(ctx context.Context, actor identity.Actor, member identity.MemberID, day cycle.Date, planned ...Activity) (Balance, error) {
	s, err := l.Standing(ctx, actor, member, day)
	if err != nil {
		return Balance{}, err
	}
	declarations, reliefs, err := l.file(ctx, actor.Org, member)
	if err != nil {
		return Balance{}, err
	}
	return s.WhatIf(declarations, reliefs, planned...), nil
}
