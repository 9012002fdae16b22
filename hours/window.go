package hours

import (
	"fmt"

	"github.com/goodstanding/goodstanding/cycle"
)

// Window is the time in which a requirement is asked. The zero value is the
// period.
type Window struct {
	// Each is a number of months: every run of them from the first day of the
	// period is a window. A shorter rest is none.
	Each int `json:"each,omitempty"`
	// Last is a number of months to the end of the period.
	Last int `json:"last,omitempty"`
	// Calendar has periods of its own, of which the one that holds the last day of
	// the period.
	Calendar *cycle.Calendar `json:"calendar,omitempty"`
}

// IsZero reports that the window is the period.
func (w Window) IsZero() bool { return w == Window{} }

func (w Window) check() error {
	given := 0
	for _, is := range []bool{w.Each != 0, w.Last != 0, w.Calendar != nil} {
		if is {
			given++
		}
	}
	switch {
	case given > 1:
		return fmt.Errorf("a window is one of each, last and calendar")
	case w.Each < 0 || w.Last < 0 || w.Each > 120 || w.Last > 240:
		return fmt.Errorf("a window of so many months cannot be laid out")
	case w.Calendar != nil:
		return w.Calendar.Check()
	}
	return nil
}

// spans returns the windows for a file's period, appended to all.
func (w Window) spans(all []cycle.Span, f *File) []cycle.Span {
	switch {
	case w.Each > 0:
		for from, n := f.Period.From, 1; ; n++ {
			to := f.Period.From.AddMonths(n * w.Each)
			if to.After(f.Period.To) || to == from {
				return all
			}
			all, from = append(all, cycle.Span{From: from, To: to}), to
		}
	case w.Last > 0:
		return append(all, cycle.Span{From: f.Period.To.AddMonths(-w.Last), To: f.Period.To})
	case w.Calendar != nil:
		p, err := w.Calendar.At(f.Period.Last(), f.Member.Anchors())
		if err != nil {
			return all
		}
		return append(all, p.Span)
	}
	return append(all, f.Period.Span)
}

// most is how many windows the longest period of a calendar has.
func (w Window) most(c cycle.Calendar) int {
	if w.Each == 0 {
		return 1
	}
	return max(c.Months, c.First.MonthsTouched()) / w.Each
}
