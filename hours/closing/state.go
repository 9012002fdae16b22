package closing

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/hours"
)

// State is where a reference period stands once it has ended.
type State string

// The states.
const (
	Open       State = "open"       // not closed yet, or reopened
	Closed     State = "closed"     // everything was done; what is more passes on
	Short      State = "short"      // closed with something missing
	Noticed    State = "noticed"    // a notice of default was served, and its delay runs
	Final      State = "final"      // a final notice was served
	Cured      State = "cured"      // the default was made good
	Sanctioned State = "sanctioned" // a consequence applies
)

// States lists every state.
func States() []State { return []State{Open, Closed, Short, Noticed, Final, Cured, Sanctioned} }

// Event is what happens to a period that has ended.
type Event string

// The events. Observe is the member's, the others staff's; Cure may be time's too.
const (
	Close       Event = "close"    // settle the figures; again when they have changed
	Reopen      Event = "reopen"   // with a reason
	Notify      Event = "notify"   // serve a notice of default
	Observe     Event = "observe"  // the member's written observations
	Cure        Event = "cure"     // what was missing is done
	FinalNotice Event = "final"    // serve the final notice
	Sanction    Event = "sanction" // apply a consequence
	Lift        Event = "lift"     // the consequence ends
	Withdraw    Event = "withdraw" // the notice was served by mistake
)

// Events lists every event.
func Events() []Event {
	return []Event{Close, Reopen, Notify, Observe, Cure, FinalNotice, Sanction, Lift, Withdraw}
}

// leads is where an event leads: when nothing is missing, and when something is.
type leads struct{ met, missing State }

func to(s State) leads { return leads{s, s} }

// transitions is the life of a period that has ended. A pair that is not here is
// refused.
var transitions = map[State]map[Event]leads{
	Open:       {Close: {Closed, Short}},
	Closed:     {Close: {Closed, Short}, Reopen: to(Open), Notify: to(Noticed)},
	Short:      {Close: {Closed, Short}, Reopen: to(Open), Notify: to(Noticed)},
	Noticed:    {Observe: to(Noticed), Cure: to(Cured), FinalNotice: to(Final), Sanction: to(Sanctioned), Withdraw: {Closed, Short}},
	Final:      {Observe: to(Final), Cure: to(Cured), Sanction: to(Sanctioned), Withdraw: {Closed, Short}},
	Cured:      {Reopen: to(Open), Notify: to(Noticed)},
	Sanctioned: {Observe: to(Sanctioned), Sanction: to(Sanctioned), Lift: {Cured, Short}},
}

// Next returns the state after the event, for a period in which nothing is missing
// (met) or something is; hours.ErrTransition when the state has no such event.
func (s State) Next(e Event, met bool) (State, error) {
	next, ok := transitions[s][e]
	switch {
	case !ok:
		return s, fmt.Errorf("%w: %s in %s", hours.ErrTransition, e, s)
	case met:
		return next.met, nil
	}
	return next.missing, nil
}

// Default reports a period about which a notice of default has been served and not
// answered for.
func (s State) Default() bool { return s == Noticed || s == Final || s == Sanctioned }

// StaffEvents lists the events that staff may cause in the state.
func (s State) StaffEvents() []Event {
	return slices.DeleteFunc(Events(), func(e Event) bool {
		_, ok := transitions[s][e]
		return !ok || e == Observe
	})
}

// Diagram draws the transitions, one to a line, as Mermaid draws state diagrams.
func Diagram() string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n")
	for _, s := range States() {
		for _, e := range Events() {
			next, ok := transitions[s][e]
			switch {
			case !ok:
			case next.met == next.missing:
				fmt.Fprintf(&b, "%s --> %s: %s\n", s, next.met, e)
			default:
				fmt.Fprintf(&b, "%s --> %s: %s, nothing missing\n%s --> %s: %s, something missing\n", s, next.met, e, s, next.missing, e)
			}
		}
	}
	return b.String()
}
