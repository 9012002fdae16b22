package hours

import (
	"fmt"
	"slices"
)

// State is where a declaration stands.
type State string

// The states. Discarded is a draft that was thrown away: nothing of it is kept.
// Proposed is what a training body's roster says, which the member makes a draft of
// theirs or declines; Revoked was proposed by a roster that staff withdrew.
const (
	Draft     State = "draft"
	Submitted State = "submitted"
	InReview  State = "in-review"
	Counted   State = "counted"
	Refused   State = "refused"
	Withdrawn State = "withdrawn"
	Cancelled State = "cancelled"
	Discarded State = "discarded"
	Proposed  State = "proposed"
	Dismissed State = "dismissed"
	Revoked   State = "revoked"
)

// States lists every state.
func States() []State {
	return []State{Draft, Submitted, InReview, Counted, Refused, Withdrawn, Cancelled, Discarded, Proposed, Dismissed, Revoked}
}

// Event is what happens to a declaration.
type Event string

// The events. The first four are the member's, the next ones staff's; of the last,
// those of rosters, the first two are the training body's, then the member's, then
// staff's.
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
	Recall   Event = "recall"  // a count made with many others, within its time

	Propose Event = "propose" // what the member has not declared
	Attest  Event = "attest"  // what the member has
	Adopt   Event = "adopt"   // into a draft, to complete and submit
	Dismiss Event = "dismiss"
	Revoke  Event = "revoke" // with the roster
)

// Events lists every event.
func Events() []Event {
	return []Event{Save, Submit, Discard, Withdraw, Take, Count, Refuse, Cancel, Correct, Recall, Propose, Attest, Adopt, Dismiss, Revoke}
}

// transitions is the life of a declaration (P30 to P32). A pair that is not here
// is refused.
var transitions = map[State]map[Event]State{
	Draft:     {Save: Draft, Submit: Submitted, Discard: Discarded},
	Submitted: {Withdraw: Withdrawn, Take: InReview, Count: Counted, Refuse: Refused, Cancel: Cancelled, Correct: Counted, Attest: Submitted},
	InReview:  {Count: Counted, Refuse: Refused, Cancel: Cancelled, Correct: Counted, Attest: InReview},
	Counted:   {Count: Counted, Refuse: Refused, Cancel: Cancelled, Correct: Counted, Recall: InReview, Attest: Counted},
	Refused:   {Count: Counted, Refuse: Refused, Cancel: Cancelled, Correct: Counted, Attest: Refused},
	Withdrawn: {},
	Cancelled: {},
	Discarded: {},
	Proposed:  {Adopt: Draft, Dismiss: Dismissed, Revoke: Revoked},
	Dismissed: {Adopt: Draft},
	Revoked:   {Propose: Proposed},
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

// Declared reports a declaration that the member submitted, whatever became of it
// since. What is not declared counts nowhere and waits for nobody at the order.
func (s State) Declared() bool {
	switch s {
	case Submitted, InReview, Counted, Refused, Withdrawn, Cancelled:
		return true
	case Draft, Discarded, Proposed, Dismissed, Revoked:
	}
	return false
}

// Processed reports a declaration that the order has dealt with.
func (s State) Processed() bool { return s == Counted || s == Refused || s == Cancelled }

// StaffEvents lists the events that staff may cause in the state by a [Verdict].
// [Correct] is not one: it comes with another activity ([State.Correctable]); nor is
// [Recall], which has a time of its own ([Declaration.Recallable]).
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
