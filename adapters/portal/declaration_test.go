package portal_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
)

func TestP20_PlusOpensADeclarationThatMayBeClosedWithoutLoss(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "declarations")
	require.Contains(t, b.URL.Path, "/category")
	require.Equal(t, []string{
		"Protection de vos renseignements personnels Terminée", "Catégorie et type de l’activité À faire",
		"Description de l’activité À faire", "Déclarations À faire", "Soumission À faire",
	}, b.Steps())

	b.Form("#step").Fill("category", "ethics").Press("later")
	require.Equal(t, "/portfolio/emma", b.URL.Path)
	require.Contains(t, b.Text(), "Brouillon Enregistré le 22 novembre 2026 à 10 h 00")

	b.Follow("Reprendre Formation sans titre")
	b.Form("#step").Press("category")
	require.Equal(t, "ethics", b.Value("category"))
	require.Contains(t, b.Steps()[1], "Incomplète")
}

func TestP20_LeavingByTheMenuSaves(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "declarations").Categorise(course)
	b.Form("#step").Fill("duration", "2,5").Press("category")
	require.Contains(t, b.URL.Path, "/category")
	b.Form("#step").Press("description")
	require.Equal(t, "2,5", b.Value("duration"))
}

func TestP20_DoublePressOpensOneDraft(t *testing.T) {
	b := open(t).signIn(t, "emma").Get("/portfolio/emma")
	plus := b.Form("/declarations")
	first := plus.Send().URL.Path
	require.Equal(t, first, plus.Send().URL.Path)
	require.Len(t, portaltest.All(b.Get("/portfolio/emma/declarations").Page, "tbody"), 1)
	require.Contains(t, b.Text(), "1 déclaration ")
}

func TestP21_FirstStepIsTheNoticeAndCommencer(t *testing.T) {
	b := open(t).signIn(t, "emma").Get("/portfolio/emma")
	b.Form("/declarations").Press("")
	require.Contains(t, b.Title(), "Protection de vos renseignements personnels – Étape 1 sur 5 – Déclarer une formation – ")
	require.Contains(t, b.Text(), "L’Ordre recueille ces renseignements pour vérifier")
	require.Contains(t, b.Text(), "Commencer")
}

func TestP22_CategoryAndTypeWithDefinitions(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "declarations")
	require.Contains(t, b.Text(), "Activité suivie dans un contexte structuré, avec un organisateur")
	b.Categorise(course)
	require.Contains(t, b.URL.Path, "/description")
}

func TestP22_TypeOfAnotherCategoryIsRefusedAndKept(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "declarations")
	b.Form("#step").Fill("category", "ethics").Fill("type", "autonomous/reading").Press("continue")
	require.Equal(t, []string{"Choisissez un type qui appartient à la catégorie choisie."}, b.Errors())
	require.Equal(t, "ethics", b.Value("category"))
	require.Equal(t, "autonomous/reading", b.Value("type"))
}

func TestP23_CurrentPeriodIsAlreadyTicked(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "declarations").Categorise(course)
	require.Equal(t, "2025-04-01", b.Value("period"))
	require.Contains(t, b.Text(), "Période de référence 2025-2028")
}

func TestP24_ActivityFromTheListOrItsTitle(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "declarations").Categorise(course)
	b.Describe(course).Fill("title", "").Press("continue")
	require.Equal(t, []string{"Inscrivez le titre de l’activité, comme sur l’attestation de participation."}, b.Errors())
	f := b.Form("#step").Fill("activity", "a1")
	f.Values.Del("activityUnlisted")
	f.Press("continue")
	require.Contains(t, b.URL.Path, "/attestations")
}

func TestP25_ProviderNotInTheListByItsFullName(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "declarations").Categorise(course)
	b.Describe(course).Fill("provider", "").Tick("providerUnlisted").Press("continue")
	require.Equal(t, []string{"Inscrivez le nom complet de l’organisme, sans abréviation."}, b.Errors())
	b.Form("#step").Fill("providerName", "Société d’étude de l’énergie").Press("continue")
	require.Contains(t, b.URL.Path, "/attestations")
}

func TestP26_TrainerNotInTheListByFirstNameThenLast(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "declarations").Categorise(course)
	b.Describe(course).Fill("trainer", "").Tick("trainerUnlisted").Fill("trainerFirst", "Noé").Press("continue")
	require.Equal(t, []string{"Inscrivez le nom du formateur."}, b.Errors())
	b.Form("#step").Fill("trainerLast", "L’Écuyer-Roy").Press("continue")
	b.Form("#step").Tick("attested").Press("continue")
	require.Equal(t, "Noé L’Écuyer-Roy", b.Row("P26"))
}

func TestP27_FirstAndLastDay(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "declarations").Categorise(course)
	a := course
	a.First, a.Last = portaltest.Day{Day: "1er", Month: "AOUT", Year: "2026"}, portaltest.Day{Day: "02", Month: "8", Year: "2026"}
	b.Describe(a).Press("continue")
	b.Form("#step").Tick("attested").Press("continue")
	require.Contains(t, b.Text(), "Date de début 1er août 2026")
	require.Contains(t, b.Text(), "Date de fin 2 août 2026")
}

func TestP28_DurationWithACommaIsEchoed(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "declarations").Categorise(course)
	b.Describe(course).Fill("duration", "2,5").Press("continue")
	b.Form("#step").Tick("attested").Press("continue")
	require.Equal(t, "2,5 h (2 h 30 min)", b.Row("P28"))
	b.Form("#step").Press("en")
	require.Equal(t, "2.5 h (2 h 30 min)", b.Row("P28"))
}

func TestP29_FutureActivityIsRefused(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "declarations").Categorise(course)
	a := course
	a.First.Day = "23"
	b.Describe(a).Press("continue")
	require.Contains(t, b.URL.Path, "/description")
	require.Len(t, b.Errors(), 2)
	require.Contains(t, b.Errors()[0], "La date de début n’est pas encore passée.")
	require.Contains(t, b.Errors()[1], "La date de fin n’est pas encore passée.")
}

func TestP30_ThreeAttestationsAllToBeTicked(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "declarations").Categorise(course)
	b.Describe(course).Press("continue")
	require.Len(t, portaltest.All(b.Form("#step").Node, "input"), 5, "three boxes, the version and what the page shows")
	require.Empty(t, b.Form("#step").Values["attested"], "none is ticked beforehand")
	b.Form("#step").Tick("attested", "followed").Press("continue")
	require.Equal(t, []string{
		"Case 1 : Cochez cette case pour attester.", "Case 3 : Cochez cette case pour attester.",
	}, b.Errors())
	b.Form("#step").Tick("attested").Press("continue")
	require.Contains(t, b.URL.Path, "/submission")
}

func TestP31_SubmissionIsConfirmed(t *testing.T) {
	b := open(t).signIn(t, "emma").Declare("emma", course)
	require.Contains(t, portaltest.Words(b.Body), "Votre formulaire a été soumis avec succès.")
	require.Contains(t, b.Text(), "Soumis le 22 novembre 2026 à 10 h 00")
	require.Contains(t, b.Text(), "En traitement")
	require.Contains(t, b.Text(), "formation@ordre.example")
	id := b.URL.Path[strings.LastIndex(b.URL.Path, "/")+1:]
	require.Contains(t, b.Text(), "Numéro "+id)
}

func TestP31_SubmittingTwiceGivesOneRecord(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "declarations").Categorise(course)
	b.Describe(course).Press("continue")
	b.Form("#step").Tick("attested").Press("continue")
	submit := b.Form("#step")
	first := submit.Press("submit").URL.Path
	again := submit.Send()
	require.Equal(t, http.StatusOK, again.Status)
	require.Equal(t, first, again.URL.Path)
	require.Contains(t, b.Get("/portfolio/emma/declarations").Text(), "1 déclaration ")
}

func TestP32_SubmittedCannotBeChanged(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "emma").Begin("emma", "declarations").Categorise(course)
	step := b.Describe(course)
	address := b.URL.Path
	step.Press("continue")
	b.Form("#step").Tick("attested").Press("continue")
	read := b.Form("#step").Press("submit").URL.Path

	require.Equal(t, read, b.Get(address).URL.Path, "the step leads to the page that can only be read")
	require.Empty(t, portaltest.All(b.Page, "textarea", "select"))
	require.Contains(t, b.Text(), "Une déclaration soumise ne peut pas être modifiée.")
	b.URL.Path = address
	step.Send()
	require.Equal(t, http.StatusConflict, b.Status)
}

func TestP32_StaffCorrectWhatWasProcessed(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "emma").Declare("emma", course)
	address := b.URL.Path
	staff := b.Another().SignIn("sylvie", password).Decide("Lecture de plans", "count", "counted", "1", "")
	require.Equal(t, "/queue", staff.URL.Path)

	staff.Get(address).Follow("Traiter, corriger ou annuler").Form("#step").Tick("event", "count").
		Fill("counted", "0,5").Fill("reason", "").Press("")
	require.Equal(t, http.StatusUnprocessableEntity, staff.Status)
	require.Equal(t, []string{"Inscrivez la raison. Le membre la lira."}, staff.Errors())
	require.Equal(t, "0,5", staff.Value("counted"))
	staff.Form("#step").Fill("reason", "La pause ne compte pas.").Press("")
	b.Get(address)
	require.Contains(t, b.Text(), "Compté : 0,5 h. Déclaré : 1 h.")
	require.Contains(t, b.Text(), "La pause ne compte pas.")
	require.NotContains(t, b.Text(), "Traiter, corriger ou annuler")
}

func TestP33_ListShowsCategoryTypeTitleDateHours(t *testing.T) {
	b := open(t).signIn(t, "emma").Declare("emma", course)
	b.Get("/portfolio/emma")
	row := portaltest.Words(portaltest.TextOf(portaltest.All(b.Page, "tbody")[0]))
	require.Equal(t, "Structurée Cours Lecture de plans 3 novembre 2026 1 h En traitement "+
		"Pas encore comptée : elle n’a pas encore été traitée.", row)
}

func TestP34_AnotherOneAtOnce(t *testing.T) {
	b := open(t).signIn(t, "emma").Declare("emma", course)
	first := b.URL.Path
	b.Form("/declarations").Press("")
	require.Contains(t, b.URL.Path, "/privacy")
	require.NotContains(t, b.URL.Path, first)
}

// TestP34_AnotherOneFromAPageLeftOpen goes back to the page on which the first "+"
// was pressed, as the browser kept it, and presses it again.
func TestP34_AnotherOneFromAPageLeftOpen(t *testing.T) {
	for what, finish := range map[string]func(*portaltest.Browser){
		"declarations": func(b *portaltest.Browser) {
			b.Form("#step").Press("continue").Categorise(course).Describe(course).Press("continue")
			b.Form("#step").Tick("attested").Press("continue").Form("#step").Press("submit")
		},
		"exemptions": func(b *portaltest.Browser) {
			b.Get(b.URL.Path[:len(b.URL.Path)-len("privacy")] + "delete").Form("/delete").Press("")
		},
	} {
		b := open(t).signIn(t, "emma")
		left := b.Get("/portfolio/emma").Form("/" + what)
		left.Press("")
		first := b.URL.Path
		left.Send()
		require.Equal(t, first, b.URL.Path, "a double press opens one draft")
		finish(b)
		require.NotContains(t, b.URL.Path, "/privacy")
		left.Send()
		require.Equal(t, http.StatusOK, b.Status)
		require.Contains(t, b.URL.Path, "/privacy")
		require.NotEqual(t, first, b.URL.Path)
	}
}

// What was declared is declared again without typing it; its days are asked for anew.
func TestP34_TheSameActivityAgain(t *testing.T) {
	b := open(t).signIn(t, "emma").Declare("emma", course)
	first := b.URL.Path
	b.Form("/repeat").Press("")
	require.Contains(t, b.URL.Path, "/privacy")
	require.NotContains(t, b.URL.Path, first)
	b.Form("#step").Press("continue")
	require.Equal(t, []string{"structured", "structured/course"}, []string{b.Value("category"), b.Value("type")})
	b.Form("#step").Press("continue")
	require.Equal(t, []string{"Lecture de plans", "p1", "t1", "1", ""},
		[]string{b.Value("title"), b.Value("provider"), b.Value("trainer"), b.Value("duration"), b.Value("first.day")})
	b.Form("#step").Press("continue")
	require.Equal(t, []string{
		"Inscrivez la date de début.", "Inscrivez la date de fin. Pour une seule journée, répétez la date de début.",
	}, b.Errors(), "its days are missing, and nothing else")
}
