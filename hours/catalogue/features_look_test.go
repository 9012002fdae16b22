package catalogue_test

import (
	"regexp"
	"slices"

	"github.com/goodstanding/goodstanding/hours"
)

// What the features look at in a version.

// conditions returns those of a requirement, and of its other amounts.
func conditions(q hours.Requirement) []hours.Condition {
	all := []hours.Condition{q.When}
	for _, other := range q.Instead {
		all = append(all, other.When)
	}
	return all
}

// onProfile reports a condition on the member's profile; nil names any mark.
func onProfile(c hours.Condition, named *regexp.Regexp) bool {
	return slices.ContainsFunc(slices.Concat(c.Any, c.All, c.None), func(mark string) bool {
		return named == nil || named.MatchString(mark)
	})
}

// anyCondition reports a condition of the requirement that is so.
func anyCondition(q hours.Requirement, is func(hours.Condition) bool) bool {
	return slices.ContainsFunc(conditions(q), is)
}

// amountsOf returns every amount of a requirement.
func amountsOf(q hours.Requirement) []hours.Amount {
	var all []hours.Amount
	for _, a := range []*hours.Amount{q.Least, q.Most} {
		if a != nil {
			all = append(all, *a)
		}
	}
	for _, other := range q.Instead {
		all = append(all, other.Amount)
	}
	return all
}

func selects(s hours.Selection) bool { return len(s.Any)+len(s.All)+len(s.None) > 0 }

// isHours reports a number of hours above zero.
func isHours(a *hours.Amount) bool { return a != nil && a.Hours != nil && !a.Hours.IsZero() }

// isShare reports a part of what is asked, or done, for another.
func isShare(a *hours.Amount) bool { return a != nil && a.Share != hours.Share{} }

// totalOf returns the total, by the rule of the page.
func totalOf(v hours.Version) hours.Requirement {
	for _, q := range v.Requirements {
		part := slices.ContainsFunc(v.Requirements, func(other hours.Requirement) bool {
			return slices.ContainsFunc(other.OneOf, func(list []string) bool { return slices.Contains(list, q.ID) })
		})
		if q.Most == nil && q.Window.Each == 0 && !q.Recommended && !part {
			return q
		}
	}
	return hours.Requirement{}
}

// yearly reports a window that the period, or a window that rolls, is longer than.
func yearly(v hours.Version, q hours.Requirement) bool {
	return q.Window.Each > 0 && q.Window.Each < v.Calendar.Months
}

// within reports that a selection takes only what another takes, and less: of
// every category, with each of its types, and each tag or two.
func within(v hours.Version, inner, outer hours.Selection) bool {
	some, less := false, false
	for _, marks := range activities(v) {
		in, out := takes(inner, marks), takes(outer, marks)
		if in && !out {
			return false
		}
		some, less = some || in, less || out && !in
	}
	return some && less
}

func takes(s hours.Selection, marks []string) bool {
	has := func(mark string) bool { return slices.Contains(marks, mark) }
	return (len(s.Any) == 0 || slices.ContainsFunc(s.Any, has)) && !slices.ContainsFunc(s.None, has) &&
		!slices.ContainsFunc(s.All, func(mark string) bool { return !has(mark) })
}

func activities(v hours.Version) [][]string {
	tags := [][]string{nil}
	for i, one := range v.Tags {
		tags = append(tags, []string{one.ID})
		for _, two := range v.Tags[:i] {
			tags = append(tags, []string{one.ID, two.ID})
		}
	}
	var all [][]string
	for _, c := range v.Categories {
		kinds := [][]string{{c.ID}}
		for _, k := range c.Types {
			kinds = append(kinds, []string{c.ID, k.ID})
		}
		for _, kind := range kinds {
			for _, more := range tags {
				all = append(all, slices.Concat(kind, more))
			}
		}
	}
	return all
}

// nested reports a requirement or limit inside another requirement or limit that
// has a selection of its own.
func nested(v hours.Version, q hours.Requirement, outer func(hours.Requirement) bool) bool {
	return selects(q.Select) && slices.ContainsFunc(v.Requirements, func(other hours.Requirement) bool {
		return other.ID != q.ID && selects(other.Select) && outer(other) && within(v, q.Select, other.Select)
	})
}

// ruleTag reports that a selection, or a list of marks, names a tag.
func ruleTag(v hours.Version, marks ...string) bool {
	return slices.ContainsFunc(v.Tags, func(tag hours.Mark) bool { return slices.Contains(marks, tag.ID) })
}

// saysSo reports a clause whose summary says it.
func saysSo(v hours.Version, what *regexp.Regexp) bool {
	return slices.ContainsFunc(v.Clauses, func(c hours.Clause) bool {
		return what.MatchString(c.Says.EN) || what.MatchString(c.Source)
	})
}
