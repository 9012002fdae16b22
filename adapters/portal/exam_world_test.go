package portal_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/files"
	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/exam/banks"
	"github.com/goodstanding/goodstanding/exam/photo"
	"github.com/goodstanding/goodstanding/exam/photo/phototest"
	"github.com/goodstanding/goodstanding/identity"
)

// The people of the service point "quebec"; sylvie is the staff.
var (
	louise    = identity.Actor{Org: otpq, Account: "louise", Name: "Louise Bergeron", Roles: []identity.Role{identity.RoleOperator}}
	sylvie    = identity.Actor{Org: otpq, Account: "sylvie", Name: "sylvie", Roles: []identity.Role{identity.RoleStaff}}
	genevieve = identity.Actor{Org: otpq, Account: "genevieve", Member: "genevieve", Name: "Geneviève Lavigne", Roles: []identity.Role{identity.RoleLearner}}
)

// withExams opens a service point in the house, with louise as its operator, marc as one
// of another point and sylvain as a supervisor, where Geneviève Lavigne is in training.
// The point closes at 17:00; open's clock says 10:00.
func withExams(t *testing.T, h *house) *exam.ServicePoint {
	t.Helper()
	content, err := banks.All()
	require.NoError(t, err)
	named := 0
	d := &exam.ServicePoint{
		Store: h.store.Exam(), Documents: files.NewMemory(), Roll: h.store.Identity(), Exams: content.Catalogue(), Now: h.clock,
		NewID: func() string { named++; return fmt.Sprintf("id-%d", named) },
	}
	h.portal.ServicePoint = d
	h.account(t, "louise", "", identity.RoleOperator)
	h.account(t, "marc", "", identity.RoleOperator)
	h.account(t, "sylvain", "", identity.RoleSupervisor)
	h.account(t, "genevieve", "genevieve", identity.RoleLearner)
	marc := identity.Actor{Org: otpq, Account: "marc", Roles: louise.Roles}
	for _, operator := range []identity.Actor{louise, marc} {
		typed := exam.Operator{
			First: "Louise", Last: "Bergeron", Email: "louise@point.example", Shown: "Louise B.", Employer: "Centre", City: "Québec",
			Language: identity.French, Membership: "none",
		}
		for _, step := range exam.Steps() {
			saved, err := d.Register(t.Context(), operator, step, typed)
			require.NoError(t, err)
			typed.Version = saved.Version
		}
	}
	for _, p := range []exam.Point{
		{ID: "quebec", Name: "Centre de la Capitale", Closes: "17:00", Operators: []identity.AccountID{"louise"}},
		{ID: "laval", Name: "Laval", Closes: "17:00", Operators: []identity.AccountID{"marc"}},
	} {
		_, err := d.PutPoint(t.Context(), sylvie, p)
		require.NoError(t, err)
	}
	for _, id := range []exam.ID{"signaleur", "espace-clos"} {
		_, err := d.Enrol(t.Context(), sylvie, exam.Enrolling{
			Member: "genevieve", Point: "quebec", First: "Geneviève", Last: "Lavigne", Email: "genevieve@apprenants.example",
			Language: identity.French, Exam: id,
		})
		require.NoError(t, err)
	}
	return d
}

// admitted confirms Geneviève's identity and accepts a photo.
func admitted(t *testing.T, d *exam.ServicePoint) {
	t.Helper()
	file, err := d.File(t.Context(), louise, "genevieve")
	require.NoError(t, err)
	l, err := d.ConfirmIdentity(t.Context(), louise, "genevieve", file.Learner.Version, exam.Claim{Kind: exam.OtherLicence, Number: "AB12345", Birth: "1990-05-17"})
	require.NoError(t, err)
	l, err = d.AddPhoto(t.Context(), louise, "genevieve", l.Version, bytes.NewReader(phototest.Good(450, 600)))
	require.NoError(t, err)
	var attested []exam.Attestation
	for _, id := range photo.Attested() {
		attested = append(attested, exam.Attestation{Check: id, Met: true})
	}
	_, err = d.SavePhoto(t.Context(), louise, "genevieve", l.Version, l.Photo.Crop, attested)
	require.NoError(t, err)
}

// begun authorises, launches and begins an exam for Geneviève, and returns the epoch
// too.
func begun(t *testing.T, d *exam.ServicePoint, id exam.ID) (exam.Sitting, int) {
	t.Helper()
	s, err := d.Authorise(t.Context(), louise, "genevieve", exam.Authorising{Command: d.NewID(), Exam: id})
	require.NoError(t, err)
	_, launched, err := d.Launch(t.Context(), genevieve, s.Number, d.NewID(), "")
	require.NoError(t, err)
	s, _, err = d.Begin(t.Context(), genevieve, s.Number, d.NewID(), launched.Epoch)
	require.NoError(t, err)
	return s, launched.Epoch
}

// sat has Geneviève sit an exam to its end, with so many right answers; -1 answers all.
func sat(t *testing.T, d *exam.ServicePoint, id exam.ID, right int) exam.Sitting {
	t.Helper()
	s, epoch := begun(t, d, id)
	content, err := d.Exams.Version(s.Exam, s.ExamVersion)
	require.NoError(t, err)
	for i, drawn := range s.Paper {
		if right >= 0 && i >= right {
			break
		}
		q, ok := content.Question(drawn.Question)
		require.True(t, ok)
		r := exam.Response{Number: q.Number}
		for _, o := range q.Options {
			if o.Right {
				r.Choices = append(r.Choices, o.ID)
			}
		}
		_, _, err := d.Answer(t.Context(), genevieve, s.Number, exam.Answering{Epoch: epoch, Question: drawn.Question, Sequence: 1, Response: r})
		require.NoError(t, err)
	}
	s, _, err = d.Submit(t.Context(), genevieve, s.Number, d.NewID(), epoch)
	require.NoError(t, err)
	return s
}

// later moves the house's clock.
func (h *house) later(d time.Duration) { h.at(h.clock().Add(d).Format(time.RFC3339)) }
