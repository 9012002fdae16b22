package cycle_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
)

var nobody = cycle.Anchors{}

// otpq is the calendar of C-26, r. 261.1, art. 1, with the first period that the
// order's guide shows.
func otpq() cycle.Calendar {
	return cycle.Calendar{
		Months: 36, Start: cycle.MonthDay{Month: 4, Day: 1}, First: span("2022-01-01", "2025-04-01"),
	}
}

// socialWorkers: two years from 1 April of an even year (C-26, r. 291.2, art. 2).
func socialWorkers() cycle.Calendar {
	return cycle.Calendar{Months: 24, Start: cycle.MonthDay{Month: 4, Day: 1}, Parity: cycle.EvenYear}
}

// cpa: three years, one window closing every 31 August; the first that closes
// after the rule of 1 September 2018 began two years before it.
func cpa() cycle.Calendar {
	return cycle.Calendar{Months: 36, Step: 12, Start: cycle.MonthDay{Month: 9, Day: 1}, From: day("2016-09-01")}
}

// architects: two years from 1 April of a year of the parity of the first
// registration (A-21, r. 10, art. 3).
func architects() cycle.Calendar {
	return cycle.Calendar{Months: 24, Start: cycle.MonthDay{Month: 4, Day: 1}, Cohorts: []cycle.Cohort{
		{Admission: cycle.EvenYear, Ends: cycle.EvenYear}, {Admission: cycle.OddYear, Ends: cycle.OddYear},
	}}
}

func admitted(text string) cycle.Anchors { return cycle.Anchors{Admission: day(text)} }

func born(birth, admission string) cycle.Anchors {
	return cycle.Anchors{Admission: day(admission), Birth: day(birth)}
}

func ownCalendar(anchor cycle.Anchor, months int) cycle.Calendar {
	return cycle.Calendar{Anchor: anchor, Months: months}
}

func TestCalendarAt(t *testing.T) {
	april := cycle.MonthDay{Month: 4, Day: 1}
	leap := cycle.MonthDay{Month: 2, Day: 29}
	for _, c := range []struct {
		name     string
		calendar cycle.Calendar
		anchors  cycle.Anchors
		day      string
		want     string // both days in
	}{
		{"OTPQ, first day of the first period", otpq(), nobody, "2022-01-01", "2022-01-01/2025-03-31"},
		{"OTPQ, last day of the first period", otpq(), nobody, "2025-03-31", "2022-01-01/2025-03-31"},
		{"OTPQ, three years from 1 April", otpq(), nobody, "2025-04-01", "2025-04-01/2028-03-31"},
		{"OTPQ, the one after", otpq(), nobody, "2030-01-01", "2028-04-01/2031-03-31"},

		{"even year, its first day", socialWorkers(), nobody, "2024-04-01", "2024-04-01/2026-03-31"},
		{"even year, its second year", socialWorkers(), nobody, "2025-12-31", "2024-04-01/2026-03-31"},
		{"even year, the day before", socialWorkers(), nobody, "2024-03-31", "2022-04-01/2024-03-31"},
		{
			"odd year",
			cycle.Calendar{Months: 24, Start: april, Parity: cycle.OddYear},
			nobody,
			"2024-03-31", "2023-04-01/2025-03-31",
		},
		{
			"odd year with a beginning",
			cycle.Calendar{Months: 24, Start: april, Parity: cycle.OddYear, From: day("2011-04-01")},
			nobody,
			"2014-06-01", "2013-04-01/2015-03-31",
		},
		{
			"each calendar year",
			cycle.Calendar{Months: 12, Start: cycle.MonthDay{Month: 1, Day: 1}},
			nobody,
			"2024-12-31", "2024-01-01/2024-12-31",
		},
		{
			"each half year",
			cycle.Calendar{Months: 6, Start: april},
			nobody,
			"2024-03-31", "2023-10-01/2024-03-31",
		},
		{
			"18 months from a day",
			cycle.Calendar{Months: 18, From: day("2020-01-01")},
			nobody,
			"2021-07-01", "2021-07-01/2022-12-31",
		},
		{
			"months of 31 days do not drift",
			cycle.Calendar{Months: 1, From: day("2023-01-31")},
			nobody,
			"2023-03-31", "2023-03-31/2023-04-29",
		},
		{
			"from 29 February, in a leap year",
			cycle.Calendar{Months: 12, Start: leap},
			nobody,
			"2024-02-29", "2024-02-29/2025-02-27",
		},
		{
			"from 29 February, beginning on the 28th",
			cycle.Calendar{Months: 12, Start: leap, From: day("2023-02-28")},
			nobody,
			"2024-02-28", "2023-02-28/2024-02-28",
		},
		{
			"half years from the other half",
			cycle.Calendar{Months: 6, Start: april, From: day("2022-10-01")},
			nobody,
			"2023-04-01", "2023-04-01/2023-09-30",
		},
		{
			"from 29 February, the day before",
			cycle.Calendar{Months: 12, Start: leap},
			nobody,
			"2024-02-28", "2023-02-28/2024-02-28",
		},

		{"admission", ownCalendar(cycle.ByAdmission, 24), admitted("2021-05-17"), "2024-05-16", "2023-05-17/2025-05-16"},
		{"admission, on the day", ownCalendar(cycle.ByAdmission, 24), admitted("2021-05-17"), "2021-05-17", "2021-05-17/2023-05-16"},
		{"admission on 31 August", ownCalendar(cycle.ByAdmission, 6), admitted("2022-08-31"), "2023-08-31", "2023-08-31/2024-02-28"},

		{"birthday after admission", ownCalendar(cycle.ByBirthday, 24), born("1980-09-10", "2020-03-01"), "2020-09-10", "2020-09-10/2022-09-09"},
		{"birthday before admission", ownCalendar(cycle.ByBirthday, 24), born("1980-02-10", "2020-03-01"), "2022-01-01", "2021-02-10/2023-02-09"},
		{"born on 29 February, common year", ownCalendar(cycle.ByBirthday, 12), born("1984-02-29", "2022-06-01"), "2023-02-28", "2023-02-28/2024-02-28"},
		{"born on 29 February, leap year", ownCalendar(cycle.ByBirthday, 12), born("1984-02-29", "2022-06-01"), "2024-02-29", "2024-02-29/2025-02-27"},

		{"birth month after admission", ownCalendar(cycle.ByBirthMonth, 24), born("1980-09-10", "2020-03-01"), "2020-10-01", "2020-10-01/2022-09-30"},
		{"birth month before admission", ownCalendar(cycle.ByBirthMonth, 24), born("1980-02-10", "2020-03-02"), "2022-01-01", "2021-03-01/2023-02-28"},
		{"birth month, admitted on its first day", ownCalendar(cycle.ByBirthMonth, 24), born("1980-02-10", "2020-03-01"), "2020-03-01", "2020-03-01/2022-02-28"},
		{"born in December", ownCalendar(cycle.ByBirthMonth, 12), born("1980-12-31", "2020-03-01"), "2021-01-01", "2021-01-01/2021-12-31"},
		{"born in January", ownCalendar(cycle.ByBirthMonth, 12), born("1980-01-01", "2020-03-01"), "2021-02-01", "2021-02-01/2022-01-31"},

		{"CPA, the year and the two before", cpa(), nobody, "2018-09-01", "2016-09-01/2019-08-31"},
		{"CPA, the next one closes a year later", cpa(), nobody, "2019-09-01", "2017-09-01/2020-08-31"},
		{"CPA, last day of a window", cpa(), nobody, "2026-08-31", "2023-09-01/2026-08-31"},
		{
			"rolling without a beginning",
			cycle.Calendar{Months: 36, Step: 12, Start: cycle.MonthDay{Month: 9, Day: 1}},
			nobody,
			"2019-09-01", "2017-09-01/2020-08-31",
		},
		{"rolling from admission, first window whole", cycle.Calendar{Anchor: cycle.ByAdmission, Months: 36, Step: 12}, admitted("2020-01-15"), "2020-02-01", "2020-01-15/2023-01-14"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := c.calendar.At(day(c.day), c.anchors)
			require.NoError(t, err)
			require.Equal(t, c.want, p.String())
			require.Equal(t, c.want[:10], p.Key())
		})
	}
}

func TestNoPeriod(t *testing.T) {
	for _, c := range []struct {
		name     string
		calendar cycle.Calendar
		anchors  cycle.Anchors
		day      cycle.Date
	}{
		{"before the first period", otpq(), nobody, day("2021-12-31")},
		{"before the first day", cycle.Calendar{Months: 36, From: day("2011-04-01")}, nobody, day("2011-03-31")},
		{"before admission", ownCalendar(cycle.ByAdmission, 24), admitted("2021-05-17"), day("2021-05-16")},
		{"before the first birthday", ownCalendar(cycle.ByBirthday, 24), born("1980-09-10", "2020-03-01"), day("2020-09-09")},
		{"before the first birth month", ownCalendar(cycle.ByBirthMonth, 24), born("1980-09-10", "2020-03-01"), day("2020-09-30")},
		{"before rolling begins", cpa(), nobody, day("2016-08-31")},
		{"no day", otpq(), nobody, cycle.Date{}},
		{"no day, without a beginning", socialWorkers(), nobody, cycle.Date{}},
		{"the end of time", otpq(), nobody, cycle.Forever},
		{"a birthday after the end of time", ownCalendar(cycle.ByBirthday, 24), born("1980-01-01", "9999-12-31"), cycle.Forever},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := c.calendar.At(c.day, c.anchors)
			require.ErrorIs(t, err, cycle.ErrNoPeriod)
			require.True(t, p.IsZero())
		})
	}
}

func TestNoAnchor(t *testing.T) {
	for _, c := range []struct {
		calendar cycle.Calendar
		anchors  cycle.Anchors
	}{
		{ownCalendar(cycle.ByAdmission, 24), nobody},
		{ownCalendar(cycle.ByBirthday, 24), admitted("2020-01-01")},
		{ownCalendar(cycle.ByBirthday, 24), cycle.Anchors{Birth: day("1980-01-01")}},
		{ownCalendar(cycle.ByBirthMonth, 24), admitted("2020-01-01")},
	} {
		_, err := c.calendar.At(day("2024-01-01"), c.anchors)
		require.ErrorIs(t, err, cycle.ErrNoAnchor)
	}
}

func TestNextFollows(t *testing.T) {
	p, err := otpq().At(day("2023-06-15"), nobody)
	require.NoError(t, err)
	var all []string
	for range 3 {
		all = append(all, p.String())
		p, err = otpq().Next(p, nobody)
		require.NoError(t, err)
	}
	require.Equal(t, []string{"2022-01-01/2025-03-31", "2025-04-01/2028-03-31", "2028-04-01/2031-03-31"}, all)
}

func TestWindowsOfARollingCalendar(t *testing.T) {
	for _, c := range []struct {
		day  string
		want []string
	}{
		{"2016-09-01", []string{"2016-09-01/2019-08-31"}},
		{"2017-09-01", []string{"2016-09-01/2019-08-31", "2017-09-01/2020-08-31"}},
		{"2026-08-31", []string{"2023-09-01/2026-08-31", "2024-09-01/2027-08-31", "2025-09-01/2028-08-31"}},
	} {
		windows, err := cpa().Windows(day(c.day), nobody)
		require.NoError(t, err)
		var got []string
		for _, p := range windows {
			got = append(got, p.String())
		}
		require.Equal(t, c.want, got)
	}
	one, err := otpq().Windows(day("2026-01-01"), nobody)
	require.NoError(t, err)
	require.Len(t, one, 1)
	_, err = otpq().Windows(day("2021-01-01"), nobody)
	require.ErrorIs(t, err, cycle.ErrNoPeriod)
}

func ExampleCalendar_At() {
	// The technologists' regulation: three years from 1 April, after a first period
	// of 39 months.
	calendar := cycle.Calendar{
		Months: 36,
		Start:  cycle.MonthDay{Month: 4, Day: 1},
		First:  cycle.Span{From: cycle.MustDate("2022-01-01"), To: cycle.MustDate("2025-04-01")},
	}
	for _, text := range []string{"2023-06-15", "2026-11-22"} {
		period, err := calendar.At(cycle.MustDate(text), cycle.Anchors{})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s is in %s to %s, %d months\n", text, period.From, period.Last(), period.MonthsWhole())
	}
	// Output:
	// 2023-06-15 is in 2022-01-01 to 2025-03-31, 39 months
	// 2026-11-22 is in 2025-04-01 to 2028-03-31, 36 months
}
