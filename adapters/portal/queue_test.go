package portal_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// queued writes n declarations of Emma's and Nova's that wait, a minute apart from 1
// November: of each third the category is ethics, and the provider is not in the list
// of every fourth.
func (h *house) queued(t *testing.T, n int) {
	t.Helper()
	for i := range n {
		member := identity.MemberID([]string{"emma", "nova"}[i%2])
		at := time.Date(2026, 11, 1, 15, i, 0, 0, time.UTC)
		_, err := h.store.Hours().Change(t.Context(), hours.Key{Org: otpq, Member: member, ID: fmt.Sprintf("q%03d", i)}, func(d hours.Declaration) (hours.Declaration, hours.Telling, error) {
			d.Period, d.State, d.Created, d.Changed, d.Submitted = cycle.MustDate("2025-04-01"), hours.Submitted, at, at, at
			d.Activity = hours.Activity{
				Category: "structured", Type: "course", Listing: "a1", Title: fmt.Sprintf("Activité %03d", i), ProviderListing: "p1", Provider: "Cégep du Nord",
				Content: fmt.Sprintf("q%03d", i), TrainerListing: "t1", Trainer: "Zoé D’Amours", First: cycle.MustDate("2026-10-01").AddDays(i % 28), Last: cycle.MustDate("2026-10-01").AddDays(i % 28), Hours: hours.Whole(1),
			}
			if i%3 == 0 {
				d.Activity.Category = "ethics"
			}
			if i%4 == 0 {
				d.Activity.ProviderListing, d.Activity.Provider = "", "Atelier de l’Érable"
			}
			return d, hours.Telling{}, nil
		})
		require.NoError(t, err)
	}
}

func TestQueueIsFilteredPagedAndCounted(t *testing.T) {
	h := open(t)
	h.queued(t, 120)
	b := h.signIn(t, "sylvie").Get("/queue")
	require.Len(t, declared(b), 50)
	require.Equal(t, "Activité 000", declared(b)[0], "the oldest first")
	require.Contains(t, b.Text(), "120 déclarations")
	require.Contains(t, b.Text(), "Page 1 de 3")
	b.Follow("Page suivante").Follow("Page suivante")
	require.Len(t, declared(b), 20)
	require.Contains(t, b.Text(), "normes de pratique (40)")
	require.Contains(t, b.Text(), "Atelier de l’Érable (30)")
	require.Contains(t, b.Text(), "14 jours ou plus (120)")
	require.Contains(t, b.Text(), "30 jours ou plus (0)")

	b.Get("/queue").Form("search").Fill("category", "ethics").Fill("provider", "Atelier de l’Érable").Fill("text", "gelinas").Press("")
	require.Equal(t, []string{"Activité 000", "Activité 012", "Activité 024", "Activité 036", "Activité 048", "Activité 060", "Activité 072", "Activité 084", "Activité 096", "Activité 108"}, declared(b))
	require.Contains(t, b.Text(), "Structurée (20)", "what another category would show: those of a fourth that are no third")
	require.Equal(t, "ethics", b.Form("search").Values.Get("category"))
	lines := strings.Split(strings.TrimSpace(b.Follow("Télécharger (CSV) Formations déclarées").Body), "\r\n")
	require.Len(t, lines, 11)

	b.Get("/queue?category=ethics&text=inconnu")
	require.Contains(t, b.Text(), "Rien ne correspond")
	b.Follow("Tout afficher")
	require.Contains(t, b.Text(), "120 déclarations")
	b.Get("/queue?kind=exemptions")
	require.Empty(t, declared(b))
	require.NotContains(t, b.Text(), "120 déclarations ")
	b.Get("/queue?sort=title&reverse=1&what=in-review")
	require.Empty(t, declared(b))
	b.Get("/queue?sort=title&reverse=1&page=99")
	require.Equal(t, "Activité 019", declared(b)[0], "the last page that there is")
}

func TestQueueLeadsFromAFileToTheNext(t *testing.T) {
	for _, language := range []string{"fr", "en"} {
		h := open(t)
		h.queued(t, 9)
		b := h.signIn(t, "sylvie")
		words := map[string]string{
			"of": "sur", "next": "Dossier suivant", "previous": "Dossier précédent", "back": "Retour à la liste", "on": "Passer au dossier suivant",
			"gone": "Ce dossier n’attend plus de décision : ", "decided": "La décision est enregistrée.",
		}
		if language == "en" {
			b.Get("/nowhere").Form("/language").Press("en")
			words = map[string]string{
				"of": "of", "next": "Next file", "previous": "Previous file", "back": "Back to the list", "on": "Go on to the next file",
				"gone": "This file no longer awaits a decision: ", "decided": "The decision is recorded.",
			}
		}
		const filter = "?category=structured&sort=title"
		b.Get("/queue" + filter).Follow("Activité 002")
		require.Contains(t, b.Text(), "2 "+words["of"]+" 6")
		b.Follow(words["previous"])
		require.Contains(t, b.Text(), "1 "+words["of"]+" 6")
		require.Equal(t, "Activité 001", portaltest.Words(portaltest.TextOf(portaltest.All(b.Page, "h1")[0])))
		b.Form("#step").Tick("event", "count").Press("next")
		require.Equal(t, "/queue/declarations/emma/q002", b.URL.Path)
		require.Equal(t, "structured", b.URL.Query().Get("category"), "the filter goes along")
		require.Contains(t, b.Text(), words["decided"])
		require.Contains(t, b.Text(), "1 "+words["of"]+" 5")
		b.Follow(words["back"])
		require.Equal(t, "/queue", b.URL.Path)
		require.Equal(t, url.Values{"category": {"structured"}, "sort": {"title"}}, b.URL.Query())
		require.Len(t, declared(b), 5)

		// Somebody else decides the next one while it is read.
		b.Follow("Activité 004")
		mine := b.Form("#step").Tick("event", "count")
		other := b.Another().SignIn("luc", password)
		other.Get("/queue/declarations/emma/q004").Form("#step").Tick("event", "refuse").Fill("reason", "Hors sujet.").Press("")
		require.Equal(t, "/queue", other.URL.Path)
		mine.Press("next")
		require.Equal(t, http.StatusConflict, b.Status)
		require.Contains(t, b.Text(), words["gone"]+"Luc Côté")
		b.Follow(words["on"])
		require.Equal(t, "/queue/declarations/nova/q005", b.URL.Path)
		require.Contains(t, b.Text(), "2 "+words["of"]+" 4")

		// The last one leads back to the list, as the address has it.
		b.Get("/queue/declarations/emma/q008" + filter)
		require.NotContains(t, b.Text(), words["next"])
		b.Form("#step").Tick("event", "count").Press("")
		require.Equal(t, "/queue", b.URL.Path)
		require.Equal(t, "structured", b.URL.Query().Get("category"))
		structure(t, b, language)
	}
}

func TestQueueLeadsFromARequestToTheNext(t *testing.T) {
	h := open(t)
	h.signIn(t, "emma").Request("emma", illness, "billet.pdf", pdf)
	h.signIn(t, "nova").Request("nova", illness, "billet.pdf", pdf)
	b := h.signIn(t, "sylvie").Get("/queue?kind=exemptions&sort=member").Follow("Maladie ou accident")
	require.Contains(t, b.Text(), "1 sur 2")
	b.Form("#step").Tick("event", "refuse").Fill("reason", "Illisible.").Press("next")
	require.True(t, strings.HasPrefix(b.URL.Path, "/queue/exemptions/nova/"), b.URL.Path)
	require.Equal(t, "exemptions", b.URL.Query().Get("kind"))
	require.Contains(t, b.Text(), "1 sur 1")
	b.Form("#step").Tick("event", "refuse").Fill("reason", "Illisible.").Press("")
	require.Equal(t, "/queue?kind=exemptions&notice=decided&sort=member", b.URL.Path+"?"+b.URL.Query().Encode())
}
