package portal_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/identity"
)

// An operator who lacks a step is led to it; each step is saved apart, and what is wrong
// stays as it was typed.
func TestE1_AnOperatorRegistersInFourSteps(t *testing.T) {
	h := openPoint(t)
	h.account(t, "nina", "", identity.RoleOperator)
	b := h.signIn(t, "nina").Get("/points")
	require.Equal(t, "/points/registration/account", b.URL.Path)
	require.Contains(t, b.Text(), "Avant d’ouvrir le point de service, terminez les quatre étapes de votre inscription.")
	require.Equal(t, []string{"Mon compte À faire", "Mon profil public À faire", "Mes préférences À faire", "Mon membership À faire"}, b.Steps())
	for _, path := range []string{"/points/quebec/learners", "/learners/genevieve", "/learners/genevieve/photo", "/points/quebec/workstations"} {
		require.Equal(t, "/points/registration/account", b.Get(path).URL.Path, path)
	}

	b.Form("#step").Fill("given", "Nina").Fill("email", "nina").Press("continue")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	require.Equal(t, []string{"Inscrivez le nom de famille.", "Inscrivez une adresse de courriel, par exemple nom@exemple.ca."}, b.Errors())
	for _, a := range portaltest.All(b.With("id", "errors"), "a") {
		require.NotNil(t, b.With("id", strings.TrimPrefix(portaltest.Attr(a, "href"), "#")))
	}
	require.Equal(t, "Nina", b.Value("given"))
	b.Form("#step").Fill("family", "Roy").Press("en")
	require.Contains(t, b.Text(), "My account")
	require.Equal(t, []string{"Nina", "Roy", "nina"}, []string{b.Value("given"), b.Value("family"), b.Value("email")}, "what was typed survives the language")
	b.Form("#step").Press("fr")
	b.Form("#step").Fill("email", "nina@point.example").Press("continue")
	require.Equal(t, "/points/registration/profile", b.URL.Path)
	require.Equal(t, "Mon compte Terminée", b.Steps()[0])
	b.Form("#step").Fill("shown", "Nina R.").Fill("employer", "Centre").Fill("city", "Québec").Press("continue")
	b.Form("#step").Tick("notices").Press("continue")
	require.Equal(t, "/points/registration/membership", b.URL.Path)
	b.Form("#step").Fill("membership", "member").Press("continue")
	require.Equal(t, []string{"Inscrivez le numéro."}, b.Errors())
	b.Form("#step").Fill("number", "4411").Press("continue")
	require.Equal(t, "/points/quebec/learners", b.URL.Path)
	require.Contains(t, b.Text(), "Votre inscription est terminée.")
	require.Len(t, learnersShown(b), 3)

	// Every step can be changed afterwards; one that was changed elsewhere meanwhile is told.
	other := b.Another().SignIn("nina", password).Get("/points/registration/profile")
	b.Follow("Mon inscription").Form("#step").Fill("phone", "418 555-0142").Press("continue")
	require.Contains(t, b.Text(), "L’étape est enregistrée.")
	other.Form("#step").Fill("city", "Lévis").Press("continue")
	require.Equal(t, http.StatusConflict, other.Status)
	require.Equal(t, "Lévis", other.Value("city"))
	other.Form("#step").Press("continue")
	require.Equal(t, "Lévis", other.Get("/points/registration/profile").Value("city"))
}

func TestE2_OperatorsAndOnlyTheySeeTheLearnersOfTheirPoint(t *testing.T) {
	h := openPoint(t)
	louise := h.signIn(t, "louise").Get("/")
	louise.Follow("Point de service formation")
	require.Equal(t, "/points/quebec/learners", louise.URL.Path, "one point alone is opened at once")
	for _, path := range []string{"/points/laval/learners", "/points/laval/workstations", "/points/nulle-part/learners", "/learners/emma"} {
		require.Equal(t, http.StatusNotFound, louise.Get(path).Status, path)
	}
	marc := louise.Another().SignIn("marc", password)
	for _, path := range []string{
		"/points/quebec/learners", "/points/quebec/learners.csv", "/learners/genevieve", "/learners/genevieve/identity", "/learners/genevieve/photo",
		"/learners/genevieve/photo/preview.jpg", "/learners/genevieve/sittings/1",
	} {
		require.Equal(t, http.StatusNotFound, marc.Get(path).Status, path)
	}
	require.Contains(t, marc.Get("/points").Text(), "Aucun apprenant n’est en formation à ce point de service.")
	for _, who := range []string{"emma", "genevieve"} {
		b := louise.Another().SignIn(who, password)
		require.NotContains(t, b.Body, "Point de service formation")
		require.Equal(t, http.StatusForbidden, b.Get("/points").Status)
		require.Equal(t, http.StatusNotFound, b.Get("/learners/genevieve").Status, "also of one’s own")
	}
	sylvain := louise.Another().SignIn("sylvain", password).Get("/points")
	require.Contains(t, sylvain.Text(), "Laval")
	sylvain.Follow("Québec")
	require.Len(t, learnersShown(sylvain), 3)
	sylvain.Follow("Tous les points de service")
	require.Equal(t, "/points", sylvain.URL.Path)

	// Staff see the file, without the photo and without anything to do to it.
	h.admit(t)
	sylvie := louise.Another().SignIn("sylvie", password).Get("/learners/genevieve")
	require.Equal(t, http.StatusOK, sylvie.Status)
	require.Empty(t, portaltest.All(sylvie.With("id", "content"), "img"))
	require.Empty(t, buttons(sylvie))
	require.Equal(t, http.StatusForbidden, sylvie.Get("/learners/genevieve/photo/cut.jpg").Status)
}

// Two people of one name are both found, and nobody is picked; the user code is one
// person's alone.
func TestE3_LearnersAreFoundByNameEmailOrCode(t *testing.T) {
	h := openPoint(t)
	b := h.signIn(t, "louise").Get("/points")
	require.Contains(t, b.Text(), "3 apprenants · 0 examen en cours")
	for text, found := range map[string][]string{
		"belanger": {"a-1042", "a-1203"}, "ÉTIENNE Bélanger": {"a-1042", "a-1203"}, "A-1203": {"a-1203"}, "genevieve@": {"genevieve"}, "lav": {"genevieve"},
		"belanger genevieve": nil,
	} {
		b.Get("/points/quebec/learners").Form("search").Fill("text", text).Press("")
		require.Equal(t, found, learnersShown(b), text)
		require.Equal(t, text, b.Form("search").Values.Get("text"))
	}
	b.Get("/points/quebec/learners").Form("search").Fill("text", "personne").Press("")
	require.Contains(t, b.Text(), "Rien ne correspond à votre recherche. Essayez le code d’utilisateur, qui est unique.")
	b.Get("/points/quebec/learners").Follow("Code d’utilisateur")
	require.Equal(t, []string{"a-1042", "a-1203", "genevieve"}, learnersShown(b))
	b.Follow("Code d’utilisateur ▲")
	require.Equal(t, []string{"genevieve", "a-1203", "a-1042"}, learnersShown(b))
	b.Get("/points/quebec/learners?text=lavigne").Follow("Télécharger (CSV)")
	require.Equal(t, "\ufeffNom;Prénom;Code d’utilisateur;Courriel;Formation;Examen;État\r\n"+
		"Lavigne;Geneviève;genevieve;genevieve@apprenants.example;Formation de signaleur routier et Formation de surveillant d’espace clos;;\r\n", b.Body)
	b.Get("/points").Follow("Accéder à la fiche – Geneviève Lavigne, genevieve")
	require.Equal(t, "/learners/genevieve", b.URL.Path)
	b.Follow("Retour à la liste des apprenants")
	require.Equal(t, "/points/quebec/learners", b.URL.Path)
}

// The exams in progress come first, in rows that say so in words as well.
func TestE13_ExamsInProgressComeFirst(t *testing.T) {
	h := openPoint(t)
	h.authorise(t, signaleur, "")
	b := h.signIn(t, "louise").Get("/points")
	require.Equal(t, []string{"a-1042", "a-1203", "genevieve"}, learnersShown(b))
	require.Contains(t, portaltest.TextOf(row(b, "genevieve")), "Autorisé, pas encore lancé")
	h.start(t, signaleur)
	h.pass(3*time.Minute + 10*time.Second)
	b.Get("/points")
	require.Equal(t, []string{"genevieve", "a-1042", "a-1203"}, learnersShown(b))
	first := portaltest.Words(portaltest.TextOf(row(b, "genevieve")))
	require.Contains(t, first, "Examen en cours Signaleur routier Temps restant : 26 min 50 s Dernier signe : il y a 3 min")
	require.Equal(t, "running", portaltest.Attr(row(b, "genevieve"), "class"))
	require.Contains(t, b.Text(), "1 examen en cours Vu à 10 h 3 min 10 s")
	b.Form("search").Tick("progress").Press("")
	require.Equal(t, []string{"genevieve"}, learnersShown(b))
	b.Follow("Actualiser")
	require.Equal(t, []string{"genevieve"}, learnersShown(b))
	b.Follow("Télécharger (CSV)")
	require.Contains(t, b.Body, ";Signaleur routier;Examen en cours\r\n")
}

func TestE14_WhoHasFinishedLeavesTheList(t *testing.T) {
	h := openPoint(t)
	s := h.authorise(t, signaleur, "")
	h.start(t, signaleur)
	b := h.signIn(t, "louise").Get("/points")
	require.Contains(t, portaltest.TextOf(row(b, "genevieve")), "signaleur routier")
	own := identity.Actor{Org: otpq, Account: "genevieve", Member: "genevieve", Name: "Geneviève Lavigne", Roles: []identity.Role{identity.RoleLearner}}
	_, _, err := h.portal.ServicePoint.Submit(t.Context(), own, s.Number, "fin", h.own(t, s.Number).Attempt.Epoch)
	require.NoError(t, err)
	b.Get("/points")
	require.NotContains(t, portaltest.TextOf(row(b, "genevieve")), "signaleur routier", "the other training goes on")
	h.authorise(t, espace, "")
	h.start(t, espace)
	h.pass(time.Hour)
	b.SignIn("louise", password)
	require.Equal(t, []string{"a-1042", "a-1203"}, learnersShown(b.Get("/points")), "out of time is finished too")
	require.Contains(t, b.Get("/learners/genevieve").Text(), "Temps écoulé")
}

// Once the point's day is over, the pages remind of signing out.
func TestE17_AfterClosingThePagesRemindOfSigningOut(t *testing.T) {
	h := openPoint(t)
	b := h.signIn(t, "louise").Get("/points")
	require.NotContains(t, b.Text(), "vous déconnecter")
	h.at("2026-11-22T22:00:00Z")
	b.SignIn("louise", password).Get("/points")
	require.Contains(t, b.Text(), "La journée du point de service est terminée depuis 17 h 00. Assurez-vous de vous déconnecter de votre compte.")
	b.Get("/learners/genevieve").Form("/signout").Press("")
	require.Equal(t, "/signin", b.URL.Path)
}

// A browser becomes a workstation by a cookie that only the server reads; removing it is
// confirmed first.
func TestAWorkstationIsRegisteredAndRemoved(t *testing.T) {
	h := openPoint(t)
	b := h.signIn(t, "louise").Get("/points").Follow("Postes de travail")
	require.Contains(t, b.Text(), "Aucun poste n’est enregistré")
	b.Form("#step").Press("")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	b.Form("#step").Fill("name", "Poste 3").Press("")
	require.Contains(t, b.Text(), "Ce navigateur est le poste « Poste 3 ».")
	require.Contains(t, portaltest.TextOf(b.With("data-workstation", "Poste 3")), "Ce navigateur")
	karine := b.Another().SignIn("karine", password).Get("/points/quebec/workstations")
	require.NotContains(t, portaltest.TextOf(karine.With("data-workstation", "Poste 3")), "Ce navigateur")
	karine.Follow("Retirer Poste 3")
	require.Contains(t, karine.Text(), "Retirer ce poste? Poste 3")
	form := karine.Form("/workstations/removal?name=Poste+3")
	form.Press("")
	require.Contains(t, karine.Text(), "Le poste est retiré.")
	form.Send()
	require.Equal(t, http.StatusOK, karine.Status, "what is removed twice is removed")

	// The cookie is one year's, for the server alone.
	r, err := http.NewRequest(http.MethodPost, b.Server.URL+"/points/quebec/workstations", strings.NewReader("name=Poste+4"))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	b.Client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	b.Do(r)
	set := b.Header.Get("Set-Cookie")
	for _, part := range []string{"workstation=", "HttpOnly", "SameSite=Lax", "Max-Age=31536000", "Path=/"} {
		require.Contains(t, set, part)
	}
	p, err := h.portal.ServicePoint.Point(t.Context(), proctor, "quebec")
	require.NoError(t, err)
	secret, _, _ := strings.Cut(strings.TrimPrefix(set, "workstation="), ";")
	here, ok := p.Workstation(exam.Digest(secret))
	require.True(t, ok)
	require.Equal(t, "Poste 4", here.Name)
}
