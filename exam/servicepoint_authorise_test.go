package exam_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func (w *world) allow(t *testing.T, by identity.Actor, id exam.ID) (exam.Sitting, error) {
	t.Helper()
	return w.Authorise(t.Context(), by, genevieve, exam.Authorising{Command: w.command(), Exam: id})
}

// An authorisation rests on an identity that is confirmed and a photo that is accepted,
// and keeps both.
func TestE6_WhatAnAuthorisationRestsOn(t *testing.T) {
	w := newWorld(t)
	_, err := w.allow(t, louise, signaleur)
	require.ErrorIs(t, err, exam.ErrUnproved)
	_, err = w.confirm(t, licence)
	require.NoError(t, err)
	_, err = w.allow(t, louise, signaleur)
	require.ErrorIs(t, err, exam.ErrNoPhoto)
	l := w.photographed(t)
	_, err = w.allow(t, louise, signaleur)
	require.ErrorIs(t, err, exam.ErrNoPhoto)
	l, err = w.SavePhoto(t.Context(), louise, genevieve, l.Version, l.Photo.Crop, attested())
	require.NoError(t, err)
	s, err := w.allow(t, louise, signaleur)
	require.NoError(t, err)
	require.Equal(t, exam.Authorised, s.Authorisation.State)
	require.Equal(t, *l.Proof, s.Authorisation.Proof)
	require.Equal(t, l.Photo.SHA256, s.Authorisation.Photo)
	require.Equal(t, exam.PersonOf(louise), s.Authorisation.By)
	require.Equal(t, exam.Policy{Limit: 30 * time.Minute, Grace: exam.Grace, Pass: exam.Ratio{Num: 7, Den: 10}}, s.Policy)
}

func TestE6_WhatIsTypedWrong(t *testing.T) {
	w := newWorld(t)
	w.admitted(t, genevieve)
	w.enrol(t, "autre", "Autre", "Personne", quebec, espace)
	w.admitted(t, "autre")
	for _, c := range []struct {
		member identity.MemberID
		typed  exam.Authorising
		field  string
		want   error
	}{
		{genevieve, exam.Authorising{}, "exam", hours.ErrMissing},
		{genevieve, exam.Authorising{Exam: "none"}, "exam", exam.ErrNoExam},
		{"autre", exam.Authorising{Exam: signaleur}, "exam", exam.ErrEnrolled},
		{genevieve, exam.Authorising{Exam: signaleur, Workstation: "Poste 9"}, "workstation", exam.ErrNoWorkstation},
		{genevieve, exam.Authorising{Exam: signaleur, Extra: -time.Second, Note: "x"}, "extra", exam.ErrTime},
		{genevieve, exam.Authorising{Exam: signaleur, Extra: exam.MostGranted + 1, Note: "x"}, "extra", exam.ErrTime},
		{genevieve, exam.Authorising{Exam: signaleur, Extra: time.Minute, Note: " "}, "note", hours.ErrMissing},
		{genevieve, exam.Authorising{Exam: signaleur, Note: strings.Repeat("é", exam.LongestNote+1)}, "note", hours.ErrTooLong},
	} {
		c.typed.Command = w.command()
		_, err := w.Authorise(t.Context(), louise, c.member, c.typed)
		onField(t, err, c.field, c.want)
	}
	_, err := w.Authorise(t.Context(), louise, genevieve, exam.Authorising{Exam: signaleur})
	require.ErrorIs(t, err, exam.ErrCommand)
	s, err := w.Authorise(t.Context(), louise, genevieve, exam.Authorising{Command: w.command(), Exam: signaleur, Extra: 10 * time.Minute, Note: "Entente du 3 novembre"})
	require.NoError(t, err)
	require.Equal(t, 40*time.Minute, s.Left(w.now))
	require.Equal(t, exam.Accommodation, s.Log[0].Ground)
}

// A command that is sent again opens nothing else, and is answered as it was: also when
// the exam has ended meanwhile, the photo is gone or the point is closed.
func TestE6_ACommandIsSentAgain(t *testing.T) {
	w := newWorld(t)
	w.admitted(t, genevieve)
	a := exam.Authorising{Command: w.command(), Exam: signaleur}
	s, err := w.Authorise(t.Context(), louise, genevieve, a)
	require.NoError(t, err)
	again, err := w.Authorise(t.Context(), louise, genevieve, a)
	require.NoError(t, err)
	require.Equal(t, s, again)
	s, epoch := w.started(t, s)
	_, _, err = w.Submit(t.Context(), learner, s.Number, w.command(), epoch)
	require.NoError(t, err)
	w.pass(12 * time.Hour)
	_, err = w.store.Exam().ChangeLearner(t.Context(), aqtr, genevieve, func(l exam.Learner) (exam.Learner, error) { l.Photo = nil; return l, nil })
	require.NoError(t, err)
	again, err = w.Authorise(t.Context(), louise, genevieve, a)
	require.NoError(t, err)
	require.Equal(t, 1, again.Number)
	all, err := w.store.Exam().Sittings(t.Context(), aqtr, genevieve)
	require.NoError(t, err)
	require.Len(t, all, 1)
}

// Two operators authorise at once: one does, and the other is told who did and when.
func TestE6_TwoOperatorsAtOnce(t *testing.T) {
	for id, want := range map[exam.ID]error{signaleur: exam.ErrAuthorised, espace: exam.ErrLive} {
		w := newWorld(t)
		w.admitted(t, genevieve)
		other := w.another()
		w.Store = &breaking{Store: w.Store, meanwhile: func() {
			_, err := other.Authorise(t.Context(), karine, genevieve, exam.Authorising{Command: "theirs", Exam: id})
			require.NoError(t, err)
		}}
		_, err := w.allow(t, louise, signaleur)
		at := lost(t, err, want, exam.Authorise, karine)
		require.Equal(t, w.now, at)
		require.Contains(t, err.Error(), "2026-11-25T15:00:00Z")
		all, err := w.store.Exam().Sittings(t.Context(), aqtr, genevieve)
		require.NoError(t, err)
		require.Len(t, all, 1)
	}
}

// A learner has one live exam, and the next when it has ended.
func TestE6_OneLiveExam(t *testing.T) {
	w := newWorld(t)
	s := w.opened(t, signaleur)
	w.pass(time.Minute)
	at := lost(t, err2(w.allow(t, karine, signaleur)), exam.ErrAuthorised, exam.Authorise, louise)
	require.Equal(t, w.now.Add(-time.Minute), at)
	lost(t, err2(w.allow(t, karine, espace)), exam.ErrLive, exam.Authorise, louise)
	_, err := w.Cancel(t.Context(), karine, s.Key, w.grounded(exam.ByMistake))
	require.NoError(t, err)
	next, err := w.allow(t, karine, espace)
	require.NoError(t, err)
	require.Equal(t, 2, next.Number)
	require.Equal(t, 15*time.Minute, next.Policy.MaxPause)
}

// An exam that ends while an operator authorises it again ends the training first.
func TestE6_AnExamThatEndsMeanwhileIsNotAuthorisedOnceMore(t *testing.T) {
	w := newWorld(t)
	s, epoch := w.started(t, w.opened(t, signaleur))
	other := w.another()
	w.Store = &breaking{Store: w.Store, meanwhile: func() {
		_, _, err := other.Submit(t.Context(), learner, s.Number, "theirs", epoch)
		require.NoError(t, err)
	}}
	_, err := w.allow(t, louise, signaleur)
	onField(t, err, "exam", exam.ErrEnrolled)
}

// err2 returns the error of two results.
func err2[V any](_ V, err error) error { return err }

func TestE7_AnAuthorisationIsCancelledUntilTheLearnerBegins(t *testing.T) {
	t.Run("before the launch", func(t *testing.T) {
		w := newWorld(t)
		s := w.opened(t, signaleur)
		s, err := w.Cancel(t.Context(), karine, s.Key, w.grounded(exam.AtTheirWish))
		require.NoError(t, err)
		require.Equal(t, exam.Cancelled, s.Authorisation.State)
		require.Equal(t, exam.Withdrawn, s.Attempt.State)
		lost(t, err3(w.Launch(t.Context(), learner, s.Number, w.command(), "")), exam.ErrWithdrawn, exam.Cancel, karine)
		lost(t, err2(w.Cancel(t.Context(), louise, s.Key, w.grounded(exam.AtTheirWish))), exam.ErrCancelled, exam.Cancel, karine)
		l := w.file(t)
		require.True(t, l.Enrolled(signaleur), "the training goes on")
		require.True(t, w.sitting(t, 1).Filed, "there is no result to file")
	})
	t.Run("after the launch", func(t *testing.T) {
		w := newWorld(t)
		s := w.opened(t, signaleur)
		_, launched, err := w.Launch(t.Context(), learner, s.Number, w.command(), "")
		require.NoError(t, err)
		_, err = w.Cancel(t.Context(), louise, s.Key, w.grounded(exam.Technical))
		require.NoError(t, err)
		lost(t, err3(w.Begin(t.Context(), learner, s.Number, w.command(), launched.Epoch)), exam.ErrWithdrawn, exam.Cancel, louise)
	})
	t.Run("not after the begin", func(t *testing.T) {
		w := newWorld(t)
		s, _ := w.started(t, w.opened(t, signaleur))
		begun := w.now
		w.pass(5 * time.Minute)
		at := lost(t, err2(w.Cancel(t.Context(), louise, s.Key, w.grounded(exam.ByMistake))), exam.ErrBegun, exam.Begin, learner)
		require.Equal(t, begun, at)
	})
	t.Run("with a ground", func(t *testing.T) {
		w := newWorld(t)
		s := w.opened(t, signaleur)
		onField(t, err2(w.Cancel(t.Context(), louise, s.Key, w.grounded(""))), "ground", hours.ErrMissing)
		onField(t, err2(w.Cancel(t.Context(), louise, s.Key, w.grounded(exam.Incident))), "ground", hours.ErrUnknownChoice)
		long := w.grounded(exam.ByMistake)
		long.Note = strings.Repeat("é", exam.LongestNote+1)
		onField(t, err2(w.Cancel(t.Context(), louise, s.Key, long)), "note", hours.ErrTooLong)
	})
}

// err3 returns the error of three results.
func err3[V, W any](_ V, _ W, err error) error { return err }

// What was not begun lapses at the point's closing hour, in the organisation's zone:
// 17:00 is 22:00 in UTC in winter and 21:00 in summer, also on the day of the change.
func TestE7_AnAuthorisationLapsesWhenThePointCloses(t *testing.T) {
	for _, c := range []struct{ name, now, until string }{
		{"winter", "2026-11-25T15:00:00Z", "2026-11-25T22:00:00Z"},
		{"late in the evening in UTC", "2026-11-25T21:59:59.999999Z", "2026-11-25T22:00:00Z"},
		{"summer", "2026-07-06T13:00:00Z", "2026-07-06T21:00:00Z"},
		{"the clocks go back at 2:00, after it was authorised", "2026-11-01T04:30:00Z", "2026-11-01T22:00:00Z"},
		{"the clocks go forward at 2:00, after it was authorised", "2026-03-08T05:30:00Z", "2026-03-08T21:00:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			var err error
			w.now, err = time.Parse(time.RFC3339, c.now)
			require.NoError(t, err)
			until, err := time.Parse(time.RFC3339, c.until)
			require.NoError(t, err)
			s := w.opened(t, signaleur)
			require.Equal(t, until, s.Authorisation.Until)
			_, launched, err := w.Launch(t.Context(), learner, s.Number, w.command(), "")
			require.NoError(t, err)
			w.now = until
			err = err3(w.Begin(t.Context(), learner, s.Number, w.command(), launched.Epoch))
			at := lost(t, err, exam.ErrWithdrawn, exam.Lapse, identity.Actor{})
			require.Equal(t, until, at)
			_, err = w.allow(t, louise, signaleur)
			require.ErrorIs(t, err, exam.ErrPointClosed)
			require.Equal(t, exam.Lapsed, w.sitting(t, 1).Authorisation.State)
		})
	}
}

// A point that stops at its closing hour ends what is running then, with its points.
func TestE7_APointMayStopAtClosing(t *testing.T) {
	w := newWorld(t)
	p, err := w.Point(t.Context(), jeanne, quebec)
	require.NoError(t, err)
	p.StopsAtClosing = true
	_, err = w.PutPoint(t.Context(), jeanne, p)
	require.NoError(t, err)
	w.now = time.Date(2026, time.November, 25, 21, 45, 0, 0, time.UTC)
	s, epoch := w.started(t, w.opened(t, signaleur))
	require.Equal(t, 15*time.Minute, s.Left(w.now))
	w.pass(15*time.Minute + exam.Grace)
	lost(t, err3(w.Submit(t.Context(), learner, s.Number, w.command(), epoch)), exam.ErrTimedOut, exam.TimeOut, identity.Actor{})
	require.NoError(t, w.Advance(t.Context(), aqtr))
	require.Equal(t, time.Date(2026, time.November, 25, 22, 0, 0, 0, time.UTC), w.sitting(t, 1).Attempt.Finished)
}

// A sitting that is assigned to a workstation is launched there alone, and the operator
// moves it.
func TestE8_TheAssignedWorkstation(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	w.admitted(t, genevieve)
	_, first, err := w.RegisterWorkstation(ctx, louise, quebec, " Poste 1 ")
	require.NoError(t, err)
	p, another, err := w.RegisterWorkstation(ctx, karine, quebec, "Poste 2")
	require.NoError(t, err)
	require.Equal(t, "Poste 1", p.Workstations[0].Name)
	require.NotContains(t, w.stored(t), first)
	s, err := w.Authorise(ctx, louise, genevieve, exam.Authorising{Command: w.command(), Exam: signaleur, Workstation: "Poste 1"})
	require.NoError(t, err)
	for _, secret := range []string{"", another, "guess"} {
		require.ErrorIs(t, err3(w.Launch(ctx, learner, s.Number, w.command(), secret)), exam.ErrWorkstation)
	}
	_, launched, err := w.Launch(ctx, learner, s.Number, w.command(), first)
	require.NoError(t, err)
	s, _, err = w.Begin(ctx, learner, s.Number, w.command(), launched.Epoch)
	require.NoError(t, err)
	require.Equal(t, "Poste 1", s.Attempt.Workstation)

	onField(t, err2(w.Move(ctx, louise, s.Key, "Poste 9", exam.Because{Command: w.command()})), "workstation", exam.ErrNoWorkstation)
	_, err = w.Move(ctx, louise, s.Key, "Poste 2", exam.Because{Command: w.command(), Note: "Panne du poste 1"})
	require.NoError(t, err)
	// The browser at the former one is cut off, and cannot come back.
	answer := exam.Answering{Epoch: launched.Epoch, Question: s.Paper[0].Question, Sequence: 1, Response: w.right(t, s, s.Paper[0].Question)}
	lost(t, err3(w.Answer(ctx, learner, s.Number, answer)), exam.ErrSuperseded, exam.Move, louise)
	require.ErrorIs(t, err3(w.Launch(ctx, learner, s.Number, w.command(), first)), exam.ErrWorkstation)
	_, launched, err = w.Launch(ctx, learner, s.Number, w.command(), another)
	require.NoError(t, err)
	answer.Epoch = launched.Epoch
	_, _, err = w.Answer(ctx, learner, s.Number, answer)
	require.NoError(t, err)
	// Any will do once none is assigned.
	_, err = w.Move(ctx, sylvain, s.Key, "", exam.Because{Command: w.command()})
	require.NoError(t, err)
	_, _, err = w.Launch(ctx, learner, s.Number, w.command(), "")
	require.NoError(t, err)
}

func TestE8_Workstations(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	register := func(name string) (exam.Point, error) {
		p, _, err := w.RegisterWorkstation(ctx, louise, quebec, name)
		return p, err
	}
	onField(t, err2(register("  ")), "name", hours.ErrMissing)
	onField(t, err2(register(strings.Repeat("é", exam.LongestName+1))), "name", hours.ErrTooLong)
	for i := range exam.MostWorkstations {
		_, err := register(strings.Repeat("x", i+1))
		require.NoError(t, err)
	}
	_, err := register("Un de trop")
	require.ErrorIs(t, err, exam.ErrWorkstations)
	p, err := register("x")
	require.NoError(t, err, "in place of the one that has the name")
	require.Len(t, p.Workstations, exam.MostWorkstations)
	p, err = w.RemoveWorkstation(ctx, karine, quebec, "x")
	require.NoError(t, err)
	require.Len(t, p.Workstations, exam.MostWorkstations-1)
	_, err = w.RemoveWorkstation(ctx, karine, quebec, "x")
	require.ErrorIs(t, err, exam.ErrNoWorkstation)
}
