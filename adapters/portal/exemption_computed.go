package portal

import (
	"github.com/goodstanding/goodstanding/hours"
)

// computedView is what the regulation's rules take off for a request, in words, with
// the arithmetic and the clauses.
type computedView struct {
	// Hours is what it comes to; empty when the rules take nothing off.
	Hours  string
	Days   string
	Steps  []explained
	Result string
	// Clauses are those that the steps cite.
	Clauses []hours.Clause
}

func (v *visit) computed(version hours.Version, c hours.Computed) computedView {
	var view computedView
	if !c.Span.Empty() {
		view.Days = v.t("computed.days", "days", v.print.Span(c.Span))
	}
	for _, r := range c.Rules {
		clause, _ := version.Clause(r.Rule.Clause)
		view.Clauses = append(view.Clauses, clause)
		for _, sentence := range v.computedRule(version, r) {
			view.Steps = append(view.Steps, explained{sentence, clause})
		}
	}
	figures := []any{
		"hours", v.amount(version, c.Hours), "asked", v.amount(version, c.Asked),
		"already", v.amount(version, c.Already), "left", v.amount(version, c.Left),
	}
	switch {
	case !c.Lowers:
		view.Result = v.t("computed.nothing", figures...)
		return view
	case c.Already.IsZero():
		view.Result = v.t("computed.result", figures...)
	default:
		view.Result = v.t("computed.result-beside", figures...)
	}
	view.Hours = v.amount(version, c.Hours)
	return view
}

// computedRule says the arithmetic of a rule, step by step.
func (v *visit) computedRule(version hours.Version, r hours.ComputedRule) []string {
	x := r.Rule
	if r.TooShort {
		return []string{v.t("computed.short", "least", v.leastDuration(x.Least))}
	}
	if r.Months == 0 && x.Effect != hours.AllOfIt && x.Effect != hours.FlatHours {
		return []string{v.t("computed.no-month")}
	}
	months := v.print.N("computed.months", int(r.Months))
	off := r.Before.Minus(r.After)
	figures := []any{"months", months, "before", v.amount(version, r.Before), "after", v.amount(version, r.After), "off", v.amount(version, off)}
	var all []string
	add := func(key string, values ...any) { all = append(all, v.t(key, append(values, figures...)...)) }
	exact := off
	switch x.Effect {
	case hours.AllOfIt:
		add("computed.all")
	case hours.FlatHours:
		exact = *x.Rate
		add("computed.flat", "rate", v.amount(version, *x.Rate))
	case hours.PerMonth:
		add("computed.count." + string(counted(x.Count)))
		exact = x.Rate.Times(r.Months, 1)
		add("computed.per-month", "rate", v.amount(version, *x.Rate), "product", v.amount(version, exact))
	case hours.ByShare:
		add("computed.count." + string(counted(x.Count)))
		due := r.Before.Times(r.Of-r.Months, r.Of)
		exact = r.Before.Minus(due)
		add("computed.share", "of", v.print.N("computed.months", int(r.Of)), "rest", v.print.N("computed.months", int(r.Of-r.Months)), "due", v.amount(version, due))
	}
	if x.MostMonths > 0 {
		add("computed.most-months", "most", v.print.N("computed.months", x.MostMonths))
	}
	if !x.Round.IsZero() && exact != off {
		add("computed.rounded")
	}
	if x.Most != nil && x.Most.Less(exact) {
		add("computed.most", "most", v.amount(version, *x.Most))
	}
	if r.Earlier > 0 {
		add("computed.earlier", "earlier", v.print.N("computed.months", int(r.Earlier)))
	}
	return all
}

// counted is how months are counted when a rule does not say.
func counted(c hours.CountBy) hours.CountBy {
	if c == "" {
		return hours.MonthsTouched
	}
	return c
}

func (v *visit) leastDuration(d hours.Duration) string {
	switch {
	case d.Months > 0:
		return v.print.N("computed.months", d.Months)
	case d.Weeks > 0:
		return v.print.N("computed.weeks", d.Weeks)
	}
	return v.print.N("computed.days-least", d.Days)
}
