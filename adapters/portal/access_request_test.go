package portal_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/identity"
)

// The form is found by profession or type of establishment (A1), from the sign-in page.
func TestA1_TheFormIsFoundByProfessionOrEstablishment(t *testing.T) {
	h := openAccess(t)
	b := h.visit(t).Get("/signin").Follow("Demander un accès aux services en ligne")
	require.Equal(t, "/access", b.URL.Path)
	for _, words := range []string{
		"Ma profession Médecins", "Pharmaciens et pharmaciennes", "Mon type d’établissement Cliniques et cabinets", "Établissements du réseau de la santé",
		"vous n’avez pas à faire de demande d’accès : vous pouvez dès maintenant créer votre compte. Créer mon compte avec un numéro de référence", // A6
		"remplissez-en un distinct par personne et par service",                                                // A2
		"Vous pouvez aussi demander un accès pour des membres de votre personnel.",                             // A3
		"reçoivent chacune un courriel, et signent chacune le formulaire",                                      // A4
		"Par courriel, joignez chaque formulaire dans un fichier séparé : autrement, la demande sera refusée.", // A5
		"Les adresses partagées ne sont pas acceptées.", "Les deux adresses doivent être différentes.",         // A7
		"le nom d’utilisateur est envoyé à la personne qui autorise", "le mot de passe temporaire est envoyé à la personne qui utilisera le service", // A8
		"Registre des directives médicales anticipées (DMA)", "Espace gouvernance – Conseil d’administration", "J’ai un code secret", // A11
		"en fermant sa session avant de quitter son poste de travail", // A13
		"Un compte utilisé par une autre personne est désactivé.",     // A14
		"Médecins non vérifié",
	} {
		require.Contains(t, b.Text(), words)
	}
	h.portal.Office = nil
	require.NotContains(t, h.visit(t).Get("/signin").Body, "/access")
	require.Equal(t, http.StatusNotFound, h.visit(t).Get("/access").Status)
}

// Every step is kept, right or wrong, and resumed (A1, A2).
func TestA1_EveryStepIsKeptRightOrWrong(t *testing.T) {
	h := openAccess(t)
	b := h.visit(t).Get("/access")
	b.Form("#forms-list").Press("physicians")
	b.Form("#step").Fill("given", "  Luc ").Fill("family", "").Fill("email", "luc à la clinique").Press("continue")
	require.Equal(t, []string{"Choisissez un service en ligne.", "Inscrivez le nom de famille.", "Inscrivez une adresse courriel complète, comme prenom.nom@exemple.org."}, b.Errors())
	require.Equal(t, "luc à la clinique", b.Value("email"))
	b.Form("#step").Press("later")
	require.Equal(t, "/access/requests", b.URL.Path)
	require.Contains(t, b.Text(), "Votre demande est enregistrée dans ce navigateur.")
	require.Contains(t, b.Text(), "À terminer Pas encore envoyée. Gardée jusqu’au 22 décembre 2026 à 10 h 00.")
	b.Follow("Reprendre Luc").Form("#step").Press("en")
	require.Equal(t, "luc à la clinique", b.Value("email"), "the language loses nothing")
	b.Form("#step").Press("fr")

	person(b, luc())
	require.True(t, strings.HasSuffix(b.URL.Path, "/authoriser"))
	b.Form("#step").Press("continue")
	require.Len(t, b.Errors(), 5)
	authoriser(b, luc())
	require.True(t, strings.HasSuffix(b.URL.Path, "/submission"))
	require.Contains(t, b.Text(), "Formulaire « Médecins » non vérifié")
	require.Contains(t, b.Text(), "Service « Facturation en ligne » non vérifié")
	require.Empty(t, h.letters(t, identity.AccessSign), "nothing has left yet")
	require.Equal(t, "/access/requests?notice=access-elsewhere", b.Another().Get(b.URL.Path).URL.RequestURI(), "another browser's")
}

// What would have it refused is said before it is sent, with what corrects it (A7, A11).
func TestA7_WhatWouldBeRefusedIsSaidBeforeItIsSent(t *testing.T) {
	h := openAccess(t)
	a := luc()
	a.email, a.authEmail = "info@clinique.example", "INFO+luc@clinique.example"
	b := fill(h.visit(t), a)
	require.Contains(t, b.Text(), "Telle quelle, la demande serait refusée")
	require.Contains(t, b.Text(), "Les deux adresses courriel sont la même. Corriger")
	require.Contains(t, b.Text(), "est une adresse partagée. Corriger")
	for _, button := range portaltest.All(b.Page, "button") {
		require.NotEqual(t, "submit", portaltest.Attr(button, "value"))
	}
	at := b.URL.Path
	sent := b.Form("#step")
	sent.Values.Set("do", "submit")
	sent.Send()
	require.Equal(t, at, b.URL.Path, "whoever posts it anyway sees why")
	b.Follow("Corriger Les deux adresses courriel sont la même.")
	require.True(t, strings.HasSuffix(b.URL.Path, "/authoriser"))
	b.Form("#step").Fill("authoriserEmail", "diane.gagnon@exemple.org").Press("continue")
	require.Equal(t, at, b.URL.Path, "back to the check page")
	require.NotContains(t, b.Text(), "Les deux adresses courriel sont la même.")
}

// Both sign the same text, each from their own mailbox (A2, A4, A13).
func TestA4_BothSignFromTheirOwnMailbox(t *testing.T) {
	h := openAccess(t)
	b := fill(h.visit(t), luc())
	b.Form("#step").Press("submit")
	require.Contains(t, b.Text(), "La demande est envoyée : les deux personnes ont reçu un courriel pour la signer.")
	require.Contains(t, b.Text(), "ont jusqu’au 22 décembre 2026 à 10 h 00 pour signer")
	require.Len(t, h.letters(t, identity.AccessSign), 2)

	path := h.signPath(t, "luc.tremblay@exemple.org")
	other := b.Another().Get(path)
	require.Contains(t, other.Text(), "Vous êtes Luc Tremblay, la personne qui utilisera le service.")
	require.Contains(t, other.Text(), "Service en ligne : Facturation en ligne")
	require.Contains(t, other.Text(), "fermer ma session avant de quitter mon poste de travail")
	require.Regexp(t, "Formulaire du 1er novembre 2026, texte n° 1, empreinte [0-9a-f]{16}…", other.Text())
	require.Equal(t, "same-origin", other.Header.Get("Referrer-Policy"))
	other.Form("#step").Press("")
	require.Equal(t, []string{"Inscrivez votre prénom et votre nom.", "Cochez la case pour prendre les engagements, puis signez."}, other.Errors())
	other.Form("#step").Fill("signature", "Diane Gagnon").Tick("agreed").Press("")
	require.Contains(t, other.Errors()[0], "Ce n’est pas le nom de la personne qui doit signer.")
	require.Equal(t, "Diane Gagnon", other.Value("signature"))
	other.Form("#step").Fill("signature", "luc tremblay").Press("")
	require.Contains(t, other.Text(), "Votre signature est enregistrée.")
	require.Contains(t, b.Get(b.URL.Path).Text(), "A signé le 22 novembre 2026 à 10 h 00")

	done := h.sign(b, "diane.gagnon@exemple.org", "Diane Gagnon")
	require.Equal(t, "/access/signed", done.URL.Path)
	require.Equal(t, http.StatusGone, other.Get(path).Status, "the letters are spent")
	require.Contains(t, b.Get("/access/requests").Text(), "En traitement Les deux personnes ont signé.")
}

// Whoever signs last and presses twice reads twice that both have signed.
func TestA4_ADoublePressOfTheLastSignatureSaysSigned(t *testing.T) {
	h := openAccess(t)
	b := fill(h.visit(t), luc())
	b.Form("#step").Press("submit")
	h.sign(b, "luc.tremblay@exemple.org", "Luc Tremblay")
	diane := b.Another().Get(h.signPath(t, "diane.gagnon@exemple.org"))
	page, form := diane.URL, diane.Form("#step").Fill("signature", "Diane Gagnon").Tick("agreed")
	form.Press("")
	require.Equal(t, "/access/signed", diane.URL.Path)
	diane.URL = page
	form.Send()
	require.Equal(t, http.StatusOK, diane.Status)
	require.Equal(t, "/access/signed", diane.URL.Path)
	diane.URL = page
	form.Values.Del("agreed")
	form.Send()
	require.Equal(t, http.StatusGone, diane.Status, "who signs nothing is told nothing")
}

// A wrong secret, a spent one and a request that never was get the same page, which names
// nobody.
func TestA4_AWrongLinkTellsNothing(t *testing.T) {
	h := openAccess(t)
	fill(h.visit(t), luc()).Form("#step").Press("submit")
	path := h.signPath(t, "luc.tremblay@exemple.org")
	request, secret := strings.Split(path, "/")[3], strings.Split(path, "/")[4]
	b := h.visit(t)
	want := b.Get("/access/sign/nothing/" + secret).Body
	require.Equal(t, http.StatusGone, b.Status)
	for _, wrong := range []string{"/access/sign/" + request + "/wrong", "/access/sign/" + request + "/wrong/refusal", "/access/sign/a%20b/x"} {
		require.Equal(t, want, b.Get(wrong).Body)
		require.Equal(t, http.StatusGone, b.Call("POST", wrong).Status)
		require.Equal(t, want, b.Body)
	}
	for _, word := range []string{"Luc", "Tremblay", "Gagnon", "exemple.org", "Facturation"} {
		require.NotContains(t, want, word)
	}
	require.Contains(t, want, "demandez à la personne qui a rempli la demande")
}

// Loading the page of a letter changes nothing; a word ends the request, after a question.
func TestA4_SomebodyNamedMayEndTheRequest(t *testing.T) {
	h := openAccess(t)
	b := fill(h.visit(t), luc())
	b.Form("#step").Press("submit")
	path := h.signPath(t, "diane.gagnon@exemple.org")
	other := b.Another()
	for range 3 {
		other.Get(path)
		other.Get(path + "/refusal")
	}
	require.Contains(t, b.Get("/access/requests").Text(), "À signer")
	other.Get(path).Follow("Mettre fin à la demande")
	require.Equal(t, "Mettre fin à cette demande?", heading(other))
	other.Form("/refusal").Press("")
	require.Equal(t, "/access/declined", other.URL.Path)
	require.Len(t, h.letters(t, identity.AccessEnded), 2)
	require.Contains(t, b.Get("/access/requests").Text(), "Refusée par une signataire ou un signataire")
}

// One form for each person and service (A2): another is begun from the first, and one is
// given up after a question.
func TestA2_AnotherServiceForTheSamePerson(t *testing.T) {
	h := openAccess(t)
	b := fill(h.visit(t), luc())
	b.Form("#step").Press("submit")
	b.Get("/access/requests").Form("/copy").Press("")
	require.True(t, strings.HasSuffix(b.URL.Path, "/person"))
	require.Equal(t, []string{"Luc", ""}, []string{b.Value("given"), b.Value("service")})
	b.Form("#step").Tick("service", "eligibility").Press("continue")
	require.Equal(t, "Diane", b.Value("authoriserFirst"))
	b.Form("#step").Press("continue")
	b.Form("#step").Press("submit")
	require.Len(t, h.letters(t, identity.AccessSign), 4)

	b.Follow("Retirer la demande")
	require.Equal(t, "Retirer cette demande?", heading(b))
	require.Empty(t, h.letters(t, identity.AccessEnded))
	b.Form("/withdrawal").Press("")
	require.Contains(t, b.Text(), "La demande est retirée.")
	require.Len(t, h.letters(t, identity.AccessEnded), 2)
}

// A request that is not sent lapses after 30 days.
func TestA1_AnUnsentRequestLapses(t *testing.T) {
	h := openAccess(t)
	b := fill(h.visit(t), luc())
	h.after(untilLapse)
	require.Contains(t, b.Get("/access/requests").Text(), "Aucune demande n’a été commencée dans ce navigateur")
}

// A browser that others use forgets what was filled in, after a question (A7); what was
// sent goes on.
func TestA7_ABrowserForgetsItsRequests(t *testing.T) {
	h := openAccess(t)
	b := fill(h.visit(t), luc())
	b.Form("#step").Press("submit")
	b.Get("/access/requests").Follow("Faire oublier ces demandes à ce navigateur")
	structure(t, b, "fr")
	b.Form("/forgetting").Press("")
	require.Contains(t, b.Text(), "Ce navigateur a oublié vos demandes.")
	require.NotContains(t, b.Get("/access/requests").Text(), "Luc")
	require.Equal(t, http.StatusOK, b.Get(h.signPath(t, "luc.tremblay@exemple.org")).Status)
}

// Letters to an address are counted, whoever asks for them (A7): what was filled in stays.
func TestA7_ManyRequestsForOneAddressWait(t *testing.T) {
	h := openAccess(t)
	for range 8 {
		fill(h.visit(t), luc()).Form("#step").Press("submit")
	}
	sent := len(h.letters(t, identity.AccessSign))
	b := fill(h.visit(t), luc())
	b.Form("#step").Press("submit")
	require.Contains(t, b.Text(), "Trop de courriels sont partis vers une de ces adresses aujourd’hui.")
	require.Len(t, h.letters(t, identity.AccessSign), sent)
	require.Contains(t, b.Text(), "Luc Tremblay")
}

// The secret of the browser is guarded as those of linking are, for 30 days (checklist 79).
func TestA1_TheBrowsersSecretIsGuarded(t *testing.T) {
	h := openAccess(t)
	h.portal.Secure = true
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/access", strings.NewReader(url.Values{"id": {"r1"}, "form": {"physicians"}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer := httptest.NewRecorder()
	h.portal.Handler().ServeHTTP(answer, r)
	require.Equal(t, "/access/requests/r1/person", answer.Header().Get("Location"))
	require.Len(t, answer.Result().Cookies(), 1)
	c := answer.Result().Cookies()[0]
	require.Equal(t, "__Host-access", c.Name)
	require.True(t, c.HttpOnly && c.Secure)
	require.Equal(t, http.SameSiteLaxMode, c.SameSite)
	require.Equal(t, 30*24*60*60, c.MaxAge)
}

// Every page of these has the structure of all others, in both languages, empty and wrong.
func TestA1_PagesAreStructured(t *testing.T) {
	h := openAccess(t)
	b := h.visit(t)
	look := func(path string) {
		for _, language := range []string{"en", "fr"} {
			b.Get(path)
			which := "/language"
			if strings.Contains(b.Body, `id="step"`) {
				which = "#step"
			}
			b.Form(which).Press(language)
			b.Get(path)
			structure(t, b, language)
		}
	}
	look("/access")
	look("/access/requests")
	look("/access/signed")
	look("/access/declined")
	b.Get("/access").Form("#forms-list").Press("physicians")
	base := strings.TrimSuffix(b.URL.Path, "/person")
	look(base + "/person?errors=1")
	look(base + "/form")
	look("/access/requests")
	a := luc()
	a.authEmail = a.email
	person(b.Get(base+"/person"), a)
	look(base + "/authoriser?errors=1")
	authoriser(b.Get(base+"/authoriser"), a)
	look(base + "/submission")
	authoriser(b.Get(base+"/authoriser"), luc()).Form("#step").Press("submit")
	look(base)
	look(base + "/withdrawal")
	path := h.signPath(t, "luc.tremblay@exemple.org")
	look(path)
	look(path + "/refusal")
}
