package main

import (
	"context"
	"fmt"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/closing"
	"github.com/goodstanding/goodstanding/identity"
)

// settling is what becomes of a member's reference period, the first or the second
// of a life, whoever tries.
func (l *life) settling(c chance, member, staff identity.Actor) command {
	period := one(c, cycle.MustDate("2022-01-01"), cycle.MustDate("2022-01-01"), cycle.MustDate("2025-04-01"))
	what := one(c, closing.Close, closing.Close, closing.Reopen, closing.Notify, closing.Notify, closing.Observe, closing.Cure, closing.FinalNotice, closing.Sanction, closing.Lift, closing.Withdraw, "advance")
	ago, off, reason := one(c, 0, 5, 100), one(c, int64(0), 0, 0, 0, 1), one(c, "", "vérifié", "vérifié", "vérifié")
	return command{fmt.Sprintf("%s: %s the period of %s", member.Name, what, period), func(ctx context.Context) error {
		d, id := l.h.docket, member.Member
		if what == "advance" {
			return d.Advance(ctx, demoOrganisation)
		}
		f, err := d.File(ctx, staff, id, period)
		if err != nil {
			return err
		}
		at := f.Version + off
		switch what {
		case closing.Close:
			_, err = d.Close(ctx, staff, id, period, at)
		case closing.Reopen:
			_, err = d.Reopen(ctx, staff, id, period, at, reason)
		case closing.Notify:
			_, err = d.Notify(ctx, staff, id, period, at, closing.Summons{Of: hours.LackingHours, Served: f.Standing.Today.AddDays(-ago)}, reason)
		case closing.Observe:
			_, err = d.Observe(ctx, member, id, period, at, reason)
		case closing.Cure:
			_, err = d.Cure(ctx, staff, id, period, at, reason)
		case closing.FinalNotice:
			_, err = d.Final(ctx, staff, id, period, at, f.Standing.Today, reason)
		case closing.Sanction:
			_, err = d.Sanction(ctx, staff, id, period, at, reason)
		case closing.Lift:
			_, err = d.Lift(ctx, staff, id, period, at, reason)
		default:
			_, err = d.Withdraw(ctx, staff, id, period, at, reason)
		}
		return err
	}}
}

// untold returns the entries of closings that the history does not tell, and the
// other way round.
func (r record) untold(about map[string][]hours.Act) []string {
	var found []string
	for _, c := range r.closings {
		acts := about[c.Period.String()]
		if len(acts) != len(c.Entries) || int(c.Version) != len(c.Entries) {
			found = append(found, fmt.Sprintf("the period of %s has %d entries in version %d, and %d acts", c.Period, len(c.Entries), c.Version, len(acts)))
			continue
		}
		for i, entry := range c.Entries {
			if acts[i].Seq != entry.Seq || !acts[i].Kind.OfPeriod() {
				found = append(found, fmt.Sprintf("entry %d of %s is told by act %d, not %d", i, c.Period, acts[i].Seq, entry.Seq))
			}
		}
		delete(about, c.Period.String())
	}
	return found
}

// in returns what of a declaration counts in a period.
func in(d hours.Declaration, period cycle.Date) hours.Hours {
	if len(d.Allocations) == 0 {
		if d.Period == period {
			return d.Counted
		}
		return hours.Hours{}
	}
	sum := hours.Hours{}
	for _, a := range d.Allocations {
		if a.Period == period {
			sum = sum.Plus(a.Hours)
		}
	}
	return sum
}
