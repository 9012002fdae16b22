package hours

import "fmt"

// Rounding says to which multiple an amount is rounded, and in which direction.
// The zero value rounds nothing.
type Rounding struct {
	// To is the multiple, such as 1/2.
	To  Hours `json:"to"`
	Way Way   `json:"way"`
	// First is the least first credit: an activity that gives less gives nothing.
	// Only credits have it.
	First Hours `json:"first,omitzero"`
}

// Way is the direction of a rounding.
type Way string

// The directions. There is no default: a clause says it.
const (
	Up      Way = "up"
	Down    Way = "down"
	Nearest Way = "nearest" // a half goes up
)

// IsZero reports that nothing is rounded.
func (r Rounding) IsZero() bool { return r == Rounding{} }

func (r Rounding) check() error {
	switch {
	case r.IsZero():
		return nil
	case r.To.IsZero():
		return fmt.Errorf("a rounding needs to, above zero")
	case r.Way != Up && r.Way != Down && r.Way != Nearest:
		return fmt.Errorf("a rounding needs way: up, down or nearest")
	}
	return nil
}

// plain is check, for what is not a credit.
func (r Rounding) plain() error {
	if !r.First.IsZero() {
		return fmt.Errorf("only the rounding of credits has first")
	}
	return r.check()
}

// Round returns the multiple of r.To; the amount itself when nothing is rounded.
func (r Rounding) Round(h Hours) Hours {
	if r.To.IsZero() {
		return h
	}
	num, den := r.To.Fraction()
	steps := h.Times(den, num) // h ÷ to
	top, bottom := steps.Fraction()
	whole, rest := top/bottom, top%bottom
	if rest > 0 && (r.Way == Up || r.Way == Nearest && rest >= bottom-rest) {
		whole++
	}
	return r.To.Times(whole, 1)
}
