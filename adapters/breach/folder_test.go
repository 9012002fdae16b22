package breach_test

import (
	"bytes"
	"context"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/breach"
)

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, prefix+".txt"), []byte(suffix+":5\r\n"), 0o600))
	// The SHA-1 of "le canard traverse la rue" is 3C7D9F4DDD92193F7C6D93812A8FB5783CDDDD4D.
	require.NoError(t, os.WriteFile(filepath.Join(dir, "3C7D9"), []byte("F4DDD92193F7C6D93812A8FB5783CDDDD4D\n"), 0o600))
	f, err := breach.OpenFolder(dir)
	require.NoError(t, err)
	for _, password := range []string{"password", "le canard traverse la rue"} {
		listed, err := f.Listed(t.Context(), password)
		require.NoError(t, err)
		require.True(t, listed)
	}

	// checklist 38: a list that is not whole says nothing of what it does not have.
	var log bytes.Buffer
	f.Log = slog.New(slog.NewTextHandler(&log, nil))
	listed, err := f.Listed(t.Context(), "la tour penche un peu") // E8BBF6E2…
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.False(t, listed)
	require.Contains(t, log.String(), "the list cannot be read")
	require.NotContains(t, log.String(), "E8BBF")

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = f.Listed(ctx, "password")
	require.ErrorIs(t, err, context.Canceled)
}

func TestFolder_ThatIsNone(t *testing.T) {
	_, err := breach.OpenFolder(filepath.Join(t.TempDir(), "none"))
	require.ErrorIs(t, err, fs.ErrNotExist)
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err = breach.OpenFolder(file)
	require.ErrorContains(t, err, "is no folder")
}
