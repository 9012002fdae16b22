package naive

import (
	"cmp"
	"math/big"
	"slices"
)

// limit drops what is beyond each `most` from the hours that serve a requirement,
// for each requirement by itself, in the order of the file.
func (e *evaluation) limit() {
	for i, r := range e.requirements {
		if r.has("most") {
			e.limited[r.text("id")] = zero()
		}
		e.dropped[i] = map[*activity]*big.Rat{}
		for _, a := range e.all {
			e.dropped[i][a] = zero()
		}
	}
	for i, r := range e.requirements {
		if !r.has("least") || !e.ofHours(r) {
			continue
		}
		if when, ok := r.sub("when"); ok && !e.meets(when, e.version, e.period, e.period) {
			continue
		}
		dropped := map[string]*big.Rat{}
		limits := e.limitsOn(r.text("id"))
		for _, l := range limits {
			excess := e.excess(l, i)
			on := e.selectedBy(l, i)
			exceeded := map[*activity]int{}
			for _, other := range limits {
				if e.excess(other, i).Sign() == 0 {
					continue
				}
				for _, a := range e.selectedBy(other, i) {
					exceeded[a]++
				}
			}
			slices.Reverse(on) // the latest first, and of a day the last listed
			slices.SortStableFunc(on, func(a, b *activity) int { return cmp.Compare(exceeded[b], exceeded[a]) })
			id := e.requirements[l.i].text("id")
			for _, a := range on {
				drop := lesser(excess, e.left(i, a))
				excess = minus(excess, drop)
				e.dropped[i][a] = plus(e.dropped[i][a], drop)
				if dropped[id] == nil {
					dropped[id] = zero()
				}
				dropped[id] = plus(dropped[id], drop)
			}
		}
		for id, h := range dropped {
			if e.limited[id].Sign() == 0 {
				e.limited[id] = h
			}
		}
	}
}

// aLimit is a limit in one of its windows, with its amount.
type aLimit struct {
	i, w int
	most *big.Rat
}

// limitsOn is the limits that are on a requirement, in the order of the file.
func (e *evaluation) limitsOn(id string) []aLimit {
	var all []aLimit
	for i, r := range e.requirements {
		if !r.has("most") || len(r.words("toward")) > 0 && !slices.Contains(r.words("toward"), id) {
			continue
		}
		for w, win := range e.windows[i] {
			if when, ok := r.sub("when"); !win.touched || ok && !e.meets(when, e.version, e.period, win.span) {
				continue
			}
			all = append(all, aLimit{i, w, e.due(i, w)})
		}
	}
	return all
}

// ofHours: items and kinds have no limits.
func (e *evaluation) ofHours(r doc) bool {
	least, _ := r.sub("least")
	return !least.has("items") && !least.has("kinds")
}

// selectedBy is the activities that serve requirement i and that the limit selects.
func (e *evaluation) selectedBy(l aLimit, i int) []*activity {
	var on []*activity
	for _, a := range e.all {
		if a.serves(e.requirements[l.i]) && e.in(a, e.windows[l.i][l.w]) && a.serves(e.requirements[i]) &&
			slices.ContainsFunc(e.windows[i], func(v window) bool { return e.in(a, v) }) {
			on = append(on, a)
		}
	}
	return on
}

// excess is what the limit selects beyond its amount, of what is left for
// requirement i.
func (e *evaluation) excess(l aLimit, i int) *big.Rat {
	sum := zero()
	for _, a := range e.selectedBy(l, i) {
		sum = plus(sum, e.left(i, a))
	}
	return minus(sum, l.most)
}
