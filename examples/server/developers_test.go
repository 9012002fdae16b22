package main

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
)

// object is JSON as it is, read without the package that the pages are made with.
type object = map[string]any

// apiPages is the description as it is served, and somebody without a session who opens
// the pages of the same server.
func apiPages(t *testing.T) (object, []byte, *portaltest.Browser) {
	t.Helper()
	h := testHouse(t, "memory:")
	require.NoError(t, h.furnish(t.Context(), nil))
	server := httptest.NewServer(h.handler(settings{demo: true}, quiet()))
	t.Cleanup(server.Close)
	answer, err := server.Client().Get(server.URL + "/api/v1/openapi.json")
	require.NoError(t, err)
	defer answer.Body.Close()
	require.Equal(t, http.StatusOK, answer.StatusCode)
	var raw json.RawMessage
	require.NoError(t, json.NewDecoder(answer.Body).Decode(&raw))
	var document object
	require.NoError(t, json.Unmarshal(raw, &document))
	return document, raw, portaltest.Open(t, server)
}

// texts calls see with every text of the description, its key before it.
func texts(value any, key string, see func(key, text string)) {
	switch v := value.(type) {
	case object:
		for k, inner := range v {
			see("", k)
			texts(inner, k, see)
		}
	case []any:
		for _, inner := range v {
			texts(inner, key, see)
		}
	case string:
		see(key, v)
	}
}

// properties returns the names of the properties of a schema and of all that it leads to,
// problems aside, which stand on the front page.
func properties(document object, value any, into, seen map[string]bool) {
	switch v := value.(type) {
	case object:
		if ref, ok := v["$ref"].(string); ok && !seen[ref] {
			seen[ref] = true
			at := any(document)
			for part := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
				at = at.(object)[part]
			}
			properties(document, at, into, seen)
		}
		if all, ok := v["properties"].(object); ok {
			for name := range all {
				into[name] = true
			}
		}
		for k, inner := range v {
			if k != "examples" && k != "application/problem+json" {
				properties(document, inner, into, seen)
			}
		}
	case []any:
		for _, inner := range v {
			properties(document, inner, into, seen)
		}
	}
}

// plain is a text without the two marks of the description.
func plain(text string) string {
	return portaltest.Words(strings.NewReplacer("**", "", "`", "").Replace(text))
}

// Every operation of the served description is on a page of its own, whole, and in the
// list of its noun; nothing is on the pages that the description does not say.
func TestDevelopers_ThePagesAreTheDescription(t *testing.T) {
	document, _, b := apiPages(t)
	known, keys := map[string]bool{}, map[string]bool{}
	types := regexp.MustCompile(`Types: [a-z, -]+\.`)
	texts(document, "", func(key, text string) {
		known[plain(text)] = true
		if key == "description" {
			known[plain(types.ReplaceAllString(text, ""))] = true
			for part := range strings.SplitSeq(text, "\n\n") {
				known[plain(part)] = true
			}
		}
		if key == "" {
			keys[text] = true
		}
	})
	nouns := map[string][]string{}
	b.Get("/developers")
	require.Empty(t, portaltest.Faults(b.Page))
	problems := portaltest.TextOf(portaltest.All(b.Page, "main")[0])
	require.Contains(t, problems, "application/problem+json")
	pages := 0
	for path, item := range document["paths"].(object) {
		for method, o := range item.(object) {
			if method == "parameters" {
				continue
			}
			operation := o.(object)
			id, noun := operation["operationId"].(string), operation["tags"].([]any)[0].(string)
			nouns[noun] = append(nouns[noun], id)
			b.Get("/developers/" + noun + "/" + id)
			require.Equal(t, http.StatusOK, b.Status, id)
			require.Empty(t, portaltest.Faults(b.Page), id)
			pages++
			require.Less(t, len(b.Body)+b.Weigh("link", "href"), 60<<10, id)
			require.Equal(t, portaltest.Words(strings.ToUpper(method)+" "+path), portaltest.Words(portaltest.TextOf(b.With("data-operation", id))))
			require.NotEmpty(t, operation["x-summary-fr"], "%s has no summary in French", id)
			require.Equal(t, plain(operation["x-summary-fr"].(string)), portaltest.Words(portaltest.TextOf(portaltest.All(b.Page, "h1")[0])))

			heads, statuses := map[string]bool{}, map[string]bool{}
			for _, th := range portaltest.All(b.Page, "th", "span") { // an answer's own object is told in its cell
				if codes := portaltest.All(th, "code"); len(codes) > 0 && portaltest.Attr(th, "scope") != "rowgroup" {
					name := portaltest.Words(portaltest.TextOf(codes[0]))
					statuses[name] = true
					last := name[strings.LastIndex(name, ".")+1:]
					heads[strings.TrimSuffix(last, "[]")] = true
				}
			}
			parts := map[string]bool{}
			properties(document, object{"item": item.(object)["parameters"], "operation": operation}, parts, map[string]bool{})
			for name := range parts {
				require.True(t, heads[name], "%s: %s", id, name)
			}
			for status := range operation["responses"].(object) {
				require.True(t, statuses[status], "%s: %s", id, status)
			}
			for name := range heads {
				require.True(t, name == "*" || keys[name] || known[name], "%s: %s is said nowhere", id, name)
			}
			for n := range b.Page.Descendants() {
				if portaltest.Attr(n, "lang") == "en-CA" && n.Data != "button" {
					require.True(t, known[portaltest.Words(portaltest.TextOf(n))], "%s: %q is said nowhere", id, portaltest.TextOf(n))
				}
			}
			leads(t, b, problems)
		}
	}
	require.Greater(t, pages, 150)
	for noun, ids := range nouns {
		b.Get("/developers/" + noun)
		require.Empty(t, portaltest.Faults(b.Page), noun)
		var listed []string
		for n := range b.Page.Descendants() {
			if id := portaltest.Attr(n, "data-operation"); id != "" {
				listed = append(listed, id)
			}
		}
		require.ElementsMatch(t, ids, listed, noun)
		require.Contains(t, portaltest.TextOf(portaltest.All(b.Get("/developers").Page, "main")[0]), noun)
	}
}

// leads checks that what a page links to is there: on it, on the front, or a problem type.
func leads(t *testing.T, b *portaltest.Browser, front string) {
	t.Helper()
	ids := map[string]bool{}
	for n := range b.Page.Descendants() {
		ids[portaltest.Attr(n, "id")] = true
	}
	for _, a := range portaltest.All(b.Page, "a") {
		page, fragment, found := strings.Cut(portaltest.Attr(a, "href"), "#")
		switch {
		case found && page == "":
			require.True(t, ids[fragment], "%s leads to %s", b.URL, fragment)
		case found && page == "/developers":
			require.Contains(t, front, fragment)
		case strings.HasPrefix(page, "/api/v1/problems/"):
			require.Equal(t, portaltest.Words(portaltest.TextOf(a)), page[len("/api/v1/problems/"):])
		}
	}
}

func TestDevelopers_AnOperationIsFoundWhateverTheAccents(t *testing.T) {
	_, _, b := apiPages(t)
	for _, text := range []string{"periode de reference", "PÉRIODE DE RÉFÉRENCE", "members/{member}/balance", "showbalance"} {
		form := b.Get("/developers").Form("search")
		form.Values.Set("text", text)
		form.Send()
		require.Contains(t, b.Body, `data-operation="showBalance"`, text)
	}
	form := b.Get("/developers").Form("search")
	form.Values.Set("text", "zzz")
	form.Send()
	require.Contains(t, b.Text(), "0 opération")
	for _, missing := range []string{"/developers/none", "/developers/members/none", "/developers/members/saveDeclaration"} {
		require.Equal(t, http.StatusNotFound, b.Get(missing).Status, missing)
	}
}

// What the commands send is what the schemas of their bodies take.
func TestDevelopers_ExamplesAreValid(t *testing.T) {
	_, raw, _ := apiPages(t)
	document, err := openapi3.NewLoader().LoadFromData(raw)
	require.NoError(t, err)
	require.NoError(t, document.Validate(context.Background()))
	bodies := 0
	for _, n := range described().Nouns {
		for _, o := range n.Operations {
			require.NotContains(t, o.Example.Lines[0], "{", "%s names all that its path needs", o.ID)
			if o.Example.Body == "" {
				continue
			}
			var sent any
			require.NoError(t, json.Unmarshal([]byte(o.Example.Body), &sent), o.ID)
			schema := document.Paths.Find(o.Path).GetOperation(o.Method).RequestBody.Value.Content["application/json"].Schema.Value
			require.NoError(t, schema.VisitJSON(sent), o.ID)
			bodies++
		}
	}
	require.Greater(t, bodies, 50)
}
