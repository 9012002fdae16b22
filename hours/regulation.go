package hours

import (
	"errors"
	"fmt"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// Regulation is what an order asks of its members, in every version it has had.
// It is data: hours/catalogue reads it from a document, and adding a regulator
// never needs Go.
type Regulation struct {
	// ID names it in the catalogue, such as "qc-otpq".
	ID    string        `json:"id"`
	Title identity.Text `json:"title"`
	// Versions in the order of their effective dates.
	Versions []Version `json:"versions"`
}

// Version is a regulation as it stood from a date on. The period's first day
// selects it.
type Version struct {
	ID string `json:"id"`
	// Effective is the day from which it applies, to what SelectedBy names.
	Effective  cycle.Date `json:"effective"`
	SelectedBy SelectedBy `json:"selectedBy,omitempty" yaml:"selectedBy"`
	// Until is the day from which it applies no longer, to the same: for a text that
	// was replaced by one that is not in the document. The zero Date is no such day.
	Until    cycle.Date     `json:"until,omitzero"`
	Calendar cycle.Calendar `json:"calendar"`
	// Unit is the name of what is counted; the zero Text is hours.
	Unit identity.Text `json:"unit,omitzero"`
	// HourOf is the minutes of activity that make one hour, 1 to 60; 0 is 60.
	HourOf     int    `json:"hourOf,omitempty" yaml:"hourOf"`
	HourClause string `json:"hourClause,omitempty" yaml:"hourClause"`
	// Clauses are what every figure cites.
	Clauses    []Clause   `json:"clauses"`
	Categories []Category `json:"categories"`
	// Tags are marks of activities beside their category and type; Profile, marks
	// of members.
	Tags    []Mark `json:"tags,omitempty"`
	Profile []Mark `json:"profile,omitempty"`
	// Credits are how activities are measured.
	Credits      []CreditRule  `json:"credits,omitempty"`
	Requirements []Requirement `json:"requirements"`
	// Exemptions are what exemptions take off.
	Exemptions []ExemptionRule `json:"exemptions,omitempty"`
	CarryOver  CarryOver       `json:"carryOver" yaml:"carryOver"`
	// Late is what may still be done after the period, and Elsewhere what another
	// regulator's rule satisfies.
	Late      []Tier      `json:"late,omitempty"`
	Elsewhere []Elsewhere `json:"elsewhere,omitempty"`
	// Counting is which activities belong to the member's file.
	Counting Counting `json:"counting,omitzero"`
	// What the text says of the life of a file, and nil where it says nothing: by when
	// activities are declared, what documents are produced and kept, which files are
	// audited, and what follows a default. Balances do not depend on it.
	Declare  *DeclareRule  `json:"declare,omitempty"`
	Evidence *EvidenceRule `json:"evidence,omitempty"`
	Audit    *AuditRule    `json:"audit,omitempty"`
	Default  *DefaultRule  `json:"default,omitempty"`
	// Attestations are what the member attests when declaring (P30).
	Attestations []Attestation `json:"attestations"`
	// Notice says, before a declaration, what is done with the information (P21).
	Notice identity.Text `json:"notice"`
}

// SelectedBy is what a version's effective day is compared with.
type SelectedBy string

// What is compared. The zero value is ByPeriodStart.
const (
	ByPeriodStart SelectedBy = "period-start"
	ByPeriodEnd   SelectedBy = "period-end"
	ByAdmission   SelectedBy = "admission"
)

// Mark is something that may be true of an activity or of a member.
type Mark struct {
	ID    string        `json:"id"`
	Label identity.Text `json:"label"`
}

// Clause is the place of a text that a figure comes from.
type Clause struct {
	ID string `json:"id"`
	// Cite names the text and the article.
	Cite identity.Text `json:"cite"`
	// Says gives the rule in our words; it is not the text of the law.
	Says identity.Text `json:"says"`
	// Source is where it was read.
	Source string `json:"source"`
	// Verified is false for what no source that could be read says: it is an
	// assumption, and shows as one.
	Verified bool `json:"verified"`
}

// Category is a kind of activity, and Type a narrower one within it.
type Category struct {
	ID         string         `json:"id"`
	Label      identity.Text  `json:"label"`
	Definition identity.Text  `json:"definition"`
	Types      []ActivityType `json:"types"`
	// Asks names what must be given beside the title and the dates: "provider",
	// "trainer".
	Asks   []string `json:"asks"`
	Clause string   `json:"clause"`
}

// ActivityType is a type of activity within a category.
type ActivityType struct {
	ID    string        `json:"id"`
	Label identity.Text `json:"label"`
}

// Attestation is a statement that the member makes by ticking a box.
type Attestation struct {
	ID   string        `json:"id"`
	Text identity.Text `json:"text"`
}

// InForce returns the version whose words and lists concern a period that starts on
// the day: the latest in force on it. The error is
// [ErrNoRegulation].
func (r Regulation) InForce(start cycle.Date) (Version, error) {
	for _, v := range slices.Backward(r.Versions) {
		if !start.Before(v.Effective) {
			return v, nil
		}
	}
	for _, v := range r.Versions {
		if v.SelectedBy == ByPeriodEnd || v.SelectedBy == ByAdmission {
			return v, nil
		}
	}
	return Version{}, fmt.Errorf("%w: %s on %s", ErrNoRegulation, r.ID, start)
}

// PeriodAt returns the reference period that holds the day, for a member, with
// the version that governs it: the latest whose effective day is on or before what
// it is selected by. The error is [ErrNoRegulation], or wraps one of cycle's.
func (r Regulation) PeriodAt(day cycle.Date, a cycle.Anchors) (Version, cycle.Period, error) {
	for _, v := range slices.Backward(r.Versions) {
		p, err := v.Calendar.At(day, a)
		switch {
		case errors.Is(err, cycle.ErrNoPeriod):
		case err != nil:
			return Version{}, cycle.Period{}, err
		case v.applies(v.selectedBy(p, a)):
			return v, p, nil
		}
	}
	return Version{}, cycle.Period{}, fmt.Errorf("%w: %s on %s", ErrNoRegulation, r.ID, day)
}

func (v *Version) applies(day cycle.Date) bool {
	return !day.Before(v.Effective) && (v.Until.IsZero() || day.Before(v.Until))
}

func (v *Version) selectedBy(p cycle.Period, a cycle.Anchors) cycle.Date {
	switch v.SelectedBy {
	case ByPeriodEnd:
		return p.Last()
	case ByAdmission:
		return a.Admission
	case ByPeriodStart:
	}
	return p.From
}

// Clause returns a clause by its identifier.
func (v Version) Clause(id string) (Clause, bool) {
	i := slices.IndexFunc(v.Clauses, func(c Clause) bool { return c.ID == id })
	if i < 0 {
		return Clause{}, false
	}
	return v.Clauses[i], true
}

// Category returns a category by its identifier.
func (v Version) Category(id string) (Category, bool) {
	i := slices.IndexFunc(v.Categories, func(c Category) bool { return c.ID == id })
	if i < 0 {
		return Category{}, false
	}
	return v.Categories[i], true
}

// Type returns a type of the category by its identifier.
func (c Category) Type(id string) (ActivityType, bool) {
	i := slices.IndexFunc(c.Types, func(t ActivityType) bool { return t.ID == id })
	if i < 0 {
		return ActivityType{}, false
	}
	return c.Types[i], true
}

// total returns the position of the total: the first minimum or choice in one
// window that decides by itself. There is one in every version that
// [Regulation.Check] accepts; -1 is none.
func (v *Version) total() int {
	for i := range v.Requirements {
		q := &v.Requirements[i]
		part := slices.ContainsFunc(v.Requirements, func(other Requirement) bool {
			return slices.ContainsFunc(other.OneOf, func(set []string) bool { return slices.Contains(set, q.ID) })
		})
		if q.Most == nil && !q.Recommended && q.Window.Each == 0 && !part {
			return i
		}
	}
	return -1
}

// isMark reports a mark of activities: a category, a type or a tag.
func (v *Version) isMark(id string) bool {
	for _, c := range v.Categories {
		if c.ID == id {
			return true
		}
		if _, ok := c.Type(id); ok {
			return true
		}
	}
	return slices.ContainsFunc(v.Tags, func(m Mark) bool { return m.ID == id })
}

// isProfile reports a mark of members.
func (v *Version) isProfile(id string) bool {
	return slices.ContainsFunc(v.Profile, func(m Mark) bool { return m.ID == id })
}

// requirement returns a requirement by its identifier, or nil.
func (v *Version) requirement(id string) *Requirement {
	for i := range v.Requirements {
		if v.Requirements[i].ID == id {
			return &v.Requirements[i]
		}
	}
	return nil
}

// exemptionRule returns a rule by its identifier, or nil.
func (v *Version) exemptionRule(id string) *ExemptionRule {
	for i := range v.Exemptions {
		if v.Exemptions[i].ID == id {
			return &v.Exemptions[i]
		}
	}
	return nil
}
