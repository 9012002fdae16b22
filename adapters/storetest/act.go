package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func actTests() []test {
	return []test{
		{"NoneIsAnEmptySlice", actsNone},
		{"ActsOfBothFloorsAreOneHistoryInOrder", actsOrder},
		{"AnActIsWrittenWithTheChangeOrNeitherIs", actsAtomic},
		{"ANumberThatIsNotTheNextIsStale", actsStale},
		{"AnActOfAnotherFileIsRefused", actsForeign},
		{"OrganisationsAndMembersAreApart", actsTenancy},
		{"ConcurrentActsOfOneFileAreNumberedOnce", actsConcurrent},
		{"ReturnedValuesAreCopies", actsAliasing},
		{"AnotherConnectionSeesItAtOnce", actsAgain},
	}
}

// act returns one whose every field is in use.
func act(org identity.OrganisationID, member identity.MemberID, seq int64) *hours.Act {
	return &hours.Act{
		Org: org, Member: member, Seq: seq, At: instant(int(seq)), Account: "a-1", By: strange, Kind: hours.DeclarationCorrected,
		Of: "d-1", Title: identity.Text{FR: strange, EN: "Course"}, Period: day("2025-04-01"), Reason: strange,
		Before: hours.Tally{Item: hours.MustHours("0.000001"), Counted: hours.Ratio(7, 3), Remaining: hours.Ratio(83, 3)},
		After:  hours.Tally{Item: hours.Ratio(7, 3), Counted: hours.Ratio(14, 3), Remaining: hours.Ratio(76, 3)},
	}
}

// tellDeclaration writes a declaration of the member with an act.
func tellDeclaration(ctx context.Context, s Stores, key hours.Key, told *hours.Act) error {
	_, err := s.Hours().Change(ctx, key, func(hours.Declaration) (hours.Declaration, hours.Telling, error) {
		return declaration(key, hours.Submitted, instant(2)), hours.Telling{Act: told}, nil
	})
	return err
}

// tellRequest writes a request of the member with an act and messages.
func tellRequest(ctx context.Context, s Stores, key exemption.Key, told *hours.Act, messages ...identity.Message) error {
	_, err := s.Exemption().Change(ctx, key, func(exemption.Request) (exemption.Request, hours.Telling, error) {
		return request(key, exemption.Submitted, instant(2)), hours.Telling{Act: told, Messages: messages}, nil
	})
	return err
}

// history returns the acts of a file, and holds their number to the latest's.
func history(t *testing.T, s Stores, org identity.OrganisationID, member identity.MemberID) []hours.Act {
	t.Helper()
	all, err := s.Hours().Acts(t.Context(), org, member)
	require.NoError(t, err)
	last, err := s.Hours().LastAct(t.Context(), org, member)
	require.NoError(t, err)
	require.Equal(t, int64(len(all)), last)
	return all
}

func actsNone(t *testing.T, s Stores) {
	require.Equal(t, []hours.Act{}, history(t, s, north, marie))
	require.NoError(t, tellDeclaration(t.Context(), s, hours.Key{Org: north, Member: marie, ID: "d-1"}, nil))
	require.NoError(t, tellRequest(t.Context(), s, exemption.Key{Org: north, Member: marie, ID: "r-1"}, nil))
	require.Equal(t, []hours.Act{}, history(t, s, north, marie), "a change without an act tells nothing")
	require.Equal(t, []hours.Act{}, history(t, s, strange, "a\x00b"))
}

func actsOrder(t *testing.T, s Stores) {
	ctx := t.Context()
	var want []hours.Act
	for seq := range int64(12) {
		told := act(north, marie, seq+1)
		told.At = instant(40 - int(seq)) // a clock that was set back changes no order
		if seq%2 == 0 {
			require.NoError(t, tellDeclaration(ctx, s, hours.Key{Org: north, Member: marie, ID: "d-1"}, told))
		} else {
			require.NoError(t, tellRequest(ctx, s, exemption.Key{Org: north, Member: marie, ID: "r-1"}, told))
		}
		want = append(want, *told)
		require.Equal(t, want, history(t, s, north, marie), "what was written stays as it was")
	}
}

func actsAtomic(t *testing.T, s Stores) {
	ctx := t.Context()
	key, ask := hours.Key{Org: north, Member: marie, ID: "d-1"}, exemption.Key{Org: north, Member: marie, ID: "r-1"}
	_, err := s.Hours().Change(ctx, key, func(d hours.Declaration) (hours.Declaration, hours.Telling, error) {
		return d, hours.Telling{Act: act(north, marie, 1)}, errRefused
	})
	require.Same(t, errRefused, err)
	_, err = s.Exemption().Change(ctx, ask, func(r exemption.Request) (exemption.Request, hours.Telling, error) {
		return r, hours.Telling{Act: act(north, marie, 1)}, errRefused
	})
	require.Same(t, errRefused, err)
	ended, cancel := context.WithCancel(ctx)
	cancel()
	require.ErrorIs(t, tellDeclaration(ended, s, key, act(north, marie, 1)), context.Canceled)
	// A message that cannot be kept stops the act too, and an act the message.
	require.Error(t, tellRequest(ctx, s, ask, act(north, marie, 1), message(south, marie, "l-1", instant(1))))
	require.ErrorIs(t, tellRequest(ctx, s, ask, act(north, marie, 2), message(north, marie, "l-1", instant(1))), hours.ErrStale)
	require.Equal(t, []hours.Act{}, history(t, s, north, marie))
	_, err = s.Hours().Declaration(ctx, key)
	require.ErrorIs(t, err, hours.ErrNotFound)
	_, err = s.Exemption().Request(ctx, ask)
	require.ErrorIs(t, err, exemption.ErrNotFound)
	unsent, err := s.Outbox().Due(ctx, later, 10)
	require.NoError(t, err)
	require.Empty(t, unsent)
}

func actsStale(t *testing.T, s Stores) {
	ctx := t.Context()
	key := hours.Key{Org: north, Member: marie, ID: "d-1"}
	require.NoError(t, tellDeclaration(ctx, s, key, act(north, marie, 1)))
	require.NoError(t, tellDeclaration(ctx, s, key, act(north, marie, 2)))
	for _, seq := range []int64{-1, 0, 1, 2, 4} {
		require.ErrorIs(t, tellDeclaration(ctx, s, key, act(north, marie, seq)), hours.ErrStale, "%d", seq)
		require.ErrorIs(t, tellRequest(ctx, s, exemption.Key{Org: north, Member: marie, ID: "r-1"}, act(north, marie, seq)), hours.ErrStale, "%d", seq)
	}
	require.Equal(t, []hours.Act{*act(north, marie, 1), *act(north, marie, 2)}, history(t, s, north, marie))
	read, err := s.Hours().Declaration(ctx, key)
	require.NoError(t, err)
	require.Equal(t, int64(2), read.Version, "the change was not written either")
}

func actsForeign(t *testing.T, s Stores) {
	ctx := t.Context()
	for _, wrong := range []*hours.Act{act(north, joseph, 1), act(south, marie, 1)} {
		require.Error(t, tellDeclaration(ctx, s, hours.Key{Org: north, Member: marie, ID: "d-1"}, wrong))
		require.Error(t, tellRequest(ctx, s, exemption.Key{Org: north, Member: marie, ID: "r-1"}, wrong))
		require.Empty(t, history(t, s, wrong.Org, wrong.Member))
	}
	require.Empty(t, history(t, s, north, marie))
	all, err := s.Hours().Declarations(ctx, north, marie)
	require.NoError(t, err)
	require.Empty(t, all)
}

func actsTenancy(t *testing.T, s Stores) {
	files := []hours.Key{{Org: north, Member: marie, ID: "d-1"}, {Org: north, Member: joseph, ID: "d-1"}, {Org: south, Member: marie, ID: "d-1"}}
	for _, key := range files {
		require.NoError(t, tellDeclaration(t.Context(), s, key, act(key.Org, key.Member, 1)))
	}
	for _, key := range files {
		require.Equal(t, []hours.Act{*act(key.Org, key.Member, 1)}, history(t, s, key.Org, key.Member))
	}
	require.Empty(t, history(t, s, south, joseph))
}

// Every writer takes the number after the latest and tries again when it is gone,
// as desks do, on declarations and requests of one file.
func actsConcurrent(t *testing.T, s Stores) {
	ctx := t.Context()
	require.NoError(t, together(4, 10, func(goroutine, _ int) error {
		for {
			last, err := s.Hours().LastAct(ctx, north, marie)
			if err != nil {
				return err
			}
			id := string(rune('a' + goroutine))
			if goroutine%2 == 0 {
				err = tellDeclaration(ctx, s, hours.Key{Org: north, Member: marie, ID: id}, act(north, marie, last+1))
			} else {
				err = tellRequest(ctx, s, exemption.Key{Org: north, Member: marie, ID: id}, act(north, marie, last+1))
			}
			if !errors.Is(err, hours.ErrStale) {
				return err
			}
		}
	}))
	all := history(t, s, north, marie)
	require.Len(t, all, 40)
	for i, a := range all {
		require.Equal(t, int64(i)+1, a.Seq)
	}
	for _, id := range []string{"a", "c"} {
		read, err := s.Hours().Declaration(ctx, hours.Key{Org: north, Member: marie, ID: id})
		require.NoError(t, err)
		require.Equal(t, int64(10), read.Version, "one change for each act")
	}
}

func actsAliasing(t *testing.T, s Stores) {
	given := act(north, marie, 1)
	require.NoError(t, tellDeclaration(t.Context(), s, hours.Key{Org: north, Member: marie, ID: "d-1"}, given))
	given.Reason = "mine"
	history(t, s, north, marie)[0].Reason = "mine"
	require.Equal(t, []hours.Act{*act(north, marie, 1)}, history(t, s, north, marie))
}

func actsAgain(t *testing.T, s Stores) {
	other := again(t, s)
	require.Empty(t, history(t, other, north, marie))
	require.NoError(t, tellDeclaration(t.Context(), s, hours.Key{Org: north, Member: marie, ID: "d-1"}, act(north, marie, 1)))
	bare := hours.Act{Org: north, Member: marie, Seq: 2, At: time.Time{}}
	require.NoError(t, tellRequest(t.Context(), other, exemption.Key{Org: north, Member: marie, ID: "r-1"}, &bare))
	require.Equal(t, []hours.Act{*act(north, marie, 1), bare}, history(t, s, north, marie))
}
