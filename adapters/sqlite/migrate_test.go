package sqlite_test

import (
	"database/sql"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/internal/migration"
	"github.com/goodstanding/goodstanding/adapters/sqlite"
)

func TestMigrate_OpeningTwiceIsFine(t *testing.T) {
	file := filepath.Join(t.TempDir(), "test.db")
	require.NoError(t, open(t, file).Close())
	require.NoError(t, open(t, file).Close())
}

func TestMigrate_ManyMayOpenAFreshFileAtOnce(t *testing.T) {
	file := filepath.Join(t.TempDir(), "test.db")
	const n = 6
	stores, errs := make([]*sqlite.Store, n), make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { stores[i], errs[i] = sqlite.Open(t.Context(), file) })
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
		"a newer database": {`INSERT INTO migrations VALUES (9999, 'later', 'x', 0)`, migration.ErrNewer},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "test.db")
			require.NoError(t, open(t, file).Close())
			db, err := sql.Open("sqlite", file)
			require.NoError(t, err)
			_, err = db.ExecContext(t.Context(), c.tamper)
			require.NoError(t, err)
			require.NoError(t, db.Close())
			_, err = sqlite.Open(t.Context(), file)
			require.ErrorIs(t, err, c.want)
		})
	}
}
