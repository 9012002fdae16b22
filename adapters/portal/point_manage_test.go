package portal_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/identity"
)

func TestE2_StaffOpenAServicePointAndChooseWhoWorksThere(t *testing.T) {
	h := open(t)
	d := withExams(t, h)
	b := h.signIn(t, "sylvie").Get("/queue").Follow("Points de service")
	require.Contains(t, b.Text(), "2 points de service")
	require.Contains(t, portaltest.Words(portaltest.TextOf(b.With("data-point", "quebec"))), "Centre de la Capitale quebec 17:00 louise 0 1 0")

	b.Form("#step").Fill("name", "Rive-Sud").Fill("id", "Rive Sud").Fill("closes", "17 h").Fill("operators", "louise@point.example").Press("")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	require.Len(t, b.Errors(), 3)
	require.Contains(t, b.Errors()[0], "par exemple quebec-nord")
	require.Contains(t, b.Errors()[1], "par exemple 17:00")
	require.Contains(t, b.Errors()[2], "Une adresse de courriel n’en est pas un.")
	b.Form("#step").Fill("id", "quebec").Fill("closes", "16:30").Fill("operators", "louise, marc").Press("")
	require.Equal(t, http.StatusConflict, b.Status)
	require.Equal(t, []string{"Un point de service a déjà cet identifiant. Choisissez-en un autre."}, b.Errors())
	require.Equal(t, "Rive-Sud", b.Value("name"), "what was typed survives")
	b.Form("#step").Tick("stops").Press("en")
	require.Equal(t, "16:30", b.Value("closes"))
	b.Form("#step").Fill("id", "rive-sud").Press("fr")
	b.Form("#step").Press("")
	require.Contains(t, b.Text(), "Le point de service est ouvert.")
	require.Contains(t, b.Text(), "16:30, met fin aux examens en cours")
	require.Contains(t, b.Text(), "Personne n’est en formation à ce point de service.")
	p, err := d.Point(t.Context(), sylvie, "rive-sud")
	require.NoError(t, err)
	require.Equal(t, []identity.AccountID{"louise", "marc"}, p.Operators)

	// Changed by two at once: the second sees the first's, with what was typed.
	b.Follow("Modifier le point de service")
	form := b.Form("#step").Fill("name", "Longueuil")
	_, err = d.PutPoint(t.Context(), sylvie, exam.Point{ID: "rive-sud", Name: "Brossard", Closes: "17:00", Version: p.Version})
	require.NoError(t, err)
	form.Press("")
	require.Equal(t, http.StatusConflict, b.Status)
	require.Equal(t, "Longueuil", b.Value("name"))
	b.Form("#step").Fill("closes", "").Press("")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	b.Form("#step").Fill("closes", "18:00").Fill("operators", "").Press("")
	require.Contains(t, b.Text(), "Le point de service est modifié.")
	require.Contains(t, b.Text(), "Longueuil")
	require.Contains(t, b.Text(), "Opérateurs Aucun")

	b.Get("/queue/points?text=zzz")
	require.Contains(t, b.Text(), "Rien ne correspond à votre recherche.")
	b.Get("/queue/points.csv?text=LONGUEUIL")
	require.Equal(t, "\ufeffPoint de service;Identifiant;Fermeture;Opérateurs;Postes;En formation;Examens en cours\r\nLongueuil;rive-sud;18:00, met fin aux examens en cours;Aucun;0;0;0\r\n", b.Body)
}

func TestE3_StaffSearchTheLearnersOfAPoint(t *testing.T) {
	h := open(t)
	d := withExams(t, h)
	for code, name := range map[string][2]string{"a-1": {"Étienne", "Bélanger"}, "a-2": {"Etienne", "Belanger"}} {
		_, err := d.Enrol(t.Context(), sylvie, exam.Enrolling{Member: identity.MemberID(code), Point: "quebec", First: name[0], Last: name[1], Exam: "espace-clos"})
		require.NoError(t, err)
	}
	admitted(t, d)
	begun(t, d, "signaleur")
	b := h.signIn(t, "sylvie").Get("/queue/points/quebec")
	require.Contains(t, b.Text(), "3 apprenants")
	rows := portaltest.All(b.Page, "tbody")[0]
	require.Contains(t, portaltest.Words(portaltest.TextOf(portaltest.All(rows, "tr")[0])), "Lavigne Geneviève (genevieve) Geneviève genevieve genevieve@apprenants.example Signaleur routier Surveillance d’un espace clos Signaleur routier – En cours")
	b.Get("/queue/points/quebec?text=belanger+etienne")
	require.Contains(t, b.Text(), "2 apprenants")
	b.Get("/queue/points/quebec?text=zzz")
	require.Contains(t, b.Text(), "Rien ne correspond à votre recherche.")
	b.Get("/queue/points/quebec/learners.csv?text=a-1")
	require.Equal(t, "\ufeffNom;Prénom;Code d’utilisateur;Courriel;Formations;État de l’examen\r\nBélanger;Étienne;a-1;;Surveillance d’un espace clos;\r\n", b.Body)
	require.Equal(t, http.StatusNotFound, b.Get("/queue/points/nowhere").Status)
}

func TestE3_StaffEnrolALearner(t *testing.T) {
	h := open(t)
	d := withExams(t, h)
	b := h.signIn(t, "sylvie").Get("/queue/points/laval").Follow("Inscrire un apprenant")
	b.Form("#step").Fill("member", "Paul Roy").Fill("email", "paul").Press("")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	require.Len(t, b.Errors(), 5)
	for _, a := range portaltest.All(b.Page, "a") {
		if id, found := strings.CutPrefix(portaltest.Attr(a, "href"), "#"); found {
			b.With("id", id)
		}
	}
	b.Form("#step").Date("birth", portaltest.Day{Day: "31", Month: "2", Year: "1990"}).Press("")
	require.Len(t, b.Errors(), 1)
	require.Equal(t, "paul", b.Value("email"), "what was typed survives")

	// A mistyped code does not write over somebody else's file.
	b.Form("#step").Fill("member", "genevieve").Fill("firstName", "Paul").Fill("lastName", "Roy").Fill("email", "paul@apprenants.example").
		Date("birth", portaltest.Day{Day: "17", Month: "mai", Year: "1990"}).Fill("exam", "signaleur").Press("")
	require.Equal(t, http.StatusConflict, b.Status)
	require.Equal(t, []string{"Le code genevieve est celui de Geneviève Lavigne, à « Centre de la Capitale ». Vérifiez le code, ou cochez la case pour écrire à la place ce qui est inscrit ici."}, b.Errors())
	b.Form("#step").Fill("member", "paul").Press("")
	require.Equal(t, http.StatusOK, b.Status)
	require.Contains(t, b.Text(), "L’apprenant est inscrit.")
	require.Contains(t, b.Text(), "Paul Roy Code d’utilisateur paul Courriel paul@apprenants.example Langue Français Date de naissance 17 mai 1990 "+
		"Identité Pas encore confirmée au point de service Photo Aucune; l’opérateur du point de service en ajoute une")
	require.Contains(t, b.Text(), "Aucun examen n’a encore été autorisé.")

	// Another training: what is known is there already, and needs no confirmation.
	b.Follow("Inscrire à une formation")
	require.Equal(t, "Paul", b.Value("firstName"))
	require.Equal(t, "5", b.Value("birth.month"))
	b.Form("#step").Fill("exam", "espace-clos").Press("")
	require.Equal(t, "/queue/learners/paul", b.URL.Path)
	f, err := d.File(t.Context(), sylvie, "paul")
	require.NoError(t, err)
	require.Len(t, f.Learner.Enrolments, 2)

	// The same person at another point.
	b.Get("/queue/points/quebec/enrolment?member=paul").Form("#step").Fill("exam", "signaleur").Press("")
	require.Equal(t, http.StatusConflict, b.Status)
	b.Form("#step").Tick("sure").Press("")
	require.Contains(t, b.Text(), "L’apprenant est inscrit.")
	f, err = d.File(t.Context(), sylvie, "paul")
	require.NoError(t, err)
	require.Equal(t, exam.PointID("quebec"), f.Point.ID)
}

// The file to the staff: every sitting with its result, and the card of one that was
// passed; the photo is not there (E10).
func TestE10_StaffIssueTheCardFromTheLearnersFile(t *testing.T) {
	h := open(t)
	d := withExams(t, h)
	admitted(t, d)
	sat(t, d, "signaleur", 3)
	sat(t, d, "espace-clos", -1)
	b := h.signIn(t, "sylvie").Get("/queue/points/quebec")
	require.Contains(t, b.Text(), "Personne n’est en formation", "both trainings have ended")
	b.Get("/queue/points").Form("/queue/learners").Press("")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	require.Equal(t, []string{"Inscrivez le code d’utilisateur."}, b.Errors())
	for _, nobody := range []string{"personne", "Pas un code"} {
		b.Form("/queue/learners").Fill("code", nobody).Press("")
		require.Equal(t, http.StatusNotFound, b.Status)
		require.Contains(t, b.Errors()[0], "Aucun apprenant n’a ce code.")
		require.Equal(t, nobody, b.Form("/queue/learners").Values.Get("code"))
	}
	b.Form("/queue/learners").Fill("code", " Genevieve ").Press("")
	require.Equal(t, "/queue/learners/genevieve", b.URL.Path)
	require.Empty(t, portaltest.All(b.Page, "img"))
	require.Contains(t, b.Text(), "Confirmée le 22 novembre 2026 à 10 h 00 par Louise Bergeron : Permis de conduire d’ailleurs")
	require.Contains(t, b.Text(), "elle ne paraît que sur la carte")
	require.Contains(t, portaltest.Words(portaltest.TextOf(b.With("data-sitting", "1"))), "Échec")
	require.NotContains(t, portaltest.TextOf(b.With("data-sitting", "1")), "Produire")
	passed := portaltest.Words(portaltest.TextOf(b.With("data-sitting", "2")))
	require.Contains(t, passed, "Terminé par l’apprenant")
	require.Contains(t, passed, "Réussite 5 points sur 5")
	// It is final, so that it is confirmed.
	b.Follow("Produire la carte d’attestation – Surveillance d’un espace clos")
	require.Contains(t, b.Text(), "Une fois la carte produite, le résultat ne change plus.")
	b.Form("/sittings/2/card").Press("")
	require.Contains(t, b.Text(), "La carte d’attestation est produite.")
	b.Follow("Revenir à la fiche de l’apprenant")
	require.Equal(t, "/queue/learners/genevieve", b.URL.Path)
	b.Follow("Carte d’attestation – Surveillance d’un espace clos")
	require.Equal(t, http.StatusOK, b.Status)
}

// The staff's pages are the staff's, and each has a title of its own in both languages.
func TestTheStaffsPagesOfExams(t *testing.T) {
	h := open(t)
	d := withExams(t, h)
	admitted(t, d)
	sat(t, d, "signaleur", 3)
	s, err := d.IssueCard(t.Context(), sylvie, sat(t, d, "espace-clos", -1).Key)
	require.NoError(t, err)
	b := h.signIn(t, "sylvie")
	paths := []string{
		"/queue/points", "/queue/points/quebec", "/queue/points/quebec?text=rien", "/queue/points/quebec/settings", "/queue/points/quebec/enrolment",
		"/queue/learners/genevieve", "/learners/genevieve/sittings/1/card", "/learners/genevieve/sittings/2/card", "/verify?code=" + s.Card.Code.String(),
	}
	for _, language := range []string{"fr", "en"} {
		if language == "en" {
			b.Get("/queue").Form("/language").Press("en")
		}
		titles := map[string]bool{}
		for _, path := range paths {
			b.Get(path)
			require.Equal(t, http.StatusOK, b.Status, path)
			structure(t, b, language)
			require.False(t, titles[b.Title()] && !strings.Contains(path, "?"), b.Title())
			titles[b.Title()] = true
		}
	}
	for _, who := range []string{"emma", "genevieve", "louise", "sylvain"} {
		other := b.Another().SignIn(who, password)
		for _, path := range paths[:6] {
			require.Equal(t, http.StatusForbidden, other.Get(path).Status, "%s %s", who, path)
		}
		require.Equal(t, http.StatusForbidden, other.Call("POST", "/queue/points/quebec/enrolment").Status)
		require.Equal(t, http.StatusForbidden, other.Call("POST", "/queue/points").Status)
	}
}
