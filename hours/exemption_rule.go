package hours

import (
	"fmt"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
)

// ExemptionRule says what an exemption takes off the requirements that it lowers.
type ExemptionRule struct {
	ID     string `json:"id"`
	Clause string `json:"clause"`
	// Grounds are those that it is about; none is every ground.
	Grounds []string `json:"grounds,omitempty"`
	Effect  Effect   `json:"effect"`
	// Count is how months of the exemption are counted; empty is [MonthsTouched].
	Count CountBy `json:"count,omitempty"`
	// Rate is hours: for each month, or flat.
	Rate *Hours `json:"rate,omitempty"`
	// Least is the shortest exemption that has an effect.
	Least Duration `json:"least,omitzero"`
	// MostMonths is how many months of each exemption count; 0 is all.
	MostMonths int `json:"mostMonths,omitempty" yaml:"mostMonths"`
	// Most is the most hours that the rule takes off; nil is no limit.
	Most  *Hours   `json:"most,omitempty"`
	Round Rounding `json:"round,omitzero"`
}

// Effect is what an exemption does.
type Effect string

// The effects.
const (
	PerMonth  Effect = "per-month" // takes the rate off for each month
	ByShare   Effect = "share"     // × months not exempt ÷ months
	AllOfIt   Effect = "all"       // nothing is asked
	FlatHours Effect = "hours"     // takes the rate off, once
)

// Duration is a least duration; one of the fields is given, or none.
type Duration struct {
	Days   int `json:"days,omitempty"`
	Weeks  int `json:"weeks,omitempty"`
	Months int `json:"months,omitempty"`
}

// reached reports that the span is as long.
func (d Duration) reached(s cycle.Span) bool {
	return s.Len() >= d.Days && s.Len() >= 7*d.Weeks && s.MonthsWhole() >= d.Months
}

func (x *ExemptionRule) check(v *Version) error {
	switch x.Effect {
	case PerMonth, FlatHours:
		if x.Rate == nil {
			return fmt.Errorf("effect %s needs a rate", x.Effect)
		}
	case AllOfIt:
		if x.Rate != nil || x.Most != nil || !x.Round.IsZero() {
			return fmt.Errorf("effect all has neither rate, most nor round")
		}
	case ByShare:
		if x.Rate != nil {
			return fmt.Errorf("effect %s has no rate", x.Effect)
		}
	default:
		return fmt.Errorf("unknown effect %q: per-month, share, all or hours", x.Effect)
	}
	if x.Count != "" && (!x.Count.known() || x.Count == ByDays) {
		return fmt.Errorf("unknown count %q", x.Count)
	}
	if x.MostMonths < 0 || x.Least.Days < 0 || x.Least.Weeks < 0 || x.Least.Months < 0 {
		return fmt.Errorf("durations are above zero")
	}
	if err := x.Round.plain(); err != nil {
		return err
	}
	return v.cited(x.Clause)
}

// about reports that the rule is about an exemption, and how much of it counts
// inside the part.
func (x *ExemptionRule) about(r *Relief, part cycle.Span) (cycle.Span, bool) {
	if r.Span.IsZero() || !r.Hours.IsZero() || len(x.Grounds) > 0 && !slices.Contains(x.Grounds, r.Ground) || !x.Least.reached(r.Span) {
		return cycle.Span{}, false
	}
	within := r.Span
	if x.MostMonths > 0 {
		if end := within.From.AddMonths(x.MostMonths); end.Before(within.To) {
			within.To = end
		}
	}
	if !r.Within.IsZero() {
		within = within.Intersect(r.Within)
	}
	within = within.Intersect(part)
	return within, !within.Empty()
}

// months counts the months of the exemptions inside a part: a month of the
// calendar once, or each exemption's own months.
func (x *ExemptionRule) months(within []cycle.Span, part cycle.Span) int {
	if x.Count == MonthsWhole {
		n := 0
		for _, s := range within {
			n += s.MonthsWhole()
		}
		return n
	}
	within = merged(within)
	n := 0
	year, month, _ := part.From.YMD()
	for first := (cycle.MonthDay{Month: month, Day: 1}).In(year); first.Before(part.To); first = first.AddMonths(1) {
		whole := cycle.Span{From: first, To: first.AddMonths(1)}
		if slices.ContainsFunc(within, func(s cycle.Span) bool {
			if x.Count == MonthsCalendar {
				return s.Intersect(whole) == whole
			}
			return s.Overlaps(whole)
		}) {
			n++
		}
	}
	return n
}

// merged returns the spans as those that do not touch.
func merged(all []cycle.Span) []cycle.Span {
	slices.SortFunc(all, func(a, b cycle.Span) int { return a.From.Compare(b.From) })
	apart := all[:0]
	for _, s := range all {
		if n := len(apart); n > 0 && !s.From.After(apart[n-1].To) {
			if s.To.After(apart[n-1].To) {
				apart[n-1].To = s.To
			}
			continue
		}
		apart = append(apart, s)
	}
	return apart
}
