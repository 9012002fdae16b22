package access

import (
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/identity"
)

// EnrolmentState is where the registration of a person by their workplace's
// representative stands.
type EnrolmentState string

// The states. The zero value is a registration that has not been made.
const (
	EnrolmentNone      EnrolmentState = ""
	EnrolmentInvited   EnrolmentState = "invited"
	EnrolmentCompleted EnrolmentState = "completed"
	EnrolmentDead      EnrolmentState = "dead"
	EnrolmentExpired   EnrolmentState = "expired"
	EnrolmentWithdrawn EnrolmentState = "withdrawn"
)

// EnrolmentStates lists every state.
func EnrolmentStates() []EnrolmentState {
	return []EnrolmentState{
		EnrolmentNone, EnrolmentInvited, EnrolmentCompleted, EnrolmentDead, EnrolmentExpired, EnrolmentWithdrawn,
	}
}

// EnrolmentEvent is what happens to a registration.
type EnrolmentEvent string

// The events.
const (
	EnrolmentRegister EnrolmentEvent = "register" // the representative registers the person
	EnrolmentRenew    EnrolmentEvent = "renew"    // another secret code and another password
	EnrolmentMiss     EnrolmentEvent = "miss"     // a wrong password or secret code
	EnrolmentExhaust  EnrolmentEvent = "exhaust"  // the same, once too often
	EnrolmentComplete EnrolmentEvent = "complete" // the account is open
	EnrolmentWithdraw EnrolmentEvent = "withdraw" // the representative takes it back
	EnrolmentExpire   EnrolmentEvent = "expire"   // its time has run out
)

// EnrolmentEvents lists every event.
func EnrolmentEvents() []EnrolmentEvent {
	return []EnrolmentEvent{
		EnrolmentRegister, EnrolmentRenew, EnrolmentMiss, EnrolmentExhaust, EnrolmentComplete, EnrolmentWithdraw, EnrolmentExpire,
	}
}

// enrolments is the life of a registration. One that wrong codes have killed, or whose
// time is over, is begun again by the representative.
var enrolments = map[EnrolmentState]map[EnrolmentEvent]EnrolmentState{
	EnrolmentNone: {EnrolmentRegister: EnrolmentInvited},
	EnrolmentInvited: {
		EnrolmentRenew: EnrolmentInvited, EnrolmentMiss: EnrolmentInvited, EnrolmentExhaust: EnrolmentDead,
		EnrolmentComplete: EnrolmentCompleted, EnrolmentWithdraw: EnrolmentWithdrawn, EnrolmentExpire: EnrolmentExpired,
	},
	EnrolmentDead:      {EnrolmentRenew: EnrolmentInvited, EnrolmentWithdraw: EnrolmentWithdrawn},
	EnrolmentExpired:   {EnrolmentRenew: EnrolmentInvited, EnrolmentWithdraw: EnrolmentWithdrawn},
	EnrolmentCompleted: {},
	EnrolmentWithdrawn: {},
}

// Next returns the state after the event. The error is [ErrEnded] for a registration that
// has ended, and [ErrStep] when it has no such event.
func (s EnrolmentState) Next(e EnrolmentEvent) (EnrolmentState, error) {
	if next, ok := enrolments[s][e]; ok {
		return next, nil
	}
	if len(enrolments[s]) == 0 {
		return s, ErrEnded
	}
	return s, ErrStep
}

const (
	// EnrolmentLife is how long the secret code is good that the representative hands
	// over.
	EnrolmentLife = 14 * 24 * time.Hour
	// secretSymbols is how long it is: 50 bits.
	secretSymbols = 10
	// enrolmentFailures wrong tries kill a registration.
	enrolmentFailures = 5
)

// Workplace is where representatives register people for services (A11). It is the
// organisation's own.
type Workplace struct {
	Org  identity.OrganisationID `json:"org"`
	ID   string                  `json:"id"`
	Name string                  `json:"name"`
	// Representatives are the accounts that were designated.
	Representatives []identity.AccountID `json:"representatives"`
	Version         int64                `json:"version"`
}

// Enrolment is the registration of a person by a representative (A12). The person has
// the password by e-mail and the secret code from the representative's hand: the account
// opens with both.
type Enrolment struct {
	Org       identity.OrganisationID `json:"org"`
	ID        string                  `json:"id"`
	State     EnrolmentState          `json:"state"`
	Workplace string                  `json:"workplace"`
	By        identity.AccountID      `json:"by"`
	Person    Person                  `json:"person"`
	Language  identity.Language       `json:"language"`
	Services  []string                `json:"services"`
	Began     time.Time               `json:"began"`
	// Code is what is kept of the secret code, good until CodeUntil.
	Code      string    `json:"code,omitempty"`
	CodeUntil time.Time `json:"codeUntil,omitzero"`
	// Password is the one that was sent.
	Password *identity.Temporary `json:"password,omitempty"`
	Failures int                 `json:"failures,omitempty"`
	Account  identity.AccountID  `json:"account,omitempty"`
	Done     time.Time           `json:"done,omitzero"`
	Seen     time.Time           `json:"seen"`
	Version  int64               `json:"version"`
}

// At returns the registration as time alone has left it. At the very end it has expired.
func (e Enrolment) At(now time.Time) Enrolment {
	if now.After(e.Seen) {
		e.Seen = now
	}
	if expired, err := e.State.Next(EnrolmentExpire); err == nil && !e.Seen.Before(e.CodeUntil) {
		e.State = expired
		e = e.without()
	}
	return e
}

func (e Enrolment) without() Enrolment {
	e.Code, e.Password = "", nil
	return e
}

func (e Enrolment) step(event EnrolmentEvent, now time.Time) (Enrolment, error) {
	e = e.At(now)
	next, err := e.State.Next(event)
	if err != nil {
		return e, err
	}
	if e.State = next; next != EnrolmentInvited {
		e = e.without()
	}
	return e, nil
}

// Invitation is what a registration is opened with: what is kept of the secret code, and
// of the password.
type Invitation struct {
	Code     string
	Password *identity.Temporary
}

// Register registers a person for services of a workplace.
func (e Enrolment) Register(workplace string, by identity.AccountID, person Person, language identity.Language, services []string, i Invitation, now time.Time) (Enrolment, error) {
	e, err := e.step(EnrolmentRegister, now)
	if err != nil {
		return e, err
	}
	e.Workplace, e.By, e.Person, e.Language, e.Services, e.Began = workplace, by, person.tidy(), language, services, e.Seen
	return e.with(i), nil
}

// Renew gives the registration another secret code and another password: the former are
// dead.
func (e Enrolment) Renew(i Invitation, now time.Time) (Enrolment, error) {
	e, err := e.step(EnrolmentRenew, now)
	if err != nil {
		return e, err
	}
	e.Failures = 0
	return e.with(i), nil
}

func (e Enrolment) with(i Invitation) Enrolment {
	e.Code, e.CodeUntil, e.Password = i.Code, e.Seen.Add(EnrolmentLife), i.Password
	return e
}

// Send replaces the password alone, which lives shorter than the code.
func (e Enrolment) Send(password *identity.Temporary, now time.Time) (Enrolment, error) {
	e = e.At(now)
	if e.State != EnrolmentInvited {
		return e, ErrStep
	}
	e.Password = password
	return e, nil
}

// Try is nil when the password and the secret code, as it is kept, open the account. A
// wrong pair is counted: the fifth kills the registration. The error is [ErrEnrolment],
// whichever of the two is wrong.
func (e Enrolment) Try(password, code string, now time.Time) (Enrolment, error) {
	e = e.At(now)
	opens, right := e.Password.Opens(password, e.Seen), identity.Same(e.Code, code) && e.Code != ""
	if opens && right && e.State == EnrolmentInvited {
		return e, nil
	}
	event := EnrolmentMiss
	if e.Failures+1 >= enrolmentFailures {
		event = EnrolmentExhaust
	}
	e, err := e.step(event, now)
	if err == nil {
		e.Failures++
	}
	return e, ErrEnrolment
}

// Complete ends the registration, whose account is open.
func (e Enrolment) Complete(account identity.AccountID, now time.Time) (Enrolment, error) {
	e, err := e.step(EnrolmentComplete, now)
	if err == nil {
		e.Account, e.Done = account, e.Seen
	}
	return e, err
}

// Withdraw takes the registration back.
func (e Enrolment) Withdraw(now time.Time) (Enrolment, error) { return e.step(EnrolmentWithdraw, now) }

// ShowSecret returns the secret code as the representative's page shows it: in groups of
// five, in capitals.
func ShowSecret(code string) string { return grouped(code, 5) }

func grouped(text string, by int) string {
	var b strings.Builder
	for i, r := range strings.ToUpper(text) {
		if i > 0 && i%by == 0 {
			b.WriteByte('-')
		}
		b.WriteRune(r)
	}
	return b.String()
}
