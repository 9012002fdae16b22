package hours

import (
	"fmt"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
)

// Proration says what an amount is for a part of its window.
type Proration struct {
	Count CountBy `json:"count"`
	// Block counts in blocks of so many months; 0 is 1.
	Block int `json:"block,omitempty"`
	// On is what shortens the part: "admission", "readmission", "leaving"; none is
	// all three.
	On []string `json:"on,omitempty"`
	// Free is the months from the first admission during which nothing is asked.
	Free int `json:"free,omitempty"`
	// AtLeast is the least count; a shorter part asks nothing.
	AtLeast int `json:"atLeast,omitempty" yaml:"atLeast"`
	// Over is what the count is divided by; 0 is the same count over the window.
	Over int `json:"over,omitempty"`
	// Rate is the hours for each one counted, instead of a proportion.
	Rate *Hours `json:"rate,omitempty"`
	// Steps are thresholds, instead of a proportion: the first reached applies.
	Steps  []Threshold `json:"steps,omitempty"`
	Round  Rounding    `json:"round,omitzero"`
	Clause string      `json:"clause,omitempty"`
}

// Threshold is what is asked when the count reaches it.
type Threshold struct {
	AtLeast int    `json:"atLeast" yaml:"atLeast"`
	Hours   *Hours `json:"hours,omitempty"`
	Share   Share  `json:"share,omitzero"`
}

// CountBy is how the months or days of a part are counted.
type CountBy string

// The counts.
const (
	MonthsWhole    CountBy = "months-whole"    // from the first day of the part
	MonthsCalendar CountBy = "months-calendar" // whole months of the calendar
	MonthsTouched  CountBy = "months-touched"  // months of the calendar with a day in it
	ByDays         CountBy = "days"
)

// Of counts a span.
func (c CountBy) Of(s cycle.Span) int {
	switch c {
	case MonthsCalendar:
		return s.MonthsCalendar()
	case MonthsTouched:
		return s.MonthsTouched()
	case ByDays:
		return s.Len()
	case MonthsWhole:
	}
	return s.MonthsWhole()
}

func (c CountBy) known() bool {
	return c == MonthsWhole || c == MonthsCalendar || c == MonthsTouched || c == ByDays
}

func (p *Proration) check(v *Version) error {
	if p == nil {
		return nil
	}
	switch {
	case !p.Count.known():
		return fmt.Errorf("unknown proration %q: count is months-whole, months-calendar, months-touched or days", p.Count)
	case p.AtLeast < 0 || p.AtLeast > 0 && len(p.Steps) > 0:
		return fmt.Errorf("atLeast is above zero, and steps have their own")
	case p.Block < 0 || p.Over < 0 || p.Free < 0 || p.Block > 1 && p.Count == ByDays:
		return fmt.Errorf("block, over and free are months, above zero")
	case p.Rate != nil && (len(p.Steps) > 0 || p.Over > 0):
		return fmt.Errorf("a proration has one of rate, steps and over")
	case p.Over > 0 && len(p.Steps) > 0:
		return fmt.Errorf("a proration has one of rate, steps and over")
	}
	for _, on := range p.On {
		if on != onAdmission && on != onReadmission && on != onLeaving {
			return fmt.Errorf("on %q, which is neither admission, readmission nor leaving", on)
		}
	}
	for i, s := range p.Steps {
		if (s.Hours == nil) == (s.Share == Share{}) {
			return fmt.Errorf("a step has either hours or a share")
		}
		if i > 0 && s.AtLeast >= p.Steps[i-1].AtLeast {
			return fmt.Errorf("steps go down: %d comes after %d", s.AtLeast, p.Steps[i-1].AtLeast)
		}
	}
	if p.Clause != "" {
		if err := v.cited(p.Clause); err != nil {
			return err
		}
	}
	return p.Round.plain()
}

// counted counts a span, in blocks.
func (p *Proration) counted(s cycle.Span) int {
	n := p.Count.Of(s)
	if p.Block < 2 {
		return n
	}
	if p.Count == MonthsTouched {
		n += p.Block - 1
	}
	return n / p.Block
}

// part returns what is left of a window for a member: after the entry, before the
// leaving, and once what is free has passed. own is the part of the window itself.
func (p *Proration) part(window cycle.Span, own cycle.Part, admission cycle.Date) cycle.Span {
	if own.Empty() {
		return cycle.Span{}
	}
	part := window
	shortens := func(what string) bool { return len(p.On) == 0 || slices.Contains(p.On, what) }
	entry := onAdmission
	if own.Entry == cycle.Readmission {
		entry = onReadmission
	}
	if own.From.After(part.From) && shortens(entry) {
		part.From = own.From
	}
	if p.Free > 0 && !admission.IsZero() {
		if free := admission.AddMonths(p.Free); free.After(part.From) {
			part.From = free
		}
	}
	if own.To.Before(part.To) && !own.To.IsZero() && shortens(onLeaving) {
		part.To = own.To
	}
	return part
}

// own reports a proration that is not simply a proportion of the window, so that
// it may say another figure for the whole of it.
func (p *Proration) own() bool {
	return p.Rate != nil || len(p.Steps) > 0 || p.Over > 0 || !p.Round.IsZero()
}

// enters reports that the member enters on the first day of the window: 36 months at
// 1.67 h are 60.12 h, and not 60.
func (p *Proration) enters(f *File, window cycle.Span, own cycle.Part) bool {
	if !p.own() || own.From != window.From {
		return false
	}
	if admission := f.Member.Anchors().Admission; p.Free > 0 && admission.AddMonths(p.Free) == window.From {
		return true
	}
	return slices.ContainsFunc(f.Member.Roll, func(stay cycle.Stay) bool {
		entry := onAdmission
		if stay.Entry == cycle.Readmission {
			entry = onReadmission
		}
		return stay.From == window.From && (len(p.On) == 0 || slices.Contains(p.On, entry))
	})
}

// For returns the amount for a part of a window, and what it was multiplied by: n
// over den, or n alone. An amount is multiplied first and divided once.
func (p *Proration) For(amount Hours, part, window cycle.Span) (due Hours, n, den int64) {
	n = int64(p.counted(part))
	switch {
	case part.Empty() || n < int64(p.AtLeast): // free, off the roll or too short: nothing is asked
		den = max(1, int64(p.counted(window)))
		return Hours{}, 0, den
	case p.Rate != nil:
		due = p.Rate.Times(n, 1)
	case len(p.Steps) > 0:
		for _, s := range p.Steps {
			if n < int64(s.AtLeast) {
				continue
			}
			if due = amount.Times(s.Share.Num, max(s.Share.Den, 1)); s.Hours != nil {
				due = *s.Hours
			}
			break
		}
	default:
		if den = int64(p.Over); den == 0 {
			den = int64(p.counted(window))
		}
		if den == 0 {
			return amount, 0, 0
		}
		due = amount.Times(n, den)
	}
	return p.Round.Round(due), n, den
}
