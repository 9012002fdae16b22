package hours

import "github.com/goodstanding/goodstanding/cycle"

// tally is what has been met while activities are measured in order: the contents
// that were given, and what contents and providers have given in a period. There is
// one of what was counted, and one as if what is pending were counted too: what is
// pending takes nothing from what was counted.
type tally map[tallied]Hours

type tallied struct {
	what, name, category string
	period               cycle.Date
}

// work is one activity while it is measured.
type work struct {
	measured *Measured
	item     *measuredItem
	index    int32
	portion  string
	kind     uint64
	period   cycle.Date
	tally    tally
	quiet    bool // without steps in the trace
}

// given are the rules that an activity falls under: for each key the first that
// selects it and has it, or -1.
type given struct {
	refused, needs, flat, convert, least, round, times, again, most, mostEach int
}

func (w *work) rules(measure string) given {
	g := given{-1, -1, -1, -1, -1, -1, -1, -1, -1, -1}
	p := w.measured.plan
	for i := range p.rules {
		c := &p.version.Credits[i]
		if t := &p.rules[i]; !t.kindly(w.kind) || !t.on(w.item.day) {
			continue
		}
		first := func(at *int, has bool) {
			if *at < 0 && has {
				*at = i
			}
		}
		_, converts := c.Convert[measure]
		first(&g.refused, c.Refused)
		first(&g.needs, len(c.Needs) > 0)
		first(&g.flat, c.Flat != nil)
		first(&g.convert, converts)
		first(&g.least, c.Least != nil)
		first(&g.round, !c.Round.IsZero())
		first(&g.times, c.Times != nil)
		first(&g.again, c.Again != nil)
		first(&g.most, c.Most != nil)
		first(&g.mostEach, c.MostEach != nil)
	}
	return g
}

// credit takes an amount through the rules, in the order of the format page: base,
// least, rounding, multiplier, the most of one, the most of all of a kind. is says
// that it counts as an activity.
func (w *work) credit(amount Hours) (credit Hours, is bool) {
	p := w.measured.plan
	rules := p.version.Credits
	measure := w.item.declaration.Activity.Measure
	g := w.rules(measure)
	if g.refused >= 0 {
		w.note(StageRefused, amount, Hours{}, g.refused, Hours{})
		return Hours{}, false
	}
	if g.needs >= 0 && p.needs[g.needs]&w.kind != p.needs[g.needs] {
		w.note(StageRefused, amount, Hours{}, g.needs, Hours{})
		return Hours{}, false
	}
	credit = w.base(amount, measure, g)
	if g.least >= 0 && credit.Less(*rules[g.least].Least) {
		w.note(StageLeast, credit, Hours{}, g.least, *rules[g.least].Least)
		return Hours{}, false
	}
	if g.round >= 0 {
		r := rules[g.round].Round
		rounded := r.Round(credit)
		if credit.Less(r.First) {
			rounded = Hours{}
		}
		w.note(StageRounded, credit, rounded, g.round, r.To)
		credit = rounded
	}
	credit = w.multiplied(credit, g)
	if g.most >= 0 && rules[g.most].Most.Less(credit) {
		w.note(StageCapped, credit, *rules[g.most].Most, g.most, *rules[g.most].Most)
		credit = *rules[g.most].Most
	}
	return w.together(credit, g), true
}

// base is the credit before anything is done to it.
func (w *work) base(amount Hours, measure string, g given) Hours {
	v := &w.measured.plan.version
	switch {
	case g.flat >= 0:
		flat := *v.Credits[g.flat].Flat
		w.note(StageConverted, amount, flat, g.flat, Hours{})
		return flat
	case measure != "":
		var converted, by Hours
		if g.convert >= 0 {
			by = v.Credits[g.convert].Convert[measure]
			num, den := by.Fraction()
			converted = amount.Times(num, den)
		}
		w.note(StageConverted, amount, converted, g.convert, by)
		return converted
	case v.HourOf > 0 && v.HourOf != 60:
		converted := amount.Times(60, int64(v.HourOf))
		w.noted(StageConverted, amount, converted, v.HourClause, Ratio(60, int64(v.HourOf)))
		return converted
	}
	return amount
}

// multiplied is the credit times the factor of its rule, which is another one when
// the same was given before.
func (w *work) multiplied(credit Hours, g given) Hours {
	rules := w.measured.plan.version.Credits
	times, rule := Whole(1), g.times
	if g.times >= 0 {
		times = *rules[g.times].Times
	}
	if same := w.same(); same != "" {
		key := tallied{what: "again", name: same, category: w.portion}
		_, before := w.tally[key]
		inPeriod := key
		inPeriod.period = w.period
		_, within := w.tally[inPeriod]
		if g.again >= 0 {
			again := rules[g.again].Again
			if again.Within == Ever && before || again.Within == WithinPeriod && within {
				times, rule = again.Times, g.again
			}
		}
		w.tally[key], w.tally[inPeriod] = Hours{}, Hours{}
	}
	if rule < 0 || times == Whole(1) {
		return credit
	}
	num, den := times.Fraction()
	product := credit.Times(num, den)
	w.note(StageMultiplied, credit, product, rule, times)
	return product
}

// same names what was given, when some rule asks whether it was given before.
func (w *work) same() string {
	if !w.measured.plan.again {
		return ""
	}
	return w.item.declaration.Activity.Same()
}

// together holds the credit to what all of one content or provider may give in a
// period.
func (w *work) together(credit Hours, g given) Hours {
	if g.mostEach < 0 {
		return credit
	}
	rule := w.measured.plan.version.Credits[g.mostEach]
	name := w.item.declaration.Activity.Same()
	if rule.MostEach.By == ByProvider {
		name = w.item.declaration.Activity.Provider
	}
	if name == "" {
		return credit
	}
	key := tallied{what: rule.ID, name: name, period: w.period}
	room := rule.MostEach.Hours.Minus(w.tally[key])
	if room.Less(credit) {
		w.note(StageCapped, credit, room, g.mostEach, rule.MostEach.Hours)
		credit = room
	}
	w.tally[key] = w.tally[key].Plus(credit)
	return credit
}

func (w *work) note(stage Stage, before, after Hours, rule int, by Hours) {
	clause := ""
	if rule >= 0 {
		clause = w.measured.plan.version.Credits[rule].Clause
	}
	w.noted(stage, before, after, clause, by)
}

func (w *work) noted(stage Stage, before, after Hours, clause string, by Hours) {
	if w.quiet {
		return
	}
	num, den := by.Fraction()
	m := mark{stage: stage, item: w.index, requirement: -1, clause: clause, num: num, den: den}
	if by.IsZero() {
		m.num, m.den = 0, 0
	}
	m.before, m.beforeDen = before.Fraction()
	m.after, m.afterDen = after.Fraction()
	w.measured.trace = append(w.measured.trace, m)
}
