package portal_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func (b *browser) declared() []string {
	var titles []string
	for _, tr := range all(b.page, "tr") {
		if has(tr, "data-declaration") {
			titles = append(titles, words(text(all(tr, "a")[0])))
		}
	}
	return titles
}

func TestListIsSearchedSortedAndFiltered(t *testing.T) {
	b := open(t).signIn(t, "emma")
	b.declare(ethics)
	b.declare(course)
	b.get("/portfolio/emma").follow("Toutes les formations déclarées : rechercher, trier, télécharger")
	require.Equal(t, []string{"Déontologie", "Lecture de plans"}, b.declared(), "the latest first")
	require.Equal(t, "Date de début ▼", words(text(b.with("aria-sort", "descending"))))
	b.follow("Titre de l’activité")
	require.Equal(t, []string{"Déontologie", "Lecture de plans"}, b.declared())
	require.Equal(t, "ascending", attr(b.with("aria-sort", "ascending"), "aria-sort"))
	b.follow("Titre de l’activité ▲")
	require.Equal(t, []string{"Lecture de plans", "Déontologie"}, b.declared())
	b.form("search").fill("text", "DEONTO").press("")
	require.Equal(t, []string{"Déontologie"}, b.declared())
	require.Equal(t, "sort=title", strings.Split(b.url.RawQuery, "&")[2], "the order stays: "+b.url.RawQuery)
	b.form("search").fill("state", "counted").fill("text", "").press("")
	require.Empty(t, b.declared())
	require.Contains(t, b.text(), "Rien ne correspond à votre recherche.")
	b.form("search").fill("state", "submitted").fill("period", "2022-01-01").press("")
	require.Empty(t, b.declared())
}

func TestListIsDownloaded(t *testing.T) {
	b := open(t).signIn(t, "emma")
	a := course
	a.title, a.hours = `=SOMME(A1);"x"`, "2,5"
	b.declare(a)
	b.get("/portfolio/emma/declarations").follow("Télécharger (CSV)")
	require.Equal(t, "text/csv; charset=utf-8", b.header.Get("Content-Type"))
	require.Contains(t, b.header.Get("Content-Disposition"), `attachment; filename=declarations-emma.csv`)
	lines := strings.Split(b.body, "\r\n")
	require.Equal(t, "\ufeffCatégorie;Type;Titre;Organisme;Formateur;Date de début;Date de fin;"+
		"Heures déclarées;Heures comptabilisées;État;Explication;Soumis le", lines[0])
	require.Equal(t, `Structurée;Cours;"'=SOMME(A1);""x""";Cégep du Nord;Zoé D’Amours;2026-11-03;2026-11-03;`+
		`2,5;;En traitement;Pas encore comptée : l’Ordre ne l’a pas encore traitée.;2026-11-22`, lines[1])

	b.get("/portfolio/emma").form("/language").press("en")
	b.get("/portfolio/emma/declarations.csv")
	require.Contains(t, strings.Split(b.body, "\r\n")[1], ",2.5,,Pending,")
}

func TestExemptionsAreDownloaded(t *testing.T) {
	b := open(t).signIn(t, "emma").request()
	b.another().signIn("sylvie").decide("Maladie ou accident", "grant", "granted", "7,5", "Selon le billet.")
	b.get("/portfolio/emma/exemptions").follow("Télécharger (CSV)")
	require.Contains(t, b.body, "Maladie ou accident;2026-05-01;2026-08-31;Validée;7,5;Selon le billet.;2026-11-22")
}

func TestQueueIsSearchedAndDownloaded(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "emma").declare(course)
	b.request()
	staff := b.another().signIn("sylvie").follow("À traiter")
	require.Contains(t, staff.text(), "Gélinas, Emma T-emma Lecture de plans")
	require.Contains(t, staff.text(), "1 déclaration ")
	require.Contains(t, staff.text(), "1 demande ")
	staff.form("search").fill("text", "gelinas").press("")
	require.Equal(t, []string{"Lecture de plans"}, staff.declared())
	staff.form("search").fill("text", "plans").press("")
	require.Equal(t, []string{"Lecture de plans"}, staff.declared())
	require.Contains(t, staff.text(), "0 demande ")
	staff.form("search").fill("text", "inconnue").press("")
	require.Empty(t, staff.declared())
	require.Contains(t, staff.get("/queue/declarations.csv").body, "Gélinas, Emma;T-emma;Structurée;Cours;Lecture de plans")
	require.Contains(t, staff.get("/queue/exemptions.csv").body, "Gélinas, Emma;T-emma;Maladie ou accident;2026-05-01")
}

func TestStaffVerdictKeepsWhatWasTyped(t *testing.T) {
	h := open(t)
	h.signIn(t, "emma").declare(course)
	b := h.signIn(t, "sylvie").get("/queue").follow("Lecture de plans")
	require.Equal(t, "1", b.value("counted"), "the declared hours are already there")
	b.form("#step").press("")
	require.Equal(t, http.StatusUnprocessableEntity, b.status)
	require.Equal(t, []string{"Choisissez une décision."}, b.errors())
	for typed, message := range map[string]string{
		"1,5": "Vous ne pouvez pas compter plus d’heures que le membre n’en a déclaré.",
		"0":   "Le nombre d’heures doit être supérieur à zéro.",
		"":    "Inscrivez les heures à comptabiliser, par exemple 2,5.",
		"abc": "Inscrivez la durée en heures, par exemple 2,5 ou 2 h 30.",
	} {
		b.form("#step").tick("event", "count").fill("counted", typed).fill("reason", "Voir le dossier").press("")
		require.Equal(t, http.StatusUnprocessableEntity, b.status)
		require.Equal(t, []string{message}, b.errors(), typed)
		require.Equal(t, typed, b.value("counted"))
		require.Equal(t, "Voir le dossier", b.value("reason"))
	}
}

func TestExemptionIsNoMoreThanAskedAndRefusedWithAReason(t *testing.T) {
	h := open(t)
	h.signIn(t, "emma").request()
	b := h.signIn(t, "sylvie").decide("Maladie ou accident", "grant", "granted", "30,5", "")
	require.Equal(t, []string{"Vous ne pouvez pas accorder plus d’heures que le règlement n’en demande."}, b.errors())
	require.Contains(t, b.text(), "30 h au plus")
	b.form("#step").tick("event", "refuse").press("")
	require.Equal(t, []string{"Inscrivez la raison. Le membre la lira."}, b.errors())
	b.form("#step").fill("reason", "Dates illisibles.").press("")
	require.Contains(t, b.text(), "La décision est enregistrée.")
	require.Contains(t, h.signIn(t, "emma").get("/portfolio/emma").text(), "Refusée Raison : Dates illisibles.")
}

func TestWithdrawOnlyWhereTheOrganisationAllows(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "emma").declare(course)
	b.form("/withdraw").press("")
	b.form("/withdraw").press("")
	require.Contains(t, b.text(), "C’est retiré. L’Ordre ne le traitera pas.")
	require.Equal(t, "0 h", b.row("P10"))
	require.Contains(t, b.text(), "Ne compte pas : elle a été retirée.")
}

func TestDraftIsDeletedAfterOneQuestion(t *testing.T) {
	b := open(t).signIn(t, "emma").begin("declarations")
	draft := strings.TrimSuffix(b.url.Path, "/category")
	b.get("/portfolio/emma").form(draft + "/delete").press("")
	require.Contains(t, b.text(), "Supprimer ce brouillon? Formation sans titre")
	b.form("/delete").press("")
	require.Contains(t, b.text(), "Le brouillon est supprimé.")
	require.Empty(t, b.declared())
	require.Equal(t, http.StatusNotFound, b.get(draft).status)
}
