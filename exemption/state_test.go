package exemption_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exemption"
)

var update = flag.Bool("update", false, "write the golden files")

// TestTransitions prints the life of a request: every state under every event.
// What is not a transition is refused, and leaves the state as it was.
func TestTransitions(t *testing.T) {
	var b strings.Builder
	fmt.Fprintf(&b, "%-10s", "")
	for _, e := range exemption.Events() {
		fmt.Fprintf(&b, " %-10s", e)
	}
	for _, s := range exemption.States() {
		fmt.Fprintf(&b, "\n%-10s", s)
		for _, e := range exemption.Events() {
			next, err := s.Next(e)
			if err != nil {
				require.ErrorIs(t, err, exemption.ErrTransition)
				require.Equal(t, s, next)
				next = "."
			} else {
				require.Contains(t, exemption.States(), next)
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
	_, err := exemption.State("lost").Next(exemption.Save)
	require.ErrorIs(t, err, exemption.ErrTransition)
	_, err = exemption.Draft.Next("lose")
	require.ErrorIs(t, err, exemption.ErrTransition)
}

func TestStaffEvents(t *testing.T) {
	waiting := []exemption.Event{exemption.Ask, exemption.Grant, exemption.Refuse, exemption.Cancel}
	excusing := []exemption.Event{exemption.Grant, exemption.End, exemption.Refuse, exemption.Cancel}
	for state, want := range map[exemption.State][]exemption.Event{
		exemption.Draft: {}, exemption.Submitted: waiting, exemption.Incomplete: waiting,
		exemption.Granted: excusing, exemption.Ending: excusing,
		exemption.Refused:   {exemption.Grant, exemption.Refuse, exemption.Cancel},
		exemption.Withdrawn: {}, exemption.Cancelled: {}, exemption.Discarded: {},
	} {
		require.Equal(t, want, state.StaffEvents(), state)
	}
}

func TestP51_WhatWaitsAndWhatExcuses(t *testing.T) {
	for _, s := range exemption.States() {
		require.Equal(t, s == exemption.Submitted || s == exemption.Incomplete || s == exemption.Ending, s.Pending(), s)
		require.Equal(t, s == exemption.Granted || s == exemption.Ending, s.Excuses(), s)
	}
}
