package portal_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/identity"
)

// openPoint adds to openExams a second operator in Québec, one in Laval, a supervisor,
// and two learners whose names differ by an accent.
func openPoint(t *testing.T) *house {
	t.Helper()
	h := openExams(t)
	desk := h.portal.ServicePoint
	for _, login := range []string{"louise", "karine", "marc"} {
		h.account(t, login, "", identity.RoleOperator)
	}
	h.account(t, "sylvain", "", identity.RoleSupervisor)
	for _, login := range []string{"karine", "marc"} {
		h.registered(t, login)
	}
	here, err := desk.Point(t.Context(), clerk, "quebec")
	require.NoError(t, err)
	here.Operators = []identity.AccountID{"karine", "louise", "nina"}
	_, err = desk.PutPoint(t.Context(), clerk, here)
	require.NoError(t, err)
	_, err = desk.PutPoint(t.Context(), clerk, exam.Point{ID: "laval", Name: "Laval", Closes: "17:00", Operators: []identity.AccountID{"marc"}})
	require.NoError(t, err)
	for id, last := range map[identity.MemberID]string{"a-1042": "Bélanger", "a-1203": "Belanger"} {
		_, err := desk.Enrol(t.Context(), clerk, exam.Enrolling{
			Member: id, Point: "quebec", First: "Étienne", Last: last, Email: string(id) + "@apprenants.example", Exam: signaleur,
		})
		require.NoError(t, err)
	}
	return h
}

// registered completes an operator's registration.
func (h *house) registered(t *testing.T, login string) {
	t.Helper()
	actor := identity.Actor{Org: otpq, Account: identity.AccountID(login), Roles: []identity.Role{identity.RoleOperator}}
	typed := exam.Operator{
		First: login, Last: "Roy", Email: login + "@point.example", Shown: login, Employer: "Centre", City: "Québec", Language: identity.French, Membership: "none",
	}
	for _, step := range exam.Steps() {
		saved, err := h.portal.ServicePoint.Register(t.Context(), actor, step, typed)
		require.NoError(t, err)
		typed.Version = saved.Version
	}
}

// learnersShown returns the user codes of the list, in its order.
func learnersShown(b *portaltest.Browser) []string {
	var all []string
	for _, tr := range portaltest.All(b.Page, "tr") {
		if portaltest.Has(tr, "data-learner") {
			all = append(all, portaltest.Attr(tr, "data-learner"))
		}
	}
	return all
}

// fact returns the words of a fact of a sitting.
func fact(b *portaltest.Browser, name string) string {
	b.T.Helper()
	return portaltest.Words(portaltest.TextOf(portaltest.All(b.With("data-fact", name), "dd")[0]))
}

// refused returns what the page says of an action that was not done.
func refused(b *portaltest.Browser) string {
	b.T.Helper()
	return portaltest.Words(portaltest.TextOf(b.With("id", "refused")))
}

// sane checks the skeleton of a page of the service point, in the language.
func sane(t *testing.T, b *portaltest.Browser, language string) {
	t.Helper()
	for _, s := range portaltest.All(b.Page, "script") {
		require.Equal(t, "module", portaltest.Attr(s, "type"))
	}
	for _, i := range portaltest.All(b.Page, "img") {
		require.NotEmpty(t, portaltest.Attr(i, "alt"))
	}
	structure(t, b, language)
}

func row(b *portaltest.Browser, code string) *portaltest.Node {
	b.T.Helper()
	return b.With("data-learner", code)
}
