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

// The source, step 4: "Mes formations", "Accéder", "Lancer l'examen", "Commencer", the
// questions, "Fermer la fenêtre", "Quitter la page", "Déconnexion".
func TestE9_AnExamWithTheLabelsOfTheSource(t *testing.T) {
	h := openExams(t)
	s := h.authorise(t, espace, "")
	b := h.signIn(t, "genevieve")
	require.Contains(t, b.Text(), "Surveillance d’un espace clos – Examen autorisé jusqu’à 17 h 00")
	b.Follow("Mes formations")
	require.Contains(t, b.Text(), "Examen autorisé jusqu’à 17 h 00")
	require.Contains(t, b.Text(), "Examen non autorisé Présentez-vous à votre point de service")

	b.Follow("Accéder Formation de surveillant d’espace clos")
	require.Equal(t, "/trainings/espace-clos", b.URL.Path)
	require.Equal(t, "10 min", b.Row("time"))
	require.Equal(t, "5", b.Row("questions"))
	require.Equal(t, "3 points sur 5", b.Row("pass"), "3/5 of 5 points")
	require.Contains(t, b.Text(), "Contenu non vérifié")
	require.Equal(t, []string{"Lancer l’examen"}, buttons(b))
	b.Form("/launch").Press("")
	require.Equal(t, "/sittings/1?epoch=1", b.URL.RequestURI())
	require.Equal(t, []string{"Commencer"}, buttons(b))
	b.Form("/begin").Press("")
	for k := range s.Paper {
		require.Equal(t, k+1, number(t, b))
		require.Subset(t, buttons(b), []string{"Enregistrer et continuer", "Fermer la fenêtre"})
		h.fillIn(t, b, s, k+1, true).Press("continue")
	}
	require.Equal(t, "/sittings/1/close", b.URL.Path)
	require.Contains(t, b.Text(), "Vous avez répondu aux 5 questions.")
	require.Equal(t, []string{"Quitter la page"}, buttons(b))
	b.Form("/close").Press("")
	require.Equal(t, "/sittings/1/result", b.URL.Path)
	require.Contains(t, b.Text(), "Réussite Vous avez 5 points sur 5.")
	require.Contains(t, buttons(b), "Déconnexion")
	require.Contains(t, b.Get("/trainings").Text(), "Réussite 5 points sur 5 – note de passage : 3")
	b.Get("/sittings/1/result").Form("/signout").Press("")
	require.Equal(t, "/signin", b.URL.Path)
}

func TestE9_TheListSaysWhereEachExamStands(t *testing.T) {
	h := openExams(t)
	desk := h.portal.ServicePoint
	b := h.signIn(t, "genevieve")
	says := func(want string) {
		t.Helper()
		require.Contains(t, b.Get("/trainings").Text(), want)
		require.Contains(t, b.Get("/trainings/espace-clos").Text(), want)
	}
	says("Examen non autorisé")
	require.NotContains(t, b.Text(), "Lancer l’examen")
	s := h.authorise(t, espace, "")
	_, err := desk.Cancel(t.Context(), proctor, s.Key, h.because(exam.ByMistake))
	require.NoError(t, err)
	says("Examen non commencé L’opérateur a annulé l’accès à l’examen à 10 h 0 min 0 s.")
	require.NotContains(t, b.Text(), "Louise", "the role is said, not the name")

	h.authorise(t, espace, "")
	says("Examen autorisé jusqu’à 17 h 00")
	b.Get("/trainings/espace-clos").Form("/launch").Press("").Form("/begin").Press("")
	h.pass(3*time.Minute + 50*time.Second)
	says("En cours Il vous reste 6 min 10 s, jusqu’à 10 h 10.")
	require.Equal(t, []string{"Continuer l’examen"}, buttons(b))
	require.Contains(t, b.Get("/").Text(), "Surveillance d’un espace clos – En cours")
	_, err = desk.Pause(t.Context(), proctor, exam.Key{Org: otpq, Member: "genevieve", Number: 2}, h.because(""))
	require.NoError(t, err)
	says("Suspendu L’examen est suspendu depuis 10 h 3 min 50 s.")
	_, err = desk.Terminate(t.Context(), proctor, exam.Key{Org: otpq, Member: "genevieve", Number: 2}, h.because(exam.StoppedBefore))
	require.NoError(t, err)
	says("Échec 0 point sur 5 – note de passage : 3")
	require.NotContains(t, b.Text(), "Comment l’examen se déroule", "there is none to come")
	require.Contains(t, b.Get("/trainings/espace-clos").Text(), "Examens passés 22 novembre 2026 à 10 h 03 Échec 22 novembre 2026 à 10 h 00 Examen non commencé")

	h.authorise(t, signaleur, "")
	h.at("2026-11-22T22:00:00Z")
	b = h.signIn(t, "genevieve")
	require.Contains(t, b.Get("/trainings/signaleur").Text(), "L’autorisation a pris fin avec la journée du point de service, à 17 h 0 min 0 s.")
}

func TestE9_WithoutATrainingThePagesSayWhatToDo(t *testing.T) {
	h := openExams(t)
	h.account(t, "nouveau", "nouveau", identity.RoleLearner)
	b := h.signIn(t, "nouveau")
	require.Contains(t, b.Text(), "Mes formations")
	require.NotContains(t, b.Text(), "Mon portfolio", "a learner has no file to open")
	require.Contains(t, b.Follow("Mes formations").Text(), "adressez-vous à votre point de service")
	for _, path := range []string{"/trainings/espace-clos", "/sittings/1", "/sittings/01", "/sittings/-1", "/sittings/1/questions/1", "/sittings/1/time"} {
		require.Equal(t, http.StatusNotFound, b.Get(path).Status, path)
		require.NotContains(t, b.Text(), "Aller au portfolio")
	}
	require.Contains(t, h.signIn(t, "sylvie").Get("/trainings").Text(), "Page introuvable", "staff without a file of their own")
	h.account(t, "louise", "", identity.RoleOperator)
	require.Contains(t, h.signIn(t, "louise").Text(), "Point de service formation")
	h.portal.ServicePoint = nil
	require.Equal(t, http.StatusNotFound, h.signIn(t, "genevieve").Get("/trainings").Status, "no service point, no such pages")
}

// workstation makes the browser a workstation of the service point.
func (h *house) workstation(t *testing.T, b *portaltest.Browser, name string) {
	t.Helper()
	_, secret, err := h.portal.ServicePoint.RegisterWorkstation(t.Context(), proctor, "quebec", name)
	require.NoError(t, err)
	b.Client.Jar.SetCookies(b.URL, []*http.Cookie{{Name: "workstation", Value: secret}})
}

func TestE8_TheWorkstationOffersNoRemembering(t *testing.T) {
	h := openExams(t)
	b := h.visit(t).Get("/signin")
	require.NotContains(t, b.Text(), "partagé")
	cookies := signingIn(t, b)
	require.Contains(t, cookies, "Max-Age=43200", "elsewhere the session lives its twelve hours")

	post := b.Another().Get("/signin")
	h.workstation(t, post, "Poste 1")
	post.Get("/signin")
	require.Contains(t, post.Text(), "Ce poste de travail est partagé.")
	require.NotContains(t, post.Body, "Se souvenir")
	require.Empty(t, portaltest.All(post.Form("#step").Node, "input")[3:], "return, login, password, and nothing to tick")
	cookies = signingIn(t, post)
	require.NotContains(t, cookies, "Max-Age")
	require.NotContains(t, cookies, "Expires")
}

// signingIn signs in by the form of the page and returns the cookie that is set.
func signingIn(t *testing.T, b *portaltest.Browser) string {
	t.Helper()
	r, err := http.NewRequest("POST", b.Server.URL+"/signin", strings.NewReader(b.Form("#step").Fill("login", "genevieve").Fill("password", password).Values.Encode()))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, c := range b.Client.Jar.Cookies(b.URL) {
		r.AddCookie(c)
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	require.Equal(t, http.StatusSeeOther, answer.StatusCode)
	return answer.Header.Get("Set-Cookie")
}

func TestE8_NothingIsLeftAtTheWorkstationAfterSigningOut(t *testing.T) {
	h := openExams(t)
	b := h.visit(t).Get("/signin")
	h.workstation(t, b, "Poste 1")
	b.SignIn("genevieve", password)
	b.Form("/language").Press("en")
	require.Contains(t, b.Text(), "Welcome")
	b.Call("POST", "/signout")
	require.Equal(t, `"cache", "storage"`, b.Header.Get("Clear-Site-Data"))
	b.Get("/signin")
	require.Contains(t, b.Text(), "Ce poste de travail est partagé.", "it is a workstation still, in French for the next learner")
	var names []string
	for _, c := range b.Client.Jar.Cookies(b.URL) {
		names = append(names, c.Name)
	}
	require.Equal(t, []string{"workstation"}, names)

	elsewhere := h.signIn(t, "genevieve").Call("POST", "/signout")
	require.Empty(t, elsewhere.Header.Get("Clear-Site-Data"))
}

func TestE8_TheExamOpensAtTheAssignedWorkstationAlone(t *testing.T) {
	h := openExams(t)
	post := h.visit(t).Get("/signin")
	h.workstation(t, post, "Poste 1")
	other := post.Another().Get("/signin")
	h.workstation(t, other, "Poste 2")
	s := h.authorise(t, espace, "Poste 1")
	for _, b := range []*portaltest.Browser{other, post.Another()} {
		b.SignIn("genevieve", password).Get("/trainings/espace-clos")
		require.Contains(t, b.Text(), "Commencez-le avant cette heure, au poste « Poste 1 ».")
		b.Form("/launch").Press("")
		require.Equal(t, http.StatusConflict, b.Status)
		require.Contains(t, b.Text(), "Cet examen est assigné au poste « Poste 1 », et ce navigateur n’est pas ce poste.")
	}
	post.SignIn("genevieve", password).Get("/trainings/espace-clos").Form("/launch").Press("").Form("/begin").Press("")
	require.Equal(t, "/sittings/1/questions/1", post.URL.Path)

	// The number of the launch can be guessed; the workstation cannot.
	require.Equal(t, http.StatusConflict, other.Get("/sittings/1/questions/1?epoch=1").Status)
	require.Contains(t, other.Text(), "L’examen n’est pas ouvert dans cette fenêtre")
	f := h.fillIn(t, post, s, 1, true)
	f.Values.Set("do", "continue")
	r, err := http.NewRequest("POST", post.Server.URL+"/sittings/1/questions/1", strings.NewReader(f.Values.Encode()))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	require.Equal(t, http.StatusConflict, other.Do(r).Status)
	require.Zero(t, h.own(t, 1).Answered())

	// Moved by the operator, it goes on at the other one.
	_, err = h.portal.ServicePoint.Move(t.Context(), proctor, s.Key, "Poste 2", h.because(""))
	require.NoError(t, err)
	require.Equal(t, http.StatusConflict, f.Press("continue").Status)
	other.Get("/trainings/espace-clos").Form("/launch").Press("")
	require.Equal(t, "/sittings/1/questions/1", other.URL.Path)
}
