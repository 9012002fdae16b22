package exam

import (
	"time"
)

// AuthorisationState is where an operator's authorisation stands (E6, E7).
type AuthorisationState string

// The states. The zero value is a sitting that nobody authorised yet.
const (
	Unauthorised AuthorisationState = ""
	Authorised   AuthorisationState = "authorised"
	Consumed     AuthorisationState = "consumed"
	Cancelled    AuthorisationState = "cancelled"
	Lapsed       AuthorisationState = "lapsed"
)

// AuthorisationStates lists every state.
func AuthorisationStates() []AuthorisationState {
	return []AuthorisationState{Unauthorised, Authorised, Consumed, Cancelled, Lapsed}
}

// AuthorisationEvents lists the events that change an authorisation.
func AuthorisationEvents() []Event { return []Event{Authorise, Cancel, Lapse, Begin} }

// Authorisation is leave to sit an exam once, with the proof that it rests on.
type Authorisation struct {
	State AuthorisationState `json:"state"`
	By    Person             `json:"by"`
	At    time.Time          `json:"at"`
	// Until is the instant from which it may not be begun any more, Policy.Closes at the
	// latest.
	Until time.Time `json:"until"`
	// Workstation is the one that it must be sat at; empty for any.
	Workstation string `json:"workstation"`
	// Proof is how the learner's identity was confirmed, as it was then.
	Proof Proof `json:"proof"`
	// Photo is the digest of the photo that was accepted then.
	Photo string `json:"photo"`
}

// cell is what a table has for a state and an event: the state after it, or the
// reason why there is none.
type cell[S any] struct {
	to      S
	refusal error
}

func to[S any](state S) cell[S]        { return cell[S]{to: state} }
func refuse[S any](err error) cell[S]  { return cell[S]{refusal: err} }
func none() cell[AuthorisationState]   { return refuse[AuthorisationState](ErrNotAuthorised) }
func begun() cell[AuthorisationState]  { return refuse[AuthorisationState](ErrBegun) }
func ended() cell[AuthorisationState]  { return refuse[AuthorisationState](ErrCancelled) }
func lapsed() cell[AuthorisationState] { return refuse[AuthorisationState](ErrLapsed) }

// authorisations is the life of an authorisation: every state under every event.
var authorisations = map[AuthorisationState]map[Event]cell[AuthorisationState]{
	Unauthorised: {Authorise: to(Authorised), Cancel: none(), Lapse: none(), Begin: none()},
	Authorised:   {Authorise: refuse[AuthorisationState](ErrAuthorised), Cancel: to(Cancelled), Lapse: to(Lapsed), Begin: to(Consumed)},
	Consumed:     {Authorise: begun(), Cancel: begun(), Lapse: begun(), Begin: begun()},
	Cancelled:    {Authorise: ended(), Cancel: ended(), Lapse: ended(), Begin: ended()},
	Lapsed:       {Authorise: lapsed(), Cancel: lapsed(), Lapse: lapsed(), Begin: lapsed()},
}

// Next returns the state after the event, or the refusal of the table's cell. The
// error is [ErrTransition] for a state or an event that is not in the table.
func (s AuthorisationState) Next(e Event) (AuthorisationState, error) {
	return next(authorisations, s, e)
}
