package cycle

import (
	"fmt"
	"strconv"
	"strings"
)

// ReadDate reads a day as people write it in three boxes: a day ("1", "01",
// "1er"), a month ("3", "03", "mars", "fevrier", "févr.", "march") and a year of
// four digits. Case, accents and a final full stop do not matter. The error is
// [ErrBadDate].
func ReadDate(day, month, year string) (Date, error) {
	bad := func() (Date, error) {
		return Date{}, fmt.Errorf("%w: %.20q %.20q %.20q", ErrBadDate, day, month, year)
	}
	number, first := strings.CutSuffix(plain(day), "er")
	d, ok := digits(number, 2)
	if !ok || first && d != 1 { // French numbers the other days like a count
		return bad()
	}
	m, ok := digits(plain(month), 2)
	if !ok {
		if m = monthNamed(plain(month)); m == 0 {
			return bad()
		}
	}
	y, ok := digits(plain(year), 4)
	if !ok || y < 1000 {
		return bad()
	}
	date, err := NewDate(y, m, d)
	if err != nil {
		return bad()
	}
	return date, nil
}

// months holds every name of a month that is read, French then English, in plain
// form: lower case, without accents or full stop.
var months = [12][]string{
	{"janvier", "janv", "january", "jan"},
	{"fevrier", "fevr", "fev", "february", "feb"},
	{"mars", "march", "mar"},
	{"avril", "avr", "april", "apr"},
	{"mai", "may"},
	{"juin", "june", "jun"},
	{"juillet", "juil", "july", "jul"},
	{"aout", "august", "aug"},
	{"septembre", "sept", "september", "sep"},
	{"octobre", "oct", "october"},
	{"novembre", "nov", "november"},
	{"decembre", "dec", "december"},
}

func monthNamed(name string) int {
	for i, names := range months {
		for _, n := range names {
			if n == name {
				return i + 1
			}
		}
	}
	return 0
}

// accentsOfMonths writes the accents that months have in French away, composed or not.
var accentsOfMonths = strings.NewReplacer("é", "e", "û", "u", "e\u0301", "e", "u\u0302", "u")

// plain lowers the case and takes away what people leave out: accents that
// months have in French, spaces around, a final full stop.
func plain(text string) string {
	text = strings.ToLower(strings.TrimSpace(text))
	text = strings.TrimSuffix(text, ".")
	return accentsOfMonths.Replace(text)
}

func digits(text string, most int) (int, bool) {
	if text == "" || len(text) > most {
		return 0, false
	}
	for _, r := range text {
		if r < '0' || r > '9' {
			return 0, false
		}
	}
	n, err := strconv.Atoi(text)
	return n, err == nil
}
