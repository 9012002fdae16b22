package cycle_test

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/cycle"
)

func day(text string) cycle.Date { return cycle.MustDate(text) }

// dates draws a day of the years 1 to 9999; near draws one that leaves room for
// a century either way.
func dates() *rapid.Generator[cycle.Date] {
	return rapid.Map(rapid.IntRange(0, 3652058), func(n int) cycle.Date { return day("0001-01-01").AddDays(n) })
}

func near() *rapid.Generator[cycle.Date] {
	return rapid.Map(rapid.IntRange(0, 73000), func(n int) cycle.Date { return day("1900-01-01").AddDays(n) })
}

func TestNewDate(t *testing.T) {
	for _, c := range []struct {
		name             string
		year, month, day int
		want             string
	}{
		{"leap year", 2024, 2, 29, "2024-02-29"},
		{"leap year of 400", 2000, 2, 29, "2000-02-29"},
		{"first day there is", 1, 1, 1, "0001-01-01"},
		{"last day there is", 9999, 12, 31, "9999-12-31"},
		{"month of 30 days", 2023, 4, 30, "2023-04-30"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := cycle.NewDate(c.year, c.month, c.day)
			require.NoError(t, err)
			require.Equal(t, c.want, d.String())
			require.Equal(t, [3]int{c.year, c.month, c.day}, [3]int{d.Year(), d.Month(), d.Day()})
		})
	}
	for _, c := range [][3]int{
		{2023, 2, 29},
		{1900, 2, 29},
		{2100, 2, 29},
		{2023, 4, 31},
		{2023, 13, 1},
		{2023, 0, 1},
		{2023, 1, 0},
		{2023, 1, 32},
		{0, 1, 1},
		{10000, 1, 1},
		{-1, 1, 1},
		{2023, 1, -1},
	} {
		d, err := cycle.NewDate(c[0], c[1], c[2])
		require.ErrorIs(t, err, cycle.ErrBadDate, c)
		require.True(t, d.IsZero())
	}
}

func TestParseDateIsStrict(t *testing.T) {
	for _, text := range []string{
		"", "2023-2-01", "2023-02-1", "23-02-01", "2023/02/01", "20230201", "2023-02-30", "02023-02-01", " 2023-02-01",
		"2023-02-01 ", "+023-02-01", "-023-02-01", "2023-02-01T00:00:00Z", "２０２３-02", "2023-00-10", "0000-01-01", "2023-0a-01",
	} {
		d, err := cycle.ParseDate(text)
		require.ErrorIs(t, err, cycle.ErrBadDate, text)
		require.True(t, d.IsZero(), text)
	}
	require.Panics(t, func() { cycle.MustDate("hier") })
}

// A civil day begins and ends at midnight of its own zone, and Québec's evening is
// already tomorrow in UTC.
func TestDateOfAtTheEdgesOfADay(t *testing.T) {
	toronto, err := time.LoadLocation("America/Toronto")
	require.NoError(t, err)
	for _, c := range []struct{ name, instant, zoned, utc string }{
		{"last second, winter", "2023-02-01T04:59:59Z", "2023-01-31", "2023-02-01"},
		{"midnight, winter", "2023-02-01T05:00:00Z", "2023-02-01", "2023-02-01"},
		{"last second, summer", "2023-07-01T03:59:59Z", "2023-06-30", "2023-07-01"},
		{"midnight, summer", "2023-07-01T04:00:00Z", "2023-07-01", "2023-07-01"},
		{"new year's eve at nine", "2025-01-01T02:00:00Z", "2024-12-31", "2025-01-01"},
	} {
		t.Run(c.name, func(t *testing.T) {
			instant, err := time.Parse(time.RFC3339, c.instant)
			require.NoError(t, err)
			require.Equal(t, c.zoned, cycle.DateOf(instant, toronto).String())
			require.Equal(t, c.utc, cycle.DateOf(instant, nil).String())
		})
	}
	require.True(t, cycle.DateOf(time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), nil).IsZero())
}

// The instants are those of the zones' own rules: Toronto is at UTC-5 in winter
// and UTC-4 in summer; São Paulo had no midnight on 4 November 2018; Havana had
// two on 3 November 2024, Amman on 29 October 2021.
func TestStartIsTheFirstInstantOfTheDay(t *testing.T) {
	for _, c := range []struct{ zone, day, want string }{
		{"America/Toronto", "2023-01-15", "2023-01-15T05:00:00Z"},
		{"America/Toronto", "2023-03-12", "2023-03-12T05:00:00Z"},
		{"America/Toronto", "2023-07-15", "2023-07-15T04:00:00Z"},
		{"America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z"},
		{"America/Havana", "2024-11-03", "2024-11-03T04:00:00Z"},
		{"Asia/Amman", "2021-10-29", "2021-10-28T21:00:00Z"},
		{"UTC", "2023-01-15", "2023-01-15T00:00:00Z"},
	} {
		t.Run(c.zone+" "+c.day, func(t *testing.T) {
			zone, err := time.LoadLocation(c.zone)
			require.NoError(t, err)
			start := day(c.day).Start(zone)
			require.Equal(t, c.want, start.UTC().Format(time.RFC3339))
			require.Equal(t, day(c.day), cycle.DateOf(start, zone))
			require.Equal(t, day(c.day).AddDays(-1), cycle.DateOf(start.Add(-1), zone))
		})
	}
	require.True(t, cycle.Date{}.Start(time.UTC).IsZero())
	require.Equal(t, "2023-01-15T00:00:00Z", day("2023-01-15").Start(nil).Format(time.RFC3339))
}

func TestAddMonthsHoldsToTheLastDayOfShorterMonths(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2023-01-31", 1, "2023-02-28"},
		{"2024-01-31", 1, "2024-02-29"},
		{"2024-02-29", 12, "2025-02-28"},
		{"2024-02-29", 48, "2028-02-29"},
		{"2023-03-31", -1, "2023-02-28"},
		{"2023-01-15", -1, "2022-12-15"},
		{"2022-12-15", 1, "2023-01-15"},
		{"2023-05-31", 0, "2023-05-31"},
		{"0001-01-31", -1, "0001-01-01"},
		{"9999-12-01", 1, "9999-12-31"},
		{"2023-01-01", math.MaxInt, "9999-12-31"},
		{"2023-01-01", math.MinInt, "0001-01-01"},
	} {
		require.Equal(t, c.want, day(c.from).AddMonths(c.n).String(), c)
	}
	require.True(t, cycle.Date{}.AddMonths(3).IsZero())
}

func TestAddDaysStaysInsideTheCalendar(t *testing.T) {
	require.Equal(t, "2024-03-01", day("2024-02-28").AddDays(2).String())
	require.Equal(t, "2023-03-02", day("2023-02-28").AddDays(2).String())
	require.Equal(t, "0001-01-01", day("2023-01-01").AddDays(math.MinInt).String())
	require.Equal(t, cycle.Forever, day("2023-01-01").AddDays(math.MaxInt))
	require.True(t, cycle.Date{}.AddDays(1).IsZero())
}

func TestDateIsStoredAndSentAsItsText(t *testing.T) {
	type row struct {
		On cycle.Date `json:"on"`
	}
	text, err := json.Marshal(row{day("2025-03-31")})
	require.NoError(t, err)
	require.JSONEq(t, `{"on":"2025-03-31"}`, string(text))
	var back row
	require.NoError(t, json.Unmarshal(text, &back))
	require.Equal(t, day("2025-03-31"), back.On)
	require.NoError(t, json.Unmarshal([]byte(`{"on":""}`), &back))
	require.True(t, back.On.IsZero())
	require.ErrorIs(t, json.Unmarshal([]byte(`{"on":"2025-02-29"}`), &back), cycle.ErrBadDate)

	value, err := day("2025-03-31").Value()
	require.NoError(t, err)
	require.Equal(t, "2025-03-31", value)
	value, err = cycle.Date{}.Value()
	require.NoError(t, err)
	require.Nil(t, value)
	for _, stored := range []any{"2025-03-31", []byte("2025-03-31"), time.Date(2025, 3, 31, 23, 59, 0, 0, time.UTC)} {
		var d cycle.Date
		require.NoError(t, d.Scan(stored))
		require.Equal(t, day("2025-03-31"), d)
	}
	d := day("2025-03-31")
	require.NoError(t, d.Scan(nil))
	require.True(t, d.IsZero())
	require.ErrorIs(t, d.Scan(20250331), cycle.ErrBadDate)
	require.ErrorIs(t, d.Scan("31 mars"), cycle.ErrBadDate)
}

func TestDatesPrintAndParseBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := dates().Draw(t, "day")
		back, err := cycle.ParseDate(d.String())
		require.NoError(t, err)
		require.Equal(t, d, back)
		again, err := cycle.NewDate(d.Year(), d.Month(), d.Day())
		require.NoError(t, err)
		require.Equal(t, d, again)
	})
}

func TestDaysAddAndSubtract(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, n := near().Draw(t, "day"), rapid.IntRange(-36500, 36500).Draw(t, "n")
		b := a.AddDays(n)
		require.Equal(t, n, b.Sub(a))
		require.Equal(t, a, b.AddDays(-n))
		require.Equal(t, n < 0, b.Before(a))
		require.Equal(t, n > 0, b.After(a))
		require.Equal(t, -a.Compare(b), b.Compare(a))
	})
}

func FuzzParseDate(f *testing.F) {
	for _, text := range []string{"2023-02-28", "2024-02-29", "0001-01-01", "9999-12-31", "2023-02-30", "", "１", "2023-1-1"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := cycle.ParseDate(text)
		if err != nil {
			require.ErrorIs(t, err, cycle.ErrBadDate)
			require.True(t, d.IsZero())
			return
		}
		require.Equal(t, text, d.String())
	})
}
