// Package portaltest is a person without scripts at the portal, for tests: it
// follows links, fills in forms and presses buttons, as the page has them, and
// reads what the page says.
//
// Start with [Open]. A step that the page does not offer (no such link, field or
// button) fails the test.
package portaltest

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Browser is one person's browser, with its own cookies. Status, Header, URL,
// Body and Page are those of the last answer, and zero before the first.
type Browser struct {
	// T is the test that fails. A subtest may set its own.
	T      testing.TB
	Server *httptest.Server
	Client *http.Client

	Status int
	Header http.Header
	URL    *url.URL
	Body   string
	Page   *Node
}

// Open opens a browser on the server, without a session. The caller closes the
// server.
func Open(t testing.TB, server *httptest.Server) *Browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	return &Browser{T: t, Server: server, Client: &http.Client{Jar: jar}}
}

// Another opens a second browser on the same server, without a session.
func (b *Browser) Another() *Browser {
	b.T.Helper()
	return Open(b.T, b.Server)
}

// SignIn opens a session, and ends on the welcome page.
func (b *Browser) SignIn(login, password string) *Browser {
	b.T.Helper()
	b.Get("/signin").Form("#step").Fill("login", login).Fill("password", password).Press("")
	require.Equal(b.T, "/", b.URL.Path)
	return b
}

// Get opens an address, which may be relative to the page's.
func (b *Browser) Get(path string) *Browser {
	b.T.Helper()
	at := b.URL
	if at == nil {
		var err error
		at, err = url.Parse(b.Server.URL)
		require.NoError(b.T, err)
	}
	to, err := at.Parse(path)
	require.NoError(b.T, err)
	r, err := http.NewRequest(http.MethodGet, to.String(), nil)
	require.NoError(b.T, err)
	return b.Do(r)
}

// Call asks for an address of the server without following where it leads; a
// POST sends a form that holds version=1 alone.
func (b *Browser) Call(method, path string) *Browser {
	b.T.Helper()
	r, err := http.NewRequest(method, b.Server.URL+path, strings.NewReader("version=1"))
	require.NoError(b.T, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	kept := b.Client
	still := *b.Client
	still.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	b.Client = &still
	defer func() { b.Client = kept }()
	return b.Do(r)
}

// Do sends a request as the browser would: with its cookies, and a POST as coming
// from the server's own pages.
func (b *Browser) Do(r *http.Request) *Browser {
	b.T.Helper()
	if r.Method == http.MethodPost {
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	if b.URL != nil {
		r.Header.Set("Referer", b.URL.String())
	}
	answer, err := b.Client.Do(r)
	require.NoError(b.T, err)
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	require.NoError(b.T, err)
	b.Status, b.Header, b.URL, b.Body = answer.StatusCode, answer.Header, answer.Request.URL, string(content)
	b.Page = &Node{} // of a file, nothing
	if strings.HasPrefix(b.Header.Get("Content-Type"), "text/html") {
		b.Page, err = Parse(b.Body)
		require.NoError(b.T, err, b.Body)
	}
	return b
}

// Follow follows the first link with those words.
func (b *Browser) Follow(label string) *Browser {
	b.T.Helper()
	for _, a := range All(b.Page, "a") {
		if Words(TextOf(a)) == label {
			return b.Get(Attr(a, "href"))
		}
	}
	require.Fail(b.T, "no link "+label, b.Text())
	return nil
}
