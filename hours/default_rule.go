package hours

import (
	"cmp"
	"fmt"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// DefaultRule is what follows when a member has not done what is asked: a notice, a
// delay to cure the default, and what comes of one that is not cured.
type DefaultRule struct {
	// Hours, Declaration and Documents are the kinds of default; the zero value is
	// one that the text does not name.
	Hours       DefaultKind `json:"hours,omitzero"`
	Declaration DefaultKind `json:"declaration,omitzero"`
	Documents   DefaultKind `json:"documents,omitzero"`
	// Observations is the delay for the member's written observations; the zero
	// value is none that the text sets.
	Observations Term `json:"observations,omitzero"`
	// From is what the delays are counted from.
	From CountedFrom `json:"from,omitempty"`
	// After is what hours done after the notice do.
	After AfterNotice `json:"after,omitempty"`
	// Final is the delay that a final notice gives; nil when there is no such notice.
	Final *Term `json:"final,omitempty"`
	// Consequences come one after another.
	Consequences []Consequence `json:"consequences,omitempty"`
	// Clause is that of every part that has none of its own.
	Clause string `json:"clause"`
}

// DefaultKind is a kind of default, with the delay to cure it.
type DefaultKind struct {
	Cure   Delay  `json:"cure"`
	Clause string `json:"clause,omitempty"`
}

// IsZero reports a kind that the text does not name.
func (k DefaultKind) IsZero() bool { return k == DefaultKind{} }

// Lacking is what is missing from a file: the kind of a default.
type Lacking string

// What may be missing.
const (
	LackingHours       Lacking = "hours"
	LackingDeclaration Lacking = "declaration"
	LackingDocuments   Lacking = "documents"
)

// CountedFrom is the event from which the delays of a notice are counted.
type CountedFrom string

// From what. The zero value is what no text says; it is counted as FromReceipt,
// which comes last.
const (
	// FromNotification: the day on which the notice is notified.
	FromNotification CountedFrom = "notification"
	// FromReceipt: the day on which the member receives it.
	FromReceipt CountedFrom = "receipt"
)

// AfterNotice is what hours that are done after a notice of default do.
type AfterNotice string

// What they do. The zero value is what no text says.
const (
	// DefaultFirst: they serve the period in default first, and the current one with
	// what is left.
	DefaultFirst AfterNotice = "first"
	// DefaultOnly: they serve the period in default and no other.
	DefaultOnly AfterNotice = "only"
)

// Consequence is what comes of a default that is not cured.
type Consequence struct {
	ID    string        `json:"id"`
	Label identity.Text `json:"label"`
	// After is how long after the step before: the last day to cure, or that of the
	// final notice, then the consequence before; On is the next such day of the year,
	// instead. With neither, it is the day after.
	After Delay          `json:"after,omitzero"`
	On    cycle.MonthDay `json:"on,omitzero"`
	// Repeated is the months before in which an earlier default makes it a repeated
	// one; 0 is a consequence of any default.
	Repeated int    `json:"repeated,omitempty"`
	Clause   string `json:"clause,omitempty"`
}

// Kind returns what the text says of a default of the kind, with the clause that
// says it; false when it does not name it.
func (d *DefaultRule) Kind(of Lacking) (DefaultKind, bool) {
	k := map[Lacking]DefaultKind{LackingHours: d.Hours, LackingDeclaration: d.Declaration, LackingDocuments: d.Documents}[of]
	if k.IsZero() {
		return DefaultKind{}, false
	}
	k.Clause = cmp.Or(k.Clause, d.Clause)
	return k, true
}

// ObserveBy returns the last day for written observations on a notice that was
// notified, or received, on the day; the zero Date when the text sets none.
func (d *DefaultRule) ObserveBy(event cycle.Date, h cycle.Holidays) cycle.Date {
	return d.Observations.by(event, h)
}

// FinalBy is the last day that a final notice of the day leaves; the zero Date when
// the text has none.
func (d *DefaultRule) FinalBy(event cycle.Date, h cycle.Holidays) cycle.Date {
	if d.Final == nil {
		return cycle.Date{}
	}
	return d.Final.by(event, h)
}

// Day returns the day on which the consequence may come, from the last day of the
// step before: not a last day to do anything, so that no holiday moves it.
func (c Consequence) Day(before cycle.Date) cycle.Date {
	switch {
	case c.On != cycle.MonthDay{}:
		day := c.On.In(before.Year())
		if !day.After(before) {
			day = c.On.In(before.Year() + 1)
		}
		return day
	case c.After.IsZero():
		return before.AddDays(1)
	}
	return c.After.after(before)
}

// Ladder returns the day on which each of the consequences may come, in their
// order, from the last day of the step before the first one.
func (d *DefaultRule) Ladder(last cycle.Date) []cycle.Date {
	var all []cycle.Date
	for _, c := range d.Consequences {
		last = c.Day(last)
		all = append(all, last)
	}
	return all
}

// Consequence returns a consequence by its identifier.
func (d *DefaultRule) Consequence(id string) (Consequence, bool) {
	for _, c := range d.Consequences {
		if c.ID == id {
			c.Clause = cmp.Or(c.Clause, d.Clause)
			return c, true
		}
	}
	return Consequence{}, false
}

func (d *DefaultRule) check(v *Version) error {
	for _, k := range []DefaultKind{d.Hours, d.Declaration, d.Documents} {
		if k.IsZero() {
			continue
		}
		if err := k.Cure.check(); err != nil {
			return fmt.Errorf("cure: %w", err)
		}
		if err := v.citedIf(k.Clause); err != nil {
			return err
		}
	}
	if d.Final != nil {
		if err := d.Final.fixed(); err != nil {
			return fmt.Errorf("final: %w", err)
		}
		if err := v.citedIf(d.Final.Clause); err != nil {
			return err
		}
	}
	if err := d.Observations.check(v); err != nil {
		return fmt.Errorf("observations: %w", err)
	}
	switch {
	case d.Hours.IsZero() && d.Declaration.IsZero() && d.Documents.IsZero() && len(d.Consequences) == 0:
		return fmt.Errorf("default needs a kind of default, or a consequence")
	case d.From != "" && d.From != FromNotification && d.From != FromReceipt:
		return fmt.Errorf("from %q, which is neither notification nor receipt", d.From)
	case d.After != "" && d.After != DefaultFirst && d.After != DefaultOnly:
		return fmt.Errorf("after %q, which is neither first nor only", d.After)
	}
	seen := map[string]bool{}
	for _, c := range d.Consequences {
		if err := once(seen, c.ID); err != nil {
			return fmt.Errorf("consequences: %w", err)
		}
		if err := c.check(v); err != nil {
			return fmt.Errorf("consequences, %s: %w", c.ID, err)
		}
	}
	return v.cited(d.Clause)
}

func (c Consequence) check(v *Version) error {
	switch {
	case c.Label.FR == "":
		return fmt.Errorf("no label")
	case !c.After.IsZero() && c.On != cycle.MonthDay{}:
		return fmt.Errorf("either after or on, and not both")
	case c.Repeated < 0 || c.Repeated > 600:
		return fmt.Errorf("repeated is months, 600 at most")
	case !c.After.IsZero():
		if err := c.After.fixed(); err != nil {
			return err
		}
	}
	return v.citedIf(c.Clause)
}
