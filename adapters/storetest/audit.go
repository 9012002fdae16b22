package storetest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/audit"
)

func auditTests() []test {
	return []test{
		{"DrawsAreTheOrganisationsOwn", auditDraws},
		{"ASelectionIsToldInTheMembersFile", auditSelection},
		{"EvidencedDeclarationsAreFound", auditEvidenced},
	}
}

func auditDraws(t *testing.T, s Stores) {
	ctx, store := t.Context(), s.Audit()
	key := audit.Key{Org: north, ID: "w-1"}
	_, err := store.Draw(ctx, key)
	require.ErrorIs(t, err, audit.ErrNotFound)
	none, err := store.Draws(ctx, north)
	require.NoError(t, err)
	require.Equal(t, []audit.Draw{}, none)
	put := func(draw audit.Draw) audit.Draw {
		kept, err := store.ChangeDraw(ctx, key, func(before audit.Draw) (audit.Draw, hours.Telling, error) {
			require.Equal(t, key, before.Key)
			draw.Version = before.Version
			return draw, hours.Telling{}, nil
		})
		require.NoError(t, err)
		return kept
	}
	made := put(audit.Draw{
		Seed: "graine\n’é", Size: audit.Size{Share: hours.Share{Num: 1, Den: 20}}, Population: 1051, Digest: "abc", NotTwice: true,
		Span:     cycle.Span{From: cycle.MustDate("2022-01-01"), To: cycle.MustDate("2025-04-01")},
		Selected: []audit.Selected{{Member: marie, Number: "1", Rank: 3, Score: "00ff"}, {Member: joseph, Number: "2", Reason: "plainte"}},
		At:       instant(1), Account: "a-1", By: "Anne",
	})
	require.Equal(t, int64(1), made.Version)
	told := made
	told.Told = instant(2)
	told = put(told)
	require.Equal(t, int64(2), told.Version)
	read, err := store.Draw(ctx, key)
	require.NoError(t, err)
	require.Equal(t, told, read)
	all, err := store.Draws(ctx, north)
	require.NoError(t, err)
	require.Equal(t, []audit.Draw{told}, all)
	none, err = store.Draws(ctx, south)
	require.NoError(t, err)
	require.Empty(t, none)
}

func auditSelection(t *testing.T, s Stores) {
	ctx, store := t.Context(), s.Audit()
	key := hours.Key{Org: north, Member: marie, ID: "w-1"}
	tell := func(told hours.Telling) (audit.Selection, error) {
		return store.ChangeSelection(ctx, key, func(before audit.Selection) (audit.Selection, hours.Telling, error) {
			require.Equal(t, key, before.Key)
			before.Selected = hours.Selected{Seed: "x", Number: "1", Rank: 3, Population: 9, Digest: "abc"}
			return before, told, nil
		})
	}
	told := act(north, marie, 1)
	told.Kind, told.Selected = hours.AuditSelected, &hours.Selected{Seed: "x", Number: "1", Rank: 3, Population: 9, Digest: "abc"}
	_, err := tell(hours.Telling{Act: act(north, joseph, 1)})
	require.Error(t, err, "another member's file")
	made, err := tell(hours.Telling{Act: told})
	require.NoError(t, err)
	require.Equal(t, int64(1), made.Version)
	_, err = tell(hours.Telling{Act: told})
	require.ErrorIs(t, err, hours.ErrStale, "that number is taken")
	all, err := store.Selections(ctx, north, marie)
	require.NoError(t, err)
	require.Equal(t, []audit.Selection{made}, all)
	none, err := store.Selections(ctx, north, joseph)
	require.NoError(t, err)
	require.Equal(t, []audit.Selection{}, none)
	require.Equal(t, []hours.Act{*told}, history(t, s, north, marie))
}

func auditEvidenced(t *testing.T, s Stores) {
	ctx, store := t.Context(), s.Hours()
	put := func(d hours.Declaration) hours.Declaration {
		kept, err := store.Change(ctx, d.Key, tellNothing(d))
		require.NoError(t, err)
		return kept
	}
	plain := put(declaration(hours.Key{Org: north, Member: marie, ID: "d-1"}, hours.Counted, instant(1)))
	audited := declaration(hours.Key{Org: north, Member: joseph, ID: "d-2"}, hours.Counted, instant(2))
	audited.Evidence = &hours.Evidence{
		State: hours.EvidenceReceived, Draw: "w-1", Last: cycle.MustDate("2026-12-26"), Note: "note",
		Documents: []hours.Document{{ID: "p-1", Name: "a.pdf", Type: "application/pdf", Size: 3, SHA256: "abc", Added: instant(3)}},
		Steps:     []hours.EvidenceStep{{Event: hours.AskEvidence, At: instant(3), Last: cycle.MustDate("2026-12-26"), Text: "note", By: "Anne"}},
	}
	audited = put(audited)
	waiting := audited
	waiting.Key, waiting.State, waiting.Version = hours.Key{Org: north, Member: marie, ID: "d-3"}, hours.InReview, 0
	waiting = put(waiting)
	all, err := store.Evidenced(ctx, north)
	require.NoError(t, err)
	require.ElementsMatch(t, []hours.Declaration{audited, waiting}, all, "one that waits is found as well")
	require.NotContains(t, all, plain)
	pending, err := store.Awaiting(ctx, north)
	require.NoError(t, err)
	require.Equal(t, []hours.Declaration{waiting}, pending)
	none, err := store.Evidenced(ctx, south)
	require.NoError(t, err)
	require.Equal(t, []hours.Declaration{}, none)
}
