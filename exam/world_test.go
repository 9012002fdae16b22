package exam_test

import (
	"bytes"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/files"
	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/exam/banks"
	"github.com/goodstanding/goodstanding/exam/photo"
	"github.com/goodstanding/goodstanding/exam/photo/phototest"
	"github.com/goodstanding/goodstanding/identity"
)

// world is an association with two service points, over a store in memory and a clock
// that tests move.
type world struct {
	*exam.ServicePoint
	store     *memory.Store
	documents *files.Memory
	now       time.Time
	named     int
}

const (
	aqtr      identity.OrganisationID = "aqtr"
	quebec    exam.PointID            = "quebec"
	laval     exam.PointID            = "laval"
	signaleur exam.ID                 = "signaleur"
	espace    exam.ID                 = "espace-clos"
	genevieve identity.MemberID       = "genevieve"
)

// The people: an operator of each point, a supervisor, the staff, a learner.
var (
	louise  = identity.Actor{Org: aqtr, Account: "louise", Name: "Louise Bergeron", Roles: []identity.Role{identity.RoleOperator}}
	marc    = identity.Actor{Org: aqtr, Account: "marc", Name: "Marc Nadeau", Roles: []identity.Role{identity.RoleOperator}}
	karine  = identity.Actor{Org: aqtr, Account: "karine", Name: "Karine Houde", Roles: []identity.Role{identity.RoleOperator}}
	sylvain = identity.Actor{Org: aqtr, Account: "sylvain", Name: "Sylvain Caron", Roles: []identity.Role{identity.RoleSupervisor}}
	jeanne  = identity.Actor{Org: aqtr, Account: "jeanne", Name: "Jeanne Roy", Roles: []identity.Role{identity.RoleStaff}}
	learner = identity.Actor{Org: aqtr, Account: "genevieve", Member: genevieve, Name: "Geneviève Lavigne", Roles: []identity.Role{identity.RoleLearner}}
)

// newWorld opens the points, with louise and karine in Québec and marc in Laval, and
// enrols Geneviève Lavigne for both exams. It is Wednesday 25 November 2026, 10:00 in
// Québec.
func newWorld(t *testing.T) *world {
	t.Helper()
	content, err := banks.All()
	require.NoError(t, err)
	w := &world{store: memory.New(), documents: files.NewMemory(), now: time.Date(2026, time.November, 25, 15, 0, 0, 0, time.UTC)}
	w.ServicePoint = &exam.ServicePoint{
		Store: w.store.Exam(), Documents: w.documents, Roll: w.store.Identity(), Exams: content.Catalogue(),
		Now:   func() time.Time { return w.now },
		NewID: func() string { w.named++; return fmt.Sprintf("id-%d", w.named) },
	}
	_, err = w.store.Identity().ChangeOrganisation(t.Context(), aqtr, func(o identity.Organisation) (identity.Organisation, error) {
		o.Name, o.Languages = identity.Text{FR: "Association québécoise des transports", EN: "Transport association of Québec"}, identity.FrenchAndEnglish
		return o, nil
	})
	require.NoError(t, err)
	for _, operator := range []identity.Actor{louise, marc, karine} {
		w.register(t, operator)
	}
	for _, p := range []exam.Point{
		{ID: quebec, Name: "Québec", Closes: "17:00", Operators: []identity.AccountID{"louise", "karine"}},
		{ID: laval, Name: "Laval", Closes: "17:00", Operators: []identity.AccountID{"marc"}},
	} {
		_, err := w.PutPoint(t.Context(), jeanne, p)
		require.NoError(t, err)
	}
	w.enrol(t, genevieve, "Geneviève", "Lavigne", quebec, signaleur, espace)
	return w
}

// register completes the four steps of an operator's registration.
func (w *world) register(t *testing.T, operator identity.Actor) {
	t.Helper()
	typed := exam.Operator{
		First: "Louise", Last: "Bergeron", Email: "louise@point.example", Shown: "Louise B.", Employer: "Centre", City: "Québec",
		Language: identity.French, Membership: "none",
	}
	for _, step := range exam.Steps() {
		saved, err := w.Register(t.Context(), operator, step, typed)
		require.NoError(t, err)
		typed.Version = saved.Version
	}
}

func (w *world) enrol(t *testing.T, member identity.MemberID, first, last string, point exam.PointID, exams ...exam.ID) {
	t.Helper()
	for _, id := range exams {
		_, err := w.Enrol(t.Context(), jeanne, exam.Enrolling{
			Member: member, Point: point, First: first, Last: last, Email: string(member) + "@apprenants.example", Exam: id,
		})
		require.NoError(t, err)
	}
}

// admit confirms the learner's identity and accepts a photo.
func (w *world) admit(t *testing.T, operator identity.Actor, member identity.MemberID) exam.Learner {
	t.Helper()
	file, err := w.File(t.Context(), operator, member)
	require.NoError(t, err)
	l, err := w.ConfirmIdentity(t.Context(), operator, member, file.Learner.Version, exam.Claim{
		Kind: exam.OtherLicence, Number: "AB12345", Birth: "1990-05-17",
	})
	require.NoError(t, err)
	l, err = w.AddPhoto(t.Context(), operator, member, l.Version, bytes.NewReader(goodPhoto()))
	require.NoError(t, err)
	l, err = w.SavePhoto(t.Context(), operator, member, l.Version, l.Photo.Crop, attested())
	require.NoError(t, err)
	return l
}

// goodPhoto is drawn once, and small: it is read for every learner who is admitted.
var goodPhoto = sync.OnceValue(func() []byte { return phototest.Good(450, 600) })

// attested answers yes to everything that the operator looks at.
func attested() []exam.Attestation {
	var all []exam.Attestation
	for _, id := range photo.Attested() {
		all = append(all, exam.Attestation{Check: id, Met: true})
	}
	return all
}

// command returns a new name for a command.
func (w *world) command() string { return w.NewID() }

// authorise admits the learner and authorises an exam.
func (w *world) authorise(t *testing.T, member identity.MemberID, id exam.ID) exam.Sitting {
	t.Helper()
	w.admit(t, louise, member)
	s, err := w.Authorise(t.Context(), louise, member, exam.Authorising{Command: w.command(), Exam: id})
	require.NoError(t, err)
	return s
}

// begin authorises, launches and begins an exam, and returns the epoch too.
func (w *world) begin(t *testing.T, id exam.ID) (exam.Sitting, int) {
	t.Helper()
	s := w.authorise(t, genevieve, id)
	_, launched, err := w.Launch(t.Context(), learner, s.Number, w.command(), "")
	require.NoError(t, err)
	s, _, err = w.Begin(t.Context(), learner, s.Number, w.command(), launched.Epoch)
	require.NoError(t, err)
	return s, launched.Epoch
}

// right returns the right answer to a question.
func (w *world) right(t *testing.T, s exam.Sitting, question string) exam.Response {
	t.Helper()
	e, err := w.Exams.Version(s.Exam, s.ExamVersion)
	require.NoError(t, err)
	q, ok := e.Question(question)
	require.True(t, ok)
	r := exam.Response{Number: q.Number}
	for _, o := range q.Options {
		if o.Right {
			r.Choices = append(r.Choices, o.ID)
		}
	}
	return r
}

// pass ticks away the time.
func (w *world) pass(d time.Duration) { w.now = w.now.Add(d) }
