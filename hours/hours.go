// Package hours says how much: hours that are exact, regulations as data, the
// activities that members declare, and the balance of what is required, counted
// and left, with the clause behind every figure.
//
// Start with [Regulation], which the catalogue package reads from a dated
// document, and [Version.Evaluate], which turns a member's [File] into a
// [Balance]. [Ledger] is the desk: it keeps declarations through a [Store] and
// answers with balances.
//
// Amounts are exact: an [Hours] is a ratio of whole numbers, never a float, so
// that 60 × 26 ÷ 36 is 43 ⅓ and stays it. Nothing is rounded unless a clause of
// the regulation says so, and no clause that could not be read is presented as
// law: it is marked in the data as not verified, and shows as such.
//
// Files other than ledger*.go and the interfaces of store.go, relief.go and outcome.go are
// pure: no clock, no context, no store, no randomness. Day and instant are
// arguments.
package hours

import (
	"cmp"
	"database/sql/driver"
	"fmt"
	"math"
	"math/big"
	"math/bits"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// Hours is an exact, non-negative number of hours (or of the units that a
// regulation counts in). It is a reduced ratio of whole numbers: comparable with
// ==, usable as a map key. The zero value is no hours.
//
// Numerator and denominator each fit in 63 bits, and an operation whose exact
// result does not fit panics: it is never rounded. [Hours.Declarable] is the bound
// on what people may write, and a file of such amounts never comes near.
type Hours struct {
	num  int64
	rest int64 // the denominator less one, so that the zero value is 0/1
}

// Whole returns n hours; n below zero gives none.
func Whole(n int64) Hours { return Ratio(n, 1) }

// Ratio returns num ÷ den hours, reduced; below zero it gives none. It panics
// when den is not above zero.
func Ratio(num, den int64) Hours {
	if den <= 0 {
		panic("hours: a denominator that is not above zero")
	}
	if num <= 0 {
		return Hours{}
	}
	g := gcd(num, den)
	return Hours{num / g, den/g - 1}
}

// FromDecimal returns the hours of a decimal, exactly. The error is
// [ErrBadHours] below zero, above [Largest], or past six decimal places.
func FromDecimal(d decimal.Decimal) (Hours, error) {
	// An exponent alone may stand for more digits than memory holds.
	if e := d.Exponent(); e < -100 || e > 100 {
		return Hours{}, fmt.Errorf("%w: an exponent of %d", ErrBadHours, e)
	}
	scaled := d.Shift(6)
	if d.IsNegative() || d.GreaterThan(decimal.NewFromInt(Largest)) || !scaled.IsInteger() {
		return Hours{}, fmt.Errorf("%w: %.40s", ErrBadHours, d.String())
	}
	return Ratio(scaled.IntPart(), 1_000_000), nil
}

// Fraction returns the reduced numerator and denominator; 0 and 1 for none.
func (h Hours) Fraction() (num, den int64) { return h.num, h.rest + 1 }

// IsZero reports no hours.
func (h Hours) IsZero() bool { return h.num == 0 }

// Compare returns -1, 0 or +1.
func (h Hours) Compare(other Hours) int {
	if h.rest == other.rest {
		return cmp.Compare(h.num, other.num)
	}
	if h.small() && other.small() {
		return cmp.Compare(h.num*(other.rest+1), other.num*(h.rest+1))
	}
	return h.big().Cmp(other.big())
}

// Less reports that h is fewer than other.
func (h Hours) Less(other Hours) bool { return h.Compare(other) < 0 }

// Plus returns the sum. It panics past what 64 bits hold.
func (h Hours) Plus(other Hours) Hours {
	if h.rest == other.rest && h.num <= math.MaxInt64-other.num {
		return Ratio(h.num+other.num, h.rest+1)
	}
	if h.small() && other.small() {
		return Ratio(h.num*(other.rest+1)+other.num*(h.rest+1), (h.rest+1)*(other.rest+1))
	}
	return reduced(new(big.Rat).Add(h.big(), other.big()))
}

// Minus returns the difference, and none when other is more: what is left never
// falls below zero.
func (h Hours) Minus(other Hours) Hours {
	if h.rest == other.rest {
		return Ratio(h.num-other.num, h.rest+1)
	}
	if h.small() && other.small() {
		return Ratio(h.num*(other.rest+1)-other.num*(h.rest+1), (h.rest+1)*(other.rest+1))
	}
	return reduced(new(big.Rat).Sub(h.big(), other.big()))
}

// Times returns h × num ÷ den, exactly: one multiplication, one division, no
// rounding. It panics when num is below zero or den not above it, and past what
// 64 bits hold.
func (h Hours) Times(num, den int64) Hours {
	if num < 0 || den <= 0 {
		panic("hours: a factor below zero")
	}
	if num < fast && den < fast && h.num < fast && h.rest < fast {
		return Ratio(h.num*num, (h.rest+1)*den)
	}
	return reduced(new(big.Rat).Mul(h.big(), big.NewRat(num, den)))
}

// fast bounds numbers whose products, and sums of two of them, fit in 63 bits.
const fast = 1 << 30

func (h Hours) small() bool { return h.num < fast && h.rest < fast }

// Least returns the smaller.
func Least(a, b Hours) Hours {
	if b.Less(a) {
		return b
	}
	return a
}

// Sum returns the total of all.
func Sum(all ...Hours) Hours {
	var total Hours
	for _, h := range all {
		total = total.Plus(h)
	}
	return total
}

// Decimal returns the hours as a decimal, rounded up to the number of places:
// what is rounded up is always enough. exact says that nothing was rounded.
func (h Hours) Decimal(places int32) (d decimal.Decimal, exact bool) {
	num, den := decimal.NewFromInt(h.num), decimal.NewFromInt(h.rest+1)
	q, r := num.QuoRem(den, places)
	if r.IsZero() {
		return q, true
	}
	return q.Add(decimal.New(1, -places)), false
}

// String returns the canonical form, which [ParseHours] reads: a decimal with a
// point when at most six places are enough ("12.5"), a reduced fraction otherwise
// ("130/3").
func (h Hours) String() string {
	if d, exact := h.Decimal(6); exact {
		return d.String()
	}
	return strconv.FormatInt(h.num, 10) + "/" + strconv.FormatInt(h.rest+1, 10)
}

// ParseHours reads the canonical form and nothing else, up to nine million million
// hours; the error is [ErrBadHours]. [ReadHours] reads what people write.
func ParseHours(text string) (Hours, error) {
	h, ok := parse(text)
	if !ok || h.String() != text {
		return Hours{}, fmt.Errorf("%w: %.40q", ErrBadHours, text)
	}
	return h, nil
}

func parse(text string) (Hours, bool) {
	if text == "" || len(text) > 40 || strings.Trim(text, "0123456789./") != "" {
		return Hours{}, false
	}
	if top, bottom, ratio := strings.Cut(text, "/"); ratio {
		num, err1 := strconv.ParseInt(top, 10, 64)
		den, err2 := strconv.ParseInt(bottom, 10, 64)
		if err1 != nil || err2 != nil || den == 0 {
			return Hours{}, false
		}
		return Ratio(num, den), true
	}
	d, err := decimal.NewFromString(text)
	if err != nil || d.GreaterThan(decimal.NewFromInt(math.MaxInt64/1_000_000)) || !d.Shift(6).IsInteger() {
		return Hours{}, false
	}
	return Ratio(d.Shift(6).IntPart(), 1_000_000), true
}

// MustHours is [ParseHours] for literals; it panics on anything else.
func MustHours(text string) Hours {
	h, err := ParseHours(text)
	if err != nil {
		panic(err)
	}
	return h
}

// MarshalText writes the canonical form.
func (h Hours) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads the canonical form; the error is [ErrBadHours], and then h
// is as it was.
func (h *Hours) UnmarshalText(text []byte) error {
	parsed, err := ParseHours(string(text))
	if err != nil {
		return err
	}
	*h = parsed
	return nil
}

// UnmarshalYAML reads what documents hold: the canonical form, and other ways to
// write the same number, such as "12.50" and "2/4". The error is [ErrBadHours].
func (h *Hours) UnmarshalYAML(unmarshal func(any) error) error {
	var text string
	if err := unmarshal(&text); err != nil {
		return err
	}
	read, ok := parse(text)
	if !ok || strings.HasPrefix(text, ".") || strings.HasSuffix(text, ".") {
		return fmt.Errorf("%w: %.40q", ErrBadHours, text)
	}
	*h = read
	return nil
}

// Value stores the canonical form.
func (h Hours) Value() (driver.Value, error) { return h.String(), nil }

// Scan reads a stored canonical form; the error is [ErrBadHours].
func (h *Hours) Scan(value any) error {
	switch v := value.(type) {
	case string:
		return h.UnmarshalText([]byte(v))
	case []byte:
		return h.UnmarshalText(v)
	}
	return fmt.Errorf("%w: cannot read a %T", ErrBadHours, value)
}

// units returns h as so many parts of 1/unit hour. unit is a multiple of h's
// denominator.
func (h Hours) units(unit int64) int64 { return times(h.num, unit/(h.rest+1)) }

// times is a product that is exact: it panics past what 64 bits hold.
func times(a, b int64) int64 {
	high, low := bits.Mul64(uint64(a), uint64(b))
	if high != 0 || low > math.MaxInt64 {
		panic("hours: an amount past what 64 bits hold")
	}
	return int64(low)
}

// lcm is the least common multiple of two numbers above zero.
func lcm(a, b int64) int64 {
	if a%b == 0 {
		return a
	}
	return times(a/gcd(a, b), b)
}

func (h Hours) big() *big.Rat { return big.NewRat(h.num, h.rest+1) }

func reduced(r *big.Rat) Hours {
	if r.Sign() <= 0 {
		return Hours{}
	}
	if !r.Num().IsInt64() || !r.Denom().IsInt64() {
		panic("hours: an amount past what 64 bits hold")
	}
	return Hours{r.Num().Int64(), r.Denom().Int64() - 1}
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
