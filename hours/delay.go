package hours

import (
	"fmt"

	"github.com/goodstanding/goodstanding/cycle"
)

// Delay is a time limit that a regulation sets: so many days, working days or
// months from an event. Exactly one of Days, WorkingDays, Months and the range
// Least to Most is above zero; the zero value is no delay at all.
type Delay struct {
	Days int `json:"days,omitempty"`
	// WorkingDays leave out Saturdays, Sundays and holidays.
	WorkingDays int `json:"workingDays,omitempty" yaml:"workingDays"`
	Months      int `json:"months,omitempty"`
	// Least and Most are days, when the regulator sets the delay within a range:
	// [Delay.Set] does it. Until then the delay lasts Most days, so that nobody is
	// held to less than the text may allow.
	Least int `json:"least,omitempty"`
	Most  int `json:"most,omitempty"`
}

// longestDelay is the most days, or months, that a document may write.
const longestDelay = 10_000

// IsZero reports that the text sets no delay.
func (d Delay) IsZero() bool { return d == Delay{} }

// Ranges reports a delay that the regulator has yet to set within a range.
func (d Delay) Ranges() bool { return d.Most > 0 }

// Set returns the delay of so many days that the regulator sets within the range.
// The error is [ErrDelay] outside it, or when the text leaves nothing to set.
func (d Delay) Set(days int) (Delay, error) {
	if !d.Ranges() || days < d.Least || days > d.Most {
		return Delay{}, fmt.Errorf("%w: %d days, of %d to %d", ErrDelay, days, d.Least, d.Most)
	}
	return Delay{Days: days}, nil
}

// Last returns the last day of the delay that an event begins. The day of the event
// is not counted, and the last one is; a month ends on the same day of a later
// month, or on its last day when that month is shorter. A delay that would end on a
// holiday ends on the next day that is none. No delay ends on the day of the event,
// holiday or not; the zero Date gives the zero Date.
func (d Delay) Last(event cycle.Date, h cycle.Holidays) cycle.Date {
	switch {
	case d.IsZero():
		return event
	case d.WorkingDays > 0:
		return working(event, d.WorkingDays, h)
	}
	return h.Next(d.after(event))
}

// after returns the last day without regard to holidays: for what is no time limit
// of anybody's, such as how long documents are kept.
func (d Delay) after(event cycle.Date) cycle.Date {
	if d.WorkingDays > 0 {
		return working(event, d.WorkingDays, cycle.Holidays{})
	}
	return event.AddMonths(d.Months).AddDays(d.Days + d.Most)
}

func working(day cycle.Date, n int, h cycle.Holidays) cycle.Date {
	for ; n > 0 && !day.IsZero() && day.Before(cycle.Forever); n-- {
		day = day.AddDays(1)
		for w := day.Weekday(); day.Before(cycle.Forever) && (w == cycle.Saturday || w == cycle.Sunday || h.Is(day)); w = day.Weekday() {
			day = day.AddDays(1)
		}
	}
	return day
}

// check refuses a delay of two kinds, or none.
func (d Delay) check() error {
	given := 0
	for _, n := range []int{d.Days, d.WorkingDays, d.Months, d.Most} {
		if n < 0 || n > longestDelay {
			return fmt.Errorf("a delay of %d", n)
		}
		if n > 0 {
			given++
		}
	}
	switch {
	case given != 1:
		return fmt.Errorf("a delay is one of days, workingDays, months, and least with most")
	case d.Least < 0 || d.Most > 0 && (d.Least == 0 || d.Least >= d.Most) || d.Most == 0 && d.Least > 0:
		return fmt.Errorf("a delay of %d to %d days", d.Least, d.Most)
	}
	return nil
}

// fixed refuses a range besides: nobody sets it.
func (d Delay) fixed() error {
	if d.Ranges() {
		return fmt.Errorf("a range, where nobody sets the delay")
	}
	return d.check()
}

// Term is a delay with the clause that sets it. The zero value is none.
type Term struct {
	Delay `yaml:",inline"`
	// Clause is the section's own when it is left out.
	Clause string `json:"clause,omitempty"`
}

// IsZero reports that the text sets none.
func (t Term) IsZero() bool { return t == Term{} }

func (t Term) check(v *Version) error {
	if t.IsZero() {
		return nil
	}
	if err := t.fixed(); err != nil {
		return err
	}
	return v.citedIf(t.Clause)
}
