package exam_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam"
)

// A continuation that cannot be opened leaves no mark that would keep the card from
// being issued.
func TestAContinuationThatIsRefusedLeavesNoMark(t *testing.T) {
	w := newWorld(t)
	s, epoch := w.begin(t, signaleur)
	for _, d := range s.Paper {
		_, _, err := w.Answer(t.Context(), learner, s.Number, exam.Answering{Epoch: epoch, Question: d.Question, Sequence: 1, Response: w.right(t, s, d.Question)})
		require.NoError(t, err)
	}
	_, _, err := w.Submit(t.Context(), learner, s.Number, w.command(), epoch)
	require.NoError(t, err)
	other, err := w.Authorise(t.Context(), louise, genevieve, exam.Authorising{Command: w.command(), Exam: espace})
	require.NoError(t, err)
	_, err = w.Continue(t.Context(), sylvain, s.Key, exam.Continuing{Command: w.command(), Limit: time.Minute, Note: "Panne"})
	require.ErrorIs(t, err, exam.ErrLive)
	_, err = w.IssueCard(t.Context(), jeanne, s.Key)
	require.NoError(t, err)
	require.Equal(t, 2, other.Number)
}

// The result of a continuation takes the place of the one that it continues, also when
// the learner was enrolled again meanwhile.
func TestAContinuationEndsTheTrainingThatItContinues(t *testing.T) {
	w := newWorld(t)
	s, epoch := w.begin(t, signaleur)
	_, _, err := w.Submit(t.Context(), learner, s.Number, w.command(), epoch)
	require.NoError(t, err)
	w.enrol(t, genevieve, "Geneviève", "Lavigne", quebec, signaleur)
	next, err := w.Continue(t.Context(), sylvain, s.Key, exam.Continuing{Command: w.command(), Limit: time.Minute, Note: "Panne"})
	require.NoError(t, err)
	_, launched, err := w.Launch(t.Context(), learner, next.Number, w.command(), "")
	require.NoError(t, err)
	_, _, err = w.Begin(t.Context(), learner, next.Number, w.command(), launched.Epoch)
	require.NoError(t, err)
	_, _, err = w.Submit(t.Context(), learner, next.Number, w.command(), launched.Epoch)
	require.NoError(t, err)
	file, err := w.File(t.Context(), louise, genevieve)
	require.NoError(t, err)
	require.True(t, file.Learner.Enrolled(signaleur), "the training that was begun again goes on")
	require.Equal(t, 2, file.Learner.Enrolments[0].Sitting)
}

// A learner is not moved to another service point in the middle of a sitting.
func TestALearnerIsNotMovedInTheMiddleOfASitting(t *testing.T) {
	w := newWorld(t)
	w.begin(t, signaleur)
	moved := exam.Enrolling{Member: genevieve, Point: laval, First: "Geneviève", Last: "Lavigne", Exam: signaleur}
	_, err := w.Enrol(t.Context(), jeanne, moved)
	require.ErrorIs(t, err, exam.ErrLive)
	w.pass(time.Hour)
	l, err := w.Enrol(t.Context(), jeanne, moved)
	require.NoError(t, err)
	require.Equal(t, laval, l.Point)
}
