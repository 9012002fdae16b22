package portal_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

// ethics is an hour of ethics that nothing is wrong with.
var ethics = activity{
	category: "ethics", kind: "course", title: "Déontologie", day: "4", month: "novembre", year: "2026", hours: "1",
}

func TestP5_StartOfThePeriodOrAdmission(t *testing.T) {
	h := open(t)
	require.Equal(t, "1er avril 2025", h.signIn(t, "emma").get("/portfolio/emma").row("P5"))
	b := h.signIn(t, "nova").get("/portfolio/nova")
	require.Equal(t, "1er février 2026", b.row("P5"))
	require.Contains(t, b.text(), "Date de votre admission au cours de la période")
}

func TestP6_EndOfThePeriod(t *testing.T) {
	require.Equal(t, "31 mars 2028", open(t).signIn(t, "emma").get("/portfolio/emma").row("P6"))
}

func TestP7_StatusBecomesFormationsCompletees(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "emma").get("/portfolio/emma")
	require.Equal(t, "En cours", b.row("P7"))
	long := course
	long.hours, long.lastDay, long.lastMonth, long.lastY = "29", "6", "novembre", "2026"
	b.declare(long)
	b.declare(ethics)
	require.Equal(t, "En cours – suffisant une fois les heures en traitement comptées", b.get("/portfolio/emma").row("P7"))
	staff := b.another().signIn("sylvie")
	staff.decide("Lecture de plans", "count", "counted", "29", "")
	staff.decide("Déontologie", "count", "counted", "1", "")
	require.Equal(t, "Formations complétées", b.get("/portfolio/emma").row("P7"))
	require.Contains(t, b.text(), "Il ne reste rien à faire pour la période du 1er avril 2025 au 31 mars 2028.")
}

func TestP8_HoursToAccumulateFollowTheAdmission(t *testing.T) {
	h := open(t)
	require.Equal(t, "30 h", h.signIn(t, "emma").get("/portfolio/emma").row("P8"))
	// From 1 February 2026 to 31 March 2028: 26 whole months of 36; 30 × 26 ÷ 36 is
	// 21 2/3.
	require.Equal(t, "21 2/3 h", h.signIn(t, "nova").get("/portfolio/nova").row("P8"))
}

func TestP9_HoursOfExemptionGranted(t *testing.T) {
	b := open(t).signIn(t, "emma").request()
	require.Equal(t, "0 h", b.get("/portfolio/emma").row("P9"))
	b.another().signIn("sylvie").decide("Maladie ou accident", "grant", "granted", "5", "")
	require.Equal(t, "5 h", b.get("/portfolio/emma").row("P9"))
}

func TestP10_P17_HoursDeclaredShowAtTheNextRead(t *testing.T) {
	b := open(t).signIn(t, "emma")
	require.Equal(t, "0 h", b.get("/portfolio/emma").row("P10"))
	b.declare(course)
	require.Equal(t, "1 h", b.get("/portfolio/emma").row("P10"))
	require.Contains(t, b.text(), "En traitement : 1 h. Si tout est compté, il restera 29 h")
}

func TestP11_P12_P13_HoursCountedByCategory(t *testing.T) {
	b := open(t).signIn(t, "emma")
	reading := activity{
		category: "autonomous", kind: "reading", title: "Veille", day: "5", month: "novembre", year: "2026", hours: "2,5",
	}
	b.declare(course)
	b.declare(ethics)
	b.declare(reading)
	b.get("/portfolio/emma")
	require.Equal(t, []string{"0 h", "0 h", "0 h"}, []string{b.row("P11"), b.row("P12"), b.row("P13")}, "declared is not counted")
	staff := b.another().signIn("sylvie")
	staff.decide("Lecture de plans", "count", "counted", "1", "")
	staff.decide("Déontologie", "count", "counted", "1", "")
	staff.decide("Veille", "count", "counted", "2,5", "")
	b.get("/portfolio/emma")
	require.Equal(t, []string{"1 h", "1 h", "2,5 h"}, []string{b.row("P11"), b.row("P12"), b.row("P13")})
}

func TestP14_P15_P16_HoursStillToDo(t *testing.T) {
	b := open(t).signIn(t, "emma").get("/portfolio/emma")
	require.Equal(t, []string{"15 h", "1 h", "30 h"}, []string{b.row("P14"), b.row("P15"), b.row("P16")})
	require.Contains(t, b.text(), "Il vous reste 30 h à faire d’ici le 31 mars 2028, dont 15 h dans « Structurée » et 1 h dans « Éthique,")
}

func TestP35_OneStructuredAndOneEthicsLeave14And0And28(t *testing.T) {
	b := open(t).signIn(t, "emma")
	b.declare(course)
	b.declare(ethics)
	staff := b.another().signIn("sylvie")
	staff.decide("Lecture de plans", "count", "counted", "1", "")
	staff.decide("Déontologie", "count", "counted", "1", "")
	b.get("/portfolio/emma")
	require.Equal(t, []string{"14 h", "0 h", "28 h"}, []string{b.row("P14"), b.row("P15"), b.row("P16")})
	require.Contains(t, b.text(), "Il vous reste 28 h à faire d’ici le 31 mars 2028, dont 14 h dans « Structurée ».")
	b.form("/language").press("en")
	require.Equal(t, []string{"14 h", "0 h", "28 h"}, []string{b.row("P14"), b.row("P15"), b.row("P16")})
	require.Contains(t, b.text(), "You have 28 h left to do by 31 March 2028, including 14 h in “Structured”.")
}

func TestP52_FiveHoursGrantedLeave25And12AndAHalfAndOneOfEthics(t *testing.T) {
	b := open(t).signIn(t, "emma").request()
	b.another().signIn("sylvie").decide("Maladie ou accident", "grant", "granted", "5,0", "")
	b.get("/portfolio/emma")
	require.Equal(t, []string{"25 h", "12,5 h", "1 h", "25 h"}, []string{b.row("P8"), b.row("P14"), b.row("P15"), b.row("P16")})
	b.form("/language").press("en")
	require.Equal(t, []string{"25 h", "12.5 h", "1 h", "25 h"}, []string{b.row("P8"), b.row("P14"), b.row("P15"), b.row("P16")})
}

func TestTableAddsUp(t *testing.T) {
	b := open(t).signIn(t, "emma").request()
	b.declare(course)
	staff := b.another().signIn("sylvie")
	staff.decide("Maladie ou accident", "grant", "granted", "5", "")
	staff.decide("Lecture de plans", "count", "counted", "0,5", "La pause ne compte pas.")
	b.declare(ethics)
	b.get("/portfolio/emma")
	figures := func(requirement string) []string {
		var all6 []string
		for _, cell := range all(b.with("data-requirement", requirement), "td") {
			all6 = append(all6, words(text(cell)))
		}
		return all6
	}
	// Asked, exempted, to accumulate, carried, counted, left, pending, left after.
	require.Equal(t, []string{"30 h", "5 h", "25 h", "0 h", "0,5 h", "24,5 h", "1 h", "23,5 h"}, figures("total"))
	require.Equal(t, []string{"15 h", "2,5 h", "12,5 h", "0 h", "0,5 h", "12 h", "0 h", "12 h"}, figures("structured"))
	require.Equal(t, []string{"1 h", "0 h", "1 h", "0 h", "0 h", "1 h", "1 h", "0 h"}, figures("ethics"))
}

func TestEarlierPeriodIsALinkAway(t *testing.T) {
	b := open(t).signIn(t, "emma").get("/portfolio/emma").follow("2022-2025")
	require.Equal(t, "period=2022-01-01", b.url.RawQuery)
	require.Equal(t, "31 mars 2025", b.row("P6"))
	require.Equal(t, "Non conforme", b.row("P7"))
	require.Contains(t, b.text(), "La période s’est terminée le 31 mars 2025 et il vous manque 30 h")
	for _, none := range []string{"hier", "1990-01-01", "2021-12-31"} {
		require.Equal(t, http.StatusNotFound, b.get("/portfolio/emma?period="+none).status, none)
	}
}

func TestExplanationCitesEachClauseAndSaysWhatIsNotVerified(t *testing.T) {
	b := open(t).signIn(t, "nova").get("/portfolio/nova").follow("Comprendre ce calcul")
	require.Contains(t, b.text(), "Part de la période : 26 mois sur 36. 30 h deviennent 21 2/3 h. [Non lu – non vérifié ]")
	require.Contains(t, b.text(), "30 h sont demandées. [C-26, r. 261.1, art. 1]")
	require.Contains(t, b.text(), "1/2 de ce qui est à accumuler dans « Total » : 21 2/3 h donnent 10 5/6 h.")
}

func TestP52_EverythingExemptedStillLeavesTheEthicsHour(t *testing.T) {
	b := open(t).signIn(t, "emma").request()
	b.another().signIn("sylvie").decide("Maladie ou accident", "grant", "granted", "30", "")
	b.get("/portfolio/emma")
	// The ethics hour is untouched by exemptions: it alone is left.
	require.Equal(t, []string{"0 h", "0 h", "1 h", "0 h"}, []string{b.row("P8"), b.row("P14"), b.row("P15"), b.row("P16")})
	require.Equal(t, "En cours", b.row("P7"))
	require.Contains(t, b.text(), "Il vous reste à faire, d’ici le 31 mars 2028, 1 h dans « Éthique, déontologie et normes de pratique ».")
	for _, bar := range all(b.page, "progress") {
		require.NotEqual(t, "0", attr(bar, "max"))
	}
}
