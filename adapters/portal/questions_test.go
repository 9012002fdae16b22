package portal_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// mandated makes the order ask questions, as the source document A says of a first
// sign-in; the day of the review is invented.
func (h *house) mandated(t *testing.T, review string) {
	t.Helper()
	p, err := identity.MandatedQuestions(identity.Mandate{
		Authority: identity.Text{FR: "Régie de l’assurance maladie", EN: "Health insurance board"},
		Reference: identity.Text{FR: "Demander un accès aux services en ligne", EN: "Asking for access to online services"},
		Review:    cycle.MustDate(review),
	})
	require.NoError(t, err)
	h.organisation(t, func(o *identity.Organisation) { o.Recovery = p })
}

// answers fills the form of the questions.
func answers(b *portaltest.Browser) *portaltest.Form {
	return b.Form("#step").
		Fill("question-1", "first-school").Fill("answer-1", "École du Vieux-Moulin").
		Fill("question-2", "first-toy").Fill("answer-2", "Grisou le raton").
		Fill("question-3", "first-concert").Fill("answer-3", "Les Frères à ch’val").
		Fill("current", password)
}

// signTo fills the form where one signs in.
func signTo(b *portaltest.Browser, word string) *portaltest.Browser {
	b.Get("/signin").Form("#step").Fill("login", "emma").Fill("password", word).Press("")
	return b
}

// A9 from end to end: a temporary password, one's own, the questions, then the account.
func TestA9_FirstSignInStepByStep(t *testing.T) {
	h := open(t)
	h.mandated(t, "2027-03-31")
	b := h.visit(t).Get("/temporary")
	b.Form("#step").Fill("login", "emma").Press("")
	signTo(b, h.letters(t, identity.TemporaryPassword)[0].Secret)
	require.Equal(t, "/password", b.URL.Path)
	require.NotContains(t, b.Body, `name="answer"`, "who has no answers is asked for none")
	require.Equal(t, "/password", b.Get("/questions").URL.Path, "the password first")
	b.Form("#step").Fill("new", newPassword).Press("")
	signTo(b, newPassword)

	for _, path := range []string{"/", "/portfolio", "/portfolio/emma", "/portfolio/emma/history"} {
		require.Equal(t, "/questions", b.Get(path).URL.Path, "nothing else opens")
	}
	require.Equal(t, "Choisissez vos questions de sécurité", heading(b))
	require.NotContains(t, b.Body, `class="tabs"`)
	for _, said := range []string{
		"Régie de l’assurance maladie", "Demander un accès aux services en ligne", "31 mars 2027", "Elles ne suffisent jamais seules",
	} {
		require.Contains(t, b.Text(), said)
	}
	require.NotContains(t, b.Body, "textarea", "nobody writes a question")
	answers(b).Fill("current", newPassword).Press("")
	require.Equal(t, "/", b.URL.Path)
	require.Contains(t, b.Text(), "Vos questions de sécurité sont enregistrées.")
	require.Contains(t, b.Text(), "Bienvenue, Emma Gélinas")
	require.Len(t, h.letters(t, identity.QuestionsSet), 1)
	require.Equal(t, "/portfolio/emma", b.Get("/portfolio/emma").URL.Path)

	b.Get("/").Follow("Questions de sécurité")
	require.Equal(t, "/questions", b.URL.Path)
	require.Contains(t, b.Text(), "Quel nom portait votre première peluche?")
	require.Contains(t, b.Text(), "22 novembre 2026")
	for _, name := range []string{"answer-1", "answer-2", "answer-3", "current"} {
		require.Empty(t, b.Value(name), "no answer is ever shown again")
	}
	require.NotContains(t, h.logged.String(), "Moulin")
}

// Everything that is wrong is said at once, beside its control too; what was typed
// survives in the answer to the form, save the password, and is kept by no cache.
func TestA9_WhatIsWrongIsSaidAtOnceAndWhatWasTypedSurvives(t *testing.T) {
	h := open(t)
	h.mandated(t, "2027-03-31")
	b := signTo(h.visit(t), password)
	answers(b).Fill("question-2", "first-school").Fill("answer-2", "Roy").Fill("answer-3", "Montréal").Fill("question-3", "").Fill("current", "non").Press("")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	require.Equal(t, []string{
		"Cette question est déjà choisie. Choisissez-en une autre.",
		"Donnez une réponse de 4 lettres ou chiffres au moins. Ajoutez un mot, comme un prénom, si elle est plus courte.",
		"Choisissez une question de la liste.",
		"Trop de gens donneraient cette réponse. Choisissez une autre question, ou répondez plus précisément.",
		"Ce n’est pas votre mot de passe actuel.",
	}, b.Errors())
	for name, want := range map[string]string{
		"answer-1": "École du Vieux-Moulin", "answer-2": "Roy", "answer-3": "Montréal", "question-1": "first-school", "current": "",
	} {
		require.Equal(t, want, b.Value(name), name)
	}
	require.Contains(t, b.Header.Get("Cache-Control"), "no-store")
	require.Empty(t, b.Get("/questions").Value("answer-1"), "and nowhere else")
	require.Empty(t, h.letters(t, identity.QuestionsSet))
}

// Answers that nobody can guess: shown once, saved like others.
func TestA9_AnswersCanBeGenerated(t *testing.T) {
	h := open(t)
	h.mandated(t, "2027-03-31")
	b := signTo(h.visit(t), password)
	b.Form("#step").Fill("question-2", "first-dish").Press("1")
	require.Equal(t, http.StatusOK, b.Status)
	require.Contains(t, b.Text(), "elles ne seront plus montrées")
	drawn := b.Value("answer-2")
	require.Regexp(t, `^([0-9a-z]{4}-){3}[0-9a-z]{4}$`, drawn)
	require.NotEqual(t, drawn, b.Value("answer-1"))
	require.Equal(t, "first-dish", b.Value("question-2"))
	require.NotEmpty(t, b.Value("question-1"))
	require.NotEqual(t, b.Value("question-1"), b.Value("question-3"))
	require.Equal(t, "/questions", b.Get("/").URL.Path, "nothing is saved yet")
	b.Form("#step").Fill("question-2", "first-dish").Press("1")
	drawn = b.Value("answer-1")
	b.Form("#step").Fill("current", password).Press("")
	require.Equal(t, "/", b.URL.Path)
	require.NotContains(t, b.Get("/questions").Body, drawn)
	require.NotContains(t, h.logged.String(), drawn)
}

// checklist 67: the question comes with the new password, after the mailbox is proven; the
// wrong answer is told, the fifth ends the flow, and the right one goes on.
func TestA9_TheQuestionIsAskedWithTheNewPassword(t *testing.T) {
	h := open(t)
	h.mandated(t, "2027-03-31")
	answers(signTo(h.visit(t), password)).Press("")
	h.after(time.Hour)
	b := h.verified(t)
	b.Form("#step").Press("")
	require.Equal(t, "/linking/password", b.URL.Path)
	for range 3 {
		require.Contains(t, b.Get("/linking/password").Text(), "Quelle a été votre première école?")
	}
	b.Form("#step").Fill("answer", "Une autre école").Fill("new", newPassword).Press("")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	require.Contains(t, b.Errors()[0], "Cette réponse n’est pas celle que nous avons")
	require.Empty(t, b.Value("answer"))
	b.Form("#step").Fill("answer", "ecole du vieux moulin").Fill("new", "court").Press("")
	require.Equal(t, http.StatusUnprocessableEntity, b.Status)
	require.NotContains(t, b.Body, `name="answer"`, "it was answered")
	b.Form("#step").Fill("new", newPassword).Press("")
	require.Equal(t, "/signin", b.URL.Path)
	require.Equal(t, "/portfolio", signTo(b, newPassword).Get("/portfolio").URL.Path)

	h.after(time.Hour)
	b = h.verified(t)
	b.Form("#step").Press("")
	require.Contains(t, b.Text(), "première peluche", "another, once one was answered")
	for range 4 {
		b.Form("#step").Fill("answer", "non").Fill("new", newPassword).Press("")
	}
	require.Equal(t, "/linking/password", b.URL.Path)
	b.Form("#step").Fill("answer", "non").Fill("new", newPassword).Press("")
	require.Equal(t, "/linking", b.URL.Path)
	require.Contains(t, b.Text(), "Cette démarche a pris fin.")
}

// A temporary password is no shorter way.
func TestA9_TheQuestionIsAskedAfterATemporaryPasswordToo(t *testing.T) {
	h := open(t)
	h.mandated(t, "2027-03-31")
	answers(signTo(h.visit(t), password)).Press("")
	b := h.visit(t).Get("/temporary")
	b.Form("#step").Fill("login", "emma").Press("")
	signTo(b, h.letters(t, identity.TemporaryPassword)[0].Secret)
	require.Equal(t, "/password", b.URL.Path)
	require.Contains(t, b.Text(), "Quelle a été votre première école?")
	b.Form("#step").Fill("answer", "non").Fill("new", newPassword).Press("")
	require.Contains(t, b.Errors()[0], "Cette réponse n’est pas celle que nous avons")
	b.Form("#step").Fill("answer", "École du Vieux Moulin").Fill("new", newPassword).Press("")
	require.Equal(t, "/signin", b.URL.Path)
}

// checklist 66: without a mandate there is no such page, and nothing leads to it; after the
// review it says so and takes nothing.
func TestA9_NoPageWithoutAMandateAndNoFormAfterItsReview(t *testing.T) {
	h := open(t)
	b := h.signIn(t, "emma")
	require.NotContains(t, b.Get("/").Body, "/questions")
	require.Equal(t, http.StatusNotFound, b.Get("/questions").Status)
	require.Equal(t, http.StatusNotFound, b.Call("POST", "/questions").Status)

	h.mandated(t, "2026-11-21") // yesterday
	b = h.signIn(t, "emma")
	require.Equal(t, "/", b.Get("/").URL.Path)
	require.Contains(t, b.Get("/questions").Text(), "aucune question ne vous est posée")
	require.NotContains(t, b.Body, `name="answer-1"`)
	require.Equal(t, http.StatusConflict, b.Call("POST", "/questions").Status)
}

// The pages, in both languages, in their three states, have what every page has; and the
// language can be changed in the middle.
func TestA9_PagesInBothLanguages(t *testing.T) {
	for _, language := range []string{"fr", "en"} {
		h := open(t)
		h.mandated(t, "2027-03-31")
		b := h.visit(t).Get("/signin")
		if language == "en" {
			b.Form("#step").Press("en")
		}
		signTo(b, password)
		structure(t, b, language)
		answers(b).Fill("answer-1", "x").Press("")
		structure(t, b, language)
		other := map[string]string{"fr": "en", "en": "fr"}[language]
		b.Form("#step").Press(other)
		structure(t, b, other)
		require.Equal(t, "x", b.Value("answer-1"), "what was typed stays in the other language")
		b.Form("#step").Press(language)
		answers(b).Fill("answer-1", "x").Press("")
		if language == "en" {
			require.Contains(t, b.Text(), "Give an answer of at least 4 letters or digits.")
			require.Contains(t, b.Text(), "Health insurance board")
		}
		answers(b).Press("")
		structure(t, b.Get("/questions"), language)
		h.after(time.Hour)
		b.Get("/linking").Form("#step").Fill("address", "emma@membre.example").Press("")
		b.Form("#step").Fill("code", h.letters(t, identity.LinkingCode)[0].Secret).Press("")
		b.Form("#step").Press("")
		structure(t, b, language)
		require.Equal(t, language == "en", strings.Contains(b.Body, "first school"))
	}
}
