package certificate

import "fmt"

// State is where a certificate stands.
type State string

// The states. The zero value is one that was not issued yet.
const (
	Unissued State = ""
	Issued   State = "issued"
	Revoked  State = "revoked"
)

// States lists every state.
func States() []State { return []State{Unissued, Issued, Revoked} }

// Event is what happens to a certificate.
type Event string

// The events. Revoking is staff's, with a reason.
const (
	Issue  Event = "issue"
	Revoke Event = "revoke"
)

// Events lists every event.
func Events() []Event { return []Event{Issue, Revoke} }

// transitions is the life of a certificate. A pair that is not here is refused: what
// was revoked stays so, and another is issued.
var transitions = map[State]map[Event]State{
	Unissued: {Issue: Issued},
	Issued:   {Revoke: Revoked},
	Revoked:  {},
}

// Next returns the state after the event, or [ErrTransition] when the state has no
// such event.
func (s State) Next(e Event) (State, error) {
	next, ok := transitions[s][e]
	if !ok {
		return s, fmt.Errorf("%w: %s in %q", ErrTransition, e, s)
	}
	return next, nil
}
