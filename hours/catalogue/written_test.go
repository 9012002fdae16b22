package catalogue_test

import (
	"maps"
	"slices"
	"strings"
)

// written is a document as it is generated: mappings, lists and words.
type written map[string]any

// String writes the document, in YAML's flow style but for the first levels.
func (w written) String() string {
	var b strings.Builder
	for _, key := range []string{"id", "title", "versions", "cases"} {
		if w[key] == nil {
			continue
		}
		list, ok := w[key].([]any)
		if !ok {
			b.WriteString(key + ": " + flow(w[key]) + "\n")
			continue
		}
		b.WriteString(key + ":\n")
		for _, item := range list {
			mark := "  - "
			m := item.(written)
			for _, k := range slices.Sorted(maps.Keys(m)) {
				b.WriteString(mark + k + ": " + flow(m[k]) + "\n")
				mark = "    "
			}
		}
	}
	return b.String()
}

func flow(value any) string {
	switch v := value.(type) {
	case written:
		var parts []string
		for _, key := range slices.Sorted(maps.Keys(v)) {
			parts = append(parts, key+": "+flow(v[key]))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case []any:
		var parts []string
		for _, item := range v {
			parts = append(parts, flow(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case string:
		return v
	}
	panic("not written")
}

// only is the document with one of its cases.
func (w written) only(i int) written {
	one := maps.Clone(w)
	one["cases"] = []any{w["cases"].([]any)[i]}
	return one
}

// reduce takes away from a document whatever it can without losing what is wrong
// with one of its cases.
func reduce(w written, i int, wrong func(text string) bool) written {
	least := copyOf(w.only(i)).(written)
	for again := true; again; {
		again = false
		for _, less := range lesser(least) {
			if d, ok := less().(written); ok && wrong(d.String()) {
				least, again = d, true
				break
			}
		}
	}
	return least
}

func copyOf(value any) any {
	switch v := value.(type) {
	case written:
		c := written{}
		for key, item := range v {
			c[key] = copyOf(item)
		}
		return c
	case []any:
		c := []any{}
		for _, item := range v {
			c = append(c, copyOf(item))
		}
		return c
	}
	return value
}

// kept are not taken away: without them the page leaves open what is meant.
var kept = []string{"admitted", "birth", "from", "roll"}

// lesser is every way to take one key or item away, the largest ones first.
func lesser(value any) (all []func() any) {
	switch v := value.(type) {
	case written:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			if slices.Contains(kept, key) {
				continue
			}
			all = append(all, func() any {
				c := maps.Clone(v)
				delete(c, key)
				return c
			})
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			if key == "roll" {
				continue
			}
			for _, less := range lesser(v[key]) {
				all = append(all, func() any {
					c := maps.Clone(v)
					c[key] = less()
					return c
				})
			}
		}
	case []any:
		for i := range v {
			all = append(all, func() any { return slices.Delete(slices.Clone(v), i, i+1) })
		}
		for i := range v {
			for _, less := range lesser(v[i]) {
				all = append(all, func() any {
					c := slices.Clone(v)
					c[i] = less()
					return c
				})
			}
		}
	}
	return all
}
