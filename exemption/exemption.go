// Package exemption says what is excused: the grounds on which a member may ask
// for an exemption ("dispense"), the request with its documents, and the decision
// in hours.
//
// Start with [Board], the desk: it keeps requests through a [Store] and their
// documents through [Documents], and tells hours.Ledger what was granted (it
// implements hours.Reliefs). The grounds are data: the grounds package beside
// this one reads them from a document for each regulation.
//
// How many hours an exemption is worth is worked out by the regulation's rule for
// its ground, where there is one (hours.Standing.Compute): staff grant what it
// gives, or another figure with a reason. Where there is none it is theirs to
// decide, as for the technologists: the article of their regulation that would say
// so could not be read.
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
	// Granted is the hours granted, as they came out when that was decided; none
	// unless State.Excuses.
	Granted hours.Hours `json:"granted"`
	// ByRule: the regulation's rule gives the hours, and not a figure of staff's.
	ByRule bool `json:"byRule,omitempty"`
	// Ended is the last day of the ground when the order found that it ended before
	// Claim.Last; the zero Date otherwise.
	Ended cycle.Date `json:"ended,omitzero"`
	// Told is the end that the member told, until it is decided about (Ending).
	Told *EndTold `json:"told,omitempty"`
	// Sealed is how many of Documents were sent, and stay; those after them are added
	// for the reply that the member is preparing, and Note is typed for it. Both are
	// the member's alone until they are sent.
	Sealed  int    `json:"sealed,omitempty"`
	Note    string `json:"note,omitempty"`
	Replies []Sent `json:"replies,omitempty"`
	// Follows is the identifier of the request for another period from which this one
	// was made, for a ground that straddles both.
	Follows string `json:"follows,omitempty"`
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
	// Covers is the days of the ground that are in the request's period: it is for
	// them alone. A request for each other period is for the rest.
	Covers cycle.Span `json:"covers,omitzero"`
	// Details says what the circumstance is, for grounds that call for it (P47).
	Details string `json:"details"`
	Note    string `json:"note"`
	// Committed are the commitments that were ticked (P48), and CommittedVersion
	// the version of the grounds whose text they had.
	Committed        []string `json:"committed"`
	CommittedVersion string   `json:"committedVersion"`
}

// EndTold is the end of a ground, as the member told it.
type EndTold struct {
	Last cycle.Date `json:"last"`
	Note string     `json:"note,omitempty"`
	At   time.Time  `json:"at"`
}

// Sent is a reply to a request for more documents.
type Sent struct {
	Note string `json:"note,omitempty"`
	// Documents is how many it added.
	Documents int       `json:"documents"`
	At        time.Time `json:"at"`
}

// Decision is what staff decided about a request.
type Decision struct {
	Event Event `json:"event"`
	// Granted is what was granted after the decision, and Before what was before.
	Granted hours.Hours `json:"granted"`
	Before  hours.Hours `json:"before"`
	// ByRule: Granted is what the regulation's rule gives. Computed is what the rule
	// gives when there is one, beside a figure that staff chose.
	ByRule   bool         `json:"byRule,omitempty"`
	Computed *hours.Hours `json:"computed,omitempty"`
	// Ended is the request's after the decision.
	Ended cycle.Date `json:"ended,omitzero"`
	// Until is the last day on which to send what is asked; the zero Date is none.
	Until cycle.Date `json:"until,omitzero"`
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
	switch {
	case !r.State.Excuses():
		return hours.Relief{}, false
	case r.ByRule:
		return r.Sought(), true
	}
	return hours.Relief{ID: r.ID, Period: r.Period, Hours: r.Granted}, true
}

// Sought returns the request as an exemption for the regulation's rule to work out,
// whatever its state: the ground, from its first day to its last as the order knows
// it, within the request's period.
func (r Request) Sought() hours.Relief {
	x := hours.Relief{ID: r.ID, Period: r.Period, Ground: r.Claim.Ground, Within: r.Claim.Covers}
	x.Span, _ = cycle.Days(r.Claim.First, r.LastDay())
	return x
}

// LastDay returns the last day of the ground, as the order knows it.
func (r Request) LastDay() cycle.Date {
	if r.Ended.IsZero() {
		return r.Claim.Last
	}
	return r.Ended
}

// Asked returns the latest request for more documents, while it waits for a reply.
func (r Request) Asked() (Decision, bool) {
	if n := len(r.Decisions); r.State == Incomplete && n > 0 {
		return r.Decisions[n-1], true
	}
	return Decision{}, false
}

// Unsent returns the documents that the member has added and not sent yet: all of a
// draft's, and those of the reply that is being prepared.
func (r Request) Unsent() []hours.Document {
	return r.Documents[min(r.Sealed, len(r.Documents)):]
}

// seen returns the request as others than the member may see it: without what is not
// sent.
func (r Request) seen() Request {
	if r.State == Incomplete {
		r.Documents, r.Note = r.Documents[:min(r.Sealed, len(r.Documents))], ""
	}
	return r
}
