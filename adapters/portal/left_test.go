package portal_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/identity"
)

// did has emma read for hours in November 2026, all of them counted.
func did(b *portaltest.Browser, amount string) {
	b.Declare("emma", portaltest.Activity{
		Category: "autonomous", Type: "reading", Title: "Veille", Provider: "p1", Trainer: "t1",
		First: portaltest.Day{Day: "4", Month: "novembre", Year: "2026"}, Last: portaltest.Day{Day: "6", Month: "novembre", Year: "2026"}, Hours: amount,
	})
	b.Another().SignIn("sylvie", password).Decide("Veille", "count", "counted", amount, "")
}

// Of 28 h, all autonomous, 2 of 30 are missing, but 15 structured ones are too.
func TestAPartThatIsMoreThanTheTotalIsNotSaidToBeOfIt(t *testing.T) {
	b := open(t).signIn(t, "emma")
	did(b, "28")
	b.Get("/portfolio/emma")
	require.Equal(t, []string{"15 h", "1 h", "2 h"}, []string{b.Row("P14"), b.Row("P15"), b.Row("P16")})
	require.Equal(t, "Il vous reste à faire, d’ici le 31 mars 2028, 15 h dans « Structurée » et 1 h dans « Éthique, déontologie et normes de pratique ».", sentence(b, "sentence"))
}

// With 29 h read, 1 h structured that waits makes up the total, and the parts are
// what is left.
func TestPendingThatLeavesOnlyAPart(t *testing.T) {
	b := open(t).signIn(t, "emma")
	did(b, "29")
	b.Declare("emma", course)
	require.Contains(t, b.Get("/portfolio/emma").Text(), "En traitement : 1 h. Si tout est compté, il restera 14 h dans « Structurée » et 1 h dans « Éthique, déontologie et normes de pratique ».")
}

// The 2 h that 2024 lacked can serve 2024 no more, but the total still asks for them:
// 8 + 6 is 14.
func TestTheShortestWayHasNoDayThatIsGone(t *testing.T) {
	way := sentence(open(t).reads(t, yearly(), "2025-03-01T15:00:00Z"), "soonest")
	require.Contains(t, way, "8 h de n’importe quelle activité qui compte, au plus tard le 31 décembre 2025. Compte pour « ")
	require.Contains(t, way, "6 h de n’importe quelle activité qui compte, au plus tard le 31 décembre 2025. Compte pour « Total ».")
}

func TestWhatIsNotCountedInHoursIsNotCalledSo(t *testing.T) {
	h := open(t)
	h.organisation(t, func(o *identity.Organisation) { o.Regulation = "qc-csf" })
	b := h.signIn(t, "emma").Get("/portfolio/emma")
	require.Contains(t, b.Title(), "Formation continue 2025-2027")
	for _, slot := range []string{"due", "granted", "declared"} {
		require.NotContains(t, sentence(b, "fact-"+slot), "Heures")
		require.Contains(t, sentence(b, "fact-"+slot), "UFC")
	}
}

// Feedback and reflections are counted one by one, beside 35 h of training and 450 h
// of practice, which is no part of them.
func TestOneByOne_NoHoursOfWhatIsCountedSo(t *testing.T) {
	h := open(t)
	h.organisation(t, func(o *identity.Organisation) { o.Regulation = "uk-nmc" })
	b := h.signIn(t, "emma").Get("/portfolio/emma")
	require.Contains(t, sentence(b, "sentence"), "35 h dans « Perfectionnement », 20 h dans « Participatif », 450 h dans « Exercice », 5 activités dans « Rétroactions »")
	require.NotContains(t, b.Body, `id="fact-counted-feedback"`)
	require.Contains(t, b.Body, `id="fact-counted-practice"`)
	require.Contains(t, b.Text(), "À accumuler – Perfectionnement")
}
