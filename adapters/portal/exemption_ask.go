package portal

import (
	"errors"
	"net/http"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
)

// askPage is where staff ask the member for more documents.
type askPage struct {
	exemptionPage
	What    field
	Until   field
	Action  string
	Version int64
	Stale   bool
	Back    string
}

// askTyped is what was typed, as typed.
type askTyped struct {
	what  string
	until hours.DateEntry
	wrong hours.FieldErrors
	stale bool
}

func (v *visit) askExemption() error {
	r, err := v.decidingExemption()
	if err != nil {
		return err
	}
	var typed askTyped
	if asked, ok := r.Asked(); ok {
		typed.what = asked.Reason
		if !asked.Until.IsZero() {
			typed.until = hours.DateTyped(asked.Until)
		}
	}
	return v.showAsk(http.StatusOK, r, typed)
}

func (v *visit) showAsk(status int, r exemption.Request, typed askTyped) error {
	if _, err := r.State.Next(exemption.Ask); err != nil {
		return err
	}
	read, err := v.exemptionRead(r)
	if err != nil {
		return err
	}
	f := v.form("ask", typed.wrong)
	back := "/queue/exemptions/" + string(r.Member) + "/" + r.ID
	page := askPage{
		exemptionPage: read, What: f.area("reason", typed.what), Until: f.date("day", typed.until),
		Action: back + "/documents", Version: r.Version, Stale: typed.stale, Back: back,
	}
	title := v.t("exemption.ask.title", "ground", read.Row.Ground, "name", read.Member.Name())
	return v.show(status, "review_exemption_ask", frame{Title: title, Tab: "queue", Form: true, Wrong: v.problems(typed.wrong), Body: page})
}

func (v *visit) decideAsk() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	r, err := v.decidingExemption()
	if err != nil {
		return err
	}
	typed := askTyped{what: form.Get("reason"), until: dateTyped(form, "day")}
	if v.chooseLanguage(form) {
		return v.showAsk(http.StatusOK, r, typed)
	}
	until, wrong := dayTyped("day", typed.until, false)
	if len(wrong) == 0 {
		_, err = v.Board.Decide(v.r.Context(), v.actor, r.Member, r.ID, versionTyped(form),
			exemption.Verdict{Event: exemption.Ask, Reason: typed.what, Day: until})
	}
	switch {
	case errors.As(err, &wrong), len(wrong) > 0:
		typed.wrong = wrong
		return v.showAsk(http.StatusUnprocessableEntity, r, typed)
	case errors.Is(err, exemption.ErrStale):
		typed.stale = true
		return v.showAsk(http.StatusConflict, r, typed)
	case err != nil:
		return err
	}
	return v.redirect("/queue", "notice", "asked")
}

// reviewEnd is the page on which staff end a ground: first the day, which the address
// holds, then the hours worked out for it.
func (v *visit) reviewEnd() error {
	r, err := v.decidingExemption()
	if err != nil {
		return err
	}
	day := dateTyped(v.r.URL.Query(), "day")
	if day.Empty() && r.Told != nil {
		day = hours.DateTyped(r.Told.Last)
	}
	typed := verdictTyped{}
	if !day.Empty() {
		typed.wrong = v.endWrong(r, day)
	}
	return v.showReviewEnd(http.StatusOK, r, day, typed)
}

// endWrong says what is wrong with the last day of a ground.
func (v *visit) endWrong(r exemption.Request, typed hours.DateEntry) hours.FieldErrors {
	day, wrong := dayTyped("day", typed, true)
	if len(wrong) == 0 && (day.Before(r.Claim.First) || day.After(r.Claim.Last)) {
		wrong = hours.FieldErrors{{Field: "day", Err: exemption.ErrOutsideGround}}
	}
	return wrong
}

func (v *visit) showReviewEnd(status int, r exemption.Request, day hours.DateEntry, typed verdictTyped) error {
	if _, err := r.State.Next(exemption.End); err != nil {
		return err
	}
	var ended cycle.Date
	worked := !day.Empty() && typed.wrong.Of("day") == nil
	if worked {
		ended, _ = day.Read()
	}
	page, err := v.reviewed(r, ended, exemption.End, typed)
	if err != nil {
		return err
	}
	page.Worked, page.Day = worked, day
	page.Last = v.form("finish", typed.wrong).date("day", day)
	page.Verdict.Reason.Hint = v.t("exemption.finish.reason")
	title := v.t("exemption.finish.title", "ground", page.Row.Ground, "name", page.Member.Name())
	return v.show(status, "review_exemption_end", frame{Title: title, Tab: "queue", Form: worked, Wrong: v.problems(typed.wrong), Body: page})
}

func (v *visit) decideEnd() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	r, err := v.decidingExemption()
	if err != nil {
		return err
	}
	day := dateTyped(form, "day")
	typed := verdictTyped{event: form.Get("event"), amount: form.Get("granted"), reason: form.Get("reason")}
	if v.chooseLanguage(form) {
		return v.showReviewEnd(http.StatusOK, r, day, typed)
	}
	typed.wrong = v.endWrong(r, day)
	if len(typed.wrong) == 0 && typed.event == "" {
		typed.wrong = hours.FieldErrors{{Field: "event", Err: hours.ErrMissing}}
	}
	if len(typed.wrong) > 0 {
		return v.showReviewEnd(http.StatusUnprocessableEntity, r, day, typed)
	}
	verdict, wrong := granting(exemption.End, typed, form.Get("computed"))
	verdict.Day, _ = day.Read()
	if len(wrong) == 0 {
		_, err = v.Board.Decide(v.r.Context(), v.actor, r.Member, r.ID, versionTyped(form), verdict)
	}
	switch {
	case errors.As(err, &wrong), len(wrong) > 0:
		typed.wrong = wrong
		return v.showReviewEnd(http.StatusUnprocessableEntity, r, day, typed)
	case errors.Is(err, exemption.ErrStale):
		typed.stale = true
		return v.showReviewEnd(http.StatusConflict, r, day, typed)
	case err != nil:
		return err
	}
	return v.redirect("/queue", "notice", "decided")
}
