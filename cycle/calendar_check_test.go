package cycle_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
)

func cohorts(c cycle.Calendar, all ...cycle.Cohort) cycle.Calendar {
	c.Cohorts = all
	return c
}

func TestCheckRefusesWhatCannotBeLaidOut(t *testing.T) {
	april := cycle.MonthDay{Month: 4, Day: 1}
	years := cycle.Calendar{Months: 24, Start: april}
	even := cycle.Cohort{Number: cycle.EvenYear, Ends: cycle.EvenYear}
	begun := cycle.Cohort{Number: cycle.EvenYear, From: day("2024-04-01")}
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
		{"birthday every 18 months", ownCalendar(cycle.ByBirthday, 18), "from a birthday"},
		{"birth month every 18 months", ownCalendar(cycle.ByBirthMonth, 18), "whole years"},
		{"birth month with a start", cycle.Calendar{Anchor: cycle.ByBirthMonth, Months: 24, Start: april}, "no room"},
		{"from in neither half year", cycle.Calendar{Months: 6, Start: april, From: day("2022-09-01")}, "is not 04-01"},
		{"from on another day of a quarter", cycle.Calendar{Months: 15, Start: april, From: day("2022-07-02")}, "is not 04-01"},

		{"cohorts and admission", cohorts(cycle.Calendar{Anchor: cycle.ByAdmission, Months: 24}, even), "both say"},
		{"cohorts and parity", cohorts(cycle.Calendar{Months: 24, Start: april, Parity: cycle.OddYear}, even), "no room for parity"},
		{"cohorts and from", cohorts(cycle.Calendar{Months: 24, From: day("2024-04-01")}, begun), "no room for parity, from"},
		{"cohorts and first", cohorts(cycle.Calendar{Months: 24, First: otpq().First}, begun), "no room for parity, from or first"},
		{"cohorts, birth and start", cohorts(cycle.Calendar{Anchor: cycle.ByBirthday, Months: 24, Start: april}, even), "no room"},
		{"cohort of nobody", cohorts(years, even, cycle.Cohort{Ends: cycle.OddYear}), "cohort 2: no condition"},
		{"cohort without years", cohorts(years, cycle.Cohort{Number: cycle.EvenYear}), "cohort 1: exactly one of from and ends"},
		{"cohort with from and ends", cohorts(years, cycle.Cohort{Number: cycle.EvenYear, Ends: cycle.EvenYear, From: day("2024-04-01")}), "exactly one of from and ends"},
		{"cohort of an unknown number", cohorts(years, cycle.Cohort{Number: "both", Ends: cycle.EvenYear}), `unknown parity "both"`},
		{"cohort of an unknown birth", cohorts(years, cycle.Cohort{Birth: "1980", Ends: cycle.EvenYear}), `unknown parity "1980"`},
		{"cohort of an unknown admission", cohorts(years, cycle.Cohort{Admission: "Even", Ends: cycle.EvenYear}), `unknown parity "Even"`},
		{"cohort of unknown ends", cohorts(years, cycle.Cohort{Number: cycle.EvenYear, Ends: "never"}), `unknown parity "never"`},
		{"cohort of three years", cohorts(cycle.Calendar{Months: 36, Start: april}, even), "end every 24 months, not 36"},
		{"cohort of two years that rolls", cohorts(cycle.Calendar{Months: 24, Step: 12, Start: april}, even), "end every 24 months, not 12"},
		{"cohort without a start", cohorts(cycle.Calendar{Months: 24}, even), "no first day"},
		{"cohort that begins off the start", cohorts(years, even, cycle.Cohort{Number: cycle.OddYear, From: day("2023-05-01")}), "cohort 2: 2023-05-01 is not 04-01"},
		{"cohort that begins, with birthdays", cohorts(ownCalendar(cycle.ByBirthday, 24), begun), `from and anchor "birthday" both say`},
		{"the same cohort twice", cohorts(years, begun, even), "cohort 2: its members are already in cohort 1"},
		{"no digits", cohorts(years, cycle.Cohort{Digits: "0-", Ends: cycle.EvenYear}), "digits"},
		{"two digits", cohorts(years, cycle.Cohort{Digits: "12", Ends: cycle.EvenYear}), "digits"},
		{"digits backwards", cohorts(years, cycle.Cohort{Digits: "3-0", Ends: cycle.EvenYear}), "digits"},
		{"digits to themselves", cohorts(years, cycle.Cohort{Digits: "3-3", Ends: cycle.EvenYear}), "digits"},
		{"letters for digits", cohorts(years, cycle.Cohort{Digits: "A-G", Ends: cycle.EvenYear}), "digits"},
		{"small initials", cohorts(years, cycle.Cohort{Initials: "a-g", Ends: cycle.EvenYear}), "initials"},
		{"initials with a dash", cohorts(years, cycle.Cohort{Initials: "A–G", Ends: cycle.EvenYear}), "initials"},
		{"a name for initials", cohorts(years, cycle.Cohort{Initials: "Roy", Ends: cycle.EvenYear}), "initials"},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := c.calendar.Check()
			require.ErrorIs(t, err, cycle.ErrBadCalendar)
			require.ErrorContains(t, err, c.says)
			_, err = c.calendar.At(day("2024-01-01"), born("1980-01-01", "2020-01-01"))
			require.ErrorIs(t, err, cycle.ErrBadCalendar)
		})
	}
	for _, c := range []cycle.Calendar{
		otpq(), socialWorkers(), cpa(), architects(), ownCalendar(cycle.ByAdmission, 36), ownCalendar(cycle.ByBirthMonth, 12),
		cohorts(years, begun, cycle.Cohort{Number: cycle.OddYear, Ends: cycle.OddYear}),
		cohorts(ownCalendar(cycle.ByCalendar, 30), begun),
	} {
		require.NoError(t, c.Check())
	}
}
