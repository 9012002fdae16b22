package closing

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/hours"
)

// Line is one line of the ledger of a period: an entry of its closing, or a later act
// that changed its figures. Exactly one of Entry and Act is given.
type Line struct {
	At    time.Time
	Entry *Entry
	Act   *hours.Act
	// Before and After are the figures of the period; those of an entry are the same.
	Before, After hours.Tally
}

// Ledger returns the lines of the period in the order of time: the entries of the
// closing, and the acts that changed its figures after the first of them.
func (c Closing) Ledger(acts []hours.Act) []Line {
	if len(c.Entries) == 0 {
		return nil
	}
	var all []Line
	for i := range c.Entries {
		e := &c.Entries[i]
		t := e.Settled.tally()
		all = append(all, Line{At: e.At, Entry: e, Before: t, After: t})
	}
	for i := range acts {
		a := &acts[i]
		if a.Kind.OfPeriod() || a.Seq < c.Entries[0].Seq {
			continue
		}
		if before, after, ok := c.figures(*a); ok && before != after {
			all = append(all, Line{At: a.At, Act: a, Before: before, After: after})
		}
	}
	slices.SortStableFunc(all, func(a, b Line) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.seq(), b.seq()))
	})
	return all
}

// seq is the number of the act of a line; what is not written yet comes last.
func (l Line) seq() int64 {
	switch {
	case l.Act != nil:
		return l.Act.Seq
	case l.Entry.Seq == 0:
		return math.MaxInt64
	}
	return l.Entry.Seq
}

// figures returns what an act says of the period, without what is of the act's item.
func (c Closing) figures(a hours.Act) (before, after hours.Tally, ok bool) {
	if a.Period == c.Period {
		before, after = a.Before, a.After
		before.Item, after.Item = hours.Hours{}, hours.Hours{}
		return before, after, true
	}
	for _, other := range a.Also {
		if other.Period == c.Period {
			return other.Before, other.After, true
		}
	}
	return hours.Tally{}, hours.Tally{}, false
}

func (s Settled) tally() hours.Tally {
	t := hours.Tally{Counted: s.Counted, Carried: s.Carried, Remaining: s.Remaining}
	for _, p := range s.Passing {
		t.Surplus = t.Surplus.Plus(p.Hours)
	}
	return t
}

// touched returns the instant of the latest act that changed the figures of the
// period; the zero time when none did.
func (c Closing) touched(acts []hours.Act) time.Time {
	var at time.Time
	for _, a := range acts {
		if before, after, ok := c.figures(a); ok && before != after && a.At.After(at) {
			at = a.At
		}
	}
	return at
}
