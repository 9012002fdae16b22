package closing_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/closing"
)

var update = flag.Bool("update", false, "write the golden files")

// TestTransitions prints the life of a closing: every state under every event, when
// nothing is missing and, after a stroke, when something is.
func TestTransitions(t *testing.T) {
	var b strings.Builder
	fmt.Fprintf(&b, "%-11s", "")
	for _, e := range closing.Events() {
		fmt.Fprintf(&b, " %-13s", e)
	}
	for _, s := range closing.States() {
		fmt.Fprintf(&b, "\n%-11s", s)
		for _, e := range closing.Events() {
			met, err := s.Next(e, true)
			missing, errMissing := s.Next(e, false)
			require.Equal(t, err, errMissing)
			cell := string(met)
			switch {
			case err != nil:
				require.ErrorIs(t, err, hours.ErrTransition)
				require.Equal(t, s, met)
				cell = "."
			case met != missing:
				cell += "/" + string(missing)
			}
			if err == nil {
				require.Subset(t, closing.States(), []closing.State{met, missing})
			}
			fmt.Fprintf(&b, " %-13s", cell)
		}
	}
	lines := strings.Split(b.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	golden(t, filepath.Join("testdata", "transitions.txt"), strings.Join(lines, "\n")+"\n")
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

// The diagram of the package comment is drawn from the table.
func TestTheDiagramIsThatOfTheTable(t *testing.T) {
	text, err := os.ReadFile("closing.go")
	require.NoError(t, err)
	before, rest, _ := strings.Cut(string(text), "//\tstateDiagram-v2\n")
	_, after, found := strings.Cut(rest, "//\n")
	require.True(t, found)
	drawn := ""
	for line := range strings.Lines(closing.Diagram()) {
		drawn += "//\t" + line
	}
	want := before + drawn + "//\n" + after
	if *update {
		require.NoError(t, os.WriteFile("closing.go", []byte(want), 0o644))
		return
	}
	require.Equal(t, want, string(text))
}

func TestUnknownStatesAndEventsAreRefused(t *testing.T) {
	_, err := closing.State("lost").Next(closing.Close, true)
	require.ErrorIs(t, err, hours.ErrTransition)
	_, err = closing.Open.Next("explode", true)
	require.ErrorIs(t, err, hours.ErrTransition)
}

func TestWhatStaffMayDo(t *testing.T) {
	for s, want := range map[closing.State][]closing.Event{
		closing.Open:       {closing.Close},
		closing.Closed:     {closing.Close, closing.Reopen, closing.Notify},
		closing.Short:      {closing.Close, closing.Reopen, closing.Notify},
		closing.Noticed:    {closing.Cure, closing.FinalNotice, closing.Sanction, closing.Withdraw},
		closing.Final:      {closing.Cure, closing.Sanction, closing.Withdraw},
		closing.Cured:      {closing.Reopen, closing.Notify},
		closing.Sanctioned: {closing.Sanction, closing.Lift},
	} {
		require.Equal(t, want, s.StaffEvents(), s)
		require.Equal(t, s == closing.Noticed || s == closing.Final || s == closing.Sanctioned, s.Default(), s)
	}
}
