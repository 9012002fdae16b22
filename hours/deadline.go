package hours

import (
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
)

// Deadline is a last day: of a window in which something is asked, of the time
// after the period in which what is missing may still be done, or to declare.
type Deadline struct {
	// Version is the text that asks for it, and Period the reference period that it
	// is part of.
	Version Version
	Period  cycle.Period
	// Window is what ends, and Last its last day. For late time the window runs from
	// the day after the period.
	Window cycle.Span
	Last   cycle.Date
	// Late is the late tier that ends, from 1; 0 is a window.
	Late int
	// Declare: Last is the last day to declare the activities of the window. What is
	// left to do has a deadline of its own, and Lines are none.
	Declare bool
	// Lines are what is asked in the window, in the regulation's order, done or not;
	// for late time, what is missing. None: nothing is asked.
	Lines []Line
}

// Deadlines returns the last days that are still to come in a balance of the
// standing's, the earliest first: of each window, the period among them, of the
// late time when the file is in it, and to declare when the regulation says by when.
func (s Standing) Deadlines(b Balance) []Deadline {
	var all []Deadline
	at := func(window cycle.Span) *Deadline {
		for i := range all {
			if all[i].Window == window {
				return &all[i]
			}
		}
		all = append(all, Deadline{Version: s.Version, Period: b.Period, Window: window, Last: window.Last()})
		return &all[len(all)-1]
	}
	if b.Day.Before(b.Period.To) {
		at(b.Period.Span)
	}
	var missing []Line
	for _, l := range b.Lines {
		switch {
		case b.Status == Unknown || !s.Version.binds(b.Period, l):
		case b.Day.Before(l.Window.To):
			d := at(l.Window)
			d.Lines = append(d.Lines, l)
		case !l.Remaining.IsZero():
			missing = append(missing, l)
		}
	}
	if last, tier := s.Version.lateTime(b); b.Status == InGrace && tier > 0 {
		all = append(all, Deadline{
			Version: s.Version, Period: b.Period, Window: cycle.Span{From: b.Period.To, To: last.AddDays(1)},
			Last: last, Late: tier, Lines: missing,
		})
	}
	for _, by := range s.DeclareBy() {
		if !by.Last.Before(b.Day) {
			all = append(all, Deadline{Version: s.Version, Period: b.Period, Window: by.Window, Last: by.Last, Declare: true})
		}
	}
	slices.SortStableFunc(all, func(a, b Deadline) int { return a.Last.Compare(b.Last) })
	return all
}

// over reports that nothing of the period may be done any more, nor declared.
func (s Standing) over() bool {
	if n := len(s.Version.Late); n > 0 && s.Today.Before(s.Version.Late[n-1].End(s.Period.To)) {
		return false
	}
	return !slices.ContainsFunc(s.DeclareBy(), func(by DeclareBy) bool { return !by.Last.Before(s.Today) })
}

// binds reports a line that must be satisfied by the end of its window: one that
// decides the status, or whose window ends later than the period. What is
// recommended, and what a choice may leave undone, must not.
func (v *Version) binds(period cycle.Period, l Line) bool {
	if l.Decides || !l.Window.To.After(period.To) {
		return l.Decides
	}
	return !slices.ContainsFunc(v.Requirements, func(q Requirement) bool {
		return q.ID == l.Requirement && q.Recommended ||
			slices.ContainsFunc(q.OneOf, func(set []string) bool { return slices.Contains(set, l.Requirement) })
	})
}

// lateTime returns the last day of the late tier that applies, or of the last one
// when none does yet, and which it is; 0 when the version has none.
func (v *Version) lateTime(b Balance) (last cycle.Date, tier int) {
	if tier = len(v.Late); tier == 0 {
		return cycle.Date{}, 0
	}
	if b.Tier > 0 {
		tier = min(b.Tier, tier)
	}
	return v.Late[tier-1].End(b.Period.To).AddDays(-1), tier
}
