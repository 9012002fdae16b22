package portal_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/privacy"
)

// The day of these tests is Sunday 22 November 2026. Twenty days under the Access Act end
// on Saturday 12 December, thirty under the private-sector Act on Tuesday 22 December.
func TestV16_APersonAsksIsToldWhenAndFollows(t *testing.T) {
	h := openPrivacy(t)
	b := h.signIn(t, "emma").Get("/privacy/requests")
	require.Contains(t, b.Text(), "Vous n’avez fait aucune demande.")

	b.Get("/privacy/requests/new?kind=access").Form("#step").Tick("extent", "all").Press("check")
	require.Contains(t, b.Text(), "Rien n’est encore envoyé.")
	require.Contains(t, b.Text(), "réponse en 20 jours, que l’organisation peut prolonger de 10 jours")
	check := b.Form("#step")
	check.Press("send")
	first := b.URL.Path
	require.Contains(t, b.Text(), "Votre demande est envoyée.")
	require.Contains(t, b.Text(), "Réponse attendue au plus tard le 12 décembre 2026, dans 20 jours.")
	require.Contains(t, b.Text(), "Réponse attendue au plus tard le 22 décembre 2026, dans 30 jours.")
	require.Contains(t, b.Row("proof"), "Établie par votre connexion")

	check.Send()
	require.Equal(t, first, b.URL.Path, "a double press asks once")
	b.Get("/privacy/requests")
	require.Contains(t, b.Text(), "1 demande")
	require.Contains(t, b.Text(), "12 décembre 2026, dans 20 jours")
	require.Contains(t, b.Get("/privacy").Text(), "Prochaine échéance : le 12 décembre 2026, dans 20 jours.")
	require.Contains(t, b.Get("/privacy/requests?text=rien").Text(), "Rien ne correspond à votre recherche.")
	require.Contains(t, b.Get("/privacy/requests.csv").Body, ";Accès à mes renseignements;2026-11-22;2026-12-12;Reçue;")
}

func TestV16_SilenceIsARefusalInWords(t *testing.T) {
	h := openPrivacy(t)
	b := ask(h.signIn(t, "emma"), "access", "all", "")
	path := b.URL.Path
	h.at("2026-12-13T15:00:00Z")
	b = h.signIn(t, "emma").Get(path)
	require.Contains(t, b.Text(), "Réputée refusée depuis l’échéance du 12 décembre 2026, faute de réponse.")
	// Thirty days from the 12th end on Monday 11 January.
	require.Contains(t, b.Text(), "Commission d’accès à l’information (révision), jusqu’au 11 janvier 2027, dans 29 jours.")
	require.Contains(t, b.Text(), "Réponse attendue au plus tard le 22 décembre 2026, dans 9 jours.", "the other part runs")
	require.Contains(t, b.Get("/privacy").Text(), "Une réponse était attendue le 12 décembre 2026")

	b.Get(path + "/recourse/a-2.1")
	require.Contains(t, b.Text(), "cette page ne lui envoie rien")
	b.Form("/recourse/a-2.1").Press("")
	require.Contains(t, b.Text(), "Il est noté que le recours est exercé.")
	require.Contains(t, b.Text(), "avant que le recours soit décidé")
	require.Equal(t, "/privacy/requests/"+path[strings.LastIndex(path, "/")+1:], b.Get(path+"/recourse/p-39.1").URL.Path, "nothing is refused there")
}

func TestV16_WhatIsWrongIsSaidBesideTheFieldAndNothingTypedIsLost(t *testing.T) {
	b := openPrivacy(t).signIn(t, "emma")
	b.Get("/privacy/requests/new").Form("#step").Tick("extent", "chosen").Fill("asked", "Mon adresse").Press("check")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	require.Equal(t, []string{"Choisissez ce que vous demandez.", "Cochez au moins un renseignement dans la liste, ou choisissez une autre réponse."}, b.Errors())
	require.Equal(t, "Mon adresse", b.Value("asked"))

	b.Form("#step").Tick("kind", "rectification").Tick("extent", "all").Fill("asked", "").Press("check")
	require.Equal(t, []string{"Écrivez ce que vous demandez."}, b.Errors())
	b.Form("#step").Fill("asked", strings.Repeat("é", privacy.LongestText+1)).Press("check")
	require.Equal(t, []string{"Ce texte est trop long : 4 000 caractères au plus. Raccourcissez-le."}, b.Errors())
	require.Len(t, []rune(b.Value("asked")), privacy.LongestText+1)

	b.Form("#step").Fill("asked", "Mon nom").Press("check")
	b.Form("#step").Press("change")
	require.Equal(t, "Mon nom", b.Value("asked"), "from the check page back to the form")
	b.Form("#step").Press("en")
	require.Equal(t, "Mon nom", b.Value("asked"), "in another language too")
}

func TestV16_TheListIsSearchedWithoutScripts(t *testing.T) {
	b := openPrivacy(t).signIn(t, "emma")
	b.Get("/privacy/requests/new").Form("#step").Tick("kind", "access").Tick("extent", "chosen").Tick("scope", "roll/members/birth-date").Fill("search", "photographie").Press("search")
	require.Equal(t, http.StatusOK, b.Status)
	require.Contains(t, b.Text(), "Photographie")
	require.NotContains(t, b.Text(), "Lieu d’emploi")
	both := b.Form("#step")
	both.Values.Add("scope", "roll/members/photo")
	both.Press("check")
	require.Contains(t, b.Text(), "Date de naissance; Photographie", "what was chosen before stays chosen")
	require.NotContains(t, b.Text(), "Sexe")
	require.NotContains(t, b.Text(), "P-39.1", "nothing of it is under the other Act")

	b.Get("/privacy/requests/new").Form("#step").Fill("search", "zzz").Send()
	require.Contains(t, b.Text(), "Rien ne correspond à votre recherche.", "Enter in the field searches")
	require.Empty(t, b.Errors())
}

func TestV16_TheRequestOfAnotherIsNotThere(t *testing.T) {
	h := openPrivacy(t)
	b := ask(h.signIn(t, "emma"), "access", "all", "")
	path := b.URL.Path
	for _, who := range []string{"nova", "mona", "sylvie", "dora"} {
		other := b.Another().SignIn(who, password)
		for _, end := range []string{"", "/precision", "/withdrawal", "/recourse/a-2.1"} {
			require.Equal(t, http.StatusNotFound, other.Get(path+end).Status, who+end)
		}
		require.Equal(t, http.StatusNotFound, other.Call("POST", path+"/withdrawal").Status)
		require.Contains(t, other.Get("/privacy/requests").Text(), "Vous n’avez fait aucune demande.")
	}
}

func TestV16_WhoHasNoFileAndWhoIsInChargeHaveTheirOwnPages(t *testing.T) {
	h := openPrivacy(t)
	for _, who := range []string{"mona", "dora", "sylvie", "luc"} {
		b := ask(h.signIn(t, who), "access", "all", "")
		require.Contains(t, b.Text(), "Votre demande est envoyée.", who)
		for _, path := range []string{"/privacy", "/privacy/held", "/privacy/consents", "/privacy/disclosures"} {
			require.Equal(t, http.StatusOK, b.Get(path).Status, who+path)
			require.Contains(t, b.Text(), "Mes renseignements")
		}
	}
}

func TestV17_AComplaintIsMadeInWords(t *testing.T) {
	h := openPrivacy(t)
	b := h.signIn(t, "emma").Get("/privacy").Follow("Porter plainte")
	b.Form("#step").Tick("extent", "words").Fill("asked", "Mon courriel a été montré à tous.").Press("check")
	b.Form("#step").Press("send")
	require.Contains(t, b.Text(), "Mon courriel a été montré à tous.")
	require.Contains(t, b.Text(), "Aucun nombre de jours n’a été trouvé pour cette réponse.")
	require.Contains(t, b.Text(), "non vérifié")
}

func TestV16_APersonMakesPreciseAndWithdraws(t *testing.T) {
	h := openPrivacy(t)
	b := ask(h.signIn(t, "emma"), "access", "words", "Tout sur ma photo")
	r := h.do(t, h.request(t, b), privacy.Command{Event: privacy.AskPrecision})
	b.Get(b.URL.Path)
	require.Contains(t, b.Text(), "a besoin de savoir de quels renseignements il s’agit")
	b.Follow("Préciser la demande")
	b.Form("#step").Press("save")
	require.Equal(t, []string{"Cochez au moins un renseignement dans la liste."}, b.Errors())
	b.Form("#step").Tick("scope", "roll/members/photo").Press("save")
	require.Contains(t, b.Text(), "Votre demande est précisée.")
	require.NotContains(t, b.Text(), "P-39.1", "the other part is gone")

	b.Follow("Retirer la demande")
	require.Contains(t, b.Text(), "Personne n’y répondra")
	b.Form("/withdrawal").Press("")
	require.Contains(t, b.Text(), "Votre demande est retirée.")
	require.Equal(t, "/privacy/requests/"+r.ID, b.Get("/privacy/requests/"+r.ID+"/precision").URL.Path)
	require.Contains(t, b.Text(), "La demande n’en est plus là")
}

func TestV16_AnAnswerWithItsReasonArticleAndRecourse(t *testing.T) {
	h := openPrivacy(t)
	b := ask(h.signIn(t, "emma"), "access", "all", "")
	r := h.do(t, h.request(t, b), privacy.Command{Event: privacy.Admit})
	leg, _ := r.Leg(privacy.AccessAct)
	ground := refusal(t, h, false)
	r = h.do(t, r, privacy.Command{Event: privacy.Extend, Regime: privacy.AccessAct, Days: 10, Reason: "Les dossiers sont aux archives."})
	r = h.do(t, r, privacy.Command{Event: privacy.GrantPart, Regime: privacy.AccessAct, Ground: ground.ID, Reason: "Une enquête est en cours.", Kept: leg.Scope[:1], Since: since("2026-11-01")})
	h.do(t, r, privacy.Command{Event: privacy.Grant, Regime: privacy.PrivateAct})
	b.Get(b.URL.Path)
	require.Contains(t, b.Text(), "Délai prolongé de 10 jours. Raison : Les dossiers sont aux archives.")
	require.Contains(t, b.Text(), "Une enquête est en cours.")
	require.Contains(t, b.Text(), h.portal.Registrar.Law.Citation(ground.Articles[0], "fr"))
	// Thirty days from 22 November end on Tuesday 22 December.
	require.Contains(t, b.Text(), "(révision), jusqu’au 22 décembre 2026, dans 30 jours.")
	require.Contains(t, b.Text(), "ne peut être détruit avant la fin du recours, le 22 décembre 2026")
}

// What neither confirms nor denies says nothing that another answer would not say: no
// reason, no part, and nothing of what is kept.
func TestV16_NeitherConfirmedNorDeniedSaysNothingMore(t *testing.T) {
	h := openPrivacy(t)
	b := ask(h.signIn(t, "emma"), "access", "all", "")
	r := h.do(t, h.request(t, b), privacy.Command{Event: privacy.Admit})
	h.do(t, r, privacy.Command{Event: privacy.Withhold, Regime: privacy.AccessAct, Ground: refusal(t, h, true).ID, Reason: "Une enquête du syndic.", Since: since("2026-11-01")})
	b.Get(b.URL.Path)
	require.Contains(t, b.Text(), "ne peut ni confirmer ni nier")
	require.NotContains(t, b.Body, "syndic.")
	require.NotContains(t, b.Text(), "détruit")
	require.NotContains(t, b.Text(), "Refusé ")
}

// refusal returns a ground of refusal for access under the Access Act, one that time does
// not take away.
func refusal(t *testing.T, h *house, deny bool) privacy.RefusalGround {
	t.Helper()
	for _, g := range h.portal.Registrar.Law.Refusals {
		known, is := h.portal.Registrar.Law.Refusal(privacy.AccessAct, privacy.Access, g.ID)
		if is && known.Deny == deny && !known.Dismiss && known.Years == 0 {
			return known
		}
	}
	require.Fail(t, "no such ground")
	return privacy.RefusalGround{}
}
