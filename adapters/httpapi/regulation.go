package httpapi

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func regulationEndpoints() []endpoint {
	return []endpoint{
		{Route{http.MethodGet, memberPath + "/regulation"}, false, showRegulation},
		{Route{http.MethodGet, memberPath + "/grounds"}, false, showGrounds},
	}
}

// regulationView is the version of the regulation that governs a period: its words
// in the reader's language, and its rules as the format of hours/catalogue has
// them. Rules name clauses by identifier; Clauses has every one.
type regulationView struct {
	ID         string           `json:"id"`
	Title      string           `json:"title"`
	Version    string           `json:"version"`
	Effective  cycle.Date       `json:"effective"`
	SelectedBy hours.SelectedBy `json:"selectedBy"`
	Period     periodView       `json:"period"`
	Calendar   cycle.Calendar   `json:"calendar"`
	// Unit is what is counted: "h", or the regulation's own name of it.
	Unit         string                `json:"unit"`
	HourOf       int                   `json:"hourOf"`
	Categories   []categoryView        `json:"categories"`
	Tags         []labelled            `json:"tags"`
	Profile      []labelled            `json:"profile"`
	Credits      []hours.CreditRule    `json:"credits"`
	Requirements []requirementView     `json:"requirements"`
	Exemptions   []hours.ExemptionRule `json:"exemptions"`
	CarryOver    carryOverView         `json:"carryOver"`
	Late         []hours.Tier          `json:"late"`
	Elsewhere    []hours.Elsewhere     `json:"elsewhere"`
	Counting     hours.Counting        `json:"counting"`
	Declare      *declareView          `json:"declare"`
	Evidence     *evidenceView         `json:"evidence"`
	Audit        *auditView            `json:"audit"`
	Default      *defaultView          `json:"default"`
	Attestations []statementView       `json:"attestations"`
	Notice       string                `json:"notice"`
	Clauses      []clauseView          `json:"clauses"`
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

// requirementView is a requirement: the keys of the format, with its label and its
// clause in words.
type requirementView struct {
	ID       string           `json:"id"`
	Label    string           `json:"label"`
	Select   hours.Selection  `json:"select,omitzero"`
	Least    *hours.Amount    `json:"least,omitempty"`
	Most     *hours.Amount    `json:"most,omitempty"`
	OneOf    [][]string       `json:"oneOf,omitempty"`
	Toward   []string         `json:"toward,omitempty"`
	When     hours.Condition  `json:"when,omitzero"`
	Instead  []hours.Instead  `json:"instead,omitempty"`
	Window   hours.Window     `json:"window,omitzero"`
	Prorate  *hours.Proration `json:"prorate,omitempty"`
	Relieved any              `json:"relieved,omitempty"` // true, or a list of rules
	Round    hours.Rounding   `json:"round,omitzero"`
	Spill    []string         `json:"spill,omitempty"`
	Carried  bool             `json:"carried,omitempty"`
	// CarriedMost is nil when any number of carried hours serve.
	CarriedMost    *hours.Hours `json:"carriedMost,omitempty"`
	RelievedClause string       `json:"relievedClause,omitempty"`
	CarriedClause  string       `json:"carriedClause,omitempty"`
	Recommended    bool         `json:"recommended,omitempty"`
	Clause         *clauseView  `json:"clause"`
}

type carryOverView struct {
	Most      amount               `json:"most"`
	Instead   []hours.CarryInstead `json:"instead,omitempty"`
	Select    hours.Selection      `json:"select,omitzero"`
	EarnedIn  int                  `json:"earnedIn,omitempty"`
	Lives     int                  `json:"lives"`
	Use       hours.Use            `json:"use"`
	Compounds bool                 `json:"compounds"`
	Needs     hours.Needs          `json:"needs"`
	Clause    *clauseView          `json:"clause"`
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

// requirement labels a requirement, likewise.
func (x *exchange) requirement(v hours.Version, id string) coded {
	return coded{id, x.p.Requirement(v, id)}
}

// showRegulation answers what governs the member in the period that holds the day
// "on".
func showRegulation(x *exchange) error {
	id, err := x.member(identity.Read)
	if err != nil {
		return err
	}
	day, err := x.day("on")
	if err != nil {
		return err
	}
	s, err := x.api.Ledger.Standing(x.r.Context(), x.actor, id, day)
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, x.viewRegulation(s))
}

func (x *exchange) viewRegulation(s hours.Standing) regulationView {
	v := s.Version
	mark := func(m hours.Mark) labelled { return labelled{m.ID, x.p.Text(m.Label)} }
	return regulationView{
		ID: s.Regulation.ID, Title: x.p.Text(s.Regulation.Title), Version: v.ID, Effective: v.Effective,
		SelectedBy: cmp.Or(v.SelectedBy, hours.ByPeriodStart), Period: x.viewPeriod(s.Period), Calendar: v.Calendar,
		Unit: x.p.Unit(v.Unit), HourOf: cmp.Or(v.HourOf, 60), Notice: x.p.Text(v.Notice),
		Categories: listOf(v.Categories, func(c hours.Category) categoryView { return x.viewCategory(c, v) }).Items,
		Tags:       listOf(v.Tags, mark).Items, Profile: listOf(v.Profile, mark).Items,
		Requirements: listOf(v.Requirements, func(q hours.Requirement) requirementView { return x.viewRequirement(q, v) }).Items,
		Credits:      append([]hours.CreditRule{}, v.Credits...), Exemptions: append([]hours.ExemptionRule{}, v.Exemptions...),
		Late: append([]hours.Tier{}, v.Late...), Elsewhere: append([]hours.Elsewhere{}, v.Elsewhere...), Counting: v.Counting,
		CarryOver: x.viewCarryOver(v),
		Declare:   x.viewDeclare(s), Evidence: x.viewEvidence(s), Audit: x.viewAudit(v), Default: x.viewDefault(v),
		Attestations: listOf(v.Attestations, func(a hours.Attestation) statementView {
			return statementView{a.ID, x.p.Text(a.Text)}
		}).Items,
		Clauses: listOf(v.Clauses, x.viewClause).Items,
	}
}

func (x *exchange) viewCarryOver(v hours.Version) carryOverView {
	c := v.CarryOver
	return carryOverView{
		Most: x.amountIn(c.Most, v.Unit), Instead: c.Instead, Select: c.Select, EarnedIn: c.EarnedIn, Lives: cmp.Or(c.Lives, 1),
		Use: cmp.Or(c.Use, hours.UseFirst), Compounds: c.Compounds, Needs: cmp.Or(c.Needs, hours.NeedsAll),
		Clause: x.clause(v, c.Clause),
	}
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
		ID: q.ID, Label: x.p.Text(q.Label), Select: q.Select, Least: q.Least, Most: q.Most, OneOf: q.OneOf,
		Toward: q.Toward, When: q.When, Instead: q.Instead, Window: q.Window, Prorate: q.Prorate, Round: q.Round,
		Spill: q.Spill, Carried: q.Carried, CarriedMost: q.CarriedMost, RelievedClause: q.RelievedClause,
		CarriedClause: q.CarriedClause, Recommended: q.Recommended, Clause: x.clause(v, q.Clause),
	}
	switch {
	case q.Relieved.All:
		view.Relieved = true
	case len(q.Relieved.By) > 0:
		view.Relieved = q.Relieved.By
	}
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
	return x.json(http.StatusOK, listOf(all.Offered(kind), func(l hours.Listing) labelled { return labelled{l.ID, l.Label} }))
}
