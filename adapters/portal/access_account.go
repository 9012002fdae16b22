package portal

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
)

// openingRoutes are the pages on which somebody opens their own account: with a reference
// number (A6), or with the password and the secret code of a registration at their
// workplace (A12). No page ever has a number, a code or a password in it again: they are
// typed anew after a mistake, and the rest stays.
func openingRoutes() []Route {
	return []Route{
		{"GET", "/access/reference", (*visit).openingPage, true},
		{"POST", "/access/reference", (*visit).openAccount, true},
		{"GET", "/access/code", (*visit).openingPage, true},
		{"POST", "/access/code", (*visit).openAccount, true},
		{"GET", "/access/code/password", (*visit).enrolmentPassword, true},
		{"POST", "/access/code/password", (*visit).sendEnrolmentPassword, true},
	}
}

// openingPage is the form that opens an account. By is "reference" or "code".
type openingPage struct {
	By     string
	Fields []field
	Login  field
	New    field
}

// opening returns which form the address is of.
func (v *visit) opening() string {
	if v.r.URL.Path == "/access/code" {
		return "code"
	}
	return "reference"
}

func (v *visit) openingPage() error { return v.askOpening(http.StatusOK, url.Values{}, nil) }

func (v *visit) askOpening(status int, typed url.Values, wrong hours.FieldErrors) error {
	f, by := v.form("opening", wrong), v.opening()
	hidden := func(name string) field {
		control := f.text(name, "").with("autocomplete", "one-time-code")
		control.Type = "password"
		return control
	}
	page := openingPage{
		By: by, Login: f.text("chosen", typed.Get("chosen")).with("autocomplete", "username"), New: v.newPassword("opening", wrong),
	}
	if by == "code" {
		page.Fields = []field{f.text("email", typed.Get("email")).with("autocomplete", "email").with("inputmode", "email"), hidden("sent"), f.text("secret", "")}
	} else {
		page.Fields = []field{f.text("reference", ""), f.text("family", typed.Get("family")).with("autocomplete", "family-name")}
	}
	return v.show(status, "access_opening", frame{Title: v.t("opening." + by), Form: true, Scripts: passwordScripts, Wrong: v.problems(wrong), Body: page})
}

// openingFields are what each form asks for, in the order of its page.
var openingFields = map[string][]string{
	"reference": {"reference", "family", "chosen", "new"}, "code": {"email", "sent", "secret", "chosen", "new"},
}

// openAccount opens the account and leads to where one signs in: nobody is signed in by
// it.
func (v *visit) openAccount() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	if v.chooseLanguage(form) {
		return v.askOpening(http.StatusOK, form, nil)
	}
	var missing hours.FieldErrors
	for _, name := range openingFields[v.opening()] {
		if form.Get(name) == "" {
			missing = append(missing, hours.FieldError{Field: name, Err: hours.ErrMissing})
		}
	}
	if len(missing) > 0 {
		return v.askOpening(http.StatusUnprocessableEntity, form, missing)
	}
	ctx, first := v.r.Context(), openingFields[v.opening()][0]
	if v.opening() == "code" {
		_, err = v.Office.OpenByCode(ctx, v.Org, v.from(), form.Get("email"), form.Get("sent"), form.Get("secret"), form.Get("chosen"), form.Get("new"))
	} else {
		_, err = v.Office.OpenByReference(ctx, v.Org, v.from(), form.Get("reference"), form.Get("family"), form.Get("chosen"), form.Get("new"))
	}
	field := ""
	switch {
	case err == nil:
		return v.redirect("/signin", "notice", "account-opened")
	case errors.Is(err, access.ErrHasAccount):
		return v.redirect("/signin", "notice", "services-added")
	case errors.Is(err, identity.ErrOpened):
		return v.redirect("/signin", "notice", "account-was-open")
	case errors.Is(err, access.ErrReference), errors.Is(err, access.ErrEnrolment), errors.Is(err, identity.ErrThrottled):
		field = first
	case errors.Is(err, identity.ErrLogin), errors.Is(err, identity.ErrLoginTaken):
		field = "chosen"
	case passwordWrong(err):
		field = "new"
	default:
		return err
	}
	return v.askOpening(statusOf(err), form, hours.FieldErrors{{Field: field, Err: err}})
}

// enrolmentPassword asks where another password of a registration is to be sent: the
// first lives for a day.
func (v *visit) enrolmentPassword() error { return v.askEnrolmentAddress(http.StatusOK, "", nil) }

func (v *visit) askEnrolmentAddress(status int, typed string, wrong hours.FieldErrors) error {
	control := v.form("opening", wrong).text("email", typed).with("autocomplete", "email").with("inputmode", "email")
	return v.show(status, "access_password", frame{Title: v.t("opening.password"), Form: true, Wrong: v.problems(wrong), Body: control})
}

// sendEnrolmentPassword sends it. The answer is the same whoever was registered.
func (v *visit) sendEnrolmentPassword() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	typed := form.Get("email")
	if v.chooseLanguage(form) {
		return v.askEnrolmentAddress(http.StatusOK, typed, nil)
	}
	err = hours.ErrMissing
	if hours.Tidy(typed) != "" {
		err = v.Office.SendEnrolment(v.r.Context(), v.Org, typed)
	}
	if errors.Is(err, hours.ErrMissing) || errors.Is(err, identity.ErrAddress) {
		return v.askEnrolmentAddress(http.StatusUnprocessableEntity, typed, hours.FieldErrors{{Field: "email", Err: err}})
	}
	if err != nil {
		return err
	}
	return v.redirect("/access/code", "notice", "enrolment-password")
}
