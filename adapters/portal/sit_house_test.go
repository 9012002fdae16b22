package portal_test

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/files"
	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/exam/banks"
	"github.com/goodstanding/goodstanding/exam/photo"
	"github.com/goodstanding/goodstanding/exam/photo/phototest"
	"github.com/goodstanding/goodstanding/identity"
)

const (
	signaleur exam.ID = "signaleur"
	espace    exam.ID = "espace-clos"
)

// The people of the service point who do something at the desk.
var (
	clerk    = identity.Actor{Org: otpq, Account: "sylvie", Name: "Sylvie Roy", Roles: []identity.Role{identity.RoleStaff}}
	proctor  = identity.Actor{Org: otpq, Account: "louise", Name: "Louise Bergeron", Roles: []identity.Role{identity.RoleOperator}}
	examinee = identity.Actor{Org: otpq, Account: "genevieve", Member: "genevieve", Roles: []identity.Role{identity.RoleLearner}}
)

// openExams returns the order with a service point that closes at 17:00, where Louise
// Bergeron works and Geneviève Lavigne is in training for both exams.
func openExams(t *testing.T) *house {
	t.Helper()
	h := open(t)
	content, err := banks.All()
	require.NoError(t, err)
	named := 0
	desk := &exam.ServicePoint{
		Store: h.store.Exam(), Documents: files.NewMemory(), Roll: h.store.Identity(), Exams: content.Catalogue(), Now: h.clock,
		NewID: func() string { named++; return fmt.Sprintf("id-%d", named) },
	}
	h.portal.ServicePoint, h.portal.Now = desk, h.clock
	h.account(t, "genevieve", "genevieve", identity.RoleLearner)
	typed := exam.Operator{
		First: "Louise", Last: "Bergeron", Email: "louise@point.example", Shown: "Louise B.", Employer: "Centre", City: "Québec",
		Language: identity.French, Membership: "none",
	}
	for _, step := range exam.Steps() {
		saved, err := desk.Register(t.Context(), proctor, step, typed)
		require.NoError(t, err)
		typed.Version = saved.Version
	}
	_, err = desk.PutPoint(t.Context(), clerk, exam.Point{ID: "quebec", Name: "Québec", Closes: "17:00", Operators: []identity.AccountID{"louise"}})
	require.NoError(t, err)
	for _, id := range []exam.ID{signaleur, espace} {
		_, err := desk.Enrol(t.Context(), clerk, exam.Enrolling{
			Member: "genevieve", Point: "quebec", First: "Geneviève", Last: "Lavigne", Email: "genevieve@apprenants.example", Exam: id,
		})
		require.NoError(t, err)
	}
	return h
}

// admit confirms the learner's identity and accepts a photo.
func (h *house) admit(t *testing.T) {
	t.Helper()
	desk := h.portal.ServicePoint
	file, err := desk.File(t.Context(), proctor, "genevieve")
	require.NoError(t, err)
	if file.Learner.Photo.IsAccepted() {
		return
	}
	l, err := desk.ConfirmIdentity(t.Context(), proctor, "genevieve", file.Learner.Version, exam.Claim{Kind: exam.OtherLicence, Number: "AB12345", Birth: "1990-05-17"})
	require.NoError(t, err)
	l, err = desk.AddPhoto(t.Context(), proctor, "genevieve", l.Version, bytes.NewReader(phototest.Good(450, 600)))
	require.NoError(t, err)
	var attested []exam.Attestation
	for _, id := range photo.Attested() {
		attested = append(attested, exam.Attestation{Check: id, Met: true})
	}
	_, err = desk.SavePhoto(t.Context(), proctor, "genevieve", l.Version, l.Photo.Crop, attested)
	require.NoError(t, err)
}

// authorise admits the learner and authorises an exam at a workstation, any when it has
// no name.
func (h *house) authorise(t *testing.T, id exam.ID, workstation string) exam.Sitting {
	t.Helper()
	h.admit(t)
	s, err := h.portal.ServicePoint.Authorise(t.Context(), proctor, "genevieve", exam.Authorising{Command: h.portal.ServicePoint.NewID(), Exam: id, Workstation: workstation})
	require.NoError(t, err)
	return s
}

// because is why an operator does something.
func (h *house) because(g exam.Ground) exam.Because {
	return exam.Because{Command: h.portal.ServicePoint.NewID(), Ground: g, Note: "Pour l’essai"}
}

// own returns the learner's sitting as it is now.
func (h *house) own(t *testing.T, number int) exam.Sitting {
	t.Helper()
	s, _, err := h.portal.ServicePoint.Own(t.Context(), examinee, number)
	require.NoError(t, err)
	return s
}

// pass ticks away the time.
func (h *house) pass(d time.Duration) { h.at(h.clock().Add(d).Format(time.RFC3339Nano)) }

// ask returns the question at a place of the paper.
func (h *house) ask(t *testing.T, s exam.Sitting, k int) exam.Question {
	t.Helper()
	e, err := h.portal.ServicePoint.Exams.Version(s.Exam, s.ExamVersion)
	require.NoError(t, err)
	q, ok := e.Question(s.Paper[k-1].Question)
	require.True(t, ok)
	return q
}

// place returns the place of the first question of the kind.
func (h *house) place(t *testing.T, s exam.Sitting, kind exam.Kind) int {
	t.Helper()
	for k := range s.Paper {
		if h.ask(t, s, k+1).Kind == kind {
			return k + 1
		}
	}
	require.Fail(t, "no question of the kind", kind)
	return 0
}

// fillIn answers the question of the page, rightly or not, without sending it.
func (h *house) fillIn(t *testing.T, b *portaltest.Browser, s exam.Sitting, k int, right bool) *portaltest.Form {
	t.Helper()
	q, f := h.ask(t, s, k), b.Form("#step")
	if q.Kind == exam.Numeric {
		if right {
			return f.Fill("number", q.Number)
		}
		return f.Fill("number", "999999")
	}
	f.Values.Del("choice")
	for _, o := range q.Options {
		if o.Right == right {
			f.Values.Add("choice", o.ID)
			if q.Kind == exam.Single {
				break
			}
		}
	}
	return f
}

// start signs in, launches the exam that is authorised and begins it.
func (h *house) start(t *testing.T, id exam.ID) *portaltest.Browser {
	t.Helper()
	b := h.signIn(t, "genevieve").Get("/trainings/" + string(id))
	return b.Form("/launch").Press("").Form("/begin").Press("")
}

// questions returns the list of questions, each with its status.
func questions(b *portaltest.Browser) []string {
	var all []string
	for _, li := range portaltest.All(b.With("class", "questions"), "li") {
		all = append(all, portaltest.Words(portaltest.TextOf(li)))
	}
	return all
}

// number is the k of a question's address.
func number(t *testing.T, b *portaltest.Browser) int {
	t.Helper()
	parts := strings.Split(b.URL.Path, "/")
	require.Equal(t, "questions", parts[3], b.URL.Path)
	k, err := strconv.Atoi(parts[4])
	require.NoError(t, err)
	return k
}

// buttons returns the words of the buttons of the page's main content.
func buttons(b *portaltest.Browser) []string {
	var all []string
	for _, node := range portaltest.All(b.With("id", "content"), "button") {
		all = append(all, portaltest.Words(portaltest.TextOf(node)))
	}
	slices.Sort(all)
	return all
}
