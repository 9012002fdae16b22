package naive

import (
	"math/big"
	"slices"
	"strconv"
	"time"
)

// settle evaluates the period in time, then under each tier: the first that
// satisfies everything applies, otherwise the one that the day is in.
func (j *judge) settle(version doc, period span, batches []*batch, pending bool) *evaluation {
	intime := j.evaluate(version, period, nil, nil, batches, pending)
	if intime.status == "unknown" {
		return intime
	}
	unmet := intime.unmet()
	applies := intime
	if len(unmet) > 0 {
		var missed []string
		for _, u := range unmet {
			missed = append(missed, u.id) // once for each window
		}
		inside := !j.today.Before(period.to)
		for _, tier := range version.docs("late") {
			under := j.evaluate(version, period, tier, missed, batches, pending)
			if len(under.unmet()) == 0 {
				applies = under
				break
			}
			// The one that the day is in, or the last.
			if inside {
				applies, inside = under, !j.today.Before(j.tierEnd(tier, period))
			}
		}
	}
	applies.judgeStatus(pending)
	return applies
}

func (e *evaluation) judgeStatus(pending bool) {
	unmet := e.unmet()
	if len(unmet) == 0 {
		e.status = "met"
		nothing := true
		for i := range e.requirements {
			for w, f := range e.counts[i] {
				if i == e.total && f.Counted.Sign() > 0 || e.decides(i, w) && f.Due.Sign() > 0 {
					nothing = false
				}
			}
		}
		if nothing {
			e.status = "exempt"
			return
		}
		if without := e.evaluate(e.version, e.period, e.tier, e.missed, nil, pending); len(without.unmet()) > 0 {
			e.status = "met-with-carry"
		}
		return
	}
	e.status = "short"
	for _, u := range unmet {
		if !e.today.Before(u.to) {
			e.status = "non-compliant"
		}
	}
	if e.status == "non-compliant" && e.version.has("late") && e.today.Before(e.lastTierEnd(e.version, e.period)) {
		e.status = "in-grace"
	}
}

// unmet1 is a window of a requirement that is not satisfied.
type unmet1 struct {
	id string
	to date
}

func (e *evaluation) unmet() []unmet1 {
	var all []unmet1
	for i, r := range e.requirements {
		for w, f := range e.counts[i] {
			if e.decides(i, w) && f.Remaining.Sign() > 0 {
				all = append(all, unmet1{r.text("id"), e.windows[i][w].to})
			}
		}
	}
	return all
}

// decides reports that the status hangs on requirement i in its window w.
func (e *evaluation) decides(i, w int) bool {
	r := e.requirements[i]
	return !r.has("most") && !r.is("recommended") && e.windows[i][w].decides && !e.named(r.text("id"))
}

// tierEnd is the day after the last of a tier.
func (j *judge) tierEnd(tier doc, period span) date {
	if tier.has("until") {
		last := previous(period.to)
		for year := last.Year(); ; year++ {
			if until := dayOfYear(tier.text("until"), year); until.After(last) {
				return next(until)
			}
		}
	}
	return months(period.to, tier.whole("months", 0)).AddDate(0, 0, tier.whole("days", 0))
}

// lastTierEnd is the end of the period when there are no tiers.
func (j *judge) lastTierEnd(version doc, period span) date {
	end := period.to
	for _, tier := range version.docs("late") {
		end = latest(end, j.tierEnd(tier, period))
	}
	return end
}

// added is what the tier adds to a requirement.
func (e *evaluation) added(id string) *big.Rat {
	sum := zero()
	for _, add := range e.tier.docs("adds") {
		if add.text("to") != id {
			continue
		}
		missed := 0
		for _, m := range e.missed {
			if !add.has("missed") || slices.Contains(add.words("missed"), m) {
				missed++
			}
		}
		if missed > 0 && !add.is("each") {
			missed = 1
		}
		sum = plus(sum, times(add.number("hours"), n(missed)))
	}
	return sum
}

// result gives the figures their names.
func (e *evaluation) result(name string) Result {
	r := Result{
		Name: name, Version: e.version.text("id"), Status: e.status,
		End:   previous(e.period.to).Format(time.DateOnly),
		Lines: map[string]Figures{}, Limited: e.limited, Surplus: e.surplus(),
	}
	if e.status == "unknown" {
		return r
	}
	r.Start = e.part.from.Format(time.DateOnly)
	for i, q := range e.requirements {
		if q.has("most") {
			continue
		}
		all := Figures{Due: zero(), Counted: zero(), Carried: zero(), Remaining: zero()}
		for w, f := range e.counts[i] {
			all = together(all, f)
			if len(e.counts[i]) > 1 {
				r.Lines[q.text("id")+"/"+strconv.Itoa(w+1)] = f
			}
		}
		r.Lines[q.text("id")] = all
	}
	r.Credits = make([]*big.Rat, len(e.file.docs("declarations")))
	for _, a := range e.all {
		if !e.in(a, e.windows[e.total][0]) {
			continue
		}
		if r.Credits[a.declaration] == nil {
			r.Credits[a.declaration] = zero()
		}
		r.Credits[a.declaration] = plus(r.Credits[a.declaration], a.credit)
	}
	return r
}
