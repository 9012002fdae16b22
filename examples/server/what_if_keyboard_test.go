package main

import (
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
)

// By keyboard alone, scripts off, at 320 px, where the answer lies far below the
// form: what was typed wrong is told first, and then the focus is on the answer.
func TestKeyboard_TriesAnActivityAt320Pixels(t *testing.T) {
	k := sit(t, 320)
	k.openPortfolio("emma", "Gélinas")
	k.follow("Simuler une activité")
	k.narrow()
	k.fill("Catégorie", "Struct")
	k.fill("Heures", "douze")
	k.enter()
	k.titled("Erreur")
	k.narrow()
	require.Contains(t, k.focus(), "corrections", "the summary of errors has the focus")

	require.NotContains(t, k.text(), "Si cette activité était faite")
	k.date("Date prévue", "1er", "mars", "2028")
	k.fill("Heures", "12")
	k.enter()
	k.narrow()
	require.Contains(t, k.text(), "Si cette activité était faite et comptée en entier En cours Il vous reste 18 h à faire d’ici le 31 mars 2028, dont 3 h dans « Structurée »")
	k.press(kb.Tab)
	require.Contains(t, k.focus(), "formation@ordre.example", "the next stop is after the answer")
}
