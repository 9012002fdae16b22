package vault_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/argon2id/argon2idtest"
	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/adapters/postgres"
	"github.com/goodstanding/goodstanding/adapters/postgres/pgtest"
	"github.com/goodstanding/goodstanding/adapters/sqlite"
	"github.com/goodstanding/goodstanding/adapters/storetest"
	"github.com/goodstanding/goodstanding/adapters/vault"
)

func TestMain(m *testing.M) {
	code := m.Run()
	pgtest.Stop()
	os.Exit(code)
}

// ring is the ring of master keys of the tests: every vault over one store has the same.
var ring = vault.DrawMasters()

// open returns a vault over keys in a store.
func open(t testing.TB, keys vault.Keys) *vault.Vault {
	t.Helper()
	v, err := vault.New(keys, ring)
	require.NoError(t, err)
	return v
}

// handle is a sealed store that can be opened once more, with a vault of its own, as
// another process has.
type handle struct {
	*vault.Sealed
	keys  func(t testing.TB) vault.Keys
	store func(t testing.TB) vault.Store
}

func (h handle) Again(t *testing.T) storetest.Stores { return h.again(t) }

func (h handle) again(t testing.TB) handle {
	h.Sealed = open(t, h.keys(t)).Over(h.store(t))
	return h
}

func sealedMemory(*testing.T) storetest.Stores {
	v, err := vault.New(vault.KeysIn(memory.New()), ring)
	if err != nil {
		panic(err)
	}
	return v.Over(memory.New())
}

func sealedSQLite(t testing.TB, folder string) handle {
	return handle{
		keys: func(t testing.TB) vault.Keys {
			s, err := sqlite.Open(t.Context(), filepath.Join(folder, "keys.db"))
			require.NoError(t, err)
			t.Cleanup(func() { require.NoError(t, s.Close()) })
			return vault.KeysIn(s)
		},
		store: func(t testing.TB) vault.Store {
			s, err := sqlite.Open(t.Context(), filepath.Join(folder, "test.db"))
			require.NoError(t, err)
			return s
		},
	}.again(t)
}

// sealedPostgres has its keys wherever the test says: another schema of a database takes
// time to make.
func sealedPostgres(t testing.TB, dsn string, keys vault.Keys) handle {
	return handle{
		keys: func(testing.TB) vault.Keys { return keys },
		store: func(t testing.TB) vault.Store {
			s, err := postgres.Open(t.Context(), dsn)
			require.NoError(t, err)
			return s
		},
	}.again(t)
}

// sealing are the sealed stores.
var sealing = map[string]func(t *testing.T) storetest.Stores{
	"memory": sealedMemory,
	"sqlite": func(t *testing.T) storetest.Stores { return sealedSQLite(t, t.TempDir()) },
	"postgres": func(t *testing.T) storetest.Stores {
		return sealedPostgres(t, pgtest.DSN(t), vault.KeysIn(memory.New()))
	},
}

func TestSealed_IsAStoreLikeAnyOther(t *testing.T) {
	for name, open := range sealing {
		t.Run(name, func(t *testing.T) { storetest.Run(t, open) })
	}
}

func TestSealed_IsRunAgainWhenOvertaken(t *testing.T) {
	for _, name := range []string{"memory", "postgres"} {
		t.Run(name, func(t *testing.T) { storetest.RunOvertaken(t, sealing[name]) })
	}
}

// That the stores below are linearizable is theirs to show: what sealing adds to a change
// is the same over each.
func TestSealed_CodesAndLimitsAreLinearizable(t *testing.T) {
	storetest.LinearIdentity(t, argon2idtest.Hasher{}, sealing["memory"])
}

func TestSealed_SittingsAreLinearizable(t *testing.T) {
	for _, name := range []string{"memory", "sqlite"} {
		t.Run(name, func(t *testing.T) { storetest.Linear(t, sealing[name]) })
	}
}

func memoryKeys() vault.Keys { return vault.KeysIn(memory.New()) }
