package hours

import "fmt"

// EvidenceState is where the evidence of a declaration stands in an audit.
type EvidenceState string

// The states. NoEvidence is the zero value: none was asked for. Overdue and Expired
// are caused by time alone. Dropped is evidence of a declaration that no longer
// counts for another reason.
const (
	NoEvidence         EvidenceState = ""
	EvidenceAsked      EvidenceState = "asked"
	EvidenceOverdue    EvidenceState = "overdue"
	EvidenceAskedAgain EvidenceState = "asked-again"
	EvidenceExpired    EvidenceState = "expired" // the last day of the second notice has passed too
	EvidenceReceived   EvidenceState = "received"
	EvidenceAccepted   EvidenceState = "accepted"
	EvidenceDisallowed EvidenceState = "disallowed"
	EvidenceDropped    EvidenceState = "dropped"
)

// EvidenceStates lists every state.
func EvidenceStates() []EvidenceState {
	return []EvidenceState{
		NoEvidence, EvidenceAsked, EvidenceOverdue, EvidenceAskedAgain, EvidenceExpired, EvidenceReceived,
		EvidenceAccepted, EvidenceDisallowed, EvidenceDropped,
	}
}

// EvidenceEvent is what happens to evidence.
type EvidenceEvent string

// The events. Send is the member's, Lapse and Erase time's, the others staff's.
const (
	AskEvidence      EvidenceEvent = "ask"
	AskEvidenceAgain EvidenceEvent = "ask-again" // the second notice
	LapseEvidence    EvidenceEvent = "lapse"     // the last day has passed
	SendEvidence     EvidenceEvent = "send"
	AcceptEvidence   EvidenceEvent = "accept"
	DisallowEvidence EvidenceEvent = "disallow" // with a reason
	DropEvidence     EvidenceEvent = "drop"     // the declaration no longer counts
	EraseEvidence    EvidenceEvent = "erase"    // the contents of the documents
)

// EvidenceEvents lists every event.
func EvidenceEvents() []EvidenceEvent {
	return []EvidenceEvent{
		AskEvidence, AskEvidenceAgain, LapseEvidence, SendEvidence, AcceptEvidence, DisallowEvidence, DropEvidence, EraseEvidence,
	}
}

// evidenceTransitions is the life of evidence. A pair that is not here is refused.
// While the member has time left nothing can be disallowed; what is seen on paper
// can be accepted at any time. Documents may come late, until staff decide.
var evidenceTransitions = map[EvidenceState]map[EvidenceEvent]EvidenceState{
	NoEvidence:         {AskEvidence: EvidenceAsked},
	EvidenceAsked:      {LapseEvidence: EvidenceOverdue, SendEvidence: EvidenceReceived, AcceptEvidence: EvidenceAccepted, DropEvidence: EvidenceDropped},
	EvidenceOverdue:    {AskEvidenceAgain: EvidenceAskedAgain, SendEvidence: EvidenceReceived, AcceptEvidence: EvidenceAccepted, DisallowEvidence: EvidenceDisallowed, DropEvidence: EvidenceDropped},
	EvidenceAskedAgain: {LapseEvidence: EvidenceExpired, SendEvidence: EvidenceReceived, AcceptEvidence: EvidenceAccepted, DropEvidence: EvidenceDropped},
	EvidenceExpired:    {SendEvidence: EvidenceReceived, AcceptEvidence: EvidenceAccepted, DisallowEvidence: EvidenceDisallowed, DropEvidence: EvidenceDropped},
	EvidenceReceived:   {AcceptEvidence: EvidenceAccepted, DisallowEvidence: EvidenceDisallowed, DropEvidence: EvidenceDropped},
	EvidenceAccepted:   {EraseEvidence: EvidenceAccepted},
	EvidenceDisallowed: {EraseEvidence: EvidenceDisallowed},
	EvidenceDropped:    {EraseEvidence: EvidenceDropped},
}

// Next returns the state after the event, or [ErrTransition] when the state has no
// such event.
func (s EvidenceState) Next(e EvidenceEvent) (EvidenceState, error) {
	next, ok := evidenceTransitions[s][e]
	if !ok {
		return s, fmt.Errorf("%w: %s of evidence that is %q", ErrTransition, e, s)
	}
	return next, nil
}

// Has reports that the state has the event.
func (s EvidenceState) Has(e EvidenceEvent) bool {
	_, ok := evidenceTransitions[s][e]
	return ok
}

// Open reports evidence that somebody still has to do something about.
func (s EvidenceState) Open() bool {
	return s != NoEvidence && !s.Has(EraseEvidence)
}

// Failed reports evidence that does not support what was counted: hours were
// disallowed, or the documents did not come in time.
func (s EvidenceState) Failed() bool {
	return s == EvidenceDisallowed || s == EvidenceOverdue || s == EvidenceExpired
}
