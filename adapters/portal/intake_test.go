package portal_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
)

const memberFile = `catégorie;type;titre;organisme;formateur;début;fin;heures
structured;course;Lire un plan;Cégep du Nord;Zoé D’Amours;2026-01-12;;2,5
structured;course;Les sols;Cégep du Nord;Zoé D’Amours;05/06/2025;;7
`

// Nothing of a file is saved before it is confirmed, each line is shown as it is
// read, and confirming without an attestation loses nothing.
func TestAFileIsImportedAfterAPreview(t *testing.T) {
	b := open(t).signIn(t, "emma")
	b.Get("/portfolio/emma").Follow("Importer un fichier")
	b.Form("#step").Press("")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	require.Equal(t, []string{"Choisissez un fichier, ou collez ses lignes."}, b.Errors())
	b.Form("#step").Fill("text", "couleur\nbleu\n").Press("")
	require.Contains(t, b.Text(), "Noms acceptés : catégorie, category.")

	b.Get("/portfolio/emma/import").Form("#step").Attach("file", []byte(memberFile)).Press("")
	require.Equal(t, http.StatusOK, b.Status)
	require.Contains(t, b.Text(), "Rien n’est encore enregistré.")
	require.Contains(t, b.Text(), "À déclarer : 1")
	require.Contains(t, b.Text(), "Cette date peut se lire de deux façons.")
	b.Form("#step").Fill("text", memberFile).Press("confirm")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	require.NotEmpty(t, b.Errors())
	require.Empty(t, declared(b.Another().SignIn("emma", password).Get("/portfolio/emma/declarations")))

	form := b.Form("#step").Fill("text", memberFile).Tick("attested").Tick("drafts")
	form.Press("confirm")
	require.Contains(t, b.Text(), "Les activités du fichier sont déclarées.")
	require.Len(t, declared(b.Get("/portfolio/emma/declarations")), 2)
	form.Send() // a double press
	require.Len(t, declared(b.Get("/portfolio/emma/declarations")), 2)
}

const roster = `permis;nom;activité;début;heures
T-emma;Emma Gélinas;Les sols;2026-01-12;3
T-emma;Luc Côté;Les sols;2026-01-12;3
`

// A training body's token is shown once; a roster that staff upload is reported line
// by line, proposed to the member, who takes it up or dismisses it.
func TestARosterGoesFromStaffToTheMember(t *testing.T) {
	h := open(t)
	staff := h.signIn(t, "sylvie")
	staff.Get("/queue/providers").Form("#step").Press("")
	require.Equal(t, http.StatusUnprocessableEntity, staff.Status)
	form := staff.Form("#step").Fill("name", "Cégep du Nord")
	token := strings.TrimSpace(portaltest.TextOf(form.Press("").With("id", "token")))
	require.True(t, strings.HasPrefix(token, "otpq."), token)
	require.NotContains(t, form.Send().Body, token, "shown once")
	require.NotContains(t, staff.Get("/queue/providers").Body, token)

	staff.Get("/queue/rosters").Form("#step").Press("")
	require.Contains(t, staff.Text(), "Choisissez l’organisme de la liste.")
	provider := strings.Split(token, ".")[1]
	staff.Form("#step").Fill("provider", provider).Attach("file", []byte(roster)).Press("")
	require.Equal(t, http.StatusOK, staff.Status)
	require.Contains(t, staff.Text(), "Proposée au membre")
	require.Contains(t, staff.Text(), "Le numéro et le nom ne correspondent à aucun membre.")
	report := staff.URL.Path
	require.Contains(t, staff.Get(report+"/reported.csv").Body, "Luc Côté")
	staff.Get("/queue/rosters").Form("#step").Fill("provider", provider).Attach("file", []byte(roster)).Press("")
	require.Contains(t, staff.Text(), "rien n’a changé")

	emma := staff.Another().SignIn("emma", password).Get("/portfolio/emma")
	require.Contains(t, emma.Text(), "À confirmer")
	emma.Follow("Les sols")
	require.Contains(t, emma.Text(), "Cégep du Nord a confirmé la présence")
	emma.Form("/dismiss").Press("")
	emma.Form("/dismiss").Press("")
	require.NotContains(t, emma.Text(), "À confirmer")
	emma.Get("/portfolio/emma/declarations?state=dismissed").Follow("Les sols")
	emma.Form("/adopt").Press("")
	require.Equal(t, []string{"privacy"}, strings.Split(emma.URL.Path, "/")[5:])

	staff.Get(report).Form("#step").Press("")
	require.Equal(t, http.StatusUnprocessableEntity, staff.Status)
	staff.Form("#step").Fill("reason", "Mauvaise session").Press("")
	require.Contains(t, staff.Text(), "0 présence")
}
