package identity_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

// checklist 9: whatever prints a secret does not show it.
func TestSecretIsNeverPrinted(t *testing.T) {
	const text = "4711 0815"
	s := identity.NewSecret(text)
	type holder struct {
		Shown  identity.Secret
		inside identity.Secret
		Many   []identity.Secret
		By     map[string]identity.Secret
		To     *identity.Secret
	}
	held := holder{s, s, []identity.Secret{s}, map[string]identity.Secret{"a": s}, &s}
	var printed bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T %v", "%10.3s", "%08b", "%p", "%t", "%U"} {
		fmt.Fprintf(&printed, verb+"\n", s)
		fmt.Fprintf(&printed, verb+"\n", &s)
		fmt.Fprintf(&printed, verb+"\n", held)
		fmt.Fprintf(&printed, verb+"\n", &held)
	}
	fmt.Fprintln(&printed, s, held, errors.New(s.String()), fmt.Errorf("%w: %v", identity.ErrCode, s))
	for _, v := range []any{s, held, &held} {
		out, err := json.Marshal(v)
		require.NoError(t, err)
		printed.Write(out)
	}
	out, err := xml.Marshal(s)
	require.NoError(t, err)
	printed.Write(out)
	for _, log := range []slog.Handler{slog.NewTextHandler(&printed, nil), slog.NewJSONHandler(&printed, nil)} {
		slog.New(log).Info("a secret", "secret", s, "held", held, "all", []any{s})
	}
	require.Contains(t, printed.String(), "•••")
	for _, part := range []string{text, "4711", "0815", fmt.Sprintf("%x", text), fmt.Sprintf("%X", text), fmt.Sprintf("%d", []byte(text))} {
		require.NotContains(t, printed.String(), part)
	}
	require.Equal(t, text, s.Reveal())
	require.Equal(t, text, held.inside.Reveal())
	require.Empty(t, identity.Secret{}.Reveal())
}
