package privacy

import "fmt"

// DestructionState is where the destruction of what is held about a person stands.
type DestructionState string

// The states. What is begun has destroyed something, or may have.
const (
	NotPlanned DestructionState = ""
	Planned    DestructionState = "planned"
	Approved   DestructionState = "approved"
	Begun      DestructionState = "begun"
	Destroyed  DestructionState = "destroyed"
	GivenUp    DestructionState = "given-up"
)

// DestructionStates lists every state.
func DestructionStates() []DestructionState {
	return []DestructionState{NotPlanned, Planned, Approved, Begun, Destroyed, GivenUp}
}

// DestructionEvent is what happens to a destruction.
type DestructionEvent string

// The events.
const (
	MakePlan DestructionEvent = "plan"
	Approve  DestructionEvent = "approve"
	Begin    DestructionEvent = "begin"
	Finish   DestructionEvent = "finish"
	GiveUp   DestructionEvent = "give-up"
)

// DestructionEvents lists every event.
func DestructionEvents() []DestructionEvent {
	return []DestructionEvent{MakePlan, Approve, Begin, Finish, GiveUp}
}

// destructionTransitions is the life of a destruction. Another plan takes approval away;
// what was begun is begun again after a failure, until it is finished, and is never
// given up.
var destructionTransitions = map[DestructionState]map[DestructionEvent]DestructionState{
	NotPlanned: {MakePlan: Planned},
	Planned:    {MakePlan: Planned, Approve: Approved, GiveUp: GivenUp},
	Approved:   {MakePlan: Planned, Begin: Begun, GiveUp: GivenUp},
	Begun:      {Begin: Begun, Finish: Destroyed},
	Destroyed:  {},
	GivenUp:    {},
}

// Next returns the state after the event, or [ErrTransition] when the state has no such
// event.
func (s DestructionState) Next(e DestructionEvent) (DestructionState, error) {
	next, ok := destructionTransitions[s][e]
	if !ok {
		return s, fmt.Errorf("%w: %s in %q", ErrTransition, e, string(s))
	}
	return next, nil
}
