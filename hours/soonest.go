package hours

import (
	"math/bits"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
)

// Advice is hours that would satisfy what is left.
type Advice struct {
	// Marks are what the activities have to be; none is any activity.
	Marks []string `json:"marks,omitempty"`
	Hours Hours    `json:"hours"`
	// Serves are the requirements that the hours serve.
	Serves []string `json:"serves"`
	// By is the last day on which they help all of these; it may have passed.
	By cycle.Date `json:"by"`
}

// soonest looks for the fewest hours that satisfy what is left: each time for the
// requirement whose time ends first, and then for the narrowest, with activities
// that serve as many of the others as they can. It is a way, and a short one; when
// limits cross one another there may be a shorter.
func (s *Sheet) soonest() []Advice {
	left := make([]int64, len(s.rows))
	open := []int{}
	for i := range s.rows {
		if r := &s.rows[i]; r.decides && r.left > 0 && r.measure == InHours && r.chosen < 0 {
			left[i] = r.left
			open = append(open, i)
		}
	}
	open = s.openChoices(open, left)
	slices.SortStableFunc(open, func(a, b int) int {
		if order := s.rows[a].window.To.Compare(s.rows[b].window.To); order != 0 {
			return order
		}
		return s.narrow(b) - s.narrow(a)
	})
	var all []Advice
	for _, first := range open {
		for rounds := 0; left[first] > 0 && rounds < 8; rounds++ {
			want, serves := s.widest(first, open, left)
			hours := left[first]
			for _, i := range serves {
				hours = min(hours, left[i])
			}
			advice := Advice{Marks: s.names(want), Hours: s.hours(hours), By: s.last(first)}
			for _, i := range serves {
				left[i] -= hours
				advice.Serves = append(advice.Serves, s.name(i))
				if last := s.last(i); last.Before(advice.By) {
					advice.By = last
				}
			}
			all = append(all, advice)
		}
	}
	return all
}

// last is the last day on which hours help a row: of its window, or of the time
// that is left after the period.
func (s *Sheet) last(i int) cycle.Date {
	late := s.plan.version.Late
	if !s.file.Day.Before(s.rows[i].window.To) && len(late) > 0 {
		return late[len(late)-1].End(s.file.Period.To).AddDays(-1)
	}
	return s.rows[i].window.Last()
}

// openChoices adds the requirements of the sets that choices fall on.
func (s *Sheet) openChoices(open []int, left []int64) []int {
	for i := range s.rows {
		r := &s.rows[i]
		if !r.decides || r.left == 0 || r.chosen < 0 {
			continue
		}
		for _, id := range s.plan.version.Requirements[r.requirement].OneOf[r.chosen] {
			for j := range s.rows {
				if o := &s.rows[j]; o.requirement == s.plan.position[id] && o.left > 0 && o.measure == InHours && left[j] == 0 {
					left[j] = o.left
					open = append(open, j)
				}
			}
		}
	}
	return open
}

// narrow is how much a row's selection asks: every mark of all, then the fewer there
// are to choose from, then what it must not have.
func (s *Sheet) narrow(i int) int {
	t := s.rows[i].take
	n := 1000 * bits.OnesCount64(t.all)
	if t.any != 0 {
		n += 10 * (mostMarks + 1 - bits.OnesCount64(t.any))
	}
	if t.none != 0 {
		n++
	}
	return n
}

// want is what an activity has to have, and must not.
type want struct{ has, not uint64 }

// widest returns the kind of activity that serves a row, and as many others with it
// as it can, with the rows.
func (s *Sheet) widest(first int, open []int, left []int64) (want, []int) {
	t := s.rows[first].take
	start := want{has: t.all, not: t.none}
	best, serves := s.wider(start, first, open, left)
	for rest := t.any; rest != 0; rest &= rest - 1 {
		if other := (want{start.has | rest&-rest, start.not}); s.possible(other) {
			if w, more := s.wider(other, first, open, left); len(more) > len(serves) || t.any&best.has == 0 {
				best, serves = w, more
			}
		}
	}
	return best, serves
}

// wider lets a kind serve as many of the rows as it can.
func (s *Sheet) wider(w want, first int, open []int, left []int64) (want, []int) {
	serves := []int{first}
	for _, i := range open {
		if i == first || left[i] == 0 || !s.rows[i].window.Overlaps(s.rows[first].window) {
			continue
		}
		if joined, ok := s.join(w, i); ok {
			w = joined
			serves = append(serves, i)
		}
	}
	return w, serves
}

// join adds what a row takes; it reports false when an activity cannot be both.
func (s *Sheet) join(w want, i int) (want, bool) {
	t := s.rows[i].take
	w.has |= t.all
	w.not |= t.none
	if t.any != 0 && t.any&w.has == 0 {
		for rest := t.any; rest != 0; rest &= rest - 1 {
			if wider := (want{w.has | rest&-rest, w.not}); s.possible(wider) {
				return wider, true
			}
		}
		return w, false
	}
	return w, s.possible(w)
}

// possible reports that an activity can be so: it has one category, and no limit
// that is reached takes it.
func (s *Sheet) possible(w want) bool {
	if w.has&w.not != 0 {
		return false
	}
	categories := 0
	for i := range s.plan.version.Categories {
		if bit := s.plan.bits[s.plan.version.Categories[i].ID]; bit&w.has != 0 {
			categories++
		}
	}
	if categories > 1 {
		return false
	}
	for i := range s.rows {
		r := &s.rows[i]
		if r.limit && r.requirement >= 0 && r.raw >= r.dueUnits && w.has != 0 && r.take.kindly(w.has) && len(s.plan.version.Requirements[r.requirement].Toward) == 0 {
			return false
		}
	}
	return true
}

func (s *Sheet) names(w want) []string {
	var all []string
	for _, m := range s.plan.version.selectedMarks() {
		if s.plan.bits[m]&w.has != 0 {
			all = append(all, m)
		}
	}
	return all
}

func (s *Sheet) name(i int) string {
	return Line{Requirement: s.plan.version.Requirements[s.rows[i].requirement].ID, Nth: s.rows[i].nth}.Name()
}
