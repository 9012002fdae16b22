package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// The SHA-256 of "abc" (FIPS 180-2, appendix B.1) and of nothing.
const (
	sumABC   = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	sumEmpty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
)

func documentKey(org, member, request, document string) hours.DocumentKey {
	return hours.DocumentKey{
		Key:      hours.Key{Org: identity.OrganisationID(org), Member: identity.MemberID(member), ID: request},
		Document: document,
	}
}

func putDocument(t *testing.T, documents hours.Documents, k hours.DocumentKey, content string) {
	t.Helper()
	_, _, err := documents.Put(t.Context(), k, strings.NewReader(content))
	require.NoError(t, err)
}

func contentOf(t *testing.T, documents hours.Documents, k hours.DocumentKey) string {
	t.Helper()
	r, err := documents.Open(t.Context(), k)
	require.NoError(t, err)
	all, err := io.ReadAll(r)
	require.NoError(t, err)
	require.NoError(t, r.Close())
	return string(all)
}

func noDocument(t *testing.T, documents hours.Documents, k hours.DocumentKey) {
	t.Helper()
	_, err := documents.Open(t.Context(), k)
	require.ErrorIs(t, err, hours.ErrNotFound)
}

// Documents runs what every hours.Documents must do; open returns an empty one.
func Documents(t *testing.T, open func(t *testing.T) hours.Documents) {
	k := documentKey("otpq", "m-1042", "r1", "d1")
	broken := errors.New("the connection broke")

	t.Run("what is put is opened, with its size and digest", func(t *testing.T) {
		documents := open(t)
		size, sum, err := documents.Put(t.Context(), k, strings.NewReader("abc"))
		require.NoError(t, err)
		require.Equal(t, int64(3), size)
		require.Equal(t, sumABC, sum)
		require.Equal(t, "abc", contentOf(t, documents, k))
	})
	t.Run("nothing is a content", func(t *testing.T) {
		documents := open(t)
		size, sum, err := documents.Put(t.Context(), k, strings.NewReader(""))
		require.NoError(t, err)
		require.Zero(t, size)
		require.Equal(t, sumEmpty, sum)
		require.Empty(t, contentOf(t, documents, k))
	})
	t.Run("a large content comes back whole", func(t *testing.T) {
		documents := open(t)
		large := strings.Repeat("0123456789", 100_000)
		_, _, err := documents.Put(t.Context(), k, iotest.HalfReader(strings.NewReader(large)))
		require.NoError(t, err)
		require.Equal(t, large, contentOf(t, documents, k))
	})
	t.Run("what was never put is not found", func(t *testing.T) { noDocument(t, open(t), k) })
	t.Run("what is deleted is not found, and deleting nothing is no error", func(t *testing.T) {
		documents := open(t)
		putDocument(t, documents, k, "abc")
		require.NoError(t, documents.Delete(t.Context(), k))
		noDocument(t, documents, k)
		require.NoError(t, documents.Delete(t.Context(), k))
	})
	t.Run("nothing is kept after a reader's error", func(t *testing.T) {
		documents := open(t)
		_, _, err := documents.Put(t.Context(), k, io.MultiReader(strings.NewReader("half"), iotest.ErrReader(broken)))
		require.ErrorIs(t, err, broken)
		noDocument(t, documents, k)
	})
	t.Run("what was there stays after a reader's error", func(t *testing.T) {
		documents := open(t)
		putDocument(t, documents, k, "before")
		_, _, err := documents.Put(t.Context(), k, io.MultiReader(strings.NewReader("half"), iotest.ErrReader(broken)))
		require.ErrorIs(t, err, broken)
		require.Equal(t, "before", contentOf(t, documents, k))
	})
	t.Run("the latest content takes the place of the former", func(t *testing.T) {
		documents := open(t)
		putDocument(t, documents, k, "the former, which is longer")
		putDocument(t, documents, k, "abc")
		require.Equal(t, "abc", contentOf(t, documents, k))
	})
	t.Run("a reader that is open keeps what it opened", func(t *testing.T) {
		documents := open(t)
		putDocument(t, documents, k, "former")
		r, err := documents.Open(t.Context(), k)
		require.NoError(t, err)
		defer func() { require.NoError(t, r.Close()) }()
		putDocument(t, documents, k, "latest")
		all, err := io.ReadAll(r)
		require.NoError(t, err)
		require.Equal(t, "former", string(all))
	})
	t.Run("a context that is done keeps nothing", func(t *testing.T) {
		documents := open(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, _, err := documents.Put(ctx, k, strings.NewReader("abc"))
		require.ErrorIs(t, err, context.Canceled)
		noDocument(t, documents, k)
	})
	t.Run("organisations, members and requests are apart", func(t *testing.T) { documentsApart(t, open(t)) })
	t.Run("a key that is not well formed names nothing", func(t *testing.T) { documentsRefuseKeys(t, open(t)) })
	t.Run("many at once", func(t *testing.T) { documentsAtOnce(t, open(t)) })
}

func documentsApart(t *testing.T, documents hours.Documents) {
	keys := []hours.DocumentKey{
		documentKey("otpq", "m-1", "r1", "d1"), documentKey("oiq", "m-1", "r1", "d1"), documentKey("otpq", "m-2", "r1", "d1"),
		documentKey("otpq", "m-1", "r2", "d1"), documentKey("otpq", "m-1", "r1", "d2"), documentKey("otpq", "M-1", "r1", "d1"),
	}
	for i, k := range keys {
		putDocument(t, documents, k, fmt.Sprint(i))
	}
	require.NoError(t, documents.Delete(t.Context(), keys[0]))
	noDocument(t, documents, keys[0])
	for i, k := range keys[1:] {
		require.Equal(t, fmt.Sprint(i+1), contentOf(t, documents, k))
	}
}

func documentsRefuseKeys(t *testing.T, documents hours.Documents) {
	for _, part := range []string{"", ".", "..", "../..", "a/b", `a\b`, "/etc", ".incoming", "a\x00b", "é", "a_b", strings.Repeat("a", 41)} {
		for i := range 4 {
			parts := []string{"otpq", "m-1", "r1", "d1"}
			parts[i] = part
			k := documentKey(parts[0], parts[1], parts[2], parts[3])
			_, _, err := documents.Put(t.Context(), k, strings.NewReader("abc"))
			require.ErrorIs(t, err, identity.ErrBadID, "%q", parts)
			noDocument(t, documents, k)
			require.NoError(t, documents.Delete(t.Context(), k))
		}
	}
}

func documentsAtOnce(t *testing.T, documents hours.Documents) {
	shared := documentKey("otpq", "m-1", "r1", "shared")
	whole := func(i int) string { return strings.Repeat(string(rune('a'+i)), 10_000) }
	var all sync.WaitGroup
	failed := make([]error, 8)
	for i := range failed {
		all.Go(func() {
			_, _, err1 := documents.Put(t.Context(), shared, strings.NewReader(whole(i)))
			_, _, err2 := documents.Put(t.Context(), documentKey("otpq", fmt.Sprint("m-", i), "r1", "d1"), bytes.NewReader([]byte(whole(i))))
			failed[i] = errors.Join(err1, err2)
		})
	}
	all.Wait()
	require.NoError(t, errors.Join(failed...))
	for i := range failed {
		require.Equal(t, whole(i), contentOf(t, documents, documentKey("otpq", fmt.Sprint("m-", i), "r1", "d1")))
	}
	last := contentOf(t, documents, shared)
	require.Equal(t, whole(int(last[0]-'a')), last, "one of them, whole")
}
