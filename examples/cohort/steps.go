package main

import (
	"fmt"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/catalogue"
)

// trace says a trace step by step, each with its clause.
func (v voice) trace(version *hours.Version, b hours.Balance, activities map[string]string) []string {
	var all []string
	for _, s := range b.Trace {
		about := activities[s.Declaration]
		if s.Declaration == "" {
			about = v.lineLabel(version, hours.Line{Requirement: s.Requirement, Nth: s.Nth})
		}
		all = append(all, about+v.colon()+v.step(version, s)+v.cited(version, s.Clause))
	}
	return all
}

// step says a step in a sentence, without its clause.
func (v voice) step(version *hours.Version, s hours.Step) string {
	print := func(h hours.Hours) string { return v.amount(version, h) }
	if s.Requirement != "" && measureOf(version, s.Requirement) != hours.InHours {
		print = v.Number
	}
	key, by := "step."+string(s.Stage), s.By
	switch s.Stage {
	case hours.StageShared, hours.StageSummed, hours.StageSpilled:
		by = v.requirementLabel(version, s.By)
	case hours.StageCarried:
		if day, err := cycle.ParseDate(s.By); err == nil {
			by = v.Date(day)
		}
		if s.Before == s.After {
			key = "step.unused"
		}
	case hours.StageProrated:
		if s.Den == 0 {
			key = "step.prorated-rate"
		}
	case hours.StageCounted:
		if by != "" {
			by = " (" + v.say("why."+by) + ")"
		}
	default: // what the others name is in their clause
	}
	factor := fmt.Sprint(s.Num)
	if s.Den > 1 {
		factor = fmt.Sprintf("%d/%d", s.Num, s.Den)
	}
	return v.say(key, "before", print(s.Before), "after", print(s.After), "num", s.Num, "den", s.Den, "factor", factor, "by", by)
}

// cited says where something comes from, between brackets; nothing when no clause
// says it.
func (v voice) cited(version *hours.Version, id string) string {
	clause, ok := version.Clause(id)
	if !ok {
		return ""
	}
	return " [" + v.Text(clause.Cite) + v.unverified(clause) + "]"
}

func (v voice) unverified(clause hours.Clause) string {
	if clause.Verified {
		return ""
	}
	return ", " + v.say("unverified")
}

func (v voice) requirementLabel(version *hours.Version, id string) string {
	for i := range version.Requirements {
		if q := &version.Requirements[i]; q.ID == id {
			if label := v.Text(q.Label); label != "" {
				return label
			}
		}
	}
	return id
}

// lineLabel is the label of a requirement, with its window when it has several.
func (v voice) lineLabel(version *hours.Version, l hours.Line) string {
	label := v.requirementLabel(version, l.Requirement)
	switch {
	case l.Nth > 0 && !l.Window.IsZero():
		label += " (" + v.Period(cycle.Period{Span: l.Window}) + ")"
	case l.Nth > 0:
		label += fmt.Sprintf(" (%d)", l.Nth)
	}
	return label
}

// markLabel is the label of a category, a type or a tag.
func (v voice) markLabel(version *hours.Version, id string) string {
	for i := range version.Categories {
		c := &version.Categories[i]
		if c.ID == id {
			return v.Text(c.Label)
		}
		if t, ok := c.Type(id); ok {
			return v.Text(t.Label)
		}
	}
	for _, t := range version.Tags {
		if t.ID == id {
			return v.Text(t.Label)
		}
	}
	return id
}

func measureOf(version *hours.Version, requirement string) hours.Measure {
	for i := range version.Requirements {
		if q := &version.Requirements[i]; q.ID == requirement && q.Least != nil {
			return q.Least.Measure()
		}
	}
	return hours.InHours
}

// activity names an activity by its day and its kind, and the place where it
// stands.
func (v voice) activity(version *hours.Version, a hours.Activity, place string) string {
	label := v.markLabel(version, a.Category)
	for i, p := range a.Split {
		if i > 0 {
			label += " + "
		}
		label += v.markLabel(version, p.Category)
	}
	if a.Type != "" {
		label += ", " + v.markLabel(version, a.Type)
	}
	return v.say("activity", "day", a.Last, "label", label, "place", place)
}

// caseActivities names the declarations of a case, as the balance calls them.
func caseActivities(v voice, worked *catalogue.Case, version *hours.Version) map[string]string {
	all := map[string]string{}
	for i, d := range worked.Declarations {
		a := hours.Activity{Category: d.Category, Type: d.Type, Last: d.On}
		for _, c := range version.Categories {
			if _, ok := d.Split[c.ID]; ok {
				a.Split = append(a.Split, hours.Portion{Category: c.ID})
			}
		}
		all[fmt.Sprintf("d%03d", i+1)] = v.activity(version, a, v.say("activity.nth", "n", i+1))
	}
	return all
}
