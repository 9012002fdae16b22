package postgres_test

import (
	"os"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/argon2id/argon2idtest"
	"github.com/goodstanding/goodstanding/adapters/postgres"
	"github.com/goodstanding/goodstanding/adapters/postgres/pgtest"
	"github.com/goodstanding/goodstanding/adapters/storetest"
	"github.com/goodstanding/goodstanding/identity"
)

func TestMain(m *testing.M) {
	code := m.Run()
	pgtest.Stop()
	os.Exit(code)
}

// handle is a store that can be opened once more.
type handle struct {
	*postgres.Store
	dsn string
}

func (h handle) Again(t *testing.T) storetest.Stores { return open(t, h.dsn) }

func open(t *testing.T, dsn string) handle {
	t.Helper()
	s, err := postgres.Open(t.Context(), dsn)
	require.NoError(t, err)
	return handle{s, dsn}
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Stores { return open(t, pgtest.DSN(t)) })
}

func TestStore_CodesAndLimitsAreLinearizable(t *testing.T) {
	storetest.LinearIdentity(t, argon2idtest.Hasher{}, func(t *testing.T) storetest.Stores { return open(t, pgtest.DSN(t)) })
}

func TestStore_SittingsAreLinearizable(t *testing.T) {
	storetest.Linear(t, func(t *testing.T) storetest.Stores { return open(t, pgtest.DSN(t)) })
}

func TestChange_IsRunAgainWhenOvertaken(t *testing.T) {
	storetest.RunOvertaken(t, func(t *testing.T) storetest.Stores { return open(t, pgtest.DSN(t)) })
}

func TestChangeThrottle_IsRunAgainWhenOvertaken(t *testing.T) {
	s := open(t, pgtest.DSN(t))
	defer func() { require.NoError(t, s.Close()) }()
	fail := func(during func()) error {
		return s.Identity().ChangeThrottle(t.Context(), "north", "elise", func(t identity.Throttle) identity.Throttle {
			if t.Failures == 0 {
				during()
			}
			t.Failures++
			return t
		})
	}
	require.NoError(t, fail(func() { require.NoError(t, fail(func() {})) }))
	read, err := s.Identity().Throttle(t.Context(), "north", "elise")
	require.NoError(t, err)
	require.Equal(t, 2, read.Failures)
}

// The server ends one of two transactions that wait for each other (40P01), or
// that it cannot put in a row (40001): nothing was kept of it, and it runs again.
func TestWrite_IsRunAgainWhenAnotherIsInTheWay(t *testing.T) {
	s := open(t, pgtest.DSN(t))
	defer func() { require.NoError(t, s.Close()) }()
	for code, want := range map[string]int{"40P01": 2, "40001": 2, "23505": 1} {
		runs := 0
		err := s.Write(t.Context(), func() error {
			if runs++; runs == 1 {
				return &pgconn.PgError{Code: code}
			}
			return nil
		})
		require.Equal(t, want, runs, code)
		require.Equal(t, want == 2, err == nil, code)
	}
}

func TestOpen_FailsOnAnAddressThatIsNone(t *testing.T) {
	_, err := postgres.Open(t.Context(), "postgres://\x00")
	require.Error(t, err)
}
