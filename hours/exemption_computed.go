package hours

import (
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
)

// Computed is what a regulation's rules take off for one exemption, besides what the
// others of the same file take off, with the arithmetic. Asked = Already + Hours +
// Left.
type Computed struct {
	// Span is the days of the exemption that count: those in the member's own part of
	// the period. The zero Span is none.
	Span cycle.Span
	// Asked is the total that is asked for that part, Already what the other
	// exemptions take off it, Hours what this one takes off besides, and Left what is
	// then to be done.
	Asked, Already, Hours, Left Hours
	// Lowers: it lowers a requirement, be it not the total.
	Lowers bool
	// Rules has every rule that is about the ground.
	Rules []ComputedRule
}

// ComputedRule is the arithmetic of one rule, on the total.
type ComputedRule struct {
	Rule ExemptionRule
	// TooShort: the exemption is shorter than Rule.Least, and takes nothing off.
	TooShort bool
	// Months is how many months the rule counts in all, and Earlier how many of them
	// other exemptions have already. For [ByShare], Of is the months of the part.
	Months, Earlier, Of int64
	// Before and After are the total before and after the rule, with all exemptions.
	Before, After Hours
}

// RulesFor returns the rules of exemption that are about a ground, in the order of
// the regulation.
func (v Version) RulesFor(ground string) []ExemptionRule {
	return slices.DeleteFunc(slices.Clone(v.Exemptions), func(x ExemptionRule) bool {
		return len(x.Grounds) > 0 && !slices.Contains(x.Grounds, ground)
	})
}

// Compute returns what the rules take off for an exemption (its Ground and Span, no
// figure), when the others of the file are as given; others may hold the exemption
// itself, which is then left out. It reports false when the regulation has no rule
// about the ground: what it is worth is then for people to decide.
func (s Standing) Compute(x Relief, others []Relief) (Computed, bool) {
	rules := s.Version.RulesFor(x.Ground)
	if len(rules) == 0 {
		return Computed{}, false
	}
	x.Hours = Hours{}
	others = slices.DeleteFunc(slices.Clone(others), func(o Relief) bool { return o.ID == x.ID })
	before := s.Evaluate(nil, others)
	after := s.Evaluate(nil, append(others, x))
	c := Computed{
		Asked: before.Total().Asked, Already: Least(before.Granted, before.Total().Asked), Span: x.Span.Intersect(s.Part.Span),
		Hours: after.Granted.Minus(before.Granted),
	}
	if !x.Within.IsZero() {
		c.Span = c.Span.Intersect(x.Within)
	}
	c.Left = c.Asked.Minus(c.Already).Minus(c.Hours)
	for i, line := range after.Lines {
		c.Lowers = c.Lowers || i < len(before.Lines) && line.Due.Less(before.Lines[i].Due)
	}
	for i := range rules {
		c.Rules = append(c.Rules, computedRule(&rules[i], x, before, after))
	}
	return c, true
}

// computedRule reads the arithmetic of a rule in the traces of the balance without
// the exemption and with it.
func computedRule(rule *ExemptionRule, x Relief, before, after Balance) ComputedRule {
	c := ComputedRule{Rule: *rule, TooShort: !rule.Least.reached(x.Span)}
	if step, ok := after.lifted(rule.ID); ok {
		c.Months, c.Of, c.Before, c.After = step.Num, step.Den, step.Before, step.After
	}
	if step, ok := before.lifted(rule.ID); ok {
		c.Earlier = step.Num
		if c.Of > 0 {
			c.Earlier = c.Of - step.Num
		}
	}
	if c.Of > 0 { // a share is of the months that are not exempt
		c.Months = c.Of - c.Months
	}
	return c
}

// lifted returns the step in which a rule of exemption lowers the total.
func (b Balance) lifted(rule string) (Step, bool) {
	total := b.Total().Requirement
	i := slices.IndexFunc(b.Trace, func(s Step) bool {
		return s.Stage == StageRelieved && s.Requirement == total && s.By == rule
	})
	if i < 0 {
		return Step{}, false
	}
	return b.Trace[i], true
}
