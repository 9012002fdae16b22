// Package closing says what became of a reference period once it had ended: it is
// closed, what is more than was asked passes on, and what is missing may be followed
// by a notice of default, a delay to make it good, a final notice and consequences.
//
// Start with [Closing], one member's period, and [Docket], the desk that keeps them
// through a [Store]. What a closing says stands in its entries, which are added and
// never changed: a figure that is corrected afterwards is a new line, and
// [Closing.Ledger] puts both together. The balance itself is always the evaluation
// of what stands in the file.
//
// This is the life of a closing, drawn from the table of state.go:
//
//	stateDiagram-v2
//	open --> closed: close, nothing missing
//	open --> short: close, something missing
//	closed --> closed: close, nothing missing
//	closed --> short: close, something missing
//	closed --> open: reopen
//	closed --> noticed: notify
//	short --> closed: close, nothing missing
//	short --> short: close, something missing
//	short --> open: reopen
//	short --> noticed: notify
//	noticed --> noticed: observe
//	noticed --> cured: cure
//	noticed --> final: final
//	noticed --> sanctioned: sanction
//	noticed --> closed: withdraw, nothing missing
//	noticed --> short: withdraw, something missing
//	final --> final: observe
//	final --> cured: cure
//	final --> sanctioned: sanction
//	final --> closed: withdraw, nothing missing
//	final --> short: withdraw, something missing
//	cured --> open: reopen
//	cured --> noticed: notify
//	sanctioned --> sanctioned: observe
//	sanctioned --> sanctioned: sanction
//	sanctioned --> cured: lift, nothing missing
//	sanctioned --> short: lift, something missing
//
// Files other than docket*.go and store.go are pure.
package closing

import (
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Key names a closing: the organisation, then the member, then the first day of the
// reference period.
type Key struct {
	Org    identity.OrganisationID `json:"org"`
	Member identity.MemberID       `json:"member"`
	Period cycle.Date              `json:"period"`
}

// Closing is what became of one member's reference period once it had ended.
type Closing struct {
	Key
	// Span is the period.
	Span  cycle.Span `json:"span"`
	State State      `json:"state"`
	// Notice is the latest notice of default that was not withdrawn; nil is none.
	Notice *Notice `json:"notice,omitempty"`
	// Entries are what happened, in order. None is ever changed or taken away.
	Entries []Entry `json:"entries"`
	// Changed is the instant of the latest entry.
	Changed time.Time `json:"changed"`
	// Version is one higher after each change; 0 has never been stored, and is open.
	Version int64 `json:"version"`
}

// Entry is one thing that happened, with the figures as they stood then.
type Entry struct {
	// Seq is the number of the act that tells it in the history of the file.
	Seq int64     `json:"seq"`
	At  time.Time `json:"at"`
	// Account is that of the person who did it, and By the name they then had; both
	// are empty for what time alone caused.
	Account identity.AccountID `json:"account,omitempty"`
	By      string             `json:"by,omitempty"`
	Event   Event              `json:"event"`
	// State is that after the event.
	State State `json:"state"`
	// Reason is what staff wrote, or the member's observations.
	Reason string `json:"reason,omitempty"`
	// Late: the observations came after their delay.
	Late bool `json:"late,omitempty"`
	// Stage is the consequence that applies, as the regulation identifies it; empty
	// for one that the regulation does not name.
	Stage string `json:"stage,omitempty"`
	// Notice is the notice as it stood after the event.
	Notice  *Notice `json:"notice,omitempty"`
	Settled Settled `json:"settled"`
}

// Settled is the figures of the period at one instant.
type Settled struct {
	Status hours.Status `json:"status"`
	// Asked is what the total asks after exemptions; Counted, Carried and Remaining
	// are those of hours.Tally.
	Asked     hours.Hours `json:"asked"`
	Counted   hours.Hours `json:"counted"`
	Carried   hours.Hours `json:"carried"`
	Remaining hours.Hours `json:"remaining"`
	// Missing is what is left of every requirement that decides.
	Missing []Missing `json:"missing,omitempty"`
	// Passing is what passes on to later periods.
	Passing []Passing `json:"passing,omitempty"`
}

// Missing is what is left of a requirement.
type Missing struct {
	// Requirement is its name, as hours.Line.Name gives it.
	Requirement string        `json:"requirement"`
	Hours       hours.Hours   `json:"hours"`
	Measure     hours.Measure `json:"measure,omitempty"`
}

// Passing is hours that pass on, with the last day on which they may serve.
type Passing struct {
	hours.Carry
	Lapses cycle.Date `json:"lapses"`
}

// Settle returns the figures of a balance of the standing's.
func Settle(s hours.Standing, b hours.Balance) Settled {
	t := b.Tally()
	settled := Settled{Status: b.Status, Asked: b.Total().Due, Counted: t.Counted, Carried: t.Carried, Remaining: t.Remaining}
	for _, l := range b.Lines {
		if l.Decides && !l.Remaining.IsZero() {
			settled.Missing = append(settled.Missing, Missing{l.Name(), l.Remaining, l.Measure})
		}
	}
	for _, c := range b.Passing {
		settled.Passing = append(settled.Passing, Passing{c, s.Lapses(c)})
	}
	return settled
}

// Met reports that nothing is missing.
func (s Settled) Met() bool { return s.Status.Complete() }

// equal reports the same figures.
func (s Settled) equal(other Settled) bool {
	same := func(a, b Passing) bool {
		return a.From == b.From && a.Hours == b.Hours && a.Lives == b.Lives && a.Lapses == b.Lapses
	}
	return s.Status == other.Status && s.Asked == other.Asked && s.Counted == other.Counted && s.Carried == other.Carried &&
		s.Remaining == other.Remaining && slices.Equal(s.Missing, other.Missing) && slices.EqualFunc(s.Passing, other.Passing, same)
}

// Latest returns the latest entry; the zero Entry when there is none.
func (c Closing) Latest() Entry {
	if len(c.Entries) == 0 {
		return Entry{}
	}
	return c.Entries[len(c.Entries)-1]
}

// happens adds an entry: the closing is in the state that the event leads to. The
// error is hours.ErrTransition, and then the closing is as it was.
func (c Closing) happens(e Entry, met bool) (Closing, error) {
	next, err := c.State.Next(e.Event, met)
	if err != nil {
		return c, err
	}
	c.State, c.Changed = next, e.At
	e.State = next
	if c.Notice != nil {
		notice := c.Notice.clone()
		e.Notice = &notice
	}
	c.Entries = append(slices.Clone(c.Entries), e)
	return c, nil
}
