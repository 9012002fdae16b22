package cycle_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/cycle"
)

// span returns the days from the first to the day after the last.
func span(from, to string) cycle.Span { return cycle.Span{From: day(from), To: day(to)} }

func TestDaysIncludesBothEnds(t *testing.T) {
	s, err := cycle.Days(day("2022-01-01"), day("2025-03-31"))
	require.NoError(t, err)
	require.Equal(t, span("2022-01-01", "2025-04-01"), s)
	require.Equal(t, 1186, s.Len()) // 365 + 365 + 366 + 90
	require.Equal(t, day("2025-03-31"), s.Last())
	require.Equal(t, "2022-01-01/2025-03-31", s.String())

	one, err := cycle.Days(day("2024-02-29"), day("2024-02-29"))
	require.NoError(t, err)
	require.Equal(t, 1, one.Len())

	_, err = cycle.Days(day("2023-01-02"), day("2023-01-01"))
	require.ErrorIs(t, err, cycle.ErrEmptySpan)
	_, err = cycle.Days(cycle.Date{}, day("2023-01-01"))
	require.ErrorIs(t, err, cycle.ErrBadDate)
	_, err = cycle.Days(day("2023-01-01"), cycle.Date{})
	require.ErrorIs(t, err, cycle.ErrBadDate)
}

func TestEmptySpans(t *testing.T) {
	for _, s := range []cycle.Span{{}, span("2023-01-01", "2023-01-01"), span("2023-01-02", "2023-01-01"), {To: day("2023-01-01")}} {
		require.True(t, s.Empty())
		require.Zero(t, s.Len())
		require.Zero(t, s.MonthsWhole())
		require.Zero(t, s.MonthsTouched())
		require.Zero(t, s.MonthsCalendar())
		require.True(t, s.Last().IsZero())
		require.Empty(t, s.String())
		require.False(t, s.Contains(day("2023-01-01")))
		require.True(t, s.Intersect(span("2020-01-01", "2030-01-01")).IsZero())
	}
}

func TestSpanContainsItsFirstDayAndNotItsEnd(t *testing.T) {
	s := span("2022-01-01", "2025-04-01")
	require.True(t, s.Contains(day("2022-01-01")))
	require.True(t, s.Contains(day("2025-03-31")))
	require.False(t, s.Contains(day("2025-04-01")))
	require.False(t, s.Contains(day("2021-12-31")))
	require.False(t, s.Contains(cycle.Date{}))
	require.False(t, s.Overlaps(span("2025-04-01", "2028-04-01")))
	require.Equal(t, span("2025-03-31", "2025-04-01"), s.Intersect(span("2025-03-31", "2028-04-01")))
}

func TestMonths(t *testing.T) {
	for _, c := range []struct {
		from, to                 string
		whole, touched, calendar int
	}{
		{"2023-02-01", "2023-04-01", 2, 2, 2},
		{"2023-02-02", "2023-04-01", 1, 2, 1},
		{"2022-01-01", "2025-04-01", 39, 39, 39},
		{"2023-02-01", "2025-04-01", 26, 26, 26},
		{"2023-02-15", "2025-04-01", 25, 26, 25},
		{"2025-03-02", "2025-04-01", 0, 1, 0},
		{"2023-01-31", "2023-02-28", 1, 2, 0}, // 28 February stands for the 31st
		{"2023-01-31", "2023-02-27", 0, 2, 0},
		{"2023-01-31", "2023-03-30", 1, 3, 1},
		{"2024-02-29", "2025-02-28", 12, 13, 11},
		{"2023-12-31", "2024-01-01", 0, 1, 0},
		{"2020-06-01", "2021-02-02", 8, 9, 8}, // the leave of the social workers' order: 9 months touched
		{"2023-02-02", "2023-03-31", 1, 2, 0}, // 30 March is the last day
		{"2023-01-15", "2023-04-15", 3, 4, 2}, // February and March
		{"2023-02-10", "2023-02-20", 0, 1, 0},
		{"2023-02-01", "2023-03-01", 1, 1, 1},
		{"2022-01-01", "9999-12-31", 95735, 95736, 95735},
	} {
		s := span(c.from, c.to)
		require.Equal(t, c.whole, s.MonthsWhole(), c)
		require.Equal(t, c.touched, s.MonthsTouched(), c)
		require.Equal(t, c.calendar, s.MonthsCalendar(), c)
	}
}

func TestWholeMonthsFitAndOneMoreDoesNot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from, n := near().Draw(t, "from"), rapid.IntRange(1, 5000).Draw(t, "days")
		s := cycle.Span{From: from, To: from.AddDays(n)}
		whole := s.MonthsWhole()
		require.LessOrEqual(t, from.AddMonths(whole).Compare(s.To), 0)
		require.True(t, from.AddMonths(whole+1).After(s.To))
		require.LessOrEqual(t, whole, s.MonthsTouched())
		// Counted from inside a month, one calendar month at most is not whole.
		require.LessOrEqual(t, s.MonthsCalendar(), whole)
		require.GreaterOrEqual(t, s.MonthsCalendar(), whole-1)
	})
}

func TestWholeMonthsNeverFallWhenASpanGrows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := near().Draw(t, "from")
		n, more := rapid.IntRange(0, 2000).Draw(t, "days"), rapid.IntRange(0, 400).Draw(t, "more")
		s := cycle.Span{From: from, To: from.AddDays(n)}
		later := cycle.Span{From: from, To: s.To.AddDays(more)}
		require.LessOrEqual(t, s.MonthsWhole(), later.MonthsWhole())
		require.LessOrEqual(t, s.MonthsTouched(), later.MonthsTouched())
		if n > 0 {
			earlier := cycle.Span{From: from.AddDays(-more), To: s.To}
			require.LessOrEqual(t, s.MonthsTouched(), earlier.MonthsTouched())
		}
	})
}
