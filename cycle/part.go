package cycle

import "slices"

// Entry says how a member came to be on the roll at the start of a stay.
type Entry string

// The entries. The zero value is an admission.
const (
	Admission   Entry = ""
	Readmission Entry = "readmission"
)

// Stay is a time on the roll: from the day of admission or readmission to the
// day after the last one, or [Forever].
type Stay struct {
	Span
	Entry Entry `json:"entry"`
}

// Part is a member's own part of a period.
type Part struct {
	// Span runs from the later of the period's start and the member's entry, to
	// the end of the period or of the stay. It is empty for a member who is on
	// the roll on none of the period's days.
	Span
	// Entered says that the member entered inside the period, so that Span
	// starts after it; Entry then says how.
	Entered bool  `json:"entered"`
	Entry   Entry `json:"entry"`
	// Left says that the member left before the period's end.
	Left bool `json:"left"`
}

// PartOf returns the part of the period that is the member's, from the stays on
// the roll in any order. When there are several stays inside the period, the
// latest entry is the one that counts (requirements P5 and P6: the date of
// admission or readmission when it falls inside the period).
func PartOf(p Period, roll []Stay) Part {
	stays := slices.Clone(roll)
	slices.SortFunc(stays, func(a, b Stay) int { return a.From.Compare(b.From) })
	for _, stay := range slices.Backward(stays) {
		own := stay.Intersect(p.Span)
		if own.Empty() {
			continue
		}
		return Part{
			Span:    own,
			Entered: stay.From.After(p.From),
			Entry:   stay.Entry,
			Left:    stay.To.Before(p.To),
		}
	}
	return Part{}
}
