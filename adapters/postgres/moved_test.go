package postgres_test

import (
	"os"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/internal/migration"
	"github.com/goodstanding/goodstanding/adapters/postgres/pgtest"
	"github.com/goodstanding/goodstanding/adapters/storetest"
)

// A database as the program before step 4 left it is read as it was.
func TestMigrate_MovesEveryRowIntoRecords(t *testing.T) {
	dsn := pgtest.DSN(t)
	c, err := pgx.Connect(t.Context(), dsn)
	require.NoError(t, err)
	run := func(statement string, args ...any) {
		_, err := c.Exec(t.Context(), statement, args...)
		require.NoError(t, err, statement)
	}
	run(`CREATE TABLE migrations (number bigint PRIMARY KEY, name text NOT NULL, sum text NOT NULL, applied timestamptz NOT NULL DEFAULT now())`)
	steps, err := migration.Read(os.DirFS("."), "migrations")
	require.NoError(t, err)
	for _, step := range steps[:3] {
		run(step.SQL)
		run(`INSERT INTO migrations (number, name, sum) VALUES ($1, $2, $3)`, step.Number, step.Name, step.Sum)
	}
	const declaration = `INSERT INTO declarations (org, member, id, period, state, pending, submitted, version, body) VALUES `
	const request = `INSERT INTO requests (org, member, id, period, state, pending, submitted, version, body) VALUES `
	run(declaration+`('north', 'm-1042', 'x-1', '2025-04-01', 'submitted', true, '2025-11-03T09:30:02.123457Z', 3, $1)`, storetest.WaitingBefore)
	run(declaration+`('north', 'm-1042', 'x-2', '2025-04-01', 'counted', false, '2025-11-03T09:30:01.123457Z', 7, $1)`, storetest.CountedBefore)
	run(declaration+`('north', 'm-7', 'x-1', NULL, 'draft', false, NULL, 1, $1)`, storetest.DraftBefore)
	run(declaration+`('north', 'm-7', 'x-3', NULL, 'in-review', true, '2025-11-03T09:30:02.123456Z', 2, $1)`, storetest.EarlierBefore)
	run(request+`('north', 'm-1042', 'x-1', NULL, 'submitted', true, '2025-11-03T09:30:05.123457Z', 2, $1)`, storetest.RequestBefore)
	run(request+`('south', 'm-1042', 'x-1', NULL, 'granted', false, '2025-11-03T09:30:04.123457Z', 4, $1)`, storetest.GrantedBefore)
	run(`INSERT INTO listings (org, kind, id, folded, label) VALUES ` + storetest.ListingsBefore)
	require.NoError(t, c.Close(t.Context()))

	s := open(t, dsn)
	defer func() { require.NoError(t, s.Close()) }()
	storetest.Moved(t, s)
}
