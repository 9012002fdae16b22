package exemption

import (
	"fmt"
	"slices"
)

// State is where a request stands.
type State string

// The states. Submitted is shown as "En traitement" and Granted as "Validée"
// (P51). Discarded is a draft that was thrown away: nothing of it is kept.
const (
	Draft     State = "draft"
	Submitted State = "submitted"
	Granted   State = "granted"
	Refused   State = "refused"
	Withdrawn State = "withdrawn"
	Cancelled State = "cancelled"
	Discarded State = "discarded"
)

// States lists every state.
func States() []State {
	return []State{Draft, Submitted, Granted, Refused, Withdrawn, Cancelled, Discarded}
}

// Event is what happens to a request.
type Event string

// The events. The first four are the member's, the others staff's.
const (
	Save     Event = "save"
	Submit   Event = "submit"
	Discard  Event = "discard"
	Withdraw Event = "withdraw"
	Grant    Event = "grant"  // so many hours; again to correct
	Refuse   Event = "refuse" // with a reason
	Cancel   Event = "cancel" // at the member's request, with a reason
)

// Events lists every event.
func Events() []Event {
	return []Event{Save, Submit, Discard, Withdraw, Grant, Refuse, Cancel}
}

// transitions is the life of a request (P49 to P51). A pair that is not here is
// refused.
var transitions = map[State]map[Event]State{
	Draft:     {Save: Draft, Submit: Submitted, Discard: Discarded},
	Submitted: {Withdraw: Withdrawn, Grant: Granted, Refuse: Refused, Cancel: Cancelled},
	Granted:   {Grant: Granted, Refuse: Refused, Cancel: Cancelled},
	Refused:   {Grant: Granted, Refuse: Refused, Cancel: Cancelled},
	Withdrawn: {},
	Cancelled: {},
	Discarded: {},
}

// Next returns the state after the event, or [ErrTransition] when the state has
// no such event.
func (s State) Next(e Event) (State, error) {
	next, ok := transitions[s][e]
	if !ok {
		return s, fmt.Errorf("%w: %s in %s", ErrTransition, e, s)
	}
	return next, nil
}

// Pending reports a request that waits for the order.
func (s State) Pending() bool { return s == Submitted }

// StaffEvents lists the events that staff may cause in the state.
func (s State) StaffEvents() []Event {
	return slices.DeleteFunc([]Event{Grant, Refuse, Cancel}, func(e Event) bool {
		_, ok := transitions[s][e]
		return !ok
	})
}
