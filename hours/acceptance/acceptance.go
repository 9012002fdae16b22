// Package acceptance counts many declarations at once, whole: those of which the file
// itself says that nothing stands in the way. What was chosen is written first, and
// then done one declaration after another, each in its own file with its own act, so
// that nothing is lost or doubled when the work is cut off. Within hours.RecallTime
// all of it, or one, may be taken back.
package acceptance

import (
	"fmt"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Most is how many declarations one acceptance may have. It is a record that is written
// again as the work goes on, and a page that somebody reads through before confirming.
const Most = 500

// Key names an acceptance: the organisation, then itself.
type Key struct {
	Org identity.OrganisationID `json:"org"`
	ID  string                  `json:"id"`
}

// Acceptance is what somebody of the staff accepted at once.
type Acceptance struct {
	Key
	// Account, Member (their own file, if they have one) and By are those of the person
	// who confirmed it: everything is done in their name.
	Account identity.AccountID `json:"account"`
	Member  identity.MemberID  `json:"member,omitempty"`
	By      string             `json:"by"`
	// Asked is when it was confirmed, and Done when the last of it was dealt with; the
	// zero time while some of it waits.
	Asked time.Time `json:"asked"`
	Done  time.Time `json:"done,omitzero"`
	Items []Item    `json:"items"`
	// Version is one higher after each change; 0 has never been stored.
	Version int64 `json:"version"`
}

// Ref is a declaration as it was when it was chosen.
type Ref struct {
	Member      identity.MemberID `json:"member"`
	Declaration string            `json:"declaration"`
	// Version is that which was shown.
	Version int64 `json:"version"`
}

// Item is a declaration in an acceptance, and what became of it.
type Item struct {
	Ref
	Fate Fate `json:"fate"`
	// Hours are those counted.
	Hours hours.Hours `json:"hours"`
	// Obstacle is why it was left, or why it was not taken back when that was asked for;
	// Why is hours.Item.Why of one that the regulation would not count whole.
	Obstacle hours.Obstacle `json:"obstacle,omitempty"`
	Why      hours.Why      `json:"why,omitempty"`
	// Until is the instant before which it may be taken back; the zero time unless it is
	// accepted.
	Until time.Time `json:"until,omitzero"`
	// BackBy and Back are who took it back, and when. Told says that the member had been
	// told and was told again.
	BackBy string    `json:"backBy,omitempty"`
	Back   time.Time `json:"back,omitzero"`
	Told   bool      `json:"told,omitempty"`
}

// Fate is what became of a declaration in an acceptance.
type Fate string

// The fates.
const (
	Waiting   Fate = "waiting"
	Accepted  Fate = "accepted"
	LeftAlone Fate = "left" // something stood in the way
	TakenBack Fate = "taken-back"
)

// Fates lists every fate.
func Fates() []Fate { return []Fate{Waiting, Accepted, LeftAlone, TakenBack} }

// Step is what happens to a declaration in an acceptance.
type Step string

// The steps.
const (
	Accept   Step = "accept"
	Leave    Step = "leave"
	TakeBack Step = "take-back"
	// Keep: it could not be taken back.
	Keep Step = "keep"
)

// Steps lists every step.
func Steps() []Step { return []Step{Accept, Leave, TakeBack, Keep} }

// fates is the life of a declaration in an acceptance. A pair that is not here changes
// nothing: two processes that do the same work say the same twice.
var fates = map[Fate]map[Step]Fate{
	Waiting:   {Accept: Accepted, Leave: LeftAlone},
	Accepted:  {TakeBack: TakenBack, Keep: Accepted},
	LeftAlone: {},
	TakenBack: {},
}

// Next returns the fate after the step, or hours.ErrTransition when there is no such
// step from it.
func (f Fate) Next(s Step) (Fate, error) {
	next, ok := fates[f][s]
	if !ok {
		return f, fmt.Errorf("%w: %s what is %s", hours.ErrTransition, s, f)
	}
	return next, nil
}

// Count returns how many have the fate.
func (a Acceptance) Count(f Fate) int {
	n := 0
	for i := range a.Items {
		if a.Items[i].Fate == f {
			n++
		}
	}
	return n
}

// Hours returns the hours of those that have the fate.
func (a Acceptance) Hours(f Fate) hours.Hours {
	var all hours.Hours
	for i := range a.Items {
		if a.Items[i].Fate == f {
			all = all.Plus(a.Items[i].Hours)
		}
	}
	return all
}

// Running reports that some of it waits to be done.
func (a Acceptance) Running() bool { return a.Done.IsZero() }

// Until returns the instant before which all that is accepted may be taken back; the
// zero time when none of it may, or not all any more.
func (a Acceptance) Until(now time.Time) time.Time {
	var first time.Time
	for i := range a.Items {
		item := &a.Items[i]
		if item.Fate != Accepted {
			continue
		}
		if !now.Before(item.Until) {
			return time.Time{}
		}
		if first.IsZero() || item.Until.Before(first) {
			first = item.Until
		}
	}
	return first
}

// with returns the acceptance with what became of some of its items, each where it is
// still open to that, at the instant.
func (a Acceptance) with(done []outcome, now time.Time) Acceptance {
	a.Items = slices.Clone(a.Items)
	for _, o := range done {
		i := slices.IndexFunc(a.Items, func(item Item) bool {
			return item.Member == o.Member && item.Declaration == o.Declaration
		})
		if i < 0 {
			continue
		}
		next, err := a.Items[i].Fate.Next(o.step)
		if err != nil {
			continue
		}
		o.Fate = next
		a.Items[i] = o.Item
	}
	if a.Done.IsZero() && a.Count(Waiting) == 0 {
		a.Done = now
	}
	return a
}

// outcome is an item after a step.
type outcome struct {
	Item
	step Step
}
