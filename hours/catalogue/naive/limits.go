package naive

import (
	"cmp"
	"math/big"
	"slices"
)

// limit drops what is beyond each `most` from the hours that serve a requirement,
// for each requirement, and each of its windows, by itself, in the order of the
// file.
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
		for w, win := range e.windows[i] {
			when, ok := r.sub("when")
			if win.touched && (!ok || e.meets(when, e.version, e.period, win.span)) {
				e.limitWindow(i, w)
			}
		}
	}
}

// limitWindow drops what is beyond each limit on requirement i, of the hours of its
// window w. The first window that a limit drops any from says how much it drops.
func (e *evaluation) limitWindow(i, w int) {
	dropped := map[[2]int]*big.Rat{}
	limits := e.limitsOn(e.requirements[i].text("id"))
	// Which limits are exceeded is a matter of what was done, before any of them.
	exceeded := map[*activity]int{}
	for _, other := range limits {
		if e.excess(other, i, w).Sign() == 0 {
			continue
		}
		for _, a := range e.selectedBy(other, i, w) {
			exceeded[a]++
		}
	}
	for _, l := range limits {
		excess := e.excess(l, i, w)
		on := e.selectedBy(l, i, w)
		slices.Reverse(on) // the latest first, and of a day the last listed
		slices.SortStableFunc(on, func(a, b *activity) int { return cmp.Compare(exceeded[b], exceeded[a]) })
		key := [2]int{l.i, l.w}
		dropped[key] = zero()
		for _, a := range on {
			drop := lesser(excess, e.left(i, a))
			excess = minus(excess, drop)
			e.dropped[i][a] = plus(e.dropped[i][a], drop)
			dropped[key] = plus(dropped[key], drop)
		}
	}
	for key, h := range dropped {
		if key[0] < 0 || h.Sign() == 0 || e.said[key] {
			continue
		}
		e.said[key] = true
		id := e.requirements[key[0]].text("id")
		e.limited[id] = plus(e.limited[id], h)
	}
}

// aLimit is a limit in one of its windows, with its amount; the first one, without
// a requirement, is on what was done before admission.
type aLimit struct {
	i, w int
	most *big.Rat
}

// limitsOn is the limits that are on a requirement, in the order of the file.
func (e *evaluation) limitsOn(id string) []aLimit {
	var all []aLimit
	counting, _ := e.version.sub("counting")
	if before, _ := counting.sub("before"); before.has("most") {
		all = append(all, aLimit{i: -1, most: before.number("most")})
	}
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

// selectedBy is the activities that serve requirement i in its window w, and that
// the limit selects.
func (e *evaluation) selectedBy(l aLimit, i, w int) []*activity {
	var on []*activity
	for _, a := range e.all {
		selected := l.i < 0 && e.early(a) || l.i >= 0 && a.serves(e.requirements[l.i]) && e.in(a, e.windows[l.i][l.w])
		if selected && a.serves(e.requirements[i]) && e.in(a, e.windows[i][w]) {
			on = append(on, a)
		}
	}
	return on
}

// excess is what the limit selects beyond its amount, of what is left for
// requirement i in its window w.
func (e *evaluation) excess(l aLimit, i, w int) *big.Rat {
	sum := zero()
	for _, a := range e.selectedBy(l, i, w) {
		sum = plus(sum, e.left(i, a))
	}
	return minus(sum, l.most)
}
