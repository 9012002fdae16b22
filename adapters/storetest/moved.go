package storetest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
)

// The bodies of the rows that databases held before aggregates of every kind were
// kept in one table (step 4). They are written out, because the program that wrote
// them is no longer there.
const (
	WaitingBefore = `{"org":"north","member":"m-1042","id":"x-1","period":"2025-04-01","state":"submitted",` +
		`"entry":{"title":"L’été d'Élise \\ \"à\" %"},"submitted":"2025-11-03T09:30:02.123457Z","version":3}`
	CountedBefore = `{"org":"north","member":"m-1042","id":"x-2","period":"2025-04-01","state":"counted",` +
		`"counted":"2.5","submitted":"2025-11-03T09:30:01.123457Z","version":7}`
	DraftBefore    = `{"org":"north","member":"m-7","id":"x-1","state":"draft","version":1}`
	EarlierBefore  = `{"org":"north","member":"m-7","id":"x-3","state":"in-review","submitted":"2025-11-03T09:30:02.123456Z","version":2}`
	RequestBefore  = `{"org":"north","member":"m-1042","id":"x-1","state":"submitted","submitted":"2025-11-03T09:30:05.123457Z","version":2}`
	GrantedBefore  = `{"org":"south","member":"m-1042","id":"x-1","state":"granted","granted":"12.5","submitted":"2025-11-03T09:30:04.123457Z","version":4}`
	ListingsBefore = `('north', 'activities', 'x-1', 'ethique', 'Éthique'), ('north', 'providers', 'x-1', 'college "d''ete"', 'Collège "d''été"'),
		('south', 'activities', 'x-1', 'ailleurs', 'Ailleurs')`
)

// Moved holds a store that has come past step 4 to the rows that it held before:
// those of the constants, and no others.
func Moved(t *testing.T, s Stores) {
	ctx := t.Context()
	at := func(micros int) time.Time {
		return instant(2).Add(time.Duration(micros) * time.Microsecond)
	}
	waiting := hours.Declaration{
		Key: hours.Key{Org: north, Member: marie, ID: "x-1"}, Period: cycle.MustDate("2025-04-01"), State: hours.Submitted,
		Entry: hours.Entry{Title: `L’été d'Élise \ "à" %`}, Submitted: at(0), Version: 3,
	}
	counted := hours.Declaration{
		Key: hours.Key{Org: north, Member: marie, ID: "x-2"}, Period: cycle.MustDate("2025-04-01"), State: hours.Counted,
		Counted: hours.MustHours("2.5"), Submitted: instant(1), Version: 7,
	}
	draft := hours.Declaration{Key: hours.Key{Org: north, Member: joseph, ID: "x-1"}, State: hours.Draft, Version: 1}
	earlier := hours.Declaration{Key: hours.Key{Org: north, Member: joseph, ID: "x-3"}, State: hours.InReview, Submitted: at(-1), Version: 2}
	asked := exemption.Request{
		Key: exemption.Key{Org: north, Member: marie, ID: "x-1"}, State: exemption.Submitted, Submitted: instant(5), Version: 2,
	}
	given := exemption.Request{
		Key: exemption.Key{Org: south, Member: marie, ID: "x-1"}, State: exemption.Granted, Granted: hours.MustHours("12.5"),
		Submitted: instant(4), Version: 4,
	}

	all, err := s.Hours().Declarations(ctx, north, marie)
	require.NoError(t, err)
	require.Equal(t, []hours.Declaration{waiting, counted}, all)
	all, err = s.Hours().Declarations(ctx, north, joseph)
	require.NoError(t, err)
	require.Equal(t, []hours.Declaration{draft, earlier}, all)
	all, err = s.Hours().Awaiting(ctx, north)
	require.NoError(t, err)
	require.Equal(t, []hours.Declaration{earlier, waiting}, all)
	requests, err := s.Exemption().Requests(ctx, south, marie)
	require.NoError(t, err)
	require.Equal(t, []exemption.Request{given}, requests)
	requests, err = s.Exemption().Awaiting(ctx, north)
	require.NoError(t, err)
	require.Equal(t, []exemption.Request{asked}, requests)
	requests, err = s.Exemption().Awaiting(ctx, south)
	require.NoError(t, err)
	require.Empty(t, requests)
	lists, err := s.Hours().Lists(ctx, north)
	require.NoError(t, err)
	require.Equal(t, hours.Lists{
		{Org: north, Kind: hours.Providers, ID: "x-1", Label: `Collège "d'été"`, Version: 1},
		{Org: north, Kind: hours.Activities, ID: "x-1", Label: "Éthique", Version: 1},
	}, lists)

	// What goes on goes on from there: the version, the queue, the entry of a list.
	changed, err := s.Hours().Change(ctx, waiting.Key, func(d hours.Declaration) (hours.Declaration, hours.Telling, error) {
		require.Equal(t, waiting, d)
		d.State = hours.Refused
		return d, hours.Telling{}, nil
	})
	require.NoError(t, err)
	require.Equal(t, int64(4), changed.Version)
	all, err = s.Hours().Awaiting(ctx, north)
	require.NoError(t, err)
	require.Equal(t, []hours.Declaration{earlier}, all)
	require.NoError(t, s.Hours().PutListing(ctx, hours.Listing{Org: south, Kind: hours.Activities, ID: "x-1", Label: "Ici"}))
	lists, err = s.Hours().Lists(ctx, south)
	require.NoError(t, err)
	require.Equal(t, hours.Lists{{Org: south, Kind: hours.Activities, ID: "x-1", Label: "Ici", Version: 2}}, lists)
}
