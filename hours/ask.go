package hours

import (
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
)

// ask works out what every row asks, in the order of the regulation; what depends
// on hours done waits until they are known.
func (s *Sheet) ask() {
	s.unit = s.measured.den
	s.cells, s.left, s.lots, s.trace = s.cells[:0], s.left[:0], s.lots[:0], s.trace[:0]
	s.lifted = Hours{}
	for i := range s.rows {
		r := &s.rows[i]
		r.waits = false
		switch {
		case r.requirement < 0:
			if r.limit {
				s.fit(r.due)
			}
		case len(s.plan.version.Requirements[r.requirement].OneOf) > 0:
		default:
			s.askRow(i)
		}
	}
	for i := range s.rows {
		if !s.rows[i].waits {
			s.settled(&s.rows[i])
		}
	}
}

// settled turns what a row asks into units.
func (s *Sheet) settled(r *row) {
	s.fit(r.asked)
	s.fit(r.base)
	s.fit(r.due)
	r.askedUnits, r.baseUnits, r.dueUnits = r.asked.units(s.unit), r.base.units(s.unit), r.due.units(s.unit)
}

// askRow is what a row asks: the amount, its proration, exemptions, rounding, and
// what a late tier adds.
func (s *Sheet) askRow(i int) {
	r := &s.rows[i]
	r.asked, r.base, r.due = Hours{}, Hours{}, Hours{}
	if r.untouched {
		return
	}
	amount, clause := s.applies(r)
	if !s.base(i, amount, clause) {
		r.waits = true
		return
	}
	s.reduce(i)
	r.base = r.due
	s.adds(i)
}

// applies returns the amount that applies to a row, with its clause.
func (s *Sheet) applies(r *row) (Amount, string) {
	q := &s.plan.version.Requirements[r.requirement]
	for j := range q.Instead {
		if other := &q.Instead[j]; other.When.holds(s.file, &s.plan.version, r.window) {
			return other.Amount, other.Clause
		}
	}
	return q.amount(), q.Clause
}

// each is how many times an amount is asked.
func (s *Sheet) each(r *row, a Amount) int64 {
	if len(a.Each) == 0 {
		return 1
	}
	var n int64
	for _, mark := range a.Each {
		if s.file.is(mark, r.window) {
			n++
		}
	}
	return n
}

// base is the amount before anything lowers it. It reports false when that is not
// known yet.
func (s *Sheet) base(i int, a Amount, clause string) bool {
	r := &s.rows[i]
	each := s.each(r, a)
	if a.follows() != "" {
		return s.follow(i, a, clause, each)
	}
	switch {
	case a.Hours != nil:
		r.asked = *a.Hours
	default:
		r.asked = Whole(int64(a.Items + a.Kinds))
	}
	s.step(StageAsked, i, Hours{}, r.asked, 0, 0, -1, clause)
	if len(a.Each) > 0 {
		before := r.asked
		r.asked = r.asked.Times(each, 1)
		s.step(StageEach, i, before, r.asked, each, 1, -1, clause)
	}
	r.due = r.asked
	return true
}

// follow is an amount that is part of another requirement's.
func (s *Sheet) follow(i int, a Amount, clause string, each int64) bool {
	r := &s.rows[i]
	position := s.plan.position[a.follows()]
	if a.SumOf != "" {
		for j := range s.rows[:i] {
			if o := &s.rows[j]; o.requirement == position {
				if o.waits {
					return false
				}
				r.asked, r.due = r.asked.Plus(o.asked.Times(each, 1)), r.due.Plus(o.base.Times(each, 1))
			}
		}
		s.step(StageSummed, i, Hours{}, r.due, 0, 0, position, clause)
		return true
	}
	of := s.find(position, r.nth)
	switch {
	case of == nil:
		s.step(StageShared, i, Hours{}, Hours{}, a.Share.Num, a.Share.Den, position, clause)
		return true
	case a.OfDone != "" || of.waits:
		return false
	}
	r.asked, r.due = of.asked.Times(a.Share.Num*each, a.Share.Den), of.base.Times(a.Share.Num*each, a.Share.Den)
	s.step(StageShared, i, of.base, r.due, a.Share.Num*each, a.Share.Den, position, clause)
	return true
}

// reduce lowers what is asked: satisfied elsewhere, for part of a window, by
// exemptions; then rounds it.
func (s *Sheet) reduce(i int) {
	r := &s.rows[i]
	v := &s.plan.version
	q := &v.Requirements[r.requirement]
	for j := range v.Elsewhere {
		e := &v.Elsewhere[j]
		if !r.limit && !slices.Contains(e.Except, q.ID) && e.When.holds(s.file, v, s.file.Period.Span) {
			s.step(StageElsewhere, i, r.due, Hours{}, 0, 0, -1, e.Clause)
			r.due = Hours{}
			return
		}
	}
	part := r.own.Span
	if part.Empty() {
		part = r.window
	}
	if q.Prorate != nil && !r.asked.IsZero() {
		var admission cycle.Date
		if q.Prorate.Free > 0 {
			admission = s.file.Member.Anchors().Admission
		}
		if part = q.Prorate.part(r.window, r.own, admission); part != r.window || q.Prorate.enters(s.file, r.window, r.own) {
			clause := q.Prorate.Clause
			if clause == "" {
				clause = q.Clause
			}
			prorated, n, den := q.Prorate.For(r.asked, part, r.window)
			s.step(StageProrated, i, r.asked, prorated, n, den, -1, clause)
			r.asked, r.due = prorated, prorated
		}
	}
	if !q.Relieved.IsZero() {
		s.relieve(i, part)
	}
	if rounded := q.Round.Round(r.due); rounded != r.due {
		s.step(StageRounded, i, r.due, rounded, 0, 0, -1, q.Clause)
		r.due = rounded
	}
}

// relieve takes exemptions off: by the rules, in their order, then those granted
// as figures.
func (s *Sheet) relieve(i int, part cycle.Span) {
	r := &s.rows[i]
	v := &s.plan.version
	q := &v.Requirements[r.requirement]
	if len(s.file.Reliefs) == 0 {
		return
	}
	for j := range v.Exemptions {
		x := &v.Exemptions[j]
		if !q.Relieved.All && !slices.Contains(q.Relieved.By, x.ID) {
			continue
		}
		if r.measure != InHours && x.Effect != ByShare && x.Effect != AllOfIt {
			continue // an hour is neither an activity nor a kind
		}
		s.spans = s.spans[:0]
		for _, given := range s.reliefs {
			if within, ok := x.about(given, part); ok {
				s.spans = append(s.spans, within)
			}
		}
		if len(s.spans) == 0 {
			continue
		}
		after, n, den := x.lower(r.due, s.spans, part)
		s.named(StageRelieved, i, r.due, after, n, den, x.ID, x.Clause)
		if r.requirement == s.plan.total {
			s.lifted = s.lifted.Plus(r.due.Minus(after))
		}
		r.due = after
	}
	if !q.Window.IsZero() || !q.Relieved.All || r.measure != InHours {
		return
	}
	clause := q.RelievedClause
	if clause == "" {
		clause = q.Clause
	}
	for _, x := range s.reliefs {
		if x.Hours.IsZero() || x.Period != s.file.Period.From {
			continue
		}
		after := r.due.Minus(x.Hours)
		s.named(StageRelieved, i, r.due, after, 0, 0, x.ID, clause)
		r.due = after
	}
}

// lower is what is asked after the rule, for exemptions inside a part.
func (x *ExemptionRule) lower(due Hours, within []cycle.Span, part cycle.Span) (after Hours, n, den int64) {
	var off Hours
	switch x.Effect {
	case AllOfIt:
		return Hours{}, 0, 0
	case ByShare:
		of := int64(part.MonthsTouched())
		n = of - min(int64(x.months(within, part)), of)
		after = Least(x.Round.Round(due.Times(n, of)), due) // an exemption never asks more
		if x.Most != nil && x.Most.Less(due.Minus(after)) {
			after = due.Minus(*x.Most)
		}
		return after, n, of
	case FlatHours:
		off = *x.Rate
	case PerMonth:
		n = int64(x.months(within, part))
		off = x.Rate.Times(n, 1)
	}
	off = x.Round.Round(off)
	if x.Most != nil {
		off = Least(off, *x.Most)
	}
	return due.Minus(off), n, 0
}

// adds is what a late tier asks besides.
func (s *Sheet) adds(i int) {
	if s.tier < 0 {
		return
	}
	r := &s.rows[i]
	v := &s.plan.version
	tier := &v.Late[s.tier]
	for j := range tier.Adds {
		a := &tier.Adds[j]
		if a.To != v.Requirements[r.requirement].ID {
			continue
		}
		missed := int64(0)
		for k := range s.rows {
			m := &s.rows[k]
			if m.requirement >= 0 && m.decides && s.lacked(k) && (len(a.Missed) == 0 || slices.Contains(a.Missed, v.Requirements[m.requirement].ID)) {
				missed++
			}
		}
		if missed == 0 {
			continue
		}
		if !a.Each {
			missed = 1
		}
		more := r.due.Plus(a.Hours.Times(missed, 1))
		s.step(StageLate, i, r.due, more, 0, 0, -1, tier.Clause)
		r.due = more
	}
}

// lacked reports that a row was not satisfied in time.
func (s *Sheet) lacked(i int) bool { return s.missed&(1<<i) != 0 }
