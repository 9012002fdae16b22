package privacy_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/privacy"
)

func assessed(serious privacy.Truth) privacy.Assessment {
	return privacy.Assessment{
		Sensitivity: "courriels", Consequences: "hameçonnage", Likelihood: "faible", Officer: true, Serious: serious, Why: "liste courte", Day: day("2026-02-03"),
	}
}

func incident(serious privacy.Truth) privacy.Incident {
	n := 12
	return privacy.Incident{
		ID: "i-1", Holdings: []privacy.HoldingID{newsletter}, Circumstances: "envoi en copie visible", Cause: "erreur", From: day("2026-02-01"),
		To: day("2026-02-01"), Known: day("2026-02-02"), Persons: &n, InQuebec: &n, Assessment: assessed(serious), Measures: "rappel du message",
		Timetable: "formation en mars", Suggested: "se méfier des courriels", Telling: "par courriel", Foreign: "aucune", Body: "OTPQ, 1234567890", Contact: "affairesjuridiques@otpq.org",
	}
}

func states(i privacy.Incident, on string) map[privacy.Addressee]privacy.NoticeState {
	got := map[privacy.Addressee]privacy.NoticeState{}
	for _, o := range i.Notices(day(on)) {
		got[o.To] = o.State
	}
	return got
}

func TestV14_AnAssessmentThatLeavesSomethingOutConcludesNothing(t *testing.T) {
	require.Empty(t, assessed(privacy.No).Missing())
	for fact, change := range map[privacy.Fact]func(*privacy.Assessment){
		"sensitivity":       func(a *privacy.Assessment) { a.Sensitivity = "" },
		"consequences":      func(a *privacy.Assessment) { a.Consequences = "" },
		"likelihood":        func(a *privacy.Assessment) { a.Likelihood = "" },
		"officer-consulted": func(a *privacy.Assessment) { a.Officer = false },
		"serious":           func(a *privacy.Assessment) { a.Serious = privacy.Unknown },
		"why":               func(a *privacy.Assessment) { a.Why = "" },
		"day":               func(a *privacy.Assessment) { a.Day = cycle.Date{} },
	} {
		i := incident(privacy.No)
		change(&i.Assessment)
		require.Equal(t, []privacy.Fact{fact}, i.Assessment.Missing())
		for _, o := range i.Notices(day("2026-02-05")) {
			require.Equal(t, privacy.AssessFirst, o.State, fact)
			require.Equal(t, []privacy.Fact{fact}, o.Missing)
		}
	}
}

func TestV14_WhoIsToldOfAnIncident(t *testing.T) {
	serious := incident(privacy.Yes)
	require.Equal(t, map[privacy.Addressee]privacy.NoticeState{privacy.Authority: privacy.NotOwed, privacy.Persons: privacy.NotOwed}, states(incident(privacy.No), "2026-02-05"))
	require.Equal(t, map[privacy.Addressee]privacy.NoticeState{privacy.Authority: privacy.Owed, privacy.Persons: privacy.Owed}, states(serious, "2026-02-05"))
	for _, o := range serious.Notices(day("2026-02-05")) {
		require.Equal(t, day("2026-02-03"), o.Since)
		require.Equal(t, 2, o.Days)
		require.Len(t, o.Articles, 2)
	}
	serious.Told = []privacy.Told{{To: privacy.Authority, Day: day("2026-02-04")}}
	require.Equal(t, privacy.Owed, states(serious, "2026-02-03")[privacy.Authority], "not told yet on the 3rd")
	require.Equal(t, map[privacy.Addressee]privacy.NoticeState{privacy.Authority: privacy.WasGiven, privacy.Persons: privacy.Owed}, states(serious, "2026-02-05"))
}

// An investigation defers the notice to the persons, while it lasts, and no other.
func TestV14_DeferralForAnInvestigation(t *testing.T) {
	i := incident(privacy.Yes)
	i.Defer = []privacy.Deferral{{Body: "Sûreté du Québec", From: day("2026-02-04"), Until: day("2026-02-20")}}
	for on, want := range map[string]privacy.NoticeState{
		"2026-02-03": privacy.Owed, "2026-02-04": privacy.Deferred, "2026-02-20": privacy.Deferred, "2026-02-21": privacy.Owed,
	} {
		require.Equal(t, want, states(i, on)[privacy.Persons], on)
		require.Equal(t, privacy.Owed, states(i, on)[privacy.Authority], on)
	}
	i.Defer[0].Body = ""
	require.Equal(t, privacy.Owed, states(i, "2026-02-05")[privacy.Persons], "by nobody")
	open := incident(privacy.Yes)
	open.Defer = []privacy.Deferral{{Body: "Sûreté du Québec", From: day("2026-02-04")}}
	require.Equal(t, privacy.Deferred, states(open, "2028-01-01")[privacy.Persons])
}

// No text gives a number of hours, and no type has room for one.
func TestV14_NoNumberOfHoursIsInvented(t *testing.T) {
	owing := reflect.TypeFor[privacy.Owing]()
	for n := range owing.NumField() {
		name := strings.ToLower(owing.Field(n).Name)
		for _, invented := range []string{"due", "deadline", "hour", "by"} {
			require.NotContains(t, name, invented)
		}
	}
}

// Eight fields of the register, for every incident; what each notice says.
func TestV14_WhatTheRegisterAndTheNoticesSay(t *testing.T) {
	l := quebec(t)
	require.Len(t, l.Incidents.Register, 8)
	require.Len(t, l.Incidents.Persons, 6)
	whole := incident(privacy.No)
	require.Empty(t, whole.Lacks(l.Incidents.Register))
	require.Empty(t, whole.Lacks(l.Incidents.Authority))
	require.Empty(t, whole.Lacks(l.Incidents.Persons))
	lacks := func(i privacy.Incident, of []privacy.Field) []string {
		var ids []string
		for _, f := range i.Lacks(of) {
			ids = append(ids, f.ID)
		}
		return ids
	}
	require.Len(t, lacks(privacy.Incident{}, l.Incidents.Register), 8)
	require.Len(t, lacks(privacy.Incident{}, l.Incidents.Authority), len(l.Incidents.Authority))
	require.Len(t, lacks(privacy.Incident{}, l.Incidents.Persons), 6)

	serious := incident(privacy.Yes)
	require.Equal(t, []string{"notices"}, lacks(serious, l.Incidents.Register), "their dates")
	serious.Told = []privacy.Told{{To: privacy.Authority, Day: day("2026-02-04")}, {To: privacy.Persons, Day: day("2026-02-04"), Public: true}}
	require.Equal(t, []string{"notices"}, lacks(serious, l.Incidents.Register), "why one was public")
	serious.Told[1].Why = "aucune coordonnée"
	require.Empty(t, lacks(serious, l.Incidents.Register))
	serious.Holdings = nil
	require.Equal(t, []string{"information"}, lacks(serious, l.Incidents.Register))
	serious.Undescribed = "journaux perdus"
	require.Empty(t, lacks(serious, l.Incidents.Register))
	serious.Suggested = ""
	require.Equal(t, []string{"suggested"}, lacks(serious, l.Incidents.Persons))
	for _, f := range l.Incidents.Register {
		require.Equal(t, f.ID == "notices", f.Verified, "the words of s. 7 were not all read: %s", f.ID)
	}
}

func TestV12_TheRegisterIsKeptFiveYearsFromAwareness(t *testing.T) {
	l := quebec(t)
	i := incident(privacy.No)
	i.From, i.Known = day("2025-01-10"), day("2026-02-02")
	require.Equal(t, day("2031-02-02"), i.KeepUntil(l))
	require.True(t, privacy.Incident{}.KeepUntil(l).IsZero(), "nobody knows, and it is kept")
}

// Whatever a decision cites is in the law.
func TestTheArticlesOfIncidentsAreInTheLaw(t *testing.T) {
	l := quebec(t)
	for _, o := range incident(privacy.Yes).Notices(day("2026-02-05")) {
		for _, a := range o.Articles {
			_, known := l.Article(a)
			require.True(t, known, a)
		}
	}
}
