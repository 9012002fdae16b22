package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// recordTests are of what aggregates of every kind have in common: a store may keep
// them all in one place.
func recordTests() []test {
	return []test{
		{"KindsThatShareAnIdentifierAreApart", recordsApart},
		{"ConcurrentChangesOfKindsThatShareAnIdentifier", recordsConcurrent},
		{"ConcurrentEntriesOfAListMakeOne", recordsListing},
		{"AnnouncementsOfADeclarationGoWithIt", recordsAnnounced},
		{"WhatIsNoLongerAwaitedIsFoundByNothing", recordsLeft},
	}
}

// three writes a declaration, a request and an entry of a list that have one
// identifier.
func three(t *testing.T, s Stores) (hours.Declaration, exemption.Request, hours.Listing) {
	t.Helper()
	ctx := t.Context()
	key, ask1 := hours.Key{Org: north, Member: marie, ID: "x-1"}, exemption.Key{Org: north, Member: marie, ID: "x-1"}
	d, err := s.Hours().Change(ctx, key, tellNothing(declaration(key, hours.Submitted, instant(2))))
	require.NoError(t, err)
	r, err := s.Exemption().Change(ctx, ask1, ask(request(ask1, exemption.Submitted, instant(1))))
	require.NoError(t, err)
	l := hours.Listing{Org: north, Kind: hours.Providers, ID: "x-1", Label: "Collège"}
	require.NoError(t, s.Hours().PutListing(ctx, l))
	return d, r, l
}

func recordsApart(t *testing.T, s Stores) {
	ctx := t.Context()
	d, r, l := three(t, s)
	require.Equal(t, int64(1), d.Version, "each is a row of its own")
	require.Equal(t, int64(1), r.Version, "each is a row of its own")
	for range 2 {
		read, err := s.Hours().Declaration(ctx, d.Key)
		require.NoError(t, err)
		require.Equal(t, d, read)
		all, err := s.Hours().Declarations(ctx, north, marie)
		require.NoError(t, err)
		require.Equal(t, []hours.Declaration{d}, all)
		waiting, err := s.Hours().Awaiting(ctx, north)
		require.NoError(t, err)
		require.Equal(t, []hours.Declaration{d}, waiting)
		asked, err := s.Exemption().Request(ctx, r.Key)
		require.NoError(t, err)
		require.Equal(t, r, asked)
		requests, err := s.Exemption().Requests(ctx, north, marie)
		require.NoError(t, err)
		require.Equal(t, []exemption.Request{r}, requests)
		requests, err = s.Exemption().Awaiting(ctx, north)
		require.NoError(t, err)
		require.Equal(t, []exemption.Request{r}, requests)
		lists, err := s.Hours().Lists(ctx, north)
		require.NoError(t, err)
		l.Version = lists[0].Version
		require.Equal(t, hours.Lists{l}, lists)

		// A change of one changes none of the others.
		d.State = hours.InReview
		d, err = s.Hours().Change(ctx, d.Key, tellNothing(d))
		require.NoError(t, err)
	}
}

func recordsConcurrent(t *testing.T, s Stores) {
	ctx := t.Context()
	key, ask1 := hours.Key{Org: north, Member: marie, ID: "x-1"}, exemption.Key{Org: north, Member: marie, ID: "x-1"}
	require.NoError(t, together(8, 10, func(goroutine, _ int) error {
		var err error
		if goroutine%2 == 0 {
			_, err = s.Hours().Change(ctx, key, func(d hours.Declaration) (hours.Declaration, hours.Telling, error) {
				d.Decisions = append(d.Decisions, decided("one more"))
				return d, hours.Telling{}, nil
			})
		} else {
			_, err = s.Exemption().Change(ctx, ask1, func(r exemption.Request) (exemption.Request, hours.Telling, error) {
				r.Decisions = append(r.Decisions, granted("one more"))
				return r, hours.Telling{}, nil
			})
		}
		return err
	}))
	d, err := s.Hours().Declaration(ctx, key)
	require.NoError(t, err)
	require.Equal(t, int64(40), d.Version)
	require.Len(t, d.Decisions, 40)
	r, err := s.Exemption().Request(ctx, ask1)
	require.NoError(t, err)
	require.Equal(t, int64(40), r.Version)
	require.Len(t, r.Decisions, 40)
}

func recordsListing(t *testing.T, s Stores) {
	ctx := t.Context()
	require.NoError(t, together(8, 5, func(goroutine, _ int) error {
		return s.Hours().PutListing(ctx, hours.Listing{Org: north, Kind: hours.Trainers, ID: "t-1", Label: string(rune('a' + goroutine))})
	}))
	lists, err := s.Hours().Lists(ctx, north)
	require.NoError(t, err)
	require.Len(t, lists, 1, "the last one stays")
}

func recordsAnnounced(t *testing.T, s Stores) {
	ctx := t.Context()
	key := hours.Key{Org: north, Member: marie, ID: "d-1"}
	announce := func(ctx context.Context, err error, messages ...identity.Message) error {
		_, failed := s.Hours().Change(ctx, key, func(hours.Declaration) (hours.Declaration, hours.Telling, error) {
			return declaration(key, hours.Counted, instant(2)), hours.Telling{Act: act(north, marie, 1), Messages: messages}, err
		})
		return failed
	}
	good := message(north, marie, "l-1", instant(1))
	require.Same(t, errRefused, announce(ctx, errRefused, good))
	require.Error(t, announce(ctx, nil, good, message(north, joseph, "l-2", instant(1))))
	require.Error(t, announce(ctx, nil, good, message(north, "", "l-2", instant(1))), "the organisation's file is another one too")
	require.Error(t, announce(ctx, nil, good, good))
	_, err := s.Hours().Declaration(ctx, key)
	require.ErrorIs(t, err, hours.ErrNotFound)
	require.Empty(t, history(t, s, north, marie))
	posted, err := s.Outbox().Messages(ctx, north, 10)
	require.NoError(t, err)
	require.Empty(t, posted)

	require.NoError(t, announce(ctx, nil, good))
	require.Len(t, history(t, s, north, marie), 1)
	posted, err = s.Outbox().Messages(ctx, north, 10)
	require.NoError(t, err)
	require.Equal(t, []identity.Message{good}, posted)
}

func recordsLeft(t *testing.T, s Stores) {
	ctx := t.Context()
	d, r, _ := three(t, s)
	// One that never was submitted is before all those that were.
	key := hours.Key{Org: north, Member: marie, ID: "x-2"}
	first, err := s.Hours().Change(ctx, key, tellNothing(declaration(key, hours.InReview, time.Time{})))
	require.NoError(t, err)
	waiting, err := s.Hours().Awaiting(ctx, north)
	require.NoError(t, err)
	require.Equal(t, []hours.Declaration{first, d}, waiting)

	d.State, r.State, first.State = hours.Refused, exemption.Refused, hours.Cancelled
	for _, one := range []hours.Declaration{d, first} {
		_, err = s.Hours().Change(ctx, one.Key, tellNothing(one))
		require.NoError(t, err)
	}
	_, err = s.Exemption().Change(ctx, r.Key, ask(r))
	require.NoError(t, err)
	waiting, err = s.Hours().Awaiting(ctx, north)
	require.NoError(t, err)
	require.Empty(t, waiting)
	requests, err := s.Exemption().Awaiting(ctx, north)
	require.NoError(t, err)
	require.Empty(t, requests)
}
