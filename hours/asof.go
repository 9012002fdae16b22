package hours

import (
	"slices"
	"time"
)

// AsOf returns the declarations as they were known at an instant: what happened
// after it is undone. A draft of which the text has changed since, or that has been
// submitted or thrown away since, is left out: what it held then is not kept. The
// list that is given is not changed.
func AsOf(declarations []Declaration, instant time.Time) []Declaration {
	known := make([]Declaration, 0, len(declarations))
	for _, d := range declarations {
		if then, ok := d.asOf(instant); ok {
			known = append(known, then)
		}
	}
	return known
}

func (d Declaration) asOf(instant time.Time) (Declaration, bool) {
	switch {
	case d.Created.After(instant):
		return Declaration{}, false
	case !d.Changed.After(instant):
		return d, true
	case d.Submitted.IsZero(), d.Submitted.After(instant):
		return Declaration{}, false
	}
	kept := slices.IndexFunc(d.Decisions, func(one Decision) bool { return one.At.After(instant) })
	if kept < 0 {
		kept = len(d.Decisions)
	}
	undone := len(d.Decisions) - kept
	if d.State == Withdrawn {
		undone++
	}
	d.Allocations = nil
	activity := d.Declared()
	evidence, more := d.Evidence.asOf(instant)
	corrections, asked := d.correctionsAsOf(instant)
	d.State, d.Counted, d.Changed, d.Version = Submitted, Hours{}, d.Submitted, max(1, d.Version-int64(undone+asked+more))
	var decisions []Decision
	for _, one := range d.Decisions[:kept] {
		decisions = append(decisions, one)
		d.Counted, d.Allocations, d.Changed = one.Counted, one.Allocations, one.At
		if one.Amendment != nil {
			activity = one.Amendment.After
		}
		if next, err := d.State.Next(one.Event); err == nil {
			d.State = next
		}
	}
	d.Decisions, d.Activity, d.Corrections, d.Evidence = decisions, activity, corrections, evidence
	d.Changed = latest(d.Changed, evidence.changed())
	for _, c := range corrections {
		d.Changed = latest(d.Changed, latest(c.Asked, c.Closed))
	}
	return d, true
}

// correctionsAsOf returns the requests for correction as they were known at an
// instant, and how many changes of them alone came after it: the decision that
// answers a request is the same change as its answer.
func (d Declaration) correctionsAsOf(instant time.Time) (known []Correction, undone int) {
	for _, c := range d.Corrections {
		if c.Closed.After(instant) {
			if c.State != Answered {
				undone++
			}
			c = Correction{State: Open, Text: c.Text, Asked: c.Asked}
		}
		if c.Asked.After(instant) {
			undone++
			continue
		}
		known = append(known, c)
	}
	return known, undone
}

func latest(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// ReliefsAsOf returns the exemptions that had been granted at an instant, of those
// that are granted now: one granted then and taken back since is not among them. See
// [ReliefHistory].
func ReliefsAsOf(reliefs []Relief, instant time.Time) []Relief {
	return slices.DeleteFunc(slices.Clone(reliefs), func(r Relief) bool { return r.Granted.After(instant) })
}
