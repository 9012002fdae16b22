package privacy_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/cycle/holidays"
	"github.com/goodstanding/goodstanding/privacy"
	"github.com/goodstanding/goodstanding/privacy/inventory"
	"github.com/goodstanding/goodstanding/privacy/law"
)

var day = cycle.MustDate

// The documents are read once. A test that changes one clones it first.
var (
	readLaw       = sync.OnceValues(law.Quebec)
	readInventory = sync.OnceValues(func() (map[string]privacy.Inventory, error) {
		l, err := readLaw()
		if err != nil {
			return nil, err
		}
		return inventory.All(l)
	})
)

func quebec(t testing.TB) privacy.Law {
	t.Helper()
	l, err := readLaw()
	require.NoError(t, err)
	return l
}

func otpq(t testing.TB) privacy.Inventory {
	t.Helper()
	all, err := readInventory()
	require.NoError(t, err)
	return all["qc-otpq"]
}

func quebecHolidays(t testing.TB) cycle.Holidays {
	t.Helper()
	all, err := holidays.All()
	require.NoError(t, err)
	return all["qc"]
}

func clock(t testing.TB, r privacy.Regime, k privacy.Kind) privacy.Clock {
	t.Helper()
	c, ok := quebec(t).Clock(r, k, day("2026-01-05"))
	require.True(t, ok, "%s %s", r, k)
	return c
}

// Worked out by hand on a wall calendar.
func TestV16_DeadlinesByHand(t *testing.T) {
	h := quebecHolidays(t)
	for name, c := range map[string]struct {
		regime   privacy.Regime
		received string
		extended int
		due      string
	}{
		"thirty days":                              {privacy.PrivateAct, "2026-02-02", 0, "2026-03-04"},
		"thirty days of a leap year":               {privacy.PrivateAct, "2028-02-02", 0, "2028-03-03"},
		"a Saturday moves nothing":                 {privacy.PrivateAct, "2026-02-05", 0, "2026-03-07"},
		"a Sunday goes to Monday":                  {privacy.PrivateAct, "2026-02-06", 0, "2026-03-09"},
		"Good Friday goes to Saturday":             {privacy.PrivateAct, "2026-03-04", 0, "2026-04-04"},
		"Easter Sunday goes to Tuesday":            {privacy.PrivateAct, "2026-03-06", 0, "2026-04-07"},
		"26 December is no holiday":                {privacy.PrivateAct, "2028-11-26", 0, "2028-12-26"},
		"twenty days":                              {privacy.AccessAct, "2026-02-02", 0, "2026-02-23"}, // the 22nd is a Sunday
		"twenty and ten":                           {privacy.AccessAct, "2026-02-02", 10, "2026-03-04"},
		"twenty and one, from receipt":             {privacy.AccessAct, "2026-02-02", 1, "2026-02-23"},
		"1 July, a Sunday, and 2 July which it is": {privacy.AccessAct, "2029-06-11", 0, "2029-07-03"},
	} {
		require.Equal(t, day(c.due), clock(t, c.regime, privacy.Access).Due(day(c.received), c.extended, h), name)
	}
}

func TestV16_OnlyTheAccessActExtendsAndOnlyInTime(t *testing.T) {
	h := quebecHolidays(t)
	access := clock(t, privacy.AccessAct, privacy.Access)
	received := day("2026-02-02")
	require.Equal(t, day("2026-02-23"), access.NoticeBy(received, h))

	due, err := access.Extend(received, day("2026-02-23"), 10, h)
	require.NoError(t, err)
	require.Equal(t, day("2026-03-04"), due)
	_, err = access.Extend(received, day("2026-02-24"), 10, h)
	require.ErrorIs(t, err, privacy.ErrExtensionLate)
	_, err = access.Extend(received, day("2026-02-01"), 10, h)
	require.ErrorIs(t, err, privacy.ErrExtensionLate, "before it was received")
	for _, days := range []int{-1, 0, 11} {
		_, err = access.Extend(received, day("2026-02-10"), days, h)
		require.ErrorIs(t, err, privacy.ErrExtensionDays)
	}
	for _, k := range privacy.Kinds() {
		_, err = clock(t, privacy.PrivateAct, k).Extend(received, received, 10, h)
		require.ErrorIs(t, err, privacy.ErrNoExtension, "%s: a site that claims a 30-day extension is wrong", k)
	}
}

func TestV16_SilenceIsARefusalFromTheDayAfter(t *testing.T) {
	h := quebecHolidays(t)
	c := clock(t, privacy.PrivateAct, privacy.Access)
	received := day("2026-02-06") // due on Monday 9 March
	require.False(t, c.Deemed(received, 0, h, day("2026-03-09")))
	require.True(t, c.Deemed(received, 0, h, day("2026-03-10")))
	// Thirty days after 9 March is Wednesday 8 April.
	require.Equal(t, day("2026-04-08"), c.RecourseBy(day("2026-03-09"), h))
}

// No text sets a number of days for these, and none is invented.
func TestV7_V17_WhatHasNoClockIsNeverDeemedRefused(t *testing.T) {
	h := quebecHolidays(t)
	for _, r := range privacy.Regimes() {
		for _, k := range []privacy.Kind{privacy.Withdrawal, privacy.Complaint} {
			c := clock(t, r, k)
			require.True(t, c.Due(day("2026-02-02"), 0, h).IsZero())
			require.False(t, c.Deemed(day("2026-02-02"), 0, h, cycle.Forever))
			require.True(t, c.RecourseBy(day("2026-02-02"), h).IsZero())
			require.False(t, c.Verified)
		}
	}
}

// The Access Act has no twin of s. 28.1: the policy promises it.
func TestV16_DeIndexingUnderTheAccessActIsAPromise(t *testing.T) {
	promise, right := clock(t, privacy.AccessAct, privacy.DeIndex), clock(t, privacy.PrivateAct, privacy.DeIndex)
	require.True(t, promise.Promise)
	require.Equal(t, []privacy.ArticleID{"policy:requests"}, promise.Articles)
	require.False(t, right.Promise)
	require.Equal(t, 30, right.Days)
}

func TestV16_PortabilitySince22September2024(t *testing.T) {
	for _, r := range privacy.Regimes() {
		_, ok := quebec(t).Clock(r, privacy.Portability, day("2024-09-21"))
		require.False(t, ok)
		_, ok = quebec(t).Clock(r, privacy.Portability, day("2024-09-22"))
		require.True(t, ok)
		_, ok = quebec(t).Clock(r, privacy.Access, cycle.Date{})
		require.False(t, ok, "received on no day")
	}
}

// easters are Easter Sundays, from an almanac.
var easters = map[int]string{
	2024: "03-31", 2025: "04-20", 2026: "04-05", 2027: "03-28", 2028: "04-16", 2029: "04-01",
	2030: "04-21", 2031: "04-13", 2032: "03-28", 2033: "04-17", 2034: "04-09",
}

// naive is another calendar: it knows I-16, s. 61 (23), as sentences, and walks.
type naive struct{ holidays map[string]bool }

func newNaive(t *testing.T) naive {
	t.Helper()
	n := naive{map[string]bool{}}
	add := func(d time.Time) { n.holidays[d.Format(time.DateOnly)] = true }
	for year, easter := range easters {
		on := func(month time.Month, d int) time.Time { return time.Date(year, month, d, 12, 0, 0, 0, time.UTC) }
		for d := on(1, 1); d.Year() == year; d = d.AddDate(0, 0, 1) {
			monday, of := d.Weekday() == time.Monday, d.Day()
			switch {
			case d.Weekday() == time.Sunday,
				d.Month() == 9 && monday && of <= 7,
				d.Month() == 10 && monday && of >= 8 && of <= 14,
				d.Month() == 5 && monday && of >= 18 && of <= 24:
				add(d)
			}
		}
		add(on(1, 1))
		add(on(6, 24))
		add(on(12, 25))
		if canada := on(7, 1); canada.Weekday() == time.Sunday {
			add(on(7, 2))
		} else {
			add(canada)
		}
		sunday, err := time.Parse(time.DateOnly, time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC).Format("2006")+"-"+easter)
		require.NoError(t, err)
		require.Equal(t, time.Sunday, sunday.Weekday())
		add(sunday.AddDate(0, 0, -2))
		add(sunday.AddDate(0, 0, 1))
	}
	return n
}

// after walks so many days on, and then off any holidays.
func (n naive) after(from string, days int) string {
	d, err := time.Parse(time.DateOnly, from)
	if err != nil {
		panic(err)
	}
	for range days {
		d = d.Add(24 * time.Hour)
	}
	for n.holidays[d.Format(time.DateOnly)] {
		d = d.Add(24 * time.Hour)
	}
	return d.Format(time.DateOnly)
}

// Every day of ten years, leap years and holidays among them, under both Acts, with
// every extension there may be, and the recourse that follows.
func TestV16_DeadlinesOfEveryDayOfTenYears(t *testing.T) {
	h, n := quebecHolidays(t), newNaive(t)
	access, private := clock(t, privacy.AccessAct, privacy.Access), clock(t, privacy.PrivateAct, privacy.Access)
	looked := 0
	for received := day("2024-01-01"); received.Before(day("2034-01-01")); received = received.AddDays(1) {
		from := received.String()
		due := private.Due(received, 0, h)
		require.Equal(t, n.after(from, 30), due.String(), "%s, P-39.1", from)
		require.Equal(t, n.after(due.String(), 30), private.RecourseBy(due, h).String(), "%s, recourse", from)
		require.True(t, private.NoticeBy(received, h).IsZero())

		first := n.after(from, 20)
		require.Equal(t, first, access.Due(received, 0, h).String(), "%s, A-2.1", from)
		require.Equal(t, first, access.NoticeBy(received, h).String(), from)
		require.False(t, access.Deemed(received, 0, h, day(first)))
		require.True(t, access.Deemed(received, 0, h, day(first).AddDays(1)))
		for _, days := range []int{1, 5, 10} {
			extended, err := access.Extend(received, day(first), days, h)
			require.NoError(t, err)
			require.Equal(t, n.after(from, 20+days), extended.String(), "%s, A-2.1 and %d days", from, days)
			_, err = access.Extend(received, day(first).AddDays(1), days, h)
			require.ErrorIs(t, err, privacy.ErrExtensionLate)
		}
		looked++
	}
	require.Equal(t, 3653, looked, "ten years, three of them leap years")
}

// Without a set of holidays, nothing moves.
func TestTheHolidaysAreAPort(t *testing.T) {
	require.Equal(t, day("2026-03-08"), clock(t, privacy.PrivateAct, privacy.Access).Due(day("2026-02-06"), 0, cycle.Holidays{}))
}
