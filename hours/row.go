package hours

import (
	"cmp"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
)

// row is a requirement in one of its windows.
type row struct {
	requirement int // position in the version; -1 for what only limits or selects
	nth         int // which of its windows, from 1; 0 when it has one
	window      cycle.Span
	own         cycle.Part // the member's own part of it
	days        cycle.Span // on which activities count
	early       cycle.Span // before the first admission
	take        *taking
	measure     Measure
	limit       bool
	decides     bool // it decides the status
	waits       bool // what it asks depends on what was done
	untouched   bool // the member has no part of its window
	// asked is after proration, base after exemptions too, and due after what a
	// late tier adds: hours until everything is known, then units.
	asked, base, due                     Hours
	askedUnits, baseUnits, dueUnits      int64
	raw, counted, pending, carried, left int64
	limited, spare, after                int64
	available                            int64
	chosen                               int
	clause                               string
}

// layOut makes a row of every requirement that concerns the member, in each of its
// windows.
func (s *Sheet) layOut() {
	v := &s.plan.version
	s.rows = s.rows[:0]
	s.pass = -1
	s.reliefs = s.reliefs[:0]
	for i := range s.file.Reliefs {
		s.reliefs = append(s.reliefs, &s.file.Reliefs[i])
	}
	if len(s.reliefs) > 1 {
		slices.SortStableFunc(s.reliefs, func(a, b *Relief) int { return cmp.Compare(a.ID, b.ID) })
	}
	if admission, ok := v.admits(s.file); ok {
		s.beforeEntry(admission)
	}
	for i := range v.Requirements {
		q := &v.Requirements[i]
		if q.Window.IsZero() {
			if q.When.IsZero() || q.When.holds(s.file, v, s.file.Period.Span) {
				s.add(i, 0, s.file.Period.Span)
			}
			continue
		}
		s.spans = q.Window.spans(s.spans[:0], s.file)
		for n, window := range s.spans {
			if !q.When.holds(s.file, v, window) {
				continue
			}
			if q.Window.Each == 0 {
				n = -1
			}
			s.add(i, n+1, window)
		}
	}
	if c := &v.CarryOver; c.EarnedIn > 0 || !c.Select.IsZero() {
		r := row{requirement: -1, window: s.file.Period.Span, days: v.counting(s.file, Window{}, s.file.Period.Span, s.file.Part), take: &s.plan.carry}
		if from := s.file.Period.To.AddMonths(-c.EarnedIn); c.EarnedIn > 0 && r.days.From.Before(from) {
			r.days.From = from
		}
		s.pass = len(s.rows)
		s.rows = append(s.rows, r)
	}
	for i := range v.Requirements {
		for _, set := range v.Requirements[i].OneOf {
			for _, id := range set {
				for j := range s.rows {
					if s.rows[j].requirement == s.plan.position[id] {
						s.rows[j].decides = false
					}
				}
			}
		}
	}
}

func (s *Sheet) add(requirement, nth int, window cycle.Span) {
	v := &s.plan.version
	q := &v.Requirements[requirement]
	own := s.file.own(q.Window, window)
	s.rows = append(s.rows, row{
		requirement: requirement, nth: nth, window: window, own: own, days: v.counting(s.file, q.Window, window, own),
		take: &s.plan.takes[requirement], measure: q.amount().Measure(), limit: q.Most != nil,
		decides:   q.Most == nil && !q.Recommended && !window.To.After(s.file.Period.To),
		untouched: q.Window.Each > 0 && own.Empty(), chosen: -1, clause: q.Clause,
	})
	if admission, ok := v.admits(s.file); ok && q.Window.IsZero() {
		s.rows[len(s.rows)-1].early = cycle.Span{From: admission.AddMonths(-v.Counting.Before.Months), To: admission}
	}
}

// beforeEntry limits what was done before the admission.
func (s *Sheet) beforeEntry(entry cycle.Date) {
	before := s.plan.version.Counting.Before
	s.rows = append(s.rows, row{
		requirement: -1, limit: true, window: s.file.Period.Span,
		days: cycle.Span{From: entry.AddMonths(-before.Months), To: entry},
		take: &taking{}, due: before.Most, base: before.Most,
		clause: s.plan.version.Counting.Clause,
	})
}

// find returns the row of a requirement: the same window of it, or its only one.
func (s *Sheet) find(requirement, nth int) *row {
	i := slices.IndexFunc(s.rows, func(r row) bool { return r.requirement == requirement && (r.nth == nth || r.nth == 0) })
	if i < 0 {
		return nil
	}
	return &s.rows[i]
}
