package portal

import (
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
)

// explain says a step of the trace.
func (v *visit) explain(s hours.Step, f file, activities map[string]hours.Activity) string {
	version, key := f.Standing.Version, "explanation."+string(s.Stage)
	line := lineOf(f.Balance, s)
	before, after := v.said(version, line.Measure, s.Before), v.said(version, line.Measure, s.After)
	values := []any{"label", v.lineLabel(version, line), "num", s.Num, "den", s.Den}
	if s.Declaration != "" {
		a := activities[s.Declaration]
		before, after, key = v.measured(s, a, version)
		factor := hours.Ratio(s.Num, max(s.Den, 1))
		values = append(values, "title", a.Title, "factor", v.print.Number(factor), "rate", v.amount(version, factor))
	} else {
		var more []any
		key, more = v.aboutRequirement(s, key, version)
		values = append(values, more...)
	}
	if s.Stage == hours.StageCounted {
		values = append(values, "by", v.whyNot(s, before, after))
	}
	return v.t(key, append(values, "before", before, "after", after)...)
}

// measured says the figures of a step of an activity, and which message it takes:
// what was declared is in its own measure, and what it gives in the regulation's
// unit.
func (v *visit) measured(s hours.Step, a hours.Activity, version hours.Version) (before, after, key string) {
	before, after, key = v.amount(version, s.Before), v.amount(version, s.After), "explanation."+string(s.Stage)
	switch s.Stage {
	default: // the unit of the regulation
	case hours.StageMeasured:
		after = v.inItsMeasure(a, s.After)
	case hours.StageRefused, hours.StageConverted, hours.StageCounted:
		before = v.inItsMeasure(a, s.Before)
	case hours.StageRounded, hours.StageLimited:
		key += "-activity"
	}
	return before, after, key
}

// inItsMeasure prints an amount in the measure in which an activity was declared.
func (v *visit) inItsMeasure(a hours.Activity, h hours.Hours) string {
	if a.Measure == "" {
		return v.print.Hours(h)
	}
	return v.print.Number(h) + "\u00a0" + a.Measure
}

// whyNot says why some of an activity does not count, when no step before did.
func (v *visit) whyNot(s hours.Step, declared, counted string) string {
	switch hours.Why(s.By) {
	case hours.WhyNone, hours.WhyPartly, hours.WhyRule, hours.WhyLimit:
		return ""
	default:
		return " " + v.t("why."+s.By, "hours", counted, "declared", declared)
	}
}

// aboutRequirement says what a step of a requirement draws on, and which message
// it takes.
func (v *visit) aboutRequirement(s hours.Step, key string, version hours.Version) (string, []any) {
	var q hours.Requirement
	for _, one := range version.Requirements {
		if one.ID == s.Requirement {
			q = one
		}
	}
	by := v.print.Requirement(version, s.By)
	switch s.Stage {
	default: // what the other stages name is not shown
	case hours.StageAsked:
		if q.Most != nil {
			key = "explanation.most"
		}
	case hours.StageShared:
		if q.Least != nil && q.Least.OfDone != "" || q.Most != nil && q.Most.OfDone != "" {
			key += "-done"
		}
	case hours.StageLimited:
		if s.By == "" {
			by = v.t("explanation.limit-before-entry")
		}
	case hours.StageChosen:
		var set []string
		if i := int(s.Num) - 1; i >= 0 && i < len(q.OneOf) {
			for _, id := range q.OneOf[i] {
				set = append(set, v.t("soonest.quoted", "label", v.print.Requirement(version, id)))
			}
		}
		by = v.joined(set)
	case hours.StageProrated:
		if s.Den == 0 {
			key += "-count"
		}
		return key, []any{"by", by, "unit", v.counts(q.Prorate)}
	case hours.StageCarried:
		if day, err := cycle.ParseDate(s.By); err == nil {
			by = v.print.Date(day)
		}
		if s.Before == s.After {
			key = "explanation.carried-unused"
		}
	}
	return key, []any{"by", by}
}

// counts names what a proration counts.
func (v *visit) counts(p *hours.Proration) string {
	switch {
	case p == nil:
	case p.Count == hours.ByDays:
		return v.t("explanation.unit.days")
	case p.Block > 1:
		return v.t("explanation.unit.blocks", "block", p.Block)
	}
	return v.t("explanation.unit.months")
}
