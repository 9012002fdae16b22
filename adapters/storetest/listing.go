package storetest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours"
)

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
	require.Equal(t, int64(2), lists[3].Version, "each change is a version")
	for i := range lists {
		lists[i].Version = 0
	}
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

	key := hours.ListingKey{Org: north, Kind: hours.Trainers, ID: "t"}
	put := func(label string) func(hours.Listing) (hours.Listing, error) {
		return func(l hours.Listing) (hours.Listing, error) {
			l.Former, l.Label, l.RetiredAt, l.From = append(l.Former, l.Label), label, instant(10), "x"
			return l, nil
		}
	}
	first, err := h.ChangeListing(ctx, key, put("Léa"))
	require.NoError(t, err)
	require.Equal(t, int64(1), first.Version)
	second, err := h.ChangeListing(ctx, key, put("Zoé"))
	require.NoError(t, err)
	require.Equal(t, hours.Listing{
		Org: north, Kind: hours.Trainers, ID: "t", Label: "Zoé", Former: []string{"", "Léa"}, From: "x", RetiredAt: instant(10), Version: 2,
	}, second)
	lists, err = h.Lists(ctx, north)
	require.NoError(t, err)
	require.Equal(t, []hours.Listing{second}, lists.Of(hours.Trainers))

	// What was typed that is not in a list is found, whether it waits or not.
	typed := func(id string, state hours.State, title string) {
		at := hours.Key{Org: north, Member: marie, ID: id}
		_, err := h.Change(ctx, at, func(d hours.Declaration) (hours.Declaration, hours.Telling, error) {
			d.State, d.Submitted, d.Activity = state, instant(10), hours.Activity{Title: title}
			return d, hours.Telling{}, nil
		})
		require.NoError(t, err)
	}
	typed("u-1", hours.Submitted, "Soudage")
	typed("u-2", hours.Counted, "Soudage")
	typed("u-3", hours.Cancelled, "Soudage")
	typed("u-4", hours.Counted, "")
	unlisted, err := h.Unlisted(ctx, north)
	require.NoError(t, err)
	require.ElementsMatch(t, []string{"m-1042 u-1", "m-1042 u-2"}, identifiers(unlisted))
	unlisted, err = h.Unlisted(ctx, south)
	require.NoError(t, err)
	require.Empty(t, unlisted)
}
