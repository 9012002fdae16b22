package httpapi

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// regulationView is the version of the regulation that governs a period, as far
// as a form or a summary needs it.
type regulationView struct {
	ID           string            `json:"id"`
	Title        string            `json:"title"`
	Version      string            `json:"version"`
	Effective    cycle.Date        `json:"effective"`
	Period       periodView        `json:"period"`
	Categories   []categoryView    `json:"categories"`
	Requirements []requirementView `json:"requirements"`
	CarryOver    carryOverView     `json:"carryOver"`
	Attestations []statementView   `json:"attestations"`
	Notice       string            `json:"notice"`
	Clauses      []clauseView      `json:"clauses"`
}

// categoryView is a category with its definition and types (P22).
type categoryView struct {
	ID         string      `json:"id"`
	Label      string      `json:"label"`
	Definition string      `json:"definition"`
	Types      []labelled  `json:"types"`
	Asks       []string    `json:"asks"`
	Clause     *clauseView `json:"clause"`
}

type requirementView struct {
	ID         string   `json:"id"`
	Label      string   `json:"label"`
	Categories []string `json:"categories"`
	// Hours is null when the amount is a share of another requirement.
	Hours   *amount     `json:"hours"`
	Share   string      `json:"share,omitempty"`
	Of      string      `json:"of,omitempty"`
	Prorate string      `json:"prorate,omitempty"`
	Clause  *clauseView `json:"clause"`
}

type carryOverView struct {
	Most   amount      `json:"most"`
	Clause *clauseView `json:"clause"`
}

// clauseView is where a figure comes from. Verified is false for an assumption.
type clauseView struct {
	ID       string `json:"id"`
	Cite     string `json:"cite"`
	Says     string `json:"says"`
	Source   string `json:"source"`
	Verified bool   `json:"verified"`
}

// labelled is an entry of a list.
type labelled struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

// statementView is a statement that is made by ticking a box.
type statementView struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

func fraction(num, den int64) string { return fmt.Sprintf("%d/%d", num, den) }

func (x *exchange) clause(v hours.Version, id string) *clauseView {
	c, ok := v.Clause(id)
	if !ok {
		return nil
	}
	view := x.viewClause(c)
	return &view
}

func (x *exchange) viewClause(c hours.Clause) clauseView {
	return clauseView{c.ID, x.p.Text(c.Cite), x.p.Text(c.Says), c.Source, c.Verified}
}

// category labels a category; one that the version does not have keeps its
// identifier.
func (x *exchange) category(v hours.Version, id string) coded {
	if c, ok := v.Category(id); ok {
		return coded{id, x.p.Text(c.Label)}
	}
	return coded{id, id}
}

func (x *exchange) requirement(v hours.Version, id string) coded {
	i := slices.IndexFunc(v.Requirements, func(q hours.Requirement) bool { return q.ID == id })
	if i < 0 {
		return coded{id, id}
	}
	return coded{id, x.p.Text(v.Requirements[i].Label)}
}

// showRegulation answers what governs the member in the period that holds the day
// "on".
func showRegulation(x *exchange) error {
	id, err := x.member(identity.Read)
	if err != nil {
		return err
	}
	day, err := x.day()
	if err != nil {
		return err
	}
	s, err := x.api.Ledger.Standing(x.r.Context(), x.actor, id, day)
	if err != nil {
		return err
	}
	v := s.Version
	return x.json(http.StatusOK, regulationView{
		ID: s.Regulation.ID, Title: x.p.Text(s.Regulation.Title), Version: v.ID, Effective: v.Effective,
		Period: x.viewPeriod(s.Period), Notice: x.p.Text(v.Notice),
		Categories:   listOf(v.Categories, func(c hours.Category) categoryView { return x.viewCategory(c, v) }).Items,
		Requirements: listOf(v.Requirements, func(q hours.Requirement) requirementView { return x.viewRequirement(q, v) }).Items,
		CarryOver:    carryOverView{x.amount(v.CarryOver.Most), x.clause(v, v.CarryOver.Clause)},
		Attestations: listOf(v.Attestations, func(a hours.Attestation) statementView {
			return statementView{a.ID, x.p.Text(a.Text)}
		}).Items,
		Clauses: listOf(v.Clauses, x.viewClause).Items,
	})
}

func (x *exchange) viewCategory(c hours.Category, v hours.Version) categoryView {
	return categoryView{
		ID: c.ID, Label: x.p.Text(c.Label), Definition: x.p.Text(c.Definition),
		Types: listOf(c.Types, func(t hours.ActivityType) labelled { return labelled{t.ID, x.p.Text(t.Label)} }).Items,
		Asks:  append([]string{}, c.Asks...), Clause: x.clause(v, c.Clause),
	}
}

func (x *exchange) viewRequirement(q hours.Requirement, v hours.Version) requirementView {
	view := requirementView{
		ID: q.ID, Label: x.p.Text(q.Label), Categories: append([]string{}, q.Categories...),
		Prorate: string(q.Prorate), Clause: x.clause(v, q.Clause),
	}
	if share := q.Amount.Share; share != (hours.Share{}) {
		view.Share, view.Of = fraction(share.Num, share.Den), q.Amount.Of
		return view
	}
	whole := x.amount(q.Amount.Hours)
	view.Hours = &whole
	return view
}

// groundsView is the grounds for an exemption and how one asks.
type groundsView struct {
	Regulation  string          `json:"regulation"`
	Version     string          `json:"version"`
	Notice      string          `json:"notice"`
	Grounds     []groundView    `json:"grounds"`
	Commitments []statementView `json:"commitments"`
}

// groundView is a ground (P43); Details says that it must be explained (P47).
type groundView struct {
	ID        string `json:"id"`
	Label     string `json:"label"`
	Documents string `json:"documents"`
	Details   bool   `json:"details"`
	Source    string `json:"source"`
	Verified  bool   `json:"verified"`
}

func showGrounds(x *exchange) error {
	id, err := x.member(identity.Read)
	if err != nil {
		return err
	}
	g, err := x.api.Board.GroundsFor(x.r.Context(), x.actor, id)
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, groundsView{
		Regulation: g.Regulation, Version: g.Version, Notice: x.p.Text(g.Notice),
		Grounds: listOf(g.Grounds, func(g exemption.Ground) groundView {
			return groundView{g.ID, x.p.Text(g.Label), x.p.Text(g.Documents), g.Details, g.Source, g.Verified}
		}).Items,
		Commitments: listOf(g.Commitments, func(c exemption.Commitment) statementView {
			return statementView{c.ID, x.p.Text(c.Text)}
		}).Items,
	})
}

// showList answers one of the order's lists (P24 to P26).
func showList(x *exchange) error {
	all, err := x.api.Ledger.Lists(x.r.Context(), x.actor)
	if err != nil {
		return err
	}
	kind := hours.ListKind(x.r.PathValue("kind"))
	if !slices.Contains(hours.ListKinds(), kind) {
		return identity.ErrNotFound
	}
	return x.json(http.StatusOK, listOf(all.Of(kind), func(l hours.Listing) labelled { return labelled{l.ID, l.Label} }))
}
