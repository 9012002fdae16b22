package cycle_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/cycle"
)

// A holiday with what every one needs.
func holiday(id string, f func(*cycle.Holiday)) cycle.Holiday {
	h := cycle.Holiday{ID: id, FR: id, EN: id, Source: "made up"}
	f(&h)
	return h
}

func fromEaster(days int) func(*cycle.Holiday) {
	return func(h *cycle.Holiday) { h.Easter = &days }
}

func on(month, day int) func(*cycle.Holiday) {
	return func(h *cycle.Holiday) { h.On = cycle.MonthDay{Month: month, Day: day} }
}

func every(w cycle.Weekday) func(*cycle.Holiday) {
	return func(h *cycle.Holiday) { h.Every = w }
}

func set(all ...cycle.Holiday) cycle.Holidays { return cycle.Holidays{ID: "xx", Days: all} }

func TestWeekday(t *testing.T) {
	require.Equal(t, cycle.Weekday(""), cycle.Date{}.Weekday())
	require.Equal(t, cycle.Monday, cycle.MustDate("0001-01-01").Weekday())
	require.Equal(t, cycle.Wednesday, cycle.MustDate("2026-11-25").Weekday())
	names := []cycle.Weekday{
		cycle.Sunday, cycle.Monday, cycle.Tuesday, cycle.Wednesday, cycle.Thursday, cycle.Friday, cycle.Saturday,
	}
	rapid.Check(t, func(rt *rapid.T) {
		d := cycle.MustDate("0001-01-01").AddDays(rapid.IntRange(0, 3652058).Draw(rt, "days"))
		require.Equal(rt, names[d.Start(time.UTC).Weekday()], d.Weekday(), d.String())
	})
}

// The days of Easter are those of published tables: the earliest and the latest,
// the exceptions of the computation (1954, 1981, 2049, 2076) among them.
func TestEaster(t *testing.T) {
	h := set(holiday("easter", fromEaster(0)))
	for _, day := range []string{
		"1818-03-22", "1943-04-25", "1954-04-18", "1981-04-19", "1999-04-04", "2000-04-23", "2008-03-23", "2019-04-21",
		"2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2038-04-25", "2049-04-18", "2076-04-19", "2285-03-22",
	} {
		d := cycle.MustDate(day)
		require.True(t, h.Is(d), day)
		require.False(t, h.Is(d.AddDays(7)), day)
		require.False(t, h.Is(d.AddDays(-7)), day)
	}
}

func TestHolidayRules(t *testing.T) {
	for name, c := range map[string]struct {
		rule  func(*cycle.Holiday)
		is    []string
		isNot []string
	}{
		"every week":          {every(cycle.Sunday), []string{"2026-11-29", "0001-01-07"}, []string{"2026-11-28", "2026-11-30"}},
		"a day of the year":   {on(6, 24), []string{"2026-06-24", "2028-06-24"}, []string{"2026-06-25"}},
		"29 February":         {on(2, 29), []string{"2028-02-29", "2027-02-28"}, []string{"2028-02-28"}},
		"the first Monday":    {nth(1, cycle.Monday, 9), []string{"2026-09-07", "2025-09-01"}, []string{"2026-09-14", "2026-08-31"}},
		"the second Monday":   {nth(2, cycle.Monday, 10), []string{"2026-10-12", "2025-10-13"}, []string{"2026-10-05"}},
		"the fourth Thursday": {nth(4, cycle.Thursday, 11), []string{"2026-11-26", "2028-11-23"}, []string{"2028-11-30"}},
		"the last Monday":     {nth(-1, cycle.Monday, 5), []string{"2026-05-25", "2027-05-31"}, []string{"2027-05-24"}},
		"a Monday before":     {besides(cycle.Monday, 5, 25, 0, 0), []string{"2026-05-18", "2027-05-24"}, []string{"2026-05-25", "2027-05-17"}},
		"a Monday after":      {besides(cycle.Monday, 0, 0, 5, 25), []string{"2026-06-01", "2027-05-31"}, []string{"2026-05-25"}},
		"Good Friday":         {fromEaster(-2), []string{"2026-04-03", "2024-03-29"}, []string{"2026-04-05"}},
		"moved from a Sunday": {moved(on(7, 1), cycle.Sunday, 1), []string{"2026-07-01", "2029-07-02"}, []string{"2029-07-01", "2026-07-02"}},
		"moved to a year before": {
			moved(on(1, 1), cycle.Saturday, -1), []string{"2027-12-31", "2027-01-01"}, []string{"2028-01-01"},
		},
		"from a year":  {years(on(9, 30), 2021, 0), []string{"2021-09-30", "2026-09-30"}, []string{"2020-09-30"}},
		"until a year": {years(on(9, 30), 0, 2021), []string{"2021-09-30", "1900-09-30"}, []string{"2022-09-30"}},
		"every week for a year": {
			years(every(cycle.Monday), 2025, 2025), []string{"2025-12-29"}, []string{"2026-01-05", "2024-12-30"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := set(holiday("x", c.rule))
			require.NoError(t, h.Check())
			for _, day := range c.is {
				require.True(t, h.Is(cycle.MustDate(day)), day)
			}
			for _, day := range c.isNot {
				require.False(t, h.Is(cycle.MustDate(day)), day)
			}
		})
	}
}

func nth(n int, w cycle.Weekday, month int) func(*cycle.Holiday) {
	return func(h *cycle.Holiday) { h.Nth = cycle.NthWeekday{N: n, Weekday: w, Month: month} }
}

func besides(w cycle.Weekday, month, day, afterMonth, afterDay int) func(*cycle.Holiday) {
	return func(h *cycle.Holiday) {
		h.Near = cycle.WeekdayNear{
			Weekday: w, Before: cycle.MonthDay{Month: month, Day: day}, After: cycle.MonthDay{Month: afterMonth, Day: afterDay},
		}
	}
}

func moved(rule func(*cycle.Holiday), from cycle.Weekday, by int) func(*cycle.Holiday) {
	return func(h *cycle.Holiday) {
		rule(h)
		h.Moved = map[cycle.Weekday]int{from: by}
	}
}

func years(rule func(*cycle.Holiday), from, until int) func(*cycle.Holiday) {
	return func(h *cycle.Holiday) {
		rule(h)
		h.From, h.Until = from, until
	}
}

func TestNextGoesOverARowOfHolidays(t *testing.T) {
	h := set(holiday("friday", fromEaster(-2)), holiday("monday", fromEaster(1)), holiday("sunday", every(cycle.Sunday)))
	require.Equal(t, "2026-04-04", h.Next(cycle.MustDate("2026-04-03")).String(), "Saturday is none")
	require.Equal(t, "2026-04-07", h.Next(cycle.MustDate("2026-04-05")).String())
	require.Equal(t, "2026-04-02", h.Next(cycle.MustDate("2026-04-02")).String())
	require.Equal(t, cycle.Date{}, h.Next(cycle.Date{}))
	require.Equal(t, cycle.Forever, set(holiday("end", on(12, 31))).Next(cycle.Forever))
}

func TestNoHolidaysMoveNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := cycle.MustDate("2000-01-01").AddDays(rapid.IntRange(0, 20000).Draw(rt, "days"))
		require.Equal(rt, d, cycle.Holidays{}.Next(d))
	})
}

// The next day is no holiday, and every day before it is one.
func TestNextIsTheFirstThatIsNone(t *testing.T) {
	h := set(holiday("sunday", every(cycle.Sunday)), holiday("monday", fromEaster(1)), holiday("christmas", on(12, 25)))
	rapid.Check(t, func(rt *rapid.T) {
		d := cycle.MustDate("2000-01-01").AddDays(rapid.IntRange(0, 40000).Draw(rt, "days"))
		next := h.Next(d)
		require.False(rt, h.Is(next))
		for ; d.Before(next); d = d.AddDays(1) {
			require.True(rt, h.Is(d))
		}
	})
}

func TestHolidaysCheck(t *testing.T) {
	all := []cycle.Holiday{}
	for _, w := range []cycle.Weekday{cycle.Monday, cycle.Tuesday, cycle.Wednesday, cycle.Thursday, cycle.Friday, cycle.Saturday, cycle.Sunday} {
		all = append(all, holiday(string(w), every(w)))
	}
	require.NoError(t, set(all[:6]...).Check())
	for name, h := range map[string]cycle.Holidays{
		"nothing":                  {},
		"no identifier":            {Days: set(holiday("x", on(1, 1))).Days},
		"no day":                   set(),
		"a day without identifier": set(holiday("", on(1, 1))),
		"an identifier twice":      set(holiday("x", on(1, 1)), holiday("x", on(1, 2))),
		"no rule":                  set(holiday("x", func(*cycle.Holiday) {})),
		"two rules":                set(holiday("x", func(h *cycle.Holiday) { on(1, 1)(h); every(cycle.Sunday)(h) })),
		"no name":                  set(holiday("x", func(h *cycle.Holiday) { on(1, 1)(h); h.FR = "" })),
		"no source":                set(holiday("x", func(h *cycle.Holiday) { on(1, 1)(h); h.Source = "" })),
		"a day that is none":       set(holiday("x", on(2, 30))),
		"an unknown weekday":       set(holiday("x", every("sonntag"))),
		"the fifth Monday":         set(holiday("x", nth(5, cycle.Monday, 1))),
		"no month":                 set(holiday("x", nth(1, cycle.Monday, 0))),
		"near two days":            set(holiday("x", besides(cycle.Monday, 1, 1, 2, 2))),
		"near none":                set(holiday("x", besides(cycle.Monday, 0, 0, 0, 0))),
		"far from Easter":          set(holiday("x", fromEaster(101))),
		"moved by a week":          set(holiday("x", moved(on(1, 1), cycle.Sunday, 7))),
		"moved by nothing":         set(holiday("x", moved(on(1, 1), cycle.Sunday, 0))),
		"every week, moved":        set(holiday("x", moved(every(cycle.Sunday), cycle.Sunday, 1))),
		"over before it begins":    set(holiday("x", years(on(1, 1), 2020, 2019))),
		"every day of the week":    set(all...),
	} {
		t.Run(name, func(t *testing.T) { require.ErrorIs(t, h.Check(), cycle.ErrBadHolidays) })
	}
}
