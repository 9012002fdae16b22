package main

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/intake"
	"github.com/goodstanding/goodstanding/identity"
)

func TestDemonstration_StartCutShortIsTakenUpWhereItStopped(t *testing.T) {
	h := testHouse(t, "memory:")
	ctx := t.Context()
	require.NoError(t, h.fill(ctx))
	// As if the power had gone after the first declaration was submitted, and
	// after the document was added.
	_, err := h.store.Hours().Change(ctx, hoursKey("malik", "demo-1"), func(d hours.Declaration) (hours.Declaration, hours.Telling, error) {
		d.State, d.Decisions, d.Counted = hours.Submitted, nil, hours.Hours{}
		return d, hours.Telling{}, nil
	})
	require.NoError(t, err)
	_, err = h.store.Exemption().Change(ctx, demoRequest, func(r exemption.Request) (exemption.Request, hours.Telling, error) {
		r.State = exemption.Draft
		return r, hours.Telling{}, nil
	})
	require.NoError(t, err)

	require.NoError(t, h.fill(ctx))
	first, err := h.store.Hours().Declaration(ctx, hoursKey("malik", "demo-1"))
	require.NoError(t, err)
	require.Equal(t, hours.Counted, first.State)
	request, err := h.store.Exemption().Request(ctx, demoRequest)
	require.NoError(t, err)
	require.Equal(t, exemption.Submitted, request.State)
	require.Len(t, request.Documents, 1)

	// The roster is received once, and waits for Sofia to confirm it. Nothing is
	// proposed to Emma.
	staff, err := h.actor(ctx, "jeanne")
	require.NoError(t, err)
	rosters, err := h.reception.Rosters(ctx, staff)
	require.NoError(t, err)
	require.Len(t, rosters, 1)
	require.Equal(t, intake.Counts{Lines: 3, Proposed: 2, Reported: 1}, rosters[0].Counts)
	for member, n := range map[identity.MemberID]int{"sofia": 1, "olivier": 1, "emma": 0} {
		proposals, err := h.ledger.Proposals(ctx, staff, member)
		require.NoError(t, err)
		require.Len(t, proposals, n, member)
	}
}

func TestDemonstration_ServersMayStartAtOnce(t *testing.T) {
	h := testHouse(t, "memory:")
	h.board.NewID = nil
	var all sync.WaitGroup
	failed := make([]error, 8)
	for i := range failed {
		all.Go(func() { failed[i] = h.fill(t.Context()) })
	}
	all.Wait()
	require.Equal(t, make([]error, 8), failed)
	for _, a := range []struct {
		member identity.MemberID
		id     string
		state  hours.State
	}{{"malik", "demo-1", hours.Counted}, {"malik", "demo-4", hours.Submitted}, {"rosalie", "demo-6", hours.Refused}} {
		d, err := h.store.Hours().Declaration(t.Context(), hoursKey(a.member, a.id))
		require.NoError(t, err)
		require.Equal(t, a.state, d.State, a.id)
	}
	request, err := h.store.Exemption().Request(t.Context(), demoRequest)
	require.NoError(t, err)
	require.Equal(t, exemption.Submitted, request.State)
	require.Len(t, request.Documents, 1)
}
