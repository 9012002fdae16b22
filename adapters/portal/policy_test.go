package portal_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/privacy"
)

func TestV3_ThePolicyIsOpenToAnybodyAndAtTheFootOfEveryPage(t *testing.T) {
	h := openPrivacy(t)
	b := h.visit(t).Get("/signin").Follow("Politique de confidentialité")
	require.Equal(t, http.StatusOK, b.Status)
	i := h.portal.Registrar.Inventory
	require.Contains(t, b.Text(), i.Policy.Title.FR)
	require.Contains(t, b.Text(), "En vigueur depuis le 22 septembre 2023")
	require.Contains(t, b.Text(), "Aucune modification : c’est la première version.")
	require.Contains(t, b.Text(), "affairesjuridiques@otpq.org")
	require.Contains(t, b.Text(), "La politique ne nomme pas cette personne.")
	// V4 and V5: each purpose and each means of the document is there.
	for _, p := range i.Purposes {
		require.Contains(t, b.Text(), p.Label.FR)
	}
	for _, m := range i.Means {
		require.Contains(t, b.Text(), m.Label.FR)
	}
	require.NotContains(t, b.Text(), "non vérifié", "all of it is the document's")
	b.Form("/language").Press("en")
	require.Contains(t, b.Text(), i.Policy.Title.EN)
	require.Contains(t, h.signIn(t, "emma").Get("/portfolio").Body, `href="/policy"`)
}

func TestV3_WhatNoSourceSaysAndWhatHasChangedIsSaid(t *testing.T) {
	h := openPrivacy(t)
	r := *h.portal.Registrar
	r.Inventory.Statements = slices.Clone(r.Inventory.Statements)
	r.Inventory.Statements[0].Verified = false
	r.Inventory.Policy.Version, r.Inventory.Policy.Effective = "2", cycle.MustDate("2027-01-01")
	r.Inventory.Policy.Changes = []privacy.Change{{Version: "2", Effective: cycle.MustDate("2027-01-01"), Text: identity.Text{FR: "La durée est précisée.", EN: "The period is said."}}}
	r.Inventory.Officer.Name = "Odile Charest"
	h.portal.Registrar = &r
	b := h.visit(t).Get("/policy")
	require.Contains(t, b.Text(), "non vérifié")
	require.Contains(t, b.Text(), "Entrera en vigueur le 1er janvier 2027")
	require.Contains(t, b.Text(), "2, 1er janvier 2027 La durée est précisée.")
	require.Contains(t, b.Text(), "Odile Charest")
}
