package files_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/files"
	"github.com/goodstanding/goodstanding/adapters/storetest"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

var (
	_ hours.Documents = (*files.Store)(nil)
	_ hours.Documents = (*files.Memory)(nil)
)

func key(org, member, request, document string) hours.DocumentKey {
	return hours.DocumentKey{
		Key:      hours.Key{Org: identity.OrganisationID(org), Member: identity.MemberID(member), ID: request},
		Document: document,
	}
}

func put(t *testing.T, documents hours.Documents, k hours.DocumentKey, content string) {
	t.Helper()
	_, _, err := documents.Put(t.Context(), k, strings.NewReader(content))
	require.NoError(t, err)
}

func content(t *testing.T, documents hours.Documents, k hours.DocumentKey) string {
	t.Helper()
	r, err := documents.Open(t.Context(), k)
	require.NoError(t, err)
	all, err := io.ReadAll(r)
	require.NoError(t, err)
	require.NoError(t, r.Close())
	return string(all)
}

func TestMemoryConforms(t *testing.T) {
	storetest.Documents(t, func(*testing.T) hours.Documents { return files.NewMemory() })
}

func TestStoreConforms(t *testing.T) {
	storetest.Documents(t, func(t *testing.T) hours.Documents { return open(t, t.TempDir()) })
}

func open(t *testing.T, dir string) *files.Store {
	t.Helper()
	s, err := files.Open(dir)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

// regular returns the files under the directory, by their path in it.
func regular(t *testing.T, dir string) []string {
	t.Helper()
	all := []string{}
	require.NoError(t, filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			inside, _ := filepath.Rel(dir, name)
			all = append(all, filepath.ToSlash(inside))
		}
		return err
	}))
	return all
}

func TestDocumentsOutliveTheStore(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "not", "yet", "there")
	k := key("otpq", "m-1", "r1", "d1")
	put(t, open(t, dir), k, "abc")
	require.Equal(t, "abc", content(t, open(t, dir), k))
}

func TestKeyIsThePath(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	put(t, s, key("otpq", "m-1", "r1", "d1"), "abc")
	put(t, s, key("otpq", "M-1", "r1", "d1"), "abc")
	require.ElementsMatch(t, []string{"otpq/m-1/r1/d1", "otpq/_m-1/r1/d1"}, regular(t, dir))
}

func TestNoTemporaryFileStaysAfterAnError(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	broken := errors.New("the connection broke")
	_, _, err := s.Put(t.Context(), key("otpq", "m-1", "r1", "d1"), io.MultiReader(strings.NewReader("half"), iotest.ErrReader(broken)))
	require.ErrorIs(t, err, broken)
	require.Empty(t, regular(t, dir))
}

func TestOpenRemovesOldLeftovers(t *testing.T) {
	dir := t.TempDir()
	put(t, open(t, dir), key("otpq", "m-1", "r1", "d1"), "abc")
	old, recent := filepath.Join(dir, ".incoming", "OLD"), filepath.Join(dir, ".incoming", "RECENT")
	require.NoError(t, os.WriteFile(old, []byte("half"), 0o600))
	require.NoError(t, os.WriteFile(recent, []byte("half"), 0o600))
	before := time.Now().Add(-25 * time.Hour)
	require.NoError(t, os.Chtimes(old, before, before))
	require.NoError(t, os.Chtimes(filepath.Join(dir, "otpq", "m-1", "r1", "d1"), before, before))
	open(t, dir)
	require.ElementsMatch(t, []string{"otpq/m-1/r1/d1", ".incoming/RECENT"}, regular(t, dir))
}

func TestNoLinkLeadsOut(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	s := open(t, dir)
	if err := os.Symlink(outside, filepath.Join(dir, "otpq")); err != nil {
		t.Skip("no links here:", err)
	}
	secret := filepath.Join(outside, "m-1", "r1", "d1")
	require.NoError(t, os.MkdirAll(filepath.Dir(secret), 0o700))
	require.NoError(t, os.WriteFile(secret, []byte("not ours"), 0o600))
	k := key("otpq", "m-1", "r1", "d1")
	_, _, err := s.Put(t.Context(), k, strings.NewReader("abc"))
	require.Error(t, err)
	_, err = s.Open(t.Context(), k)
	require.Error(t, err)
	require.Error(t, s.Delete(t.Context(), k))
	kept, err := os.ReadFile(secret)
	require.NoError(t, err)
	require.Equal(t, "not ours", string(kept))
}

func TestOthersOnTheMachineCannotRead(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("permissions are otherwise there")
	}
	dir := filepath.Join(t.TempDir(), "documents")
	put(t, open(t, dir), key("otpq", "m-1", "r1", "d1"), "abc")
	require.NoError(t, filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		require.NoError(t, err)
		info, err := d.Info()
		require.NoError(t, err)
		require.Zero(t, info.Mode().Perm()&0o077, name)
		return nil
	}))
}

func TestOpenRefusesAFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(name, nil, 0o600))
	_, err := files.Open(name)
	require.Error(t, err)
}
