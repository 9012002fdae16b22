package portal_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestP24_StaffAddToTheListWhatMembersTyped(t *testing.T) {
	h := open(t)
	first := course
	first.Title = "Éthique et IA"
	emma := h.signIn(t, "emma").Declare("emma", first)
	first.Title = "ETHIQUE ET IA"
	emma.Declare("emma", first)
	kept := func() string {
		all, err := h.store.Hours().Declarations(t.Context(), otpq, "emma")
		require.NoError(t, err)
		text, err := json.Marshal(all)
		require.NoError(t, err)
		return string(text)
	}
	before := kept()
	sylvie := emma.Another().SignIn("sylvie", password)
	sylvie.Get("/queue").Follow("Listes").Follow("Inscrits par les membres, hors de la liste")
	require.Contains(t, sylvie.Text(), "1 texte hors de la liste")
	require.Contains(t, sylvie.Text(), "2 déclarations")
	require.Contains(t, sylvie.Text(), "1 membre")
	require.Contains(t, sylvie.Get("/queue/lists/activities/unlisted?text=soudage").Text(), "Rien ici.")
	require.Contains(t, sylvie.Get("/queue/lists/activities/unlisted.csv").Body, "2;1;")
	sylvie.Get("/queue/lists/activities/unlisted").Follow("Ajouter à la liste ETHIQUE ET IA")
	sylvie.Form("#step").Fill("label", "").Press("")
	require.Equal(t, http.StatusUnprocessableEntity, sylvie.Status)
	sylvie.Form("#step").Fill("label", "Gestion de l’énergie").Press("")
	require.Contains(t, sylvie.Text(), "Cet élément est déjà dans la liste.")
	sylvie.Form("#step").Fill("label", "Éthique et intelligence artificielle").Press("")
	require.Contains(t, sylvie.Text(), "Aucune déclaration passée n’a changé.")
	require.Contains(t, sylvie.Text(), "0 texte")
	require.Equal(t, before, kept())

	// A member who types the same text is told that it is in the list.
	emma.Begin("emma", "declarations").Categorise(course)
	emma.Describe(first).Fill("duration", "").Press("continue")
	require.Contains(t, emma.Text(), "« Éthique et intelligence artificielle » est dans la liste ci-dessus")
}

func TestP24_AnEntryIsRenamedAndNoLongerOffered_InEnglish(t *testing.T) {
	h := open(t)
	sylvie := h.signIn(t, "sylvie")
	sylvie.Get("/").Form("/language").Press("en")
	sylvie.Get("/queue/lists/providers").Follow("Cégep du Nord")
	sylvie.Form("#step").Fill("label", "Cégep du Grand Nord").Press("")
	require.Contains(t, sylvie.Text(), "The list is changed.")
	require.Contains(t, sylvie.Text(), "Cégep du Nord")
	sylvie.Follow("Cégep du Grand Nord").Form("#step").Press("retire")
	require.Contains(t, sylvie.Text(), "No longer offered")
	emma := sylvie.Another().SignIn("emma", password)
	require.NotContains(t, emma.Begin("emma", "declarations").Categorise(course).Text(), "Cégep du Grand Nord")
	sylvie.Follow("Cégep du Grand Nord").Form("#step").Press("offer")
	require.Contains(t, sylvie.Text(), "Offered")
	require.Equal(t, http.StatusNotFound, sylvie.Get("/queue/lists/colours").Status)
	require.Equal(t, http.StatusNotFound, sylvie.Get("/queue/lists/providers/entries/none").Status)
	require.Equal(t, http.StatusForbidden, emma.Get("/queue/lists/providers").Status)
}
