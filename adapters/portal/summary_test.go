package portal_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
)

// ethics is an hour of ethics that nothing is wrong with.
var ethics = portaltest.Activity{
	Category: "ethics", Type: "course", Title: "Déontologie", Provider: "p1", Trainer: "t1",
	First: portaltest.Day{Day: "4", Month: "novembre", Year: "2026"}, Hours: "1",
}

func TestP5_StartOfThePeriodOrAdmission(t *testing.T) {
	h := open(t)
	require.Equal(t, "1er avril 2025", h.signIn(t, "emma").Get("/portfolio/emma").Row("P5"))
	b := h.signIn(t, "nova").Get("/portfolio/nova")
	require.Equal(t, "1er février 2026", b.Row("P5"))
	require.Contains(t, b.Text(), "Date de votre admission au cours de la période")
}

func TestP6_EndOfThePeriod(t *testing.T) {
	require.Equal(t, "31 mars 2028", open(t).signIn(t, "emma").Get("/portfolio/emma").Row("P6"))
}

func TestP7_StatusBecomesFormationsCompletees(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "emma").Get("/portfolio/emma")
	require.Equal(t, "En cours", b.Row("P7"))
	long := course
	long.Hours, long.Last = "29", portaltest.Day{Day: "6", Month: "novembre", Year: "2026"}
	b.Declare("emma", long)
	b.Declare("emma", ethics)
	require.Equal(t, "En cours – suffisant une fois les heures en traitement comptées", b.Get("/portfolio/emma").Row("P7"))
	staff := b.Another().SignIn("sylvie", password)
	staff.Decide("Lecture de plans", "count", "counted", "29", "")
	staff.Decide("Déontologie", "count", "counted", "1", "")
	require.Equal(t, "Formations complétées", b.Get("/portfolio/emma").Row("P7"))
	require.Contains(t, b.Text(), "Il ne reste rien à faire pour la période du 1er avril 2025 au 31 mars 2028.")
}

func TestP8_HoursToAccumulateFollowTheAdmission(t *testing.T) {
	h := open(t)
	require.Equal(t, "30 h", h.signIn(t, "emma").Get("/portfolio/emma").Row("P8"))
	// From 1 February 2026 to 31 March 2028: 26 whole months of 36; 30 × 26 ÷ 36 is
	// 21 2/3.
	require.Equal(t, "21 2/3 h", h.signIn(t, "nova").Get("/portfolio/nova").Row("P8"))
}

func TestP9_HoursOfExemptionGranted(t *testing.T) {
	b := open(t).signIn(t, "emma").Request("emma", illness, "billet.pdf", pdf)
	require.Equal(t, "0 h", b.Get("/portfolio/emma").Row("P9"))
	b.Another().SignIn("sylvie", password).Decide("Maladie ou accident", "grant", "granted", "5", "")
	require.Equal(t, "5 h", b.Get("/portfolio/emma").Row("P9"))
}

func TestP10_P17_HoursDeclaredShowAtTheNextRead(t *testing.T) {
	b := open(t).signIn(t, "emma")
	require.Equal(t, "0 h", b.Get("/portfolio/emma").Row("P10"))
	b.Declare("emma", course)
	require.Equal(t, "1 h", b.Get("/portfolio/emma").Row("P10"))
	require.Contains(t, b.Text(), "En traitement : 1 h. Si tout est compté, il restera 29 h")
}

func TestP11_P12_P13_HoursCountedByCategory(t *testing.T) {
	b := open(t).signIn(t, "emma")
	reading := portaltest.Activity{
		Category: "autonomous", Type: "reading", Title: "Veille", Provider: "p1", Trainer: "t1",
		First: portaltest.Day{Day: "5", Month: "novembre", Year: "2026"}, Hours: "2,5",
	}
	b.Declare("emma", course)
	b.Declare("emma", ethics)
	b.Declare("emma", reading)
	b.Get("/portfolio/emma")
	require.Equal(t, []string{"0 h", "0 h", "0 h"}, []string{b.Row("P11"), b.Row("P12"), b.Row("P13")}, "declared is not counted")
	staff := b.Another().SignIn("sylvie", password)
	staff.Decide("Lecture de plans", "count", "counted", "1", "")
	staff.Decide("Déontologie", "count", "counted", "1", "")
	staff.Decide("Veille", "count", "counted", "2,5", "")
	b.Get("/portfolio/emma")
	require.Equal(t, []string{"1 h", "1 h", "2,5 h"}, []string{b.Row("P11"), b.Row("P12"), b.Row("P13")})
}

func TestP14_P15_P16_HoursStillToDo(t *testing.T) {
	b := open(t).signIn(t, "emma").Get("/portfolio/emma")
	require.Equal(t, []string{"15 h", "1 h", "30 h"}, []string{b.Row("P14"), b.Row("P15"), b.Row("P16")})
	require.Contains(t, b.Text(), "Il vous reste 30 h à faire d’ici le 31 mars 2028, dont 15 h dans « Structurée » et 1 h dans « Éthique,")
}

func TestP35_OneStructuredAndOneEthicsLeave14And0And28(t *testing.T) {
	b := open(t).signIn(t, "emma")
	b.Declare("emma", course)
	b.Declare("emma", ethics)
	staff := b.Another().SignIn("sylvie", password)
	staff.Decide("Lecture de plans", "count", "counted", "1", "")
	staff.Decide("Déontologie", "count", "counted", "1", "")
	b.Get("/portfolio/emma")
	require.Equal(t, []string{"14 h", "0 h", "28 h"}, []string{b.Row("P14"), b.Row("P15"), b.Row("P16")})
	require.Contains(t, b.Text(), "Il vous reste 28 h à faire d’ici le 31 mars 2028, dont 14 h dans « Structurée ».")
	b.Form("/language").Press("en")
	require.Equal(t, []string{"14 h", "0 h", "28 h"}, []string{b.Row("P14"), b.Row("P15"), b.Row("P16")})
	require.Contains(t, b.Text(), "You have 28 h left to do by 31 March 2028, including 14 h in “Structured”.")
}

func TestP52_FiveHoursGrantedLeave25And12AndAHalfAndOneOfEthics(t *testing.T) {
	b := open(t).signIn(t, "emma").Request("emma", illness, "billet.pdf", pdf)
	b.Another().SignIn("sylvie", password).Decide("Maladie ou accident", "grant", "granted", "5,0", "")
	b.Get("/portfolio/emma")
	require.Equal(t, []string{"25 h", "12,5 h", "1 h", "25 h"}, []string{b.Row("P8"), b.Row("P14"), b.Row("P15"), b.Row("P16")})
	b.Form("/language").Press("en")
	require.Equal(t, []string{"25 h", "12.5 h", "1 h", "25 h"}, []string{b.Row("P8"), b.Row("P14"), b.Row("P15"), b.Row("P16")})
}

func TestTableAddsUp(t *testing.T) {
	b := open(t).signIn(t, "emma").Request("emma", illness, "billet.pdf", pdf)
	b.Declare("emma", course)
	staff := b.Another().SignIn("sylvie", password)
	staff.Decide("Maladie ou accident", "grant", "granted", "5", "")
	staff.Decide("Lecture de plans", "count", "counted", "0,5", "La pause ne compte pas.")
	b.Declare("emma", ethics)
	b.Get("/portfolio/emma")
	figures := func(requirement string) []string {
		var all6 []string
		for _, cell := range portaltest.All(b.With("data-requirement", requirement), "td") {
			all6 = append(all6, portaltest.Words(portaltest.TextOf(cell)))
		}
		return all6
	}
	// Asked, exempted, to accumulate, carried, counted, left, pending, left after.
	require.Equal(t, []string{"30 h", "5 h", "25 h", "0 h", "0,5 h", "24,5 h", "1 h", "23,5 h"}, figures("total"))
	require.Equal(t, []string{"15 h", "2,5 h", "12,5 h", "0 h", "0,5 h", "12 h", "0 h", "12 h"}, figures("structured"))
	require.Equal(t, []string{"1 h", "0 h", "1 h", "0 h", "0 h", "1 h", "1 h", "0 h"}, figures("ethics"))
}

func TestEarlierPeriodIsALinkAway(t *testing.T) {
	b := open(t).signIn(t, "emma").Get("/portfolio/emma").Follow("2022-2025")
	require.Equal(t, "period=2022-01-01", b.URL.RawQuery)
	require.Equal(t, "31 mars 2025", b.Row("P6"))
	require.Equal(t, "Non conforme", b.Row("P7"))
	require.Contains(t, b.Text(), "La période s’est terminée le 31 mars 2025 et il vous manque 30 h")
	for _, none := range []string{"hier", "1990-01-01", "2021-12-31"} {
		require.Equal(t, http.StatusNotFound, b.Get("/portfolio/emma?period="+none).Status, none)
	}
}

func TestExplanationCitesEachClauseAndSaysWhatIsNotVerified(t *testing.T) {
	b := open(t).signIn(t, "nova").Get("/portfolio/nova").Follow("Comprendre ce calcul")
	require.Contains(t, b.Text(), "Part de la période : 26 mois sur 36. Cela fait passer de 30 h à 21 2/3 h. [Non lu – non vérifié ]")
	require.Contains(t, b.Text(), "Demandé : 30 h. [C-26, r. 261.1, art. 1]")
	require.Contains(t, b.Text(), "1/2 de ce qui est à accumuler dans « Total », soit 21 2/3 h : cela donne 10 5/6 h.")
}

func TestP52_EverythingExemptedStillLeavesTheEthicsHour(t *testing.T) {
	b := open(t).signIn(t, "emma").Request("emma", illness, "billet.pdf", pdf)
	b.Another().SignIn("sylvie", password).Decide("Maladie ou accident", "grant", "granted", "30", "")
	b.Get("/portfolio/emma")
	// The ethics hour is untouched by exemptions: it alone is left.
	require.Equal(t, []string{"0 h", "0 h", "1 h", "0 h"}, []string{b.Row("P8"), b.Row("P14"), b.Row("P15"), b.Row("P16")})
	require.Equal(t, "En cours", b.Row("P7"))
	require.Contains(t, b.Text(), "Il vous reste à faire, d’ici le 31 mars 2028, 1 h dans « Éthique, déontologie et normes de pratique ».")
	for _, bar := range portaltest.All(b.Page, "progress") {
		require.NotEqual(t, "0", portaltest.Attr(bar, "max"))
	}
}
