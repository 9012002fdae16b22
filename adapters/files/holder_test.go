package files_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/files"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/privacy"
)

// The SHA-256 of "abc" (FIPS 180-2, appendix B.1).
const sumABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

// both keeps documents and lists them.
type both interface {
	hours.Documents
	files.Lister
}

func TestHolder_FindsAndErasesTheDocumentsOfOnePerson(t *testing.T) {
	for name, documents := range map[string]both{"memory": files.NewMemory(), "folder": open(t, t.TempDir())} {
		t.Run(name, func(t *testing.T) {
			ctx := t.Context()
			h := files.Held(documents)
			about := privacy.Subject{Org: "otpq", Person: "M-1"}
			none, err := h.Pieces(ctx, about)
			require.NoError(t, err)
			require.Equal(t, []privacy.Piece{}, none)
			for _, k := range []hours.DocumentKey{
				key("otpq", "M-1", "R2", "dB"), key("otpq", "M-1", "photo", "p-1"), key("otpq", "m-1", "r1", "d1"), key("oiq", "M-1", "r1", "d1"),
			} {
				put(t, documents, k, "abc")
			}
			pieces, err := h.Pieces(ctx, about)
			require.NoError(t, err)
			require.Equal(t, []privacy.Piece{
				{ID: "documents/M-1/R2/dB", Kind: "document", Of: "R2", Digest: sumABC},
				{ID: "documents/M-1/photo/p-1", Kind: "photo", Of: "photo", Digest: sumABC},
			}, pieces)
			ids := []string{"documents/M-1/R2/dB", "documents/M-1/photo/p-1", "members/M-1", "documents/../x/y", "documents/M-1/R2/dB"}
			require.NoError(t, h.Erase(ctx, "otpq", ids))
			_, err = documents.Open(ctx, key("otpq", "M-1", "R2", "dB"))
			require.ErrorIs(t, err, hours.ErrNotFound)
			require.Equal(t, "abc", content(t, documents, key("otpq", "m-1", "r1", "d1")), "another's")
			require.Equal(t, "abc", content(t, documents, key("oiq", "M-1", "r1", "d1")), "another organisation's")
			require.NoError(t, h.Purge(ctx))
			_, err = h.OpenPiece(ctx, "otpq", "documents/M-1/R2/dB")
			require.ErrorIs(t, err, privacy.ErrNotFound)
		})
	}
}

func TestHolder_AFolderThatCannotBeReadIsAnError(t *testing.T) {
	s := open(t, t.TempDir())
	require.NoError(t, s.Close())
	_, err := files.Held(s).Pieces(t.Context(), privacy.Subject{Org: "otpq", Person: "m-1"})
	require.Error(t, err)
}

func destruction(id string) privacy.Destruction {
	return privacy.Destruction{
		Org: "otpq", Person: "m-1", ID: id, State: privacy.Begun, Begun: time.Date(2026, 2, 2, 17, 0, 0, 0, time.UTC),
		Lines: []privacy.Line{{Verdict: privacy.Verdict{Record: "members/m-1", Action: privacy.Destroy}, Kind: "member"}},
	}
}

func TestJournal_IsAddedToOnceAndOutlivesTheProgram(t *testing.T) {
	name := filepath.Join(t.TempDir(), "destructions.jsonl")
	ctx := t.Context()
	none, err := files.OpenJournal(name).Entries(ctx)
	require.NoError(t, err)
	require.Empty(t, none)
	for _, id := range []string{"x", "y", "x"} {
		require.NoError(t, files.OpenJournal(name).Append(ctx, destruction(id)))
	}
	all, err := files.OpenJournal(name).Entries(ctx)
	require.NoError(t, err)
	require.Equal(t, []privacy.Destruction{destruction("x"), destruction("y")}, all)

	// A line that was being written when the program ended is none, and is written again.
	whole, err := os.ReadFile(name)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(name, append(whole, `{"before":"0f","destr`...), 0o600))
	all, err = files.OpenJournal(name).Entries(ctx)
	require.NoError(t, err)
	require.Len(t, all, 2)
	require.NoError(t, files.OpenJournal(name).Append(ctx, destruction("z")))
	all, err = files.OpenJournal(name).Entries(ctx)
	require.NoError(t, err)
	require.Len(t, all, 3)
}

func TestJournal_OneByteThatChangedIsFound(t *testing.T) {
	name := filepath.Join(t.TempDir(), "destructions.jsonl")
	for _, id := range []string{"x", "y"} {
		require.NoError(t, files.OpenJournal(name).Append(t.Context(), destruction(id)))
	}
	whole, err := os.ReadFile(name)
	require.NoError(t, err)
	first := strings.IndexByte(string(whole), '\n')
	for at := range first {
		altered := append([]byte{}, whole...)
		altered[at] ^= 1
		require.NoError(t, os.WriteFile(name, altered, 0o600))
		_, err := files.OpenJournal(name).Entries(t.Context())
		require.ErrorIs(t, err, files.ErrJournal, "byte %d", at)
		require.ErrorIs(t, files.OpenJournal(name).Append(t.Context(), destruction("z")), files.ErrJournal)
	}
}

// Two processes have a Journal each over the one file.
func TestJournal_ProcessesTakeTurns(t *testing.T) {
	name := filepath.Join(t.TempDir(), "destructions.jsonl")
	failed := make([]error, 8)
	var all sync.WaitGroup
	for i := range failed {
		all.Go(func() {
			for n := range 5 {
				failed[i] = errors.Join(failed[i], files.OpenJournal(name).Append(t.Context(), destruction(fmt.Sprint(i, "-", n))))
			}
		})
	}
	all.Wait()
	require.NoError(t, errors.Join(failed...))
	entries, err := files.OpenJournal(name).Entries(t.Context())
	require.NoError(t, err)
	require.Len(t, entries, 40)

	// A turn that a process died in is over after a minute.
	turn := name + ".turn"
	require.NoError(t, os.WriteFile(turn, nil, 0o600))
	waiting, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	require.ErrorIs(t, files.OpenJournal(name).Append(waiting, destruction("late")), context.DeadlineExceeded)
	old := time.Now().Add(-2 * time.Minute)
	require.NoError(t, os.Chtimes(turn, old, old))
	require.NoError(t, files.OpenJournal(name).Append(t.Context(), destruction("late")))
}
