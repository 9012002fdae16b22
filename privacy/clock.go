package privacy

import (
	"fmt"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// Clock is how long an answer may take under one regime.
//
// Days are civil days, and all of them count: the day of receipt does not, the last one
// does. A time limit that ends on a holiday ends on the next day that is none (I-16,
// s. 52); Saturday is not a holiday.
type Clock struct {
	ID     string `json:"id"`
	Regime Regime `json:"regime"`
	Kinds  []Kind `json:"kinds"`
	// Days from receipt within which to answer. 0: no text sets a number, and nothing is
	// deemed refused.
	Days int `json:"days"`
	// Extension is how many days more there may be at most, when the person was given
	// notice of them within Days; 0 is none.
	Extension int `json:"extension"`
	// Recourse is what is open after a refusal, or after silence; nil is none found.
	Recourse *Recourse `json:"recourse,omitempty"`
	// Promise: the order's policy promises it, and no Act gives the right.
	Promise  bool        `json:"promise"`
	Articles []ArticleID `json:"articles"`
	// From is the first day of receipt for which there is such a right, and Until the
	// last; the zero Date is no such day.
	From     cycle.Date `json:"from,omitzero"`
	Until    cycle.Date `json:"until,omitzero"`
	Source   string     `json:"source"`
	Verified bool       `json:"verified"`
}

// Recourse is to whom one may turn against a refusal.
type Recourse struct {
	To identity.Text `json:"to"`
	// Days from the refusal, or from the end of the time limit.
	Days     int         `json:"days"`
	Articles []ArticleID `json:"articles"`
	Source   string      `json:"source"`
	Verified bool        `json:"verified"`
}

// Clock returns the clock for what is received on a day; false when there is no such
// right then.
func (l Law) Clock(r Regime, k Kind, received cycle.Date) (Clock, bool) {
	i := slices.IndexFunc(l.Clocks, func(c Clock) bool {
		return c.Regime == r && slices.Contains(c.Kinds, k) && c.inForce(received)
	})
	if i < 0 {
		return Clock{}, false
	}
	return l.Clocks[i], true
}

func (c Clock) inForce(day cycle.Date) bool {
	return !day.IsZero() && !day.Before(c.From) && (c.Until.IsZero() || !day.After(c.Until))
}

// Due returns the last day on which to answer what was received on a day, extended by
// so many days; the zero Date when no text sets one.
func (c Clock) Due(received cycle.Date, extended int, h cycle.Holidays) cycle.Date {
	if c.Days == 0 {
		return cycle.Date{}
	}
	return h.Next(received.AddDays(c.Days + extended))
}

// NoticeBy returns the last day on which to give notice of an extension; the zero Date
// when there may be none.
func (c Clock) NoticeBy(received cycle.Date, h cycle.Holidays) cycle.Date {
	if c.Extension == 0 {
		return cycle.Date{}
	}
	return c.Due(received, 0, h)
}

// Extend returns the last day on which to answer after an extension of so many days, of
// which notice was given on a day. The errors are [ErrNoExtension], [ErrExtensionDays]
// and [ErrExtensionLate].
func (c Clock) Extend(received, noticed cycle.Date, days int, h cycle.Holidays) (cycle.Date, error) {
	switch {
	case c.Extension == 0:
		return cycle.Date{}, ErrNoExtension
	case days < 1 || days > c.Extension:
		return cycle.Date{}, fmt.Errorf("%w: %d, of at most %d", ErrExtensionDays, days, c.Extension)
	case noticed.Before(received) || noticed.After(c.NoticeBy(received, h)):
		return cycle.Date{}, ErrExtensionLate
	}
	return c.Due(received, days, h), nil
}

// Deemed reports that silence is a refusal: the day is after the last one on which to
// answer. It is computed, and is so whether or not anybody looks.
func (c Clock) Deemed(received cycle.Date, extended int, h cycle.Holidays, day cycle.Date) bool {
	due := c.Due(received, extended, h)
	return !due.IsZero() && day.After(due)
}

// RecourseBy returns the last day of the recourse against a refusal of a day, or against
// silence until a day; the zero Date when there is none.
func (c Clock) RecourseBy(from cycle.Date, h cycle.Holidays) cycle.Date {
	if c.Recourse == nil || from.IsZero() {
		return cycle.Date{}
	}
	return h.Next(from.AddDays(c.Recourse.Days))
}

func (l Law) checkClocks(known map[ArticleID]bool) string {
	seen := map[string]bool{}
	for n, c := range l.Clocks {
		switch what := cites(known, c.Articles); {
		case c.ID == "" || seen[c.ID] || c.Source == "":
			return fmt.Sprintf("a clock needs an identifier of its own and a source: %q", c.ID)
		case !slices.Contains(Regimes(), c.Regime) || len(c.Kinds) == 0:
			return c.ID + " needs a regime and a kind of request"
		case c.Days < 0 || c.Days > 365 || c.Extension < 0 || c.Extension > 365 || c.Days == 0 && c.Extension > 0:
			return c.ID + " has days that no clock has"
		case !c.Until.IsZero() && c.Until.Before(c.From):
			return c.ID + " ends before it begins"
		case what != "":
			return c.ID + " " + what
		}
		seen[c.ID] = true
		if r := c.Recourse; r != nil {
			if what := cites(known, r.Articles); what != "" || r.Days < 1 || r.Days > 365 || !both(r.To) || r.Source == "" {
				return c.ID + ": a recourse needs days, to whom in both languages, an article and a source"
			}
		}
		for _, k := range c.Kinds {
			if !slices.Contains(Kinds(), k) {
				return fmt.Sprintf("%s: %q is no kind of request", c.ID, k)
			}
			for _, other := range l.Clocks[:n] {
				if other.Regime == c.Regime && slices.Contains(other.Kinds, k) && other.overlaps(c) {
					return fmt.Sprintf("%s and %s both say when %s is due", other.ID, c.ID, k)
				}
			}
		}
	}
	for _, r := range Regimes() {
		for _, k := range Kinds() {
			if len(l.Clocks) > 0 && !slices.ContainsFunc(l.Clocks, func(c Clock) bool { return c.Regime == r && slices.Contains(c.Kinds, k) }) {
				return fmt.Sprintf("no clock says when %s is due under %s", k, r)
			}
		}
	}
	return ""
}

// overlaps reports a day on which both are in force.
func (c Clock) overlaps(other Clock) bool {
	return (c.Until.IsZero() || !c.Until.Before(other.From)) && (other.Until.IsZero() || !other.Until.Before(c.From))
}
