package cycle_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/cycle"
)

func stay(from, to string, entry cycle.Entry) cycle.Stay {
	return cycle.Stay{Span: span(from, to), Entry: entry}
}

const forever = "9999-12-31"

func TestP5_StartIsThatOfThePeriodOrOfTheEntryInsideIt(t *testing.T) {
	period := cycle.Period{Span: span("2022-01-01", "2025-04-01")}
	for _, c := range []struct {
		name string
		roll []cycle.Stay
		want cycle.Part
	}{
		{
			"on the roll since before",
			[]cycle.Stay{stay("2010-05-01", forever, cycle.Admission)},
			cycle.Part{Span: period.Span},
		},
		{
			"admitted on the first day",
			[]cycle.Stay{stay("2022-01-01", forever, cycle.Admission)},
			cycle.Part{Span: period.Span},
		},
		{
			"admitted inside",
			[]cycle.Stay{stay("2023-02-01", forever, cycle.Admission)},
			cycle.Part{Span: span("2023-02-01", "2025-04-01"), Entered: true},
		},
		{
			"readmitted inside",
			[]cycle.Stay{stay("2010-05-01", "2021-03-01", cycle.Admission), stay("2024-04-01", forever, cycle.Readmission)},
			cycle.Part{Span: span("2024-04-01", "2025-04-01"), Entered: true, Entry: cycle.Readmission},
		},
		{
			"left and came back inside: the latest entry counts",
			[]cycle.Stay{stay("2024-04-01", forever, cycle.Readmission), stay("2010-05-01", "2023-03-01", cycle.Admission)},
			cycle.Part{Span: span("2024-04-01", "2025-04-01"), Entered: true, Entry: cycle.Readmission},
		},
		{
			"two stays before the one that counts",
			[]cycle.Stay{
				stay("2022-06-01", "2022-09-01", cycle.Admission), stay("2023-01-01", "2023-02-01", cycle.Readmission),
				stay("2023-05-01", forever, cycle.Readmission),
			},
			cycle.Part{Span: span("2023-05-01", "2025-04-01"), Entered: true, Entry: cycle.Readmission},
		},
		{"left before it", []cycle.Stay{stay("2010-05-01", "2022-01-01", cycle.Admission)}, cycle.Part{}},
		{"enters after it", []cycle.Stay{stay("2025-04-01", forever, cycle.Admission)}, cycle.Part{}},
		{"never on the roll", nil, cycle.Part{}},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, cycle.PartOf(period, c.roll)) })
	}
}

func TestP6_EndIsThatOfThePeriodOrOfTheStay(t *testing.T) {
	period := cycle.Period{Span: span("2022-01-01", "2025-04-01")}
	left := cycle.PartOf(period, []cycle.Stay{stay("2010-05-01", "2024-07-01", cycle.Admission)})
	require.Equal(t, cycle.Part{Span: span("2022-01-01", "2024-07-01"), Left: true}, left)
	require.Equal(t, day("2024-06-30"), left.Last())

	both := cycle.PartOf(period, []cycle.Stay{stay("2023-02-01", "2024-07-01", cycle.Admission)})
	require.Equal(t, cycle.Part{Span: span("2023-02-01", "2024-07-01"), Entered: true, Left: true}, both)

	lastDay := cycle.PartOf(period, []cycle.Stay{stay("2010-05-01", "2025-04-01", cycle.Admission)})
	require.False(t, lastDay.Left)
	require.Equal(t, day("2025-03-31"), lastDay.Last())
}

func TestPartIsInsideThePeriodWhateverTheOrderOfTheRoll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := near().Draw(t, "from")
		period := cycle.Period{Span: cycle.Span{From: from, To: from.AddMonths(36)}}
		var roll []cycle.Stay
		at := from.AddDays(-rapid.IntRange(0, 2000).Draw(t, "before"))
		for range rapid.IntRange(0, 4).Draw(t, "stays") {
			end := at.AddDays(rapid.IntRange(1, 900).Draw(t, "days"))
			roll = append(roll, cycle.Stay{Span: cycle.Span{From: at, To: end}})
			at = end.AddDays(rapid.IntRange(1, 300).Draw(t, "away"))
		}
		given := slices.Clone(roll)
		part := cycle.PartOf(period, roll)
		require.Equal(t, given, roll)
		require.Equal(t, part.Span, part.Intersect(period.Span))
		slices.Reverse(roll)
		require.Equal(t, part, cycle.PartOf(period, roll))
		if !part.Empty() {
			require.Equal(t, part.From != period.From, part.Entered)
			require.Equal(t, part.To != period.To, part.Left)
		}
	})
}

func ExamplePartOf() {
	period := cycle.Period{Span: cycle.Span{From: cycle.MustDate("2022-01-01"), To: cycle.MustDate("2025-04-01")}}
	roll := []cycle.Stay{
		{Span: cycle.Span{From: cycle.MustDate("2015-09-01"), To: cycle.MustDate("2021-06-01")}},
		{Span: cycle.Span{From: cycle.MustDate("2023-02-01"), To: cycle.Forever}, Entry: cycle.Readmission},
	}
	part := cycle.PartOf(period, roll)
	fmt.Println(part.Entry, part.From, "to", part.Last())
	fmt.Println(part.MonthsWhole(), "whole months of", period.MonthsWhole())
	// Output:
	// readmission 2023-02-01 to 2025-03-31
	// 26 whole months of 39
}
