package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// The SHA-1 of "le canard traverse la rue" is 3C7D9F4DDD92193F7C6D93812A8FB5783CDDDD4D.
const (
	stolenPassword = "le canard traverse la rue"
	stolenRow      = "F4DDD92193F7C6D93812A8FB5783CDDDD4D:3\r\n"
)

func TestBreaches_AreAskedOfAFolderOrOverHTTP(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "3C7D9.txt"), []byte(stolenRow), 0o600))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, stolenRow) }))
	t.Cleanup(server.Close)
	for _, flag := range []string{"folder:" + folder, server.URL} {
		s, err := parse([]string{"-store", "memory:", "-breaches", flag}, io.Discard)
		require.NoError(t, err)
		h, err := open(t.Context(), s, quiet())
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, h.Close()) })
		listed, err := h.directory.BlockList.Listed(t.Context(), stolenPassword)
		require.NoError(t, err)
		require.True(t, listed, flag)
	}
	// Nobody is asked by default.
	h, err := open(t.Context(), settings{store: "memory:"}, quiet())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, h.Close()) })
	require.Nil(t, h.directory.BlockList)
}

func TestBreaches_AListThatIsNoneSaysWhatToDo(t *testing.T) {
	for flag, says := range map[string]string{
		"haveibeenpwned":    "or folder:DIR",
		"ftp://example.org": "or folder:DIR",
		"https://":          "or folder:DIR",
		"folder:":           "-breaches",
		"folder:" + filepath.Join(t.TempDir(), "nowhere"): "nowhere",
	} {
		_, err := open(t.Context(), settings{store: "memory:", breaches: flag}, quiet())
		require.ErrorContains(t, err, says)
		require.ErrorContains(t, err, "-breaches")
	}
}
