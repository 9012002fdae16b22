package cycle

// Days are numbered from 1 March of the year 0, so that the day that leap years
// add is the last of its year and four hundred years always have as many days.
const (
	marchOfYearZero = 305    // from that day to the day before 0001-01-01
	daysOf400Years  = 146097 // 97 of them are leap years
)

// YMD returns the year, 1 to 9999, the month, 1 to 12, and the day of the month,
// 1 to 31; zeros for the zero Date.
func (d Date) YMD() (year, month, day int) {
	if d.IsZero() {
		return 0, 0, 0
	}
	n := int(d.n) + marchOfYearZero
	era, n := n/daysOf400Years, n%daysOf400Years
	// Without the leap days before it, every year has 365 days.
	year = (n - n/1460 + n/36524 - n/146096) / 365
	n -= yearStart(year)
	// From March on, months have 31, 30, 31, 30, 31 days and again: 153 in five.
	month = (5*n + 2) / 153
	day = n - monthStart(month) + 1
	year += era * 400
	if month += 3; month > 12 {
		month, year = month-12, year+1
	}
	return year, month, day
}

// dateOf is NewDate for a day that there is.
func dateOf(year, month, day int) Date {
	if month -= 3; month < 0 {
		month, year = month+12, year-1
	}
	n := year/400*daysOf400Years + yearStart(year%400) + monthStart(month) + day - 1
	return Date{int32(n - marchOfYearZero)}
}

// yearStart returns the days before 1 March of a year, 0 to 399.
func yearStart(year int) int { return 365*year + year/4 - year/100 }

// monthStart returns the days from 1 March to the first of a month, 0 for March to
// 11 for February.
func monthStart(month int) int { return (153*month + 2) / 5 }
