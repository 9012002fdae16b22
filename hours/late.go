package hours

import (
	"fmt"

	"github.com/goodstanding/goodstanding/cycle"
)

// Tier is a time after the period in which what is missing may still be done, and
// what more is asked then.
type Tier struct {
	// It ends Months and Days after the period, or at the end of the day Until that
	// comes next.
	Months int            `json:"months,omitempty"`
	Days   int            `json:"days,omitempty"`
	Until  cycle.MonthDay `json:"until,omitzero"`
	Adds   []Addition     `json:"adds,omitempty"`
	Clause string         `json:"clause"`
}

// Addition is hours that are asked besides, for what was not done in time.
type Addition struct {
	// To is the requirement that has them.
	To    string `json:"to"`
	Hours Hours  `json:"hours"`
	// Missed are the requirements that were not satisfied in time; none is any.
	Missed []string `json:"missed,omitempty"`
	// Each: for each of them, and not once.
	Each bool `json:"each,omitempty"`
}

// End returns the day after the tier's last, for a period that ends on to (the day
// after its last).
func (t Tier) End(to cycle.Date) cycle.Date {
	if t.Until == (cycle.MonthDay{}) {
		return to.AddMonths(t.Months).AddDays(t.Days)
	}
	day := t.Until.In(to.Year())
	if day.Before(to) {
		day = t.Until.In(to.Year() + 1)
	}
	return day.AddDays(1)
}

func (t *Tier) check(v *Version) error {
	after, until := t.Months > 0 || t.Days > 0, t.Until != (cycle.MonthDay{})
	if after == until || t.Months < 0 || t.Days < 0 {
		return fmt.Errorf("a tier ends after months and days, or until a day of the year")
	}
	for _, a := range t.Adds {
		to := v.requirement(a.To)
		switch {
		case to == nil || to.Least == nil || to.amount().Measure() != InHours || to.Window.Each > 0:
			return fmt.Errorf("adds to %q, which is not a minimum of hours in one window", a.To)
		case a.Hours.IsZero():
			return fmt.Errorf("adds no hours to %q", a.To)
		}
		for _, id := range a.Missed {
			if q := v.requirement(id); q == nil || q.Most != nil {
				return fmt.Errorf("missed %q, which is not among the requirements", id)
			}
		}
	}
	return v.cited(t.Clause)
}

// Elsewhere says what another regulator's rule satisfies: when the condition
// holds, nothing is asked but the exceptions.
type Elsewhere struct {
	When   Condition `json:"when"`
	Except []string  `json:"except,omitempty"`
	Clause string    `json:"clause"`
}

func (e *Elsewhere) check(v *Version) error {
	if e.When.IsZero() {
		return fmt.Errorf("elsewhere needs when")
	}
	for _, id := range e.Except {
		if v.requirement(id) == nil {
			return fmt.Errorf("except %q, which is not among the requirements", id)
		}
	}
	if err := e.When.check(v); err != nil {
		return err
	}
	return v.cited(e.Clause)
}

// Counting says which activities belong to the member's file. Its zero value is
// what is done on or after the entry, by last day.
type Counting struct {
	From CountsFrom `json:"from,omitempty"`
	// Before adds what was done before the first admission.
	Before BeforeEntry `json:"before,omitzero"`
	// Day is the day of an activity that decides its period and window.
	Day    CountsDay `json:"day,omitempty"`
	Clause string    `json:"clause,omitempty"`
}

// CountsFrom is from when activities count.
type CountsFrom string

// From when. The zero value is FromEntry.
const (
	FromEntry  CountsFrom = "entry"
	FromPeriod CountsFrom = "period"
)

// CountsDay is which day of an activity counts.
type CountsDay string

// Which day. The zero value is LastDay.
const (
	LastDay  CountsDay = "last"
	FirstDay CountsDay = "first"
)

// BeforeEntry is hours done in so many months before the first admission, and the
// most of them that count.
type BeforeEntry struct {
	Months int   `json:"months"`
	Most   Hours `json:"most"`
}

func (c *Counting) check(v *Version) error {
	switch {
	case c.From != "" && c.From != FromEntry && c.From != FromPeriod:
		return fmt.Errorf("from %q, which is neither entry nor period", c.From)
	case c.Day != "" && c.Day != LastDay && c.Day != FirstDay:
		return fmt.Errorf("day %q, which is neither last nor first", c.Day)
	case (c.Before.Months == 0) != c.Before.Most.IsZero() || c.Before.Months < 0:
		return fmt.Errorf("before needs months and most")
	case c.Clause == "" && (c.From == FromPeriod || c.Day == FirstDay || c.Before.Months > 0):
		return fmt.Errorf("counting needs a clause, to say otherwise than the convention")
	case c.Clause == "":
		return nil
	}
	return v.cited(c.Clause)
}
