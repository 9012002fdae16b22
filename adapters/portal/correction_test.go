package portal_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
)

// dealt opens a house in which Emma declared an activity of an hour that Sylvie
// counted, and returns both at their browsers.
func dealt(t *testing.T) (emma, sylvie *portaltest.Browser, page string) {
	emma = open(t).signIn(t, "emma").Declare("emma", course)
	page = strings.Split(emma.URL.Path, "?")[0]
	sylvie = emma.Another().SignIn("sylvie", password)
	sylvie.Decide(course.Title, "count", "counted", "1", "")
	return emma, sylvie, page
}

// review is the address at which staff deal with the page's declaration.
func review(page string) string {
	return "/queue/declarations/emma/" + page[strings.LastIndex(page, "/")+1:]
}

func TestP32_AMemberAsksAndStaffCorrect_BothVersionsAreRead(t *testing.T) {
	emma, sylvie, page := dealt(t)
	emma.Get(page)
	require.Contains(t, emma.Text(), "demandez une correction")
	emma.Follow("Demander une correction")
	require.Equal(t, page+"/correction", emma.URL.Path)
	emma.Form("#step").Fill("text", "").Press("")
	require.Equal(t, http.StatusUnprocessableEntity, emma.Status)
	require.Contains(t, emma.Text(), "Dites ce qu’il faut corriger.")
	emma.Form("#step").Fill("text", "C’était une activité d’éthique.").Press("")
	require.Equal(t, page, emma.URL.Path)
	require.Contains(t, emma.Text(), "Votre demande de correction est envoyée.")
	require.Contains(t, emma.Text(), "En attente d’une réponse")
	require.NotContains(t, emma.Text(), "Demander une correction")

	require.Contains(t, sylvie.Get("/queue").Text(), "Correction demandée")
	require.Contains(t, sylvie.Get("/queue?what=correction").Text(), course.Title)
	require.NotContains(t, sylvie.Get("/queue?what=decision").Text(), course.Title)
	sylvie.Get(review(page))
	require.Contains(t, sylvie.Text(), "C’était une activité d’éthique.")
	sylvie.Follow("Corriger l’activité")
	sylvie.Form("#step").Fill("category", "ethics").Fill("type", "ethics/course").Fill("counted", "beaucoup").Press("")
	require.Equal(t, http.StatusUnprocessableEntity, sylvie.Status)
	form := sylvie.Form("#step")
	require.Equal(t, "ethics", form.Values.Get("category"), "what was typed is kept")
	require.Equal(t, "beaucoup", form.Values.Get("counted"))
	form.Fill("counted", "1").Fill("reason", "Selon l’attestation").Press("")
	require.Equal(t, "/queue", sylvie.URL.Path, sylvie.Text())
	require.Contains(t, sylvie.Text(), "Les deux versions sont conservées.")
	require.NotContains(t, sylvie.Get("/queue").Text(), course.Title)

	emma.Get(page)
	text := emma.Text()
	for _, said := range []string{
		"Version déclarée", "Version corrigée", "Par Ordre d’essai", "Raison : Selon l’attestation", "Traitée", "Réponse : Selon l’attestation",
		"Catégorie de l’activité : « Structurée » avant, « Éthique, déontologie et normes de pratique » maintenant", "Corrigée et comptabilisée",
	} {
		require.Contains(t, text, said)
	}
	require.NotContains(t, text, "sylvie", "who of the staff did it is told to staff alone")
	require.Contains(t, emma.Get("/portfolio/emma").Text(), "Déclaration corrigée : les deux versions sont conservées.")
	require.Contains(t, emma.Get("/portfolio/emma/history").Text(), "Ordre d’essai a corrigé la déclaration")
	require.Contains(t, sylvie.Get(page).Text(), "Par sylvie,")
	require.Contains(t, sylvie.Get("/mailbox").Text(), "Votre demande de correction a reçu une réponse")
}

func TestP32_CorrectionsInEnglish(t *testing.T) {
	emma, sylvie, page := dealt(t)
	for _, b := range []*portaltest.Browser{emma, sylvie} {
		b.Get("/").Form("/language").Press("en")
	}
	emma.Get(page+"/correction").Form("#step").Fill("text", "It was half an hour.").Press("")
	require.Contains(t, emma.Text(), "Your request for correction is sent.")
	require.Equal(t, http.StatusOK, sylvie.Get(review(page)+"/correction").Status)
	sylvie.Form("#step").Fill("reason", "").Press("")
	require.Equal(t, http.StatusUnprocessableEntity, sylvie.Status)
	sylvie.Form("#step").Fill("reason", "The certificate says an hour.").Press("")
	require.Contains(t, sylvie.Text(), "Your answer is sent to the member.")
	require.Contains(t, emma.Get(page).Text(), "Answer: The certificate says an hour.")
	require.Contains(t, emma.Text(), "Declined")
	require.NotContains(t, emma.Text(), "Version corrected")

	sylvie.Get(review(page)+"/amendment").Form("#step").Fill("duration", "0.5").Fill("counted", "0.5").Fill("reason", "Read again").Press("")
	require.Equal(t, "/queue", sylvie.URL.Path, sylvie.Text())
	require.Contains(t, emma.Get(page).Text(), "Version corrected")
	require.Contains(t, emma.Text(), "Duration in hours: “1 h” before, “0.5 h (30 min)” now")
}

func TestP32_ARequestForCorrectionIsTakenBack(t *testing.T) {
	emma, sylvie, page := dealt(t)
	emma.Get(page+"/correction").Form("#step").Fill("text", "Erreur").Press("")
	emma.Form("/correction/withdraw").Press("")
	require.Contains(t, emma.Text(), "Retirer cette demande de correction?")
	emma.Form("/correction/withdraw").Press("")
	require.Equal(t, page, emma.URL.Path)
	require.Contains(t, emma.Text(), "Votre demande de correction est retirée.")
	require.Contains(t, emma.Text(), "Demander une correction")
	require.NotContains(t, sylvie.Get("/queue").Text(), course.Title)
	require.Equal(t, http.StatusConflict, sylvie.Get(review(page)+"/correction").Status)
	// There is nothing to ask of what is not dealt with yet.
	other := course
	other.Title = "Soudage"
	sent := emma.Declare("emma", other).URL.Path
	require.NotContains(t, emma.Text(), "Demander une correction")
	require.Equal(t, sent, emma.Get(sent+"/correction").URL.Path)
}

func TestP32_AFormLeftOpenKeepsWhatWasTyped(t *testing.T) {
	emma, sylvie, page := dealt(t)
	ask := emma.Get(page + "/correction").Form("#step")
	left := sylvie.Get(review(page) + "/amendment").Form("#step")
	sylvie.Another().SignIn("sylvie", password).Get(review(page)).Form("#step").Tick("event", "count").Fill("counted", "0,5").Fill("reason", "Pause").Press("")
	left.Fill("duration", "0,75").Fill("counted", "0,75").Fill("reason", "Durée exacte").Press("")
	require.Equal(t, http.StatusConflict, sylvie.Status)
	require.Equal(t, "0,75", sylvie.Form("#step").Values.Get("duration"))
	ask.Fill("text", "Une heure").Press("")
	require.Equal(t, http.StatusConflict, emma.Status)
	emma.Form("#step").Press("")
	require.Contains(t, emma.Text(), "Votre demande de correction est envoyée.")
}
