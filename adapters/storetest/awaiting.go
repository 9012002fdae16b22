package storetest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func hoursOrder(t *testing.T, s Stores) {
	ctx, h := t.Context(), s.Hours()
	for _, id := range []string{"b", "a-1", "a", "B", "a1", "10", "9"} {
		key := hours.Key{Org: north, Member: marie, ID: id}
		_, err := h.Change(ctx, key, tellNothing(declaration(key, hours.Draft, time.Time{})))
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
		_, err := h.Change(ctx, key, tellNothing(declaration(key, state, submitted)))
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

// identifiers returns the identifiers of declarations, in their order.
func identifiers(all []hours.Declaration) []string {
	ids := []string{}
	for _, d := range all {
		ids = append(ids, string(d.Member)+" "+d.ID)
	}
	return ids
}

func exemptionOrder(t *testing.T, s Stores) {
	ctx, e := t.Context(), s.Exemption()
	for _, id := range []string{"b", "a", "B", "a-1"} {
		key := exemption.Key{Org: north, Member: marie, ID: id}
		_, err := e.Change(ctx, key, ask(request(key, exemption.Draft, time.Time{})))
		require.NoError(t, err)
	}
	all, err := e.Requests(ctx, north, marie)
	require.NoError(t, err)
	require.Equal(t, []string{"m-1042 B", "m-1042 a", "m-1042 a-1", "m-1042 b"}, requestIDs(all))
}

func exemptionAwaiting(t *testing.T, s Stores) {
	ctx, e := t.Context(), s.Exemption()
	put := func(org identity.OrganisationID, member identity.MemberID, id string, state exemption.State, submitted time.Time) {
		key := exemption.Key{Org: org, Member: member, ID: id}
		_, err := e.Change(ctx, key, ask(request(key, state, submitted)))
		require.NoError(t, err)
	}
	put(north, marie, "r-3", exemption.Submitted, instant(30))
	put(north, marie, "r-2", exemption.Submitted, instant(30).Add(-time.Microsecond))
	put(north, joseph, "r-4", exemption.Submitted, instant(10))
	put(north, marie, "r-9", exemption.Submitted, instant(10))
	put(south, marie, "r-5", exemption.Submitted, instant(5))
	for i, state := range exemption.States() {
		if !state.Pending() {
			put(north, joseph, "x-"+string(rune('a'+i)), state, instant(i))
		}
	}
	waiting, err := e.Awaiting(ctx, north)
	require.NoError(t, err)
	// Those submitted at one instant are in the order of their keys.
	require.Equal(t, []string{"m-1042 r-9", "m-7 r-4", "m-1042 r-2", "m-1042 r-3"}, requestIDs(waiting))
	put(north, marie, "r-9", exemption.Granted, instant(10))
	waiting, err = e.Awaiting(ctx, north)
	require.NoError(t, err)
	require.Equal(t, []string{"m-7 r-4", "m-1042 r-2", "m-1042 r-3"}, requestIDs(waiting))
}

func requestIDs(all []exemption.Request) []string {
	ids := []string{}
	for _, r := range all {
		ids = append(ids, string(r.Member)+" "+r.ID)
	}
	return ids
}
