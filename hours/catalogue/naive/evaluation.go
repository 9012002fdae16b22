package naive

import (
	"math/big"
	"slices"
)

// judge has what is the same for every period of a case.
type judge struct {
	versions []doc
	file     doc
	member   member
	target   span // the period that the case is about
	today    date
}

// evaluation is one period, under one tier of lateness or none.
type evaluation struct {
	*judge
	version      doc
	period, part span
	status       string
	requirements []doc
	total        int // which of them is the total
	windows      [][]window
	all          []*activity
	// tier is nil in time; missed are then the requirements that were not satisfied.
	tier    doc
	missed  []string
	batches []*batch
	// dropped is what limits drop, by requirement.
	dropped map[int]map[*activity]*big.Rat
	limited map[string]*big.Rat
	// said has the limits, by requirement and window, that have said what they drop.
	said   map[[2]int]bool
	counts [][]Figures
	spilt  map[int]*big.Rat // what others took of what is beyond a requirement
	used   map[string]map[*batch]*big.Rat
}

func (j *judge) evaluate(version doc, period span, tier doc, missed []string, batches []*batch, pending bool) *evaluation {
	e := &evaluation{
		judge: j, version: version, period: period, tier: tier, missed: missed, batches: batches,
		requirements: version.docs("requirements"),
		dropped:      map[int]map[*activity]*big.Rat{}, limited: map[string]*big.Rat{}, said: map[[2]int]bool{},
		spilt: map[int]*big.Rat{}, used: map[string]map[*batch]*big.Rat{},
	}
	s, ok := j.member.stayIn(period)
	if !ok {
		e.status = "unknown"
		return e
	}
	e.part = s.within(period)
	late := period.to
	if tier != nil {
		late = j.tierEnd(tier, period)
	}
	e.all = j.activities(version, period, late, pending)
	j.measure(version, period, e.all)
	e.total = slices.IndexFunc(e.requirements, e.mayBeTotal)
	for _, r := range e.requirements {
		e.windows = append(e.windows, e.windowsOf(r))
	}
	e.limit()
	for i, r := range e.requirements {
		e.counts = append(e.counts, make([]Figures, len(e.windows[i])))
		switch {
		case r.has("least"):
			for w := range e.windows[i] {
				e.count(i, w)
			}
		case r.has("oneOf"):
			e.choose(i)
		}
	}
	return e
}

// mayBeTotal: the total is the first that is asked by itself, at once.
func (e *evaluation) mayBeTotal(r doc) bool {
	w, _ := r.sub("window")
	return !r.has("most") && !w.has("each") && !r.is("recommended") && !e.named(r.text("id"))
}

// named reports that the requirement is one of those that a `oneOf` chooses from.
func (e *evaluation) named(id string) bool {
	for _, r := range e.requirements {
		for _, list := range r.list("oneOf") {
			if slices.Contains((doc{"list": list}).words("list"), id) {
				return true
			}
		}
	}
	return false
}

func (e *evaluation) index(id string) int {
	return slices.IndexFunc(e.requirements, func(r doc) bool { return r.text("id") == id })
}

// early reports that an activity was done before the first admission, and that
// `counting` adds it to the period that holds it.
func (e *evaluation) early(a *activity) bool {
	counting, _ := e.version.sub("counting")
	before, ok := counting.sub("before")
	admission := e.member.firstAdmission()
	return ok && e.period.holds(admission) && a.day.Before(admission) &&
		!a.day.Before(months(admission, -before.whole("months", 0)))
}

// in reports that the activity belongs to the member's file in the window.
func (e *evaluation) in(a *activity, win window) bool {
	counting, _ := e.version.sub("counting")
	if win.whole && e.early(a) {
		return true
	}
	if _, onRoll := e.member.stayIn(win.span); !onRoll || !win.holds(a.day) {
		return false
	}
	if counting.text("from") == "period" {
		return true
	}
	part := e.part
	if win.own {
		s, _ := e.member.stayIn(win.span)
		part = s.span
	}
	return part.holds(a.day)
}

// sum adds up what the activities that requirement i selects in its window w give.
func (e *evaluation) sum(i, w int, of func(*activity) *big.Rat) *big.Rat {
	sum := zero()
	for _, a := range e.all {
		if a.serves(e.requirements[i]) && e.in(a, e.windows[i][w]) {
			sum = plus(sum, of(a))
		}
	}
	return sum
}

// left is what limits leave of an activity for requirement i.
func (e *evaluation) left(i int, a *activity) *big.Rat {
	return minus(a.credit, e.dropped[i][a])
}

// count fills the figures of requirement i in its window w.
func (e *evaluation) count(i, w int) {
	r := e.requirements[i]
	win := e.windows[i][w]
	if when, ok := r.sub("when"); !win.touched || ok && !e.meets(when, e.version, e.period, win.span) {
		// It is not for this member.
		e.counts[i][w] = Figures{Due: zero(), Counted: zero(), Carried: zero(), Remaining: zero()}
		return
	}
	due := e.due(i, w)
	amount := e.amountKeys(i, w)
	f := Figures{Due: due, Carried: zero()}
	switch {
	case amount.has("items"):
		items := map[int]bool{}
		for _, a := range e.all {
			if a.serves(r) && !a.nothing && e.in(a, e.windows[i][w]) {
				items[a.declaration] = true
			}
		}
		f.Counted = n(len(items))
	case amount.has("kinds"):
		f.Counted = n(e.kinds(amount, i, w))
	default:
		f.Counted = e.sum(i, w, func(a *activity) *big.Rat { return e.left(i, a) })
		carryOver, _ := e.version.sub("carryOver")
		last := carryOver.text("use") == "last"
		if r.is("carried") && !last {
			f.Carried = e.carry(i, f)
		}
		for _, id := range r.words("spill") {
			from := e.index(id)
			beyond := minus(e.past(from), e.taken(from))
			others := e.sum(from, 0, func(a *activity) *big.Rat {
				if a.serves(r) && e.in(a, e.windows[i][w]) {
					return zero()
				}
				return a.credit
			})
			takes := lesser(lesser(beyond, others), minus(minus(due, f.Carried), f.Counted))
			e.spilt[from] = plus(e.taken(from), takes)
			f.Counted = plus(f.Counted, takes)
		}
		if r.is("carried") && last {
			f.Carried = e.carry(i, f)
		}
	}
	f.Remaining = minus(minus(f.Due, f.Carried), f.Counted)
	e.counts[i][w] = f
}

// amountKeys is the amount that applies, the requirement's own or one of `instead`.
func (e *evaluation) amountKeys(i, w int) doc {
	r := e.requirements[i]
	for _, other := range r.docs("instead") {
		if when, _ := other.sub("when"); e.meets(when, e.version, e.period, e.windows[i][w].span) {
			return other
		}
	}
	amount, ok := r.sub("least")
	if !ok {
		amount, _ = r.sub("most")
	}
	return amount
}

func (e *evaluation) kinds(amount doc, i, w int) int {
	count := 0
	for _, mark := range amount.words("among") {
		hours := e.sum(i, w, func(a *activity) *big.Rat {
			if !slices.Contains(a.marks, mark) {
				return zero()
			}
			return e.left(i, a)
		})
		with := amount.number("with")
		if with != nil && hours.Cmp(with) >= 0 || with == nil && hours.Sign() > 0 {
			count++
		}
	}
	return count
}

func (e *evaluation) taken(i int) *big.Rat {
	if t := e.spilt[i]; t != nil {
		return t
	}
	return zero()
}

// choose fills the figures of a `oneOf`: those of the list that leaves least to do.
func (e *evaluation) choose(i int) {
	r := e.requirements[i]
	best := Figures{Due: zero(), Counted: zero(), Carried: zero(), Remaining: zero()}
	if when, ok := r.sub("when"); !ok || e.meets(when, e.version, e.period, e.period) {
		for k, list := range r.list("oneOf") {
			all := Figures{Due: zero(), Counted: zero(), Carried: zero(), Remaining: zero()}
			for _, id := range (doc{"list": list}).words("list") {
				for _, f := range e.counts[e.index(id)] {
					all = together(all, f)
				}
			}
			if k == 0 || all.Remaining.Cmp(best.Remaining) < 0 {
				best = all
			}
		}
	}
	if !e.asksElse(r) {
		best.Due, best.Remaining = zero(), zero()
	}
	e.counts[i][0] = best
}

func together(a, b Figures) Figures {
	return Figures{plus(a.Due, b.Due), plus(a.Counted, b.Counted), plus(a.Carried, b.Carried), plus(a.Remaining, b.Remaining)}
}
