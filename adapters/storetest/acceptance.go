package storetest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/acceptance"
	"github.com/goodstanding/goodstanding/identity"
)

// acceptanceTests are what a store of acceptances does beside what every record does.
func acceptanceTests() []test {
	return []test{
		{"WhatIsNotThereIsNotFound", acceptanceMissing},
		{"WhatIsChangedIsReadAsItIs", acceptanceChanged},
		{"ThoseThatRunAreFoundUntilTheyAreDone", acceptanceRunning},
	}
}

// putAcceptance writes an acceptance whose every field is in use.
func putAcceptance(t *testing.T, s Stores, org identity.OrganisationID, id string, asked int, done bool) acceptance.Acceptance {
	t.Helper()
	a, err := s.Acceptance().Change(t.Context(), acceptance.Key{Org: org, ID: id}, func(a acceptance.Acceptance) (acceptance.Acceptance, hours.Telling, error) {
		a.Account, a.Member, a.By, a.Asked = "a-1", joseph, strange, instant(asked)
		a.Items = []acceptance.Item{
			{Ref: acceptance.Ref{Member: marie, Declaration: "d-1", Version: 3}, Fate: acceptance.TakenBack, Hours: hours.Ratio(7, 3), Until: instant(9), BackBy: strange, Back: instant(8), Told: true},
			{Ref: acceptance.Ref{Member: joseph, Declaration: "d-2", Version: 1}, Fate: acceptance.LeftAlone, Obstacle: hours.ObstacleRule, Why: hours.WhyLimit},
		}
		if done {
			a.Done = instant(asked + 1)
		}
		return a, hours.Telling{}, nil
	})
	require.NoError(t, err)
	return a
}

func acceptanceMissing(t *testing.T, s Stores) {
	_, err := s.Acceptance().Acceptance(t.Context(), acceptance.Key{Org: north, ID: "x"})
	require.ErrorIs(t, err, hours.ErrNotFound)
	for _, read := range []func() ([]acceptance.Acceptance, error){
		func() ([]acceptance.Acceptance, error) { return s.Acceptance().Acceptances(t.Context(), north) },
		func() ([]acceptance.Acceptance, error) { return s.Acceptance().Running(t.Context(), north) },
	} {
		all, err := read()
		require.NoError(t, err)
		require.Equal(t, []acceptance.Acceptance{}, all)
	}
}

func acceptanceChanged(t *testing.T, s Stores) {
	for n := range 2 {
		a := putAcceptance(t, s, north, "a", n, n == 1)
		require.Equal(t, int64(n+1), a.Version)
		kept, err := s.Acceptance().Acceptance(t.Context(), a.Key)
		require.NoError(t, err)
		require.Equal(t, a, kept)
	}
	_, err := s.Acceptance().Change(t.Context(), acceptance.Key{Org: north, ID: "a"}, func(a acceptance.Acceptance) (acceptance.Acceptance, hours.Telling, error) {
		return a, hours.Telling{}, errRefused
	})
	require.ErrorIs(t, err, errRefused)
}

func acceptanceRunning(t *testing.T, s Stores) {
	ctx := t.Context()
	second, first := putAcceptance(t, s, north, "a", 5, false), putAcceptance(t, s, north, "b", 2, false)
	done, elsewhere := putAcceptance(t, s, north, "c", 1, true), putAcceptance(t, s, south, "a", 1, false)
	running, err := s.Acceptance().Running(ctx, north)
	require.NoError(t, err)
	require.Equal(t, []acceptance.Acceptance{first, second}, running)
	all, err := s.Acceptance().Acceptances(ctx, north)
	require.NoError(t, err)
	require.Equal(t, []acceptance.Acceptance{second, first, done}, all)
	putAcceptance(t, s, north, "b", 2, true)
	running, err = s.Acceptance().Running(ctx, north)
	require.NoError(t, err)
	require.Equal(t, []acceptance.Acceptance{second}, running)
	running, err = s.Acceptance().Running(ctx, south)
	require.NoError(t, err)
	require.Equal(t, []acceptance.Acceptance{elsewhere}, running)
}
