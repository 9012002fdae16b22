package intake

import (
	"fmt"
	"strings"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
)

// longestDate is the greatest length of a day that is looked at, in bytes.
const longestDate = 60

// spaces are those that typography keeps from breaking.
var spaces = strings.NewReplacer("\u00a0", " ", "\u202f", " ")

// ReadDate reads a day as files have it: "2026-11-22" or "2026/11/22", "22
// novembre 2026", "1er mars 2026", "March 3, 2026", and with the year last what can
// be read in one way only, such as "22/11/2026" or "11/11/2026". "05/06/2026" is
// [ErrAmbiguousDate], as is a year of two digits; nothing is ever guessed. An
// empty text is [hours.ErrMissing], and anything else [hours.ErrBadDate]. A time
// of midnight after the day, as spreadsheets add, is left out.
func ReadDate(text string) (cycle.Date, error) {
	text = hours.Tidy(spaces.Replace(text))
	bad := fmt.Errorf("%w: %.20q", hours.ErrBadDate, text)
	switch {
	case text == "":
		return cycle.Date{}, hours.ErrMissing
	case len(text) > longestDate:
		return cycle.Date{}, bad
	}
	for _, midnight := range []string{"T00:00:00", " 00:00:00", " 00:00", " 0:00"} {
		text = strings.TrimSuffix(text, midnight)
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("-/. ,", r) })
	if len(parts) != 3 {
		return cycle.Date{}, bad
	}
	a, b, c := parts[0], parts[1], parts[2]
	numbers := number(a) && number(b) && number(c)
	switch {
	case numbers && len(a) == 4:
		return read(c, b, a, bad)
	case numbers && len(c) == 4:
		return yearLast(a, b, c, bad)
	case numbers && len(a) <= 2 && len(b) <= 2 && len(c) == 2:
		return cycle.Date{}, fmt.Errorf("%w: %.20q", ErrAmbiguousDate, text)
	case number(b) && number(c) && len(c) == 4: // March 3, 2026
		return read(b, a, c, bad)
	case number(a) && len(a) == 4: // 2026 mars 3
		return read(c, b, a, bad)
	}
	return read(a, b, c, bad)
}

// yearLast reads two numbers and a year: the day first or the month first, when
// only one of the two is a day of the calendar or both are the same.
func yearLast(a, b, year string, bad error) (cycle.Date, error) {
	dayFirst, err1 := cycle.ReadDate(a, b, year)
	monthFirst, err2 := cycle.ReadDate(b, a, year)
	switch {
	case err1 != nil && err2 != nil:
		return cycle.Date{}, bad
	case err1 != nil:
		return monthFirst, nil
	case err2 != nil || dayFirst == monthFirst:
		return dayFirst, nil
	}
	return cycle.Date{}, fmt.Errorf("%w: %.20q", ErrAmbiguousDate, a+"/"+b+"/"+year)
}

func read(day, month, year string, bad error) (cycle.Date, error) {
	d, err := cycle.ReadDate(day, month, year)
	if err != nil {
		return cycle.Date{}, bad
	}
	return d, nil
}

func number(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }
