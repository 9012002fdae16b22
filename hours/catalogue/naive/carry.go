package naive

import (
	"math/big"
	"slices"
)

// batch is the hours that one period passes on.
type batch struct {
	from date // the first day of that period
	age  int  // how many periods ago, from the one that it is used in
	left *big.Rat
	// may is how many may serve a requirement; all, for one that is not there.
	may map[string]*big.Rat
}

// carry is what carried hours serve of requirement i, older ones first.
func (e *evaluation) carry(i int, f Figures) *big.Rat {
	r := e.requirements[i]
	id := r.text("id")
	carryOver, _ := e.version.sub("carryOver")
	want := f.Due
	if carryOver.text("use") == "last" {
		want = minus(f.Due, f.Counted)
	}
	if e.used[id] == nil {
		e.used[id] = map[*batch]*big.Rat{}
	}
	before := zero()
	for _, u := range e.used[id] {
		before = plus(before, u)
	}
	if most := r.number("carriedMost"); most != nil {
		want = lesser(want, minus(most, before))
	}
	served := zero()
	for _, b := range e.batches {
		available := b.left
		if may := b.may[id]; may != nil {
			available = lesser(available, may)
		}
		if e.used[id][b] == nil {
			e.used[id][b] = zero()
		}
		takes := lesser(minus(available, e.used[id][b]), minus(want, served))
		e.used[id][b] = plus(e.used[id][b], takes)
		served = plus(served, takes)
	}
	return served
}

// surplus is what the period passes on.
func (e *evaluation) surplus() *big.Rat {
	carryOver, ok := e.version.sub("carryOver")
	if !ok || e.status == "unknown" {
		return zero()
	}
	total := e.requirements[e.total]
	if total.has("oneOf") {
		return zero()
	}
	unmet := e.unmet()
	if carryOver.text("needs") == "total" {
		unmet = slices.DeleteFunc(unmet, func(u unmet1) bool { return u.id != total.text("id") })
	}
	if len(unmet) > 0 {
		return zero()
	}
	h := e.past(e.total)
	eligible := zero()
	since := e.period.from
	if earnedIn := carryOver.whole("earnedIn", 0); earnedIn > 0 {
		since = months(e.period.to, -earnedIn)
	}
	limited := carryOver.has("select") || carryOver.has("earnedIn")
	for _, a := range e.all {
		if a.serves(total) && a.serves(carryOver) && e.in(a, e.windows[e.total][0]) && !a.day.Before(since) {
			eligible = plus(eligible, e.left(e.total, a))
		}
	}
	if limited {
		h = lesser(h, eligible)
	}
	if carryOver.is("compounds") && total.is("carried") {
		rest := zero()
		for _, b := range e.batches {
			rest = plus(rest, e.rest(b))
		}
		if most := total.number("carriedMost"); most != nil {
			rest = lesser(rest, minus(most, e.counts[e.total][0].Carried))
		}
		h = plus(h, rest)
	}
	most := carryOver.number("most")
	for _, other := range carryOver.docs("instead") {
		if when, _ := other.sub("when"); e.meets(when, e.version, e.period, e.period) {
			most = other.number("most")
			break
		}
	}
	return lesser(h, most)
}

// past is what was counted for requirement i beyond what it asks, less what
// carried hours served of it.
func (e *evaluation) past(i int) *big.Rat {
	carryOver, _ := e.version.sub("carryOver")
	sum := zero()
	for _, f := range e.counts[i] {
		due := f.Due
		if carryOver.text("use") != "last" {
			due = minus(due, f.Carried)
		}
		sum = plus(sum, minus(f.Counted, due))
	}
	return sum
}

// rest is what the total left of a batch.
func (e *evaluation) rest(b *batch) *big.Rat {
	if u := e.used[e.requirements[e.total].text("id")][b]; u != nil {
		return minus(b.left, u)
	}
	return b.left
}

// passed is the hours that the period passes on: what is left of older ones, and
// its surplus.
func (e *evaluation) passed() []*batch {
	var all []*batch
	carryOver, ok := e.version.sub("carryOver")
	if !ok || e.status == "unknown" {
		return nil
	}
	if !carryOver.is("compounds") {
		for _, b := range e.batches {
			old := &batch{from: b.from, age: b.age + 1, left: e.rest(b), may: map[string]*big.Rat{}}
			for id, h := range b.may {
				if u := e.used[id][b]; u != nil {
					h = minus(h, u)
				}
				old.may[id] = h
			}
			all = append(all, old)
		}
	}
	made := &batch{from: e.period.from, age: 1, left: e.surplus(), may: map[string]*big.Rat{}}
	for i, r := range e.requirements {
		if !r.is("carried") || i == e.total {
			continue
		}
		// An hour serves a requirement once.
		made.may[r.text("id")] = made.left
		if r.has("select") {
			made.may[r.text("id")] = lesser(made.left, e.past(i))
		}
	}
	all = append(all, made)
	return alive(all, carryOver)
}

func alive(all []*batch, carryOver doc) []*batch {
	return slices.DeleteFunc(all, func(b *batch) bool {
		return b.left.Sign() == 0 || b.age > carryOver.whole("lives", 1)
	})
}

// broughtInto is the hours carried into a period: those of the case, or what the
// periods before it come to.
func (j *judge) broughtInto(period span) []*batch {
	version, _, _ := j.member.governing(j.versions, period.from)
	carryOver, ok := version.sub("carryOver")
	if period == j.target && j.file.has("carried") {
		return j.given(period, carryOver)
	}
	before, _, hasBefore := j.before(period)
	if hasBefore {
		if _, onRoll := j.member.stayIn(before); !onRoll {
			return nil
		}
	}
	if !ok || !hasBefore || !j.anythingBefore(period.from) {
		return nil
	}
	theirs, _, _ := j.member.governing(j.versions, before.from)
	return j.settle(theirs, before, j.broughtInto(before), false).passed()
}

func (j *judge) before(period span) (span, doc, bool) {
	v, p, ok := j.member.governing(j.versions, previous(period.from))
	return p, v, ok
}

// anythingBefore reports that something was declared that could be counted before
// a day.
func (j *judge) anythingBefore(day date) bool {
	for _, d := range j.file.docs("declarations") {
		for _, key := range []string{"on", "since", "for"} {
			if on, ok := d.day(key); ok && on.Before(day) {
				return true
			}
		}
	}
	return false
}

func (j *judge) given(period span, carryOver doc) []*batch {
	var all []*batch
	for _, c := range j.file.docs("carried") {
		b := &batch{left: c.number("hours"), may: map[string]*big.Rat{}}
		from, ok := c.day("from")
		if !ok {
			from = previous(period.from)
		}
		for p := period; p.from.After(from); b.age++ {
			p, _, _ = j.before(p)
			b.from = p.from
		}
		of, _ := c.sub("of")
		for id := range of {
			b.may[id] = of.number(id)
		}
		all = append(all, b)
	}
	slices.SortStableFunc(all, func(a, b *batch) int { return a.from.Compare(b.from) })
	return alive(all, carryOver)
}
