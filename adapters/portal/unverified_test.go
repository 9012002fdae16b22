package portal_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
)

// clauses returns the texts cited at the foot of the explanation.
func clauses(b *portaltest.Browser) []string {
	var found []string
	for _, line := range portaltest.All(b.With("class", "clauses"), "dd") {
		found = append(found, portaltest.Words(portaltest.TextOf(line)))
	}
	return found
}

const (
	saysTotal      = "Au moins 30 h par période de référence de trois ans, à partir du 1er avril. Vérifié"
	saysStructured = "La moitié des heures à accumuler, dispenses déduites, se fait dans la catégorie structurée. Vérifié"
	saysEthics     = "Au moins 1 h en éthique, déontologie et normes de pratique, comprise dans le total. Vérifié"
	saysProration  = "À l’admission ou à la réadmission en cours de période, le total suit les mois complets qui restent; l’heure d’éthique demeure. non vérifié"
	saysCategories = "Hours are structured, of ethics, deontology and standards of practice, or autonomous. Verified"
)

func TestExplanationListsOnlyTheClausesThatAreCited(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "emma").Get("/portfolio/emma/explanation")
	require.Equal(t, []string{saysTotal, saysStructured, saysEthics}, clauses(b))
	calculation, _, found := strings.Cut(b.Text(), "Les délais et leurs suites")
	require.True(t, found)
	require.NotContains(t, calculation, "[Non lu")

	b.Declare("emma", course).Get("/portfolio/emma/explanation").Form("/language").Press("en")
	require.Equal(t, saysCategories, clauses(b)[0], "the activities come first")
	require.Len(t, clauses(b), 4)
}

func TestUnverifiedClauseShowsAsSuchWhereverItIsUsed(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "nova").Get("/portfolio/nova")
	require.Contains(t, b.Text(), "Ce calcul s’appuie sur une règle non vérifiée.")
	b.Follow("Comprendre ce calcul")
	require.Equal(t, []string{saysTotal, saysProration, saysStructured, saysEthics}, clauses(b))
	require.Contains(t, b.Text(), "[Non lu – non vérifié ]")

	b = h.signIn(t, "emma").Get("/portfolio/emma")
	require.NotContains(t, b.Text(), "non vérifié", "nothing unverified is used for her")
}

const (
	unverifiedFR = "Motif non vérifié : repris de règlements semblables, car celui qui s’applique n’a pas pu être lu."
	unverifiedEN = "Ground not verified: taken from similar regulations, because the one that applies could not be read."
)

// Of the five grounds, only "exceptional circumstances" is in the order's guide.
func TestUnverifiedGroundShowsAsSuch(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "emma").Begin("emma", "exemptions")
	require.Contains(t, b.Text(), "Certains motifs ne sont pas vérifiés.")
	marked := 0
	for _, help := range portaltest.All(b.With("class", "help"), "dd") {
		if strings.HasSuffix(portaltest.Words(portaltest.TextOf(help)), unverifiedFR) {
			marked++
		}
	}
	require.Equal(t, 4, marked)

	b.Request("emma", illness, "billet.pdf", pdf)
	read := b.URL.Path
	require.Equal(t, "Maladie ou accident "+unverifiedFR, b.Row("P43"))
	staff := b.Another().SignIn("sylvie", password)
	require.Equal(t, "Maladie ou accident "+unverifiedFR, staff.Get(read).Row("P43"))
	require.Equal(t, "Maladie ou accident "+unverifiedFR, staff.Get("/queue").Follow("Maladie ou accident").Row("P43"))
	staff.Form("#step").Press("en")
	require.Contains(t, staff.Row("P43"), unverifiedEN)

	other := illness
	other.Ground = "exceptional"
	b.Begin("emma", "exemptions").Ask(other).Fill("details", "Inondation").Attach("photo.png", png).Press("continue")
	b.Form("#step").Tick("committed").Press("continue")
	require.Equal(t, "Circonstances exceptionnelles", b.Row("P43"))
}
