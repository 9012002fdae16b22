package portal_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The source, step 4: "Mes formations", "Accéder", "Lancer l'examen", "Commencer", the
// questions, "Fermer la fenêtre", "Quitter la page", "Déconnexion".
func TestE09_AnExamWithTheLabelsOfTheSource(t *testing.T) {
	h := openExams(t)
	s := h.authorise(t, espace, "")
	b := h.signIn(t, "genevieve").Follow("Mes formations")
	require.Contains(t, b.Text(), "Examen autorisé jusqu’à 17 h 00")
	require.Contains(t, b.Text(), "Examen non autorisé Présentez-vous à votre point de service")

	b.Follow("Accéder Formation de surveillant d’espace clos")
	require.Equal(t, "/trainings/espace-clos", b.URL.Path)
	require.Equal(t, "10 min", b.Row("time"))
	require.Equal(t, "5", b.Row("questions"))
	require.Contains(t, buttons(b), "Lancer l’examen")
	b.Form("/launch").Press("")
	require.Equal(t, "/sittings/1?epoch=1", b.URL.RequestURI())
	require.Contains(t, buttons(b), "Commencer")
	b.Form("/begin").Press("")
	for k := range s.Paper {
		require.Equal(t, k+1, number(t, b))
		h.fillIn(t, b, s, k+1, true).Press("continue")
	}
	require.Equal(t, "/sittings/1/close", b.URL.Path)
	require.Contains(t, b.Text(), "Vous avez répondu aux 5 questions.")
	require.Contains(t, buttons(b), "Quitter la page")
	b.Form("/close").Press("")
	require.Equal(t, "/sittings/1/result", b.URL.Path)
	require.Contains(t, b.Text(), "Réussite")
	require.Contains(t, buttons(b), "Déconnexion")
	require.Contains(t, b.Get("/trainings").Text(), "Réussite")
	b.Get("/sittings/1/result").Form("/signout").Press("")
	require.Equal(t, "/signin", b.URL.Path)
}
