package hours

import (
	"fmt"

	"github.com/goodstanding/goodstanding/cycle"
)

// DeclareRule is by when the activities of a time must be declared.
type DeclareRule struct {
	// Each is the months of the parts of the period whose activities are declared
	// apart, such as 12 for each year; 0 is the period as a whole.
	Each int `json:"each,omitempty"`
	// Delay runs from the last day of the time; Until is the next such day of the
	// year, instead. With neither, the last day of the time itself is the last to
	// declare.
	Delay  `yaml:",inline"`
	Until  cycle.MonthDay `json:"until,omitzero"`
	Clause string         `json:"clause"`
}

// DeclareBy is a time whose activities must be declared, and the last day to do it.
type DeclareBy struct {
	Window cycle.Span
	Last   cycle.Date
}

// Due returns the times of the period that hold a day of the member's own part, the
// earliest first, each with the last day to declare what was done in it.
func (d *DeclareRule) Due(p cycle.Period, part cycle.Part, h cycle.Holidays) []DeclareBy {
	var all []DeclareBy
	for from := p.From; from.Before(p.To); {
		window := p.Span
		if d.Each > 0 {
			window = cycle.Span{From: from, To: from.AddMonths(d.Each)}.Intersect(p.Span)
		}
		if window.Overlaps(part.Span) {
			all = append(all, DeclareBy{Window: window, Last: d.last(window.Last(), h)})
		}
		from = window.To
	}
	return all
}

// DeclareBy returns the times of the standing's period whose activities must be
// declared, each with its last day; none when the regulation does not say. Of
// windows that roll, it is the part that the window closes.
func (s Standing) DeclareBy() []DeclareBy {
	d := s.Version.Declare
	if d == nil {
		return nil
	}
	p := s.Period
	if step := s.Version.Calendar.Step; step > 0 {
		p.From = p.To.AddMonths(-step)
	}
	return d.Due(p, s.Part, s.Holidays)
}

func (d *DeclareRule) last(end cycle.Date, h cycle.Holidays) cycle.Date {
	if d.Until == (cycle.MonthDay{}) {
		return h.Next(d.Last(end, h))
	}
	day := d.Until.In(end.Year())
	if day.Before(end) {
		day = d.Until.In(end.Year() + 1)
	}
	return h.Next(day)
}

func (d *DeclareRule) check(v *Version) error {
	until := d.Until != (cycle.MonthDay{})
	switch {
	case d.Each < 0 || d.Each > 120:
		return fmt.Errorf("parts of %d months", d.Each)
	case until && !d.IsZero():
		return fmt.Errorf("either a delay or until, and not both")
	case !d.IsZero():
		if err := d.fixed(); err != nil {
			return err
		}
	}
	return v.cited(d.Clause)
}
