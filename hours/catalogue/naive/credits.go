package naive

import (
	"math/big"
	"slices"
	"sort"
)

// activity is a declaration, or the part of one that is split, that the regulator
// counted.
type activity struct {
	declaration       int
	category          string
	marks             []string
	day               date // the one that decides
	content, provider string
	hours             *big.Rat // zero with a measure
	measure           string
	amount            *big.Rat

	credit  *big.Rat
	nothing bool // a rule says that it gives nothing
}

// activities are those of the file that may count in the period or before it, in
// the order of their days. late is the day after which what is done for the period
// is too late.
func (j *judge) activities(version doc, period span, late date, pending bool) []*activity {
	counting, _ := version.sub("counting")
	var all []*activity
	for i, d := range j.file.docs("declarations") {
		state := d.text("state")
		if state == "refused" || state == "pending" && !pending {
			continue
		}
		done, _ := d.day("on")
		day := done
		if since, ok := d.day("since"); ok && counting.text("day") == "first" {
			day = since
		}
		if on, ok := d.day("for"); ok {
			theirs, theirPeriod, _ := j.member.governing(j.versions, on)
			if !theirPeriod.holds(day) {
				end := j.lastTierEnd(theirs, theirPeriod)
				if theirPeriod == period {
					end = late
				}
				if done.Before(theirPeriod.to) || !done.Before(end) {
					continue
				}
				day = previous(theirPeriod.to)
			}
		}
		a := activity{
			declaration: i, category: d.text("category"), day: day,
			content: d.text("content"), provider: d.text("provider"),
			hours: zero(), measure: d.text("measure"), amount: d.number("amount"),
		}
		if h := d.number("hours"); h != nil {
			a.hours = h
		}
		if minutes := d.number("minutes"); minutes != nil {
			a.hours = over(minutes, n(60))
		}
		if h := d.number("counted"); h != nil {
			a.hours = h
		}
		parts := []activity{a}
		if split, ok := d.sub("split"); ok {
			parts = nil
			names := make([]string, 0, len(split))
			for category := range split {
				names = append(names, category)
			}
			sort.Strings(names)
			for _, category := range names {
				part := a
				part.category, part.hours = category, split.number(category)
				parts = append(parts, part)
			}
		}
		for _, part := range parts {
			part.marks = append([]string{part.category}, d.words("tags")...)
			if d.has("type") {
				part.marks = append(part.marks, d.text("type"))
			}
			all = append(all, &part)
		}
	}
	slices.SortStableFunc(all, func(a, b *activity) int { return a.day.Compare(b.day) })
	return all
}

// selects reports that a selection of `any`, `all`, `none`, `from` and `before`
// holds; one that is not there selects everything.
func (a *activity) selected(selection doc) bool {
	has := func(mark string) bool { return slices.Contains(a.marks, mark) }
	if any := selection.words("any"); len(any) > 0 && !slices.ContainsFunc(any, has) {
		return false
	}
	for _, mark := range selection.words("all") {
		if !has(mark) {
			return false
		}
	}
	if slices.ContainsFunc(selection.words("none"), has) {
		return false
	}
	if from, ok := selection.day("from"); ok && a.day.Before(from) {
		return false
	}
	before, ok := selection.day("before")
	return !ok || a.day.Before(before)
}

func (a *activity) serves(rule doc) bool {
	selection, _ := rule.sub("select")
	return a.selected(selection)
}

// measure gives every activity its credit, in their order.
func (j *judge) measure(version doc, period span, all []*activity) {
	rules := version.docs("credits")
	hourOf := n(version.whole("hourOf", 60))
	calendar, _ := version.sub("calendar")
	periodOf := func(a *activity) date {
		if period.holds(a.day) {
			return period.from
		}
		p, _ := j.member.periodOf(calendar, a.day)
		return p.from
	}
	type each struct {
		rule, by string
		period   date
	}
	given := map[each]*big.Rat{}
	for i, a := range all {
		with := func(key string) (doc, bool) {
			for _, rule := range rules {
				if rule.has(key) && a.serves(rule) {
					return rule, true
				}
			}
			return nil, false
		}
		a.credit = over(times(a.hours, n(60)), hourOf)
		if rule, ok := with("refused"); ok && rule.is("refused") {
			a.nothing = true
		}
		if rule, ok := with("needs"); ok {
			for _, mark := range rule.words("needs") {
				if !slices.Contains(a.marks, mark) {
					a.nothing = true
				}
			}
		}
		if rule, ok := with("flat"); ok {
			a.credit = rule.number("flat")
		} else if rule, ok := with("convert"); ok && a.measure != "" {
			convert, _ := rule.sub("convert")
			if factor := convert.number(a.measure); factor != nil {
				a.credit = times(a.amount, factor)
			}
		}
		if rule, ok := with("least"); ok && a.credit.Cmp(rule.number("least")) < 0 {
			a.nothing = true
		}
		if rule, ok := with("round"); ok {
			how, _ := rule.sub("round")
			if first := how.number("first"); first != nil && a.credit.Cmp(first) < 0 {
				a.credit = zero()
			} else {
				a.credit = rounded(a.credit, how)
			}
		}
		factor := n(1)
		if rule, ok := with("times"); ok {
			factor = rule.number("times")
		}
		if rule, ok := with("again"); ok && a.content != "" {
			again, _ := rule.sub("again")
			for _, b := range all[:i] {
				if !b.nothing && b.content == a.content && b.category == a.category &&
					(again.text("within") == "ever" || periodOf(b).Equal(periodOf(a))) {
					factor = again.number("times")
				}
			}
		}
		a.credit = times(a.credit, factor)
		if a.nothing {
			a.credit = zero()
		}
		if rule, ok := with("most"); ok {
			a.credit = lesser(a.credit, rule.number("most"))
		}
		if rule, ok := with("mostEach"); ok {
			how, _ := rule.sub("mostEach")
			by := a.content
			if how.text("by") == "provider" {
				by = a.provider
			}
			if by != "" {
				key := each{rule.text("id"), by, periodOf(a)}
				if given[key] == nil {
					given[key] = zero()
				}
				room := minus(how.number("hours"), given[key])
				a.credit = lesser(a.credit, room)
				given[key] = plus(given[key], a.credit)
			}
		}
	}
}
