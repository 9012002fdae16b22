package httpapi_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

// A15: staff find an account, disable it with evidence, and bring it back.
func TestA15_AccountsAreRuledOn(t *testing.T) { newWorld(t).rulesOnAccounts() }

func (w *world) rulesOnAccounts() {
	t := w.t
	w.get("genevieve", "/accounts").problem(http.StatusForbidden, "forbidden")
	w.get("genevieve", "/accounts/a-marc").problem(http.StatusForbidden, "forbidden")
	w.get("staff", "/accounts/nobody").problem(http.StatusNotFound, "not-found")
	w.get("staff", "/accounts?state=lost").problem(http.StatusBadRequest, "bad-parameter")
	require.Equal(t, 1, w.get("staff", "/accounts?q=TREMBLAY&state=active&sort=name").is(http.StatusOK).length("items"))
	require.Equal(t, 0, w.get("staff", "/accounts?state=disabled").is(http.StatusOK).length("items"))
	marc := w.get("staff", "/accounts/a-marc").is(http.StatusOK)
	require.Equal(t, "m-2", marc.text("member"))
	require.NotContains(t, marc.body, "plain:", "nothing that opens it")
	require.Equal(t, "disable", marc.text("may.0.code"))
	require.Equal(t, 0, w.get("staff", "/accounts/a-staff").is(http.StatusOK).length("may"), "nobody decides about their own")

	rule := func(account string, body map[string]any) answer {
		return w.do(call{as: "staff", method: "POST", path: "/accounts/" + account + "/ruling", body: body})
	}
	misuse := map[string]any{"event": "disable", "cause": "misuse", "evidence": "Appel du titulaire."}
	rule("a-staff", misuse).problem(http.StatusForbidden, "forbidden")
	code, _ := rule("a-marc", map[string]any{"event": "disable", "cause": "misuse"}).problem(http.StatusUnprocessableEntity, "invalid-entry").field("evidence")
	require.Equal(t, "no-proof", code)
	code, _ = rule("a-marc", map[string]any{"event": "lose"}).problem(http.StatusUnprocessableEntity, "invalid-entry").field("event")
	require.Equal(t, "unknown-choice", code)
	token := w.signedIn("marc")
	disabled := rule("a-marc", misuse).is(http.StatusOK)
	require.Equal(t, "disabled", disabled.text("state.code"))
	require.Equal(t, "Appel du titulaire.", disabled.text("history.0.evidence"))
	w.do(call{token: token, method: "GET", path: "/me"}).problem(http.StatusUnauthorized, "no-session")
	rule("a-marc", misuse).problem(http.StatusConflict, "account-state")
	w.do(call{as: "staff", method: "POST", path: "/accounts/a-marc/temporary"}).problem(http.StatusConflict, "account-state")
	rule("a-marc", map[string]any{"event": "reinstate", "words": "Vérifié."}).is(http.StatusOK)
	rule("a-marc", map[string]any{"event": "free-factor", "words": "x", "evidence": "x"}).problem(http.StatusConflict, "account-state")
	w.do(call{as: "staff", method: "POST", path: "/accounts/a-marc/temporary"}).is(http.StatusNoContent)
	require.NotContains(t, w.said.String(), w.letter(identity.TemporaryPassword, "marc@example.org").Secret)
	for range 5 {
		w.do(call{as: "staff", method: "POST", path: "/accounts/a-marc/temporary"})
	}
	w.do(call{as: "staff", method: "POST", path: "/accounts/a-marc/temporary"}).problem(http.StatusTooManyRequests, "throttled")
}

// One's own sessions are listed and ended, one or all the others; nobody else's are.
func TestOwnSessionsAreListedAndEnded(t *testing.T) { newWorld(t).endsSessions() }

func (w *world) endsSessions() {
	t := w.t
	open := func(login string) string {
		w.now = w.now.Add(time.Second)
		return w.do(call{method: "POST", path: "/sessions", body: map[string]any{"organisation": "otpq", "login": login, "password": password}}).is(http.StatusCreated).text("token")
	}
	list := func(token string) answer {
		return w.do(call{token: token, method: "GET", path: "/sessions"}).is(http.StatusOK)
	}
	end := func(token, id string) answer {
		return w.do(call{token: token, method: "DELETE", path: "/sessions/" + id}).is(http.StatusNoContent)
	}
	first, second, third, other := open("genevieve"), open("genevieve"), open("genevieve"), open("marc")
	all := list(third)
	require.Equal(t, 3, all.length("items"))
	require.Equal(t, true, all.at("items.0.current"))
	require.NotContains(t, all.body, first)
	end(other, all.text("items.1.id"))
	require.Equal(t, 3, list(third).length("items"), "another's ends nothing")
	end(third, all.text("items.1.id"))
	w.do(call{token: second, method: "GET", path: "/me"}).problem(http.StatusUnauthorized, "no-session")
	w.do(call{token: third, method: "DELETE", path: "/sessions/others"}).is(http.StatusNoContent)
	w.do(call{token: first, method: "GET", path: "/me"}).problem(http.StatusUnauthorized, "no-session")
	require.Equal(t, 1, list(third).length("items"))
	w.do(call{token: other, method: "GET", path: "/me"}).is(http.StatusOK)
}

// A sign-in over the API is no quieter than one over the pages: the holder has a letter
// when it comes from elsewhere, and none when what was given is shown again.
func TestSignInFromElsewhereIsTold(t *testing.T) {
	w := newWorld(t)
	open := func(device string) string {
		w.now = w.now.Add(time.Second)
		body := map[string]any{"organisation": "otpq", "login": "genevieve", "password": password}
		if device != "" {
			body["device"] = device
		}
		return w.do(call{method: "POST", path: "/sessions", body: body, header: map[string]string{
			"User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0",
		}}).is(http.StatusCreated).text("device")
	}
	letters := func() (n int) {
		all, err := w.store.Outbox().Messages(t.Context(), "otpq", 100)
		require.NoError(t, err)
		for _, m := range all {
			if m.Kind == identity.NewBrowser {
				n++
			}
		}
		return n
	}
	known := open("")
	require.Zero(t, letters(), "the very first")
	require.Equal(t, known, open(known))
	require.Zero(t, letters())
	require.NotEqual(t, known, open(""))
	require.Equal(t, 1, letters())
	require.Equal(t, "Firefox", w.letter(identity.NewBrowser, "genevieve@example.org").Values["family"])
	w.now = w.now.Add(time.Second) // sessions of one instant are listed in no order that a test may lean on
	require.Equal(t, "Firefox sous Windows", w.get("genevieve", "/sessions").is(http.StatusOK).text("items.1.browser"))
}

// An application is turned on as a second factor over the API.
func TestSecondFactor_IsTurnedOn(t *testing.T) { newWorld(t).turnsFactorOn() }

func (w *world) turnsFactorOn() {
	t := w.t
	w.api.Directory.Key = []byte("a key of thirty-two bytes or so!")
	token := w.signedIn("genevieve")
	ask := func(method, path string, body any) answer {
		return w.do(call{token: token, method: method, path: "/me/factor" + path, body: body})
	}
	require.Equal(t, "none", ask("GET", "", nil).is(http.StatusOK).text("state"))
	code, _ := ask("POST", "", map[string]any{"password": "wrong"}).problem(http.StatusUnprocessableEntity, "invalid-entry").field("password")
	require.Equal(t, "password-wrong", code)
	right := map[string]any{"password": password}
	former := ask("POST", "", right).is(http.StatusOK).text("seed")
	ask("POST", "/cancellation", nil).is(http.StatusNoContent)
	ask("POST", "/cancellation", nil).problem(http.StatusConflict, "factor-step")
	begun := ask("POST", "", right).is(http.StatusOK)
	require.Equal(t, "pending", begun.text("state"))
	require.NotEqual(t, former, begun.text("seed"))
	require.Contains(t, begun.text("uri"), "otpauth://totp/")
	seed, err := identity.ParseSeed(begun.text("seed"))
	require.NoError(t, err)
	shown := func() string { return seed.Code(w.now).Reveal() }
	code, _ = ask("POST", "/confirmation", map[string]any{"code": "000000"}).problem(http.StatusUnprocessableEntity, "invalid-entry").field("code")
	require.Equal(t, "factor-code", code)
	on := ask("POST", "/confirmation", map[string]any{"code": shown()}).is(http.StatusOK)
	require.Equal(t, 10, on.length("codes"))
	ask("GET", "", nil).problem(http.StatusUnauthorized, "no-session")
	token = on.text("token")
	require.Equal(t, "on", ask("GET", "", nil).is(http.StatusOK).text("state"))
	require.NotContains(t, ask("GET", "", nil).body, "seed")
}
