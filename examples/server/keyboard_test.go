package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// By keyboard alone: staff count a part of a declaration and grant an exemption.
func TestKeyboard_StaffDecide(t *testing.T) {
	k := sit(t, 320)
	k.visit("/signin")
	k.fill("Nom d’utilisateur", "jeanne")
	k.fill("Mot de passe", "jeanne-demonstration")
	k.follow("Se connecter")
	k.follow("À traiter")
	k.narrow()
	k.follow("Guide des bonnes pratiques en arpentage |")
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
