package identity

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// Event is one attempt to sign in, to link an account, to change a password or what
// opens an account, as the [Trail] keeps it: when, who, about whom, what, how it ended
// and why (OWASP ASVS 5.0, 16.2.1 and 16.3.1). It holds identifiers and words of closed
// lists alone: never a secret, a login or an address, and nothing that was typed.
type Event struct {
	Org OrganisationID
	// At is the instant, in UTC.
	At time.Time
	// Actor is who did it; empty for somebody who has not shown who they are.
	Actor AccountID
	// Subject is the account that it is about; empty for none, or for nobody's.
	Subject AccountID
	// Flow is the beginning of the identifier of the flow it belongs to, if any
	// ([Flow.Short]).
	Flow string
	What EventKind
	// Outcome is how it ended, and Reason why, when that says more.
	Outcome Outcome
	Reason  Reason
}

// EventKind is what was tried.
type EventKind string

// The kinds of events.
const (
	EventSignIn      EventKind = "sign-in"
	EventSignOut     EventKind = "sign-out"
	EventSessionOver EventKind = "session-over" // it had ended, and was forgotten

	EventFlowStart    EventKind = "flow-start"
	EventCodeAsked    EventKind = "code-asked"
	EventCodeTried    EventKind = "code-tried"
	EventFlowRetype   EventKind = "flow-retype"
	EventFlowContinue EventKind = "flow-continue"
	EventFlowCancel   EventKind = "flow-cancel"
	EventFlowDisown   EventKind = "flow-disown"
	EventFlowExpire   EventKind = "flow-expire"
	EventFlowForget   EventKind = "flow-forget" // what ended flows knew is forgotten

	EventPasswordSet    EventKind = "password-set"    // at the end of a flow
	EventPasswordChange EventKind = "password-change" // in a session
	EventPasswordDisown EventKind = "password-disown"
	EventBreachAsked    EventKind = "breach-asked" // whether a password is on a list of breached ones
	EventTemporaryAsked EventKind = "temporary-asked"
	EventTemporaryUsed  EventKind = "temporary-used"

	EventAccountOpen EventKind = "account-open" // by a reference number or a secret code

	EventAnswersSet    EventKind = "answers-set"
	EventAnswerTried   EventKind = "answer-tried"
	EventFactorBegin   EventKind = "factor-begin" // a secret was drawn
	EventFactorCancel  EventKind = "factor-cancel"
	EventFactorOn      EventKind = "factor-on"
	EventFactorOff     EventKind = "factor-off"
	EventFactorShown   EventKind = "factor-shown" // at sign-in
	EventRecoveryUsed  EventKind = "recovery-used"
	EventRecoveryRenew EventKind = "recovery-renew"

	EventPasskeyBegin  EventKind = "passkey-begin"  // a challenge was drawn, to add one
	EventPasskeyCancel EventKind = "passkey-cancel" // that challenge was given up
	EventPasskeyAdd    EventKind = "passkey-add"
	EventPasskeyRename EventKind = "passkey-rename"
	EventPasskeyRemove EventKind = "passkey-remove"
	EventPasskeyAsked  EventKind = "passkey-asked" // a challenge was drawn, to show one
	EventPasskeyShown  EventKind = "passkey-shown" // at sign-in
)

// What staff decide of accounts, and one's own sessions.
const (
	EventTemporarySent EventKind = "temporary-sent" // by staff

	EventSignInDisown EventKind = "sign-in-disown"
	EventSessionEnd   EventKind = "session-end"  // one of one's own
	EventSessionsEnd  EventKind = "sessions-end" // every other one

	EventAccountDisable   EventKind = "account-disable"
	EventAccountReinstate EventKind = "account-reinstate"
	EventAccountClose     EventKind = "account-close"

	EventAccountFreeFactor  EventKind = "account-free-factor"
	EventAccountFreeAnswers EventKind = "account-free-answers"
)

// Outcome is how an attempt ended.
type Outcome string

// The outcomes.
const (
	OutcomeDone    Outcome = "done"
	OutcomeRefused Outcome = "refused"
	// OutcomeFailed: it could not be decided, since something that it needs does not work.
	OutcomeFailed Outcome = "failed"
)

// Reason is why, in one word of a closed list.
type Reason string

// The reasons that no error gives. The others are in reasons.
const (
	// ReasonHeld: too many letters went to the address, or too many codes were tried.
	ReasonHeld Reason = "held"
	// ReasonNobody: nobody has the login or the address.
	ReasonNobody Reason = "nobody"
	// ReasonShut: the account is disabled or closed.
	ReasonShut Reason = "shut"
	// ReasonNewBrowser: it was signed in to from a browser that the account did not know.
	ReasonNewBrowser Reason = "new-browser"
	// ReasonDead: one wrong code too many.
	ReasonDead Reason = "dead"
	// ReasonIdle, ReasonAge and ReasonEpoch are what ended a session: nobody was there,
	// it was old, or every session of the account was ended.
	ReasonIdle  Reason = "idle"
	ReasonAge   Reason = "age"
	ReasonEpoch Reason = "epoch"
)

// reasons are the words for the refusals of this package. What is in none is a failure.
var reasons = []struct {
	err    error
	reason Reason
}{
	{ErrSignIn, "wrong"},
	{ErrThrottled, "throttled"},
	{ErrNotLinked, "not-linked"},
	{ErrNoSession, "no-session"},
	{ErrMustChange, "must-change"},
	{ErrCode, "wrong"},
	{ErrFlowEnded, "flow-ended"},
	{ErrFlowStep, "flow-step"},
	{ErrAddress, "no-address"},
	{ErrLogin, "no-login"},
	{ErrLoginTaken, "login-taken"},
	{ErrOpened, "opened"},
	{ErrPasswordShort, "password-short"},
	{ErrPasswordLong, "password-long"},
	{ErrPasswordCommon, "password-common"},
	{ErrPasswordPersonal, "password-personal"},
	{ErrPasswordSame, "password-same"},
	{ErrPasswordBreached, "password-breached"},
	{ErrMustReplace, "must-replace"},
	{ErrPasswordWrong, "wrong"},
	{ErrPasswordShorter, "password-short"},
	{ErrPasswordFirst, "password-first"},
	{ErrSecondFactor, "second-factor"},
	{ErrFactorCode, "wrong"},
	{ErrFactorStep, "factor-step"},
	{ErrPasskey, "wrong"},
	{ErrPasskeyUnknown, "unknown-passkey"},
	{ErrPasskeyChallenge, "no-challenge"},
	{ErrPasskeyCounter, "counter-back"},
	{ErrPasskeyMost, "too-many"},
	{ErrPasskeyTwice, "twice"},
	{ErrPasskeyName, "no-name"},
	{ErrAnswer, "wrong"},
	{ErrMustAnswer, "must-answer"},
	{ErrMandateOver, "mandate-over"},
	{ErrQuestion, "no-question"},
	{ErrQuestionTwice, "question-twice"},
	{ErrAnswerShort, "answer-short"},
	{ErrAnswerLong, "answer-long"},
	{ErrAnswerCommon, "answer-common"},
	{ErrAnswerPersonal, "answer-personal"},
	{ErrAnswerTwice, "answer-twice"},
	{ErrAccountState, "account-state"},
	{ErrCause, "incomplete"},
	{ErrNoWords, "incomplete"},
	{ErrNoEvidence, "incomplete"},
	{ErrWordsLong, "incomplete"},
	{ErrNoAddress, "no-address"},
	{ErrForbidden, "forbidden"},
	{ErrStale, "stale"},
	{ErrNotFound, "not-found"},
}

// After returns the event with the outcome that the error makes, and its reason when it
// has none yet. The text of an error is never kept: it may quote what was typed.
func (e Event) After(err error) Event {
	if e.Outcome = OutcomeDone; err == nil {
		return e
	}
	e.Outcome = OutcomeFailed
	for _, known := range reasons {
		if errors.Is(err, known.err) {
			e.Outcome = OutcomeRefused
			if e.Reason == "" {
				e.Reason = known.reason
			}
			return e
		}
	}
	return e
}

// Clean returns the event as a log may hold it: in UTC, and with whatever is not an
// identifier encoded, so that no line of a log can be made up (ASVS 16.4.1).
func (e Event) Clean() Event {
	e.At = e.At.UTC()
	e.Org, e.Actor, e.Subject = clean(e.Org), clean(e.Actor), clean(e.Subject)
	e.Flow, e.What, e.Outcome, e.Reason = clean(e.Flow), clean(e.What), clean(e.Outcome), clean(e.Reason)
	return e
}

// clean quotes a text that is no identifier, in ASCII, and cuts what is too long.
func clean[T ~string](text T) T {
	if text == "" || WellFormed(string(text)) {
		return text
	}
	return T(strconv.QuoteToASCII(strings.ToValidUTF8(string(text[:min(len(text), 40)]), "")))
}
