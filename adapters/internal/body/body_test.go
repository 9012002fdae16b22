package body_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/adapters/internal/body"
)

type page struct {
	Text  string
	Lines []string
	At    time.Time
}

func TestEncode_ReplacesWhatNoStoreKeeps(t *testing.T) {
	for name, c := range map[string]struct{ given, kept string }{
		"NUL":                        {"a\x00b", "a\ufffdb"},
		"NUL twice":                  {"\x00\x00", "\ufffd\ufffd"},
		"an escape that was typed":   {`a\u0000b`, `a\u0000b`},
		"a backslash, then NUL":      {"a\\\x00b", "a\\\ufffdb"},
		"two backslashes, u0000":     {`\\u0000`, `\\u0000`},
		"bytes that are not UTF-8":   {"a\xffb", "a\ufffdb"},
		"accents, quotes and emojis": {`L’été d'"Œuvre" 🩻`, `L’été d'"Œuvre" 🩻`},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := body.Copy(page{Text: c.given})
			require.NoError(t, err)
			require.Equal(t, c.kept, got.Text)
			require.Equal(t, c.kept, body.Text(c.given))
		})
	}
}

func TestCopy_IsWhatIsReadBackAndSharesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		given := page{
			Text:  strings.ReplaceAll(rapid.String().Draw(t, "text"), "\x00", ""),
			Lines: []string{rapid.StringMatching(`[ -~]*`).Draw(t, "line")},
			At:    time.UnixMicro(rapid.Int64Range(0, 4e15).Draw(t, "at")).UTC(),
		}
		got, err := body.Copy(given)
		require.NoError(t, err)
		require.Equal(t, given, got)
		got.Lines[0] += "changed"
		require.NotEqual(t, given, got)
	})
}

func TestCopy_KeepsTheDifferenceBetweenNoneAndEmpty(t *testing.T) {
	none, err := body.Copy(page{})
	require.NoError(t, err)
	require.Nil(t, none.Lines)
	empty, err := body.Copy(page{Lines: []string{}})
	require.NoError(t, err)
	require.Equal(t, []string{}, empty.Lines)
}
