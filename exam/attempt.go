package exam

import (
	"fmt"
	"time"
)

// AttemptState is where the learner's attempt stands.
type AttemptState string

// The states. The zero value is an attempt that was not launched yet. Withdrawn is one
// whose authorisation was cancelled or lapsed before it was begun; it and the three
// before it are ends.
const (
	Unlaunched AttemptState = ""
	Launched   AttemptState = "launched"
	Running    AttemptState = "running"
	Paused     AttemptState = "paused"
	Submitted  AttemptState = "submitted"
	TimedOut   AttemptState = "timed-out"
	Terminated AttemptState = "terminated"
	Withdrawn  AttemptState = "withdrawn"
)

// AttemptStates lists every state.
func AttemptStates() []AttemptState {
	return []AttemptState{Unlaunched, Launched, Running, Paused, Submitted, TimedOut, Terminated, Withdrawn}
}

// Ended reports a state after which nothing happens.
func (s AttemptState) Ended() bool {
	return s == Submitted || s == TimedOut || s == Terminated || s == Withdrawn
}

// Finished reports an end that has a result.
func (s AttemptState) Finished() bool { return s.Ended() && s != Withdrawn }

// Begun reports an attempt in which the clock was started, and that has not ended.
func (s AttemptState) Begun() bool { return s == Running || s == Paused }

// AttemptEvents lists the events of an attempt.
func AttemptEvents() []Event {
	return []Event{Launch, Begin, Answer, Submit, Pause, Resume, Grant, Move, Terminate, Withdraw, PauseOver, TimeOut}
}

// Attempt is what the learner does with the authorisation.
type Attempt struct {
	State AttemptState `json:"state"`
	// Epoch counts the launches: what a browser sends under an earlier one is
	// refused, so that one alone is live.
	Epoch int `json:"epoch"`
	// Launched is the instant of the latest launch, from Workstation.
	Launched    time.Time `json:"launched,omitzero"`
	Workstation string    `json:"workstation,omitempty"`
	Begun       time.Time `json:"begun,omitzero"`
	// Ends is when the working time runs out, before Policy.Closes is taken into
	// account; it means something while the attempt is running. [Sitting.Deadline] is
	// the instant that counts.
	Ends time.Time `json:"ends,omitzero"`
	// PausedAt and Left mean something while it is paused: since when, and the
	// working time that was left.
	PausedAt time.Time     `json:"pausedAt,omitzero"`
	Left     time.Duration `json:"left,omitempty"`
	// Answers are in the order of their questions' identifiers.
	Answers []Given `json:"answers,omitempty"`
	// Heard is when the learner's browser was last heard of. It never changes a state.
	Heard time.Time `json:"heard,omitzero"`
	// Finished is when it ended, the deadline at the latest.
	Finished time.Time `json:"finished,omitzero"`
}

// Given is an answer as it is kept.
type Given struct {
	Question string `json:"question"`
	// Sequence orders the answers to the question, from 1 on: an earlier one never
	// replaces a later one.
	Sequence int       `json:"sequence"`
	Epoch    int       `json:"epoch"`
	Response Response  `json:"response"`
	Points   int       `json:"points"`
	At       time.Time `json:"at"`
}

// attempts is the life of an attempt: every state under every event.
var attempts = map[AttemptState]map[Event]cell[AttemptState]{
	Unlaunched: {
		Launch: to(Launched), Grant: to(Unlaunched), Move: to(Unlaunched), Withdraw: to(Withdrawn),
		Begin: no(ErrNotLaunched), Answer: no(ErrNotBegun), Submit: no(ErrNotBegun), Pause: no(ErrNotBegun), Resume: no(ErrNotBegun),
		Terminate: no(ErrNotBegun), PauseOver: no(ErrNotBegun), TimeOut: no(ErrNotBegun),
	},
	Launched: {
		Launch: to(Launched), Begin: to(Running), Grant: to(Launched), Move: to(Launched), Withdraw: to(Withdrawn),
		Answer: no(ErrNotBegun), Submit: no(ErrNotBegun), Pause: no(ErrNotBegun), Resume: no(ErrNotBegun),
		Terminate: no(ErrNotBegun), PauseOver: no(ErrNotBegun), TimeOut: no(ErrNotBegun),
	},
	Running: {
		Launch: to(Running), Answer: to(Running), Submit: to(Submitted), Pause: to(Paused), Grant: to(Running), Move: to(Running),
		Terminate: to(Terminated), TimeOut: to(TimedOut),
		Begin: no(ErrBegun), Withdraw: no(ErrBegun), Resume: no(ErrNotPaused), PauseOver: no(ErrNotPaused),
	},
	Paused: {
		Launch: to(Paused), Resume: to(Running), PauseOver: to(Running), Grant: to(Paused), Move: to(Paused), Terminate: to(Terminated),
		Begin: no(ErrBegun), Withdraw: no(ErrBegun), Answer: no(ErrPaused), Submit: no(ErrPaused), Pause: no(ErrPaused), TimeOut: no(ErrPaused),
	},
	Submitted:  over(ErrSubmitted),
	TimedOut:   over(ErrTimedOut),
	Terminated: over(ErrTerminated),
	Withdrawn:  over(ErrWithdrawn),
}

func no(err error) cell[AttemptState] { return refuse[AttemptState](err) }

// over is the row of an end: everything is refused with it.
func over(err error) map[Event]cell[AttemptState] {
	row := map[Event]cell[AttemptState]{}
	for _, e := range AttemptEvents() {
		row[e] = no(err)
	}
	return row
}

// Next returns the state after the event, or the refusal of the table's cell. The
// error is [ErrTransition] for a state or an event that is not in the table.
func (s AttemptState) Next(e Event) (AttemptState, error) { return next(attempts, s, e) }

func next[S ~string](table map[S]map[Event]cell[S], state S, e Event) (S, error) {
	cell, ok := table[state][e]
	switch {
	case !ok:
		return state, fmt.Errorf("%w: %s in %q", ErrTransition, e, string(state))
	case cell.refusal != nil:
		return state, cell.refusal
	}
	return cell.to, nil
}
