package hours

import (
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// File is everything that an evaluation looks at. Declarations and Reliefs may be
// in any order and may hold those of other periods: they count only where a
// requirement looks so far.
type File struct {
	Period cycle.Period
	// Part is the member's own part of the period.
	Part cycle.Part
	// Member says the rest: the roll, the profile, the day of birth. Only
	// regulations that ask for them need them.
	Member       identity.Member
	Declarations []Declaration
	Reliefs      []Relief
	// Carried is what earlier periods leave; none is nothing.
	Carried []Carry
	// Day is the day as of which the file is judged.
	Day cycle.Date
}

// is reports that a mark of profile is true of the member at some time in a window.
func (f *File) is(mark string, window cycle.Span) bool {
	for i := range f.Member.Profile {
		if p := &f.Member.Profile[i]; p.Is == mark && p.During(window) {
			return true
		}
	}
	return false
}

// enters reports that the member's latest entry in the period is of a kind, be it on
// the first day.
func (f *File) enters(entry cycle.Entry) bool {
	if f.Part.Entered {
		return f.Part.Entry == entry
	}
	return f.Part.From == f.Period.From && slices.ContainsFunc(f.Member.Roll, func(s cycle.Stay) bool {
		return s.From == f.Period.From && s.Entry == entry
	})
}

// own returns the member's own part of a window.
func (f *File) own(w Window, window cycle.Span) cycle.Part {
	switch {
	case w.IsZero():
		return f.Part
	case w.Each > 0 || len(f.Member.Roll) == 0:
		own := f.Part
		if len(f.Member.Roll) == 0 && w.Each == 0 {
			own = cycle.Part{Span: window}
		}
		own.Span = own.Intersect(window)
		own.Entered = own.Entered && own.From.After(window.From)
		return own
	}
	return cycle.PartOf(cycle.Period{Span: window}, f.Member.Roll)
}

// counting returns the days of a window on which activities count.
func (v *Version) counting(f *File, w Window, window cycle.Span, own cycle.Part) cycle.Span {
	days := own.Span
	if v.Counting.From == FromPeriod && !own.Empty() {
		days = window
	}
	return days
}

// admits returns the first admission when the period holds it, and hours done
// before it count.
func (v *Version) admits(f *File) (admission cycle.Date, ok bool) {
	if v.Counting.Before.Months == 0 {
		return cycle.Date{}, false
	}
	admission = f.Member.Anchors().Admission
	if admission.IsZero() && f.Part.Entered && f.Part.Entry == cycle.Admission {
		admission = f.Part.From
	}
	return admission, f.Period.Contains(admission)
}
