package cycle

import (
	"fmt"
	"slices"
)

// Weekday is a day of the week. The zero value is none.
type Weekday string

// The days of the week.
const (
	Monday    Weekday = "monday"
	Tuesday   Weekday = "tuesday"
	Wednesday Weekday = "wednesday"
	Thursday  Weekday = "thursday"
	Friday    Weekday = "friday"
	Saturday  Weekday = "saturday"
	Sunday    Weekday = "sunday"
)

// weekdays begin on the day of the week of 1 January of the year 1.
var weekdays = []Weekday{Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday}

// Weekday returns the day of the week, "" for the zero Date.
func (d Date) Weekday() Weekday {
	if d.IsZero() {
		return ""
	}
	return weekdays[(d.n-1)%7]
}

// Holidays are the days on which a time limit does not end, such as those of a
// country's interpretation act. They are data: cycle/holidays reads them from
// documents. The zero value has none, and then nothing moves.
type Holidays struct {
	// ID names them in the catalogue of holidays, such as "qc".
	ID   string
	Days []Holiday
}

// Holiday is a rule that says on which days one holiday falls. Exactly one of
// Every, On, Nth, Near and Easter is given.
type Holiday struct {
	ID string
	// FR and EN are its names.
	FR, EN string
	// Every: on this day of every week.
	Every Weekday
	// On: on this day of the year.
	On MonthDay
	// Nth: on the n-th such weekday of a month.
	Nth NthWeekday
	// Near: on the nearest such weekday before or after a day of the year.
	Near WeekdayNear
	// Easter: so many days after Easter Sunday, or before it when it is below zero:
	// -2 is Good Friday. Nil is no such rule.
	Easter *int
	// Moved is by how many days it moves when it falls on a day of the week; a
	// source that says nothing of it moves nothing.
	Moved map[Weekday]int
	// From and Until are the first and the last year in which there is one; 0 is no
	// such year.
	From, Until int
	// Source is where it was read; Verified is false for what no source says.
	Source   string
	Verified bool
}

// NthWeekday is the n-th such weekday of a month, N from 1 to 4, or the last one
// when N is -1.
type NthWeekday struct {
	N       int
	Weekday Weekday
	Month   int
}

// WeekdayNear is the last such weekday before a day of the year, or the first one
// after it, that day not included: the Monday before 25 May. Exactly one of Before
// and After is given.
type WeekdayNear struct {
	Weekday       Weekday
	Before, After MonthDay
}

// Is reports a holiday.
func (h Holidays) Is(d Date) bool {
	_, is := h.Named(d)
	return is
}

// Named returns the holiday that the day is: the first of the set, when it is
// several.
func (h Holidays) Named(d Date) (Holiday, bool) {
	for _, day := range h.Days {
		if day.falls(d) {
			return day, true
		}
	}
	return Holiday{}, false
}

// Next returns the day itself, or the next one that is not a holiday: where a time
// limit that would end on the day does end. The zero Date stays zero.
func (h Holidays) Next(d Date) Date {
	for d.Before(Forever) && h.Is(d) {
		d = d.AddDays(1)
	}
	return d
}

// Check reports the first contradiction or omission, as an error that wraps
// [ErrBadHolidays].
func (h Holidays) Check() error {
	bad := func(id, what string) error { return fmt.Errorf("%w: %s: %s: %s", ErrBadHolidays, h.ID, id, what) }
	if h.ID == "" || len(h.Days) == 0 {
		return fmt.Errorf("%w: %s: an identifier and a holiday are needed", ErrBadHolidays, h.ID)
	}
	seen, weekly := map[string]bool{}, map[Weekday]bool{}
	for _, day := range h.Days {
		if day.ID == "" || seen[day.ID] {
			return bad(day.ID, "no identifier, or one used twice")
		}
		seen[day.ID] = true
		if what := day.wrong(); what != "" {
			return bad(day.ID, what)
		}
		weekly[day.Every] = day.Every != ""
	}
	if delete(weekly, ""); len(weekly) == 7 {
		return bad("", "every day of the week is a holiday, and nothing would ever end")
	}
	return nil
}

// wrong says what is wrong with the rule, "" when nothing is.
func (h Holiday) wrong() string {
	given := 0
	for _, is := range []bool{h.Every != "", h.On != MonthDay{}, h.Nth != NthWeekday{}, h.Near != WeekdayNear{}, h.Easter != nil} {
		if is {
			given++
		}
	}
	known := func(w Weekday) bool { return slices.Contains(weekdays, w) }
	switch {
	case h.FR == "" || h.EN == "" || h.Source == "":
		return "a name in both languages and a source are needed"
	case given != 1:
		return "exactly one of every, on, nth, near and easter"
	case h.Every != "" && !known(h.Every):
		return "not a day of the week"
	case h.On != MonthDay{} && !h.On.valid():
		return "not a day of the year"
	case h.Nth != NthWeekday{} && (!known(h.Nth.Weekday) || h.Nth.Month < 1 || h.Nth.Month > 12 || h.Nth.N != -1 && (h.Nth.N < 1 || h.Nth.N > 4)):
		return "the first to the fourth such weekday of a month, or the last one, -1"
	case h.Near != WeekdayNear{} && (!known(h.Near.Weekday) || h.Near.Before.valid() == h.Near.After.valid()):
		return "a day of the week either before or after a day of the year"
	case h.Easter != nil && (*h.Easter < -100 || *h.Easter > 100):
		return "a hundred days from Easter at most"
	case h.From < 0 || h.Until < 0 || h.Until > 0 && h.Until < h.From:
		return "it ends before it begins"
	case len(h.Moved) > 0 && h.Every != "":
		return "what comes every week does not move"
	}
	for on, by := range h.Moved {
		if !known(on) || by < -6 || by > 6 || by == 0 {
			return "moved from a day of the week, by one to six days"
		}
	}
	return ""
}

// falls reports that the holiday falls on the day.
func (h Holiday) falls(d Date) bool {
	switch {
	case d.IsZero():
		return false
	case h.Every != "":
		return h.inYear(d.Year()) && d.Weekday() == h.Every
	}
	// What moves may come to fall in the year before or after its own.
	for year := d.Year() - 1; year <= d.Year()+1; year++ {
		if h.inYear(year) && h.in(year) == d {
			return true
		}
	}
	return false
}

func (h Holiday) inYear(year int) bool {
	return year >= h.From && (h.Until == 0 || year <= h.Until)
}

// in returns the day on which the year's holiday falls, the zero Date for none.
func (h Holiday) in(year int) Date {
	var d Date
	switch {
	case year < 1 || year > 9999:
	case h.Easter != nil:
		d = easter(year).AddDays(*h.Easter)
	case h.Nth != NthWeekday{}:
		d = h.Nth.in(year)
	case h.Near.Before.valid():
		d = h.Near.Weekday.onOrBefore(h.Near.Before.In(year).AddDays(-1))
	case h.Near.After.valid():
		d = h.Near.Weekday.onOrBefore(h.Near.After.In(year).AddDays(7))
	default:
		d = h.On.In(year)
	}
	return d.AddDays(h.Moved[d.Weekday()])
}

func (n NthWeekday) in(year int) Date {
	if n.N < 0 {
		return n.Weekday.onOrBefore(clamped(year, n.Month, 31))
	}
	// The first one is on the 7th at the latest.
	return n.Weekday.onOrBefore(clamped(year, n.Month, 7)).AddDays(7 * (n.N - 1))
}

// onOrBefore returns the last such weekday that is not after the day.
func (w Weekday) onOrBefore(d Date) Date {
	back := int(d.n-1)%7 - slices.Index(weekdays, w)
	return d.AddDays(-(back + 7) % 7)
}

// easter returns Easter Sunday of the Gregorian calendar.
func easter(year int) Date {
	golden, century := year%19, year/100
	skipped := century - century/4 - (8*century+13)/25
	moon := (19*golden + skipped + 15) % 30 // days from 21 March to the full moon
	if moon == 29 || moon == 28 && golden > 10 {
		moon--
	}
	full := dateOf(year, 3, 21).AddDays(moon)
	return Sunday.onOrBefore(full.AddDays(7))
}
