package portal

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/closing"
	"github.com/goodstanding/goodstanding/identity"
)

// closingEvents are the pages on which staff do something to a period, by the end of
// their address.
var closingEvents = []struct {
	path  string
	event closing.Event
}{
	{"close", closing.Close},
	{"notice", closing.Notify},
	{"final-notice", closing.FinalNotice},
	{"consequence", closing.Sanction},
	{"cure", closing.Cure},
	{"lifting", closing.Lift},
	{"withdrawal", closing.Withdraw},
	{"reopening", closing.Reopen},
}

// decidedFile reads the closing that the address names, for who may decide of it.
func (v *visit) decidedFile() (closing.File, error) {
	member, err := v.member()
	if err != nil {
		return closing.File{}, err
	}
	if err := v.actor.Check(identity.Decide, v.Org, member); err != nil {
		return closing.File{}, err
	}
	return v.closingFile()
}

// reviewClosing is the page of a period with what staff may do.
func (v *visit) reviewClosing() error {
	f, err := v.decidedFile()
	if err != nil {
		return err
	}
	page := v.closingPage(f)
	page.Back, page.BackLabel = "/queue/periods", v.t("docket.back")
	for _, e := range closingEvents {
		if v.offered(f, e.event) {
			page.Actions = append(page.Actions, closingAction{
				v.t("closing.do." + string(e.event)), "/queue/periods/" + string(page.Member.ID) + "/" + f.Period.String() + "/" + e.path,
			})
		}
	}
	return v.show(http.StatusOK, "closing", frame{
		Title: v.t("closing.title", "years", page.Years, "name", page.Member.Name()), Tab: "queue", Body: page,
	})
}

// offered reports an event that makes sense as things stand: what could only be
// refused is not offered.
func (v *visit) offered(f closing.File, e closing.Event) bool {
	if _, err := f.State.Next(e, true); err != nil {
		return false
	}
	rule := f.Standing.Version.Default
	switch e {
	case closing.Close:
		return f.Ready == nil
	case closing.FinalNotice:
		return rule != nil && rule.Final != nil && f.Notice != nil && f.Standing.Today.After(f.Notice.Last)
	case closing.Sanction:
		none := rule == nil || len(rule.Consequences) == 0
		return none && f.Notice != nil && len(f.Notice.Steps) == 0 || f.Next.ID != "" && !f.Standing.Today.Before(f.Next.From) && (f.State != closing.Noticed || rule.Final == nil)
	case closing.Cure:
		return f.Notice != nil && f.Notice.Of != hours.LackingHours
	default:
		return true
	}
}

// closingForm is the page on which staff do something to a period.
type closingForm struct {
	Heading, Sentence string
	Who, Years        string
	Action, Back      string
	Button            string
	Version           int64
	Stale             bool
	// Of, Served, Days and Reason are the fields that the event has; those without a
	// name are not shown.
	Of, Served, Days, Reason field
}

// closingTyped is what staff typed.
type closingTyped struct {
	of, days, reason string
	served           hours.DateEntry
	wrong            hours.FieldErrors
	stale            bool
}

func (v *visit) event() (closing.Event, error) {
	for _, e := range closingEvents {
		if e.path == v.r.PathValue("event") {
			return e.event, nil
		}
	}
	return "", identity.ErrNotFound
}

func (v *visit) askClosing() error {
	f, err := v.decidedFile()
	if err != nil {
		return err
	}
	e, err := v.event()
	if err != nil {
		return err
	}
	if _, err := f.State.Next(e, true); err != nil {
		return err
	}
	return v.showClosingForm(http.StatusOK, f, e, closingTyped{served: hours.DateTyped(f.Standing.Today), of: string(hours.LackingHours)})
}

func (v *visit) showClosingForm(status int, f closing.File, e closing.Event, typed closingTyped) error {
	s := f.Standing
	page := closingForm{
		Heading: v.t("closing.do." + string(e)), Sentence: v.t("closing.about." + string(e)), Who: s.Member.Name(), Years: v.print.Years(s.Period),
		Action: v.r.URL.Path, Back: "/queue/periods/" + string(s.Member.ID) + "/" + f.Period.String(), Button: v.t("closing.button." + string(e)),
		Version: f.Version, Stale: typed.stale,
	}
	if e == closing.Sanction && f.Next.ID != "" {
		page.Sentence = v.t("closing.about.sanction.next", "label", v.print.Text(f.Next.Label), "day", v.print.Date(f.Next.From))
	}
	form := v.form("closing", typed.wrong)
	if e == closing.Notify {
		var kinds group
		for _, of := range []hours.Lacking{hours.LackingHours, hours.LackingDeclaration, hours.LackingDocuments} {
			kinds.Options = append(kinds.Options, option{Value: string(of), Label: v.t("closing.of."+string(of)) + v.cureDelay(s.Version, of)})
		}
		page.Of = form.choice("of", typed.of, kinds)
		if v.setsDays(s.Version) {
			page.Days = form.text("days", typed.days).with("inputmode", "numeric")
		}
	}
	if e == closing.Notify || e == closing.FinalNotice {
		page.Served = form.date("served", typed.served)
	}
	if e != closing.Close {
		page.Reason = form.area("reason", typed.reason)
		if e == closing.Notify || e == closing.FinalNotice || e == closing.Cure {
			page.Reason.Label = v.t("closing.reason.optional")
		}
	}
	return v.show(status, "closing_event", frame{
		Title: joined(page.Heading, "–", page.Years, "–", page.Who), Tab: "queue", Form: true, Wrong: v.problems(typed.wrong), Body: page,
	})
}

// cureDelay says the delay that the regulation gives for a kind of default.
func (v *visit) cureDelay(version hours.Version, of hours.Lacking) string {
	if version.Default == nil {
		return ""
	}
	kind, ok := version.Default.Kind(of)
	switch d := kind.Cure; {
	case !ok:
		return ""
	case d.Ranges():
		return " (" + v.t("closing.delay.range", "least", d.Least, "most", d.Most) + ")"
	case d.Days > 0:
		return " (" + v.print.N("closing.delay.days", d.Days) + ")"
	case d.Months > 0:
		return " (" + v.print.N("closing.delay.months", d.Months) + ")"
	case d.WorkingDays > 0:
		return " (" + v.print.N("closing.delay.working", d.WorkingDays) + ")"
	}
	return ""
}

// setsDays reports that the delay of some kind of default is the order's to set.
func (v *visit) setsDays(version hours.Version) bool {
	for _, of := range []hours.Lacking{hours.LackingHours, hours.LackingDeclaration, hours.LackingDocuments} {
		if version.Default == nil {
			return true
		}
		if kind, ok := version.Default.Kind(of); !ok || kind.Cure.Ranges() {
			return true
		}
	}
	return false
}

func (v *visit) decideClosing() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	f, err := v.decidedFile()
	if err != nil {
		return err
	}
	e, err := v.event()
	if err != nil {
		return err
	}
	typed := closingTyped{of: form.Get("of"), days: form.Get("days"), reason: form.Get("reason"), served: dateTyped(form, "served")}
	if v.chooseLanguage(form) {
		return v.showClosingForm(http.StatusOK, f, e, typed)
	}
	err = v.doClosing(v.r.Context(), f, e, typed, form)
	switch {
	case errors.As(err, &typed.wrong):
		return v.showClosingForm(http.StatusUnprocessableEntity, f, e, typed)
	case errors.Is(err, hours.ErrStale):
		typed.stale = true
		return v.showClosingForm(http.StatusConflict, f, e, typed)
	case errors.Is(err, closing.ErrNothingMissing):
		typed.wrong = hours.FieldErrors{{Field: "of", Err: err}}
		return v.showClosingForm(http.StatusUnprocessableEntity, f, e, typed)
	case err != nil:
		return err
	}
	return v.redirect("/queue/periods/"+string(f.Standing.Member.ID)+"/"+f.Period.String(), "notice", "period-done")
}

func (v *visit) doClosing(ctx context.Context, f closing.File, e closing.Event, typed closingTyped, form url.Values) error {
	d, member, period, version := v.Docket, f.Standing.Member.ID, f.Period, versionTyped(form)
	served := cycle.Date{}
	if e == closing.Notify || e == closing.FinalNotice {
		var err error
		if served, err = typed.served.Read(); err != nil {
			return hours.FieldErrors{{Field: "served", Err: err}}
		}
	}
	var err error
	switch e {
	case closing.Close:
		_, err = d.Close(ctx, v.actor, member, period, version)
	case closing.Reopen:
		_, err = d.Reopen(ctx, v.actor, member, period, version, typed.reason)
	case closing.Notify:
		days := 0
		if text := strings.TrimSpace(typed.days); text != "" {
			if days, err = strconv.Atoi(text); err != nil {
				return hours.FieldErrors{{Field: "days", Err: hours.ErrDelay}}
			}
		}
		_, err = d.Notify(ctx, v.actor, member, period, version, closing.Summons{Of: hours.Lacking(typed.of), Served: served, Days: days}, typed.reason)
	case closing.FinalNotice:
		_, err = d.Final(ctx, v.actor, member, period, version, served, typed.reason)
	case closing.Sanction:
		_, err = d.Sanction(ctx, v.actor, member, period, version, typed.reason)
	case closing.Cure:
		_, err = d.Cure(ctx, v.actor, member, period, version, typed.reason)
	case closing.Lift:
		_, err = d.Lift(ctx, v.actor, member, period, version, typed.reason)
	case closing.Withdraw:
		_, err = d.Withdraw(ctx, v.actor, member, period, version, typed.reason)
	case closing.Observe: // the member's own
		return identity.ErrNotFound
	}
	return err
}
