package certificate

import (
	"fmt"
	"strings"
	"unicode"
)

// Code is what a certificate is verified by, in the form that is kept: sixteen
// characters that hold 80 random bits, and one that checks them. They are those of
// Crockford's base 32: no I, L, O or U, which are read as others. The zero value is
// no code; [Code.String] is the form that is printed.
type Code string

// RandomBytes is how much randomness a code takes.
const RandomBytes = 10

// alphabet is the characters of a code, in the order of their values.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// length is the number of characters of a code, the last of which checks the others.
const length = 17

// NewCode returns the code that holds the bits.
func NewCode(random [RandomBytes]byte) Code {
	var symbols [length]byte
	for i := range length - 1 {
		// Five bits from the i-th group of five on; a group lies in one byte or two.
		bit := 5 * i
		two := uint16(random[bit/8]) << 8
		if bit/8+1 < len(random) {
			two |= uint16(random[bit/8+1])
		}
		symbols[i] = byte(two>>(11-bit%8)) & 31
	}
	symbols[length-1] = times2(weigh(symbols[:length-1]))
	var b strings.Builder
	for _, s := range symbols {
		b.WriteByte(alphabet[s])
	}
	return Code(b.String())
}

// weigh evaluates the symbols as a polynomial over the field of 32 elements, at 2.
// Powers of 2 up to the thirtieth differ there, so that one wrong character, and two
// that changed places, always change the sum: all codes have the sum 0.
func weigh(symbols []byte) byte {
	var sum byte
	for _, s := range symbols {
		sum = times2(sum) ^ s
	}
	return sum
}

// times2 multiplies by 2 in the field of 32 elements, modulo x⁵ + x² + 1.
func times2(s byte) byte {
	if s <<= 1; s&32 != 0 {
		s ^= 0b100101
	}
	return s
}

// ReadCode reads a code as people type it: upper or lower case, in groups or not, O
// for 0, I or L for 1. The error is [ErrMistyped] for what is no code, or has a
// character that is wrong: it can never have been issued.
func ReadCode(text string) (Code, error) {
	var b strings.Builder
	symbols := make([]byte, 0, length)
	for _, r := range text {
		if unicode.IsSpace(r) || unicode.In(r, unicode.Pd, unicode.Cf) || r == '\u2212' {
			continue
		}
		switch r = unicode.ToUpper(r); r {
		case 'O':
			r = '0'
		case 'I', 'L':
			r = '1'
		}
		value := strings.IndexRune(alphabet, r)
		if value < 0 || len(symbols) == length {
			return "", fmt.Errorf("%w: %.40q", ErrMistyped, text)
		}
		symbols = append(symbols, byte(value))
		b.WriteRune(r)
	}
	if len(symbols) != length || weigh(symbols) != 0 {
		return "", fmt.Errorf("%w: %.40q", ErrMistyped, text)
	}
	return Code(b.String()), nil
}

// String returns the code in groups of four, as it is printed:
// "7QX2-0N4D-K8RV-1ZPA-6".
func (c Code) String() string {
	var groups []string
	rest := string(c)
	for len(rest) > 4 {
		groups, rest = append(groups, rest[:4]), rest[4:]
	}
	return strings.Join(append(groups, rest), "-")
}
