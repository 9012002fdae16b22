// Package exemption says what is excused: the grounds on which a member may ask
// for an exemption ("dispense"), the request with its documents, and the decision
// in hours.
//
// Start with [Board], the desk: it keeps requests through a [Store] and their
// documents through [Documents], and tells hours.Ledger what was granted (it
// implements hours.Reliefs). The grounds are data: the grounds package beside
// this one reads them from a document for each regulation.
//
// How many hours an exemption is worth is staff's decision here: the article of
// the technologists' regulation that would say so could not be read.
//
// Files other than board.go and store.go are pure: no clock, no context, no
// store, no randomness. Day and instant are arguments.
package exemption

import (
	"fmt"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Key names a request: the organisation, then the member, then itself.
type Key struct {
	Org    identity.OrganisationID `json:"org"`
	Member identity.MemberID       `json:"member"`
	ID     string                  `json:"id"`
}

// Request is a request for an exemption, from the first draft to the decision.
type Request struct {
	Key
	// Period is the first day of the reference period that it is for.
	Period cycle.Date `json:"period"`
	State  State      `json:"state"`
	// Entry is what the member typed, right or wrong.
	Entry Entry `json:"entry"`
	// Documents are what the member sent in support (P44).
	Documents []Document `json:"documents"`
	// Claim is what the entry says, once submitted. It is zero in a draft.
	Claim Claim `json:"claim"`
	// Granted is the hours granted; none unless State is Granted.
	Granted hours.Hours `json:"granted"`
	// Decisions are what staff decided, the oldest first. None is ever erased.
	Decisions []Decision `json:"decisions"`
	Created   time.Time  `json:"created"`
	Changed   time.Time  `json:"changed"`
	Submitted time.Time  `json:"submitted"`
	// Version is one higher after each change; 0 has never been stored.
	Version int64 `json:"version"`
}

// Claim is what a request claims, checked.
type Claim struct {
	Ground string     `json:"ground"`
	First  cycle.Date `json:"first"`
	Last   cycle.Date `json:"last"`
	// Details says what the circumstance is, for grounds that call for it (P47).
	Details string `json:"details"`
	Note    string `json:"note"`
	// Committed are the commitments that were ticked (P48), and CommittedVersion
	// the version of the grounds whose text they had.
	Committed        []string `json:"committed"`
	CommittedVersion string   `json:"committedVersion"`
}

// Decision is what staff decided about a request.
type Decision struct {
	Event   Event       `json:"event"`
	Granted hours.Hours `json:"granted"`
	Before  hours.Hours `json:"before"`
	Reason  string      `json:"reason"`
	By      string      `json:"by"`
	At      time.Time   `json:"at"`
}

// State is where a request stands.
type State string

// The states. Submitted is shown as "En traitement" and Granted as "Validée"
// (P51). Discarded is a draft that was thrown away: nothing of it is kept.
const (
	Draft     State = "draft"
	Submitted State = "submitted"
	Granted   State = "granted"
	Refused   State = "refused"
	Withdrawn State = "withdrawn"
	Cancelled State = "cancelled"
	Discarded State = "discarded"
)

// States lists every state.
func States() []State {
	return []State{Draft, Submitted, Granted, Refused, Withdrawn, Cancelled, Discarded}
}

// Event is what happens to a request.
type Event string

// The events. The first four are the member's, the others staff's.
const (
	Save     Event = "save"
	Submit   Event = "submit"
	Discard  Event = "discard"
	Withdraw Event = "withdraw"
	Grant    Event = "grant"  // so many hours; again to correct
	Refuse   Event = "refuse" // with a reason
	Cancel   Event = "cancel" // at the member's request, with a reason
)

// Events lists every event.
func Events() []Event {
	return []Event{Save, Submit, Discard, Withdraw, Grant, Refuse, Cancel}
}

// transitions is the life of a request (P49 to P51). A pair that is not here is
// refused.
var transitions = map[State]map[Event]State{
	Draft:     {Save: Draft, Submit: Submitted, Discard: Discarded},
	Submitted: {Withdraw: Withdrawn, Grant: Granted, Refuse: Refused, Cancel: Cancelled},
	Granted:   {Grant: Granted, Refuse: Refused, Cancel: Cancelled},
	Refused:   {Grant: Granted, Refuse: Refused, Cancel: Cancelled},
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

// Pending reports a request that waits for the order.
func (s State) Pending() bool { return s == Submitted }

// StaffEvents lists the events that staff may cause in the state.
func (s State) StaffEvents() []Event {
	return slices.DeleteFunc([]Event{Grant, Refuse, Cancel}, func(e Event) bool {
		_, ok := transitions[s][e]
		return !ok
	})
}

// Reason returns the reason of the latest decision; empty when there is none.
func (r Request) Reason() string {
	if len(r.Decisions) == 0 {
		return ""
	}
	return r.Decisions[len(r.Decisions)-1].Reason
}

// Relief returns what the request takes off, and whether it takes anything off.
func (r Request) Relief() (hours.Relief, bool) {
	if r.State != Granted {
		return hours.Relief{}, false
	}
	return hours.Relief{ID: r.ID, Period: r.Period, Hours: r.Granted}, true
}
