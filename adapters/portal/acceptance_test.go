package portal_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// state returns where a declaration of Emma's or Nova's stands.
func (h *house) state(t *testing.T, member identity.MemberID, id string) hours.State {
	t.Helper()
	d, err := h.store.Hours().Declaration(t.Context(), hours.Key{Org: otpq, Member: member, ID: id})
	require.NoError(t, err)
	return d.State
}

// left returns the titles of the rows that are to be looked at alone.
func left(b *portaltest.Browser) int {
	n := 0
	for _, row := range portaltest.All(b.Page, "tr") {
		if portaltest.Has(row, "data-left") {
			n++
		}
	}
	return n
}

func TestManyAreAcceptedShownFirstAndTakenBack(t *testing.T) {
	for _, language := range []string{"fr", "en"} {
		t.Run(language, func(t *testing.T) {
			h := open(t)
			h.portal.Now = h.clock
			h.queued(t, 12) // of every fourth the provider is in no list: 0, 4, 8
			b := h.signIn(t, "sylvie")
			words := map[string]string{
				"preview": "6 déclarations à accepter : 6 h", "left": "2 déclarations à regarder une à une", "why": "n’est pas dans les listes", "done": "6 déclarations acceptées : 6 h",
				"until": "jusqu’au 22 novembre 2026 à 10 h 15", "back": "C’est repris.", "over": "Le temps pour reprendre est écoulé.", "none": "Cochez d’abord",
			}
			if language == "en" {
				b.Get("/nowhere").Form("/language").Press("en")
				words = map[string]string{
					"preview": "6 declarations to accept: 6 h", "left": "2 declarations to look at one by one", "why": "is not in the lists", "done": "6 declarations accepted: 6 h",
					"until": "until 22 November 2026 at 10:15", "back": "It is taken back.", "over": "The time to take it back has passed.", "none": "Tick some",
				}
			}
			b.Get("/queue?category=structured").Form("#accept").Press("ticked")
			require.Equal(t, "/queue", b.URL.Path)
			require.Contains(t, b.Text(), words["none"])
			// All that the filter shows: 1, 2, 4, 5, 7, 8, 10 and 11.
			b.Get("/queue?category=structured&sort=title").Form("#accept").Press("all")
			structure(t, b, language)
			require.Contains(t, b.Text(), words["preview"])
			require.Contains(t, b.Text(), words["left"])
			require.Contains(t, b.Text(), words["why"])
			require.Equal(t, 2, left(b))
			require.Len(t, declared(b), 6)
			require.Equal(t, hours.Submitted, h.state(t, "nova", "q001"), "nothing is done yet")

			f := b.Form("#step")
			b = f.Press("")
			structure(t, b, language)
			page := b.URL.Path
			require.Contains(t, b.Text(), words["done"])
			require.Contains(t, b.Text(), words["until"])
			require.Equal(t, hours.Counted, h.state(t, "nova", "q001"))
			require.Equal(t, hours.Submitted, h.state(t, "emma", "q004"))
			to := *b.URL
			to.Path, to.RawQuery = "/queue/acceptances", ""
			twice, err := http.NewRequestWithContext(t.Context(), http.MethodPost, to.String(), strings.NewReader(f.Values.Encode()))
			require.NoError(t, err)
			twice.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			b.Do(twice) // pressed twice
			require.Equal(t, page, b.URL.Path)
			require.Contains(t, b.Text(), words["done"])

			h.at("2026-11-22T15:14:59Z")
			b.Get(page)
			b.Form("#rows").Press("nova/q001")
			require.Contains(t, b.Text(), words["back"])
			structure(t, b, language)
			require.Equal(t, hours.InReview, h.state(t, "nova", "q001"))
			require.Equal(t, hours.Counted, h.state(t, "emma", "q002"))
			h.at("2026-11-22T15:15:00Z")
			b.Form("/" + page[strings.LastIndex(page, "/")+1:]).Press("all")
			require.Contains(t, b.Text(), words["over"])
			require.Equal(t, hours.Counted, h.state(t, "emma", "q002"))
			require.NotContains(t, b.Get(page).Text(), words["until"])

			b.Get("/queue/acceptances")
			structure(t, b, language)
			due, err := h.store.Outbox().Due(t.Context(), time.Date(2026, 11, 22, 16, 0, 0, 0, time.UTC), 100)
			require.NoError(t, err)
			require.Len(t, due, 5, "a letter for each, but for what was taken back")
			require.Contains(t, h.signIn(t, "nova").Get("/portfolio/nova/messages").Text(), map[string]string{"fr": "Retenu, jamais envoyé"}["fr"])
		})
	}
}

func TestALongAcceptanceShowsItsProgressAndGoesOn(t *testing.T) {
	h := open(t)
	h.portal.Now = h.clock
	h.queued(t, 160)
	b := h.signIn(t, "sylvie").Get("/queue?provider=C%C3%A9gep+du+Nord").Form("#accept").Press("all")
	require.Contains(t, b.Text(), "120 déclarations à accepter : 120 h")
	b.Form("#step").Press("")
	require.Contains(t, b.Text(), "100 sur 120")
	require.NotContains(t, b.Text(), "Tout reprendre", "while it goes on")
	require.Contains(t, b.Body, "desk.")
	require.Contains(t, b.Get("/queue/acceptances").Text(), "100 sur 120")
	b.Follow("22 novembre 2026 à 10 h 00").Form("#work").Press("work")
	require.Contains(t, b.Text(), "120 déclarations acceptées : 120 h")
	require.NotContains(t, b.Text(), "Continuer")
	b.Form("/" + b.URL.Path[strings.LastIndex(b.URL.Path, "/")+1:]).Press("all")
	require.Contains(t, b.Text(), "120 reprises")
	require.Contains(t, b.Get("/queue").Text(), "160 déclarations")
}

func TestAcceptanceIsForStaffAndNobodysOwnFile(t *testing.T) {
	h := open(t)
	h.queued(t, 2)
	emma := h.signIn(t, "emma")
	require.Equal(t, http.StatusForbidden, emma.Get("/queue/acceptances").Status)
	require.Equal(t, http.StatusForbidden, emma.Get("/queue/acceptances/x").Status)
	for _, path := range []string{"/queue/acceptances", "/queue/acceptances/new", "/queue/acceptances/x"} {
		require.Equal(t, http.StatusForbidden, emma.Call("POST", path).Status, path)
	}
	b := h.signIn(t, "sylvie")
	require.Equal(t, http.StatusNotFound, b.Get("/queue/acceptances/x").Status)
	require.Equal(t, http.StatusUnprocessableEntity, b.Call("POST", "/queue/acceptances").Status, "nothing is chosen")
	require.Equal(t, "/queue", b.Get("/queue/acceptances/new").URL.Path)
}
