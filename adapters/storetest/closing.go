package storetest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/closing"
)

func closingTests() []test {
	return []test{
		{"WhatIsNotThereIsNotFound", closingNotFound},
		{"WhatIsChangedIsReadBack", closingReadBack},
		{"AnErrorWritesNothing", closingRollback},
		{"TheDocketIsInOrder", closingOrder},
		{"AnotherConnectionSeesItAtOnce", closingAgain},
	}
}

// closed returns one whose every field is in use.
func closed(key closing.Key) closing.Closing {
	notice := closing.Notice{
		Of: hours.LackingHours, Served: day("2025-09-26"), From: hours.FromNotification, Delay: hours.Delay{Days: 90},
		Last: day("2025-12-26"), SetBy: closing.SetByText, ObserveBy: day("2025-10-27"), After: hours.DefaultFirst, Clause: strange,
		FinalServed: day("2026-01-05"), FinalLast: day("2026-02-04"), Steps: []closing.Step{{Stage: "suspension", Day: day("2026-02-10")}},
	}
	return closing.Closing{
		Key: key, Span: cycle.Span{From: key.Period, To: day("2028-04-01")}, State: closing.Sanctioned, Notice: &notice,
		Entries: []closing.Entry{{
			Seq: 3, At: instant(1), Account: "a-1", By: strange, Event: closing.Sanction, State: closing.Sanctioned, Reason: strange, Late: true,
			Stage: "suspension", Notice: &notice, Settled: closing.Settled{
				Status: hours.NonCompliant, Asked: hours.Ratio(7, 3), Counted: hours.MustHours("12.5"), Carried: hours.Ratio(1, 3),
				Remaining: hours.Whole(2), Missing: []closing.Missing{{Requirement: "total", Hours: hours.Whole(2), Measure: hours.InItems}},
				Passing: []closing.Passing{{
					Carry: hours.Carry{From: key.Period, Hours: hours.Whole(3), Of: map[string]hours.Hours{"ethics": hours.Whole(1)}, Lives: 2}, Lapses: day("2031-03-31"),
				}},
			},
		}},
		Changed: instant(3),
	}
}

func docketKey(text string) closing.Key {
	return closing.Key{Org: north, Member: marie, Period: day(text)}
}

// shut returns a Change that writes the closing as it is.
func shut(c closing.Closing) func(closing.Closing) (closing.Closing, hours.Telling, error) {
	return func(closing.Closing) (closing.Closing, hours.Telling, error) { return c, hours.Telling{}, nil }
}

func closingNotFound(t *testing.T, s Stores) {
	ctx, c := t.Context(), s.Closing()
	_, err := c.Closing(ctx, docketKey("2022-01-01"))
	require.ErrorIs(t, err, hours.ErrNotFound)
	all, err := c.Closings(ctx, north, marie)
	require.NoError(t, err)
	require.Equal(t, []closing.Closing{}, all)
	all, err = c.Docket(ctx, north)
	require.NoError(t, err)
	require.Equal(t, []closing.Closing{}, all)
}

func closingReadBack(t *testing.T, s Stores) {
	ctx, c, key := t.Context(), s.Closing(), docketKey("2022-01-01")
	want := closed(key)
	for version := int64(1); version <= 2; version++ {
		want.Version = version
		written, err := c.Change(ctx, key, shut(want))
		require.NoError(t, err)
		require.Equal(t, want, written)
		read, err := c.Closing(ctx, key)
		require.NoError(t, err)
		require.Equal(t, want, read)
	}
}

func closingRollback(t *testing.T, s Stores) {
	ctx, c, key := t.Context(), s.Closing(), docketKey("2022-01-01")
	_, err := c.Change(ctx, key, func(was closing.Closing) (closing.Closing, hours.Telling, error) {
		require.Equal(t, closing.Closing{Key: key}, was)
		return closed(key), hours.Telling{}, errRefused
	})
	require.Same(t, errRefused, err)
	_, err = c.Change(ctx, key, func(closing.Closing) (closing.Closing, hours.Telling, error) {
		return closed(key), hours.Telling{Act: &hours.Act{Org: north, Member: marie, Seq: 7}}, nil
	})
	require.ErrorIs(t, err, hours.ErrStale, "an act out of turn")
	_, err = c.Closing(ctx, key)
	require.ErrorIs(t, err, hours.ErrNotFound)
}

func closingOrder(t *testing.T, s Stores) {
	ctx, c := t.Context(), s.Closing()
	keys := []closing.Key{
		{Org: north, Member: marie, Period: day("2025-04-01")},
		{Org: north, Member: "m-0", Period: day("2025-04-01")},
		{Org: south, Member: marie, Period: day("2022-01-01")},
		{Org: north, Member: marie, Period: day("2022-01-01")},
	}
	for _, key := range keys {
		_, err := c.Change(ctx, key, shut(closed(key)))
		require.NoError(t, err)
	}
	named := func(all []closing.Closing, err error) []closing.Key {
		require.NoError(t, err)
		var named []closing.Key
		for _, one := range all {
			named = append(named, one.Key)
		}
		return named
	}
	require.Equal(t, []closing.Key{keys[3], keys[0]}, named(c.Closings(ctx, north, marie)))
	require.ElementsMatch(t, []closing.Key{keys[1], keys[3], keys[0]}, named(c.Docket(ctx, north)))
	require.Equal(t, []closing.Key{keys[2]}, named(c.Docket(ctx, south)))
}

func closingAgain(t *testing.T, s Stores) {
	key := docketKey("2022-01-01")
	other := again(t, s)
	_, err := s.Closing().Change(t.Context(), key, shut(closed(key)))
	require.NoError(t, err)
	read, err := other.Closing().Closing(t.Context(), key)
	require.NoError(t, err)
	want := closed(key)
	want.Version = 1
	require.Equal(t, want, read)
}
