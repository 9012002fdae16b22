package main

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// tell runs an expression in the page.
func tell[T any](k *keyboard, expression string) T {
	k.t.Helper()
	value, err := chromedp.Run(k.ctx, chromedp.Evaluate[T](expression))
	require.NoError(k.t, err)
	return value
}

// until waits until an expression of the page is true.
func (k *keyboard) until(expression string) {
	k.t.Helper()
	for range 1000 {
		if ok, err := chromedp.Run(k.ctx, chromedp.Evaluate[bool](expression)); err == nil && ok {
			return
		}
		require.NoError(k.t, chromedp.Do(k.ctx, chromedp.Sleep(20*time.Millisecond)))
	}
	require.Failf(k.t, "it never came", "%s on %s", expression, k.text())
}

// back presses the browser's own Back, and waits for the page of that address.
func (k *keyboard) back(ending string) {
	k.t.Helper()
	tell[bool](k, `(history.back(), true)`)
	k.until(fmt.Sprintf(`location.pathname.endsWith(%q) && document.readyState === "complete"`, ending))
}

// retype goes to a field, and types over what it holds.
func (k *keyboard) retype(id, text string) {
	k.t.Helper()
	tell[bool](k, fmt.Sprintf(`(document.getElementById(%q).select(), document.getElementById(%q).focus(), true)`, id, id))
	k.press(text)
}

// toDescription goes as far as the description of a declaration.
func (k *keyboard) toDescription() {
	k.t.Helper()
	k.openPortfolio("emma", "Gélinas")
	k.follow("Déclarer une formation")
	k.follow("Commencer")
	k.fill("Catégorie de l’activité", "Struct")
	k.fill("Type de l’activité", "Atelier")
	k.follow("Enregistrer et continuer")
}

// The browser's own Back shows what was typed, and going on from there asks nothing
// (checklist W5), with scripts and without.
func TestW5_BackInABrowser(t *testing.T) {
	for _, scripts := range []bool{false, true} {
		t.Run(fmt.Sprintf("scripts %t", scripts), func(t *testing.T) {
			h := testHouse(t, "memory:")
			require.NoError(t, h.fill(t.Context()))
			k := sitIn(t, h, 1200, scripts)
			k.toDescription()
			k.describe("Soudage de précision")
			k.fill("Durée en heures", "2,5")
			k.follow("Enregistrer et continuer")
			for _, box := range []string{"vrais et exacts", "au complet", "pièces justificatives"} {
				k.goTo(box)
				k.press(" ")
			}
			k.follow("Enregistrer et continuer")

			k.back("/attestations")
			require.Equal(t, "3", tell[string](k, `String(document.querySelectorAll("[name=attested]:checked").length)`))
			k.back("/description")
			k.holds("title", "Soudage de précision")
			k.retype("title", "Soudage au laser")
			k.follow("Enregistrer et continuer")
			k.titled("Déclarations")
			require.NotContains(t, k.text(), "modifié ailleurs")
			k.follow("Enregistrer et continuer")
			k.back("/attestations")
			k.back("/description")
			k.holds("title", "Soudage au laser")
			k.back("/category")
			k.follow("Enregistrer et continuer")
			k.holds("title", "Soudage au laser")
			k.follow("Enregistrer et continuer")
			k.follow("Enregistrer et continuer")
			require.Contains(t, k.text(), "Soudage au laser")
			k.follow("Soumettre")
			require.Contains(t, k.text(), "soumis avec succès")
			k.back("/submission")
			require.NotContains(t, k.text(), "modifié ailleurs")
		})
	}
}

// What is typed is saved after a pause, quietly said, and is there when one leaves by a
// link and comes Back, or in another tab (checklist W7).
func TestW7_SavedAfterAPause(t *testing.T) {
	h := testHouse(t, "memory:")
	require.NoError(t, h.fill(t.Context()))
	k := sitIn(t, h, 1200, true)
	k.toDescription()
	require.Empty(t, tell[string](k, `document.getElementById("saved").textContent`))
	k.fill("titre de l’activité", "Soudage à demi")
	address := tell[string](k, `location.pathname`)
	k.until(`document.getElementById("saved").textContent.startsWith("Enregistré à ")`)
	require.Equal(t, "status", tell[string](k, `document.getElementById("saved").getAttribute("role")`))
	require.Contains(t, k.focus(), "titre de l’activité", "the focus stays")
	k.press("-teinte")
	k.fill("Durée en heures", "2,5")
	tell[bool](k, `(document.querySelector(".brand").click(), true)`)
	k.until(`location.pathname === "/" && document.readyState === "complete"`)
	k.back("/description")
	k.holds("title", "Soudage à demi-teinte")
	k.holds("duration", "2,5")

	// A press right after typing, then Back.
	k.retype("title", "Soudage entier")
	k.follow("Enregistrer et continuer")
	require.NotContains(t, k.text(), "modifié ailleurs")
	k.visit(address)
	k.holds("title", "Soudage entier")

	// The site is gone: it is said, what was typed stays, and the button still asks for it.
	k.retype("title", "Soudage perdu")
	k.tells("Network.enable", map[string]any{})
	k.tells("Network.emulateNetworkConditions", map[string]any{"offline": true, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1})
	k.until(`document.getElementById("saved").textContent.startsWith("Pas enregistré")`)
	k.tells("Network.emulateNetworkConditions", map[string]any{"offline": false, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1})
	k.holds("title", "Soudage perdu")
	k.press("!")
	k.until(`document.getElementById("saved").textContent.startsWith("Enregistré à ")`)
}
