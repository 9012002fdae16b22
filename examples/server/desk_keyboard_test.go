package main

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/acceptance"
)

// awaits writes n declarations of Malik's that wait, each of its own activity.
func (h *house) awaits(t *testing.T, n int) {
	t.Helper()
	at := time.Now().UTC().Truncate(time.Second).AddDate(0, 0, -3)
	s, err := h.ledger.Standing(t.Context(), demoStaff, "malik", cycle.Date{})
	require.NoError(t, err)
	lists, err := h.ledger.Lists(t.Context(), demoStaff)
	require.NoError(t, err)
	on := s.Today.AddDays(-10)
	for i := range n {
		key := hours.Key{Org: demoOrganisation, Member: "malik", ID: fmt.Sprintf("desk-%02d", i)}
		_, err := h.store.Hours().Change(t.Context(), key, func(d hours.Declaration) (hours.Declaration, hours.Telling, error) {
			d.State, d.Period, d.Created, d.Changed, d.Submitted = hours.Submitted, s.Period.From, at, at, at
			d.Activity = hours.Activity{
				Category: "structured", Type: "course", Listing: lists.Of(hours.Activities)[0].ID, Title: fmt.Sprintf("Atelier %02d", i), Content: key.ID,
				ProviderListing: lists.Of(hours.Providers)[0].ID, TrainerListing: lists.Of(hours.Trainers)[0].ID, First: on, Last: on, Hours: hours.Whole(1),
			}
			return d, hours.Telling{}, nil
		})
		require.NoError(t, err)
	}
}

// By keyboard alone, scripts off, on a screen of 320 px: thirty files are accepted, one
// is taken back and decided alone, and the next one comes by itself.
func TestKeyboard_AcceptsThirtyFilesAt320Pixels(t *testing.T) {
	h := testHouse(t, "memory:")
	require.NoError(t, h.fill(t.Context()))
	h.awaits(t, 31)
	k := sitIn(t, h, 320, false)
	k.visit("/signin")
	k.fill("Nom d’utilisateur", "jeanne")
	k.fill("Mot de passe", "jeanne-demonstration")
	k.follow("Se connecter")
	k.follow("À traiter")
	k.narrow()
	k.fill("Nom, permis, titre ou motif", "atelier")
	k.follow("Rechercher")
	k.narrow()
	require.Contains(t, k.text(), "31 déclarations")
	k.follow("Atelier 00 |")
	k.narrow()
	require.Contains(t, k.text(), "1 sur 31")
	k.choose("Que décidez-vous?", "Comptabiliser, en tout ou en partie")
	k.follow("Enregistrer et passer au suivant")
	k.narrow()
	require.Contains(t, k.text(), "1 sur 30")
	require.Contains(t, k.text(), "Atelier 01")
	k.follow("Retour à la liste")
	k.follow("Accepter les 30 que montre le filtre")
	k.narrow()
	require.Contains(t, k.text(), "30 déclarations à accepter")
	k.follow("Accepter ces 30 déclarations (30 h)")
	k.narrow()
	require.Contains(t, k.text(), "30 déclarations acceptées")
	k.follow("Reprendre Atelier 07")
	k.narrow()
	require.Contains(t, k.text(), "29 déclarations acceptées")
	k.follow("Retour à la liste")
	require.Contains(t, k.text(), "1 déclaration")
	k.follow("Atelier 07 |")
	k.choose("Que décidez-vous?", "Comptabiliser, en tout ou en partie")
	k.follow("Enregistrer la décision")
	k.narrow()
	require.Contains(t, k.text(), "0 déclaration")
	all, err := h.ledger.Declarations(t.Context(), demoStaff, "malik", hours.Query{Text: "atelier", States: []hours.State{hours.Counted}})
	require.NoError(t, err)
	require.Len(t, all, 31)
}

// acceptedAtOnce writes an acceptance that was done, for the table of who may see it.
func (v *village) acceptedAtOnce(t *testing.T) {
	t.Helper()
	_, err := v.clerk.Store.Change(t.Context(), acceptance.Key{Org: demoOrganisation, ID: "demo-1"}, func(a acceptance.Acceptance) (acceptance.Acceptance, hours.Telling, error) {
		a.Asked, a.Done = stopped(), stopped()
		return a, hours.Telling{}, nil
	})
	require.NoError(t, err)
}
