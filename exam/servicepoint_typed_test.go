package exam_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Blanks are no answer, and a choice that is given twice is kept once: nobody makes a
// sitting heavier than its questions.
func TestAnAnswerIsKeptTidy(t *testing.T) {
	w := newWorld(t)
	s, epoch := w.begin(t, signaleur)
	for _, d := range s.Paper {
		r, want := exam.Response{Number: strings.Repeat(" ", 100_000)}, exam.Response{}
		if len(d.Options) > 0 {
			r, want = exam.Response{Choices: []string{d.Options[0], d.Options[0]}}, exam.Response{Choices: d.Options[:1]}
		}
		after, _, err := w.Answer(t.Context(), learner, s.Number, exam.Answering{Epoch: epoch, Question: d.Question, Sequence: 1, Response: r})
		require.NoError(t, err)
		require.Equal(t, want, after.Given(d.Question).Response)
	}
}

// Nobody enrols themselves, and an address is one.
func TestWhoIsEnrolled(t *testing.T) {
	w := newWorld(t)
	self := jeanne
	self.Member = "jeanne"
	e := exam.Enrolling{Member: "jeanne", Point: quebec, First: "Jeanne", Last: "Roy", Exam: signaleur}
	_, err := w.Enrol(t.Context(), self, e)
	require.ErrorIs(t, err, identity.ErrForbidden)
	_, err = w.Enrol(t.Context(), jeanne, e)
	require.NoError(t, err, "an address is not needed")
	for email, want := range map[string]error{"jeanne": exam.ErrEmail, "a@b": exam.ErrEmail, "a b@c.example": exam.ErrEmail, strings.Repeat("x", 91) + "@c.example": hours.ErrTooLong} {
		e.Email = email
		_, err := w.Enrol(t.Context(), jeanne, e)
		require.ErrorIs(t, err, want, email)
	}
}
