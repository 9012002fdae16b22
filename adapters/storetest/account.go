package storetest

import (
	"errors"
	"math"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

func account(org identity.OrganisationID, id identity.AccountID, login string) identity.Account {
	return identity.Account{
		Org: org, ID: id, Login: login, Hash: "$argon2id$v=19$m=1,t=1,p=1$c2Vs$aGFjaGU", Member: marie, Name: strange,
		Roles: []identity.Role{identity.RoleMember, identity.RoleStaff},
	}
}

// silently returns a Change that writes the account as it is and says nothing of it.
func silently(a identity.Account) func(identity.Account) (identity.Account, []identity.Message, error) {
	return func(identity.Account) (identity.Account, []identity.Message, error) { return a, nil, nil }
}

func accountLogin(t *testing.T, s Stores) {
	ctx, i := t.Context(), s.Identity()
	first, err := i.ChangeAccount(ctx, north, "a-1", silently(account(north, "a-1", "elise")))
	require.NoError(t, err)
	_, err = i.ChangeAccount(ctx, north, "a-2", silently(account(north, "a-2", "elise")))
	require.ErrorIs(t, err, identity.ErrStale)
	_, err = i.Account(ctx, north, "a-2")
	require.ErrorIs(t, err, identity.ErrNotFound)
	read, err := i.AccountByLogin(ctx, north, "elise")
	require.NoError(t, err)
	require.Equal(t, first, read)

	_, err = i.ChangeAccount(ctx, north, "a-1", func(a identity.Account) (identity.Account, []identity.Message, error) {
		a.Login = "noelle"
		return a, nil, nil
	})
	require.NoError(t, err)
	_, err = i.AccountByLogin(ctx, north, "elise")
	require.ErrorIs(t, err, identity.ErrNotFound)
	_, err = i.ChangeAccount(ctx, north, "a-2", silently(account(north, "a-2", "elise")))
	require.NoError(t, err, "a login that was given up may be taken")
	_, err = i.ChangeAccount(ctx, south, "a-3", silently(account(south, "a-3", "elise")))
	require.NoError(t, err, "each organisation has its own logins")
}

func accountsAfter(t *testing.T, s Stores) {
	ctx, i := t.Context(), s.Identity()
	page := func(after identity.AccountID, limit int) (ids []identity.AccountID) {
		all, err := i.AccountsAfter(ctx, north, after, limit)
		require.NoError(t, err)
		require.NotNil(t, all)
		for _, a := range all {
			require.Equal(t, north, a.Org)
			ids = append(ids, a.ID)
		}
		return ids
	}
	require.Empty(t, page("", 10))
	for _, id := range []identity.AccountID{"b", "B", "a-2", "a-10"} {
		_, err := i.ChangeAccount(ctx, north, id, silently(account(north, id, string(id))))
		require.NoError(t, err)
	}
	_, err := i.ChangeAccount(ctx, south, "a-3", silently(account(south, "a-3", "elise")))
	require.NoError(t, err)
	require.Equal(t, []identity.AccountID{"B", "a-10", "a-2", "b"}, page("", 10), "the order of bytes")
	require.Equal(t, []identity.AccountID{"B", "a-10"}, page("", 2))
	require.Equal(t, []identity.AccountID{"a-2", "b"}, page("a-10", 2))
	require.Empty(t, page("b", 2))
	require.Empty(t, page("", 0))
}

func accountLoginRace(t *testing.T, s Stores) {
	ctx, i := t.Context(), s.Identity()
	var won, lost atomic.Int32
	err := together(8, 1, func(goroutine, _ int) error {
		id := identity.AccountID("a-" + string(rune('0'+goroutine)))
		_, err := i.ChangeAccount(ctx, north, id, silently(account(north, id, "elise")))
		switch err {
		case nil:
			won.Add(1)
		case identity.ErrStale:
			lost.Add(1)
		default:
			return err
		}
		return nil
	})
	require.NoError(t, err)
	require.Equal(t, int32(1), won.Load())
	require.Equal(t, int32(7), lost.Load())
}

// passkeyed returns an account with a passkey and a challenge that waits.
func passkeyed(t *testing.T) identity.Account {
	t.Helper()
	a := account(north, "a-1", "elise")
	every := make([]byte, 256)
	for i := range every {
		every[i] = byte(i)
	}
	var err error
	a.Factor, err = a.Factor.Add(identity.Passkey{
		ID: every, PublicKey: every[7:], Counter: math.MaxUint32, Copied: true, BackedUp: true, Transports: []string{"internal", "hybrid"},
	}, strange, []string{"digest"}, instant(1))
	require.NoError(t, err)
	a.Factor.Handle = every[:32]
	a.Factor = a.Factor.Wait(identity.Ceremony{Session: "session", For: identity.AddsPasskey, Challenge: every[64:96], Began: instant(2), Name: strange})
	return a
}

func accountPasskeys(t *testing.T, s Stores) {
	ctx, i := t.Context(), s.Identity()
	want := passkeyed(t)
	written, err := i.ChangeAccount(ctx, north, "a-1", silently(want))
	require.NoError(t, err)
	require.Equal(t, want.Factor, written.Factor)
	read, err := i.Account(ctx, north, "a-1")
	require.NoError(t, err)
	require.Equal(t, written, read)
}

// accountChallengeRace has many sessions' worth of answers race for one challenge.
func accountChallengeRace(t *testing.T, s Stores) {
	ctx, i := t.Context(), s.Identity()
	_, err := i.ChangeAccount(ctx, north, "a-1", silently(passkeyed(t)))
	require.NoError(t, err)
	var won, lost atomic.Int32
	err = together(8, 1, func(int, int) error {
		_, err := i.ChangeAccount(ctx, north, "a-1", func(a identity.Account) (identity.Account, []identity.Message, error) {
			if _, err := a.Factor.Waiting("session", identity.AddsPasskey, instant(3)); err != nil {
				return a, nil, err
			}
			a.Factor = a.Factor.Forget("session")
			return a, nil, nil
		})
		switch {
		case err == nil:
			won.Add(1)
		case errors.Is(err, identity.ErrPasskeyChallenge):
			lost.Add(1)
		default:
			return err
		}
		return nil
	})
	require.NoError(t, err)
	require.Equal(t, int32(1), won.Load())
	require.Equal(t, int32(7), lost.Load())
}
