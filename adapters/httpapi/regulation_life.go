package httpapi

import (
	"cmp"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
)

// What the regulation says of the life of a file. A section that it does not have is
// nil, and each part has the clause that sets it.

// declareView is by when activities are declared, with the last days of the period.
type declareView struct {
	Each int `json:"each,omitempty"`
	hours.Delay
	Until  cycle.MonthDay  `json:"until,omitzero"`
	Due    []declareByView `json:"due"`
	Clause *clauseView     `json:"clause"`
}

// declareByView is a time whose activities are declared by a last day.
type declareByView struct {
	Start cycle.Date `json:"start"`
	End   cycle.Date `json:"end"`
	Last  cycle.Date `json:"last"`
}

// evidenceView is what documents are produced, and until when they are kept.
type evidenceView struct {
	Produce    *termView        `json:"produce,omitempty"`
	Paper      *termView        `json:"paper,omitempty"`
	Second     *termView        `json:"second,omitempty"`
	Unproduced hours.Unproduced `json:"unproduced,omitempty"`
	Keep       *termView        `json:"keep,omitempty"`
	KeepUntil  cycle.Date       `json:"keepUntil,omitzero"`
	Kept       []labelled       `json:"kept"`
	Clause     *clauseView      `json:"clause"`
}

// auditView is how files are chosen for an audit.
type auditView struct {
	Share    hours.Share `json:"share,omitzero"`
	Number   int         `json:"number,omitempty"`
	NotTwice bool        `json:"notTwice"`
	AgainFor int         `json:"againFor,omitempty"`
	Notice   *termView   `json:"notice,omitempty"`
	Clause   *clauseView `json:"clause"`
}

// defaultView is what follows a default.
type defaultView struct {
	Hours        *defaultKindView  `json:"hours,omitempty"`
	Declaration  *defaultKindView  `json:"declaration,omitempty"`
	Documents    *defaultKindView  `json:"documents,omitempty"`
	Observations *termView         `json:"observations,omitempty"`
	From         hours.CountedFrom `json:"from,omitempty"`
	After        hours.AfterNotice `json:"after,omitempty"`
	Final        *termView         `json:"final,omitempty"`
	Consequences []consequenceView `json:"consequences"`
	Clause       *clauseView       `json:"clause"`
}

// defaultKindView is a kind of default, and the delay to cure it.
type defaultKindView struct {
	Cure   hours.Delay `json:"cure"`
	Clause *clauseView `json:"clause"`
}

// consequenceView is what comes of a default that is not cured.
type consequenceView struct {
	ID       string         `json:"id"`
	Label    string         `json:"label"`
	After    hours.Delay    `json:"after,omitzero"`
	On       cycle.MonthDay `json:"on,omitzero"`
	Repeated int            `json:"repeated,omitempty"`
	Clause   *clauseView    `json:"clause"`
}

// termView is a delay and the clause that sets it.
type termView struct {
	hours.Delay
	Clause *clauseView `json:"clause"`
}

func (x *exchange) viewTerm(v hours.Version, t hours.Term, section string) *termView {
	if t.IsZero() {
		return nil
	}
	return &termView{t.Delay, x.clause(v, cmp.Or(t.Clause, section))}
}

func (x *exchange) viewDeclare(s hours.Standing) *declareView {
	d := s.Version.Declare
	if d == nil {
		return nil
	}
	return &declareView{
		Each: d.Each, Delay: d.Delay, Until: d.Until, Clause: x.clause(s.Version, d.Clause),
		Due: listOf(s.DeclareBy(), func(by hours.DeclareBy) declareByView {
			return declareByView{by.Window.From, by.Window.Last(), by.Last}
		}).Items,
	}
}

func (x *exchange) viewEvidence(s hours.Standing) *evidenceView {
	e, v := s.Version.Evidence, s.Version
	if e == nil {
		return nil
	}
	return &evidenceView{
		Produce: x.viewTerm(v, e.Produce, e.Clause), Paper: x.viewTerm(v, e.Paper, e.Clause), Second: x.viewTerm(v, e.Second, e.Clause),
		Unproduced: e.Unproduced, Keep: x.viewTerm(v, e.Keep, e.Clause), KeepUntil: e.KeepUntil(s.Period),
		Kept:   listOf(e.Kept, func(k hours.KeptDocument) labelled { return labelled{k.ID, x.p.Text(k.Label)} }).Items,
		Clause: x.clause(v, e.Clause),
	}
}

func (x *exchange) viewAudit(v hours.Version) *auditView {
	a := v.Audit
	if a == nil {
		return nil
	}
	return &auditView{a.Share, a.Number, a.NotTwice, a.AgainFor, x.viewTerm(v, a.Notice, a.Clause), x.clause(v, a.Clause)}
}

func (x *exchange) viewDefault(v hours.Version) *defaultView {
	d := v.Default
	if d == nil {
		return nil
	}
	kind := func(of hours.Lacking) *defaultKindView {
		k, ok := d.Kind(of)
		if !ok {
			return nil
		}
		return &defaultKindView{k.Cure, x.clause(v, k.Clause)}
	}
	view := &defaultView{
		Hours: kind(hours.LackingHours), Declaration: kind(hours.LackingDeclaration), Documents: kind(hours.LackingDocuments),
		Observations: x.viewTerm(v, d.Observations, d.Clause), From: d.From, After: d.After, Clause: x.clause(v, d.Clause),
		Consequences: listOf(d.Consequences, func(c hours.Consequence) consequenceView {
			return consequenceView{c.ID, x.p.Text(c.Label), c.After, c.On, c.Repeated, x.clause(v, cmp.Or(c.Clause, d.Clause))}
		}).Items,
	}
	if d.Final != nil {
		view.Final = x.viewTerm(v, *d.Final, d.Clause)
	}
	return view
}
