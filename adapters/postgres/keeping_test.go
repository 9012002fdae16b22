package postgres_test

import (
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/postgres/pgtest"
	"github.com/goodstanding/goodstanding/adapters/storetest"
)

// The schema that is really there is the one that is declared.
func TestEveryTableAndColumnIsDeclared(t *testing.T) {
	dsn := pgtest.DSN(t)
	require.NoError(t, open(t, dsn).Close())
	db, err := pgx.Connect(t.Context(), dsn)
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close(t.Context())) }()
	rows, err := db.Query(t.Context(), `SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_schema = current_schema()`)
	require.NoError(t, err)
	tables := map[string][]string{}
	var table, column string
	_, err = pgx.ForEachRow(rows, []any{&table, &column}, func() error {
		tables[table] = append(tables[table], column)
		return nil
	})
	require.NoError(t, err)
	storetest.Declared(t, tables)
}
