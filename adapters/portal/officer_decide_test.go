package portal_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/privacy"
)

func TestV9_ADecisionSaysWhyAndAPermittedDisclosureIsEntered(t *testing.T) {
	h := openOfficer(t)
	b := h.signIn(t, "odile").Get("/officer/disclosures")
	require.Contains(t, b.Text(), "Le registre est vide.")
	b.Get("/officer/decide")
	sane(t, b, "fr")
	b.Form("search").Fill("question", "disclose").Fill("act", "a-2.1").Press("")
	sane(t, b, "fr")
	require.Contains(t, b.Text(), "Personne n’est choisi")
	b.Form("#step").Press("continue")
	sane(t, b, "fr")
	require.Contains(t, wordsOf(b, "decision"), "Indécis : des faits manquent")
	require.Contains(t, wordsOf(b, "decision"), "Le renseignement figure au tableau de l’ordre")
	b.Form("#step").Fill("fact.roll-information", "yes").Fill("fact.one-identified-person", "yes").Press("continue")
	require.Contains(t, wordsOf(b, "decision"), "Permis Loi sur l’accès (A-2.1)")
	require.Contains(t, wordsOf(b, "decision"), "choisissez d’abord la personne")

	b.Get("/officer/decide?question=disclose&act=a-2.1&person=emma")
	b.Form("#step").Fill("fact.roll-information", "yes").Fill("fact.one-identified-person", "yes").Press("en")
	require.Equal(t, "yes", b.Form("#step").Values.Get("fact.roll-information"))
	b.Form("#step").Press("fr")
	b.Form("#step").Press("continue")
	b.Form("/officer/disclosures/new").Press("")
	sane(t, b, "fr")
	b.Form("#step").Fill("recipientName", "Le greffe").Press("continue")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	require.Len(t, b.Errors(), 3)
	require.Equal(t, "Le greffe", b.Value("recipientName"))
	sane(t, b, "fr")
	b.Form("#step").Fill("recipient", "public-bodies").Fill("purposeOf", "un témoin expert").Tick("scope", string(rollName)).Press("continue")
	require.Equal(t, "/officer/disclosures", b.URL.Path)
	sane(t, b, "fr")
	require.Equal(t, []string{"Emma Gélinas"}, rowHeads(b))
	require.Contains(t, b.Text(), "RLRQ, c. C-26, art. 108.8")
	b.Get("/officer/disclosures?text=zzz")
	require.Contains(t, b.Text(), "Rien ne correspond à votre recherche.")
	b.Get("/officer/disclosures.csv?text=greffe")
	require.Contains(t, b.Body, "2026-11-22;Emma Gélinas;Le greffe;Organismes publics;un témoin expert;")
	seen, err := h.portal.Registrar.Disclosures(t.Context(), ida, "emma")
	require.NoError(t, err)
	require.Len(t, seen, 1, "she reads to whom it went")
}

func TestV9_WhatIsNotPermittedIsNotEntered(t *testing.T) {
	h := openOfficer(t)
	b := h.signIn(t, "odile").Get("/officer/decide?question=disclose&act=p-39.1&person=emma")
	sane(t, b, "fr")
	b.Form("#step").Fill("fact.law-needs-it", "yes").Press("continue")
	form := b.Form("/officer/disclosures/new")
	form.Values.Set("fact.law-needs-it", "no")
	form.Press("")
	b.Form("#step").Fill("recipientName", "Un ami").Fill("recipient", "enterprises").Fill("purposeOf", "pour voir").Tick("scope", string(newsletter)).Press("continue")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	require.Contains(t, b.Text(), "Aucun motif ne permet cette communication.")
	all, err := h.portal.Registrar.Disclosed(t.Context(), odile)
	require.NoError(t, err)
	require.Empty(t, all)
}

func TestV12_AnAnonymisationIsApprovedWhenItIsComplete(t *testing.T) {
	h := openOfficer(t)
	b := h.signIn(t, "odile").Get("/officer/runs")
	require.Contains(t, b.Text(), "Aucune anonymisation n’est décrite.")
	b.Get("/officer/runs/new").Form("#step").Press("continue")
	require.Equal(t, []string{"Inscrivez la fin de l’anonymisation."}, b.Errors())
	sane(t, b, "fr")
	b.Form("#step").Fill("purposeRun", "Statistiques").Tick("scope", string(newsletter)).Press("continue")
	sane(t, b, "fr")
	require.Contains(t, wordsOf(b, "missing"), "Une personne compétente supervise")
	path := b.URL.Path
	b.Follow("Approuver")
	sane(t, b, "fr")
	b.Form("#step").Press("continue")
	require.Len(t, b.Errors(), 2)
	b.Form("#step").Tick("achieved", "yes").Tick("legitimate", "yes").Press("continue")
	require.Equal(t, http.StatusConflict, b.Status)
	sane(t, b, "fr")
	require.Contains(t, wordsOf(b, "refused"), "les renseignements doivent être détruits")
	form := b.Get(path+"/edit").Form("#step").Fill("supervisor", "S. Roy").Tick("stripped").Fill("techniques", "agrégation").Fill("safeguards", "accès limité").Tick("veryLow")
	for name, day := range map[string][3]string{"analysed": {"5", "1", "2026"}, "final": {"20", "1", "2026"}, "again": {"20", "1", "2027"}} {
		form.Fill(name+".day", day[0]).Fill(name+".month", day[1]).Fill(name+".year", day[2])
	}
	form.Press("continue")
	require.Contains(t, b.Text(), "La description est complète.")
	b.Follow("Approuver").Form("#step").Tick("achieved", "yes").Tick("legitimate", "yes").Press("continue")
	require.Contains(t, b.Text(), "Approuvée le 22 novembre 2026")
	require.Contains(t, wordsOf(b.Get("/officer"), "owed"), "Rien ne presse")
	h.at("2027-01-21T15:00:00Z")
	b = h.signIn(t, "odile").Get("/officer")
	require.Contains(t, wordsOf(b, "owed"), "1 anonymisation est à réévaluer")
	sane(t, b.Follow("1 anonymisation est à réévaluer"), "fr")
	require.Contains(t, b.Text(), "À réévaluer")
}

func TestV12_AStaleDescriptionShowsWhatChanged(t *testing.T) {
	h := openOfficer(t)
	r, err := h.portal.Registrar.Describe(t.Context(), odile, 0, privacy.Run{ID: "a-1", Purpose: "Statistiques", Holdings: []privacy.HoldingID{newsletter}})
	require.NoError(t, err)
	form := h.signIn(t, "odile").Get("/officer/runs/a-1/edit").Form("#step").Fill("supervisor", "S. Roy")
	r.Techniques, r.Analysed = "Agrégation", cycle.MustDate("2026-11-01")
	_, err = h.portal.Registrar.Describe(t.Context(), odile, r.Version, r)
	require.NoError(t, err)
	b := form.Press("continue")
	require.Equal(t, http.StatusConflict, b.Status)
	require.Contains(t, b.Text(), "Techniques : maintenant « Agrégation »")
	require.Equal(t, "S. Roy", b.Value("supervisor"))
}

func TestV3_TheGapsOfThePolicyAndTheInventory(t *testing.T) {
	h := openOfficer(t)
	b := h.signIn(t, "odile").Get("/officer/policy")
	sane(t, b, "fr")
	require.Len(t, rowHeads(b), len(h.portal.Registrar.Law.Policy))
	require.Contains(t, b.Text(), "Pas lu")
	require.Contains(t, b.Get("/officer/policy.csv").Body, "Élément;Énoncé;Articles;Ce qui manque")
	b.Get("/officer/policy").Follow("Inventaire")
	sane(t, b, "fr")
	require.Contains(t, b.Text(), "105 renseignements – de 1 à 25")
	require.Len(t, rowHeads(b), 25)
	b.Follow("Page suivante")
	require.Contains(t, b.Text(), "de 26 à 50")
	b.Form("search").Fill("group", "social-visitors").Press("")
	require.Len(t, rowHeads(b), 3, "of the visitors of the social media")
	b.Form("search").Fill("text", "zzz").Press("")
	require.Contains(t, b.Text(), "Rien ne correspond à votre recherche.")
	require.Contains(t, b.Get("/officer/policy/holdings.csv?act=p-39.1").Body, "publications/members/name")
}
