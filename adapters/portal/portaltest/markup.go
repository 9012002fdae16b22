package portaltest

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
)

// NodeType says what a node is.
type NodeType int

// The nodes: the page, an element, a text.
const (
	DocumentNode NodeType = iota
	ElementNode
	TextNode
)

// Node is a part of a page. Data is the name of an element, in lower case, or the text.
type Node struct {
	Type   NodeType
	Data   string
	Attr   []Attribute
	Parent *Node

	children []*Node
}

// Attribute is one attribute of an element. Without a value (as in "checked") it is
// empty.
type Attribute struct{ Key, Val string }

// void are the elements that have no end (HTML, 13.1.2).
var void = []string{"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}

// boolean are the attributes that are written without a value.
var boolean = []string{
	"async", "autofocus", "checked", "controls", "defer", "disabled", "hidden", "multiple", "novalidate", "open", "readonly",
	"required", "reversed", "selected",
}

// Parse reads a page. It is stricter than a browser, which mends anything: every
// element that has an end must have it, in its place, so that no page is mended in two
// ways by two browsers.
func Parse(content string) (*Node, error) {
	d := xml.NewDecoder(strings.NewReader(content))
	// Attributes without quotes or values, and names of characters. RawToken leaves it to
	// us which end is whose.
	d.Strict, d.Entity = false, xml.HTMLEntity
	document := &Node{}
	at := document
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return document, fmt.Errorf("portaltest: %w", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			node := &Node{Type: ElementNode, Data: strings.ToLower(token.Name.Local), Parent: at}
			for _, a := range token.Attr {
				node.Attr = append(node.Attr, attribute(a))
			}
			at.children = append(at.children, node)
			if !slices.Contains(void, node.Data) {
				at = node
			}
		case xml.EndElement:
			name := strings.ToLower(token.Name.Local)
			switch {
			case slices.Contains(void, name): // what was written as <br/>
			case name != at.Data:
				return document, fmt.Errorf("portaltest: </%s> where <%s> is open", name, at.Data)
			default:
				at = at.Parent
			}
		case xml.CharData:
			text := string(token)
			if at.Data == "textarea" || at.Data == "pre" { // the first line's end is not theirs
				text = strings.TrimPrefix(text, "\n")
			}
			if text != "" {
				at.children = append(at.children, &Node{Type: TextNode, Data: text, Parent: at})
			}
		}
	}
	if at != document {
		return document, fmt.Errorf("portaltest: <%s> has no end", at.Data)
	}
	return document, nil
}

func attribute(a xml.Attr) Attribute {
	key := strings.ToLower(a.Name.Local)
	if a.Name.Space != "" {
		key = a.Name.Space + ":" + key
	}
	// Of an attribute without a value encoding/xml makes one with its own name.
	if a.Value == a.Name.Local && slices.Contains(boolean, key) {
		a.Value = ""
	}
	return Attribute{key, a.Value}
}

// Descendants goes through what stands within a node, in the order of the page.
func (n *Node) Descendants() iter.Seq[*Node] {
	return func(yield func(*Node) bool) { n.walk(yield) }
}

func (n *Node) walk(yield func(*Node) bool) bool {
	for _, child := range n.children {
		if !yield(child) || !child.walk(yield) {
			return false
		}
	}
	return true
}
