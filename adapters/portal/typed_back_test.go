package portal_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
)

// resent sends a form again from a page that Back has brought out of the browser's memory:
// it carries what it carried when it was shown, whatever was saved since.
func resent(f *portaltest.Form, button string) *portaltest.Browser {
	f.Values.Set("do", button)
	return f.Send()
}

func TestW5_GoingOnFromAnEarlierPageIsSilent(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "declarations")
	category := b.Form("#step").Fill("category", course.Category).Fill("type", course.Category+"/"+course.Type)
	category.Press("continue")
	description := b.Describe(course).Fill("title", "Première idée")
	description.Press("continue")
	attestations := b.Form("#step").Tick("attested")
	attestations.Press("continue")
	require.Contains(t, b.URL.Path, "/submission")

	description.Fill("title", "Deuxième idée")
	require.Equal(t, http.StatusOK, resent(description, "continue").Status)
	require.Contains(t, b.URL.Path, "/attestations", "nothing asks anything")
	description.Fill("title", "Troisième idée")
	require.Equal(t, http.StatusOK, resent(description, "continue").Status, "as often as one likes")
	require.Equal(t, http.StatusOK, resent(category, "continue").Status, "and from the page before")
	require.Contains(t, b.URL.Path, "/description")
	require.Equal(t, "Troisième idée", b.Value("title"), "which touches no other step")
	resent(attestations, "continue")
	require.Equal(t, "Troisième idée", b.Row("P24"))
	b.Form("#step").Press("submit")
	require.Contains(t, b.Text(), "soumis avec succès")
}

// The page that shows all of it is submitted in silence while it shows what stands, even
// after going round, and twice is once.
func TestW5_TheCheckPageIsSubmittedWhileItShowsWhatStands(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "declarations").Categorise(course)
	description := b.Describe(course)
	description.Press("continue")
	attestations := b.Form("#step").Tick("attested")
	attestations.Press("continue")
	check := b.Form("#step")

	description.Fill("title", "Une autre")
	resent(description, "continue")
	resent(check, "submit")
	require.Equal(t, http.StatusConflict, b.Status, "it shows another title")
	require.Contains(t, b.Text(), "Voici ce qu’il contient maintenant : relisez-le, puis soumettez-le de nouveau.")
	require.Equal(t, "Une autre", b.Row("P24"))

	description.Fill("title", course.Title)
	resent(description, "continue")
	resent(check, "submit")
	require.Contains(t, b.Text(), "soumis avec succès")
	first := b.URL.Path
	resent(check, "submit")
	require.Equal(t, first, b.URL.Path, "the second half of a double press")
	require.Equal(t, http.StatusOK, b.Status)
}

// Two windows of one browser: what the other one left alone is nobody's conflict.
func TestTwoWindowsOfOnePersonMeetOnlyWhereBothTyped(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "declarations").Categorise(course)
	step := b.URL.Path
	one := b.Describe(course).Fill("title", "La première")
	two := b.Get(step).Form("#step")
	untouched := b.Get(step).Form("#step")
	category := b.Get(strings.Replace(step, "description", "category", 1)).Form("#step")

	require.Equal(t, http.StatusOK, resent(one, "continue").Status)
	require.Equal(t, http.StatusOK, resent(category, "continue").Status, "another step, another matter")
	require.Equal(t, http.StatusOK, resent(untouched, "continue").Status, "nothing was typed in it")
	require.Equal(t, "La première", b.Get(step).Value("title"), "so nothing is lost")

	two.Fill("title", "La seconde")
	require.Equal(t, http.StatusConflict, resent(two, "continue").Status)
	require.Equal(t, "La seconde", b.Value("title"))
	require.Contains(t, b.Text(), "La première")
	asked := b.Form("#step")
	b.Follow("Garder plutôt ce qui est enregistré")
	require.Equal(t, "La première", b.Value("title"))
	require.Equal(t, http.StatusOK, resent(asked, "continue").Status, "or what was typed, by pressing again")
	require.Equal(t, "La seconde", b.Get(step).Value("title"))
	require.Equal(t, http.StatusConflict, resent(one.Fill("title", "Encore"), "continue").Status, "the first one has not seen that")
}

// A double press, or Back and going on, attaches a document once.
func TestW5_ARequestGoesOnFromAnEarlierPageWithItsDocumentOnce(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "exemptions")
	request := b.Ask(illness).Fill("note", "Une fois").Attach("billet.pdf", pdf)
	request.Press("continue")
	require.Contains(t, b.URL.Path, "/commitments")
	commitments := b.Form("#step").Tick("committed")
	commitments.Press("continue")

	request.Fill("note", "Deux fois").Attach("suite.pdf", pdf)
	require.Equal(t, http.StatusOK, resent(request, "continue").Status)
	require.Contains(t, b.URL.Path, "/commitments")
	resent(commitments, "continue")
	require.Equal(t, "Deux fois", b.Row("P46"))
	require.Equal(t, 1, strings.Count(b.Row("P44"), "billet.pdf"))
	require.Equal(t, 1, strings.Count(b.Row("P44"), "suite.pdf"))
	b.Form("#step").Press("submit")
	require.Contains(t, b.Text(), "Numéro")
}

func TestW7_AScriptSavesWithTheFormsOwnFields(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "emma").Begin("emma", "declarations").Categorise(course)
	step := b.URL.Path
	require.Contains(t, b.Header.Get("Content-Security-Policy"), "script-src 'self'; connect-src 'self';")
	require.NotNil(t, b.With("id", "saved"))
	page := b.Form("#step").Fill("title", "À moitié ta")
	page.Values.Set("save", "auto")
	page.Send()
	require.Equal(t, http.StatusOK, b.Status)
	require.Equal(t, "application/json", b.Header.Get("Content-Type"))
	require.JSONEq(t, `{"version":4,"said":"Enregistré à 10 h 00"}`, strings.ReplaceAll(b.Body, "\u00a0", " "))
	require.Equal(t, "À moitié ta", b.Get(step).Value("title"), "right or wrong")

	// Another window writes something else; the script is told, and overwrites nothing.
	other := b.Form("#step").Fill("title", "Ailleurs")
	resent(other, "continue")
	page.Fill("title", "À moitié tapé").Send()
	require.Equal(t, http.StatusConflict, b.Status)
	require.Contains(t, b.Body, "ce brouillon a été modifié ailleurs. Appuyez")
	page.Fill("title", "À moitié ta").Send()
	require.Equal(t, http.StatusOK, b.Status, "it has nothing new to say")
	require.NotContains(t, b.Body, "version")
	require.Equal(t, "Ailleurs", b.Get(step).Value("title"))

	page.Values.Del("save")
	page.Fill("title", "À moitié tapé")
	require.Equal(t, http.StatusConflict, resent(page, "continue").Status)
	require.NotContains(t, b.Body, "/assets/autosave.", "pressing the button answers, not typing")

	h.at("2026-11-22T18:00:00Z")
	page.Values.Set("save", "auto")
	require.Equal(t, http.StatusUnauthorized, page.Send().Status, "after the session")
}
