package hours

import "slices"

// openLots lays out the carried hours, the oldest first.
func (s *Sheet) openLots() {
	s.lots = s.lots[:0]
	for i := range s.file.Carried {
		if c := &s.file.Carried[i]; !c.Hours.IsZero() {
			s.lots = append(s.lots, lot{carry: c})
		}
	}
	if len(s.lots) == 0 {
		return
	}
	slices.SortStableFunc(s.lots, func(a, b lot) int { return a.carry.From.Compare(b.carry.From) })
	for i := range s.lots {
		units := s.fit(s.lots[i].carry.Hours)
		s.lots[i].left = units
	}
}

// carryTo is what carried hours serve of a requirement. That they do not is a step
// too: a clause says so.
func (s *Sheet) carryTo(i int, q *Requirement, pending bool) {
	r := &s.rows[i]
	if len(s.lots) == 0 {
		return
	}
	if q.Carried {
		r.available = 0
		for j := range s.lots {
			of := s.lots[j].carry.Hours
			if !q.Select.IsZero() && s.lots[j].carry.Of != nil {
				of = Least(of, s.lots[j].carry.Of[q.ID])
			}
			units := s.fit(of)
			r.available += units
		}
		if q.CarriedMost != nil {
			most := s.fit(*q.CarriedMost)
			r.available = min(r.available, most)
		}
		need := r.dueUnits
		if s.plan.version.CarryOver.Use == UseLast {
			need = max(0, need-r.counted)
		}
		r.carried = min(r.available, need)
	}
	if pending {
		return
	}
	clause := q.CarriedClause
	if clause == "" {
		clause = s.plan.version.CarryOver.Clause
	}
	if clause == "" {
		clause = q.Clause
	}
	s.units(StageCarried, i, r.dueUnits, r.dueUnits-r.carried, -1, clause)
	if s.explain && len(s.trace) > 0 {
		s.trace[len(s.trace)-1].by = s.lots[0].carry.From.String()
	}
}

// passing returns the carry-over ledger after the period: the new surplus last.
func (s *Sheet) passing() (surplus Hours, lots []Carry) {
	c := &s.plan.version.CarryOver
	total := s.totalRow()
	if c.Most.IsZero() || total == nil {
		return Hours{}, nil
	}
	used := total.carried
	for i := range s.lots {
		l := &s.lots[i]
		off := min(used, l.left)
		used -= off
		if l.carry.Lives > 1 && !c.Compounds && l.left > off {
			lots = append(lots, Carry{From: l.carry.From, Hours: s.hours(l.left - off), Of: s.rest(l), Lives: l.carry.Lives - 1})
		}
	}
	surplus = s.surplus(total)
	if !surplus.IsZero() {
		lots = append(lots, Carry{From: s.file.Period.From, Hours: surplus, Of: s.beyond(surplus), Lives: c.lives()})
	}
	return surplus, lots
}

// surplus is what was counted beyond what the total asks.
func (s *Sheet) surplus(total *row) Hours {
	c := &s.plan.version.CarryOver
	if c.Needs == NeedsTotal && total.left > 0 || c.Needs != NeedsTotal && !s.status.Complete() || s.status == Unknown {
		return Hours{}
	}
	beyond := s.beyondUnits(total)
	if s.pass >= 0 {
		beyond = min(beyond, s.passable())
	}
	if c.Compounds {
		beyond += total.available - total.carried
	}
	most := c.Most
	for i := range c.Instead {
		if c.Instead[i].When.holds(s.file, &s.plan.version, s.file.Period.Span) {
			most = c.Instead[i].Most
			break
		}
	}
	return Least(most, s.hours(beyond))
}

// passable is what of the total's hours may pass on, by what it is and when it was
// done.
func (s *Sheet) passable() int64 {
	total := slices.IndexFunc(s.rows, func(r row) bool { return r.requirement == s.plan.total })
	rows := uint64(1)<<s.pass | uint64(1)<<total
	var sum int64
	for i, at := range s.cellOf {
		switch c := &s.measured.credits[i]; {
		case at < 0 || s.cells[at].rows&rows != rows || c.pending:
		case len(s.left) > 0:
			sum += s.left[i]
		default:
			sum += times(c.units, s.scale)
		}
	}
	return sum
}

// beyondUnits is what a row has beyond what it asks of the period's own hours.
func (s *Sheet) beyondUnits(r *row) int64 {
	if s.plan.version.CarryOver.Use == UseLast {
		return max(0, r.counted-r.dueUnits)
	}
	return max(0, r.counted-max(0, r.dueUnits-r.carried))
}

// beyond is how many of the surplus hours may serve each requirement that selects
// activities and that carried hours serve.
func (s *Sheet) beyond(surplus Hours) map[string]Hours {
	of := map[string]Hours{}
	for i := range s.rows {
		r := &s.rows[i]
		if r.requirement < 0 || r.limit || r.measure != InHours {
			continue
		}
		q := &s.plan.version.Requirements[r.requirement]
		if q.Carried && !q.Select.IsZero() {
			of[q.ID] = Least(surplus, s.hours(s.beyondUnits(r)))
		}
	}
	return of
}

// rest is how many of the hours of a lot that are left may still serve each
// requirement.
func (s *Sheet) rest(l *lot) map[string]Hours {
	if l.carry.Of == nil {
		return nil
	}
	of := map[string]Hours{}
	for id, hours := range l.carry.Of {
		if r := s.find(s.plan.position[id], 0); r != nil {
			hours = hours.Minus(s.hours(r.carried))
		}
		of[id] = Least(hours, s.hours(l.left))
	}
	return of
}

// totalRow returns the row of the total; nil when the member has none, or when it
// is a choice.
func (s *Sheet) totalRow() *row {
	for i := range s.rows {
		if r := &s.rows[i]; r.requirement == s.plan.total {
			if len(s.plan.version.Requirements[s.plan.total].OneOf) > 0 {
				return nil
			}
			return r
		}
	}
	return nil
}
