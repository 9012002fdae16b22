package exam_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/identity"
)

// A result is filed also when the write that files it fails: the command has succeeded,
// the list knows, and Advance files it.
func TestFiling_AResultIsFiledInTheEnd(t *testing.T) {
	for name, c := range map[string]struct {
		breaks func(*breaking)
		// told says that the learner's file has the result, though the sitting does not
		// know.
		told bool
	}{
		"the learner's file cannot be written": {func(b *breaking) { b.learner = func() bool { return true } }, false},
		"the sitting cannot be marked": {func(b *breaking) {
			changes := 0
			b.sitting = func(exam.Key) bool { changes++; return changes > 1 }
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			s, epoch := w.started(t, w.opened(t, signaleur))
			alone := w.Store
			broken := &breaking{Store: alone}
			c.breaks(broken)
			w.Store = broken
			s, _, err := w.Submit(t.Context(), learner, s.Number, w.command(), epoch)
			require.NoError(t, err)
			require.False(t, w.sitting(t, 1).Filed)
			require.Equal(t, c.told, !w.file(t).Enrolled(signaleur))
			require.ErrorIs(t, w.Advance(t.Context(), aqtr), errBroken)
			w.Store = alone
			row, there := w.listed(t)
			require.True(t, there)
			require.Nil(t, row.Sitting)
			require.False(t, row.Learner.Enrolled(signaleur), "the list knows that it has ended")

			require.NoError(t, w.Advance(t.Context(), aqtr))
			require.True(t, w.sitting(t, 1).Filed)
			e := w.file(t).Enrolments[0]
			require.Equal(t, exam.Enrolment{Exam: signaleur, Since: w.now, Ended: w.now, Sitting: 1, Outcome: exam.Failed}, e)
			require.Equal(t, s.Attempt, w.sitting(t, 1).Attempt)
		})
	}
}

// Who is enrolled again before a result was filed is in the new training when it is.
func TestFiling_AnEnrolmentComesAfterWhatHasEnded(t *testing.T) {
	w := newWorld(t)
	w.started(t, w.opened(t, signaleur))
	w.pass(31 * time.Minute)
	w.enrol(t, genevieve, "Geneviève", "Lavigne", quebec, signaleur)
	require.NoError(t, w.Advance(t.Context(), aqtr))
	l := w.file(t)
	require.True(t, l.Enrolled(signaleur))
	require.Len(t, l.Enrolments, 3)
	require.Equal(t, 1, l.Enrolments[0].Sitting)
}

// What time alone causes is the same whenever it is written down, and once.
func TestAdvance_IsIdempotent(t *testing.T) {
	w := newWorld(t)
	begun := w.now
	w.started(t, w.opened(t, signaleur))
	w.enrol(t, "autre", "Autre", "Personne", laval, espace)
	w.admitted(t, "autre")
	_, err := w.Authorise(t.Context(), marc, "autre", exam.Authorising{Command: w.command(), Exam: espace})
	require.NoError(t, err)
	before := w.stored(t)
	w.pass(30*time.Minute + exam.Grace - time.Microsecond)
	require.NoError(t, w.Advance(t.Context(), aqtr))
	require.Equal(t, exam.Digest(before), exam.Digest(w.stored(t)), "nothing is due")
	w.pass(20 * time.Hour)
	require.NoError(t, w.Advance(t.Context(), aqtr))
	s := w.sitting(t, 1)
	require.Equal(t, exam.TimedOut, s.Attempt.State)
	require.Equal(t, begun.Add(30*time.Minute), s.Attempt.Finished, "it ended when the time was over, not when it was noticed")
	require.Equal(t, s.Attempt.Finished, w.file(t).Enrolments[0].Ended)
	other, err := w.store.Exam().Sitting(t.Context(), exam.Key{Org: aqtr, Member: "autre", Number: 1})
	require.NoError(t, err)
	require.Equal(t, exam.Lapsed, other.Authorisation.State)
	require.Equal(t, other.Authorisation.Until, other.Attempt.Finished)
	after := w.stored(t)
	w.pass(time.Hour)
	require.NoError(t, w.Advance(t.Context(), aqtr))
	require.Equal(t, exam.Digest(after), exam.Digest(w.stored(t)))
}

// A pause that is over goes on, and the exam is not filed by that.
func TestAdvance_APauseIsOver(t *testing.T) {
	w := newWorld(t)
	s, _ := w.started(t, w.opened(t, espace))
	_, err := w.Pause(t.Context(), louise, s.Key, exam.Because{Command: w.command()})
	require.NoError(t, err)
	w.pass(15 * time.Minute)
	require.NoError(t, w.Advance(t.Context(), aqtr))
	require.Equal(t, exam.Running, w.sitting(t, 1).Attempt.State)
	require.False(t, w.sitting(t, 1).Filed)
}

// One sitting that cannot be advanced does not keep the others from it.
func TestAdvance_OneBadSittingDoesNotStopTheOthers(t *testing.T) {
	w := newWorld(t)
	for _, member := range []identity.MemberID{"a", "b", "c"} {
		w.enrol(t, member, "Anne", string(member), quebec, espace)
		w.admitted(t, member)
		_, err := w.Authorise(t.Context(), louise, member, exam.Authorising{Command: w.command(), Exam: espace})
		require.NoError(t, err)
	}
	w.pass(24 * time.Hour)
	alone := w.Store
	w.Store = &breaking{Store: alone, sitting: func(k exam.Key) bool { return k.Member == "b" }}
	require.ErrorIs(t, w.Advance(t.Context(), aqtr), errBroken)
	unfiled, err := alone.Unfiled(t.Context(), aqtr, quebec)
	require.NoError(t, err)
	require.Len(t, unfiled, 1)
	require.Equal(t, identity.MemberID("b"), unfiled[0].Member)
}

// Nothing is answered when the store does not answer.
func TestTheStoreDoesNotAnswer(t *testing.T) {
	w := newWorld(t)
	w.opened(t, signaleur)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, w.Advance(gone, aqtr), context.Canceled)
	require.ErrorIs(t, err2(w.Points(gone, louise)), context.Canceled)
	require.ErrorIs(t, err2(w.File(gone, louise, genevieve)), context.Canceled)
	require.ErrorIs(t, err2(w.Trainings(gone, learner)), context.Canceled)
	require.ErrorIs(t, err3(w.Own(gone, learner, 1)), context.Canceled)
	require.ErrorIs(t, err2(w.VerifyCard(gone, aqtr, "x")), context.Canceled)
}
