package portaltest

import (
	"io"
	"net/http"
	"strings"

	"github.com/stretchr/testify/require"
)

// Text returns the words of the page's main content; of the whole answer when it
// has none, such as a file.
func (b *Browser) Text() string {
	mains := All(b.Page, "main")
	if len(mains) == 0 {
		return Words(b.Body)
	}
	return Words(TextOf(mains[0]))
}

// Title returns the words of the page's title.
func (b *Browser) Title() string { return Words(TextOf(All(b.Page, "title")[0])) }

// With returns the first element whose attribute has the value.
func (b *Browser) With(name, value string) *Node {
	b.T.Helper()
	for n := range b.Page.Descendants() {
		if n.Type == ElementNode && Has(n, name) && Attr(n, name) == value {
			return n
		}
	}
	require.Fail(b.T, "nothing with "+name+"="+value, b.Text())
	return nil
}

// Row returns the words of the value of a requirement row, such as "P8", on the
// page of the hours or of a check.
func (b *Browser) Row(id string) string {
	b.T.Helper()
	return Words(TextOf(All(b.With("data-row", id), "dd")[0]))
}

// Value returns what a field of the form "step" holds.
func (b *Browser) Value(name string) string {
	b.T.Helper()
	return b.Form("#step").Values.Get(name)
}

// Errors returns the words of the error summary, line by line; none when the page
// has no summary.
func (b *Browser) Errors() []string {
	var found []string
	for n := range b.Page.Descendants() {
		if n.Type == ElementNode && Attr(n, "id") == "errors" {
			for _, a := range All(n, "a") {
				found = append(found, Words(TextOf(a)))
			}
		}
	}
	return found
}

// Steps returns the menu of steps: each with its status.
func (b *Browser) Steps() []string {
	var found []string
	for _, li := range All(b.Page, "li") {
		if strings.HasPrefix(Attr(li, "class"), "step ") {
			found = append(found, Words(TextOf(li)))
		}
	}
	return found
}

// Weigh returns how many bytes the page has its browser fetch by those elements: "link" by
// its "href", "script" by its "src". What is not there fails the test.
func (b *Browser) Weigh(element, attribute string) int {
	b.T.Helper()
	all := 0
	for _, n := range All(b.Page, element) {
		answer, err := b.Client.Get(b.Server.URL + Attr(n, attribute))
		require.NoError(b.T, err)
		content, err := io.ReadAll(answer.Body)
		require.NoError(b.T, err)
		require.NoError(b.T, answer.Body.Close())
		require.Equal(b.T, http.StatusOK, answer.StatusCode, Attr(n, attribute))
		all += len(content)
	}
	return all
}
