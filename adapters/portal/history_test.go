package portal_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
)

// told returns the lines of the history, without what is for the eye alone.
func told(b *portaltest.Browser) []string {
	var lines []string
	for _, tr := range portaltest.All(b.Page, "tr") {
		if portaltest.Has(tr, "data-act") {
			lines = append(lines, portaltest.Words(portaltest.TextOf(portaltest.All(tr, "th")[0])))
		}
	}
	return lines
}

// figures returns the three figures of the first line.
func figures(b *portaltest.Browser) []string {
	var all []string
	for _, td := range portaltest.All(b.Page, "td") {
		if portaltest.Attr(td, "class") == "figure" && len(all) < 3 {
			all = append(all, portaltest.Words(portaltest.TextOf(td)))
		}
	}
	return all
}

func TestHistoryTellsEveryChangeWithTheHoursBeforeAndAfter(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "emma").Get("/portfolio/emma").Follow("Historique du dossier")
	require.Contains(t, b.Text(), "Rien n’a encore été soumis dans ce dossier.")
	b.Declare("emma", course)
	b.Request("emma", illness, "billet.pdf", pdf)
	staff := b.Another().SignIn("sylvie", password)
	staff.Decide("Lecture de plans", "count", "counted", "1", "")
	staff.Decide("Maladie ou accident", "grant", "granted", "7,5", "Selon le billet.")

	staff.Get("/portfolio/emma/history")
	require.Len(t, told(staff), 4)
	require.Contains(t, told(staff)[0], "a accordé 7,5 h de dispense : « Maladie ou accident ». Raison : Selon le billet.")
	require.Contains(t, told(staff)[1], "a compté 1 h pour « Lecture de plans ».")
	require.Contains(t, told(staff)[2], "Emma Gélinas a demandé une dispense : « Maladie ou accident ».")
	require.Equal(t, "Emma Gélinas a soumis la déclaration « Lecture de plans ».", told(staff)[3])
	// 30 h, less 1 h counted, less 7.5 h of exemption.
	require.Equal(t, []string{"0 h puis → 7,5 h", "1 h", "29 h puis → 21,5 h"}, figures(staff))
	name := strings.SplitN(told(staff)[0], " a accordé", 2)[0]

	b.Get("/portfolio/emma/history")
	require.Len(t, told(b), 4)
	require.NotContains(t, b.Text(), name, "who of the staff did it is told to staff alone")
	require.Contains(t, told(b)[1], "a compté 1 h pour « Lecture de plans ».")
	require.NotEqual(t, "a compté", told(b)[1][:len("a compté")], "the organisation did")
	b.Follow(told(b)[3])
	require.Equal(t, http.StatusOK, b.Status)
	require.Contains(t, b.URL.Path, "/portfolio/emma/declarations/")

	b.Form("/language").Press("en")
	b.Get("/portfolio/emma/history")
	require.Equal(t, "Emma Gélinas submitted the declaration “Lecture de plans”.", told(b)[3])
}

func TestHistoryIsSearchedSortedAndDownloaded(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "emma").Declare("emma", course)
	b.Declare("emma", ethics)
	b.Get("/portfolio/emma/history")
	require.Contains(t, told(b)[0], "Déontologie")
	require.Contains(t, b.Text(), "2 changements")
	b.Follow("Date et heure ▼")
	require.Contains(t, told(b)[0], "Lecture de plans")
	b.Follow("Ce qui a été fait")
	require.Contains(t, told(b)[0], "Déontologie")
	b.Form("search").Fill("text", "PLANS").Press("")
	require.Len(t, told(b), 1)
	b.Form("search").Fill("text", "").Fill("kind", "declaration-counted").Press("")
	require.Empty(t, told(b))
	require.Contains(t, b.Text(), "Rien ne correspond à votre recherche.")

	b.Get("/portfolio/emma/history?text=plans").Follow("Télécharger (CSV)")
	require.Contains(t, b.Header.Get("Content-Disposition"), "attachment; filename=history-emma.csv")
	lines := strings.Split(b.Body, "\r\n")
	require.Len(t, lines, 3, "the heads, one change, and the end of its line")
	require.Contains(t, lines[1], ";Déclaration soumise;Lecture de plans;Emma Gélinas;;")
	require.True(t, strings.HasSuffix(lines[1], ";0;0;0;0;30;30;"), lines[1])
}

// 35 h counted of the 30 asked pass 5 h on to the period after. A correction by 2 h,
// once the period is closed, leaves 3 h to pass on.
func TestHistorySaysWhatAnActChangesOfOtherPeriods(t *testing.T) {
	h := open(t)
	h.at("2025-03-20T15:00:00Z")
	emma, short := h.signIn(t, "emma"), ethics
	short.First = portaltest.Day{Day: "4", Month: "mars", Year: "2025"}
	emma.Declare("emma", short)
	long := course
	long.Hours, long.First = "34", portaltest.Day{Day: "3", Month: "mars", Year: "2025"}
	long.Last = portaltest.Day{Day: "14", Month: "mars", Year: "2025"}
	page := strings.Split(emma.Declare("emma", long).URL.Path, "?")[0]
	h.signIn(t, "sylvie").Decide(short.Title, "count", "counted", "1", "").Decide(long.Title, "count", "counted", "34", "")
	h.at("2026-11-22T15:00:00Z")
	staff := h.signIn(t, "sylvie").Get("/queue/periods").Follow("Fermer tout ce qui est terminé")
	staff.Form("/queue/periods/close").Press("")
	staff.Get(review(page)).Form("#step").Tick("event", "count").Fill("counted", "32").Fill("reason", "Attestation relue").Press("")
	b := h.signIn(t, "emma").Get("/portfolio/emma/history")
	require.Contains(t, told(b)[0], "34 h avant, 32 h maintenant")
	require.Contains(t, told(b)[0], "Change aussi la période 2025-2028 : reporté d’avant 5 h → 3 h, reste 25 h → 27 h")
	require.Contains(t, b.Get("/portfolio/emma/history.csv").Body, ";Change aussi la période 2025-2028 : reporté d’avant 5 h → 3 h, reste 25 h → 27 h")
	b.Get("/").Form("/language").Press("en")
	require.Contains(t, told(b.Get("/portfolio/emma/history"))[0], "Also changes the period 2025-2028: carried from before 5 h → 3 h, left to do 25 h → 27 h")
}
