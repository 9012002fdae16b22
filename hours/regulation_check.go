package hours

import (
	"fmt"
	"slices"
)

// Flaw is what is wrong with a regulation, and where in its document: enough for
// a reader to find the line. It is [ErrBadRegulation].
type Flaw struct {
	// Version is the identifier of the version; empty when it is about them all.
	Version string
	// Part is the key under the version, such as "requirements" or "calendar";
	// empty when it is about the whole.
	Part string
	// ID is the identifier of the item in the part, if it has items.
	ID  string
	Err error
}

// Error says where, then what.
func (f *Flaw) Error() string {
	text := ErrBadRegulation.Error()
	for _, at := range []struct{ name, id string }{{"version", f.Version}, {f.Part, f.ID}} {
		switch {
		case at.id != "":
			text += ", " + at.name + " " + at.id
		case at.name != "version" && at.name != "":
			text += ", " + at.name
		}
	}
	return text + ": " + f.Err.Error()
}

// Unwrap returns [ErrBadRegulation] and what is wrong.
func (f *Flaw) Unwrap() []error { return []error{ErrBadRegulation, f.Err} }

// Check reports the first contradiction or omission, as a [*Flaw].
func (r Regulation) Check() error {
	if r.ID == "" || len(r.Versions) == 0 {
		return &Flaw{Err: fmt.Errorf("no identifier, or no version")}
	}
	for i, v := range r.Versions {
		if i > 0 && !r.Versions[i-1].Effective.Before(v.Effective) {
			return &Flaw{Version: v.ID, Part: "effective", Err: fmt.Errorf("versions out of order")}
		}
		if flaw := v.check(); flaw != nil {
			flaw.Version = v.ID
			return flaw
		}
	}
	return nil
}

func (v Version) check() *Flaw {
	if v.ID == "" || v.Effective.IsZero() {
		return &Flaw{Err: fmt.Errorf("a version needs an identifier and a day from which it is in force")}
	}
	if err := v.Calendar.Check(); err != nil {
		return &Flaw{Part: "calendar", Err: err}
	}
	if len(v.Requirements) == 0 {
		return &Flaw{Part: "requirements", Err: fmt.Errorf("nothing is required")}
	}
	for _, check := range []func() *Flaw{v.checkClauses, v.checkCategories, v.checkRequirements, v.checkAttestations} {
		if flaw := check(); flaw != nil {
			return flaw
		}
	}
	if err := v.cited(v.PartClause); err != nil {
		return &Flaw{Part: "partClause", Err: err}
	}
	if !v.CarryOver.Most.IsZero() {
		if err := v.cited(v.CarryOver.Clause); err != nil {
			return &Flaw{Part: "carryOver", Err: err}
		}
	}
	return nil
}

// cited: every figure comes from a clause.
func (v Version) cited(id string) error {
	if _, ok := v.Clause(id); !ok {
		return fmt.Errorf("clause %q is not among the clauses", id)
	}
	return nil
}

// once refuses an identifier that is empty or that was met before.
func once(seen map[string]bool, id string) error {
	if id == "" || seen[id] {
		return fmt.Errorf("no identifier, or one used twice")
	}
	seen[id] = true
	return nil
}

func (v Version) checkClauses() *Flaw {
	seen := map[string]bool{}
	for _, c := range v.Clauses {
		err := once(seen, c.ID)
		if err == nil && (c.Cite.FR == "" || c.Says.FR == "" || c.Source == "") {
			err = fmt.Errorf("a clause needs cite, says and source")
		}
		if err != nil {
			return &Flaw{Part: "clauses", ID: c.ID, Err: err}
		}
	}
	return nil
}

func (v Version) checkCategories() *Flaw {
	seen := map[string]bool{}
	for _, c := range v.Categories {
		err := once(seen, c.ID)
		if err == nil {
			err = v.cited(c.Clause)
		}
		types := map[string]bool{}
		for _, t := range c.Types {
			if err == nil {
				err = once(types, t.ID)
			}
		}
		for _, asked := range c.Asks {
			if err == nil && asked != "provider" && asked != "trainer" {
				err = fmt.Errorf("asks for %q, which is neither provider nor trainer", asked)
			}
		}
		if err != nil {
			return &Flaw{Part: "categories", ID: c.ID, Err: err}
		}
	}
	return nil
}

func (v Version) checkRequirements() *Flaw {
	seen := map[string]bool{}
	for _, q := range v.Requirements {
		err := v.checkRequirement(q, seen)
		if err == nil {
			err = once(seen, q.ID)
		}
		if err != nil {
			return &Flaw{Part: "requirements", ID: q.ID, Err: err}
		}
	}
	return nil
}

func (v Version) checkAttestations() *Flaw {
	seen := map[string]bool{}
	for _, a := range v.Attestations {
		err := once(seen, a.ID)
		if err == nil && a.Text.FR == "" {
			err = fmt.Errorf("an attestation without a text")
		}
		if err != nil {
			return &Flaw{Part: "attestations", ID: a.ID, Err: err}
		}
	}
	return nil
}

func (v Version) checkRequirement(q Requirement, before map[string]bool) error {
	share := q.Amount.Share != (Share{})
	switch {
	case q.Amount.Hours.IsZero() != share:
		return fmt.Errorf("either hours or a share, and not both")
	case !q.Amount.Hours.Declarable():
		return fmt.Errorf("%s hours are too many, or too fine", q.Amount.Hours)
	case share && !before[q.Amount.Of]:
		return fmt.Errorf("a share of %q, which does not come before it", q.Amount.Of)
	case !share && q.Amount.Of != "":
		return fmt.Errorf("hours of %q: only a share is of another", q.Amount.Of)
	case share && (q.Prorate != "" || q.Relieved):
		return fmt.Errorf("a share follows what it is of, and is not itself prorated or relieved")
	case q.Prorate != Unprorated && q.Prorate != MonthsWhole:
		return fmt.Errorf("unknown proration %q", q.Prorate)
	}
	for _, id := range q.Categories {
		if _, ok := v.Category(id); !ok {
			return fmt.Errorf("unknown category %q", id)
		}
	}
	clauses := []string{q.Clause}
	if q.Prorate != Unprorated {
		clauses = append(clauses, q.ProrateClause)
	}
	if q.Relieved {
		clauses = append(clauses, q.RelievedClause)
	}
	if q.CarriedClause != "" {
		clauses = append(clauses, q.CarriedClause)
	}
	if i := slices.IndexFunc(clauses, func(id string) bool { return v.cited(id) != nil }); i >= 0 {
		return v.cited(clauses[i])
	}
	return nil
}
