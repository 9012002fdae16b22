package main

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/files"
	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/identity"
)

// running is a server of the demonstration over a store that outlives it, at an instant.
func running(t *testing.T, store string, now time.Time) (server *httptest.Server, stop func()) {
	t.Helper()
	opened, err := openStore(t.Context(), store)
	require.NoError(t, err)
	h, err := wire(opened, files.NewMemory(), cheap, func() time.Time { return now })
	require.NoError(t, err)
	require.NoError(t, h.fill(t.Context()))
	server = httptest.NewServer(h.handler(settings{demo: true}, quiet()))
	return server, func() {
		server.Close()
		require.NoError(t, h.Close())
	}
}

// moved is the same browser, with its cookies and the page that it shows, once the server
// has come back at another address.
func moved(t *testing.T, b *portaltest.Browser, server *httptest.Server) {
	t.Helper()
	b.Server = server
	at, err := b.URL.Parse(server.URL + b.URL.RequestURI())
	require.NoError(t, err)
	b.URL = at
}

// The server stops in the middle of a declaration and starts again over the same database:
// the session, the draft and the open page go on. When it was away for longer than the
// session, what was typed is on the page that asks to sign in, and comes back.
func TestTypedTextSurvivesARestart(t *testing.T) {
	store := "sqlite:" + filepath.Join(t.TempDir(), "goodstanding.db")
	server, stop := running(t, store, stopped())
	b := portaltest.Open(t, server).SignIn("emma", "emma-demonstration").Begin("emma", "declarations")
	b.Form("#step").Fill("category", "structured").Fill("type", "structured/course").Press("continue")
	step := b.URL.Path
	open := b.Form("#step").Tick("activityUnlisted").Fill("title", "Commencé avant")
	open.Values.Set("save", "auto")
	open.Send()
	require.Equal(t, http.StatusOK, b.Status)
	open.Values.Del("save")
	stop()

	server, stop = running(t, store, stopped().Add(10*time.Minute))
	moved(t, b, server)
	require.Equal(t, "Commencé avant", b.Get(step).Value("title"), "signed in still, and the draft is there")
	open.Fill("title", "Continué après").Fill("duration", "deux").Send()
	require.Equal(t, http.StatusOK, b.Status)
	require.NotContains(t, b.Text(), "modifié ailleurs", "the page that was open goes on")
	require.Equal(t, "Continué après", b.Get(step).Value("title"))
	last := b.Form("#step").Fill("title", "Écrit pendant la panne")
	stop()

	server, stop = running(t, store, stopped().Add(10*time.Minute+identity.IdleLife))
	moved(t, b, server)
	last.Values.Set("do", "continue")
	last.Send()
	require.Equal(t, http.StatusUnauthorized, b.Status)
	stop() // and once more, while they look for their password

	server, stop = running(t, store, stopped().Add(11*time.Minute+identity.IdleLife))
	defer stop()
	moved(t, b, server)
	b.Form("#step").Fill("login", "emma").Fill("password", "emma-demonstration").Press("")
	b.Forms()[0].Press("")
	require.Equal(t, step, b.URL.Path)
	require.Equal(t, "Écrit pendant la panne", b.Value("title"))
	require.NotContains(t, b.Text(), "modifié ailleurs")
}
