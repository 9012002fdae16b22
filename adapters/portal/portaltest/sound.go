package portaltest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Faults returns what is wrong with a page, in the order of the page; none when the page
// is sound. It asks what the HTML standard asks of documents (which elements stand within
// which, whose attributes are whose, that what refers to something finds it), and what
// checklist 1.1 asks of every page: its language, one heading of the first order and the
// others in order, a label for each field, words for each button and link, nothing of
// another host, no script or style within the page.
func Faults(page *Node) []string {
	c := &checker{ids: map[string]*Node{}, labels: map[string]bool{}}
	c.collect(page)
	c.skeleton(page)
	c.headings(page)
	for n := range page.Descendants() {
		if n.Type == TextNode {
			if m := missing.FindString(n.Data); m != "" {
				c.fault(n.Parent, "a message without its words: %s", m)
			}
			continue
		}
		c.attributes(n)
		c.nesting(n)
		c.references(n)
		c.words(n)
	}
	return c.faults
}

// missing finds the name of a message that has no words.
var missing = regexp.MustCompile(`\[[a-z][a-z0-9-]*\.[a-zA-Z0-9. -]+\]`)

// checker gathers what is wrong with one page. Of an id that is there twice, ids has the first.
type checker struct {
	ids    map[string]*Node
	labels map[string]bool
	faults []string
}

func (c *checker) fault(n *Node, format string, args ...any) {
	c.faults = append(c.faults, "<"+n.Data+" "+Attr(n, "id")+Attr(n, "name")+">: "+fmt.Sprintf(format, args...))
}

func (c *checker) collect(page *Node) {
	for n := range page.Descendants() {
		if n.Type != ElementNode {
			continue
		}
		if id := Attr(n, "id"); Has(n, "id") {
			if c.ids[id] != nil || id == "" || strings.ContainsAny(id, " \t\n") {
				c.fault(n, "the id %q is there twice, empty, or has a space", id)
			} else {
				c.ids[id] = n
			}
		}
		if n.Data == "label" {
			c.labels[Attr(n, "for")] = Words(TextOf(n)) != ""
		}
	}
}

// skeleton checks what a page has once.
func (c *checker) skeleton(page *Node) {
	for _, name := range []string{"html", "head", "title", "body", "header", "main", "footer", "h1"} {
		if n := len(All(page, name)); n != 1 {
			c.faults = append(c.faults, fmt.Sprintf("%d elements <%s>", n, name))
		}
	}
	for _, n := range All(page, "html") {
		if !slices.Contains([]string{"fr-CA", "en-CA"}, Attr(n, "lang")) {
			c.fault(n, "a page in no language of ours: %q", Attr(n, "lang"))
		}
	}
	for _, n := range All(page, "title", "h1") {
		if Words(TextOf(n)) == "" {
			c.fault(n, "without words")
		}
	}
	viewport := slices.ContainsFunc(All(page, "meta"), func(n *Node) bool { return Attr(n, "name") == "viewport" })
	for _, n := range All(page, "head") {
		if !viewport || len(n.children) == 0 || !Has(All(n, "meta")[0], "charset") {
			c.fault(n, "without its charset first, or a viewport")
		}
	}
}

// headings checks their order within the main content; the summary of errors stands
// before the heading of the page.
func (c *checker) headings(page *Node) {
	level := 1
	for _, h := range All(page, "h1", "h2", "h3", "h4", "h5", "h6") {
		if Words(TextOf(h)) == "" {
			c.fault(h, "a heading without words")
		}
		if Attr(h.Parent, "role") == "alert" {
			continue
		}
		next := int(h.Data[1] - '0')
		if next > level+1 {
			c.fault(h, "a heading of order %d after one of order %d", next, level)
		}
		level = next
	}
}

// words checks that a control says what it is.
func (c *checker) words(n *Node) {
	switch n.Data {
	case "input", "select", "textarea":
		if Attr(n, "type") == "hidden" {
			return
		}
		if !c.labels[Attr(n, "id")] && Attr(n, "aria-label") == "" {
			c.fault(n, "no label")
		}
		if Attr(n, "aria-invalid") == "true" && Attr(n, "aria-describedby") == "" && Attr(n, "type") != "radio" {
			c.fault(n, "is wrong and does not say why")
		}
	case "button", "a", "legend", "summary", "th", "option", "optgroup":
		silent := n.Data == "option" && Attr(n, "value") == "" || n.Data == "optgroup" && Attr(n, "label") != "" || n.Data == "a" && !Has(n, "href")
		if !silent && Words(TextOf(n)) == "" && Attr(n, "aria-label") == "" && Attr(n, "label") == "" {
			c.fault(n, "without words")
		}
		if n.Data == "legend" && strings.Contains(TextOf(n), "*") {
			c.fault(n, "a star (checklist E8)")
		}
		if n.Data == "button" && Has(n, "disabled") {
			c.fault(n, "a button that cannot be pressed (checklist E9)")
		}
	case "label":
		if strings.Contains(TextOf(n), "*") {
			c.fault(n, "a star (checklist E8)")
		}
	case "img":
		if !Has(n, "alt") {
			c.fault(n, "an image without its words")
		}
	case "svg":
		if Attr(n, "aria-hidden") != "true" && (Attr(n, "role") != "img" || len(All(n, "title")) == 0 && Attr(n, "aria-label") == "") {
			c.fault(n, "a drawing without its words")
		}
	case "form":
		visible := slices.ContainsFunc(All(n, "input", "select", "textarea"), func(f *Node) bool { return Attr(f, "type") != "hidden" })
		if visible && !Has(n, "novalidate") {
			c.fault(n, "validated by the browser (checklist E7)")
		}
		c.enter(n)
	}
}

// enter checks what Enter in a text of the form presses, which is the form's first button:
// it must not be one that takes something away (checklist E10).
func (c *checker) enter(form *Node) {
	root := form
	for root.Parent != nil {
		root = root.Parent
	}
	typed := slices.ContainsFunc(All(form, "input"), func(n *Node) bool {
		return slices.Contains([]string{"text", "password", "email", "search", "tel"}, Attr(n, "type"))
	})
	for _, b := range All(root, "button") {
		owner := Inside(b, form)
		if Has(b, "form") {
			owner = Attr(b, "form") == Attr(form, "id")
		}
		if owner && Attr(b, "type") != "button" {
			if typed && strings.Contains(Attr(b, "class"), "danger") && !strings.Contains(Attr(b, "class"), "primary") {
				c.fault(b, "Enter in a text presses %q", Words(TextOf(b)))
			}
			return
		}
	}
}
