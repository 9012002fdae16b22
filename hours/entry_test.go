package hours_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
)

func rules(t *testing.T) hours.Rules {
	return hours.Rules{Version: otpqVersion(t), Period: period, Part: whole, Lists: lists, Today: day("2023-06-15")}
}

// wrongs checks an entry after each change, and wants exactly the errors given.
func wrongs(t *testing.T, cases []wrong) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			e := typed()
			c.change(&e)
			_, got := e.Check(rules(t))
			require.Equal(t, hours.FieldErrors(c.want), got)
		})
	}
}

type wrong struct {
	name   string
	change func(*hours.Entry)
	want   []hours.FieldError
}

func one(field string, err error) []hours.FieldError {
	return []hours.FieldError{{Field: field, Err: err}}
}

func boxes(day, month, year string) hours.DateEntry {
	return hours.DateEntry{Day: day, Month: month, Year: year}
}

func TestEntryThatIsRight(t *testing.T) {
	activity, wrong := typed().Check(rules(t))
	require.Empty(t, wrong)
	require.NoError(t, wrong.OrNil())
	require.Equal(t, hours.Activity{
		Category: "structured", Type: "course", Listing: "a1", Title: "Lire un plan", ProviderListing: "p1", Provider: "Cégep de Lévis",
		TrainerListing: "t1", Trainer: "Léa Gagné", First: day("2023-05-02"), Last: day("2023-05-02"), Hours: h("2.5"),
		Attested: []string{"accurate", "followed", "evidence"}, AttestedVersion: "2022",
	}, activity)
}

func TestP22_CategoryAndTypeAreInTheLists(t *testing.T) {
	wrongs(t, []wrong{
		{"no category", func(e *hours.Entry) { e.Category = " " }, one("category", hours.ErrMissing)},
		{"no type", func(e *hours.Entry) { e.Type = "" }, one("type", hours.ErrMissing)},
		{"unknown category", func(e *hours.Entry) { e.Category = "magic" }, one("category", hours.ErrUnknownChoice)},
		{"type of another category", func(e *hours.Entry) { e.Type = "reading" }, one("type", hours.ErrUnknownChoice)},
	})
}

func TestP23_TheReferencePeriodIsTheMembers(t *testing.T) {
	wrongs(t, []wrong{
		{"another period", func(e *hours.Entry) { e.Period = "2025-04-01" }, one("period", hours.ErrUnknownChoice)},
		{"none", func(e *hours.Entry) { e.Period = "" }, one("period", hours.ErrUnknownChoice)},
	})
}

func TestP24_TheActivityIsListedOrItsTitleIsGiven(t *testing.T) {
	wrongs(t, []wrong{
		{"neither", func(e *hours.Entry) { e.Activity = "" }, one("activity", hours.ErrMissing)},
		{"not in the list", func(e *hours.Entry) { e.Activity = "p1" }, one("activity", hours.ErrUnknownChoice)},
		{"unlisted without a title", func(e *hours.Entry) { e.ActivityUnlisted = true }, one("title", hours.ErrMissing)},
		{"unlisted, a title of spaces", func(e *hours.Entry) { e.ActivityUnlisted, e.Title = true, "\u00a0 " }, one("title", hours.ErrMissing)},
		{"too long a title", func(e *hours.Entry) { e.ActivityUnlisted, e.Title = true, strings.Repeat("é", 201) }, one("title", hours.ErrTooLong)},
	})
	e := typed()
	e.Activity, e.ActivityUnlisted, e.Title = "", true, "  Re\u0301glage des capteurs "
	activity, wrong := e.Check(rules(t))
	require.Empty(t, wrong)
	require.Empty(t, activity.Listing)
	require.Equal(t, "Réglage des capteurs", activity.Title) // composed and trimmed
	e.Title = strings.Repeat("é", 200)
	_, wrong = e.Check(rules(t))
	require.Empty(t, wrong)
}

func TestP25_TheProviderIsListedOrNamed(t *testing.T) {
	wrongs(t, []wrong{
		{"neither", func(e *hours.Entry) { e.Provider = "" }, one("provider", hours.ErrMissing)},
		{"not in the list", func(e *hours.Entry) { e.Provider = "a1" }, one("provider", hours.ErrUnknownChoice)},
		{"unlisted without a name", func(e *hours.Entry) { e.ProviderUnlisted = true }, one("providerName", hours.ErrMissing)},
		{"too long a name", func(e *hours.Entry) { e.ProviderUnlisted, e.ProviderName = true, strings.Repeat("a", 201) }, one("providerName", hours.ErrTooLong)},
	})
	e := typed()
	e.Provider, e.ProviderUnlisted, e.ProviderName = "", true, "Institut de la soudure"
	activity, wrong := e.Check(rules(t))
	require.Empty(t, wrong)
	require.Equal(t, "Institut de la soudure", activity.Provider)
	require.Empty(t, activity.ProviderListing)
}

func TestP26_TheTrainerIsListedOrNamedFirstThenLast(t *testing.T) {
	wrongs(t, []wrong{
		{"neither", func(e *hours.Entry) { e.Trainer = "" }, one("trainer", hours.ErrMissing)},
		{"not in the list", func(e *hours.Entry) { e.Trainer = "t9" }, one("trainer", hours.ErrUnknownChoice)},
		{"unlisted without a first name", func(e *hours.Entry) { e.TrainerUnlisted, e.TrainerLast = true, "Roy" }, one("trainerFirst", hours.ErrMissing)},
		{"unlisted without a last name", func(e *hours.Entry) { e.TrainerUnlisted, e.TrainerFirst = true, "Ana" }, one("trainerLast", hours.ErrMissing)},
		{"too long", func(e *hours.Entry) {
			e.TrainerUnlisted, e.TrainerFirst, e.TrainerLast = true, "Ana", strings.Repeat("a", 101)
		}, one("trainerLast", hours.ErrTooLong)},
	})
	e := typed()
	e.TrainerUnlisted, e.TrainerFirst, e.TrainerLast = true, " Ana", "Roy "
	activity, wrong := e.Check(rules(t))
	require.Empty(t, wrong)
	require.Equal(t, "Ana Roy", activity.Trainer)

	// Autonomous activities have neither a provider nor a trainer.
	e = typed()
	e.Category, e.Type, e.Provider, e.Trainer = "autonomous", "reading", "", ""
	_, wrong = e.Check(rules(t))
	require.Empty(t, wrong)
}

func TestP27_FirstAndLastDay(t *testing.T) {
	wrongs(t, []wrong{
		{"no first day", func(e *hours.Entry) { e.First = hours.DateEntry{} }, one("first", hours.ErrMissing)},
		{"no last day", func(e *hours.Entry) { e.Last = boxes(" ", "", "") }, one("last", hours.ErrMissing)},
		{"a day that no month has", func(e *hours.Entry) { e.First = boxes("30", "2", "2023") }, one("first", hours.ErrBadDate)},
		{"half a day", func(e *hours.Entry) { e.Last = boxes("2", "", "2023") }, one("last", hours.ErrBadDate)},
		{"the last before the first", func(e *hours.Entry) { e.Last = boxes("1", "5", "2023") }, one("last", hours.ErrEndBeforeStart)},
		{"ended before the period", func(e *hours.Entry) {
			e.First, e.Last = boxes("30", "12", "2021"), boxes("31", "12", "2021")
		}, one("last", hours.ErrOutsidePeriod)},
	})
	// An activity belongs to the period in which it ends.
	e := typed()
	e.First, e.Last = boxes("30", "12", "2021"), boxes("1er", "janv.", "2022")
	activity, wrong := e.Check(rules(t))
	require.Empty(t, wrong)
	require.Equal(t, "2021-12-30", activity.First.String())
	require.Equal(t, "2022-01-01", activity.Last.String())
	// And, for who was admitted inside the period, to their own part of it.
	r := rules(t)
	r.Part = cycle.Part{Span: span("2023-05-03", "2025-04-01"), Entered: true}
	_, wrong = typed().Check(r)
	require.Equal(t, hours.FieldErrors(one("last", hours.ErrOutsidePeriod)), wrong)
}

func TestP28_Duration(t *testing.T) {
	wrongs(t, []wrong{
		{"none", func(e *hours.Entry) { e.Duration = "" }, one("duration", hours.ErrMissing)},
		{"zero", func(e *hours.Entry) { e.Duration = "0" }, one("duration", hours.ErrNoHours)},
		{"more than a day", func(e *hours.Entry) { e.Duration = "24 h 01" }, one("duration", hours.ErrTooManyHours)},
		{"endless", func(e *hours.Entry) { e.Duration = strings.Repeat("1", 41) }, one("duration", hours.ErrTooLong)},
	})
	for text, want := range map[string]error{
		"abc": hours.ErrBadHours, "1,234": hours.ErrAmbiguousHours, "-2": hours.ErrNegativeHours,
	} {
		e := typed()
		e.Duration = text
		_, wrong := e.Check(rules(t))
		require.Len(t, wrong, 1)
		require.ErrorIs(t, wrong.Of("duration"), want)
		require.ErrorIs(t, wrong, want)
	}
	e := typed()
	e.Last, e.Duration = boxes("3", "5", "2023"), "48"
	activity, wrong := e.Check(rules(t))
	require.Empty(t, wrong)
	require.Equal(t, h("48"), activity.Hours)
}

func TestP29_FutureActivityIsRefused(t *testing.T) {
	wrongs(t, []wrong{
		{"has not ended", func(e *hours.Entry) { e.First, e.Last = boxes("15", "6", "2023"), boxes("16", "6", "2023") }, one("last", hours.ErrFuture)},
		{
			"has not taken place", func(e *hours.Entry) { e.First, e.Last = boxes("16", "6", "2023"), boxes("17", "6", "2023") },
			[]hours.FieldError{{Field: "first", Err: hours.ErrFuture}, {Field: "last", Err: hours.ErrFuture}},
		},
		{
			"ends in a later period", func(e *hours.Entry) { e.Last = boxes("1", "4", "2025") },
			one("last", hours.ErrFuture),
		},
		{"ends today", func(e *hours.Entry) { e.Last = boxes("15", "6", "2023") }, nil},
	})
}

// At 21:30 on 14 June in Québec it is the 15th in UTC: an activity of the 15th is
// still to come.
func TestP29_TodayIsTheOrganisationsDay(t *testing.T) {
	toronto, err := time.LoadLocation("America/Toronto")
	require.NoError(t, err)
	evening := time.Date(2023, 6, 15, 1, 30, 0, 0, time.UTC)
	e := typed()
	e.First, e.Last = boxes("15", "6", "2023"), boxes("15", "6", "2023")
	r := rules(t)
	r.Today = cycle.DateOf(evening, toronto)
	_, wrong := e.Check(r)
	require.ErrorIs(t, wrong.Of("first"), hours.ErrFuture)
	require.ErrorIs(t, wrong.Of("last"), hours.ErrFuture)
	r.Today = cycle.DateOf(evening, time.UTC)
	_, wrong = e.Check(r)
	require.Empty(t, wrong)
}

func TestP30_EveryAttestationIsTicked(t *testing.T) {
	wrongs(t, []wrong{
		{"two of three", func(e *hours.Entry) { e.Attested = []string{"accurate", "evidence"} }, one("attested.followed", hours.ErrNotAttested)},
		{"none, nor one of another text", func(e *hours.Entry) { e.Attested = []string{"other", "other", "other"} }, []hours.FieldError{
			{Field: "attested.accurate", Err: hours.ErrNotAttested},
			{Field: "attested.followed", Err: hours.ErrNotAttested},
			{Field: "attested.evidence", Err: hours.ErrNotAttested},
		}},
	})
}

// An empty form says what is wrong once for each field, in the order of the pages.
// TestP24_WhatNobodySeesIsNoName: staff would find a link without words in their
// list, or words turned around.
func TestP24_WhatNobodySeesIsNoName(t *testing.T) {
	for _, nothing := range []string{"\u200b", "\ufeff \u2060", "\u3164", "\u200d\u200c", "\u00ad", "\x00", "\u202e"} {
		e := typed()
		e.ActivityUnlisted, e.Title = true, nothing
		_, wrong := e.Check(rules(t))
		require.Equal(t, hours.FieldErrors(one("title", hours.ErrMissing)), wrong, "%q", nothing)
	}
	for text, want := range map[string]string{
		"Lire\u202e un plan\x00\x07": "Lire un plan",
		"\u200bLire\tun\nplan\u200d": "Lire\tun\nplan",
		"می\u200cخواهم":              "می\u200cخواهم",
		"Lire\xffun plan":            "Lire\ufffdun plan",
	} {
		require.Equal(t, want, hours.Tidy(text))
	}
}

func TestErrorsAreInTheOrderOfThePages(t *testing.T) {
	_, wrong := hours.Entry{}.Check(rules(t))
	var got []string
	for _, w := range wrong {
		got = append(got, w.Field)
	}
	require.Equal(t, []string{
		"period", "category", "type", "activity", "first", "last", "duration",
		"attested.accurate", "attested.followed", "attested.evidence",
	}, got)
	require.NoError(t, wrong.Of("title"))
	require.ErrorIs(t, wrong, hours.ErrMissing)
	require.ErrorIs(t, wrong, hours.ErrNotAttested)
	require.NotErrorIs(t, wrong, hours.ErrFuture)
	require.Contains(t, wrong.Error(), "category: hours: required; type: hours: required")
}

func TestDateEntry(t *testing.T) {
	require.Equal(t, hours.DateEntry{Day: "01", Month: "04", Year: "2025"}, hours.DateTyped(day("2025-04-01")))
	require.True(t, hours.DateTyped(cycle.Date{}).Empty())
	read, err := hours.DateTyped(day("2025-04-01")).Read()
	require.NoError(t, err)
	require.Equal(t, day("2025-04-01"), read)
}
