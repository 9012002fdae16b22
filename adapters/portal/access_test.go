package portal_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/goodstanding/goodstanding/adapters/portal"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/stretchr/testify/require"
)

var demo = portal.DemoAccount{Login: "emma", Password: password, Role: identity.Text{FR: "Membre", EN: "Member"}}

// address fills the names of a pattern.
func address(pattern, member, id string) string {
	return strings.NewReplacer("{$}", "", "{member}", member, "{id}", id, "{step}", "description",
		"{document}", "aaaa", "{file}", "none.css").Replace(pattern)
}

// call asks for a route as it is, without following where it leads.
func (b *browser) call(method, path string) *browser {
	b.t.Helper()
	r, err := http.NewRequest(method, b.server.URL+path, strings.NewReader("version=1"))
	require.NoError(b.t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	client := *b.client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	kept := b.client
	b.client = &client
	defer func() { b.client = kept }()
	return b.do(r)
}

func TestEveryRouteOfAnotherMembersFileAnswersAsOneThatDoesNotExist(t *testing.T) {
	h := open(t)
	emma := h.signIn(t, "emma").declare(course)
	id := emma.url.Path[strings.LastIndex(emma.url.Path, "/")+1:]
	nova := emma.another().signIn("nova")
	for _, route := range h.portal.Routes() {
		if !strings.Contains(route.Pattern, "{member}") {
			continue
		}
		t.Run(route.Method+" "+route.Pattern, func(t *testing.T) {
			nova.t = t
			theirs := *nova.call(route.Method, address(route.Pattern, "emma", id))
			none := *nova.call(route.Method, address(route.Pattern, "nobody", "nothing"))
			require.Equal(t, http.StatusNotFound, theirs.status)
			require.Equal(t, none.status, theirs.status)
			require.Equal(t, none.body, theirs.body)
		})
	}
}

func TestEveryRouteButSignInAsksForASession(t *testing.T) {
	h := open(t)
	b := h.visit(t)
	for _, route := range h.portal.Routes() {
		switch route.Pattern {
		case "/signin", "/signout", "/language", "/assets/{file}":
			continue
		}
		t.Run(route.Method+" "+route.Pattern, func(t *testing.T) {
			b.t = t
			b.call(route.Method, address(route.Pattern, "emma", "x"))
			if route.Method == "GET" {
				require.Equal(t, http.StatusSeeOther, b.status)
				require.True(t, strings.HasPrefix(b.header.Get("Location"), "/signin"))
				return
			}
			require.Equal(t, http.StatusUnauthorized, b.status)
		})
	}
}

func TestMembersHaveNoQueueAndNoMailbox(t *testing.T) {
	b := open(t).signIn(t, "emma")
	require.NotContains(t, words(b.body), "À traiter")
	for _, path := range []string{"/queue", "/queue/declarations.csv", "/queue/exemptions.csv", "/mailbox"} {
		require.Equal(t, http.StatusForbidden, b.get(path).status, path)
		require.Contains(t, b.text(), "Votre rôle ne permet pas cette action.")
	}
	require.Equal(t, http.StatusForbidden, b.get("/queue/declarations/emma/x").status, "nobody decides on their own file")
}

func TestNobodyDecidesOnTheirOwnFile(t *testing.T) {
	b := open(t).signIn(t, "luc")
	b.get("/portfolio/luc").form("/declarations").press("")
	b.form("#step").press("continue")
	b.categorise(course).describe(course).press("continue")
	b.form("#step").tick("attested").press("continue")
	b.form("#step").press("submit")
	id := b.url.Path[strings.LastIndex(b.url.Path, "/")+1:]
	require.NotContains(t, b.text(), "Traiter, corriger ou annuler")
	require.Contains(t, b.get("/queue").text(), "Votre propre dossier : une autre personne doit décider.")
	require.Equal(t, http.StatusForbidden, b.get("/queue/declarations/luc/"+id).status)
	require.Equal(t, http.StatusForbidden, b.call("POST", "/queue/declarations/luc/"+id).status)
}

func TestFormOfAnotherSiteIsRefused(t *testing.T) {
	b := open(t).signIn(t, "emma")
	r, err := http.NewRequest("POST", b.server.URL+"/portfolio/emma/declarations", strings.NewReader("id=x"))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	answer, err := b.client.Do(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	require.Equal(t, http.StatusForbidden, answer.StatusCode)
	require.Contains(t, b.get("/portfolio/emma/declarations").text(), "0 déclaration ")
}

func TestHeadersOfEveryAnswer(t *testing.T) {
	h := open(t)
	h.portal.Secure = true
	b := h.visit(t).get("/signin")
	require.Contains(t, b.header.Get("Content-Security-Policy"), "default-src 'self'; script-src 'none'")
	require.Equal(t, "nosniff", b.header.Get("X-Content-Type-Options"))
	require.Equal(t, "no-store", b.header.Get("Cache-Control"))
	r, err := http.NewRequest("POST", b.server.URL+"/signin", strings.NewReader(b.form("#step").fill("login", "emma").fill("password", password).values.Encode()))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := http.DefaultTransport.RoundTrip(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	cookie := answer.Header.Get("Set-Cookie")
	for _, part := range []string{"__Host-session=", "HttpOnly", "Secure", "SameSite=Lax", "Path=/"} {
		require.Contains(t, cookie, part)
	}
}

func TestStylesheetMayBeKeptForEver(t *testing.T) {
	b := open(t).visit(t).get("/signin")
	style := attr(all(b.page, "link")[0], "href")
	b.get(style)
	require.Equal(t, "public, max-age=31536000, immutable", b.header.Get("Cache-Control"))
	require.Equal(t, "text/css; charset=utf-8", b.header.Get("Content-Type"))
	require.Less(t, len(b.body), 20<<10)
	require.NotContains(t, b.body, "http", "nothing from another host")
}
