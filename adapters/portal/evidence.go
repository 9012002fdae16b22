package portal

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/audit"
	"github.com/goodstanding/goodstanding/identity"
)

func evidenceRoutes() []Route {
	return []Route{
		{"GET", "/portfolio/{member}/evidence", (*visit).evidence, false},
		{"GET", "/portfolio/{member}/evidence/{id}", (*visit).evidenceItem, false},
		{"POST", "/portfolio/{member}/evidence/{id}", (*visit).saveEvidence, false},
		{"GET", "/portfolio/{member}/evidence/{id}/sending", (*visit).confirmEvidence, false},
		{"POST", "/portfolio/{member}/evidence/{id}/sending", (*visit).sendEvidence, false},
		{"GET", "/portfolio/{member}/evidence/{id}/documents/{document}", (*visit).evidenceDocument, false},
	}
}

// evidenceRow is a declaration of which evidence was asked.
type evidenceRow struct {
	ID, Title    string
	Link         string
	State, Class string
	// Hours are those counted now.
	Hours     string
	Last      string
	Documents int
	// Send says that the documents are still to be sent.
	Send   bool
	Reason string
	Next   string
}

func (v *visit) evidenceRow(item audit.Item, link string) evidenceRow {
	e := item.Evidence
	return evidenceRow{
		ID: item.ID, Title: item.Activity.Title, Link: link, State: v.t("evidence.state." + string(e.State)), Class: evidenceClass[e.State],
		Hours: v.print.Hours(item.Counted), Last: v.print.Date(e.Last), Documents: len(e.Documents), Send: e.State.Has(hours.SendEvidence),
		Reason: e.Reason(), Next: v.evidenceNext(item),
	}
}

// evidenceClass are the colours of the states, as those of declarations.
var evidenceClass = map[hours.EvidenceState]string{
	hours.EvidenceAsked: "submitted", hours.EvidenceAskedAgain: "submitted", hours.EvidenceOverdue: "refused", hours.EvidenceExpired: "refused",
	hours.EvidenceReceived: "in-review", hours.EvidenceAccepted: "counted", hours.EvidenceDisallowed: "refused",
}

// evidenceNext says what happens next.
func (v *visit) evidenceNext(item audit.Item) string {
	e := item.Evidence
	next := v.t("evidence.next."+string(e.State), "day", v.print.Date(e.Last), "hours", v.print.Hours(item.Counted))
	if item.Void && e.State.Has(hours.SendEvidence) {
		next += " " + v.t("evidence.next.void")
	}
	return next
}

// evidencePage is what audits ask of a member.
type evidencePage struct {
	Member     identity.Member
	Base       string
	Own        bool
	Selections []selectionLine
	Rows       []evidenceRow
	Kept       string
}

// selectionLine says how a draw chose the file.
type selectionLine struct {
	Span, At, How string
	// Check is what a shell is given, empty for who was not drawn.
	Seed, Number, Score string
	Reason              string
	Digest              string
}

func (v *visit) selectionLine(s audit.Selection) selectionLine {
	line := selectionLine{Span: v.print.Span(s.Span), At: v.print.Instant(s.At, v.zone), Reason: s.Reason, Digest: s.Selected.Digest}
	if s.Selected.Rank == 0 {
		line.How = v.t("history.directed")
		return line
	}
	line.How = v.t("evidence.how", "rank", v.count(s.Selected.Rank), "population", v.count(s.Selected.Population))
	line.Seed, line.Number, line.Score = quoted(s.Selected.Seed), quoted(s.Selected.Number), s.Score
	return line
}

func (v *visit) evidence() error {
	member, err := v.member()
	if err != nil {
		return err
	}
	ctx := v.r.Context()
	m, err := v.Directory.Member(ctx, v.actor, member)
	if err != nil {
		return err
	}
	dossier, err := v.Auditor.Dossier(ctx, v.actor, member)
	if err != nil {
		return err
	}
	page := evidencePage{Member: m, Base: "/portfolio/" + string(member), Own: v.actor.May(identity.Write, v.Org, member)}
	for _, s := range dossier.Selections {
		page.Selections = append(page.Selections, v.selectionLine(s))
	}
	for _, item := range dossier.Items {
		page.Rows = append(page.Rows, v.evidenceRow(item, page.Base+"/evidence/"+item.ID))
	}
	return v.show(http.StatusOK, "evidence", frame{Title: v.t("evidence.title", "name", m.Name()), Tab: "portfolio", Body: page})
}

// evidenceAlert is what the portfolio says first when documents are asked for.
type evidenceAlert struct {
	Sentence string
	Late     bool
}

func (v *visit) evidenceAlert(member identity.MemberID) (*evidenceAlert, error) {
	dossier, err := v.Auditor.Dossier(v.r.Context(), v.actor, member)
	if err != nil {
		return nil, err
	}
	n, first, late := dossier.Waiting()
	if n == 0 {
		return nil, nil
	}
	if late {
		return &evidenceAlert{v.print.N("evidence.alert.late", n, "day", v.print.Date(first)), true}, nil
	}
	return &evidenceAlert{v.print.N("evidence.alert", n, "day", v.print.Date(first)), false}, nil
}

// item returns the evidence that the address names.
func (v *visit) item() (audit.Item, error) {
	member, err := v.member()
	if err != nil {
		return audit.Item{}, err
	}
	dossier, err := v.Auditor.Dossier(v.r.Context(), v.actor, member)
	if err != nil {
		return audit.Item{}, err
	}
	i := slices.IndexFunc(dossier.Items, func(item audit.Item) bool { return item.ID == v.r.PathValue("id") })
	if i < 0 {
		return audit.Item{}, hours.ErrNotFound
	}
	return dossier.Items[i], nil
}

// evidenceItemPage is the evidence of one declaration, for who may read the file; with
// a form while the member may still send documents.
type evidenceItemPage struct {
	evidenceRow
	Answers   []answer
	Note      string
	Field     *documentsField
	Documents []documentLine
	Erased    string
	Kept      string
	Clause    hours.Clause
	Steps     []decided
	Base      string
	Version   int64
	Stale     bool
	Unsent    bool
}

func (v *visit) evidenceItem() error {
	item, err := v.item()
	if err != nil {
		return err
	}
	return v.showEvidence(http.StatusOK, item, nil, false)
}

func (v *visit) evidenceRead(item audit.Item) evidenceItemPage {
	e, base := item.Evidence, "/portfolio/"+string(item.Member)+"/evidence"
	page := evidenceItemPage{
		evidenceRow: v.evidenceRow(item, base+"/"+item.ID), Note: e.Note, Base: base, Version: item.Version, Clause: item.Clause,
		Answers: []answer{
			{"", v.t("answer.provider"), []string{item.Activity.Provider}, ""},
			{"", v.t("field.declaration.first"), []string{v.print.Date(item.Activity.First)}, ""},
			{"", v.t("field.declaration.last"), []string{v.print.Date(item.Activity.Last)}, ""},
			{"", v.t("evidence.declared"), []string{v.print.Hours(item.Activity.Hours)}, ""},
			{"", v.t("evidence.counted"), []string{v.print.Hours(item.Counted)}, ""},
			{"", v.t("evidence.until"), []string{v.print.Date(e.Last)}, ""},
		},
	}
	page.Kept = v.t("evidence.kept.silent")
	if !item.Kept.IsZero() {
		page.Kept = v.t("evidence.kept", "day", v.print.Date(item.Kept))
	}
	for _, step := range e.Steps {
		line := decided{What: v.t("evidence.step." + string(step.Event)), Reason: step.Text, By: step.By, At: v.print.Instant(step.At, v.zone)}
		if step.Event == hours.DisallowEvidence {
			line.Hours = v.t("evidence.figures", "before", v.print.Hours(step.Before), "after", v.print.Hours(step.After))
		}
		if line.By == "" || !v.actor.May(identity.List, v.Org, "") && step.Event != hours.SendEvidence {
			line.By = v.print.Text(v.org.Name)
		}
		page.Steps = append(page.Steps, line)
	}
	page.Documents = v.documentLinesAt(page.Link, e.Documents, "")
	if !e.Erased.IsZero() {
		page.Erased = v.t("evidence.erased", "day", v.print.Instant(e.Erased, v.zone))
	}
	return page
}

func (v *visit) showEvidence(status int, item audit.Item, wrong hours.FieldErrors, stale bool) error {
	page := v.evidenceRead(item)
	page.Stale = stale
	refused := v.refused(page.Link)
	if page.Send && v.actor.May(identity.Write, v.Org, item.Member) {
		field := v.documentsFieldAt(page.Link, item.Evidence.Documents, wrong, refused)
		page.Field = &field
	}
	problems := v.problems(wrong)
	for _, message := range v.refusedMessages(refused) {
		problems = append(problems, problem{"documents", message})
	}
	return v.show(status, "evidence_item", frame{
		Title: v.t("evidence.item.title", "title", item.Activity.Title), Tab: "portfolio", Form: page.Field != nil, Wrong: problems, Body: page,
	})
}

// saveEvidence keeps the documents one by one, or takes one out, then redirects: to the
// question before they are sent when that is what was pressed.
func (v *visit) saveEvidence() error {
	if err := v.mayWrite(); err != nil {
		return err
	}
	form, files, err := v.uploaded()
	if err != nil {
		return err
	}
	defer files.close()
	item, err := v.item()
	if err != nil {
		return err
	}
	here := "/portfolio/" + string(item.Member) + "/evidence/" + item.ID
	if !item.Evidence.State.Has(hours.SendEvidence) {
		return v.redirect(here)
	}
	ctx, version := v.r.Context(), versionTyped(form)
	var refused []refusal
	for _, one := range files {
		with, err := v.Auditor.Attach(ctx, v.actor, item.Member, item.ID, version, one.name, one.file)
		switch why := whyRefused(err); {
		case err == nil:
			version = with.Version
		case why != "":
			refused = append(refused, refusal{hours.FileName(one.name), why})
		case errors.Is(err, hours.ErrStale):
			v.chooseLanguage(form)
			return v.showEvidence(http.StatusConflict, item, nil, true)
		default:
			return fmt.Errorf("portal: attach: %w", err)
		}
	}
	if form.Has("removed") {
		if _, err := v.Auditor.Detach(ctx, v.actor, item.Member, item.ID, version, form.Get("removed")); err != nil {
			return err
		}
		v.setRemoved(item.Evidence.Documents, form.Get("removed"), here)
	}
	return v.afterEvidence(form, here, len(files)-len(refused), refused)
}

func (v *visit) afterEvidence(form url.Values, here string, added int, refused []refusal) error {
	switch {
	case v.chooseLanguage(form):
		return v.redirect(here)
	case form.Has("remove"):
		return v.redirect(here, "remove", form.Get("remove"))
	case form.Has("removed"):
		return v.redirect(here)
	case len(refused) > 0:
		v.setRefused(refused, here)
		return v.redirect(here)
	case form.Get("do") == "send":
		return v.redirect(here + "/sending")
	case added == 0:
		return v.redirect(here)
	}
	return v.redirect(here, "notice", "evidence-added")
}

// confirmEvidence asks before the documents are sent: they can no longer be changed
// then. Without a document there is nothing to send.
func (v *visit) confirmEvidence() error {
	if err := v.mayWrite(); err != nil {
		return err
	}
	item, err := v.item()
	if err != nil {
		return err
	}
	here := "/portfolio/" + string(item.Member) + "/evidence/" + item.ID
	switch {
	case !item.Evidence.State.Has(hours.SendEvidence):
		return v.redirect(here)
	case len(item.Evidence.Documents) == 0:
		return v.showEvidence(http.StatusUnprocessableEntity, item, hours.FieldErrors{{Field: "documents", Err: hours.ErrNoEvidence}}, false)
	}
	return v.show(http.StatusOK, "evidence_sending", frame{Title: v.t("evidence.send.heading"), Tab: "portfolio", Body: question{
		Heading: v.t("evidence.send.heading"), What: item.Activity.Title,
		Sentence: v.print.N("evidence.send.sentence", len(item.Evidence.Documents)), Button: v.t("evidence.send.button"),
		Action: here + "/sending", Back: here, Version: item.Version,
	}})
}

func (v *visit) sendEvidence() error {
	if err := v.mayWrite(); err != nil {
		return err
	}
	form, err := v.typed()
	if err != nil {
		return err
	}
	item, err := v.item()
	if err != nil {
		return err
	}
	_, err = v.Auditor.Send(v.r.Context(), v.actor, item.Member, item.ID, versionTyped(form))
	var wrong hours.FieldErrors
	switch {
	case errors.As(err, &wrong):
		return v.showEvidence(http.StatusUnprocessableEntity, item, wrong, false)
	case errors.Is(err, hours.ErrStale):
		return v.showEvidence(http.StatusConflict, item, nil, true)
	case err != nil:
		return err
	}
	return v.redirect("/portfolio/"+string(item.Member)+"/evidence/"+item.ID, "notice", "evidence-sent")
}

// evidenceDocument sends a document to its owner, or to staff once it is sent.
func (v *visit) evidenceDocument() error {
	member, err := v.member()
	if err != nil {
		return err
	}
	d, content, err := v.Auditor.Open(v.r.Context(), v.actor, member, v.r.PathValue("id"), v.r.PathValue("document"))
	if err != nil {
		return err
	}
	return v.sendDocument(d, content)
}
