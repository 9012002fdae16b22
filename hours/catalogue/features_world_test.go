package catalogue_test

import (
	"regexp"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/catalogue"
)

// featuresOfTheWorld returns what was found elsewhere.
func featuresOfTheWorld() []feature {
	return slices.Concat(featuresOfTime(), featuresOfAmounts(), featuresOfMeasures(), featuresOfCarry(), featuresOfParts(), featuresOfLaw())
}

func featuresOfTime() []feature {
	return []feature{
		{
			id: "T1", words: "periods of one to five years from a day of the calendar", keys: "`calendar`: `months`, `start`, `from`",
			used: inVersion(func(v hours.Version) bool {
				c := v.Calendar
				return c.Anchor == cycle.ByCalendar && len(c.Cohorts) == 0 && c.Step == 0 && c.Months >= 12 && c.Months <= 60
			}),
		},
		{
			id: "T2", words: "periods from the member’s own dates", keys: "`calendar.anchor`",
			used: inVersion(func(v hours.Version) bool { return v.Calendar.Anchor != cycle.ByCalendar }),
		},
		{
			id: "T3", words: "groups by number, birth, surname or draw", keys: "`cohorts`",
			used: inVersion(func(v hours.Version) bool {
				return slices.ContainsFunc(v.Calendar.Cohorts, func(c cycle.Cohort) bool {
					return c.Number+c.Birth != cycle.AnyYear || c.Digits+c.Initials+c.Mark != ""
				})
			}),
		},
		{
			id: "T4", words: "a window of several years, tested every year", keys: "`calendar.step`",
			used: inVersion(func(v hours.Version) bool { return v.Calendar.Step > 0 }),
		},
		{
			id: "T5", words: "a minimum in each part of the period", keys: "`least` with `window.each`",
			used: inRequirement(func(v hours.Version, q hours.Requirement) bool { return q.Least != nil && yearly(v, q) }),
		},
		{
			id: "T6", words: "a maximum in each part of the period", keys: "`most` with `window.each`",
			used: inRequirement(func(v hours.Version, q hours.Requirement) bool { return q.Most != nil && yearly(v, q) }),
		},
		{
			id: "T7", words: "a requirement with a time of its own", keys: "`window.last`, `window.calendar`, `when.every`",
			used: inRequirement(func(_ hours.Version, q hours.Requirement) bool {
				return q.Window.Last > 0 || q.Window.Calendar != nil || anyCondition(q, func(c hours.Condition) bool { return c.Every.Periods > 0 })
			}),
		},
		{
			id: "T8", words: "a first period of another length, or with other requirements", keys: "`calendar.first`, `when.first`",
			used: inVersion(func(v hours.Version) bool {
				return !v.Calendar.First.IsZero() || slices.ContainsFunc(v.Requirements, func(q hours.Requirement) bool {
					return anyCondition(q, func(c hours.Condition) bool { return c.First != nil })
				})
			}),
		},
		{
			id: "T9", words: "other days for earning, reporting, renewal and grace", keys: "`late`",
			used:   inVersion(func(v hours.Version) bool { return len(v.Late) > 0 }),
			excuse: "the days of reporting and renewal are in the life of a file",
		},
	}
}

func featuresOfAmounts() []feature {
	several := regexp.MustCompile(`^(two|three|both|dual|second)\b`)
	return []feature{
		{
			id: "Q1", words: "so much in all", keys: "the first `least`",
			used: inVersion(func(v hours.Version) bool { return totalOf(v).Least != nil || totalOf(v).OneOf != nil }),
		},
		{
			id: "Q2", words: "so much of a category or mark", keys: "`least` with `select`",
			used: inRequirement(func(_ hours.Version, q hours.Requirement) bool { return q.Least != nil && selects(q.Select) }),
		},
		{
			id: "Q3", words: "a share of what is asked, or done", keys: "`share` with `of` or `ofDone`",
			used: inRequirement(func(_ hours.Version, q hours.Requirement) bool {
				return slices.ContainsFunc(amountsOf(q), func(a hours.Amount) bool { return isShare(&a) })
			}),
		},
		{
			id: "Q4", words: "no more than so much of a category, a delivery or a type", keys: "`most` with `select`",
			used: inRequirement(func(_ hours.Version, q hours.Requirement) bool { return q.Most != nil && selects(q.Select) }),
		},
		{
			id: "Q5", words: "a minimum or a maximum inside a category", keys: "two `select`, one within the other; `toward`",
			used: inRequirement(func(v hours.Version, q hours.Requirement) bool {
				return len(q.Toward) > 0 || nested(v, q, func(hours.Requirement) bool { return true })
			}),
		},
		{
			id: "Q6", words: "so much of several categories together", keys: "`select.any` of several",
			used: inRequirement(func(v hours.Version, q hours.Requirement) bool {
				of := 0
				for _, c := range v.Categories {
					if slices.Contains(q.Select.Any, c.ID) {
						of++
					}
				}
				return q.Least != nil && of > 1
			}),
		},
		{
			id: "Q7", words: "so many different categories", keys: "`kinds`, `among`",
			used: inRequirement(func(_ hours.Version, q hours.Requirement) bool {
				return slices.ContainsFunc(amountsOf(q), func(a hours.Amount) bool { return a.Kinds > 0 })
			}),
		},
		{
			id: "Q8", words: "one or the other", keys: "`oneOf`",
			used: inRequirement(func(_ hours.Version, q hours.Requirement) bool { return len(q.OneOf) > 0 }),
		},
		{
			id: "Q9", words: "asked of those who do some work", keys: "`when` on `profile`",
			used: inRequirement(func(_ hours.Version, q hours.Requirement) bool { return q.Least != nil && onProfile(q.When, nil) }),
		},
		{
			id: "Q10", words: "the total depends on a role or a status", keys: "`instead` on `profile`, or totals `when`",
			used: inVersion(func(v hours.Version) bool {
				total := totalOf(v)
				parts := []hours.Requirement{total}
				for _, list := range total.OneOf {
					for _, q := range v.Requirements {
						if slices.Contains(list, q.ID) {
							parts = append(parts, q)
						}
					}
				}
				return slices.ContainsFunc(parts, func(q hours.Requirement) bool {
					return anyCondition(q, func(c hours.Condition) bool { return onProfile(c, nil) })
				})
			}),
		},
		{
			id: "Q11", words: "several registrations at once", keys: "`each`; `when` on `profile`",
			used: inRequirement(func(_ hours.Version, q hours.Requirement) bool {
				each := slices.ContainsFunc(amountsOf(q), func(a hours.Amount) bool { return len(a.Each) > 0 })
				return each || anyCondition(q, func(c hours.Condition) bool { return onProfile(c, several) })
			}),
		},
		{
			id: "Q12", words: "an approved course, a live one, another provider", keys: "tags in `select` and `needs`; `mostEach`",
			used: inVersion(func(v hours.Version) bool {
				named := func(s hours.Selection) bool { return ruleTag(v, slices.Concat(s.Any, s.All, s.None)...) }
				return slices.ContainsFunc(v.Requirements, func(q hours.Requirement) bool { return named(q.Select) }) ||
					slices.ContainsFunc(v.Credits, func(c hours.CreditRule) bool {
						return ruleTag(v, c.Needs...) || c.MostEach != nil && c.MostEach.By == hours.ByProvider
					})
			}),
		},
		{
			id: "Q13", words: "verifiable, or not", keys: "a tag that requirements select",
			used: inRequirement(func(v hours.Version, q hours.Requirement) bool {
				return ruleTag(v, "verifiable") && slices.Contains(slices.Concat(q.Select.Any, q.Select.All, q.Select.None), "verifiable")
			}),
		},
		{
			id: "Q14", words: "a plan, a reflection, a course that is passed", keys: "`items`",
			used: inRequirement(func(_ hours.Version, q hours.Requirement) bool {
				return slices.ContainsFunc(amountsOf(q), func(a hours.Amount) bool { return a.Items > 0 })
			}),
		},
		{
			id: "Q15", words: "a target that decides nothing", keys: "`recommended`",
			used: inRequirement(func(_ hours.Version, q hours.Requirement) bool { return q.Recommended }),
		},
	}
}

func featuresOfMeasures() []feature {
	return []feature{
		{
			id: "M1", words: "an hour of 50 minutes; other units", keys: "`hourOf`, `convert`",
			used: inVersion(func(v hours.Version) bool {
				return v.HourOf > 0 && v.HourOf < 60 || slices.ContainsFunc(v.Credits, func(c hours.CreditRule) bool { return len(c.Convert) > 0 })
			}),
		},
		{
			id: "M2", words: "an increment, a least first credit, a direction", keys: "`credits.round`",
			used: inCredit(func(_ hours.Version, c hours.CreditRule) bool { return !c.Round.IsZero() }),
		},
		{
			id: "M3", words: "a factor for teaching, or another role", keys: "`credits.times`",
			used: inCredit(func(_ hours.Version, c hours.CreditRule) bool { return c.Times != nil }),
		},
		{
			id: "M4", words: "the first time alone", keys: "`credits.again`",
			used: inCredit(func(_ hours.Version, c hours.CreditRule) bool { return c.Again != nil }),
		},
		{
			id: "M5", words: "so much for each, and so much at most", keys: "`flat`, `most`, `mostEach`",
			used: inCredit(func(_ hours.Version, c hours.CreditRule) bool {
				return c.Flat != nil || c.Most != nil || c.MostEach != nil
			}),
		},
		{
			id: "M6", words: "one activity over several categories", keys: "`split` of a declaration",
			used: inCase(func(_ hours.Regulation, c catalogue.Case) bool {
				return slices.ContainsFunc(c.Declarations, func(d catalogue.CaseDeclaration) bool { return len(d.Split) > 1 })
			}),
		},
		{
			id: "M7", words: "kinds that are not accepted", keys: "`credits.refused`",
			used: inCredit(func(_ hours.Version, c hours.CreditRule) bool { return c.Refused }),
		},
	}
}

func featuresOfCarry() []feature {
	carries := func(is func(hours.CarryOver) bool) func(catalogue.Document) bool {
		return inVersion(func(v hours.Version) bool { return !v.CarryOver.Most.IsZero() && is(v.CarryOver) })
	}
	return []feature{
		{id: "C1", words: "so much at most passes on", keys: "`carryOver.most`", used: carries(func(hours.CarryOver) bool { return true })},
		{
			id: "C2", words: "only hours of some kind pass", keys: "`carryOver.select`",
			used: carries(func(c hours.CarryOver) bool { return selects(c.Select) }),
		},
		{
			id: "C3", words: "only hours of the last months pass", keys: "`carryOver.earnedIn`",
			used: carries(func(c hours.CarryOver) bool { return c.EarnedIn > 0 }),
		},
		{
			id: "C4", words: "for how long they last, and what they serve", keys: "`lives`, `use`, `compounds`, `carriedMost`",
			used: inVersion(func(v hours.Version) bool {
				c := v.CarryOver
				return !c.Most.IsZero() && (c.Lives > 1 || c.Use == hours.UseLast || c.Compounds ||
					slices.ContainsFunc(v.Requirements, func(q hours.Requirement) bool { return q.CarriedMost != nil }))
			}),
		},
		{id: "C5", words: "later hours count for the period before", keys: "declarations `for` it, in a `late` tier", used: inCase(forEarlier)},
	}
}

func featuresOfParts() []feature {
	status := regexp.MustCompile(`practis|retired|inactive|regulated-services`)
	return []feature{
		{
			id: "P1", words: "in proportion to months or days", keys: "`prorate.count`",
			used: inProration(func(p hours.Proration) bool { return p.Rate == nil && len(p.Steps) == 0 && p.Block < 2 }),
		},
		{
			id: "P2", words: "by a table, or by blocks of months", keys: "`steps`, `block`",
			used: inProration(func(p hours.Proration) bool { return len(p.Steps) > 0 || p.Block > 1 }),
		},
		{
			id: "P3", words: "nothing in the first period", keys: "`instead` or `when` with `first`; `free`",
			used: inRequirement(func(v hours.Version, q hours.Requirement) bool {
				exempt := q.When.First != nil && !*q.When.First || q.Prorate != nil && q.Prorate.Free > 0
				for _, other := range q.Instead {
					none := other.Hours != nil && other.Hours.IsZero()
					exempt = exempt || none && other.When.First != nil && *other.When.First
				}
				return exempt && q.Least != nil && q.ID == totalOf(v).ID
			}),
		},
		{
			id: "P4", words: "parts are not prorated as the total is", keys: "`prorate` of each requirement by itself",
			used: inRequirement(func(v hours.Version, q hours.Requirement) bool {
				total := totalOf(v).Prorate
				if !isHours(q.Least) || total == nil {
					return false
				}
				p := q.Prorate
				return p == nil || p.Count != total.Count || p.Block != total.Block || len(p.Steps) != len(total.Steps) || p.Free != total.Free ||
					(p.Rate == nil) != (total.Rate == nil) || !slices.Equal(p.On, total.On)
			}),
		},
		{
			id: "P5", words: "a leave, a hardship, a reduction", keys: "`exemptions`; figures that staff grant",
			used: func(d catalogue.Document) bool {
				return inExemption(func(hours.ExemptionRule) bool { return true })(d) ||
					inCase(func(_ hours.Regulation, c catalogue.Case) bool { return len(c.Exempted) > 0 })(d)
			},
		},
		{
			id: "P6", words: "inactive, retired or not practising; a return", keys: "`when`, `instead` on `profile`; `entered`",
			used: inRequirement(func(_ hours.Version, q hours.Requirement) bool {
				return anyCondition(q, func(c hours.Condition) bool { return onProfile(c, status) || c.Entered == "readmission" })
			}),
		},
		{
			id: "P7", words: "what was done before the registration", keys: "`counting.before`",
			used: inVersion(func(v hours.Version) bool { return v.Counting.Before.Months > 0 }),
		},
	}
}

func featuresOfLaw() []feature {
	return []feature{
		{
			id: "J1", words: "satisfied elsewhere, with exceptions", keys: "`elsewhere`",
			used: inVersion(func(v hours.Version) bool { return len(v.Elsewhere) > 0 }),
		},
		{
			id: "J2", words: "more time, for more hours, in tiers", keys: "`late.adds`",
			used: inVersion(func(v hours.Version) bool {
				return slices.ContainsFunc(v.Late, func(tier hours.Tier) bool { return len(tier.Adds) > 0 })
			}),
		},
		{
			id: "J3", words: "fees, suspension, a second failure", keys: "`default.consequences`: `after`, `on`, `repeated`",
			used: inDefault(func(d hours.DefaultRule) bool { return len(d.Consequences) > 0 }),
		},
		{
			id: "J4", words: "a change of rules, a transition", keys: "`versions`, `until`, `selectedBy`; `from` and `before` in `select`",
			used: func(d catalogue.Document) bool {
				dated := func(_ hours.Version, q hours.Requirement) bool {
					return !q.Select.From.IsZero() || !q.Select.Before.IsZero()
				}
				return len(d.Regulation.Versions) > 1 || inVersion(func(v hours.Version) bool { return !v.Until.IsZero() || v.SelectedBy != "" })(d) ||
					inRequirement(dated)(d)
			},
		},
		{
			id: "J5", words: "an audit: its sample, the evidence, how long it is kept", keys: "`audit`; `evidence`",
			used: inVersion(func(v hours.Version) bool { return v.Audit != nil || v.Evidence != nil }),
		},
	}
}
