package hours

import (
	"fmt"

	"github.com/goodstanding/goodstanding/identity"
)

// Requirement is one thing asked: at least an amount of the hours that it selects,
// at most an amount of them, or one of several sets of requirements. The total, a
// yearly minimum, a limit and an alternative are all it, with other values.
type Requirement struct {
	ID    string        `json:"id"`
	Label identity.Text `json:"label"`
	// Select is what serves it.
	Select Selection `json:"select,omitzero"`
	// Exactly one of Least, Most and OneOf is given.
	Least *Amount    `json:"least,omitempty"`
	Most  *Amount    `json:"most,omitempty"`
	OneOf [][]string `json:"oneOf,omitempty" yaml:"oneOf"`
	// Toward are the requirements that a limit is on; none is all.
	Toward []string `json:"toward,omitempty"`
	// When is for whom, and in which periods.
	When Condition `json:"when,omitzero"`
	// Instead has other amounts: the first whose condition holds.
	Instead []Instead  `json:"instead,omitempty"`
	Window  Window     `json:"window,omitzero"`
	Prorate *Proration `json:"prorate,omitempty"`
	// Relieved says which exemptions lower it.
	Relieved Relieved `json:"relieved,omitzero"`
	// Round is of what is due.
	Round Rounding `json:"round,omitzero"`
	// Spill are earlier requirements: hours beyond what they ask serve this one.
	Spill []string `json:"spill,omitempty"`
	// Carried says that hours carried over serve it, CarriedMost of them at most
	// (nil is no limit).
	Carried     bool   `json:"carried,omitempty"`
	CarriedMost *Hours `json:"carriedMost,omitempty" yaml:"carriedMost"`
	Clause      string `json:"clause"`
	// RelievedClause and CarriedClause say where it comes from that exemptions and
	// carried hours lower it, or that they do not; empty is Clause, or the clause of
	// CarryOver.
	RelievedClause string `json:"relievedClause,omitempty" yaml:"relievedClause"`
	CarriedClause  string `json:"carriedClause,omitempty" yaml:"carriedClause"`
	// Recommended: it is shown, and decides nothing.
	Recommended bool `json:"recommended,omitempty"`
}

// Instead is an amount that takes the place of another when its condition holds.
type Instead struct {
	When   Condition `json:"when"`
	Clause string    `json:"clause"`
	Amount `yaml:",inline"`
}

// Relieved says which exemptions lower a requirement: all, or those of some
// rules. The zero value is none.
type Relieved struct {
	All bool     `json:"all,omitempty"`
	By  []string `json:"by,omitempty"`
}

// UnmarshalYAML reads true, false or a list of exemption rules.
func (r *Relieved) UnmarshalYAML(unmarshal func(any) error) error {
	if err := unmarshal(&r.All); err == nil {
		return nil
	}
	return unmarshal(&r.By)
}

// IsZero reports that no exemption lowers it.
func (r Relieved) IsZero() bool { return !r.All && len(r.By) == 0 }

// amount is Least or Most; the zero Amount for a choice.
func (q *Requirement) amount() Amount {
	switch {
	case q.Least != nil:
		return *q.Least
	case q.Most != nil:
		return *q.Most
	}
	return Amount{}
}

func (q *Requirement) check(v *Version, before map[string]*Requirement) error {
	given := 0
	for _, is := range []bool{q.Least != nil, q.Most != nil, len(q.OneOf) > 0} {
		if is {
			given++
		}
	}
	if given != 1 {
		return fmt.Errorf("exactly one of least, most and oneOf")
	}
	for _, check := range []func(*Version, map[string]*Requirement) error{q.checkAmount, q.checkUse, q.checkChoice, q.checkNames} {
		if err := check(v, before); err != nil {
			return err
		}
	}
	for _, id := range []string{q.RelievedClause, q.CarriedClause} {
		if id != "" {
			if err := v.cited(id); err != nil {
				return err
			}
		}
	}
	return v.cited(q.Clause)
}

// checkAmount: what is asked can be worked out.
func (q *Requirement) checkAmount(v *Version, before map[string]*Requirement) error {
	if len(q.OneOf) > 0 {
		if len(q.Instead) > 0 {
			return fmt.Errorf("instead goes with an amount")
		}
		return nil
	}
	amounts := []Amount{q.amount()}
	for _, other := range q.Instead {
		amounts = append(amounts, other.Amount)
		if err := other.When.check(v); err != nil {
			return err
		}
		if err := v.cited(other.Clause); err != nil {
			return fmt.Errorf("instead: %w", err)
		}
	}
	for _, a := range amounts {
		if err := a.check(v, before); err != nil {
			return err
		}
		switch of := a.follows(); {
		case q.Most != nil && a.Measure() != InHours:
			return fmt.Errorf("a limit is of hours")
		case a.Measure() != amounts[0].Measure():
			return fmt.Errorf("instead is of another measure")
		case of != "" && (q.Prorate != nil || !q.Relieved.IsZero() && a.SumOf == ""):
			return fmt.Errorf("a share follows what it is of, and is not itself prorated or relieved")
		case of != "" && a.SumOf == "" && before[of].Window.Each > 0 && before[of].Window.Each != q.Window.Each:
			return fmt.Errorf("a share of %q, which has several windows", of)
		case q.Most != nil && of != "" && a.OfDone == "" && before[of].waits(before):
			return fmt.Errorf("a limit by %q, which depends on what was done", of)
		}
	}
	return nil
}

// waits reports an amount that depends on hours done, directly or not.
func (q *Requirement) waits(before map[string]*Requirement) bool {
	amounts := []Amount{q.amount()}
	for _, other := range q.Instead {
		amounts = append(amounts, other.Amount)
	}
	for _, a := range amounts {
		if a.OfDone != "" && q.Least != nil {
			return true
		}
		if of := a.Of + a.SumOf; of != "" && before[of].waits(before) {
			return true
		}
	}
	return false
}

// checkUse: keys that belong together.
func (q *Requirement) checkUse(v *Version, _ map[string]*Requirement) error {
	limit := q.Most != nil
	switch {
	case limit && (q.Carried || len(q.Spill) > 0 || q.Recommended):
		return fmt.Errorf("nothing is carried or spills to a limit, and none is recommended")
	case len(q.Toward) > 0 && !limit:
		return fmt.Errorf("toward goes with most")
	case q.Carried && q.Window.Each > 0:
		return fmt.Errorf("carried hours do not serve several windows")
	case q.CarriedMost != nil && !q.Carried:
		return fmt.Errorf("carriedMost without carried")
	case (q.Carried || len(q.Spill) > 0) && q.amount().Measure() != InHours:
		return fmt.Errorf("only hours are carried or spill")
	case len(q.OneOf) > 0 && (!q.Window.IsZero() || q.Prorate != nil || !q.Relieved.IsZero() || q.Carried || len(q.Spill) > 0 || !q.Round.IsZero() || !q.Select.IsZero()):
		return fmt.Errorf("oneOf goes with id, label, clause, when and recommended alone")
	}
	for _, id := range q.Relieved.By {
		if v.exemptionRule(id) == nil {
			return fmt.Errorf("relieved by %q, which is not among the exemptions", id)
		}
	}
	if err := q.Prorate.check(v); err != nil {
		return err
	}
	if err := q.Window.check(); err != nil {
		return err
	}
	if err := q.Round.plain(); err != nil {
		return err
	}
	if err := q.When.check(v); err != nil {
		return err
	}
	return q.Select.check(v)
}

// checkChoice: what a choice is between.
func (q *Requirement) checkChoice(_ *Version, before map[string]*Requirement) error {
	for _, set := range q.OneOf {
		if len(set) == 0 {
			return fmt.Errorf("oneOf with an empty list")
		}
		for _, id := range set {
			part, ok := before[id]
			if !ok || part.Least == nil {
				return fmt.Errorf("oneOf %q, which is not a minimum that comes before it", id)
			}
		}
	}
	return nil
}

// checkNames: what else it names among the requirements.
func (q *Requirement) checkNames(v *Version, before map[string]*Requirement) error {
	for _, id := range q.Spill {
		if part, ok := before[id]; !ok || part.Least == nil || part.amount().Measure() != InHours || part.Window.Each > 0 {
			return fmt.Errorf("spill of %q, which is not a minimum of hours in one window that comes before it", id)
		}
	}
	for _, id := range q.Toward {
		if other := v.requirement(id); other == nil || other.Least == nil {
			return fmt.Errorf("toward %q, which is not a minimum", id)
		}
	}
	return nil
}
