package portal_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
)

// TestNothingTypedIsLost types something wrong in each way, and finds it again as
// typed beside what to do about it.
func TestNothingTypedIsLost(t *testing.T) {
	for _, c := range []struct {
		name    string
		typed   map[string]string
		message string
	}{
		{
			"a day that is not in the calendar",
			map[string]string{"first.day": "31", "first.month": "novembre"},
			"Corrigez la date de début : elle n’existe pas. Inscrivez un jour, un mois et une année, par exemple 27 mars 2026.",
		},
		{
			"an end before the start",
			map[string]string{"first.day": "10", "last.day": "9"},
			"La date de fin précède la date de début. Corrigez l’une des deux.",
		},
		{
			"a day to come",
			map[string]string{"last.day": "23"},
			"La date de fin n’est pas encore passée. Une activité se déclare une fois qu’elle est terminée, même si vous y êtes déjà inscrit.",
		},
		{
			"no end",
			map[string]string{"last.day": "", "last.month": "", "last.year": ""},
			"Inscrivez la date de fin. Pour une seule journée, répétez la date de début.",
		},
		{"a day of another period", map[string]string{
			"first.day": "3", "first.month": "mars", "first.year": "2025", "last.day": "3", "last.month": "mars", "last.year": "2025",
		}, "L’activité doit se terminer pendant votre période de référence. Vérifiez les dates."},
		{"no hours", map[string]string{"duration": "0"}, "Le nombre d’heures doit être supérieur à zéro."},
		{"hours below zero", map[string]string{"duration": "-2"}, "La durée doit être supérieure à zéro. Retirez le signe moins."},
		{
			"more than the day holds",
			map[string]string{"duration": "24,5"},
			"La durée dépasse 24 heures par jour. Vérifiez la durée et les dates.",
		},
		{
			"hours that read in two ways",
			map[string]string{"duration": "1.234,5"},
			"Cette durée peut se lire de deux façons. Inscrivez-la en heures, par exemple 2,5 ou 2 h 30.",
		},
		{"hours in words", map[string]string{"duration": "deux heures"}, "Inscrivez la durée en heures, par exemple 2,5 ou 2 h 30."},
		{"markup in the hours", map[string]string{"duration": `"><script>`}, "Inscrivez la durée en heures, par exemple 2,5 ou 2 h 30."},
		{"a provider that is not in the list", map[string]string{"provider": "inconnu"}, "Choisissez un élément de la liste."},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := open(t).signIn(t, "emma").Begin("emma", "declarations").Categorise(course)
			f := b.Describe(course)
			for name, value := range c.typed {
				f.Fill(name, value)
			}
			sent := f.Values
			f.Press("continue")
			require.Equal(t, http.StatusOK, b.Status)
			require.Equal(t, []string{c.message}, b.Errors())
			require.Contains(t, b.Title(), "Erreur : Description de l’activité – Étape 3 sur 5")
			shown := b.Form("#step").Values
			for name := range sent {
				if name != "version" && name != "shown" && name != "do" {
					require.Equal(t, sent[name], shown[name], name)
				}
			}
			summaryLeadsToTheField(b, c.message)

			b.Get(b.URL.Path)
			require.Empty(t, b.Errors(), "no error on a first view")
			require.Equal(t, sent.Get("duration"), b.Value("duration"))
		})
	}
}

// summaryLeadsToTheField checks the error summary's link: to a control that is
// marked wrong and described by the same words.
func summaryLeadsToTheField(b *portaltest.Browser, message string) {
	b.T.Helper()
	summary := b.With("id", "errors")
	require.True(b.T, portaltest.Has(summary, "autofocus") && portaltest.Attr(summary, "tabindex") == "-1")
	control := b.With("id", portaltest.Attr(portaltest.All(summary, "a")[0], "href")[1:])
	require.Equal(b.T, "true", portaltest.Attr(control, "aria-invalid"))
	described := portaltest.Attr(control, "aria-describedby")
	found := false
	for _, p := range portaltest.All(b.Page, "p") {
		if id := portaltest.Attr(p, "id"); id != "" && containsWord(described, id) {
			found = found || portaltest.Words(portaltest.TextOf(p)) == "Erreur : "+message
		}
	}
	require.True(b.T, found, "the words of the summary stand beside the field")
}

func containsWord(text, word string) bool {
	for _, w := range strings.Fields(text) {
		if w == word {
			return true
		}
	}
	return false
}

func TestUnknownCategoryStaysAsItIs(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "declarations")
	b.Form("#step").Fill("category", "imaginaire").Fill("type", "structured/course").Press("continue")
	require.Equal(t, []string{
		"Choisissez une catégorie de la liste.",
	}, b.Errors()[:1])
	require.Equal(t, "imaginaire", b.Value("category"))
	require.Equal(t, "structured/course", b.Value("type"))
}

func TestLaterStepLeadsToTheFirstIncompleteOne(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "declarations").Categorise(course)
	path := b.URL.Path[:len(b.URL.Path)-len("description")]
	b.Get(path + "submission")
	require.Equal(t, path+"description", b.URL.Path)
	require.Contains(t, b.Text(), "Cette étape vient avant celle que vous avez demandée")
	require.Empty(t, b.Errors())
	require.Equal(t, http.StatusNotFound, b.Get(path+"unknown").Status)
}

func TestGoingBackNeverLosesLaterSteps(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "declarations").Categorise(course)
	b.Describe(course).Press("continue")
	b.Form("#step").Tick("attested").Press("category")
	b.Form("#step").Press("submission")
	require.Contains(t, b.URL.Path, "/submission", "no step is to be confirmed again")
}

func TestModifierReturnsToTheCheckPage(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "declarations").Categorise(course)
	b.Describe(course).Press("continue")
	b.Form("#step").Tick("attested").Press("continue")
	b.Follow("Modifier Durée en heures")
	b.Form("#step").Fill("duration", "moins").Press("continue")
	require.Contains(t, b.URL.Path, "/description")
	b.Form("#step").Fill("duration", "1,5").Press("continue")
	require.Contains(t, b.URL.Path, "/submission")
	require.Equal(t, "1,5 h (1 h 30 min)", portaltest.Words(portaltest.TextOf(portaltest.All(b.With("data-row", "P28"), "dd")[0])))
}

func TestTwoEditorsLoseNothing(t *testing.T) {
	h := open(t)
	one := h.signIn(t, "emma").Begin("emma", "declarations").Categorise(course)
	two := one.Another().SignIn("emma", password).Get(one.URL.Path)
	stale := two.Describe(course).Fill("title", "Le mien")
	one.Describe(course).Fill("title", "L’autre").Press("continue")

	stale.Press("continue")
	require.Equal(t, http.StatusConflict, two.Status)
	require.Contains(t, two.Text(), "Ce brouillon a été modifié ailleurs")
	require.Contains(t, two.Text(), "Voici ce qui est enregistré maintenant, là où vous avez inscrit autre chose : ")
	require.Contains(t, two.Text(), "L’autre", "what stands now is shown too")
	require.Equal(t, "Le mien", two.Value("title"))
	two.Form("#step").Press("continue")
	require.Contains(t, two.URL.Path, "/attestations", "a second press saves")
	two.Form("#step").Press("description")
	require.Equal(t, "Le mien", two.Value("title"))
}

func TestTwoEditorsOfARequestLoseNothing(t *testing.T) {
	h := open(t)
	one := h.signIn(t, "emma").Begin("emma", "exemptions")
	two := one.Another().SignIn("emma", password).Get(one.URL.Path)
	stale := two.Ask(illness).Fill("note", "La mienne").Attach("autre.pdf", pdf)
	one.Ask(illness).Attach("billet.pdf", pdf).Press("continue")
	stale.Press("continue")
	require.Equal(t, http.StatusConflict, two.Status)
	require.Equal(t, "La mienne", two.Value("note"))
	require.Contains(t, two.Text(), "billet.pdf")
	require.Contains(t, two.Text(), "Les documents que vous venez de choisir n’ont pas été joints")
	two.Form("#step").Press("continue")
	require.Contains(t, two.URL.Path, "/commitments")
}

func TestTwoDecisionsDoNotMeet(t *testing.T) {
	h := open(t)
	h.signIn(t, "emma").Declare("emma", course)
	one := h.signIn(t, "sylvie").Get("/queue").Follow("Lecture de plans")
	stale := one.Form("#step").Tick("event", "refuse").Fill("reason", "Sans attestation")
	two := one.Another().SignIn("luc", password).Decide("Lecture de plans", "take", "", "", "")
	require.Equal(t, "/queue", two.URL.Path)
	stale.Press("")
	require.Equal(t, http.StatusConflict, one.Status)
	require.Contains(t, one.Text(), "Quelqu’un d’autre a modifié ce formulaire")
	require.Contains(t, one.Text(), "En traitement (prise en charge)")
	require.Equal(t, "Sans attestation", one.Value("reason"))
}
