package portal_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
)

func TestA3_StaffFindWhatWaitsAndTheRest(t *testing.T) {
	h := openAccessDesk(t)
	b := h.signIn(t, "sylvie").Get("/queue/access")
	require.Contains(t, b.Text(), "Aucune demande n’attend de décision.")
	h.asked(t, "r-1", asking())
	h.at("2026-11-22T15:10:00Z")
	h.onPaper(t, "p-1")
	e := asking()
	e.User = access.Person{First: "Ève", Last: "Aubin", Email: "eve.aubin@exemple.org"}
	browser, _, err := h.portal.Office.Begin(t.Context(), otpq, "", "r-2", e)
	require.NoError(t, err)
	require.NotContains(t, b.Get("/queue/access?state=").Text(), "Aubin", "nobody sees what is not sent")
	_, err = h.portal.Office.Submit(t.Context(), otpq, browser, "r-2")
	require.NoError(t, err)

	b.Get("/queue").Follow("Demandes d’accès 2 à traiter")
	sane(t, b, "fr")
	require.Contains(t, b.Text(), "2 demandes")
	require.Equal(t, []string{"Tremblay, Luc luc.tremblay@exemple.org", "Tremblay, Luc reception@exemple.org"}, rowHeads(b), "the oldest first")
	require.Contains(t, b.Text(), "sur papier")
	b.Form("search").Fill("state", "").Fill("text", "AUBIN clinique").Press("")
	require.Equal(t, []string{"Aubin, Ève eve.aubin@exemple.org"}, rowHeads(b))
	require.Contains(t, b.Text(), "À signer")
	b.Form("search").Fill("text", "zzz").Press("")
	require.Contains(t, b.Text(), "Rien ne correspond à votre recherche.")
	b.Get("/queue/access?state=&sort=user")
	require.Equal(t, "Aubin, Ève eve.aubin@exemple.org", rowHeads(b)[0])
	b.Get("/queue/access?state=&sort=user&reverse=1")
	require.Equal(t, "Aubin, Ève eve.aubin@exemple.org", rowHeads(b)[2])
	b.Get("/queue/access.csv?text=reception")
	require.Equal(t, "\ufeffPour;Courriel;Autorisée par;Courriel de qui autorise;Lieu de travail;Service en ligne;Formulaire;Comment;Reçue;État;Décidée\r\n"+
		"Tremblay, Luc;reception@exemple.org;Gagnon, Diane;diane.gagnon@exemple.org;Clinique du Parc;Registre des directives médicales anticipées (DMA);Médecins;sur papier;2026-11-20;À traiter;\r\n", b.Body)

	emma := h.signIn(t, "emma")
	for _, path := range []string{"/queue/access", "/queue/access.csv", "/queue/access/requests/r-1"} {
		require.Equal(t, http.StatusForbidden, emma.Get(path).Status, path)
	}
	require.Equal(t, http.StatusForbidden, emma.Call("POST", "/queue/access/requests/r-1").Status)
	require.Equal(t, http.StatusNotFound, b.Get("/queue/access/requests/nothing").Status)
}

func TestA3_StaffAcceptOnceAndGoToTheNext(t *testing.T) {
	h := openAccessDesk(t)
	r := h.asked(t, "r-1", asking())
	h.at("2026-11-22T16:00:00Z")
	h.onPaper(t, "p-1")
	b := h.signIn(t, "sylvie").Get("/queue/access/requests/r-1")
	sane(t, b, "fr")
	for _, words := range []string{"Rien n’a été trouvé.", "Luc Tremblay", "Diane Gagnon", "Clinique du Parc", "Je suis responsable des activités faites sous mon nom d’utilisateur."} {
		require.Contains(t, b.Text(), words)
	}
	signatures := portaltest.Words(portaltest.TextOf(b.With("id", "signatures")))
	require.Equal(t, 2, strings.Count(signatures, r.Statement.Digest), "both signed this text: %s", signatures)
	form := b.Form("#step")
	form.Press("accept")
	require.Contains(t, b.Text(), "La demande est acceptée, et les lettres sont parties.")
	require.Contains(t, b.Text(), "1 demande à traiter")
	require.Len(t, h.posted(t, identity.AccessUsername), 1)
	form.Values.Set("do", "accept")
	form.Send()
	require.Equal(t, http.StatusOK, b.Status, "sent twice")
	require.Len(t, h.posted(t, identity.AccessPassword), 1)
	require.NotContains(t, b.Body, h.posted(t, identity.AccessPassword)[0].Secret)
	b.Follow("Demande suivante")
	require.Equal(t, "/queue/access/requests/p-1", b.URL.Path)
}

func TestA5_AFormWithReasonsIsRefusedWithAllOfThemAtOnce(t *testing.T) {
	h := openAccessDesk(t)
	h.onPaper(t, "p-1")
	b := h.signIn(t, "sylvie").Get("/queue/access/requests/p-1")
	sane(t, b, "fr")
	reasons := []string{
		"Ce service en ligne se demande au représentant désigné ou à la représentante désignée du lieu de travail.",
		"L’adresse courriel de l’utilisateur ou de l’utilisatrice est une adresse partagée.",
		"La signature de la personne qui autorise manque.",
		"Un même fichier contient plusieurs formulaires.",
		"Le formulaire n’est pas de l’édition en vigueur.",
	}
	for _, reason := range reasons {
		require.Contains(t, portaltest.Words(portaltest.TextOf(b.With("id", "reasons"))), reason)
	}
	require.Contains(t, b.Text(), "Le formulaire n’est pas de l’édition en vigueur. non vérifié")
	require.Contains(t, b.Text(), "3 formulaires dans le fichier")
	b.Form("#step").Fill("note", "Le bas de la page manque.").Tick("grounds", "illegible").Press("accept")
	require.Equal(t, http.StatusConflict, b.Status)
	require.Contains(t, b.Text(), "La demande n’a pas été acceptée")
	require.Empty(t, h.posted(t, identity.AccessPassword))
	require.Equal(t, "Le bas de la page manque.", b.Value("note"), "what was typed survives")
	b.Form("#step").Fill("note", strings.Repeat("é", access.LongestNote+1)).Press("refuse")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	require.Len(t, b.Errors(), 1)
	b.Form("#step").Fill("note", "Le bas de la page manque.").Press("en")
	require.Equal(t, []string{"illegible"}, b.Form("#step").Values["grounds"])
	b.Form("#step").Press("fr")

	b.Form("#step").Press("refuse")
	sane(t, b, "fr")
	require.Contains(t, b.Text(), "Refuser la demande de Luc Tremblay?")
	letter := portaltest.Words(portaltest.TextOf(portaltest.All(b.Page, "article")[0]))
	for _, reason := range append(reasons, "Le formulaire est illisible ou incomplet.", "Le bas de la page manque.") {
		require.Contains(t, letter, reason)
	}
	require.Empty(t, h.posted(t, identity.AccessRefused), "nothing has left yet")
	b.Form("#step").Press("en")
	require.Contains(t, b.Text(), "Refuse the request of Luc Tremblay?")
	b.Form("#step").Press("fr")
	b.Form("#step").Press("edit")
	require.Equal(t, "Le bas de la page manque.", b.Value("note"))
	b.Form("#step").Press("refuse")
	b.Form("#step").Press("confirm")
	require.Contains(t, b.Text(), "La demande est refusée, et les deux personnes sont averties.")
	require.Contains(t, b.Text(), "Plus aucune demande n’attend de décision.")
	require.Contains(t, b.Text(), "Le formulaire est illisible ou incomplet.")
	require.Len(t, h.posted(t, identity.AccessRefused), 2)
}

func TestA3_ARefusalSaysWhyAndNothingIsLostWhenTwoDecide(t *testing.T) {
	h := openAccessDesk(t)
	r := h.asked(t, "r-1", asking())
	b := h.signIn(t, "sylvie").Get("/queue/access/requests/r-1")
	b.Form("#step").Press("refuse")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	require.Equal(t, []string{"Choisissez au moins un motif de refus."}, b.Errors())
	b.With("id", "grounds")
	sane(t, b, "fr")
	form := b.Form("#step").Tick("grounds", "not-entitled").Fill("note", "Voir la lettre.")
	form.Values.Set("grounds", "same-person")
	form.Press("refuse")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status, "what rules find is not for staff to add")

	form = b.Form("#step").Tick("grounds", "not-entitled").Fill("note", "Voir la lettre.")
	_, err := h.portal.Office.Refuse(t.Context(), desk, "r-1", r.Version, []string{"illegible"}, "")
	require.NoError(t, err)
	form.Press("refuse")
	require.Equal(t, http.StatusConflict, b.Status)
	require.Contains(t, b.Text(), "Demande refusée.")
	require.Len(t, h.posted(t, identity.AccessRefused), 2)
}

func TestA3_NobodyDecidesOnTheirOwnRequest(t *testing.T) {
	h := openAccessDesk(t)
	e := asking()
	e.User = access.Person{First: "Luc", Last: "Côté", Email: "luc@membre.example"}
	h.asked(t, "r-1", e)
	b := h.signIn(t, "luc").Get("/queue/access/requests/r-1")
	require.Contains(t, b.Text(), "une autre personne doit décider")
	require.NotContains(t, b.Text(), "Accepter la demande")
	require.Equal(t, http.StatusForbidden, b.Call("POST", "/queue/access/requests/r-1").Status)
	b = h.signIn(t, "sylvie").Get("/queue/access/requests/r-1")
	b.Form("#step").Press("accept")
	require.Contains(t, b.Text(), "La demande est acceptée")
	require.Empty(t, h.posted(t, identity.AccessPassword), "he has an account")
}
