package storetest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/intake"
)

// intakeTests are what a store of training bodies and rosters does beside what
// every record does.
func intakeTests() []test {
	return []test{
		{"WhatIsNotThereIsNotFound", intakeMissing},
		{"WhatIsChangedIsReadAsItIs", intakeChanged},
		{"OrganisationsAreApart", intakeApart},
	}
}

func intakeMissing(t *testing.T, s Stores) {
	ctx, i := t.Context(), s.Intake()
	_, err := i.Provider(ctx, intake.ProviderKey{Org: north, ID: "p"})
	require.ErrorIs(t, err, intake.ErrNotFound)
	_, err = i.Roster(ctx, intake.RosterKey{Org: north, ID: "r"})
	require.ErrorIs(t, err, intake.ErrNotFound)
	_, err = i.Leaf(ctx, intake.LeafKey{Org: north, Roster: "r"})
	require.ErrorIs(t, err, intake.ErrNotFound)
	all, err := i.Rosters(ctx, north)
	require.NoError(t, err)
	require.Equal(t, []intake.Roster{}, all)
}

func intakeChanged(t *testing.T, s Stores) {
	ctx, i := t.Context(), s.Intake()
	for n := range 2 {
		p, err := i.ChangeProvider(ctx, intake.ProviderKey{Org: north, ID: "p"}, func(p intake.Provider) (intake.Provider, hours.Telling, error) {
			p.Name, p.Digest, p.Issued, p.Disabled = strange, "abc", instant(n), true
			return p, hours.Telling{}, nil
		})
		require.NoError(t, err)
		require.Equal(t, int64(n+1), p.Version)
		kept, err := i.Provider(ctx, p.ProviderKey)
		require.NoError(t, err)
		require.Equal(t, p, kept)
	}
	r, err := i.ChangeRoster(ctx, intake.RosterKey{Org: north, ID: "r"}, func(r intake.Roster) (intake.Roster, hours.Telling, error) {
		r.Name, r.Counts, r.Received, r.Unknown = strange, intake.Counts{Lines: 3, Reported: 3}, instant(1), []string{strange}
		r.Withdrawals = []intake.Withdrawal{{At: instant(2), By: "S", Reason: strange, Revoked: 2}}
		return r, hours.Telling{}, nil
	})
	require.NoError(t, err)
	kept, err := i.Roster(ctx, r.RosterKey)
	require.NoError(t, err)
	require.Equal(t, r, kept)
	for n := range 12 { // leaves are found by their number, in any order
		leaf, err := i.ChangeLeaf(ctx, intake.LeafKey{Org: north, Roster: "r", Number: 11 - n}, func(l intake.Leaf) (intake.Leaf, hours.Telling, error) {
			l.Lines = []intake.Result{{
				Line: intake.Line{Number: n, Name: strange}, Outcome: intake.Reported, Wrong: []intake.Trouble{{Field: "last", Code: "future"}},
				Declared: hours.Ratio(1, 3),
			}}
			return l, hours.Telling{}, nil
		})
		require.NoError(t, err)
		read, err := i.Leaf(ctx, intake.LeafKey{Org: north, Roster: "r", Number: 11 - n})
		require.NoError(t, err)
		require.Equal(t, leaf, read)
	}
	_, err = i.ChangeRoster(ctx, r.RosterKey, func(r intake.Roster) (intake.Roster, hours.Telling, error) {
		r.Name = "lost"
		return r, hours.Telling{}, errRefused
	})
	require.ErrorIs(t, err, errRefused)
	kept, err = i.Roster(ctx, r.RosterKey)
	require.NoError(t, err)
	require.Equal(t, r, kept)
}

func intakeApart(t *testing.T, s Stores) {
	ctx, i := t.Context(), s.Intake()
	_, err := i.ChangeProvider(ctx, intake.ProviderKey{Org: north, ID: "p"}, func(p intake.Provider) (intake.Provider, hours.Telling, error) {
		return p, hours.Telling{}, nil
	})
	require.NoError(t, err)
	all, err := i.Providers(ctx, south)
	require.NoError(t, err)
	require.Empty(t, all)
	all, err = i.Providers(ctx, north)
	require.NoError(t, err)
	require.Len(t, all, 1)
}
