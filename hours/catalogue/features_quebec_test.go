package catalogue_test

import (
	"regexp"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/catalogue"
)

// featuresOfQuebec returns what was found in the regulations of Québec.
func featuresOfQuebec() []feature {
	return slices.Concat(featuresOfPeriods(), featuresOfEntry(), featuresOfDefault())
}

// featuresOfPeriods: when periods are, and what is asked in them.
func featuresOfPeriods() []feature {
	boardFixes := regexp.MustCompile(`fixed by the (board|order)|(board|order) fixes`)
	return []feature{
		{
			id: "F01", words: "periods of so many months from a day of the year, the same for all", keys: "`calendar`: `months`, `start` or `from`",
			used: inVersion(func(v hours.Version) bool {
				c := v.Calendar
				return c.Anchor == cycle.ByCalendar && len(c.Cohorts) == 0 && c.Step == 0
			}),
		},
		{
			id: "F02", words: "they start in even years, or in odd ones", keys: "`calendar.parity`",
			used: inVersion(func(v hours.Version) bool { return v.Calendar.Parity != cycle.AnyYear }),
		},
		{
			id: "F03", words: "the year of first registration decides a member’s periods", keys: "`cohorts`: `admission`",
			used: inVersion(func(v hours.Version) bool {
				return slices.ContainsFunc(v.Calendar.Cohorts, func(c cycle.Cohort) bool { return c.Admission != cycle.AnyYear })
			}),
		},
		{
			id: "F04", words: "a window of several years, drawn up every year", keys: "`calendar.step`",
			used: inVersion(func(v hours.Version) bool { return v.Calendar.Step > 0 }),
		},
		{
			id: "F05", words: "the board fixes the first day, and the text does not say it", keys: "`calendar.from`, by a clause that is not verified",
			used: inVersion(func(v hours.Version) bool {
				assumed := slices.ContainsFunc(v.Clauses, func(c hours.Clause) bool { return !c.Verified })
				return !v.Calendar.From.IsZero() && assumed && saysSo(v, boardFixes)
			}),
		},
		{
			id: "F06", words: "a minimum for each year of a longer period", keys: "`window.each`",
			used: inRequirement(func(v hours.Version, q hours.Requirement) bool { return q.Least != nil && yearly(v, q) }),
		},
		{
			id: "F07", words: "so many hours of a category at least", keys: "`least.hours` with `select`",
			used: inRequirement(func(_ hours.Version, q hours.Requirement) bool { return isHours(q.Least) && selects(q.Select) }),
		},
		{
			id: "F08", words: "a category is a share of the hours at least", keys: "`least.share` with `select`",
			used: inRequirement(func(_ hours.Version, q hours.Requirement) bool { return isShare(q.Least) && selects(q.Select) }),
		},
		{
			id: "F09", words: "no more than so many hours of a category count", keys: "`most` with `select`",
			used: inRequirement(func(_ hours.Version, q hours.Requirement) bool {
				return isHours(q.Most) && selects(q.Select) && q.Window.Each == 0
			}),
		},
		{
			id: "F10", words: "no more than so many of them in each year", keys: "`most` with `select` and `window.each`",
			used: inRequirement(func(v hours.Version, q hours.Requirement) bool {
				return q.Most != nil && selects(q.Select) && yearly(v, q)
			}),
		},
		{
			id: "F11", words: "a minimum inside another minimum", keys: "two `select`, one within the other",
			used: inRequirement(func(v hours.Version, q hours.Requirement) bool {
				return q.Least != nil && nested(v, q, func(other hours.Requirement) bool { return other.Least != nil })
			}),
		},
		{
			id: "F12", words: "asked in one period of several", keys: "`when.every`",
			used: inRequirement(func(_ hours.Version, q hours.Requirement) bool {
				return anyCondition(q, func(c hours.Condition) bool { return c.Every.Periods > 0 })
			}),
		},
		{
			id: "F13", words: "what is asked depends on a class, or on permits", keys: "`when` or `instead` on `profile`; `each`",
			used: inRequirement(func(_ hours.Version, q hours.Requirement) bool {
				each := slices.ContainsFunc(amountsOf(q), func(a hours.Amount) bool { return len(a.Each) > 0 })
				return each || anyCondition(q, func(c hours.Condition) bool { return onProfile(c, nil) })
			}),
		},
		{
			id: "F14", words: "units that are not hours, with a conversion or a factor", keys: "`unit` with `hourOf`, `convert` or `times`",
			used: inVersion(func(v hours.Version) bool {
				measured := slices.ContainsFunc(v.Credits, func(c hours.CreditRule) bool { return c.Times != nil || len(c.Convert) > 0 })
				return v.Unit.FR != "" && (v.HourOf > 0 || measured)
			}),
		},
		{
			id: "F15", words: "an activity gives so much, whatever its length", keys: "`credits.flat`",
			used: inCredit(func(_ hours.Version, c hours.CreditRule) bool { return c.Flat != nil }),
		},
	}
}

// featuresOfEntry: what is asked for part of a period, and what is carried.
func featuresOfEntry() []feature {
	imposed := regexp.MustCompile(`mandatory|imposed`)
	linear := func(p hours.Proration) bool { return p.Rate == nil && len(p.Steps) == 0 }
	full := func(c hours.CountBy) bool { return c == hours.MonthsWhole || c == hours.MonthsCalendar }
	return []feature{
		{
			id: "F16", words: "the total in proportion to whole months", keys: "`prorate.count`: `months-whole`, `months-calendar`",
			used: inProration(func(p hours.Proration) bool { return linear(p) && full(p.Count) }),
		},
		{
			id: "F17", words: "so many hours a month, complete or not", keys: "`rate` with `months-touched`",
			used: inProration(func(p hours.Proration) bool { return p.Rate != nil && p.Count == hours.MonthsTouched }),
		},
		{
			id: "F18", words: "so many hours a full month", keys: "`rate` with `months-whole`, `months-calendar`",
			used: inProration(func(p hours.Proration) bool { return p.Rate != nil && full(p.Count) }),
		},
		{
			id: "F19", words: "thresholds, in place of a proportion", keys: "`prorate.steps`",
			used: inProration(func(p hours.Proration) bool { return len(p.Steps) > 0 }),
		},
		{
			id: "F20", words: "nothing for a time after the first permit, then a proportion", keys: "`prorate.free`",
			used: inProration(func(p hours.Proration) bool { return p.Free > 0 }),
		},
		{
			id: "F21", words: "a readmission is not treated as a first admission", keys: "`prorate.on`, `when.entered`",
			used: inRequirement(func(_ hours.Version, q hours.Requirement) bool {
				own := q.Prorate != nil && slices.Contains(q.Prorate.On, "admission") != slices.Contains(q.Prorate.On, "readmission")
				entered := func(how string) bool {
					return anyCondition(q, func(c hours.Condition) bool { return c.Entered == how })
				}
				return own || entered("admission") != entered("readmission")
			}),
		},
		{
			id: "F22", words: "a figure is rounded up", keys: "`round` of a requirement or of `prorate`",
			used: inRequirement(func(_ hours.Version, q hours.Requirement) bool {
				return q.Round.Way == hours.Up || q.Prorate != nil && q.Prorate.Round.Way == hours.Up
			}),
		},
		{
			id: "F23", words: "the yearly minimum is not prorated as the total is, or stays for full years", keys: "`prorate` of each requirement by itself; `sumOf`",
			used: inRequirement(func(v hours.Version, q hours.Requirement) bool {
				if q.Least == nil || !yearly(v, q) {
					return false
				}
				total := totalOf(v)
				sum := slices.ContainsFunc(amountsOf(total), func(a hours.Amount) bool { return a.SumOf == q.ID })
				return sum && q.Prorate != nil || total.Prorate != nil && (q.Prorate == nil || len(q.Prorate.Steps) > 0)
			}),
		},
		{
			id: "F24", words: "limits are prorated with the total", keys: "`prorate` beside `most`; a `share` of a total that is prorated",
			used: inRequirement(func(v hours.Version, q hours.Requirement) bool {
				follows := isShare(q.Most) && slices.ContainsFunc(v.Requirements, func(of hours.Requirement) bool {
					return of.ID == q.Most.Of && of.Prorate != nil
				})
				return q.Most != nil && (q.Prorate != nil || follows)
			}),
		},
		{
			id: "F25", words: "so many hours at most pass to the next period", keys: "`carryOver.most`",
			used: inVersion(func(v hours.Version) bool { return !v.CarryOver.Most.IsZero() }),
		},
		{
			id: "F26", words: "hours carried over do not serve named requirements", keys: "`carried` of each requirement",
			used: inRequirement(func(v hours.Version, q hours.Requirement) bool {
				return !v.CarryOver.Most.IsZero() && q.Least != nil && q.ID != totalOf(v).ID && !q.Carried
			}),
		},
		{
			id: "F27", words: "the text says that nothing is carried", keys: "no `carryOver`, and a `carriedClause`",
			used: inRequirement(func(v hours.Version, q hours.Requirement) bool {
				return v.CarryOver.Most.IsZero() && q.CarriedClause != ""
			}),
		},
		{
			id: "F28", words: "surplus of one category serves another", keys: "`spill`",
			used: inRequirement(func(_ hours.Version, q hours.Requirement) bool { return len(q.Spill) > 0 }),
		},
		{
			id: "F29", words: "activities imposed by the board, inside the total", keys: "a tag, and a requirement of it",
			used: inRequirement(func(_ hours.Version, q hours.Requirement) bool {
				return q.Least != nil && slices.ContainsFunc(slices.Concat(q.Select.Any, q.Select.All), imposed.MatchString)
			}),
		},
	}
}

// featuresOfDefault: exemptions, and what follows the period.
func featuresOfDefault() []feature {
	suspended := regexp.MustCompile(`suspen|struck`)
	effect := func(e hours.Effect) func(catalogue.Document) bool {
		return inExemption(func(x hours.ExemptionRule) bool { return x.Effect == e })
	}
	return []feature{
		{
			id: "F30", words: "a closed list of grounds for exemption", keys: "`exemptions.grounds`",
			used: inExemption(func(x hours.ExemptionRule) bool { return len(x.Grounds) > 0 }),
		},
		{
			id: "F31", words: "a shorter exemption takes nothing off", keys: "`exemptions.least`",
			used: inExemption(func(x hours.ExemptionRule) bool { return x.Least != hours.Duration{} }),
		},
		{
			id: "F32", words: "an exemption takes off so much at most", keys: "`exemptions.most`, `mostMonths`",
			used: inExemption(func(x hours.ExemptionRule) bool { return x.Most != nil || x.MostMonths > 0 }),
		},
		{id: "F33a", words: "so many hours for each month of exemption", keys: "`effect: per-month`", used: effect(hours.PerMonth)},
		{id: "F33b", words: "the share of the months that are not exempt", keys: "`effect: share`", used: effect(hours.ByShare)},
		{id: "F33c", words: "all or nothing", keys: "`effect: all`", used: effect(hours.AllOfIt)},
		{
			id: "F34", words: "a suspension or a striking off is no ground", keys: "it is not among `grounds`; a case shows it",
			used: inCase(func(r hours.Regulation, c catalogue.Case) bool {
				return slices.ContainsFunc(c.Exemptions, func(x catalogue.CaseExemption) bool {
					return suspended.MatchString(x.Ground) && !slices.ContainsFunc(r.Versions, func(v hours.Version) bool {
						return slices.ContainsFunc(v.Exemptions, func(rule hours.ExemptionRule) bool {
							return len(rule.Grounds) == 0 || slices.Contains(rule.Grounds, x.Ground)
						})
					})
				})
			}),
		},
		{
			id: "F35", words: "a notice leaves a delay to cure, by the kind of default or within a range", keys: "`default.hours`, `declaration`, `documents`: `cure`",
			used: inDefault(func(d hours.DefaultRule) bool {
				return !d.Hours.IsZero() || !d.Declaration.IsZero() || !d.Documents.IsZero()
			}),
		},
		{
			id: "F36", words: "hours done after the notice go to the period in default, first or only", keys: "`default.after`; declarations `for` a period, in a `late` tier",
			used: func(d catalogue.Document) bool {
				return inCase(forEarlier)(d) || inDefault(func(r hours.DefaultRule) bool { return r.After != "" })(d)
			},
		},
		{
			id: "F37", words: "staged sanctions: final notice, limitation, striking off", keys: "`default.final`, `consequences`",
			used: inDefault(func(d hours.DefaultRule) bool { return d.Final != nil || len(d.Consequences) > 1 }),
		},
		{id: "F38", words: "a deadline to declare", keys: "`declare`", used: inVersion(func(v hours.Version) bool { return v.Declare != nil })},
		{
			id: "F39", words: "a delay to produce documents on request", keys: "`evidence.produce`, `paper`, `second`",
			used: inVersion(func(v hours.Version) bool { return v.Evidence != nil && !v.Evidence.Produce.IsZero() }),
		},
		{
			id: "F40", words: "documents are kept for some years", keys: "`evidence.keep`, `kept`",
			used: inVersion(func(v hours.Version) bool { return v.Evidence != nil && !v.Evidence.Keep.IsZero() }),
		},
		{
			id: "F41", words: "an activity must be long enough, or its test passed", keys: "`credits.needs`, `credits.least`",
			used: inCredit(func(_ hours.Version, c hours.CreditRule) bool { return len(c.Needs) > 0 || c.Least != nil }),
		},
		{
			id: "F42", words: "another text applies from a day on", keys: "`versions`",
			used: func(d catalogue.Document) bool { return len(d.Regulation.Versions) > 1 },
		},
	}
}

// forEarlier reports a case with what was done after a period and declared for it,
// under a regulation that leaves time for that.
func forEarlier(r hours.Regulation, c catalogue.Case) bool {
	late := slices.ContainsFunc(r.Versions, func(v hours.Version) bool { return len(v.Late) > 0 })
	return late && slices.ContainsFunc(c.Declarations, func(d catalogue.CaseDeclaration) bool {
		return !d.For.IsZero() && d.For.Before(d.On)
	})
}
