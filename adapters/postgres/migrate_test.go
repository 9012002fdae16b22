package postgres_test

import (
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/internal/migration"
	"github.com/goodstanding/goodstanding/adapters/postgres"
	"github.com/goodstanding/goodstanding/adapters/postgres/pgtest"
	"github.com/goodstanding/goodstanding/identity"
)

func TestMigrate_OpeningTwiceIsFine(t *testing.T) {
	dsn := pgtest.DSN(t)
	require.NoError(t, open(t, dsn).Close())
	require.NoError(t, open(t, dsn).Close())
}

func TestMigrate_ManyMayOpenAFreshDatabaseAtOnce(t *testing.T) {
	dsn := pgtest.DSN(t)
	const n = 6
	stores, errs := make([]*postgres.Store, n), make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { stores[i], errs[i] = postgres.Open(t.Context(), dsn) })
	}
	all.Wait()
	for i := range n {
		require.NoError(t, errs[i])
		_, err := stores[i].Identity().Members(t.Context(), "north")
		require.NoError(t, err)
		require.NoError(t, stores[i].Close())
	}
}

func TestMigrate_RefusesAnotherHistory(t *testing.T) {
	for name, c := range map[string]struct {
		tamper string
		want   error
	}{
		"a changed step":   {`UPDATE migrations SET sum = 'x' WHERE number = 1`, migration.ErrChanged},
		"a newer database": {`INSERT INTO migrations VALUES (9999, 'later', 'x')`, migration.ErrNewer},
	} {
		t.Run(name, func(t *testing.T) {
			dsn := pgtest.DSN(t)
			require.NoError(t, open(t, dsn).Close())
			c1, err := pgx.Connect(t.Context(), dsn)
			require.NoError(t, err)
			_, err = c1.Exec(t.Context(), c.tamper)
			require.NoError(t, err)
			require.NoError(t, c1.Close(t.Context()))
			_, err = postgres.Open(t.Context(), dsn)
			require.ErrorIs(t, err, c.want)
		})
	}
}

func TestOpenSchema_KeepsSchemasApart(t *testing.T) {
	dsn := pgtest.DSN(t)
	drop := func(schema string) {
		c, err := pgx.Connect(t.Context(), dsn)
		require.NoError(t, err)
		_, err = c.Exec(t.Context(), `DROP SCHEMA IF EXISTS `+pgx.Identifier{schema}.Sanitize()+` CASCADE`)
		require.NoError(t, err)
		require.NoError(t, c.Close(t.Context()))
	}
	schemas := []string{`pgtest "North" d'été`, `pgtest_south`}
	for _, schema := range schemas {
		drop(schema)
		s, err := postgres.OpenSchema(t.Context(), dsn, schema)
		require.NoError(t, err)
		all, err := s.Identity().Members(t.Context(), "north")
		require.NoError(t, err)
		require.Empty(t, all)
		_, err = s.Identity().ChangeMember(t.Context(), "north", "m-1", func(m identity.Member) (identity.Member, error) { return m, nil })
		require.NoError(t, err)
		require.NoError(t, s.Close())
	}
	s, err := postgres.OpenSchema(t.Context(), dsn, schemas[0])
	require.NoError(t, err)
	all, err := s.Identity().Members(t.Context(), "north")
	require.NoError(t, err)
	require.Len(t, all, 1)
	require.NoError(t, s.Close())
	for _, schema := range schemas {
		drop(schema)
	}
}
