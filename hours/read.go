package hours

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// Largest is the greatest number of hours that people may write, for one activity
// or one decision.
const Largest = 100_000

// finest is the greatest denominator that people may write: the millionth of a
// minute and that of an hour are both whole numbers of its parts.
const finest = 60_000_000

// Declarable reports an amount that people may write: [Largest] at most, in whole
// millionths of an hour or of a minute. A sum of a million such amounts is exact.
func (h Hours) Declarable() bool {
	return finest%(h.rest+1) == 0 && !Whole(Largest).Less(h)
}

// What people write for a duration. \x{00a0} and \x{202f} are the no-break spaces
// that French puts before a unit.
var (
	asDecimal = regexp.MustCompile(`^(\d{1,40})(?:[.,](\d{1,40}))?\s*(?:h|hrs?|hours?|heures?)?$`)
	asMinutes = regexp.MustCompile(`^(\d{1,6})\s*(?:h|hrs?|hours?|heures?|:)\s*([0-5]?\d)\s*(?:m|mins?|minutes?)?$`)
	minutes   = regexp.MustCompile(`^(\d{1,6})\s*(?:m|mins?|minutes?)$`)
	spaces    = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2009", " ")
)

// longestDuration is the greatest length of a duration that is looked at, in bytes.
const longestDuration = 100

// ReadHours reads a duration as people write it: "2,5", "2.5", "2,5 h",
// "2 h 30", "2:30", "150 min". A text that could be read in two ways, such as
// "1.234,5" or "1,234", is refused with [ErrAmbiguousHours] and never guessed;
// anything else, and more than [Largest], is [ErrBadHours]. A minus sign is
// [ErrNegativeHours]. Minutes after an hour are 0 to 59. Zero is read: whether it
// may be declared is for the entry's check to say.
func ReadHours(text string) (Hours, error) {
	if len(text) > longestDuration {
		return Hours{}, fmt.Errorf("%w: %.40q", ErrBadHours, text)
	}
	clean := strings.ToLower(strings.TrimSpace(spaces.Replace(text)))
	if strings.HasPrefix(clean, "-") || strings.HasPrefix(clean, "−") {
		return Hours{}, fmt.Errorf("%w: %.40q", ErrNegativeHours, text)
	}
	if m := asDecimal.FindStringSubmatch(clean); m != nil {
		// Three digits after the mark may be thousandths or thousands.
		if len(m[2]) == 3 && m[1] != "0" {
			return Hours{}, fmt.Errorf("%w: %.40q", ErrAmbiguousHours, text)
		}
		d, err := decimal.NewFromString(m[1] + "." + m[2] + "0")
		if err != nil {
			return Hours{}, fmt.Errorf("%w: %.40q", ErrBadHours, text)
		}
		return FromDecimal(d)
	}
	if m := asMinutes.FindStringSubmatch(clean); m != nil {
		// "2:5" may be five minutes or half an hour.
		if len(m[2]) == 1 && strings.Contains(clean, ":") {
			return Hours{}, fmt.Errorf("%w: %.40q", ErrAmbiguousHours, text)
		}
		return bounded(text, m[1], m[2])
	}
	if m := minutes.FindStringSubmatch(clean); m != nil {
		return bounded(text, "0", m[1])
	}
	if strings.ContainsAny(clean, "0123456789") && strings.Trim(clean, "0123456789., '’") == "" {
		return Hours{}, fmt.Errorf("%w: %.40q", ErrAmbiguousHours, text)
	}
	return Hours{}, fmt.Errorf("%w: %.40q", ErrBadHours, text)
}

func bounded(text, whole, minute string) (Hours, error) {
	h, err1 := strconv.ParseInt(whole, 10, 64)
	m, err2 := strconv.ParseInt(minute, 10, 64)
	if read := Ratio(h*60+m, 60); err1 == nil && err2 == nil && read.Declarable() {
		return read, nil
	}
	return Hours{}, fmt.Errorf("%w: %.40q", ErrBadHours, text)
}

// DurationTyped returns a text that [ReadHours] reads as these hours: "2.5", "2:20",
// "1.1250"; the canonical form for an amount that nobody writes.
func DurationTyped(h Hours) string {
	d, exact := h.Decimal(2)
	if exact {
		return d.String()
	}
	if minutes := h.Times(60, 1); minutes.rest == 0 {
		return fmt.Sprintf("%d:%02d", minutes.num/60, minutes.num%60)
	}
	// Three digits after the mark are refused as ambiguous.
	if d, exact = h.Decimal(6); exact {
		return d.StringFixed(6)
	}
	return h.String()
}
