package main

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

func TestKey_IsDrawnOnceForItsOwnerAlone(t *testing.T) {
	folder := t.TempDir()
	s := settings{store: "sqlite:" + filepath.Join(folder, "goodstanding.db")}
	require.Equal(t, filepath.Join(folder, "goodstanding.key"), s.keyFile())
	require.Equal(t, "goodstanding.key", settings{store: "postgres://localhost/goodstanding"}.keyFile())
	require.Equal(t, "elsewhere", settings{store: "memory:", key: "elsewhere"}.keyFile())
	require.Empty(t, settings{store: "memory:"}.keyFile())

	key, drawn, err := openKey(s.keyFile())
	require.NoError(t, err)
	require.True(t, drawn)
	require.Len(t, key, 32)
	require.NotEqual(t, make([]byte, 32), key)
	about, err := os.Stat(s.keyFile())
	require.NoError(t, err)
	if runtime.GOOS != "windows" {
		require.Equal(t, os.FileMode(0o600), about.Mode())
	}
	again, drawn, err := openKey(s.keyFile())
	require.NoError(t, err)
	require.False(t, drawn)
	require.Equal(t, key, again)

	none, drawn, err := openKey("")
	require.NoError(t, err)
	require.False(t, drawn)
	require.Nil(t, none, "the directory draws one for this process")
	left, err := os.ReadDir(folder)
	require.NoError(t, err)
	require.Len(t, left, 1, "nothing is left beside it")
}

func TestKey_ProcessesThatStartTogetherHaveTheSame(t *testing.T) {
	name := filepath.Join(t.TempDir(), "goodstanding.key")
	var all sync.WaitGroup
	keys, drew := make([][]byte, 16), make([]bool, 16)
	for i := range keys {
		all.Go(func() { keys[i], drew[i], _ = openKey(name) })
	}
	all.Wait()
	first := 0
	for i, key := range keys {
		require.Len(t, key, 32)
		require.Equal(t, keys[0], key)
		if drew[i] {
			first++
		}
	}
	require.Equal(t, 1, first)
}

func TestKey_AFileThatIsNoKeySaysWhatToDo(t *testing.T) {
	write := func(size int, mode os.FileMode) func(t *testing.T, name string) {
		return func(t *testing.T, name string) {
			require.NoError(t, os.WriteFile(name, bytes.Repeat([]byte{7}, size), 0o600))
			require.NoError(t, os.Chmod(name, mode))
		}
	}
	for name, c := range map[string]struct {
		make func(t *testing.T, name string)
		says string
	}{
		"empty":                 {write(0, 0o600), "does not hold the 32 bytes of a key"},
		"a byte short":          {write(31, 0o600), "does not hold the 32 bytes of a key"},
		"a byte long":           {write(33, 0o600), "does not hold the 32 bytes of a key"},
		"read by its group":     {write(32, 0o640), "chmod 600"},
		"read by everybody":     {write(32, 0o604), "chmod 600"},
		"written by everybody":  {write(32, 0o602), "chmod 600"},
		"a folder":              {func(t *testing.T, name string) { require.NoError(t, os.Mkdir(name, 0o700)) }, "is no file"},
		"a link to what is not": {func(t *testing.T, name string) { require.NoError(t, os.Symlink(name+"-none", name)) }, "-key"},
	} {
		t.Run(name, func(t *testing.T) {
			if runtime.GOOS == "windows" && c.says == "chmod 600" {
				t.Skip("SKIPPED: no such permissions on this system")
			}
			file := filepath.Join(t.TempDir(), "key")
			c.make(t, file)
			key, drawn, err := openKey(file)
			require.ErrorContains(t, err, c.says)
			require.ErrorContains(t, err, file)
			require.Nil(t, key)
			require.False(t, drawn)
		})
	}
	t.Run("not readable", func(t *testing.T) {
		if os.Geteuid() <= 0 {
			t.Skip("SKIPPED: nothing is unreadable to whoever runs this")
		}
		file := filepath.Join(t.TempDir(), "key")
		write(32, 0o200)(t, file)
		_, _, err := openKey(file)
		require.ErrorIs(t, err, os.ErrPermission)
	})
	t.Run("no such folder", func(t *testing.T) {
		_, _, err := openKey(filepath.Join(t.TempDir(), "none", "key"))
		require.ErrorIs(t, err, os.ErrNotExist)
	})
}

// Two processes over one store verify each other's codes when they share the key, and
// one with another key does not.
func TestKey_ProcessesVerifyEachOthersCodes(t *testing.T) {
	folder := t.TempDir()
	process := func(key string) *house {
		h, err := open(t.Context(), settings{
			store: "sqlite:" + filepath.Join(folder, "goodstanding.db"), documents: filepath.Join(folder, "documents"), key: key,
		}, quiet())
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, h.Close()) })
		return h
	}
	first, second, stranger := process(""), process(""), process(filepath.Join(folder, "another.key"))
	require.NoError(t, first.furnish(t.Context(), nil))
	sent := func(by *house, who string) (browser, code string) {
		browser, err := by.directory.StartLinking(t.Context(), demoOrganisation, who+"@membres.example")
		require.NoError(t, err)
		require.NoError(t, by.directory.SendCode(t.Context(), demoOrganisation, browser))
		letters, err := by.store.Outbox().Messages(t.Context(), demoOrganisation, 1)
		require.NoError(t, err)
		require.Equal(t, identity.LinkingCode, letters[0].Kind)
		return browser, letters[0].Secret
	}
	for who, by := range map[string][2]*house{"emma": {first, second}, "malik": {second, first}} {
		browser, code := sent(by[0], who)
		_, err := stranger.directory.VerifyCode(t.Context(), demoOrganisation, browser, code)
		require.ErrorIs(t, err, identity.ErrCode)
		ticket, err := by[1].directory.VerifyCode(t.Context(), demoOrganisation, browser, code)
		require.NoError(t, err)
		require.NotEmpty(t, ticket)
	}
}
