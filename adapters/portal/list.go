package portal

import (
	"net/url"
	"slices"
	"strings"
)

// order is how a list is sorted, as the address says.
type order struct {
	key     string
	reverse bool
}

// order reads the sort of the address; a key that is none of the list's is the
// first.
func (v *visit) order(keys ...string) order {
	q := v.r.URL.Query()
	o := order{q.Get("sort"), q.Get("reverse") == "1"}
	if !slices.Contains(keys, o.key) {
		o.key = keys[0]
	}
	return o
}

// column is the head of a column, with the link that sorts by it.
type column struct {
	Label string
	// Link is empty for a column that does not sort.
	Link string
	// Sorted is "ascending" or "descending", or empty.
	Sorted string
}

// columns makes the heads from pairs of sort key and message; the key "-" does
// not sort. The link of the column in use turns the order round.
func (o order) columns(v *visit, pairs ...string) []column {
	var all []column
	for i := 0; i+1 < len(pairs); i += 2 {
		c := column{Label: v.t(pairs[i+1])}
		if key := pairs[i]; key != "-" {
			q := v.r.URL.Query()
			q.Del("notice")
			q.Del("reverse")
			q.Set("sort", key)
			if key == "" {
				q.Del("sort")
			}
			if key == o.key {
				// The order without a key is by day, the latest first.
				c.Sorted = "ascending"
				if o.reverse != (key == "") {
					c.Sorted = "descending"
				}
				if !o.reverse {
					q.Set("reverse", "1")
				}
			}
			c.Link = "?" + q.Encode()
		}
		all = append(all, c)
	}
	return all
}

// query returns the query of the address, to download what is shown.
func (v *visit) query() string {
	q := v.r.URL.Query()
	q.Del("notice")
	return asQuery(q)
}

func asQuery(q url.Values) string {
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

func joined(texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(t string) bool { return t == "" }), " ")
}
