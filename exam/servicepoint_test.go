package exam_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam"
)

// A whole sitting, as the source tells it: authorised, launched, begun, answered,
// closed by the learner; then the name leaves the list and the card shows the photo.
func TestE9_AnExamFromTheAuthorisationToTheCard(t *testing.T) {
	w := newWorld(t)
	s, epoch := w.begin(t, signaleur)
	require.Equal(t, exam.Running, s.Attempt.State)
	require.Equal(t, exam.Consumed, s.Authorisation.State)
	require.Equal(t, w.now.Add(30*time.Minute), s.Deadline())

	rows, err := w.Learners(t.Context(), louise, quebec, exam.Query{})
	require.NoError(t, err)
	require.Len(t, rows, 1)
	require.True(t, rows[0].InProgress())

	for _, d := range s.Paper {
		w.pass(time.Minute)
		var receipt exam.Receipt
		s, receipt, err = w.Answer(t.Context(), learner, s.Number, exam.Answering{
			Epoch: epoch, Question: d.Question, Sequence: 1, Response: w.right(t, s, d.Question),
		})
		require.NoError(t, err)
		require.Equal(t, 1, receipt.Sequence)
	}
	require.Equal(t, 18*time.Minute, s.Left(w.now))
	s, _, err = w.Submit(t.Context(), learner, s.Number, w.command(), epoch)
	require.NoError(t, err)
	result, ok := s.Result()
	require.True(t, ok)
	require.Equal(t, exam.Result{Points: s.Paper.Points(), Max: s.Paper.Points(), Outcome: exam.Passed}, result)

	// She follows another training still: the list has her until that ends too.
	rows, err = w.Learners(t.Context(), louise, quebec, exam.Query{})
	require.NoError(t, err)
	require.Len(t, rows, 1)
	require.Nil(t, rows[0].Sitting)

	s, err = w.IssueCard(t.Context(), jeanne, s.Key)
	require.NoError(t, err)
	face, err := w.Card(t.Context(), learner, s.Key)
	require.NoError(t, err)
	require.Equal(t, "Geneviève Lavigne", face.Name)
	require.NotEmpty(t, face.Photo)
	public, err := w.VerifyCard(t.Context(), aqtr, s.Card.Code)
	require.NoError(t, err)
	require.Empty(t, public.Photo)
}
