package portal

import (
	"errors"
	"net/http"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// byRule is the choice to grant what the regulation's rule gives.
const byRule = "grant-by-rule"

// reviewedExemption is the page on which staff decide of a request.
type reviewedExemption struct {
	exemptionPage
	// Computed is what the regulation's rule gives; nil when it has none.
	Computed *computedView
	Verdict  verdictForm
	// Figure is the rule's figure as the page shows it, exactly.
	Figure string
	// Ask and Finish are the pages that ask for documents and that end the ground.
	Ask, Finish string
	// Last is the last day of the ground, on the page that ends it; Worked says that a
	// day was given, and the hours worked out for it.
	Last   field
	Worked bool
	Day    hours.DateEntry
	Seat   seat
}

func (v *visit) reviewExemption() error {
	r, err := v.decidingExemption()
	if err != nil {
		return err
	}
	amount := ""
	if r.State.Excuses() && !r.ByRule {
		amount = v.print.Number(r.Granted)
	}
	return v.showReviewExemption(http.StatusOK, r, verdictTyped{amount: amount})
}

func (v *visit) decidingExemption() (exemption.Request, error) {
	member, err := v.member()
	if err != nil {
		return exemption.Request{}, err
	}
	if err := v.actor.Check(identity.Decide, v.Org, member); err != nil {
		return exemption.Request{}, err
	}
	return v.readExemption()
}

func (v *visit) showReviewExemption(status int, r exemption.Request, typed verdictTyped) error {
	page, err := v.reviewed(r, cycle.Date{}, exemption.Grant, typed)
	if err != nil {
		return err
	}
	link := "/queue/exemptions/" + string(r.Member) + "/" + r.ID
	for _, e := range r.State.StaffEvents() {
		switch e {
		case exemption.Ask:
			page.Ask = link + "/documents"
		case exemption.End:
			page.Finish = link + "/end"
		case exemption.Grant: // with the rule's figure or another, below
		default:
			page.Verdict.Events = append(page.Verdict.Events, option{Value: string(e), Label: v.t("exemption.decide." + string(e)), Selected: typed.event == string(e)})
		}
	}
	page.Verdict.Reason.Hint = v.t("exemption.decide.reason")
	if page.Seat, err = v.exemptionSeat(r); err != nil {
		return err
	}
	page.Verdict.Onward = page.Seat.Next != ""
	title := v.t("review.exemption.title", "ground", page.Row.Ground, "name", page.Member.Name())
	return v.show(status, "review_exemption", frame{
		Title: title, Tab: "queue", Form: true, Wrong: v.problems(typed.wrong), Body: page,
	})
}

// reviewed makes what the pages of a decision on hours share. With a day, the ground
// ended on it.
func (v *visit) reviewed(r exemption.Request, ended cycle.Date, event exemption.Event, typed verdictTyped) (reviewedExemption, error) {
	read, err := v.exemptionRead(r)
	if err != nil {
		return reviewedExemption{}, err
	}
	bounds, err := v.Board.Bounds(v.r.Context(), v.actor, r.Member, r.ID, ended)
	if err != nil {
		return reviewedExemption{}, err
	}
	s, err := v.Ledger.Standing(v.r.Context(), v.actor, r.Member, r.Period)
	if err != nil {
		return reviewedExemption{}, err
	}
	page := reviewedExemption{exemptionPage: read}
	other := v.t("exemption.decide." + string(event))
	var events []option
	if c := bounds.Computed; c != nil {
		view := v.computed(s.Version, *c)
		page.Computed = &view
		if c.Lowers {
			page.Figure = c.Hours.String()
			events = append(events, option{Value: byRule, Label: v.t("exemption.decide.by-rule", "hours", view.Hours)})
			other = v.t("exemption.decide.other")
		}
	}
	events = append(events, option{Value: string(event), Label: other})
	page.Verdict = v.verdict("decision", "granted", typed, events, r.Version)
	most := v.print.Hours(bounds.Asked.Minus(bounds.Others))
	page.Verdict.Amount.Hint = v.t("field.decision.granted.most", "hours", most)
	if !bounds.Others.IsZero() {
		page.Verdict.Amount.Hint += " " + v.t("field.decision.granted.others", "others", v.print.Hours(bounds.Others), "asked", v.print.Hours(bounds.Asked))
	}
	return page, nil
}

// granting reads what staff chose of the hours: the rule's figure as the page showed
// it, or another.
func granting(event exemption.Event, typed verdictTyped, figure string) (exemption.Verdict, hours.FieldErrors) {
	verdict := exemption.Verdict{Event: exemption.Event(typed.event), Reason: typed.reason}
	if typed.event == byRule {
		verdict.Event, verdict.ByRule = event, true
		verdict.Granted, _ = hours.ParseHours(figure)
		return verdict, nil
	}
	var wrong hours.FieldErrors
	verdict.Granted, wrong = amountTyped("granted", typed.amount, verdict.Event == event)
	return verdict, wrong
}

func (v *visit) decideExemption() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	r, err := v.decidingExemption()
	if err != nil {
		return err
	}
	typed := verdictTyped{event: form.Get("event"), amount: form.Get("granted"), reason: form.Get("reason")}
	if v.chooseLanguage(form) {
		return v.showReviewExemption(http.StatusOK, r, typed)
	}
	if typed.event == "" {
		typed.wrong = hours.FieldErrors{{Field: "event", Err: hours.ErrMissing}}
		return v.showReviewExemption(http.StatusUnprocessableEntity, r, typed)
	}
	place, err := v.exemptionSeat(r)
	if err != nil {
		return err
	}
	verdict, wrong := granting(exemption.Grant, typed, form.Get("computed"))
	if len(wrong) == 0 {
		_, err = v.Board.Decide(v.r.Context(), v.actor, r.Member, r.ID, versionTyped(form), verdict)
	}
	if errors.As(err, &wrong) || len(wrong) > 0 {
		typed.wrong = wrong
		return v.showReviewExemption(http.StatusUnprocessableEntity, r, typed)
	}
	if errors.Is(err, exemption.ErrStale) {
		typed.stale = true
		return v.showReviewExemption(http.StatusConflict, r, typed)
	}
	if err != nil {
		return err
	}
	return v.leadOn(place, form.Get("then"))
}
