package exemption

import (
	"fmt"
	"slices"
)

// State is where a request stands.
type State string

// The states. Submitted is shown as "En traitement" and Granted as "Validée"
// (P51). Incomplete waits for the member, from whom staff asked for more documents;
// Ending is granted, and the member has told that its ground ended earlier. Discarded
// is a draft that was thrown away: nothing of it is kept.
const (
	Draft      State = "draft"
	Submitted  State = "submitted"
	Incomplete State = "incomplete"
	Granted    State = "granted"
	Ending     State = "ending"
	Refused    State = "refused"
	Withdrawn  State = "withdrawn"
	Cancelled  State = "cancelled"
	Discarded  State = "discarded"
)

// States lists every state.
func States() []State {
	return []State{Draft, Submitted, Incomplete, Granted, Ending, Refused, Withdrawn, Cancelled, Discarded}
}

// Event is what happens to a request.
type Event string

// The events that the member causes.
const (
	Save     Event = "save"     // what was typed
	Supply   Event = "supply"   // a document added or taken out, or the note of a reply
	Submit   Event = "submit"   // the request
	Reply    Event = "reply"    // what staff asked for, sent
	TellEnd  Event = "tell-end" // the ground ended earlier than was claimed
	Discard  Event = "discard"
	Withdraw Event = "withdraw"
)

// The events that staff cause.
const (
	Ask    Event = "ask"    // for more documents, with what is missing
	Grant  Event = "grant"  // so many hours, or what the regulation's rule gives; again to correct
	End    Event = "end"    // the ground ended on a day: the hours are worked out, or decided, again
	Refuse Event = "refuse" // with a reason
	Cancel Event = "cancel" // at the member's request, with a reason
)

// Events lists every event, the member's first.
func Events() []Event {
	return []Event{Save, Supply, Submit, Reply, TellEnd, Discard, Withdraw, Ask, Grant, End, Refuse, Cancel}
}

// transitions is the life of a request (P49 to P51). A pair that is not here is
// refused.
var transitions = map[State]map[Event]State{
	Draft:      {Save: Draft, Supply: Draft, Submit: Submitted, Discard: Discarded},
	Submitted:  {Withdraw: Withdrawn, Ask: Incomplete, Grant: Granted, Refuse: Refused, Cancel: Cancelled},
	Incomplete: {Supply: Incomplete, Reply: Submitted, Withdraw: Withdrawn, Ask: Incomplete, Grant: Granted, Refuse: Refused, Cancel: Cancelled},
	Granted:    {TellEnd: Ending, Grant: Granted, End: Granted, Refuse: Refused, Cancel: Cancelled},
	Ending:     {TellEnd: Ending, Grant: Granted, End: Granted, Refuse: Refused, Cancel: Cancelled},
	Refused:    {Grant: Granted, Refuse: Refused, Cancel: Cancelled},
	Withdrawn:  {},
	Cancelled:  {},
	Discarded:  {},
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

// Pending reports a request that is not done with: it waits for the order to
// decide, or for the documents that the order asked for.
func (s State) Pending() bool { return s == Submitted || s == Incomplete || s == Ending }

// Excuses reports a state in which hours are taken off.
func (s State) Excuses() bool { return s == Granted || s == Ending }

// decided reports a state to which a decision on the hours led.
func (s State) decided() bool { return s.Excuses() || s == Refused }

// StaffEvents lists the events that staff may cause in the state.
func (s State) StaffEvents() []Event {
	return slices.DeleteFunc([]Event{Ask, Grant, End, Refuse, Cancel}, func(e Event) bool {
		_, ok := transitions[s][e]
		return !ok
	})
}
