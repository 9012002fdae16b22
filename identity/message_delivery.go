package identity

import (
	"fmt"
	"time"
)

// Delivery is where a message stands.
type Delivery string

// The states of a message. Retrying is one that waits after it was tried; HeldBack was
// taken back before it was ever tried.
const (
	Waiting  Delivery = "waiting"
	Retrying Delivery = "retrying"
	Left     Delivery = "sent"
	GivenUp  Delivery = "given-up"
	HeldBack Delivery = "held-back"
)

// Deliveries lists every state.
func Deliveries() []Delivery { return []Delivery{Waiting, Retrying, Left, GivenUp, HeldBack} }

// DeliveryEvent is what happens to a message.
type DeliveryEvent string

// The events.
const (
	// Leave: the mail server has taken it.
	Leave DeliveryEvent = "leave"
	// PutOff: it could not leave, and is tried again.
	PutOff DeliveryEvent = "put-off"
	// GiveUp: it could not leave, and never will.
	GiveUp DeliveryEvent = "give-up"
	// HoldBack: what it announces was taken back before it left.
	HoldBack DeliveryEvent = "hold-back"
)

// DeliveryEvents lists every event.
func DeliveryEvents() []DeliveryEvent { return []DeliveryEvent{Leave, PutOff, GiveUp, HoldBack} }

// deliveries is the life of a message. A pair that is not here is refused: what has
// left stays sent, whatever a slower sender says of it. One that was given up may
// still be said to have left, by the sender that was slow.
var deliveries = map[Delivery]map[DeliveryEvent]Delivery{
	Waiting:  {Leave: Left, PutOff: Retrying, GiveUp: GivenUp, HoldBack: HeldBack},
	Retrying: {Leave: Left, PutOff: Retrying, GiveUp: GivenUp},
	Left:     {},
	GivenUp:  {Leave: Left},
	HeldBack: {},
}

// Next returns the state after the event, or [ErrStale] when the state has no
// such event.
func (d Delivery) Next(e DeliveryEvent) (Delivery, error) {
	next, ok := deliveries[d][e]
	if !ok {
		return d, fmt.Errorf("%w: %s in %s", ErrStale, e, d)
	}
	return next, nil
}

// Delivery returns where the message stands.
func (m Message) Delivery() Delivery {
	switch {
	case !m.Sent.IsZero():
		return Left
	case !m.GivenUp.IsZero():
		return GivenUp
	case !m.HeldBack.IsZero():
		return HeldBack
	case m.Trouble != "":
		return Retrying
	}
	return Waiting
}

// Trouble is the class of what kept a message from leaving. It holds neither the
// address nor what the server said, which repeats it.
type Trouble string

// The classes. The zero value is none.
const (
	// Unreachable: no mail server took the connection, or it broke.
	Unreachable Trouble = "unreachable"
	// Deferred: the mail server asks to come back later, or refuses what is not about
	// this message (SMTP 4xx, or 5xx before the recipient is named).
	Deferred Trouble = "deferred"
	// Refused: the mail server refuses the recipient or the letter for good (SMTP 5xx).
	Refused Trouble = "refused"
	// BadLetter: the address is none, or there is nothing to send.
	BadLetter Trouble = "bad-letter"
	// Unwritten: the message could not be put in words.
	Unwritten Trouble = "unwritten"
)

// Troubles lists every class.
func Troubles() []Trouble {
	return []Trouble{Unreachable, Deferred, Refused, BadLetter, Unwritten}
}

// Final reports a trouble that trying again does not cure.
func (t Trouble) Final() bool { return t == Refused || t == BadLetter }

// delays are how long a message waits after each attempt. RFC 5321, section
// 4.5.4.1, asks for half an hour at least once the first tries have failed, and not
// to give up before four or five days: these add up to four days and eight hours.
var delays = []time.Duration{
	time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour,
	24 * time.Hour, 24 * time.Hour, 24 * time.Hour, 24 * time.Hour,
}

// Retry returns when a message is tried again after so many attempts, the latest at
// the instant now; giveUp says that it was tried often enough.
func Retry(attempts int, now time.Time) (next time.Time, giveUp bool) {
	if attempts > len(delays) {
		return time.Time{}, true
	}
	return now.Add(delays[max(attempts, 1)-1]), false
}

// Leaves returns the message as it has left at the instant. The error is
// [ErrStale] when it had left before.
func (m Message) Leaves(at time.Time) (Message, error) {
	if _, err := m.Delivery().Next(Leave); err != nil {
		return m, err
	}
	m.Sent, m.GivenUp, m.Next, m.Trouble, m.Secret = at.UTC().Truncate(Precision), time.Time{}, time.Time{}, "", ""
	return m, nil
}

// Fails returns the message as an attempt has left it that failed at the instant:
// put off to the time of [Retry], or given up. The error is [ErrStale] when it
// waits no more.
func (m Message) Fails(why Trouble, at time.Time) (Message, error) {
	at = at.UTC().Truncate(Precision)
	next, enough := Retry(m.Attempts, at)
	e := PutOff
	if enough || why.Final() {
		e = GiveUp
	}
	if _, err := m.Delivery().Next(e); err != nil {
		return m, err
	}
	m.Trouble, m.Next = why, next
	if e == GiveUp {
		m.GivenUp, m.Next, m.Secret = at, time.Time{}, ""
	}
	return m, nil
}

// Due returns the instant from which the message may be taken to be sent, and
// whether it waits at all.
func (m Message) Due() (time.Time, bool) {
	switch m.Delivery() {
	case Waiting, Retrying:
		if m.Next.IsZero() {
			return m.Written, true
		}
		return m.Next, true
	case Left, GivenUp, HeldBack:
	}
	return time.Time{}, false
}

// HoldsBack returns the message as it was taken back at the instant. The error is
// [ErrStale] once a sender has taken it, be it only to try: it may have left.
// Its secret stays: where messages are sealed the store that holds it back cannot open it.
func (m Message) HoldsBack(at time.Time) (Message, error) {
	if _, err := m.Delivery().Next(HoldBack); err != nil || m.Attempts > 0 {
		return m, fmt.Errorf("%w: it has left, or is leaving", ErrStale)
	}
	m.HeldBack, m.Next = at.UTC().Truncate(Precision), time.Time{}
	return m, nil
}

// Released returns the message as if the sender who has it had not taken it.
func (m Message) Released(now time.Time) Message {
	m.Attempts, m.Next = m.Attempts-1, now.UTC().Truncate(Precision)
	return m
}

// Taken returns the message as a sender has taken it until the instant.
func (m Message) Taken(until time.Time) Message {
	m.Attempts, m.Next = m.Attempts+1, until
	return m
}
