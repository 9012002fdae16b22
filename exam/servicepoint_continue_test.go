package exam_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// continuing is a continuation of ten minutes, under a new command.
func (w *world) continuing() exam.Continuing {
	return exam.Continuing{Command: w.command(), Limit: 10 * time.Minute, Note: "Panne d’électricité"}
}

// stopped has the learner sit an exam that is stopped after two answers.
func (w *world) stopped(t *testing.T) exam.Sitting {
	t.Helper()
	s, epoch := w.started(t, w.opened(t, signaleur))
	w.answered(t, s, epoch, 2)
	w.pass(time.Minute)
	s, err := w.Terminate(t.Context(), louise, s.Key, w.grounded(exam.Technical))
	require.NoError(t, err)
	return s
}

func TestContinuation_GoesOnWhereTheOtherEnded(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	before := w.stopped(t)
	_, there := w.listed(t)
	require.True(t, there, "the other training goes on")
	next, err := w.Continue(ctx, sylvain, before.Key, w.continuing())
	require.NoError(t, err)
	require.Equal(t, 2, next.Number)
	require.Equal(t, before.Number, next.Continues)
	require.Equal(t, before.Paper, next.Paper, "the same questions")
	require.Equal(t, before.Attempt.Answers, next.Attempt.Answers, "with the answers that it has")
	require.Equal(t, 10*time.Minute, next.Left(w.now))
	require.Equal(t, before.Policy.Pass, next.Policy.Pass)
	// The one that ended stays as it is.
	was := w.sitting(t, 1)
	require.Equal(t, 2, was.ContinuedBy)
	was.ContinuedBy, was.Version = before.ContinuedBy, before.Version
	require.Equal(t, before, was)
	row, there := w.listed(t)
	require.True(t, there)
	require.Equal(t, next.Key, row.Sitting.Key)

	next, epoch := w.started(t, next)
	for _, d := range next.Paper[2:] {
		_, _, err := w.Answer(ctx, learner, 2, exam.Answering{Epoch: epoch, Question: d.Question, Sequence: 1, Response: w.right(t, next, d.Question)})
		require.NoError(t, err)
	}
	require.ErrorIs(t, err3(w.Answer(ctx, learner, 1, exam.Answering{
		Epoch: 1, Question: next.Paper[2].Question, Sequence: 1, Response: w.right(t, next, next.Paper[2].Question),
	})), exam.ErrTerminated)
	next, _, err = w.Submit(ctx, learner, 2, w.command(), epoch)
	require.NoError(t, err)
	result, _ := next.Result()
	require.Equal(t, exam.Result{Points: 15, Max: 15, Outcome: exam.Passed}, result)
	require.Equal(t, 2, w.file(t).Enrolments[0].Sitting, "its result takes the place of the other")
	require.Equal(t, exam.Passed, w.file(t).Enrolments[0].Outcome)
	require.ErrorIs(t, err2(w.Continue(ctx, sylvain, before.Key, w.continuing())), exam.ErrContinued)
	_, err = w.IssueCard(ctx, sylvain, next.Key)
	require.NoError(t, err)
	require.ErrorIs(t, err2(w.Continue(ctx, sylvain, next.Key, w.continuing())), exam.ErrCardIssued)
}

func TestContinuation_WhatIsRefused(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	s := w.opened(t, signaleur)
	require.ErrorIs(t, err2(w.Continue(ctx, louise, s.Key, w.continuing())), identity.ErrForbidden)
	require.ErrorIs(t, err2(w.Continue(ctx, sylvain, s.Key, w.continuing())), exam.ErrNotEnded)
	s, _ = w.started(t, s)
	require.ErrorIs(t, err2(w.Continue(ctx, sylvain, s.Key, w.continuing())), exam.ErrNotEnded)
	missing := s.Key
	missing.Number = 9
	require.ErrorIs(t, err2(w.Continue(ctx, sylvain, missing, w.continuing())), exam.ErrNotFound)
	w.pass(31 * time.Minute) // timed out
	for field, c := range map[string]struct {
		change func(*exam.Continuing)
		want   error
	}{
		"time":        {func(c *exam.Continuing) { c.Limit = 0 }, exam.ErrTime},
		"workstation": {func(c *exam.Continuing) { c.Workstation = "Poste 9" }, exam.ErrNoWorkstation},
		"note":        {func(c *exam.Continuing) { c.Note = " " }, hours.ErrMissing},
	} {
		typed := w.continuing()
		c.change(&typed)
		onField(t, err2(w.Continue(ctx, sylvain, s.Key, typed)), field, c.want)
	}
	long := w.continuing()
	long.Note = strings.Repeat("é", exam.LongestNote+1)
	onField(t, err2(w.Continue(ctx, sylvain, s.Key, long)), "note", hours.ErrTooLong)
	unnamed := w.continuing()
	unnamed.Command = ""
	require.ErrorIs(t, err2(w.Continue(ctx, sylvain, s.Key, unnamed)), exam.ErrCommand)
	require.Zero(t, w.sitting(t, 1).ContinuedBy)

	a := w.continuing()
	next, err := w.Continue(ctx, sylvain, s.Key, a)
	require.NoError(t, err)
	again, err := w.Continue(ctx, sylvain, s.Key, a)
	require.NoError(t, err)
	require.Equal(t, next, again)
	lost(t, err2(w.Continue(ctx, sylvain, s.Key, w.continuing())), exam.ErrAuthorised, exam.Authorise, sylvain)
}

// A continuation that is refused, or withdrawn before it begins, keeps no card from
// being issued, and another may follow it.
func TestContinuation_OneThatNeverWasKeepsNoCard(t *testing.T) {
	t.Run("the point is closed", func(t *testing.T) {
		w := newWorld(t)
		s := w.passed(t, signaleur)
		w.pass(8 * time.Hour)
		require.ErrorIs(t, err2(w.Continue(t.Context(), sylvain, s.Key, w.continuing())), exam.ErrPointClosed)
		require.NoError(t, err2(w.IssueCard(t.Context(), jeanne, s.Key)))
	})
	for name, withdraw := range map[string]func(w *world, s exam.Sitting){
		"it is cancelled": func(w *world, s exam.Sitting) {
			require.NoError(t, err2(w.Cancel(t.Context(), sylvain, s.Key, w.grounded(exam.ByMistake))))
		},
		"it lapses": func(w *world, _ exam.Sitting) { w.pass(8 * time.Hour) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			s := w.passed(t, signaleur)
			next, err := w.Continue(t.Context(), sylvain, s.Key, w.continuing())
			require.NoError(t, err)
			require.ErrorIs(t, err2(w.IssueCard(t.Context(), jeanne, s.Key)), exam.ErrNoCard)
			withdraw(w, next)
			require.NoError(t, err2(w.IssueCard(t.Context(), jeanne, s.Key)))
		})
	}
	t.Run("another follows it", func(t *testing.T) {
		w := newWorld(t)
		s := w.stopped(t)
		next, err := w.Continue(t.Context(), sylvain, s.Key, w.continuing())
		require.NoError(t, err)
		require.NoError(t, err2(w.Cancel(t.Context(), sylvain, next.Key, w.grounded(exam.ByMistake))))
		next, err = w.Continue(t.Context(), sylvain, s.Key, w.continuing())
		require.NoError(t, err)
		require.Equal(t, 3, next.Number)
		require.Equal(t, 3, w.sitting(t, 1).ContinuedBy)
	})
	t.Run("the store fails before it is opened", func(t *testing.T) {
		w := newWorld(t)
		s := w.passed(t, signaleur)
		alone := w.Store
		w.Store = &breaking{Store: alone, sitting: func(k exam.Key) bool { return k.Number == 2 }}
		require.ErrorIs(t, err2(w.Continue(t.Context(), sylvain, s.Key, w.continuing())), errBroken)
		w.Store = alone
		require.ErrorIs(t, err2(w.IssueCard(t.Context(), jeanne, s.Key)), exam.ErrNoCard, "it may still be on its way")
		// What is opened next has its number: it will never be.
		next, err := w.allow(t, louise, espace)
		require.NoError(t, err)
		require.Equal(t, 2, next.Number)
		require.NoError(t, err2(w.IssueCard(t.Context(), jeanne, s.Key)))
	})
}

// both reports that a sitting has a card and a continuation.
func (w *world) both(t *testing.T) bool {
	t.Helper()
	all, err := w.store.Exam().Sittings(t.Context(), aqtr, genevieve)
	require.NoError(t, err)
	return all[0].Card != nil && len(all) > 1
}

// Whichever comes first, a sitting has a card or a continuation: the other comes in
// between at each write.
func TestContinuation_ACardAndAContinuationAreNeverBoth(t *testing.T) {
	continues := func(d *exam.ServicePoint, s exam.Sitting, command string) error {
		return err2(d.Continue(t.Context(), sylvain, s.Key, exam.Continuing{Command: command, Limit: time.Minute, Note: "Panne"}))
	}
	issues := func(d *exam.ServicePoint, s exam.Sitting, _ string) error {
		return err2(d.IssueCard(t.Context(), jeanne, s.Key))
	}
	for name, c := range map[string]struct {
		one, other func(*exam.ServicePoint, exam.Sitting, string) error
	}{
		"a card comes in between":               {continues, issues},
		"a continuation comes in between":       {issues, continues},
		"another continuation comes in between": {continues, continues},
	} {
		t.Run(name, func(t *testing.T) {
			for at := 1; ; at++ {
				w := newWorld(t)
				s := w.passed(t, signaleur)
				changes, between, other := 0, error(nil), w.another()
				w.Store = &breaking{Store: w.Store, sitting: func(exam.Key) bool {
					if changes++; changes == at {
						between = c.other(other, s, "theirs")
					}
					return false
				}}
				err := c.one(w.ServicePoint, s, "ours")
				if changes < at {
					require.Greater(t, at, 2)
					return
				}
				require.False(t, w.both(t), "at change %d: %v, %v", at, err, between)
				require.False(t, err == nil && between == nil, "at change %d", at)
				require.False(t, err != nil && between != nil, "at change %d: %v, %v", at, err, between)
			}
		})
	}
}

func TestContinuation_ACardAndAContinuationRace(t *testing.T) {
	for range 40 {
		w := newWorld(t)
		s := w.passed(t, signaleur)
		desks := []*exam.ServicePoint{w.another(), w.another(), w.another()}
		for _, d := range desks {
			d.NewID = nil
		}
		errs := make([]error, len(desks))
		var all sync.WaitGroup
		for i, d := range desks {
			all.Go(func() {
				if i == 0 {
					errs[i] = err2(d.IssueCard(t.Context(), jeanne, s.Key))
				} else {
					errs[i] = err2(d.Continue(t.Context(), sylvain, s.Key, exam.Continuing{Command: strings.Repeat("c", i), Limit: time.Minute, Note: "Panne"}))
				}
			})
		}
		all.Wait()
		require.False(t, w.both(t), "%v", errs)
	}
}
