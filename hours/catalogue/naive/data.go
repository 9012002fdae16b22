package naive

import (
	"math/big"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// doc is a mapping of the document. Every scalar is kept as it is written, so that
// no figure passes through a float.
type doc map[string]any

// unreadable is a value that is not as the page has it.
type unreadable string

func parse(text []byte) (doc, error) {
	var root yaml.Node
	if err := yaml.Unmarshal(text, &root); err != nil {
		return nil, err
	}
	d, ok := generic(&root).(doc)
	if !ok {
		return nil, &yaml.TypeError{Errors: []string{"not a mapping"}}
	}
	return d, nil
}

func generic(n *yaml.Node) any {
	switch n.Kind {
	case yaml.DocumentNode:
		return generic(n.Content[0])
	case yaml.MappingNode:
		d := doc{}
		for i := 0; i < len(n.Content); i += 2 {
			d[n.Content[i].Value] = generic(n.Content[i+1])
		}
		return d
	case yaml.SequenceNode:
		list := []any{}
		for _, item := range n.Content {
			list = append(list, generic(item))
		}
		return list
	default:
		return n.Value
	}
}

func (d doc) has(key string) bool { _, ok := d[key]; return ok }

func (d doc) text(key string) string { s, _ := d[key].(string); return s }

func (d doc) is(key string) bool { return d.text(key) == "true" }

func (d doc) sub(key string) (doc, bool) { s, ok := d[key].(doc); return s, ok }

func (d doc) list(key string) []any { l, _ := d[key].([]any); return l }

func (d doc) docs(key string) []doc {
	var all []doc
	for _, item := range d.list(key) {
		if s, ok := item.(doc); ok {
			all = append(all, s)
		}
	}
	return all
}

func (d doc) words(key string) []string {
	var all []string
	for _, item := range d.list(key) {
		if s, ok := item.(string); ok {
			all = append(all, s)
		}
	}
	return all
}

func (d doc) whole(key string, otherwise int) int {
	if !d.has(key) {
		return otherwise
	}
	n, err := strconv.Atoi(d.text(key))
	if err != nil {
		panic(unreadable(key + ": " + err.Error()))
	}
	return n
}

// number is nil when the key is not there.
func (d doc) number(key string) *big.Rat {
	if !d.has(key) {
		return nil
	}
	return rat(d.text(key))
}

func (d doc) day(key string) (date, bool) {
	if !d.has(key) {
		return date{}, false
	}
	return parseDay(d.text(key)), true
}

func rat(text string) *big.Rat {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		panic(unreadable("not a number: " + text))
	}
	return r
}

func zero() *big.Rat               { return new(big.Rat) }
func n(i int) *big.Rat             { return big.NewRat(int64(i), 1) }
func plus(a, b *big.Rat) *big.Rat  { return new(big.Rat).Add(a, b) }
func times(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
func over(a, b *big.Rat) *big.Rat  { return new(big.Rat).Quo(a, b) }

// minus never falls below zero.
func minus(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) <= 0 {
		return zero()
	}
	return new(big.Rat).Sub(a, b)
}

func lesser(a, b *big.Rat) *big.Rat {
	if b.Cmp(a) < 0 {
		return b
	}
	return a
}

// rounded is to a multiple of `to`: up, down, or nearest, where a half goes up.
func rounded(h *big.Rat, how doc) *big.Rat {
	to := how.number("to")
	multiples := over(h, to)
	below := new(big.Rat).SetInt(new(big.Int).Quo(multiples.Num(), multiples.Denom()))
	rest := minus(multiples, below)
	up := false
	switch how.text("way") {
	case "up":
		up = rest.Sign() > 0
	case "nearest":
		up = rest.Cmp(big.NewRat(1, 2)) >= 0
	}
	if up {
		below = plus(below, n(1))
	}
	return times(below, to)
}
