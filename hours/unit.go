package hours

// fit returns an amount in units, and makes units finer when they have to be.
func (s *Sheet) fit(h Hours) int64 {
	if s.unit%(h.rest+1) != 0 {
		s.finer(lcm(s.unit, h.rest+1) / s.unit)
	}
	return h.units(s.unit)
}

// finer divides units into so many.
func (s *Sheet) finer(by int64) {
	s.unit, s.scale, s.total = s.unit*by, s.scale*by, s.total*by
	for i := range s.rows {
		r := &s.rows[i]
		for _, figure := range []*int64{
			&r.askedUnits, &r.baseUnits, &r.dueUnits, &r.raw, &r.counted, &r.pending, &r.carried, &r.left, &r.limited, &r.spare, &r.after, &r.available,
		} {
			*figure = times(*figure, by)
		}
	}
	for i := range s.cells {
		s.cells[i].counted, s.cells[i].pending = times(s.cells[i].counted, by), times(s.cells[i].pending, by)
	}
	for i := range s.left {
		s.left[i] = times(s.left[i], by)
	}
	for i := range s.lots {
		s.lots[i].left = times(s.lots[i].left, by)
	}
	for i := range s.trace {
		m := &s.trace[i]
		if m.beforeDen == inUnits {
			m.before = times(m.before, by)
		}
		if m.afterDen == inUnits {
			m.after = times(m.after, by)
		}
	}
}

// hours returns units as hours.
func (s *Sheet) hours(units int64) Hours { return Ratio(units, s.unit) }
