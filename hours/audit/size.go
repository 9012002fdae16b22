package audit

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/goodstanding/goodstanding/hours"
)

// Size is how many members are drawn: a number of them, or a share of the population,
// rounded up. The zero value draws nobody at random.
type Size struct {
	Number int         `json:"number,omitempty"`
	Share  hours.Share `json:"share,omitzero"`
}

// mostDrawn is the greatest number of a draw.
const mostDrawn = 100_000

// SizeOf returns what the regulation says; the zero Size when it does not.
func SizeOf(rule *hours.AuditRule) Size {
	if rule == nil {
		return Size{}
	}
	return Size{rule.Number, rule.Share}
}

// Of returns how many of so many members are drawn.
func (s Size) Of(population int) int {
	return (&hours.AuditRule{Number: s.Number, Share: s.Share}).Sample(population)
}

// ReadSize reads "25", "5 %" or "1/20"; "0" draws nobody. The error is [ErrSize].
func ReadSize(text string) (Size, error) {
	text = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "").Replace(text)
	percent, isPercent := strings.CutSuffix(text, "%")
	if isPercent {
		n, err := strconv.ParseInt(percent, 10, 64)
		if err != nil || n < 1 || n > 100 {
			return Size{}, fmt.Errorf("%w: %.40q", ErrSize, text)
		}
		return Size{Share: lowest(n, 100)}, nil
	}
	if strings.Contains(text, "/") {
		var share hours.Share
		if err := share.UnmarshalText([]byte(text)); err != nil {
			return Size{}, fmt.Errorf("%w: %.40q", ErrSize, text)
		}
		return Size{Share: share}, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > mostDrawn {
		return Size{}, fmt.Errorf("%w: %.40q", ErrSize, text)
	}
	return Size{Number: n}, nil
}

func lowest(num, den int64) hours.Share {
	a, b := num, den
	for b > 0 {
		a, b = b, a%b
	}
	return hours.Share{Num: num / a, Den: den / a}
}

// String writes what [ReadSize] reads.
func (s Size) String() string {
	if s.Share != (hours.Share{}) {
		return fmt.Sprintf("%d/%d", s.Share.Num, s.Share.Den)
	}
	return strconv.Itoa(s.Number)
}
