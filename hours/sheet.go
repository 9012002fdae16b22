package hours

import "github.com/goodstanding/goodstanding/cycle"

// Sheet is where a file is settled: every requirement with what it asks, what
// serves it and what is left. It may be used again for another file, and then
// needs no new memory. The zero value is ready. One goroutine uses it at a time.
//
// Figures are whole numbers of one unit, of which every amount of the evaluation
// is a multiple: so many to the hour. They are exact, and nothing is rounded but
// by a clause.
type Sheet struct {
	plan     *Plan
	file     *File
	measured *Measured
	explain  bool
	// accepted: the sums are of what activities give if what is pending is counted.
	accepted bool
	// unit is how many units there are to the hour, and scale how many to a unit of
	// the measured credits.
	unit, scale int64
	rows        []row
	spans       []cycle.Span
	// cells are the sums of credits that serve the same rows.
	cells  []cell
	cellOf []int32
	// left is what limits leave of each credit toward the total; it is empty while
	// none drops anything.
	left    []int64
	room    []int64 // the same for the requirement that is worked out
	dropped []int32
	// tier is the late tier that applies, or -1; missed has a bit for each
	// requirement that was not satisfied in time.
	tier   int
	missed uint64
	// inTime: with what is pending, nothing would have been missed.
	inTime bool
	// pass is the last row, for what may be carried; -1 when everything may.
	pass int
	lots []lot
	// reliefs are the exemptions, in the order of their identifiers.
	reliefs []*Relief
	// lifted is what the rules of exemptions take off the total.
	lifted Hours
	status Status
	trace  []mark
	total  int64 // counted for the total
	// memo is what the present rows were asked for: the same part of the same period
	// under the same plan asks the same again.
	memo memo
}

// memo is what the amounts of a sheet depend on, when the plan asks everybody the
// same.
type memo struct {
	plan    *Plan
	period  cycle.Period
	part    cycle.Part
	explain bool
	unit    int64
	steps   int
}

type cell struct {
	rows             uint64
	kind             int32
	counted, pending int64
}

// lot is a line of the ledger of carried hours, while it is used.
type lot struct {
	carry *Carry
	left  int64
}

// Settle works the sheet out: figures alone, without the trace.
func (s *Sheet) Settle(m *Measured, f *File) {
	s.plan, s.file, s.measured, s.explain = m.plan, f, m, false
	s.settle()
}

// Explain works the sheet out with its trace.
func (s *Sheet) Explain(m *Measured, f *File) {
	s.plan, s.file, s.measured, s.explain = m.plan, f, m, true
	s.settle()
}

// Status returns where the file stands.
func (s *Sheet) Status() Status { return s.status }

// Figures are those of one row of a sheet, in units of 1/Unit hour, activity or
// kind.
type Figures struct {
	Requirement                                                    string
	Nth                                                            int
	Unit                                                           int64
	Asked, Due, Carried, Counted, Pending, Remaining, AfterPending int64
}

// Rows returns how many rows the sheet has, and Row the figures of one.
func (s *Sheet) Rows() int { return len(s.rows) }

// Row returns the figures of a row, from 0.
func (s *Sheet) Row(i int) Figures {
	r := &s.rows[i]
	f := Figures{
		Nth: r.nth, Unit: s.unit, Asked: r.askedUnits, Due: r.dueUnits, Carried: r.carried,
		Counted: r.counted, Pending: r.pending, Remaining: r.left, AfterPending: r.after,
	}
	if r.requirement >= 0 {
		f.Requirement = s.plan.version.Requirements[r.requirement].ID
	}
	return f
}

func (s *Sheet) settle() {
	s.tier, s.missed, s.inTime = -1, 0, false
	if !s.same() {
		s.layOut()
		s.ask()
		s.remember()
	}
	s.run()
	late := s.plan.version.Late
	if len(late) == 0 || s.file.Day.Before(s.file.Period.To) || s.satisfied() {
		s.end()
		return
	}
	s.inTime = true
	for i := range s.rows {
		if r := &s.rows[i]; r.decides {
			s.inTime = s.inTime && r.after == 0
			if r.left > 0 {
				s.missed |= 1 << i
			}
		}
	}
	s.memo.plan = nil
	current := len(late) - 1
	for i := range late {
		if s.under(i); s.satisfied() {
			s.end()
			return
		}
		if s.file.Day.Before(late[i].End(s.file.Period.To)) {
			current = min(current, i)
		}
	}
	if s.tier != current {
		s.under(current)
	}
	s.end()
}

// under works everything out under a late tier.
func (s *Sheet) under(tier int) {
	s.tier = tier
	s.ask()
	s.memo.steps = len(s.trace)
	s.run()
}

// same reports that the rows of the last file are those of this one.
func (s *Sheet) same() bool {
	k := &s.memo
	return k.plan == s.plan && k.explain == s.explain && k.unit == s.unit && len(s.file.Reliefs) == 0 &&
		k.period == s.file.Period && k.part == s.file.Part && s.unit%s.measured.den == 0
}

func (s *Sheet) remember() {
	s.memo = memo{explain: s.explain, unit: s.unit, steps: len(s.trace)}
	if !s.plan.personal && len(s.file.Reliefs) == 0 {
		s.memo.plan, s.memo.period, s.memo.part = s.plan, s.file.Period, s.file.Part
	}
}

// end says where the file stands, and what became of every activity.
func (s *Sheet) end() {
	s.status = s.judge()
	if s.explain {
		s.account()
	}
}

// run counts what serves every row, and says what is left.
func (s *Sheet) run() {
	s.scale, s.total = s.unit/s.measured.den, 0
	s.cells, s.left = s.cells[:0], s.left[:0]
	s.trace = s.trace[:s.memo.steps]
	if s.accepted = s.measured.pending && s.measured.differs; s.accepted {
		s.measureUp()
		s.serve(true)
		for i := range s.rows {
			s.rows[i].after = s.rows[i].left
		}
		s.accepted = false
		s.cells, s.trace = s.cells[:0], s.trace[:s.memo.steps]
		s.scale = s.unit / s.measured.den
		s.measureUp()
		s.serve(false)
		return
	}
	s.measureUp()
	if !s.measured.pending {
		s.serve(false)
		for i := range s.rows {
			s.rows[i].after = s.rows[i].left
		}
		return
	}
	s.serve(true)
	s.trace = s.trace[:s.memo.steps]
	for i := range s.rows {
		s.rows[i].after = s.rows[i].left
	}
	s.serve(false)
}

// satisfied reports that nothing that decides is left.
func (s *Sheet) satisfied() bool {
	for i := range s.rows {
		if s.rows[i].decides && s.rows[i].left > 0 {
			return false
		}
	}
	return true
}
