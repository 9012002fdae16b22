package portal

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
)

// declarationSteps are the five steps (P21 to P31), with the fields asked in each.
var declarationSteps = []step{
	{"privacy", nil},
	{"category", []string{"category", "type"}},
	{"description", []string{
		"period", "activity", "title", "provider", "providerName", "trainer", "trainerFirst", "trainerLast",
		"first", "last", "duration",
	}},
	{"attestations", []string{"attested"}},
	{"submission", nil},
}

// declarationDraft is a draft with what it is checked against.
type declarationDraft struct {
	hours.Declaration
	rules    hours.Rules
	progress progress
	// periods are those for which the member may declare; the draft's own alone when
	// it is none of them any more.
	periods   []cycle.Period
	portfolio string
	base      string
}

func (v *visit) declarationDraft(d hours.Declaration) (declarationDraft, error) {
	// A draft is for the period for which it was opened, even when that has ended.
	standing, err := v.Ledger.Standing(v.r.Context(), v.actor, d.Member, d.Period)
	if err != nil {
		return declarationDraft{}, err
	}
	lists, err := v.Ledger.Lists(v.r.Context(), v.actor)
	if err != nil {
		return declarationDraft{}, err
	}
	rules := hours.Rules{
		Version: standing.Version, Period: standing.Period, Part: standing.Part, Lists: lists, Today: standing.Today,
	}
	_, wrong := d.Entry.Check(rules)
	draft := declarationDraft{Declaration: d, rules: rules, portfolio: "/portfolio/" + string(d.Member)}
	if draft.periods, err = v.Ledger.Declarable(v.r.Context(), v.actor, d.Member); err != nil {
		return declarationDraft{}, err
	}
	if !slices.Contains(draft.periods, standing.Period) {
		draft.periods = []cycle.Period{standing.Period}
	}
	draft.base = draft.portfolio + "/declarations/" + d.ID
	draft.progress = progress{
		// The first version is the one that the "+" opened; "Commencer" saves the
		// second.
		steps: declarationSteps, read: d.Version > 1, wrong: wrong,
		begun: func(step string) bool { return begunDeclaration(d.Entry, step) },
	}
	return draft, nil
}

func begunDeclaration(e hours.Entry, step string) bool {
	switch step {
	case "category":
		return e.Category != "" || e.Type != ""
	case "description":
		return e.Activity != "" || e.Title != "" || e.Duration != "" || !e.First.Empty() || !e.Last.Empty() ||
			e.Provider != "" || e.ProviderName != "" || e.Trainer != "" || e.TrainerFirst != "" || e.TrainerLast != ""
	case "attestations":
		return len(e.Attested) > 0
	}
	return false
}

func (v *visit) declarationStep() error {
	at := index(declarationSteps, v.r.PathValue("step"))
	d, err := v.writtenDeclaration()
	switch {
	case err != nil:
		return err
	case at < 0:
		return hours.ErrNotFound
	case d.State != hours.Draft:
		return v.redirect("/portfolio/" + string(d.Member) + "/declarations/" + d.ID)
	}
	draft, err := v.declarationDraft(d)
	if err != nil {
		return err
	}
	if first := draft.progress.first(); at > first {
		return v.redirect(draft.base+"/"+declarationSteps[first].id, "led", "1")
	}
	return v.showDeclaration(http.StatusOK, draft, at, v.r.URL.Query().Get("errors") == "1", nil)
}

// saveDeclarationStep saves what was typed, right or wrong, then redirects.
func (v *visit) saveDeclarationStep() error {
	at := index(declarationSteps, v.r.PathValue("step"))
	d, err := v.writtenDeclaration()
	switch {
	case err != nil:
		return err
	case at < 0:
		return hours.ErrNotFound
	}
	form, err := v.typed()
	if err != nil {
		return err
	}
	switch {
	case form.Get("do") == "submit":
		return v.submitDeclaration(d, form)
	case d.State != hours.Draft:
		return hours.ErrProcessed
	}
	saved, typed, as, err := v.keepDeclaration(d, declarationSteps[at].id, form)
	switch {
	case err != nil:
		return err
	case as == takeTyped:
		v.remembers(form, heldDeclaration(saved.Entry, declarationSteps[at].id))
	}
	switch {
	case quiet(form):
		return v.quietly(saved.Version, saved.Changed, as)
	case as == askWhich:
		return v.staleDeclaration(saved, typed, at, form)
	}
	draft, err := v.declarationDraft(saved)
	if err != nil {
		return err
	}
	return v.onward(form, draft.progress, at, draft.base, draft.portfolio, "saved")
}

// keepDeclaration saves a step over the draft as it stands, whoever changed its other
// steps. It returns the draft, the entry with what was typed, and what became of it.
func (v *visit) keepDeclaration(d hours.Declaration, step string, form url.Values) (hours.Declaration, hours.Entry, fate, error) {
	for {
		typed := typedDeclaration(d.Entry, step, form)
		as := v.weigh(form, d.Version, heldDeclaration(d.Entry, step), heldDeclaration(typed, step))
		if as != takeTyped {
			return d, typed, as, nil
		}
		saved, err := v.Ledger.Save(v.r.Context(), v.actor, d.Member, d.ID, d.Version, typed)
		if !errors.Is(err, hours.ErrStale) {
			return saved, typed, takeTyped, err
		}
		// Something was saved in the meantime: it is weighed as well.
		if d, err = v.writtenDeclaration(); err != nil {
			return d, typed, takeTyped, err
		}
	}
}

// heldDeclaration is the digest of the fields of a step, and of all of them on the check
// page.
func heldDeclaration(e hours.Entry, step string) string {
	e.Attested = append([]string{}, e.Attested...)
	switch step {
	case "privacy":
		return held(nil)
	case "category":
		return held([]string{e.Category, e.Type})
	case "description":
		e.Category, e.Type, e.Attested = "", "", nil
	case "attestations":
		return held(e.Attested)
	}
	return held(e)
}

// staleDeclaration shows again what was just typed, over the draft as another
// page saved it, with the version that lets a second press save it.
func (v *visit) staleDeclaration(d hours.Declaration, typed hours.Entry, at int, form url.Values) error {
	v.chooseLanguage(form)
	standing, err := v.declarationDraft(d)
	if err != nil {
		return err
	}
	d.Entry = typed
	draft, err := v.declarationDraft(d)
	if err != nil {
		return err
	}
	return v.showDeclaration(http.StatusConflict, draft, at, false, &standing)
}

func (v *visit) submitDeclaration(d hours.Declaration, form url.Values) error {
	base := "/portfolio/" + string(d.Member) + "/declarations/" + d.ID
	version := v.agreed(form, d.Version, heldDeclaration(d.Entry, "submission"), d.State == hours.Submitted)
	submitted, err := v.Ledger.Submit(v.r.Context(), v.actor, d.Member, d.ID, version)
	var wrong hours.FieldErrors
	switch {
	case errors.As(err, &wrong):
		draft, err := v.declarationDraft(d)
		if err != nil {
			return err
		}
		return v.redirect(base+"/"+declarationSteps[draft.progress.first()].id, "errors", "1", "led", "1")
	case errors.Is(err, hours.ErrStale):
		return v.staleDeclaration(d, d.Entry, len(declarationSteps)-1, form)
	case err != nil:
		return err
	}
	return v.redirect("/portfolio/"+string(submitted.Member)+"/declarations/"+submitted.ID, "notice", "submitted")
}

// typedDeclaration returns the entry with the fields of the step as typed.
func typedDeclaration(e hours.Entry, step string, form url.Values) hours.Entry {
	switch step {
	case "category":
		e.Category = form.Get("category")
		e.Type = typeOf(e.Category, form.Get("type"))
	case "description":
		e.Period = form.Get("period")
		e.Activity, e.ActivityUnlisted, e.Title = form.Get("activity"), form.Has("activityUnlisted"), form.Get("title")
		e.Provider, e.ProviderUnlisted, e.ProviderName = form.Get("provider"), form.Has("providerUnlisted"), form.Get("providerName")
		e.Trainer, e.TrainerUnlisted = form.Get("trainer"), form.Has("trainerUnlisted")
		e.TrainerFirst, e.TrainerLast = form.Get("trainerFirst"), form.Get("trainerLast")
		e.First, e.Last, e.Duration = dateTyped(form, "first"), dateTyped(form, "last"), form.Get("duration")
	case "attestations":
		e.Attested = form["attested"]
	}
	return e
}

// showDeclaration shows a step; standing is the draft as it was saved elsewhere when what
// was typed in it is shown instead, nil otherwise.
func (v *visit) showDeclaration(status int, draft declarationDraft, at int, errorsToo bool, standing *declarationDraft) error {
	w := v.wizard("declaration", draft.base, draft.portfolio, draft.progress, at, draft.Version)
	stands := draft
	if standing != nil {
		stands, w.Stale = *standing, true
		w.Standing = v.differing(v.declarationStepFields(stands, w.Step), v.declarationStepFields(draft, w.Step))
	}
	w.Shown = mark(heldDeclaration(stands.Entry, w.Step))
	if draft.rules.Period.Last().Before(draft.rules.Today) {
		w.Ended = v.t("wizard.ended", "period", v.print.Period(draft.rules.Period))
	}
	var wrong hours.FieldErrors
	if errorsToo {
		wrong = declarationSteps[at].in(draft.progress.wrong)
	}
	page := frame{Tab: "portfolio", Form: true, Wrong: v.declarationProblems(wrong, draft)}
	w.saves(&page, declarationSteps[at])
	switch w.Step {
	case "privacy":
		w.Content = draft.rules.Version.Notice
	case "category":
		w.Fields = v.categoryFields(draft, wrong)
		w.Content = draft.rules.Version.Categories
	case "description":
		w.Fields = v.descriptionFields(draft, wrong)
		page.Scripts = append(page.Scripts, listScripts...)
	case "attestations":
		w.Content = v.attestations(draft, wrong)
	case "submission":
		w.Answers = v.check(draft)
	}
	page.Title, page.Body = v.titled(w), w
	return v.show(status, "declaration_step", page)
}

// declarationStepFields are the controls of a step, in their order.
func (v *visit) declarationStepFields(draft declarationDraft, step string) []field {
	switch step {
	case "category":
		return ordered(declarationSteps[1].fields, v.categoryFields(draft, nil))
	case "description":
		return ordered(declarationControls, v.descriptionFields(draft, nil))
	case "attestations":
		return v.attestations(draft, nil)
	}
	return nil
}

// declarationControls are those of the description: its fields, and the boxes that say
// "not in the list".
var declarationControls = []string{
	"period", "activity", "activityUnlisted", "title", "provider", "providerUnlisted", "providerName",
	"trainer", "trainerUnlisted", "trainerFirst", "trainerLast", "first", "last", "duration",
}

// declarationProblems numbers the boxes, whose messages would be the same.
func (v *visit) declarationProblems(wrong hours.FieldErrors, draft declarationDraft) []problem {
	all := v.problems(wrong)
	for i, w := range wrong {
		for n, a := range draft.rules.Version.Attestations {
			if w.Field == "attested."+a.ID {
				all[i].Message = v.t("wizard.box", "n", strconv.Itoa(n+1), "message", all[i].Message)
			}
		}
	}
	return all
}
