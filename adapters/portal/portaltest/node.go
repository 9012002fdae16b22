package portaltest

import (
	"slices"
	"strings"
)

// All returns the elements of those names under a node, in the order of the page.
func All(node *Node, names ...string) []*Node {
	var found []*Node
	for n := range node.Descendants() {
		if n.Type == ElementNode && slices.Contains(names, n.Data) {
			found = append(found, n)
		}
	}
	return found
}

// Attr returns an attribute of an element, empty when it has none of that name.
func Attr(node *Node, name string) string {
	for _, a := range node.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// Has reports that an element has an attribute, empty or not.
func Has(node *Node, name string) bool {
	return slices.ContainsFunc(node.Attr, func(a Attribute) bool { return a.Key == name })
}

// Inside reports that a node is outer or stands within it.
func Inside(node, outer *Node) bool {
	for n := node; n != nil; n = n.Parent {
		if n == outer {
			return true
		}
	}
	return false
}

// TextOf returns the text of an element as it is written, a space before each of
// its parts.
func TextOf(node *Node) string {
	var b strings.Builder
	for n := range node.Descendants() {
		if n.Type == TextNode {
			b.WriteString(" " + n.Data)
		}
	}
	return b.String()
}

// Words returns the text with every run of spaces, no-break ones included, as one
// space.
func Words(text string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(text)), " ")
}
