package storetest

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours"
)

func hoursTests() []test {
	return []test{
		{"WhatIsNotThereIsNotFound", hoursNotFound},
		{"WhatIsChangedIsReadBack", hoursReadBack},
		{"WhatNoStoreKeepsIsReplacedAlike", hoursReplaced},
		{"AnErrorWritesNothing", hoursRollback},
		{"AStaleVersionIsSeen", hoursStale},
		{"ConcurrentChangesLoseNothing", hoursConcurrent},
		{"ConcurrentCreationsMakeOne", hoursCreation},
		{"DeclarationsAreSortedByIdentifier", hoursOrder},
		{"AwaitingIsInOrderOfSubmission", hoursAwaiting},
		{"OrganisationsAndMembersAreApart", hoursTenancy},
		{"ReturnedValuesAreCopies", hoursAliasing},
		{"ListsAreInTheOrderOfTheirLabels", hoursLists},
		{"P17_AnotherConnectionSeesItAtOnce", hoursAgain},
		{"TwoConnectionsLoseNothing", hoursTwoConnections},
	}
}

// declaration returns one whose every field is in use.
func declaration(key hours.Key, state hours.State, submitted time.Time) hours.Declaration {
	return hours.Declaration{
		Key: key, Period: day("2025-04-01"), State: state,
		Entry: hours.Entry{
			Period: "2025-04-01", Category: "structured", Type: "course", Activity: "", ActivityUnlisted: true,
			Title: strange, Provider: "p-1", TrainerUnlisted: true, TrainerFirst: "Noël", TrainerLast: "D’Août",
			First: hours.DateEntry{Day: "31", Month: "02", Year: "25"}, Last: hours.DateEntry{Day: "x"}, Duration: "2 h 20",
			Attested: []string{"true", "mine"},
		},
		Activity: hours.Activity{
			Category: "structured", Type: "course", Listing: "l-1", Title: strange, ProviderListing: "p-1", Provider: "Collège",
			TrainerListing: "t-1", Trainer: "Noël D’Août", First: day("2025-10-01"), Last: day("2025-10-02"),
			Hours: hours.Ratio(7, 3), Attested: []string{"true", "mine"}, AttestedVersion: "2025-1",
		},
		Counted:   hours.Ratio(7, 3),
		Decisions: []hours.Decision{decided("one"), decided("two")},
		Created:   instant(1), Changed: instant(3), Submitted: submitted,
	}
}

// tellNothing is a change to the declaration that the history does not tell.
func tellNothing(d hours.Declaration) func(hours.Declaration) (hours.Declaration, hours.Telling, error) {
	return func(hours.Declaration) (hours.Declaration, hours.Telling, error) { return d, hours.Telling{}, nil }
}

func decided(reason string) hours.Decision {
	return hours.Decision{
		Event: hours.Count, Counted: hours.Ratio(7, 3), Before: hours.MustHours("0.000001"), Reason: reason, By: strange, At: instant(3),
	}
}

func hoursNotFound(t *testing.T, s Stores) {
	ctx, h := t.Context(), s.Hours()
	for _, id := range []string{"none", "", strange, "a\x00b", "\xff", strings.Repeat("é", 5000)} {
		_, err := h.Declaration(ctx, hours.Key{Org: north, Member: marie, ID: id})
		require.ErrorIs(t, err, hours.ErrNotFound, "%.20q", id)
		// A desk that finds nothing under an identifier from an address refuses.
		_, err = h.Change(ctx, hours.Key{Org: north, Member: marie, ID: id}, func(d hours.Declaration) (hours.Declaration, hours.Telling, error) {
			require.Equal(t, hours.Declaration{Key: d.Key}, d)
			return d, hours.Telling{}, errRefused
		})
		require.Same(t, errRefused, err, "%.20q: %v", id, err)
	}
	all, err := h.Declarations(ctx, north, marie)
	require.NoError(t, err)
	require.Equal(t, []hours.Declaration{}, all)
	all, err = h.Awaiting(ctx, north)
	require.NoError(t, err)
	require.Equal(t, []hours.Declaration{}, all)
	lists, err := h.Lists(ctx, north)
	require.NoError(t, err)
	require.Equal(t, hours.Lists{}, lists)
}

func hoursReadBack(t *testing.T, s Stores) {
	ctx, h := t.Context(), s.Hours()
	key := hours.Key{Org: north, Member: marie, ID: "d-1"}
	for version, want := range []hours.Declaration{
		{Key: key, State: hours.Draft, Entry: hours.Entry{Title: strange}},
		declaration(key, hours.Counted, instant(2)),
		{Key: key, State: hours.Draft, Decisions: []hours.Decision{}},
		{Key: key},
	} {
		changed, err := h.Change(ctx, key, func(before hours.Declaration) (hours.Declaration, hours.Telling, error) {
			require.Equal(t, key, before.Key)
			require.Equal(t, int64(version), before.Version)
			return want, hours.Telling{}, nil
		})
		require.NoError(t, err)
		want.Version = int64(version) + 1
		require.Equal(t, want, changed)
		read, err := h.Declaration(ctx, key)
		require.NoError(t, err)
		require.Equal(t, want, read)
		all, err := h.Declarations(ctx, north, marie)
		require.NoError(t, err)
		require.Equal(t, []hours.Declaration{want}, all)
	}
}

func hoursReplaced(t *testing.T, s Stores) {
	ctx, h := t.Context(), s.Hours()
	key := hours.Key{Org: north, Member: marie, ID: "d-1"}
	changed, err := h.Change(ctx, key, func(d hours.Declaration) (hours.Declaration, hours.Telling, error) {
		d.Entry.Title, d.Entry.ProviderName = "a\x00b", "a\xffb"
		return d, hours.Telling{}, nil
	})
	require.NoError(t, err)
	require.Equal(t, "a\ufffdb", changed.Entry.Title)
	require.Equal(t, "a\ufffdb", changed.Entry.ProviderName)
	read, err := h.Declaration(ctx, key)
	require.NoError(t, err)
	require.Equal(t, changed, read)
}

func hoursRollback(t *testing.T, s Stores) {
	ctx, h := t.Context(), s.Hours()
	key := hours.Key{Org: north, Member: marie, ID: "d-1"}
	refuse := func(d hours.Declaration) (hours.Declaration, hours.Telling, error) {
		d.State = hours.Submitted
		return d, hours.Telling{}, errRefused
	}
	_, err := h.Change(ctx, key, refuse)
	require.Same(t, errRefused, err, "the error comes back as it is")
	_, err = h.Declaration(ctx, key)
	require.ErrorIs(t, err, hours.ErrNotFound)

	kept, err := h.Change(ctx, key, tellNothing(declaration(key, hours.Draft, time.Time{})))
	require.NoError(t, err)
	_, err = h.Change(ctx, key, refuse)
	require.Same(t, errRefused, err)
	ended, cancel := context.WithCancel(ctx)
	cancel()
	_, err = h.Change(ended, key, tellNothing(declaration(key, hours.Submitted, instant(1))))
	require.ErrorIs(t, err, context.Canceled)
	read, err := h.Declaration(ctx, key)
	require.NoError(t, err)
	require.Equal(t, kept, read)
	waiting, err := h.Awaiting(ctx, north)
	require.NoError(t, err)
	require.Empty(t, waiting)
}

func hoursStale(t *testing.T, s Stores) {
	ctx, h := t.Context(), s.Hours()
	key := hours.Key{Org: north, Member: marie, ID: "d-1"}
	save := func(version int64, title string) error {
		_, err := h.Change(ctx, key, func(d hours.Declaration) (hours.Declaration, hours.Telling, error) {
			if d.Version != version {
				return d, hours.Telling{}, hours.ErrStale
			}
			d.Entry.Title = title
			return d, hours.Telling{}, nil
		})
		return err
	}
	require.NoError(t, save(0, "opened"))
	require.NoError(t, save(1, "first page"))
	require.ErrorIs(t, save(1, "second page"), hours.ErrStale)
	read, err := h.Declaration(ctx, key)
	require.NoError(t, err)
	require.Equal(t, "first page", read.Entry.Title)
	require.Equal(t, int64(2), read.Version)
}

func hoursConcurrent(t *testing.T, s Stores) {
	ctx, h := t.Context(), s.Hours()
	key := hours.Key{Org: north, Member: marie, ID: "d-1"}
	require.NoError(t, together(8, 25, func(goroutine, time int) error {
		_, err := h.Change(ctx, key, func(d hours.Declaration) (hours.Declaration, hours.Telling, error) {
			d.Decisions = append(d.Decisions, decided(string(rune('a'+goroutine))+string(rune('a'+time))))
			return d, hours.Telling{}, nil
		})
		return err
	}))
	read, err := h.Declaration(ctx, key)
	require.NoError(t, err)
	require.Equal(t, int64(200), read.Version)
	reasons := map[string]bool{}
	for _, d := range read.Decisions {
		reasons[d.Reason] = true
	}
	require.Len(t, read.Decisions, 200)
	require.Len(t, reasons, 200)
}

func hoursCreation(t *testing.T, s Stores) {
	ctx, h := t.Context(), s.Hours()
	key := hours.Key{Org: north, Member: marie, ID: "d-1"}
	// The desk's way of opening a draft once, however often the button is pressed.
	require.NoError(t, together(8, 1, func(int, int) error {
		_, err := h.Change(ctx, key, func(d hours.Declaration) (hours.Declaration, hours.Telling, error) {
			if d.Version > 0 {
				return d, hours.Telling{}, errRefused
			}
			d.State = hours.Draft
			return d, hours.Telling{}, nil
		})
		if err == errRefused {
			return nil
		}
		return err
	}))
	read, err := h.Declaration(ctx, key)
	require.NoError(t, err)
	require.Equal(t, int64(1), read.Version)
}

func hoursAliasing(t *testing.T, s Stores) {
	ctx, h := t.Context(), s.Hours()
	key := hours.Key{Org: north, Member: marie, ID: "d-1"}
	given := declaration(key, hours.Submitted, instant(2))
	spoil := func(d hours.Declaration) {
		d.Decisions[0].Reason, d.Entry.Attested[0], d.Activity.Attested[0] = "mine", "mine", "mine"
	}
	changed, err := h.Change(ctx, key, tellNothing(given))
	require.NoError(t, err)
	spoil(given)
	spoil(changed)
	all, err := h.Declarations(ctx, north, marie)
	require.NoError(t, err)
	spoil(all[0])
	waiting, err := h.Awaiting(ctx, north)
	require.NoError(t, err)
	spoil(waiting[0])
	_, err = h.Change(ctx, key, func(d hours.Declaration) (hours.Declaration, hours.Telling, error) {
		spoil(d)
		return d, hours.Telling{}, errRefused
	})
	require.ErrorIs(t, err, errRefused)
	want := declaration(key, hours.Submitted, instant(2))
	want.Version = 1
	read, err := h.Declaration(ctx, key)
	require.NoError(t, err)
	require.Equal(t, want, read)
}

func hoursAgain(t *testing.T, s Stores) {
	ctx, other := t.Context(), again(t, s)
	key := hours.Key{Org: north, Member: marie, ID: "d-1"}
	none, err := other.Hours().Declarations(ctx, north, marie)
	require.NoError(t, err)
	require.Empty(t, none)
	kept, err := s.Hours().Change(ctx, key, tellNothing(declaration(key, hours.Submitted, instant(2))))
	require.NoError(t, err)
	all, err := other.Hours().Declarations(ctx, north, marie)
	require.NoError(t, err)
	require.Equal(t, []hours.Declaration{kept}, all)
	taken, err := other.Hours().Change(ctx, key, func(d hours.Declaration) (hours.Declaration, hours.Telling, error) {
		d.State = hours.InReview
		return d, hours.Telling{}, nil
	})
	require.NoError(t, err)
	require.Equal(t, int64(2), taken.Version)
	waiting, err := s.Hours().Awaiting(ctx, north)
	require.NoError(t, err)
	require.Equal(t, []hours.Declaration{taken}, waiting)
	require.NoError(t, s.Hours().PutListing(ctx, hours.Listing{Org: north, Kind: hours.Providers, ID: "p-1", Label: "Collège"}))
	lists, err := other.Hours().Lists(ctx, north)
	require.NoError(t, err)
	require.Len(t, lists, 1)
}

func hoursTwoConnections(t *testing.T, s Stores) {
	ctx, other := t.Context(), again(t, s)
	key := hours.Key{Org: north, Member: marie, ID: "d-1"}
	require.NoError(t, together(4, 25, func(goroutine, _ int) error {
		h := s.Hours()
		if goroutine%2 == 1 {
			h = other.Hours()
		}
		_, err := h.Change(ctx, key, func(d hours.Declaration) (hours.Declaration, hours.Telling, error) {
			d.Decisions = append(d.Decisions, decided("one more"))
			return d, hours.Telling{}, nil
		})
		return err
	}))
	read, err := s.Hours().Declaration(ctx, key)
	require.NoError(t, err)
	require.Len(t, read.Decisions, 100)
	require.Equal(t, int64(100), read.Version)
}
