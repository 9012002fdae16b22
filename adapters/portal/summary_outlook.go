package portal

import "github.com/goodstanding/goodstanding/hours"

// outlook is what a person may plan with: how the pace so far compares, and what of a
// surplus would pass to the next period. Neither decides anything.
type outlook struct {
	// Pace and Forecast are sentences; empty when there is nothing to tell.
	Pace, Forecast string
	// Clause is the one that lets hours pass.
	Clause hours.Clause
}

func (v *visit) outlook(f file) outlook {
	a := outlook{Pace: v.pace(f)}
	if a.Forecast = v.forecast(f); a.Forecast != "" {
		a.Clause, _ = f.Standing.Version.Clause(f.Standing.Version.CarryOver.Clause)
	}
	return a
}

// pace says what the pace so far leads to, and which one would be enough.
func (v *visit) pace(f file) string {
	b, version := f.Balance, f.Standing.Version
	p, ok := b.Pace()
	if !ok {
		return ""
	}
	total := b.Total()
	values := []any{
		"reached", v.amount(version, halves(p.Reached, false)), "due", v.amount(version, total.Due),
		"monthly", v.amount(version, halves(p.Monthly, true)), "end", v.print.Date(b.End),
	}
	switch {
	case total.Counted.IsZero() && total.Carried.IsZero():
		return v.t("summary.pace.monthly", values...)
	case p.Enough:
		return v.t("summary.pace.enough", values...)
	}
	return v.t("summary.pace.short", values...) + " " + v.t("summary.pace.monthly", values...)
}

// forecast says which hours would pass to the next period were this one to end as it
// stands, and which would not.
func (v *visit) forecast(f file) string {
	b, version := f.Balance, f.Standing.Version
	total, most := b.Total(), version.CarryOver.Most
	if most.IsZero() || total.Measure != hours.InHours || b.Status == hours.Unknown || b.Status == hours.Exempt {
		return ""
	}
	beyond := total.Carried.Plus(total.Counted).Minus(total.Due)
	values := []any{"surplus", v.amount(version, b.Surplus), "lost", v.amount(version, beyond.Minus(b.Surplus)), "most", v.amount(version, most)}
	switch {
	case b.Surplus.Less(beyond) && !b.Surplus.IsZero():
		return v.t("summary.forecast.part", values...)
	case !b.Surplus.IsZero():
		return v.t("summary.forecast.all", values...)
	case b.Status.Complete() && beyond.IsZero() && !b.Day.After(b.End):
		return v.t("summary.forecast.none", values...)
	}
	return ""
}

// halves rounds a figure that is said to be about so much to half an hour, down or up.
func halves(h hours.Hours, up bool) hours.Hours {
	num, den := h.Times(2, 1).Fraction()
	if up {
		num += den - 1
	}
	return hours.Ratio(num/den, 2)
}
