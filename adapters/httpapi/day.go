package httpapi

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/goodstanding/goodstanding/hours"
)

var shapedAsDay = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)

// typedDay returns an ISO day as it would be typed in three boxes. What has not
// that shape stays whole in the first box, where it is no day: it is kept as it
// was, and refused.
func typedDay(text string) hours.DateEntry {
	if shapedAsDay.MatchString(text) {
		return hours.DateEntry{Year: text[:4], Month: text[5:7], Day: text[8:]}
	}
	return hours.DateEntry{Day: text}
}

// dayTyped is the reverse: ISO for a day of the calendar, what was typed
// otherwise.
func dayTyped(d hours.DateEntry) string {
	if day, err := d.Read(); err == nil {
		return day.String()
	}
	var boxes []string
	for _, box := range []string{d.Year, d.Month, d.Day} {
		if box != "" {
			boxes = append(boxes, box)
		}
	}
	return strings.Join(boxes, "-")
}

// typedDuration returns a duration as it would be typed. The canonical text of
// whole minutes that is a fraction, such as "7/3", becomes "2 h 20"; anything
// else is text that a person types, and is read as such.
func typedDuration(text string) string {
	h, err := hours.ParseHours(text)
	if err != nil || !strings.Contains(text, "/") {
		return text
	}
	num, den := h.Fraction()
	if 60%den != 0 {
		return text
	}
	minutes := num * (60 / den)
	return fmt.Sprintf("%d h %02d", minutes/60, minutes%60)
}

// readHours reads hours that staff give: as typed, or in the canonical text.
func readHours(field, text string) (hours.Hours, error) {
	if strings.TrimSpace(text) == "" {
		return hours.Hours{}, hours.FieldErrors{{Field: field, Err: hours.ErrMissing}}
	}
	if strings.Contains(text, "/") {
		if h, err := hours.ParseHours(text); err == nil {
			return h, nil
		}
	}
	h, err := hours.ReadHours(text)
	if err != nil {
		return hours.Hours{}, hours.FieldErrors{{Field: field, Err: err}}
	}
	return h, nil
}
