package hours_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// twoYears is a balance of 2026 and 2027 on 10 March 2026, with a minimum for each
// year, a choice between two sets and a recommendation.
func twoYears() (hours.Standing, hours.Balance) {
	s := hours.Standing{Version: hours.Version{
		Requirements: []hours.Requirement{
			{ID: "total"},
			{ID: "yearly"},
			{ID: "choice", OneOf: [][]string{{"one"}, {"other"}}},
			{ID: "one"},
			{ID: "other"},
			{ID: "advice", Recommended: true},
			{ID: "longer"},
		},
		Late: []hours.Tier{{Months: 2}, {Months: 6}},
	}}
	p := cycle.Period{Span: span("2026-01-01", "2028-01-01")}
	return s, hours.Balance{
		Period: p, Day: day("2026-03-10"), End: p.Last(), Status: hours.Short,
		Lines: []hours.Line{
			{Requirement: "total", Total: true, Decides: true, Window: p.Span, Remaining: h("30")},
			{Requirement: "yearly", Nth: 1, Decides: true, Window: span("2026-01-01", "2027-01-01"), Remaining: h("10")},
			{Requirement: "yearly", Nth: 2, Decides: true, Window: span("2027-01-01", "2028-01-01"), Remaining: h("10")},
			{Requirement: "choice", Decides: true, Window: p.Span},
			{Requirement: "one", Window: p.Span, Remaining: h("3")},
			{Requirement: "other", Window: span("2026-01-01", "2030-01-01"), Remaining: h("3")},
			{Requirement: "advice", Window: span("2026-01-01", "2030-01-01"), Remaining: h("5")},
			{Requirement: "longer", Window: span("2026-01-01", "2029-01-01"), Remaining: h("2")},
		},
	}
}

// told lists deadlines as "last day: lines".
func told(all []hours.Deadline) map[string][]string {
	said := map[string][]string{}
	for _, d := range all {
		names := []string{}
		for _, l := range d.Lines {
			names = append(names, l.Name())
		}
		said[d.Last.String()+" "+d.Window.String()] = names
	}
	return said
}

func TestDeadlinesAreTheEndsOfWindowsThatHaveNotEnded(t *testing.T) {
	s, b := twoYears()
	all := s.Deadlines(b)
	require.Equal(t, map[string][]string{
		"2026-12-31 " + span("2026-01-01", "2027-01-01").String(): {"yearly/1"},
		"2027-12-31 " + b.Period.String():                         {"total", "choice"},
		"2027-12-31 " + span("2027-01-01", "2028-01-01").String(): {"yearly/2"},
		"2028-12-31 " + span("2026-01-01", "2029-01-01").String(): {"longer"},
	}, told(all), "neither what is recommended nor a part of a choice")
	for i := 1; i < len(all); i++ {
		require.False(t, all[i].Last.Before(all[i-1].Last), "the earliest first")
	}

	b.Day = day("2026-12-31")
	require.Len(t, s.Deadlines(b), 4, "the last day is in the window")
	b.Day = day("2027-01-01")
	require.Len(t, s.Deadlines(b), 3)
}

func TestDeadlineOfLateTimeIsThatOfTheTierThatApplies(t *testing.T) {
	s, b := twoYears()
	b.Day, b.Status = day("2028-01-15"), hours.InGrace
	for tier, last := range map[int]string{0: "2028-06-30", 1: "2028-02-29", 2: "2028-06-30"} {
		b.Tier = tier
		all := s.Deadlines(b)
		require.Len(t, all, 2, "and the window that ends later than the period")
		require.Equal(t, last, all[0].Last.String())
		require.Positive(t, all[0].Late)
		require.Equal(t, []string{"total", "yearly/1", "yearly/2"}, told(all[:1])[last+" "+all[0].Window.String()])
	}
	for _, status := range []hours.Status{hours.Met, hours.NonCompliant, hours.OnCourse} {
		b.Status = status
		require.Len(t, s.Deadlines(b), 1, "no late time: %s", status)
	}
}

func TestDeadlineWithoutAnythingAskedIsTheEndOfThePeriod(t *testing.T) {
	s, b := twoYears()
	b.Status = hours.Unknown
	all := s.Deadlines(b)
	require.Len(t, all, 1)
	require.Equal(t, b.Period.Last(), all[0].Last)
	require.Empty(t, all[0].Lines)
}

// The architects’ year is the calendar's, 18 units of which 12 of one kind, and
// nine months more: on 15 June 2026 nothing was done of 2025, nor of 2026.
func TestDeadlinesOfTheLedgerHoldTheLateTimeOfThePeriodBefore(t *testing.T) {
	d := newDesk(t)
	all, err := regulations()
	require.NoError(t, err)
	d.Regulations = all
	ctx := context.Background()
	_, err = d.store.Identity().ChangeOrganisation(ctx, "otpq", func(o identity.Organisation) (identity.Organisation, error) {
		o.Regulation = "us-aia"
		return o, nil
	})
	require.NoError(t, err)
	d.at = time.Date(2026, 6, 15, 12, 0, 0, 0, time.UTC)
	deadlines, err := d.Deadlines(ctx, emma, emma.Member)
	require.NoError(t, err)
	require.Len(t, deadlines, 2)
	require.Equal(t, "2026-09-30", deadlines[0].Last.String())
	require.Equal(t, 1, deadlines[0].Late)
	require.Equal(t, "2025-01-01", deadlines[0].Period.Key())
	require.Equal(t, "2026-12-31", deadlines[1].Last.String())
	for _, one := range deadlines {
		require.Len(t, one.Lines, 2)
		require.Equal(t, h("18"), one.Lines[0].Remaining)
		require.Equal(t, h("12"), one.Lines[1].Remaining)
	}

	_, err = d.Deadlines(ctx, noah, emma.Member)
	require.ErrorIs(t, err, identity.ErrNotFound)
	_, err = d.Deadlines(ctx, other, emma.Member)
	require.Error(t, err)
}

// The technologists declare within 30 days of their period (assumed): on 10 April
// 2025 the first period may still be declared, until 30 April, and the present one
// ends on 31 March 2028; 30 April 2028 is a Sunday, and the next day is none.
func TestF38_DeadlinesHoldTheLastDayToDeclare(t *testing.T) {
	d := newDesk(t)
	d.Holidays = map[string]cycle.Holidays{"qc": quebec(t)}
	ctx := context.Background()
	moves := func(set string) {
		_, err := d.store.Identity().ChangeOrganisation(ctx, "otpq", func(o identity.Organisation) (identity.Organisation, error) {
			o.Holidays = set
			return o, nil
		})
		require.NoError(t, err)
	}
	last := func(at time.Time) (days []string) {
		d.at = at
		deadlines, err := d.Deadlines(ctx, emma, emma.Member)
		require.NoError(t, err)
		for _, one := range deadlines {
			if one.Declare {
				require.Empty(t, one.Lines)
				require.Equal(t, one.Period.Span, one.Window)
				days = append(days, one.Last.String())
			}
		}
		return days
	}
	require.Equal(t, []string{"2025-04-30", "2028-04-30"}, last(time.Date(2025, 4, 10, 12, 0, 0, 0, time.UTC)))
	moves("qc")
	require.Equal(t, []string{"2025-04-30", "2028-05-01"}, last(time.Date(2025, 4, 30, 12, 0, 0, 0, time.UTC)), "the last day is one")
	require.Equal(t, []string{"2028-05-01"}, last(time.Date(2025, 5, 1, 12, 0, 0, 0, time.UTC)))
	moves("elsewhere")
	_, err := d.Deadlines(ctx, emma, emma.Member)
	require.ErrorIs(t, err, hours.ErrNoHolidays)
}

// Windows that roll close a year: it is the year that is declared.
func TestF38_AWindowThatRollsIsDeclaredByItsLastYear(t *testing.T) {
	all, err := regulations()
	require.NoError(t, err)
	s, err := hours.Standing{
		Member:     identity.Member{Roll: []cycle.Stay{{Span: cycle.Span{From: day("2010-01-01"), To: cycle.Forever}}}},
		Regulation: all["qc-cpa"], Today: day("2023-09-10"),
	}.In(day("2023-08-31"))
	require.NoError(t, err)
	require.Equal(t, []hours.DeclareBy{{Window: span("2022-09-01", "2023-09-01"), Last: day("2023-09-30")}}, s.DeclareBy())
}
