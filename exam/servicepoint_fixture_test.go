package exam_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// errBroken is what a store or the documents answer that do not work.
var errBroken = errors.New("broken for the test")

// admitted writes a learner's file with an identity that is confirmed and a photo that
// is accepted, for tests that have nothing to do with either: decoding takes time.
func (w *world) admitted(t *testing.T, member identity.MemberID) {
	t.Helper()
	_, err := w.store.Exam().ChangeLearner(t.Context(), aqtr, member, func(l exam.Learner) (exam.Learner, error) {
		l.Proof = &exam.Proof{Kind: exam.OtherLicence, By: exam.PersonOf(louise), At: w.now}
		l.Photo = &exam.Photo{Revision: 1, Document: "none", SHA256: exam.Digest("pixels"), Added: w.now, Accepted: w.now}
		return l, nil
	})
	require.NoError(t, err)
}

// opened admits the learner and authorises an exam.
func (w *world) opened(t *testing.T, id exam.ID) exam.Sitting {
	t.Helper()
	w.admitted(t, genevieve)
	s, err := w.Authorise(t.Context(), louise, genevieve, exam.Authorising{Command: w.command(), Exam: id})
	require.NoError(t, err)
	return s
}

// started launches and begins a sitting.
func (w *world) started(t *testing.T, s exam.Sitting) (exam.Sitting, int) {
	t.Helper()
	_, launched, err := w.Launch(t.Context(), learner, s.Number, w.command(), "")
	require.NoError(t, err)
	s, _, err = w.Begin(t.Context(), learner, s.Number, w.command(), launched.Epoch)
	require.NoError(t, err)
	return s, launched.Epoch
}

// answered answers so many questions of a sitting rightly, the first ones.
func (w *world) answered(t *testing.T, s exam.Sitting, epoch, many int) exam.Sitting {
	t.Helper()
	for _, d := range s.Paper[:many] {
		var err error
		s, _, err = w.Answer(t.Context(), learner, s.Number, exam.Answering{
			Epoch: epoch, Question: d.Question, Sequence: s.Given(d.Question).Sequence + 1, Response: w.right(t, s, d.Question),
		})
		require.NoError(t, err)
	}
	return s
}

// passed has the learner sit an exam, and pass it with everything right.
func (w *world) passed(t *testing.T, id exam.ID) exam.Sitting {
	t.Helper()
	s, epoch := w.started(t, w.opened(t, id))
	w.answered(t, s, epoch, len(s.Paper))
	s, _, err := w.Submit(t.Context(), learner, s.Number, w.command(), epoch)
	require.NoError(t, err)
	return s
}

// grounded says why, with a new command.
func (w *world) grounded(g exam.Ground) exam.Because {
	return exam.Because{Command: w.command(), Ground: g, Note: "Constaté sur place"}
}

// file returns the learner's file as it is stored.
func (w *world) file(t *testing.T) exam.Learner {
	t.Helper()
	l, err := w.store.Exam().Learner(t.Context(), aqtr, genevieve)
	require.NoError(t, err)
	return l
}

// sitting returns a sitting as it is stored.
func (w *world) sitting(t *testing.T, number int) exam.Sitting {
	t.Helper()
	s, err := w.store.Exam().Sitting(t.Context(), exam.Key{Org: aqtr, Member: genevieve, Number: number})
	require.NoError(t, err)
	return s
}

// listed returns the row of Geneviève Lavigne in louise's list; ok is false when she is
// not in it.
func (w *world) listed(t *testing.T) (row exam.Row, ok bool) {
	t.Helper()
	rows, err := w.Learners(t.Context(), louise, quebec, exam.Query{})
	require.NoError(t, err)
	for _, r := range rows {
		if r.Learner.Member == genevieve {
			return r, true
		}
	}
	return exam.Row{}, false
}

// stored is all that the store has of both points, as JSON.
func (w *world) stored(t *testing.T) string {
	t.Helper()
	ctx, s := t.Context(), w.store.Exam()
	var all []any
	add := func(v any, err error) {
		if !errors.Is(err, exam.ErrNotFound) {
			require.NoError(t, err)
		}
		all = append(all, v)
	}
	add(s.Points(ctx, aqtr))
	for _, account := range []identity.AccountID{"louise", "karine", "marc", "sylvain", "jeanne"} {
		add(s.Operator(ctx, aqtr, account))
	}
	for _, member := range []identity.MemberID{genevieve, "autre"} {
		add(s.Learner(ctx, aqtr, member))
		add(s.Sittings(ctx, aqtr, member))
	}
	text, err := json.Marshal(all)
	require.NoError(t, err)
	return string(text)
}

// lost requires a refusal with what won, and who did it; it returns when.
func lost(t *testing.T, err, want error, won exam.Event, by identity.Actor) time.Time {
	t.Helper()
	require.ErrorIs(t, err, want)
	var l exam.Lost
	require.ErrorAs(t, err, &l)
	require.Equal(t, won, l.Event)
	require.Equal(t, exam.PersonOf(by), l.By)
	return l.At
}

// onField requires one field that is wrong, and how.
func onField(t *testing.T, err error, field string, want error) {
	t.Helper()
	var wrong hours.FieldErrors
	require.ErrorAs(t, err, &wrong)
	require.Len(t, wrong, 1, "%v", wrong)
	require.Equal(t, field, wrong[0].Field)
	require.ErrorIs(t, wrong[0].Err, want)
}

// breaking is a store that does not work now and then.
type breaking struct {
	exam.Store
	// sitting and learner say whether a Change of one fails this time.
	sitting func(exam.Key) bool
	learner func() bool
	// meanwhile happens once, just before a sitting is changed.
	meanwhile func()
}

func (b *breaking) ChangeSitting(ctx context.Context, key exam.Key, fn func(exam.Sitting) (exam.Sitting, error)) (exam.Sitting, error) {
	if do := b.meanwhile; do != nil {
		b.meanwhile = nil
		do()
	}
	if b.sitting != nil && b.sitting(key) {
		return exam.Sitting{}, errBroken
	}
	return b.Store.ChangeSitting(ctx, key, fn)
}

func (b *breaking) ChangeLearner(ctx context.Context, org identity.OrganisationID, member identity.MemberID, fn func(exam.Learner) (exam.Learner, error)) (exam.Learner, error) {
	if b.learner != nil && b.learner() {
		return exam.Learner{}, errBroken
	}
	return b.Store.ChangeLearner(ctx, org, member, fn)
}

// full are documents that take or delete nothing now and then.
type full struct {
	hours.Documents
	put, remove bool
}

func (f *full) Put(ctx context.Context, key hours.DocumentKey, content io.Reader) (int64, string, error) {
	if f.put {
		return 0, "", errBroken
	}
	return f.Documents.Put(ctx, key, content)
}

func (f *full) Delete(ctx context.Context, key hours.DocumentKey) error {
	if f.remove {
		return errBroken
	}
	return f.Documents.Delete(ctx, key)
}

// another returns another desk over the same, for whoever comes in between.
func (w *world) another() *exam.ServicePoint {
	return &exam.ServicePoint{Store: w.Store, Documents: w.Documents, Roll: w.Roll, Exams: w.Exams, Now: w.Now, NewID: w.NewID}
}
