package portal

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
)

const (
	representativePath = "/representative"
	registrationPath   = representativePath + "/workplaces/{workplace}/registration"
	registeredPath     = representativePath + "/enrolments/{enrolment}"
)

func representativeRoutes() []Route {
	return []Route{
		{"GET", representativePath, (*visit).represented, false},
		{"GET", representativePath + ".csv", (*visit).representedCSV, false},
		{"GET", registrationPath, (*visit).register, false},
		{"POST", registrationPath, (*visit).registerPerson, false},
		{"GET", registeredPath, (*visit).registered, false},
		{"GET", registeredPath + "/renewal", (*visit).confirmRenewal, false},
		{"POST", registeredPath + "/renewal", (*visit).renewRegistered, false},
		{"POST", registeredPath + "/code", (*visit).showCodeAgain, false},
		{"GET", registeredPath + "/withdrawal", (*visit).confirmWithdrawRegistered, false},
		{"POST", registeredPath + "/withdrawal", (*visit).withdrawRegistered, false},
	}
}

// enrolmentRow is the registration of a person in a list.
type enrolmentRow struct {
	Link, Person, Email, Workplace, Services, Began string
	State, Class, Until                             string
	enrolment                                       access.Enrolment
}

var enrolmentClass = map[access.EnrolmentState]string{
	access.EnrolmentInvited: "submitted", access.EnrolmentCompleted: "granted", access.EnrolmentDead: "refused", access.EnrolmentExpired: "refused",
}

func (v *visit) enrolmentRow(e access.Enrolment) enrolmentRow {
	row := enrolmentRow{
		Link: representativePath + "/enrolments/" + e.ID, Person: e.Person.Last + ", " + e.Person.First, Email: e.Person.Email, Services: v.serviceNames(e.Services),
		Began: v.print.Instant(e.Began, v.zone), State: v.t("representative.state." + string(e.State)), Class: enrolmentClass[e.State], enrolment: e,
	}
	switch e.State {
	case access.EnrolmentInvited:
		row.Until = v.t("representative.until", "at", v.print.Instant(e.CodeUntil, v.zone))
	case access.EnrolmentDead, access.EnrolmentExpired:
		row.Until = v.t("representative.why." + string(e.State))
	case access.EnrolmentCompleted:
		row.Until = v.print.Instant(e.Done, v.zone)
	case access.EnrolmentNone, access.EnrolmentWithdrawn:
	}
	return row
}

// represents returns the workplaces where the reader is the representative.
func (v *visit) represents() ([]access.Workplace, error) {
	if !v.actor.Is(identity.RoleRepresentative) {
		return nil, access.ErrForbidden
	}
	all, err := v.Office.Workplaces(v.r.Context(), v.actor)
	return slices.DeleteFunc(all, func(w access.Workplace) bool { return !slices.Contains(w.Representatives, v.actor.Account) }), err
}

// representedPage is the workplaces of a representative, and whom they have registered.
type representedPage struct {
	Workplaces  []workplaceRow
	Text, State field
	listState
	Rows  []enrolmentRow
	Empty string
}

func (v *visit) enrolmentRows() ([]access.Workplace, []enrolmentRow, order, error) {
	order := v.order("began", "person", "state")
	places, err := v.represents()
	if err != nil {
		return nil, nil, order, err
	}
	all, err := v.Office.Enrolments(v.r.Context(), v.actor)
	if err != nil {
		return nil, nil, order, err
	}
	var rows []enrolmentRow
	for _, e := range all {
		i := slices.IndexFunc(places, func(w access.Workplace) bool { return w.ID == e.Workplace })
		if i < 0 {
			continue
		}
		row := v.enrolmentRow(e)
		row.Workplace = places[i].Name
		if v.finds(row.Person, row.Email, row.Services, row.Workplace) && oneOf(v.r.URL.Query().Get("state"), string(e.State)) {
			rows = append(rows, row)
		}
	}
	sorted(rows, order, func(a, b enrolmentRow) int {
		switch order.key {
		case "person":
			return strings.Compare(hours.Fold(a.Person), hours.Fold(b.Person))
		case "state":
			return strings.Compare(hours.Fold(a.State), hours.Fold(b.State))
		}
		return b.enrolment.Began.Compare(a.enrolment.Began)
	})
	return places, rows, order, nil
}

func (v *visit) represented() error {
	places, rows, order, err := v.enrolmentRows()
	if err != nil {
		return err
	}
	q, form := v.r.URL.Query(), v.form("list", nil)
	var states group
	for _, s := range access.EnrolmentStates()[1:] {
		states.Options = append(states.Options, option{Value: string(s), Label: v.t("representative.state." + string(s))})
	}
	page := representedPage{Text: form.text("text", q.Get("text")), State: form.choice("state", q.Get("state"), states), Rows: rows, Empty: v.t("list.nothing")}
	page.State.Options[0].Options[0].Label = v.t("list.all-states")
	for _, w := range places {
		page.Workplaces = append(page.Workplaces, workplaceRow{Name: w.Name, Link: representativePath + "/workplaces/" + w.ID + "/registration"})
	}
	if q.Get("text") == "" && q.Get("state") == "" {
		page.Empty = v.t("representative.empty")
	}
	page.Sort, page.Reverse, page.Count, page.Download = order.key, order.reverse, v.print.N("representative.count", len(rows)), representativePath+".csv"+v.query()
	page.Columns = order.columns(v, "person", "representative.column.person", "-", "reference.column.services", "began", "representative.column.began", "state", "access-desk.column.state")
	return v.show(http.StatusOK, "representative", frame{Title: v.t("representative.title"), Tab: "representative", Body: page})
}

func (v *visit) representedCSV() error {
	_, rows, _, err := v.enrolmentRows()
	if err != nil {
		return err
	}
	table := v.csv("representative-person", "mail", "access-place", "access-service", "representative-began", "state")
	for _, r := range rows {
		table.add(r.Person, r.Email, r.Workplace, r.Services, v.day(r.enrolment.Began), r.State)
	}
	return table.send("registrations.csv")
}

func (v *visit) register() error {
	return v.showRegister(http.StatusOK, url.Values{"id": {freshID()}, "spoken": {string(v.print.Language)}}, nil)
}

// registering returns the workplace that the address names, to its representative.
func (v *visit) registering() (access.Workplace, error) {
	places, err := v.represents()
	if err != nil {
		return access.Workplace{}, err
	}
	i := slices.IndexFunc(places, func(w access.Workplace) bool { return w.ID == v.r.PathValue("workplace") })
	if i < 0 {
		return access.Workplace{}, access.ErrNotFound
	}
	return places[i], nil
}

func (v *visit) showRegister(status int, typed url.Values, wrong hours.FieldErrors) error {
	w, err := v.registering()
	if err != nil {
		return err
	}
	wrong = personFields(wrong)
	page := v.personPage(typed, wrong, access.ByRepresentative)
	page.Back, page.BackTo, page.Heading = representativePath, v.t("representative.back"), v.t("representative.register.heading", "workplace", w.Name)
	page.Lead, page.Button = v.t("representative.register.lead"), v.t("representative.register")
	return v.show(status, "access_person", frame{Title: page.Heading, Tab: "representative", Form: true, Wrong: v.problems(wrong), Body: page})
}

// codePage has the secret code of a registration, once: no address leads to it, and none
// has it. The page itself has it for when its language is changed.
type codePage struct{ Heading, Name, Code, Until, Back string }

func (v *visit) showCode(e access.Enrolment, code identity.Secret) error {
	page := codePage{
		Heading: v.t("representative.code.heading"), Name: e.Person.Name(), Code: access.ShowSecret(code.Reveal()),
		Until: v.print.Instant(e.CodeUntil, v.zone), Back: representativePath + "/enrolments/" + e.ID,
	}
	return v.show(http.StatusOK, "representative_code", frame{Title: page.Heading, Tab: "representative", Form: true, Body: page})
}

// showCodeAgain shows the page of a secret code in the other language, to who has the code
// already: it comes from the page, and goes back to it.
func (v *visit) showCodeAgain() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	v.chooseLanguage(form)
	code := form.Get("code")
	e, err := v.Office.HandedOver(v.r.Context(), v.actor, v.r.PathValue("enrolment"), code)
	if errors.Is(err, access.ErrEnrolment) {
		return v.redirect(representativePath+"/enrolments/"+v.r.PathValue("enrolment"), "notice", "code-shown")
	}
	if err != nil {
		return err
	}
	return v.showCode(e, identity.NewSecret(identity.NormalSymbols(code)))
}

// registerPerson registers a person and answers with the secret code. Sent again, by a
// reload, it does not say it again.
func (v *visit) registerPerson() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	w, err := v.registering()
	if err != nil {
		return err
	}
	if v.chooseLanguage(form) {
		return v.showRegister(http.StatusOK, form, nil)
	}
	person, language, services := personTyped(form)
	e, code, err := v.Office.Enrol(v.r.Context(), v.actor, form.Get("id"), w.ID, person, language, services)
	var wrong hours.FieldErrors
	switch {
	case errors.As(err, &wrong):
		return v.showRegister(http.StatusUnprocessableEntity, form, wrong)
	case errors.Is(err, access.ErrForbidden):
		return v.showRegister(http.StatusUnprocessableEntity, form, hours.FieldErrors{{Field: "lastName", Err: err}})
	case errors.Is(err, access.ErrStep), errors.Is(err, access.ErrEnded):
		return v.redirect(representativePath+"/enrolments/"+form.Get("id"), "notice", "code-shown")
	case err != nil:
		return err
	}
	return v.showCode(e, code)
}

// registeredPage is one registration. Renew and Withdraw are empty where they cannot be
// done.
type registeredPage struct {
	Heading, State, Class, Until string
	Answers                      []answer
	Renew, Withdraw              string
}

// enrolled returns the registration that the address names, to its representative.
func (v *visit) enrolled() (access.Enrolment, access.Workplace, error) {
	places, err := v.represents()
	if err != nil {
		return access.Enrolment{}, access.Workplace{}, err
	}
	all, err := v.Office.Enrolments(v.r.Context(), v.actor)
	if err != nil {
		return access.Enrolment{}, access.Workplace{}, err
	}
	for _, e := range all {
		for _, w := range places {
			if e.ID == v.r.PathValue("enrolment") && e.Workplace == w.ID {
				return e, w, nil
			}
		}
	}
	return access.Enrolment{}, access.Workplace{}, access.ErrNotFound
}

func (v *visit) registered() error {
	e, w, err := v.enrolled()
	if err != nil {
		return err
	}
	row := v.enrolmentRow(e)
	page := registeredPage{Heading: e.Person.Name(), State: row.State, Class: row.Class, Until: row.Until, Answers: []answer{
		{"", v.t("representative.column.email"), []string{row.Email}, ""},
		{"", v.t("csv.access-place"), []string{w.Name}, ""},
		{"", v.t("access-desk.services"), []string{row.Services}, ""},
		{"", v.t("representative.column.began"), []string{row.Began}, ""},
	}}
	if _, err := e.State.Next(access.EnrolmentRenew); err == nil {
		page.Renew = row.Link + "/renewal"
	}
	if _, err := e.State.Next(access.EnrolmentWithdraw); err == nil {
		page.Withdraw = row.Link + "/withdrawal"
	}
	return v.show(http.StatusOK, "representative_one", frame{Title: v.t("representative.one.title", "name", e.Person.Name()), Tab: "representative", Body: page})
}

// asks shows the confirmation of what is done to a registration.
func (v *visit) asks(what string) error {
	e, w, err := v.enrolled()
	if err != nil {
		return err
	}
	heading := v.t("representative."+what+".heading", "name", e.Person.Name())
	return v.show(http.StatusOK, "confirm", frame{Title: heading, Tab: "representative", Body: question{
		Heading: heading, What: w.Name, Sentence: v.t("representative." + what + ".sentence"), Button: v.t("representative." + what + ".button"),
		Action: v.r.URL.Path, Back: representativePath + "/enrolments/" + e.ID, Version: e.Version,
	}})
}

func (v *visit) confirmRenewal() error { return v.asks("renewal") }

// renewRegistered answers with another secret code. Sent again it does not draw a third.
func (v *visit) renewRegistered() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	e, _, err := v.enrolled()
	if err != nil {
		return err
	}
	renewed, code, err := v.Office.Renew(v.r.Context(), v.actor, e.ID, versionTyped(form))
	if errors.Is(err, access.ErrStale) {
		return v.redirect(representativePath+"/enrolments/"+e.ID, "notice", "code-shown")
	}
	if err != nil {
		return err
	}
	return v.showCode(renewed, code)
}

func (v *visit) confirmWithdrawRegistered() error { return v.asks("withdrawal") }

func (v *visit) withdrawRegistered() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	e, _, err := v.enrolled()
	if err != nil {
		return err
	}
	if err := v.Office.WithdrawEnrolment(v.r.Context(), v.actor, e.ID, versionTyped(form)); err != nil {
		return err
	}
	return v.redirect(representativePath, "notice", "enrolment-withdrawn")
}
