package portal

import (
	"errors"
	"net/http"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// verdictForm is what staff type of a declaration or a request, with the words
// around it.
type verdictForm struct {
	Events []option
	Event  field
	// Amount is the hours to count or to grant.
	Amount  field
	Reason  field
	Version int64
	Action  string
	// Stale says that it was changed elsewhere since the page was read.
	Stale bool
	// Onward says that there is a next file to go to.
	Onward bool
}

// verdictTyped is what was typed, as typed.
type verdictTyped struct {
	event, amount, reason string
	wrong                 hours.FieldErrors
	stale                 bool
}

// verdict makes the form of a decision. amount is "counted" or "granted".
func (v *visit) verdict(room, amount string, typed verdictTyped, events []option, version int64) verdictForm {
	f := v.form(room, typed.wrong)
	form := verdictForm{
		Events: events, Event: f.text("event", typed.event), Reason: f.area("reason", typed.reason),
		Amount:  f.text(amount, typed.amount).with("inputmode", "decimal"),
		Version: version, Action: v.r.URL.Path + v.queued(), Stale: typed.stale,
	}
	for i, e := range form.Events {
		form.Events[i].Selected = e.Value == typed.event
	}
	return form
}

// amountTyped reads the hours that staff typed. What cannot be read is an error
// beside the field only when the decision needs it.
func amountTyped(field, text string, needed bool) (hours.Hours, hours.FieldErrors) {
	if !needed {
		return hours.Hours{}, nil
	}
	if text == "" {
		return hours.Hours{}, hours.FieldErrors{{Field: field, Err: hours.ErrMissing}}
	}
	h, err := hours.ReadHours(text)
	if err != nil {
		return hours.Hours{}, hours.FieldErrors{{Field: field, Err: err}}
	}
	return h, nil
}

// reviewedDeclaration is the page on which staff decide of a declaration.
type reviewedDeclaration struct {
	declarationPage
	Verdict verdictForm
	// Proposed says where the hours would go if they were all counted.
	Proposed []string
	Seat     seat
}

func (v *visit) reviewDeclaration() error {
	d, err := v.deciding()
	if err != nil {
		return err
	}
	return v.showReviewDeclaration(http.StatusOK, d, verdictTyped{amount: v.print.Number(d.Activity.Hours)})
}

// deciding returns the declaration that the address names, for who may decide of
// it: nobody on their own file.
func (v *visit) deciding() (hours.Declaration, error) {
	member, err := v.member()
	if err != nil {
		return hours.Declaration{}, err
	}
	if err := v.actor.Check(identity.Decide, v.Org, member); err != nil {
		return hours.Declaration{}, err
	}
	return v.readDeclaration()
}

func (v *visit) showReviewDeclaration(status int, d hours.Declaration, typed verdictTyped) error {
	read, err := v.declarationRead(d)
	if err != nil {
		return err
	}
	var events []option
	for _, e := range d.State.StaffEvents() {
		events = append(events, option{Value: string(e), Label: v.t("declaration.decide." + string(e))})
	}
	page := reviewedDeclaration{declarationPage: read, Verdict: v.verdict("decision", "counted", typed, events, d.Version)}
	if page.Proposed, err = v.proposed(d); err != nil {
		return err
	}
	if page.Seat, err = v.declarationSeat(d); err != nil {
		return err
	}
	page.Verdict.Onward = page.Seat.Next != ""
	title := v.t("review.declaration.title", "title", d.Activity.Title, "name", read.Member.Name())
	return v.show(status, "review_declaration", frame{
		Title: title, Tab: "queue", Form: true, Wrong: v.problems(typed.wrong), Body: page,
	})
}

func (v *visit) decideDeclaration() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	d, err := v.deciding()
	if err != nil {
		return err
	}
	typed := verdictTyped{event: form.Get("event"), amount: form.Get("counted"), reason: form.Get("reason")}
	if v.chooseLanguage(form) {
		return v.showReviewDeclaration(http.StatusOK, d, typed)
	}
	event := hours.Event(typed.event)
	if typed.event == "" {
		typed.wrong = hours.FieldErrors{{Field: "event", Err: hours.ErrMissing}}
		return v.showReviewDeclaration(http.StatusUnprocessableEntity, d, typed)
	}
	// The place in the queue is that of before the decision.
	place, err := v.declarationSeat(d)
	if err != nil {
		return err
	}
	counted, wrong := amountTyped("counted", typed.amount, event == hours.Count)
	if len(wrong) == 0 {
		_, err = v.Ledger.Decide(v.r.Context(), v.actor, d.Member, d.ID, versionTyped(form),
			hours.Verdict{Event: event, Counted: counted, Reason: typed.reason})
	}
	if errors.As(err, &wrong) || len(wrong) > 0 {
		typed.wrong = wrong
		return v.showReviewDeclaration(http.StatusUnprocessableEntity, d, typed)
	}
	if errors.Is(err, hours.ErrStale) {
		typed.stale = true
		return v.showReviewDeclaration(http.StatusConflict, d, typed)
	}
	if err != nil {
		return err
	}
	return v.leadOn(place, form.Get("then"))
}
