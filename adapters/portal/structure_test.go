package portal_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
)

var missing = regexp.MustCompile(`\[[a-z][a-z0-9-]*\.[a-zA-Z0-9. -]+\]`)

// TestEveryPageInBothLanguages opens every page that a member or staff may read,
// in both languages, in its normal, empty and wrong states, and checks what
// checklist 1.1 of the research asks of each.
func TestEveryPageInBothLanguages(t *testing.T) {
	h := open(t)
	emma := h.signIn(t, "emma")
	pages := map[string][]string{"": {"/signin"}, "emma": {
		"/", "/portfolio", "/portfolio/emma", "/portfolio/emma?period=2022-01-01", "/portfolio/emma/explanation",
		"/portfolio/emma/declarations", "/portfolio/emma/declarations?text=rien", "/portfolio/emma/exemptions", "/nowhere",
	}, "sylvie": {"/", "/portfolio", "/portfolio/emma", "/queue", "/queue?text=rien", "/mailbox"}}

	emma.begin("declarations")
	draft := strings.TrimSuffix(emma.url.Path, "/category")
	pages["emma"] = append(pages["emma"], draft+"/privacy", draft+"/category?errors=1", draft+"/delete")
	emma.begin("declarations").categorise(course)
	draft = strings.TrimSuffix(emma.url.Path, "/description")
	pages["emma"] = append(pages["emma"], draft+"/description", draft+"/description?errors=1&return=submission")
	emma.describe(course).press("continue")
	pages["emma"] = append(pages["emma"], draft+"/attestations?errors=1")
	emma.begin("declarations").categorise(course).describe(course).press("continue")
	emma.form("#step").tick("attested").press("continue")
	pages["emma"] = append(pages["emma"], emma.url.Path)
	emma.declare(course)
	pages["emma"] = append(pages["emma"], emma.url.Path, emma.url.Path+"/withdraw")
	id := emma.url.Path[strings.LastIndex(emma.url.Path, "/")+1:]
	pages["sylvie"] = append(pages["sylvie"], emma.url.Path, "/queue/declarations/emma/"+id)

	emma.begin("exemptions")
	draft = strings.TrimSuffix(emma.url.Path, "/request")
	pages["emma"] = append(pages["emma"], draft+"/privacy", draft+"/request", draft+"/request?errors=1", draft+"/delete")
	emma.begin("exemptions").ask().attach("billet.pdf", pdf).press("continue")
	pages["emma"] = append(pages["emma"], emma.url.Path+"?errors=1")
	emma.form("#step").tick("committed").press("continue")
	pages["emma"] = append(pages["emma"], emma.url.Path)
	emma.request()
	pages["emma"] = append(pages["emma"], emma.url.Path, emma.url.Path+"/withdraw")
	id = emma.url.Path[strings.LastIndex(emma.url.Path, "/")+1:]
	pages["sylvie"] = append(pages["sylvie"], emma.url.Path, "/queue/exemptions/emma/"+id)

	for who, paths := range pages {
		for _, language := range []string{"fr", "en"} {
			b := emma.another()
			if who != "" {
				b.signIn(who)
			}
			b.get("/nowhere")
			if language == "en" {
				b.form("/language").press("en")
			}
			titles := map[string]string{}
			for _, path := range paths {
				t.Run(language+" "+who+" "+path, func(t *testing.T) {
					b.t = t
					b.get(path)
					require.Contains(t, []int{http.StatusOK, http.StatusNotFound}, b.status)
					b.structure(language)
					other, twice := titles[b.title()]
					require.False(t, twice && !strings.Contains(path, "?") && !strings.Contains(other, "?"), "the title of %s too: %s", other, b.title())
					titles[b.title()] = path
				})
			}
		}
	}
}

// structure checks the page's skeleton.
func (b *browser) structure(language string) {
	t := b.t
	require.NotRegexp(t, missing, b.body, "a message without its key")
	require.Equal(t, language+"-CA", attr(all(b.page, "html")[0], "lang"))
	require.Len(t, all(b.page, "h1"), 1)
	require.Len(t, all(b.page, "main"), 1)
	require.Len(t, all(b.page, "header"), 1)
	require.Less(t, len(b.body), 60<<10)
	require.Empty(t, all(b.page, "script"))
	ids := map[string]bool{}
	for n := range b.page.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if id := attr(n, "id"); has(n, "id") {
			require.False(t, ids[id] || id == "", "id %q twice or empty", id)
			ids[id] = true
		}
		require.False(t, has(n, "style") || has(n, "placeholder"), "%s has a style or a placeholder", n.Data)
		require.True(t, !has(n, "autofocus") || attr(n, "id") == "errors")
	}
	b.labels(ids)
	level := 1
	for _, h := range all(b.page, "h1", "h2", "h3") {
		if inside(h, b.with("id", "content")) && attr(h.Parent, "role") != "alert" {
			next := int(h.Data[1] - '0')
			require.LessOrEqual(t, next, level+1, "heading order")
			level = next
		}
	}
	for _, f := range all(b.page, "form") {
		require.True(t, has(f, "novalidate") || len(all(f, "input", "select", "textarea")) == len(hidden(f)), "validated by the browser")
	}
}

// labels checks that every control has its words, and that what they refer to
// exists.
func (b *browser) labels(ids map[string]bool) {
	t := b.t
	labelled := map[string]bool{}
	for _, l := range all(b.page, "label") {
		require.True(t, ids[attr(l, "for")], "label for nothing: %s", text(l))
		labelled[attr(l, "for")] = words(text(l)) != ""
	}
	for _, c := range all(b.page, "input", "select", "textarea") {
		if attr(c, "type") == "hidden" {
			continue
		}
		require.True(t, labelled[attr(c, "id")], "no label: %s", attr(c, "name"))
		require.NotContains(t, []string{"number", "date"}, attr(c, "type"))
		for _, id := range strings.Fields(attr(c, "aria-describedby")) {
			require.True(t, ids[id], "described by nothing: %s", id)
		}
	}
	for _, c := range all(b.page, "button", "a") {
		require.NotEmpty(t, words(text(c)), "a control without words")
		if to, ok := strings.CutPrefix(attr(c, "href"), "#"); ok {
			require.True(t, ids[to], "a link to nothing: #%s", to)
		}
	}
	for _, name := range []string{"aria-labelledby"} {
		for n := range b.page.Descendants() {
			if n.Type == html.ElementNode && has(n, name) {
				require.True(t, ids[attr(n, name)], "labelled by nothing: %s", attr(n, name))
			}
		}
	}
	for n := range b.page.Descendants() {
		if n.Type == html.ElementNode && attr(n, "aria-invalid") == "true" {
			require.True(t, attr(n, "aria-describedby") != "" || attr(n, "type") == "radio", "%s is wrong and does not say why", attr(n, "name"))
		}
	}
}

func hidden(f *html.Node) []*html.Node {
	var some []*html.Node
	for _, c := range all(f, "input") {
		if attr(c, "type") == "hidden" {
			some = append(some, c)
		}
	}
	return some
}
