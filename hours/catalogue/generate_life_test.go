package catalogue_test

import (
	"maps"
	"math/rand/v2"
	"time"
)

// life writes what a version says of the life of a file: sections on which no
// balance depends. Chance is its own, so that the rest of the document is the one
// that it would be without them.
func life(day time.Time) written {
	g := &writer{Rand: rand.New(rand.NewPCG(uint64(day.Unix()), 3))}
	w := written{}
	if g.chance(40) {
		w["declare"] = g.declare()
	}
	if g.chance(40) {
		w["evidence"] = g.evidence()
	}
	if g.chance(40) {
		w["audit"] = g.pickOne(
			written{"share": g.share(), "notTwice": "true", "clause": "k"},
			written{"number": g.between(1, 50), "notice": g.term(), "clause": "k"},
			written{"againFor": g.between(1, 36), "clause": "k"},
		)
	}
	if g.chance(40) {
		w["default"] = g.inDefault()
	}
	return w
}

func (g *writer) pickOne(from ...written) written { return from[g.IntN(len(from))] }

func (g *writer) delay() written {
	return g.pickOne(written{"days": g.between(1, 90)}, written{"workingDays": g.between(1, 20)}, written{"months": g.between(1, 60)})
}

func (g *writer) term() written {
	t := g.delay()
	if g.chance(50) {
		t["clause"] = "k"
	}
	return t
}

func (g *writer) declare() written {
	d := g.pickOne(written{}, written{"until": "04-30"}, g.delay())
	if g.chance(30) {
		d["each"] = g.pick("6", "12")
	}
	d["clause"] = "k"
	return d
}

func (g *writer) evidence() written {
	e := g.pickOne(
		written{"keep": g.term()},
		written{"produce": g.term(), "paper": g.term(), "second": g.term(), "unproduced": g.pick("void", "default")},
		written{"produce": g.term(), "keep": g.term(), "kept": []any{written{"id": "proof", "label": text("P")}}},
	)
	e["clause"] = "k"
	return e
}

func (g *writer) inDefault() written {
	d := written{"from": g.pick("notification", "receipt"), "after": g.pick("first", "only"), "clause": "k"}
	for _, kind := range []string{"hours", "declaration", "documents"} {
		if g.chance(50) {
			d[kind] = written{"cure": g.pickOne(g.delay(), written{"least": g.between(1, 30), "most": g.between(31, 60)})}
		}
	}
	first := written{"id": "first", "label": text("F")}
	maps.Copy(first, g.pickOne(written{}, written{"on": "04-01"}, written{"after": g.delay()}))
	d["consequences"] = []any{first, written{"id": "second", "label": text("S"), "repeated": g.between(1, 60), "clause": "k"}}
	if g.chance(50) {
		d["final"], d["observations"] = g.term(), g.term()
	}
	return d
}
