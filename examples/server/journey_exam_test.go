package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/exam/photo"
	"github.com/goodstanding/goodstanding/exam/photo/phototest"
)

// awaiting is the demonstration before anybody has sat an exam.
func awaiting(t *testing.T) *house {
	t.Helper()
	h := testHouse(t, "memory:")
	require.NoError(t, h.furnish(t.Context(), nil))
	return h
}

// confirmIdentity is what an operator does with the card of a learner; its number is first
// typed in part (E4).
func (k *keyboard) confirmIdentity() {
	k.t.Helper()
	k.fill(k.word("field.identity.kind"), k.either("Permis", "Driver"))
	k.fill(k.word("field.identity.number"), "L123")
	k.date(k.word("field.identity.birth"), "17", k.either("mai", "May"), "1990")
	k.follow(k.word("learner.save") + " |")
	k.wrong(1)
	k.holds("number", "L123")
	k.holds("birth-month", k.either("mai", "May"))
	k.jump(k.word("error.number-form"), k.word("field.identity.number"))
	k.fill(k.word("field.identity.number"), "L1234-170590-12")
	k.follow(k.word("learner.save") + " |")
	k.says("notice.identity-confirmed")
}

// addPhoto transfers a photo of 900 × 1200 pixels, whose first crop is 896 × 1152 from
// (2, 19), crops it by the buttons and attests what has to be (E5). Enter in a number moves
// nothing.
func (k *keyboard) addPhoto() {
	k.t.Helper()
	name := filepath.Join(k.t.TempDir(), "LavigneGenevieve.jpg")
	require.NoError(k.t, os.WriteFile(name, phototest.Good(900, 1200), 0o600))
	k.follow(k.word("picture.go"))
	k.sees("LavigneGenevieve")
	k.follow(k.word("picture.transfer"))
	k.wrong(1)
	k.goTo(k.word("field.photo.photo"))
	require.NoError(k.t, chromedp.Do(k.ctx, chromedp.SetUploadFiles("#photo", []string{name})))
	k.follow(k.word("picture.transfer"))
	k.says("notice.photo-added")

	k.follow(k.word("photo.step.smaller"))
	require.Equal(k.t, 812, k.number("width"))
	y := k.number("y")
	k.follow(k.word("photo.step.up") + " |")
	require.Less(k.t, k.number("y"), y)
	k.goTo(k.word("field.crop.y"))
	y = k.number("y")
	k.enter()
	require.Equal(k.t, y, k.number("y"))
	k.tick(k.word("photo.check.clear"))
	k.follow(k.word("learner.save") + " |")
	k.wrong(len(photo.Attested()) - 1)
	for _, id := range photo.Attested()[1:] {
		k.tick(k.word("photo.check."+string(id)) + " |")
	}
	k.follow(k.word("learner.save") + " |")
	k.says("notice.photo-accepted")
}

// launchExam signs in as the learner and begins the exam (E8, E9).
func (k *keyboard) launchExam() {
	k.t.Helper()
	k.arrive("/signin")
	k.signIn("genevieve", "genevieve-demonstration")
	k.follow(k.word("portal.tab.trainings") + " |")
	k.follow(k.word("training.open") + " " + k.either("Formation de surveillant", "Training of confined"))
	k.follow(k.word("sit.launch"))
	k.follow(k.word("sit.begin"))
}

// answer answers the question that is shown; a number is first typed in words.
func (k *keyboard) answer(q exam.Question) {
	k.t.Helper()
	words := spaced(q.Text.In(k.language))
	switch q.Kind {
	case exam.Numeric:
		k.fill(words, k.either("une demi-heure", "half an hour"))
		k.enter()
		k.wrong(1)
		k.holds("number", k.either("une demi-heure", "half an hour"))
		k.fill(words, q.Number)
	case exam.Single:
		k.choose(words, k.right(q)[0])
	case exam.Multiple:
		for _, right := range k.right(q) {
			k.tick(right)
		}
	}
	k.follow(k.word("wizard.save-continue"))
}

// right returns the words of the right options.
func (k *keyboard) right(q exam.Question) []string {
	var all []string
	for _, o := range q.Options {
		if o.Right {
			all = append(all, spaced(o.Text.In(k.language)))
		}
	}
	return all
}

// The third document, at a service point: the operator finds the learner, confirms who it
// is, adds a photo and authorises the exam (E2 to E6); the learner sits it, in a window of
// another machine, from the sign-in to "Déconnexion" (E8 to E12); the operator sees it in
// progress, and then its result (E13).
func TestJourney_Exam(t *testing.T) {
	atEverySeat(t, awaiting, func(k *keyboard, h *house) {
		k.arrive("/signin")
		k.signIn("louise", "louise-demonstration")
		k.follow(k.word("portal.tab.points"))
		k.fill(k.word("field.learners.text"), "genevieve")
		k.follow(k.word("learner.apply"))
		k.follow(k.word("learner.open") + " – Geneviève Lavigne")
		k.confirmIdentity()
		k.addPhoto()
		k.fill(k.word("field.authorisation.exam"), k.either("Surveillance", "Confined"))
		k.follow(k.word("authorisation.button"))
		k.says("notice.exam-authorised")
		point := k.ctx

		k.open()
		k.launchExam()
		s, err := h.store.Exam().Sitting(k.t.Context(), demoExam)
		require.NoError(k.t, err)
		e, err := h.exams.Exams.Version(s.Exam, s.ExamVersion)
		require.NoError(k.t, err)
		for i, d := range s.Paper {
			q, ok := e.Question(d.Question)
			require.True(k.t, ok)
			k.answer(q)
			if i == 0 {
				station := k.ctx
				k.ctx = point
				k.follow(k.word("learner.back"))
				k.sees(k.many("learner.running", 1))
				k.ctx = station
			}
		}
		k.says("sit.close.all", "of", 5)
		k.follow(k.word("sit.return"))
		k.follow(k.word("sit.list.one") + " 1 " + k.word("sit.done"))
		k.titled(k.word("sit.question", "k", 1, "of", 5))
		k.follow(k.either("Fermer la fenêtre", "Close the window"))
		k.follow(k.either("Quitter la page", "Leave the page"))
		k.sees(k.either("Réussite Vous avez 5 points sur 5.", "Pass You have 5 points out of 5."))
		k.follow(k.either("Déconnexion", "Sign out"))
		k.says("notice.signed-out")

		k.ctx = point
		k.follow(k.word("learner.refresh"))
		k.sees(k.many("learner.running", 0))
		k.follow(k.word("learner.open") + " – Geneviève Lavigne")
		k.says("exam.outcome.passed")
	})
}
