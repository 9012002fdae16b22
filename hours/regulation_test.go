package hours_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
)

// amended is a regulation of three-year periods whose second version shortens
// them to two years, and comes into force in the middle of one.
func amended() hours.Regulation {
	april := cycle.MonthDay{Month: 4, Day: 1}
	return hours.Regulation{ID: "amended", Versions: []hours.Version{
		{ID: "old", Effective: day("2016-04-01"), Calendar: cycle.Calendar{Months: 36, Start: april, From: day("2016-04-01")}},
		{ID: "new", Effective: day("2020-10-01"), Calendar: cycle.Calendar{Months: 24, Start: april, Parity: cycle.EvenYear}},
	}}
}

// The first day of a period selects its version: the one that was in force then
// governs to the end, and the next one from the first period of its own.
func TestPeriodAtFollowsTheVersionInForceWhenThePeriodStarted(t *testing.T) {
	for _, c := range []struct{ day, version, period string }{
		{"2016-04-01", "old", "2016-04-01/2019-03-31"},
		{"2020-09-30", "old", "2019-04-01/2022-03-31"},
		{"2020-10-01", "old", "2019-04-01/2022-03-31"}, // the new one's period began before it was in force
		{"2022-03-31", "old", "2019-04-01/2022-03-31"},
		{"2022-04-01", "new", "2022-04-01/2024-03-31"},
		{"2026-11-22", "new", "2026-04-01/2028-03-31"},
	} {
		v, p, err := amended().PeriodAt(day(c.day), cycle.Anchors{})
		require.NoError(t, err, c.day)
		require.Equal(t, c.version, v.ID, c.day)
		require.Equal(t, c.period, p.String(), c.day)
	}
	for _, before := range []string{"2016-03-31", "0001-01-01"} {
		_, _, err := amended().PeriodAt(day(before), cycle.Anchors{})
		require.ErrorIs(t, err, hours.ErrNoRegulation)
	}
	byAdmission := amended()
	byAdmission.Versions[1].Calendar = cycle.Calendar{Anchor: cycle.ByAdmission, Months: 24}
	_, _, err := byAdmission.PeriodAt(day("2026-11-22"), cycle.Anchors{})
	require.ErrorIs(t, err, cycle.ErrNoAnchor)
}

func TestInForce(t *testing.T) {
	for start, want := range map[string]string{"2016-04-01": "old", "2020-09-30": "old", "2020-10-01": "new"} {
		v, err := amended().InForce(day(start))
		require.NoError(t, err)
		require.Equal(t, want, v.ID)
	}
	_, err := amended().InForce(day("2016-03-31"))
	require.ErrorIs(t, err, hours.ErrNoRegulation)
}

// A flaw says where it is: the catalogue finds the line by it. The catalogue's own
// tests go through every kind of flaw.
func TestCheckSaysWhere(t *testing.T) {
	r := otpq(t)
	require.NoError(t, r.Check())
	v := otpqVersion(t)
	v.Requirements = append([]hours.Requirement{}, v.Requirements...)
	v.Requirements[1].Clause = "unwritten"
	err := hours.Regulation{ID: "x", Versions: []hours.Version{v}}.Check()
	require.ErrorIs(t, err, hours.ErrBadRegulation)
	var flaw *hours.Flaw
	require.ErrorAs(t, err, &flaw)
	require.Equal(t, [3]string{"2022", "requirements", "structured"}, [3]string{flaw.Version, flaw.Part, flaw.ID})
	require.EqualError(t, err, `hours: unusable regulation, version 2022, requirements structured: clause "unwritten" is not among the clauses`)
	v.Calendar.Months = 0
	err = hours.Regulation{ID: "x", Versions: []hours.Version{v}}.Check()
	require.ErrorIs(t, err, cycle.ErrBadCalendar)
	require.ErrorIs(t, hours.Regulation{ID: "x"}.Check(), hours.ErrBadRegulation)
}

func TestShareText(t *testing.T) {
	for text, want := range map[string]hours.Share{"1/2": {Num: 1, Den: 2}, "1/1": {Num: 1, Den: 1}, "7/1000": {Num: 7, Den: 1000}, "": {}} {
		var s hours.Share
		require.NoError(t, s.UnmarshalText([]byte(text)))
		require.Equal(t, want, s)
		back, err := s.MarshalText()
		require.NoError(t, err)
		require.Equal(t, text, string(back))
	}
	for _, text := range []string{"1", "0/2", "3/2", "1/0", "-1/2", "1/1001", "a/b", "1/2/3", "0.5"} {
		s := hours.Share{Num: 1, Den: 3}
		require.ErrorIs(t, s.UnmarshalText([]byte(text)), hours.ErrBadRegulation, text)
		require.Equal(t, hours.Share{Num: 1, Den: 3}, s)
	}
}
