package cycle_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
)

func TestReadDateReadsWhatPeopleWrite(t *testing.T) {
	for _, c := range []struct{ day, month, year, want string }{
		{"1", "3", "2026", "2026-03-01"},
		{"01", "03", "2026", "2026-03-01"},
		{"1er", "mars", "2026", "2026-03-01"},
		{"1ER", "MARS", "2026", "2026-03-01"},
		{" 27 ", " mars ", " 2026 ", "2026-03-27"},
		{"\u00a027\u202f", "mars", "2026", "2026-03-27"},
		{"14", "fevrier", "2026", "2026-02-14"},
		{"14", "Février", "2026", "2026-02-14"},
		{"14", "fe\u0301vrier", "2026", "2026-02-14"},
		{"14", "févr.", "2026", "2026-02-14"},
		{"2", "août", "2026", "2026-08-02"},
		{"2", "aout", "2026", "2026-08-02"},
		{"2", "AOÛT", "2026", "2026-08-02"},
		{"2", "aou\u0302t", "2026", "2026-08-02"},
		{"2", "janv.", "2026", "2026-01-02"},
		{"24", "déc.", "2026", "2026-12-24"},
		{"24", "décembre", "2026", "2026-12-24"},
		{"4", "July", "2026", "2026-07-04"},
		{"4", "Sept.", "2026", "2026-09-04"},
		{"4", "december", "2026", "2026-12-04"},
		{"29", "février", "2024", "2024-02-29"},
	} {
		got, err := cycle.ReadDate(c.day, c.month, c.year)
		require.NoError(t, err, c)
		require.Equal(t, c.want, got.String(), c)
	}
}

func TestReadDateRefusesTheRest(t *testing.T) {
	for _, c := range [][3]string{
		{"29", "2", "2023"},
		{"31", "avril", "2026"},
		{"0", "3", "2026"},
		{"32", "3", "2026"},
		{"1", "13", "2026"},
		{"1", "0", "2026"},
		{"1", "ma", "2026"},
		{"1", "", "2026"},
		{"", "3", "2026"},
		{"1", "3", ""},
		{"1", "3", "26"},
		{"1", "3", "0999"},
		{"1", "3", "20266"},
		{"2er", "3", "2026"},
		{"er", "3", "2026"},
		{"001", "3", "2026"},
		{"-1", "3", "2026"},
		{"1.5", "3", "2026"},
		{"１", "3", "2026"},
		{"1", "3", "deux mille"},
	} {
		got, err := cycle.ReadDate(c[0], c[1], c[2])
		require.ErrorIs(t, err, cycle.ErrBadDate, c)
		require.True(t, got.IsZero(), c)
	}
}

func FuzzReadDate(f *testing.F) {
	f.Add("1er", "fevrier", "2026")
	f.Add("29", "2", "2024")
	f.Add("31", "sept.", "2026")
	f.Add("", "", "")
	f.Fuzz(func(t *testing.T, day, month, year string) {
		d, err := cycle.ReadDate(day, month, year)
		if err != nil {
			require.ErrorIs(t, err, cycle.ErrBadDate)
			require.True(t, d.IsZero())
			return
		}
		// The day that was read is read back from its own three parts.
		text := d.String()
		again, err := cycle.ReadDate(text[8:], text[5:7], text[:4])
		require.NoError(t, err)
		require.Equal(t, d, again)
	})
}
