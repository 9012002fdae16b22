package portal

import (
	"context"
	"net/http"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func declarationRoutes() []Route {
	return []Route{
		{"GET", "/portfolio/{member}/declarations", (*visit).declarations, false},
		{"GET", "/portfolio/{member}/declarations.csv", (*visit).declarationsCSV, false},
		{"POST", "/portfolio/{member}/declarations", (*visit).beginDeclaration, false},
		{"GET", "/portfolio/{member}/declarations/{id}", (*visit).declaration, false},
		{"GET", "/portfolio/{member}/declarations/{id}/delete", (*visit).confirmDiscardDeclaration, false},
		{"POST", "/portfolio/{member}/declarations/{id}/delete", (*visit).discardDeclaration, false},
		{"GET", "/portfolio/{member}/declarations/{id}/withdraw", (*visit).confirmWithdrawDeclaration, false},
		{"POST", "/portfolio/{member}/declarations/{id}/withdraw", (*visit).withdrawDeclaration, false},
		{"POST", "/portfolio/{member}/declarations/{id}/repeat", (*visit).repeatDeclaration, false},
		{"GET", "/portfolio/{member}/declarations/{id}/{step}", (*visit).declarationStep, false},
		{"POST", "/portfolio/{member}/declarations/{id}/{step}", (*visit).saveDeclarationStep, false},
	}
}

// declarationPage is a declaration that was submitted: the confirmation (P31) and
// the page that can only be read (P32).
type declarationPage struct {
	Member    identity.Member
	Row       declarationRow
	Answers   []answer
	Decisions []decided
	Submitted string
	Fresh     string
	Base      string
	Own       bool
	// Repeat is where the same activity is declared again, by a press that Again names.
	Repeat   string
	Again    string
	Withdraw string
	Review   string
	// Allocated says to which periods the counted hours go, and Late that it came after
	// its period was closed.
	Allocated []string
	Late      bool
	// Attended is what a training body said of it; empty when none did.
	Attended string
	// Pending says that the order has not dealt with it.
	Pending bool
	// Versions are what was declared and what it was corrected to; nil when it was not.
	Versions *versions
	// Asked are the requests for correction. Ask and TakeBack are where the member
	// opens one and takes it back; Amend and Decline where staff answer it.
	Asked                         []asked
	Ask, TakeBack, Amend, Decline string
}

// decided is a decision in words.
type decided struct {
	What, Hours, Reason, By, At string
	// Missing is what staff asked for, in place of a reason.
	Missing string
	// Changes are what a correction changed.
	Changes []string
}

func (v *visit) beginDeclaration() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	member, err := v.member()
	if err != nil {
		return err
	}
	return v.opens(member, form.Get("id"), func(id string) (hours.Declaration, error) {
		return v.Ledger.Begin(v.r.Context(), v.actor, member, id)
	})
}

// repeatDeclaration opens a draft with what was declared before.
func (v *visit) repeatDeclaration() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	member, err := v.member()
	if err != nil {
		return err
	}
	return v.opens(member, form.Get("id"), func(id string) (hours.Declaration, error) {
		return v.Ledger.Repeat(v.r.Context(), v.actor, member, v.r.PathValue("id"), id)
	})
}

// opens leads to the draft that a press of a button opens.
func (v *visit) opens(member identity.MemberID, press string, begin func(id string) (hours.Declaration, error)) error {
	d, err := begin(press)
	if err == nil && d.State != hours.Draft {
		// What this page opened was submitted or deleted since: the press is a new one.
		d, err = begin("")
	}
	if err != nil {
		return err
	}
	return v.redirect("/portfolio/" + string(member) + "/declarations/" + d.ID + "/privacy")
}

// read returns the declaration that the address names.
func (v *visit) readDeclaration() (hours.Declaration, error) {
	member, err := v.member()
	if err != nil {
		return hours.Declaration{}, err
	}
	return v.Ledger.Declaration(v.r.Context(), v.actor, member, v.r.PathValue("id"))
}

// writtenDeclaration returns the declaration that the address names, for who may
// write in its file. The permission comes before the state: who may not write
// learns nothing of what could have been written.
func (v *visit) writtenDeclaration() (hours.Declaration, error) {
	if err := v.mayWrite(); err != nil {
		return hours.Declaration{}, err
	}
	return v.readDeclaration()
}

func (v *visit) declaration() error {
	d, err := v.readDeclaration()
	if err != nil {
		return err
	}
	if d.State == hours.Draft {
		return v.redirect(v.r.URL.Path + "/privacy")
	}
	if d.State == hours.Proposed || d.State == hours.Dismissed {
		return v.showProposal(d)
	}
	page, err := v.declarationRead(d)
	if err != nil {
		return err
	}
	title := v.t("declaration.read.title", "title", d.Activity.Title)
	return v.show(http.StatusOK, "declaration", frame{Title: title, Tab: "portfolio", Body: page})
}

// declarationRead prepares the page of a submitted declaration.
func (v *visit) declarationRead(d hours.Declaration) (declarationPage, error) {
	ctx := v.r.Context()
	member, err := v.Directory.Member(ctx, v.actor, d.Member)
	if err != nil {
		return declarationPage{}, err
	}
	f := file{Member: member}
	if f.Standing, err = v.Ledger.Standing(ctx, v.actor, d.Member, d.Period); err != nil {
		return declarationPage{}, err
	}
	if f.Balance, err = v.Ledger.Balance(ctx, v.actor, d.Member, d.Period); err != nil {
		return declarationPage{}, err
	}
	base := "/portfolio/" + string(d.Member)
	page := declarationPage{
		Member: member, Row: v.declarationRow(f, nil, d), Submitted: v.print.Instant(d.Submitted, v.zone),
		Answers: v.declared(f.Standing.Version, f.Standing, d.Activity), Attended: v.attended(d), Fresh: freshID(), Base: base,
		Own: v.actor.May(identity.Write, v.Org, d.Member), Pending: d.State.Pending(),
		Versions: v.versions(d, f.Standing), Asked: v.corrections(d),
	}
	page.Allocated, page.Late = v.allocated(f.Standing, d.Allocations), d.Late
	for _, one := range d.Decisions {
		line := decided{What: v.t("declaration.event." + string(one.Event)), Reason: one.Reason, By: v.decider(one.By), At: v.print.Instant(one.At, v.zone), Changes: v.changes(one.Amendment, f.Standing)}
		if one.Event == hours.Count || one.Event == hours.Correct {
			line.Hours = v.print.Hours(one.Counted)
		}
		page.Decisions = append(page.Decisions, line)
	}
	if page.Own && d.Repeatable() {
		page.Repeat, page.Again = page.Row.Link+"/repeat", freshID()
	}
	if page.Own && v.org.WithdrawBeforeProcessing && d.State == hours.Submitted {
		page.Withdraw = page.Row.Link + "/withdraw"
	}
	if v.actor.May(identity.Decide, v.Org, d.Member) && len(d.State.StaffEvents()) > 0 {
		page.Review = "/queue/declarations/" + string(d.Member) + "/" + d.ID
	}
	_, open := d.Asked()
	if page.Own {
		switch {
		case open:
			page.TakeBack = page.Row.Link + "/correction/withdraw"
		case d.Askable():
			page.Ask = page.Row.Link + "/correction"
		}
	}
	if page.Review != "" && d.State.Correctable() {
		page.Amend = page.Review + "/amendment"
		if open {
			page.Decline = page.Review + "/correction"
		}
	}
	return page, nil
}

// declared says what was declared, as the page of a submitted declaration and the
// queue show it.
func (v *visit) declared(version hours.Version, s hours.Standing, a hours.Activity) []answer {
	category, _ := version.Category(a.Category)
	kind, _ := category.Type(a.Type)
	return []answer{
		{"P22", v.t("field.declaration.category"), []string{v.print.Text(category.Label)}, ""},
		{"P22", v.t("field.declaration.type"), []string{v.print.Text(kind.Label)}, ""},
		{"P23", v.t("field.declaration.period"), []string{v.print.Years(s.Period)}, ""},
		{"P24", v.t("answer.title"), []string{a.Title}, ""},
		{"P25", v.t("answer.provider"), []string{a.Provider}, ""},
		{"P26", v.t("answer.trainer"), []string{a.Trainer}, ""},
		{"P27", v.t("field.declaration.first"), []string{v.print.Date(a.First)}, ""},
		{"P27", v.t("field.declaration.last"), []string{v.print.Date(a.Last)}, ""},
		{"P28", v.t("field.declaration.duration"), []string{v.print.Duration(a.Hours)}, ""},
	}
}

// question asks before something that cannot be undone.
type question struct {
	Heading, Sentence string
	What              string
	Button            string
	Action, Back      string
	Version           int64
}

func (v *visit) ask(q question) error {
	return v.show(http.StatusOK, "confirm", frame{Title: q.Heading, Tab: "portfolio", Body: q})
}

func (v *visit) confirmDiscardDeclaration() error {
	return v.askOfDeclaration("discard", hours.Discard)
}

func (v *visit) confirmWithdrawDeclaration() error {
	return v.askOfDeclaration("withdraw", hours.Withdraw)
}

func (v *visit) askOfDeclaration(what string, event hours.Event) error {
	d, err := v.writtenDeclaration()
	if err != nil {
		return err
	}
	if _, err := d.State.Next(event); err != nil {
		return hours.ErrProcessed
	}
	lists, err := v.Ledger.Lists(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	title := d.Activity.Title
	if d.State == hours.Draft {
		title = drafted(d.Entry, lists).Title
	}
	if title == "" {
		title = v.t("declaration.untitled")
	}
	return v.ask(question{
		Heading: v.t("declaration." + what + ".title"), Sentence: v.t("declaration." + what + ".sentence"),
		Button: v.t("declaration." + what + ".button"), What: title,
		Action: v.r.URL.Path, Back: "/portfolio/" + string(d.Member), Version: d.Version,
	})
}

func (v *visit) discardDeclaration() error {
	return v.onDeclaration("discarded", v.Ledger.Discard)
}

func (v *visit) withdrawDeclaration() error {
	return v.onDeclaration("withdrawn", v.Ledger.Withdraw)
}

// onDeclaration does what the question asked, and returns to the portfolio.
func (v *visit) onDeclaration(notice string, do declarationEvent) error {
	if err := v.mayWrite(); err != nil {
		return err
	}
	form, err := v.typed()
	if err != nil {
		return err
	}
	member, err := v.member()
	if err != nil {
		return err
	}
	if _, err := do(v.r.Context(), v.actor, member, v.r.PathValue("id"), versionTyped(form)); err != nil {
		return err
	}
	return v.redirect("/portfolio/"+string(member), "notice", notice)
}

// declarationEvent is an event that the desk offers the member.
type declarationEvent func(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64) (hours.Declaration, error)
