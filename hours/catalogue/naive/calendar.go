package naive

import "time"

// layout is where periods are: from a first one on, every so many months; or, with
// no first one, on the days that are starts.
type layout struct {
	special    *span // a first one of its own length
	base       date
	based      bool
	long, step int
	on         int // the day of the month on which periods start
	isStart    func(date) bool
}

func (m member) layoutOf(calendar doc) (layout, bool) {
	l := layout{long: calendar.whole("months", 0)}
	l.step = calendar.whole("step", l.long)
	from, ends := "", ""
	if cohorts := calendar.docs("cohorts"); len(cohorts) > 0 {
		found := false
		for _, c := range cohorts {
			if m.belongs(c) {
				from, ends, found = c.text("from"), c.text("ends"), true
				break
			}
		}
		if !found {
			return l, false
		}
	}
	rightEnd := func(start date) bool {
		return ends == "" || (ends == "even") == (previous(months(start, l.long)).Year()%2 == 0)
	}
	if from != "" {
		l.base, l.based = parseDay(from), true
		return l, true
	}
	switch calendar.text("anchor") {
	case "admission":
		l.base, l.based = m.firstAdmission(), true
		return l, true
	case "birthday", "birth-month":
		admitted := m.firstAdmission()
		if !m.born {
			return l, false
		}
		anniversary := func(year int) date {
			if calendar.text("anchor") == "birthday" {
				return onDay(year, m.birth.Month(), m.birth.Day())
			}
			return next(onDay(year, m.birth.Month(), 31))
		}
		if ends != "" {
			// Every other year, whatever the admission.
			l.isStart = func(d date) bool {
				return (anniversary(d.Year()).Equal(d) || anniversary(d.Year()-1).Equal(d)) && rightEnd(d)
			}
			return l, true
		}
		for year := admitted.Year() - 1; ; year++ {
			if start := anniversary(year); !start.Before(admitted) {
				l.base, l.based = start, true
				if calendar.text("anchor") == "birthday" {
					l.on = m.birth.Day() // also when the first one is on a 28 February
				}
				return l, true
			}
		}
	}
	if first, ok := calendar.sub("first"); ok {
		a, _ := first.day("from")
		b, _ := first.day("to")
		l.special, l.base, l.based = &span{a, b}, b, true
		return l, true
	}
	if base, ok := calendar.day("from"); ok {
		l.base, l.based = base, true
		return l, true
	}
	start, parity := calendar.text("start"), calendar.text("parity")
	l.isStart = func(d date) bool {
		for year := d.Year() - 1; year <= d.Year(); year++ {
			first := dayOfYear(start, year)
			if l.long > 12 {
				if first.Equal(d) && rightEnd(first) && (parity == "" || (parity == "even") == (year%2 == 0)) {
					return true
				}
				continue
			}
			for after := 0; after < 12; after += l.long {
				if months(first, after).Equal(d) {
					return true
				}
			}
		}
		return false
	}
	return l, true
}

// periodOf is the period of the calendar that holds the day.
func (m member) periodOf(calendar doc, day date) (span, bool) {
	l, ok := m.layoutOf(calendar)
	if !ok {
		return span{}, false
	}
	if !l.based {
		from := day
		for !l.isStart(from) {
			from = previous(from)
		}
		to := next(from)
		for !l.isStart(to) {
			to = next(to)
		}
		return span{from, to}, true
	}
	if l.special != nil && l.special.holds(day) {
		return *l.special, true
	}
	if day.Before(l.base) {
		return span{}, false
	}
	// Of windows that overlap, the one that closes next.
	if l.on == 0 {
		l.on = l.base.Day()
	}
	after := func(count int) date { return onDay(l.base.Year(), l.base.Month()+time.Month(count), l.on) }
	for k := 0; ; k++ {
		if to := after(k*l.step + l.long); day.Before(to) {
			return span{after(k * l.step), to}, true
		}
	}
}

// periodAfter and periodBefore are the neighbours of a period in its calendar.
func (m member) periodAfter(calendar doc, p span) (span, bool) { return m.periodOf(calendar, p.to) }

// governing is the version that governs the period that holds the day: the latest
// that is effective on the day that it names.
func (m member) governing(versions []doc, day date) (version doc, period span, ok bool) {
	for i := len(versions) - 1; i >= 0; i-- {
		v := versions[i]
		calendar, _ := v.sub("calendar")
		p, ok := m.periodOf(calendar, day)
		if !ok {
			continue
		}
		if until, ok := v.day("until"); ok && !p.from.Before(until) {
			continue
		}
		named := p.from
		switch v.text("selectedBy") {
		case "period-end":
			named = previous(p.to)
		case "admission":
			named = m.firstAdmission()
		}
		if effective, _ := v.day("effective"); !named.Before(effective) {
			return v, p, true
		}
	}
	return nil, span{}, false
}
