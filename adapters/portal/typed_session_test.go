package portal_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/identity"
)

// warned is what a script is told of the end of the session.
type warned struct {
	Left  time.Duration
	Final bool
	Said  string
}

func ending(t *testing.T, b *portaltest.Browser, method string) warned {
	t.Helper()
	other := *b
	other.Call(method, "/session")
	require.Equal(t, http.StatusOK, other.Status)
	var answer warned
	require.NoError(t, json.Unmarshal([]byte(other.Body), &answer))
	answer.Left *= time.Millisecond
	answer.Said = portaltest.Words(answer.Said)
	return answer
}

// Signed in at 10:00. Asking does not keep a session open, posting does, up to twelve hours.
func TestT1_TheEndOfTheSessionIsToldAndPutOff(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "emma").Begin("emma", "declarations")
	later := func(d time.Duration) { h.at(h.clock().Add(d).Format(time.RFC3339)) }
	foot := func() string { return portaltest.Words(portaltest.TextOf(b.With("id", "session-foot"))) }
	require.Contains(t, foot(), "Sans activité de votre part, votre session se termine à 11 h 00.")
	require.Equal(t, "3600000", portaltest.Attr(b.With("id", "session"), "data-left"))
	require.Contains(t, b.Header.Get("Content-Security-Policy"), "script-src 'self'; connect-src 'self';")

	later(57 * time.Minute)
	for _, left := range []time.Duration{3, 2} {
		now := ending(t, b, "GET")
		require.Equal(t, warned{left * time.Minute, false, "Votre session se termine à 11 h 00 si vous ne faites rien. Ce que vous avez inscrit reste sur cette page."}, now)
		later(time.Minute)
	}
	require.Equal(t, time.Hour, ending(t, b, "POST").Left)
	require.Equal(t, time.Hour, ending(t, b, "GET").Left, "as another tab is told")

	for range 13 {
		later(50 * time.Minute)
		ending(t, b, "POST")
	}
	now := ending(t, b, "GET") // 21:49, of a session of 10:00
	require.Equal(t, 11*time.Minute, now.Left)
	require.True(t, now.Final)
	require.Contains(t, now.Said, "Votre session se termine à 22 h 00, sans pouvoir être prolongée : une session dure 12 heures au plus.")
	b.Get(b.URL.Path)
	require.Contains(t, foot(), "Votre session se termine à 22 h 00. Ce que vous enverrez après sera conservé")

	later(11 * time.Minute)
	now = ending(t, b, "GET")
	require.Equal(t, warned{0, true, "Votre session est terminée. Ce que vous avez inscrit est toujours sur cette page : envoyez-le, et vous pourrez vous connecter de nouveau sans rien perdre, sauf les documents choisis."}, now)
	require.Equal(t, http.StatusUnauthorized, b.Call("POST", "/session").Status)
}

// The notice is on the pages where something is typed by whoever is signed in.
func TestT1_TheNoticeIsWhereSomethingIsTyped(t *testing.T) {
	h := open(t)
	b := h.visit(t)
	require.NotContains(t, b.Get("/signin").Body, "/assets/session.")
	b = h.signIn(t, "emma")
	require.NotContains(t, b.Get("/portfolio/emma/exemptions").Body, `id="session"`)
	b.Begin("emma", "exemptions")
	require.Equal(t, "alert", portaltest.Attr(b.With("id", "session-said"), "role"))
	require.Len(t, portaltest.All(b.Page, "script"), 2, "the notice, and what saves")
	require.True(t, strings.HasPrefix(portaltest.Attr(portaltest.All(b.Page, "script")[1], "src"), "/assets/session."))
}

// What staff and members typed comes back after the session, whatever the form.
func TestT1_EveryFormIsKeptThroughASignIn(t *testing.T) {
	expire := func(h *house) { h.at(h.clock().Add(identity.IdleLife + time.Minute).Format(time.RFC3339)) }
	resume := func(b *portaltest.Browser, login string) {
		require.Equal(t, http.StatusUnauthorized, b.Status)
		require.Contains(t, b.Text(), "Ce que vous aviez inscrit est conservé et vous sera remis après la connexion; seuls les documents choisis seront à choisir de nouveau.")
		b.Form("#step").Fill("login", login).Fill("password", password).Press("")
		require.Contains(t, b.Text(), "Reprendre où vous en étiez")
		b.Forms()[0].Press("")
	}
	t.Run("a request for exemption, whose document is to be chosen again", func(t *testing.T) {
		h := open(t)
		b := h.signIn(t, "emma").Begin("emma", "exemptions")
		f := b.Ask(illness).Fill("note", "Une note").Attach("billet.pdf", pdf)
		expire(h)
		f.Press("continue")
		resume(b, "emma")
		require.Contains(t, b.URL.Path, "/request")
		require.Equal(t, "Une note", b.Value("note"))
		require.Len(t, b.Errors(), 1)
	})
	t.Run("a decision", func(t *testing.T) {
		h := open(t)
		h.signIn(t, "emma").Declare("emma", course)
		b := h.signIn(t, "sylvie").Get("/queue").Follow("Lecture de plans")
		f := b.Form("#step").Tick("event", "refuse").Fill("reason", "Sans attestation.")
		expire(h)
		f.Press("")
		resume(b, "sylvie")
		require.Contains(t, b.Text(), "La décision est enregistrée.")
	})
	t.Run("a step that another window has saved since", func(t *testing.T) {
		h := open(t)
		b := h.signIn(t, "emma").Begin("emma", "declarations").Categorise(course)
		step := b.URL.Path
		one := b.Describe(course).Fill("title", "La mienne")
		two := b.Get(step).Form("#step").Fill("title", "L’autre")
		resent(two, "continue")
		expire(h)
		resent(one, "continue")
		resume(b, "emma")
		require.Equal(t, http.StatusConflict, b.Status, "nothing is overwritten in silence")
		require.Equal(t, "La mienne", b.Value("title"))
		require.Contains(t, b.Text(), "L’autre")
	})
}
