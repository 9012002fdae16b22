package naive

import (
	"math/big"
	"slices"
)

// relieved is what is left of the amount after exemptions.
func (e *evaluation) relieved(r doc, part span, amount *big.Rat) *big.Rat {
	rules := e.version.docs("exemptions")
	if named := r.words("relieved"); len(named) > 0 {
		rules = slices.DeleteFunc(rules, func(x doc) bool { return !slices.Contains(named, x.text("id")) })
	} else if !r.is("relieved") {
		return amount
	}
	least, _ := r.sub("least")
	counts := least.has("items") || least.has("kinds")
	for _, rule := range rules {
		if counts && (rule.text("effect") == "per-month" || rule.text("effect") == "hours") {
			continue
		}
		amount = e.rule(rule, part, amount)
	}
	if !counts && r.is("relieved") && !r.has("window") && e.period == e.target {
		for _, granted := range e.file.words("exempted") {
			amount = minus(amount, rat(granted))
		}
	}
	return amount
}

func (e *evaluation) rule(rule doc, part span, amount *big.Rat) *big.Rat {
	var inside []span
	for _, x := range e.file.docs("exemptions") {
		if rule.has("grounds") && !slices.Contains(rule.words("grounds"), x.text("ground")) {
			continue
		}
		from, _ := x.day("from")
		to, _ := x.day("to")
		s := span{from, next(to)}
		if least, ok := rule.sub("least"); ok && short(s, least) {
			continue
		}
		if rule.has("mostMonths") {
			s.to = earliest(s.to, monthsEnd(s.from, rule.whole("mostMonths", 0)))
		}
		if s = s.within(part); !s.empty() {
			inside = append(inside, s)
		}
	}
	if len(inside) == 0 {
		return amount
	}
	count := n(exempted(rule, inside))
	var off *big.Rat
	rounding, toRound := rule.sub("round")
	switch rule.text("effect") {
	case "all":
		return minus(amount, mostOff(rule, amount))
	case "share":
		all := n(counted("months-touched", 1, part))
		asked := over(times(amount, minus(all, count)), all)
		if toRound {
			asked = rounded(asked, rounding)
		}
		return minus(amount, mostOff(rule, minus(amount, asked)))
	case "per-month":
		off = times(rule.number("rate"), count)
	case "hours":
		off = rule.number("rate")
	}
	if toRound {
		off = rounded(off, rounding)
	}
	return minus(amount, mostOff(rule, off))
}

func mostOff(rule doc, off *big.Rat) *big.Rat {
	if most := rule.number("most"); most != nil {
		return lesser(off, most)
	}
	return off
}

// short reports that an exemption, looked at whole, takes nothing off.
func short(s span, least doc) bool {
	if least.has("months") {
		return monthsEnd(s.from, least.whole("months", 0)).After(s.to)
	}
	return s.days() < least.whole("days", 0)+7*least.whole("weeks", 0)
}

// exempted is how many months the exemptions of a rule come to: with months-whole
// each by itself, otherwise together, a month of the calendar once.
func exempted(rule doc, inside []span) int {
	count := 0
	if rule.text("count") == "months-whole" {
		for _, s := range inside {
			count += counted("months-whole", 1, s)
		}
		return count
	}
	exempt := map[date]bool{}
	first, last := inside[0].from, inside[0].to
	for _, s := range inside {
		first, last = earliest(first, s.from), latest(last, s.to)
		for d := s.from; d.Before(s.to); d = next(d) {
			exempt[d] = true
		}
	}
	for m := ordinal(first); m <= ordinal(previous(last)); m++ {
		month, some, every := monthOf(m), false, true
		for d := month.from; d.Before(month.to); d = next(d) {
			some, every = some || exempt[d], every && exempt[d]
		}
		if every || some && rule.text("count") != "months-calendar" {
			count++
		}
	}
	return count
}
