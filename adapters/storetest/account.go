package storetest

import (
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
