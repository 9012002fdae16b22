package hours

import (
	"fmt"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
)

// Condition says for whom, and in which periods, something is. Everything given
// must hold; the zero value always does.
type Condition struct {
	// Any, All and None name marks of the member's profile that hold at some time
	// in the window: at least one, every one, not one.
	Any  []string `json:"any,omitempty"`
	All  []string `json:"all,omitempty"`
	None []string `json:"none,omitempty"`
	// Admitted bounds the day of first admission.
	Admitted Between `json:"admitted,omitzero"`
	// Entered is how the member entered inside the period: "admission" or
	// "readmission".
	Entered string `json:"entered,omitempty"`
	// First says whether the period holds the first admission.
	First *bool `json:"first,omitempty"`
	// Every chooses one period of several.
	Every Every `json:"every,omitzero"`
}

// Between is the days from one on and before another; either may be the zero Date.
type Between struct {
	From   cycle.Date `json:"from,omitzero"`
	Before cycle.Date `json:"before,omitzero"`
}

// Holds reports that the day is between the two.
func (b Between) Holds(day cycle.Date) bool {
	return !day.Before(b.From) && (b.Before.IsZero() || day.Before(b.Before))
}

// Every chooses one period of so many: the one that holds From and every n-th
// after it, or every n-th of the member's own when From is the zero Date.
type Every struct {
	Periods int        `json:"periods"`
	From    cycle.Date `json:"from,omitzero"`
}

// The values of Condition.Entered and Proration.On.
const (
	onAdmission   = "admission"
	onReadmission = "readmission"
	onLeaving     = "leaving"
)

// IsZero reports the condition that always holds.
func (c Condition) IsZero() bool {
	return len(c.Any)+len(c.All)+len(c.None) == 0 && c.Admitted == (Between{}) && c.Entered == "" && c.First == nil && c.Every == (Every{})
}

func (c Condition) check(v *Version) error {
	for _, m := range slices.Concat(c.Any, c.All, c.None) {
		if !v.isProfile(m) {
			return fmt.Errorf("a condition on %q, which is not in profile", m)
		}
	}
	switch {
	case c.Entered != "" && c.Entered != onAdmission && c.Entered != onReadmission:
		return fmt.Errorf("entered %q, which is neither admission nor readmission", c.Entered)
	case c.Every != (Every{}) && c.Every.Periods < 2:
		return fmt.Errorf("every needs periods, 2 at least")
	}
	return nil
}

// holds reports that the condition holds for a file in a window.
func (c *Condition) holds(f *File, v *Version, window cycle.Span) bool {
	if c.IsZero() {
		return true
	}
	is := func(mark string) bool { return f.is(mark, window) }
	if len(c.Any) > 0 && !slices.ContainsFunc(c.Any, is) || slices.ContainsFunc(c.None, is) {
		return false
	}
	for _, mark := range c.All {
		if !is(mark) {
			return false
		}
	}
	admission := f.Member.Anchors().Admission
	switch {
	case c.Admitted != (Between{}) && (admission.IsZero() || !c.Admitted.Holds(admission)):
		return false
	case c.Entered == onAdmission && !f.enters(cycle.Admission):
		return false
	case c.Entered == onReadmission && !f.enters(cycle.Readmission):
		return false
	case c.First != nil && *c.First != f.Period.Contains(admission):
		return false
	case c.Every.Periods > 0:
		return c.Every.holds(f, v, admission)
	}
	return true
}

// holds counts the periods of the calendar between the first and this one.
func (e Every) holds(f *File, v *Version, admission cycle.Date) bool {
	n, first := 0, e.From
	if first.IsZero() {
		// The n-th of the member's own: the period of admission is the first.
		n, first = 1, admission
	}
	anchors := f.Member.Anchors()
	p, err := v.Calendar.At(first, anchors)
	for ; err == nil && p.From.Before(f.Period.From); n++ {
		p, err = v.Calendar.Next(p, anchors)
	}
	return err == nil && p.From == f.Period.From && n%e.Periods == 0
}
