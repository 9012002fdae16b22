package exemption

import (
	"fmt"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/hours"
)

// Verdict is what staff say of a request. Granted is used with Grant alone.
type Verdict struct {
	Event   Event
	Granted hours.Hours
	Reason  string
}

// longestReason is the greatest length of a reason, in characters.
const longestReason = 2000

// Decide applies a verdict. A reason is required to refuse, to cancel, and to
// change an earlier decision: the member reads it. most is what the regulation
// asks in all for the period: no more can be granted, rounded up to the hundredth
// of an hour, nor hours that are not hours.Hours.Declarable. Every decision stays
// in Decisions. The error is [ErrTransition] or an hours.FieldErrors on "granted"
// or "reason", and then the request is as it was.
func (r Request) Decide(v Verdict, most hours.Hours, by string, at time.Time) (Request, error) {
	next, err := r.State.Next(v.Event)
	if err != nil {
		return r, err
	}
	if !slices.Contains(r.State.StaffEvents(), v.Event) {
		return r, fmt.Errorf("%w: %s is not staff's", ErrTransition, v.Event)
	}
	var wrong hours.FieldErrors
	granted := hours.Hours{}
	if v.Event == Grant {
		granted = v.Granted
		switch {
		case granted.IsZero():
			wrong = append(wrong, hours.FieldError{Field: "granted", Err: hours.ErrNoHours})
		case !granted.Declarable():
			wrong = append(wrong, hours.FieldError{Field: "granted", Err: hours.ErrBadHours})
		case writable(most).Less(granted):
			wrong = append(wrong, hours.FieldError{Field: "granted", Err: ErrMoreThanAsked})
		}
	}
	if v.Reason == "" && (v.Event != Grant || !r.State.Pending()) {
		wrong = append(wrong, hours.FieldError{Field: "reason", Err: hours.ErrMissing})
	}
	if len([]rune(v.Reason)) > longestReason {
		wrong = append(wrong, hours.FieldError{Field: "reason", Err: hours.ErrTooLong})
	}
	if len(wrong) > 0 {
		return r, wrong
	}
	r.Decisions = append(slices.Clone(r.Decisions), Decision{v.Event, granted, r.Granted, v.Reason, by, at})
	r.State, r.Granted, r.Changed = next, granted, at
	return r, nil
}

// repeats reports that the latest decision is this verdict of the same person.
func (r Request) repeats(v Verdict, by string) bool {
	if len(r.Decisions) == 0 {
		return false
	}
	last := r.Decisions[len(r.Decisions)-1]
	same := last.Event == v.Event && last.Reason == v.Reason && last.By == by
	return same && (v.Event != Grant || last.Granted.Compare(v.Granted) == 0)
}

// writable returns the hours rounded up to the hundredth: of 250/13 h, which a
// period of 39 months gives and nobody can write, 19.24 may be granted, or the
// whole could never be.
func writable(h hours.Hours) hours.Hours {
	d, _ := h.Decimal(2)
	if up, err := hours.FromDecimal(d); err == nil {
		return up
	}
	return h
}
