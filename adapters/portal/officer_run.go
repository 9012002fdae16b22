package portal

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/privacy"
)

// runsPath is the register of anonymisations.
const runsPath = officerPath + "/runs"

func officerRunRoutes() []Route {
	return []Route{
		{"GET", runsPath, charged((*visit).runs), false},
		{"GET", runsPath + "/new", charged((*visit).runForm), false},
		{"POST", runsPath + "/new", charged((*visit).describeRun), false},
		{"GET", runsPath + "/{id}", charged((*visit).run), false},
		{"GET", runsPath + "/{id}/edit", charged((*visit).runForm), false},
		{"POST", runsPath + "/{id}/edit", charged((*visit).describeRun), false},
		{"GET", runsPath + "/{id}/approval", charged((*visit).runApproval), false},
		{"POST", runsPath + "/{id}/approval", charged((*visit).approveRun), false},
	}
}

// runRow is an anonymisation in the list.
type runRow struct{ Link, Purpose, State, Class, Again, Detail string }

// runsPage is the register.
type runsPage struct {
	Count string
	Rows  []runRow
}

// again reports that an approved anonymisation is to be assessed again.
func again(r privacy.Run, today cycle.Date) bool {
	return !r.Approved.IsZero() && !r.Again.IsZero() && !r.Again.After(today)
}

func (v *visit) runRow(r privacy.Run, today cycle.Date) runRow {
	row := runRow{Link: runsPath + "/" + r.ID, Purpose: r.Purpose, State: v.t("officer.run.state.open"), Class: "submitted", Detail: v.print.N("officer.run.holdings", len(r.Holdings))}
	if row.Purpose == "" {
		row.Purpose = v.t("officer.run.unnamed")
	}
	if !r.Approved.IsZero() {
		row.State, row.Class = v.t("officer.run.state.approved", "day", v.print.Date(r.Approved)), "granted"
	}
	if !r.Again.IsZero() {
		row.Again = v.print.Date(r.Again)
	}
	if again(r, today) {
		row.State, row.Class = v.t("officer.run.state.again"), "refused"
	}
	return row
}

func (v *visit) runs() error {
	today, err := v.today()
	if err != nil {
		return err
	}
	all, err := v.Registrar.Runs(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	slices.SortStableFunc(all, func(a, b privacy.Run) int { return b.Entered.Compare(a.Entered) })
	page := runsPage{Count: v.print.N("officer.run.count", len(all))}
	for _, r := range all {
		page.Rows = append(page.Rows, v.runRow(r, today))
	}
	return v.showOfficer(http.StatusOK, "officer_runs", frame{Title: v.t("officer.runs"), Body: page})
}

// runPage is one anonymisation, with what is missing before it may be approved.
type runPage struct {
	Back, BackTo, Heading, State, Class string
	Answers                             []answer
	Holdings                            []string
	Missing                             []string
	Approve                             bool
	Link                                string
	// Form is that of the approval, and Decisions why it is refused.
	Form      *officerForm
	Decisions []decisionShown
}

func (v *visit) readRun() (privacy.Run, error) {
	return v.Registrar.AnonymisationRun(v.r.Context(), v.actor, v.r.PathValue("id"))
}

func (v *visit) runPage(r privacy.Run) (runPage, error) {
	today, err := v.today()
	if err != nil {
		return runPage{}, err
	}
	row := v.runRow(r, today)
	page := runPage{
		Back: v.t("officer.run.back"), BackTo: runsPath, Heading: row.Purpose, State: row.State, Class: row.Class, Holdings: v.heldAll(r.Holdings),
		Link: runsPath + "/" + r.ID, Approve: r.Approved.IsZero(),
	}
	day := func(name string, d cycle.Date) answer {
		a := answer{"", v.t("field.officer." + name), nil, ""}
		if !d.IsZero() {
			a.Values = []string{v.print.Date(d)}
		}
		return a
	}
	text := func(name, said string) answer { return answer{"", v.t("field.officer." + name), []string{said}, ""} }
	yes := func(name string, is bool) answer {
		if is {
			return text(name, v.t("officer.truth.yes"))
		}
		return text(name, "")
	}
	page.Answers = []answer{
		text("purposeRun", r.Purpose), text("supervisor", r.Supervisor), yes("stripped", r.Stripped), day("analysed", r.Analysed), text("techniques", r.Techniques),
		text("safeguards", r.Measures), day("final", r.Final), yes("veryLow", r.VeryLow), day("again", r.Again),
	}
	facts := r.Facts()
	for _, fact := range []privacy.Fact{
		"purposes-fixed-first", "competent-supervision", "identifiers-removed", "risks-analysed", "best-practice", "finally-analysed", "risk-very-low", "reassessment-planned", "registered",
	} {
		if facts[fact] != privacy.Yes {
			page.Missing = append(page.Missing, v.factLabel(fact, privacy.Rule{}))
		}
	}
	return page, nil
}

func (v *visit) run() error {
	r, err := v.readRun()
	if err != nil {
		return err
	}
	page, err := v.runPage(r)
	if err != nil {
		return err
	}
	return v.showOfficer(http.StatusOK, "officer_run", frame{Title: page.Heading, Body: page})
}

func (v *visit) runForm() error {
	typed := url.Values{"id": {freshID()}, "version": {"0"}}
	if v.r.PathValue("id") != "" {
		r, err := v.readRun()
		if err != nil {
			return err
		}
		typed = runTyped(r)
	}
	return v.showRunForm(http.StatusOK, typed, nil, nil)
}

// runTyped writes a run into a form.
func runTyped(r privacy.Run) url.Values {
	typed := url.Values{
		"id": {r.ID}, "version": {strconv.FormatInt(r.Version, 10)}, "purposeRun": {r.Purpose}, "supervisor": {r.Supervisor}, "techniques": {r.Techniques}, "safeguards": {r.Measures},
	}
	for name, is := range map[string]bool{"stripped": r.Stripped, "veryLow": r.VeryLow} {
		if is {
			typed.Set(name, "1")
		}
	}
	dayIn(typed, "analysed", r.Analysed)
	dayIn(typed, "final", r.Final)
	dayIn(typed, "again", r.Again)
	for _, h := range r.Holdings {
		typed.Add("scope", string(h))
	}
	return typed
}

// showRunForm shows the form of a run; stale is the run as it is now, when it was changed
// since it was read.
func (v *visit) showRunForm(status int, typed url.Values, wrong error, stale *privacy.Run) error {
	page := officerForm{
		Back: v.t("officer.run.back"), BackTo: runsPath, Heading: v.t("officer.run.new"), Lead: v.t("officer.run.lead"), Action: v.r.URL.Path,
		Version: versionTyped(typed), Kept: []kept{{"id", typed.Get("id")}}, Button: v.t("officer.save"),
	}
	if page.Version > 0 {
		page.Heading, page.Said = v.t("officer.run.edit"), []string{v.t("officer.run.edit.lead")}
	}
	if stale != nil {
		page.Stale, page.Version = true, stale.Version
		now := runTyped(*stale)
		for _, name := range []string{"purposeRun", "supervisor", "techniques", "safeguards"} {
			if said := now.Get(name); said != typed.Get(name) && said != "" {
				page.Changed = append(page.Changed, v.t("officer.changed", "field", v.t("field.officer."+name), "value", said))
			}
		}
	}
	build := func(f form) {
		text := func(name string) control { return f.area(name, typed.Get(name)).as("text") }
		day := func(name string) control { return f.date(name, dateTyped(typed, name)).as("day") }
		page.Sections = []officerSection{{Controls: []control{
			text("purposeRun"), f.text("supervisor", typed.Get("supervisor")).as("text"), f.box("stripped", "1", typed.Get("stripped") != "").as("box"), day("analysed"),
			text("techniques"), text("safeguards"), day("final"), f.box("veryLow", "1", typed.Get("veryLow") != "").as("box"), day("again"),
			f.holdings("scope", holdingsTyped(typed["scope"]), ""),
		}}}
	}
	build(v.form("officer", nil))
	if wrong != nil {
		fields, ours := page.fieldErrors(wrong, typed)
		if !ours {
			return wrong
		}
		build(v.form("officer", fields))
	}
	return v.showOfficerForm(status, page)
}

func (v *visit) describeRun() error {
	typed, err := v.typed()
	if err != nil {
		return err
	}
	if v.chooseLanguage(typed) {
		return v.showRunForm(http.StatusOK, typed, nil, nil)
	}
	r := privacy.Run{ID: typed.Get("id")}
	if id := v.r.PathValue("id"); id != "" {
		if r, err = v.readRun(); err != nil {
			return err
		}
	}
	now := r
	r.Purpose, r.Supervisor, r.Techniques = strings.TrimSpace(typed.Get("purposeRun")), strings.TrimSpace(typed.Get("supervisor")), strings.TrimSpace(typed.Get("techniques"))
	r.Measures, r.Stripped, r.VeryLow, r.Holdings = strings.TrimSpace(typed.Get("safeguards")), typed.Get("stripped") != "", typed.Get("veryLow") != "", holdingsTyped(typed["scope"])
	var wrong hours.FieldErrors
	if r.Purpose == "" {
		wrong = append(wrong, hours.FieldError{Field: "purposeRun", Err: hours.ErrMissing})
	}
	for _, day := range []struct {
		name string
		into *cycle.Date
	}{{"analysed", &r.Analysed}, {"final", &r.Final}, {"again", &r.Again}} {
		on, unread := dayTyped(day.name, dateTyped(typed, day.name), false)
		*day.into, wrong = on, append(wrong, unread...)
	}
	err = wrong.OrNil()
	if err == nil {
		r, err = v.Registrar.Describe(v.r.Context(), v.actor, versionTyped(typed), r)
	}
	switch {
	case errors.Is(err, privacy.ErrStale) && v.r.PathValue("id") != "":
		return v.showRunForm(http.StatusConflict, typed, nil, &now)
	case err != nil:
		return v.showRunForm(http.StatusUnprocessableEntity, typed, err, nil)
	}
	return v.redirect(runsPath+"/"+r.ID, "notice", "officer-saved")
}

func (v *visit) runApproval() error {
	r, err := v.readRun()
	if err != nil {
		return err
	}
	return v.showApproval(http.StatusOK, r, url.Values{}, nil, nil, false)
}

// showApproval asks the two things that the register does not say, and shows why an
// approval is refused.
func (v *visit) showApproval(status int, r privacy.Run, typed url.Values, wrong hours.FieldErrors, decisions []privacy.Decision, stale bool) error {
	page, err := v.runPage(r)
	if err != nil {
		return err
	}
	page.Heading = v.t("officer.run.approve.heading")
	form := officerForm{BackTo: page.Link, Action: page.Link + "/approval", Version: r.Version, Button: v.t("officer.run.approve"), Stale: stale}
	f := v.form("officer", wrong)
	truths := []option{{Value: "yes", Label: v.t("officer.truth.yes")}, {Value: "no", Label: v.t("officer.truth.no")}}
	form.Sections = []officerSection{{Controls: []control{
		f.ticks("achieved", "radio", typed["achieved"], truths...), f.ticks("legitimate", "radio", typed["legitimate"], truths...),
	}}}
	page.Form = &form
	for _, d := range decisions {
		page.Decisions = append(page.Decisions, v.decisionShown(d))
	}
	return v.showOfficer(status, "officer_run", frame{Title: page.Heading, Form: true, Wrong: form.wrong(), Body: page})
}

func (v *visit) approveRun() error {
	typed, err := v.typed()
	if err != nil {
		return err
	}
	r, err := v.readRun()
	if err != nil {
		return err
	}
	if v.chooseLanguage(typed) {
		return v.showApproval(http.StatusOK, r, typed, nil, nil, false)
	}
	var wrong hours.FieldErrors
	for _, name := range []string{"achieved", "legitimate"} {
		if typed.Get(name) != "yes" && typed.Get(name) != "no" {
			wrong = append(wrong, hours.FieldError{Field: name, Err: hours.ErrMissing})
		}
	}
	if len(wrong) > 0 {
		return v.showApproval(http.StatusUnprocessableEntity, r, typed, wrong, nil, false)
	}
	_, decisions, err := v.Registrar.Approve(v.r.Context(), v.actor, r.ID, versionTyped(typed), privacy.Truth(typed.Get("achieved")), privacy.Truth(typed.Get("legitimate")))
	switch {
	case errors.Is(err, privacy.ErrStale):
		return v.showApproval(http.StatusConflict, r, typed, nil, nil, true)
	case errors.Is(err, privacy.ErrUseDestruction):
		return v.showApproval(http.StatusConflict, r, typed, nil, decisions, false)
	case errors.Is(err, privacy.ErrUnknownHolding):
		return v.redirect(runsPath + "/" + r.ID + "/edit") // of nothing: what it is of comes first
	case err != nil:
		return err
	}
	return v.redirect(runsPath+"/"+r.ID, "notice", "officer-approved")
}
