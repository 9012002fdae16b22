package access_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity/access"
)

var update = flag.Bool("update", false, "write the golden files")

// table draws a table of states and events: the next state, "." where there is no such
// event, and "(ended)" in a state that has none at all.
func table[S, E ~string](states []S, events []E, next func(S, E) (S, error)) string {
	var b strings.Builder
	row := func(cells ...string) {
		var line strings.Builder
		for _, c := range cells {
			fmt.Fprintf(&line, "%-11s ", c)
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	head := []string{""}
	for _, e := range events {
		head = append(head, string(e))
	}
	row(head...)
	for _, s := range states {
		cells := []string{string(s)}
		for _, e := range events {
			n, err := next(s, e)
			switch {
			case errors.Is(err, access.ErrEnded):
				n = "(ended)"
			case errors.Is(err, access.ErrStep):
				n = "."
			}
			cells = append(cells, string(n))
		}
		row(cells...)
	}
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

func TestEveryStateAnswersEveryEvent(t *testing.T) {
	golden(t, "requests.txt", table(access.States(), access.Events(), access.State.Next))
	golden(t, "references.txt", table(access.ReferenceStates(), access.ReferenceEvents(), access.ReferenceState.Next))
	golden(t, "enrolments.txt", table(access.EnrolmentStates(), access.EnrolmentEvents(), access.EnrolmentState.Next))
}

func TestAnUnknownStateHasEnded(t *testing.T) {
	_, err := access.State("nowhere").Next(access.Accept)
	require.ErrorIs(t, err, access.ErrEnded)
	_, err = access.EnrolmentState("nowhere").Next(access.EnrolmentRenew)
	require.ErrorIs(t, err, access.ErrEnded)
	_, err = access.ReferenceState("nowhere").Next(access.ReferenceUse)
	require.ErrorIs(t, err, access.ErrEnded)
}
