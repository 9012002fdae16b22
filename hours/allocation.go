package hours

import (
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
)

// Allocation is hours of a declaration that the order lets count in a period. Those
// of one declaration add up to its Counted, so that no hour serves two periods.
type Allocation struct {
	// Period is the first day of the reference period.
	Period cycle.Date `json:"period"`
	Hours  Hours      `json:"hours"`
}

// allocated returns the declarations as an evaluation takes them: each part of one
// whose hours go to several periods, or to another than its own, is a declaration
// of that period. What was declared and not counted stays with the last part.
func allocated(all []Declaration) []Declaration {
	if !slices.ContainsFunc(all, func(d Declaration) bool { return len(d.Allocations) > 0 }) {
		return all
	}
	parts := make([]Declaration, 0, len(all)+1)
	for _, d := range all {
		if len(d.Allocations) == 0 {
			parts = append(parts, d)
			continue
		}
		left := d.Activity.Hours
		for i, a := range d.Allocations {
			declared := a.Hours
			if i == len(d.Allocations)-1 {
				declared = left
			}
			left = left.Minus(declared)
			part := d
			part.Period, part.Counted, part.Allocations = a.Period, a.Hours, d.Allocations[i:i+1]
			part.Activity = d.Activity.part(declared)
			parts = append(parts, part)
		}
	}
	return parts
}

// part returns the activity with so many of its hours, split over its categories as
// it was.
func (a Activity) part(hours Hours) Activity {
	if hours == a.Hours || len(a.Split) == 0 || a.Hours.IsZero() {
		a.Hours = hours
		return a
	}
	num, den := hours.Fraction()
	top, bottom := a.Hours.Fraction()
	split := slices.Clone(a.Split)
	for i := range split {
		split[i].Hours = split[i].Hours.Times(num, den).Times(bottom, top)
	}
	a.Hours, a.Split = hours, split
	return a
}

// Allocate says to which periods the counted hours of a declaration go; none is all
// to the one that it was declared for. Hours done after a notice of default go to
// the period in default: all of them while something is missing in it
// ([DefaultOnly]), or those that it needs and the rest to the period that they were
// declared for ([DefaultFirst]). An activity of which a part would not give its part
// of what the whole gives, such as one that is rounded or counts as one activity,
// goes whole. in is the whole file, with the declaration in it or not.
func (s Standing) Allocate(d Declaration, in Contents, outcomes []Outcome) []Allocation {
	if d.State != Counted || d.Counted.IsZero() {
		return nil
	}
	outcomes = slices.Clone(outcomes)
	slices.SortFunc(outcomes, func(a, b Outcome) int { return a.Period.Compare(b.Period) })
	var all []Allocation
	left := d.Counted
	for _, o := range outcomes {
		if left.IsZero() || !o.claims(d) {
			continue
		}
		taken := s.needed(d, all, left, o, in)
		if !taken.IsZero() {
			all = append(all, Allocation{o.Period, taken})
			left = left.Minus(taken)
		}
	}
	if len(all) > 0 && !left.IsZero() {
		all = append(all, Allocation{d.Period, left})
	}
	return all
}

// allocate gives a declaration that was just decided the allocations of its hours,
// and its decision too.
func (s Standing) allocate(before, after Declaration, in Contents, outcomes []Outcome) Declaration {
	last := len(after.Decisions) - 1
	if last < len(before.Decisions) {
		return after
	}
	after.Allocations = s.Allocate(after, in, outcomes)
	after.Decisions = slices.Clone(after.Decisions)
	after.Decisions[last].Allocations = after.Allocations
	return after
}

// claims reports that hours of the declaration go to the period first.
func (o Outcome) claims(d Declaration) bool {
	had := slices.ContainsFunc(d.Allocations, func(a Allocation) bool { return a.Period == o.Period })
	return o.Period.Before(d.Period) && (o.After == DefaultFirst || o.After == DefaultOnly) &&
		!o.Noticed.IsZero() && d.Activity.Last.After(o.Noticed) && (o.Open || had)
}

// needed returns how many of the hours left of a declaration the period in default
// takes.
func (s Standing) needed(d Declaration, before []Allocation, left Hours, o Outcome, in Contents) Hours {
	there, err := s.In(o.Period)
	if err != nil {
		return Hours{}
	}
	home, err := s.In(d.Period)
	if err != nil {
		return Hours{}
	}
	try := func(taken Hours) trial {
		d.Allocations = slices.Clone(before)
		for _, a := range []Allocation{{o.Period, taken}, {d.Period, left.Minus(taken)}} {
			if !a.Hours.IsZero() {
				d.Allocations = append(d.Allocations, a)
			}
		}
		all := with(in.Declarations, d)
		b := there.Evaluate(all, in.Reliefs)
		t := trial{missing: b.missing(), complete: b.Status.Complete()}
		for _, b := range []Balance{b, home.Evaluate(all, in.Reliefs)} {
			if item, ok := b.Item(d.ID); ok {
				t.credit = append(t.credit, item.Credit)
			} else {
				t.credit = append(t.credit, Hours{})
			}
		}
		return t
	}
	without, whole := try(Hours{}), try(left)
	switch {
	case without.complete || slices.Equal(without.missing, whole.missing):
		return Hours{}
	case o.After == DefaultOnly:
		return left
	}
	// The most that is missing of anything, in hours of the activity.
	var most Hours
	for i := range whole.missing {
		if less := without.missing[i].Minus(whole.missing[i]); most.Less(less) {
			most = less
		}
	}
	num, den := left.Fraction()
	top, bottom := whole.credit[0].Fraction()
	if top == 0 {
		return left
	}
	taken := most.Times(num, den).Times(bottom, top)
	if !taken.Less(left) {
		return left
	}
	part := try(taken)
	if slices.Equal(part.missing, whole.missing) && Sum(part.credit...) == Sum(whole.credit...) {
		return taken
	}
	return left
}

// trial is what comes of an allocation: what is still missing in the period in
// default, and what the declaration gives there and at home.
type trial struct {
	missing  []Hours
	complete bool
	credit   []Hours
}

// missing returns what is left of every line that decides.
func (b Balance) missing() []Hours {
	var all []Hours
	for _, l := range b.Lines {
		if l.Decides {
			all = append(all, l.Remaining)
		}
	}
	return all
}
