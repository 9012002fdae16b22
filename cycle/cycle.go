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

import (
	"fmt"
	"strconv"
)

// Parity says in which years periods may start.
type Parity string

// The parities. The zero value, AnyYear, sets no condition.
const (
	AnyYear  Parity = ""
	EvenYear Parity = "even"
	OddYear  Parity = "odd"
)

// Anchor says what a calendar's periods are laid out from.
type Anchor string

// The anchors. The zero value is ByCalendar.
const (
	// ByCalendar: the same periods for everybody, from a month and a day.
	ByCalendar Anchor = ""
	// ByAdmission: each member's periods start on the day of first admission.
	ByAdmission Anchor = "admission"
	// ByBirthday: each member's periods start on a birthday, from the first one
	// on or after first admission.
	ByBirthday Anchor = "birthday"
	// ByCohort: periods start on the calendar's month and day, in years of the
	// same parity as the year of first admission.
	ByCohort Anchor = "cohort"
)

// MonthDay is a day of the year, such as 1 April. Month is 1 to 12 and Day 1 to
// 31; 29 February falls on the 28th in common years. The zero value is no day.
type MonthDay struct {
	Month int
	Day   int
}

// MarshalText writes MM-DD, or nothing for no day.
func (m MonthDay) MarshalText() ([]byte, error) {
	if m == (MonthDay{}) {
		return nil, nil
	}
	return []byte(m.String()), nil
}

// UnmarshalText reads MM-DD; the error is [ErrBadDate]. 02-29 is read.
func (m *MonthDay) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*m = MonthDay{}
		return nil
	}
	d, err := ParseDate("2024-" + string(text)) // a leap year
	if err != nil {
		return err
	}
	*m = MonthDay{d.Month(), d.Day()}
	return nil
}

// In returns that day of the given year, the month's last day at the latest.
func (m MonthDay) In(year int) Date {
	return clamped(year, m.Month, m.Day)
}

// Calendar describes how the reference periods of a regulation follow one
// another. It is data: a regulation document carries one.
type Calendar struct {
	// Anchor says what periods are laid out from.
	Anchor Anchor `json:"anchor,omitempty"`
	// Months is the length of a period, 1 to 120.
	Months int `json:"months,omitempty"`
	// Start is the day of the year on which periods start. ByAdmission and
	// ByBirthday do not use it.
	Start MonthDay `json:"start,omitempty"`
	// Parity restricts the years in which a period of whole years may start.
	Parity Parity `json:"parity,omitempty"`
	// From is the first day of the first regular period; before it there is no
	// regular period. It may be the zero Date when Parity, the anchor or a
	// twelve-month length already says in which years periods start.
	From Date `json:"from,omitempty"`
	// First, when it is not empty, is a special first period of its own length;
	// regular periods follow from its end.
	First Span `json:"first,omitempty"`
	// Step, when it is not zero, makes windows roll: one of Months months ends
	// every Step months, so that a day belongs to several of them.
	Step int `json:"step,omitempty"`
}

// Period is one reference period of a calendar.
type Period struct {
	Span
}

// Key is the stable name of the period inside its calendar: its first day, such
// as "2022-01-01". Stores use it.
func (p Period) Key() string { return p.From.String() }

// Anchors is what a calendar needs to know of a member. ByCalendar needs nothing.
type Anchors struct {
	Admission Date // first admission ever; it survives resignations
	Birth     Date
}

// Check reports the first thing in the calendar that cannot be laid out, as an
// error that wraps [ErrBadCalendar].
func (c Calendar) Check() error {
	bad := func(format string, a ...any) error {
		return fmt.Errorf("%w: %s", ErrBadCalendar, fmt.Sprintf(format, a...))
	}
	switch {
	case c.Months < 1 || c.Months > 120:
		return bad("a period of %d months", c.Months)
	case c.Step < 0 || (c.Step > 0 && c.Months%c.Step != 0):
		return bad("windows of %d months cannot roll every %d", c.Months, c.Step)
	case !c.First.IsZero() && c.First.Empty():
		return bad("a first period without a day")
	}
	switch c.Parity {
	case AnyYear, EvenYear, OddYear:
	default:
		return bad("unknown parity %q", c.Parity)
	}
	switch c.Anchor {
	case ByAdmission, ByBirthday:
		return nil
	case ByCalendar, ByCohort:
	default:
		return bad("unknown anchor %q", c.Anchor)
	}
	if !c.First.IsZero() {
		return nil
	}
	if !c.From.IsZero() {
		return nil
	}
	if c.Start.Month < 1 || c.Start.Month > 12 || c.Start.Day < 1 || c.Start.Day > 31 {
		return bad("no first day of the year")
	}
	whole := c.Months == 12 || c.step() == 12
	if !whole && (c.Months != 24 || (c.Parity == AnyYear && c.Anchor != ByCohort)) {
		return bad("nothing says in which year periods of %d months start", c.Months)
	}
	return nil
}

// At returns the period that holds the day; with rolling windows, the one that
// ends first. The error is [ErrNoPeriod] for a day before the calendar begins,
// [ErrNoAnchor] when the member's anchor is not known, or wraps
// [ErrBadCalendar].
func (c Calendar) At(day Date, a Anchors) (Period, error) {
	if err := c.Check(); err != nil {
		return Period{}, err
	}
	if c.First.Contains(day) {
		return Period{c.First}, nil
	}
	origin, err := c.origin(day, a)
	if err != nil {
		return Period{}, err
	}
	if day.Before(origin) {
		return Period{}, fmt.Errorf("%w: %s is before %s", ErrNoPeriod, day, origin)
	}
	step := c.step()
	n := monthsBetween(origin, day) / step
	for origin.AddMonths((n+1)*step).Compare(day) <= 0 {
		n++
	}
	for n > 0 && origin.AddMonths(n*step).After(day) {
		n--
	}
	// The step that holds the day closes the window: the window reaches back
	// from the end of that step, but never before the calendar itself begins.
	end := (n + 1) * step
	start := max(end-c.Months, 0)
	if c.floating() {
		start = end - c.Months
	}
	return Period{Span{origin.AddMonths(start), origin.AddMonths(end)}}, nil
}

// Next returns the period that follows p: the one that holds the day on which p
// ends. Errors are those of [Calendar.At].
func (c Calendar) Next(p Period, a Anchors) (Period, error) { return c.At(p.To, a) }

// Windows returns every window that holds the day, the one that ends first
// coming first. Without rolling there is exactly one. Errors are those of
// [Calendar.At].
func (c Calendar) Windows(day Date, a Anchors) ([]Period, error) {
	p, err := c.At(day, a)
	if err != nil {
		return nil, err
	}
	all := []Period{p}
	if c.Step == 0 || p.Span == c.First {
		return all, nil
	}
	for p, err = c.Next(p, a); err == nil && p.Contains(day); p, err = c.Next(p, a) {
		all = append(all, p)
	}
	return all, err
}

func (c Calendar) step() int {
	if c.Step > 0 {
		return c.Step
	}
	return c.Months
}

// floating reports that the calendar has no first day of its own, so that its
// origin is only a day of reference.
func (c Calendar) floating() bool {
	return c.From.IsZero() && c.First.IsZero() && (c.Anchor == ByCalendar || c.Anchor == ByCohort)
}

// origin returns a first day of a step at or before the day, from which steps
// are counted.
func (c Calendar) origin(day Date, a Anchors) (Date, error) {
	if !c.First.IsZero() && (c.Anchor == ByCalendar || c.Anchor == ByCohort) {
		if day.Before(c.First.From) {
			return c.First.From, nil
		}
		return c.First.To, nil
	}
	switch c.Anchor {
	case ByAdmission:
		if a.Admission.IsZero() {
			return Date{}, fmt.Errorf("%w: %s", ErrNoAnchor, c.Anchor)
		}
		return a.Admission, nil
	case ByBirthday:
		if a.Admission.IsZero() || a.Birth.IsZero() {
			return Date{}, fmt.Errorf("%w: %s", ErrNoAnchor, c.Anchor)
		}
		birthday := MonthDay{a.Birth.Month(), a.Birth.Day()}
		first := birthday.In(a.Admission.Year())
		if first.Before(a.Admission) {
			first = birthday.In(a.Admission.Year() + 1)
		}
		return first, nil
	case ByCohort:
		if a.Admission.IsZero() {
			return Date{}, fmt.Errorf("%w: %s", ErrNoAnchor, c.Anchor)
		}
		parity := EvenYear
		if a.Admission.Year()%2 != 0 {
			parity = OddYear
		}
		return c.reference(day, parity), nil
	default:
		if !c.From.IsZero() {
			return c.From, nil
		}
		return c.reference(day, c.Parity), nil
	}
}

// reference is the latest start day at or before the day in a year of the parity.
func (c Calendar) reference(day Date, parity Parity) Date {
	year := day.Year()
	if c.Start.In(year).After(day) {
		year--
	}
	if (parity == EvenYear && year%2 != 0) || (parity == OddYear && year%2 == 0) {
		year--
	}
	return c.Start.In(year)
}

// String returns the day as MM-DD.
func (m MonthDay) String() string {
	return pad(m.Month) + "-" + pad(m.Day)
}

func pad(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}
