package sqlite_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/storetest"
)

// The schema that is really there is the one that is declared.
func TestEveryTableAndColumnIsDeclared(t *testing.T) {
	file := filepath.Join(t.TempDir(), "test.db")
	require.NoError(t, open(t, file).Close())
	db, err := sql.Open("sqlite", file)
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	rows, err := db.QueryContext(t.Context(), `SELECT t.name, c.name FROM sqlite_schema AS t, pragma_table_xinfo(t.name) AS c WHERE t.type IN ('table', 'view')`)
	require.NoError(t, err)
	defer func() { require.NoError(t, rows.Close()) }()
	tables := map[string][]string{}
	for rows.Next() {
		var table, column string
		require.NoError(t, rows.Scan(&table, &column))
		tables[table] = append(tables[table], column)
	}
	require.NoError(t, rows.Err())
	storetest.Declared(t, tables)
}
