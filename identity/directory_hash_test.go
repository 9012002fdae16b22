package identity_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// ageing is a hasher whose parameters were raised after some hashes were written. It
// counts its work.
type ageing struct {
	identity.Hasher
	old              map[string]bool
	hashed, verified int
}

func (a *ageing) Hash(password string) (string, error) {
	a.hashed++
	return a.Hasher.Hash(password)
}

func (a *ageing) Verify(password, hash string) (bool, error) {
	a.verified++
	return a.Hasher.Verify(password, hash)
}

func (a *ageing) Stale(hash string) bool { return a.old[hash] }

// changes counts the changes of accounts, and does something before each.
type changes struct {
	identity.Store
	n      int
	before func()
}

func (c *changes) ChangeAccount(ctx context.Context, org identity.OrganisationID, id identity.AccountID, fn func(identity.Account) (identity.Account, []identity.Message, error)) (identity.Account, error) {
	c.n++
	if c.before != nil {
		c.before()
	}
	return c.Store.ChangeAccount(ctx, org, id, fn)
}

// aged is a house in which emma's hash is stale, whose work is counted from here on.
func aged(t *testing.T) (*house, *ageing, *changes) {
	t.Helper()
	h := open(t)
	h.refused(t, "nobody", emmasPassword, identity.ErrSignIn) // the decoy is hashed once
	hasher := &ageing{Hasher: h.Hasher, old: map[string]bool{h.emma(t).Hash: true}}
	store := &changes{Store: h.store}
	h.Hasher, h.Store = hasher, store
	return h, hasher, store
}

func (h *house) emma(t *testing.T) identity.Account {
	t.Helper()
	a, err := h.store.Account(t.Context(), "otpq", "a-1")
	require.NoError(t, err)
	return a
}

// checklist 44: whoever signs in with the right password has it hashed again when its
// hash is stale, in the one change that notes the session, and nothing else changes: no
// session ends.
func TestP1_StaleHashIsWrittenAgainAtSignIn(t *testing.T) {
	h, hasher, store := aged(t)
	before := h.emma(t)
	token, _ := h.signIn(t, "emma", emmasPassword)
	require.Equal(t, 1, store.n)
	require.Equal(t, 1, hasher.hashed)
	after := h.emma(t)
	require.NotEqual(t, before.Hash, after.Hash)
	right, err := h.Hasher.Verify(emmasPassword, after.Hash)
	require.NoError(t, err)
	require.True(t, right)
	before.Hash, before.LastOpened, before.Version = after.Hash, h.now, before.Version+1
	require.Equal(t, before, after)

	h.signIn(t, "emma", emmasPassword)
	require.Equal(t, 1, hasher.hashed, "once is enough")
	require.Equal(t, after.Hash, h.emma(t).Hash)
	_, err = h.Who(t.Context(), token)
	require.NoError(t, err)
}

// Nothing but the right password, in an account that signs in as usual, has it hashed
// again: a wrong one, a temporary one, and that of who must link the account first do not.
func TestP1_StaleHashStaysUntilItsPasswordOpensASession(t *testing.T) {
	for name, try := range map[string]func(*testing.T, *house){
		"a wrong password": func(t *testing.T, h *house) { h.refused(t, "emma", "la tour ne penche pas", identity.ErrSignIn) },
		"a temporary one": func(t *testing.T, h *house) {
			require.NoError(t, h.RequestTemporary(t.Context(), "otpq", "emma"))
			h.signIn(t, "emma", h.last(t, 1).Secret)
		},
		"not linked": func(t *testing.T, h *house) {
			_, err := h.store.ChangeOrganisation(t.Context(), "otpq", func(o identity.Organisation) (identity.Organisation, error) {
				o.LinkSince = cycle.DateOf(h.now.AddDate(0, 0, -2), time.UTC)
				return o, nil
			})
			require.NoError(t, err)
			h.refused(t, "emma", emmasPassword, identity.ErrNotLinked)
		},
	} {
		t.Run(name, func(t *testing.T) {
			h, hasher, _ := aged(t)
			before := h.emma(t).Hash
			try(t, h)
			require.Zero(t, hasher.hashed)
			require.Equal(t, before, h.emma(t).Hash)
		})
	}
}

// The hash that takes the place of another is that of the password that was verified: a
// hash that was written meanwhile stays.
func TestP1_StaleHashThatWasReplacedMeanwhileStays(t *testing.T) {
	h, _, store := aged(t)
	meanwhile, err := h.Hasher.Hash(emmasPassword)
	require.NoError(t, err)
	store.before = func() {
		_, err := h.store.ChangeAccount(t.Context(), "otpq", "a-1", func(a identity.Account) (identity.Account, []identity.Message, error) {
			a.Hash = meanwhile
			return a, nil, nil
		})
		require.NoError(t, err)
	}
	h.signIn(t, "emma", emmasPassword)
	require.Equal(t, meanwhile, h.emma(t).Hash)
}

// checklist 46: a login that nobody has, that of a stale hash, of another and of none
// cost the same to whoever does not have the password: one hash verified, none written.
func TestI3_WrongPasswordCostsTheSameWhicheverHashIsKept(t *testing.T) {
	h, hasher, store := aged(t)
	h.account(t, identity.Account{Org: "otpq", ID: "a-3", Login: "zoe", Name: "Zoé"}, "x")
	_, err := h.store.ChangeAccount(t.Context(), "otpq", "a-3", func(a identity.Account) (identity.Account, []identity.Message, error) {
		a.Hash = ""
		return a, nil, nil
	})
	require.NoError(t, err)
	for _, login := range []string{"emma", "staff", "zoe", "nobody"} {
		hasher.hashed, hasher.verified, store.n = 0, 0, 0
		h.refused(t, login, "la tour ne penche pas", identity.ErrSignIn)
		require.Equal(t, [3]int{0, 1, 0}, [3]int{hasher.hashed, hasher.verified, store.n}, login)
	}
}
