package i18n_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

var (
	french  = i18n.For(identity.French)
	english = i18n.For(identity.English)
)

// tied returns the text with no-break spaces for its spaces.
func tied(text string) string { return strings.ReplaceAll(text, " ", "\u00a0") }

func TestP28_HoursAreWrittenAsEachLanguageDoes(t *testing.T) {
	for _, c := range []struct {
		hours  hours.Hours
		fr, en string
	}{
		{hours.Hours{}, "0 h", "0 h"},
		{hours.Whole(1), "1 h", "1 h"},
		{hours.Ratio(5, 2), "2,5 h", "2.5 h"},
		{hours.Ratio(25, 2), "12,5 h", "12.5 h"},
		{hours.Ratio(1, 4), "0,25 h", "0.25 h"},
		{hours.Whole(30), "30 h", "30 h"},
		// What two decimals cannot say is a fraction, and never rounded.
		{hours.Ratio(1, 3), "1/3 h", "1/3 h"},
		{hours.Ratio(130, 3), "43 1/3 h", "43 1/3 h"},
		{hours.Ratio(1, 8), "1/8 h", "1/8 h"},
		{hours.Ratio(4333, 100), "43,33 h", "43.33 h"},
		{hours.Whole(999), "999 h", "999 h"},
		{hours.Whole(1234), "1 234 h", "1,234 h"},
		{hours.Ratio(24691, 2), "12 345,5 h", "12,345.5 h"},
		{hours.Whole(1234567), "1 234 567 h", "1,234,567 h"},
		{hours.Ratio(3001, 3), "1 000 1/3 h", "1,000 1/3 h"},
	} {
		require.Equal(t, tied(c.fr), french.Hours(c.hours))
		require.Equal(t, tied(c.en), english.Hours(c.hours))
		require.Equal(t, strings.TrimSuffix(tied(c.fr), tied(" h")), french.Number(c.hours))
	}
}

func TestP28_DurationsSayTheirMinutesToo(t *testing.T) {
	for _, c := range []struct {
		hours  hours.Hours
		fr, en string
	}{
		{hours.Ratio(5, 2), "2,5 h\x00(2 h 30 min)", "2.5 h\x00(2 h 30 min)"},
		{hours.Ratio(9, 4), "2,25 h\x00(2 h 15 min)", "2.25 h\x00(2 h 15 min)"},
		{hours.Ratio(1, 2), "0,5 h\x00(30 min)", "0.5 h\x00(30 min)"},
		{hours.Ratio(7, 3), "2 1/3 h\x00(2 h 20 min)", "2 1/3 h\x00(2 h 20 min)"},
		{hours.Whole(2), "2 h", "2 h"},
		{hours.Ratio(1, 7), "1/7 h", "1/7 h"}, // no whole minutes
	} {
		require.Equal(t, strings.ReplaceAll(tied(c.fr), "\x00", " "), french.Duration(c.hours))
		require.Equal(t, strings.ReplaceAll(tied(c.en), "\x00", " "), english.Duration(c.hours))
	}
}

// What is printed with two decimals at most is read back as the same hours, but
// for the marks of thousands, which no one types.
func TestP28_WhatIsPrintedIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := hours.Ratio(rapid.Int64Range(0, 99_999).Draw(t, "hundredths"), 100)
		for _, p := range []i18n.Printer{french, english} {
			read, err := hours.ReadHours(p.Hours(h))
			require.NoError(t, err)
			require.Equal(t, h, read)
		}
	})
}

func TestP5_DaysAreWrittenAsEachLanguageDoes(t *testing.T) {
	for _, c := range []struct{ day, fr, en string }{
		{"2022-01-01", "1er janvier 2022", "1 January 2022"},
		{"2022-01-11", "11 janvier 2022", "11 January 2022"},
		{"2025-03-31", "31 mars 2025", "31 March 2025"},
		{"2024-02-29", "29 février 2024", "29 February 2024"},
		{"2026-08-01", "1er août 2026", "1 August 2026"},
	} {
		require.Equal(t, tied(c.fr), french.Date(cycle.MustDate(c.day)))
		require.Equal(t, tied(c.en), english.Date(cycle.MustDate(c.day)))
	}
	require.Empty(t, french.Date(cycle.Date{}))
	require.Equal(t, "décembre", french.Month(12))
	require.Equal(t, "December", english.Month(12))
}

func TestP6_PeriodsShowTheirLastDay(t *testing.T) {
	period := cycle.Period{Span: cycle.Span{From: cycle.MustDate("2022-01-01"), To: cycle.MustDate("2025-04-01")}}
	require.Equal(t, "du "+tied("1er janvier 2022")+" au "+tied("31 mars 2025"), french.Period(period))
	require.Equal(t, tied("1 January 2022")+" to "+tied("31 March 2025"), english.Period(period))
	require.Equal(t, "2022-2025", french.Years(period))
	year := cycle.Period{Span: cycle.Span{From: cycle.MustDate("2026-01-01"), To: cycle.MustDate("2027-01-01")}}
	require.Equal(t, "2026", french.Years(year))
}

func TestInstantsAreToldInTheZone(t *testing.T) {
	zone, err := time.LoadLocation("America/Toronto")
	require.NoError(t, err)
	// Eastern standard time is five hours behind, so that it is still the 21st.
	for _, c := range []struct {
		instant                  string
		fr, en, frWhole, enWhole string
	}{
		{"2026-11-22T19:30:00Z", "14 h 30", "14:30", "22 novembre 2026|14 h 30", "22 November 2026|14:30"},
		{"2026-11-22T04:05:00Z", "23 h 05", "23:05", "21 novembre 2026|23 h 05", "21 November 2026|23:05"},
		// Daylight saving time: four hours.
		{"2026-07-01T13:00:00Z", "9 h 00", "09:00", "1er juillet 2026|9 h 00", "1 July 2026|09:00"},
	} {
		instant, err := time.Parse(time.RFC3339, c.instant)
		require.NoError(t, err)
		require.Equal(t, tied(c.fr), french.Time(instant, zone))
		require.Equal(t, tied(c.en), english.Time(instant, zone))
		require.Equal(t, strings.Replace(tied(c.frWhole), "|", "\u00a0à ", 1), french.Instant(instant, zone))
		require.Equal(t, strings.Replace(tied(c.enWhole), "|", "\u00a0at ", 1), english.Instant(instant, zone))
	}
	require.Empty(t, french.Instant(time.Time{}, zone))
}

func TestAnyOtherLanguagePrintsFrench(t *testing.T) {
	require.Equal(t, french, i18n.For("de"))
	require.Equal(t, tied("2,5 h"), i18n.Printer{}.Hours(hours.Ratio(5, 2)))
	require.Equal(t, "janvier", i18n.Printer{}.Month(1))
}

func TestUnitsOfARegulationFollowTheNumber(t *testing.T) {
	credits := identity.Text{FR: "crédits", EN: "credits"}
	for _, c := range []struct {
		amount hours.Hours
		fr, en string
	}{
		{hours.Hours{}, "0 crédit", "0 credits"},
		{hours.Whole(1), "1 crédit", "1 credit"},
		{hours.Ratio(3, 2), "1,5 crédit", "1.5 credits"},
		{hours.Whole(2), "2 crédits", "2 credits"},
	} {
		require.Equal(t, tied(c.fr), french.In(c.amount, credits))
		require.Equal(t, tied(c.en), english.In(c.amount, credits))
	}
	require.Equal(t, tied("1 UFC"), french.In(hours.Whole(1), identity.Text{FR: "UFC"}))
	require.Equal(t, tied("2,5 h"), french.In(hours.Ratio(5, 2), identity.Text{}))
}
