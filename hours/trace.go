package hours

import (
	"slices"
)

// Stage is a step's place in the evaluation.
type Stage string

// The stages of an activity, in the order in which they happen.
const (
	// StageMeasured: the hours of a declaration, as declared.
	StageMeasured Stage = "measured"
	// StageRefused: it gives nothing, by its kind or for want of something.
	StageRefused Stage = "refused"
	// StageConverted: what it gives of the unit that the regulation counts in.
	StageConverted Stage = "converted"
	// StageLeast: it gives too little to count.
	StageLeast Stage = "least"
	// StageRounded: rounded, of an activity or of what is due.
	StageRounded Stage = "rounded"
	// StageMultiplied: times a factor.
	StageMultiplied Stage = "multiplied"
	// StageCapped: no more than one activity, content or provider gives.
	StageCapped Stage = "capped"
	// StageLimited: less what is beyond a limit; of an activity or of a requirement.
	StageLimited Stage = "limited"
	// StageCounted: the hours of a declaration that count.
	StageCounted Stage = "counted"
)

// The stages of a requirement, in the order in which they happen.
const (
	// StageAsked: the amount that the clause asks for.
	StageAsked Stage = "asked"
	// StageEach: for each mark of the member.
	StageEach Stage = "each"
	// StageShared: a share of what another requirement leaves to do, or of what was
	// done for it.
	StageShared Stage = "shared"
	// StageSummed: what another requirement asks in all its windows.
	StageSummed Stage = "summed"
	// StageElsewhere: satisfied by another regulator's rule.
	StageElsewhere Stage = "elsewhere"
	// StageProrated: the amount for the member's own part of the period.
	StageProrated Stage = "prorated"
	// StageRelieved: less what exemptions take off.
	StageRelieved Stage = "relieved"
	// StageLate: more, for what was not done in time.
	StageLate Stage = "late"
	// StageCarried: less the hours of earlier periods that serve, when there are
	// any; the same figure when they do not serve the requirement.
	StageCarried Stage = "carried"
	// StageSpilled: more, from what is beyond another requirement.
	StageSpilled Stage = "spilled"
	// StageServed: the hours counted for the requirement.
	StageServed Stage = "served"
	// StageChosen: which of several sets is asked.
	StageChosen Stage = "chosen"
	// StageLeft: what is left to do.
	StageLeft Stage = "left"
)

// Stages lists every stage.
func Stages() []Stage {
	return []Stage{
		StageMeasured, StageRefused, StageConverted, StageLeast, StageRounded, StageMultiplied, StageCapped, StageLimited, StageCounted,
		StageAsked, StageEach, StageShared, StageSummed, StageElsewhere, StageProrated, StageRelieved, StageLate,
		StageCarried, StageSpilled, StageServed, StageChosen, StageLeft,
	}
}

// Step is one step of an evaluation.
type Step struct {
	Stage Stage `json:"stage"`
	// Requirement is the requirement that the step is about, and Nth which of its
	// windows, from 1, when it has several; Declaration the declaration. One of
	// Requirement and Declaration is empty.
	Requirement string `json:"requirement,omitempty"`
	Nth         int    `json:"nth,omitempty"`
	Declaration string `json:"declaration,omitempty"`
	// Before and After are the figure before and after the step.
	Before Hours `json:"before"`
	After  Hours `json:"after"`
	// Num and Den are the proportion that the step multiplied by: a share, a
	// factor, or months over months; Num alone is months at a rate. Zero when it did
	// not.
	Num int64 `json:"num,omitempty"`
	Den int64 `json:"den,omitempty"`
	// By is what else the step draws on: the requirement that a share is of, the
	// exemption or its rule, the period that hours were carried from, why hours do
	// not count.
	By string `json:"by,omitempty"`
	// Clause is the identifier of the version's clause that says so.
	Clause string `json:"clause,omitempty"`
}

// mark is a step while figures are units.
type mark struct {
	stage             Stage
	requirement       int32 // a row, or -1
	item              int32 // a measured item, or -1
	of                int32 // a requirement, or -1
	before, beforeDen int64
	after, afterDen   int64
	num, den          int64
	by, clause        string
}

// inUnits is the denominator of a figure in the units of the sheet.
const inUnits = -1

func (s *Sheet) step(stage Stage, i int, before, after Hours, num, den int64, of int, clause string) {
	if !s.explain {
		return
	}
	m := mark{stage: stage, requirement: int32(i), item: -1, of: int32(of), num: num, den: den, clause: clause}
	m.before, m.beforeDen = before.Fraction()
	m.after, m.afterDen = after.Fraction()
	s.trace = append(s.trace, m)
}

func (s *Sheet) named(stage Stage, i int, before, after Hours, num, den int64, by, clause string) {
	s.step(stage, i, before, after, num, den, -1, clause)
	if s.explain {
		s.trace[len(s.trace)-1].by = by
	}
}

func (s *Sheet) units(stage Stage, i int, before, after int64, of int, clause string) {
	if !s.explain {
		return
	}
	m := mark{stage: stage, requirement: int32(i), item: -1, of: int32(of), before: before, after: after, beforeDen: inUnits, afterDen: inUnits, clause: clause}
	s.trace = append(s.trace, m)
}

// itemLimited is what a limit drops of an activity.
func (s *Sheet) itemLimited(credit int32, before, after int64, clause string) {
	s.trace = append(s.trace, mark{
		stage: StageLimited, requirement: -1, item: s.measured.credits[credit].item, of: -1,
		before: before, beforeDen: inUnits, after: after, afterDen: inUnits, clause: clause,
	})
}

// account adds the steps of the activities to those of the requirements: what was
// declared, what it gives, what counts.
func (s *Sheet) account() {
	v := &s.plan.version
	for i := range s.measured.items {
		item := &s.measured.items[i]
		if !s.shown(item) {
			continue
		}
		a := &item.declaration.Activity
		clause := ""
		for j := range v.Categories {
			if v.Categories[j].ID == a.Category {
				clause = v.Categories[j].Clause
			}
		}
		declared := mark{stage: StageMeasured, requirement: -1, item: int32(i), of: -1, beforeDen: 1, clause: clause}
		declared.after, declared.afterDen = a.Hours.Fraction()
		s.trace = append(s.trace, declared)
		s.trace = append(s.trace, s.measured.trace[item.steps.from:item.steps.to]...)
		why := s.why(item)
		if why == WhyOutside {
			clause = v.Counting.Clause
		}
		counted := mark{stage: StageCounted, requirement: -1, item: int32(i), of: -1, before: declared.after, beforeDen: declared.afterDen, afterDen: inUnits, by: string(why), clause: clause}
		_, counted.after, _ = s.counted(item)
		s.trace = append(s.trace, counted)
	}
}

// shown reports that an activity is part of the balance: of the period, or counted
// by a requirement that looks farther.
func (s *Sheet) shown(item *measuredItem) bool {
	if item.home {
		return true
	}
	for c := item.credits.from; c < item.credits.to; c++ {
		if s.cellOf[c] >= 0 && s.cells[s.cellOf[c]].rows != 0 {
			return true
		}
	}
	return false
}

// counted returns what an activity gives, what of it counts, and what is pending,
// in units.
func (s *Sheet) counted(item *measuredItem) (credit, counted, pending int64) {
	for i := item.credits.from; i < item.credits.to; i++ {
		c := &s.measured.credits[i]
		units := times(c.units, s.scale)
		credit += units
		switch {
		case s.cellOf[i] < 0:
		case c.pending:
			pending += units
		case len(s.left) > 0:
			counted += s.left[i]
		default:
			counted += units
		}
	}
	return credit, counted, pending
}

// why says why some of an activity does not count.
func (s *Sheet) why(item *measuredItem) Why {
	credit, counted, pending := s.counted(item)
	outside := true
	for i := item.credits.from; i < item.credits.to; i++ {
		outside = outside && s.cellOf[i] < 0
	}
	switch {
	case item.why != WhyNone && item.why != WhyPartly && item.why != WhyPending:
		return item.why
	case outside:
		return WhyOutside
	case item.why == WhyPending:
		return WhyPending
	case counted+pending < credit:
		return WhyLimit
	case item.why == WhyPartly:
		return WhyPartly
	case s.hours(credit).Less(item.declaration.Activity.Hours) && item.declaration.Activity.Measure == "":
		return WhyRule
	}
	return WhyNone
}

// steps returns the trace: activities in their order, then requirements in theirs.
func (s *Sheet) steps() []Step {
	all := make([]mark, len(s.trace))
	copy(all, s.trace)
	slices.SortStableFunc(all, func(a, b mark) int {
		if a.requirement != b.requirement {
			return int(a.requirement - b.requirement)
		}
		if a.item != b.item {
			return int(a.item - b.item)
		}
		return 0
	})
	// What a limit drops of an activity was noted before the rest of it: it comes
	// before what is counted in the end.
	for i := range all {
		for j := i; all[j].stage == StageLimited && all[j].item >= 0 && j+1 < len(all) && all[j+1].item == all[j].item && all[j+1].stage != StageCounted && all[j+1].stage != StageLimited; j++ {
			all[j], all[j+1] = all[j+1], all[j]
		}
	}
	steps := make([]Step, 0, len(all))
	for i := range all {
		steps = append(steps, s.told(&all[i]))
	}
	return steps
}

func (s *Sheet) told(m *mark) Step {
	value := func(n, den int64) Hours {
		if den == inUnits {
			return s.hours(n)
		}
		return Ratio(n, max(den, 1))
	}
	step := Step{
		Stage: m.stage, Before: value(m.before, m.beforeDen), After: value(m.after, m.afterDen),
		Num: m.num, Den: m.den, By: m.by, Clause: m.clause,
	}
	if m.of >= 0 && step.By == "" {
		step.By = s.plan.version.Requirements[m.of].ID
	}
	if m.item >= 0 {
		step.Declaration = s.measured.items[m.item].declaration.ID
	} else if r := &s.rows[m.requirement]; r.requirement >= 0 {
		step.Requirement, step.Nth = s.plan.version.Requirements[r.requirement].ID, r.nth
	}
	return step
}
