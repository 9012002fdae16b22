package cycle

import "fmt"

// MonthDay is a day of the year, such as 1 April. Month is 1 to 12 and Day 1 to
// 31; 29 February falls on the 28th in common years. The zero value is no day.
type MonthDay struct {
	Month int
	Day   int
}

// In returns that day of the given year, the month's last day at the latest; the
// zero Date when it is no day or the year is not 1 to 9999.
func (m MonthDay) In(year int) Date { return clamped(year, m.Month, m.Day) }

// String returns the day as MM-DD, or "" for no day.
func (m MonthDay) String() string {
	if m == (MonthDay{}) {
		return ""
	}
	return fmt.Sprintf("%02d-%02d", m.Month, m.Day)
}

// MarshalText writes MM-DD, or nothing for no day.
func (m MonthDay) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads MM-DD; the error is [ErrBadDate], and then m is as it was.
// 02-29 is read.
func (m *MonthDay) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*m = MonthDay{}
		return nil
	}
	d, err := ParseDate(leapYear + string(text))
	if err != nil {
		return fmt.Errorf("%w: %.20q is not MM-DD", ErrBadDate, text)
	}
	*m = MonthDay{d.Month(), d.Day()}
	return nil
}

const leapYear = "2024-"

func (m MonthDay) valid() bool {
	_, err := NewDate(2024, m.Month, m.Day)
	return err == nil
}
