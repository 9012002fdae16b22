package portal_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/privacy"
)

// The tests are on 22 November 2026, a Sunday.

func TestV16_TheQueueSaysWhatIsDueAndWhatSilenceRefused(t *testing.T) {
	h := openOfficer(t)
	b := h.signIn(t, "odile").Get("/officer")
	sane(t, b, "fr")
	require.Contains(t, b.Text(), "Aucune demande n’attend de réponse.")
	require.Contains(t, wordsOf(b, "owed"), "Rien ne presse aujourd’hui.")

	h.requested(t, "far-away", privacy.Access, "2026-11-20", rollName, newsletter)
	h.requested(t, "deemed-1", privacy.Rectify, "2026-10-20", rollName)
	h.requested(t, "soonest1", privacy.Access, "2026-11-05", rollName)
	vague := h.requested(t, "vague-11", privacy.Access, "2026-11-21")
	h.does(t, vague, privacy.Command{Event: privacy.AskPrecision})
	h.requested(t, "complain", privacy.Complaint, "2026-11-01")

	b.Get("/").Follow("Renseignements personnels")
	sane(t, b, "fr")
	require.Equal(t, "/officer", b.URL.Path)
	require.Equal(t, []string{"Emma Gélinas DEEMED-1", "Emma Gélinas SOONEST1", "Emma Gélinas FAR-AWAY", "Emma Gélinas VAGUE-11", "Emma Gélinas COMPLAIN"}, rowHeads(b),
		"the earliest due first, what has no last day at the end")
	rows := portaltest.All(portaltest.All(b.Page, "tbody")[0], "tr")
	words := func(n int) string { return portaltest.Words(portaltest.TextOf(rows[n])) }
	// 20 days from 20 October end on 9 November, 13 days before the 22nd.
	require.Contains(t, words(0), "Réputée refusée depuis 13 jours (échéance : 9 novembre 2026)")
	require.Contains(t, words(1), "il reste 3 jours, jusqu’au 25 novembre 2026")
	require.Contains(t, words(2), "il reste 18 jours, jusqu’au 10 décembre 2026 Loi sur l’accès (A-2.1)")
	// 30 days from 20 November end on Sunday 20 December, and so on the 21st.
	require.Contains(t, words(2), "il reste 29 jours, jusqu’au 21 décembre 2026 Loi sur le secteur privé (P-39.1)")
	require.Contains(t, words(3), "À préciser")
	require.Contains(t, words(4), "Aucun délai fixé par un texte")
	require.Contains(t, wordsOf(b, "owed"), "1 demande a dépassé son délai")
	require.Contains(t, wordsOf(b, "owed"), "1 demande vient à échéance d’ici 5 jours")

	b.Follow("1 demande vient à échéance d’ici 5 jours")
	require.Equal(t, []string{"Emma Gélinas SOONEST1"}, rowHeads(b))
	b.Form("search").Fill("state", "waiting").Press("")
	require.Equal(t, []string{"Emma Gélinas VAGUE-11"}, rowHeads(b))
	b.Form("search").Fill("state", "").Fill("kind", "complaint").Press("")
	require.Equal(t, []string{"Emma Gélinas COMPLAIN"}, rowHeads(b))
	b.Form("search").Fill("kind", "").Fill("text", "zzz").Press("")
	require.Contains(t, b.Text(), "Rien ne correspond à votre recherche.")
	b.Get("/officer?sort=received&reverse=1")
	require.Equal(t, "Emma Gélinas VAGUE-11", rowHeads(b)[0])
	b.Get("/officer.csv?text=deemed")
	require.Equal(t, "\ufeffNuméro;Demande;De;Courriel;Reçue;État;Loi;État de la partie;Échéance;Délai\r\n"+
		"DEEMED-1;Rectification;Emma Gélinas;emma@membre.example;2026-10-20;En traitement;Loi sur l’accès (A-2.1);Réputée refusée;2026-11-09;depuis 13 jours (échéance : 9 novembre 2026)\r\n", b.Body)
	b.Get("/officer/done")
	require.Contains(t, b.Text(), "Aucune demande n’est terminée.")
}

func TestV16_TheDeskIsThePersonInChargesAlone(t *testing.T) {
	h := openOfficer(t)
	q := h.requested(t, "r-1", privacy.Access, "2026-11-20", rollName)
	for _, who := range []string{"emma", "sylvie", "luc"} {
		b := h.signIn(t, who)
		require.NotContains(t, b.Get("/").Text(), "Renseignements personnels")
		for _, path := range []string{"/officer", "/officer.csv", "/officer/done", "/officer/requests/new", "/officer/requests/emma/r-1", "/officer/requests/emma/r-1/letter", "/officer/requests/emma/r-1/events/grant"} {
			require.Equal(t, http.StatusForbidden, b.Get(path).Status, who+path)
		}
		require.Equal(t, http.StatusForbidden, b.Call("POST", "/officer/requests/emma/r-1/events/admit").Status)
	}
	require.Equal(t, q, h.read(t, q))
	require.Equal(t, http.StatusNotFound, h.signIn(t, "odile").Get("/officer/requests/emma/nothing").Status)
}

func TestV16_WhatCameByLetterIsEntered(t *testing.T) {
	h := openOfficer(t)
	b := h.signIn(t, "odile").Get("/officer").Follow("Inscrire une demande reçue")
	sane(t, b, "fr")
	b.Form("search").Fill("find", "zzz").Press("")
	require.Contains(t, b.Text(), "Personne ne porte ce nom.")
	b.Form("search").Fill("find", "gelinas").Press("")
	sane(t, b, "fr")
	b.Follow("Emma Gélinas T-emma emma@membre.example")
	require.Contains(t, b.Text(), "Demande de Emma Gélinas")
	sane(t, b, "fr")
	b.Form("#step").Fill("asked", "Je veux voir mon dossier.").Press("continue")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	sane(t, b, "fr")
	require.Equal(t, []string{
		"Choisissez ce que vous demandez.", "Choisissez en quelle qualité la demande est faite.", "Inscrivez le jour de réception.",
	}, b.Errors(), "all at once, in the order of the page")
	require.Equal(t, "Je veux voir mon dossier.", b.Value("asked"), "what was typed survives")
	b.Form("#step").Fill("received.day", "19").Fill("received.month", "novembre").Fill("received.year", "2026").Fill("kind", "access").Fill("quality", "oneself").Tick("scope", string(rollName)).Press("en")
	require.Contains(t, b.Text(), "Enter a request received")
	b.Form("#step").Press("fr")
	b.Form("#step").Press("continue")
	require.Contains(t, b.Text(), "La demande est inscrite.")
	sane(t, b, "fr")
	require.Contains(t, b.Text(), "Avant de répondre, établissez qui demande et en quelle qualité.")
	open, err := h.portal.Registrar.Asked(t.Context(), odile, false)
	require.NoError(t, err)
	require.Len(t, open, 1)
	require.Equal(t, "2026-12-09", open[0].Due().String(), "20 days from the day of receipt")
}

func TestV16_AnHeirWhomNobodyKnowsIsAnsweredOnPaper(t *testing.T) {
	h := openOfficer(t)
	b := h.signIn(t, "odile").Get("/officer/requests/new").Follow("Inscrire son nom et son adresse")
	sane(t, b, "fr")
	form := b.Form("#step").Fill("kind", "access").Fill("quality", "heir").Fill("asked", "Le dossier de mon père").Fill("spoken", "en")
	form.Fill("received.day", "20").Fill("received.month", "11").Fill("received.year", "2026").Press("continue")
	require.Equal(t, []string{"Inscrivez le nom de la personne qui demande et, si elle en a une, son adresse de courriel."}, b.Errors())
	b.Form("#step").Fill("name", "Rose Roy").Tick("scope", string(rollName)).Press("continue")
	require.Equal(t, http.StatusOK, b.Status)
	require.Contains(t, b.Text(), "Accès – Rose Roy")

	at := b.URL.Path
	b.Follow("Demander l’identité")
	b.Form("#step").Press("continue")
	require.Contains(t, b.Text(), "Identité à établir")
	b.Follow("Inscrire l’identité établie").Form("#step").Press("continue")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	require.Equal(t, []string{"Établissez d’abord l’identité de la personne et la qualité en laquelle elle demande, et dites comment."}, b.Errors())
	sane(t, b, "fr")
	b.Form("#step").Fill("proof", "acte de décès vu").Press("continue")
	b.Follow("Accepter au traitement").Form("#step").Press("continue")
	require.Contains(t, b.Text(), "En traitement")
	b.Follow("Accorder")
	require.Contains(t, b.Text(), "La personne n’a pas de courriel : imprimez ensuite la lettre de réponse.")
	require.Contains(t, b.Text(), "Your request is granted, for what is under the Access Act (A-2.1).", "in the language of who reads it")
	sane(t, b, "fr")
	b.Form("#step").Press("confirm")
	require.Equal(t, at, b.URL.Path)
	b.Follow("Lettre de réponse à imprimer")
	sane(t, b, "fr")
	paper := portaltest.Words(portaltest.TextOf(portaltest.All(b.Page, "article")[0]))
	for _, words := range []string{"Order of the tests", "Rose Roy", "Answer to your request of 20 November 2026", "formation@ordre.example"} {
		require.Contains(t, paper, words)
	}
}

func TestV16_ARefusalIsReadBeforeItIsGiven(t *testing.T) {
	h := openOfficer(t)
	q := h.requested(t, "r-1", privacy.Access, "2026-11-20", rollName, rollAddress, newsletter)
	b := h.signIn(t, "odile").Get("/officer/requests/emma/r-1")
	sane(t, b, "fr")
	b.Get("/officer/requests/emma/r-1/events/refuse?act=a-2.1")
	sane(t, b, "fr")
	var labels []string
	for _, i := range portaltest.All(b.Page, "input") {
		if portaltest.Attr(i, "name") == "ground" {
			labels = append(labels, portaltest.Attr(i, "value"))
		}
	}
	require.Equal(t, []string{"ongoing-opinion", "hampers-inspection", "judicial-effect", "investigation", "protected", "restrictions"}, labels, "of this Act, for this kind, and no other")
	require.Contains(t, b.Text(), "Restrictions des articles 86 à 88 RLRQ, c. A-2.1, art. 86 et RLRQ, c. A-2.1, art. 100 – non vérifié")
	b.Form("#step").Fill("reason", "Une inspection est en cours.").Press("continue")
	require.Equal(t, []string{"Choisissez un motif de refus que la loi prévoit pour cette demande."}, b.Errors())
	require.Equal(t, "Une inspection est en cours.", b.Value("reason"))
	sane(t, b, "fr")
	b.Form("#step").Tick("ground", "ongoing-opinion").Press("continue")
	require.Equal(t, []string{"Ce motif ne tient plus : le temps l’a emporté, ou la date du document manque."}, b.Errors())
	b.Form("#step").Tick("ground", "ongoing-opinion").Fill("since.day", "1").Fill("since.month", "mars").Fill("since.year", "2024").Press("continue")
	require.Equal(t, http.StatusOK, b.Status, b.Body)
	sane(t, b, "fr")
	letter := portaltest.Words(portaltest.TextOf(portaltest.All(b.Page, "article")[0]))
	// 30 days from Sunday 22 November end on Tuesday 22 December.
	for _, words := range []string{
		"Votre demande est refusée", "Raison : Une inspection est en cours.", "C-26, art. 108.3",
		"Recours : Commission d’accès à l’information (révision). Vous pouvez l’exercer jusqu’au 22 décembre 2026.",
	} {
		require.Contains(t, letter, words)
	}
	require.Equal(t, q.Version, h.read(t, q).Version, "nothing is given yet")
	b.Form("#step").Press("edit")
	require.Equal(t, "Une inspection est en cours.", b.Value("reason"))
	b.Form("#step").Press("continue")
	b.Form("#step").Press("en")
	require.Contains(t, b.Text(), "Refuse it?")
	b.Form("#step").Press("fr")
	b.Form("#step").Press("confirm")
	require.Contains(t, b.Text(), "C’est fait, et inscrit à l’historique de la demande.")
	leg, _ := h.read(t, q).Leg(privacy.AccessAct)
	require.Equal(t, privacy.Refused, leg.State)
	require.Contains(t, wordsOf(b, "leg-a-2.1"), "Recours : Commission d’accès à l’information (révision), jusqu’au 22 décembre 2026")
	require.NotContains(t, wordsOf(b, "leg-p-39.1"), "Recours :", "the other part waits")
}

func TestV16_APartIsGrantedAndTheRestIsSaid(t *testing.T) {
	h := openOfficer(t)
	q := h.requested(t, "r-1", privacy.Access, "2026-11-20", rollName, rollAddress)
	b := h.signIn(t, "odile").Get("/officer/requests/emma/r-1/events/grant-part?act=a-2.1")
	sane(t, b, "fr")
	form := b.Form("#step").Tick("ground", "protected").Fill("reason", "Pour protéger une source.")
	form.Press("continue")
	require.Equal(t, []string{"Choisissez ce qui est refusé parmi ce qui est demandé, sans tout refuser."}, b.Errors())
	sane(t, b, "fr")
	b.Form("#step").Tick("kept", string(rollAddress)).Press("continue")
	require.Contains(t, b.Text(), "Ce qui vous est refusé : Adresse personnelle")
	b.Form("#step").Press("confirm")
	leg, _ := h.read(t, q).Leg(privacy.AccessAct)
	require.Equal(t, []privacy.HoldingID{rollAddress}, leg.Kept())
}

func TestV16_ToNeitherConfirmNorDenySaysNothingOfWhatIsHeld(t *testing.T) {
	h := openOfficer(t)
	h.requested(t, "r-1", privacy.Access, "2026-11-20", rollAddress)
	b := h.signIn(t, "odile").Get("/officer/requests/emma/r-1/events/withhold?act=a-2.1")
	require.Contains(t, b.Text(), "Pour le registre seul : la personne ne la lit pas.")
	b.Form("#step").Tick("ground", "investigation").Fill("reason", "Une enquête est ouverte.").Press("continue")
	letter := portaltest.Words(portaltest.TextOf(portaltest.All(b.Page, "article")[0]))
	require.Contains(t, letter, "nous ne pouvons ni confirmer ni nier")
	require.NotContains(t, letter, "enquête")
	require.NotContains(t, letter, "Adresse")
	b.Form("#step").Press("confirm")
	require.Contains(t, b.Text(), "Ni confirmé ni nié")
}

func TestV16_ALateAnswerSaysThatItIsLate(t *testing.T) {
	h := openOfficer(t)
	h.requested(t, "r-1", privacy.Access, "2026-10-20", rollName)
	b := h.signIn(t, "odile").Get("/officer/requests/emma/r-1/events/grant?act=a-2.1")
	sane(t, b, "fr")
	require.Contains(t, wordsOf(b, "late"), "Le délai a pris fin le 9 novembre 2026")
	require.Contains(t, b.Text(), "Cette réponse est tardive : elle était attendue au plus tard le 9 novembre 2026.")
	b.Form("#step").Press("confirm")
	require.Contains(t, wordsOf(b, "leg-a-2.1"), "Réponse tardive")
	b.Get("/officer/done")
	require.Equal(t, []string{"Emma Gélinas R-1"}, rowHeads(b))
	sane(t, b, "fr")
}

func TestV16_TheTimeLimitIsExtendedOnceWithItsReason(t *testing.T) {
	h := openOfficer(t)
	h.requested(t, "r-1", privacy.Access, "2026-11-20", rollName)
	b := h.signIn(t, "odile").Get("/officer/requests/emma/r-1/events/extend?act=a-2.1")
	sane(t, b, "fr")
	require.Contains(t, b.Text(), "Au plus 10 jours de plus. L’avis doit être donné au plus tard le 10 décembre 2026.")
	b.Form("#step").Fill("days", "11").Fill("reason", "Beaucoup de documents.").Press("continue")
	require.Equal(t, []string{"Inscrivez un nombre de jours d’au moins 1 et d’au plus ce que la loi permet."}, b.Errors())
	b.Form("#step").Fill("days", "10").Fill("reason", "").Press("continue")
	require.Equal(t, []string{"Dites pourquoi, en une phrase ou deux."}, b.Errors())
	b.Form("#step").Fill("reason", "Beaucoup de documents.").Press("continue")
	// 30 days from 20 November end on Sunday 20 December.
	require.Contains(t, wordsOf(b, "leg-a-2.1"), "Délai prolongé il reste 29 jours, jusqu’au 21 décembre 2026")
	require.NotContains(t, wordsOf(b, "leg-a-2.1"), "Prolonger le délai")
}

func TestV16_WhatChangedMeanwhileIsShownAndNothingTypedIsLost(t *testing.T) {
	h := openOfficer(t)
	q := h.requested(t, "r-1", privacy.Access, "2026-11-20", rollName, newsletter)
	b := h.signIn(t, "odile").Get("/officer/requests/emma/r-1/events/refuse?act=a-2.1")
	form := b.Form("#step").Tick("ground", "protected").Fill("reason", "Une source.")
	h.does(t, q, privacy.Command{Event: privacy.Grant, Regime: privacy.PrivateAct})
	form.Press("continue")
	require.Equal(t, http.StatusConflict, b.Status)
	sane(t, b, "fr")
	require.Contains(t, b.Text(), "Quelque chose a changé depuis que vous avez ouvert cette page.")
	require.Contains(t, b.Text(), "Accordée – Loi sur le secteur privé (P-39.1)")
	require.Equal(t, "Une source.", b.Value("reason"))
	b.Form("#step").Press("continue")
	b.Form("#step").Press("confirm")
	require.True(t, h.read(t, q).Done())
}

func TestV16_NobodyAnswersTheirOwnRequest(t *testing.T) {
	h := openOfficer(t)
	h.member(t, "odile", "Odile", "Charest", "2020-01-01")
	h.account(t, "odile", "odile", "privacy-officer", "member")
	own := odile
	own.Member = "odile"
	_, err := h.portal.Registrar.Ask(t.Context(), own, privacy.Asking{ID: "r-1", Kind: privacy.Access, Quality: privacy.Oneself, Asked: "Tout"})
	require.NoError(t, err)
	b := h.signIn(t, "odile").Get("/officer/requests/odile/r-1")
	sane(t, b, "fr")
	require.Contains(t, wordsOf(b, "own"), "une autre personne doit y répondre")
	require.NotContains(t, b.Text(), "Accepter au traitement")
	require.Equal(t, http.StatusForbidden, b.Get("/officer/requests/odile/r-1/events/admit").Status)
	require.Equal(t, http.StatusForbidden, b.Call("POST", "/officer/requests/odile/r-1/events/admit").Status)
}

func TestV17_AComplaintIsAnsweredWithoutIdentityOrTimeLimit(t *testing.T) {
	h := openOfficer(t)
	h.requested(t, "r-1", privacy.Complaint, "2026-11-20")
	b := h.signIn(t, "odile").Get("/officer/requests/emma/r-1")
	sane(t, b, "fr")
	require.Contains(t, b.Text(), "Aucun délai fixé par un texte")
	b.Follow("Accepter au traitement").Form("#step").Press("continue")
	b.Get("/officer/requests/emma/r-1/events/refuse?act=p-39.1")
	b.Form("#step").Tick("ground", "unfounded").Fill("reason", strings.Repeat("é", privacy.LongestText+1)).Press("continue")
	require.Equal(t, []string{"Ce texte est trop long : 4 000 caractères au plus. Raccourcissez-le."}, b.Errors())
	b.Form("#step").Fill("reason", "Rien n’a été montré.").Press("continue")
	b.Form("#step").Press("confirm")
	require.Contains(t, wordsOf(b, "leg-p-39.1"), "La plainte n’est pas fondée")
}

func TestV15_WhoeverHadWhatWasRectifiedIsToBeTold(t *testing.T) {
	h := openOfficer(t)
	_, _, err := h.portal.Registrar.Disclose(t.Context(), odile, privacy.Case{
		Regime: privacy.AccessAct, Facts: privacy.Facts{"roll-information": privacy.Yes, "one-identified-person": privacy.Yes},
	}, privacy.Disclosure{Person: "emma", ID: "d-1", Holdings: []privacy.HoldingID{rollName}, To: "Le greffe", Recipient: "public-bodies", Why: "un témoin"})
	require.NoError(t, err)
	q := h.requested(t, "r-1", privacy.Rectify, "2026-11-20", rollName)
	b := h.signIn(t, "odile").Get("/officer/requests/emma/r-1")
	require.NotContains(t, b.Text(), "À qui dire ce qui a été rectifié")
	h.does(t, q, privacy.Command{Event: privacy.Grant, Regime: privacy.AccessAct})
	b.Get("/officer/requests/emma/r-1")
	require.Contains(t, wordsOf(b, "to-tell"), "Le greffe, le 22 novembre 2026 : un témoin")
	sane(t, b, "fr")
}
