package portal

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/identity"
)

func sessionRoutes() []Route {
	return []Route{
		{"GET", "/signin", (*visit).signInPage, true},
		{"POST", "/signin", (*visit).signIn, true},
		{"POST", "/signout", (*visit).signOut, true},
		{"POST", "/language", (*visit).switchLanguage, true},
		// Open, because who asks when a session ends may have none any more.
		{"GET", sessionPath, (*visit).sessionLeft, true},
		{"POST", sessionPath, (*visit).sessionLeft, false},
	}
}

// largestForm bounds a form without documents, in bytes.
const largestForm = 256 << 10

// sessionCookie names the cookie of the session. With HTTPS the prefix keeps other
// hosts of the domain from setting it.
func (v *visit) sessionCookie() string {
	if v.Secure {
		return "__Host-session"
	}
	return "session"
}

// who returns the person whose session the cookie opens, or
// [identity.ErrNoSession]. A session of another organisation opens nothing here.
func (v *visit) who() (identity.Actor, error) {
	cookie, err := v.r.Cookie(v.sessionCookie())
	if err != nil {
		return identity.Actor{}, identity.ErrNoSession
	}
	actor, err := v.Directory.Who(v.r.Context(), cookie.Value)
	if err != nil {
		return identity.Actor{}, err
	}
	if actor.Org != v.Org {
		return identity.Actor{}, identity.ErrNoSession
	}
	return actor, nil
}

func (v *visit) cookie(name, value string, age int) {
	http.SetCookie(v.w, &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: age,
		HttpOnly: true, Secure: v.Secure, SameSite: http.SameSiteLaxMode,
	})
}

// signInForm is the content of the sign-in page.
type signInForm struct {
	Login    field
	Password field
	Return   string
	// Shared says that the browser is a workstation of a service point, where one
	// learner sits after the other (E8).
	Shared bool
	// Kept is what was typed in a form whose session had ended.
	Kept []kept
	// Verify is what may be verified without an account, and About says so.
	Verify, About string
	Demo          []DemoAccount
	// LinkSince is the day of the cut-over; empty where there is none (L1).
	LinkSince string
	// Access says that access to services online is asked for here (A1).
	Access bool
}

// kept is a value of a form, kept through a sign-in.
type kept struct{ Name, Value string }

func (v *visit) signInPage() error {
	if v.actor.Account != "" {
		return v.redirect(local(v.r.URL.Query().Get("return")))
	}
	return v.askSignIn(http.StatusOK, v.r.URL.Query().Get("return"), "", nil, nil)
}

func (v *visit) askSignIn(status int, back, login string, typed []kept, wrong error) error {
	f := v.form("signin", nil)
	body := signInForm{
		Login:    f.text("login", login).with("autocomplete", "username"),
		Password: f.text("password", "").with("autocomplete", "current-password"),
		Return:   local(back), Kept: typed, Demo: v.Demo, Shared: v.shared(), Access: v.Office != nil,
	}
	body.Password.Type = "password"
	body.Verify, body.About = v.t("verification.link"), v.t("verification.link.text")
	if v.ServicePoint != nil {
		body.Verify, body.About = v.t("verification.link.any"), v.t("verification.link.any.text")
	}
	if !v.org.LinkSince.IsZero() {
		body.LinkSince = v.print.Date(v.org.LinkSince)
	}
	page := frame{Title: v.t("signin.title"), Form: true, Scripts: passwordScripts, Body: body}
	if wrong != nil {
		page.Wrong = []problem{{"login", v.print.Error(wrong)}}
		body.Login.Error = v.print.Error(wrong)
		page.Body = body
	}
	return v.show(status, "signin", page)
}

// askToSignIn answers somebody without a session. What they posted is kept in the
// page that asks them to sign in, and given back after, so that a form left open
// past the session loses nothing.
func (v *visit) askToSignIn() {
	var err error
	if v.r.Method == "GET" || v.r.Method == "HEAD" {
		back := v.r.URL.RequestURI()
		if back == "/" {
			back = ""
		}
		err = v.redirect("/signin", "return", back)
	} else {
		var typed []kept
		if form, err := v.typed(); err == nil {
			typed = keep(unkept(v.r.URL.Path, form))
		}
		err = v.askSignIn(http.StatusUnauthorized, v.r.URL.Path, "", typed, identity.ErrNoSession)
	}
	if err != nil {
		v.fail(err)
	}
}

// keptPrefix marks what is kept through a sign-in, apart from the login.
const keptPrefix = "kept."

func keep(form url.Values) []kept {
	var all []kept
	for _, name := range slices.Sorted(maps.Keys(form)) {
		for _, value := range form[name] {
			all = append(all, kept{name, value})
		}
	}
	return all
}

func (v *visit) signIn() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	typed := keptIn(form)
	if v.chooseLanguage(form) {
		return v.askSignIn(http.StatusOK, form.Get("return"), form.Get("login"), typed, nil)
	}
	in, err := v.Directory.SignInFrom(v.r.Context(), v.Org, form.Get("login"), form.Get("password"), v.arrival())
	switch {
	case errors.Is(err, identity.ErrSignIn), errors.Is(err, identity.ErrThrottled), errors.Is(err, identity.ErrNotLinked):
		// The status tells nothing of which logins exist: both are the same for
		// known and unknown ones.
		return v.askSignIn(statusOf(err), form.Get("return"), form.Get("login"), typed, err)
	case errors.Is(err, identity.ErrSecondFactor):
		v.keepSession(in.Token)
		v.remember(in.Device)
		if len(typed) > 0 {
			return v.askFactor(http.StatusOK, in.Token, form.Get("return"), typed, false, nil)
		}
		back := local(form.Get("return"))
		if back == "/" {
			back = ""
		}
		return v.redirect(factorStepPath, "return", back)
	case err != nil:
		return err
	}
	v.keepSession(in.Token)
	v.remember(in.Device)
	return v.arrive(in.Actor, form.Get("return"), typed)
}

// keepSession gives the browser the token of its session.
func (v *visit) keepSession(token string) {
	age := int(identity.AbsoluteLife.Seconds())
	if v.shared() {
		// The session ends with the browser at the latest.
		age = 0
	}
	v.cookie(v.sessionCookie(), token, age)
}

// arrive leads somebody who has just signed in to where they were going, with what they
// had typed there.
func (v *visit) arrive(actor identity.Actor, back string, typed []kept) error {
	back = local(back)
	if len(typed) > 0 {
		v.actor.Account = ""
		leave := "/"
		if actor.May(identity.Read, v.Org, actor.Member) || actor.May(identity.List, v.Org, "") {
			leave = "/portfolio"
		}
		return v.show(http.StatusOK, "resume", frame{Title: v.t("resume.title"), Body: resumePage{back, leave, typed}})
	}
	return v.redirect(back)
}

// shared reports that the browser is a workstation of a service point.
func (v *visit) shared() bool { return v.ServicePoint != nil && v.workstationSecret() != "" }

// resumePage gives back what was kept through a sign-in, to be sent to Return. Leave is
// where one goes instead.
type resumePage struct {
	Return, Leave string
	Kept          []kept
}

func keptIn(form url.Values) []kept {
	inner := url.Values{}
	for name, values := range form {
		if rest, ok := strings.CutPrefix(name, keptPrefix); ok {
			inner[rest] = values
		}
	}
	return keep(inner)
}

func (v *visit) signOut() error {
	if cookie, err := v.r.Cookie(v.sessionCookie()); err == nil {
		if err := v.Directory.SignOut(v.r.Context(), cookie.Value); err != nil {
			return err
		}
	}
	v.cookie(v.sessionCookie(), "", -1)
	if v.shared() {
		// The next learner finds nothing of this one: neither pages nor the language.
		// Cookies are not cleared as a whole, for that of the workstation stays.
		v.cookie(languageCookie, "", -1)
		v.w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	}
	return v.redirect("/signin", "notice", "signed-out")
}
