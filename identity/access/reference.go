package access

import (
	"time"

	"github.com/goodstanding/goodstanding/identity"
)

// ReferenceState is where a reference number stands.
type ReferenceState string

// The states. The zero value is a number that was not issued.
const (
	ReferenceNone    ReferenceState = ""
	ReferenceIssued  ReferenceState = "issued"
	ReferenceUsed    ReferenceState = "used"
	ReferenceExpired ReferenceState = "expired"
	ReferenceRevoked ReferenceState = "revoked"
)

// ReferenceStates lists every state.
func ReferenceStates() []ReferenceState {
	return []ReferenceState{ReferenceNone, ReferenceIssued, ReferenceUsed, ReferenceExpired, ReferenceRevoked}
}

// ReferenceEvent is what happens to a reference number.
type ReferenceEvent string

// The events.
const (
	ReferenceIssue  ReferenceEvent = "issue"
	ReferenceUse    ReferenceEvent = "use"
	ReferenceExpire ReferenceEvent = "expire"
	ReferenceRevoke ReferenceEvent = "revoke"
)

// ReferenceEvents lists every event.
func ReferenceEvents() []ReferenceEvent {
	return []ReferenceEvent{ReferenceIssue, ReferenceUse, ReferenceExpire, ReferenceRevoke}
}

var references = map[ReferenceState]map[ReferenceEvent]ReferenceState{
	ReferenceNone:    {ReferenceIssue: ReferenceIssued},
	ReferenceIssued:  {ReferenceUse: ReferenceUsed, ReferenceExpire: ReferenceExpired, ReferenceRevoke: ReferenceRevoked},
	ReferenceUsed:    {},
	ReferenceExpired: {},
	ReferenceRevoked: {},
}

// Next returns the state after the event. The error is [ErrEnded] for a number that is
// spent, and [ErrStep] for one that was not issued.
func (s ReferenceState) Next(e ReferenceEvent) (ReferenceState, error) {
	if next, ok := references[s][e]; ok {
		return next, nil
	}
	if len(references[s]) == 0 {
		return s, ErrEnded
	}
	return s, ErrStep
}

const (
	// ReferenceLife is how long a reference number is good.
	ReferenceLife = 90 * 24 * time.Hour
	// referenceSymbols is how long one is: 60 bits.
	referenceSymbols = 12
)

// Reference is a reference number that an order gave to somebody who registered with it
// (A6): with it one's account is opened at once, without a request.
type Reference struct {
	Org identity.OrganisationID `json:"org"`
	// ID is what is kept of the number: its digest under the directory's key.
	ID       string            `json:"id"`
	State    ReferenceState    `json:"state"`
	Holder   Person            `json:"holder"`
	Language identity.Language `json:"language"`
	Services []string          `json:"services"`
	// By is who issued it, and Issued and Until how long it is good.
	By     identity.AccountID `json:"by"`
	Issued time.Time          `json:"issued"`
	Until  time.Time          `json:"until"`
	// Account is the account that it opened.
	Account identity.AccountID `json:"account,omitempty"`
	Used    time.Time          `json:"used,omitzero"`
	Version int64              `json:"version"`
}

// At returns the number as time alone has left it. At the very end it has expired.
func (r Reference) At(now time.Time) Reference {
	if expired, err := r.State.Next(ReferenceExpire); err == nil && !now.Before(r.Until) {
		r.State = expired
	}
	return r
}

// Issue issues the number.
func (r Reference) Issue(holder Person, language identity.Language, services []string, by identity.AccountID, now time.Time) (Reference, error) {
	next, err := r.State.Next(ReferenceIssue)
	if err != nil {
		return r, err
	}
	r.State, r.Holder, r.Language, r.Services, r.By = next, holder.tidy(), language, services, by
	r.Issued, r.Until = now, now.Add(ReferenceLife)
	return r, nil
}

// Use uses the number up, for the account that it opened.
func (r Reference) Use(account identity.AccountID, now time.Time) (Reference, error) {
	r = r.At(now)
	next, err := r.State.Next(ReferenceUse)
	if err == nil {
		r.State, r.Account, r.Used = next, account, now
	}
	return r, err
}

// Revoke makes the number useless.
func (r Reference) Revoke(now time.Time) (Reference, error) {
	r = r.At(now)
	next, err := r.State.Next(ReferenceRevoke)
	if err == nil {
		r.State = next
	}
	return r, err
}

// Opens reports that the number opens an account for whoever has this last name.
func (r Reference) Opens(last string, now time.Time) bool {
	_, err := r.At(now).State.Next(ReferenceUse)
	return err == nil && fold(last) != "" && fold(last) == fold(r.Holder.Last)
}

// ShowReference returns a reference number, or a secret code, as letters show it: in
// groups of four, in capitals.
func ShowReference(number string) string { return grouped(number, 4) }
