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
	// Effective is the first day on which a period of this version may start.
	Effective cycle.Date     `json:"effective"`
	Calendar  cycle.Calendar `json:"calendar"`
	// Clauses are what every figure cites.
	Clauses      []Clause      `json:"clauses"`
	Categories   []Category    `json:"categories"`
	Requirements []Requirement `json:"requirements"`
	// PartClause is the clause that says that an activity counts only when it ended
	// in the member's own part of the period.
	PartClause string    `json:"partClause" yaml:"partClause"`
	CarryOver  CarryOver `json:"carryOver" yaml:"carryOver"`
	// Attestations are what the member attests when declaring (P30).
	Attestations []Attestation `json:"attestations"`
	// Notice says, before a declaration, what is done with the information (P21).
	Notice identity.Text `json:"notice"`
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

// CarryOver says what becomes of surplus hours. The zero value carries nothing.
type CarryOver struct {
	// Most is how many hours may be carried to the next period, and no further.
	Most   Hours  `json:"most"`
	Clause string `json:"clause"`
}

// Attestation is a statement that the member makes by ticking a box.
type Attestation struct {
	ID   string        `json:"id"`
	Text identity.Text `json:"text"`
}

// InForce returns the version for a period that starts on the day, or
// [ErrNoRegulation].
func (r Regulation) InForce(start cycle.Date) (Version, error) {
	for _, v := range slices.Backward(r.Versions) {
		if !start.Before(v.Effective) {
			return v, nil
		}
	}
	return Version{}, fmt.Errorf("%w: %s on %s", ErrNoRegulation, r.ID, start)
}

// PeriodAt returns the reference period that holds the day, for a member, with
// the version that governs it: the latest that was in force when the period
// started. The error is [ErrNoRegulation], or wraps one of cycle's.
func (r Regulation) PeriodAt(day cycle.Date, a cycle.Anchors) (Version, cycle.Period, error) {
	for _, v := range slices.Backward(r.Versions) {
		p, err := v.Calendar.At(day, a)
		switch {
		case errors.Is(err, cycle.ErrNoPeriod):
		case err != nil:
			return Version{}, cycle.Period{}, err
		case !p.From.Before(v.Effective):
			return v, p, nil
		}
	}
	return Version{}, cycle.Period{}, fmt.Errorf("%w: %s on %s", ErrNoRegulation, r.ID, day)
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
