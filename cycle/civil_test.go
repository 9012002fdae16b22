package cycle_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/cycle"
)

// same reports that both say the same day, whichever way it is asked.
func same(d cycle.Date, t time.Time) bool {
	year, month, dayOf := d.YMD()
	wantYear, wantMonth, wantDay := t.Date()
	made, err := cycle.NewDate(wantYear, int(wantMonth), wantDay)
	return err == nil && made == d && year == wantYear && month == int(wantMonth) && dayOf == wantDay &&
		d.String() == t.Format(time.DateOnly)
}

func TestFirstAndLastDayOfEveryMonthAreThoseOfPackageTime(t *testing.T) {
	first := day("0001-01-01")
	d, from := first, time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	for month := range 9999 * 12 {
		next := time.Date(1, time.Month(month+2), 1, 0, 0, 0, 0, time.UTC)
		length := int(next.Sub(from) / (24 * time.Hour))
		require.True(t, same(d, from), from)
		require.True(t, same(d.AddDays(length-1), next.AddDate(0, 0, -1)), next)
		d, from = d.AddDays(length), next
	}
	require.Equal(t, cycle.Forever, d) // held at the last day there is
}

func TestEveryDayFrom1890To2110IsThatOfPackageTime(t *testing.T) {
	d, at := day("1890-01-01"), time.Date(1890, 1, 1, 0, 0, 0, 0, time.UTC)
	for ; at.Year() < 2111; d, at = d.AddDays(1), at.AddDate(0, 0, 1) {
		if !same(d, at) { // require is slow on eighty thousand days
			require.Failf(t, "another day", "%s is not %s", d, at)
		}
	}
	require.Equal(t, "2111-01-01", d.String())
}

func TestAnyDayIsThatOfPackageTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 3652058).Draw(t, "days")
		require.True(t, same(day("0001-01-01").AddDays(n), time.Date(1, 1, 1+n, 0, 0, 0, 0, time.UTC)))
	})
}

func TestNoDayHasNoYear(t *testing.T) {
	year, month, dayOf := cycle.Date{}.YMD()
	require.Equal(t, [3]int{}, [3]int{year, month, dayOf})
}

func TestCountingMonthsAllocatesNothing(t *testing.T) {
	s := span("2022-01-31", "2025-04-01")
	total := 0
	require.Zero(t, testing.AllocsPerRun(100, func() {
		total += s.MonthsWhole() + s.MonthsTouched() + s.MonthsCalendar() + s.From.AddMonths(13).Day()
	}))
	require.NotZero(t, total)
}
