package hours_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/cycle/holidays"
	"github.com/goodstanding/goodstanding/hours"
)

func quebec(t *testing.T) cycle.Holidays {
	t.Helper()
	all, err := holidays.All()
	require.NoError(t, err)
	return all["qc"]
}

// Worked out by hand on a calendar.
func TestDelayLast(t *testing.T) {
	days := func(n int) hours.Delay { return hours.Delay{Days: n} }
	working := func(n int) hours.Delay { return hours.Delay{WorkingDays: n} }
	months := func(n int) hours.Delay { return hours.Delay{Months: n} }
	for name, c := range map[string]struct {
		delay       hours.Delay
		event       string
		want, moved string // without holidays, and with those of Québec
	}{
		"the day of the event is not counted":      {days(1), "2026-11-25", "2026-11-26", "2026-11-26"},
		"thirty days":                              {days(30), "2026-11-25", "2026-12-25", "2026-12-26"}, // Christmas, then a Saturday
		"ninety days":                              {days(90), "2026-11-25", "2027-02-23", "2027-02-23"},
		"over 29 February":                         {days(30), "2028-02-10", "2028-03-11", "2028-03-11"},
		"over 28 February":                         {days(30), "2027-02-10", "2027-03-12", "2027-03-12"},
		"ends on 29 February":                      {days(29), "2028-01-31", "2028-02-29", "2028-02-29"},
		"ends on 24 June":                          {days(30), "2026-05-25", "2026-06-24", "2026-06-25"},
		"ends on 24 June, a Saturday":              {days(30), "2028-05-25", "2028-06-24", "2028-06-26"}, // then a Sunday
		"ends on Easter Monday":                    {days(10), "2026-03-27", "2026-04-06", "2026-04-07"},
		"ends on Easter Sunday":                    {days(9), "2026-03-27", "2026-04-05", "2026-04-07"}, // then its Monday
		"ends on Good Friday":                      {days(7), "2026-03-27", "2026-04-03", "2026-04-04"}, // a Saturday
		"ends on a Saturday":                       {days(3), "2026-11-25", "2026-11-28", "2026-11-28"},
		"ends on a Sunday":                         {days(4), "2026-11-25", "2026-11-29", "2026-11-30"},
		"ends on 1 July, a Sunday":                 {days(30), "2029-06-01", "2029-07-01", "2029-07-03"},
		"ends on 2 January":                        {days(30), "2025-12-03", "2026-01-02", "2026-01-02"},
		"holidays inside are counted":              {days(20), "2026-03-27", "2026-04-16", "2026-04-16"},
		"a month":                                  {months(1), "2026-11-25", "2026-12-25", "2026-12-26"},
		"a month from the 31st":                    {months(1), "2027-01-31", "2027-02-28", "2027-03-01"}, // a Sunday
		"a month from the 31st, in a leap year":    {months(1), "2028-01-31", "2028-02-29", "2028-02-29"},
		"twelve months from 29 February":           {months(12), "2028-02-29", "2029-02-28", "2029-02-28"},
		"twelve months":                            {months(12), "2026-06-24", "2027-06-24", "2027-06-25"},
		"five working days":                        {working(5), "2026-03-31", "2026-04-07", "2026-04-09"}, // two holidays more
		"a working day from a Friday":              {working(1), "2026-11-27", "2026-11-30", "2026-11-30"},
		"a range that is not set lasts its most":   {hours.Delay{Least: 30, Most: 60}, "2026-11-25", "2027-01-24", "2027-01-25"},
		"no delay ends on the day, be it a Sunday": {hours.Delay{}, "2026-11-29", "2026-11-29", "2026-11-29"},
	} {
		t.Run(name, func(t *testing.T) {
			event := cycle.MustDate(c.event)
			require.Equal(t, c.want, c.delay.Last(event, cycle.Holidays{}).String())
			require.Equal(t, c.moved, c.delay.Last(event, quebec(t)).String())
		})
	}
}

func TestDelayOfNoDay(t *testing.T) {
	for _, d := range []hours.Delay{{Days: 3}, {WorkingDays: 3}, {Months: 3}, {}} {
		require.Equal(t, cycle.Date{}, d.Last(cycle.Date{}, quebec(t)))
	}
	require.Equal(t, cycle.Forever, hours.Delay{WorkingDays: 3}.Last(cycle.Forever, quebec(t)))
}

func TestDelaySet(t *testing.T) {
	d := hours.Delay{Least: 30, Most: 60}
	require.True(t, d.Ranges())
	for _, n := range []int{30, 45, 60} {
		set, err := d.Set(n)
		require.NoError(t, err)
		require.Equal(t, hours.Delay{Days: n}, set)
	}
	for _, n := range []int{29, 61, 0, -1} {
		_, err := d.Set(n)
		require.ErrorIs(t, err, hours.ErrDelay)
	}
	_, err := hours.Delay{Days: 30}.Set(30)
	require.ErrorIs(t, err, hours.ErrDelay, "the text sets it")
}

// Holidays only ever make a delay longer, and never let it end on one.
func TestDelayNeverEndsOnAHoliday(t *testing.T) {
	h := quebec(t)
	rapid.Check(t, func(rt *rapid.T) {
		event := cycle.MustDate("2000-01-01").AddDays(rapid.IntRange(0, 30000).Draw(rt, "event"))
		n := rapid.IntRange(1, 400).Draw(rt, "n")
		for _, d := range []hours.Delay{{Days: n}, {WorkingDays: n}, {Months: n}, {Least: 1, Most: n}} {
			last := d.Last(event, h)
			require.False(rt, h.Is(last))
			require.False(rt, last.Before(d.Last(event, cycle.Holidays{})))
			require.True(rt, last.After(event))
		}
	})
}
