package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/closing"
	"github.com/goodstanding/goodstanding/identity"
)

// record is everything that a store holds of a member's file.
type record struct {
	declarations []hours.Declaration
	requests     []exemption.Request
	acts         []hours.Act
	closings     []closing.Closing
	messages     []identity.Message
}

func (l *life) record(ctx context.Context, member identity.MemberID) (record, error) {
	var r record
	var err error
	if r.declarations, err = l.h.store.Hours().Declarations(ctx, demoOrganisation, member); err != nil {
		return r, err
	}
	if r.requests, err = l.h.store.Exemption().Requests(ctx, demoOrganisation, member); err != nil {
		return r, err
	}
	if r.acts, err = l.h.store.Hours().Acts(ctx, demoOrganisation, member); err != nil {
		return r, err
	}
	if r.closings, err = l.h.store.Closing().Closings(ctx, demoOrganisation, member); err != nil {
		return r, err
	}
	all, err := l.h.store.Outbox().Messages(ctx, demoOrganisation, 100_000)
	r.messages = slices.DeleteFunc(all, func(m identity.Message) bool { return m.Member != member })
	return r, err
}

// wrongs returns what is not as it must be in a member's file, whatever was done to
// it and wherever it was cut short.
func (l *life) wrongs(ctx context.Context, member identity.Actor) ([]string, error) {
	r, err := l.record(ctx, member.Member)
	if err != nil {
		return nil, err
	}
	var found []string
	wrong := func(format string, a ...any) { found = append(found, fmt.Sprintf(format, a...)) }
	about := map[string][]hours.Act{}
	for i, act := range r.acts {
		if act.Seq != int64(i+1) {
			wrong("act %d is numbered %d", i+1, act.Seq)
		}
		about[act.Of] = append(about[act.Of], act)
	}
	// A change and its act are there together or not at all.
	for _, d := range r.declarations {
		if d.State != hours.Counted && !d.Counted.IsZero() || d.Activity.Hours.Less(d.Counted) {
			wrong("declaration %s is %s, of %s h, with %s counted", d.ID, d.State, d.Activity.Hours, d.Counted)
		}
		allocated := hours.Hours{}
		for _, a := range d.Allocations {
			allocated = allocated.Plus(a.Hours)
		}
		if len(d.Allocations) > 0 && allocated.Compare(d.Counted) != 0 {
			wrong("declaration %s has %s counted and %s allocated", d.ID, d.Counted, allocated)
		}
		told := tolds(d)
		found = append(found, matches("declaration "+d.ID, told, d.Counted, about[d.ID])...)
		delete(about, d.ID)
	}
	letters := map[string]int{}
	for _, m := range r.messages {
		letters[m.Values["request"]]++
	}
	for _, q := range r.requests {
		if !q.State.Excuses() && !q.Granted.IsZero() {
			wrong("request %s is %s, with %s granted", q.ID, q.State, q.Granted)
		}
		told := asked(q)
		for _, act := range about[q.ID] {
			// Told by the member, and gone from the request once it is decided.
			if act.Kind == hours.ExemptionEndTold {
				told++
			}
		}
		found = append(found, matches("request "+q.ID, told, q.Granted, about[q.ID])...)
		delete(about, q.ID)
		if letters[q.ID] != len(q.Decisions) {
			wrong("request %s has %d decisions and %d messages", q.ID, len(q.Decisions), letters[q.ID])
		}
	}
	found = append(found, r.untold(about)...)
	for of := range about {
		wrong("acts about %q, of which there is nothing", of)
	}
	more, err := l.unequal(ctx, member, r)
	return append(found, more...), err
}

// matches compares how often something was decided with what the history tells of
// it, and its hours with those of the latest act.
func matches(what string, told int, now hours.Hours, acts []hours.Act) []string {
	if len(acts) != told {
		return []string{fmt.Sprintf("%s changed %d times and has %d acts", what, told, len(acts))}
	}
	if told > 0 && acts[told-1].After.Item.Compare(now) != 0 {
		return []string{fmt.Sprintf("%s stands at %s and its latest act says %s", what, now, acts[told-1].After.Item)}
	}
	return nil
}

// unequal compares the balance of every period with the sum of the surviving
// entries, worked out here from the order's rule alone: 30 h, less what is granted,
// 5 h at most carried over, once, from the surplus of the period before (C-26,
// r. 261.1, s. 1). And no hour serves two periods.
func (l *life) unequal(ctx context.Context, member identity.Actor, r record) ([]string, error) {
	periods, err := l.h.ledger.Periods(ctx, member, member.Member)
	if err != nil {
		return nil, err
	}
	var found []string
	served := map[string]hours.Hours{}
	carried := hours.Hours{}
	for _, p := range slices.Backward(periods) {
		b, err := l.h.ledger.Balance(ctx, member, member.Member, p.From)
		if err != nil {
			return nil, err
		}
		for _, item := range b.Items {
			served[item.Declaration] = served[item.Declaration].Plus(item.Counted)
		}
		counted, ethics, asked := r.counted(p.From)
		need := asked.Minus(carried)
		if left := need.Minus(counted); b.Total().Remaining.Compare(left) != 0 {
			found = append(found, fmt.Sprintf("%s: %s left, and the entries leave %s", p.From, b.Total().Remaining, left))
		}
		if b.Counted.Compare(counted) != 0 {
			found = append(found, fmt.Sprintf("%s: %s counted, and the entries add up to %s", p.From, b.Counted, counted))
		}
		// Only when all is met is anything surplus, and carried hours never pass again.
		carried = hours.Hours{}
		if b.Status.Complete() && !ethics.Less(hours.Whole(1)) {
			carried = hours.Least(counted.Minus(need), hours.Whole(5))
		}
	}
	for _, d := range r.declarations {
		if d.Counted.Less(served[d.ID]) {
			found = append(found, fmt.Sprintf("%s of %s counted hours serve %s", d.ID, d.Counted, served[d.ID]))
		}
	}
	return found, nil
}

// counted adds up what stands in a period: hours counted, those of ethics among
// them, and what is asked after exemptions.
func (r record) counted(period cycle.Date) (total, ethics, asked hours.Hours) {
	for _, d := range r.declarations {
		if d.State != hours.Counted {
			continue
		}
		total = total.Plus(in(d, period))
		if d.Activity.Category == "ethics" {
			ethics = ethics.Plus(in(d, period))
		}
	}
	asked = hours.Whole(30)
	for _, q := range r.requests {
		if q.State.Excuses() && q.Period == period {
			asked = asked.Minus(q.Granted)
		}
	}
	return total, ethics, asked
}
