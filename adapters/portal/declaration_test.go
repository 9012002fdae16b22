package portal_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestP20_PlusOpensADeclarationThatMayBeClosedWithoutLoss(t *testing.T) {
	b := open(t).signIn(t, "emma").begin("declarations")
	require.Contains(t, b.url.Path, "/category")
	require.Equal(t, []string{
		"Protection de vos renseignements personnels Terminée", "Catégorie et type de l’activité À faire",
		"Description de l’activité À faire", "Déclarations À faire", "Soumission À faire",
	}, b.steps())

	b.form("#step").fill("category", "ethics").press("later")
	require.Equal(t, "/portfolio/emma", b.url.Path)
	require.Contains(t, b.text(), "Brouillon Enregistré le 22 novembre 2026 à 10 h 00")

	b.follow("Reprendre Formation sans titre")
	b.form("#step").press("category")
	require.Equal(t, "ethics", b.value("category"))
	require.Contains(t, b.steps()[1], "Incomplète")
}

func TestP20_LeavingByTheMenuSaves(t *testing.T) {
	b := open(t).signIn(t, "emma").begin("declarations").categorise(course)
	b.form("#step").fill("duration", "2,5").press("category")
	require.Contains(t, b.url.Path, "/category")
	b.form("#step").press("description")
	require.Equal(t, "2,5", b.value("duration"))
}

func TestP20_DoublePressOpensOneDraft(t *testing.T) {
	b := open(t).signIn(t, "emma").get("/portfolio/emma")
	plus := b.form("/declarations")
	first := plus.send().url.Path
	require.Equal(t, first, plus.send().url.Path)
	require.Len(t, all(b.get("/portfolio/emma/declarations").page, "tbody"), 1)
	require.Contains(t, b.text(), "1 déclaration ")
}

func TestP21_FirstStepIsTheNoticeAndCommencer(t *testing.T) {
	b := open(t).signIn(t, "emma").get("/portfolio/emma")
	b.form("/declarations").press("")
	require.Contains(t, b.title(), "Protection de vos renseignements personnels – Étape 1 sur 5 – Déclarer une formation – ")
	require.Contains(t, b.text(), "L’Ordre recueille ces renseignements pour vérifier")
	require.Contains(t, b.text(), "Commencer")
}

func TestP22_CategoryAndTypeWithDefinitions(t *testing.T) {
	b := open(t).signIn(t, "emma").begin("declarations")
	require.Contains(t, b.text(), "Activité suivie dans un contexte structuré, avec un organisateur")
	b.categorise(course)
	require.Contains(t, b.url.Path, "/description")
}

func TestP22_TypeOfAnotherCategoryIsRefusedAndKept(t *testing.T) {
	b := open(t).signIn(t, "emma").begin("declarations")
	b.form("#step").fill("category", "ethics").fill("type", "autonomous/reading").press("continue")
	require.Equal(t, []string{"Choisissez un type qui appartient à la catégorie choisie."}, b.errors())
	require.Equal(t, "ethics", b.value("category"))
	require.Equal(t, "autonomous/reading", b.value("type"))
}

func TestP23_CurrentPeriodIsAlreadyTicked(t *testing.T) {
	b := open(t).signIn(t, "emma").begin("declarations").categorise(course)
	require.Equal(t, "2025-04-01", b.value("period"))
	require.Contains(t, b.text(), "Période de référence 2025-2028")
}

func TestP24_ActivityFromTheListOrItsTitle(t *testing.T) {
	b := open(t).signIn(t, "emma").begin("declarations").categorise(course)
	b.describe(course).fill("title", "").press("continue")
	require.Equal(t, []string{"Inscrivez le titre de l’activité, comme sur l’attestation de participation."}, b.errors())
	f := b.form("#step").fill("activity", "a1")
	f.values.Del("activityUnlisted")
	f.press("continue")
	require.Contains(t, b.url.Path, "/attestations")
}

func TestP25_ProviderNotInTheListByItsFullName(t *testing.T) {
	b := open(t).signIn(t, "emma").begin("declarations").categorise(course)
	b.describe(course).fill("provider", "").tick("providerUnlisted").press("continue")
	require.Equal(t, []string{"Inscrivez le nom complet de l’organisme, sans abréviation."}, b.errors())
	b.form("#step").fill("providerName", "Société d’étude de l’énergie").press("continue")
	require.Contains(t, b.url.Path, "/attestations")
}

func TestP26_TrainerNotInTheListByFirstNameThenLast(t *testing.T) {
	b := open(t).signIn(t, "emma").begin("declarations").categorise(course)
	b.describe(course).fill("trainer", "").tick("trainerUnlisted").fill("trainerFirst", "Noé").press("continue")
	require.Equal(t, []string{"Inscrivez le nom du formateur."}, b.errors())
	b.form("#step").fill("trainerLast", "L’Écuyer-Roy").press("continue")
	b.form("#step").tick("attested").press("continue")
	require.Equal(t, "Noé L’Écuyer-Roy", b.row("P26"))
}

func TestP27_FirstAndLastDay(t *testing.T) {
	b := open(t).signIn(t, "emma").begin("declarations").categorise(course)
	a := course
	a.day, a.month, a.year = "1er", "AOUT", "2026"
	a.lastDay, a.lastMonth, a.lastY = "02", "8", "2026"
	b.describe(a).press("continue")
	b.form("#step").tick("attested").press("continue")
	require.Contains(t, b.text(), "Date de début 1er août 2026")
	require.Contains(t, b.text(), "Date de fin 2 août 2026")
}

func TestP28_DurationWithACommaIsEchoed(t *testing.T) {
	b := open(t).signIn(t, "emma").begin("declarations").categorise(course)
	b.describe(course).fill("duration", "2,5").press("continue")
	b.form("#step").tick("attested").press("continue")
	require.Equal(t, "2,5 h (2 h 30 min)", b.row("P28"))
	b.form("#step").press("en")
	require.Equal(t, "2.5 h (2 h 30 min)", b.row("P28"))
}

func TestP29_FutureActivityIsRefused(t *testing.T) {
	b := open(t).signIn(t, "emma").begin("declarations").categorise(course)
	a := course
	a.day = "23"
	b.describe(a).press("continue")
	require.Contains(t, b.url.Path, "/description")
	require.Len(t, b.errors(), 2)
	require.Contains(t, b.errors()[0], "La date de début n’est pas encore passée.")
	require.Contains(t, b.errors()[1], "La date de fin n’est pas encore passée.")
}

func TestP30_ThreeAttestationsAllToBeTicked(t *testing.T) {
	b := open(t).signIn(t, "emma").begin("declarations").categorise(course)
	b.describe(course).press("continue")
	require.Len(t, all(b.form("#step").node, "input"), 4, "three boxes and the version")
	require.Empty(t, b.form("#step").values["attested"], "none is ticked beforehand")
	b.form("#step").tick("attested", "followed").press("continue")
	require.Equal(t, []string{
		"Case 1 : Cochez cette case pour attester.", "Case 3 : Cochez cette case pour attester.",
	}, b.errors())
	b.form("#step").tick("attested").press("continue")
	require.Contains(t, b.url.Path, "/submission")
}

func TestP31_SubmissionIsConfirmed(t *testing.T) {
	b := open(t).signIn(t, "emma").declare(course)
	require.Contains(t, words(b.body), "Votre formulaire a été soumis avec succès.")
	require.Contains(t, b.text(), "Soumis le 22 novembre 2026 à 10 h 00")
	require.Contains(t, b.text(), "En traitement")
	require.Contains(t, b.text(), "formation@ordre.example")
	id := b.url.Path[strings.LastIndex(b.url.Path, "/")+1:]
	require.Contains(t, b.text(), "Numéro "+id)
}

func TestP31_SubmittingTwiceGivesOneRecord(t *testing.T) {
	b := open(t).signIn(t, "emma").begin("declarations").categorise(course)
	b.describe(course).press("continue")
	b.form("#step").tick("attested").press("continue")
	submit := b.form("#step")
	first := submit.press("submit").url.Path
	again := submit.send()
	require.Equal(t, http.StatusOK, again.status)
	require.Equal(t, first, again.url.Path)
	require.Contains(t, b.get("/portfolio/emma/declarations").text(), "1 déclaration ")
}

func TestP32_SubmittedCannotBeChanged(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "emma").begin("declarations").categorise(course)
	step := b.describe(course)
	address := b.url.Path
	step.press("continue")
	b.form("#step").tick("attested").press("continue")
	read := b.form("#step").press("submit").url.Path

	require.Equal(t, read, b.get(address).url.Path, "the step leads to the page that can only be read")
	require.Empty(t, all(b.page, "textarea", "select"))
	require.Contains(t, b.text(), "Une déclaration soumise ne peut pas être modifiée.")
	b.url.Path = address
	step.send()
	require.Equal(t, http.StatusConflict, b.status)
}

func TestP32_StaffCorrectWhatWasProcessed(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "emma").declare(course)
	address := b.url.Path
	staff := b.another().signIn("sylvie").decide("Lecture de plans", "count", "counted", "1", "")
	require.Equal(t, "/queue", staff.url.Path)

	staff.get(address).follow("Traiter, corriger ou annuler").form("#step").tick("event", "count").
		fill("counted", "0,5").fill("reason", "").press("")
	require.Equal(t, http.StatusUnprocessableEntity, staff.status)
	require.Equal(t, []string{"Inscrivez la raison. Le membre la lira."}, staff.errors())
	require.Equal(t, "0,5", staff.value("counted"))
	staff.form("#step").fill("reason", "La pause ne compte pas.").press("")
	b.get(address)
	require.Contains(t, b.text(), "0,5 h comptées sur 1 h déclarées.")
	require.Contains(t, b.text(), "La pause ne compte pas.")
	require.NotContains(t, b.text(), "Traiter, corriger ou annuler")
}

func TestP33_ListShowsCategoryTypeTitleDateHours(t *testing.T) {
	b := open(t).signIn(t, "emma").declare(course)
	b.get("/portfolio/emma")
	row := words(text(all(b.page, "tbody")[0]))
	require.Equal(t, "Structurée Cours Lecture de plans 3 novembre 2026 1 h En traitement "+
		"Pas encore comptée : l’Ordre ne l’a pas encore traitée.", row)
}

func TestP34_AnotherOneAtOnce(t *testing.T) {
	b := open(t).signIn(t, "emma").declare(course)
	first := b.url.Path
	b.form("/declarations").press("")
	require.Contains(t, b.url.Path, "/privacy")
	require.NotContains(t, b.url.Path, first)
}
