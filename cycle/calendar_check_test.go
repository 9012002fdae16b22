package cycle_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
)

func TestCheckRefusesWhatCannotBeLaidOut(t *testing.T) {
	april := cycle.MonthDay{Month: 4, Day: 1}
	for _, c := range []struct {
		name     string
		calendar cycle.Calendar
		says     string
	}{
		{"zero value", cycle.Calendar{}, "a period of 0 months"},
		{"too long", cycle.Calendar{Months: 121, Start: april}, "a period of 121 months"},
		{"windows that do not divide", cycle.Calendar{Months: 36, Step: 24, Start: april}, "cannot roll"},
		{"a step below zero", cycle.Calendar{Months: 36, Step: -12, Start: april}, "cannot roll"},
		{"unknown parity", cycle.Calendar{Months: 24, Start: april, Parity: "both"}, "unknown parity"},
		{"parity of three years", cycle.Calendar{Months: 36, Start: april, Parity: cycle.EvenYear}, "no parity"},
		{"unknown anchor", cycle.Calendar{Months: 24, Start: april, Anchor: "moon"}, "unknown anchor"},
		{"no start", cycle.Calendar{Months: 12}, "no first day"},
		{"a start that no year has", cycle.Calendar{Months: 12, Start: cycle.MonthDay{Month: 4, Day: 31}}, "not a day of the year"},
		{"nothing says which year", cycle.Calendar{Months: 36, Start: april}, "in which year"},
		{"nothing says which of two years", cycle.Calendar{Months: 24, Start: april}, "in which year"},
		{"from and first", cycle.Calendar{Months: 36, From: day("2025-04-01"), First: span("2022-01-01", "2025-04-01")}, "both"},
		{"from is not on the start", cycle.Calendar{Months: 36, Start: april, From: day("2022-01-01")}, "is not 04-01"},
		{"first does not end on the start", cycle.Calendar{Months: 36, Start: april, First: span("2022-01-01", "2025-03-31")}, "is not 04-01"},
		{"from is in the wrong year", cycle.Calendar{Months: 24, Start: april, Parity: cycle.EvenYear, From: day("2023-04-01")}, "parity"},
		{"first without a month", cycle.Calendar{Months: 36, First: span("2022-01-01", "2022-01-31")}, "shorter than a month"},
		{"admission with a start", cycle.Calendar{Anchor: cycle.ByAdmission, Months: 24, Start: april}, "no room"},
		{"birthday with a first period", cycle.Calendar{Anchor: cycle.ByBirthday, Months: 24, First: otpq().First}, "no room"},
		{"birthday every 18 months", ownCalendar(cycle.ByBirthday, 18), "birthdays"},
		{"cohort of three years", cycle.Calendar{Anchor: cycle.ByCohort, Months: 36, Start: april}, "24 months"},
		{"cohort without a start", cycle.Calendar{Anchor: cycle.ByCohort, Months: 24}, "no first day"},
		{"cohort with a parity", cycle.Calendar{Anchor: cycle.ByCohort, Months: 24, Start: april, Parity: cycle.OddYear}, "no room"},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := c.calendar.Check()
			require.ErrorIs(t, err, cycle.ErrBadCalendar)
			require.ErrorContains(t, err, c.says)
			_, err = c.calendar.At(day("2024-01-01"), born("1980-01-01", "2020-01-01"))
			require.ErrorIs(t, err, cycle.ErrBadCalendar)
		})
	}
	for _, c := range []cycle.Calendar{otpq(), socialWorkers(), cpa(), architects(), ownCalendar(cycle.ByAdmission, 36)} {
		require.NoError(t, c.Check())
	}
}
