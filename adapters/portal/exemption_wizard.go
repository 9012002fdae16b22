package portal

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
)

// exemptionSteps are the four steps (P41 to P49), with the fields asked in each.
var exemptionSteps = []step{
	{"privacy", nil},
	{"request", []string{"period", "ground", "details", "documents", "first", "last", "note"}},
	{"commitments", []string{"committed"}},
	{"submission", nil},
}

// exemptionDraft is a draft with what it is checked against.
type exemptionDraft struct {
	exemption.Request
	// standing is in the period for which the draft was opened, even when that has
	// ended.
	standing  hours.Standing
	grounds   exemption.Grounds
	progress  progress
	portfolio string
	base      string
	// unsent says that documents came with what was just typed, and were not kept.
	unsent bool
}

func (v *visit) exemptionDraft(r exemption.Request) (exemptionDraft, error) {
	ctx := v.r.Context()
	wrong, err := v.Board.Check(ctx, v.actor, r)
	if err != nil {
		return exemptionDraft{}, err
	}
	draft := exemptionDraft{Request: r, portfolio: "/portfolio/" + string(r.Member)}
	draft.base = draft.portfolio + "/exemptions/" + r.ID
	if draft.grounds, err = v.Board.GroundsFor(ctx, v.actor, r.Member); err != nil {
		return exemptionDraft{}, err
	}
	if draft.standing, err = v.Ledger.Standing(ctx, v.actor, r.Member, r.Period); err != nil {
		return exemptionDraft{}, err
	}
	draft.progress = progress{
		steps: exemptionSteps, read: r.Version > 1, wrong: wrong,
		begun: func(step string) bool { return begunExemption(r, step) },
	}
	return draft, nil
}

func begunExemption(r exemption.Request, step string) bool {
	e := r.Entry
	switch step {
	case "request":
		return e.Ground != "" || e.Details != "" || e.Note != "" || !e.First.Empty() || !e.Last.Empty() || len(r.Documents) > 0
	case "commitments":
		return len(e.Committed) > 0
	}
	return false
}

func (v *visit) exemptionStep() error {
	at := index(exemptionSteps, v.r.PathValue("step"))
	r, err := v.writtenExemption()
	switch {
	case err != nil:
		return err
	case at < 0:
		return exemption.ErrNotFound
	case r.State != exemption.Draft:
		return v.redirect("/portfolio/" + string(r.Member) + "/exemptions/" + r.ID)
	}
	draft, err := v.exemptionDraft(r)
	if err != nil {
		return err
	}
	if first := draft.progress.first(); at > first {
		return v.redirect(draft.base+"/"+exemptionSteps[first].id, "led", "1")
	}
	return v.showExemption(http.StatusOK, draft, at, v.r.URL.Query().Get("errors") == "1", nil)
}

// saveExemptionStep saves what was typed, right or wrong, then the documents one
// by one, then redirects.
func (v *visit) saveExemptionStep() error {
	at := index(exemptionSteps, v.r.PathValue("step"))
	r, err := v.writtenExemption()
	switch {
	case err != nil:
		return err
	case at < 0:
		return exemption.ErrNotFound
	}
	form, files, err := v.uploaded()
	if err != nil {
		return err
	}
	defer files.close()
	switch {
	case form.Get("do") == "submit", form.Get("do") == "submit-follow":
		return v.submitExemption(r, form)
	case r.State != exemption.Draft:
		return exemption.ErrProcessed
	}
	// The page's documents may have been attached already, by the same press.
	again := versionTyped(form) != r.Version
	saved, typed, as, err := v.keepExemption(r, exemptionSteps[at].id, form)
	switch {
	case err != nil:
		return err
	case as == takeTyped:
		v.remembers(form, heldExemption(saved, exemptionSteps[at].id))
	}
	switch {
	case quiet(form):
		return v.quietly(saved.Version, saved.Changed, as)
	case as == askWhich:
		return v.staleExemption(saved, typed, at, form, len(files) > 0)
	}
	if again {
		if files, err = unattached(saved.Unsent(), files); err != nil {
			return err
		}
	}
	saved, refused, err := v.attach(saved, files)
	if err != nil {
		return err
	}
	if form.Has("removed") {
		before := saved.Documents
		if saved, err = v.Board.Remove(v.r.Context(), v.actor, r.Member, r.ID, saved.Version, form.Get("removed")); err != nil {
			return err
		}
		v.setRemoved(before, form.Get("removed"), exemptionLink(r.Member, r.ID)+"/request")
	}
	draft, err := v.exemptionDraft(saved)
	if err != nil {
		return err
	}
	return v.afterExemption(form, draft, at, refused)
}

// keepExemption saves a step over the draft as it stands, as [visit.keepDeclaration] does.
func (v *visit) keepExemption(r exemption.Request, step string, form url.Values) (exemption.Request, exemption.Entry, fate, error) {
	for {
		typed := typedExemption(r.Entry, step, form)
		after := r
		after.Entry = typed
		as := v.weigh(form, r.Version, heldExemption(r, step), heldExemption(after, step))
		if as != takeTyped {
			return r, typed, as, nil
		}
		saved, err := v.Board.Save(v.r.Context(), v.actor, r.Member, r.ID, r.Version, typed)
		if !errors.Is(err, exemption.ErrStale) {
			return saved, typed, takeTyped, err
		}
		if r, err = v.writtenExemption(); err != nil {
			return r, typed, takeTyped, err
		}
	}
}

// heldExemption is the digest of the fields of a step, and on the check page of all of
// them with the documents.
func heldExemption(r exemption.Request, step string) string {
	e := r.Entry
	e.Committed = append([]string{}, e.Committed...)
	switch step {
	case "privacy":
		return held(nil)
	case "request":
		e.Committed = nil
		return held(e)
	case "commitments":
		return held(e.Committed)
	}
	var documents []string
	for _, d := range r.Documents {
		documents = append(documents, d.ID)
	}
	return held([]any{e, documents})
}

// afterExemption redirects: back to the step when it was about its documents,
// onward otherwise.
func (v *visit) afterExemption(form url.Values, draft exemptionDraft, at int, refused []refusal) error {
	here := draft.base + "/" + exemptionSteps[at].id
	back := ""
	if form.Get("return") == "submission" {
		back = "submission"
	}
	switch {
	case form.Has("remove"):
		return v.redirect(here, "remove", form.Get("remove"), "return", back)
	case form.Has("removed"):
		return v.redirect(here, "return", back)
	case len(refused) > 0:
		v.setRefused(refused, here)
		return v.redirect(here, "errors", "1", "return", back)
	case form.Get("do") == "add":
		return v.redirect(here, "notice", "documents-added", "return", back)
	}
	return v.onward(form, draft.progress, at, draft.base, draft.portfolio, "saved")
}

// staleExemption shows again what was just typed. Documents that came with it are
// not kept: on a double press, the first one has kept them already.
func (v *visit) staleExemption(r exemption.Request, typed exemption.Entry, at int, form url.Values, documents bool) error {
	v.chooseLanguage(form)
	standing, err := v.exemptionDraft(r)
	if err != nil {
		return err
	}
	r.Entry = typed
	draft, err := v.exemptionDraft(r)
	if err != nil {
		return err
	}
	draft.unsent = documents
	return v.showExemption(http.StatusConflict, draft, at, false, &standing)
}

func (v *visit) submitExemption(r exemption.Request, form url.Values) error {
	version := v.agreed(form, r.Version, heldExemption(r, "submission"), r.State == exemption.Submitted)
	submitted, err := v.Board.Submit(v.r.Context(), v.actor, r.Member, r.ID, version)
	var wrong hours.FieldErrors
	switch {
	case errors.As(err, &wrong):
		draft, err := v.exemptionDraft(r)
		if err != nil {
			return err
		}
		return v.redirect(draft.base+"/"+exemptionSteps[draft.progress.first()].id, "errors", "1", "led", "1")
	case errors.Is(err, exemption.ErrStale):
		return v.staleExemption(r, r.Entry, len(exemptionSteps)-1, form, false)
	case err != nil:
		return err
	}
	notice := "submitted"
	if form.Get("do") == "submit-follow" {
		if err := v.followAll(submitted); err != nil {
			return err
		}
		notice = "submitted-followed"
	}
	return v.redirect("/portfolio/"+string(submitted.Member)+"/exemptions/"+submitted.ID, "notice", notice)
}

func typedExemption(e exemption.Entry, step string, form url.Values) exemption.Entry {
	switch step {
	case "request":
		e.Period, e.Ground, e.Details, e.Note = form.Get("period"), form.Get("ground"), form.Get("details"), form.Get("note")
		e.First, e.Last = dateTyped(form, "first"), dateTyped(form, "last")
	case "commitments":
		e.Committed = form["committed"]
	}
	return e
}

// showExemption shows a step, as [visit.showDeclaration] does.
func (v *visit) showExemption(status int, draft exemptionDraft, at int, errorsToo bool, standing *exemptionDraft) error {
	w := v.wizard("exemption", draft.base, draft.portfolio, draft.progress, at, draft.Version)
	w.Unsent, w.Multipart = draft.unsent, exemptionSteps[at].id == "request"
	stands := draft
	if standing != nil {
		stands, w.Stale = *standing, true
		w.Standing = v.differing(v.exemptionStepFields(stands, w.Step), v.exemptionStepFields(draft, w.Step))
	}
	w.Shown = mark(heldExemption(stands.Request, w.Step))
	if draft.standing.Period.Last().Before(draft.standing.Today) {
		w.Ended = v.t("wizard.ended", "period", v.print.Period(draft.standing.Period))
	}
	if draft.standing.Today.Before(draft.standing.Period.From) {
		w.Ended = v.t("exemption.straddle.future", "day", v.print.Date(draft.standing.Period.From))
	}
	var wrong hours.FieldErrors
	if errorsToo {
		wrong = exemptionSteps[at].in(draft.progress.wrong)
	}
	page := frame{Tab: "portfolio", Form: true, Wrong: v.problems(wrong)}
	w.saves(&page, exemptionSteps[at])
	switch w.Step {
	case "privacy":
		w.Content = draft.grounds.Notice
	case "request":
		w.Content, page.Wrong = v.requestFields(&w, draft, wrong)
	case "commitments":
		boxes := v.commitments(draft, wrong)
		for _, box := range boxes {
			for i, p := range page.Wrong {
				if p.ID == box.ID {
					page.Wrong[i].Message = box.Error
				}
			}
		}
		w.Content = boxes
	case "submission":
		w.Answers = v.checkExemption(draft)
		straddle, err := v.straddle(draft)
		if err != nil {
			return err
		}
		if straddle != nil {
			w.Content = straddle
		}
	}
	page.Title, page.Body = v.titled(w), w
	return v.show(status, "exemption_step", page)
}
