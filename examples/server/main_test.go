package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

// screen is what the server prints, read while it is written.
type screen struct {
	mu   sync.Mutex
	text bytes.Buffer
	seen chan struct{}
}

func newScreen() *screen { return &screen{seen: make(chan struct{}, 100)} }

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, err := s.text.Write(p)
	s.seen <- struct{}{}
	return n, err
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// until waits for what the pattern finds.
func (s *screen) until(t *testing.T, pattern string) []string {
	t.Helper()
	looked := regexp.MustCompile(pattern)
	deadline := time.After(time.Minute)
	for {
		if found := looked.FindStringSubmatch(s.String()); found != nil {
			return found
		}
		select {
		case <-s.seen:
		case <-deadline:
			t.Fatalf("%s was not printed; this was:\n%s", pattern, s.String())
		}
	}
}

// start runs the command until the test ends, and returns its address and what it
// printed.
func start(t *testing.T, args ...string) (address, printed string) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	out := newScreen()
	done := make(chan error, 1)
	go func() { done <- run(ctx, args, out, io.Discard) }()
	t.Cleanup(func() {
		stop()
		require.NoError(t, <-done)
	})
	address = out.until(t, `Portal  (http://\S+)`)[1]
	out.until(t, `to stop`)
	return address, out.String()
}

func TestServer_OneCommandShowsThePortalWithItsAccounts(t *testing.T) {
	folder := t.TempDir()
	args := []string{
		"-addr", "localhost:0", "-store", "sqlite:" + filepath.Join(folder, "goodstanding.db"),
		"-documents", filepath.Join(folder, "documents"),
	}
	address, printed := start(t, args...)
	for _, p := range people() {
		require.Contains(t, printed, p.account.Login)
		require.Contains(t, printed, p.password)
	}
	for path, want := range map[string]string{
		"/signin":              "Se connecter",
		"/healthz":             "ok",
		"/api/v1/openapi.json": `"openapi"`,
	} {
		answer, err := http.Get(address + path)
		require.NoError(t, err)
		body, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		require.Equal(t, http.StatusOK, answer.StatusCode, path)
		require.Contains(t, string(body), want, path)
	}
}

func TestServer_ASecondStartKeepsWhatTheFirstMade(t *testing.T) {
	h := testHouse(t, "sqlite:"+filepath.Join(t.TempDir(), "goodstanding.db"))
	require.NoError(t, h.fill(t.Context()))
	before, err := h.store.Hours().Declarations(t.Context(), demoOrganisation, "malik")
	require.NoError(t, err)
	require.Len(t, before, 4)
	_, err = h.store.Identity().ChangeOrganisation(t.Context(), demoOrganisation, func(o identity.Organisation) (identity.Organisation, error) {
		o.Contact = "ailleurs@ordre.example"
		return o, nil
	})
	require.NoError(t, err)
	require.NoError(t, h.fill(t.Context()))
	kept, err := h.store.Identity().Organisation(t.Context(), demoOrganisation)
	require.NoError(t, err)
	require.Equal(t, "ailleurs@ordre.example", kept.Contact, "what was changed since stays")
	after, err := h.store.Hours().Declarations(t.Context(), demoOrganisation, "malik")
	require.NoError(t, err)
	require.Equal(t, before, after)
}

func TestServer_BadFlagsSayWhatToDo(t *testing.T) {
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"a store that is none":     {[]string{"-store", "oracle:x"}, "give sqlite:FILE, postgres://… or memory: as the store"},
		"a file without its name":  {[]string{"-store", "sqlite:"}, "give sqlite:FILE"},
		"mail without an address":  {[]string{"-smtp", "localhost:25"}, "-smtp needs -from"},
		"an address that is none":  {[]string{"-public", "portail"}, "-public"},
		"a day that is none":       {[]string{"-day", "hier"}, "-day"},
		"a day without its demo":   {[]string{"-day", "2027-12-31", "-demo=false"}, "-day is for a demonstration"},
		"mail without a port":      {[]string{"-smtp", "localhost", "-from", "a@example.org"}, "is not host:port"},
		"a store without anybody":  {[]string{"-store", "memory:", "-demo=false"}, "holds no organisation"},
		"a word that is no flag":   {[]string{"serve"}, "every setting is a flag"},
		"an address that is taken": {[]string{"-store", "memory:", "-addr", "localhost:99999"}, "-addr"},
	} {
		t.Run(name, func(t *testing.T) {
			err := run(t.Context(), c.args, io.Discard, io.Discard)
			require.Error(t, err)
			require.Contains(t, strings.ToLower(err.Error()), strings.ToLower(c.says))
		})
	}
}
