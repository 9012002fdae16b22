package httpapi

import (
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func sessionEndpoints() []endpoint {
	return []endpoint{
		{Route{http.MethodPost, base + "/sessions"}, true, openSession},
		{Route{http.MethodDelete, base + "/sessions/current"}, false, closeSession},
		{Route{http.MethodPost, base + "/sessions/current/factor"}, true, showFactor},
		{Route{http.MethodPost, base + "/sessions/current/factor/passkey"}, true, askPasskey},
		{Route{http.MethodGet, base + "/me"}, false, me},
	}
}

// actorView is who is signed in.
type actorView struct {
	Account      string           `json:"account"`
	Name         string           `json:"name"`
	Member       *string          `json:"member"`
	Roles        []string         `json:"roles"`
	Organisation organisationView `json:"organisation"`
}

type organisationView struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Contact   string `json:"contact"`
	Languages string `json:"languages"`
	// WithdrawBeforeProcessing says that members may take back what they submitted
	// until staff have processed it.
	WithdrawBeforeProcessing bool `json:"withdrawBeforeProcessing"`
}

func (x *exchange) actorView() actorView {
	v := actorView{
		Account: string(x.actor.Account), Name: x.actor.Name, Roles: []string{},
		Organisation: organisationView{
			ID: string(x.org.ID), Name: x.p.Text(x.org.Name), Contact: x.org.Contact,
			Languages:                string(identity.FrenchOnly),
			WithdrawBeforeProcessing: x.org.WithdrawBeforeProcessing,
		},
	}
	if x.org.Languages != "" {
		v.Organisation.Languages = string(x.org.Languages)
	}
	if x.actor.Member != "" {
		member := string(x.actor.Member)
		v.Member = &member
	}
	for _, role := range x.actor.Roles {
		v.Roles = append(v.Roles, string(role))
	}
	return v
}

// sessionView is an open session. The token is told once.
type sessionView struct {
	Token string `json:"token"`
	// Device is what is given at the next sign-in from here, which is then no new place.
	Device string `json:"device,omitempty"`
	// Expires is the instant at which the session ends if nothing more is asked.
	Expires time.Time `json:"expires"`
	Actor   actorView `json:"actor"`
}

// openSession signs in (P1). An organisation that does not exist is answered as a
// wrong password is.
func openSession(x *exchange) error {
	var given struct {
		Organisation string `json:"organisation"`
		Login        string `json:"login"`
		Password     string `json:"password"`
		Device       string `json:"device"`
	}
	if err := x.read(&given); err != nil {
		return err
	}
	var wrong hours.FieldErrors
	for _, field := range []struct{ name, text string }{
		{"organisation", given.Organisation}, {"login", given.Login}, {"password", given.Password},
	} {
		if field.text == "" {
			wrong = append(wrong, hours.FieldError{Field: field.name, Err: hours.ErrMissing})
		}
	}
	if len(wrong) > 0 {
		return wrong
	}
	id, err := identity.ParseOrganisationID(given.Organisation)
	if err != nil {
		return identity.ErrSignIn
	}
	ctx := x.r.Context()
	if x.org, err = x.api.Directory.Organisation(ctx, id); errors.Is(err, identity.ErrNotFound) {
		return identity.ErrSignIn
	}
	if err != nil {
		return err
	}
	x.speak(x.org.Languages)
	now := x.api.now().Truncate(identity.Precision)
	from := identity.Arrival{Browser: identity.ReadBrowser(x.r.UserAgent()), Device: given.Device}
	in, err := x.api.Directory.SignInFrom(ctx, id, given.Login, given.Password, from)
	if errors.Is(err, identity.ErrSecondFactor) {
		half := identity.Session{Opened: now, Seen: now, Owes: identity.OwesFactor}
		return x.json(http.StatusAccepted, halfSessionView{Token: in.Token, Device: in.Device, Expires: half.Ends(), Owes: string(half.Owes)})
	}
	if err != nil {
		return err
	}
	return x.session(in, now)
}

func (x *exchange) session(in identity.SignedIn, now time.Time) error {
	x.actor = in.Actor
	session := identity.Session{Opened: now, Seen: now}
	return x.json(http.StatusCreated, sessionView{Token: in.Token, Device: in.Device, Expires: session.Ends(), Actor: x.actorView()})
}

// halfSessionView is a session that opens nothing until the second factor is shown.
type halfSessionView struct {
	Token   string    `json:"token"`
	Device  string    `json:"device"`
	Expires time.Time `json:"expires"`
	Owes    string    `json:"owes"`
}

// askPasskey draws the challenge that a passkey answers, and tells what is asked of it, in
// the words of Web Authentication.
func askPasskey(x *exchange) error {
	if err := x.api.Directory.OwesFactor(x.r.Context(), x.token()); err != nil {
		return err
	}
	asked, err := x.api.Directory.AskPasskey(x.r.Context(), x.token())
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, json.RawMessage(asked))
}

// showFactor shows the second factor: a code of the application, a recovery code, or what
// a passkey answered. The token that it was shown with is dead.
func showFactor(x *exchange) error {
	ctx := x.r.Context()
	token := x.token()
	if err := x.api.Directory.OwesFactor(ctx, token); err != nil {
		return err
	}
	var given struct {
		Code    string          `json:"code"`
		Passkey json.RawMessage `json:"passkey"`
	}
	if err := x.read(&given); err != nil {
		return err
	}
	if given.Code == "" && len(given.Passkey) == 0 {
		return hours.FieldErrors{{Field: "code", Err: hours.ErrMissing}}
	}
	now := x.api.now().Truncate(identity.Precision)
	next, actor, err := x.api.Directory.ShowFactor(ctx, token, identity.Proof{Code: given.Code, Passkey: given.Passkey})
	if err != nil {
		return err
	}
	if x.org, err = x.api.Directory.Organisation(ctx, actor.Org); err != nil {
		return err
	}
	x.speak(x.org.Languages)
	return x.session(identity.SignedIn{Token: next, Actor: actor}, now)
}

// closeSession signs out.
func closeSession(x *exchange) error {
	if err := x.api.Directory.SignOut(x.r.Context(), x.token()); err != nil {
		return err
	}
	return x.nothing()
}

// me answers who is signed in (P3).
func me(x *exchange) error { return x.json(http.StatusOK, x.actorView()) }
