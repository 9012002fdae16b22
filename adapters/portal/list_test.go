package portal_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
)

func declared(b *portaltest.Browser) []string {
	var titles []string
	for _, tr := range portaltest.All(b.Page, "tr") {
		if portaltest.Has(tr, "data-declaration") {
			titles = append(titles, portaltest.Words(portaltest.TextOf(portaltest.All(tr, "a")[0])))
		}
	}
	return titles
}

func TestListIsSearchedSortedAndFiltered(t *testing.T) {
	b := open(t).signIn(t, "emma")
	b.Declare("emma", ethics)
	b.Declare("emma", course)
	b.Get("/portfolio/emma").Follow("Toutes les formations déclarées : rechercher, trier, télécharger")
	require.Equal(t, []string{"Déontologie", "Lecture de plans"}, declared(b), "the latest first")
	require.Equal(t, "Date de début ▼", portaltest.Words(portaltest.TextOf(b.With("aria-sort", "descending"))))
	b.Follow("Titre de l’activité")
	require.Equal(t, []string{"Déontologie", "Lecture de plans"}, declared(b))
	require.Equal(t, "ascending", portaltest.Attr(b.With("aria-sort", "ascending"), "aria-sort"))
	b.Follow("Titre de l’activité ▲")
	require.Equal(t, []string{"Lecture de plans", "Déontologie"}, declared(b))
	b.Form("search").Fill("text", "DEONTO").Press("")
	require.Equal(t, []string{"Déontologie"}, declared(b))
	require.Equal(t, "sort=title", strings.Split(b.URL.RawQuery, "&")[2], "the order stays: "+b.URL.RawQuery)
	b.Form("search").Fill("state", "counted").Fill("text", "").Press("")
	require.Empty(t, declared(b))
	require.Contains(t, b.Text(), "Rien ne correspond à votre recherche.")
	b.Form("search").Fill("state", "submitted").Fill("period", "2022-01-01").Press("")
	require.Empty(t, declared(b))
}

func TestListIsDownloaded(t *testing.T) {
	b := open(t).signIn(t, "emma")
	a := course
	a.Title, a.Hours = `=SOMME(A1);"x"`, "2,5"
	b.Declare("emma", a)
	b.Get("/portfolio/emma/declarations").Follow("Télécharger (CSV)")
	require.Equal(t, "text/csv; charset=utf-8", b.Header.Get("Content-Type"))
	require.Contains(t, b.Header.Get("Content-Disposition"), `attachment; filename=declarations-emma.csv`)
	lines := strings.Split(b.Body, "\r\n")
	require.Equal(t, "\ufeffCatégorie;Type;Titre;Organisme;Formateur;Date de début;Date de fin;"+
		"Heures déclarées;Heures comptabilisées;État;Explication;Soumis le", lines[0])
	require.Equal(t, `Structurée;Cours;"'=SOMME(A1);""x""";Cégep du Nord;Zoé D’Amours;2026-11-03;2026-11-03;`+
		`2,5;;En traitement;Pas encore comptée : elle n’a pas encore été traitée.;2026-11-22`, lines[1])

	b.Get("/portfolio/emma").Form("/language").Press("en")
	b.Get("/portfolio/emma/declarations.csv")
	require.Contains(t, strings.Split(b.Body, "\r\n")[1], ",2.5,,Pending,")
}

func TestExemptionsAreDownloaded(t *testing.T) {
	b := open(t).signIn(t, "emma").Request("emma", illness, "billet.pdf", pdf)
	b.Another().SignIn("sylvie", password).Decide("Maladie ou accident", "grant", "granted", "7,5", "Selon le billet.")
	b.Get("/portfolio/emma/exemptions").Follow("Télécharger (CSV)")
	require.Contains(t, b.Body, "Maladie ou accident;2026-05-01;2026-08-31;Validée;7,5;Selon le billet.;2026-11-22")
}

func TestQueueIsSearchedAndDownloaded(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "emma").Declare("emma", course)
	b.Request("emma", illness, "billet.pdf", pdf)
	staff := b.Another().SignIn("sylvie", password).Follow("À traiter")
	require.Contains(t, staff.Text(), "Gélinas, Emma T-emma Lecture de plans")
	require.Contains(t, staff.Text(), "1 déclaration ")
	require.Contains(t, staff.Text(), "1 demande ")
	staff.Form("search").Fill("text", "gelinas").Press("")
	require.Equal(t, []string{"Lecture de plans"}, declared(staff))
	staff.Form("search").Fill("text", "plans").Press("")
	require.Equal(t, []string{"Lecture de plans"}, declared(staff))
	require.Contains(t, staff.Text(), "0 demande ")
	staff.Form("search").Fill("text", "inconnue").Press("")
	require.Empty(t, declared(staff))
	require.Contains(t, staff.Get("/queue/declarations.csv").Body, "Gélinas, Emma;T-emma;Structurée;Cours;Lecture de plans")
	require.Contains(t, staff.Get("/queue/exemptions.csv").Body, "Gélinas, Emma;T-emma;Maladie ou accident;2026-05-01")
}

func TestStaffVerdictKeepsWhatWasTyped(t *testing.T) {
	h := open(t)
	h.signIn(t, "emma").Declare("emma", course)
	b := h.signIn(t, "sylvie").Get("/queue").Follow("Lecture de plans")
	require.Equal(t, "1", b.Value("counted"), "the declared hours are already there")
	b.Form("#step").Press("")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	require.Equal(t, []string{"Choisissez une décision."}, b.Errors())
	for typed, message := range map[string]string{
		"1,5": "Vous ne pouvez pas compter plus d’heures que le membre n’en a déclaré.",
		"0":   "Le nombre d’heures doit être supérieur à zéro.",
		"":    "Inscrivez les heures à comptabiliser, par exemple 2,5.",
		"abc": "Inscrivez la durée en heures, par exemple 2,5 ou 2 h 30.",
	} {
		b.Form("#step").Tick("event", "count").Fill("counted", typed).Fill("reason", "Voir le dossier").Press("")
		require.Equal(t, http.StatusUnprocessableEntity, b.Status)
		require.Equal(t, []string{message}, b.Errors(), typed)
		require.Equal(t, typed, b.Value("counted"))
		require.Equal(t, "Voir le dossier", b.Value("reason"))
	}
}

func TestExemptionIsNoMoreThanAskedAndRefusedWithAReason(t *testing.T) {
	h := open(t)
	h.signIn(t, "emma").Request("emma", illness, "billet.pdf", pdf)
	b := h.signIn(t, "sylvie").Decide("Maladie ou accident", "grant", "granted", "30,5", "")
	require.Equal(t, []string{"Vous ne pouvez pas accorder plus d’heures que le règlement n’en demande."}, b.Errors())
	require.Contains(t, b.Text(), "30 h au plus")
	b.Form("#step").Tick("event", "refuse").Press("")
	require.Equal(t, []string{"Inscrivez la raison. Le membre la lira."}, b.Errors())
	b.Form("#step").Fill("reason", "Dates illisibles.").Press("")
	require.Contains(t, b.Text(), "La décision est enregistrée.")
	require.Contains(t, h.signIn(t, "emma").Get("/portfolio/emma").Text(), "Refusée Raison : Dates illisibles.")
}

func TestWithdrawOnlyWhereTheOrganisationAllows(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "emma").Declare("emma", course)
	b.Form("/withdraw").Press("")
	b.Form("/withdraw").Press("")
	require.Contains(t, b.Text(), "C’est retiré : ce ne sera pas traité.")
	require.Equal(t, "0 h", b.Row("P10"))
	require.Contains(t, b.Text(), "Ne compte pas : elle a été retirée.")
}

func TestDraftIsDeletedAfterOneQuestion(t *testing.T) {
	b := open(t).signIn(t, "emma").Begin("emma", "declarations")
	draft := strings.TrimSuffix(b.URL.Path, "/category")
	b.Get("/portfolio/emma").Form(draft + "/delete").Press("")
	require.Contains(t, b.Text(), "Supprimer ce brouillon? Formation sans titre")
	b.Form("/delete").Press("")
	require.Contains(t, b.Text(), "Le brouillon est supprimé.")
	require.Empty(t, declared(b))
	require.Equal(t, http.StatusNotFound, b.Get(draft).Status)
}
