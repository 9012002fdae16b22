package naive

import (
	"math/big"
	"slices"
)

// window is the time in which a requirement is asked.
type window struct {
	span
	// decides is false for one that ends later than the period.
	decides bool
	// touched is false for one of `each` that the member's part does not touch.
	touched bool
	// own says that its part is that of the window itself, not of the period.
	own bool
	// whole says that it is the period.
	whole bool
}

func (e *evaluation) windowsOf(r doc) []window {
	w, _ := r.sub("window")
	if len(w) == 0 {
		return []window{{e.period, true, true, false, true}}
	}
	if w.has("last") {
		return []window{{span{months(e.period.to, -w.whole("last", 0)), e.period.to}, true, true, true, false}}
	}
	if calendar, ok := w.sub("calendar"); ok {
		p, ok := e.member.periodOf(calendar, previous(e.period.to))
		if !ok {
			return nil
		}
		return []window{{p, !p.to.After(e.period.to), true, true, false}}
	}
	var all []window
	long := w.whole("each", 0)
	for k := 0; ; k++ {
		s := span{months(e.period.from, k*long), months(e.period.from, (k+1)*long)}
		if s.to.After(e.period.to) {
			return all
		}
		all = append(all, window{s, true, !s.within(e.part).empty(), false, false})
	}
}

// due is what requirement i asks in its window w, with what a late tier adds.
func (e *evaluation) due(i, w int) *big.Rat {
	r, win := e.requirements[i], e.windows[i][w]
	if when, ok := r.sub("when"); !win.touched || ok && !e.meets(when, e.version, e.period, win.span) {
		return zero()
	}
	return plus(e.asked(i, w), e.added(r.text("id")))
}

// asked is what requirement i asks in its window w: amount, proration, exemptions,
// rounding.
func (e *evaluation) asked(i, w int) *big.Rat {
	r, win := e.requirements[i], e.windows[i][w]
	if !win.touched {
		return zero()
	}
	if when, ok := r.sub("when"); ok && !e.meets(when, e.version, e.period, win.span) {
		return zero()
	}
	if !e.asksElse(r) {
		return zero()
	}
	amount := e.amountKeys(i, w)
	due := e.amount(amount, i, w)
	part, shortened := e.partOf(r, win)
	if how, ok := r.sub("prorate"); ok && shortened && !amount.has("share") && !amount.has("sumOf") {
		due = prorated(how, win, part, due)
	}
	if !amount.has("share") {
		due = e.relieved(r, part, due)
	}
	if how, ok := r.sub("round"); ok {
		due = rounded(due, how)
	}
	return due
}

// asksElse reports that what another regulator's rule satisfies leaves the
// requirement asked.
func (e *evaluation) asksElse(r doc) bool {
	if r.has("most") {
		return true // a limit asks nothing
	}
	for _, other := range e.version.docs("elsewhere") {
		if when, _ := other.sub("when"); e.meets(when, e.version, e.period, e.period) {
			return slices.Contains(other.words("except"), r.text("id"))
		}
	}
	return true
}

// amount is what is asked of a whole window.
func (e *evaluation) amount(amount doc, i, w int) (due *big.Rat) {
	share := amount.number("share")
	switch {
	case amount.has("hours"):
		due = amount.number("hours")
	case amount.has("items"):
		due = amount.number("items")
	case amount.has("kinds"):
		due = amount.number("kinds")
	case amount.has("sumOf"):
		due = e.askedOfAll(e.index(amount.text("sumOf")))
	case amount.has("of"):
		of := e.index(amount.text("of"))
		due = times(share, e.askedOfAll(of))
		if len(e.windows[of]) == len(e.windows[i]) {
			due = times(share, e.asked(of, w))
		}
	case amount.has("ofDone"):
		of := e.index(amount.text("ofDone"))
		done := zero()
		for v := range e.windows[of] {
			if e.requirements[i].has("most") {
				done = plus(done, e.sum(of, v, func(a *activity) *big.Rat { return a.credit }))
			} else {
				done = plus(done, e.counts[of][v].Counted)
			}
		}
		due = times(share, done)
	}
	if marks := amount.words("each"); len(marks) > 0 {
		has := 0
		for _, mark := range marks {
			if e.member.marked(mark, e.windows[i][w].span) {
				has++
			}
		}
		due = times(due, n(has))
	}
	return due
}

func (e *evaluation) askedOfAll(i int) *big.Rat {
	sum := zero()
	for w := range e.windows[i] {
		sum = plus(sum, e.asked(i, w))
	}
	return sum
}

// partOf is the member's own part of a window, as far as the requirement's
// proration lets entry and leaving shorten it; without proration, all of the part.
// shortened says that the member enters in the window, be it on its first day, or
// leaves in it.
func (e *evaluation) partOf(r doc, win window) (part span, shortened bool) {
	how, prorated := r.sub("prorate")
	whole := e.period
	if win.own {
		whole = win.span
	}
	on := how.words("on")
	if len(on) == 0 {
		on = []string{"admission", "readmission", "leaving"}
	}
	part = win.span
	s, onRoll := e.member.stayIn(whole)
	switch {
	case !onRoll && prorated:
		return span{part.to, part.to}, true
	case !onRoll:
		return part, false
	}
	var entries []date
	if whole.holds(s.from) && slices.Contains(on, s.entry) {
		entries = append(entries, s.from)
	}
	if free := how.whole("free", 0); free > 0 {
		entries = append(entries, months(e.member.firstAdmission(), free))
	}
	for _, entry := range entries {
		part.from = latest(part.from, entry)
		shortened = shortened || !entry.Before(win.from)
	}
	if slices.Contains(on, "leaving") && s.to.Before(win.to) {
		part.to, shortened = s.to, true
	}
	part.to = latest(part.from, part.to)
	return part, shortened
}

func prorated(how doc, win window, part span, amount *big.Rat) *big.Rat {
	if amount.Sign() == 0 || part.empty() {
		return zero()
	}
	block := how.whole("block", 1)
	count := n(counted(how.text("count"), block, part))
	due := zero()
	switch {
	case how.has("atLeast") && count.Cmp(how.number("atLeast")) < 0:
		return zero()
	case how.has("rate"):
		due = times(how.number("rate"), count)
	case how.has("steps"):
		for _, step := range how.docs("steps") {
			if count.Cmp(step.number("atLeast")) < 0 {
				continue
			}
			if due = step.number("hours"); due == nil {
				due = times(amount, step.number("share"))
			}
			break
		}
	default:
		divisor := how.number("over")
		if divisor == nil {
			divisor = n(counted(how.text("count"), block, win.span))
		}
		if divisor.Sign() == 0 { // blocks longer than the window
			return amount
		}
		due = over(times(amount, count), divisor)
	}
	if rounding, ok := how.sub("round"); ok {
		due = rounded(due, rounding)
	}
	return due
}
