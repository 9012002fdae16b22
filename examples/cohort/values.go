package main

import (
	"bytes"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
)

// wrong is what is wrong with a row: the sentence, and what fills it.
type wrong struct {
	key    string
	values []any
}

// names turns the names that a regulation has into numbers, so that rows are small;
// the numbers are in the order of the names' first versions.
type names struct {
	all []string
	of  map[string]int
}

func (n *names) add(name string) {
	if n.of == nil {
		n.of = map[string]int{}
	}
	if _, ok := n.of[name]; !ok {
		n.of[name] = len(n.all)
		n.all = append(n.all, name)
	}
}

func (n *names) find(name []byte) (int, bool) {
	i, ok := n.of[string(name)]
	return i, ok
}

// vocabulary is what the versions of a regulation name, all together: a file of
// several years holds the words of several versions.
type vocabulary struct {
	categories, types, tags, measures, grounds, profile names
	// anyGround: a rule is about every ground.
	anyGround bool
	// durationless: an activity may count without hours.
	durationless bool
}

func vocabularyOf(r hours.Regulation) *vocabulary {
	v := &vocabulary{}
	for _, version := range r.Versions {
		for _, c := range version.Categories {
			v.categories.add(c.ID)
			for _, t := range c.Types {
				v.types.add(t.ID)
			}
		}
		for _, m := range version.Tags {
			v.tags.add(m.ID)
		}
		for _, m := range version.Profile {
			v.profile.add(m.ID)
		}
		for _, rule := range version.Credits {
			v.durationless = v.durationless || rule.Flat != nil
			measures := make([]string, 0, len(rule.Convert))
			for m := range rule.Convert {
				measures = append(measures, m)
			}
			slices.Sort(measures)
			for _, m := range measures {
				v.measures.add(m)
			}
		}
		for _, q := range version.Requirements {
			v.durationless = v.durationless || q.Least != nil && q.Least.Measure() != hours.InHours
		}
		for _, x := range version.Exemptions {
			v.anyGround = v.anyGround || len(x.Grounds) == 0
			for _, g := range x.Grounds {
				v.grounds.add(g)
			}
		}
	}
	return v
}

// readDate reads YYYY-MM-DD; none is the zero Date.
func readDate(text []byte) (cycle.Date, bool) {
	if len(text) == 0 {
		return cycle.Date{}, true
	}
	if len(text) != 10 || text[4] != '-' || text[7] != '-' {
		return cycle.Date{}, false
	}
	n := 0
	for i, b := range text {
		if i == 4 || i == 7 {
			continue
		}
		if b < '0' || b > '9' {
			return cycle.Date{}, false
		}
		n = n*10 + int(b-'0')
	}
	d, err := cycle.NewDate(n/10000, n/100%100, n%100)
	return d, err == nil
}

// readAmount reads an amount with a decimal comma or point, or a fraction; what is
// longer ("2 h 30") is read as the pages of the portal read it.
func readAmount(text []byte) (hours.Hours, bool) {
	num, den, digits, mark := int64(0), int64(1), 0, false
	for _, b := range text {
		switch {
		case b >= '0' && b <= '9' && digits < 12:
			num = num*10 + int64(b-'0')
			digits++
			if mark {
				den *= 10
			}
		case (b == ',' || b == '.') && !mark && digits > 0:
			mark = true
		default:
			return readLongAmount(text)
		}
	}
	if digits == 0 || mark && den == 1 {
		return hours.Hours{}, false
	}
	h := hours.Ratio(num, den)
	return h, h.Declarable()
}

func readLongAmount(text []byte) (hours.Hours, bool) {
	if bytes.IndexByte(text, '/') > 0 {
		h, err := hours.ParseHours(string(text))
		return h, err == nil && !hours.Whole(hours.Largest).Less(h)
	}
	h, err := hours.ReadHours(string(text))
	return h, err == nil
}

// marks calls add with each of the marks of a cell, which "|" separates; it returns
// the first that add does not know.
func marks(cell []byte, add func([]byte) bool) (unknown string, ok bool) {
	for len(cell) > 0 {
		one, rest, _ := bytes.Cut(cell, []byte("|"))
		cell = rest
		if one = bytes.TrimSpace(one); len(one) > 0 && !add(one) {
			return string(one), false
		}
	}
	return "", true
}
