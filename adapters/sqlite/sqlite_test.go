package sqlite_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/sqlite"
	"github.com/goodstanding/goodstanding/adapters/storetest"
)

// handle is a store that can be opened once more.
type handle struct {
	*sqlite.Store
	file string
}

func (h handle) Again(t *testing.T) storetest.Stores { return open(t, h.file) }

func open(t *testing.T, file string) handle {
	t.Helper()
	s, err := sqlite.Open(t.Context(), file)
	require.NoError(t, err)
	return handle{s, file}
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Stores { return open(t, filepath.Join(t.TempDir(), "test.db")) })
}

func TestOpen_TakesTheNameOfTheFileAsItIs(t *testing.T) {
	folder := t.TempDir()
	name := "a?b=c&d #1 100%41 é'.db"
	require.NoError(t, open(t, filepath.Join(folder, name)).Close())
	_, err := os.Stat(filepath.Join(folder, name))
	require.NoError(t, err)
	t.Chdir(folder)
	require.NoError(t, open(t, "relative.db").Close())
	_, err = os.Stat(filepath.Join(folder, "relative.db"))
	require.NoError(t, err)
}

func TestOpen_FailsWhereThereIsNoFolder(t *testing.T) {
	_, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "none", "test.db"))
	require.Error(t, err)
}
