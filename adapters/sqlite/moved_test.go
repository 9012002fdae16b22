package sqlite_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/internal/migration"
	"github.com/goodstanding/goodstanding/adapters/storetest"
)

// A file as the program before step 4 left it is read as it was.
func TestMigrate_MovesEveryRowIntoRecords(t *testing.T) {
	file := filepath.Join(t.TempDir(), "test.db")
	db, err := sql.Open("sqlite", file)
	require.NoError(t, err)
	run := func(statement string, args ...any) {
		_, err := db.ExecContext(t.Context(), statement, args...)
		require.NoError(t, err, statement)
	}
	run(`CREATE TABLE migrations (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, sum TEXT NOT NULL, applied INTEGER NOT NULL) STRICT`)
	steps, err := migration.Read(os.DirFS("."), "migrations")
	require.NoError(t, err)
	for _, step := range steps[:3] {
		run(step.SQL)
		run(`INSERT INTO migrations VALUES (?, ?, ?, 0)`, step.Number, step.Name, step.Sum)
	}
	const declaration = `INSERT INTO declarations (org, member, id, period, state, pending, submitted, version, body) VALUES `
	const request = `INSERT INTO requests (org, member, id, period, state, pending, submitted, version, body) VALUES `
	// 1762162202 seconds are 3 November 2025, 9:30:02 in UTC.
	run(declaration+`('north', 'm-1042', 'x-1', '2025-04-01', 'submitted', 1, 1762162202123457, 3, ?)`, storetest.WaitingBefore)
	run(declaration+`('north', 'm-1042', 'x-2', '2025-04-01', 'counted', 0, 1762162201123457, 7, ?)`, storetest.CountedBefore)
	run(declaration+`('north', 'm-7', 'x-1', NULL, 'draft', 0, NULL, 1, ?)`, storetest.DraftBefore)
	run(declaration+`('north', 'm-7', 'x-3', NULL, 'in-review', 1, 1762162202123456, 2, ?)`, storetest.EarlierBefore)
	run(request+`('north', 'm-1042', 'x-1', NULL, 'submitted', 1, 1762162205123457, 2, ?)`, storetest.RequestBefore)
	run(request+`('south', 'm-1042', 'x-1', NULL, 'granted', 0, 1762162204123457, 4, ?)`, storetest.GrantedBefore)
	run(`INSERT INTO listings (org, kind, id, folded, label) VALUES ` + storetest.ListingsBefore)
	require.NoError(t, db.Close())

	s := open(t, file)
	defer func() { require.NoError(t, s.Close()) }()
	storetest.Moved(t, s)
}
