package privacy

import "fmt"

// ConsentState is where one person's consent for one purpose stands. That it has expired
// is [Consent.Valid]: time alone does it.
type ConsentState string

// The states. NotAsked is the zero value of a consent that was never stored.
const (
	NotAsked  ConsentState = ""
	Given     ConsentState = "given"
	Declined  ConsentState = "declined"
	TakenBack ConsentState = "withdrawn"
	Invalid   ConsentState = "invalid" // it should not have counted: without effect
)

// ConsentStates lists every state.
func ConsentStates() []ConsentState {
	return []ConsentState{NotAsked, Given, Declined, TakenBack, Invalid}
}

// ConsentEvent is what happens to a consent.
type ConsentEvent string

// The events. Invalidate is the order's, the others the person's.
const (
	Give       ConsentEvent = "give"
	Decline    ConsentEvent = "decline"
	TakeBack   ConsentEvent = "withdraw"
	Invalidate ConsentEvent = "invalidate"
)

// ConsentEvents lists every event.
func ConsentEvents() []ConsentEvent { return []ConsentEvent{Give, Decline, TakeBack, Invalidate} }

// consentTransitions is the life of a consent. What was never asked may be withdrawn all
// the same: a person may object to what a notice implies. Given again is renewed.
var consentTransitions = map[ConsentState]map[ConsentEvent]ConsentState{
	NotAsked:  {Give: Given, Decline: Declined, TakeBack: TakenBack},
	Given:     {Give: Given, TakeBack: TakenBack, Invalidate: Invalid},
	Declined:  {Give: Given, Decline: Declined},
	TakenBack: {Give: Given, Decline: Declined},
	Invalid:   {Give: Given, Decline: Declined, TakeBack: TakenBack},
}

// Next returns the state after the event, or [ErrTransition] when the state has no such
// event.
func (s ConsentState) Next(e ConsentEvent) (ConsentState, error) {
	next, ok := consentTransitions[s][e]
	if !ok {
		return s, fmt.Errorf("%w: %s in %q", ErrTransition, e, string(s))
	}
	return next, nil
}
