package hours

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

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
	CarryOver    CarryOver     `json:"carryOver" yaml:"carryOver"`
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

// Requirement is one thing asked: at least an amount of the hours that it
// selects.
type Requirement struct {
	ID    string        `json:"id"`
	Label identity.Text `json:"label"`
	// Categories selects the hours that serve it; none selects all.
	Categories []string `json:"categories"`
	Amount     Amount   `json:"amount"`
	// Prorate says how the amount follows the member's own part of the period.
	Prorate Proration `json:"prorate"`
	// Relieved says that exemptions lower it.
	Relieved bool `json:"relieved"`
	// Carried says that hours carried over from the period before serve it.
	Carried bool   `json:"carried"`
	Clause  string `json:"clause"`
	// ProrateClause and RelievedClause say where those rules come from.
	ProrateClause  string `json:"prorateClause" yaml:"prorateClause"`
	RelievedClause string `json:"relievedClause" yaml:"relievedClause"`
}

// Amount is a number of hours, or a share of what another requirement leaves to
// do. Exactly one is given.
type Amount struct {
	Hours Hours `json:"hours"`
	Share Share `json:"share"`
	// Of is the requirement that Share is of, and comes before this one. The
	// share is of what is due after proration and exemptions.
	Of string `json:"of"`
}

// Share is a proportion, such as 1/2. The zero value is none.
type Share struct {
	Num int64
	Den int64
}

// MarshalText writes "1/2", or nothing for none.
func (s Share) MarshalText() ([]byte, error) {
	if s == (Share{}) {
		return nil, nil
	}
	return fmt.Appendf(nil, "%d/%d", s.Num, s.Den), nil
}

// UnmarshalText reads what MarshalText writes. The error is [ErrBadRegulation].
func (s *Share) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*s = Share{}
		return nil
	}
	top, bottom, found := strings.Cut(string(text), "/")
	num, err1 := strconv.ParseInt(top, 10, 64)
	den, err2 := strconv.ParseInt(bottom, 10, 64)
	if !found || err1 != nil || err2 != nil || num < 1 || den < num || den > 1000 {
		return fmt.Errorf("%w: %q is not a share such as 1/2", ErrBadRegulation, text)
	}
	*s = Share{num, den}
	return nil
}

// Proration says how an amount follows the member's own part of the period.
type Proration string

// The prorations. The zero value leaves the amount whole.
const (
	Unprorated  Proration = ""
	MonthsWhole Proration = "months-whole" // × whole months of one's own part ÷ months of the period
)

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
// the version that governs it. The error is [ErrNoRegulation], or wraps one of
// cycle's.
func (r Regulation) PeriodAt(day cycle.Date, a cycle.Anchors) (Version, cycle.Period, error) {
	v, err := r.InForce(day)
	if err != nil {
		return Version{}, cycle.Period{}, err
	}
	p, err := v.Calendar.At(day, a)
	if err != nil {
		return Version{}, cycle.Period{}, err
	}
	v, err = r.InForce(p.From)
	return v, p, err
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

// Check reports the first contradiction or omission, as an error that wraps
// [ErrBadRegulation].
func (r Regulation) Check() error {
	if len(r.Versions) == 0 {
		return fmt.Errorf("%w: %s has no version", ErrBadRegulation, r.ID)
	}
	for i, v := range r.Versions {
		if i > 0 && !r.Versions[i-1].Effective.Before(v.Effective) {
			return fmt.Errorf("%w: %s: versions out of order", ErrBadRegulation, r.ID)
		}
		if err := v.check(); err != nil {
			return fmt.Errorf("%w: %s, version %s: %w", ErrBadRegulation, r.ID, v.ID, err)
		}
	}
	return nil
}

func (v Version) check() error {
	if err := v.Calendar.Check(); err != nil {
		return err
	}
	if len(v.Requirements) == 0 {
		return fmt.Errorf("nothing is required")
	}
	cited := func(id string) error {
		if _, ok := v.Clause(id); !ok {
			return fmt.Errorf("clause %q is not among the clauses", id)
		}
		return nil
	}
	seen := map[string]bool{}
	for _, c := range v.Categories {
		if err := cited(c.Clause); err != nil {
			return fmt.Errorf("category %s: %w", c.ID, err)
		}
	}
	for _, q := range v.Requirements {
		if err := v.checkRequirement(q, seen, cited); err != nil {
			return fmt.Errorf("requirement %s: %w", q.ID, err)
		}
		seen[q.ID] = true
	}
	if !v.CarryOver.Most.IsZero() {
		return cited(v.CarryOver.Clause)
	}
	return nil
}

func (v Version) checkRequirement(q Requirement, seen map[string]bool, cited func(string) error) error {
	switch {
	case q.ID == "" || seen[q.ID]:
		return fmt.Errorf("no identifier, or one used twice")
	case q.Amount.Hours.IsZero() == (q.Amount.Share == Share{}):
		return fmt.Errorf("either hours or a share, and not both")
	case q.Amount.Share != (Share{}) && !seen[q.Amount.Of]:
		return fmt.Errorf("a share of %q, which does not come before it", q.Amount.Of)
	case q.Amount.Share != (Share{}) && (q.Prorate != "" || q.Relieved):
		return fmt.Errorf("a share follows what it is of, and is not itself prorated or relieved")
	case q.Prorate != "" && q.Prorate != MonthsWhole:
		return fmt.Errorf("unknown proration %q", q.Prorate)
	}
	for _, id := range q.Categories {
		if _, ok := v.Category(id); !ok {
			return fmt.Errorf("unknown category %q", id)
		}
	}
	if err := cited(q.Clause); err != nil {
		return err
	}
	if q.Prorate != "" {
		if err := cited(q.ProrateClause); err != nil {
			return err
		}
	}
	if q.Relieved {
		return cited(q.RelievedClause)
	}
	return nil
}
