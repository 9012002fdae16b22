package cycle

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Date is a civil day of the proleptic Gregorian calendar, from 0001-01-01 to
// 9999-12-31, with neither hour nor zone. It is comparable with ==. The zero
// value is no day at all.
type Date struct {
	n int32 // 1 is 0001-01-01
}

// Forever is the day that ends a span that has no known end.
var Forever = MustDate("9999-12-31")

const (
	dayBeforeYearOne = -719163 // days from 1970-01-01 to the day before 0001-01-01
	lastDay          = 3652059 // 9999-12-31, counted from the day before 0001-01-01
	secondsPerDay    = 86400
)

// NewDate returns the day, or [ErrBadDate] when the calendar has none such.
// Years run from 1 to 9999.
func NewDate(year, month, day int) (Date, error) {
	if year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return Date{}, fmt.Errorf("%w: %d-%d-%d", ErrBadDate, year, month, day)
	}
	return dateOf(year, month, day), nil
}

// ParseDate reads YYYY-MM-DD and nothing else; the error is [ErrBadDate].
// [ReadDate] reads what people write.
func ParseDate(text string) (Date, error) {
	if len(text) != 10 || text[4] != '-' || text[7] != '-' {
		return Date{}, fmt.Errorf("%w: %.20q", ErrBadDate, text)
	}
	number := func(s string) int {
		n := 0
		for _, r := range []byte(s) {
			if r < '0' || r > '9' {
				return -1
			}
			n = n*10 + int(r-'0')
		}
		return n
	}
	d, err := NewDate(number(text[:4]), number(text[5:7]), number(text[8:]))
	if err != nil {
		return Date{}, fmt.Errorf("%w: %.20q", ErrBadDate, text)
	}
	return d, nil
}

// MustDate is [ParseDate] for literals; it panics on a text that is not a date.
func MustDate(text string) Date {
	d, err := ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// DateOf returns the day that it is at the instant in the zone; the zero Date
// outside the years 1 to 9999. A nil zone is UTC.
func DateOf(instant time.Time, zone *time.Location) Date {
	if zone == nil {
		zone = time.UTC
	}
	year, month, day := instant.In(zone).Date()
	d, err := NewDate(year, int(month), day)
	if err != nil {
		return Date{}
	}
	return d
}

// IsZero reports that d is no day.
func (d Date) IsZero() bool { return d.n == 0 }

// Year returns the year, 1 to 9999; 0 for the zero Date.
func (d Date) Year() int { y, _, _ := d.YMD(); return y }

// Month returns the month, 1 to 12; 0 for the zero Date.
func (d Date) Month() int { _, m, _ := d.YMD(); return m }

// Day returns the day of the month, 1 to 31; 0 for the zero Date.
func (d Date) Day() int { _, _, n := d.YMD(); return n }

func (d Date) midnight() time.Time {
	return time.Unix((int64(d.n)+dayBeforeYearOne)*secondsPerDay, 0).UTC()
}

// Start returns the first instant of the day in the zone; it is not midnight
// when clocks go forward then. A nil zone is UTC. The zero Date has none: the
// zero time.
func (d Date) Start(zone *time.Location) time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	if zone == nil {
		zone = time.UTC
	}
	year, month, day := d.YMD()
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, zone)
	begins, ends := t.ZoneBounds()
	switch {
	case DateOf(t, zone).Before(d):
		return ends
	case !begins.IsZero() && DateOf(begins.Add(-1), zone) == d:
		// Clocks went back to midnight: the day has two, and began at the first.
		_, offset := begins.Add(-1).Zone()
		return d.midnight().Add(-time.Duration(offset) * time.Second).In(zone)
	}
	return t
}

// Compare returns -1, 0 or +1. The zero Date comes before every day.
func (d Date) Compare(other Date) int {
	switch {
	case d.n < other.n:
		return -1
	case d.n > other.n:
		return 1
	}
	return 0
}

// Before reports that d is earlier than other.
func (d Date) Before(other Date) bool { return d.n < other.n }

// After reports that d is later than other.
func (d Date) After(other Date) bool { return d.n > other.n }

// Sub returns the number of days from other to d.
func (d Date) Sub(other Date) int { return int(d.n) - int(other.n) }

// AddDays returns the day n days later, or earlier when n is negative, held
// inside the years 1 to 9999. The zero Date stays zero.
func (d Date) AddDays(n int) Date {
	if d.IsZero() {
		return d
	}
	n = min(max(n, -lastDay), lastDay) // so that the sum does not overflow
	return Date{int32(min(max(int(d.n)+n, 1), lastDay))}
}

// AddMonths returns the same day n months later, or the last day of that month
// when it is shorter: 31 January and one month give 28 or 29 February. It is
// held inside the years 1 to 9999. The zero Date stays zero.
func (d Date) AddMonths(n int) Date {
	if d.IsZero() {
		return d
	}
	n = min(max(n, -lastDay), lastDay) // so that the sum does not overflow
	year, month, day := d.YMD()
	return dayOfMonth(year*12+month-1+n, day)
}

// String returns YYYY-MM-DD, or "" for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	year, month, day := d.YMD()
	text := [...]byte{
		'0' + byte(year/1000), '0' + byte(year/100%10), '0' + byte(year/10%10), '0' + byte(year%10), '-',
		'0' + byte(month/10), '0' + byte(month%10), '-', '0' + byte(day/10), '0' + byte(day%10),
	}
	return string(text[:])
}

// MarshalText writes YYYY-MM-DD, or nothing for the zero Date.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes; the error is [ErrBadDate], and
// then d is as it was.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// Value stores the day as its text, or NULL for the zero Date.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}

// Scan reads a stored day: a text, NULL, or an instant whose day in UTC it is. The
// error wraps [ErrBadDate].
func (d *Date) Scan(value any) error {
	switch v := value.(type) {
	case nil:
		*d = Date{}
		return nil
	case string:
		return d.UnmarshalText([]byte(v))
	case []byte:
		return d.UnmarshalText(v)
	case time.Time:
		*d = DateOf(v, time.UTC)
		return nil
	}
	return fmt.Errorf("%w: cannot read a %T", ErrBadDate, value)
}
