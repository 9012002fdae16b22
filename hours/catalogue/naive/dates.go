package naive

import "time"

// date is a day: midnight in UTC.
type date = time.Time

// span is the days from `from` to the day before `to`.
type span struct{ from, to date }

var (
	longAgo = time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)
	never   = time.Date(9000, 1, 1, 0, 0, 0, 0, time.UTC)
)

func parseDay(text string) date {
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(unreadable(err.Error()))
	}
	return d
}

func next(d date) date     { return d.AddDate(0, 0, 1) }
func previous(d date) date { return d.AddDate(0, 0, -1) }

func (s span) empty() bool { return !s.from.Before(s.to) }

func (s span) holds(d date) bool { return !d.Before(s.from) && d.Before(s.to) }

func (s span) within(o span) span {
	return span{latest(s.from, o.from), earliest(s.to, o.to)}
}

func (s span) days() int { return int(s.to.Sub(s.from).Hours() / 24) }

func latest(a, b date) date {
	if b.After(a) {
		return b
	}
	return a
}

func earliest(a, b date) date {
	if b.Before(a) {
		return b
	}
	return a
}

func lastOfMonth(year int, month time.Month) int {
	return time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// onDay is the day of that month, or its last one when it has fewer.
func onDay(year int, month time.Month, day int) date {
	first := time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
	return time.Date(first.Year(), first.Month(), min(day, lastOfMonth(first.Year(), first.Month())), 0, 0, 0, 0, time.UTC)
}

// months later, on the same day of the month or the last one.
func months(d date, count int) date { return onDay(d.Year(), d.Month()+time.Month(count), d.Day()) }

// monthsEnd is the day after so many months that begin on the day. A month from
// the 31st ends with a shorter month that follows, so that what comes after is the
// first of the next.
func monthsEnd(d date, count int) date {
	then := months(d, count)
	if then.Day() < d.Day() {
		return next(then)
	}
	return then
}

// dayOfYear is a day such as 04-01 in a year.
func dayOfYear(text string, year int) date {
	d, err := time.Parse("2006-01-02", "2000-"+text)
	if err != nil {
		panic(unreadable(err.Error()))
	}
	return onDay(year, d.Month(), d.Day())
}

// ordinal numbers the months of all calendars, so that they can be compared.
func ordinal(d date) int { return d.Year()*12 + int(d.Month()) - 1 }

func monthOf(ordinal int) span {
	from := time.Date(ordinal/12, time.Month(ordinal%12+1), 1, 0, 0, 0, 0, time.UTC)
	return span{from, from.AddDate(0, 1, 0)}
}

// counted is how many of what `how` counts there are in the span, in blocks.
func counted(how string, block int, s span) int {
	if s.empty() {
		return 0
	}
	count := 0
	switch how {
	case "days":
		count = s.days()
	case "months-whole":
		for !monthsEnd(s.from, count+1).After(s.to) {
			count++
		}
	case "months-touched", "months-calendar":
		for m := ordinal(s.from); m <= ordinal(previous(s.to)); m++ {
			month := monthOf(m)
			if how == "months-touched" || month.within(s) == month {
				count++
			}
		}
	default:
		panic(unreadable("count: " + how))
	}
	if rest := count % block; rest > 0 && how == "months-touched" {
		return count/block + 1
	}
	return count / block
}
