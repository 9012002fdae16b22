package hours_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
)

// What if the hour of ethics and 3 h of a course were done: 30 − 4 are left, and
// half of 30 less 3 of structured. Nothing of it is declared.
func TestWhatIf(t *testing.T) {
	s := standing(t, "2026-11-22")
	planned := []hours.Activity{
		{Category: "structured", First: day("2027-01-10"), Last: day("2027-01-10"), Hours: h("3")},
		{Category: "ethics", First: day("2027-01-11"), Last: day("2027-01-11"), Hours: h("1")},
	}
	b := s.WhatIf(nil, nil, planned...)
	require.Equal(t, map[string]string{"total": "26", "structured": "12", "ethics": "0"}, left(t, b))
	require.Equal(t, "qc-otpq", b.Regulation)
	require.Equal(t, map[string]string{"total": "30", "structured": "15", "ethics": "1"}, left(t, s.Evaluate(nil, nil)))
	require.Equal(t, []string{"total", "ethics"}, b.Items[1].Serves)
}

// The shortest way for who has done nothing: 1 h of ethics, 15 h structured, 14 h
// of anything; 30 h in all, by the end of the period.
func TestSoonestIsTheShortestWay(t *testing.T) {
	b := standing(t, "2026-11-22").Evaluate(nil, nil)
	end := day("2028-03-31")
	require.ElementsMatch(t, []hours.Advice{
		{Marks: []string{"structured"}, Hours: h("15"), Serves: []string{"structured", "total"}, By: end},
		{Marks: []string{"ethics"}, Hours: h("1"), Serves: []string{"ethics", "total"}, By: end},
		{Hours: h("14"), Serves: []string{"total"}, By: end},
	}, b.Soonest)
	done := standing(t, "2026-11-22").Evaluate([]hours.Declaration{
		of("2025-04-01", counted("a", "structured", "2026-01-10", "29")), of("2025-04-01", counted("b", "ethics", "2026-01-11", "1")),
	}, nil)
	require.Empty(t, done.Soonest)
}

// Whoever does what the balance advises has nothing left to do.
func TestWhatIsAdvisedIsEnough(t *testing.T) {
	check(t, func(t *rapid.T, v hours.Version, f hours.File) {
		b := v.Evaluate(f)
		if len(b.Limits) > 0 || b.Status == hours.Unknown {
			return
		}
		var planned []hours.Activity
		for _, a := range b.Soonest {
			category := "c3"
			if len(a.Marks) > 0 {
				category = a.Marks[0]
			}
			planned = append(planned, hours.Activity{Category: category, First: f.Part.Last(), Last: f.Part.Last(), Hours: a.Hours})
		}
		require.True(t, v.Compile().WhatIf(f, planned...).Status.Complete())
	})
}

// One plan serves many sheets at once, and a sheet serves many files.
func TestAPlanIsSharedAndASheetUsedAgain(t *testing.T) {
	plan := otpqVersion(t).Compile()
	files := []hours.File{
		file(counted("d1", "structured", "2023-02-01", "15")),
		file(counted("d1", "ethics", "2023-02-01", "7/3")),
		file(),
	}
	files[1].Part = cycle.Part{Span: span("2023-02-01", "2025-04-01"), Entered: true}
	files[2].Reliefs = []hours.Relief{relief("x", "5")}
	done := make(chan []hours.Balance)
	for range 4 {
		go func() {
			var sheet hours.Sheet
			var all []hours.Balance
			for range 50 {
				all = all[:0]
				for i := range files {
					sheet.Settle(plan.Measure(&files[i]), &files[i])
					sheet.Explain(plan.Measure(&files[i]), &files[i])
					all = append(all, sheet.Balance())
				}
			}
			done <- all
		}()
	}
	for range 4 {
		for i, b := range <-done {
			require.Equal(t, plan.Evaluate(files[i]), b)
		}
	}
}
