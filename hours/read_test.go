package hours_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours"
)

func TestP28_DurationsAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]string{
		"2,5":              "2.5",
		"2.5":              "2.5",
		"2,50":             "2.5",
		"2,5 h":            "2.5",
		" 2,5 h ":          "2.5",
		"2,5\u00a0h":       "2.5",
		"2,5\u202fh":       "2.5",
		"\u00a02,5\u202f":  "2.5",
		"2,5H":             "2.5",
		"2.5 hours":        "2.5",
		"1 hour":           "1",
		"2.5 hrs":          "2.5",
		"2,5 heures":       "2.5",
		"1 heure":          "1",
		"2 h 30":           "2.5",
		"2h30":             "2.5",
		"2 H 30":           "2.5",
		"2\u00a0h\u00a030": "2.5",
		"2h30min":          "2.5",
		"2 heures 30":      "2.5",
		"2 h 05":           "25/12",
		"2 h 5":            "25/12",
		"2:30":             "2.5",
		"2 : 30":           "2.5",
		"02:30":            "2.5",
		"0:20":             "1/3",
		"2 h 20":           "7/3",
		"150 min":          "2.5",
		"150min":           "2.5",
		"90 minutes":       "1.5",
		"20 m":             "1/3",
		"30":               "30",
		"0":                "0",
		"0,125":            "0.125",
		"1,2345":           "1.2345",
		"100000":           "100000",
	} {
		got, err := hours.ReadHours(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got.String(), text)
	}
}

func TestP28_DurationsThatAreRefused(t *testing.T) {
	for want, texts := range map[error][]string{
		hours.ErrAmbiguousHours: {
			"1.234,5", "1,234", "1.234", "12,345 h", "2,5,1", "1 234", "1'234", "1\u202f234,5", "2:5", "2,", ",5", "2 30",
		},
		hours.ErrNegativeHours: {"-1", "-2,5", "−1", " -0,5 h"},
		hours.ErrBadHours: {
			"", " ", "abc", "1e5", "NaN", "Inf", "0x10", "２,５", "２", "٢", "2:75", "2h60", "2 h 60", "2,5 h 30", "h", "min",
			",", ".", "'", "+2", "½", "1/2", "2 jours", "deux", "2:30:00", "100001", "100000:01", "1000000", "2,1234567",
			"6000001 min", "2 h 30 sec", "2\n5", strings.Repeat("9", 10_000), "\xff", "2\x00",
		},
	} {
		for _, text := range texts {
			got, err := hours.ReadHours(text)
			require.ErrorIs(t, err, want, text)
			require.True(t, got.IsZero(), text)
			require.Less(t, len(err.Error()), 300)
		}
	}
}

func FuzzReadHours(f *testing.F) {
	for _, text := range []string{"2,5", "2.5 h", "2 h 30", "2:30", "150 min", "1.234,5", "-1", "", "2:75", "２", "1\u202f234"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := hours.ReadHours(text)
		if err != nil {
			require.True(t, got.IsZero())
			return
		}
		require.True(t, got.Declarable())
		back, err := hours.ParseHours(got.String())
		require.NoError(t, err)
		require.Equal(t, got, back)
	})
}
