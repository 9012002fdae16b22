package exam_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam"
)

var update = flag.Bool("update", false, "write the golden files and the diagrams")

// refusals are what a cell of the tables may refuse with, each by a short name.
var refusals = map[error]string{
	exam.ErrNotAuthorised: "not authorised", exam.ErrAuthorised: "authorised", exam.ErrCancelled: "cancelled", exam.ErrLapsed: "lapsed",
	exam.ErrNotLaunched: "not launched", exam.ErrNotBegun: "not begun", exam.ErrBegun: "begun",
	exam.ErrPaused: "paused", exam.ErrNotPaused: "not paused",
	exam.ErrSubmitted: "submitted", exam.ErrTimedOut: "timed out", exam.ErrTerminated: "terminated", exam.ErrWithdrawn: "withdrawn",
}

// machine is what both tables have in common.
type machine[S ~string] struct {
	states []S
	events []exam.Event
	next   func(S, exam.Event) (S, error)
}

var (
	authorisation = machine[exam.AuthorisationState]{
		exam.AuthorisationStates(), exam.AuthorisationEvents(), exam.AuthorisationState.Next,
	}
	attempt = machine[exam.AttemptState]{exam.AttemptStates(), exam.AttemptEvents(), exam.AttemptState.Next}
)

// table prints every state under every event: the state after it, or in parentheses why
// there is none. A cell that is missing fails.
func (m machine[S]) table(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "%-12s", "")
	for _, e := range m.events {
		fmt.Fprintf(&b, " %-16s", e)
	}
	for _, s := range m.states {
		fmt.Fprintf(&b, "\n%-12s", shown(s))
		for _, e := range m.events {
			next, err := m.next(s, e)
			cell := shown(next)
			if err != nil {
				require.NotErrorIs(t, err, exam.ErrTransition, "%s in %q is not in the table", e, string(s))
				require.Equal(t, s, next)
				require.Contains(t, refusals, err)
				cell = "(" + refusals[err] + ")"
			} else {
				require.Contains(t, m.states, next)
			}
			fmt.Fprintf(&b, " %-16s", cell)
		}
	}
	lines := strings.Split(b.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

// shown writes the zero state as a dot.
func shown[S ~string](s S) string {
	if s == "" {
		return "."
	}
	return string(s)
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

// Both tables are total: every state has a cell for every event.
func TestTheTablesAreTotal(t *testing.T) {
	golden(t, "authorisation.txt", authorisation.table(t))
	golden(t, "attempt.txt", attempt.table(t))
}

// An end refuses every event with its own refusal, and nothing but an end does.
func TestAnEndRefusesEverythingWithItsOwnRefusal(t *testing.T) {
	requireEnds(t, authorisation, map[exam.AuthorisationState]error{
		exam.Consumed: exam.ErrBegun, exam.Cancelled: exam.ErrCancelled, exam.Lapsed: exam.ErrLapsed,
	})
	requireEnds(t, attempt, map[exam.AttemptState]error{
		exam.Submitted: exam.ErrSubmitted, exam.TimedOut: exam.ErrTimedOut,
		exam.Terminated: exam.ErrTerminated, exam.Withdrawn: exam.ErrWithdrawn,
	})
	for _, s := range attempt.states {
		require.Equal(t, attempt.end(s) != nil, s.Ended(), s)
		require.Equal(t, s.Ended() && s != exam.Withdrawn, s.Finished(), s)
		require.Equal(t, s == exam.Running || s == exam.Paused, s.Begun(), s)
	}
}

func requireEnds[S ~string](t *testing.T, m machine[S], want map[S]error) {
	t.Helper()
	for _, s := range m.states {
		require.Equal(t, want[s], m.end(s), "%q", string(s))
	}
}

// end returns the refusal that every event of the state has; nil when it has none.
func (m machine[S]) end(s S) error {
	var all error
	for i, e := range m.events {
		_, err := m.next(s, e)
		if err == nil || i > 0 && !errors.Is(err, all) {
			return nil
		}
		all = err
	}
	return all
}

func TestUnknownStatesAndEventsAreRefused(t *testing.T) {
	requireUnknown(t, authorisation)
	requireUnknown(t, attempt)
	// The events of one machine are unknown to the other.
	_, err := exam.Authorised.Next(exam.Submit)
	require.ErrorIs(t, err, exam.ErrTransition)
	_, err = exam.Running.Next(exam.Cancel)
	require.ErrorIs(t, err, exam.ErrTransition)
}

func requireUnknown[S ~string](t *testing.T, m machine[S]) {
	t.Helper()
	for _, s := range m.states {
		next, err := m.next(s, "explode")
		require.ErrorIs(t, err, exam.ErrTransition)
		require.Equal(t, s, next)
	}
	for _, e := range m.events {
		next, err := m.next("lost", e)
		require.ErrorIs(t, err, exam.ErrTransition)
		require.Equal(t, S("lost"), next)
	}
}
