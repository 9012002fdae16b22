package storetest

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

func identityTests() []test {
	return []test{
		{"WhatIsNotThereIsNotFound", identityNotFound},
		{"WhatIsChangedIsReadBack", identityReadBack},
		{"AnErrorWritesNothing", identityRollback},
		{"ConcurrentChangesLoseNothing", identityConcurrent},
		{"MembersAreSortedByName", memberOrder},
		{"MembersAreReadPageByPage", memberPages},
		{"OrganisationsAreApart", identityTenancy},
		{"ReturnedValuesAreCopies", identityAliasing},
		{"ALoginBelongsToOneAccount", accountLogin},
		{"AccountsPageByPage", accountsAfter},
		{"OneOfTwoAccountsWinsALogin", accountLoginRace},
		{"PasskeysAreKeptWhole", accountPasskeys},
		{"OneOfManyAnswersUsesAChallenge", accountChallengeRace},
		{"ThrottleCountsAnyLogin", throttleCounts},
		{"ThrottleIsDeletedWithoutFailures", throttleDeleted},
		{"ThrottleLosesNoFailure", throttleConcurrent},
		{"SessionsArePutReplacedAndDeleted", sessions},
		{"SessionsOfAnAccount", sessionsOfAccount},
		{"AnotherConnectionSeesItAtOnce", identityAgain},
	}
}

func organisation(org identity.OrganisationID) identity.Organisation {
	return identity.Organisation{
		ID: org, Name: identity.Text{FR: strange, EN: "North"}, Contact: "aide@example.org", Zone: "America/Halifax",
		Languages: identity.FrenchAndEnglish, Regulation: "otpq", WithdrawBeforeProcessing: true,
	}
}

func member(org identity.OrganisationID, id identity.MemberID) identity.Member {
	return identity.Member{
		Org: org, ID: id, First: "Élise", Last: strange, Permit: "1042", Email: "elise@example.org",
		Language: identity.French, Birth: day("1980-02-29"), Profile: []identity.Fact{
			{Is: "ethics-officer"},
			{Is: "retired", Span: cycle.Span{From: day("2021-01-01"), To: day("2022-04-01")}},
		}, Roll: []cycle.Stay{
			{Span: cycle.Span{From: day("2019-03-01"), To: day("2021-01-01")}},
			{Span: cycle.Span{From: day("2022-04-01"), To: cycle.Forever}, Entry: cycle.Readmission},
		},
	}
}

// set returns a Change that writes v as it is.
func set[V any](v V) func(V) (V, error) { return func(V) (V, error) { return v, nil } }

func identityNotFound(t *testing.T, s Stores) {
	ctx, i := t.Context(), s.Identity()
	_, err := i.Organisation(ctx, north)
	require.ErrorIs(t, err, identity.ErrNotFound)
	for _, key := range []string{"nobody", "", "'", strange, "a\x00b", "\xff", strings.Repeat("é", 5000)} {
		_, err = i.Member(ctx, north, identity.MemberID(key))
		require.ErrorIs(t, err, identity.ErrNotFound, "%.20q", key)
		_, err = i.Account(ctx, north, identity.AccountID(key))
		require.ErrorIs(t, err, identity.ErrNotFound, "%.20q", key)
		_, err = i.AccountByLogin(ctx, north, key)
		require.ErrorIs(t, err, identity.ErrNotFound, "%.20q", key)
		_, err = i.Session(ctx, north, key)
		require.ErrorIs(t, err, identity.ErrNotFound, "%.20q", key)
	}
	all, err := i.Members(ctx, north)
	require.NoError(t, err)
	require.Equal(t, []identity.Member{}, all)
	throttle, err := i.Throttle(ctx, north, "nobody")
	require.NoError(t, err)
	require.Equal(t, identity.Throttle{Org: north, Login: "nobody"}, throttle)
}

func identityReadBack(t *testing.T, s Stores) {
	ctx, i := t.Context(), s.Identity()
	o, m, a := organisation(north), member(north, marie), account(north, "a-1", "élise@example.org")
	for version := int64(1); version <= 2; version++ {
		changed, err := i.ChangeOrganisation(ctx, north, func(before identity.Organisation) (identity.Organisation, error) {
			require.Equal(t, version-1, before.Version)
			return o, nil
		})
		o.Version = version
		require.NoError(t, err)
		require.Equal(t, o, changed)
		read, err := i.Organisation(ctx, north)
		require.NoError(t, err)
		require.Equal(t, o, read)

		changedMember, err := i.ChangeMember(ctx, north, marie, func(before identity.Member) (identity.Member, error) {
			require.Equal(t, version-1, before.Version)
			return m, nil
		})
		m.Version = version
		require.NoError(t, err)
		require.Equal(t, m, changedMember)
		readMember, err := i.Member(ctx, north, marie)
		require.NoError(t, err)
		require.Equal(t, m, readMember)

		changedAccount, err := i.ChangeAccount(ctx, north, "a-1", func(before identity.Account) (identity.Account, []identity.Message, error) {
			require.Equal(t, version-1, before.Version)
			return a, nil, nil
		})
		a.Version = version
		require.NoError(t, err)
		require.Equal(t, a, changedAccount)
		readAccount, err := i.Account(ctx, north, "a-1")
		require.NoError(t, err)
		require.Equal(t, a, readAccount)
		readAccount, err = i.AccountByLogin(ctx, north, "élise@example.org")
		require.NoError(t, err)
		require.Equal(t, a, readAccount)
	}
}

func identityRollback(t *testing.T, s Stores) {
	ctx, i := t.Context(), s.Identity()
	kept, err := i.ChangeMember(ctx, north, marie, set(member(north, marie)))
	require.NoError(t, err)
	_, err = i.ChangeMember(ctx, north, marie, func(m identity.Member) (identity.Member, error) {
		m.First, m.Roll[0].Entry, m.Profile[0].Is = "lost", "lost", "lost"
		return m, errRefused
	})
	require.Same(t, errRefused, err, "the error comes back as it is")
	read, err := i.Member(ctx, north, marie)
	require.NoError(t, err)
	require.Equal(t, kept, read)

	_, err = i.ChangeOrganisation(ctx, north, func(o identity.Organisation) (identity.Organisation, error) { return o, errRefused })
	require.Same(t, errRefused, err)
	_, err = i.Organisation(ctx, north)
	require.ErrorIs(t, err, identity.ErrNotFound)
	_, err = i.ChangeAccount(ctx, north, "a-1", func(a identity.Account) (identity.Account, []identity.Message, error) { return a, nil, errRefused })
	require.Same(t, errRefused, err)
	_, err = i.Account(ctx, north, "a-1")
	require.ErrorIs(t, err, identity.ErrNotFound)

	ended, cancel := context.WithCancel(ctx)
	cancel()
	_, err = i.ChangeMember(ended, north, marie, set(member(north, marie)))
	require.ErrorIs(t, err, context.Canceled)
	read, err = i.Member(ctx, north, marie)
	require.NoError(t, err)
	require.Equal(t, kept, read)
}

func identityConcurrent(t *testing.T, s Stores) {
	ctx, i := t.Context(), s.Identity()
	err := together(4, 10, func(int, int) error {
		_, err := i.ChangeMember(ctx, north, marie, func(m identity.Member) (identity.Member, error) {
			m.Roll = append(m.Roll, cycle.Stay{Entry: cycle.Readmission})
			return m, nil
		})
		return err
	})
	require.NoError(t, err)
	read, err := i.Member(ctx, north, marie)
	require.NoError(t, err)
	require.Len(t, read.Roll, 40)
	require.Equal(t, int64(40), read.Version)
}

func memberOrder(t *testing.T, s Stores) {
	ctx, i := t.Context(), s.Identity()
	for _, m := range []identity.Member{
		{ID: "m-1", First: "Zoé", Last: "Roy"},
		{ID: "m-3", First: "Anne", Last: "Roy"},
		{ID: "m-2", First: "Anne", Last: "Roy"},
		{ID: "m-4", First: "Zoé", Last: "Côté"},
	} {
		_, err := i.ChangeMember(ctx, north, m.ID, set(m))
		require.NoError(t, err)
	}
	all, err := i.Members(ctx, north)
	require.NoError(t, err)
	var order []identity.MemberID
	for _, m := range all {
		require.Equal(t, north, m.Org)
		order = append(order, m.ID)
	}
	require.Equal(t, []identity.MemberID{"m-4", "m-2", "m-3", "m-1"}, order)
}

func identityAliasing(t *testing.T, s Stores) {
	ctx, i := t.Context(), s.Identity()
	given := member(north, marie)
	changed, err := i.ChangeMember(ctx, north, marie, set(given))
	require.NoError(t, err)
	want := member(north, marie)
	want.Version = 1
	given.Roll[0].Entry, given.Profile[0].Is = "mine", "mine"
	changed.Roll[0].Entry, changed.Profile[0].Is = "mine", "mine"
	all, err := i.Members(ctx, north)
	require.NoError(t, err)
	all[0].Roll[0].Entry, all[0].Profile[0].Is = "mine", "mine"
	read, err := i.Member(ctx, north, marie)
	require.NoError(t, err)
	require.Equal(t, want, read)
	read.Roll[0].Entry, read.Profile[0].Is = "mine", "mine"
	read, err = i.Member(ctx, north, marie)
	require.NoError(t, err)
	require.Equal(t, want, read)
}

func identityAgain(t *testing.T, s Stores) {
	ctx, other := t.Context(), again(t, s)
	kept, err := s.Identity().ChangeAccount(ctx, north, "a-1", silently(account(north, "a-1", "elise")))
	require.NoError(t, err)
	read, err := other.Identity().AccountByLogin(ctx, north, "elise")
	require.NoError(t, err)
	require.Equal(t, kept, read)
	session := identity.Session{Org: north, Digest: "d", Account: "a-1", Opened: instant(1), Seen: instant(2)}
	require.NoError(t, other.Identity().PutSession(ctx, session))
	open, err := s.Identity().Session(ctx, north, "d")
	require.NoError(t, err)
	require.Equal(t, session, open)
	require.NoError(t, s.Identity().DeleteSession(ctx, north, "d"))
	_, err = other.Identity().Session(ctx, north, "d")
	require.ErrorIs(t, err, identity.ErrNotFound)
}

func memberPages(t *testing.T, s Stores) {
	ctx, i := t.Context(), s.Identity()
	for _, id := range []identity.MemberID{"m-7", "M-7", "m-10", "m-1042", "z"} {
		_, err := i.ChangeMember(ctx, north, id, set(member(north, id)))
		require.NoError(t, err)
	}
	_, err := i.ChangeMember(ctx, south, "m-8", set(member(south, "m-8")))
	require.NoError(t, err)
	for _, c := range []struct {
		after identity.MemberID
		limit int
		want  []identity.MemberID
	}{
		{"", 10, []identity.MemberID{"M-7", "m-10", "m-1042", "m-7", "z"}},
		{"", 2, []identity.MemberID{"M-7", "m-10"}},
		{"m-10", 2, []identity.MemberID{"m-1042", "m-7"}},
		{"m-11", 9, []identity.MemberID{"m-7", "z"}},
		{"z", 9, []identity.MemberID{}},
		{"", 0, []identity.MemberID{}},
	} {
		page, err := i.MembersAfter(ctx, north, c.after, c.limit)
		require.NoError(t, err)
		ids := []identity.MemberID{}
		for _, m := range page {
			ids = append(ids, m.ID)
		}
		require.Equal(t, c.want, ids, c.after)
	}
}
