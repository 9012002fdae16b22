package portal

import (
	"errors"
	"net/http"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func correctionRoutes() []Route {
	return []Route{
		{"GET", "/portfolio/{member}/declarations/{id}/correction", (*visit).correction, false},
		{"POST", "/portfolio/{member}/declarations/{id}/correction", (*visit).askCorrection, false},
		{"GET", "/portfolio/{member}/declarations/{id}/correction/withdraw", (*visit).confirmTakeBack, false},
		{"POST", "/portfolio/{member}/declarations/{id}/correction/withdraw", (*visit).takeBackCorrection, false},
		{"GET", "/queue/declarations/{member}/{id}/correction", (*visit).reviewCorrection, false},
		{"POST", "/queue/declarations/{member}/{id}/correction", (*visit).declineCorrection, false},
	}
}

// asked is a member's request for correction in words.
type asked struct {
	State, Text, At string
	Open            bool
	// Answer is what was answered, and Closed when; By is who did.
	Answer, Closed, By string
}

// corrections are the requests for correction of a declaration, the oldest first.
func (v *visit) corrections(d hours.Declaration) []asked {
	var all []asked
	for _, c := range d.Corrections {
		line := asked{
			State: v.t("api.correction." + string(c.State)), Text: c.Text, At: v.print.Instant(c.Asked, v.zone),
			Open: c.State == hours.Open, Answer: c.Answer,
		}
		if !line.Open {
			line.Closed = v.print.Instant(c.Closed, v.zone)
		}
		if c.By != "" {
			line.By = v.decider(c.By)
		}
		all = append(all, line)
	}
	return all
}

// decider names who decided: the organisation, to whoever is not of its staff.
func (v *visit) decider(name string) string {
	if !v.actor.May(identity.List, v.actor.Org, "") {
		return v.print.Text(v.org.Name)
	}
	return name
}

// correctionPage is the form in which a member asks for a correction, or staff
// decline one.
type correctionPage struct {
	Heading, Lead string
	Title         string
	Text          field
	Answers       []answer
	Asked         []asked
	Button        string
	Action, Back  string
	BackLabel     string
	Version       int64
	Stale         bool
}

func (v *visit) correction() error {
	d, err := v.writtenDeclaration()
	if err != nil {
		return err
	}
	if !d.Askable() {
		return v.redirect("/portfolio/" + string(d.Member) + "/declarations/" + d.ID)
	}
	return v.showCorrection(http.StatusOK, d, "", nil, false)
}

func (v *visit) showCorrection(status int, d hours.Declaration, text string, wrong hours.FieldErrors, stale bool) error {
	standing, err := v.Ledger.Standing(v.r.Context(), v.actor, d.Member, d.Period)
	if err != nil {
		return err
	}
	page := correctionPage{
		Heading: v.t("correction.title"), Lead: v.t("correction.lead"), Title: d.Activity.Title,
		Text: v.form("correction", wrong).area("text", text), Answers: v.declared(standing.Version, standing, d.Activity),
		Button: v.t("correction.button"), Action: v.r.URL.Path, Version: d.Version, Stale: stale,
		Back: "/portfolio/" + string(d.Member) + "/declarations/" + d.ID, BackLabel: v.t("correction.back"),
	}
	return v.show(status, "correction", frame{
		Title: v.t("correction.title") + " – " + d.Activity.Title, Tab: "portfolio", Form: true, Wrong: v.problems(wrong), Body: page,
	})
}

func (v *visit) askCorrection() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	d, err := v.writtenDeclaration()
	if err != nil {
		return err
	}
	text := form.Get("text")
	if v.chooseLanguage(form) {
		return v.showCorrection(http.StatusOK, d, text, nil, false)
	}
	after, err := v.Ledger.AskCorrection(v.r.Context(), v.actor, d.Member, d.ID, versionTyped(form), text)
	var wrong hours.FieldErrors
	switch {
	case errors.As(err, &wrong):
		return v.showCorrection(http.StatusUnprocessableEntity, d, text, wrong, false)
	case errors.Is(err, hours.ErrStale) && d.Askable():
		return v.showCorrection(http.StatusConflict, d, text, nil, true)
	case err != nil:
		return err
	}
	return v.redirect("/portfolio/"+string(after.Member)+"/declarations/"+after.ID, "notice", "correction-asked")
}

func (v *visit) confirmTakeBack() error {
	d, err := v.writtenDeclaration()
	if err != nil {
		return err
	}
	if _, open := d.Asked(); !open {
		return hours.ErrTransition
	}
	return v.ask(question{
		Heading: v.t("correction.withdraw.title"), Sentence: v.t("correction.withdraw.sentence"),
		Button: v.t("correction.withdraw.button"), What: d.Activity.Title, Action: v.r.URL.Path,
		Back: "/portfolio/" + string(d.Member) + "/declarations/" + d.ID, Version: d.Version,
	})
}

func (v *visit) takeBackCorrection() error {
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
	d, err := v.Ledger.TakeBackCorrection(v.r.Context(), v.actor, member, v.r.PathValue("id"), versionTyped(form))
	if err != nil {
		return err
	}
	return v.redirect("/portfolio/"+string(d.Member)+"/declarations/"+d.ID, "notice", "correction-taken-back")
}

func (v *visit) reviewCorrection() error {
	d, err := v.deciding()
	if err != nil {
		return err
	}
	if _, open := d.Asked(); !open {
		return hours.ErrTransition
	}
	return v.showReviewCorrection(http.StatusOK, d, "", nil, false)
}

func (v *visit) showReviewCorrection(status int, d hours.Declaration, reason string, wrong hours.FieldErrors, stale bool) error {
	all := v.corrections(d)
	text := v.form("decision", wrong).area("reason", reason)
	text.Hint = v.t("correction.decline.hint")
	page := correctionPage{
		Heading: v.t("correction.decline.title"), Lead: v.t("correction.decline.lead"), Title: d.Activity.Title,
		Text: text, Asked: all[max(0, len(all)-1):], Button: v.t("correction.decline.button"), Action: v.r.URL.Path, Version: d.Version, Stale: stale,
		Back: "/queue/declarations/" + string(d.Member) + "/" + d.ID, BackLabel: v.t("correction.decline.back"),
	}
	return v.show(status, "correction", frame{
		Title: v.t("correction.decline.title") + " – " + d.Activity.Title, Tab: "queue", Form: true, Wrong: v.problems(wrong), Body: page,
	})
}

// declineCorrection answers a request without a decision.
func (v *visit) declineCorrection() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	d, err := v.deciding()
	if err != nil {
		return err
	}
	reason := form.Get("reason")
	if v.chooseLanguage(form) {
		return v.showReviewCorrection(http.StatusOK, d, reason, nil, false)
	}
	_, err = v.Ledger.DeclineCorrection(v.r.Context(), v.actor, d.Member, d.ID, versionTyped(form), reason)
	var wrong hours.FieldErrors
	_, open := d.Asked()
	switch {
	case errors.As(err, &wrong):
		return v.showReviewCorrection(http.StatusUnprocessableEntity, d, reason, wrong, false)
	case errors.Is(err, hours.ErrStale) && open:
		return v.showReviewCorrection(http.StatusConflict, d, reason, nil, true)
	case err != nil:
		return err
	}
	return v.redirect("/queue", "notice", "correction-declined")
}
