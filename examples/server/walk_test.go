package main

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/identity"
)

// place is a page of the portal with the browser of somebody who may open it.
type place struct {
	path string
	who  *portaltest.Browser
	// lively says that the page is there: the table's own may answer that an action is not
	// possible any more, which is a page too.
	lively bool
}

// places returns every page of testdata/access.txt, so that a page that is added there is
// walked through without anybody thinking of it, and those of what is under way. Of the
// table the first who is let in opens each.
func (v *village) places(t *testing.T, server *httptest.Server) []place {
	t.Helper()
	var all []place
	askers := map[asker]*portaltest.Browser{}
	for _, r := range table(t) {
		if r.method != http.MethodGet || r.api() || r.audience == "waiting" {
			continue // who waits for the second factor is in lively
		}
		as := nobody
		if r.audience != "anyone" {
			as = audiences()[r.audience][0]
		}
		if askers[as] == nil {
			askers[as] = v.browser(t, server, as)
		}
		all = append(all, place{v.request(t, r, as).URL.Path, askers[as], false})
	}
	return append(all, v.lively(t, server)...)
}

// browser opens a browser with the session of an asker.
func (v *village) browser(t *testing.T, server *httptest.Server, as asker) *portaltest.Browser {
	t.Helper()
	b := portaltest.Open(t, server)
	if as != nobody {
		b.SignIn(string(as.role), everyonesPassword)
	}
	return b
}

// open opens the page in the language.
func (p place) open(t *testing.T, language string) *portaltest.Browser {
	t.Helper()
	at, err := url.Parse(p.who.Server.URL)
	require.NoError(t, err)
	p.who.T = t
	p.who.Client.Jar.SetCookies(at, []*http.Cookie{{Name: "language", Value: language}})
	return p.who.Get(p.path)
}

// sound fails unless the page is what every page must be, in its language.
func sound(t *testing.T, b *portaltest.Browser, language string) {
	t.Helper()
	require.Empty(t, portaltest.Faults(b.Page), b.Body)
	require.Equal(t, language+"-CA", portaltest.Attr(portaltest.All(b.Page, "html")[0], "lang"))
	require.Empty(t, foreign(b.Page), "in the other language")
}

// page reports that the last answer is a page, as opposed to a file.
func page(b *portaltest.Browser) bool {
	return strings.HasPrefix(b.Header.Get("Content-Type"), "text/html")
}

// walk goes through every page in one language: as it is, after each of its forms came
// back empty, and with nothing in its list. It calls see with each of these states.
func walk(t *testing.T, places []place, language string, see func(t *testing.T, b *portaltest.Browser)) {
	t.Helper()
	for _, p := range places {
		t.Run(language+" "+p.path, func(t *testing.T) {
			b := p.open(t, language)
			if p.lively {
				require.Equal(t, http.StatusOK, b.Status)
			}
			if !page(b) {
				return
			}
			see(t, b)
			forms, opened := b.Forms(), b.URL
			for _, f := range forms {
				if !f.Empty() {
					continue // a question to be answered by a button has no other state
				}
				if portaltest.Attr(f.Node, "role") == "search" {
					f.Values.Set("text", "zzz")
				}
				if page(f.Send()) {
					see(t, b)
				}
				b.URL = opened
			}
		})
	}
}

// light fails unless the page and its styles weigh less than 60 KB, its scripts less than
// 25 KB, and its policy lets nothing else in: nothing of another host, no script and no
// style within the page, and scripts where the page has some alone.
func light(t *testing.T, b *portaltest.Browser) {
	t.Helper()
	require.Less(t, len(b.Body)+b.Weigh("link", "href"), 60<<10)
	scripts := b.Weigh("script", "src")
	require.Less(t, scripts, 25<<10)
	from := "'none'"
	if scripts > 0 {
		from = "'self'"
	}
	require.Equal(t, "default-src 'self'; script-src "+from+"; connect-src "+from+"; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
		b.Header.Get("Content-Security-Policy"))
}

// Every page in both languages is sound and light: as it is, after its forms came back
// empty, and with nothing in its list (checklist L1, E1, E2, E7, E9, E10, A4).
func TestWalk_EveryPageIsSoundAndLight(t *testing.T) {
	v := build(t)
	server := httptest.NewServer(v.handler)
	t.Cleanup(server.Close)
	places := v.places(t, server)
	for _, language := range []string{"fr", "en"} {
		pages, wrong := 0, 0
		var nameless []string
		walk(t, places, language, func(t *testing.T, b *portaltest.Browser) {
			require.Less(t, b.Status, http.StatusInternalServerError, b.Body)
			sound(t, b, language)
			light(t, b)
			pages++
			if all := b.Errors(); len(all) > 0 {
				wrong++
				if slices.Contains(all, i18n.For(identity.Language(language)).T("error.missing")) {
					nameless = append(nameless, b.URL.Path)
				}
			}
		})
		require.Greater(t, pages, 200, "the walk goes somewhere")
		require.Greater(t, wrong, 40, "and makes mistakes on the way")
		require.Empty(t, nameless, "a message that does not say what to fill in (E6)")
	}
}
