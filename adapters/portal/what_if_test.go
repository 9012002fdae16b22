package portal_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
)

func sentence(b *portaltest.Browser, section string) string {
	return portaltest.Words(portaltest.TextOf(b.With("id", section)))
}

// 30, 15 and 1 are asked: four structured hours leave 26, 11 and 1.
func TestWhatIf_TheTwoSentencesSideBySide(t *testing.T) {
	b := open(t).signIn(t, "emma").Get("/portfolio/emma").Follow("Simuler une activité")
	require.NotContains(t, b.Body, `id="simulated"`)
	b.Form("#step").Fill("category", "structured").Fill("hours", "4").Date("on", portaltest.Day{Day: "27", Month: "mars", Year: "2027"}).Press("")
	require.Equal(t, http.StatusOK, b.Status)
	require.Contains(t, sentence(b, "present"), "Il vous reste 30 h à faire d’ici le 31 mars 2028, dont 15 h dans « Structurée »")
	require.Contains(t, sentence(b, "simulated"), "Il vous reste 26 h à faire d’ici le 31 mars 2028, dont 11 h dans « Structurée »")
	require.Equal(t, "4", b.Form("#step").Values.Get("hours"))
	b.Form("/language").Press("en")
	require.Contains(t, sentence(b, "simulated"), "You have 26 h left to do by 31 March 2028, including 11 h in “Structured”")
	require.Equal(t, "0 h", b.Get("/portfolio/emma").Row("P10"), "nothing is declared")
}

func TestWhatIf_WhatWasTypedSurvivesErrors(t *testing.T) {
	b := open(t).signIn(t, "emma").Get("/portfolio/emma/what-if")
	b.Form("#step").Fill("category", "ethics").Fill("hours", "beaucoup").Date("on", portaltest.Day{Day: "31", Month: "février", Year: "2027"}).Press("")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	f := b.Form("#step")
	require.Equal(t, []string{"ethics", "beaucoup", "31", "février"}, []string{
		f.Values.Get("category"), f.Values.Get("hours"), f.Values.Get("on.day"), f.Values.Get("on.month"),
	})
	require.NotContains(t, b.Body, `id="simulated"`)
	require.Contains(t, b.Text(), "Cette date n’existe pas.")
	require.Contains(t, b.Text(), "Inscrivez la durée en heures, par exemple 2,5 ou 2 h 30.")
	f.Date("on", portaltest.Day{Day: "1", Month: "4", Year: "2028"}).Fill("hours", "0").Press("")
	require.Contains(t, b.Text(), "L’activité doit se terminer pendant la période de référence.")
	require.Contains(t, b.Text(), "Le nombre d’heures doit être supérieur à zéro.")
}

// Declared on 22 November and counted two days later.
func TestAsOf_TheFileAsItWasKnown(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "emma")
	b.Declare("emma", course)
	h.at("2026-11-24T15:00:00Z")
	b.Another().SignIn("sylvie", password).Decide("Lecture de plans", "count", "counted", "1", "")
	b.SignIn("emma", password).Get("/portfolio/emma")
	require.Equal(t, []string{"1 h", "29 h"}, []string{b.Row("P10"), b.Row("P16")})
	for day, want := range map[string][]string{"21": {"0 h", "30 h"}, "22": {"1 h", "30 h"}, "24": {"1 h", "29 h"}} {
		b.Get("/portfolio/emma").Form("#as-of-form").Date("asOf", portaltest.Day{Day: day, Month: "novembre", Year: "2026"}).Press("")
		require.Equal(t, http.StatusOK, b.Status)
		require.Equal(t, want, []string{b.Row("P10"), b.Row("P16")}, day)
		require.Contains(t, b.Text(), "tel qu’il était connu à la fin du "+day+" novembre 2026")
	}
	b.Get("/portfolio/emma?asOf.day=22&asOf.month=11&asOf.year=2026").Follow("Comprendre ce calcul")
	require.Contains(t, b.Text(), "elle n’a pas encore été traitée")
	b.Follow("Retour au portfolio")
	require.Equal(t, "30 h", b.Row("P16"))
	b.Follow("Revenir à aujourd’hui")
	require.Equal(t, "29 h", b.Row("P16"))
	// A day before the period is shown in its own.
	b.Form("#as-of-form").Date("asOf", portaltest.Day{Day: "1", Month: "5", Year: "2024"}).Press("")
	require.Equal(t, "31 mars 2025", b.Row("P6"))
	require.Equal(t, "En cours", b.Row("P7"))
}

func TestAsOf_AWrongDateIsToldBesideTheField(t *testing.T) {
	b := open(t).signIn(t, "emma")
	for typed, said := range map[portaltest.Day]string{
		{Day: "31", Month: "juin", Year: "2026"}:     "Cette date n’existe pas.",
		{Day: "23", Month: "novembre", Year: "2026"}: "Ce jour n’est pas encore venu.",
		{Day: "1", Month: "mai", Year: "1999"}:       "Il n’y a pas de période de référence à cette date.",
	} {
		b.Get("/portfolio/emma").Form("#as-of-form").Date("asOf", typed).Press("")
		require.Equal(t, http.StatusUnprocessableEntity, b.Status)
		require.Contains(t, portaltest.Words(portaltest.TextOf(b.With("id", "asOf-error"))), said)
		f := b.Form("#as-of-form")
		kept := portaltest.Day{Day: f.Values.Get("asOf.day"), Month: f.Values.Get("asOf.month"), Year: f.Values.Get("asOf.year")}
		require.Equal(t, typed, kept)
		require.Equal(t, "31 mars 2028", b.Row("P6"), "the present is shown")
	}
}
