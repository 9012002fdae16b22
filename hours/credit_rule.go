package hours

import (
	"fmt"
	"maps"
	"slices"
)

// CreditRule says what the activities that it selects give. Each key is taken from
// the first rule that selects the activity and has it.
type CreditRule struct {
	ID     string    `json:"id"`
	Select Selection `json:"select,omitzero"`
	Clause string    `json:"clause"`
	// Refused: they give nothing.
	Refused bool `json:"refused,omitempty"`
	// Needs are marks without which they give nothing.
	Needs []string `json:"needs,omitempty"`
	// Flat is their credit, whatever the duration; nil is not given.
	Flat *Hours `json:"flat,omitempty"`
	// Convert is the credit for each unit of a measure other than hours.
	Convert map[string]Hours `json:"convert,omitempty"`
	// Least: what gives less gives nothing.
	Least *Hours   `json:"least,omitempty"`
	Round Rounding `json:"round,omitzero"`
	// Times is what the credit is multiplied by, and Again what it is instead for
	// what was given before.
	Times *Hours `json:"times,omitempty"`
	Again *Again `json:"again,omitempty"`
	// Most is the most that one activity gives, and MostEach the most of all those
	// of one content or provider in a period.
	Most     *Hours    `json:"most,omitempty"`
	MostEach *MostEach `json:"mostEach,omitempty" yaml:"mostEach"`
}

// Again is for an activity whose content and category an earlier one had.
type Again struct {
	Times  Hours  `json:"times"`
	Within Within `json:"within"`
}

// Within is how far back an earlier activity is looked for.
type Within string

// How far back.
const (
	WithinPeriod Within = "period"
	Ever         Within = "ever"
)

// MostEach is the most that all activities of one content or provider give.
type MostEach struct {
	By    By    `json:"by"`
	Hours Hours `json:"hours"`
}

// By is what makes activities belong together.
type By string

// What they share.
const (
	ByContent  By = "content"
	ByProvider By = "provider"
)

func (c *CreditRule) check(v *Version) error {
	if !c.Refused && len(c.Needs)+len(c.Convert) == 0 && c.Flat == nil && c.Least == nil && c.Round.IsZero() &&
		c.Times == nil && c.Again == nil && c.Most == nil && c.MostEach == nil {
		return fmt.Errorf("a rule that changes nothing")
	}
	for _, m := range c.Needs {
		if !v.isMark(m) {
			return fmt.Errorf("needs %q, which is neither a category, a type nor a tag", m)
		}
	}
	for _, measure := range slices.Sorted(maps.Keys(c.Convert)) {
		if measure == "" || measure == "hours" || measure == "minutes" || c.Convert[measure].IsZero() {
			return fmt.Errorf("converts %q: a measure other than hours and minutes, to more than none", measure)
		}
	}
	switch {
	case c.Again != nil && c.Again.Within != WithinPeriod && c.Again.Within != Ever:
		return fmt.Errorf("again needs within: period or ever")
	case c.MostEach != nil && c.MostEach.By != ByContent && c.MostEach.By != ByProvider:
		return fmt.Errorf("mostEach needs by: content or provider")
	}
	if err := c.Round.check(); err != nil {
		return err
	}
	if err := c.Select.check(v); err != nil {
		return err
	}
	return v.cited(c.Clause)
}
