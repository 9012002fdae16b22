package identity

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// AccountState is whether an account may be used.
type AccountState string

// The states. The zero value is an account in use.
const (
	AccountActive AccountState = ""
	// AccountDisabled: nobody signs in, until staff reinstate it (A15).
	AccountDisabled AccountState = "disabled"
	// AccountClosed: nobody signs in any more.
	AccountClosed AccountState = "closed"
)

// AccountStates lists every state.
func AccountStates() []AccountState {
	return []AccountState{AccountActive, AccountDisabled, AccountClosed}
}

// Shut reports an account that is as if nobody had it, outside.
func (s AccountState) Shut() bool { return s != AccountActive }

// AccountEvent is what staff decide about an account.
type AccountEvent string

// The events.
const (
	AccountDisable   AccountEvent = "disable"
	AccountReinstate AccountEvent = "reinstate"
	AccountClose     AccountEvent = "close"
	// AccountFreeFactor takes the second factor away, and AccountFreeAnswers the answers to
	// the questions, of somebody who has lost them and cannot sign in any more.
	AccountFreeFactor  AccountEvent = "free-factor"
	AccountFreeAnswers AccountEvent = "free-answers"
)

// AccountEvents lists every event.
func AccountEvents() []AccountEvent {
	return []AccountEvent{AccountDisable, AccountReinstate, AccountClose, AccountFreeFactor, AccountFreeAnswers}
}

// Frees reports what takes something away that its holder has lost, and leaves the account
// in use.
func (e AccountEvent) Frees() bool { return e == AccountFreeFactor || e == AccountFreeAnswers }

// Shuts reports what leaves the account out of use.
func (e AccountEvent) Shuts() bool { return e == AccountDisable || e == AccountClose }

// accounts is the life of an account: every state with the events that it has. Any other
// is refused and leaves the state as it was.
var accounts = map[AccountState]map[AccountEvent]AccountState{
	AccountActive: {
		AccountDisable: AccountDisabled, AccountClose: AccountClosed,
		AccountFreeFactor: AccountActive, AccountFreeAnswers: AccountActive,
	},
	AccountDisabled: {AccountReinstate: AccountActive, AccountClose: AccountClosed},
	AccountClosed:   {},
}

// Next returns the state after the event, or [ErrAccountState].
func (s AccountState) Next(e AccountEvent) (AccountState, error) {
	if next, ok := accounts[s][e]; ok {
		return next, nil
	}
	return s, ErrAccountState
}

// Cause is why an account is disabled or closed.
type Cause string

// The causes.
const (
	// CauseMisuse: somebody else used the account (A15). What the order publishes of it
	// is that an account used by another person than its holder is disabled.
	CauseMisuse Cause = "misuse"
	CauseAsked  Cause = "asked" // by its holder
	CauseLeft   Cause = "left"  // the holder left the establishment
	CauseOther  Cause = "other" // as the words say
)

// Causes lists every cause, in the order in which they are offered.
func Causes() []Cause { return []Cause{CauseMisuse, CauseAsked, CauseLeft, CauseOther} }

// longestReason bounds what is written about an account, in characters.
const longestReason = 2000

// Ruling is what staff decide about an account, and why.
type Ruling struct {
	Event AccountEvent
	// Cause is why the account is disabled or closed; empty for any other event.
	Cause Cause
	// Words say the cause when it is none of the others, and why an account is
	// reinstated, or something was taken away. The holder reads them.
	Words string
	// Evidence is what shows the cause, and how it is known; of what is taken away, how
	// staff made sure who asked. Staff alone read it. What reinstates an account needs
	// none.
	Evidence string
}

// RulingError is what is wrong with a field of a [Ruling]: "cause", "words" or
// "evidence".
type RulingError struct {
	Field string
	Err   error
}

// RulingErrors are all that is wrong with a [Ruling], in the order of its fields.
type RulingErrors []RulingError

// Error lists the fields.
func (w RulingErrors) Error() string {
	var said []string
	for _, one := range w {
		said = append(said, one.Field+": "+one.Err.Error())
	}
	return strings.Join(said, "; ")
}

// Unwrap returns the errors of the fields.
func (w RulingErrors) Unwrap() []error {
	var all []error
	for _, one := range w {
		all = append(all, one.Err)
	}
	return all
}

// Tidy returns the ruling as it is kept: without what surrounds its texts, and without
// what its event does not need.
func (r Ruling) Tidy() Ruling {
	r.Words, r.Evidence = strings.TrimSpace(r.Words), strings.TrimSpace(r.Evidence)
	switch {
	case !r.Event.Shuts():
		r.Cause = ""
	case r.Cause != CauseOther:
		r.Words = ""
	}
	if r.Event == AccountReinstate {
		r.Evidence = ""
	}
	return r
}

// Check is nil for a ruling that may be made. The error is a [RulingErrors] of
// [ErrCause], [ErrNoWords], [ErrNoEvidence] and [ErrWordsLong].
func (r Ruling) Check() error {
	var wrong RulingErrors
	refuse := func(field string, err error, when bool) {
		if when {
			wrong = append(wrong, RulingError{field, err})
		}
	}
	r = r.Tidy()
	shuts := r.Event.Shuts()
	refuse("cause", ErrCause, shuts && !slices.Contains(Causes(), r.Cause))
	refuse("words", ErrNoWords, r.Words == "" && (!shuts || r.Cause == CauseOther))
	refuse("words", ErrWordsLong, utf8.RuneCountInString(r.Words) > longestReason)
	refuse("evidence", ErrNoEvidence, r.Event != AccountReinstate && r.Evidence == "")
	refuse("evidence", ErrWordsLong, utf8.RuneCountInString(r.Evidence) > longestReason)
	if wrong == nil {
		return nil
	}
	return wrong
}

// AccountChange is a ruling that was made. Staff alone see it.
type AccountChange struct {
	Event    AccountEvent `json:"event"`
	Cause    Cause        `json:"cause,omitempty"`
	Words    string       `json:"words,omitempty"`
	Evidence string       `json:"evidence,omitempty"`
	At       time.Time    `json:"at"`
	// By is whose account it was made from, and ByName their name then.
	By     AccountID `json:"by"`
	ByName string    `json:"byName"`
}

// Rule returns the account as the ruling leaves it (A15). Nothing of before opens it any
// more: every session has ended, the password and the temporary one are gone, flows
// under way are worth nothing, and the services that were granted are revoked. That is
// as true of an account that is reinstated, or that something was taken away from: its
// holder is sent a temporary password. The error is [ErrAccountState] too where there is
// nothing to take away.
func (a Account) Rule(r Ruling, by Actor, now time.Time) (Account, error) {
	next, err := a.State.Next(r.Event)
	if err != nil {
		return a, err
	}
	if r.Event == AccountFreeFactor && !a.Factor.On() || r.Event == AccountFreeAnswers && a.Answers == nil {
		return a, ErrAccountState
	}
	if err := r.Check(); err != nil {
		return a, err
	}
	r = r.Tidy()
	switch r.Event {
	case AccountFreeFactor:
		a.Factor = Factor{} // whatever it holds
	case AccountFreeAnswers:
		a.Answers = nil
	case AccountDisable, AccountReinstate, AccountClose:
	}
	a = a.emptied()
	a.State = next
	if next.Shut() {
		a.Grants = slices.Clone(a.Grants)
		for i, g := range a.Grants {
			if g.Active() {
				a.Grants[i].Revoked, a.Grants[i].Why = now, "account-"+string(next)
			}
		}
	}
	a.History = append(slices.Clone(a.History), AccountChange{
		Event: r.Event, Cause: r.Cause, Words: r.Words, Evidence: r.Evidence, At: now, By: by.Account, ByName: by.Name,
	})
	return a, nil
}

// emptied returns the account without anything that opens it: no password, no temporary
// one, no session, no letter that takes something back.
func (a Account) emptied() Account {
	a.Hash, a.Breach, a.Temporary, a.Epoch = "", BreachNone, nil, a.Epoch+1
	a.Disown, a.DisownUntil = "", time.Time{}
	a.Devices = nil
	return a
}

// MayRule is nil for who may decide about the account: staff, and nobody about their
// own. The error is [ErrForbidden], and [ErrNotFound] for who may not know of it.
func (a Actor) MayRule(org OrganisationID, account AccountID) error {
	switch {
	case a.Org == "" || a.Org != org:
		return ErrNotFound
	case a.Account == account:
		return ErrForbidden
	case !a.Is(RoleStaff):
		return ErrNotFound
	}
	return nil
}
