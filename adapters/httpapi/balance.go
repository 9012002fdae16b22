package httpapi

import (
	"net/http"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// amount is a number of hours: exact text, and a label in the reader's language.
type amount struct {
	Hours hours.Hours `json:"hours"`
	Label string      `json:"label"`
}

func (x *exchange) amount(h hours.Hours) amount { return amount{h, x.p.Hours(h)} }

// coded is a value of a closed list and its label.
type coded struct {
	Code  string `json:"code"`
	Label string `json:"label"`
}

// coded labels a value by the message "api.<list>.<code>".
func (x *exchange) coded(list, code string) coded {
	return coded{code, x.p.T("api." + list + "." + code)}
}

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
	Items                  []itemView          `json:"items"`
	// Trace is given when the query asks for it.
	Trace *[]stepView `json:"trace,omitempty"`
}

type categoryHoursView struct {
	Category coded  `json:"category"`
	Declared amount `json:"declared"`
	Counted  amount `json:"counted"`
	Pending  amount `json:"pending"`
}

type remainingView struct {
	Requirement  coded  `json:"requirement"`
	Remaining    amount `json:"remaining"`
	AfterPending amount `json:"afterPending"`
}

type lineView struct {
	Requirement  coded       `json:"requirement"`
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

type itemView struct {
	Declaration string `json:"declaration"`
	Declared    amount `json:"declared"`
	Counted     amount `json:"counted"`
	Pending     amount `json:"pending"`
	// Why is null when all of it counts.
	Why    *coded `json:"why"`
	Reason string `json:"reason"`
}

// stepView is a step of the evaluation, with the clause behind it.
type stepView struct {
	Stage       coded       `json:"stage"`
	Requirement string      `json:"requirement,omitempty"`
	Declaration string      `json:"declaration,omitempty"`
	Before      amount      `json:"before"`
	After       amount      `json:"after"`
	Factor      string      `json:"factor,omitempty"`
	By          string      `json:"by,omitempty"`
	Clause      *clauseView `json:"clause"`
}

// showBalance answers where the member stands, in the period that holds the day
// "on". It is computed at each request: what was submitted before it is in it
// (P17).
func showBalance(x *exchange) error {
	id, err := x.member(identity.Read)
	if err != nil {
		return err
	}
	day, err := x.day()
	if err != nil {
		return err
	}
	traced, err := x.flag("trace")
	if err != nil {
		return err
	}
	ctx := x.r.Context()
	standing, err := x.api.Ledger.Standing(ctx, x.actor, id, day)
	if err != nil {
		return err
	}
	b, err := x.api.Ledger.Balance(ctx, x.actor, id, day)
	if err != nil {
		return err
	}
	view := x.viewBalance(b, standing.Version)
	view.Member = string(id)
	if traced {
		steps := listOf(b.Trace, func(s hours.Step) stepView { return x.viewStep(s, standing.Version) }).Items
		view.Trace = &steps
	}
	return x.json(http.StatusOK, view)
}

func (x *exchange) viewBalance(b hours.Balance, v hours.Version) balanceView {
	startedBy := "period"
	if b.Entered {
		startedBy = entryName(b.Entry)
	}
	return balanceView{
		Regulation: b.Regulation, Version: b.Version, Period: x.viewPeriod(b.Period), On: b.Day,
		Start: b.Start, StartedBy: x.coded("start", startedBy), End: b.End, Status: x.coded("status", string(b.Status)),
		ToAccumulate: x.amount(b.Total().Due), Exempted: x.amount(b.Granted), Declared: x.amount(b.Declared),
		Counted: x.amount(b.Counted), Pending: x.amount(b.Pending), Carried: x.amount(b.Total().Carried),
		Surplus: x.amount(b.Surplus),
		CountedByCategory: listOf(b.Categories, func(c hours.CategoryHours) categoryHoursView {
			return categoryHoursView{x.category(v, c.Category), x.amount(c.Declared), x.amount(c.Counted), x.amount(c.Pending)}
		}).Items,
		RemainingByRequirement: listOf(b.Lines, func(l hours.Line) remainingView {
			return remainingView{x.requirement(v, l.Requirement), x.amount(l.Remaining), x.amount(l.AfterPending)}
		}).Items,
		Lines: listOf(b.Lines, func(l hours.Line) lineView { return x.viewLine(l, v) }).Items,
		Items: listOf(b.Items, x.viewItem).Items,
	}
}

func (x *exchange) viewLine(l hours.Line, v hours.Version) lineView {
	return lineView{
		Requirement: x.requirement(v, l.Requirement),
		Asked:       x.amount(l.Asked), Exempted: x.amount(l.Exempted), Due: x.amount(l.Due),
		Carried: x.amount(l.Carried), Counted: x.amount(l.Counted), Pending: x.amount(l.Pending),
		Remaining: x.amount(l.Remaining), AfterPending: x.amount(l.AfterPending),
		Clause: x.clause(v, l.Clause),
	}
}

func (x *exchange) viewItem(i hours.Item) itemView {
	view := itemView{
		Declaration: i.Declaration, Declared: x.amount(i.Declared), Counted: x.amount(i.Counted),
		Pending: x.amount(i.Pending), Reason: i.Reason,
	}
	if i.Why != "" {
		why := x.coded("why", string(i.Why))
		view.Why = &why
	}
	return view
}

func (x *exchange) viewStep(s hours.Step, v hours.Version) stepView {
	view := stepView{
		Stage: x.coded("stage", string(s.Stage)), Requirement: s.Requirement, Declaration: s.Declaration,
		Before: x.amount(s.Before), After: x.amount(s.After), By: s.By, Clause: x.clause(v, s.Clause),
	}
	if s.Den != 0 {
		view.Factor = fraction(s.Num, s.Den)
	}
	return view
}
