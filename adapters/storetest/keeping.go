package storetest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/privacy"
	"github.com/goodstanding/goodstanding/privacy/holders"
	"github.com/goodstanding/goodstanding/privacy/inventory"
	"github.com/goodstanding/goodstanding/privacy/law"
)

// Keeping is what the stores are declared to keep about people.
func Keeping(t testing.TB) privacy.Keeping {
	t.Helper()
	quebec, err := law.Quebec()
	require.NoError(t, err)
	inventories, err := inventory.All(quebec)
	require.NoError(t, err)
	all, err := holders.All(inventories)
	require.NoError(t, err)
	require.Contains(t, all, "qc-otpq")
	return all["qc-otpq"]
}

// Declared holds the tables of a database, with the names of their columns, against what
// is declared: what is kept and not declared fails, and so does the reverse.
func Declared(t testing.TB, tables map[string][]string) {
	t.Helper()
	declared := map[string][]string{}
	for _, table := range Keeping(t).Tables {
		for _, c := range table.Columns {
			declared[table.Name] = append(declared[table.Name], c.Name)
		}
	}
	for name, columns := range tables {
		require.Contains(t, declared, name, "the table %s is not declared in privacy/holders", name)
		require.ElementsMatch(t, declared[name], columns, "the columns of %s", name)
	}
	for name := range declared {
		require.Contains(t, tables, name, "the table %s is declared, and there is none", name)
	}
}
