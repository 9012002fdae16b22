package hours

import "github.com/goodstanding/goodstanding/cycle"

// Tally is the hours of a period that an act changes, as they stood at one instant.
type Tally struct {
	// Item is the hours counted of the declaration, or granted by the exemption.
	Item Hours `json:"item"`
	// Counted is Balance.Counted; Carried and Remaining are those of its total, and
	// Surplus is what passes on to the period after.
	Counted   Hours `json:"counted"`
	Carried   Hours `json:"carried,omitzero"`
	Remaining Hours `json:"remaining"`
	Surplus   Hours `json:"surplus,omitzero"`
}

// PeriodTally is the figures of one period, before an act and after it. The Items
// are none.
type PeriodTally struct {
	// Period is the first day of the reference period.
	Period cycle.Date `json:"period"`
	Before Tally      `json:"before"`
	After  Tally      `json:"after"`
}

// Contents are what a member's file holds: the declarations and the exemptions, of
// every period.
type Contents struct {
	Declarations []Declaration
	Reliefs      []Relief
}

// Tally returns the figures of the balance, without an item.
func (b Balance) Tally() Tally {
	total := b.Total()
	t := Tally{Counted: b.Counted, Carried: total.Carried, Remaining: total.Remaining}
	for _, c := range b.Passing {
		t.Surplus = t.Surplus.Plus(c.Hours)
	}
	return t
}

// Tell fills in the figures of an act of the standing's period: before and after
// it, and of every other period, up to today's, that it changes. The items of
// Before and After are the caller's and stay.
func (s Standing) Tell(a *Act, before, after Contents) {
	items := [2]Hours{a.Before.Item, a.After.Item}
	a.Before, a.After = s.figures(before), s.figures(after)
	a.Before.Item, a.After.Item = items[0], items[1]
	a.Also = nil
	for other, ok := s.first(before, after); ok; other, ok = other.next() {
		if other.Period.From == s.Period.From {
			continue
		}
		t := PeriodTally{other.Period.From, other.figures(before), other.figures(after)}
		if t.Before != t.After {
			a.Also = append(a.Also, t)
		}
	}
}

// tellUnchanged is Tell for an act that changes no figure, such as one of a proposal,
// which counts nowhere: they are worked out once.
func (s Standing) tellUnchanged(a *Act, in Contents) {
	items := [2]Hours{a.Before.Item, a.After.Item}
	a.Before, a.Also = s.figures(in), nil
	a.After = a.Before
	a.Before.Item, a.After.Item = items[0], items[1]
}

func (s Standing) figures(c Contents) Tally { return s.Evaluate(c.Declarations, c.Reliefs).Tally() }

// first returns the standing in the earliest period that a change may touch: the
// standing's own, or one to which hours are allocated.
func (s Standing) first(contents ...Contents) (Standing, bool) {
	day := s.Period.From
	for _, c := range contents {
		for i := range c.Declarations {
			for _, a := range c.Declarations[i].Allocations {
				if a.Period.Before(day) {
					day = a.Period
				}
			}
		}
	}
	earliest, err := s.In(day)
	return earliest, err == nil
}

// next returns the standing in the period after; false after today's.
func (s Standing) next() (Standing, bool) {
	if s.Today.Before(s.Period.To) {
		return Standing{}, false
	}
	after, err := s.In(s.Period.To)
	return after, err == nil && s.Period.From.Before(after.Period.From)
}
