package cycle_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/cycle"
)

var january = cycle.MonthDay{Month: 1, Day: 1}

// kentucky: two years from 1 January; even licence numbers end in odd years.
func kentucky() cycle.Calendar {
	return cycle.Calendar{Months: 24, Start: january, Cohorts: []cycle.Cohort{
		{Number: cycle.EvenYear, Ends: cycle.OddYear}, {Number: cycle.OddYear, Ends: cycle.EvenYear},
	}}
}

// byBirth: two years that end in years of the parity of the year of birth.
func byBirth(anchor cycle.Anchor) cycle.Calendar {
	return cycle.Calendar{Anchor: anchor, Months: 24, Cohorts: []cycle.Cohort{
		{Birth: cycle.EvenYear, Ends: cycle.EvenYear}, {Birth: cycle.OddYear, Ends: cycle.OddYear},
	}}
}

// nebraska: two calendar years that end in years of the parity of the year of birth.
func nebraska() cycle.Calendar {
	c := byBirth(cycle.ByCalendar)
	c.Start = january
	return c
}

// thirds: three years that begin in a year of the last digit's.
func thirds() cycle.Calendar {
	return cycle.Calendar{Months: 36, Cohorts: []cycle.Cohort{
		{Digits: "0-3", From: day("2021-01-01")},
		{Digits: "4-8", From: day("2022-01-01")},
		{Digits: "9", From: day("2023-01-01")},
	}}
}

// letters: one year from 1 April, or from 1 October for the end of the alphabet.
func letters() cycle.Calendar {
	return cycle.Calendar{Months: 12, Cohorts: []cycle.Cohort{
		{Initials: "A-N", From: day("2020-04-01")},
		{Initials: "O", From: day("2020-07-01")},
		{Initials: "P-Z", From: day("2020-10-01")},
	}}
}

func numbered(number string) cycle.Anchors { return cycle.Anchors{Number: number} }

func named(surname string) cycle.Anchors { return cycle.Anchors{Surname: surname} }

func bornOn(text string) cycle.Anchors { return cycle.Anchors{Birth: day(text)} }

func TestCohortsHavePeriodsOfTheirOwn(t *testing.T) {
	special := kentucky()
	special.Cohorts = append([]cycle.Cohort{
		{Mark: "second-licence", Admission: cycle.OddYear, From: day("2019-01-01")},
	}, special.Cohorts...)
	for _, c := range []struct {
		name     string
		calendar cycle.Calendar
		anchors  cycle.Anchors
		day      string
		want     string // both days in
	}{
		{"even number", kentucky(), numbered("1234"), "2024-06-01", "2024-01-01/2025-12-31"},
		{"even number, first day", kentucky(), numbered("1234"), "2024-01-01", "2024-01-01/2025-12-31"},
		{"even number, the day before", kentucky(), numbered("1234"), "2023-12-31", "2022-01-01/2023-12-31"},
		{"odd number", kentucky(), numbered("1233"), "2024-06-01", "2023-01-01/2024-12-31"},
		{"only the last digit counts", kentucky(), numbered("T-1230/b"), "2024-06-01", "2024-01-01/2025-12-31"},

		{"born in December of an even year", byBirth(cycle.ByBirthMonth), bornOn("1980-12-10"), "2024-06-01", "2023-01-01/2024-12-31"},
		{"born in December of an odd year", byBirth(cycle.ByBirthMonth), bornOn("1981-12-31"), "2024-06-01", "2024-01-01/2025-12-31"},
		{"born in May, last day", byBirth(cycle.ByBirthMonth), bornOn("1980-05-20"), "2024-05-31", "2022-06-01/2024-05-31"},
		{"born in May, day after", byBirth(cycle.ByBirthMonth), bornOn("1980-05-20"), "2024-06-01", "2024-06-01/2026-05-31"},
		{"born on 31 January", byBirth(cycle.ByBirthMonth), bornOn("1980-01-31"), "2024-06-01", "2024-02-01/2026-01-31"},
		{"born on 29 February, month", byBirth(cycle.ByBirthMonth), bornOn("1984-02-29"), "2024-02-29", "2022-03-01/2024-02-29"},
		{"admitted inside the period", byBirth(cycle.ByBirthMonth), born("1980-05-20", "2025-10-01"), "2025-10-01", "2024-06-01/2026-05-31"},

		{"born on 1 January", byBirth(cycle.ByBirthday), bornOn("1980-01-01"), "2024-06-01", "2023-01-01/2024-12-31"},
		{"born on 2 January", byBirth(cycle.ByBirthday), bornOn("1980-01-02"), "2024-06-01", "2024-01-02/2026-01-01"},
		{"born on 29 February, birthday", byBirth(cycle.ByBirthday), bornOn("1984-02-29"), "2024-06-01", "2024-02-29/2026-02-27"},

		{"calendar years, born in an even year", nebraska(), bornOn("1980-12-10"), "2024-06-01", "2023-01-01/2024-12-31"},
		{"calendar years, born in an odd year", nebraska(), bornOn("1981-01-01"), "2024-06-01", "2024-01-01/2025-12-31"},

		{"admitted in an even year", architects(), admitted("2008-11-03"), "2013-05-01", "2012-04-01/2014-03-31"},
		{"admitted in an odd year", architects(), admitted("2009-01-03"), "2013-05-01", "2013-04-01/2015-03-31"},

		{"first of a range of digits", thirds(), numbered("10"), "2024-06-01", "2024-01-01/2026-12-31"},
		{"last of a range of digits", thirds(), numbered("13"), "2023-12-31", "2021-01-01/2023-12-31"},
		{"second range of digits", thirds(), numbered("24"), "2024-06-01", "2022-01-01/2024-12-31"},
		{"one digit", thirds(), numbered("0009"), "2024-06-01", "2023-01-01/2025-12-31"},

		{"initial", letters(), named("Gélinas"), "2024-04-01", "2024-04-01/2025-03-31"},
		{"small letter", letters(), named("gélinas"), "2024-03-31", "2023-04-01/2024-03-31"},
		{"accent", letters(), named("Émond"), "2024-04-01", "2024-04-01/2025-03-31"},
		{"accent on a small letter", letters(), named("østergaard"), "2024-06-30", "2023-07-01/2024-06-30"},
		{"accent of its own", letters(), named("E\u0301mond"), "2024-04-01", "2024-04-01/2025-03-31"},
		{"stroke", letters(), named("Łuczak"), "2024-04-01", "2024-04-01/2025-03-31"},
		{"cedilla", letters(), named("Şahin"), "2024-04-01", "2023-10-01/2024-09-30"},
		{"two letters in one", letters(), named("Œuvrard"), "2024-07-01", "2024-07-01/2025-06-30"},
		{"Viêt Nam", letters(), named("Đặng"), "2024-04-01", "2024-04-01/2025-03-31"},
		{"apostrophe first", letters(), named("'t Hooft"), "2024-04-01", "2023-10-01/2024-09-30"},
		{"space first", letters(), named(" Roy"), "2024-10-01", "2024-10-01/2025-09-30"},

		{
			"the first cohort whose conditions all hold", special,
			cycle.Anchors{Admission: day("2011-05-01"), Number: "1234", Marks: []string{"retired", "second-licence"}},
			"2024-06-01", "2023-01-01/2024-12-31",
		},
		{
			"one of two conditions", special,
			cycle.Anchors{Admission: day("2010-05-01"), Number: "1234", Marks: []string{"second-licence"}},
			"2024-06-01", "2024-01-01/2025-12-31",
		},
		{
			"what is not known does not matter when another condition fails", special,
			cycle.Anchors{Number: "1234"},
			"2024-06-01", "2024-01-01/2025-12-31",
		},
		{
			"rolling",
			cycle.Calendar{Months: 48, Step: 24, Start: january, Cohorts: kentucky().Cohorts},
			numbered("1234"), "2024-06-01", "2022-01-01/2025-12-31",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.NoError(t, c.calendar.Check())
			p, err := c.calendar.At(day(c.day), c.anchors)
			require.NoError(t, err)
			require.Equal(t, c.want, p.String())
		})
	}
}

func TestACohortHasNoPeriodBeforeItsFirst(t *testing.T) {
	_, err := thirds().At(day("2021-12-31"), numbered("4"))
	require.ErrorIs(t, err, cycle.ErrNoPeriod)
	p, err := thirds().At(day("2021-12-31"), numbered("3"))
	require.NoError(t, err)
	require.Equal(t, "2021-01-01/2023-12-31", p.String())
}

func TestAMemberOfNoCohortHasNoAnchor(t *testing.T) {
	some := cycle.Calendar{Months: 12, Cohorts: []cycle.Cohort{
		{Number: cycle.EvenYear, From: day("2020-01-01")}, {Initials: "A-M", From: day("2020-07-01")},
	}}
	for name, c := range map[string]struct {
		calendar cycle.Calendar
		anchors  cycle.Anchors
	}{
		"no number":                    {kentucky(), nobody},
		"a number without digits":      {kentucky(), numbered("pending")},
		"digits of another script":     {kentucky(), numbered("٤")},
		"no digit":                     {thirds(), numbered("A")},
		"no birth":                     {nebraska(), nobody},
		"no birth to start from":       {byBirth(cycle.ByBirthMonth), nobody},
		"no admission":                 {architects(), nobody},
		"no surname":                   {letters(), nobody},
		"another alphabet":             {letters(), named("Яковлев")},
		"in none":                      {some, cycle.Anchors{Number: "3", Surname: "Roy"}},
		"a later one would be a guess": {some, named("Gagnon")},
		"an anchor of birth and another condition": {
			cycle.Calendar{Anchor: cycle.ByBirthday, Months: 24, Cohorts: kentucky().Cohorts}, numbered("1234"),
		},
	} {
		t.Run(name, func(t *testing.T) {
			require.NoError(t, c.calendar.Check())
			p, err := c.calendar.At(day("2024-06-01"), c.anchors)
			require.ErrorIs(t, err, cycle.ErrNoAnchor)
			require.True(t, p.IsZero())
		})
	}
}

// Whoever the member is, periods of two years end in the years that were asked.
func TestPeriodsEndInYearsOfTheCohorts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom([]cycle.Calendar{byBirth(cycle.ByBirthday), byBirth(cycle.ByBirthMonth), nebraska()}).Draw(t, "calendar")
		birth, on := near().Draw(t, "birth"), near().Draw(t, "day")
		p, err := c.At(on, cycle.Anchors{Birth: birth})
		require.NoError(t, err)
		require.True(t, p.Contains(on))
		require.Zero(t, (p.Last().Year()-birth.Year())%2)
		if c.Anchor == cycle.ByBirthMonth {
			require.Equal(t, 1, p.To.Day())
			require.Equal(t, birth.Month(), p.Last().Month())
			require.Equal(t, 24, p.MonthsCalendar())
		}
	})
}

func TestCohortsAreReadAsTheyAreWritten(t *testing.T) {
	const document = `
months: 24
start: 01-01
cohorts:
  - {number: even, digits: "0-3", ends: odd}
  - {digits: 7, birth: odd, admission: even, initials: A-G, mark: retired, from: 2022-01-01}
`
	want := cycle.Calendar{Months: 24, Start: january, Cohorts: []cycle.Cohort{
		{Number: cycle.EvenYear, Digits: "0-3", Ends: cycle.OddYear},
		{
			Digits: "7", Birth: cycle.OddYear, Admission: cycle.EvenYear, Initials: "A-G", Mark: "retired",
			From: day("2022-01-01"),
		},
	}}
	var read cycle.Calendar
	require.NoError(t, yaml.Unmarshal([]byte(document), &read))
	require.Equal(t, want, read)
	body, err := json.Marshal(want)
	require.NoError(t, err)
	require.JSONEq(t, `{"months": 24, "start": "01-01", "cohorts": [
		{"number": "even", "digits": "0-3", "ends": "odd"},
		{"digits": "7", "birth": "odd", "admission": "even", "initials": "A-G", "mark": "retired", "from": "2022-01-01"}
	]}`, string(body))
}
