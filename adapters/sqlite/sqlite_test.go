package sqlite_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/argon2id/argon2idtest"
	"github.com/goodstanding/goodstanding/adapters/sqlite"
	"github.com/goodstanding/goodstanding/adapters/storetest"
	"github.com/goodstanding/goodstanding/hours"
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

func TestStore_CodesAndLimitsAreLinearizable(t *testing.T) {
	storetest.LinearIdentity(t, argon2idtest.Hasher{}, func(t *testing.T) storetest.Stores { return open(t, filepath.Join(t.TempDir(), "test.db")) })
}

func TestStore_SittingsAreLinearizable(t *testing.T) {
	storetest.Linear(t, func(t *testing.T) storetest.Stores { return open(t, filepath.Join(t.TempDir(), "test.db")) })
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

// What members say of themselves is for the owner of the file alone, whatever the
// machine's habits, and so is what SQLite keeps beside it.
func TestOpen_KeepsTheFilesFromOthers(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such permissions")
	}
	folder := t.TempDir()
	s := open(t, filepath.Join(folder, "test.db"))
	require.NoError(t, s.Hours().PutListing(t.Context(), hours.Listing{Org: "otpq", Kind: hours.Providers, ID: "p", Label: "É"}))
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	modes := map[string]fs.FileMode{}
	for _, e := range entries {
		info, err := e.Info()
		require.NoError(t, err)
		modes[e.Name()] = info.Mode()
	}
	require.Equal(t, map[string]fs.FileMode{"test.db": 0o600, "test.db-wal": 0o600, "test.db-shm": 0o600}, modes)
	require.NoError(t, s.Close())
}

// What was answered to a member survives a loss of power: 2 is FULL.
func TestOpen_WritesToTheDisk(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "test.db"))
	for name, want := range map[string]string{"synchronous": "2", "journal_mode": "wal"} {
		value, err := s.Pragma(t.Context(), name)
		require.NoError(t, err)
		require.Equal(t, want, value, name)
	}
	require.NoError(t, s.Close())
}
