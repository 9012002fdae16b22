package naive

import (
	"cmp"
	"math/big"
	"slices"
)

// limit drops what is beyond each `most`, in the order of the file: those without
// `toward` first, for everything; then the others, each of the requirements it is
// toward alone.
func (e *evaluation) limit() {
	for _, toward := range []bool{false, true} {
		for i, r := range e.requirements {
			if !r.has("most") || r.has("toward") != toward {
				continue
			}
			e.limited[r.text("id")] = zero()
			for w, win := range e.windows[i] {
				if when, ok := r.sub("when"); !win.touched || ok && !e.meets(when, e.version, e.period, win.span) {
					continue
				}
				if !toward {
					e.limitAll(i, w)
					continue
				}
				for _, id := range r.words("toward") {
					e.limitToward(i, w, e.index(id))
				}
			}
		}
	}
}

func (e *evaluation) limitAll(i, w int) {
	var on []*activity
	sum := zero()
	for _, a := range e.all {
		if a.serves(e.requirements[i]) && e.in(a, e.windows[i][w]) {
			on, sum = append(on, a), plus(sum, a.left)
		}
	}
	excess := minus(sum, e.due(i, w))
	for _, a := range e.inOrderOfLoss(on) {
		drop := lesser(excess, a.left)
		a.left, excess = minus(a.left, drop), minus(excess, drop)
		e.note(i, drop)
	}
}

func (e *evaluation) limitToward(i, w, toward int) {
	var on []*activity
	sum := zero()
	for _, a := range e.all {
		if !a.serves(e.requirements[i]) || !a.serves(e.requirements[toward]) || !e.in(a, e.windows[i][w]) {
			continue
		}
		if slices.ContainsFunc(e.windows[toward], func(v window) bool { return e.in(a, v) }) {
			on, sum = append(on, a), plus(sum, e.left(toward, a))
		}
	}
	excess := minus(sum, e.due(i, w))
	for _, a := range e.inOrderOfLoss(on) {
		drop := lesser(excess, e.left(toward, a))
		excess = minus(excess, drop)
		if e.dropped[toward] == nil {
			e.dropped[toward] = map[*activity]*big.Rat{}
		}
		if e.dropped[toward][a] == nil {
			e.dropped[toward][a] = zero()
		}
		e.dropped[toward][a] = plus(e.dropped[toward][a], drop)
		e.note(i, drop)
	}
}

func (e *evaluation) note(i int, drop *big.Rat) {
	id := e.requirements[i].text("id")
	e.limited[id] = plus(e.limited[id], drop)
}

// inOrderOfLoss puts first the activities that lose first: those that serve the
// fewest requirements, then those that serve later ones, then the latest.
func (e *evaluation) inOrderOfLoss(on []*activity) []*activity {
	on = slices.Clone(on)
	slices.Reverse(on) // the latest first, and of a day the last listed
	slices.SortStableFunc(on, func(a, b *activity) int {
		of, others := e.served(a), e.served(b)
		if d := cmp.Compare(len(of), len(others)); d != 0 {
			return d
		}
		for k := len(of) - 1; k >= 0; k-- {
			if d := cmp.Compare(others[k], of[k]); d != 0 {
				return d
			}
		}
		return 0
	})
	return on
}

// served numbers the `least` requirements that an activity serves, windows apart.
func (e *evaluation) served(a *activity) []int {
	var all []int
	for i, r := range e.requirements {
		if !r.has("least") || r.is("recommended") || !a.serves(r) {
			continue
		}
		for w, win := range e.windows[i] {
			when, ok := r.sub("when")
			asked := win.touched && (!ok || e.meets(when, e.version, e.period, win.span)) && e.asksElse(r, win)
			if asked && e.in(a, win) {
				all = append(all, i*1000+w)
			}
		}
	}
	return all
}
