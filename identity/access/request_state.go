package access

// State is where a request stands.
type State string

// The states. The zero value is a request that has not begun.
const (
	None State = ""
	// Draft: it is being filled in. Awaiting: signatures are asked for (A4). Queued: it is
	// signed, or came on paper, and waits for staff.
	Draft    State = "draft"
	Awaiting State = "awaiting"
	Queued   State = "queued"

	// Accepted and Refused are decisions. Withdrawn: whoever filled it in gave it up.
	// Declined: somebody who was to sign said no. Lapsed: signatures did not come in time.
	Accepted  State = "accepted"
	Refused   State = "refused"
	Withdrawn State = "withdrawn"
	Declined  State = "declined"
	Lapsed    State = "lapsed"
)

// States lists every state.
func States() []State {
	return []State{None, Draft, Awaiting, Queued, Accepted, Refused, Withdrawn, Declined, Lapsed}
}

// Event is what happens to a request.
type Event string

// The events.
const (
	Begin    Event = "begin"    // somebody fills in a form
	Enter    Event = "enter"    // what was typed is kept
	Submit   Event = "submit"   // it is frozen, and signatures are asked for
	Sign     Event = "sign"     // one of the two has signed
	Complete Event = "complete" // both have
	Decline  Event = "decline"  // one of the two says no
	Record   Event = "record"   // staff record a form on paper
	Accept   Event = "accept"   // staff accept
	Refuse   Event = "refuse"   // staff refuse, with every reason
	Withdraw Event = "withdraw" // it is given up
	Lapse    Event = "lapse"    // its time has run out
)

// Events lists every event.
func Events() []Event {
	return []Event{Begin, Enter, Submit, Sign, Complete, Decline, Record, Accept, Refuse, Withdraw, Lapse}
}

// requests is the life of a request: every state with the events that it has. Any other
// is refused and leaves the state as it was.
var requests = map[State]map[Event]State{
	None:      {Begin: Draft, Record: Queued},
	Draft:     {Enter: Draft, Submit: Awaiting, Withdraw: Withdrawn, Lapse: Lapsed},
	Awaiting:  {Sign: Awaiting, Complete: Queued, Decline: Declined, Withdraw: Withdrawn, Lapse: Lapsed},
	Queued:    {Accept: Accepted, Refuse: Refused, Withdraw: Withdrawn},
	Accepted:  {},
	Refused:   {},
	Withdrawn: {},
	Declined:  {},
	Lapsed:    {},
}

// Ended reports a state that has no event any more.
func (s State) Ended() bool { return len(requests[s]) == 0 }

// Next returns the state after the event. The error is [ErrEnded] for a request that has
// ended, and [ErrStep] when it is at another step.
func (s State) Next(e Event) (State, error) {
	if next, ok := requests[s][e]; ok {
		return next, nil
	}
	if s.Ended() {
		return s, ErrEnded
	}
	return s, ErrStep
}
