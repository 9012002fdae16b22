package hours

import (
	"fmt"

	"github.com/goodstanding/goodstanding/cycle"
)

// CarryOver says what becomes of surplus hours. The zero value carries nothing.
type CarryOver struct {
	// Most is how many hours may pass on.
	Most   Hours  `json:"most"`
	Clause string `json:"clause"`
	// Instead has other figures: the first whose condition holds in the period that
	// the hours come from.
	Instead []CarryInstead `json:"instead,omitempty"`
	// Select is which hours may pass, and EarnedIn in how many of the last months
	// of the period they were done; 0 is the whole of it.
	Select   Selection `json:"select,omitzero"`
	EarnedIn int       `json:"earnedIn,omitempty" yaml:"earnedIn"`
	// Lives is for how many following periods they last; 0 is 1.
	Lives int `json:"lives,omitempty"`
	// Use is when they serve: before the period's own hours, or after.
	Use Use `json:"use,omitempty"`
	// Compounds: carried hours may make a new surplus.
	Compounds bool `json:"compounds,omitempty"`
	// Needs is what must be satisfied before anything is surplus.
	Needs Needs `json:"needs,omitempty"`
}

// CarryInstead is how many hours may pass on when its condition holds.
type CarryInstead struct {
	When   Condition `json:"when"`
	Most   Hours     `json:"most"`
	Clause string    `json:"clause"`
}

// Use is when carried hours serve.
type Use string

// The uses. The zero value is UseFirst.
const (
	UseFirst Use = "first"
	UseLast  Use = "last"
)

// Needs is what must be satisfied before anything is surplus.
type Needs string

// What is needed. The zero value is NeedsAll.
const (
	NeedsAll   Needs = "all"
	NeedsTotal Needs = "total"
)

func (c *CarryOver) check(v *Version) error {
	switch {
	case c.Most.IsZero():
		if c.Clause != "" || len(c.Instead) > 0 || !c.Select.IsZero() || c.EarnedIn+c.Lives != 0 || c.Use != "" || c.Compounds || c.Needs != "" {
			return fmt.Errorf("carryOver needs most: how many hours may pass on")
		}
		return nil
	case !c.Most.Declarable():
		return fmt.Errorf("%s hours are too many, or too fine", c.Most)
	case c.Use != "" && c.Use != UseFirst && c.Use != UseLast:
		return fmt.Errorf("use %q, which is neither first nor last", c.Use)
	case c.Needs != "" && c.Needs != NeedsAll && c.Needs != NeedsTotal:
		return fmt.Errorf("needs %q, which is neither all nor total", c.Needs)
	case c.EarnedIn < 0 || c.Lives < 0 || c.Lives > 20:
		return fmt.Errorf("earnedIn is months and lives is periods, above zero")
	}
	for i := range c.Instead {
		other := &c.Instead[i]
		if !other.Most.Declarable() {
			return fmt.Errorf("%s hours are too many, or too fine", other.Most)
		}
		if err := other.When.check(v); err != nil {
			return err
		}
		if err := v.cited(other.Clause); err != nil {
			return fmt.Errorf("instead: %w", err)
		}
	}
	if v.Calendar.Step > 0 {
		return fmt.Errorf("windows that roll hold the hours of several years, and carry nothing over")
	}
	if err := c.Select.check(v); err != nil {
		return err
	}
	return v.cited(c.Clause)
}

// lives is for how many following periods surplus lasts.
func (c *CarryOver) lives() int { return max(c.Lives, 1) }

// Carry is hours brought from an earlier period: one line of the ledger of what is
// carried.
type Carry struct {
	// From is the first day of the period in which they were done.
	From  cycle.Date `json:"from"`
	Hours Hours      `json:"hours"`
	// Of is how many of them may serve a requirement that selects activities; nil
	// is all of them.
	Of map[string]Hours `json:"of,omitempty"`
	// Lives is for how many periods they last still, this one included; 0 is this
	// one alone.
	Lives int `json:"lives,omitempty"`
}
