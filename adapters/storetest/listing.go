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
