package exam_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/identity"
)

// The ways in which time has gone wrong in other systems; the numbers are those of
// testdata/failures.txt.

// What is left is worked out from instants, however often and however late it is asked.
func TestFailure01_ACountdownThatIsNotLookedAtIsRight(t *testing.T) {
	w := newWorld(t)
	s, _ := w.begin(t, signaleur)
	w.pass(17*time.Minute + 41*time.Second)
	s, _, err := w.Own(t.Context(), learner, s.Number)
	require.NoError(t, err)
	require.Equal(t, 12*time.Minute+19*time.Second, s.Left(w.now))
}

// No instant comes from a learner: what they send has none.
func TestFailure02_NoInstantIsTakenFromABrowser(t *testing.T) {
	instant, desk := reflect.TypeFor[time.Time](), reflect.TypeFor[*exam.ServicePoint]()
	var holds func(kind reflect.Type) bool
	holds = func(kind reflect.Type) bool {
		if kind == instant {
			return true
		}
		if kind.Kind() == reflect.Struct {
			for i := range kind.NumField() {
				if holds(kind.Field(i).Type) {
					return true
				}
			}
		}
		return false
	}
	for _, name := range []string{"Launch", "Begin", "Answer", "Submit", "Own"} {
		method, ok := desk.MethodByName(name)
		require.True(t, ok, name)
		for i := range method.Type.NumIn() {
			if in := method.Type.In(i); in.Kind() != reflect.Interface && in != desk && in != reflect.TypeFor[identity.Actor]() {
				require.False(t, holds(in), "%s takes %s", name, in)
			}
		}
	}
}

// What rules a sitting is frozen when it is authorised: a bank that is corrected
// meanwhile changes neither the limit nor the questions.
func TestFailure04_AnEditedExamChangesNoSittingThatIsAuthorised(t *testing.T) {
	w := newWorld(t)
	s := w.authorise(t, genevieve, signaleur)
	edited := make(exam.Catalogue, len(w.Exams))
	copy(edited, w.Exams)
	for i := range edited {
		edited[i].Limit, edited[i].Pass = time.Minute, exam.Ratio{Num: 1, Den: 1}
	}
	w.Exams = edited
	_, launched, err := w.Launch(t.Context(), learner, s.Number, w.command(), "")
	require.NoError(t, err)
	begun, _, err := w.Begin(t.Context(), learner, s.Number, w.command(), launched.Epoch)
	require.NoError(t, err)
	require.Equal(t, w.now.Add(30*time.Minute), begun.Deadline())
	require.Equal(t, s.Paper, begun.Paper)
	require.Equal(t, exam.Ratio{Num: 7, Den: 10}, begun.Policy.Pass)
}

// Where a service point stops at closing, who begins ten minutes before has ten minutes.
func TestFailure05_ALateStarterDoesNotWorkPastTheClosing(t *testing.T) {
	w := newWorld(t)
	p, err := w.Point(t.Context(), jeanne, quebec)
	require.NoError(t, err)
	p.StopsAtClosing = true
	_, err = w.PutPoint(t.Context(), jeanne, p)
	require.NoError(t, err)
	w.now = time.Date(2026, time.November, 25, 21, 50, 0, 0, time.UTC) // 16:50 in Québec
	s, epoch := w.begin(t, signaleur)
	closing := time.Date(2026, time.November, 25, 22, 0, 0, 0, time.UTC)
	require.Equal(t, closing, s.Deadline())
	_, err = w.Grant(t.Context(), louise, s.Key, time.Hour, exam.Because{Command: w.command(), Ground: exam.Incident, Note: "Panne"})
	require.NoError(t, err)
	w.pass(10*time.Minute + exam.Grace)
	_, _, err = w.Submit(t.Context(), learner, s.Number, w.command(), epoch)
	require.ErrorIs(t, err, exam.ErrTimedOut)
	file, err := w.File(t.Context(), louise, genevieve)
	require.NoError(t, err)
	require.Equal(t, closing, file.Sittings[0].Attempt.Finished)
}

// The clock starts at "Commencer", not when the exam is opened.
func TestFailure06_TimeIsCountedFromBegin(t *testing.T) {
	w := newWorld(t)
	s := w.authorise(t, genevieve, signaleur)
	_, launched, err := w.Launch(t.Context(), learner, s.Number, w.command(), "")
	require.NoError(t, err)
	w.pass(25 * time.Minute)
	s, _, err = w.Begin(t.Context(), learner, s.Number, w.command(), launched.Epoch)
	require.NoError(t, err)
	require.Equal(t, 30*time.Minute, s.Left(w.now))
}

// In the grace nothing is left to be seen, and what is sent still counts; the finish is
// dated at the deadline.
func TestFailure07_08_TheGraceIsNotShownAndKeepsTheLastAnswer(t *testing.T) {
	w := newWorld(t)
	s, epoch := w.begin(t, signaleur)
	deadline := s.Deadline()
	w.pass(30*time.Minute + exam.Grace - time.Millisecond)
	require.Zero(t, s.Left(w.now))
	question := s.Paper[0].Question
	_, _, err := w.Answer(t.Context(), learner, s.Number, exam.Answering{Epoch: epoch, Question: question, Sequence: 1, Response: w.right(t, s, question)})
	require.NoError(t, err)
	s, _, err = w.Submit(t.Context(), learner, s.Number, w.command(), epoch)
	require.NoError(t, err)
	require.Equal(t, exam.Submitted, s.Attempt.State)
	require.Equal(t, deadline, s.Attempt.Finished)
	result, _ := s.Result()
	require.Equal(t, s.Paper[0].Points, result.Points)
}

// Nothing closes a browser that is gone, and nothing needs to: from the end of the grace
// on nobody gets in again, whether a sweep ran or not.
func TestFailure09_10_AnEndNeedsNoSweep(t *testing.T) {
	var finished []time.Time
	for _, sweeps := range []bool{false, true} {
		w := newWorld(t)
		s, epoch := w.begin(t, signaleur)
		w.pass(30*time.Minute + exam.Grace)
		if sweeps {
			require.NoError(t, w.Advance(t.Context(), aqtr))
		}
		_, _, err := w.Launch(t.Context(), learner, s.Number, w.command(), "")
		require.ErrorIs(t, err, exam.ErrTimedOut)
		_, _, err = w.Answer(t.Context(), learner, s.Number, exam.Answering{Epoch: epoch, Question: s.Paper[0].Question, Sequence: 1})
		require.ErrorIs(t, err, exam.ErrTimedOut)
		w.pass(26 * time.Hour)
		require.NoError(t, w.Advance(t.Context(), aqtr))
		file, err := w.File(t.Context(), louise, genevieve)
		require.NoError(t, err)
		require.False(t, file.Learner.Enrolled(signaleur))
		finished = append(finished, file.Sittings[0].Attempt.Finished)
	}
	require.Equal(t, finished[0], finished[1])
}

// A clock that steps back makes nothing young again; one that steps forward ends what it
// ends, and a supervisor has it continued with the answers that it has.
func TestFailure36_AClockThatStepsBack(t *testing.T) {
	w := newWorld(t)
	s, epoch := w.begin(t, signaleur)
	question := s.Paper[0].Question
	w.pass(20 * time.Minute)
	_, _, err := w.Answer(t.Context(), learner, s.Number, exam.Answering{Epoch: epoch, Question: question, Sequence: 1, Response: w.right(t, s, question)})
	require.NoError(t, err)
	w.pass(-19 * time.Minute)
	s, _, err = w.Own(t.Context(), learner, s.Number)
	require.NoError(t, err)
	require.Equal(t, 10*time.Minute, s.Left(w.now))
	w.pass(24 * time.Hour)
	require.NoError(t, w.Advance(t.Context(), aqtr))
	w.pass(-24*time.Hour + 19*time.Minute)
	next, err := w.Continue(t.Context(), sylvain, s.Key, exam.Continuing{Command: w.command(), Limit: 10 * time.Minute, Note: "L’horloge du serveur a avancé"})
	require.NoError(t, err)
	require.Equal(t, s.Given(question).Response, next.Given(question).Response)
	require.Equal(t, 10*time.Minute, next.Left(w.now))
}
