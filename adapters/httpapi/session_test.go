package httpapi_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/argon2id"
	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/adapters/passkey"
	"github.com/goodstanding/goodstanding/adapters/passkey/passkeytest"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func TestP1_SignInWithLoginAndPassword(t *testing.T) {
	w := newWorldWith(t, argon2id.Hasher{})
	a := w.do(call{method: "POST", path: "/sessions", body: map[string]any{
		"organisation": "otpq", "login": " Genevieve ", "password": password,
	}}).is(http.StatusCreated)
	require.Equal(t, "Geneviève Lavigne", a.text("actor.name"))
	require.Equal(t, "m-1", a.text("actor.member"))
	// An hour without a request, from 15:00.
	require.Equal(t, "2026-11-22T16:00:00Z", a.text("expires"))

	token := a.text("token")
	require.Equal(t, "Geneviève Lavigne", w.do(call{token: token, method: "GET", path: "/me"}).is(http.StatusOK).text("name"))
	w.do(call{token: token, method: "DELETE", path: "/sessions/current"}).is(http.StatusNoContent)
	w.do(call{token: token, method: "GET", path: "/me"}).problem(http.StatusUnauthorized, "no-session")
}

func TestP1_NothingTellsWhichHalfIsWrong(t *testing.T) {
	w := newWorld(t)
	var bodies []string
	for _, given := range []map[string]any{
		{"organisation": "otpq", "login": "genevieve", "password": "wrong wrong wrong"},
		{"organisation": "otpq", "login": "nobody", "password": password},
		{"organisation": "other", "login": "genevieve", "password": password},
		{"organisation": "NOT AN ID", "login": "genevieve", "password": password},
	} {
		a := w.do(call{method: "POST", path: "/sessions", body: given}).problem(http.StatusUnauthorized, "sign-in")
		require.NotEmpty(t, a.header.Get("WWW-Authenticate"))
		bodies = append(bodies, a.body)
	}
	for _, body := range bodies {
		require.Equal(t, bodies[0], body)
	}
}

func TestP1_MissingPartsAreNamed(t *testing.T) {
	a := newWorld(t).do(call{method: "POST", path: "/sessions", body: map[string]any{"organisation": "otpq"}})
	a.problem(http.StatusUnprocessableEntity, "invalid-entry")
	for _, field := range []string{"login", "password"} {
		code, detail := a.field(field)
		require.Equal(t, "missing", code)
		require.Equal(t, i18n.For(identity.French).FieldError(field, hours.ErrMissing), detail)
	}
}

func TestSessionThrottledAfterFiveFailures(t *testing.T) {
	w := newWorld(t)
	wrong := call{method: "POST", path: "/sessions", body: map[string]any{
		"organisation": "otpq", "login": "genevieve", "password": "wrong wrong wrong",
	}}
	for range 5 {
		w.do(wrong).problem(http.StatusUnauthorized, "sign-in")
	}
	w.do(wrong).problem(http.StatusTooManyRequests, "throttled")
	w.now = w.now.Add(time.Minute)
	w.do(wrong).problem(http.StatusUnauthorized, "sign-in")
}

func TestSessionEndsAfterAnHourWithoutARequest(t *testing.T) {
	w := newWorld(t)
	w.get("genevieve", "/me").is(http.StatusOK)
	w.now = w.now.Add(61 * time.Minute)
	a := w.get("genevieve", "/me").problem(http.StatusUnauthorized, "no-session")
	require.Equal(t, `Bearer realm="goodstanding"`, a.header.Get("WWW-Authenticate"))
	require.Equal(t, "Ouvrez une session pour continuer.", a.text("detail"))
}

func TestEveryRouteButTheOpenOnesNeedsASession(t *testing.T) {
	w := newWorld(t)
	open := map[string]bool{
		"POST /api/v1/sessions": true, "GET /api/v1/openapi.yaml": true, "GET /api/v1/openapi.json": true,
		"GET /api/v1/problems": true, "GET /api/v1/problems/{type}": true, "GET /api/v1/verifications/{code}": true,
		"POST /api/v1/rosters": true, // opened by the token of a training body
		// Who asks for access has no account yet: a secret of the browser or of a letter, a
		// reference number or a secret code is what opens these.
		"GET /api/v1/access/forms": true, "POST /api/v1/access/requests": true,
		"GET /api/v1/access/requests/{request}": true, "PUT /api/v1/access/requests/{request}": true,
		"POST /api/v1/access/requests/{request}/submission": true, "POST /api/v1/access/requests/{request}/withdrawal": true,
		"GET /api/v1/access/signings/{request}": true, "POST /api/v1/access/signings/{request}": true,
		"POST /api/v1/access/signings/{request}/refusal": true,
		"POST /api/v1/access/references":                 true, "POST /api/v1/access/codes": true, "POST /api/v1/access/codes/password": true,
	}
	for _, r := range w.api.Routes() {
		if open[r.Method+" "+r.Pattern] {
			continue
		}
		path := filled(r.Pattern, "m-1")
		w.do(call{method: r.Method, path: path}).problem(http.StatusUnauthorized, "no-session")
		w.do(call{method: r.Method, path: path, token: "otpq.forged"}).problem(http.StatusUnauthorized, "no-session")
	}
}

// filled returns the pattern's path after /api/v1, for a member.
func filled(pattern, member string) string {
	return strings.NewReplacer(
		"/api/v1", "", "{member}", member, "{declaration}", "d-1", "{request}", "r-1", "{document}", "doc-1",
		"{point}", "quebec", "{learner}", member, "{number}", "1", "{question}", "q-1", "{step}", "account", "{name}", "Poste",
		"{draw}", "w-1", "{kind}", "activities", "{type}", "stale",
	).Replace(pattern)
}

// The API does not pass the second factor by: the password gives a session that opens
// nothing, and the code another token.
func TestSecondFactor_OverTheAPIToo(t *testing.T) { newWorld(t).secondFactor() }

// secondFactor goes through every operation about the second factor.
func (w *world) secondFactor() {
	t := w.t
	w.api.Directory.Key = []byte("a key of thirty-two bytes or so!")
	directory, ctx := w.api.Directory, t.Context()
	token, _, err := directory.SignIn(ctx, "otpq", "genevieve", password)
	require.NoError(t, err)
	require.NoError(t, directory.BeginFactor(ctx, token, password))
	view, err := directory.Factor(ctx, token)
	require.NoError(t, err)
	_, codes, err := directory.ConfirmFactor(ctx, token, view.Seed.Code(w.now).Reveal())
	require.NoError(t, err)
	w.now = w.now.Add(time.Minute)

	signIn := call{method: "POST", path: "/sessions", body: map[string]any{"organisation": "otpq", "login": "genevieve", "password": password}}
	a := w.do(signIn).is(http.StatusAccepted)
	half := a.text("token")
	require.Equal(t, "factor", a.text("owes"))
	// Ten minutes, from 15:01.
	require.Equal(t, "2026-11-22T15:11:00Z", a.text("expires"))
	w.do(call{token: half, method: "GET", path: "/me"}).problem(http.StatusUnauthorized, "second-factor")
	w.do(call{token: half, method: "GET", path: "/members"}).problem(http.StatusUnauthorized, "second-factor")

	show := func(token, code string) answer {
		return w.do(call{token: token, method: "POST", path: "/sessions/current/factor", body: map[string]any{"code": code}})
	}
	code := view.Seed.Code(w.now).Reveal()
	show("", code).problem(http.StatusUnauthorized, "no-session")
	show(half, "").problem(http.StatusUnprocessableEntity, "invalid-entry")
	show(half, "000000").problem(http.StatusUnprocessableEntity, "factor-code")
	a = show(half, code[:3]+" "+code[3:]).is(http.StatusCreated)
	next := a.text("token")
	require.NotEqual(t, half, next)
	require.Equal(t, "Geneviève Lavigne", a.text("actor.name"))
	w.do(call{token: half, method: "GET", path: "/me"}).problem(http.StatusUnauthorized, "no-session")
	w.do(call{token: next, method: "GET", path: "/me"}).is(http.StatusOK)
	show(next, code).problem(http.StatusUnauthorized, "no-session")

	half = w.do(signIn).is(http.StatusAccepted).text("token")
	show(half, code).problem(http.StatusUnprocessableEntity, "factor-code") // it was used
	next = show(half, codes[0].Reveal()).is(http.StatusCreated).text("token")
	w.passkey(next, signIn)
}

// passkey adds a passkey in an open session and signs in with it.
func (w *world) passkey(token string, signIn call) {
	t, directory := w.t, w.api.Directory
	site, err := passkey.At("https://portail.example.org", "Portail")
	require.NoError(t, err)
	ask := func(token string) answer {
		return w.do(call{token: token, method: "POST", path: "/sessions/current/factor/passkey"})
	}
	half := w.do(signIn).is(http.StatusAccepted).text("token")
	ask(half).problem(http.StatusNotFound, "not-found") // nobody speaks with browsers
	directory.Passkeys, err = passkey.New(site)
	require.NoError(t, err)
	ask(half).problem(http.StatusConflict, "factor-step") // there is none
	phone := passkeytest.New(t, "portail.example.org", "https://portail.example.org")
	require.NoError(t, directory.BeginPasskey(t.Context(), token, "Téléphone", password))
	_, asked, err := directory.PasskeyAsked(t.Context(), token)
	require.NoError(t, err)
	_, _, err = directory.AddPasskey(t.Context(), token, phone.Create(asked))
	require.NoError(t, err)

	half = w.do(signIn).is(http.StatusAccepted).text("token")
	ask("").problem(http.StatusUnauthorized, "no-session")
	asked = []byte(ask(half).is(http.StatusOK).body)
	shown := func(text []byte) answer {
		return w.do(call{token: half, method: "POST", path: "/sessions/current/factor", body: map[string]any{"passkey": json.RawMessage(text)}})
	}
	right := phone.Get(asked)
	shown([]byte("{}")).problem(http.StatusUnprocessableEntity, "passkey")
	shown(right).problem(http.StatusConflict, "passkey-challenge") // the first answer used it
	shown(phone.Get([]byte(ask(half).body))).is(http.StatusCreated)
}
