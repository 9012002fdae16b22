package portal_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/identity"
)

// delays returns the sentences of the section on delays, without the clauses.
func delays(t *testing.T, b *portaltest.Browser) (sentences, cites []string) {
	t.Helper()
	for _, li := range portaltest.All(b.Page, "li") {
		text := portaltest.Words(portaltest.TextOf(li))
		sentence, cite, found := strings.Cut(text, " [")
		if found {
			sentences, cites = append(sentences, sentence), append(cites, cite)
		}
	}
	return sentences, cites
}

// Nothing of the technologists' delays could be read: each is there, and shows as an
// assumption. 30 April 2028 is a Sunday, which the order's holidays move.
func TestF35_F38_F40_DelaysThatNoSourceSaysShowAsSuch(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "emma").Get("/portfolio/emma/explanation")
	_, section, found := strings.Cut(b.Text(), "Les délais et leurs suites")
	require.True(t, found)
	require.Contains(t, section, "Les activités faites du 1er avril 2025 au 31 mars 2028 se déclarent au plus tard le 1er mai 2028.")
	sentences, cites := delays(t, b)
	for _, said := range []string{
		"Une demande de pièces laisse 30 jours pour les produire.",
		"Sans les pièces, le membre est en défaut.",
		"Les pièces de cette période se conservent jusqu’au 31 mars 2033.",
		"À conserver : Attestation de participation et Programme ou description du contenu.",
		"Une part de 1/20 des dossiers est vérifiée.",
		"Qui a été tiré au sort ne l’est pas la fois suivante.",
		"Un avis de défaut laisse 90 jours pour faire les heures qui manquent.",
		"Il laisse 30 jours pour la déclaration qui manque.",
		"Ces délais se comptent à partir de la notification de l’avis.",
		"Les heures faites après l’avis servent d’abord à la période en défaut, et le reste à la période en cours.",
		"Le membre a 30 jours pour présenter des observations écrites.",
		"Un avis final laisse encore 30 jours.",
		"Si le défaut demeure : Suspension du droit d’exercice.",
		"Si le défaut demeure, après encore 90 jours : Radiation.",
	} {
		require.Contains(t, sentences, said)
		at := 0
		for i := range sentences {
			if sentences[i] == said {
				at = i
			}
		}
		require.Equal(t, "Non lu – non vérifié ]", cites[at], said)
	}
}

func TestJ3_DelaysOfOtherRegulations(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "emma")
	for id, said := range map[string]string{
		"qc-cpa-public": "Un avis de défaut laisse de 30 à 60 jours, au choix de l’organisation, pour faire les heures qui manquent.",
		"qc-csf":        "Une seconde demande laisse encore 20 jours.",
		"ca-on-cpa":     "Si le défaut demeure, le 2 juin 2027 : Frais de retard.",
		"us-nc-cpa":     "Si un autre défaut a eu lieu dans les 60 mois d’avant : Refus de renouveler le permis.",
		"us-al-cpa":     "Un dossier qui échoue est vérifié de nouveau pendant 24 mois.",
	} {
		h.organisation(t, func(o *identity.Organisation) { o.Regulation = id })
		sentences, _ := delays(t, b.Get("/portfolio/emma/explanation"))
		require.Contains(t, sentences, said, id)
	}
	h.organisation(t, func(o *identity.Organisation) { o.Regulation = "qc-odq" })
	require.NotContains(t, b.Get("/portfolio/emma/explanation").Text(), "Les délais et leurs suites", "a text of which nothing was read")
}
