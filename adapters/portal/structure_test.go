package portal_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
)

// TestEveryPageInBothLanguages opens every page that a member or staff may read,
// in both languages, in its normal, empty and wrong states, and checks what
// checklist 1.1 of the research asks of each.
func TestEveryPageInBothLanguages(t *testing.T) {
	h := open(t)
	emma := h.signIn(t, "emma")
	pages := map[string][]string{"": {
		"/signin", "/verify", "/linking", "/temporary", "/temporary/sent", "/linking/stop/none", "/password/stop/emma/none", "/sessions/stop/emma/none",
	}, "emma": {
		"/password",
		"/", "/portfolio", "/portfolio/emma", "/portfolio/emma?period=2022-01-01", "/portfolio/emma/explanation",
		"/portfolio/emma?asOf.day=1&asOf.month=11&asOf.year=2026", "/portfolio/emma/explanation?asOf.day=1&asOf.month=11&asOf.year=2026",
		"/portfolio/emma/what-if", "/portfolio/emma/what-if?category=ethics&hours=1&on.day=1&on.month=mars&on.year=2027",
		"/portfolio/emma/declarations", "/portfolio/emma/declarations?text=rien", "/portfolio/emma/exemptions", "/nowhere",
		"/portfolio/emma/history", "/portfolio/emma/history?text=rien",
		"/portfolio/emma/messages", "/portfolio/emma/messages?text=rien",
	}, "sylvie": {
		"/", "/portfolio", "/portfolio/emma", "/portfolio/emma/history", "/portfolio/emma/messages", "/queue", "/queue?text=rien",
		"/mailbox", "/mailbox?text=rien",
	}}
	h.remind(t)
	pages[""] = append(pages[""], h.stopPath(t, "emma"))

	emma.Begin("emma", "declarations")
	draft := strings.TrimSuffix(emma.URL.Path, "/category")
	pages["emma"] = append(pages["emma"], draft+"/privacy", draft+"/category?errors=1", draft+"/delete")
	emma.Begin("emma", "declarations").Categorise(course)
	draft = strings.TrimSuffix(emma.URL.Path, "/description")
	pages["emma"] = append(pages["emma"], draft+"/description", draft+"/description?errors=1&return=submission")
	emma.Describe(course).Press("continue")
	pages["emma"] = append(pages["emma"], draft+"/attestations?errors=1")
	emma.Begin("emma", "declarations").Categorise(course).Describe(course).Press("continue")
	emma.Form("#step").Tick("attested").Press("continue")
	pages["emma"] = append(pages["emma"], emma.URL.Path)
	emma.Declare("emma", course)
	pages["emma"] = append(pages["emma"], emma.URL.Path, emma.URL.Path+"/withdraw")
	id := emma.URL.Path[strings.LastIndex(emma.URL.Path, "/")+1:]
	pages["sylvie"] = append(pages["sylvie"], emma.URL.Path, "/queue/declarations/emma/"+id)

	emma.Begin("emma", "exemptions")
	draft = strings.TrimSuffix(emma.URL.Path, "/request")
	pages["emma"] = append(pages["emma"], draft+"/privacy", draft+"/request", draft+"/request?errors=1", draft+"/delete")
	emma.Begin("emma", "exemptions").Ask(illness).Attach("billet.pdf", pdf).Press("continue")
	pages["emma"] = append(pages["emma"], emma.URL.Path+"?errors=1")
	emma.Form("#step").Tick("committed").Press("continue")
	pages["emma"] = append(pages["emma"], emma.URL.Path)
	emma.Request("emma", illness, "billet.pdf", pdf)
	pages["emma"] = append(pages["emma"], emma.URL.Path, emma.URL.Path+"/withdraw")
	id = emma.URL.Path[strings.LastIndex(emma.URL.Path, "/")+1:]
	pages["sylvie"] = append(pages["sylvie"], emma.URL.Path, "/queue/exemptions/emma/"+id)

	emma.Get("/portfolio/emma/certificates").Form("/certificates").Press("")
	pages["emma"] = append(pages["emma"], emma.URL.Path, "/portfolio/emma/certificates", "/portfolio/emma/certificates?text=rien")
	pages["sylvie"] = append(pages["sylvie"], emma.URL.Path, emma.URL.Path+"/revocation", "/portfolio/emma/certificates")
	pages[""] = append(pages[""], "/verify?code="+emma.URL.Path[strings.LastIndex(emma.URL.Path, "/")+1:])

	for who, paths := range pages {
		for _, language := range []string{"fr", "en"} {
			b := emma.Another()
			if who != "" {
				b.SignIn(who, password)
			}
			b.Get("/nowhere")
			if language == "en" {
				b.Form("/language").Press("en")
			}
			titles := map[string]string{}
			for _, path := range paths {
				t.Run(language+" "+who+" "+path, func(t *testing.T) {
					b.T = t
					b.Get(path)
					require.Contains(t, []int{http.StatusOK, http.StatusNotFound}, b.Status)
					structure(t, b, language)
					other, twice := titles[b.Title()]
					require.False(t, twice && !strings.Contains(path, "?") && !strings.Contains(other, "?"), "the title of %s too: %s", other, b.Title())
					titles[b.Title()] = path
				})
			}
		}
	}
}

// breakable is a date, a time or a number of hours that a line may break within.
var breakable = regexp.MustCompile(`[0-9](er)? (h\b|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|[A-Z][a-z]+ 2)|(janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|[A-Z][a-z]+) 20[0-9]{2}\b|h [0-9]{2}\b|[0-9] (à|at) `)

// tables checks that no cell may break within a date, a time or hours.
func tables(t *testing.T, b *portaltest.Browser) {
	t.Helper()
	for _, cell := range portaltest.All(b.Page, "td", "th") {
		require.NotRegexp(t, breakable, portaltest.TextOf(cell))
	}
}

// structure checks the page's skeleton.
func structure(t *testing.T, b *portaltest.Browser, language string) {
	require.Empty(t, portaltest.Faults(b.Page))
	require.Equal(t, language+"-CA", portaltest.Attr(portaltest.All(b.Page, "html")[0], "lang"))
	require.Less(t, len(b.Body)+b.Weigh("link", "href"), 60<<10)
	require.Equal(t, strings.Contains(b.Header.Get("Content-Security-Policy"), "script-src 'self'"), len(portaltest.All(b.Page, "script")) > 0)
	for n := range b.Page.Descendants() {
		require.True(t, !portaltest.Has(n, "autofocus") || portaltest.Attr(n, "id") == "errors" || portaltest.Attr(n, "tabindex") == "-1")
	}
	secrets(t, b)
	tables(t, b)
}

// secretCode are the pages whose code opens something: others are those of permits, exams
// and certificates.
var secretCode = regexp.MustCompile(`^/(linking|signin|factor|recovery)`)

// secrets checks that passwords and codes may be pasted and filled in by whatever keeps
// them: each has the word of HTML that tells what it is (checklist 48).
func secrets(t *testing.T, b *portaltest.Browser) {
	for _, c := range portaltest.All(b.Page, "input") {
		if portaltest.Attr(c, "type") == "password" || portaltest.Attr(c, "name") == "code" && secretCode.MatchString(b.URL.Path) {
			require.Contains(t, []string{"current-password", "new-password", "one-time-code"}, portaltest.Attr(c, "autocomplete"), portaltest.Attr(c, "name"))
			for _, hinders := range []string{"maxlength", "pattern", "readonly", "onpaste"} {
				require.False(t, portaltest.Has(c, hinders), hinders)
			}
		}
	}
}
