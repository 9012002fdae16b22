package portal

import (
	"errors"
	"net/http"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/audit"
	"github.com/goodstanding/goodstanding/identity"
)

func evidenceReviewRoutes() []Route {
	return []Route{
		{"GET", "/queue/evidence/{member}", (*visit).evidenceReview, false},
		{"POST", "/queue/evidence/{member}", (*visit).askEvidence, false},
		{"GET", "/queue/evidence/{member}/{id}", (*visit).reviewEvidence, false},
		{"POST", "/queue/evidence/{member}/{id}", (*visit).decideEvidence, false},
	}
}

// candidate is a declaration of which evidence may be asked.
type candidate struct {
	ID, Title, Day, Hours string
	Checked               bool
}

// evidenceReviewPage is where staff ask a member for evidence.
type evidenceReviewPage struct {
	Member     identity.Member
	Base       string
	Draw       string
	Span       string
	Selection  *selectionLine
	Candidates []candidate
	Note       field
	Last       field
	Rows       []evidenceRow
	Back       string
}

// auditing returns the member that the address names, for who may decide on the file.
func (v *visit) auditing() (identity.Member, error) {
	member, err := v.member()
	if err != nil {
		return identity.Member{}, err
	}
	if err := v.actor.Check(identity.Decide, v.Org, member); err != nil {
		return identity.Member{}, err
	}
	return v.Directory.Member(v.r.Context(), v.actor, member)
}

func (v *visit) evidenceReview() error {
	m, err := v.auditing()
	if err != nil {
		return err
	}
	return v.showEvidenceReview(http.StatusOK, m, v.r.URL.Query().Get("draw"), audit.Request{}, hours.DateEntry{}, nil, true)
}

// showEvidenceReview shows the page with the form as it was typed; all ticks every
// declaration.
func (v *visit) showEvidenceReview(status int, m identity.Member, drawn string, r audit.Request, last hours.DateEntry, wrong hours.FieldErrors, all bool) error {
	ctx := v.r.Context()
	page := evidenceReviewPage{Member: m, Base: "/portfolio/" + string(m.ID), Draw: drawn, Back: "/queue/audits"}
	covers := func(hours.Declaration) bool { return true }
	if drawn != "" {
		draw, err := v.Auditor.Draw(ctx, v.actor, drawn)
		if err != nil {
			return err
		}
		if _, chosen := draw.Has(m.ID); !chosen {
			return identity.ErrNotFound
		}
		page.Span, page.Back, covers = v.print.Span(draw.Span), "/queue/audits/"+drawn, draw.Covers
	}
	dossier, err := v.Auditor.Dossier(ctx, v.actor, m.ID)
	if err != nil {
		return err
	}
	for _, s := range dossier.Selections {
		if s.ID == drawn {
			line := v.selectionLine(s)
			page.Selection = &line
		}
	}
	for _, item := range dossier.Items {
		page.Rows = append(page.Rows, v.evidenceRow(item, "/queue/evidence/"+string(m.ID)+"/"+item.ID+v.query()))
	}
	declarations, err := v.Ledger.Declarations(ctx, v.actor, m.ID, hours.Query{States: []hours.State{hours.Counted}})
	if err != nil {
		return err
	}
	for _, d := range declarations {
		if d.Evidence == nil && covers(d) {
			page.Candidates = append(page.Candidates, candidate{
				d.ID, d.Activity.Title, v.print.Date(d.Activity.Last), v.print.Hours(d.Counted), all || slices.Contains(r.Declarations, d.ID),
			})
		}
	}
	f := v.form("evidence", wrong)
	page.Note, page.Last = f.area("note", r.Note), f.date("last", last)
	return v.show(status, "evidence_review", frame{
		Title: v.t("evidence.review.title", "name", m.Name()), Tab: "queue", Form: len(page.Candidates) > 0, Wrong: v.problems(wrong), Body: page,
	})
}

func (v *visit) askEvidence() error {
	m, err := v.auditing()
	if err != nil {
		return err
	}
	form, err := v.typed()
	if err != nil {
		return err
	}
	r, last := audit.Request{Draw: form.Get("draw"), Declarations: form["declaration"], Note: form.Get("note")}, dateTyped(form, "last")
	if v.chooseLanguage(form) {
		return v.showEvidenceReview(http.StatusOK, m, r.Draw, r, last, nil, false)
	}
	var wrong hours.FieldErrors
	if len(r.Declarations) == 0 {
		wrong = append(wrong, hours.FieldError{Field: "declaration", Err: hours.ErrMissing})
	}
	if !last.Empty() {
		if r.Last, err = last.Read(); err != nil {
			wrong = append(wrong, hours.FieldError{Field: "last", Err: err})
		}
	}
	if len(wrong) == 0 {
		_, err = v.Auditor.Ask(v.r.Context(), v.actor, m.ID, r)
	}
	if len(wrong) > 0 || errors.As(err, &wrong) {
		return v.showEvidenceReview(http.StatusUnprocessableEntity, m, r.Draw, r, last, wrong, false)
	}
	if err != nil {
		return err
	}
	return v.redirect("/queue/evidence/"+string(m.ID), "draw", r.Draw, "notice", "evidence-asked")
}

// reviewedEvidence is the page on which staff decide on evidence.
type reviewedEvidence struct {
	evidenceItemPage
	Member  identity.Member
	Verdict verdictForm
	Back    string
	// Open says that there is still something to decide, and Last is the day of a second
	// notice.
	Open bool
}

func (v *visit) reviewEvidence() error {
	m, err := v.auditing()
	if err != nil {
		return err
	}
	return v.showReviewEvidence(http.StatusOK, m, verdictTyped{})
}

func (v *visit) showReviewEvidence(status int, m identity.Member, typed verdictTyped) error {
	item, err := v.item()
	if err != nil {
		return err
	}
	page := reviewedEvidence{evidenceItemPage: v.evidenceRead(item), Member: m, Back: "/queue/evidence/" + string(m.ID) + v.query()}
	var events []option
	for _, e := range []hours.EvidenceEvent{hours.AcceptEvidence, hours.DisallowEvidence, hours.AskEvidenceAgain} {
		if item.Evidence.State.Has(e) && (e != hours.AskEvidenceAgain || item.Second) {
			events = append(events, option{Value: string(e), Label: v.t("evidence.decide." + string(e))})
		}
	}
	page.Open = len(events) > 0
	page.Verdict = v.verdict("evidence", "counted", typed, events, item.Version)
	page.Verdict.Amount.Hint = v.t("field.evidence.counted.now", "hours", v.print.Hours(item.Counted))
	page.Verdict.Action = v.r.URL.RequestURI()
	return v.show(status, "review_evidence", frame{
		Title: v.t("evidence.item.title", "title", item.Activity.Title), Tab: "queue", Form: page.Open, Wrong: v.problems(typed.wrong), Body: page,
	})
}

func (v *visit) decideEvidence() error {
	m, err := v.auditing()
	if err != nil {
		return err
	}
	form, err := v.typed()
	if err != nil {
		return err
	}
	typed := verdictTyped{event: form.Get("event"), amount: form.Get("counted"), reason: form.Get("reason")}
	if v.chooseLanguage(form) {
		return v.showReviewEvidence(http.StatusOK, m, typed)
	}
	ctx, id, version := v.r.Context(), v.r.PathValue("id"), versionTyped(form)
	var wrong hours.FieldErrors
	switch hours.EvidenceEvent(typed.event) {
	case hours.AcceptEvidence:
		_, err = v.Auditor.Accept(ctx, v.actor, m.ID, id, version, typed.reason)
	case hours.DisallowEvidence:
		var left hours.Hours
		if left, wrong = amountTyped("counted", typed.amount, true); len(wrong) == 0 {
			_, err = v.Auditor.Disallow(ctx, v.actor, m.ID, id, version, left, typed.reason)
		}
	case hours.AskEvidenceAgain:
		_, err = v.Auditor.AskAgain(ctx, v.actor, m.ID, id, version, cycle.Date{}, typed.reason)
	default:
		wrong = hours.FieldErrors{{Field: "event", Err: hours.ErrMissing}}
	}
	if len(wrong) > 0 || errors.As(err, &wrong) {
		typed.wrong = wrong
		return v.showReviewEvidence(http.StatusUnprocessableEntity, m, typed)
	}
	if errors.Is(err, hours.ErrStale) {
		typed.stale = true
		return v.showReviewEvidence(http.StatusConflict, m, typed)
	}
	if err != nil {
		return err
	}
	return v.redirect("/queue/evidence/"+string(m.ID), "draw", v.r.URL.Query().Get("draw"), "notice", "decided")
}
