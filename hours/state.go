package hours

import (
	"fmt"
	"slices"
)

// State is where a declaration stands.
type State string

// The states. Discarded is a draft that was thrown away: nothing of it is kept.
const (
	Draft     State = "draft"
	Submitted State = "submitted"
	InReview  State = "in-review"
	Counted   State = "counted"
	Refused   State = "refused"
	Withdrawn State = "withdrawn"
	Cancelled State = "cancelled"
	Discarded State = "discarded"
)

// States lists every state.
func States() []State {
	return []State{Draft, Submitted, InReview, Counted, Refused, Withdrawn, Cancelled, Discarded}
}

// Event is what happens to a declaration.
type Event string

// The events. The first four are the member's, the others staff's.
const (
	Save     Event = "save"
	Submit   Event = "submit"
	Discard  Event = "discard"
	Withdraw Event = "withdraw"
	Take     Event = "take"    // into review
	Count    Event = "count"   // whole or in part; again to correct
	Refuse   Event = "refuse"  // with a reason
	Cancel   Event = "cancel"  // at the member's request, with a reason
	Correct  Event = "correct" // the activity itself, and what is counted of it
)

// Events lists every event.
func Events() []Event {
	return []Event{Save, Submit, Discard, Withdraw, Take, Count, Refuse, Cancel, Correct}
}

// transitions is the life of a declaration (P30 to P32). A pair that is not here
// is refused.
var transitions = map[State]map[Event]State{
	Draft:     {Save: Draft, Submit: Submitted, Discard: Discarded},
	Submitted: {Withdraw: Withdrawn, Take: InReview, Count: Counted, Refuse: Refused, Cancel: Cancelled, Correct: Counted},
	InReview:  {Count: Counted, Refuse: Refused, Cancel: Cancelled, Correct: Counted},
	Counted:   {Count: Counted, Refuse: Refused, Cancel: Cancelled, Correct: Counted},
	Refused:   {Count: Counted, Refuse: Refused, Cancel: Cancelled, Correct: Counted},
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

// Pending reports a declaration that waits for the order.
func (s State) Pending() bool { return s == Submitted || s == InReview }

// Processed reports a declaration that the order has dealt with.
func (s State) Processed() bool { return s == Counted || s == Refused || s == Cancelled }

// StaffEvents lists the events that staff may cause in the state by a [Verdict].
// [Correct] is not one: it comes with another activity ([State.Correctable]).
func (s State) StaffEvents() []Event {
	return slices.DeleteFunc([]Event{Take, Count, Refuse, Cancel}, func(e Event) bool {
		_, ok := transitions[s][e]
		return !ok
	})
}

// Correctable reports a state in which staff may correct the activity.
func (s State) Correctable() bool {
	_, ok := transitions[s][Correct]
	return ok
}
