package portal_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
)

// of returns the words of what has the identifier.
func of(b *portaltest.Browser, id string) string {
	b.T.Helper()
	return portaltest.Words(portaltest.TextOf(b.With("id", id)))
}

// Nothing counted yet on 22 November 2026: 30 h are left for 496 days, of which a month
// has 30.4; that is 1.84 h a month, said as 2.
func TestOutlook_PaceWhenNothingCountsYet(t *testing.T) {
	b := open(t).signIn(t, "emma").Get("/portfolio/emma")
	require.Equal(t, "Pour finir à temps, environ 2 h par mois suffisent.", of(b, "pace"))
}

// 600 of 1096 days have passed: 10 h lead to 18.27, said as 18, and 20 h are left for 496
// days, 1.23 h a month, said as 1.5. 20 h lead to 36.5, which is more than 30.
func TestOutlook_PaceSoFar(t *testing.T) {
	for amount, want := range map[string]string{
		"10": "Au rythme suivi jusqu’ici, le total atteindrait 18 h sur 30 h à la fin de la période. Pour finir à temps, environ 1,5 h par mois suffisent.",
		"20": "Au rythme suivi jusqu’ici, le total serait atteint avant la fin de la période.",
	} {
		b := open(t).signIn(t, "emma")
		long := course
		long.Hours, long.Last = amount, portaltest.Day{Day: "6", Month: "novembre", Year: "2026"}
		b.Declare("emma", long)
		b.Another().SignIn("sylvie", password).Decide("Lecture de plans", "count", "counted", amount, "")
		require.Equal(t, want, of(b.Get("/portfolio/emma"), "pace"))
	}
}

// 30 h are asked: 29 and 1 leave no surplus, 32 and 1 leave 3, 36 and 1 leave 7, of
// which article 1 lets 5 pass.
func TestOutlook_WhatWouldPassToTheNextPeriod(t *testing.T) {
	for amount, want := range map[string]string{
		"29": "Des heures faites en plus peuvent passer à la période suivante, jusqu’à 5 h.",
		"32": "À ce jour, un surplus de 3 h passerait à la période suivante (au plus 5 h).",
		"36": "À ce jour, un surplus de 5 h passerait à la période suivante (au plus 5 h); 2 h de plus n’y passeraient pas.",
	} {
		b := open(t).signIn(t, "emma")
		long := course
		long.Hours, long.Last = amount, portaltest.Day{Day: "8", Month: "novembre", Year: "2026"}
		b.Declare("emma", long)
		b.Declare("emma", ethics)
		staff := b.Another().SignIn("sylvie", password)
		staff.Decide("Lecture de plans", "count", "counted", amount, "")
		staff.Decide("Déontologie", "count", "counted", "1", "")
		said := of(b.Get("/portfolio/emma"), "forecast")
		require.Equal(t, want+" [C-26, r. 261.1, art. 1]", said)
		require.NotContains(t, b.Text(), "Au rythme suivi", "nothing is left to do")
	}
}

// Each figure says why on demand, with the clause, without scripts.
func TestOutlook_WhyOnDemand(t *testing.T) {
	b := open(t).signIn(t, "emma").Declare("emma", course)
	b.Another().SignIn("sylvie", password).Decide("Lecture de plans", "count", "counted", "0,5", "Une pause.")
	b.Get("/portfolio/emma")
	var asked []string
	for _, one := range portaltest.All(b.Page, "details") {
		if words := portaltest.Words(portaltest.TextOf(one)); portaltest.Attr(one, "class") == "why" {
			require.Regexp(t, `^Pourquoi\? – .*\[.+\]`, words)
			asked = append(asked, portaltest.Words(portaltest.TextOf(portaltest.All(one, "summary")[0])))
		}
	}
	require.Equal(t, []string{
		"Pourquoi? – Total", "Pourquoi? – Structurée", "Pourquoi? – Éthique, déontologie et normes de pratique", "Pourquoi? – Lecture de plans",
	}, asked)
}
