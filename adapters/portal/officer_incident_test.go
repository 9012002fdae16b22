package portal_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/privacy"
)

// breached is an incident of which the order became aware on 19 November 2026, whose risk
// was held serious the day after.
func breached() privacy.Incident {
	return privacy.Incident{
		ID: "i-1", Holdings: []privacy.HoldingID{newsletter}, Circumstances: "Une liste est partie ailleurs.", Known: cycle.MustDate("2026-11-19"),
		Assessment: privacy.Assessment{
			Sensitivity: "courriels", Consequences: "hameçonnage", Likelihood: "probable", Officer: true, Serious: privacy.Yes, Why: "des messages ont suivi",
			Day: cycle.MustDate("2026-11-20"),
		},
	}
}

func TestV14_StaffReportAnIncidentAndThePersonInChargeGoesOn(t *testing.T) {
	h := openOfficer(t)
	b := h.signIn(t, "sylvie").Get("/officer/incidents/new")
	sane(t, b, "fr")
	b.Form("#step").Fill("known.day", "40").Press("continue")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	require.Len(t, b.Errors(), 2)
	require.Equal(t, "40", b.Value("known.day"))
	sane(t, b, "fr")
	b.Form("#step").Fill("known.day", "").Fill("circumstances", "Un dossier a été laissé dans l’autobus.").Press("en")
	b.Form("#step").Press("fr")
	b.Form("#step").Press("continue")
	require.Contains(t, b.Text(), "L’incident est signalé à la personne responsable.")
	require.Equal(t, http.StatusForbidden, b.Get("/officer/incidents").Status)
	require.Equal(t, http.StatusForbidden, h.signIn(t, "emma").Get("/officer/incidents/new").Status)

	o := h.signIn(t, "odile").Get("/officer")
	require.Contains(t, wordsOf(o, "owed"), "1 incident a un avis dû ou un risque à évaluer")
	o.Follow("1 incident a un avis dû ou un risque à évaluer")
	sane(t, o, "fr")
	require.Contains(t, o.Text(), "Évaluer d’abord le risque depuis 0 jour")
	o.Follow("Un dossier a été laissé dans l’autobus.")
	sane(t, o, "fr")
	require.Contains(t, o.Text(), "L’évaluation ne dit pas encore : la sensibilité")
	require.Contains(t, o.Text(), "aucun texte ne fixe un nombre d’heures ou de jours")
}

func TestV14_ANoticeIsOwedUntilItIsGiven(t *testing.T) {
	h := openOfficer(t)
	b := h.signIn(t, "odile").Get("/officer/incidents")
	require.Contains(t, b.Text(), "Le registre est vide.")
	i, err := h.portal.Registrar.Report(t.Context(), odile, 0, breached())
	require.NoError(t, err)
	b.Get("/officer/incidents?state=owed")
	sane(t, b, "fr")
	require.Contains(t, b.Text(), "Avis dû depuis 2 jours Commission d’accès à l’information")
	b.Get("/officer/incidents.csv")
	require.Contains(t, b.Body, "I-1;Une liste est partie ailleurs.;;;;2026-11-19;")
	b.Get("/officer/incidents/i-1")
	sane(t, b, "fr")
	require.Contains(t, b.Text(), "À conserver au moins jusqu’au 19 novembre 2031.")
	b.Get("/officer/incidents/i-1/notices/authority")
	sane(t, b, "fr")
	require.Contains(t, wordsOf(b, "lacks"), "La cause")
	require.Contains(t, portaltest.Words(portaltest.TextOf(portaltest.All(b.Page, "article")[0])), "Une liste est partie ailleurs.")

	b.Get("/officer/incidents/i-1/parts/told")
	sane(t, b, "fr")
	b.Form("#step").Press("continue")
	require.Equal(t, []string{"Choisissez à qui l’avis a été donné.", "Inscrivez le jour où l’avis a été donné."}, b.Errors())
	b.Form("#step").Tick("addressee", "authority").Fill("givenOn.day", "23").Fill("givenOn.month", "11").Fill("givenOn.year", "2026").Press("continue")
	require.Equal(t, []string{"Inscrivez une date qui n’est pas à venir."}, b.Errors())
	b.Form("#step").Fill("givenOn.day", "21").Press("continue")
	require.Contains(t, b.Text(), "Commission d’accès à l’information, le 21 novembre 2026")
	next, err := h.portal.Registrar.Incident(t.Context(), odile, i.ID)
	require.NoError(t, err)
	owed := next.Notices(cycle.MustDate("2026-11-22"))
	require.Equal(t, []privacy.NoticeState{privacy.WasGiven, privacy.Owed}, []privacy.NoticeState{owed[0].State, owed[1].State})
	b.Get("/officer/incidents/i-1/parts/deferral")
	b.Form("#step").Fill("investigator", "Sûreté du Québec").Fill("deferFrom.day", "21").Fill("deferFrom.month", "11").Fill("deferFrom.year", "2026").Press("continue")
	require.Contains(t, b.Text(), "Sûreté du Québec, du 21 novembre 2026 et en cours")
	require.Contains(t, b.Text(), "Reporté depuis 2 jours")
}

func TestV14_WhatChangedOfAnIncidentMeanwhileIsShown(t *testing.T) {
	h := openOfficer(t)
	i, err := h.portal.Registrar.Report(t.Context(), odile, 0, breached())
	require.NoError(t, err)
	b := h.signIn(t, "odile").Get("/officer/incidents/i-1/parts/facts")
	sane(t, b, "fr")
	form := b.Form("#step").Fill("measures", "Rappel de l’envoi.").Fill("persons", "beaucoup")
	form.Press("continue")
	require.Equal(t, []string{"Inscrivez un nombre, ou laissez vide ce qui n’est pas connu."}, b.Errors())
	require.Equal(t, "beaucoup", b.Value("persons"))
	form = b.Form("#step").Fill("persons", "1 200")
	i.Cause = "Une adresse mal tapée."
	_, err = h.portal.Registrar.Report(t.Context(), odile, i.Version, i)
	require.NoError(t, err)
	form.Press("continue")
	require.Equal(t, http.StatusConflict, b.Status)
	require.Contains(t, b.Text(), "La cause : maintenant « Une adresse mal tapée. »")
	require.Equal(t, "Rappel de l’envoi.", b.Value("measures"))
	sane(t, b, "fr")
	b.Form("#step").Fill("cause", "Une adresse mal tapée.").Press("continue")
	next, err := h.portal.Registrar.Incident(t.Context(), odile, "i-1")
	require.NoError(t, err)
	require.Equal(t, 1200, *next.Persons)
	for _, part := range []string{"information", "assessment", "notices"} {
		sane(t, b.Get("/officer/incidents/i-1/parts/"+part), "fr")
	}
	require.Equal(t, http.StatusNotFound, b.Get("/officer/incidents/i-1/parts/none").Status)
}
