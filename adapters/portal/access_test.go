package portal_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal"
	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/identity"
)

var demo = portal.DemoAccount{Login: "emma", Password: password, Role: identity.Text{FR: "Membre", EN: "Member"}}

// address fills the names of a pattern.
func address(pattern, member, id string) string {
	return strings.NewReplacer("{$}", "", "{member}", member, "{id}", id, "{step}", "description",
		"{document}", "aaaa", "{file}", "none.css").Replace(pattern)
}

func TestEveryRouteOfAnotherMembersFileAnswersAsOneThatDoesNotExist(t *testing.T) {
	h := open(t)
	emma := h.signIn(t, "emma").Declare("emma", course)
	id := emma.URL.Path[strings.LastIndex(emma.URL.Path, "/")+1:]
	nova := emma.Another().SignIn("nova", password)
	for _, route := range h.portal.Routes() {
		if !strings.Contains(route.Pattern, "{member}") {
			continue
		}
		t.Run(route.Method+" "+route.Pattern, func(t *testing.T) {
			nova.T = t
			theirs := *nova.Call(route.Method, address(route.Pattern, "emma", id))
			none := *nova.Call(route.Method, address(route.Pattern, "nobody", "nothing"))
			require.Equal(t, http.StatusNotFound, theirs.Status)
			require.Equal(t, none.Status, theirs.Status)
			require.Equal(t, none.Body, theirs.Body)
		})
	}
}

// TestWhoMayNotWriteIsToldSoWhateverTheState: staff read a file and write in none,
// and the answer to an address of a draft is that to one of what was decided.
func TestWhoMayNotWriteIsToldSoWhateverTheState(t *testing.T) {
	h := open(t)
	emma := h.signIn(t, "emma")
	last := func() string { return strings.Split(emma.URL.Path, "/")[4] }
	ids := map[string][]string{}
	emma.Begin("emma", "declarations")
	ids["declarations"] = append(ids["declarations"], last())
	emma.Declare("emma", course)
	ids["declarations"] = append(ids["declarations"], last())
	decided := course
	decided.Title = "Soudage"
	emma.Declare("emma", decided)
	ids["declarations"] = append(ids["declarations"], last(), "none")
	emma.Begin("emma", "exemptions")
	ids["exemptions"] = append(ids["exemptions"], last())
	emma.Request("emma", illness, "billet.pdf", pdf)
	ids["exemptions"] = append(ids["exemptions"], last(), "none")
	staff := emma.Another().SignIn("sylvie", password)
	staff.Decide("Soudage", "count", "counted", "1", "")
	nova := emma.Another().SignIn("nova", password)
	for room, all := range ids {
		for _, id := range all {
			for _, end := range []string{"privacy", "submission", "unknown", "delete", "withdraw"} {
				path := "/portfolio/emma/" + room + "/" + id + "/" + end
				for _, method := range []string{"GET", "POST"} {
					require.Equal(t, http.StatusForbidden, staff.Call(method, path).Status, "%s %s", method, path)
					require.Equal(t, http.StatusNotFound, nova.Call(method, path).Status, "%s %s", method, path)
				}
			}
		}
	}
}

func TestEveryRouteButSignInAsksForASession(t *testing.T) {
	h := open(t)
	b := h.visit(t)
	for _, route := range h.portal.Routes() {
		// Who links an account or has forgotten a password has no session.
		if strings.HasPrefix(route.Pattern, "/linking") || strings.HasPrefix(route.Pattern, "/temporary") ||
			route.Method == "GET" && route.Pattern == "/session" {
			continue
		}
		switch route.Pattern {
		case "/password/stop/{account}/{secret}", "/sessions/stop/{account}/{secret}",
			"/signin", "/signout", "/language", "/assets/{file}", "/verify", "/reminders/stop/{member}/{secret}":
			continue
		}
		t.Run(route.Method+" "+route.Pattern, func(t *testing.T) {
			b.T = t
			b.Call(route.Method, address(route.Pattern, "emma", "x"))
			if route.Method == "GET" {
				require.Equal(t, http.StatusSeeOther, b.Status)
				require.True(t, strings.HasPrefix(b.Header.Get("Location"), "/signin"))
				return
			}
			require.Equal(t, http.StatusUnauthorized, b.Status)
		})
	}
}

func TestMembersHaveNoQueueAndNoMailbox(t *testing.T) {
	b := open(t).signIn(t, "emma")
	require.NotContains(t, portaltest.Words(b.Body), "À traiter")
	for _, path := range []string{"/queue", "/queue/declarations.csv", "/queue/exemptions.csv", "/mailbox"} {
		require.Equal(t, http.StatusForbidden, b.Get(path).Status, path)
		require.Contains(t, b.Text(), "Votre rôle ne permet pas cette action.")
	}
	require.Equal(t, http.StatusForbidden, b.Get("/queue/declarations/emma/x").Status, "nobody decides on their own file")
}

func TestNobodyDecidesOnTheirOwnFile(t *testing.T) {
	b := open(t).signIn(t, "luc")
	b.Get("/portfolio/luc").Form("/declarations").Press("")
	b.Form("#step").Press("continue")
	b.Categorise(course).Describe(course).Press("continue")
	b.Form("#step").Tick("attested").Press("continue")
	b.Form("#step").Press("submit")
	id := b.URL.Path[strings.LastIndex(b.URL.Path, "/")+1:]
	require.NotContains(t, b.Text(), "Traiter, corriger ou annuler")
	require.Contains(t, b.Get("/queue").Text(), "Votre propre dossier : une autre personne doit décider.")
	require.Equal(t, http.StatusForbidden, b.Get("/queue/declarations/luc/"+id).Status)
	require.Equal(t, http.StatusForbidden, b.Call("POST", "/queue/declarations/luc/"+id).Status)
}

func TestFormOfAnotherSiteIsRefused(t *testing.T) {
	b := open(t).signIn(t, "emma")
	r, err := http.NewRequest("POST", b.Server.URL+"/portfolio/emma/declarations", strings.NewReader("id=x"))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	answer, err := b.Client.Do(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	require.Equal(t, http.StatusForbidden, answer.StatusCode)
	require.Contains(t, b.Get("/portfolio/emma/declarations").Text(), "0 déclaration ")
}

func TestHeadersOfEveryAnswer(t *testing.T) {
	h := open(t)
	h.portal.Secure = true
	require.Contains(t, h.visit(t).Get("/signin").Header.Get("Content-Security-Policy"), "default-src 'self'; script-src 'self'", "a password may be shown")
	b := h.visit(t).Get("/verify")
	require.Contains(t, b.Header.Get("Content-Security-Policy"), "default-src 'self'; script-src 'none'")
	require.Contains(t, b.Header.Get("Content-Security-Policy"), "frame-ancestors 'none'")
	require.Equal(t, "nosniff", b.Header.Get("X-Content-Type-Options"))
	require.Equal(t, "same-origin", b.Header.Get("Referrer-Policy"))
	require.Equal(t, "max-age=31536000", b.Header.Get("Strict-Transport-Security"))
	require.Equal(t, "no-store", b.Header.Get("Cache-Control"))
	b.Get("/signin")
	r, err := http.NewRequest("POST", b.Server.URL+"/signin", strings.NewReader(b.Form("#step").Fill("login", "emma").Fill("password", password).Values.Encode()))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := http.DefaultTransport.RoundTrip(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	cookie := answer.Header.Get("Set-Cookie")
	for _, part := range []string{"__Host-session=", "HttpOnly", "Secure", "SameSite=Lax", "Path=/"} {
		require.Contains(t, cookie, part)
	}
	h.portal.Secure = false
	require.Empty(t, h.visit(t).Get("/signin").Header.Get("Strict-Transport-Security"), "without HTTPS nobody is sent there")
}

// checklist 79: whatever page sets it, a cookie is read by no script, sent by no other
// site and over HTTPS alone, and no other host of the domain may set it.
func TestEveryCookieIsGuarded(t *testing.T) {
	h := open(t)
	h.portal.Secure = true
	handler := h.portal.Handler()
	seen := map[string]bool{}
	for path, form := range map[string]string{
		"/signin": "login=emma&password=" + url.QueryEscape(password), "/linking": "address=emma@membre.example",
		"/language": "language=en", "/signout": "", "/linking/cancel": "",
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(form))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, r)
		for _, c := range answer.Result().Cookies() {
			seen[c.Name] = true
			require.True(t, c.HttpOnly && c.Secure, "%s", c)
			require.Equal(t, http.SameSiteLaxMode, c.SameSite)
			require.Equal(t, "/", c.Path)
			require.Empty(t, c.Domain)
			require.True(t, strings.HasPrefix(c.Name, "__Host-") || c.Name == "language", c.Name)
		}
	}
	for _, name := range []string{"__Host-session", "__Host-linking", "__Host-ticket"} {
		require.True(t, seen[name], name)
	}
}

func TestStylesheetMayBeKeptForEver(t *testing.T) {
	b := open(t).visit(t).Get("/signin")
	style := portaltest.Attr(portaltest.All(b.Page, "link")[0], "href")
	b.Get(style)
	require.Equal(t, "public, max-age=31536000, immutable", b.Header.Get("Cache-Control"))
	require.Equal(t, "text/css; charset=utf-8", b.Header.Get("Content-Type"))
	require.Less(t, len(b.Body), 22<<10)
	require.NotContains(t, b.Body, "http", "nothing from another host")
}
