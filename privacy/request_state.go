package privacy

import "fmt"

// State is where a request stands before its legs do: whether it may be dealt with.
type State string

// The states of a request. Received waits for the person in charge; Identifying for the
// person to establish who they are, or their quality; Clarifying for them to say what
// they ask. Admissible: the legs run. The clocks of the legs run from receipt in every
// state: no text was found that suspends them.
const (
	Received     State = "received"
	Identifying  State = "identifying"
	Clarifying   State = "clarifying"
	Admissible   State = "admissible"
	Inadmissible State = "inadmissible"
	Withdrawn    State = "withdrawn"
)

// States lists every state of a request.
func States() []State {
	return []State{Received, Identifying, Clarifying, Admissible, Inadmissible, Withdrawn}
}

// Event is what happens to a request, or to one of its legs.
type Event string

// The events of a request. Identify, Specify and Withdraw are the person's.
const (
	AskIdentity  Event = "ask-identity"
	Identify     Event = "identify"
	AskPrecision Event = "ask-precision"
	Specify      Event = "specify"
	Admit        Event = "admit"
	Dismiss      Event = "dismiss" // with a ground and a reason
	Withdraw     Event = "withdraw"
)

// Events lists the events of a request.
func Events() []Event {
	return []Event{AskIdentity, Identify, AskPrecision, Specify, Admit, Dismiss, Withdraw}
}

// transitions is the life of a request. A pair that is not here is refused.
var transitions = map[State]map[Event]State{
	Received:     {AskIdentity: Identifying, Identify: Received, AskPrecision: Clarifying, Specify: Received, Admit: Admissible, Dismiss: Inadmissible, Withdraw: Withdrawn},
	Identifying:  {AskIdentity: Identifying, Identify: Received, Dismiss: Inadmissible, Withdraw: Withdrawn},
	Clarifying:   {AskPrecision: Clarifying, Specify: Received, Dismiss: Inadmissible, Withdraw: Withdrawn},
	Admissible:   {Withdraw: Withdrawn},
	Inadmissible: {},
	Withdrawn:    {},
}

// Next returns the state after the event, or [ErrTransition] when the state has no such
// event.
func (s State) Next(e Event) (State, error) {
	next, ok := transitions[s][e]
	if !ok {
		return s, fmt.Errorf("%w: %s in %s", ErrTransition, e, s)
	}
	return next, nil
}

// Over reports a request that no leg will answer.
func (s State) Over() bool { return s == Inadmissible || s == Withdrawn }

// LegState is where the part of a request under one Act stands, as what was done to it
// says. What silence did to it is [Leg.On].
type LegState string

// The states of a leg. Undisclosed neither confirms nor denies that anything is held.
const (
	Running     LegState = "running"
	Extended    LegState = "extended"
	Granted     LegState = "granted"
	Partial     LegState = "partial"
	Refused     LegState = "refused"
	Undisclosed LegState = "undisclosed"
	Contested   LegState = "contested" // the recourse was taken
	Settled     LegState = "settled"   // the recourse was decided
	Dropped     LegState = "dropped"   // the request was withdrawn
)

// LegStates lists every state of a leg.
func LegStates() []LegState {
	return []LegState{Running, Extended, Granted, Partial, Refused, Undisclosed, Contested, Settled, Dropped}
}

// The events of a leg. Contest is the person's; Drop comes with Withdraw, and every leg
// is refused by Dismiss.
const (
	Extend    Event = "extend"
	Grant     Event = "grant"
	GrantPart Event = "grant-part"
	Refuse    Event = "refuse"
	Withhold  Event = "withhold" // neither confirm nor deny
	Contest   Event = "contest"
	Settle    Event = "settle"
	Drop      Event = "drop"
)

// LegEvents lists the events of a leg.
func LegEvents() []Event {
	return []Event{Extend, Grant, GrantPart, Refuse, Withhold, Dismiss, Contest, Settle, Drop}
}

// legTransitions is the life of a leg. One extension at most, and an answer may come
// late, or in the course of a recourse: what is refused may always be given after all.
var legTransitions = map[LegState]map[Event]LegState{
	Running:     {Extend: Extended, Grant: Granted, GrantPart: Partial, Refuse: Refused, Withhold: Undisclosed, Dismiss: Refused, Contest: Contested, Drop: Dropped},
	Extended:    {Grant: Granted, GrantPart: Partial, Refuse: Refused, Withhold: Undisclosed, Dismiss: Refused, Contest: Contested, Drop: Dropped},
	Granted:     {},
	Partial:     {Grant: Granted, GrantPart: Partial, Contest: Contested},
	Refused:     {Grant: Granted, GrantPart: Partial, Contest: Contested},
	Undisclosed: {Grant: Granted, GrantPart: Partial, Contest: Contested},
	Contested:   {Grant: Granted, GrantPart: Partial, Refuse: Contested, Withhold: Contested, Dismiss: Contested, Settle: Settled},
	Settled:     {Grant: Granted, GrantPart: Partial},
	Dropped:     {},
}

// Next returns the state after the event, or [ErrTransition] when the state has no such
// event.
func (s LegState) Next(e Event) (LegState, error) {
	next, ok := legTransitions[s][e]
	if !ok {
		return s, fmt.Errorf("%w: %s in %s", ErrTransition, e, s)
	}
	return next, nil
}

// Unanswered reports a leg that nobody has answered.
func (s LegState) Unanswered() bool { return s == Running || s == Extended }
