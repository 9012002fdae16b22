package main

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	opening "github.com/goodstanding/goodstanding/adapters/looks"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/privacy"
)

// opened asks for a route as somebody else than the person whose file it opens, and
// returns the answer.
func (v *village) opened(t *testing.T, r row, a asker) *httptest.ResponseRecorder {
	t.Helper()
	request := v.request(t, r, a)
	token, _, err := v.directory.SignIn(t.Context(), demoOrganisation, string(a.role), everyonesPassword)
	require.NoError(t, err)
	if r.api() {
		request.Header.Set("Authorization", "Bearer "+token)
	} else {
		request.AddCookie(&http.Cookie{Name: "session", Value: token})
	}
	answer := httptest.NewRecorder()
	v.handler.ServeHTTP(answer, request)
	return answer
}

// readers are who may open each audience's routes of somebody else's file.
var readers = map[string]identity.Role{
	"read": identity.RoleStaff, "decide": identity.RoleStaff, "certify": identity.RoleStaff, "staff": identity.RoleStaff,
	"operated": identity.RoleOperator, "operate": identity.RoleOperator, "card": identity.RoleOperator,
}

// TestV14_WhateverIsOpenedOfAFileIsNoted goes over every page and every route of the API
// that opens somebody's file: what it showed is in that person's own list, and what it
// refused is not.
func TestV14_WhateverIsOpenedOfAFileIsNoted(t *testing.T) {
	v := build(t)
	opens := 0
	for _, r := range table(t) {
		look, is := opening.Of(r.pattern)
		role, reads := readers[r.audience]
		if !is || !reads || r.method != http.MethodGet || look.Account {
			continue
		}
		before, err := v.registrar.Store.Traces(t.Context(), demoOrganisation, "malik")
		require.NoError(t, err)
		answer := v.opened(t, r, asker{role, identity.Another})
		after, err := v.registrar.Store.Traces(t.Context(), demoOrganisation, "malik")
		require.NoError(t, err)
		if answer.Code != http.StatusOK {
			require.Len(t, after, len(before), "%s: %d shows nothing", r.pattern, answer.Code)
			continue
		}
		opens++
		require.True(t, slices.ContainsFunc(after, func(one privacy.Trace) bool {
			return one.What == look.What && one.Purpose == look.Purpose && one.Account == identity.AccountID(role) && one.Link > 0
		}), "%s opened %s, and no trace says so", r.pattern, look.What)
	}
	require.Greater(t, opens, 40, "routes that opened something")
	found, err := v.registrar.Verify(t.Context(), identity.Actor{Org: demoOrganisation, Account: "o", Roles: []identity.Role{identity.RolePrivacyOfficer}})
	require.NoError(t, err)
	require.Positive(t, found.Links)
}

// unwritable is a store whose chain cannot be written.
type unwritable struct{ privacy.Store }

func (unwritable) ChangeTrace(_ context.Context, _ identity.OrganisationID, _ privacy.PersonID, _ string, _ func(privacy.Trace) (privacy.Trace, []identity.Message, error)) (privacy.Trace, error) {
	return privacy.Trace{}, errors.New("no room left")
}

// TestV14_WhatCannotBeNotedIsNotShown: the file of a member, its documents and its JSON.
func TestV14_WhatCannotBeNotedIsNotShown(t *testing.T) {
	v := build(t)
	v.registrar.Store = unwritable{v.registrar.Store}
	for _, r := range []row{
		{http.MethodGet, "/portfolio/{member}", "read"},
		{http.MethodGet, "/portfolio/{member}/history.csv", "read"},
		{http.MethodGet, "/portfolio/{member}/file.zip", "read"},
		{http.MethodGet, "/api/v1/members/{member}", "read"},
		{http.MethodGet, "/api/v1/members/{member}/file.zip", "read"},
	} {
		answer := v.opened(t, r, asker{identity.RoleStaff, identity.Another})
		require.Equal(t, http.StatusInternalServerError, answer.Code, r.pattern)
		require.NotContains(t, answer.Body.String(), "Malik", r.pattern)
		require.Empty(t, answer.Header().Get("Content-Disposition"), r.pattern)
	}
	answer := v.opened(t, row{http.MethodGet, "/portfolio/{member}", "read"}, asker{identity.RoleMember, identity.Own})
	require.Equal(t, http.StatusOK, answer.Code, "one's own file is no look")
}
