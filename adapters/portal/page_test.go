package portal_test

import (
	"slices"
	"strings"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
)

// all returns the elements of those names, in the order of the page.
func all(node *html.Node, names ...string) []*html.Node {
	var found []*html.Node
	for n := range node.Descendants() {
		if n.Type == html.ElementNode && slices.Contains(names, n.Data) {
			found = append(found, n)
		}
	}
	return found
}

func attr(node *html.Node, name string) string {
	for _, a := range node.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(node *html.Node, name string) bool {
	return slices.ContainsFunc(node.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func inside(node, outer *html.Node) bool {
	for n := node; n != nil; n = n.Parent {
		if n == outer {
			return true
		}
	}
	return false
}

// text returns the text of an element, its parts apart.
func text(node *html.Node) string {
	var b strings.Builder
	for n := range node.Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(" " + n.Data)
		}
	}
	return b.String()
}

// words returns the text with every run of spaces, no-break ones included, as one
// space.
func words(text string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(text)), " ")
}

// text returns the words of the page's main content.
func (b *browser) text() string {
	mains := all(b.page, "main")
	if len(mains) == 0 {
		return words(b.body)
	}
	return words(text(mains[0]))
}

// with returns the first element whose attribute has the value.
func (b *browser) with(name, value string) *html.Node {
	b.t.Helper()
	for n := range b.page.Descendants() {
		if n.Type == html.ElementNode && has(n, name) && attr(n, name) == value {
			return n
		}
	}
	require.Fail(b.t, "nothing with "+name+"="+value, b.text())
	return nil
}

// row returns the words of the value of a row of the summary, such as "P8".
func (b *browser) row(id string) string {
	b.t.Helper()
	return words(text(all(b.with("data-row", id), "dd")[0]))
}

// value returns what a field holds.
func (b *browser) value(name string) string {
	b.t.Helper()
	return b.form("#step").values.Get(name)
}

func (b *browser) title() string { return words(text(all(b.page, "title")[0])) }

// errors returns the words of the error summary.
func (b *browser) errors() []string {
	var found []string
	for n := range b.page.Descendants() {
		if n.Type == html.ElementNode && attr(n, "id") == "errors" {
			for _, a := range all(n, "a") {
				found = append(found, words(text(a)))
			}
		}
	}
	return found
}

// steps returns the menu "Étapes": each step with its status.
func (b *browser) steps() []string {
	var found []string
	for _, li := range all(b.page, "li") {
		if strings.HasPrefix(attr(li, "class"), "step ") {
			found = append(found, words(text(li)))
		}
	}
	return found
}
