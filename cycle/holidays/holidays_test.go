package holidays_test

import (
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/cycle/holidays"
)

func TestEveryDocumentPassesItsOwnCases(t *testing.T) {
	documents, err := holidays.Documents()
	require.NoError(t, err)
	require.NotEmpty(t, documents)
	for _, d := range documents {
		seen := map[string]bool{}
		for _, c := range d.Cases {
			require.Empty(t, c.Run(d.Holidays))
			seen[c.Is] = true
		}
		for _, day := range d.Holidays.Days {
			require.True(t, seen[day.ID], "%s: no case of %s", d.Holidays.ID, day.ID)
		}
	}
}

func TestAllIsByIdentifier(t *testing.T) {
	all, err := holidays.All()
	require.NoError(t, err)
	require.Equal(t, "qc", all["qc"].ID)
}

func TestACaseThatDoesNotAgreeSaysSo(t *testing.T) {
	all, err := holidays.All()
	require.NoError(t, err)
	c := holidays.Case{Day: cycle.MustDate("2026-06-24"), Is: "none", Next: cycle.MustDate("2026-06-24")}
	require.Equal(t, "2026-06-24: none, next 2026-06-24 expected; national-holiday, next 2026-06-25 found", c.Run(all["qc"]))
}

const usable = `
id: xx
days:
  - {id: new-year, fr: Jour de l’An, en: New Year, on: 01-01, moved: {sunday: 1}, source: made up, verified: true}
cases:
  - {day: 2026-01-01, is: new-year, next: 2026-01-02}
`

func TestRead(t *testing.T) {
	d, err := holidays.Read("xx.yaml", strings.NewReader(usable))
	require.NoError(t, err)
	require.Equal(t, "Jour de l’An", d.Holidays.Days[0].FR)
	require.True(t, d.Holidays.Days[0].Verified)
	require.Equal(t, map[cycle.Weekday]int{cycle.Sunday: 1}, d.Holidays.Days[0].Moved)
}

func TestReadIsStrict(t *testing.T) {
	for name, content := range map[string]string{
		"nothing":             "",
		"an unknown key":      usable + "extra: 1\n",
		"an unknown rule":     strings.Replace(usable, "on:", "upon:", 1),
		"a second document":   usable + "---\n" + usable,
		"verified left out":   strings.Replace(usable, ", verified: true", "", 1),
		"verified left empty": strings.Replace(usable, "verified: true", "verified:", 1),
		"no source":           strings.Replace(usable, "source: made up, ", "", 1),
		"no name in English":  strings.Replace(usable, "en: New Year, ", "", 1),
		"no day":              strings.Replace(usable, "on: 01-01, ", "", 1),
		"a day that is none":  strings.Replace(usable, "01-01,", "13-01,", 1),
		"no identifier":       strings.Replace(usable, "id: xx", "", 1),
		"no case":             usable[:strings.Index(usable, "cases:")],
		"a case of nothing":   strings.Replace(usable, "is: new-year, ", "", 1),
		"an unknown weekday":  strings.Replace(usable, "sunday: 1", "sonntag: 1", 1),
	} {
		t.Run(name, func(t *testing.T) {
			d, err := holidays.Read("xx.yaml", strings.NewReader(content))
			require.ErrorIs(t, err, cycle.ErrBadHolidays)
			require.True(t, strings.HasPrefix(err.Error(), "xx.yaml: "), err.Error())
			require.Equal(t, holidays.Document{}, d)
		})
	}
}

func TestReadTellsWhenReadingFails(t *testing.T) {
	broken := errors.New("the disk broke")
	_, err := holidays.Read("xx.yaml", iotest.ErrReader(broken))
	require.ErrorIs(t, err, broken)
	require.NotErrorIs(t, err, cycle.ErrBadHolidays)
}
