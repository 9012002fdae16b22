package cycle_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/cycle"
)

// calendars draws a calendar that can be laid out, without rolling.
func calendars() *rapid.Generator[cycle.Calendar] {
	return rapid.Custom(func(t *rapid.T) cycle.Calendar {
		start := cycle.MonthDay{}
		drawn := near().Draw(t, "start")
		start.Month, start.Day = drawn.Month(), drawn.Day()
		switch rapid.IntRange(0, 7).Draw(t, "kind") {
		case 0:
			return cycle.Calendar{Months: rapid.SampledFrom([]int{1, 2, 3, 4, 6, 12}).Draw(t, "months"), Start: start}
		case 1:
			return cycle.Calendar{Months: 24, Start: start, Parity: rapid.SampledFrom([]cycle.Parity{cycle.EvenYear, cycle.OddYear}).Draw(t, "parity")}
		case 2:
			return cycle.Calendar{Months: rapid.IntRange(1, 120).Draw(t, "months"), From: drawn}
		case 3:
			return cycle.Calendar{Months: rapid.IntRange(1, 120).Draw(t, "months"), First: cycle.Span{From: drawn, To: drawn.AddDays(rapid.IntRange(31, 2000).Draw(t, "days"))}}
		case 4:
			return cycle.Calendar{Months: 24, Start: start, Cohorts: twoCohorts().Draw(t, "cohorts")}
		case 5:
			anchor := rapid.SampledFrom([]cycle.Anchor{cycle.ByBirthday, cycle.ByBirthMonth}).Draw(t, "anchor")
			return cycle.Calendar{Anchor: anchor, Months: 24, Cohorts: twoCohorts().Draw(t, "cohorts")}
		case 6:
			all := twoCohorts().Draw(t, "cohorts")
			all[0].Ends, all[0].From = cycle.AnyYear, drawn
			all[1].Ends, all[1].From = cycle.AnyYear, near().Draw(t, "second")
			return cycle.Calendar{Months: rapid.IntRange(1, 120).Draw(t, "months"), Cohorts: all}
		}
		anchor := rapid.SampledFrom([]cycle.Anchor{cycle.ByAdmission, cycle.ByBirthday, cycle.ByBirthMonth}).Draw(t, "anchor")
		return cycle.Calendar{Anchor: anchor, Months: 12 * rapid.IntRange(1, 5).Draw(t, "years")}
	})
}

// twoCohorts draws two cohorts of which every member is in one.
func twoCohorts() *rapid.Generator[[]cycle.Cohort] {
	return rapid.Map(rapid.SampledFrom([][2]cycle.Cohort{
		{{Number: cycle.EvenYear}, {Number: cycle.OddYear}},
		{{Birth: cycle.OddYear}, {Birth: cycle.EvenYear}},
		{{Admission: cycle.EvenYear}, {Admission: cycle.OddYear}},
		{{Digits: "0-6"}, {Digits: "7-9"}},
		{{Initials: "A-K"}, {Initials: "L-Z"}},
		{{Mark: "retired"}, {Initials: "A-Z"}},
	}), func(two [2]cycle.Cohort) []cycle.Cohort {
		two[0].Ends, two[1].Ends = cycle.OddYear, cycle.EvenYear
		return two[:]
	})
}

func anchors() *rapid.Generator[cycle.Anchors] {
	return rapid.Custom(func(t *rapid.T) cycle.Anchors {
		return cycle.Anchors{
			Admission: near().Draw(t, "admission"), Birth: near().Draw(t, "birth"),
			Number: rapid.StringMatching(`[A-Z]?[0-9]{1,6}`).Draw(t, "number"), Surname: rapid.StringMatching(`[A-Za-zÉÎÖ][a-zé]+`).Draw(t, "surname"),
			Marks: rapid.SliceOf(rapid.SampledFrom([]string{"retired", "second-licence"})).Draw(t, "marks"),
		}
	})
}

// The periods of a calendar hold every day from its beginning on, once.
func TestPeriodsTileTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, a, on := calendars().Draw(t, "calendar"), anchors().Draw(t, "anchors"), near().Draw(t, "day")
		p, err := c.At(on, a)
		if err != nil {
			require.ErrorIs(t, err, cycle.ErrNoPeriod)
			return
		}
		require.True(t, p.Contains(on))
		for _, inside := range []cycle.Date{p.From, p.Last()} {
			same, err := c.At(inside, a)
			require.NoError(t, err)
			require.Equal(t, p, same)
		}
		next, err := c.Next(p, a)
		require.NoError(t, err)
		require.Equal(t, p.To, next.From)
		before, err := c.At(p.From.AddDays(-1), a)
		if err != nil {
			require.ErrorIs(t, err, cycle.ErrNoPeriod)
			return
		}
		require.Equal(t, p.From, before.To)
	})
}

// Every window is as long as the others, each one ends a step after the one
// before, and a day is in no more of them than a window has steps.
func TestWindowsRoll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		step := rapid.SampledFrom([]int{1, 3, 6, 12}).Draw(t, "step")
		c := cycle.Calendar{Step: step, Months: step * rapid.IntRange(1, 5).Draw(t, "steps"), From: day("1900-01-01")}
		on := near().Draw(t, "day")
		windows, err := c.Windows(on, nobody)
		require.NoError(t, err)
		require.LessOrEqual(t, len(windows), c.Months/step)
		for i, p := range windows {
			require.True(t, p.Contains(on))
			require.Equal(t, c.Months, p.MonthsWhole())
			if i > 0 {
				require.Equal(t, windows[i-1].To.AddMonths(step), p.To)
			}
		}
	})
}
