package httpapi

import (
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
)

// balanceView is the summary of hours (P5 to P16).
type balanceView struct {
	Member     string     `json:"member"`
	Regulation string     `json:"regulation"`
	Version    string     `json:"version"`
	Period     periodView `json:"period"`
	On         cycle.Date `json:"on"`
	Start      cycle.Date `json:"start"`     // P5
	StartedBy  coded      `json:"startedBy"` // P5: the period, an admission or a readmission
	End        cycle.Date `json:"end"`       // P6
	Status     coded      `json:"status"`    // P7
	// Late is the time after the period that applies, and null when none does.
	Late *lateView `json:"late"`
	// ToAccumulate is P8, Exempted P9, Declared P10.
	ToAccumulate amount `json:"toAccumulate"`
	Exempted     amount `json:"exempted"`
	Declared     amount `json:"declared"`
	Counted      amount `json:"counted"`
	Pending      amount `json:"pending"`
	Carried      amount `json:"carried"`
	Surplus      amount `json:"surplus"`
	// CountedByCategory is P11 to P13, RemainingByRequirement P14 to P16.
	CountedByCategory      []categoryHoursView `json:"countedByCategory"`
	RemainingByRequirement []remainingView     `json:"remainingByRequirement"`
	Lines                  []lineView          `json:"lines"`
	Limits                 []limitView         `json:"limits"`
	Items                  []itemView          `json:"items"`
	Soonest                []adviceView        `json:"soonest"`
	Passing                []passingView       `json:"passing"`
	// Trace is given when the query asks for it.
	Trace *[]stepView `json:"trace,omitempty"`
}

// lateView is a time after the period in which what is missing may still be done.
type lateView struct {
	Nth    int         `json:"nth"`
	Last   cycle.Date  `json:"last"`
	Clause *clauseView `json:"clause"`
}

type categoryHoursView struct {
	Category coded  `json:"category"`
	Declared amount `json:"declared"`
	Counted  amount `json:"counted"`
	Pending  amount `json:"pending"`
}

type remainingView struct {
	Requirement  coded  `json:"requirement"`
	Nth          int    `json:"nth,omitempty"`
	Remaining    amount `json:"remaining"`
	AfterPending amount `json:"afterPending"`
}

// spanView is a run of days, both of which are in it.
type spanView struct {
	First cycle.Date `json:"first"`
	Last  cycle.Date `json:"last"`
}

func viewSpan(s cycle.Span) spanView { return spanView{s.From, s.Last()} }

type lineView struct {
	Requirement coded `json:"requirement"`
	// Name is the requirement's, and its window's when it has several.
	Name   string   `json:"name"`
	Nth    int      `json:"nth,omitempty"`
	Window spanView `json:"window"`
	// Measure is what the figures are a number of: hours, items or kinds.
	Measure      string      `json:"measure"`
	Total        bool        `json:"total"`
	Decides      bool        `json:"decides"`
	Recommended  bool        `json:"recommended"`
	Asked        amount      `json:"asked"`
	Exempted     amount      `json:"exempted"`
	Due          amount      `json:"due"`
	Carried      amount      `json:"carried"`
	Counted      amount      `json:"counted"`
	Pending      amount      `json:"pending"`
	Remaining    amount      `json:"remaining"`
	AfterPending amount      `json:"afterPending"`
	Clause       *clauseView `json:"clause"`
}

type limitView struct {
	Requirement coded       `json:"requirement"`
	Nth         int         `json:"nth,omitempty"`
	Window      spanView    `json:"window"`
	Toward      []coded     `json:"toward"`
	Most        amount      `json:"most"`
	Done        amount      `json:"done"`
	Dropped     amount      `json:"dropped"`
	Clause      *clauseView `json:"clause"`
}

type itemView struct {
	Declaration string `json:"declaration"`
	Declared    amount `json:"declared"`
	Credit      amount `json:"credit"`
	Counted     amount `json:"counted"`
	Pending     amount `json:"pending"`
	// Serves names the lines for which it counts.
	Serves []string `json:"serves"`
	// Why is null when all of it counts.
	Why    *coded `json:"why"`
	Reason string `json:"reason"`
}

// adviceView is hours that would satisfy what is left.
type adviceView struct {
	Marks  []coded    `json:"marks"`
	Hours  amount     `json:"hours"`
	Serves []string   `json:"serves"`
	By     cycle.Date `json:"by"`
}

// passingView is what the next period may receive.
type passingView struct {
	From  cycle.Date             `json:"from"`
	Hours amount                 `json:"hours"`
	Of    map[string]hours.Hours `json:"of,omitempty"`
	Lives int                    `json:"lives,omitempty"`
}

// stepView is a step of the evaluation, with the clause behind it.
type stepView struct {
	Stage       coded  `json:"stage"`
	Requirement string `json:"requirement,omitempty"`
	Nth         int    `json:"nth,omitempty"`
	Declaration string `json:"declaration,omitempty"`
	Before      amount `json:"before"`
	After       amount `json:"after"`
	Factor      string `json:"factor,omitempty"`
	// Count is a number of months at a rate.
	Count  int64       `json:"count,omitempty"`
	By     string      `json:"by,omitempty"`
	Clause *clauseView `json:"clause"`
}

// ledgerPage is a balance being shown, with what its words come from.
type ledgerPage struct {
	*exchange
	b hours.Balance
	s hours.Standing
}

func (x *exchange) viewBalance(b hours.Balance, s hours.Standing, traced bool) balanceView {
	p := ledgerPage{x, b, s}
	startedBy := "period"
	if b.Entered {
		startedBy = entryName(b.Entry)
	}
	view := balanceView{
		Member: string(s.Member.ID), Regulation: b.Regulation, Version: b.Version, Period: x.viewPeriod(b.Period), On: b.Day,
		Start: b.Start, StartedBy: x.coded("start", startedBy), End: b.End, Status: x.coded("status", string(b.Status)), Late: p.late(),
		ToAccumulate: p.figure(b.Total().Due, b.Total().Measure), Exempted: p.unit(b.Granted), Declared: p.unit(b.Declared),
		Counted: p.unit(b.Counted), Pending: p.unit(b.Pending), Carried: p.unit(b.Total().Carried), Surplus: p.unit(b.Surplus),
		CountedByCategory: listOf(b.Categories, func(c hours.CategoryHours) categoryHoursView {
			return categoryHoursView{x.category(s.Version, c.Category), p.unit(c.Declared), p.unit(c.Counted), p.unit(c.Pending)}
		}).Items,
		RemainingByRequirement: listOf(b.Lines, func(l hours.Line) remainingView {
			return remainingView{x.requirement(s.Version, l.Requirement), l.Nth, p.figure(l.Remaining, l.Measure), p.figure(l.AfterPending, l.Measure)}
		}).Items,
		Lines: listOf(b.Lines, p.line).Items, Limits: listOf(b.Limits, p.limit).Items, Items: listOf(b.Items, p.item).Items,
		Soonest: listOf(b.Soonest, p.advice).Items, Passing: listOf(b.Passing, p.passing).Items,
	}
	if traced {
		steps := listOf(b.Trace, p.step).Items
		view.Trace = &steps
	}
	return view
}

// unit is an amount of what the regulation counts.
func (p ledgerPage) unit(h hours.Hours) amount { return p.amountIn(h, p.s.Version.Unit) }

// figure is an amount of a measure: activities and kinds are numbers alone.
func (p ledgerPage) figure(h hours.Hours, m hours.Measure) amount {
	if m == hours.InHours {
		return p.unit(h)
	}
	return amount{h, p.p.Number(h)}
}

func (p ledgerPage) late() *lateView {
	if p.b.Tier == 0 || p.b.Tier > len(p.s.Version.Late) {
		return nil
	}
	t := p.s.Version.Late[p.b.Tier-1]
	return &lateView{p.b.Tier, t.End(p.b.Period.To).AddDays(-1), p.clause(p.s.Version, t.Clause)}
}

func (p ledgerPage) line(l hours.Line) lineView {
	v := p.s.Version
	measure := string(l.Measure)
	if l.Measure == hours.InHours {
		measure = "hours"
	}
	figure := func(h hours.Hours) amount { return p.figure(h, l.Measure) }
	return lineView{
		Requirement: p.requirement(v, l.Requirement), Name: l.Name(), Nth: l.Nth, Window: viewSpan(l.Window),
		Measure: measure, Total: l.Total, Decides: l.Decides, Recommended: recommended(v, l.Requirement),
		Asked: figure(l.Asked), Exempted: figure(l.Exempted), Due: figure(l.Due),
		Carried: figure(l.Carried), Counted: figure(l.Counted), Pending: figure(l.Pending),
		Remaining: figure(l.Remaining), AfterPending: figure(l.AfterPending),
		Clause: p.clause(v, l.Clause),
	}
}

// recommended reports a requirement that is shown and decides nothing.
func recommended(v hours.Version, id string) bool {
	return slices.ContainsFunc(v.Requirements, func(q hours.Requirement) bool { return q.ID == id && q.Recommended })
}

func (p ledgerPage) limit(l hours.Limit) limitView {
	v := p.s.Version
	view := limitView{
		Requirement: p.requirement(v, l.Requirement), Nth: l.Nth, Window: viewSpan(l.Window), Toward: []coded{},
		Most: p.unit(l.Most), Done: p.unit(l.Done), Dropped: p.unit(l.Dropped), Clause: p.clause(v, l.Clause),
	}
	for _, q := range v.Requirements {
		if q.ID != l.Requirement {
			continue
		}
		for _, id := range q.Toward {
			view.Toward = append(view.Toward, p.requirement(v, id))
		}
	}
	return view
}

func (p ledgerPage) item(i hours.Item) itemView {
	view := itemView{
		Declaration: i.Declaration, Declared: p.amount(i.Declared), Credit: p.unit(i.Credit), Counted: p.unit(i.Counted),
		Pending: p.unit(i.Pending), Serves: append([]string{}, i.Serves...), Reason: i.Reason,
	}
	if i.Why != "" {
		why := p.coded("why", string(i.Why))
		view.Why = &why
	}
	return view
}

func (p ledgerPage) advice(a hours.Advice) adviceView {
	return adviceView{
		Marks: listOf(a.Marks, func(m string) coded { return coded{m, p.p.Mark(p.s.Version, m)} }).Items,
		Hours: p.unit(a.Hours), Serves: append([]string{}, a.Serves...), By: a.By,
	}
}

func (p ledgerPage) passing(c hours.Carry) passingView {
	return passingView{c.From, p.unit(c.Hours), c.Of, c.Lives}
}

func (p ledgerPage) step(s hours.Step) stepView {
	measure := hours.InHours
	if line, ok := p.b.Line(s.Requirement); ok && s.Requirement != "" {
		measure = line.Measure
	}
	view := stepView{
		Stage: p.coded("stage", string(s.Stage)), Requirement: s.Requirement, Nth: s.Nth, Declaration: s.Declaration,
		Before: p.figure(s.Before, measure), After: p.figure(s.After, measure), By: s.By, Clause: p.clause(p.s.Version, s.Clause),
	}
	switch {
	case s.Den != 0:
		view.Factor = fraction(s.Num, s.Den)
	default:
		view.Count = s.Num
	}
	return view
}
