package exemption

import (
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
)

// Entry is what a member typed in a request, field by field and as typed: it is
// saved right or wrong, and [Entry.Check] says what is wrong with it.
type Entry struct {
	// Period is the first day of the reference period (P42).
	Period string `json:"period"`
	// Ground is the identifier of a ground (P43).
	Ground string `json:"ground" validate:"required"`
	// First and Last are the days of the ground (P45).
	First hours.DateEntry `json:"first"`
	Last  hours.DateEntry `json:"last"`
	// Details is the explanation that some grounds call for (P47), and Note the
	// optional information (P46).
	Details string `json:"details" validate:"max=4000"`
	Note    string `json:"note" validate:"max=4000"`
	// Committed holds the identifiers of the commitments that are ticked (P48).
	Committed []string `json:"committed"`
}

// Rules is what an entry is checked against.
type Rules struct {
	Grounds Grounds
	Period  cycle.Period
	// Documents is how many documents the request holds.
	Documents int
}

// fields is the order in which an entry's errors are given: that of the pages.
var fields = []string{"period", "ground", "details", "documents", "first", "last", "note", "committed"}

// Check returns what the entry claims, or everything wrong with it in the order
// of its fields. The claim is meaningful only when nothing is wrong.
func (e Entry) Check(r Rules) (Claim, hours.FieldErrors) {
	for _, text := range []*string{&e.Period, &e.Ground, &e.Details, &e.Note} {
		*text = hours.Tidy(*text)
	}
	claim := Claim{Note: e.Note, CommittedVersion: r.Grounds.Version}
	wrong := hours.Shape(e)
	fail := func(field string, err error) {
		if wrong.Of(field) == nil {
			wrong = append(wrong, hours.FieldError{Field: field, Err: err})
		}
	}
	if e.Period != r.Period.Key() {
		fail("period", hours.ErrUnknownChoice)
	}
	ground, ok := r.Grounds.Ground(e.Ground)
	if !ok {
		fail("ground", hours.ErrUnknownChoice)
	}
	claim.Ground = ground.ID
	// What was typed for another ground, before this one was chosen, is not claimed.
	if ground.Details {
		claim.Details = e.Details
		if e.Details == "" {
			fail("details", hours.ErrMissing)
		}
	}
	if r.Documents == 0 {
		fail("documents", ErrNoDocument)
	}
	claim.First, claim.Last, claim.Covers = e.checkDays(r.Period, fail)
	for _, c := range r.Grounds.Commitments {
		if !slices.Contains(e.Committed, c.ID) {
			fail("committed."+c.ID, ErrNotCommitted)
			continue
		}
		claim.Committed = append(claim.Committed, c.ID)
	}
	slices.SortStableFunc(wrong, func(a, b hours.FieldError) int { return rank(a.Field) - rank(b.Field) })
	return claim, wrong
}

// checkDays reads the days of the ground. A ground may begin before the period,
// or end after it or after today: a leave does. The request is for its days in the
// period.
func (e Entry) checkDays(p cycle.Period, fail func(string, error)) (first, last cycle.Date, covers cycle.Span) {
	first, err := e.First.Read()
	if err != nil {
		fail("first", err)
	}
	last, errLast := e.Last.Read()
	if errLast != nil {
		fail("last", errLast)
	}
	if err != nil || errLast != nil {
		return first, last, covers
	}
	span, err := cycle.Days(first, last)
	if err != nil {
		fail("last", hours.ErrEndBeforeStart)
		return first, last, covers
	}
	if covers = span.Intersect(p.Span); covers.Empty() {
		fail("first", ErrOutsidePeriod)
	}
	return first, last, covers
}

func rank(field string) int {
	name, _, _ := strings.Cut(field, ".")
	if i := slices.Index(fields, name); i >= 0 {
		return i
	}
	return len(fields)
}
