package exam_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/identity"
)

// The ways in which what operators do has gone wrong in other systems; the numbers are
// those of testdata/failures.txt.

// because gives the ground of an incident under a new command.
func (w *world) because() exam.Because {
	return exam.Because{Command: w.command(), Ground: exam.Incident, Note: "Alarme d’incendie"}
}

// Time is granted whenever the exam is not over, is seen at once, and the same grant
// counts once.
func TestFailure22_23_TimeIsGrantedOnceUntilTheEnd(t *testing.T) {
	w := newWorld(t)
	s := w.authorise(t, genevieve, espace)
	grant := func(b exam.Because) error {
		var err error
		var granted exam.Sitting
		if granted, err = w.Grant(t.Context(), louise, s.Key, 5*time.Minute, b); err == nil {
			s = granted
		}
		return err
	}
	require.NoError(t, grant(w.because()))
	require.Equal(t, 15*time.Minute, s.Left(w.now), "ahead")
	_, launched, err := w.Launch(t.Context(), learner, s.Number, w.command(), "")
	require.NoError(t, err)
	require.NoError(t, grant(w.because()))
	require.Equal(t, 20*time.Minute, s.Left(w.now), "launched")
	s, _, err = w.Begin(t.Context(), learner, s.Number, w.command(), launched.Epoch)
	require.NoError(t, err)
	again := w.because()
	require.NoError(t, grant(again))
	require.NoError(t, grant(again))
	require.Equal(t, 25*time.Minute, s.Left(w.now), "running, and once")
	s, err = w.Pause(t.Context(), louise, s.Key, exam.Because{Command: w.command()})
	require.NoError(t, err)
	require.NoError(t, grant(w.because()))
	require.Equal(t, 30*time.Minute, s.Left(w.now), "paused")
	s, err = w.Resume(t.Context(), louise, s.Key, exam.Because{Command: w.command()})
	require.NoError(t, err)
	w.pass(30*time.Minute + 9*time.Second)
	require.NoError(t, grant(w.because()), "in the grace")
	require.Equal(t, 4*time.Minute+51*time.Second, s.Left(w.now))
	w.pass(time.Hour)
	require.ErrorIs(t, grant(w.because()), exam.ErrTimedOut)
}

// A length of time that makes no sense is refused where it is given.
func TestFailure25_LengthsOfTimeAreChecked(t *testing.T) {
	w := newWorld(t)
	w.admit(t, louise, genevieve)
	for _, extra := range []time.Duration{-time.Minute, 9 * time.Hour} {
		_, err := w.Authorise(t.Context(), louise, genevieve, exam.Authorising{Command: w.command(), Exam: signaleur, Extra: extra, Note: "Convenu"})
		require.ErrorIs(t, err, exam.ErrTime)
	}
	for _, limit := range []time.Duration{0, -time.Minute, time.Millisecond} {
		e := w.Exams[0]
		e.Limit = limit
		require.ErrorIs(t, e.Validate(), exam.ErrBadExam, limit)
	}
}

// One exam at a time, whatever two operators do.
func TestFailure26_OneLiveExamPerLearner(t *testing.T) {
	w := newWorld(t)
	s, _ := w.begin(t, signaleur)
	_, err := w.Authorise(t.Context(), karine, genevieve, exam.Authorising{Command: w.command(), Exam: espace})
	var lost exam.Lost
	require.ErrorAs(t, err, &lost)
	require.Equal(t, exam.Lost{Err: exam.ErrLive, Event: exam.Authorise, At: s.Authorisation.At, By: exam.PersonOf(louise)}, lost)
}

// What is paused takes no answer, not even from a browser that launches again, and its
// clock stands until it is resumed.
func TestFailure27_28_33_APauseIsAPause(t *testing.T) {
	w := newWorld(t)
	s, _ := w.begin(t, espace)
	w.pass(time.Minute)
	_, err := w.Pause(t.Context(), louise, s.Key, exam.Because{Command: w.command()})
	require.NoError(t, err)
	_, err = w.Pause(t.Context(), karine, s.Key, exam.Because{Command: w.command()})
	var lost exam.Lost
	require.ErrorAs(t, err, &lost)
	require.Equal(t, exam.Lost{Err: exam.ErrPaused, Event: exam.Pause, At: w.now, By: exam.PersonOf(louise)}, lost)
	w.pass(time.Minute)
	s, launched, err := w.Launch(t.Context(), learner, s.Number, w.command(), "")
	require.NoError(t, err)
	require.Equal(t, exam.Paused, s.Attempt.State)
	require.ErrorIs(t, w.answer(t, s, launched.Epoch, 0, 1, exam.Response{}), exam.ErrPaused)
	_, _, err = w.Begin(t.Context(), learner, s.Number, w.command(), launched.Epoch)
	require.ErrorIs(t, err, exam.ErrBegun)
	w.pass(time.Minute)
	require.Equal(t, 9*time.Minute, s.Left(w.now))
	// After a quarter of an hour the pause is over by itself.
	w.pass(13 * time.Minute)
	s, _, err = w.Own(t.Context(), learner, s.Number)
	require.NoError(t, err)
	require.Equal(t, exam.Running, s.Attempt.State)
	require.Equal(t, 9*time.Minute, s.Left(w.now))
}

// The list shows what is so at its own instant, also when nothing has written it.
func TestFailure31_32_TheListIsOfThisInstant(t *testing.T) {
	w := newWorld(t)
	s, _ := w.begin(t, signaleur)
	inProgress := func() bool {
		rows, err := w.Learners(t.Context(), karine, quebec, exam.Query{})
		require.NoError(t, err)
		require.Len(t, rows, 1)
		return rows[0].InProgress()
	}
	require.True(t, inProgress())
	w.pass(30*time.Minute + exam.Grace)
	require.False(t, inProgress())
	for range 3 {
		require.NoError(t, w.Advance(t.Context(), aqtr))
	}
	file, err := w.File(t.Context(), karine, genevieve)
	require.NoError(t, err)
	ends := 0
	for _, e := range file.Sittings[0].Log {
		if e.Event == exam.TimeOut {
			ends++
		}
	}
	require.Equal(t, 1, ends)
	require.Equal(t, s.Deadline(), file.Sittings[0].Attempt.Finished)
}

// Who walks out can be ended by the operator, and what their browser sends afterwards is
// told so.
func TestFailure34_WhoWalksOutIsEnded(t *testing.T) {
	w := newWorld(t)
	s, epoch := w.begin(t, signaleur)
	w.pass(time.Minute)
	_, err := w.Terminate(t.Context(), louise, s.Key, exam.Because{Command: w.command(), Ground: exam.StoppedBefore, Note: "A quitté la salle"})
	require.NoError(t, err)
	ended := w.now
	w.pass(time.Minute)
	var lost exam.Lost
	require.ErrorAs(t, w.answer(t, s, epoch, 0, 1, exam.Response{}), &lost)
	require.Equal(t, exam.Lost{Err: exam.ErrTerminated, Event: exam.Terminate, At: ended, By: exam.PersonOf(louise)}, lost)
}

// The clock of a pause that ended before the learner was back is made good by a grant.
func TestFailure35_TimeLostAfterAPauseIsGranted(t *testing.T) {
	w := newWorld(t)
	s, _ := w.begin(t, espace)
	_, err := w.Pause(t.Context(), louise, s.Key, exam.Because{Command: w.command()})
	require.NoError(t, err)
	_, err = w.Resume(t.Context(), louise, s.Key, exam.Because{Command: w.command()})
	require.NoError(t, err)
	w.pass(2 * time.Minute)
	s, err = w.Grant(t.Context(), louise, s.Key, 2*time.Minute, w.because())
	require.NoError(t, err)
	require.Equal(t, 10*time.Minute, s.Left(w.now))
}

// Whatever changed a sitting stands in its log, with who, when and why.
func TestFailure37_TheLogSaysWhy(t *testing.T) {
	w := newWorld(t)
	s, _ := w.begin(t, signaleur)
	s, err := w.Grant(t.Context(), karine, s.Key, time.Minute, w.because())
	require.NoError(t, err)
	at := w.now
	w.pass(2 * time.Hour)
	s = s.At(w.now)
	type line struct {
		event  exam.Event
		by     exam.Person
		ground exam.Ground
		at     time.Time
	}
	var log []line
	for _, e := range s.Log {
		log = append(log, line{e.Event, e.By, e.Ground, e.At})
	}
	require.Equal(t, []line{
		{exam.Authorise, exam.PersonOf(louise), "", at},
		{exam.Launch, exam.PersonOf(learner), "", at},
		{exam.Begin, exam.PersonOf(learner), "", at},
		{exam.Grant, exam.PersonOf(karine), exam.Incident, at},
		{exam.TimeOut, exam.Person{}, "", at.Add(31 * time.Minute)},
	}, log)
	require.Equal(t, w.now, s.Log[4].Noted)
}

// oddRow is a store in which one sitting cannot be changed.
type oddRow struct {
	exam.Store
	odd identity.MemberID
}

func (s oddRow) ChangeSitting(ctx context.Context, key exam.Key, fn func(exam.Sitting) (exam.Sitting, error)) (exam.Sitting, error) {
	if key.Member == s.odd {
		return exam.Sitting{}, errOdd
	}
	return s.Store.ChangeSitting(ctx, key, fn)
}

var errOdd = errors.New("an odd row")

// One odd row does not keep the sweep from the others.
func TestFailure30_TheSweepGoesOnPastAnOddRow(t *testing.T) {
	w := newWorld(t)
	w.enrol(t, "a-1", "Étienne", "Bélanger", quebec, signaleur)
	w.enrol(t, "z-9", "Ngoc Anh", "Trần", quebec, signaleur)
	for _, member := range []identity.MemberID{"a-1", genevieve, "z-9"} {
		w.authorise(t, member, signaleur)
	}
	w.pass(24 * time.Hour)
	sound := w.Store
	w.Store = oddRow{sound, genevieve}
	require.ErrorIs(t, w.Advance(t.Context(), aqtr), errOdd)
	unfiled, err := sound.Unfiled(t.Context(), aqtr, quebec)
	require.NoError(t, err)
	require.Len(t, unfiled, 1)
	require.Equal(t, genevieve, unfiled[0].Member)
	w.Store = sound
	require.NoError(t, w.Advance(t.Context(), aqtr))
	unfiled, err = sound.Unfiled(t.Context(), aqtr, quebec)
	require.NoError(t, err)
	require.Empty(t, unfiled)
}
