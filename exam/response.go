package exam

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"
)

// Response is what the learner gave to a question; the zero Response is no answer.
type Response struct {
	// Choices are the identifiers of the options chosen, in any order.
	Choices []string `json:"choices,omitempty"`
	// Number is the number as it was typed.
	Number string `json:"number,omitempty"`
}

// Empty reports that nothing was given: no choice, and no number but blanks.
func (r Response) Empty() bool {
	return len(r.Choices) == 0 && strings.TrimSpace(plain(r.Number)) == ""
}

// Equal reports that two responses give the same: the same choices, in whatever order
// and however often, and the same number, letter by letter.
func (r Response) Equal(o Response) bool {
	return slices.Equal(set(r.Choices), set(o.Choices)) && r.Number == o.Number
}

// tidy returns the response as it is kept: nothing for one that is empty, and each choice
// once.
func (r Response) tidy() Response {
	if r.Empty() {
		return Response{}
	}
	r.Choices = set(r.Choices)
	return r
}

// set returns the choices sorted, each once.
func set(choices []string) []string {
	sorted := slices.Clone(choices)
	slices.Sort(sorted)
	return slices.Compact(sorted)
}

// Mark returns the points of a response: those of the question when it is right, and 0
// when it is wrong or when there is none.
//
// A multiple question gives all its points or none: every right option, and no other.
// Points for a part of it would reward who ticks everything, or call for negative ones,
// and either is harder to explain to who fails by a point. A number is right when it is
// no further from the answer than the tolerance, exactly.
//
// A number that cannot be read is [ErrNumber], two choices of a single question
// [ErrOneChoice], and what the question does not offer (an unknown option, a number for
// options, an option for a number) [ErrUnknownOption]: nothing is then marked, and the
// learner is asked again.
func (q Question) Mark(r Response) (points int, err error) {
	if r.Empty() {
		return 0, nil
	}
	right, err := q.right(r)
	if err != nil || !right {
		return 0, err
	}
	return q.Points, nil
}

func (q Question) right(r Response) (bool, error) {
	if q.Kind == Numeric {
		if len(r.Choices) > 0 {
			return false, fmt.Errorf("%w: %s takes a number", ErrUnknownOption, q.ID)
		}
		given, err := ReadNumber(q.withoutUnit(r.Number))
		if err != nil {
			return false, err
		}
		return q.near(given), nil
	}
	if r.Number != "" {
		return false, fmt.Errorf("%w: %s takes no number", ErrUnknownOption, q.ID)
	}
	chosen := set(r.Choices)
	for _, id := range chosen {
		if _, ok := q.Option(id); !ok {
			return false, fmt.Errorf("%w: %s has no %.40q", ErrUnknownOption, q.ID, id)
		}
	}
	if q.Kind == Single && len(chosen) > 1 {
		return false, fmt.Errorf("%w: %s", ErrOneChoice, q.ID)
	}
	for _, o := range q.Options {
		if o.Right != slices.Contains(chosen, o.ID) {
			return false, nil
		}
	}
	return true, nil
}

// near reports that a number is within the tolerance of the answer. A question whose
// own numbers cannot be read, which [Exam.Validate] refuses, has no right answer.
func (q Question) near(given *big.Rat) bool {
	answer, err := ReadNumber(q.Number)
	if err != nil {
		return false
	}
	tolerance := new(big.Rat)
	if q.Tolerance != "" {
		if tolerance, err = ReadNumber(q.Tolerance); err != nil {
			return false
		}
	}
	apart := new(big.Rat).Sub(given, answer)
	return apart.Abs(apart).Cmp(tolerance) <= 0
}

// withoutUnit takes the question's unit off the end of what was typed: who writes
// "30 m" beside a field that says "m" has answered.
func (q Question) withoutUnit(typed string) string {
	typed = strings.TrimSpace(plain(typed))
	for _, unit := range []string{q.Unit.FR, q.Unit.EN} {
		if number, ok := strings.CutSuffix(typed, plain(unit)); ok && unit != "" {
			return number
		}
	}
	return typed
}

// longestNumber is the greatest length of a number that is looked at, in bytes.
const longestNumber = 100

var (
	// \x{2212} is the minus sign; a keyboard has the hyphen.
	number  = regexp.MustCompile(`^([-\x{2212}]?)\s*(\d{1,15})(?:[.,](\d{1,15}))?$`)
	grouped = regexp.MustCompile(`^[-\x{2212}]?\s*[1-9]\d{0,2}(?: \d{3})+(?:[.,]\d{1,15})?$`)
	blanks  = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2009", " ")
)

// plain writes every blank of a number as a space.
func plain(text string) string { return blanks.Replace(text) }

// ReadNumber reads a number as people write it, exactly: "12", "2,5", "2.5", "-4",
// "1 500". Both languages write thousands apart with a space, so that this is read. As
// for hours, three digits after a comma or a point may be thousandths or thousands:
// "1,500" and "1.500" are refused, never guessed, and "0,125", "1,50" and "1,5000" are
// read. Everything else, and more than 15 digits before or after the mark, is refused
// too. The error is [ErrNumber].
func ReadNumber(text string) (*big.Rat, error) {
	if len(text) > longestNumber {
		return nil, fmt.Errorf("%w: %.40q", ErrNumber, text)
	}
	clean := strings.TrimSpace(plain(text))
	inGroups := grouped.MatchString(clean)
	if inGroups {
		clean = strings.ReplaceAll(clean, " ", "")
	}
	m := number.FindStringSubmatch(clean)
	// After "1 500," no mark of thousands can follow.
	if m == nil || len(m[3]) == 3 && !inGroups && strings.Trim(m[2], "0") != "" {
		return nil, fmt.Errorf("%w: %.40q", ErrNumber, text)
	}
	value, ok := new(big.Rat).SetString(m[2] + "." + m[3] + "0")
	if !ok {
		return nil, fmt.Errorf("%w: %.40q", ErrNumber, text)
	}
	if m[1] != "" {
		value.Neg(value)
	}
	return value, nil
}
