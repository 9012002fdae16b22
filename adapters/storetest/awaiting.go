package storetest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func hoursOrder(t *testing.T, s Stores) {
	ctx, h := t.Context(), s.Hours()
	for _, id := range []string{"b", "a-1", "a", "B", "a1", "10", "9"} {
		key := hours.Key{Org: north, Member: marie, ID: id}
		_, err := h.Change(ctx, key, set(declaration(key, hours.Draft, time.Time{})))
		require.NoError(t, err)
	}
	all, err := h.Declarations(ctx, north, marie)
	require.NoError(t, err)
	require.Equal(t, []string{"m-1042 10", "m-1042 9", "m-1042 B", "m-1042 a", "m-1042 a-1", "m-1042 a1", "m-1042 b"}, identifiers(all))
}

func hoursAwaiting(t *testing.T, s Stores) {
	ctx, h := t.Context(), s.Hours()
	put := func(org identity.OrganisationID, member identity.MemberID, id string, state hours.State, submitted time.Time) {
		key := hours.Key{Org: org, Member: member, ID: id}
		_, err := h.Change(ctx, key, set(declaration(key, state, submitted)))
		require.NoError(t, err)
	}
	put(north, marie, "d-3", hours.Submitted, instant(30))
	put(north, marie, "d-2", hours.InReview, instant(30).Add(-time.Microsecond))
	put(north, joseph, "d-4", hours.Submitted, instant(10))
	put(north, marie, "d-9", hours.Submitted, instant(10))
	put(north, marie, "d-8", hours.Submitted, instant(10))
	put(south, marie, "d-5", hours.Submitted, instant(5))
	for i, state := range hours.States() {
		if !state.Pending() {
			put(north, joseph, "x-"+string(rune('a'+i)), state, instant(i))
		}
	}
	waiting, err := h.Awaiting(ctx, north)
	require.NoError(t, err)
	// Those submitted at one instant are in the order of their keys.
	require.Equal(t, []string{"m-1042 d-8", "m-1042 d-9", "m-7 d-4", "m-1042 d-2", "m-1042 d-3"}, identifiers(waiting))

	put(north, marie, "d-8", hours.Counted, instant(10))
	put(north, marie, "d-2", hours.Refused, instant(10))
	waiting, err = h.Awaiting(ctx, north)
	require.NoError(t, err)
	require.Equal(t, []string{"m-1042 d-9", "m-7 d-4", "m-1042 d-3"}, identifiers(waiting))
}

func hoursTenancy(t *testing.T, s Stores) {
	ctx, h := t.Context(), s.Hours()
	keys := []hours.Key{{Org: north, Member: marie, ID: "d-1"}, {Org: north, Member: joseph, ID: "d-1"}, {Org: south, Member: marie, ID: "d-1"}}
	for _, key := range keys {
		changed, err := h.Change(ctx, key, func(d hours.Declaration) (hours.Declaration, error) {
			d.Entry.Title = string(key.Org) + string(key.Member)
			// What a desk returns under another key is still kept under its own.
			d.Key = hours.Key{Org: "elsewhere", Member: "another", ID: "other"}
			return d, nil
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

func hoursLists(t *testing.T, s Stores) {
	ctx, h := t.Context(), s.Hours()
	activity := func(id, label string) hours.Listing {
		return hours.Listing{Org: north, Kind: hours.Activities, ID: id, Label: label}
	}
	for _, item := range []hours.Listing{
		activity("1", "Zone"), activity("2", "to be replaced"), activity("3", "échographie"), activity("4", "Dose"),
		{Org: north, Kind: hours.Providers, ID: "1", Label: "Formation"},
		{Org: south, Kind: hours.Activities, ID: "1", Label: "Ailleurs"},
		activity("2", "Éthique"),
		activity("5", "Ethique"),
	} {
		require.NoError(t, h.PutListing(ctx, item))
	}
	lists, err := h.Lists(ctx, north)
	require.NoError(t, err)
	// As a person sorts: neither accents nor capitals keep words apart.
	require.Equal(t, hours.Lists{
		activity("4", "Dose"), activity("3", "échographie"), activity("5", "Ethique"), activity("2", "Éthique"),
		{Org: north, Kind: hours.Providers, ID: "1", Label: "Formation"},
		activity("1", "Zone"),
	}, lists)
	lists[0].Label = "mine"
	lists, err = h.Lists(ctx, north)
	require.NoError(t, err)
	require.Equal(t, "Dose", lists[0].Label)
}
