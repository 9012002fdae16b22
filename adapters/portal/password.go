package portal

import (
	"errors"
	"net/http"
	"strings"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// passwordScripts are those of a page with a password to type.
var passwordScripts = []string{"password.js"}

// Temporary passwords (P2), and the page that changes a password.
func passwordRoutes() []Route {
	return []Route{
		{"GET", "/temporary", (*visit).temporary, true},
		{"POST", "/temporary", (*visit).requestTemporary, true},
		{"GET", "/temporary/sent", (*visit).temporarySent, true},
		// Open, because a session whose password must be changed first is nobody's
		// anywhere else.
		{"GET", "/password", (*visit).password, true},
		{"POST", "/password", (*visit).changePassword, true},
		{"GET", "/password/stop/{account}/{secret}", (*visit).confirmDisownPassword, true},
		{"POST", "/password/stop/{account}/{secret}", (*visit).disownPassword, true},
	}
}

// temporaryPage asks who wants a temporary password, or says that it is on its way.
type temporaryPage struct {
	Login field
	Sent  bool
	Demo  bool
}

func (v *visit) temporary() error { return v.askTemporary(http.StatusOK, "", nil) }

func (v *visit) askTemporary(status int, typed string, wrong hours.FieldErrors) error {
	page := temporaryPage{Login: v.form("temporary", wrong).text("login", typed).with("autocomplete", "username"), Demo: v.Demo != nil}
	return v.show(status, "temporary", frame{Title: v.t("temporary.title"), Form: true, Wrong: v.problems(wrong), Body: page})
}

// requestTemporary sends a temporary password to the address on file. The answer is the
// same whoever was named.
func (v *visit) requestTemporary() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	typed := form.Get("login")
	switch {
	case v.chooseLanguage(form):
		return v.askTemporary(http.StatusOK, typed, nil)
	case hours.Tidy(typed) == "":
		return v.askTemporary(http.StatusUnprocessableEntity, typed, hours.FieldErrors{{Field: "login", Err: hours.ErrMissing}})
	}
	if err := v.Directory.RequestTemporary(v.r.Context(), v.Org, typed); err != nil {
		return err
	}
	return v.redirect("/temporary/sent")
}

func (v *visit) temporarySent() error {
	page := temporaryPage{Sent: true, Demo: v.Demo != nil}
	return v.show(http.StatusOK, "temporary", frame{Title: v.t("temporary.sent.title"), Body: page})
}

// passwordPage changes a password: the present one is asked for, save of who has just
// given a temporary one.
type passwordPage struct {
	// Reason begins the names of the texts that say why: "password.must" of a temporary
	// password, "password.breached" of one that was found on a list of breached ones, and
	// "password" of who wants to.
	Reason  string
	Current field
	// Question is the one that is asked in the place of the present password, if any.
	Question field
	New      field
}

// Must reports a session that does nothing else.
func (p passwordPage) Must() bool { return p.Reason != "password" }

// Asks reports that the present password is asked for.
func (p passwordPage) Asks() bool { return p.Reason != "password.must" }

func (v *visit) password() error {
	reason, err := v.reason()
	if err != nil {
		return err
	}
	return v.askPassword(http.StatusOK, reason, nil)
}

// reason says why the password of the session is changed: see [passwordPage].
func (v *visit) reason() (string, error) {
	if must, err := v.Directory.MustChange(v.r.Context(), v.secretSession()); err != nil || must {
		return "password.must", err
	}
	if breached, err := v.Directory.MustReplace(v.r.Context(), v.secretSession()); err != nil || breached {
		return "password.breached", err
	}
	return "password", nil
}

// secretSession returns the token of the session that the cookie names; "" of one of
// another organisation, which opens nothing here.
func (v *visit) secretSession() string {
	cookie, err := v.r.Cookie(v.sessionCookie())
	if err != nil || !strings.HasPrefix(cookie.Value, string(v.Org)+".") {
		return ""
	}
	return cookie.Value
}

func (v *visit) askPassword(status int, reason string, wrong hours.FieldErrors) error {
	policy, err := v.Directory.PasswordPolicy(v.r.Context(), v.secretSession())
	if err != nil {
		return err
	}
	page := passwordPage{Reason: reason, Current: v.currentPassword(wrong), New: v.newPassword("password", wrong)}
	if policy.SecondFactor {
		page.New = page.New.with("hint", v.t("field.password.new.hint.beside"))
	}
	if !page.Asks() {
		q, asked, err := v.Directory.SessionQuestion(v.r.Context(), v.secretSession())
		if err != nil {
			return err
		}
		page.Question = v.questionField("password", q, asked, wrong)
	}
	return v.show(status, "password", frame{Title: v.t(reason + ".title"), Form: true, Scripts: passwordScripts, Wrong: v.problems(wrong), Body: page})
}

// changePassword ends every session, this one too: one signs in with the new password.
func (v *visit) changePassword() error {
	reason, err := v.reason()
	if err != nil {
		return err
	}
	form, err := v.typed()
	if err != nil {
		return err
	}
	if v.chooseLanguage(form) {
		return v.askPassword(http.StatusOK, reason, nil)
	}
	if reason == "password.must" {
		err = v.Directory.AnswerSession(v.r.Context(), v.secretSession(), form.Get("answer"))
	}
	if err == nil {
		err = v.Directory.ChangePassword(v.r.Context(), v.secretSession(), form.Get("current"), form.Get("new"))
	}
	switch {
	case errors.Is(err, identity.ErrAnswer):
		return v.askPassword(statusOf(err), reason, hours.FieldErrors{{Field: "answer", Err: err}})
	case errors.Is(err, identity.ErrPasswordWrong), errors.Is(err, identity.ErrThrottled):
		return v.askPassword(statusOf(err), reason, hours.FieldErrors{{Field: "current", Err: err}})
	case passwordWrong(err):
		return v.askPassword(statusOf(err), reason, hours.FieldErrors{{Field: "new", Err: err}})
	case err != nil:
		return err
	}
	v.cookie(v.sessionCookie(), "", -1)
	return v.redirect("/signin", "notice", "password-set")
}

func (v *visit) confirmDisownPassword() error { return v.showDisown("password", false) }

// disownPassword takes a password back. A secret that takes none back is answered in
// the same way.
func (v *visit) disownPassword() error {
	account := identity.AccountID(v.r.PathValue("account"))
	err := v.Directory.DisownPassword(v.r.Context(), v.Org, account, v.r.PathValue("secret"))
	if err != nil && !errors.Is(err, identity.ErrNotFound) {
		return err
	}
	return v.showDisown("password", true)
}
