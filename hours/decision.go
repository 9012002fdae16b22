package hours

import (
	"fmt"
	"slices"
	"time"
)

// Decision is what staff decided about a declaration.
type Decision struct {
	Event Event `json:"event"`
	// Counted is what was counted after the decision, and Before what was before.
	Counted Hours `json:"counted"`
	Before  Hours `json:"before"`
	// Reason is read by the member. By is the name of the person who decided.
	Reason string    `json:"reason"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	// Amendment is what the decision corrected in the activity; nil when it left
	// the activity as it was.
	Amendment *Amendment `json:"amendment,omitempty"`
	// Allocations are those of the declaration after the decision.
	Allocations []Allocation `json:"allocations,omitempty"`
	// Together names the acceptance of many declarations of which the decision is part,
	// or which it takes back; empty for one made of the declaration alone. Until is the
	// instant before which it may be taken back, and Letter the message that announces
	// it, which leaves no sooner; empty when there is none.
	Together string    `json:"together,omitempty"`
	Until    time.Time `json:"until,omitzero"`
	Letter   string    `json:"letter,omitempty"`
}

// Verdict is what staff say of a declaration. Counted is used with Count alone.
type Verdict struct {
	Event   Event
	Counted Hours
	Reason  string
}

// longestReason is the greatest length of a reason, in characters.
const longestReason = 2000

// Decide applies a verdict. A reason is required to refuse, to cancel, and to
// count fewer hours than declared or change an earlier decision: the member reads
// it. Every decision stays in Decisions, and answers the request for correction that
// is open. The error is [ErrTransition] or a [FieldErrors] on "counted" or "reason",
// and then the declaration is as it was.
func (d Declaration) Decide(v Verdict, by string, at time.Time) (Declaration, error) {
	next, err := d.State.Next(v.Event)
	if err != nil {
		return d, err
	}
	if !slices.Contains(d.State.StaffEvents(), v.Event) {
		return d, fmt.Errorf("%w: %s is not staff's", ErrTransition, v.Event)
	}
	var wrong FieldErrors
	counted, explained := d.Counted, v.Reason != ""
	switch v.Event {
	case Count:
		counted = v.Counted
		wrong = countable(counted, d.Activity.Hours)
		if !explained && (counted.Less(d.Activity.Hours) || d.State.Processed()) {
			wrong = append(wrong, FieldError{"reason", ErrMissing})
		}
	case Save, Submit, Discard, Withdraw, Take, Correct, Recall, Propose, Attest, Adopt, Dismiss, Revoke:
		// No hours change.
	case Refuse, Cancel:
		counted = Hours{}
		if !explained {
			wrong = append(wrong, FieldError{"reason", ErrMissing})
		}
	}
	if len([]rune(v.Reason)) > longestReason {
		wrong = append(wrong, FieldError{"reason", ErrTooLong})
	}
	if len(wrong) > 0 {
		return d, wrong
	}
	return d.decided(Decision{Event: v.Event, Counted: counted, Reason: v.Reason, By: by, At: at}, next), nil
}

// countable says what is wrong with hours to count of so many.
func countable(counted, of Hours) FieldErrors {
	switch {
	case counted.IsZero():
		return FieldErrors{{"counted", ErrNoHours}}
	case !counted.Declarable():
		return FieldErrors{{"counted", ErrBadHours}}
	case of.Less(counted):
		return FieldErrors{{"counted", ErrMoreThanDeclared}}
	}
	return nil
}

// decided adds a decision, which answers the request for correction that is open.
func (d Declaration) decided(one Decision, next State) Declaration {
	one.Before = d.Counted
	d.Decisions = append(slices.Clone(d.Decisions), one)
	d.State, d.Counted, d.Changed = next, one.Counted, one.At
	if _, open := d.Asked(); open {
		d = d.closed(Answer, Correction{Event: one.Event, Answer: one.Reason, By: one.By, Closed: one.At})
	}
	return d.dropped(one.By, one.At)
}

// repeats reports that the latest decision is this verdict of the same person.
func (d Declaration) repeats(v Verdict, by string) bool {
	if len(d.Decisions) == 0 {
		return false
	}
	last := d.Decisions[len(d.Decisions)-1]
	same := last.Event == v.Event && last.Reason == v.Reason && last.By == by
	return same && (v.Event != Count && v.Event != Correct || last.Counted.Compare(v.Counted) == 0)
}
