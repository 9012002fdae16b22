package storetest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func identityTenancy(t *testing.T, s Stores) {
	ctx, i := t.Context(), s.Identity()
	for _, org := range []identity.OrganisationID{north, south} {
		m, a := member(org, marie), account(org, "a-1", "elise")
		m.First, a.Name = string(org), string(org)
		_, err := i.ChangeMember(ctx, org, marie, set(m))
		require.NoError(t, err)
		_, err = i.ChangeAccount(ctx, org, "a-1", silently(a))
		require.NoError(t, err)
	}
	for _, org := range []identity.OrganisationID{north, south} {
		m, err := i.Member(ctx, org, marie)
		require.NoError(t, err)
		require.Equal(t, string(org), m.First)
		require.Equal(t, int64(1), m.Version)
		a, err := i.AccountByLogin(ctx, org, "elise")
		require.NoError(t, err)
		require.Equal(t, string(org), a.Name)
		all, err := i.Members(ctx, org)
		require.NoError(t, err)
		require.Len(t, all, 1)
	}
	_, err := i.ChangeMember(ctx, south, joseph, set(member(south, joseph)))
	require.NoError(t, err)
	_, err = i.Member(ctx, north, joseph)
	require.ErrorIs(t, err, identity.ErrNotFound)
	require.NoError(t, i.PutSession(ctx, identity.Session{Org: south, Digest: "d"}))
	_, err = i.Session(ctx, north, "d")
	require.ErrorIs(t, err, identity.ErrNotFound)
}

func hoursTenancy(t *testing.T, s Stores) {
	ctx, h := t.Context(), s.Hours()
	keys := []hours.Key{{Org: north, Member: marie, ID: "d-1"}, {Org: north, Member: joseph, ID: "d-1"}, {Org: south, Member: marie, ID: "d-1"}}
	for _, key := range keys {
		changed, err := h.Change(ctx, key, func(d hours.Declaration) (hours.Declaration, hours.Telling, error) {
			d.Entry.Title = string(key.Org) + string(key.Member)
			// What a desk returns under another key is still kept under its own.
			d.Key = hours.Key{Org: "elsewhere", Member: "another", ID: "other"}
			return d, hours.Telling{}, nil
		})
		require.NoError(t, err)
		require.Equal(t, key, changed.Key)
		require.Equal(t, int64(1), changed.Version, "each is a row of its own")
	}
	for _, key := range keys {
		read, err := h.Declaration(ctx, key)
		require.NoError(t, err)
		require.Equal(t, key, read.Key)
		require.Equal(t, string(key.Org)+string(key.Member), read.Entry.Title)
		all, err := h.Declarations(ctx, key.Org, key.Member)
		require.NoError(t, err)
		require.Equal(t, []hours.Declaration{read}, all)
	}
	_, err := h.Declaration(ctx, hours.Key{Org: south, Member: joseph, ID: "d-1"})
	require.ErrorIs(t, err, hours.ErrNotFound)
}

func exemptionTenancy(t *testing.T, s Stores) {
	ctx, e := t.Context(), s.Exemption()
	keys := []exemption.Key{{Org: north, Member: marie, ID: "r-1"}, {Org: north, Member: joseph, ID: "r-1"}, {Org: south, Member: marie, ID: "r-1"}}
	for _, key := range keys {
		changed, err := e.Change(ctx, key, ask(request(exemption.Key{Org: "elsewhere"}, exemption.Draft, time.Time{})))
		require.NoError(t, err)
		require.Equal(t, key, changed.Key)
		require.Equal(t, int64(1), changed.Version, "each is a row of its own")
	}
	for _, key := range keys {
		all, err := e.Requests(ctx, key.Org, key.Member)
		require.NoError(t, err)
		require.Len(t, all, 1)
		require.Equal(t, key, all[0].Key)
	}
	_, err := e.Request(ctx, exemption.Key{Org: south, Member: joseph, ID: "r-1"})
	require.ErrorIs(t, err, exemption.ErrNotFound)
}
