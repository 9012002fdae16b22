// Package cycle says when: civil days, spans of days, and the reference periods
// that a regulation repeats.
//
// Start with [Calendar], which describes how periods follow one another, and ask
// it for the [Period] that holds a day with [Calendar.At]. A member's own part of
// a period, after an admission or a readmission, is [PartOf].
//
// Everything here is pure: a [Date] is a day of the civil calendar with no hour
// and no zone, and the only place where an instant becomes a day is [DateOf],
// which takes the zone explicitly. Spans are half-open: the first day is in, the
// day after the last one ends it.
//
// The package imports the standard library only.
package cycle

// Period is one reference period of a calendar.
type Period struct {
	Span
}

// Key is the stable name of the period inside its calendar: its first day, such
// as "2022-01-01". Stores use it.
func (p Period) Key() string { return p.From.String() }

// Anchors is what a calendar needs to know of a member. What is left zero is not
// known; ByCalendar without cohorts needs nothing.
type Anchors struct {
	Admission Date // first admission ever; it survives resignations
	Birth     Date
	// Number is the licence number, such as "A-1042". Its last digit counts.
	Number string
	// Surname counts by its first letter, without accent.
	Surname string
	// Marks are what is true of the member. What is not among them is not true.
	Marks []string
}
