package exemption

import (
	"context"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// ReliefsAsOf implements hours.ReliefHistory: what was granted to the member as it
// was known at an instant, in the order of the latest decisions then. What was
// granted then and changed or cancelled since is as it was.
func (b *Board) ReliefsAsOf(ctx context.Context, org identity.OrganisationID, member identity.MemberID, instant time.Time) ([]hours.Relief, error) {
	all, err := b.Store.Requests(ctx, org, member)
	if err != nil {
		return nil, err
	}
	then := make([]Request, 0, len(all))
	for _, r := range all {
		then = append(then, r.decidedBy(instant))
	}
	return granted(then), nil
}

// decidedBy returns the request with the decisions that had been taken at an
// instant, and none after.
func (r Request) decidedBy(instant time.Time) Request {
	n := slices.IndexFunc(r.Decisions, func(d Decision) bool { return d.At.After(instant) })
	if n < 0 {
		return r
	}
	then := r
	then.Decisions, then.State, then.Granted, then.ByRule, then.Ended = nil, Submitted, hours.Hours{}, false, cycle.Date{}
	for _, d := range r.Decisions[:n] {
		if next, err := then.State.Next(d.Event); err == nil {
			then = then.with(d, next)
		}
	}
	return then
}

// granted returns what the requests take off, in the order of the latest decisions.
func granted(all []Request) []hours.Relief {
	slices.SortStableFunc(all, func(a, b Request) int { return a.decided().Compare(b.decided()) })
	reliefs := []hours.Relief{}
	for _, r := range all {
		if relief, ok := r.Relief(); ok {
			relief.Granted = r.decided()
			reliefs = append(reliefs, relief)
		}
	}
	return reliefs
}
