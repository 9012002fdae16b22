package exam_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const diagramHead = "//\tstateDiagram-v2\n"

// diagram draws a machine as Mermaid draws state diagrams: the events that lead from
// one state to another on one line.
func (m machine[S]) diagram(zero string) string {
	// Mermaid's names have no hyphen.
	name := func(s S) string {
		if s == "" {
			return zero
		}
		return strings.ReplaceAll(string(s), "timed-out", "timedOut")
	}
	b := strings.Builder{}
	fmt.Fprintf(&b, "%s//\t[*] --> %s\n", diagramHead, zero)
	for _, s := range m.states {
		for _, after := range m.states {
			var by []string
			for _, e := range m.events {
				if next, err := m.next(s, e); err == nil && next == after {
					by = append(by, string(e))
				}
			}
			if len(by) > 0 {
				fmt.Fprintf(&b, "//\t%s --> %s: %s\n", name(s), name(after), strings.Join(by, ", "))
			}
		}
		if m.end(s) != nil {
			fmt.Fprintf(&b, "//\t%s --> [*]\n", name(s))
		}
	}
	return b.String()
}

// The diagrams of the package comment are drawn from the tables.
func TestTheDiagramsAreThoseOfTheTables(t *testing.T) {
	text, err := os.ReadFile("exam.go")
	require.NoError(t, err)
	parts := strings.Split(string(text), diagramHead)
	require.Len(t, parts, 3, "two diagrams")
	want := parts[0]
	for i, drawn := range []string{authorisation.diagram("unauthorised"), attempt.diagram("unlaunched")} {
		_, after, found := strings.Cut(parts[i+1], "//\n")
		require.True(t, found)
		want += drawn + "//\n" + after
	}
	if *update {
		require.NoError(t, os.WriteFile("exam.go", []byte(want), 0o644))
		return
	}
	require.Equal(t, want, string(text), "go test ./exam -run Diagrams -update")
}

// By hand: what the source says of an authorisation (E7).
func TestE7_TheDiagramCancelsUntilTheLearnerBegins(t *testing.T) {
	drawn := authorisation.diagram("unauthorised")
	require.Contains(t, drawn, "//\tauthorised --> cancelled: cancel\n")
	require.Contains(t, drawn, "//\tauthorised --> consumed: begin\n")
	require.NotContains(t, drawn, "consumed --> cancelled")
}
