package identity

// FlowState is where somebody stands who links an existing account, or creates a new
// password (requirements L3 to L8).
type FlowState string

// The states. The zero value is a flow that has not begun.
const (
	FlowNone FlowState = ""
	// FlowEntered: an address was typed (L3). FlowSent: a code was asked for (L4).
	FlowEntered FlowState = "entered"
	FlowSent    FlowState = "sent"
	// FlowVerified: the code was right (L5, L6). FlowChoosing: a password may be chosen
	// (L7).
	FlowVerified FlowState = "verified"
	FlowChoosing FlowState = "choosing"

	// FlowCompleted: the password is set (L8). FlowDead: five wrong codes or answers, or
	// the owner of the address said that it was not them. FlowExpired: its time ran out.
	FlowCompleted FlowState = "completed"
	FlowCancelled FlowState = "cancelled"
	FlowExpired   FlowState = "expired"
	FlowDead      FlowState = "dead"
)

// FlowStates lists every state.
func FlowStates() []FlowState {
	return []FlowState{
		FlowNone, FlowEntered, FlowSent, FlowVerified, FlowChoosing,
		FlowCompleted, FlowCancelled, FlowExpired, FlowDead,
	}
}

// FlowEvent is what happens to a flow.
type FlowEvent string

// The events.
const (
	FlowStart    FlowEvent = "start"    // an address is typed
	FlowSend     FlowEvent = "send"     // a code is asked for, the first or another
	FlowMatch    FlowEvent = "match"    // the code is right
	FlowMiss     FlowEvent = "miss"     // it is not
	FlowExhaust  FlowEvent = "exhaust"  // it is not, once too often
	FlowRetype   FlowEvent = "retype"   // the address is changed
	FlowContinue FlowEvent = "continue" // on to the password
	FlowAnswer   FlowEvent = "answer"   // the question of the account is answered, right or wrong
	FlowSet      FlowEvent = "set"      // the password is set
	FlowCancel   FlowEvent = "cancel"   // the person gives up
	FlowExpire   FlowEvent = "expire"   // its time has run out
	FlowDisown   FlowEvent = "disown"   // "this was not me"
)

// FlowEvents lists every event.
func FlowEvents() []FlowEvent {
	return []FlowEvent{
		FlowStart, FlowSend, FlowMatch, FlowMiss, FlowExhaust, FlowRetype,
		FlowContinue, FlowAnswer, FlowSet, FlowCancel, FlowExpire, FlowDisown,
	}
}

// flows is the life of a flow: every state with the events that it has. Any other is
// refused and leaves the state as it was.
var flows = map[FlowState]map[FlowEvent]FlowState{
	FlowNone: {FlowStart: FlowEntered},
	FlowEntered: {
		FlowSend: FlowSent, FlowRetype: FlowEntered,
		FlowCancel: FlowCancelled, FlowExpire: FlowExpired, FlowDisown: FlowDead,
	},
	FlowSent: {
		FlowSend: FlowSent, FlowMatch: FlowVerified, FlowMiss: FlowSent, FlowExhaust: FlowDead, FlowRetype: FlowEntered,
		FlowCancel: FlowCancelled, FlowExpire: FlowExpired, FlowDisown: FlowDead,
	},
	FlowVerified: {
		FlowRetype: FlowEntered, FlowContinue: FlowChoosing,
		FlowCancel: FlowCancelled, FlowExpire: FlowExpired, FlowDisown: FlowDead,
	},
	FlowChoosing: {
		FlowRetype: FlowEntered, FlowAnswer: FlowChoosing, FlowExhaust: FlowDead, FlowSet: FlowCompleted,
		FlowCancel: FlowCancelled, FlowExpire: FlowExpired, FlowDisown: FlowDead,
	},
	FlowCompleted: {},
	FlowCancelled: {},
	FlowExpired:   {},
	FlowDead:      {},
}

// Ended reports a state that has no event any more.
func (s FlowState) Ended() bool { return len(flows[s]) == 0 }

// Next returns the state after the event. The error is [ErrCode] for a code given to a
// flow that wrong codes have killed, which must not tell that it is dead; else
// [ErrFlowEnded] when the flow has ended, and [ErrFlowStep] when it is at another step.
func (s FlowState) Next(e FlowEvent) (FlowState, error) {
	if next, ok := flows[s][e]; ok {
		return next, nil
	}
	switch {
	case s == FlowDead && (e == FlowMatch || e == FlowMiss || e == FlowExhaust):
		return s, ErrCode
	case s.Ended():
		return s, ErrFlowEnded
	}
	return s, ErrFlowStep
}
