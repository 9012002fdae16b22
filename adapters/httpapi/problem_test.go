package httpapi_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// broken is a store that fails with a text that nobody must read.
type broken struct{ hours.Store }

var errSecret = errors.New("disk /dev/sda1 of 10.0.0.7 is on fire")

func (broken) Lists(context.Context, identity.OrganisationID) (hours.Lists, error) {
	return nil, errSecret
}

func TestInternalErrorGivesANumberToQuoteAndNotItsText(t *testing.T) {
	w := newWorld(t)
	token := w.signedIn("genevieve")
	w.api.Ledger.Store = broken{w.api.Ledger.Store}
	a := w.do(call{token: token, method: "GET", path: "/lists/activities"}).problem(http.StatusInternalServerError, "internal")
	number := a.text("number")
	require.Len(t, number, 8)
	require.NotContains(t, a.body, "fire")
	require.Contains(t, a.text("detail"), "en citant le numéro")
	// The log has both, so that the one leads to the other.
	require.Contains(t, w.logged.String(), "number="+number)
	require.Contains(t, w.logged.String(), "on fire")
}

// panicking is a store with a mistake in it.
type panicking struct{ hours.Store }

func (panicking) Lists(context.Context, identity.OrganisationID) (hours.Lists, error) {
	panic("index out of range")
}

func TestAPanicIsAnInternalError(t *testing.T) {
	w := newWorld(t)
	token := w.signedIn("genevieve")
	w.api.Ledger.Store = panicking{w.api.Ledger.Store}
	a := w.do(call{token: token, method: "GET", path: "/lists/activities"}).problem(http.StatusInternalServerError, "internal")
	require.NotContains(t, a.body, "range")
	w.get("genevieve", "/me").is(http.StatusOK)
}

func TestLogNamesNobody(t *testing.T) {
	w := newWorld(t)
	token := w.signedIn("genevieve")
	w.submits("genevieve", "structured", "course", "2", "2026-03-01", "2026-03-01")
	require.Contains(t, w.logged.String(), "route=/api/v1/members/{member}/declarations")
	for _, secret := range []string{"m-1", "genevieve", "Lavigne", password, token, "Gestion"} {
		require.NotContains(t, w.logged.String(), secret)
	}
}

func TestEveryProblemTypeResolvesAndIsTitledInBothLanguages(t *testing.T) {
	w := newWorld(t)
	all := w.get("", "/problems").is(http.StatusOK)
	require.Positive(t, all.length("items"))
	for _, one := range all.at("items").([]any) {
		listed := one.(map[string]any)
		a := w.get("", strings.TrimPrefix(listed["type"].(string), "/api/v1")).is(http.StatusOK)
		require.Equal(t, listed, a.json)
		for _, language := range []string{"title.fr", "title.en"} {
			require.False(t, strings.HasPrefix(a.text(language), "["), "%s has no title", listed["code"])
		}
		require.NotEqual(t, a.text("title.fr"), a.text("title.en"))
	}
	w.get("", "/problems/no-such-type").problem(http.StatusNotFound, "not-found")
}

func TestPathsAndMethodsWithoutARouteAreProblemsToo(t *testing.T) {
	w := newWorld(t)
	a := w.get("genevieve", "/nowhere").problem(http.StatusNotFound, "not-found")
	require.Equal(t, "/api/v1/nowhere", a.text("instance"))
	a = w.do(call{as: "genevieve", method: "DELETE", path: "/members/m-1"}).problem(http.StatusMethodNotAllowed, "method-not-allowed")
	require.Equal(t, "GET", a.header.Get("Allow"))
	a = w.do(call{as: "genevieve", method: "PATCH", path: "/members/m-1/declarations/d-1"}).problem(http.StatusMethodNotAllowed, "method-not-allowed")
	require.Equal(t, "GET, PUT, DELETE", a.header.Get("Allow"))
	w.get("genevieve", "/members/%00/balance").problem(http.StatusNotFound, "not-found")
	w.get("genevieve", "/members/m-1/declarations/a%2Fb").problem(http.StatusNotFound, "not-found")
}

// wary is a store that must not be asked for what cannot be an identifier.
type wary struct {
	hours.Store
	t *testing.T
}

func (s wary) Declaration(ctx context.Context, key hours.Key) (hours.Declaration, error) {
	require.True(s.t, identity.WellFormed(key.ID), key.ID)
	return s.Store.Declaration(ctx, key)
}

func TestWhatCannotBeAnIdentifierNeverReachesAStore(t *testing.T) {
	w := newWorld(t)
	w.api.Ledger.Store = wary{w.api.Ledger.Store, t}
	for _, id := range []string{"a%00b", "%2e%2e", "%C3%A9", strings.Repeat("x", 41)} {
		w.get("genevieve", "/members/m-1/declarations/"+id).problem(http.StatusNotFound, "not-found")
	}
	w.get("genevieve", "/members/m-1/declarations/d-404").problem(http.StatusNotFound, "not-found")
}

func TestEveryAnswerHasTheHeadersThatProtect(t *testing.T) {
	w := newWorld(t)
	for _, a := range []answer{
		w.balance(), w.get("", "/me"), w.get("genevieve", "/nowhere"),
		w.do(call{as: "genevieve", method: "GET", path: "/members", header: map[string]string{"Origin": "https://elsewhere.example"}}),
	} {
		require.Equal(t, "no-store", a.header.Get("Cache-Control"))
		require.Equal(t, "nosniff", a.header.Get("X-Content-Type-Options"))
		require.Equal(t, "default-src 'none'; frame-ancestors 'none'", a.header.Get("Content-Security-Policy"))
		require.Equal(t, "no-referrer", a.header.Get("Referrer-Policy"))
		require.Equal(t, "same-origin", a.header.Get("Cross-Origin-Resource-Policy"))
		require.Empty(t, a.header.Get("Access-Control-Allow-Origin"))
		require.Empty(t, a.header.Get("Set-Cookie"))
	}
}

func TestLanguageIsTheReadersWithinWhatTheOrganisationServes(t *testing.T) {
	w := newWorld(t)
	asked := func(token, language string) string {
		return w.do(call{token: token, method: "GET", path: "/me", header: map[string]string{"Accept-Language": language}}).
			header.Get("Content-Language")
	}
	token := w.signedIn("genevieve")
	for given, want := range map[string]string{
		"": "fr", "fr-CA": "fr", "en-CA": "en", "en": "en", "de": "fr", "de, en;q=0.8, fr;q=0.2": "en",
		"fr;q=0.9, en;q=0.8": "fr", "not a language;;": "fr",
	} {
		require.Equal(t, want, asked(token, given), given)
	}
	// Before anybody is known, the reader's choice holds.
	require.Equal(t, "en", asked("", "en"))
	// An order that serves French alone answers in French.
	w.organisation("otpq", identity.FrenchOnly)
	require.Equal(t, "fr", asked(token, "en"))
	a := w.do(call{method: "POST", path: "/sessions", header: map[string]string{"Accept-Language": "en"}, body: map[string]any{
		"organisation": "otpq", "login": "genevieve", "password": "wrong wrong wrong",
	}}).problem(http.StatusUnauthorized, "sign-in")
	require.Equal(t, "Connexion refusée", a.text("title"))
}
