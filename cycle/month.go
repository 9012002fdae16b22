package cycle

// clamped returns the day of the month, its last day at the latest; the zero Date
// when there is no such month.
func clamped(year, month, day int) Date {
	d, err := NewDate(year, month, min(day, daysIn(year, month)))
	if err != nil {
		return Date{}
	}
	return d
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// months numbers the day's month: twelve for each year, and January is the first.
func (d Date) months() int {
	year, month, _ := d.YMD()
	return year*12 + month - 1
}

// dayOfMonth returns the day in the month that [Date.months] numbers, the month's
// last day at the latest; the first or the last day there is when the month is
// out of range.
func dayOfMonth(months, day int) Date {
	switch {
	case months < 1*12:
		return Date{1}
	case months >= 10000*12:
		return Forever
	}
	return clamped(months/12, months%12+1, day)
}
