package main

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// openPortfolio signs in and goes to the file of one's own name (P1, P3, P4).
func (k *keyboard) openPortfolio(login, name string) {
	k.t.Helper()
	k.visit("/signin")
	k.narrow()
	k.fill("Nom d’utilisateur", login)
	k.fill("Mot de passe", login+"-demonstration")
	k.follow("Se connecter")
	require.Contains(k.t, k.text(), "Bienvenue")
	k.narrow()
	k.follow("Portfolio |")
	k.narrow()
	k.follow(name)
	k.narrow()
}

// date fills in the three boxes of a day.
func (k *keyboard) date(group, day, month, year string) {
	k.t.Helper()
	k.fill("Jour | "+group, day)
	k.fill("Mois | "+group, month)
	k.fill("Année | "+group, year)
}

// describe fills in the third step but for the duration.
func (k *keyboard) describe(title string) {
	k.t.Helper()
	k.goTo("L’activité n’est pas dans la liste")
	k.press(" ")
	k.fill("titre de l’activité", title)
	k.fill("Établissement, organisme ou organisateur, dans la liste", "Cégep")
	k.fill("Formateur, dans la liste", "Luc")
	k.date("Date de début", "1er", "sept.", "2026")
	k.date("Date de fin", "1", "9", "2026")
}

// By keyboard alone, scripts off, on a screen of 320 px: a declaration with a
// wrong entry on the way (P20 to P31).
func TestKeyboard_DeclaresAnActivityAt320Pixels(t *testing.T) {
	k := sit(t, 320)
	k.openPortfolio("emma", "Gélinas")
	k.follow("Déclarer une formation")
	k.narrow()
	k.follow("Commencer")
	k.narrow()

	k.fill("Catégorie de l’activité", "Struct")
	k.fill("Type de l’activité", "Atelier")
	k.follow("Enregistrer et continuer")
	k.narrow()

	k.describe("Soudage de précision")
	k.fill("Durée en heures", "1.234,5")
	k.enter()
	k.titled("Erreur")
	k.narrow()
	require.Contains(t, k.focus(), "correction", "the summary of errors has the focus")
	k.jump("Cette durée peut se lire de deux façons", "Durée en heures")
	// Tab round the page and back in: a field that is tabbed into is selected, so
	// that typing replaces what it held.
	k.fill("Durée en heures", "2,5")
	k.follow("Enregistrer et continuer")
	k.narrow()

	for _, box := range []string{"vrais et exacts", "au complet", "pièces justificatives"} {
		k.goTo(box)
		k.press(" ")
	}
	k.follow("Enregistrer et continuer")
	k.narrow()
	require.Contains(t, k.text(), "2,5 h (2 h 30 min)")
	k.follow("Soumettre")
	k.narrow()
	require.Contains(t, k.text(), "soumis avec succès")
	k.follow("Portfolio |")
	k.follow("Gélinas")
	require.Contains(t, k.text(), "Soudage de précision")
	k.narrow()
}

// By keyboard alone: a request for an exemption up to its document, which a file
// chooser asks for (P40 to P48).
func TestKeyboard_AsksForAnExemptionAt320Pixels(t *testing.T) {
	k := sit(t, 320)
	k.openPortfolio("emma", "Gélinas")
	k.follow("Demander une dispense")
	k.narrow()
	k.follow("Commencer")
	k.narrow()
	k.fill("Motif de la dispense", "Maladie")
	k.goTo("pièces justificatives")
	require.NoError(t, chromedp.Do(k.ctx, chromedp.SetUploadFiles("#documents", []string{paper(t)})))
	k.date("Date de début", "3", "mars", "2026")
	k.date("Date de fin", "30", "avril", "2026")
	k.follow("Enregistrer et continuer")
	k.narrow()
	for _, box := range []string{"aviser l’Ordre", "accumuler"} {
		k.goTo(box)
		k.press(" ")
	}
	k.follow("Enregistrer et continuer")
	k.narrow()
	require.Contains(t, k.text(), "preuve.pdf")
	k.follow("Soumettre")
	k.narrow()
	require.Contains(t, k.text(), "En traitement")
}

// By keyboard alone: staff count a part of a declaration and grant an exemption.
func TestKeyboard_StaffDecide(t *testing.T) {
	k := sit(t, 320)
	k.visit("/signin")
	k.fill("Nom d’utilisateur", "jeanne")
	k.fill("Mot de passe", "jeanne-demonstration")
	k.follow("Se connecter")
	k.follow("À traiter")
	k.narrow()
	k.follow("Guide des bonnes pratiques en arpentage")
	k.narrow()
	k.choose("Que décidez-vous?", "Comptabiliser")
	k.follow("Enregistrer la décision")
	k.narrow()
	require.Contains(t, k.text(), "La décision est enregistrée.")
	k.follow("Congé de maternité")
	k.narrow()
	k.choose("Que décidez-vous?", "Accorder")
	k.fill("Heures", "5")
	k.follow("Enregistrer la décision")
	require.Contains(t, k.text(), "La décision est enregistrée.")
	k.follow("Courriels")
	k.narrow()
	require.Contains(t, k.text(), "malik@membres.example")
}
