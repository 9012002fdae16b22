package portal

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/privacy"
)

const officerNewPath = officerPath + "/requests/new"

func officerNewRoutes() []Route {
	return []Route{
		{"GET", officerNewPath, charged((*visit).officerNew), false},
		{"POST", officerNewPath, charged((*visit).enterRequest), false},
	}
}

// officerFindPage asks of whom a request is.
type officerFindPage struct {
	Back, BackTo, Heading, Lead string
	Finder                      personFinder
	// Unknown leads to the form for somebody whom nobody knows.
	Unknown string
}

// officerNew asks first who wrote: somebody known, or not.
func (v *visit) officerNew() error {
	q := v.r.URL.Query()
	typed := url.Values{"id": {freshID()}, "person": {q.Get("person")}, "spoken": {string(v.print.Language)}}
	if q.Get("person") != "" || q.Has("unknown") {
		page, err := v.newForm(typed, nil)
		if err != nil {
			return err
		}
		return v.showOfficerForm(http.StatusOK, page)
	}
	finder, err := v.finder(officerNewPath, nil)
	if err != nil {
		return err
	}
	page := officerFindPage{
		Back: v.t("officer.back"), BackTo: officerPath, Heading: v.t("officer.enter"), Lead: v.t("officer.enter.lead"),
		Finder: finder, Unknown: officerNewPath + "?unknown=1",
	}
	return v.showOfficer(http.StatusOK, "officer_new", frame{Title: page.Heading, Body: page})
}

// newForm is the form of what came by letter or by e-mail.
func (v *visit) newForm(typed url.Values, wrong error) (officerForm, error) {
	person := privacy.PersonID(typed.Get("person"))
	page := officerForm{
		Back: v.t("officer.enter.again"), BackTo: officerNewPath, Heading: v.t("officer.enter"), Action: officerNewPath, Button: v.t("officer.enter.button"),
		Kept: []kept{{"id", typed.Get("id")}, {"person", string(person)}},
	}
	if person != "" {
		name, err := v.personNamed(person)
		if err != nil {
			return page, err
		}
		page.Lead = v.t("officer.enter.of", "name", name)
	}
	build := func(f form) {
		var kinds, qualities group
		for _, k := range privacy.Kinds() {
			kinds.Options = append(kinds.Options, option{Value: string(k), Label: v.t("officer.kind." + string(k))})
		}
		for _, q := range privacy.Qualities() {
			qualities.Options = append(qualities.Options, option{Value: string(q), Label: v.t("officer.quality." + string(q))})
		}
		page.Sections = nil
		if person == "" {
			page.Sections = append(page.Sections, officerSection{Legend: v.t("officer.enter.who"), Controls: []control{
				f.text("name", typed.Get("name")).as("text"),
				f.text("email", typed.Get("email")).with("inputmode", "email").wide().as("text"),
				f.choice("spoken", typed.Get("spoken"), v.languages()).as("choice"),
			}})
		}
		page.Sections = append(page.Sections, officerSection{Legend: v.t("officer.enter.what"), Controls: []control{
			f.choice("kind", typed.Get("kind"), kinds).as("choice"), f.choice("quality", typed.Get("quality"), qualities).as("choice"),
			f.date("received", dateTyped(typed, "received")).as("day"), f.area("asked", typed.Get("asked")).as("text"),
			f.holdings("scope", holdingsTyped(typed["scope"]), ""),
		}})
	}
	build(v.form("officer", nil))
	if wrong != nil {
		fields, ours := page.fieldErrors(wrong, typed)
		if !ours {
			return page, wrong
		}
		build(v.form("officer", fields))
	}
	return page, nil
}

func (v *visit) enterRequest() error {
	typed, err := v.typed()
	if err != nil {
		return err
	}
	if v.chooseLanguage(typed) {
		page, err := v.newForm(typed, nil)
		if err != nil {
			return err
		}
		return v.showOfficerForm(http.StatusOK, page)
	}
	asking := asking{privacy.Asking{
		ID: typed.Get("id"), Kind: privacy.Kind(typed.Get("kind")), Quality: privacy.Quality(typed.Get("quality")), Asked: typed.Get("asked"),
		Scope: holdingsTyped(typed["scope"]),
		From: privacy.Contact{
			Name: strings.TrimSpace(typed.Get("name")), Email: strings.TrimSpace(typed.Get("email")), Language: identity.Language(typed.Get("spoken")),
		},
	}}
	if asking.From.Language != identity.English {
		asking.From.Language = identity.French
	}
	err = asking.typed(typed)
	var q privacy.Request
	if err == nil {
		q, err = v.Registrar.Enter(v.r.Context(), v.actor, privacy.PersonID(typed.Get("person")), asking.Asking)
	}
	if err != nil {
		page, err := v.newForm(typed, err)
		if err != nil {
			return err
		}
		return v.showOfficerForm(http.StatusUnprocessableEntity, page)
	}
	return v.redirect(requestPath(q), "notice", "officer-entered")
}

// asking is a request as it is typed.
type asking struct{ privacy.Asking }

// typed reads the day, and says all at once what the desk would refuse one by one.
func (a *asking) typed(form url.Values) error {
	var wrong hours.FieldErrors
	say := func(bad bool, field string, err error) {
		if bad {
			wrong = append(wrong, hours.FieldError{Field: field, Err: err})
		}
	}
	say(form.Get("person") == "" && a.From.Name == "", "name", privacy.ErrNoContact)
	say(!slices.Contains(privacy.Kinds(), a.Kind), "kind", privacy.ErrUnknownKind)
	say(!slices.Contains(privacy.Qualities(), a.Quality), "quality", privacy.ErrUnknownQuality)
	day, unread := dayTyped("received", dateTyped(form, "received"), true)
	a.Received = day
	return append(wrong, unread...).OrNil()
}
