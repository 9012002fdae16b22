package hours

import (
	"fmt"
	"slices"
	"time"
)

// Correction is a member's request that the order correct or cancel a declaration
// that it has dealt with: the member can no longer change it (P32).
type Correction struct {
	State CorrectionState `json:"state"`
	// Text is what the member asks for, 2000 characters at most.
	Text  string    `json:"text"`
	Asked time.Time `json:"asked"`
	// Closed is when it was answered or taken back; the zero time while it is open.
	Closed time.Time `json:"closed"`
	// Event is the decision that answered it; empty when no decision was taken.
	Event Event `json:"event,omitempty"`
	// Answer is the reason of that decision, or of taking none: the member reads it.
	// By is the name of the person who answered.
	Answer string `json:"answer,omitempty"`
	By     string `json:"by,omitempty"`
}

// CorrectionState is where a request for correction stands.
type CorrectionState string

// The states. NotAsked is the zero value: there is no such request yet. Answered is
// by a decision, whatever it is; Declined is by none.
const (
	NotAsked  CorrectionState = ""
	Open      CorrectionState = "open"
	TakenBack CorrectionState = "taken-back"
	Answered  CorrectionState = "answered"
	Declined  CorrectionState = "declined"
)

// CorrectionStates lists every state.
func CorrectionStates() []CorrectionState {
	return []CorrectionState{NotAsked, Open, TakenBack, Answered, Declined}
}

// CorrectionEvent is what happens to a request for correction.
type CorrectionEvent string

// The events. The first two are the member's, the others staff's.
const (
	Ask      CorrectionEvent = "ask"
	TakeBack CorrectionEvent = "take-back"
	Answer   CorrectionEvent = "answer"  // by a decision on the declaration
	Decline  CorrectionEvent = "decline" // with a reason, and no decision
)

// CorrectionEvents lists every event.
func CorrectionEvents() []CorrectionEvent {
	return []CorrectionEvent{Ask, TakeBack, Answer, Decline}
}

// corrections is the life of a request for correction. A pair that is not here is
// refused.
var corrections = map[CorrectionState]map[CorrectionEvent]CorrectionState{
	NotAsked:  {Ask: Open},
	Open:      {TakeBack: TakenBack, Answer: Answered, Decline: Declined},
	TakenBack: {},
	Answered:  {},
	Declined:  {},
}

// Next returns the state after the event, or [ErrTransition] when the state has no
// such event.
func (s CorrectionState) Next(e CorrectionEvent) (CorrectionState, error) {
	next, ok := corrections[s][e]
	if !ok {
		return s, fmt.Errorf("%w: %s of a request for correction that is %q", ErrTransition, e, s)
	}
	return next, nil
}

// Asked returns the request for correction that is open, if there is one.
func (d Declaration) Asked() (Correction, bool) {
	if n := len(d.Corrections); n > 0 && d.Corrections[n-1].State == Open {
		return d.Corrections[n-1], true
	}
	return Correction{}, false
}

// Askable reports a declaration of which the member may ask for a correction: the
// order has dealt with it, it is not cancelled, and none is asked for already.
func (d Declaration) Askable() bool {
	_, open := d.Asked()
	return d.State.Processed() && d.State.Correctable() && !open
}

// Awaits reports a declaration that waits for staff: it is pending, or a correction
// of it is asked for.
func (d Declaration) Awaits() bool {
	_, open := d.Asked()
	return open || d.State.Pending()
}

// Ask opens a request for correction. The error is [ErrTransition] before the order
// has dealt with the declaration and once it is cancelled, [ErrAskedAlready], or a
// [FieldErrors] on "text", and then the declaration is as it was.
func (d Declaration) Ask(text string, at time.Time) (Declaration, error) {
	next, err := NotAsked.Next(Ask)
	if err != nil {
		return d, err
	}
	if _, open := d.Asked(); open {
		return d, ErrAskedAlready
	}
	switch {
	case !d.Askable():
		return d, fmt.Errorf("%w: a correction of what is %s", ErrTransition, d.State)
	case text == "":
		return d, FieldErrors{{"text", ErrMissing}}
	case len([]rune(text)) > longestReason:
		return d, FieldErrors{{"text", ErrTooLong}}
	}
	d.Corrections = append(slices.Clone(d.Corrections), Correction{State: next, Text: text, Asked: at})
	d.Changed = at
	return d, nil
}

// TakeBack closes the request for correction that is open, for the member. The error
// is [ErrTransition] when there is none.
func (d Declaration) TakeBack(at time.Time) (Declaration, error) {
	if _, open := d.Asked(); !open {
		return d, fmt.Errorf("%w: no request for correction is open", ErrTransition)
	}
	return d.closed(TakeBack, Correction{Closed: at}), nil
}

// Decline answers the request for correction that is open without any decision, with
// a reason that the member reads. The error is [ErrTransition] when there is none, or
// a [FieldErrors] on "reason".
func (d Declaration) Decline(reason, by string, at time.Time) (Declaration, error) {
	switch _, open := d.Asked(); {
	case !open:
		return d, fmt.Errorf("%w: no request for correction is open", ErrTransition)
	case reason == "":
		return d, FieldErrors{{"reason", ErrMissing}}
	case len([]rune(reason)) > longestReason:
		return d, FieldErrors{{"reason", ErrTooLong}}
	}
	return d.closed(Decline, Correction{Answer: reason, By: by, Closed: at}), nil
}

// closed closes the request that is open, with what is given of its answer.
func (d Declaration) closed(e CorrectionEvent, with Correction) Declaration {
	d.Corrections = slices.Clone(d.Corrections)
	last := &d.Corrections[len(d.Corrections)-1]
	next, err := last.State.Next(e)
	if err != nil {
		return d
	}
	last.State, last.Closed, last.Event, last.Answer, last.By = next, with.Closed, with.Event, with.Answer, with.By
	d.Changed = with.Closed
	return d
}
