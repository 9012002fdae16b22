package main

import (
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// TestLife_WhateverIsDoneTheFileAddsUp drives files through commands of members and staff, legal or not, two at
// once now and then, and looks after each at everything that must hold.
func TestLife_WhateverIsDoneTheFileAddsUp(t *testing.T) {
	whole := t
	runs := 0
	rapid.Check(t, func(t *rapid.T) {
		runs++
		h := lifeHouse(whole, "memory:")
		ctx := whole.Context()
		l, err := newLife(ctx, h)
		require.NoError(t, err)
		draws := chance(func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "choice") })
		known := map[identity.MemberID][]hours.Act{}
		for _, member := range l.members {
			known[member.Member] = []hours.Act{}
		}
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			// Staff and member at once, now and then.
			var together []command
			for range one(draws, 1, 1, 2) {
				c, err := l.draw(ctx, draws)
				require.NoError(t, err)
				together = append(together, c)
			}
			outcomes := make([]error, len(together))
			var all sync.WaitGroup
			for i, c := range together {
				all.Go(func() { outcomes[i] = c.run(ctx) })
			}
			all.Wait()
			for i, err := range outcomes {
				require.True(t, explained(err), "%s: %v", together[i].name, err)
			}
			for _, member := range l.members {
				found, err := l.wrongs(ctx, member)
				require.NoError(t, err)
				require.Empty(t, found, "after %v", together)
				// Nothing disappears from the history, and nothing in it changes.
				acts, err := h.store.Hours().Acts(ctx, demoOrganisation, member.Member)
				require.NoError(t, err)
				require.GreaterOrEqual(t, len(acts), len(known[member.Member]))
				require.Equal(t, known[member.Member], acts[:len(known[member.Member])])
				known[member.Member] = acts
			}
		}
	})
	require.NotZero(t, runs)
}

// The same on a store that writes, at length: nearly everything that can happen to a
// file does.
func TestLife_OnSQLite(t *testing.T) {
	h := lifeHouse(t, "sqlite:"+filepath.Join(t.TempDir(), "life.db"))
	l, err := newLife(t.Context(), h)
	require.NoError(t, err)
	draws := chance(seeded(9))
	refused, tried := 0, 1500
	for range tried {
		c, err := l.draw(t.Context(), draws)
		require.NoError(t, err)
		err = c.run(t.Context())
		require.True(t, explained(err), "%s: %v", c.name, err)
		if err != nil {
			refused++
		}
	}
	told, allocated := map[hours.ActKind]int{}, 0
	for _, member := range l.members {
		found, err := l.wrongs(t.Context(), member)
		require.NoError(t, err)
		require.Empty(t, found)
		r, err := l.record(t.Context(), member.Member)
		require.NoError(t, err)
		for _, act := range r.acts {
			told[act.Kind]++
		}
		for _, d := range r.declarations {
			if len(d.Allocations) > 0 {
				allocated++
			}
		}
	}
	// Both what may be done and what may not were tried, and most of what can be told
	// has been.
	require.Greater(t, refused, tried/5)
	require.Less(t, refused, tried*9/10)
	require.GreaterOrEqual(t, len(told), 20)
	require.NotZero(t, allocated, "hours that were done after a notice")
}
