package intake_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/intake"
)

func TestReadDate(t *testing.T) {
	for text, want := range map[string]string{
		"2026-11-22": "2026-11-22", "2026/11/22": "2026-11-22", "2026-1-2": "2026-01-02", "\ufeff2026-11-22 ": "2026-11-22",
		"2026-11-22T00:00:00": "2026-11-22", "2026-11-22 00:00": "2026-11-22",
		// The year last is read when it can be read in one way only.
		"22/11/2026": "2026-11-22", "11/22/2026": "2026-11-22", "22-11-2026": "2026-11-22", "11/11/2026": "2026-11-11", "22.11.2026": "2026-11-22",
		"22 novembre 2026": "2026-11-22", "1er mars 2026": "2026-03-01", "5 févr. 2026": "2026-02-05", "March 3, 2026": "2026-03-03", "3-Mar-2026": "2026-03-03",
		"2026 mars 3": "2026-03-03",
	} {
		got, err := intake.ReadDate(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got.String(), text)
	}
	for text, want := range map[string]error{
		"": hours.ErrMissing, "  ": hours.ErrMissing,
		"05/06/2026": intake.ErrAmbiguousDate, "5-6-2026": intake.ErrAmbiguousDate, "26-11-22": intake.ErrAmbiguousDate, "22/11/26": intake.ErrAmbiguousDate,
		"31/31/2026": hours.ErrBadDate, "2026-02-30": hours.ErrBadDate, "2026-13-01": hours.ErrBadDate, "30/02/2026": hours.ErrBadDate,
		"46348": hours.ErrBadDate, "demain": hours.ErrBadDate, "2026-11": hours.ErrBadDate, "2026-11-22 14:30": hours.ErrBadDate, "2e mars 2026": hours.ErrBadDate,
	} {
		_, err := intake.ReadDate(text)
		require.ErrorIs(t, err, want, "%q", text)
	}
}

// A day written with the year last is read as that day, or is refused when another
// day is written the same way.
func TestReadDateNeverGuesses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, err := cycle.NewDate(rapid.IntRange(1900, 2100).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 28).Draw(t, "day"))
		require.NoError(t, err)
		iso := d.String()
		got, err := intake.ReadDate(iso[8:] + "/" + iso[5:7] + "/" + iso[:4])
		if d.Day() <= 12 && d.Day() != d.Month() {
			require.ErrorIs(t, err, intake.ErrAmbiguousDate)
			return
		}
		require.NoError(t, err)
		require.Equal(t, d, got)
	})
}
