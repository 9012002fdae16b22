package hours_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours"
)

var update = flag.Bool("update", false, "write the golden files")

// TestTransitions prints the life of a declaration: every state under every event.
// What is not a transition is refused, and leaves the state as it was.
func TestTransitions(t *testing.T) {
	var b strings.Builder
	fmt.Fprintf(&b, "%-10s", "")
	for _, e := range hours.Events() {
		fmt.Fprintf(&b, " %-10s", e)
	}
	for _, s := range hours.States() {
		fmt.Fprintf(&b, "\n%-10s", s)
		for _, e := range hours.Events() {
			next, err := s.Next(e)
			if err != nil {
				require.ErrorIs(t, err, hours.ErrTransition)
				require.Equal(t, s, next)
				next = "."
			} else {
				require.Contains(t, hours.States(), next)
			}
			fmt.Fprintf(&b, " %-10s", next)
		}
	}
	lines := strings.Split(b.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	golden(t, "transitions.txt", strings.Join(lines, "\n")+"\n")
}

// TestTransitionsOfARequestForCorrection prints its life likewise.
func TestTransitionsOfARequestForCorrection(t *testing.T) {
	var b strings.Builder
	fmt.Fprintf(&b, "%-10s", "")
	for _, e := range hours.CorrectionEvents() {
		fmt.Fprintf(&b, " %-10s", e)
	}
	for _, s := range hours.CorrectionStates() {
		name := string(s)
		if s == hours.NotAsked {
			name = "(none)"
		}
		fmt.Fprintf(&b, "\n%-10s", name)
		for _, e := range hours.CorrectionEvents() {
			next, err := s.Next(e)
			if err != nil {
				require.ErrorIs(t, err, hours.ErrTransition)
				require.Equal(t, s, next)
				next = "."
			} else {
				require.Contains(t, hours.CorrectionStates(), next)
			}
			fmt.Fprintf(&b, " %-10s", next)
		}
	}
	lines := strings.Split(b.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	golden(t, "corrections.txt", strings.Join(lines, "\n")+"\n")
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

func TestUnknownStatesAndEventsAreRefused(t *testing.T) {
	_, err := hours.State("lost").Next(hours.Save)
	require.ErrorIs(t, err, hours.ErrTransition)
	_, err = hours.Draft.Next("explode")
	require.ErrorIs(t, err, hours.ErrTransition)
}

// A state waits for the order, or was dealt with, or is the member's alone.
func TestStatesAreMembersOrOrders(t *testing.T) {
	for s, want := range map[hours.State][2]bool{
		hours.Draft: {false, false}, hours.Discarded: {false, false}, hours.Withdrawn: {false, false},
		hours.Submitted: {true, false}, hours.InReview: {true, false},
		hours.Counted: {false, true}, hours.Refused: {false, true}, hours.Cancelled: {false, true},
		hours.Proposed: {false, false}, hours.Dismissed: {false, false}, hours.Revoked: {false, false},
	} {
		require.Equal(t, want, [2]bool{s.Pending(), s.Processed()}, s)
	}
}

func TestP32_OnlyStaffChangeWhatIsSubmitted(t *testing.T) {
	for s, want := range map[hours.State][]hours.Event{
		hours.Draft:     {},
		hours.Submitted: {hours.Take, hours.Count, hours.Refuse, hours.Cancel},
		hours.InReview:  {hours.Count, hours.Refuse, hours.Cancel},
		hours.Counted:   {hours.Count, hours.Refuse, hours.Cancel},
		hours.Refused:   {hours.Count, hours.Refuse, hours.Cancel},
		hours.Withdrawn: {}, hours.Cancelled: {}, hours.Discarded: {},
	} {
		require.Equal(t, want, s.StaffEvents(), s)
		if s != hours.Draft {
			_, err := s.Next(hours.Save)
			require.ErrorIs(t, err, hours.ErrTransition)
		}
	}
}
