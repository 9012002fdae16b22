package hours

import (
	"cmp"
	"math/bits"
	"slices"
)

// limitRow counts what serves a requirement under every limit that is on it: of
// these hours, no more than so many that the limit selects. Each requirement is by
// itself, so that an hour that a limit keeps from one still serves another.
func (s *Sheet) limitRow(i int, pending bool) int64 {
	r := &s.rows[i]
	counted := r.raw
	var limits uint64
	for j := range s.rows {
		if s.limits(j, i) && s.both(i, j, pending) > s.rows[j].dueUnits {
			limits |= 1 << j
		}
	}
	if limits == 0 {
		return counted
	}
	s.begin()
	for j := range s.rows {
		if limits&(1<<j) == 0 {
			continue
		}
		l := &s.rows[j]
		total := s.order(i, j, limits, pending)
		excess := max(0, total-l.dueUnits)
		if excess == 0 {
			continue
		}
		counted -= excess
		if l.limited == 0 {
			l.limited = excess
		}
		if !pending {
			s.units(StageLimited, i, counted+excess, counted, l.requirement, l.clause)
		}
		s.drop(i, excess, l.clause, pending)
	}
	if r.requirement == s.plan.total && !pending {
		s.left = append(s.left[:0], s.room...)
	}
	return counted
}

// limits reports that row j is a limit on row i.
func (s *Sheet) limits(j, i int) bool {
	l := &s.rows[j]
	if !l.limit {
		return false
	}
	if l.requirement < 0 {
		return true
	}
	toward := s.plan.toward[l.requirement]
	return len(toward) == 0 || slices.Contains(toward, s.rows[i].requirement)
}

// both adds up what serves both rows.
func (s *Sheet) both(i, j int, pending bool) int64 {
	var sum int64
	rows := uint64(1)<<i | uint64(1)<<j
	for c := range s.cells {
		if s.cells[c].rows&rows == rows {
			sum += s.cells[c].counted
			if pending {
				sum += s.cells[c].pending
			}
		}
	}
	return sum
}

// begin opens the account of what limits leave of each credit for one requirement.
func (s *Sheet) begin() {
	s.room = s.room[:0]
	for i := range s.measured.credits {
		s.room = append(s.room, times(s.gives(&s.measured.credits[i]), s.scale))
	}
}

// order puts the credits that a limit looks at in the order in which they are
// dropped: those that most limits select first, then the latest. It returns what is
// left of them.
func (s *Sheet) order(i, j int, limits uint64, pending bool) int64 {
	var total int64
	rows := uint64(1)<<i | uint64(1)<<j
	s.dropped = s.dropped[:0]
	for c, at := range s.cellOf {
		if at >= 0 && s.cells[at].rows&rows == rows && (pending || !s.measured.credits[c].pending) {
			s.dropped = append(s.dropped, int32(c))
			total += s.room[c]
		}
	}
	slices.SortFunc(s.dropped, func(a, b int32) int {
		return cmp.Or(
			cmp.Compare(bits.OnesCount64(s.cells[s.cellOf[b]].rows&limits), bits.OnesCount64(s.cells[s.cellOf[a]].rows&limits)),
			s.measured.credits[b].day.Compare(s.measured.credits[a].day), cmp.Compare(b, a),
		)
	})
	return total
}

// drop takes so much off the credits in their order.
func (s *Sheet) drop(i int, excess int64, clause string, pending bool) {
	for _, c := range s.dropped {
		off := min(excess, s.room[c])
		if off == 0 {
			continue
		}
		s.room[c], excess = s.room[c]-off, excess-off
		if s.explain && !pending && s.rows[i].requirement == s.plan.total {
			s.itemLimited(c, s.room[c]+off, s.room[c], clause)
		}
	}
}
