package exam_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// worth answers rightly so many questions of one point, and so many of two. The exam has
// nine of one and three of two: fifteen points, of which seven tenths are ten and a half.
func (w *world) worth(t *testing.T, s exam.Sitting, epoch, ones, twos int) exam.Sitting {
	t.Helper()
	for _, d := range s.Paper {
		left := &ones
		if d.Points == 2 {
			left = &twos
		}
		if *left == 0 {
			continue
		}
		*left--
		var err error
		s, _, err = w.Answer(t.Context(), learner, s.Number, exam.Answering{Epoch: epoch, Question: d.Question, Sequence: 1, Response: w.right(t, s, d.Question)})
		require.NoError(t, err)
	}
	require.Zero(t, ones+twos)
	return s
}

// Closing the browser ends nothing; "Fermer la fenêtre", confirmed, ends it once.
func TestE12_TheLearnerEndsTheExam(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	s, epoch := w.started(t, w.opened(t, signaleur))
	w.answered(t, s, epoch, 3)
	w.pass(10 * time.Minute)
	own, e, err := w.Own(ctx, learner, s.Number)
	require.NoError(t, err)
	require.Equal(t, signaleur, e.ID)
	require.Equal(t, exam.Running, own.Attempt.State)
	require.Equal(t, 20*time.Minute, own.Left(w.now))

	// Another browser goes on, and the one before is told so.
	_, launched, err := w.Launch(ctx, learner, s.Number, w.command(), "")
	require.NoError(t, err)
	require.Equal(t, 2, launched.Epoch)
	lost(t, err3(w.Submit(ctx, learner, s.Number, w.command(), epoch)), exam.ErrSuperseded, exam.Launch, learner)

	w.pass(4*time.Minute + 3*time.Second)
	closing := w.command()
	s, receipt, err := w.Submit(ctx, learner, s.Number, closing, launched.Epoch)
	require.NoError(t, err)
	require.Equal(t, exam.Submitted, s.Attempt.State)
	require.Equal(t, w.now, s.Attempt.Finished)
	ended := w.now
	w.pass(time.Hour)
	again, same, err := w.Submit(ctx, learner, s.Number, closing, launched.Epoch)
	require.NoError(t, err)
	require.Equal(t, receipt, same)
	require.Equal(t, s.Attempt, again.Attempt)
	// A late click changes nothing.
	for _, err := range []error{
		err3(w.Submit(ctx, learner, s.Number, w.command(), launched.Epoch)),
		err3(w.Answer(ctx, learner, s.Number, exam.Answering{
			Epoch: launched.Epoch, Question: s.Paper[5].Question, Sequence: 1, Response: w.right(t, s, s.Paper[5].Question),
		})),
		err3(w.Launch(ctx, learner, s.Number, w.command(), "")),
		err2(w.Terminate(ctx, louise, s.Key, w.grounded(exam.FinishedUnclosed))),
		err2(w.Grant(ctx, louise, s.Key, time.Minute, w.grounded(exam.Incident))),
		err2(w.Cancel(ctx, louise, s.Key, w.grounded(exam.ByMistake))),
	} {
		at := lost(t, err, exam.ErrSubmitted, exam.Submit, learner)
		require.Equal(t, ended, at)
	}
	require.Equal(t, s.Attempt, w.sitting(t, 1).Attempt)
}

// The learner had finished and not closed: the operator closes, without having to say
// more, and the result is what was answered.
func TestE15_TheOperatorClosesForTheLearner(t *testing.T) {
	w := newWorld(t)
	s, epoch := w.started(t, w.opened(t, signaleur))
	w.answered(t, s, epoch, len(s.Paper))
	s, err := w.Terminate(t.Context(), karine, s.Key, exam.Because{Command: w.command(), Ground: exam.FinishedUnclosed})
	require.NoError(t, err)
	result, ok := s.Result()
	require.True(t, ok)
	require.Equal(t, exam.Result{Points: 15, Max: 15, Outcome: exam.Passed, Partial: true}, result)
	require.Equal(t, exam.Passed, w.file(t).Enrolments[0].Outcome)
	lost(t, err3(w.Submit(t.Context(), learner, s.Number, w.command(), epoch)), exam.ErrTerminated, exam.Terminate, karine)
	lost(t, err2(w.Terminate(t.Context(), louise, s.Key, w.grounded(exam.Technical))), exam.ErrTerminated, exam.Terminate, karine)
}

// Stopped before the end: the points accumulated so far, which may be a failure.
func TestE16_StoppedBeforeTheEnd(t *testing.T) {
	for _, c := range []struct {
		ones, twos, points int
		want               exam.Outcome
	}{
		{0, 0, 0, exam.Failed}, {8, 1, 10, exam.Failed}, {9, 1, 11, exam.Passed}, {9, 3, 15, exam.Passed},
	} {
		w := newWorld(t)
		s, epoch := w.started(t, w.opened(t, signaleur))
		w.worth(t, s, epoch, c.ones, c.twos)
		onField(t, err2(w.Terminate(t.Context(), louise, s.Key, exam.Because{Command: w.command(), Ground: exam.StoppedBefore})), "note", hours.ErrMissing)
		s, err := w.Terminate(t.Context(), louise, s.Key, w.grounded(exam.StoppedBefore))
		require.NoError(t, err)
		result, _ := s.Result()
		require.Equal(t, exam.Result{Points: c.points, Max: 15, Outcome: c.want, Partial: true}, result)
		require.Equal(t, c.want, w.file(t).Enrolments[0].Outcome)
		err = err2(w.IssueCard(t.Context(), jeanne, s.Key))
		if c.want == exam.Failed {
			require.ErrorIs(t, err, exam.ErrNoCard)
		} else {
			require.NoError(t, err)
		}
	}
}

func TestE16_AnExamThatHasNotBegunIsCancelledInstead(t *testing.T) {
	w := newWorld(t)
	s := w.opened(t, signaleur)
	require.ErrorIs(t, err2(w.Terminate(t.Context(), louise, s.Key, w.grounded(exam.StoppedBefore))), exam.ErrNotBegun)
	missing := s.Key
	missing.Number = 2
	require.ErrorIs(t, err2(w.Terminate(t.Context(), louise, missing, w.grounded(exam.StoppedBefore))), exam.ErrNotFound)
	require.ErrorIs(t, err2(w.Sitting(t.Context(), louise, missing)), exam.ErrNotFound)
}

// Time is given ahead or while the exam is running, with a ground and a note.
func TestE11_TimeIsGranted(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	s := w.opened(t, signaleur)
	for _, c := range []struct {
		time  time.Duration
		why   exam.Because
		field string
		want  error
	}{
		{0, w.grounded(exam.Incident), "time", exam.ErrTime},
		{exam.MostGranted + 1, w.grounded(exam.Incident), "time", exam.ErrTime},
		{time.Minute, w.grounded(""), "ground", hours.ErrMissing},
		{time.Minute, w.grounded(exam.StoppedBefore), "ground", hours.ErrUnknownChoice},
		{time.Minute, exam.Because{Command: "c", Ground: exam.Incident, Note: " "}, "note", hours.ErrMissing},
		{time.Minute, exam.Because{Command: "c", Ground: exam.Incident, Note: strings.Repeat("é", exam.LongestNote+1)}, "note", hours.ErrTooLong},
	} {
		onField(t, err2(w.Grant(ctx, louise, s.Key, c.time, c.why)), c.field, c.want)
	}
	s, err := w.Grant(ctx, louise, s.Key, 5*time.Minute, w.grounded(exam.Accommodation))
	require.NoError(t, err)
	require.Equal(t, 35*time.Minute, s.Left(w.now))
	s, _ = w.started(t, s)
	w.pass(34 * time.Minute)
	s, err = w.Grant(ctx, louise, s.Key, 10*time.Minute, w.grounded(exam.Incident))
	require.NoError(t, err)
	require.Equal(t, 11*time.Minute, s.Left(w.now))
	w.pass(11*time.Minute + exam.Grace)
	lost(t, err2(w.Grant(ctx, louise, s.Key, time.Minute, w.grounded(exam.Incident))), exam.ErrTimedOut, exam.TimeOut, identity.Actor{})
}

// A pause stops the clock of an exam that may be paused, for fifteen minutes at most.
func TestE11_APauseStopsTheClock(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	s, epoch := w.started(t, w.opened(t, espace))
	w.pass(4 * time.Minute)
	lost(t, err2(w.Resume(ctx, louise, s.Key, exam.Because{Command: w.command()})), exam.ErrNotPaused, "", identity.Actor{})
	s, err := w.Pause(ctx, louise, s.Key, exam.Because{Command: w.command(), Note: "Alarme"})
	require.NoError(t, err)
	require.Equal(t, 6*time.Minute, s.Left(w.now))
	w.pass(5 * time.Minute)
	lost(t, err3(w.Submit(ctx, learner, s.Number, w.command(), epoch)), exam.ErrPaused, exam.Pause, louise)
	s, err = w.Resume(ctx, karine, s.Key, exam.Because{Command: w.command()})
	require.NoError(t, err)
	require.Equal(t, 6*time.Minute, s.Left(w.now))
	_, err = w.Pause(ctx, louise, s.Key, exam.Because{Command: w.command()})
	require.NoError(t, err)
	w.pass(16 * time.Minute)
	s, err = w.Sitting(ctx, louise, s.Key)
	require.NoError(t, err)
	require.Equal(t, exam.Running, s.Attempt.State)
	require.Equal(t, 5*time.Minute, s.Left(w.now))

	w = newWorld(t)
	s, _ = w.started(t, w.opened(t, signaleur))
	require.ErrorIs(t, err2(w.Pause(ctx, louise, s.Key, exam.Because{Command: w.command()})), exam.ErrNoPause)
}

func TestE9_Answers(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	s := w.opened(t, signaleur)
	d := s.Paper[0]
	answer := exam.Answering{Question: d.Question, Sequence: 2, Response: w.right(t, s, d.Question)}
	lost(t, err3(w.Answer(ctx, learner, s.Number, answer)), exam.ErrNotBegun, "", identity.Actor{})
	lost(t, err3(w.Begin(ctx, learner, s.Number, w.command(), 0)), exam.ErrNotLaunched, "", identity.Actor{})
	s, answer.Epoch = w.started(t, s)
	s, receipt, err := w.Answer(ctx, learner, s.Number, answer)
	require.NoError(t, err)
	require.Zero(t, s.Given(d.Question).Points, "the browser is not told")
	require.Equal(t, d.Points, w.sitting(t, 1).Given(d.Question).Points)
	first := w.now
	w.pass(time.Minute)
	_, same, err := w.Answer(ctx, learner, s.Number, answer)
	require.NoError(t, err)
	require.Equal(t, receipt, same)
	// An earlier one that comes late never replaces it.
	late := answer
	late.Sequence, late.Response = 1, exam.Response{}
	at := lost(t, err3(w.Answer(ctx, learner, s.Number, late)), exam.ErrSequence, exam.Answer, identity.Actor{})
	require.Equal(t, first, at)
	late.Sequence = 0
	require.ErrorIs(t, err3(w.Answer(ctx, learner, s.Number, late)), exam.ErrSequence)
	asked := func(question string) error {
		return err3(w.Answer(ctx, learner, s.Number, exam.Answering{
			Epoch: answer.Epoch, Question: question, Sequence: 9, Response: exam.Response{Choices: []string{"none"}},
		}))
	}
	require.ErrorIs(t, asked("none"), exam.ErrNoQuestion)
	i := slices.IndexFunc(s.Paper, func(d exam.Drawn) bool { return len(d.Options) > 0 })
	require.ErrorIs(t, asked(s.Paper[i].Question), exam.ErrUnknownOption)
	require.Len(t, w.sitting(t, 1).Attempt.Answers, 1)
}

// That the browser is there is noted, twice a minute at most, until the end.
func TestE9_WhenTheBrowserWasHeard(t *testing.T) {
	w := newWorld(t)
	s, epoch := w.started(t, w.opened(t, signaleur))
	heard := func() time.Time { return w.sitting(t, 1).Attempt.Heard }
	look := func() {
		_, _, err := w.Own(t.Context(), learner, 1)
		require.NoError(t, err)
	}
	begun := w.now
	w.pass(29 * time.Second)
	look()
	require.Equal(t, begun, heard())
	w.pass(time.Second)
	look()
	require.Equal(t, w.now, heard())
	version := w.sitting(t, 1).Version
	look()
	require.Equal(t, version, w.sitting(t, 1).Version)
	_, _, err := w.Submit(t.Context(), learner, s.Number, w.command(), epoch)
	require.NoError(t, err)
	before := w.sitting(t, 1)
	w.pass(time.Hour)
	look()
	require.Equal(t, before, w.sitting(t, 1))
}

func TestE9_TheLearnersTrainings(t *testing.T) {
	w := newWorld(t)
	nobody, err := w.Trainings(t.Context(), identity.Actor{Org: aqtr, Account: "x", Member: "x"})
	require.NoError(t, err)
	require.Empty(t, nobody)
	first := w.passed(t, signaleur)
	w.pass(time.Hour)
	w.enrol(t, genevieve, "Geneviève", "Lavigne", quebec, signaleur)
	second := w.opened(t, signaleur)
	trainings, err := w.Trainings(t.Context(), learner)
	require.NoError(t, err)
	require.Len(t, trainings, 3)
	require.Len(t, trainings[0].Sittings, 1)
	require.Equal(t, first.Key, trainings[0].Sittings[0].Key)
	require.Equal(t, exam.Passed, trainings[0].Enrolment.Outcome)
	require.Nil(t, trainings[0].Live())
	require.Equal(t, espace, trainings[1].Exam.ID)
	require.Empty(t, trainings[1].Sittings)
	require.Equal(t, second.Key, trainings[2].Live().Key)
}
