package i18n

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// noBreak is the space that does not break a line, before a unit and inside
// numbers.
const noBreak = "\u00a0"

// Hours prints hours exactly, with the unit: "12,5 h" in French, "12.5 h" in
// English; what no decimal of two places says is a fraction, "43 1/3 h".
func (p Printer) Hours(h hours.Hours) string { return p.Number(h) + noBreak + "h" }

// In prints an amount of the unit that a regulation counts in, such as "12,5 UFC";
// the zero Text is hours.
func (p Printer) In(h hours.Hours, unit identity.Text) string {
	name := p.Unit(unit)
	if p.one(h) && strings.HasSuffix(name, "s") && name == strings.ToLower(name) && !strings.Contains(name, " ") {
		// Units are named in the plural: "crédits". Acronyms have none.
		name = strings.TrimSuffix(name, "s")
	}
	return p.Number(h) + noBreak + name
}

// one reports an amount that takes the singular: below two in French, one in
// English.
func (p Printer) one(h hours.Hours) bool {
	if p.Language == identity.English {
		return h.Compare(hours.Whole(1)) == 0
	}
	return h.Less(hours.Whole(2))
}

// Unit returns the name of the unit that a regulation counts in; "h" for hours.
func (p Printer) Unit(unit identity.Text) string {
	if unit == (identity.Text{}) {
		return "h"
	}
	return p.Text(unit)
}

// Number prints hours as Hours does, without the unit.
func (p Printer) Number(h hours.Hours) string {
	if d, exact := h.Decimal(2); exact {
		whole, part, found := strings.Cut(d.String(), ".")
		whole = p.thousands(whole)
		if !found {
			return whole
		}
		if p.Language == identity.English {
			return whole + "." + part
		}
		return whole + "," + part
	}
	num, den := h.Fraction()
	fraction := fmt.Sprintf("%d/%d", num%den, den)
	if num < den {
		return fraction
	}
	return p.thousands(strconv.FormatInt(num/den, 10)) + noBreak + fraction
}

// Duration prints hours as Hours does, followed by hours and minutes when there
// are minutes: "2,5 h (2 h 30 min)".
func (p Printer) Duration(h hours.Hours) string {
	num, den := h.Fraction()
	if num*60%den != 0 || den == 1 {
		return p.Hours(h)
	}
	minutes := num * 60 / den
	text := fmt.Sprintf("%d%smin", minutes%60, noBreak)
	if minutes >= 60 {
		text = fmt.Sprintf("%d%sh%s%s", minutes/60, noBreak, noBreak, text)
	}
	return p.Hours(h) + " (" + text + ")"
}

// thousands sets groups of three digits apart, from four digits on: by a no-break
// space in French, by a comma in English.
func (p Printer) thousands(digits string) string {
	mark, least := noBreak, 4
	if p.Language == identity.English {
		mark = ","
	}
	if len(digits) < least {
		return digits
	}
	var b strings.Builder
	for i, r := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(mark)
		}
		b.WriteRune(r)
	}
	return b.String()
}

var monthNames = map[identity.Language][12]string{
	identity.French: {
		"janvier", "février", "mars", "avril", "mai", "juin",
		"juillet", "août", "septembre", "octobre", "novembre", "décembre",
	},
	identity.English: {
		"January", "February", "March", "April", "May", "June",
		"July", "August", "September", "October", "November", "December",
	},
}

// Date prints a day: "1er janvier 2022", "1 January 2022". The zero Date gives an
// empty text.
func (p Printer) Date(d cycle.Date) string {
	if d.IsZero() {
		return ""
	}
	day := strconv.Itoa(d.Day())
	if d.Day() == 1 && p.Language != identity.English {
		day = "1er"
	}
	return day + noBreak + p.Month(d.Month()) + noBreak + strconv.Itoa(d.Year())
}

// Month returns the name of a month, 1 to 12.
func (p Printer) Month(n int) string {
	names, ok := monthNames[p.Language]
	if !ok {
		names = monthNames[identity.French]
	}
	return names[n-1]
}

// Time prints the hour and minute of an instant in the zone: "14 h 30", "14:30".
func (p Printer) Time(t time.Time, zone *time.Location) string {
	t = t.In(zone)
	if p.Language == identity.English {
		return t.Format("15:04")
	}
	return fmt.Sprintf("%d%sh%s%02d", t.Hour(), noBreak, noBreak, t.Minute())
}

// Instant prints the day and the time of an instant in the zone, which a line may
// break only before the time; an empty text for the zero time.
func (p Printer) Instant(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	joint := noBreak + "à "
	if p.Language == identity.English {
		joint = noBreak + "at "
	}
	return p.Date(cycle.DateOf(t, zone)) + joint + p.Time(t, zone)
}

// Period prints a period, its last day included: "du 1er janvier 2022 au 31 mars
// 2025".
func (p Printer) Period(period cycle.Period) string {
	if p.Language == identity.English {
		return p.Date(period.From) + " to " + p.Date(period.Last())
	}
	return "du " + p.Date(period.From) + " au " + p.Date(period.Last())
}

// Span prints a span of days as Period does.
func (p Printer) Span(s cycle.Span) string { return p.Period(cycle.Period{Span: s}) }

// Years prints a period by its years, as the order names it: "2022-2025".
func (p Printer) Years(period cycle.Period) string {
	first, last := period.From.Year(), period.Last().Year()
	if first == last {
		return strconv.Itoa(first)
	}
	return fmt.Sprintf("%d-%d", first, last)
}
