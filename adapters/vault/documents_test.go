package vault_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/adapters/files"
	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/adapters/storetest"
	"github.com/goodstanding/goodstanding/adapters/vault"
	"github.com/goodstanding/goodstanding/hours"
)

var _ hours.Documents = (*vault.Documents)(nil)

// paper names a document of a member.
func paper(document string) hours.DocumentKey {
	return hours.DocumentKey{Key: hours.Key{Org: north, Member: "m-1", ID: "r1"}, Document: document}
}

// folder returns a vault over documents in a folder.
func folder(t testing.TB) (v *vault.Vault, sealed *vault.Documents, dir string) {
	t.Helper()
	dir = t.TempDir()
	below, err := files.Open(dir)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, below.Close()) })
	v = open(t, vault.KeysIn(memory.New()))
	return v, v.Documents(below, "exemption"), dir
}

func read(t *testing.T, d hours.Documents, key hours.DocumentKey) ([]byte, error) {
	t.Helper()
	content, err := d.Open(t.Context(), key)
	if err != nil {
		return nil, err
	}
	defer func() { require.NoError(t, content.Close()) }()
	return io.ReadAll(content)
}

func TestDocuments_AreDocumentsLikeAnyOther(t *testing.T) {
	t.Run("folder", func(t *testing.T) {
		storetest.Documents(t, func(t *testing.T) hours.Documents { _, sealed, _ := folder(t); return sealed })
	})
	t.Run("memory", func(t *testing.T) {
		storetest.Documents(t, func(t *testing.T) hours.Documents {
			return open(t, vault.KeysIn(memory.New())).Documents(files.NewMemory(), "exam")
		})
	})
}

// A content of any length comes back as it was, with the size and the digest that it
// has in the clear.
func TestDocuments_OfAnyLengthComeBack(t *testing.T) {
	v := open(t, vault.KeysIn(memory.New()))
	d := v.Documents(files.NewMemory(), "exemption")
	whole := make([]byte, 3*vault.ChunkLength+2)
	for i := range whole {
		whole[i] = byte(i * 31 >> 3)
	}
	rapid.Check(t, func(rt *rapid.T) {
		near := rapid.IntRange(0, 3).Draw(rt, "chunks")*vault.ChunkLength + rapid.IntRange(-2, 2).Draw(rt, "more")
		content := whole[:max(0, near)]
		size, sum, err := d.Put(t.Context(), paper("d1"), bytes.NewReader(content))
		require.NoError(rt, err)
		require.Equal(rt, int64(len(content)), size)
		want := sha256.Sum256(content)
		require.Equal(rt, hex.EncodeToString(want[:]), sum)
		got, err := read(t, d, paper("d1"))
		require.NoError(rt, err)
		require.True(rt, bytes.Equal(content, got))
	})
}

// everything returns every byte under a folder.
func everything(t *testing.T, dir string) []byte {
	t.Helper()
	var all []byte
	require.NoError(t, filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(name)
		all = append(all, text...)
		return err
	}))
	return all
}

// watching looks at a folder each time that it is read.
type watching struct {
	t    *testing.T
	dir  string
	from io.Reader
}

func (w watching) Read(p []byte) (int, error) {
	require.NotContains(w.t, string(everything(w.t, w.dir)), "diagnosis")
	return w.from.Read(p[:min(len(p), 10_000)])
}

// No byte of a content is on the disk in the clear, not even while it is put.
func TestDocuments_NeverAreOnTheDiskInTheClear(t *testing.T) {
	_, d, dir := folder(t)
	content := strings.Repeat("the diagnosis of m-1 ", 10_000)
	_, _, err := d.Put(t.Context(), paper("d1"), watching{t, dir, strings.NewReader(content)})
	require.NoError(t, err)
	require.NotContains(t, string(everything(t, dir)), "diagnosis")
	require.Greater(t, len(everything(t, dir)), len(content), "it is all there")
	got, err := read(t, d, paper("d1"))
	require.NoError(t, err)
	require.Equal(t, content, string(got))
}

// What is kept of a document that is cut short, mixed up, altered or put in the place of
// another ends with an error, at the latest where the content differs.
func TestDocuments_WhatWasAlteredIsRefused(t *testing.T) {
	const sealedChunk = vault.ChunkLength + 16
	_, d, dir := folder(t)
	content := bytes.Repeat([]byte("0123456789abcdef"), 3*vault.ChunkLength/16) // three chunks, the last one whole
	_, _, err := d.Put(t.Context(), paper("d1"), bytes.NewReader(content))
	require.NoError(t, err)
	name := filepath.Join(dir, "north", "m-1", "r1", "d1")
	kept, err := os.ReadFile(name)
	require.NoError(t, err)
	head := len(kept) - 3*sealedChunk
	part := func(n int) []byte { return kept[head+n*sealedChunk : head+(n+1)*sealedChunk] }
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	altered := map[string][]byte{
		"without the last chunk":  kept[:head+2*sealedChunk],
		"without any chunk":       kept[:head],
		"without its salt":        kept[:head-1],
		"cut in a chunk":          kept[:head+sealedChunk+5],
		"cut in its last byte":    kept[:len(kept)-1],
		"chunks in another order": join(kept[:head], part(1), part(0), part(2)),
		"a chunk twice":           join(kept[:head], part(0), part(0), part(1), part(2)),
		"a chunk left out":        join(kept[:head], part(0), part(2)),
		"something added":         append(bytes.Clone(kept), 0),
		"another one added":       append(bytes.Clone(kept), kept...),
	}
	for _, i := range []int{head - 1, head, head + sealedChunk - 1, len(kept) - 1} {
		changed := bytes.Clone(kept)
		changed[i] ^= 1
		altered[fmt.Sprint("byte ", i)] = changed
	}
	for what, text := range altered {
		require.NoError(t, os.WriteFile(name, text, 0o600))
		got, err := read(t, d, paper("d1"))
		require.ErrorIs(t, err, vault.ErrDamaged, what)
		require.True(t, bytes.HasPrefix(content, got), what)
	}
	require.NoError(t, os.WriteFile(name, kept, 0o600))
	got, err := read(t, d, paper("d1"))
	require.NoError(t, err)
	require.True(t, bytes.Equal(content, got))
	require.NoError(t, os.WriteFile(filepath.Join(filepath.Dir(name), "d2"), kept, 0o600))
	_, err = read(t, d, paper("d2"))
	require.ErrorIs(t, err, vault.ErrDamaged, "in the place of another")
}

func TestDocuments_AreGoneWithTheirKey(t *testing.T) {
	v, d, _ := folder(t)
	for _, document := range []string{"d1", "d2"} {
		_, _, err := d.Put(t.Context(), paper(document), strings.NewReader(document))
		require.NoError(t, err)
	}
	_, _, err := d.As("exam").Put(t.Context(), paper("photo"), strings.NewReader("photo"))
	require.NoError(t, err)
	_, err = v.Shred(t.Context(), north, vault.Member("m-1"), "exemption")
	require.NoError(t, err)
	for _, document := range []string{"d1", "d2"} {
		_, err := read(t, d, paper(document))
		require.ErrorIs(t, err, hours.ErrNotFound)
	}
	got, err := read(t, d, paper("photo"))
	require.NoError(t, err)
	require.Equal(t, "photo", string(got))
}

func TestDocuments_FromBeforeAreAsTheyAre(t *testing.T) {
	below := files.NewMemory()
	for document, content := range map[string]string{"d1": "%PDF-1.7 and more", "d2": "", "d3": "goodstanding sealed"} {
		_, _, err := below.Put(t.Context(), paper(document), strings.NewReader(content))
		require.NoError(t, err)
		got, err := read(t, open(t, vault.KeysIn(memory.New())).Documents(below, "exam"), paper(document))
		require.NoError(t, err)
		require.Equal(t, content, string(got))
	}
}

func FuzzDocumentHead(f *testing.F) {
	good, err := vault.WriteEnvelope("member/m-1", "exam", 1, nil)
	require.NoError(f, err)
	f.Add(append(append(good, '\n'), make([]byte, 32)...))
	f.Add([]byte("\n"))
	f.Add(bytes.Repeat([]byte("a"), 5000))
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := vault.ReadHead(bytes.NewReader(text)); err != nil {
			require.ErrorIs(t, err, vault.ErrDamaged)
		}
	})
}

func TestDocuments_SealAllSealsThoseFromBefore(t *testing.T) {
	v, d, dir := folder(t)
	before, err := files.Open(dir)
	require.NoError(t, err)
	defer func() { require.NoError(t, before.Close()) }()
	for _, document := range []string{"d1", "photo"} {
		_, _, err := before.Put(t.Context(), paper(document), strings.NewReader("the diagnosis in "+document))
		require.NoError(t, err)
	}
	class := func(_ context.Context, key hours.DocumentKey) (string, error) {
		return map[string]string{"d1": "exemption", "photo": "exam"}[key.Document], nil
	}
	require.Contains(t, string(everything(t, dir)), "diagnosis")
	for range 2 {
		require.NoError(t, d.SealAll(t.Context(), north, "m-1", class))
		require.NotContains(t, string(everything(t, dir)), "diagnosis")
		for _, document := range []string{"d1", "photo"} {
			got, err := read(t, d, paper(document))
			require.NoError(t, err)
			require.Equal(t, "the diagnosis in "+document, string(got))
		}
	}
	classes, err := v.Classes(t.Context(), north, "member/m-1")
	require.NoError(t, err)
	require.Equal(t, []string{"exam", "exemption"}, classes)
}
