package hours

import (
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// Standing is what the desk knows of a member on a day: who they are, what
// governs them, and their own part of the period.
type Standing struct {
	Organisation identity.Organisation
	Member       identity.Member
	Regulation   Regulation
	Version      Version
	Period       cycle.Period
	Part         cycle.Part
	// Holidays are the organisation's: no time limit ends on one.
	Holidays cycle.Holidays
	// Today is the present day in the organisation's zone.
	Today cycle.Date
}

// In returns the same member's standing in the period that holds the day. The
// error is [ErrNoRegulation], or wraps one of cycle's.
func (s Standing) In(day cycle.Date) (Standing, error) {
	version, period, err := s.Regulation.PeriodAt(day, s.Member.Anchors())
	if err != nil {
		return Standing{}, err
	}
	s.Version, s.Period, s.Part = version, period, cycle.PartOf(period, s.Member.Roll)
	return s, nil
}

// Evaluate returns the balance of the standing's period, with what the periods
// before it carry over.
func (s Standing) Evaluate(declarations []Declaration, reliefs []Relief) Balance {
	return s.evaluate(s.file(declarations, reliefs, s.Carried(declarations, reliefs)))
}

// WhatIf returns the balance as it would be with activities that are not declared
// yet, counted whole.
func (s Standing) WhatIf(declarations []Declaration, reliefs []Relief, planned ...Activity) Balance {
	b := s.Version.Compile().WhatIf(s.file(declarations, reliefs, s.Carried(declarations, reliefs)), planned...)
	b.Regulation = s.Regulation.ID
	return b
}

// EvaluateWith returns the balance with hours carried over that are known, instead
// of worked out from the periods before.
func (s Standing) EvaluateWith(declarations []Declaration, reliefs []Relief, carried []Carry) Balance {
	return s.evaluate(s.file(declarations, reliefs, carried))
}

func (s Standing) file(declarations []Declaration, reliefs []Relief, carried []Carry) File {
	return File{
		Period: s.Period, Part: s.Part, Member: s.Member, Declarations: allocated(declarations), Reliefs: reliefs,
		Carried: carried, Day: s.Today,
	}
}

func (s Standing) evaluate(f File) Balance {
	b := s.Version.Evaluate(f)
	b.Regulation = s.Regulation.ID
	return b
}

// Carried returns what the periods before this one carry over to it.
func (s Standing) Carried(declarations []Declaration, reliefs []Relief) []Carry {
	before, ok := s.before()
	if !ok || !before.active(declarations) {
		return nil
	}
	return before.EvaluateWith(declarations, reliefs, before.Carried(declarations, reliefs)).Passing
}

// active reports that something was declared before the end of the period: without
// it nothing can be carried from it.
func (s Standing) active(declarations []Declaration) bool {
	for i := range declarations {
		if declarations[i].Activity.Last.Before(s.Period.To) || declarations[i].Period.Before(s.Period.To) {
			return true
		}
		for _, a := range declarations[i].Allocations {
			if a.Period.Before(s.Period.To) {
				return true
			}
		}
	}
	return false
}

// before returns the standing in the period before, when the member was on the
// roll in it. With rolling windows it is the one that closes before.
func (s Standing) before() (Standing, bool) {
	last := s.Period.From.AddDays(-1)
	if step := s.Version.Calendar.Step; step > 0 {
		last = s.Period.To.AddMonths(-step).AddDays(-1)
	}
	earlier, err := s.In(last)
	if err != nil || !earlier.Period.From.Before(s.Period.From) {
		return Standing{}, false
	}
	return earlier, !earlier.Part.Empty()
}

// Before returns the member's standing in the periods before, the latest first, as
// far back as they were on the roll without missing a whole one, and the standing's
// own before them.
func (s Standing) Before() []Standing {
	all := []Standing{s}
	for s, ok := s.before(); ok; s, ok = s.before() {
		all = append(all, s)
	}
	return all
}

// Lapses returns the last day on which hours that pass on from the standing's period
// may serve: that of the last period for which they last. The zero Date when the
// calendar has none.
func (s Standing) Lapses(c Carry) cycle.Date {
	for range max(c.Lives, 1) {
		after, err := s.In(s.Period.To)
		if err != nil {
			return cycle.Date{}
		}
		s = after
	}
	return s.Period.Last()
}
