package portal_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestNothingTypedIsLost types something wrong in each way, and finds it again as
// typed beside what to do about it.
func TestNothingTypedIsLost(t *testing.T) {
	for _, c := range []struct {
		name    string
		typed   map[string]string
		message string
	}{
		{"a day that is not in the calendar", map[string]string{"first.day": "31", "first.month": "novembre"},
			"Corrigez la date de début : elle n’existe pas. Inscrivez un jour, un mois et une année, par exemple 27 mars 2026."},
		{"an end before the start", map[string]string{"first.day": "10", "last.day": "9"},
			"La date de fin précède la date de début. Corrigez l’une des deux."},
		{"a day to come", map[string]string{"last.day": "23"},
			"La date de fin n’est pas encore passée. Une activité se déclare une fois qu’elle est terminée, même si vous y êtes déjà inscrit."},
		{"no end", map[string]string{"last.day": "", "last.month": "", "last.year": ""},
			"Inscrivez la date de fin. Pour une seule journée, répétez la date de début."},
		{"a day of another period", map[string]string{
			"first.day": "3", "first.month": "mars", "first.year": "2025", "last.day": "3", "last.month": "mars", "last.year": "2025",
		}, "L’activité doit se terminer pendant votre période de référence. Vérifiez les dates."},
		{"no hours", map[string]string{"duration": "0"}, "Le nombre d’heures doit être supérieur à zéro."},
		{"hours below zero", map[string]string{"duration": "-2"}, "La durée doit être supérieure à zéro. Retirez le signe moins."},
		{"more than the day holds", map[string]string{"duration": "24,5"},
			"La durée dépasse 24 heures par jour. Vérifiez la durée et les dates."},
		{"hours that read in two ways", map[string]string{"duration": "1.234,5"},
			"Cette durée peut se lire de deux façons. Inscrivez-la en heures, par exemple 2,5 ou 2 h 30."},
		{"hours in words", map[string]string{"duration": "deux heures"}, "Inscrivez la durée en heures, par exemple 2,5 ou 2 h 30."},
		{"markup in the hours", map[string]string{"duration": `"><script>`}, "Inscrivez la durée en heures, par exemple 2,5 ou 2 h 30."},
		{"a provider that is not in the list", map[string]string{"provider": "inconnu"}, "Choisissez un élément de la liste."},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := open(t).signIn(t, "emma").begin("declarations").categorise(course)
			f := b.describe(course)
			for name, value := range c.typed {
				f.fill(name, value)
			}
			sent := f.values
			f.press("continue")
			require.Equal(t, http.StatusOK, b.status)
			require.Equal(t, []string{c.message}, b.errors())
			require.Contains(t, b.title(), "Erreur : Description de l’activité – Étape 3 sur 5")
			shown := b.form("#step").values
			for name := range sent {
				if name != "version" && name != "do" {
					require.Equal(t, sent[name], shown[name], name)
				}
			}
			b.summaryLeadsToTheField(c.message)

			b.get(b.url.Path)
			require.Empty(t, b.errors(), "no error on a first view")
			require.Equal(t, sent.Get("duration"), b.value("duration"))
		})
	}
}

// summaryLeadsToTheField checks the error summary's link: to a control that is
// marked wrong and described by the same words.
func (b *browser) summaryLeadsToTheField(message string) {
	b.t.Helper()
	summary := b.with("id", "errors")
	require.True(b.t, has(summary, "autofocus") && attr(summary, "tabindex") == "-1")
	control := b.with("id", attr(all(summary, "a")[0], "href")[1:])
	require.Equal(b.t, "true", attr(control, "aria-invalid"))
	described := attr(control, "aria-describedby")
	found := false
	for _, p := range all(b.page, "p") {
		if id := attr(p, "id"); id != "" && containsWord(described, id) {
			found = found || words(text(p)) == "Erreur : "+message
		}
	}
	require.True(b.t, found, "the words of the summary stand beside the field")
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
	b := open(t).signIn(t, "emma").begin("declarations")
	b.form("#step").fill("category", "imaginaire").fill("type", "structured/course").press("continue")
	require.Equal(t, []string{
		"Choisissez une catégorie de la liste.",
	}, b.errors()[:1])
	require.Equal(t, "imaginaire", b.value("category"))
	require.Equal(t, "structured/course", b.value("type"))
}

func TestLaterStepLeadsToTheFirstIncompleteOne(t *testing.T) {
	b := open(t).signIn(t, "emma").begin("declarations").categorise(course)
	path := b.url.Path[:len(b.url.Path)-len("description")]
	b.get(path + "submission")
	require.Equal(t, path+"description", b.url.Path)
	require.Contains(t, b.text(), "Cette étape vient avant celle que vous avez demandée")
	require.Empty(t, b.errors())
	require.Equal(t, http.StatusNotFound, b.get(path+"unknown").status)
}

func TestGoingBackNeverLosesLaterSteps(t *testing.T) {
	b := open(t).signIn(t, "emma").begin("declarations").categorise(course)
	b.describe(course).press("continue")
	b.form("#step").tick("attested").press("category")
	b.form("#step").press("submission")
	require.Contains(t, b.url.Path, "/submission", "no step is to be confirmed again")
}

func TestModifierReturnsToTheCheckPage(t *testing.T) {
	b := open(t).signIn(t, "emma").begin("declarations").categorise(course)
	b.describe(course).press("continue")
	b.form("#step").tick("attested").press("continue")
	b.follow("Modifier Durée en heures")
	b.form("#step").fill("duration", "moins").press("continue")
	require.Contains(t, b.url.Path, "/description")
	b.form("#step").fill("duration", "1,5").press("continue")
	require.Contains(t, b.url.Path, "/submission")
	require.Equal(t, "1,5 h (1 h 30 min)", words(text(all(b.with("data-row", "P28"), "dd")[0])))
}

func TestTwoEditorsLoseNothing(t *testing.T) {
	h := open(t)
	one := h.signIn(t, "emma").begin("declarations").categorise(course)
	two := one.another().signIn("emma").get(one.url.Path)
	stale := two.describe(course).fill("title", "Le mien")
	one.describe(course).fill("title", "L’autre").press("continue")

	stale.press("continue")
	require.Equal(t, http.StatusConflict, two.status)
	require.Contains(t, two.text(), "Ce brouillon a été modifié ailleurs")
	require.Equal(t, "Le mien", two.value("title"))
	two.form("#step").press("continue")
	require.Contains(t, two.url.Path, "/attestations", "a second press saves")
	two.form("#step").press("description")
	require.Equal(t, "Le mien", two.value("title"))
}

func TestTwoEditorsOfARequestLoseNothing(t *testing.T) {
	h := open(t)
	one := h.signIn(t, "emma").begin("exemptions")
	two := one.another().signIn("emma").get(one.url.Path)
	stale := two.ask().fill("note", "La mienne")
	one.ask().attach("billet.pdf", pdf).press("continue")
	stale.press("continue")
	require.Equal(t, http.StatusConflict, two.status)
	require.Equal(t, "La mienne", two.value("note"))
	require.Contains(t, two.text(), "billet.pdf")
	two.form("#step").press("continue")
	require.Contains(t, two.url.Path, "/commitments")
}

func TestTwoDecisionsDoNotMeet(t *testing.T) {
	h := open(t)
	h.signIn(t, "emma").declare(course)
	one := h.signIn(t, "sylvie").get("/queue").follow("Lecture de plans")
	stale := one.form("#step").tick("event", "refuse").fill("reason", "Sans attestation")
	two := one.another().signIn("luc").decide("Lecture de plans", "take", "", "", "")
	require.Equal(t, "/queue", two.url.Path)
	stale.press("")
	require.Equal(t, http.StatusConflict, one.status)
	require.Contains(t, one.text(), "Quelqu’un d’autre a modifié ce formulaire")
	require.Contains(t, one.text(), "En traitement (prise en charge)")
	require.Equal(t, "Sans attestation", one.value("reason"))
}
