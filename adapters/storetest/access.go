package storetest

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
)

func accessTests() []test {
	return []test{
		{"WhatIsNotThereIsNotFound", accessNotFound},
		{"WhatIsChangedIsReadBack", accessReadBack},
		{"RequestsAreFoundWhereTheyWait", accessWaiting},
		{"RegistrationsAreFoundByMailbox", accessInvited},
		{"ARequestAndItsLettersAreOne", accessLetters},
		{"OrganisationsAreApart", accessTenancy},
	}
}

func accessRequest(id string) access.Request {
	return access.Request{
		Org: north, ID: id, State: access.Queued, Browser: "b", Form: "physicians", Service: "billing", Language: identity.French,
		User:       access.Person{First: strange, Last: "Tremblay", Email: "luc@example.org"},
		Authoriser: access.AuthoriserNamed{Person: access.Person{First: "Diane", Last: "Gagnon", Email: "d@example.org"}, Kind: "professional", Place: "Clinique"},
		Began:      instant(1), Submitted: instant(2), Seen: instant(3),
		Statement:  &access.Statement{Language: identity.French, Version: 1, Text: "a\nb", Digest: "d"},
		UserSigned: &access.Signature{Name: "Luc", At: instant(2), Version: 1, Digest: "d"},
	}
}

func putRequest(t *testing.T, s Stores, r access.Request, letters ...identity.Message) (access.Request, error) {
	t.Helper()
	return s.Access().ChangeRequest(t.Context(), r.Org, r.ID, func(before access.Request) (access.Request, []identity.Message, error) {
		r.Version = before.Version
		return r, letters, nil
	})
}

func accessNotFound(t *testing.T, s Stores) {
	for _, id := range []string{"nobody", "", "'", strange} {
		_, err := s.Access().Request(t.Context(), north, id)
		require.ErrorIs(t, err, access.ErrNotFound)
		_, err = s.Access().Reference(t.Context(), north, id)
		require.ErrorIs(t, err, access.ErrNotFound)
		_, err = s.Access().Workplace(t.Context(), north, id)
		require.ErrorIs(t, err, access.ErrNotFound)
		_, err = s.Access().Enrolment(t.Context(), north, id)
		require.ErrorIs(t, err, access.ErrNotFound)
	}
	all, err := s.Access().Requests(t.Context(), north)
	require.NoError(t, err)
	require.Empty(t, all)
	require.NotNil(t, all)
}

func accessReadBack(t *testing.T, s Stores) {
	ctx := t.Context()
	written, err := putRequest(t, s, accessRequest("r-1"))
	require.NoError(t, err)
	require.EqualValues(t, 1, written.Version)
	read, err := s.Access().Request(ctx, north, "r-1")
	require.NoError(t, err)
	require.Equal(t, written, read)
	want := accessRequest("r-1")
	want.Version = 1
	require.Equal(t, want, read)

	ref, err := s.Access().ChangeReference(ctx, north, "n-1", func(r access.Reference) (access.Reference, []identity.Message, error) {
		r.State, r.Holder, r.Services, r.Issued, r.Until = access.ReferenceIssued, access.Person{First: strange}, []string{"a", "b"}, instant(1), instant(2)
		return r, nil, nil
	})
	require.NoError(t, err)
	refs, err := s.Access().References(ctx, north)
	require.NoError(t, err)
	require.Equal(t, []access.Reference{ref}, refs)

	w, err := s.Access().ChangeWorkplace(ctx, north, "w-1", func(w access.Workplace) (access.Workplace, error) {
		w.Name, w.Representatives = strange, []identity.AccountID{"a-1"}
		return w, nil
	})
	require.NoError(t, err)
	places, err := s.Access().Workplaces(ctx, north)
	require.NoError(t, err)
	require.Equal(t, []access.Workplace{w}, places)
}

func accessWaiting(t *testing.T, s Stores) {
	ctx := t.Context()
	put := func(id string, state access.State, at int) {
		r := accessRequest(id)
		r.State, r.Began = state, instant(at)
		_, err := putRequest(t, s, r)
		require.NoError(t, err)
	}
	put("r-1", access.Queued, 9)
	put("r-2", access.Queued, 3)
	put("r-3", access.Draft, 1)
	put("r-4", access.Accepted, 1)
	put("r-5", access.Refused, 1)
	ids := func(at access.Place) []string {
		all, err := s.Access().Waiting(ctx, north, at)
		require.NoError(t, err)
		found := []string{}
		for _, r := range all {
			found = append(found, r.ID)
		}
		return found
	}
	require.Equal(t, []string{"r-2", "r-1"}, ids(access.ForStaff), "the oldest first")
	require.Equal(t, []string{"r-3"}, ids(access.Unsent))
	require.Equal(t, []string{"r-4"}, ids(access.Ungranted))
	require.Empty(t, ids(""))
	granted := accessRequest("r-4")
	granted.State, granted.Granted = access.Accepted, instant(5)
	_, err := putRequest(t, s, granted)
	require.NoError(t, err)
	require.Empty(t, ids(access.Ungranted))
}

func accessInvited(t *testing.T, s Stores) {
	ctx := t.Context()
	put := func(id, email string, state access.EnrolmentState, at int) {
		_, err := s.Access().ChangeEnrolment(ctx, north, id, func(e access.Enrolment) (access.Enrolment, []identity.Message, error) {
			e.State, e.Person, e.Began = state, access.Person{First: "Luc", Email: email}, instant(at)
			return e, nil, nil
		})
		require.NoError(t, err)
	}
	put("e-1", "Luc@example.org", access.EnrolmentInvited, 5)
	put("e-2", "luc+x@example.org", access.EnrolmentInvited, 2)
	put("e-3", "luc@example.org", access.EnrolmentCompleted, 1)
	put("e-4", "ines@example.org", access.EnrolmentInvited, 1)
	all, err := s.Access().Invited(ctx, north, access.Mailbox("luc@example.org"))
	require.NoError(t, err)
	require.Len(t, all, 2)
	require.Equal(t, "e-2", all[0].ID)
	require.Equal(t, "e-1", all[1].ID)
	none, err := s.Access().Invited(ctx, south, access.Mailbox("luc@example.org"))
	require.NoError(t, err)
	require.Empty(t, none)
}

func accessLetters(t *testing.T, s Stores) {
	ctx := t.Context()
	one := letter("", "access-1")
	one.Kind = identity.AccessPassword
	_, err := putRequest(t, s, accessRequest("r-1"), one)
	require.NoError(t, err)
	_, err = putRequest(t, s, accessRequest("r-2"), one)
	require.Error(t, err, "the letter was written before")
	_, err = s.Access().Request(ctx, north, "r-2")
	require.ErrorIs(t, err, access.ErrNotFound, "neither without the other")
	boom := errors.New("boom")
	_, err = s.Access().ChangeRequest(ctx, north, "r-3", func(r access.Request) (access.Request, []identity.Message, error) {
		return r, []identity.Message{letter("", "access-3")}, boom
	})
	require.ErrorIs(t, err, boom)
	all, err := s.Outbox().Messages(ctx, north, 10)
	require.NoError(t, err)
	require.Len(t, all, 1)
}

func accessTenancy(t *testing.T, s Stores) {
	ctx := t.Context()
	_, err := putRequest(t, s, accessRequest("r-1"))
	require.NoError(t, err)
	_, err = s.Access().Request(ctx, south, "r-1")
	require.ErrorIs(t, err, access.ErrNotFound)
	all, err := s.Access().Waiting(ctx, south, access.ForStaff)
	require.NoError(t, err)
	require.Empty(t, all)
}
