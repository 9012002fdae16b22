package portal

import (
	"errors"
	"net/http"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/privacy"
)

// privacyConsentsPath is the purposes that rest on one's consent.
const privacyConsentsPath = privacyPath + "/consents"

func privacyConsentRoutes() []Route {
	one := privacyConsentsPath + "/{purpose}"
	return []Route{
		{"GET", privacyConsentsPath, (*visit).consents, false},
		{"GET", one, (*visit).consent, false},
		{"POST", one, (*visit).sayConsent, false},
		{"GET", one + "/withdrawal", (*visit).warnWithdrawal, false},
		{"POST", one + "/withdrawal", (*visit).withdrawConsent, false},
		{"GET", one + "/receipt", (*visit).consentReceipt, false},
		{"GET", one + "/receipt.json", (*visit).consentReceiptJSON, false},
	}
}

// consentLine is a purpose that rests on consent, and where one's own stands.
type consentLine struct {
	ID, Link, Purpose string
	stateWord
	// Says is what the state means.
	Says      string
	Sensitive bool
	Notice    string
	// NoticeID and NoticeVersion are of the notice in force; Unverified: it is ours, and no
	// source's.
	NoticeID, NoticeVersion string
	Unverified              bool
	choice                  privacy.Choice
}

// consentClasses are the colours of the states.
var consentClasses = map[privacy.ConsentState]string{
	privacy.Given: "granted", privacy.Declined: "cancelled", privacy.TakenBack: "cancelled", privacy.Invalid: "cancelled",
}

func (v *visit) choices() ([]privacy.Choice, error) {
	return v.Registrar.Choices(v.r.Context(), v.actor, v.self(), v.actor.Roles)
}

func (v *visit) consentLine(c privacy.Choice) consentLine {
	line := consentLine{
		ID: c.Purpose.ID, Link: privacyConsentsPath + "/" + c.Purpose.ID, Purpose: v.print.Text(c.Purpose.Label), Sensitive: c.Sensitive,
		Notice: v.print.Text(c.Notice.Text), NoticeID: c.Notice.ID, NoticeVersion: c.Notice.Version, Unverified: !c.Notice.Verified, choice: c,
	}
	state := string(c.Consent.State)
	if c.Consent.State == privacy.NotAsked {
		state = "not-asked"
	}
	line.stateWord = stateWord{v.t("privacy.consent." + state), consentClasses[c.Consent.State]}
	switch {
	case c.Consent.State == privacy.Given && !c.Valid:
		line.stateWord = stateWord{v.t("consents.expired"), "cancelled"}
		line.Says = v.t("consents.expired.text")
	case c.Implied:
		line.Says = v.t("consents.implied.text")
	default:
		line.Says = v.t("consents." + state + ".text")
	}
	return line
}

func (v *visit) consents() error {
	all, err := v.choices()
	if err != nil {
		return err
	}
	var lines []consentLine
	for _, c := range all {
		lines = append(lines, v.consentLine(c))
	}
	return v.show(http.StatusOK, "privacy_consents", frame{Title: v.t("mine.consents"), Tab: "privacy", Body: lines})
}

// consentPage is one purpose, asked for apart from everything else.
type consentPage struct {
	consentLine
	Version        int64
	Until, Express field
	// Categories are what is used, and Recipients to whom it may go.
	Categories, Recipients []string
	// Ends is what a withdrawal ends.
	Ends                          string
	Given, Decline, Withdraw, Ask bool
	History                       []consentEntry
	Stale                         bool
}

// consentEntry is one thing that was said.
type consentEntry struct{ What, At, How, Notice, Until, Told, Reason string }

// choice returns the purpose that the address names, among those that rest on the reader's
// consent.
func (v *visit) choice() (privacy.Choice, error) {
	all, err := v.choices()
	if err != nil {
		return privacy.Choice{}, err
	}
	n := slices.IndexFunc(all, func(c privacy.Choice) bool { return c.Purpose.ID == v.r.PathValue("purpose") })
	if n < 0 {
		return privacy.Choice{}, privacy.ErrUnknownPurpose
	}
	return all[n], nil
}

func (v *visit) consent() error {
	return v.showConsent(http.StatusOK, hours.DateEntry{}, false, false, nil)
}

func (v *visit) showConsent(status int, until hours.DateEntry, express, stale bool, wrong hours.FieldErrors) error {
	c, err := v.choice()
	if err != nil {
		return err
	}
	f := v.form("consents", wrong)
	can := func(e privacy.ConsentEvent) bool {
		_, err := c.Consent.State.Next(e)
		return err == nil
	}
	page := consentPage{
		consentLine: v.consentLine(c), Version: c.Consent.Version, Until: f.date("until", until), Express: f.box("express", "1", express),
		Ends: v.print.Text(c.Warning.Ends), Given: c.Consent.State == privacy.Given, Stale: stale,
		Ask: c.Notice.ID != "" && can(privacy.Give), Decline: c.Notice.ID != "" && can(privacy.Decline), Withdraw: can(privacy.TakeBack),
	}
	for _, h := range v.Registrar.Inventory.Holdings() {
		if h.Purpose != c.Purpose.ID || h.Basis == privacy.Necessity {
			continue
		}
		if label := v.categoryOf(h.Category); !slices.Contains(page.Categories, label) {
			page.Categories = append(page.Categories, label)
		}
		for _, r := range v.recipients(h.Recipients) {
			if !slices.Contains(page.Recipients, r) {
				page.Recipients = append(page.Recipients, r)
			}
		}
	}
	for _, a := range c.Consent.Acts {
		page.History = append(page.History, v.consentEntry(a))
	}
	return v.show(status, "privacy_consent", frame{Title: page.Purpose, Tab: "privacy", Form: page.Ask, Wrong: v.problems(wrong), Body: page})
}

func (v *visit) consentEntry(a privacy.ConsentAct) consentEntry {
	e := consentEntry{What: v.t("privacy.consent." + string(a.State)), At: v.print.Instant(a.At, v.zone), Reason: a.Reason, Until: v.print.Date(a.Until)}
	if a.Channel != "" {
		e.How = v.t("privacy.channel." + string(a.Channel))
	}
	if a.Notice != "" {
		e.Notice = v.t("consents.notice", "version", a.NoticeVersion)
	}
	if a.Told != (identity.Text{}) {
		e.Told = v.t("consents.told", "text", v.print.Text(a.Told))
	}
	return e
}

// sayConsent gives or declines a consent. The page is of one purpose alone: that is asking
// apart.
func (v *visit) sayConsent() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	until, express := dateTyped(form, "until"), form.Has("express")
	if v.chooseLanguage(form) {
		return v.showConsent(http.StatusOK, until, express, false, nil)
	}
	c, err := v.choice()
	if err != nil {
		return err
	}
	say := privacy.Say{
		Event: privacy.ConsentEvent(form.Get("do")), Channel: privacy.ByFile, Notice: form.Get("notice"), NoticeVersion: form.Get("noticeVersion"), Apart: true,
	}
	if say.Event != privacy.Decline {
		say.Event, say.Express = privacy.Give, express
		if say.Until, err = v.untilTyped(until); err != nil {
			return v.showConsent(http.StatusUnprocessableEntity, until, express, false, hours.FieldErrors{{Field: "until", Err: err}})
		}
	}
	_, err = v.Registrar.Say(v.r.Context(), v.actor, v.self(), c.Purpose.ID, versionTyped(form), say)
	switch {
	case errors.Is(err, privacy.ErrNotExpress):
		return v.showConsent(http.StatusUnprocessableEntity, until, express, false, hours.FieldErrors{{Field: "express", Err: err}})
	case errors.Is(err, privacy.ErrUntil):
		return v.showConsent(http.StatusUnprocessableEntity, until, express, false, hours.FieldErrors{{Field: "until", Err: err}})
	case errors.Is(err, privacy.ErrStale), errors.Is(err, privacy.ErrNoNotice):
		return v.showConsent(http.StatusConflict, until, express, true, nil)
	case err != nil:
		return err
	}
	return v.redirect(privacyConsentsPath+"/"+c.Purpose.ID, "notice", "consent-"+string(say.Event))
}

// untilTyped reads the last day of a consent; none typed is the zero Date.
func (v *visit) untilTyped(typed hours.DateEntry) (cycle.Date, error) {
	if typed.Empty() {
		return cycle.Date{}, nil
	}
	return typed.Read()
}

// withdrawalPage tells what a withdrawal ends and what goes on, before it is made (V7).
type withdrawalPage struct {
	consentLine
	Version int64
	Ends    string
	// Told is what is told, in both languages: it comes back with the form.
	Told  identity.Text
	Stays []purposeLine
	Stale bool
	// Mail is where a withdrawal may be written to instead.
	Mail string
}

func (v *visit) warnWithdrawal() error { return v.showWithdrawal(http.StatusOK, false) }

func (v *visit) showWithdrawal(status int, stale bool) error {
	c, err := v.choice()
	if err != nil {
		return err
	}
	if _, err := c.Consent.State.Next(privacy.TakeBack); err != nil && !stale {
		return v.redirect(privacyConsentsPath + "/" + c.Purpose.ID)
	}
	page := withdrawalPage{
		consentLine: v.consentLine(c), Version: c.Consent.Version, Ends: v.print.Text(c.Warning.Ends), Told: c.Warning.Ends, Stays: v.stays(c.Warning),
		Stale: stale, Mail: v.Registrar.Inventory.Withdrawals,
	}
	return v.show(status, "privacy_withdrawal", frame{Title: v.t("consents.withdraw") + " – " + page.Purpose, Tab: "privacy", Body: page})
}

// stays is what goes on for other purposes after a withdrawal, of what concerns the
// reader.
func (v *visit) stays(w privacy.Warning) []purposeLine {
	var ids []privacy.HoldingID
	for _, h := range v.Registrar.Inventory.About(v.actor.Roles) {
		if slices.Contains(w.Stays, h.ID) {
			ids = append(ids, h.ID)
		}
	}
	return v.scope(ids)
}

func (v *visit) withdrawConsent() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	c, err := v.choice()
	if err != nil {
		return err
	}
	_, err = v.Registrar.Say(v.r.Context(), v.actor, v.self(), c.Purpose.ID, versionTyped(form), privacy.Say{
		Event: privacy.TakeBack, Channel: privacy.ByFile, Told: identity.Text{FR: form.Get("told.fr"), EN: form.Get("told.en")},
	})
	switch {
	case errors.Is(err, privacy.ErrStale), errors.Is(err, privacy.ErrNotTold):
		return v.showWithdrawal(http.StatusConflict, true)
	case errors.Is(err, privacy.ErrTransition): // withdrawn already, by a double press
	case err != nil:
		return err
	}
	return v.redirect(privacyConsentsPath+"/"+c.Purpose.ID, "notice", "consent-withdraw")
}
