package cycle

import "errors"

// The errors of this package. Each is a mistake that a caller or a document can
// make; compare with [errors.Is].
var (
	// ErrBadDate: the text is not a day of the calendar, such as 2023-02-30.
	ErrBadDate = errors.New("cycle: not a day of the calendar")
	// ErrEmptySpan: the last day is before the first one.
	ErrEmptySpan = errors.New("cycle: the end is before the start")
	// ErrBadCalendar: the calendar cannot be laid out.
	ErrBadCalendar = errors.New("cycle: unusable calendar")
	// ErrBadHolidays: a set of holidays contradicts itself or leaves out what is
	// needed.
	ErrBadHolidays = errors.New("cycle: unusable holidays")
	// ErrNoPeriod: the calendar has no period on that day.
	ErrNoPeriod = errors.New("cycle: no period on that day")
	// ErrNoAnchor: the calendar needs something of the member's that is not known, or
	// the member is in none of its cohorts.
	ErrNoAnchor = errors.New("cycle: the member's anchor is not known")
)
