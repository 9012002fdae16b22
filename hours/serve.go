package hours

// measureUp sums the credits that serve the same rows.
func (s *Sheet) measureUp() {
	m := s.measured
	s.cellOf = s.cellOf[:0]
	if s.undated() {
		s.measureKinds()
		return
	}
	for i := range m.credits {
		c := &m.credits[i]
		rows := s.rowsOf(c)
		at := int32(-1)
		if rows != 0 {
			at = s.cell(rows, c.kind)
			s.sum(at, c)
		}
		s.cellOf = append(s.cellOf, at)
	}
	s.scaled()
}

// undated reports that every row is about the same days, so that the marks of an
// activity say which rows it serves.
func (s *Sheet) undated() bool { return !s.plan.dated && len(s.rows) > 0 }

// measureKinds sums by kind alone.
func (s *Sheet) measureKinds() {
	m := s.measured
	for kind, marks := range m.kinds {
		var rows uint64
		for i := range s.rows {
			if s.rows[i].take.kindly(marks) {
				rows |= 1 << i
			}
		}
		s.cells = append(s.cells, cell{rows: rows, kind: int32(kind)})
	}
	days := s.rows[0].days
	from, to := days.From, days.To
	if days.Empty() {
		to = from
	}
	for i := range m.credits {
		c := &m.credits[i]
		if c.day.Before(from) || !c.day.Before(to) || s.tooLate(c) {
			s.cellOf = append(s.cellOf, -1)
			continue
		}
		s.cellOf = append(s.cellOf, c.kind)
		if c.pending {
			s.cells[c.kind].pending += c.units
		} else {
			s.cells[c.kind].counted += s.gives(c)
		}
	}
	s.scaled()
}

// scaled brings the sums from the units of the credits to those of the sheet.
func (s *Sheet) scaled() {
	if s.scale != 1 {
		for i := range s.cells {
			s.cells[i].counted, s.cells[i].pending = times(s.cells[i].counted, s.scale), times(s.cells[i].pending, s.scale)
		}
	}
}

func (s *Sheet) tooLate(c *credit) bool {
	return !c.done.IsZero() && (s.tier < 0 || !c.done.Before(s.plan.version.Late[s.tier].End(s.file.Period.To)))
}

// rowsOf returns the rows that a credit serves, as bits.
func (s *Sheet) rowsOf(c *credit) uint64 {
	var rows uint64
	if s.tooLate(c) {
		return 0
	}
	marks := s.measured.kinds[c.kind]
	for i := range s.rows {
		r := &s.rows[i]
		if (r.days.Contains(c.day) || r.early.Contains(c.day)) && r.take.kindly(marks) && r.take.on(c.day) {
			rows |= 1 << i
		}
	}
	return rows
}

func (s *Sheet) cell(rows uint64, kind int32) int32 {
	for i := range s.cells {
		if s.cells[i].rows == rows && s.cells[i].kind == kind {
			return int32(i)
		}
	}
	s.cells = append(s.cells, cell{rows: rows, kind: kind})
	return int32(len(s.cells) - 1)
}

func (s *Sheet) sum(at int32, c *credit) {
	if c.pending {
		s.cells[at].pending += c.units
	} else {
		s.cells[at].counted += s.gives(c)
	}
}

// gives is what an activity gives, in the units of the credits.
func (s *Sheet) gives(c *credit) int64 {
	if s.accepted {
		return c.accepted
	}
	return c.units
}

// serve works out what counts for every row and what is left, with what is pending
// or without.
func (s *Sheet) serve(pending bool) {
	s.left = s.left[:0]
	s.total = 0
	for i := range s.rows {
		r := &s.rows[i]
		r.raw, r.pending = s.sumRow(i, pending)
		r.limited, r.counted, r.carried, r.left, r.spare, r.available, r.chosen = 0, 0, 0, 0, 0, 0, -1
	}
	s.openLots()
	for i := range s.rows {
		if r := &s.rows[i]; r.limit && r.waits {
			s.known(i, true)
		}
	}
	for i := range s.rows {
		r := &s.rows[i]
		switch {
		case r.limit:
		case r.requirement < 0:
			r.counted = r.raw
		case len(s.plan.version.Requirements[r.requirement].OneOf) > 0:
			s.choose(i)
		default:
			s.serveRow(i, pending)
		}
	}
}

// sumRow adds up a row before any limit.
func (s *Sheet) sumRow(i int, pending bool) (raw, waiting int64) {
	for j := range s.cells {
		if c := &s.cells[j]; c.rows&(1<<i) != 0 {
			raw += c.counted
			waiting += c.pending
		}
	}
	if pending {
		raw += waiting
	}
	return raw, waiting
}

// known works out an amount that waited for hours done.
func (s *Sheet) known(i int, limit bool) {
	r := &s.rows[i]
	amount, clause := s.applies(r)
	each := s.each(r, amount)
	r.asked, r.due = Hours{}, Hours{}
	position := s.plan.position[amount.follows()]
	for j := range s.rows[:i] {
		o := &s.rows[j]
		if o.requirement != position || amount.SumOf == "" && o.nth != r.nth && o.nth != 0 {
			continue
		}
		var of, base Hours
		switch {
		case amount.OfDone != "" && limit:
			of = s.hours(o.raw)
			base = of
		case amount.OfDone != "":
			of = s.hours(o.counted)
			base = of
		default:
			of, base = s.hours(o.askedUnits), s.hours(o.baseUnits)
		}
		num, den := each, int64(1)
		if amount.SumOf == "" {
			num, den = amount.Share.Num*each, amount.Share.Den
		}
		r.asked, r.due = r.asked.Plus(of.Times(num, den)), r.due.Plus(base.Times(num, den))
		s.step(StageShared, i, base, base.Times(num, den), num, den, position, clause)
	}
	s.reduce(i)
	r.base = r.due
	s.adds(i)
	s.settled(r)
}

// serveRow counts what serves a requirement, and says what is left.
func (s *Sheet) serveRow(i int, pending bool) {
	r := &s.rows[i]
	q := &s.plan.version.Requirements[r.requirement]
	if r.waits {
		s.known(i, false)
	}
	switch r.measure {
	case InItems:
		r.counted = times(s.countItems(i, pending), s.unit)
		r.pending = times(s.countItems(i, true)-s.countItems(i, false), s.unit)
	case InKinds:
		r.counted = times(s.countKinds(i, pending), s.unit)
		r.pending = times(max(0, s.countKinds(i, true)-s.countKinds(i, false)), s.unit)
	case InHours:
		r.counted = r.raw
		if s.plan.limits {
			r.counted = s.limitRow(i, pending)
		}
		if r.requirement == s.plan.total {
			s.total = r.counted
		}
		s.carryTo(i, q, pending)
		for _, id := range q.Spill {
			s.spill(i, s.plan.position[id], pending)
		}
		r.spare = max(0, r.counted-max(0, r.dueUnits-r.carried))
	}
	r.left = max(0, r.dueUnits-r.carried-r.counted)
	if pending {
		return
	}
	s.units(StageServed, i, 0, r.counted, -1, q.Clause)
	s.units(StageLeft, i, max(0, r.dueUnits-r.carried), r.left, -1, q.Clause)
}

// countItems counts activities, each once.
func (s *Sheet) countItems(i int, pending bool) int64 {
	var n int64
	last := int32(-1)
	for c, at := range s.cellOf {
		k := &s.measured.credits[c]
		if at >= 0 && s.cells[at].rows&(1<<i) != 0 && k.is && (pending || !k.pending) && k.item != last {
			n, last = n+1, k.item
		}
	}
	return n
}

// countKinds counts the marks that have enough hours.
func (s *Sheet) countKinds(i int, pending bool) int64 {
	a, _ := s.applies(&s.rows[i])
	var n int64
	for _, m := range a.Among {
		bit := s.plan.bits[m]
		var sum int64
		for c, at := range s.cellOf {
			k := &s.measured.credits[c]
			if at < 0 || s.cells[at].rows&(1<<i) == 0 || s.measured.kinds[k.kind]&bit == 0 || k.pending && !pending {
				continue
			}
			sum += times(s.gives(k), s.scale)
		}
		if sum > 0 && !s.hours(sum).Less(a.With) {
			n++
		}
	}
	return n
}

// spill adds what an earlier requirement has beyond what it asks, as far as needed.
func (s *Sheet) spill(i, from int, pending bool) {
	r := &s.rows[i]
	for j := range s.rows[:i] {
		o := &s.rows[j]
		if o.requirement != from {
			continue
		}
		taken := min(o.spare, s.others(j, i, pending), max(0, r.dueUnits-r.carried-r.counted))
		if taken == 0 {
			continue
		}
		if !pending {
			s.units(StageSpilled, i, r.counted, r.counted+taken, from, s.plan.version.Requirements[r.requirement].Clause)
		}
		o.spare -= taken
		r.counted += taken
	}
}

// others adds up what serves one row and not the other: an hour that serves both
// already does not spill from one to the other.
func (s *Sheet) others(one, other int, pending bool) int64 {
	var sum int64
	for i := range s.cells {
		if c := &s.cells[i]; c.rows&(1<<one) != 0 && c.rows&(1<<other) == 0 {
			sum += c.counted
			if pending {
				sum += c.pending
			}
		}
	}
	return sum
}

// choose takes the set of requirements that leaves least to do.
func (s *Sheet) choose(i int) {
	r := &s.rows[i]
	q := &s.plan.version.Requirements[r.requirement]
	for n, set := range q.OneOf {
		var left int64
		for _, id := range set {
			for j := range s.rows {
				if s.rows[j].requirement == s.plan.position[id] {
					left += s.rows[j].left
				}
			}
		}
		if r.chosen >= 0 && left >= r.left {
			continue
		}
		r.chosen, r.left = n, left
		r.askedUnits, r.baseUnits, r.dueUnits, r.counted, r.pending, r.carried = 0, 0, 0, 0, 0, 0
		for _, id := range set {
			for j := range s.rows {
				if o := &s.rows[j]; o.requirement == s.plan.position[id] {
					r.askedUnits, r.baseUnits, r.dueUnits = r.askedUnits+o.askedUnits, r.baseUnits+o.baseUnits, r.dueUnits+o.dueUnits
					r.counted, r.pending, r.carried = r.counted+o.counted, r.pending+o.pending, r.carried+o.carried
				}
			}
		}
	}
	if r.requirement == s.plan.total {
		s.total = r.counted
	}
	s.named(StageChosen, i, Hours{}, Hours{}, int64(r.chosen+1), int64(len(q.OneOf)), "", q.Clause)
	s.units(StageLeft, i, max(0, r.dueUnits-r.carried), r.left, -1, q.Clause)
}
