package hours

import (
	"fmt"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// Key names a declaration: the organisation, then the member, then itself.
type Key struct {
	Org    identity.OrganisationID `json:"org"`
	Member identity.MemberID       `json:"member"`
	ID     string                  `json:"id"`
}

// Declaration is an activity that a member declares, from the first draft to
// what the order decides.
type Declaration struct {
	Key
	// Period is the first day of the reference period it is declared for.
	Period cycle.Date `json:"period"`
	State  State      `json:"state"`
	// Entry is what the member typed, right or wrong; it is kept as it was.
	Entry Entry `json:"entry"`
	// Activity is what the entry says, once submitted. It is zero in a draft.
	Activity Activity `json:"activity"`
	// Counted is the number of hours that the order counts: none before it
	// decides, and never more than Activity.Hours.
	Counted Hours `json:"counted"`
	// Decisions are what staff decided, the oldest first. None is ever erased.
	Decisions []Decision `json:"decisions"`
	Created   time.Time  `json:"created"`
	Changed   time.Time  `json:"changed"`
	// Submitted is the zero time in a draft.
	Submitted time.Time `json:"submitted"`
	// Version is one higher after each change; 0 has never been stored.
	Version int64 `json:"version"`
}

// Activity is a declared activity, checked.
type Activity struct {
	Category string `json:"category"`
	Type     string `json:"type"`
	// Listing, ProviderListing and TrainerListing are identifiers in the order's
	// lists; empty for what is not in the list. The names are as declared, and do
	// not follow later changes of the lists.
	Listing         string     `json:"listing"`
	Title           string     `json:"title"`
	ProviderListing string     `json:"providerListing"`
	Provider        string     `json:"provider"`
	TrainerListing  string     `json:"trainerListing"`
	Trainer         string     `json:"trainer"`
	First           cycle.Date `json:"first"`
	Last            cycle.Date `json:"last"`
	Hours           Hours      `json:"hours"`
	// Attested are the attestations that were ticked, and AttestedVersion the
	// version of the regulation whose text they had.
	Attested        []string `json:"attested"`
	AttestedVersion string   `json:"attestedVersion"`
}

// Decision is what staff decided about a declaration.
type Decision struct {
	Event Event `json:"event"`
	// Counted is what was counted after the decision, and Before what was before.
	Counted Hours     `json:"counted"`
	Before  Hours     `json:"before"`
	Reason  string    `json:"reason"`
	By      string    `json:"by"`
	At      time.Time `json:"at"`
}

// State is where a declaration stands.
type State string

// The states. Discarded is a draft that was thrown away: nothing of it is kept.
const (
	Draft     State = "draft"
	Submitted State = "submitted"
	InReview  State = "in-review"
	Counted   State = "counted"
	Refused   State = "refused"
	Withdrawn State = "withdrawn"
	Cancelled State = "cancelled"
	Discarded State = "discarded"
)

// States lists every state.
func States() []State {
	return []State{Draft, Submitted, InReview, Counted, Refused, Withdrawn, Cancelled, Discarded}
}

// Event is what happens to a declaration.
type Event string

// The events. The first four are the member's, the others staff's.
const (
	Save     Event = "save"
	Submit   Event = "submit"
	Discard  Event = "discard"
	Withdraw Event = "withdraw"
	Take     Event = "take"   // into review
	Count    Event = "count"  // whole or in part; again to correct
	Refuse   Event = "refuse" // with a reason
	Cancel   Event = "cancel" // at the member's request, with a reason
)

// Events lists every event.
func Events() []Event {
	return []Event{Save, Submit, Discard, Withdraw, Take, Count, Refuse, Cancel}
}

// transitions is the life of a declaration (P30 to P32). A pair that is not here
// is refused.
var transitions = map[State]map[Event]State{
	Draft:     {Save: Draft, Submit: Submitted, Discard: Discarded},
	Submitted: {Withdraw: Withdrawn, Take: InReview, Count: Counted, Refuse: Refused, Cancel: Cancelled},
	InReview:  {Count: Counted, Refuse: Refused, Cancel: Cancelled},
	Counted:   {Count: Counted, Refuse: Refused, Cancel: Cancelled},
	Refused:   {Count: Counted, Refuse: Refused, Cancel: Cancelled},
	Withdrawn: {},
	Cancelled: {},
	Discarded: {},
}

// Next returns the state after the event, or [ErrTransition] when the state has
// no such event.
func (s State) Next(e Event) (State, error) {
	next, ok := transitions[s][e]
	if !ok {
		return s, fmt.Errorf("%w: %s in %s", ErrTransition, e, s)
	}
	return next, nil
}

// Pending reports a declaration that waits for the order.
func (s State) Pending() bool { return s == Submitted || s == InReview }

// Processed reports a declaration that the order has dealt with.
func (s State) Processed() bool { return s == Counted || s == Refused || s == Cancelled }

// StaffEvents lists the events that staff may cause in the state.
func (s State) StaffEvents() []Event {
	return slices.DeleteFunc([]Event{Take, Count, Refuse, Cancel}, func(e Event) bool {
		_, ok := transitions[s][e]
		return !ok
	})
}

// Reason returns the reason of the latest decision; empty when there is none.
func (d Declaration) Reason() string {
	if len(d.Decisions) == 0 {
		return ""
	}
	return d.Decisions[len(d.Decisions)-1].Reason
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
// count fewer hours than declared or than before: the member reads it. The error
// is [ErrTransition] or a [FieldErrors] on "counted" or "reason".
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
		if d.Activity.Hours.Less(counted) {
			wrong = append(wrong, FieldError{"counted", ErrMoreThanDeclared})
		}
		if counted.IsZero() {
			wrong = append(wrong, FieldError{"counted", ErrNoHours})
		}
		if !explained && (counted.Less(d.Activity.Hours) || d.State.Processed()) {
			wrong = append(wrong, FieldError{"reason", ErrMissing})
		}
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
	d.Decisions = append(slices.Clone(d.Decisions), Decision{v.Event, counted, d.Counted, v.Reason, by, at})
	d.State, d.Counted, d.Changed = next, counted, at
	return d, nil
}
