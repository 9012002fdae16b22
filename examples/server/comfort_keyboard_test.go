package main

import (
	"fmt"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/hours"
)

// is evaluates a text in the page.
func (k *keyboard) is(script string) string {
	k.t.Helper()
	text, err := chromedp.Run(k.ctx, chromedp.Evaluate[string](script))
	require.NoError(k.t, err)
	return text
}

// as gives the browser the session of another, so that what was done there is read here.
func (k *keyboard) as(b *portaltest.Browser) {
	k.t.Helper()
	at, err := url.Parse(b.Server.URL)
	require.NoError(k.t, err)
	at.Path = "/"
	k.address = b.Server.URL
	k.visit("/nowhere")
	for _, c := range b.Client.Jar.Cookies(at) {
		k.is(fmt.Sprintf("document.cookie = %q", c.Name+"="+c.Value+"; path=/"))
	}
}

// By keyboard, with scripts: a long list is looked through by typing, anywhere in its lines,
// accents and case ignored, and what is left is chosen in the list itself; a password is
// shown, and hidden when it is sent (checklist W9 and C2).
func TestKeyboard_NarrowsAListByTypingAndShowsAPassword(t *testing.T) {
	h := testHouse(t, "memory:")
	require.NoError(t, h.fill(t.Context()))
	for i, label := range []string{"Soudage de précision", "Gestion de l’énergie", "Œuvres d’art en béton", "Reprographie"} {
		require.NoError(t, h.store.Hours().PutListing(t.Context(), hours.Listing{
			Org: demoOrganisation, Kind: hours.Activities, ID: fmt.Sprintf("listed-%d", i), Label: label,
		}))
	}
	k := sitIn(t, h, 320, true)
	k.visit("/signin")
	k.fill("Nom d’utilisateur", "emma")
	k.fill("Mot de passe", "emma-demonstration")
	state := `(() => { const p = document.getElementById("password"); return p.type + " " + p.nextElementSibling.getAttribute("aria-pressed"); })()`
	require.Equal(t, "password false", k.is(state))
	k.goTo("Afficher le mot de passe")
	k.press(" ")
	require.Equal(t, "text true", k.is(state))
	require.Equal(t, "emma-demonstration", k.is(`document.getElementById("password").value`))
	// The form leaves with a password again.
	k.is(`(document.getElementById("step").addEventListener("submit", () => name = document.getElementById("password").type), "")`)
	k.follow("Se connecter")
	require.Equal(t, "password", k.is(`name`))
	require.Contains(t, k.text(), "Bienvenue")

	k.follow("Portfolio |")
	k.follow("Gélinas")
	k.follow("Déclarer une formation")
	k.follow("Commencer")
	k.fill("Catégorie de l’activité", "Struct")
	k.fill("Type de l’activité", "Atelier")
	k.follow("Enregistrer et continuer")
	lines := `[...document.getElementById("activity").options].map(o => o.text).join(" / ")`
	said := `document.querySelector("[role=status]:not(#saved)").textContent`
	whole := k.is(lines)
	require.Contains(t, whole, "Reprographie")
	for typed, left := range map[string]string{
		"PRECISION":     "Soudage de précision",
		"energie gest":  "Gestion de l’énergie",
		"l'energie":     "Gestion de l’énergie",
		"oeuvres":       "Œuvres d’art en béton",
		"modelisation ": "Introduction à la modélisation 3D",
	} {
		k.is(`(document.activeElement.blur(), "")`)
		k.goTo("Réduire la liste")
		k.press(typed)
		require.Equal(t, "Choisissez / "+left, strings.Replace(k.is(lines), k.is(`document.getElementById("activity").options[0].text`), "Choisissez", 1), typed)
		require.Equal(t, "1 choix sur 9", portaltest.Words(k.is(said)))
		k.is(`(document.activeElement.select(), "")`)
		k.press("\b")
		require.Equal(t, whole, k.is(lines))
		require.Empty(t, k.is(said))
	}
	k.press("zzz")
	require.Equal(t, "0 choix sur 9", portaltest.Words(k.is(said)))
	k.is(`(document.activeElement.select(), "")`)
	k.press("beton")
	k.press(kb.ArrowDown)
	require.Equal(t, "activity", k.is(`document.activeElement.id`), "the arrow goes into what is left")
	k.press(kb.ArrowDown)
	require.Equal(t, "listed-2", k.is(`document.getElementById("activity").value`))
	k.is(`(document.activeElement.blur(), "")`)
	k.goTo("Réduire la liste")
	k.press("repro")
	require.Contains(t, k.is(lines), "Œuvres d’art en béton", "what is chosen stays in the list")
	k.press("\r")
	require.Contains(t, k.is(`location.pathname`), "/description", "Enter goes to the list, and sends nothing")
	require.Equal(t, "activity", k.is(`document.activeElement.id`))
	k.narrow()
}

// After a document is removed, the heading of the list has the focus and says which, with
// scripts or not (U4).
func TestKeyboard_TheFocusFollowsARemoval(t *testing.T) {
	k := sit(t, 320)
	k.openPortfolio("emma", "Gélinas")
	k.follow("Demander une dispense")
	k.follow("Commencer")
	k.fill("Motif de la dispense", "Maladie")
	k.goTo("pièces justificatives")
	require.NoError(t, chromedp.Do(k.ctx, chromedp.SetUploadFiles("#documents", []string{paper(t)})))
	k.follow("Joindre les documents choisis")
	k.follow("Supprimer preuve.pdf")
	require.Contains(t, portaltest.Words(k.is(`document.activeElement.innerText`)), "Supprimer « preuve.pdf »?")
	k.follow("preuve.pdf")
	require.Equal(t, "sent", k.is(`document.activeElement.id`))
	require.Equal(t, "Le document « preuve.pdf » a été retiré.", portaltest.Words(k.is(`document.getElementById(document.activeElement.getAttribute("aria-describedby")).innerText`)))
	require.NotContains(t, k.is(`location.href`), "preuve")
	k.visit(k.is(`location.pathname`))
	require.NotContains(t, k.text(), "a été retiré")
}

// printed is what a page shows on paper: its style for paper is put in force.
const printed = `(() => {
	for (const sheet of document.styleSheets) for (const rule of sheet.cssRules) if (rule.media?.mediaText === "print") rule.media.mediaText = "all";
	const seen = e => e.getClientRects().length > 0;
	return document.body.innerText + "\nLEFT:" + [...document.querySelectorAll("nav, form, button, .back, .foot, .skip, .who a, .actions")].filter(seen).map(e => e.tagName + "." + e.className).join();
})()`

// receipt fails unless the page prints on one sheet, with the words and without navigation.
func (k *keyboard) receipt(path string, words ...string) {
	k.t.Helper()
	k.visit(path)
	k.onOnePage()
	text, left, _ := strings.Cut(portaltest.Words(k.is(printed)), "LEFT:")
	require.Empty(k.t, left, path)
	for _, w := range words {
		require.Contains(k.t, text, w, path)
	}
}

// Each receipt prints on one sheet with its number and its day, and no navigation (R1).
func TestR1_ReceiptsPrintOnOneSheet(t *testing.T) {
	h := testHouse(t, "memory:")
	require.NoError(t, h.fill(t.Context()))
	server := httptest.NewServer(h.handler(settings{demo: true}, quiet()))
	t.Cleanup(server.Close)
	k := sitIn(t, h, 1000, false)

	malik := portaltest.Open(t, server)
	malik.SignIn("malik", "malik-demonstration")
	malik.Get("/privacy/requests/new?kind=access").Form("#step").Tick("extent", "all").Press("check")
	malik.Form("#step").Press("send")
	asked := malik.URL.Path
	malik.Get("/access").Form("#forms-list").Press("physicians")
	malik.Form("#step").Tick("service", "billing").Fill("given", "Luc").Fill("family", "Tremblay").Fill("email", "luc.tremblay@exemple.org").Press("continue")
	malik.Form("#step").Fill("authoriserKind", "professional").Fill("authoriserFirst", "Diane").Fill("authoriserLast", "Gagnon").
		Fill("place", "Clinique du Parc").Fill("authoriserEmail", "diane.gagnon@exemple.org").Press("continue")
	malik.Form("#step").Press("submit")
	access := malik.URL.Path
	k.as(malik)

	const day = "22 novembre 2026"
	k.receipt("/portfolio/malik/declarations/demo-4", "Numéro demo-4", "Malik", "Soumis")
	k.receipt("/portfolio/malik/exemptions/"+demoRequest.ID, "Numéro "+demoRequest.ID, "Malik", "Soumis")
	k.receipt(access, "Numéro "+access[strings.LastIndex(access, "/")+1:], "Luc Tremblay", day)
	k.receipt(asked, day)
	require.Regexp(t, `Demande [A-Za-z0-9-]+`, k.text())
}
