package naive

import (
	"slices"
	"strings"
)

// stay is a time on the roll.
type stay struct {
	span
	entry string
}

type profileMark struct {
	span
	is string
}

type member struct {
	stays           []stay
	profile         []profileMark
	birth           date
	born            bool
	number, surname string
}

func memberOf(c doc) member {
	m := member{number: c.text("number"), surname: c.text("surname")}
	m.birth, m.born = c.day("birth")
	if c.has("roll") {
		for _, r := range c.docs("roll") {
			s := stay{span{longAgo, never}, "admission"}
			if from, ok := r.day("from"); ok {
				s.from = from
			}
			if to, ok := r.day("to"); ok {
				s.to = to
			}
			if r.has("entry") {
				s.entry = r.text("entry")
			}
			m.stays = append(m.stays, s)
		}
	} else {
		s := stay{span{longAgo, never}, "admission"}
		if admitted, ok := c.day("admitted"); ok {
			s.from = admitted
		}
		if readmitted, ok := c.day("readmitted"); ok {
			// After years on the roll and a year away.
			m.stays = append(m.stays, stay{span{longAgo, months(readmitted, -12)}, "admission"})
			s.from, s.entry = readmitted, "readmission"
		}
		if left, ok := c.day("left"); ok {
			s.to = left
		}
		m.stays = append(m.stays, s)
	}
	for _, item := range c.list("profile") {
		p := profileMark{span: span{longAgo, never}}
		switch mark := item.(type) {
		case string:
			p.is = mark
		case doc:
			p.is = mark.text("is")
			if from, ok := mark.day("from"); ok {
				p.from = from
			}
			if to, ok := mark.day("to"); ok {
				p.to = to
			}
		}
		m.profile = append(m.profile, p)
	}
	return m
}

// firstAdmission is long ago when the file does not say.
func (m member) firstAdmission() date {
	first := never
	for _, s := range m.stays {
		if s.entry == "admission" {
			first = earliest(first, s.from)
		}
	}
	if first.Equal(never) {
		return longAgo
	}
	return first
}

// stayIn is the stay that makes the member's part of a time: that of the latest
// entry inside it, or else the one in which it starts.
func (m member) stayIn(w span) (stay, bool) {
	var found stay
	ok := false
	for _, s := range m.stays {
		if s.within(w).empty() {
			continue
		}
		if !ok || s.from.After(found.from) {
			found, ok = s, true
		}
	}
	return found, ok
}

// enteredIn is how the member entered inside the time: "" when not inside it.
func (m member) enteredIn(w span) string {
	s, ok := m.stayIn(w)
	if !ok || !w.holds(s.from) {
		return ""
	}
	return s.entry
}

// marked reports that the member has the mark at some time in the window.
func (m member) marked(mark string, w span) bool {
	for _, p := range m.profile {
		if p.is == mark && !p.within(w).empty() {
			return true
		}
	}
	return false
}

// meets reports that a condition holds.
func (j *judge) meets(when doc, version doc, period, window span) bool {
	m := j.member
	if any := when.words("any"); len(any) > 0 && !slices.ContainsFunc(any, func(x string) bool { return m.marked(x, window) }) {
		return false
	}
	for _, mark := range when.words("all") {
		if !m.marked(mark, window) {
			return false
		}
	}
	for _, mark := range when.words("none") {
		if m.marked(mark, window) {
			return false
		}
	}
	if admitted, ok := when.sub("admitted"); ok {
		first := m.firstAdmission()
		if from, ok := admitted.day("from"); ok && first.Before(from) {
			return false
		}
		if before, ok := admitted.day("before"); ok && !first.Before(before) {
			return false
		}
	}
	if when.has("entered") && m.enteredIn(period) != when.text("entered") {
		return false
	}
	if when.has("first") && when.is("first") != period.holds(m.firstAdmission()) {
		return false
	}
	if every, ok := when.sub("every"); ok && !j.turn(every, version, period) {
		return false
	}
	return true
}

// turn reports that the period is one of those that come every so many.
func (j *judge) turn(every, version doc, period span) bool {
	calendar, _ := version.sub("calendar")
	from, dated := every.day("from")
	if !dated {
		from = j.member.firstAdmission()
	}
	start, ok := j.member.periodOf(calendar, from)
	if !ok {
		return false
	}
	periods := every.whole("periods", 1)
	index := 0
	for p := start; p.from.Before(period.from); index++ {
		if p, ok = j.member.periodAfter(calendar, p); !ok {
			return false
		}
	}
	if period.from.Before(start.from) {
		return false
	}
	if dated {
		return index%periods == 0
	}
	return (index+1)%periods == 0
}

// belongs reports that the member is of the cohort.
func (m member) belongs(c doc) bool {
	parity := func(key string, year int) bool {
		return !c.has(key) || (c.text(key) == "even") == (year%2 == 0)
	}
	last := -1
	if m.number != "" {
		last = int(m.number[len(m.number)-1] - '0')
	}
	if c.has("number") && (last < 0 || !parity("number", last)) {
		return false
	}
	if c.has("digits") {
		low, high, ranged := strings.Cut(c.text("digits"), "-")
		if !ranged {
			high = low
		}
		if last < int(low[0]-'0') || last > int(high[0]-'0') {
			return false
		}
	}
	if c.has("birth") && (!m.born || !parity("birth", m.birth.Year())) {
		return false
	}
	if c.has("admission") && !parity("admission", m.firstAdmission().Year()) {
		return false
	}
	if c.has("initials") {
		low, high, ranged := strings.Cut(c.text("initials"), "-")
		if !ranged {
			high = low
		}
		if m.surname == "" {
			return false
		}
		initial := strings.ToUpper(m.surname[:1])
		if initial < low || initial > high {
			return false
		}
	}
	return !c.has("mark") || slices.ContainsFunc(m.profile, func(p profileMark) bool { return p.is == c.text("mark") })
}
