package portal

import (
	"errors"
	"net/http"

	"github.com/goodstanding/goodstanding/identity"
)

// One's own account: where its settings are, and its open sessions.
func ownSessionRoutes() []Route {
	return []Route{
		{"GET", "/account", (*visit).ownAccount, false},
		{"GET", "/sessions", (*visit).sessions, false},
		{"POST", "/sessions/end", (*visit).endSession, false},
		{"POST", "/sessions/end-others", (*visit).endOtherSessions, false},
		{"GET", "/sessions/stop/{account}/{secret}", (*visit).confirmDisownSignIn, true},
		{"POST", "/sessions/stop/{account}/{secret}", (*visit).disownSignIn, true},
	}
}

// deviceCookie names the cookie that a browser is known by, so that a sign-in from a new
// one can be told.
func (v *visit) deviceCookie() string {
	if v.Secure {
		return "__Host-device"
	}
	return "device"
}

// arrival is where somebody signs in from. A workstation of a service point is known by
// what it was given itself: nothing of a learner stays on it.
func (v *visit) arrival() identity.Arrival {
	from := identity.Arrival{Browser: identity.ReadBrowser(v.r.UserAgent())}
	if v.shared() {
		from.Device = v.workstationSecret()
	} else if cookie, err := v.r.Cookie(v.deviceCookie()); err == nil {
		from.Device = cookie.Value
	}
	return from
}

// remember has the browser keep what it is known by.
func (v *visit) remember(device string) {
	if device != "" && !v.shared() {
		v.cookie(v.deviceCookie(), device, int(identity.DeviceLife.Seconds()))
	}
}

// ownAccountPage leads to what one may change of one's own account.
type ownAccountPage struct {
	Name      string
	Sessions  string
	Questions bool
}

func (v *visit) ownAccount() error {
	open, err := v.Directory.Sessions(v.r.Context(), v.secretSession())
	if err != nil {
		return err
	}
	page := ownAccountPage{Name: v.actor.Name, Sessions: v.print.N("session.count", len(open))}
	_, err = v.Directory.Questioning(v.r.Context(), v.secretSession())
	if page.Questions = err == nil; err != nil && !errors.Is(err, identity.ErrNotFound) {
		return err
	}
	return v.show(http.StatusOK, "own_account", frame{Title: v.t("own-account.title"), Body: page})
}

// sessionRow is an open session.
type sessionRow struct {
	ID, Browser, Opened, Seen string
	Current                   bool
}

// sessionsPage is one's own open sessions.
type sessionsPage struct {
	Rows   []sessionRow
	Count  string
	Others bool
}

func (v *visit) sessions() error {
	open, err := v.Directory.Sessions(v.r.Context(), v.secretSession())
	if err != nil {
		return err
	}
	page := sessionsPage{Count: v.print.N("session.count", len(open)), Others: len(open) > 1}
	for _, s := range open {
		page.Rows = append(page.Rows, sessionRow{
			ID: s.ID, Browser: v.print.Browser(s.Browser), Opened: v.print.Instant(s.Opened, v.zone),
			Seen: v.print.Instant(s.Seen, v.zone), Current: s.Current,
		})
	}
	return v.show(http.StatusOK, "sessions", frame{Title: v.t("session.title"), Body: page})
}

// endSession ends one session. One that has ended meanwhile is no error: it is what was
// asked for.
func (v *visit) endSession() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	err = v.Directory.EndSession(v.r.Context(), v.secretSession(), form.Get("session"))
	if err != nil && !errors.Is(err, identity.ErrNotFound) {
		return err
	}
	return v.redirect("/sessions", "notice", "session-ended")
}

func (v *visit) endOtherSessions() error {
	if _, err := v.Directory.EndOtherSessions(v.r.Context(), v.secretSession()); err != nil {
		return err
	}
	return v.redirect("/sessions", "notice", "sessions-ended")
}

func (v *visit) confirmDisownSignIn() error { return v.showDisown("sign-in", false) }

// disownSignIn ends every session and takes the password back. A secret that does
// nothing is answered in the same way.
func (v *visit) disownSignIn() error {
	account := identity.AccountID(v.r.PathValue("account"))
	err := v.Directory.DisownSignIn(v.r.Context(), v.Org, account, v.r.PathValue("secret"))
	if err != nil && !errors.Is(err, identity.ErrNotFound) {
		return err
	}
	return v.showDisown("sign-in", true)
}
