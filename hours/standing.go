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
	file := File{Period: s.Period, Part: s.Part, Declarations: declarations, Reliefs: reliefs, Day: s.Today}
	if before, ok := s.before(); ok {
		file.Carried = Carry{From: before.Period.From, Hours: before.Evaluate(declarations, reliefs).Surplus}
	}
	b := s.Version.Evaluate(file)
	b.Regulation = s.Regulation.ID
	return b
}

// before returns the standing in the period before, when the member was on the
// roll in it.
func (s Standing) before() (Standing, bool) {
	earlier, err := s.In(s.Period.From.AddDays(-1))
	if err != nil || !earlier.Period.From.Before(s.Period.From) {
		return Standing{}, false
	}
	return earlier, !earlier.Part.Empty()
}
