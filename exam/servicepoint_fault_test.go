package exam_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/exam/photo"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/certificate"
	"github.com/goodstanding/goodstanding/identity"
)

// counting is a store, and the organisations' roll, of which one call fails.
type counting struct {
	exam.Store
	roll interface {
		Organisation(ctx context.Context, org identity.OrganisationID) (identity.Organisation, error)
	}
	calls, fails int
}

// tried counts a call, and says whether it is the one that fails.
func (c *counting) tried() error {
	if c.calls++; c.calls == c.fails {
		return errBroken
	}
	return nil
}

func either[V any](failed error, do func() (V, error)) (V, error) {
	if failed != nil {
		var none V
		return none, failed
	}
	return do()
}

func (c *counting) Organisation(ctx context.Context, org identity.OrganisationID) (identity.Organisation, error) {
	return either(c.tried(), func() (identity.Organisation, error) { return c.roll.Organisation(ctx, org) })
}

func (c *counting) Point(ctx context.Context, org identity.OrganisationID, point exam.PointID) (exam.Point, error) {
	return either(c.tried(), func() (exam.Point, error) { return c.Store.Point(ctx, org, point) })
}

func (c *counting) Points(ctx context.Context, org identity.OrganisationID) ([]exam.Point, error) {
	return either(c.tried(), func() ([]exam.Point, error) { return c.Store.Points(ctx, org) })
}

func (c *counting) Operator(ctx context.Context, org identity.OrganisationID, account identity.AccountID) (exam.Operator, error) {
	return either(c.tried(), func() (exam.Operator, error) { return c.Store.Operator(ctx, org, account) })
}

func (c *counting) Learner(ctx context.Context, org identity.OrganisationID, member identity.MemberID) (exam.Learner, error) {
	return either(c.tried(), func() (exam.Learner, error) { return c.Store.Learner(ctx, org, member) })
}

func (c *counting) LearnersAt(ctx context.Context, org identity.OrganisationID, point exam.PointID) ([]exam.Learner, error) {
	return either(c.tried(), func() ([]exam.Learner, error) { return c.Store.LearnersAt(ctx, org, point) })
}

func (c *counting) ChangeLearner(ctx context.Context, org identity.OrganisationID, member identity.MemberID, fn func(exam.Learner) (exam.Learner, error)) (exam.Learner, error) {
	return either(c.tried(), func() (exam.Learner, error) { return c.Store.ChangeLearner(ctx, org, member, fn) })
}

func (c *counting) Sitting(ctx context.Context, key exam.Key) (exam.Sitting, error) {
	return either(c.tried(), func() (exam.Sitting, error) { return c.Store.Sitting(ctx, key) })
}

func (c *counting) Sittings(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]exam.Sitting, error) {
	return either(c.tried(), func() ([]exam.Sitting, error) { return c.Store.Sittings(ctx, org, member) })
}

func (c *counting) Unfiled(ctx context.Context, org identity.OrganisationID, point exam.PointID) ([]exam.Sitting, error) {
	return either(c.tried(), func() ([]exam.Sitting, error) { return c.Store.Unfiled(ctx, org, point) })
}

func (c *counting) Carded(ctx context.Context, org identity.OrganisationID, code certificate.Code) (exam.Sitting, error) {
	return either(c.tried(), func() (exam.Sitting, error) { return c.Store.Carded(ctx, org, code) })
}

func (c *counting) ChangeSitting(ctx context.Context, key exam.Key, fn func(exam.Sitting) (exam.Sitting, error)) (exam.Sitting, error) {
	return either(c.tried(), func() (exam.Sitting, error) { return c.Store.ChangeSitting(ctx, key, fn) })
}

// Whatever is being done, and whichever call to the store fails, the failure is told;
// and then the same is done again, under the same command, and succeeds once.
func TestWhicheverCallToTheStoreFails(t *testing.T) {
	key := exam.Key{Org: aqtr, Member: genevieve, Number: 1}
	live := func(w *world, t *testing.T) { w.started(t, w.opened(t, signaleur)) }
	ended := func(w *world, t *testing.T) { w.passed(t, signaleur) }
	due := func(w *world, t *testing.T) { live(w, t); w.pass(31 * time.Minute) }
	because := exam.Because{Command: "once", Ground: exam.StoppedBefore, Note: "Évacuation"}
	for name, c := range map[string]struct {
		before func(w *world, t *testing.T)
		do     func(w *world, t *testing.T) error
		// quiet calls may fail without being told, the last ones.
		quiet int
	}{
		"points":   {live, func(w *world, t *testing.T) error { return err2(w.Points(t.Context(), louise)) }, 0},
		"learners": {live, func(w *world, t *testing.T) error { return err2(w.Learners(t.Context(), louise, quebec, exam.Query{})) }, 0},
		"file":     {live, func(w *world, t *testing.T) error { return err2(w.File(t.Context(), louise, genevieve)) }, 0},
		"confirm": {live, func(w *world, t *testing.T) error {
			return err2(w.ConfirmIdentity(t.Context(), louise, genevieve, w.file(t).Version, licence))
		}, 0},
		"measure": {func(w *world, t *testing.T) { w.photographed(t) }, func(w *world, t *testing.T) error {
			return err3(w.MeasurePhoto(t.Context(), louise, genevieve, w.file(t).Photo.Crop, photo.Up))
		}, 0},
		"save": {func(w *world, t *testing.T) { w.photographed(t) }, func(w *world, t *testing.T) error {
			return err2(w.SavePhoto(t.Context(), louise, genevieve, w.file(t).Version, w.file(t).Photo.Crop, attested()))
		}, 0},
		"authorise": {func(w *world, t *testing.T) { w.admitted(t, genevieve) }, func(w *world, t *testing.T) error {
			return err2(w.Authorise(t.Context(), louise, genevieve, exam.Authorising{Command: "once", Exam: signaleur}))
		}, 0},
		"authorise after another": {ended, func(w *world, t *testing.T) error {
			return err2(w.Authorise(t.Context(), louise, genevieve, exam.Authorising{Command: "once", Exam: espace}))
		}, 0},
		"continue": {ended, func(w *world, t *testing.T) error {
			return err2(w.Continue(t.Context(), sylvain, key, exam.Continuing{Command: "once", Limit: time.Minute, Note: "Panne"}))
		}, 0},
		"issue":     {ended, func(w *world, t *testing.T) error { return err2(w.IssueCard(t.Context(), jeanne, key)) }, 0},
		"trainings": {ended, func(w *world, t *testing.T) error { return err2(w.Trainings(t.Context(), learner)) }, 0},
		"launch":    {live, func(w *world, t *testing.T) error { return err3(w.Launch(t.Context(), learner, 1, "once", "")) }, 0},
		"begin": {func(w *world, t *testing.T) {
			w.opened(t, signaleur)
			require.NoError(t, err3(w.Launch(t.Context(), learner, 1, w.command(), "")))
		}, func(w *world, t *testing.T) error { return err3(w.Begin(t.Context(), learner, 1, "once", 1)) }, 0},
		"answer": {live, func(w *world, t *testing.T) error {
			s := w.sitting(t, 1)
			return err3(w.Answer(t.Context(), learner, 1, exam.Answering{Epoch: 1, Question: s.Paper[0].Question, Sequence: 1, Response: w.right(t, s, s.Paper[0].Question)}))
		}, 0},
		// What files a result comes after the end is written.
		"submit":    {live, func(w *world, t *testing.T) error { return err3(w.Submit(t.Context(), learner, 1, "once", 1)) }, 2},
		"terminate": {live, func(w *world, t *testing.T) error { return err2(w.Terminate(t.Context(), louise, key, because)) }, 2},
		"advance":   {due, func(w *world, t *testing.T) error { return w.Advance(t.Context(), aqtr) }, 0},
		"enrol": {due, func(w *world, t *testing.T) error {
			return err2(w.Enrol(t.Context(), jeanne, exam.Enrolling{Member: genevieve, Point: quebec, First: "Geneviève", Last: "Lavigne", Exam: espace}))
		}, 0},
		"own": {func(w *world, t *testing.T) { live(w, t); w.pass(time.Minute) }, func(w *world, t *testing.T) error { return err3(w.Own(t.Context(), learner, 1)) }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			for fails := 1; ; fails++ {
				w := newWorld(t)
				c.before(w, t)
				count := &counting{Store: w.Store, roll: w.Roll, fails: fails}
				w.Store, w.Roll = count, count
				err := c.do(w, t)
				if count.calls < fails {
					require.NoError(t, err)
					require.Greater(t, fails, 1)
					return
				}
				if err != nil {
					require.ErrorIs(t, err, errBroken, "call %d fails", fails)
				} else {
					require.Greater(t, fails+c.quiet, count.calls, "call %d fails", fails)
				}
				count.fails = 0
				require.NoError(t, c.do(w, t), "call %d failed", fails)
				require.NoError(t, w.Advance(t.Context(), aqtr))
				all, err := w.store.Exam().Sittings(t.Context(), aqtr, genevieve)
				require.NoError(t, err)
				require.LessOrEqual(t, len(all), 2)
				for _, s := range all {
					require.Equal(t, s.Ended(), s.Filed, "call %d failed", fails)
				}
			}
		})
	}
}

func TestE3_StaffKeepPointsAndLearners(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	for field, p := range map[string]exam.Point{
		"id": {ID: "a b", Name: "Québec", Closes: "17:00"}, "name": {ID: "a", Name: " ", Closes: "17:00"}, "closes": {ID: "a", Name: "A", Closes: "25:00"},
	} {
		want := map[string]error{"id": identity.ErrBadID, "closes": exam.ErrHour}[field]
		if want == nil {
			want = hours.ErrMissing
		}
		onField(t, err2(w.PutPoint(ctx, jeanne, p)), field, want)
	}
	long := exam.Point{ID: "a", Name: strings.Repeat("é", exam.LongestName+1), Closes: "17:00"}
	onField(t, err2(w.PutPoint(ctx, jeanne, long)), "name", hours.ErrTooLong)
	for field, c := range map[string]struct {
		e    exam.Enrolling
		want error
	}{
		"member": {exam.Enrolling{Member: "a b", First: "A", Last: "B", Point: quebec, Exam: signaleur}, identity.ErrBadID},
		"first":  {exam.Enrolling{Member: "a", First: " ", Last: "B", Point: quebec, Exam: signaleur}, hours.ErrMissing},
		"last":   {exam.Enrolling{Member: "a", First: "A", Last: strings.Repeat("é", exam.LongestName+1), Point: quebec, Exam: signaleur}, hours.ErrTooLong},
		"exam":   {exam.Enrolling{Member: "a", First: "A", Last: "B", Point: quebec, Exam: "none"}, exam.ErrNoExam},
		"point":  {exam.Enrolling{Member: "a", First: "A", Last: "B", Point: "none", Exam: signaleur}, hours.ErrUnknownChoice},
	} {
		onField(t, err2(w.Enrol(ctx, jeanne, c.e)), field, c.want)
	}
	p, err := w.Point(ctx, jeanne, quebec)
	require.NoError(t, err)
	p.Operators = []identity.AccountID{"louise", "karine", "louise"}
	p, err = w.PutPoint(ctx, jeanne, p)
	require.NoError(t, err)
	require.Equal(t, []identity.AccountID{"karine", "louise"}, p.Operators)
	p.Version--
	require.ErrorIs(t, err2(w.PutPoint(ctx, jeanne, p)), exam.ErrStale)
}

// An epoch may be guessed; what a registered workstation keeps may not.
func TestE8_WhoIsSeatedAtTheWorkstation(t *testing.T) {
	w := newWorld(t)
	s := w.opened(t, signaleur)
	seated := func(s exam.Sitting, secret string) bool {
		ok, err := w.Seated(t.Context(), s, secret)
		require.NoError(t, err)
		return ok
	}
	require.True(t, seated(s, ""), "any will do")
	_, first, err := w.RegisterWorkstation(t.Context(), louise, quebec, "Poste 1")
	require.NoError(t, err)
	_, second, err := w.RegisterWorkstation(t.Context(), louise, quebec, "Poste 2")
	require.NoError(t, err)
	s, err = w.Move(t.Context(), louise, s.Key, "Poste 1", exam.Because{Command: w.command()})
	require.NoError(t, err)
	require.True(t, seated(s, first))
	for _, secret := range []string{"", second, "guess"} {
		require.False(t, seated(s, secret))
	}
	s.Point = "none"
	require.ErrorIs(t, err2(w.Seated(t.Context(), s, first)), exam.ErrNotFound)
}
