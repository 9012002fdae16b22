package exam

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// ProofKind is the card by which the operator confirmed an identity (E4).
type ProofKind string

// The cards: Québec's driver's licence and health insurance card, and a driver's
// licence of elsewhere, of whose number nothing is known.
const (
	Licence      ProofKind = "licence"
	HealthCard   ProofKind = "health-card"
	OtherLicence ProofKind = "other-licence"
)

// ProofKinds lists every card.
func ProofKinds() []ProofKind { return []ProofKind{Licence, HealthCard, OtherLicence} }

// Proof is what is kept of a confirmation: the card, who saw it and when. The number
// and the date of birth are not.
type Proof struct {
	Kind ProofKind `json:"kind"`
	// Hints are what the operator was told of and confirmed nevertheless.
	Hints []Hint    `json:"hints,omitempty"`
	By    Person    `json:"by"`
	At    time.Time `json:"at"`
}

// Hint is something about a number that may well be right: names change, and no
// official description of these numbers was found. It is told, and never refused.
type Hint string

// The hints: the letters of the number are not those of the name, and the digits that
// commonly hold the date of birth on a licence are not those of it.
const (
	NameHint  Hint = "name"
	BirthHint Hint = "birth"
)

// Claim is what the operator reads on the card.
type Claim struct {
	Kind   ProofKind
	Number string
	// Birth is the date of birth as the card has it, YYYY-MM-DD.
	Birth string
	// Sure confirms the claim in spite of its hints.
	Sure bool
}

// String keeps the number out of whatever prints a claim.
func (c Claim) String() string { return string(c.Kind) + " •••" }

// Format does the same whatever the verb.
func (c Claim) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, c.String()) }

// MarshalText keeps it out of JSON, and so out of logs.
func (c Claim) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// Tries counts the confirmations that failed, as identity.Throttle does with
// passwords.
type Tries struct {
	Failures int       `json:"failures"`
	Latest   time.Time `json:"latest"`
}

// Until returns the instant before which no confirmation is taken; the zero time when
// there is no wait.
func (t Tries) Until() time.Time { return identity.WaitUntil(t.Failures, t.Latest) }

// Check reads the claim about a learner on a day. It returns what the operator must
// know though it may be right, and what is wrong, on "kind", "number" and "birth".
//
// The number must have the form of its card. A health insurance number holds the date
// of birth (the month of a woman's has 50 more), which must be the one given; and the
// organisation's own date of birth, when it has one, must be it too.
func (c Claim) Check(l Learner, today cycle.Date) (hints []Hint, wrong hours.FieldErrors) {
	add := func(field string, err error) { wrong = append(wrong, hours.FieldError{Field: field, Err: err}) }
	number := compact(c.Number)
	switch {
	case c.Kind == "":
		add("kind", hours.ErrMissing)
	case number == "":
		add("number", hours.ErrMissing)
	case c.Kind == HealthCard && !shaped(number, 4, 8), c.Kind == Licence && !shaped(number, 1, 12), c.Kind == OtherLicence && len(number) < 5, len(number) > 20:
		add("number", ErrNumberForm)
	case c.Kind != HealthCard && c.Kind != Licence && c.Kind != OtherLicence:
		add("kind", hours.ErrUnknownChoice)
	}
	birth, err := cycle.ParseDate(strings.TrimSpace(c.Birth))
	switch {
	case strings.TrimSpace(c.Birth) == "":
		add("birth", hours.ErrMissing)
	case err != nil:
		add("birth", hours.ErrBadDate)
	case birth.After(today) || birth.Year() < 1900:
		add("birth", ErrBirth)
	case !l.Birth.IsZero() && l.Birth != birth:
		add("birth", ErrBirthDiffers)
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	year, month, day := birth.YMD()
	last := letters(l.Last)
	switch c.Kind {
	case HealthCard:
		if on := number[4:10]; on != digits(year, month, day) && on != digits(year, month+50, day) {
			add("birth", ErrBirthDiffers)
			return nil, wrong
		}
		// Three letters of the last name, filled with X, and one of the first.
		if number[:4] != (last + "XXX")[:3]+(letters(l.First) + "X")[:1] {
			hints = append(hints, NameHint)
		}
	case Licence:
		if number[:1] != (last + "X")[:1] {
			hints = append(hints, NameHint)
		}
		if number[5:11] != digits(day, month, year) {
			hints = append(hints, BirthHint)
		}
	case OtherLicence:
	}
	return hints, nil
}

// compact returns a number in capitals, without what people put between its groups; ""
// when it holds anything but letters and digits.
func compact(text string) string {
	var b strings.Builder
	for _, r := range strings.ToUpper(text) {
		switch {
		case r == ' ', r == '-', r == '\u00a0', r == '\u202f', r == '\u2011', r == '\u2013':
		case r >= '0' && r <= '9', r >= 'A' && r <= 'Z':
			b.WriteRune(r)
		default:
			return "?"
		}
	}
	return b.String()
}

// shaped reports so many capitals, then so many digits.
func shaped(number string, capitals, figures int) bool {
	if len(number) != capitals+figures {
		return false
	}
	for i, r := range number {
		if capital := r >= 'A' && r <= 'Z'; capital != (i < capitals) {
			return false
		}
	}
	return true
}

// digits writes each number as its last two digits.
func digits(numbers ...int) string {
	var b strings.Builder
	for _, n := range numbers {
		b.WriteByte(byte('0' + n/10%10))
		b.WriteByte(byte('0' + n%10))
	}
	return b.String()
}

// letters returns the letters of a name as such numbers have them: without accents, in
// capitals.
func letters(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, strings.ToUpper(hours.Fold(name)))
}
