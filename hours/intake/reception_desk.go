package intake

import (
	"context"
	"slices"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// longestReason is the greatest length of a reason, in characters.
const longestReason = 2000

// Rosters returns the rosters received, the latest first, to staff.
func (r *Reception) Rosters(ctx context.Context, actor identity.Actor) ([]Roster, error) {
	if err := actor.Check(identity.List, actor.Org, ""); err != nil {
		return nil, err
	}
	all, err := r.Store.Rosters(ctx, actor.Org)
	slices.SortStableFunc(all, func(a, b Roster) int { return b.Received.Compare(a.Received) })
	return all, err
}

// Roster returns one roster, or [ErrNotFound], to staff.
func (r *Reception) Roster(ctx context.Context, actor identity.Actor, id string) (Roster, error) {
	if err := actor.Check(identity.List, actor.Org, ""); err != nil {
		return Roster{}, err
	}
	return r.Store.Roster(ctx, RosterKey{actor.Org, id})
}

// Lines gives each the lines of a roster from one leaf to another, both included, in
// order; it ends without an error after the last leaf. An error of each stops it.
func (r *Reception) Lines(ctx context.Context, actor identity.Actor, roster Roster, from, to int, each func(Result) error) error {
	if err := actor.Check(identity.List, actor.Org, ""); err != nil {
		return err
	}
	for n := from; n <= to && n < Leaves(roster.Counts.Lines); n++ {
		leaf, err := r.Store.Leaf(ctx, LeafKey{actor.Org, roster.ID, n})
		if err != nil {
			return err
		}
		for _, line := range leaf.Lines {
			if err := each(line); err != nil {
				return err
			}
		}
	}
	return nil
}

// Withdraw takes back a roster, for staff: what it proposed and nobody has taken up
// or dismissed leaves the members' files, with the reason. What members have adopted
// stays, and so does what attests their declarations. Withdrawing again what is
// withdrawn changes nothing. One that was never received to its end is
// [hours.ErrTransition]: it is to be sent again first. Another error is a
// [hours.FieldErrors] on "reason".
func (r *Reception) Withdraw(ctx context.Context, actor identity.Actor, id, reason string) (Roster, error) {
	if err := actor.Check(identity.Decide, actor.Org, ""); err != nil {
		return Roster{}, err
	}
	roster, err := r.Roster(ctx, actor, id)
	switch {
	case err != nil || roster.Withdrawn:
		return roster, err
	case roster.Finished.IsZero():
		return roster, hours.ErrTransition
	}
	reason = hours.Tidy(reason)
	switch {
	case reason == "":
		return roster, hours.FieldErrors{{Field: "reason", Err: hours.ErrMissing}}
	case len([]rune(reason)) > longestReason:
		return roster, hours.FieldErrors{{Field: "reason", Err: hours.ErrTooLong}}
	}
	revoked := 0
	err = r.Lines(ctx, actor, roster, 0, Leaves(roster.Counts.Lines), func(line Result) error {
		if line.Outcome != Proposed {
			return nil
		}
		done, err := r.Ledger.Revoke(ctx, actor, line.Member, line.Declaration, roster.ID, reason)
		if done {
			revoked++
		}
		return err
	})
	if err != nil {
		return roster, err
	}
	now := r.now()
	return r.changeRoster(ctx, roster.RosterKey, func(known Roster) (Roster, error) {
		if known.Withdrawn {
			return known, errUnchanged
		}
		known.Withdrawn = true
		known.Withdrawals = append(slices.Clone(known.Withdrawals), Withdrawal{now, actor.Name, reason, revoked})
		return known, nil
	})
}
