package privacy_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/privacy"
)

var update = flag.Bool("update", false, "write the golden files")

// table prints a machine: every state under every event. What is not a transition is
// refused, and leaves the state as it was.
func table[S ~string](t *testing.T, states []S, events []privacy.Event, next func(S, privacy.Event) (S, error)) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "%-13s", "")
	for _, e := range events {
		fmt.Fprintf(&b, " %-13s", e)
	}
	for _, s := range states {
		fmt.Fprintf(&b, "\n%-13s", s)
		for _, e := range events {
			after, err := next(s, e)
			if err != nil {
				require.ErrorIs(t, err, privacy.ErrTransition)
				require.Equal(t, s, after)
				after = "."
			} else {
				require.Contains(t, states, after)
			}
			fmt.Fprintf(&b, " %-13s", after)
		}
	}
	lines := strings.Split(b.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n") + "\n"
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

func TestTransitions(t *testing.T) {
	golden(t, "request.txt", table(t, privacy.States(), privacy.Events(), privacy.State.Next))
	golden(t, "leg.txt", table(t, privacy.LegStates(), privacy.LegEvents(), privacy.LegState.Next))
}

func TestUnknownStatesAndEventsAreRefused(t *testing.T) {
	_, err := privacy.State("lost").Next(privacy.Admit)
	require.ErrorIs(t, err, privacy.ErrTransition)
	_, err = privacy.LegState("lost").Next(privacy.Grant)
	require.ErrorIs(t, err, privacy.ErrTransition)
	_, err = privacy.Running.Next(privacy.Admit)
	require.ErrorIs(t, err, privacy.ErrTransition)
}

const diagramHead = "//\tstateDiagram-v2\n"

// diagram draws a machine as Mermaid draws state diagrams: the events that lead from one
// state to another on one line.
func diagram[S ~string](states []S, events []privacy.Event, next func(S, privacy.Event) (S, error)) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s//\t[*] --> %s\n", diagramHead, states[0])
	for _, s := range states {
		ends := true
		for _, after := range states {
			var by []string
			for _, e := range events {
				if to, err := next(s, e); err == nil && to == after {
					by = append(by, string(e))
				}
			}
			if len(by) > 0 {
				fmt.Fprintf(&b, "//\t%s --> %s: %s\n", s, after, strings.Join(by, ", "))
				ends = false
			}
		}
		if ends {
			fmt.Fprintf(&b, "//\t%s --> [*]\n", s)
		}
	}
	return b.String()
}

// The diagrams of the package comment are drawn from the tables.
func TestTheDiagramsAreThoseOfTheTables(t *testing.T) {
	text, err := os.ReadFile("privacy.go")
	require.NoError(t, err)
	parts := strings.Split(string(text), diagramHead)
	require.Len(t, parts, 3, "two diagrams")
	want := parts[0]
	for i, drawn := range []string{
		diagram(privacy.States(), privacy.Events(), privacy.State.Next), diagram(privacy.LegStates(), privacy.LegEvents(), privacy.LegState.Next),
	} {
		_, after, found := strings.Cut(parts[i+1], "//\n")
		require.True(t, found)
		want += drawn + "//\n" + after
	}
	if *update {
		require.NoError(t, os.WriteFile("privacy.go", []byte(want), 0o644))
		return
	}
	require.Equal(t, want, string(text))
}
