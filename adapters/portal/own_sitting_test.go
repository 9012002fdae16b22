package portal_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/identity"
)

// key is the learner's first sitting.
var key = exam.Key{Org: otpq, Member: "genevieve", Number: 1}

// scriptTold is what the script of the timer is told.
type scriptTold struct {
	State         string
	Now, Deadline int64
	Until         string
}

// clockOf asks what the script of the timer asks.
func clockOf(t *testing.T, b *portaltest.Browser, path string) (answer scriptTold) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(b.Get(path).Body), &answer))
	require.Equal(t, "application/json", b.Header.Get("Content-Type"))
	return answer
}

func TestE11_TheTimerWithoutScripts(t *testing.T) {
	h := openExams(t)
	h.authorise(t, signaleur, "")
	b := h.start(t, signaleur)
	require.Contains(t, b.Text(), "Il vous reste 30 min , jusqu’à 10 h 30")
	h.pass(5*time.Minute + 50*time.Second)
	b.Get(b.URL.RequestURI())
	require.Contains(t, b.Text(), "Il vous reste 24 min 10 s , jusqu’à 10 h 30")
	require.Contains(t, b.Get("/sittings/1/close?epoch=1").Text(), "Il vous reste 24 min 10 s , jusqu’à 10 h 30")
	timer := b.With("id", "timer")
	require.Equal(t, "1795359950000", portaltest.Attr(timer, "data-now"), "2026-11-22T15:05:50Z")
	require.Equal(t, "1795361400000", portaltest.Attr(timer, "data-deadline"), "2026-11-22T15:30:00Z")
	_, err := h.portal.ServicePoint.Grant(t.Context(), proctor, key, 15*time.Minute, h.because(exam.Incident))
	require.NoError(t, err)
	require.Contains(t, b.Get("/sittings/1/questions/1?epoch=1").Text(), "Il vous reste 39 min 10 s , jusqu’à 10 h 45")
}

func TestE11_WhatTheScriptIsTold(t *testing.T) {
	h := openExams(t)
	h.authorise(t, espace, "")
	b := h.start(t, espace)
	path := "/sittings/1/time?epoch=1"
	told := clockOf(t, b, path)
	require.Equal(t, "running", told.State)
	require.Equal(t, h.clock().UnixMilli(), told.Now)
	require.Equal(t, h.clock().Add(10*time.Minute).UnixMilli(), told.Deadline)
	require.Equal(t, "10\u00a0h\u00a010", told.Until)

	_, err := h.portal.ServicePoint.Grant(t.Context(), proctor, key, 5*time.Minute, h.because(exam.Incident))
	require.NoError(t, err)
	require.Equal(t, h.clock().Add(15*time.Minute).UnixMilli(), clockOf(t, b, path).Deadline, "time granted while running is told at the next turn")
	_, err = h.portal.ServicePoint.Pause(t.Context(), proctor, key, h.because(""))
	require.NoError(t, err)
	require.Equal(t, "paused", clockOf(t, b, path).State)
	_, err = h.portal.ServicePoint.Resume(t.Context(), proctor, key, h.because(""))
	require.NoError(t, err)
	require.Equal(t, "superseded", clockOf(t, b, "/sittings/1/time").State, "a window without a launch of its own")
	h.pass(15 * time.Minute)
	require.Equal(t, "over", clockOf(t, b, path).State, "the grace is not told")
	h.pass(exam.Grace)
	require.Equal(t, "ended", clockOf(t, b, path).State)
}

func TestE11_OnlyThePagesOfTheClockRunAScript(t *testing.T) {
	h := openExams(t)
	h.authorise(t, espace, "")
	b := h.start(t, espace)
	for _, path := range []string{"/sittings/1/questions/2?epoch=1", "/sittings/1/close?epoch=1"} {
		b.Get(path)
		require.Contains(t, b.Header.Get("Content-Security-Policy"), "script-src 'self';", path)
		scripts := portaltest.All(b.Page, "script")
		require.Len(t, scripts, 1, path)
		require.Equal(t, "module", portaltest.Attr(scripts[0], "type"))
		require.Empty(t, portaltest.TextOf(scripts[0]))
		script := *b.Another().Get(portaltest.Attr(scripts[0], "src"))
		require.Equal(t, "text/javascript; charset=utf-8", script.Header.Get("Content-Type"))
		require.Less(t, len(script.Body), 4<<10)
	}
	for _, path := range []string{"/", "/trainings", "/trainings/espace-clos", "/sittings/1?epoch=9"} {
		require.Contains(t, b.Get(path).Header.Get("Content-Security-Policy"), "script-src 'none';", path)
		require.Empty(t, portaltest.All(b.Page, "script"), path)
	}
}

// The answer that is being given at zero is taken in the grace, and the page says the
// deadline alone.
func TestE11_AtZero(t *testing.T) {
	h := openExams(t)
	s := h.authorise(t, espace, "")
	b := h.start(t, espace)
	f := h.fillIn(t, b, s, 1, true)
	h.pass(10*time.Minute + 9*time.Second)
	f.Send()
	require.Contains(t, b.Text(), "Le temps est écoulé")
	require.Contains(t, b.Text(), "Votre temps a pris fin à 10 h 10 min 0 s.")
	require.NotContains(t, b.Text(), "10 s")
	require.Equal(t, 1, h.own(t, 1).Answered())
	require.Contains(t, b.Get("/sittings/1/questions/2?epoch=1").Text(), "Le temps est écoulé", "nothing more is asked")
	require.Equal(t, "/sittings/1/result", portaltest.Attr(portaltest.All(b.With("class", "actions"), "a")[0], "href")[:18])
	require.Contains(t, b.Follow("Voir le résultat").Text(), "Le temps est écoulé", "not yet")
	h.pass(time.Second)
	b.Follow("Voir le résultat")
	require.Equal(t, "/sittings/1/result", b.URL.Path)
	require.Contains(t, b.Text(), "Échec Vous avez 1 point sur 5. Le temps s’est écoulé à 10 h 10 min 0 s. Les points sont ceux des réponses enregistrées jusque-là.")
}

func TestE11_AnAnswerAfterTheEndSaysWhatCounts(t *testing.T) {
	h := openExams(t)
	s := h.authorise(t, espace, "")
	b := h.start(t, espace)
	h.fillIn(t, b, s, 1, true).Press("continue")
	f := h.fillIn(t, b, s, 2, true)
	h.pass(11 * time.Minute)
	f.Press("continue")
	require.Equal(t, http.StatusConflict, b.Status)
	require.Contains(t, b.Text(), "est arrivé après la fin de l’examen et ne compte pas. Toutes les réponses enregistrées avant la fin comptent.")
	require.Contains(t, b.Text(), "Vous avez 1 point sur 5. Le temps s’est écoulé à 10 h 10 min 0 s.")
}

func TestE12_LeavingThePageIsConfirmedAndEndsTheExam(t *testing.T) {
	h := openExams(t)
	s := h.authorise(t, espace, "")
	b := h.start(t, espace)
	h.fillIn(t, b, s, 1, true).Press("close")
	require.Equal(t, "/sittings/1/close", b.URL.Path)
	require.Contains(t, b.Text(), "Voulez-vous vraiment quitter la page? 4 questions sur 5 sont sans réponse : Question 2 Question 3 Question 4 Question 5")
	require.Equal(t, 1, h.own(t, 1).Answered(), "what was chosen is saved by every button")
	require.Equal(t, 1, number(t, b.Follow("Revenir à l’examen")))
	b.Form("#step").Press("close")
	leave := b.Form("/close")
	h.pass(time.Minute + 3*time.Second)
	leave.Press("")
	require.Contains(t, b.Text(), "Échec Vous avez 1 point sur 5. Vous avez fermé l’examen à 10 h 1 min 3 s.")
	require.NotContains(t, b.Text(), "jusque-là", "whoever closes it has finished")

	// A second press, and the pages that Back shows again, change nothing.
	h.pass(time.Minute)
	leave.Send()
	require.Equal(t, "/sittings/1/result", b.URL.Path)
	require.Contains(t, b.Text(), "à 10 h 1 min 3 s")
	for _, path := range []string{"/sittings/1?epoch=1", "/sittings/1/questions/2?epoch=1", "/sittings/1/close?epoch=1"} {
		require.Equal(t, "/sittings/1/result", b.Get(path).URL.Path, path)
	}
	b.Form("/signout").Press("")
	require.Contains(t, b.Text(), "Votre session est fermée.")
}

func TestE12_ClosingTheBrowserEndsNothing(t *testing.T) {
	h := openExams(t)
	s := h.authorise(t, espace, "")
	b := h.start(t, espace)
	h.fillIn(t, b, s, 1, true).Press("continue")
	h.pass(2 * time.Minute)
	again := b.Another().SignIn("genevieve", password).Follow("Accéder Formation de surveillant d’espace clos")
	require.Equal(t, []string{"Continuer l’examen"}, buttons(again))
	require.Contains(t, again.Text(), "Il vous reste 8 min, jusqu’à 10 h 10.", "the time went on")
	again.Form("/launch").Press("")
	require.Equal(t, "/sittings/1/questions/2?epoch=2", again.URL.RequestURI(), "at the first question without an answer")
	require.Contains(t, again.Text(), "Il vous reste 8 min , jusqu’à 10 h 10")
	require.Equal(t, []string{"Question 1 répondue", "Question 2 à faire", "Question 3 à faire", "Question 4 à faire", "Question 5 à faire"}, questions(again))
	// Without the launch in the address, as after typing it by hand.
	require.Contains(t, again.Get("/sittings/1").Text(), "Votre examen n’est pas terminé, et vos réponses enregistrées vous attendent.")
	again.Form("/launch").Press("")
	require.Equal(t, "/sittings/1/questions/2?epoch=3", again.URL.RequestURI())
}

func TestTwoTabs_TheOneThatIsSupersededSaysSo(t *testing.T) {
	h := openExams(t)
	s := h.authorise(t, espace, "")
	one := h.start(t, espace)
	f := h.fillIn(t, one, s, 1, true)
	h.pass(14*time.Second + time.Minute)
	two := one.Another().SignIn("genevieve", password).Get("/trainings/espace-clos").Form("/launch").Press("")
	f.Press("continue")
	require.Equal(t, http.StatusConflict, one.Status)
	require.Contains(t, one.Text(), "L’examen a été lancé de nouveau à 10 h 1 min 14 s. Une seule fenêtre peut servir à la fois.")
	require.Zero(t, h.own(t, 1).Answered())
	require.Equal(t, http.StatusConflict, one.Get("/sittings/1/questions/1?epoch=1").Status, "nor does it show questions")
	require.NotContains(t, one.Body, h.ask(t, s, 1).Text.FR)

	one.Form("/launch").Press("")
	require.Equal(t, "/sittings/1/questions/1?epoch=3", one.URL.RequestURI())
	require.Equal(t, http.StatusConflict, h.fillIn(t, two, s, 1, true).Press("continue").Status, "now the other one is")
}

func TestTwoTabs_ALaterAnswerIsNotReplacedUnseen(t *testing.T) {
	h := openExams(t)
	s := h.authorise(t, espace, "")
	one := h.start(t, espace)
	k := h.place(t, s, exam.Numeric)
	path := one.URL.Path[:len(one.URL.Path)-1] + string(rune('0'+k)) + "?epoch=1"
	one.Get(path)
	two := *one
	stale := two.Form("#step").Fill("number", "12")
	empty := two.Form("#step")
	h.pass(time.Minute + 3*time.Second)
	one.Form("#step").Fill("number", "30").Press("continue")

	// A page without an answer, older than what is kept, passes by.
	empty.Press(string(rune('0' + k)))
	require.Equal(t, "30", two.Value("number"))
	stale.Send()
	require.Equal(t, http.StatusConflict, two.Status)
	require.Contains(t, two.Text(), "Une réponse plus récente à cette question est enregistrée depuis 10 h 1 min 3 s : 30 minutes Ce que vous venez d’envoyer est affiché ci-dessous et n’est pas enregistré.")
	require.Equal(t, "12", two.Value("number"))
	require.Equal(t, "30", h.own(t, 1).Given(s.Paper[k-1].Question).Response.Number)
	two.Form("#step").Press("continue")
	require.Equal(t, "12", h.own(t, 1).Given(s.Paper[k-1].Question).Response.Number, "a second press replaces it")
}

func TestAnAnswerIsAcknowledgedWithItsInstant(t *testing.T) {
	h := openExams(t)
	s := h.authorise(t, espace, "")
	b := h.start(t, espace)
	f := h.fillIn(t, b, s, 1, true)
	h.pass(14*time.Minute/7 + 3*time.Second)
	f.Press("continue")
	require.Contains(t, b.Text(), "Question 1 : réponse enregistrée à 10 h 2 min 3 s.")
	// A double press says the same, and the second changes nothing.
	h.pass(time.Second)
	f.Send()
	require.Equal(t, 2, number(t, b))
	require.Equal(t, 1, h.own(t, 1).Given(s.Paper[0].Question).Sequence)
	// Back, and forward by the list: what was given is there.
	b.Form("#step").Press("1")
	require.Equal(t, 1, number(t, b))
	require.Contains(t, b.Text(), "Réponse enregistrée à 10 h 2 min 3 s.")
	require.Equal(t, f.Values["choice"], b.Form("#step").Values["choice"])
	require.Equal(t, "2", b.Value("sequence"))
	h.fillIn(t, b, s, 1, false).Press("continue")
	require.Equal(t, 2, h.own(t, 1).Given(s.Paper[0].Question).Sequence)
}

func TestAQuestionOfEachKind(t *testing.T) {
	h := openExams(t)
	s := h.authorise(t, espace, "")
	b := h.start(t, espace)
	kinds := map[exam.Kind]string{exam.Single: "radio", exam.Multiple: "checkbox", exam.Numeric: "text"}
	for k, d := range s.Paper {
		q := h.ask(t, s, k+1)
		b.Get("/sittings/1/questions/" + string(rune('1'+k)) + "?epoch=1")
		f := b.Form("#step")
		inputs := portaltest.All(f.Node, "input")[2:]
		require.Equal(t, kinds[q.Kind], portaltest.Attr(inputs[0], "type"))
		require.Len(t, inputs, max(1, len(d.Options)))
		require.Equal(t, q.Kind == exam.Multiple, strings.Contains(b.Text(), "Cochez toutes les bonnes réponses."))
		require.Equal(t, q.Kind == exam.Numeric, strings.Contains(b.Text(), "Unité : minutes. Inscrivez un seul nombre"))
	}
	k := h.place(t, s, exam.Multiple)
	b.Get("/sittings/1/questions/" + string(rune('0'+k)) + "?epoch=1")
	h.fillIn(t, b, s, k, true).Press("continue")
	require.Len(t, h.own(t, 1).Given(s.Paper[k-1].Question).Response.Choices, rights(h.ask(t, s, k)))
}

func rights(q exam.Question) int {
	n := 0
	for _, o := range q.Options {
		if o.Right {
			n++
		}
	}
	return n
}

func TestABadNumberKeepsWhatWasTyped(t *testing.T) {
	h := openExams(t)
	s := h.authorise(t, espace, "")
	b := h.start(t, espace)
	k := h.place(t, s, exam.Numeric)
	b.Get("/sittings/1/questions/" + string(rune('0'+k)) + "?epoch=1")
	for _, button := range []string{"continue", "close", "1", "en"} {
		b.Form("#step").Fill("number", "une demi-heure").Press(button)
		require.Equal(t, http.StatusUnprocessableEntity, b.Status, button)
		require.Equal(t, "une demi-heure", b.Value("number"))
		require.Len(t, b.Errors(), 1)
	}
	require.Contains(t, b.Text(), "Enter one number", "in the language that was asked for")
	b.Form("#step").Fill("number", "30 minutes").Press("continue")
	require.Equal(t, http.StatusOK, b.Status)
	// A choice that the question does not have is no answer either.
	b.Get("/sittings/1/questions/1?epoch=1")
	f := b.Form("#step")
	f.Values["choice"] = []string{"zz"}
	f.Press("continue")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
}

func TestTheLanguageSwitchKeepsWhatWasChosen(t *testing.T) {
	h := openExams(t)
	s := h.authorise(t, espace, "")
	b := h.start(t, espace)
	f := h.fillIn(t, b, s, 1, true)
	require.Contains(t, b.Text(), h.ask(t, s, 1).Text.FR)
	f.Press("en")
	require.Contains(t, b.Text(), h.ask(t, s, 1).Text.EN)
	require.Contains(t, b.Text(), "Time left: 10 min , until 10:10")
	require.Equal(t, f.Values["choice"], b.Form("#step").Values["choice"])
	require.Contains(t, b.Text(), "Answer saved at 10:00:00.")
	require.Contains(t, b.Get("/sittings/1/close?epoch=1").Text(), "Leave the page")
}

func TestAPausedExamKeepsTheAnswerOfThePage(t *testing.T) {
	h := openExams(t)
	s := h.authorise(t, espace, "")
	b := h.start(t, espace)
	f := h.fillIn(t, b, s, 1, true)
	h.pass(4 * time.Minute)
	_, err := h.portal.ServicePoint.Pause(t.Context(), proctor, key, h.because(""))
	require.NoError(t, err)
	f.Press("continue")
	require.Equal(t, http.StatusConflict, b.Status)
	require.Contains(t, b.Text(), "L’examen est suspendu depuis 10 h 4 min 0 s. Votre temps ne s’écoule pas.")
	require.Contains(t, b.Text(), "Il vous restera 6 min.")
	require.NotContains(t, b.Text(), "Louise")
	require.NotContains(t, b.Body, h.ask(t, s, 1).Text.FR, "a pause hides the questions")
	again := b.Form("#step")
	require.Contains(t, b.Another().SignIn("genevieve", password).Get("/sittings/1/questions/1?epoch=1").Text(), "L’examen est suspendu")
	h.pass(5 * time.Minute)
	_, err = h.portal.ServicePoint.Resume(t.Context(), proctor, key, h.because(""))
	require.NoError(t, err)
	again.Press("")
	require.Equal(t, 2, number(t, b))
	require.Equal(t, 1, h.own(t, 1).Answered())
	require.Contains(t, b.Text(), "Il vous reste 6 min , jusqu’à 10 h 15")
}

func TestE16_TerminatedByTheOperatorWhileAnswering(t *testing.T) {
	h := openExams(t)
	s := h.authorise(t, espace, "")
	b := h.start(t, espace)
	h.fillIn(t, b, s, 1, true).Press("continue")
	f := h.fillIn(t, b, s, 2, true)
	h.pass(2 * time.Minute)
	_, err := h.portal.ServicePoint.Terminate(t.Context(), proctor, key, h.because(exam.StoppedBefore))
	require.NoError(t, err)
	f.Press("continue")
	require.Equal(t, http.StatusConflict, b.Status)
	require.Contains(t, b.Text(), "Échec Vous avez 1 point sur 5. L’opérateur a terminé l’examen à 10 h 2 min 0 s. Les points sont ceux des réponses enregistrées jusque-là.")
	require.NotContains(t, b.Text(), "Louise")
}

func TestE7_CancelledBeforeBeginning(t *testing.T) {
	h := openExams(t)
	h.authorise(t, espace, "")
	b := h.signIn(t, "genevieve").Get("/trainings/espace-clos").Form("/launch").Press("")
	begin := b.Form("/begin")
	h.pass(2 * time.Minute)
	_, err := h.portal.ServicePoint.Cancel(t.Context(), proctor, key, h.because(exam.AtTheirWish))
	require.NoError(t, err)
	begin.Press("")
	require.Equal(t, http.StatusConflict, b.Status)
	require.Contains(t, b.Text(), "Examen non commencé L’opérateur a annulé l’accès à l’examen à 10 h 2 min 0 s.")
}

func TestADoublePressLaunchesAndBeginsOnce(t *testing.T) {
	h := openExams(t)
	h.authorise(t, espace, "")
	b := h.signIn(t, "genevieve").Get("/trainings/espace-clos")
	launch := b.Form("/launch")
	launch.Press("")
	launch.Send()
	require.Equal(t, "/sittings/1?epoch=1", b.URL.RequestURI())
	begin := b.Form("/begin")
	begin.Press("")
	h.pass(time.Minute)
	begin.Send()
	require.Equal(t, "/sittings/1/questions/1?epoch=1", b.URL.RequestURI())
	require.Contains(t, b.Text(), "Il vous reste 9 min ,")
	// Back to the instructions, and "Commencer" again from a page that has its own name
	// for the command.
	begin.Values.Set("command", "another")
	begin.Send()
	require.Equal(t, "/sittings/1/questions/1", b.URL.Path)
	require.Contains(t, b.Text(), "Il vous reste 9 min ,")
}

func TestAnExpiredSessionLosesNoAnswer(t *testing.T) {
	h := openExams(t)
	s := h.authorise(t, signaleur, "")
	_, err := h.portal.ServicePoint.Grant(t.Context(), proctor, s.Key, 90*time.Minute, h.because(exam.Accommodation))
	require.NoError(t, err)
	b := h.start(t, signaleur)
	f := h.fillIn(t, b, s, 1, true)
	h.pass(identity.IdleLife + time.Minute)
	f.Press("continue")
	require.Equal(t, http.StatusUnauthorized, b.Status)
	b.Form("#step").Fill("login", "genevieve").Fill("password", password).Press("")
	require.Contains(t, b.Text(), "Laisser tomber et aller à l’accueil", "a learner has no portfolio")
	b.Form("/questions/1").Press("")
	require.Equal(t, 2, number(t, b))
	require.Equal(t, 1, h.own(t, 1).Answered())
}

// E10: the photo is on the attestation card, and on no other page of the learner's.
func TestE10_ThePhotoShowsNowhere(t *testing.T) {
	h := openExams(t)
	s := h.authorise(t, espace, "")
	b := h.signIn(t, "genevieve")
	file, err := h.portal.ServicePoint.File(t.Context(), proctor, "genevieve")
	require.NoError(t, err)
	seen := map[string]bool{}
	look := func() {
		t.Helper()
		seen[strings.TrimRight(b.URL.Path, "123456789")] = true
		require.Empty(t, portaltest.All(b.Page, "img", "picture", "object", "svg", "video"), b.URL)
		for _, trace := range []string{"photo.jpg", "data:image", file.Learner.Photo.SHA256, file.Learner.Photo.Document} {
			require.NotContains(t, b.Body, trace, b.URL)
		}
	}
	get := func(paths ...string) {
		t.Helper()
		for _, path := range paths {
			b.Get(path)
			look()
		}
	}
	get("/", "/trainings", "/trainings/espace-clos", "/sittings/1")
	b.Get("/trainings/espace-clos").Form("/launch").Press("")
	look()
	b.Form("/begin").Press("")
	for k := range s.Paper {
		look()
		h.fillIn(t, b, s, k+1, true).Press("continue")
	}
	look()
	get("/", "/trainings", "/trainings/espace-clos", "/sittings/1?epoch=7", "/sittings/1/time?epoch=1")
	b.Get("/sittings/1/close?epoch=1").Form("/close").Press("")
	look()
	get("/", "/trainings", "/trainings/espace-clos")
	for _, r := range h.portal.Routes() {
		path := strings.NewReplacer("{n}", "1", "{k}", "1", "{exam}", "espace-clos").Replace(r.Pattern)
		if r.Method == "GET" && (strings.HasPrefix(path, "/sittings/") || strings.HasPrefix(path, "/trainings")) && !strings.Contains(path, "card") {
			get(path)
		}
	}
	require.Subset(t, seen, map[string]bool{"/sittings/1/result": true, "/sittings/1/questions/": true, "/sittings/1/close": true, "/trainings": true})
}

// The pages of an exam have the structure of all others, in each state and language.
func TestStructureOfTheLearnersPages(t *testing.T) {
	h := openExams(t)
	s := h.authorise(t, espace, "")
	b := h.signIn(t, "genevieve")
	for _, language := range []string{"fr", "en"} {
		if language == "en" {
			b.Get("/").Form("/language").Press("en")
		}
		for _, path := range []string{"/", "/trainings", "/trainings/espace-clos", "/trainings/signaleur"} {
			b.Get(path)
			structure(t, b, language)
		}
	}
	b.Get("/trainings/espace-clos").Form("/launch").Press("")
	structure(t, b, "en")
	b.Form("/begin").Press("")
	for k := range s.Paper {
		structure(t, b, "en")
		if h.ask(t, s, k+1).Kind == exam.Numeric {
			b.Form("#step").Fill("number", "1,500").Press("continue")
			structure(t, b, "en")
		}
		h.fillIn(t, b, s, k+1, true).Press("continue")
	}
	structure(t, b, "en")
	structure(t, b.Get("/sittings/1"), "en")
	b.Get("/sittings/1/close?epoch=1").Form("/close").Press("")
	structure(t, b, "en")
	b.Form("/language").Press("fr")
	structure(t, b, "fr")
	structure(t, b.Get("/trainings/espace-clos"), "fr")
}
