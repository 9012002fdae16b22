package cycle

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Cohort is a group of members with periods of its own. Every condition that is
// given must hold, and one is given at least. It is data: a calendar has a list of
// them.
type Cohort struct {
	// Number is the parity of the last digit of the licence number.
	Number Parity `json:"number,omitempty"`
	// Birth is the parity of the year of birth.
	Birth Parity `json:"birth,omitempty"`
	// Admission is the parity of the year of first admission.
	Admission Parity `json:"admission,omitempty"`
	// Digits are the last digits of the licence number: one, such as "7", or a
	// range with both ends in, such as "0-3".
	Digits string `json:"digits,omitempty"`
	// Initials are the first letters of the surname: one capital, such as "A", or a
	// range with both ends in, such as "A-G". An accent makes no other letter.
	Initials string `json:"initials,omitempty"`
	// Mark is something that is true of the member.
	Mark string `json:"mark,omitempty"`

	// From is the first day of the first period; there is none before.
	From Date `json:"from,omitzero"`
	// Ends says in which years periods end: it is the parity of the year of their
	// last day. They start on the calendar's Start, or on the anchor of birth, and
	// have no beginning. Exactly one of From and Ends is given.
	Ends Parity `json:"ends,omitempty"`
}

// cohort returns the first cohort to which the member belongs. The error is
// [ErrNoAnchor] when it is none, or when what would say so is not known.
func (c Calendar) cohort(a Anchors) (Cohort, error) {
	for i, group := range c.Cohorts {
		belongs, known := group.holds(a)
		if !known {
			return Cohort{}, fmt.Errorf("%w: cohort %d", ErrNoAnchor, i+1)
		}
		if belongs {
			return group, nil
		}
	}
	return Cohort{}, fmt.Errorf("%w: the member is in none of the %d cohorts", ErrNoAnchor, len(c.Cohorts))
}

// holds reports whether every condition holds. It is not known when what one of
// them looks at is missing and no other one fails: a later cohort would be a guess.
func (g Cohort) holds(a Anchors) (belongs, known bool) {
	belongs, known = true, true
	look := func(given, present, holds bool) {
		switch {
		case !given:
		case !present:
			known = false
		case !holds:
			belongs = false
		}
	}
	digit := lastDigit(a.Number)
	look(g.Number != AnyYear, digit != 0, g.Number == parityOf(int(digit)))
	look(g.Digits != "", digit != 0, between(g.Digits, digit))
	look(g.Birth != AnyYear, !a.Birth.IsZero(), g.Birth == parityOf(a.Birth.Year()))
	look(g.Admission != AnyYear, !a.Admission.IsZero(), g.Admission == parityOf(a.Admission.Year()))
	initial := firstLetter(a.Surname)
	look(g.Initials != "", initial != 0, between(g.Initials, initial))
	look(g.Mark != "", true, slices.Contains(a.Marks, g.Mark))
	return belongs, known || !belongs
}

// starts returns the parity of the years in which periods start that end in
// years of the cohort's.
func (g Cohort) starts(on MonthDay) Parity {
	if on != (MonthDay{1, 1}) {
		return g.Ends // from 2 January on, they end in the second year after
	}
	if g.Ends == EvenYear { // they end on 31 December of the year after
		return OddYear
	}
	return EvenYear
}

// lastDigit returns the last of the digits 0 to 9 in a number, as it is written; 0
// when there is none. Codes of digits have the parity of the digit.
func lastDigit(number string) byte {
	for i := len(number) - 1; i >= 0; i-- {
		if isDigit(number[i]) {
			return number[i]
		}
	}
	return 0
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func isCapital(b byte) bool { return b >= 'A' && b <= 'Z' }

// firstLetter returns the first letter of a name as a capital from A to Z, without
// its accent; 0 when the name has none, or one of another alphabet.
func firstLetter(name string) byte {
	for _, r := range name {
		if !unicode.IsLetter(r) {
			continue // d'Arcy is a D, 't Hooft a T
		}
		r = unicode.ToUpper(r)
		for i, accented := range unaccented {
			if strings.ContainsRune(accented, r) {
				r = rune('A' + i)
			}
		}
		if r > unicode.MaxASCII {
			return 0
		}
		return byte(r)
	}
	return 0
}

// unaccented has, for each letter from A to Z, the capitals that stand under it
// in the alphabets of Europe and Viêt Nam.
var unaccented = [26]string{
	0:  "ÀÁÂÃÄÅĀĂĄǍÆẠẢẤẦẨẪẬẮẰẲẴẶ",
	2:  "ÇĆĈĊČ",
	3:  "ÐĎĐ",
	4:  "ÈÉÊËĒĔĖĘĚẸẺẼẾỀỂỄỆ",
	6:  "ĜĞĠĢǦ",
	7:  "ĤĦ",
	8:  "ÌÍÎÏĨĪĬĮİǏỈỊ",
	9:  "Ĵ",
	10: "Ķ",
	11: "ĹĻĽĿŁ",
	13: "ÑŃŅŇŊ",
	14: "ÒÓÔÕÖØŌŎŐǑŒƠỌỎỐỒỔỖỘỚỜỞỠỢ",
	17: "ŔŖŘ",
	18: "ŚŜŞŠȘẞß",
	19: "ŢŤŦȚÞ",
	20: "ÙÚÛÜŨŪŬŮŰŲǓƯỤỦỨỪỬỮỰ",
	22: "ŴẀẂẄ",
	24: "ÝŶŸỲỴỶỸ",
	25: "ŹŻŽ",
}

// between reports that a character is in a range such as "A-G", or is the only
// one, such as "7".
func between(text string, b byte) bool {
	return text != "" && text[0] <= b && b <= text[len(text)-1]
}

// isRange reports that a text is one character of a kind, or two in order with a
// hyphen between them.
func isRange(text string, kind func(byte) bool) bool {
	switch len(text) {
	case 1:
		return kind(text[0])
	case 3:
		return kind(text[0]) && text[1] == '-' && kind(text[2]) && text[0] < text[2]
	}
	return false
}
