package main

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/files"
	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/identity"
)

// checklist 94 and 96: the server logs every attempt on one line, without what was
// typed.
func TestChecklist94_TheServerLogsAttempts(t *testing.T) {
	h, err := wire(memory.New(), files.NewMemory(), cheap, nil)
	require.NoError(t, err)
	require.NoError(t, h.fill(t.Context()))
	var out bytes.Buffer
	h.directory.Trail = trail{slog.New(slog.NewTextHandler(&out, nil))}
	_, _, err = h.directory.SignIn(t.Context(), demoOrganisation, "planted\nlevel=INFO", "planted\npassword")
	require.ErrorIs(t, err, identity.ErrSignIn)
	_, err = h.directory.StartLinking(t.Context(), demoOrganisation, "planted@example.org")
	require.NoError(t, err)
	_, _, err = h.directory.SignIn(t.Context(), "otpq\nplanted=yes", "emma", "planted")
	require.Error(t, err)
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	require.Len(t, lines, 3)
	require.Contains(t, lines[0], "what=sign-in outcome=refused reason=wrong")
	require.Contains(t, lines[1], "what=flow-start outcome=done")
	require.NotContains(t, lines[0]+lines[1], "planted")
	require.Regexp(t, `at=\d{4}-\d\d-\d\dT\S+Z `, lines[0])
	for _, line := range lines {
		require.Regexp(t, `^time=\S+ level=INFO msg=trail at=`, line)
	}
}
