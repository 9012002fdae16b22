package identity

// FactorState is where the application of codes of an account stands. Passkeys are beside
// it: each is there or is not.
type FactorState string

// The states. The zero value is an account without an application.
const (
	FactorNone FactorState = ""
	// FactorPending: a secret was drawn and shown, and no code of it was right yet. It
	// asks nothing of anybody who signs in.
	FactorPending FactorState = "pending"
	// FactorOn: nobody signs in without it, or a passkey where there is one.
	FactorOn FactorState = "on"
)

// FactorStates lists every state.
func FactorStates() []FactorState { return []FactorState{FactorNone, FactorPending, FactorOn} }

// FactorEvent is what happens to the application.
type FactorEvent string

// The events.
const (
	FactorBegin   FactorEvent = "begin"   // a secret is drawn, the first or another
	FactorConfirm FactorEvent = "confirm" // a code of it is right
	FactorCancel  FactorEvent = "cancel"  // the person gives up
	FactorExpire  FactorEvent = "expire"  // nobody confirmed it in time
	FactorUse     FactorEvent = "use"     // it opens a session: a code, or a recovery code
	FactorMiss    FactorEvent = "miss"    // a code is wrong
	FactorRenew   FactorEvent = "renew"   // the recovery codes are drawn again
	FactorOff     FactorEvent = "off"     // it is turned off
)

// FactorEvents lists every event.
func FactorEvents() []FactorEvent {
	return []FactorEvent{
		FactorBegin, FactorConfirm, FactorCancel, FactorExpire, FactorUse, FactorMiss, FactorRenew, FactorOff,
	}
}

// factors is the life of an application: every state with the events that it has. Any
// other is refused and leaves the state as it was. One that is on does not begin again:
// whoever changes phones turns it off first, with a code.
var factors = map[FactorState]map[FactorEvent]FactorState{
	FactorNone: {FactorBegin: FactorPending},
	FactorPending: {
		FactorBegin: FactorPending, FactorConfirm: FactorOn, FactorMiss: FactorPending,
		FactorCancel: FactorNone, FactorExpire: FactorNone,
	},
	FactorOn: {
		FactorUse: FactorOn, FactorMiss: FactorOn, FactorRenew: FactorOn,
		FactorOff: FactorNone,
	},
}

// Next returns the state after the event. The error is [ErrFactorStep] for one that the
// state has not.
func (s FactorState) Next(e FactorEvent) (FactorState, error) {
	next, ok := factors[s][e]
	if !ok {
		return s, ErrFactorStep
	}
	return next, nil
}
