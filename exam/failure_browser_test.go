package exam_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam"
)

// The ways in which browsers and networks have gone wrong in other systems; the numbers
// are those of testdata/failures.txt.

// answer sends an answer with one choice or number.
func (w *world) answer(t *testing.T, s exam.Sitting, epoch, place, sequence int, r exam.Response) error {
	t.Helper()
	_, _, err := w.Answer(t.Context(), learner, s.Number, exam.Answering{Epoch: epoch, Question: s.Paper[place].Question, Sequence: sequence, Response: r})
	return err
}

// kept returns the answer that is kept.
func (w *world) kept(t *testing.T, s exam.Sitting, place int) exam.Given {
	t.Helper()
	s, _, err := w.Own(t.Context(), learner, s.Number)
	require.NoError(t, err)
	return s.Given(s.Paper[place].Question)
}

// A double press opens one sitting, and launches it once.
func TestFailure11_ADoublePressMakesOneAttempt(t *testing.T) {
	w := newWorld(t)
	w.admit(t, louise, genevieve)
	press := exam.Authorising{Command: w.command(), Exam: signaleur}
	first, err := w.Authorise(t.Context(), louise, genevieve, press)
	require.NoError(t, err)
	again, err := w.Authorise(t.Context(), louise, genevieve, press)
	require.NoError(t, err)
	require.Equal(t, first, again)
	command := w.command()
	for range 2 {
		_, receipt, err := w.Launch(t.Context(), learner, first.Number, command, "")
		require.NoError(t, err)
		require.Equal(t, 1, receipt.Epoch)
	}
	file, err := w.File(t.Context(), louise, genevieve)
	require.NoError(t, err)
	require.Len(t, file.Sittings, 1)
}

// Who does not hear that the exam was handed in sends it again, and hears the same; the
// result and its instant stay.
func TestFailure12_17_HandingInTwiceIsHandingInOnce(t *testing.T) {
	w := newWorld(t)
	s, epoch := w.begin(t, signaleur)
	command := w.command()
	s, first, err := w.Submit(t.Context(), learner, s.Number, command, epoch)
	require.NoError(t, err)
	w.pass(time.Hour)
	again, receipt, err := w.Submit(t.Context(), learner, s.Number, command, epoch)
	require.NoError(t, err)
	require.Equal(t, first, receipt)
	require.Equal(t, s.Attempt, again.Attempt)
	_, _, err = w.Submit(t.Context(), learner, s.Number, w.command(), epoch)
	var lost exam.Lost
	require.ErrorAs(t, err, &lost)
	require.Equal(t, exam.Lost{Err: exam.ErrSubmitted, Event: exam.Submit, At: s.Attempt.Finished, By: exam.PersonOf(learner)}, lost)
}

// What is handed in on one browser does not go on in another.
func TestFailure13_HandedInMeansEverywhere(t *testing.T) {
	w := newWorld(t)
	s, first := w.begin(t, signaleur)
	_, second, err := w.Launch(t.Context(), learner, s.Number, w.command(), "")
	require.NoError(t, err)
	_, _, err = w.Submit(t.Context(), learner, s.Number, w.command(), second.Epoch)
	require.NoError(t, err)
	for _, epoch := range []int{first, second.Epoch} {
		require.ErrorIs(t, w.answer(t, s, epoch, 0, 1, w.right(t, s, s.Paper[0].Question)), exam.ErrSubmitted)
	}
}

// A tab that was left open, a cached page and a page that lost its connection send what
// is old: it is refused, and what is kept stays.
func TestFailure14_16_20_WhatIsOldNeverReplacesWhatIsNew(t *testing.T) {
	w := newWorld(t)
	s, first := w.begin(t, signaleur)
	right := w.right(t, s, s.Paper[0].Question)
	require.NoError(t, w.answer(t, s, first, 0, 1, exam.Response{}))
	require.NoError(t, w.answer(t, s, first, 0, 2, right))
	var lost exam.Lost
	require.ErrorAs(t, w.answer(t, s, first, 0, 1, exam.Response{}), new(exam.Lost), "a tab with the page of before")
	require.ErrorAs(t, w.answer(t, s, first, 0, 2, exam.Response{}), &lost)
	require.Equal(t, exam.Lost{Err: exam.ErrSequence, Event: exam.Answer, At: w.now}, lost)
	require.Equal(t, right, w.kept(t, s, 0).Response)

	// After a crash the exam is launched again, and has the answers.
	_, second, err := w.Launch(t.Context(), learner, s.Number, w.command(), "")
	require.NoError(t, err)
	require.ErrorIs(t, w.answer(t, s, first, 0, 3, exam.Response{}), exam.ErrSuperseded)
	require.ErrorIs(t, w.answer(t, s, second.Epoch, 0, 1, exam.Response{}), exam.ErrSequence)
	require.Equal(t, right, w.kept(t, s, 0).Response)
}

// What is acknowledged is kept, with the sequence of the acknowledgement.
func TestFailure15_AnAcknowledgedAnswerIsThere(t *testing.T) {
	w := newWorld(t)
	s, epoch := w.begin(t, signaleur)
	for place, d := range s.Paper {
		right := w.right(t, s, d.Question)
		_, receipt, err := w.Answer(t.Context(), learner, s.Number, exam.Answering{Epoch: epoch, Question: d.Question, Sequence: 7, Response: right})
		require.NoError(t, err)
		require.Equal(t, exam.Given{Question: d.Question, Sequence: receipt.Sequence, Epoch: epoch, Response: right, At: receipt.At}, w.kept(t, s, place))
	}
}

// Who loses the connection launches again, as often as needed; the operator moves them
// to another workstation, and the first is cut off at once.
func TestFailure18_WhoLosesTheConnectionGoesOn(t *testing.T) {
	w := newWorld(t)
	secrets := map[string]string{}
	for _, name := range []string{"Poste 1", "Poste 2"} {
		_, secret, err := w.RegisterWorkstation(t.Context(), louise, quebec, name)
		require.NoError(t, err)
		secrets[name] = secret
	}
	w.admit(t, louise, genevieve)
	s, err := w.Authorise(t.Context(), louise, genevieve, exam.Authorising{Command: w.command(), Exam: signaleur, Workstation: "Poste 1"})
	require.NoError(t, err)
	launch := func(secret string) (int, error) {
		_, receipt, err := w.Launch(t.Context(), learner, s.Number, w.command(), secret)
		return receipt.Epoch, err
	}
	_, err = launch(secrets["Poste 2"])
	require.ErrorIs(t, err, exam.ErrWorkstation)
	_, err = launch("")
	require.ErrorIs(t, err, exam.ErrWorkstation)
	epoch, err := launch(secrets["Poste 1"])
	require.NoError(t, err)
	s, _, err = w.Begin(t.Context(), learner, s.Number, w.command(), epoch)
	require.NoError(t, err)
	require.NoError(t, w.answer(t, s, epoch, 0, 1, w.right(t, s, s.Paper[0].Question)))
	_, err = w.Move(t.Context(), louise, s.Key, "Poste 2", exam.Because{Command: w.command()})
	require.NoError(t, err)
	require.ErrorIs(t, w.answer(t, s, epoch, 1, 1, exam.Response{}), exam.ErrSuperseded)
	_, err = launch(secrets["Poste 1"])
	require.ErrorIs(t, err, exam.ErrWorkstation)
	epoch, err = launch(secrets["Poste 2"])
	require.NoError(t, err)
	require.NoError(t, w.answer(t, s, epoch, 1, 1, w.right(t, s, s.Paper[1].Question)))
	require.Equal(t, 1, w.kept(t, s, 0).Sequence)
}

// Silence ends nothing: a room whose network is down has its time, and no less.
func TestFailure19_24_PresenceChangesNoState(t *testing.T) {
	w := newWorld(t)
	s, epoch := w.begin(t, signaleur)
	w.pass(29 * time.Minute)
	require.NoError(t, w.Advance(t.Context(), aqtr))
	require.NoError(t, w.answer(t, s, epoch, 0, 1, exam.Response{}))
	s, _, err := w.Submit(t.Context(), learner, s.Number, w.command(), epoch)
	require.NoError(t, err)
	before, err := w.store.Exam().Sitting(t.Context(), s.Key)
	require.NoError(t, err)
	w.pass(time.Hour)
	_, _, err = w.Own(t.Context(), learner, s.Number)
	require.NoError(t, err)
	after, err := w.store.Exam().Sitting(t.Context(), s.Key)
	require.NoError(t, err)
	require.Equal(t, before, after, "a browser that is still there after the end")
}

// A connection that is lost between the launch and the beginning costs nothing.
func TestFailure21_LaunchedIsNotBegun(t *testing.T) {
	w := newWorld(t)
	s := w.authorise(t, genevieve, signaleur)
	_, _, err := w.Launch(t.Context(), learner, s.Number, w.command(), "")
	require.NoError(t, err)
	w.pass(24 * time.Hour)
	file, err := w.File(t.Context(), louise, genevieve)
	require.NoError(t, err)
	require.Equal(t, exam.Withdrawn, file.Sittings[0].Attempt.State)
	_, ended := file.Sittings[0].Result()
	require.False(t, ended, "nothing was sat, and nothing failed")
	next, err := w.Authorise(t.Context(), louise, genevieve, exam.Authorising{Command: w.command(), Exam: signaleur})
	require.NoError(t, err)
	require.Equal(t, 2, next.Number)
}
