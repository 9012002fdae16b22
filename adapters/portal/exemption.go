package portal

import (
	"context"
	"net/http"

	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/identity"
)

func exemptionRoutes() []Route {
	return []Route{
		{"GET", "/portfolio/{member}/exemptions", (*visit).exemptions, false},
		{"GET", "/portfolio/{member}/exemptions.csv", (*visit).exemptionsCSV, false},
		{"POST", "/portfolio/{member}/exemptions", (*visit).beginExemption, false},
		{"GET", "/portfolio/{member}/exemptions/{id}", (*visit).exemption, false},
		{"GET", "/portfolio/{member}/exemptions/{id}/delete", (*visit).confirmDiscardExemption, false},
		{"POST", "/portfolio/{member}/exemptions/{id}/delete", (*visit).discardExemption, false},
		{"GET", "/portfolio/{member}/exemptions/{id}/withdraw", (*visit).confirmWithdrawExemption, false},
		{"POST", "/portfolio/{member}/exemptions/{id}/withdraw", (*visit).withdrawExemption, false},
		{"GET", "/portfolio/{member}/exemptions/{id}/reply", (*visit).replyExemption, false},
		{"POST", "/portfolio/{member}/exemptions/{id}/reply", (*visit).saveReply, false},
		{"GET", "/portfolio/{member}/exemptions/{id}/end", (*visit).endExemption, false},
		{"POST", "/portfolio/{member}/exemptions/{id}/end", (*visit).tellEnd, false},
		{"POST", "/portfolio/{member}/exemptions/{id}/follow", (*visit).followExemption, false},
		{"GET", "/portfolio/{member}/exemptions/{id}/documents/{document}", (*visit).document, false},
		{"GET", "/portfolio/{member}/exemptions/{id}/{step}", (*visit).exemptionStep, false},
		{"POST", "/portfolio/{member}/exemptions/{id}/{step}", (*visit).saveExemptionStep, false},
	}
}

// exemptionPage is a request that was submitted: the confirmation (P49) and the
// page that can only be read (P50, P51).
type exemptionPage struct {
	Member    identity.Member
	Row       exemptionRow
	Answers   []answer
	Documents []documentLine
	Decisions []decided
	Submitted string
	Base      string
	Own       bool
	Withdraw  string
	Review    string
	Pending   bool
	// Asked is what the order asks for, while it waits for a reply.
	Asked *askedView
	// Replies are what the member sent since, and Told the end of the ground that was
	// told and not decided about.
	Replies []replied
	Told    *toldView
	// Covers says which days of a ground that straddles periods the request is for;
	// Linked are the requests for the others, and Offers the periods without one.
	Covers string
	Linked []linkedRow
	Offers []offer
	Reply  string
	End    string
}

func (v *visit) beginExemption() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	member, err := v.member()
	if err != nil {
		return err
	}
	r, err := v.Board.Begin(v.r.Context(), v.actor, member, form.Get("id"))
	if err == nil && r.State != exemption.Draft {
		// What this page opened was submitted or deleted since: the press is a new one.
		r, err = v.Board.Begin(v.r.Context(), v.actor, member, "")
	}
	if err != nil {
		return err
	}
	return v.redirect("/portfolio/" + string(member) + "/exemptions/" + r.ID + "/privacy")
}

func (v *visit) readExemption() (exemption.Request, error) {
	member, err := v.member()
	if err != nil {
		return exemption.Request{}, err
	}
	return v.Board.Request(v.r.Context(), v.actor, member, v.r.PathValue("id"))
}

// writtenExemption returns the request that the address names, for who may write
// in its file, whatever its state.
func (v *visit) writtenExemption() (exemption.Request, error) {
	if err := v.mayWrite(); err != nil {
		return exemption.Request{}, err
	}
	return v.readExemption()
}

func (v *visit) exemption() error {
	r, err := v.readExemption()
	if err != nil {
		return err
	}
	if r.State == exemption.Draft {
		return v.redirect(v.r.URL.Path + "/privacy")
	}
	page, err := v.exemptionRead(r)
	if err != nil {
		return err
	}
	title := v.t("exemption.read.title", "ground", page.Row.Ground)
	return v.show(http.StatusOK, "exemption", frame{Title: title, Tab: "portfolio", Body: page})
}

func (v *visit) exemptionRead(r exemption.Request) (exemptionPage, error) {
	ctx := v.r.Context()
	member, err := v.Directory.Member(ctx, v.actor, r.Member)
	if err != nil {
		return exemptionPage{}, err
	}
	f := file{Member: member}
	if f.Standing, err = v.Ledger.Standing(ctx, v.actor, r.Member, r.Period); err != nil {
		return exemptionPage{}, err
	}
	grounds, err := v.Board.GroundsFor(ctx, v.actor, r.Member)
	if err != nil {
		return exemptionPage{}, err
	}
	base := "/portfolio/" + string(r.Member)
	page := exemptionPage{
		Member: member, Row: v.exemptionRow(grounds, r), Submitted: v.print.Instant(r.Submitted, v.zone),
		Answers: v.claimed(grounds, v.print.Years(f.Standing.Period), r.Claim), Base: base,
		Own: v.actor.May(identity.Write, v.Org, r.Member), Pending: r.State.Pending(),
	}
	page.Documents = v.documentLines(r, "")
	for _, one := range r.Decisions {
		page.Decisions = append(page.Decisions, v.decidedExemption(one))
	}
	if err := v.afterSubmission(&page, r, f.Standing); err != nil {
		return exemptionPage{}, err
	}
	if page.Own && v.org.WithdrawBeforeProcessing && (r.State == exemption.Submitted || r.State == exemption.Incomplete) {
		page.Withdraw = page.Row.Link + "/withdraw"
	}
	if v.actor.May(identity.Decide, v.Org, r.Member) && len(r.State.StaffEvents()) > 0 {
		page.Review = "/queue/exemptions/" + string(r.Member) + "/" + r.ID
	}
	return page, nil
}

// claimed says what was asked, as the pages of a request show it.
func (v *visit) claimed(grounds exemption.Grounds, years string, c exemption.Claim) []answer {
	ground, known := grounds.Ground(c.Ground)
	named := []string{v.print.Text(ground.Label)}
	if known && !ground.Verified {
		named = append(named, v.t("exemption.unverified"))
	}
	return []answer{
		{"P42", v.t("field.exemption.period"), []string{years}, ""},
		{"P43", v.t("field.exemption.ground"), named, ""},
		{"P47", v.t("answer.details"), []string{c.Details}, ""},
		{"P45", v.t("field.exemption.first"), []string{v.print.Date(c.First)}, ""},
		{"P45", v.t("field.exemption.last"), []string{v.print.Date(c.Last)}, ""},
		{"P46", v.t("answer.note"), []string{c.Note}, ""},
	}
}

func (v *visit) confirmDiscardExemption() error {
	return v.askOfExemption("discard", exemption.Discard)
}

func (v *visit) confirmWithdrawExemption() error {
	return v.askOfExemption("withdraw", exemption.Withdraw)
}

func (v *visit) askOfExemption(what string, event exemption.Event) error {
	r, err := v.writtenExemption()
	if err != nil {
		return err
	}
	if _, err := r.State.Next(event); err != nil {
		return exemption.ErrProcessed
	}
	grounds, err := v.Board.GroundsFor(v.r.Context(), v.actor, r.Member)
	if err != nil {
		return err
	}
	return v.ask(question{
		Heading: v.t("exemption." + what + ".title"), Sentence: v.t("exemption." + what + ".sentence"),
		Button: v.t("exemption." + what + ".button"), What: v.exemptionRow(grounds, r).Ground,
		Action: v.r.URL.Path, Back: "/portfolio/" + string(r.Member), Version: r.Version,
	})
}

func (v *visit) discardExemption() error {
	return v.onExemption("discarded", v.Board.Discard)
}

func (v *visit) withdrawExemption() error {
	return v.onExemption("withdrawn", v.Board.Withdraw)
}

// onExemption does what the question asked, and returns to the portfolio.
func (v *visit) onExemption(notice string, do exemptionEvent) error {
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

// exemptionEvent is an event that the desk offers the member.
type exemptionEvent func(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64) (exemption.Request, error)
