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
// Files other than those of the Board (board*.go) and store.go are pure: no clock,
// no context, no store, no randomness. Day and instant are arguments.
package exemption

import (
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
)

// Key names a request: the organisation, then the member, then itself.
type Key = hours.Key

// Request is a request for an exemption, from the first draft to the decision.
type Request struct {
	Key
	// Period is the first day of the reference period that it is for.
	Period cycle.Date `json:"period"`
	State  State      `json:"state"`
	// Entry is what the member typed, right or wrong.
	Entry Entry `json:"entry"`
	// Documents are what the member sent in support (P44).
	Documents []hours.Document `json:"documents"`
	// Claim is what the entry says, once submitted. It is zero in a draft.
	Claim Claim `json:"claim"`
	// Granted is the hours granted; none unless State is Granted.
	Granted hours.Hours `json:"granted"`
	// Decisions are what staff decided, the oldest first. None is ever erased.
	Decisions []Decision `json:"decisions"`
	Created   time.Time  `json:"created"`
	Changed   time.Time  `json:"changed"`
	// Submitted is the zero time in a draft.
	Submitted time.Time `json:"submitted"`
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
	Event Event `json:"event"`
	// Granted is what was granted after the decision, and Before what was before.
	Granted hours.Hours `json:"granted"`
	Before  hours.Hours `json:"before"`
	// Reason is read by the member. By is the name of the person who decided.
	Reason string    `json:"reason"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
}

// Reason returns the reason of the latest decision; empty when there is none.
func (r Request) Reason() string {
	if len(r.Decisions) == 0 {
		return ""
	}
	return r.Decisions[len(r.Decisions)-1].Reason
}

// decided returns the instant of the latest decision; the zero time when there is
// none.
func (r Request) decided() time.Time {
	if len(r.Decisions) == 0 {
		return time.Time{}
	}
	return r.Decisions[len(r.Decisions)-1].At
}

// Relief returns what the request takes off, and whether it takes anything off.
func (r Request) Relief() (hours.Relief, bool) {
	if r.State != Granted {
		return hours.Relief{}, false
	}
	return hours.Relief{ID: r.ID, Period: r.Period, Hours: r.Granted}, true
}
