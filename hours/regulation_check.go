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

func (v *Version) check() *Flaw {
	if v.ID == "" || v.Effective.IsZero() {
		return &Flaw{Err: fmt.Errorf("a version needs an identifier and a day from which it is in force")}
	}
	switch v.SelectedBy {
	case "", ByPeriodStart, ByPeriodEnd, ByAdmission:
	default:
		return &Flaw{Part: "selectedBy", Err: fmt.Errorf("%q is neither period-start, period-end nor admission", v.SelectedBy)}
	}
	if !v.Until.IsZero() && !v.Effective.Before(v.Until) {
		return &Flaw{Part: "until", Err: fmt.Errorf("it applies until %s, which is not after %s", v.Until, v.Effective)}
	}
	if err := v.Calendar.Check(); err != nil {
		return &Flaw{Part: "calendar", Err: err}
	}
	if len(v.Requirements) == 0 {
		return &Flaw{Part: "requirements", Err: fmt.Errorf("nothing is required")}
	}
	for _, check := range []func() *Flaw{
		v.checkClauses, v.checkHour, v.checkMarks, v.checkCategories, v.checkCredits, v.checkExemptions,
		v.checkRequirements, v.checkRest, v.checkLife, v.checkAttestations,
	} {
		if flaw := check(); flaw != nil {
			return flaw
		}
	}
	return nil
}

// cited: every figure comes from a clause.
func (v *Version) cited(id string) error {
	if id == "" {
		return fmt.Errorf("no clause: where does the figure come from?")
	}
	if _, ok := v.Clause(id); !ok {
		return fmt.Errorf("clause %q is not among the clauses", id)
	}
	return nil
}

// citedIf is cited, for a clause that may be left out because a larger part has one.
func (v *Version) citedIf(id string) error {
	if id == "" {
		return nil
	}
	return v.cited(id)
}

// once refuses an identifier that is empty or that was met before.
func once(seen map[string]bool, id string) error {
	if id == "" || seen[id] {
		return fmt.Errorf("no identifier, or one used twice")
	}
	seen[id] = true
	return nil
}

func (v *Version) checkClauses() *Flaw {
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

func (v *Version) checkCategories() *Flaw {
	seen := map[string]bool{}
	for _, c := range v.Categories {
		err := once(seen, c.ID)
		if err == nil && c.Clause != "" {
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

func (v *Version) checkRequirements() *Flaw {
	before, rows := map[string]*Requirement{}, 0
	for i := range v.Requirements {
		q := &v.Requirements[i]
		err := q.check(v, before)
		if err == nil && (q.ID == "" || before[q.ID] != nil) {
			err = fmt.Errorf("no identifier, or one used twice")
		}
		if err != nil {
			return &Flaw{Part: "requirements", ID: q.ID, Err: err}
		}
		before[q.ID] = q
		rows += q.Window.most(v.Calendar)
	}
	if v.total() < 0 {
		return &Flaw{Part: "requirements", Err: fmt.Errorf("no total: a minimum in one window, that decides by itself")}
	}
	if rows > mostRows {
		return &Flaw{Part: "requirements", Err: fmt.Errorf("%d windows in all, and %d at most", rows, mostRows)}
	}
	return nil
}

func (v *Version) checkAttestations() *Flaw {
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

// checkRest: what has no list of items with identifiers.
func (v *Version) checkRest() *Flaw {
	if err := v.CarryOver.check(v); err != nil {
		return &Flaw{Part: "carryOver", Err: err}
	}
	end := v.Effective
	for i := range v.Late {
		err := v.Late[i].check(v)
		if err == nil {
			if next := v.Late[i].End(v.Effective); next.After(end) {
				end = next
			} else {
				err = fmt.Errorf("a tier that does not end after the one before")
			}
		}
		if err != nil {
			return &Flaw{Part: "late", Err: err}
		}
	}
	for i := range v.Elsewhere {
		if err := v.Elsewhere[i].check(v); err != nil {
			return &Flaw{Part: "elsewhere", Err: err}
		}
	}
	if err := v.Counting.check(v); err != nil {
		return &Flaw{Part: "counting", Err: err}
	}
	return nil
}

// checkLife: what is said of the life of a file.
func (v *Version) checkLife() *Flaw {
	for _, section := range []struct {
		part  string
		said  bool
		check func(*Version) error
	}{
		{"declare", v.Declare != nil, v.Declare.check},
		{"evidence", v.Evidence != nil, v.Evidence.check},
		{"audit", v.Audit != nil, v.Audit.check},
		{"default", v.Default != nil, v.Default.check},
	} {
		if !section.said {
			continue
		}
		if err := section.check(v); err != nil {
			return &Flaw{Part: section.part, Err: err}
		}
	}
	return nil
}

func (v *Version) checkHour() *Flaw {
	var err error
	switch {
	case v.HourOf < 0 || v.HourOf > 60:
		err = fmt.Errorf("an hour of %d minutes", v.HourOf)
	case v.HourOf > 0:
		err = v.cited(v.HourClause)
	}
	if err != nil {
		return &Flaw{Part: "hourOf", Err: err}
	}
	return nil
}

// checkMarks: a category, a type and a tag do not share an identifier.
func (v *Version) checkMarks() *Flaw {
	seen := map[string]bool{}
	for _, c := range v.Categories {
		seen[c.ID] = true
	}
	for _, c := range v.Categories {
		for _, t := range c.Types {
			if t.ID != "" && slices.ContainsFunc(v.Categories, func(other Category) bool { return other.ID == t.ID }) {
				return &Flaw{Part: "categories", ID: c.ID, Err: fmt.Errorf("type %q has the identifier of a category", t.ID)}
			}
		}
		for _, t := range c.Types {
			seen[t.ID] = true
		}
	}
	profile := map[string]bool{}
	for _, of := range []struct {
		part  string
		marks []Mark
		seen  map[string]bool
	}{{"tags", v.Tags, seen}, {"profile", v.Profile, profile}} {
		for _, m := range of.marks {
			if err := once(of.seen, m.ID); err != nil {
				return &Flaw{Part: of.part, ID: m.ID, Err: err}
			}
		}
	}
	if n := len(v.selectedMarks()); n > mostMarks {
		return &Flaw{Part: "requirements", Err: fmt.Errorf("selections name %d marks, and %d at most", n, mostMarks)}
	}
	return nil
}

func (v *Version) checkCredits() *Flaw {
	seen := map[string]bool{}
	for i := range v.Credits {
		c := &v.Credits[i]
		err := once(seen, c.ID)
		if err == nil {
			err = c.check(v)
		}
		if err != nil {
			return &Flaw{Part: "credits", ID: c.ID, Err: err}
		}
	}
	return nil
}

func (v *Version) checkExemptions() *Flaw {
	seen := map[string]bool{}
	for i := range v.Exemptions {
		x := &v.Exemptions[i]
		err := once(seen, x.ID)
		if err == nil {
			err = x.check(v)
		}
		if err != nil {
			return &Flaw{Part: "exemptions", ID: x.ID, Err: err}
		}
	}
	return nil
}
