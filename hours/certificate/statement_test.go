package certificate_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/certificate"
)

var update = flag.Bool("update", false, "write the golden files")

func golden(t *testing.T, name string, lines ...string) {
	t.Helper()
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	got, path := strings.Join(lines, "\n")+"\n", filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

// TestStatements prints what each status lets a certificate state.
func TestStatements(t *testing.T) {
	lines := []string{fmt.Sprintf("%-16s %-16s %s", "", "period running", "period ended")}
	for _, status := range hours.Statuses() {
		line := fmt.Sprintf("%-16s", status)
		for _, ended := range []bool{false, true} {
			s, err := certificate.StatementOf(status, ended)
			if err != nil {
				require.ErrorIs(t, err, certificate.ErrNothingToState)
				s = "."
			} else {
				require.Contains(t, certificate.Statements(), s)
			}
			line += fmt.Sprintf(" %-16s", s)
		}
		lines = append(lines, line)
	}
	golden(t, "statements.txt", lines...)
	_, err := certificate.StatementOf("splendid", false)
	require.ErrorIs(t, err, certificate.ErrNothingToState)
}

// Only what leaves nothing to do is called good.
func TestOnlyWhatIsCompleteIsInOrder(t *testing.T) {
	for _, status := range hours.Statuses() {
		for _, ended := range []bool{false, true} {
			s, err := certificate.StatementOf(status, ended)
			require.Equal(t, status.Complete(), err == nil && s == certificate.InOrder, status)
		}
	}
}

// TestTransitions prints the life of a certificate.
func TestTransitions(t *testing.T) {
	head := fmt.Sprintf("%-10s", "")
	for _, e := range certificate.Events() {
		head += fmt.Sprintf(" %-10s", e)
	}
	lines := []string{head}
	for _, s := range certificate.States() {
		name := string(s)
		if s == certificate.Unissued {
			name = "(none)"
		}
		line := fmt.Sprintf("%-10s", name)
		for _, e := range certificate.Events() {
			next, err := s.Next(e)
			if err != nil {
				require.ErrorIs(t, err, certificate.ErrTransition)
				require.Equal(t, s, next)
				next = "."
			} else {
				require.Contains(t, certificate.States(), next)
			}
			line += fmt.Sprintf(" %-10s", next)
		}
		lines = append(lines, line)
	}
	golden(t, "transitions.txt", lines...)
	_, err := certificate.State("lost").Next(certificate.Revoke)
	require.ErrorIs(t, err, certificate.ErrTransition)
}
