package identity

import "time"

const (
	// FlowLife is how long a flow lasts in all.
	FlowLife = 30 * time.Minute
	// CodeLife is how long a code is good. OWASP ASVS 5.0 asks for ten minutes at most of
	// a code out of band (6.5.5).
	CodeLife = 10 * time.Minute
	// ticketLife is how long a password may be chosen after the right code.
	ticketLife = 15 * time.Minute

	// flowFailures wrong codes kill a flow; fewer while codes are being sprayed.
	flowFailures  = 5
	sprayFailures = 2

	// flowMachine is the version of the rules that a flow was begun under. Those of
	// another are not carried on with.
	flowMachine = 1
)

// Flow is one person's way, in one browser, from an address that they say is theirs to
// a new password. For an address that nobody has there is one too, which walks through
// the same states and is given codes that cannot be right: what can be seen from
// outside is the same.
//
// What follows returns the flow as it is afterwards, to be stored even when there is an
// error: a wrong code is counted, and time that has run out has run out.
type Flow struct {
	Org OrganisationID `json:"org"`
	// ID is the digest of what the browser alone holds.
	ID      string    `json:"id"`
	Machine int       `json:"machine"`
	State   FlowState `json:"state"`
	// Address is what was typed, in the form of [NormalAddress]. It is forgotten when
	// the flow has ended ([Flow.Forgotten]).
	Address string `json:"address"`
	// Account is whose address it is, and Epoch that of the account, when the code was
	// sent; empty for an address that nobody has.
	Account AccountID `json:"account"`
	Epoch   int64     `json:"epoch"`
	Began   time.Time `json:"began"`
	// Seen is the latest instant at which anything was asked: the clock of the flow
	// never goes back.
	Seen time.Time `json:"seen"`
	// Code is what is kept of the latest code, and nothing once it was used.
	Code      string    `json:"code"`
	CodeUntil time.Time `json:"codeUntil"`
	// Sends counts the codes asked for. Failures counts the wrong ones; another code or
	// another address takes none back.
	Sends    int `json:"sends"`
	Failures int `json:"failures"`
	// Ticket is the digest of what was given to the browser that had the right code.
	Ticket      string    `json:"ticket"`
	TicketUntil time.Time `json:"ticketUntil"`
	// Answered is when the question of the account was answered; the zero time is not.
	Answered time.Time `json:"answered,omitzero"`
	Version  int64     `json:"version"`
}

// Short returns the beginning of the identifier: enough to tell flows apart in a trail.
func (f Flow) Short() string { return f.ID[:min(len(f.ID), 12)] }

// Ends returns the instant at which the flow expires.
func (f Flow) Ends() time.Time {
	ends := f.Began.Add(FlowLife)
	if f.Ticket != "" && f.TicketUntil.Before(ends) {
		return f.TicketUntil
	}
	return ends
}

// At returns the flow as time alone has left it at the instant, or at the latest that
// it has seen when the clock was set back. At the very end it has expired.
func (f Flow) At(now time.Time) Flow {
	if now.After(f.Seen) {
		f.Seen = now
	}
	if expired, err := f.State.Next(FlowExpire); err == nil && !f.Seen.Before(f.Ends()) {
		f.State = expired
		f = f.without()
	}
	return f
}

// without returns the flow without code or ticket.
func (f Flow) without() Flow {
	f.Code, f.CodeUntil, f.Ticket, f.TicketUntil = "", time.Time{}, "", time.Time{}
	return f
}

// step returns the flow at the instant, after the event.
func (f Flow) step(e FlowEvent, now time.Time) (Flow, error) {
	if f.Machine != flowMachine && e != FlowStart {
		return f, ErrFlowEnded
	}
	f = f.At(now)
	next, err := f.State.Next(e)
	if err != nil {
		return f, err
	}
	if f.State = next; next.Ended() {
		f = f.without()
	}
	return f, nil
}

// Start begins the flow with an address, in the form of [NormalAddress] (L3).
func (f Flow) Start(address string, now time.Time) (Flow, error) {
	f, err := f.step(FlowStart, now)
	if err == nil {
		f.Machine, f.Began, f.Address = flowMachine, f.Seen, address
	}
	return f, err
}

// Sending is a code that may leave.
type Sending struct {
	// Account and Epoch are of whom the address is; empty for nobody.
	Account AccountID
	Epoch   int64
	// Seal is what is kept of the code ([Flow.Seal]); of one drawn for nobody, nothing
	// that a code gives.
	Seal string
	// Held says that the address was written to too often, and that nothing leaves.
	// What is kept is Seal all the same when there is no code yet, and the code that
	// was sent before when there is one.
	Held bool
}

// Send notes a code, the first or another, in the place of the one before (L4, L5).
func (f Flow) Send(s Sending, now time.Time) (Flow, error) {
	f, err := f.step(FlowSend, now)
	if err != nil {
		return f, err
	}
	f.Sends++
	if s.Held && f.Code != "" {
		return f, nil
	}
	f.Account, f.Epoch, f.Code, f.CodeUntil = s.Account, s.Epoch, s.Seal, f.Seen.Add(CodeLife)
	return f, nil
}

// Seal returns what is kept of a code for this flow and its address: it is right for
// no other.
func (f Flow) Seal(key []byte, code string) string {
	return sealCode(key, code, "linking", string(f.Org), f.ID, f.Address)
}

// Trial is a code that was typed.
type Trial struct {
	Typed string
	// Key is the one that [Flow.Seal] was given.
	Key []byte
	// Held says that too many codes were wrong already, for this address: this one is
	// not looked at.
	Held bool
	// Void says that the account has changed since the code was sent, or is in use no
	// more: no code is right.
	Void bool
	// Alarm says that codes are being sprayed ([Spray.Alarm]).
	Alarm bool
	// Ticket is the digest of the ticket that a right code gives.
	Ticket string
}

// Verify looks at a code (L5). A wrong one is counted, and so is one that has expired,
// that is none, or that is not looked at; the fifth kills the flow. The error is
// [ErrCode] for all of them, and for any code once the flow is dead, right or wrong.
func (f Flow) Verify(t Trial, now time.Time) (Flow, error) {
	f = f.At(now)
	code, ok := NormalCode(t.Typed)
	right := ok && same(f.Seal(t.Key, code), f.Code)
	if right && !t.Held && !t.Void && f.Account != "" && f.Seen.Before(f.CodeUntil) {
		f, err := f.step(FlowMatch, now)
		if err == nil {
			f.Code, f.CodeUntil = "", time.Time{}
			f.Ticket, f.TicketUntil = t.Ticket, f.Seen.Add(ticketLife)
		}
		return f, err
	}
	most := flowFailures
	if t.Alarm {
		most = sprayFailures
	}
	e := FlowMiss
	if f.State == FlowSent && f.Failures+1 >= most {
		e = FlowExhaust
	}
	f, err := f.step(e, now)
	if err != nil {
		return f, err
	}
	f.Failures++
	return f, ErrCode
}

// Retype changes the address that was typed (L6): what was verified is void, and the
// address on file stays as it is.
func (f Flow) Retype(address string, now time.Time) (Flow, error) {
	f, err := f.step(FlowRetype, now)
	if err == nil {
		f = f.without()
		f.Address, f.Account, f.Epoch, f.Answered = address, "", 0, time.Time{}
	}
	return f, err
}

// Continue goes on from a verified address to the password (L6).
func (f Flow) Continue(now time.Time) (Flow, error) { return f.step(FlowContinue, now) }

// MaySet is nil when the ticket lets its bearer choose the password at the instant. The
// error is [ErrFlowEnded] for any other ticket, and that of [FlowState.Next].
func (f Flow) MaySet(ticket string, now time.Time) error {
	kept := f.At(now).Ticket
	if _, err := f.step(FlowSet, now); err != nil {
		return err
	}
	if kept == "" || !same(kept, digest(ticket)) {
		return ErrFlowEnded
	}
	return nil
}

// Guess counts an answer to the account's question as wrong, with the wrong codes, before
// it is looked at: answers that race each other are no more than answers in a row.
// [Flow.Answer] says what it was. The error is [ErrFlowEnded] once there were five.
func (f Flow) Guess(now time.Time) (Flow, error) {
	f, err := f.step(FlowAnswer, now)
	if err != nil {
		return f, err
	}
	if f.Failures >= flowFailures {
		return f.exhaust(now)
	}
	f.Failures++
	return f, nil
}

// Answer says whether the answer that [Flow.Guess] counted was right. The error of a
// wrong one is [ErrAnswer], and of the fifth, which kills the flow, [ErrFlowEnded].
func (f Flow) Answer(right bool, now time.Time) (Flow, error) {
	f, err := f.step(FlowAnswer, now)
	switch {
	case err != nil:
		return f, err
	case right:
		f.Failures, f.Answered = f.Failures-1, f.Seen
		return f, nil
	case f.Failures < flowFailures:
		return f, ErrAnswer
	}
	return f.exhaust(now)
}

func (f Flow) exhaust(now time.Time) (Flow, error) {
	f, err := f.step(FlowExhaust, now)
	if err == nil {
		err = ErrFlowEnded
	}
	return f, err
}

// Set ends the flow, whose password is set (L7, L8). The ticket is used.
func (f Flow) Set(now time.Time) (Flow, error) { return f.step(FlowSet, now) }

// Cancel ends the flow; nothing was changed.
func (f Flow) Cancel(now time.Time) (Flow, error) { return f.step(FlowCancel, now) }

// Disown ends the flow at the word of whoever received the letter.
func (f Flow) Disown(now time.Time) (Flow, error) { return f.step(FlowDisown, now) }

// Forgotten returns the flow at the instant, without the address once it has ended and
// its time is over. What nobody needs is not kept.
func (f Flow) Forgotten(now time.Time) Flow {
	f = f.At(now)
	if f.State.Ended() && !f.Seen.Before(f.Began.Add(FlowLife)) {
		f.Address = ""
	}
	return f
}
