package portaltest

import (
	"regexp"
	"slices"
	"strings"
)

// What follows is the part of the HTML standard that pages of forms and tables need. What
// is not in these tables is a fault: whoever needs another element adds it, with its rules.

// global are the attributes of every element.
var global = []string{"id", "class", "lang", "hidden", "tabindex", "role", "autofocus", "title"}

// own are the attributes of each element besides the global ones.
var own = map[string][]string{
	"html": nil, "head": nil, "title": nil, "body": nil, "header": nil, "main": nil, "footer": nil, "nav": nil, "section": nil,
	"article": nil, "aside": nil, "div": nil, "span": nil, "p": nil, "h1": nil, "h2": nil, "h3": nil, "h4": nil, "ul": nil,
	"ol": {"start"}, "li": nil, "dl": nil, "dt": nil, "dd": nil, "br": nil, "hr": nil, "strong": nil, "em": nil, "b": nil, "small": nil, "code": nil,
	"pre": nil, "blockquote": nil, "figure": nil, "figcaption": nil, "sup": nil, "sub": nil, "abbr": nil, "kbd": nil, "samp": nil,
	"thead": nil, "tbody": nil, "tfoot": nil, "tr": nil, "table": nil, "caption": nil, "summary": nil, "legend": nil,
	"meta": {"charset", "name", "content"}, "link": {"rel", "href", "type"}, "script": {"type", "src"},
	"a": {"href", "download", "rel"}, "time": {"datetime"}, "details": {"open"}, "td": {"colspan", "rowspan"}, "th": {"scope", "colspan", "rowspan"},
	"img":  {"src", "alt", "width", "height"},
	"form": {"method", "action", "enctype", "novalidate", "autocomplete"}, "fieldset": nil, "label": {"for"},
	"button": {"name", "value", "form", "type", "disabled", "formaction"},
	"input":  {"name", "value", "type", "autocomplete", "inputmode", "checked", "accept", "multiple", "autocapitalize", "spellcheck", "readonly", "size", "form"},
	"select": {"name", "autocomplete", "form"}, "option": {"value", "selected"}, "optgroup": {"label"},
	"textarea": {"name", "rows", "autocomplete", "form"}, "progress": {"value", "max"}, "output": {"for"},
	"svg": {"viewbox", "width", "height", "xmlns", "preserveaspectratio", "focusable"}, "g": {"transform"}, "rect": {"x", "y", "width", "height", "rx"}, "path": {"d"},
	"line": {"x1", "x2", "y1", "y2"}, "circle": {"cx", "cy", "r"}, "text": {"x", "y"}, "desc": nil,
}

// values are what an attribute may hold, under "element attribute" or under "attribute".
var values = map[string][]string{
	"input type":  {"text", "password", "hidden", "checkbox", "radio", "file", "email", "search", "tel"},
	"button type": {"button", "submit"}, "form method": {"get", "post"}, "form enctype": {"multipart/form-data"},
	"th scope": {"col", "row", "colgroup", "rowgroup"}, "script type": {"module"},
	"role":         {"alert", "status", "region", "search", "img", "group", "presentation", "timer", "list"},
	"inputmode":    {"decimal", "numeric", "text", "email", "tel"},
	"aria-current": {"page", "step", "true", "date"}, "aria-hidden": {"true"}, "aria-invalid": {"true"}, "aria-live": {"polite", "assertive", "off"},
	"aria-sort": {"ascending", "descending", "none"}, "aria-expanded": {"true", "false"}, "aria-pressed": {"true", "false"}, "aria-atomic": {"true", "false"},
	"autocomplete": {"off", "on", "username", "current-password", "new-password", "one-time-code", "email", "given-name", "family-name", "name", "tel", "organization", "organization-title", "bday", "bday-day", "bday-month", "bday-year", "webauthn", "username webauthn", "street-address", "postal-code", "address-level2"},
	"popover":      {"manual"},
	"lang":         {"fr-CA", "en-CA", "fr", "en"}, "tabindex": {"0", "-1"},
}

// texts are the aria attributes that hold words or the ids of others.
var texts = []string{"aria-label", "aria-labelledby", "aria-describedby", "aria-controls", "aria-roledescription", "aria-keyshortcuts", "aria-valuetext"}

func (c *checker) attributes(n *Node) {
	allowed, known := own[n.Data]
	if !known {
		c.fault(n, "no element of ours")
		return
	}
	seen := map[string]bool{}
	for _, a := range n.Attr {
		if seen[a.Key] {
			c.fault(n, "%s is there twice", a.Key)
		}
		seen[a.Key] = true
		among, listed := values[n.Data+" "+a.Key]
		if !listed {
			among, listed = values[a.Key]
		}
		switch {
		case listed && !slices.Contains(among, a.Val):
			c.fault(n, "%s=%q", a.Key, a.Val)
		case !listed && !slices.Contains(allowed, a.Key) && !slices.Contains(global, a.Key) && !slices.Contains(texts, a.Key) && !strings.HasPrefix(a.Key, "data-"):
			c.fault(n, "has no attribute %s", a.Key)
		case slices.Contains(texts, a.Key) && strings.TrimSpace(a.Val) == "":
			c.fault(n, "%s is empty", a.Key)
		case (a.Key == "href" || a.Key == "src" || a.Key == "action" || a.Key == "formaction") && !local.MatchString(a.Val):
			c.fault(n, "%s leads to another host, or nowhere: %q", a.Key, a.Val)
		}
	}
	if n.Data == "script" && (!Has(n, "src") || len(n.children) > 0) {
		c.fault(n, "a script within the page")
	}
	if n.Data == "fieldset" && (len(n.elements()) == 0 || n.elements()[0].Data != "legend") {
		c.fault(n, "does not begin with its legend")
	}
	if n.Data == "details" && (len(n.elements()) == 0 || n.elements()[0].Data != "summary") {
		c.fault(n, "does not begin with its summary")
	}
}

// local are the addresses that a page may name: its own host's, a place within itself, and
// a letter or a code in a program. An empty action is the page's own address, which HTML does not allow to write so.
var local = regexp.MustCompile(`^(/([^/]|$)|#.|\?|mailto:.|otpauth:.)`)

// elements returns the elements right within n.
func (n *Node) elements() []*Node {
	var all []*Node
	for _, child := range n.children {
		if child.Type == ElementNode {
			all = append(all, child)
		}
	}
	return all
}

// within are the only elements that may stand right within another, and only the parents
// that an element may have.
var (
	within = map[string][]string{
		"ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd", "div"}, "table": {"caption", "thead", "tbody", "tfoot"}, "thead": {"tr"}, "tbody": {"tr"},
		"tfoot": {"tr"}, "tr": {"th", "td"}, "select": {"option", "optgroup"}, "optgroup": {"option"}, "html": {"head", "body"},
		"head": {"meta", "title", "link", "script"},
	}
	under = map[string][]string{
		"li": {"ul", "ol"}, "dt": {"dl", "div"}, "dd": {"dl", "div"}, "tr": {"thead", "tbody", "tfoot"}, "td": {"tr"}, "th": {"tr"}, "thead": {"table"}, "tbody": {"table"},
		"option": {"select", "optgroup", "datalist"}, "legend": {"fieldset"}, "summary": {"details"}, "figcaption": {"figure"}, "caption": {"table"},
	}
	// phrasing elements hold text and what stands in a line alone.
	phrasing = []string{"p", "h1", "h2", "h3", "h4", "span", "strong", "em", "b", "small", "code", "label", "button", "pre", "time", "summary", "abbr", "sup", "sub", "legend"}
	// flow are the elements that are no line.
	flow = []string{
		"div", "p", "ul", "ol", "dl", "table", "section", "article", "nav", "aside", "header", "footer", "main", "form", "fieldset", "details", "pre", "hr", "h1", "h2", "h3",
		"h4", "blockquote", "figure",
	}
	interactive = []string{"a", "button", "input", "select", "textarea", "details", "label"}
)

// nesting checks what an element stands in (HTML, 3.2.5 and 4).
func (c *checker) nesting(n *Node) {
	parent := n.Parent
	if all, ok := within[parent.Data]; ok && !slices.Contains(all, n.Data) {
		c.fault(n, "within <%s>", parent.Data)
	}
	if all, ok := under[n.Data]; ok && !slices.Contains(all, parent.Data) {
		c.fault(n, "within <%s>", parent.Data)
	}
	// A heading may stand in a summary or a legend.
	heading := slices.Contains([]string{"h1", "h2", "h3", "h4"}, n.Data) && slices.Contains([]string{"summary", "legend"}, parent.Data)
	if slices.Contains(flow, n.Data) && slices.Contains(phrasing, parent.Data) && !heading {
		c.fault(n, "within <%s>, which holds a line", parent.Data)
	}
	if n.Data == "div" && parent.Data == "dl" && slices.ContainsFunc(n.elements(), func(e *Node) bool { return e.Data != "dt" && e.Data != "dd" }) {
		c.fault(n, "within <dl> holds more than dt and dd")
	}
	for outer := parent; outer != nil; outer = outer.Parent {
		switch {
		case n.Data == "form" && outer.Data == "form",
			slices.Contains(interactive, n.Data) && Attr(n, "type") != "hidden" && (outer.Data == "a" || outer.Data == "button"),
			n.Data == "label" && outer.Data == "label":
			c.fault(n, "within <%s>", outer.Data)
		}
	}
}

// references checks that what an element refers to is there.
func (c *checker) references(n *Node) {
	for _, name := range []string{"for", "aria-labelledby", "aria-describedby", "aria-controls", "form"} {
		for _, id := range strings.Fields(Attr(n, name)) {
			to := c.ids[id]
			if to == nil || name == "form" && to.Data != "form" || name == "for" && !slices.Contains([]string{"input", "select", "textarea", "progress", "output"}, to.Data) {
				c.fault(n, "%s leads to nothing: %s", name, id)
			}
		}
	}
	if id, ok := strings.CutPrefix(Attr(n, "href"), "#"); ok && c.ids[id] == nil {
		c.fault(n, "a link to nothing: #%s", id)
	}
}
