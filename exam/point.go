package exam

import (
	"cmp"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// PointID names a service point inside an organisation, such as "quebec", under the
// rule of [identity.WellFormed]. The zero value names none.
type PointID string

// Point is a service point: the place where learners sit their exams.
type Point struct {
	Org  identity.OrganisationID `json:"org"`
	ID   PointID                 `json:"id"`
	Name string                  `json:"name"`
	// Closes is when its day ends, in the organisation's zone, as "17:00": what was
	// authorised and not begun by then lapses.
	Closes string `json:"closes"`
	// StopsAtClosing ends the exams that are running when the day ends.
	StopsAtClosing bool `json:"stopsAtClosing"`
	// Operators are the accounts that work there, and see its learners (E2).
	Operators []identity.AccountID `json:"operators"`
	// Workstations are the browsers that were registered there, in the order of their
	// names.
	Workstations []Workstation `json:"workstations"`
	Version      int64         `json:"version"`
}

// Workstation is a browser at a service point, that learners are assigned to.
type Workstation struct {
	Name string `json:"name"`
	// Digest is the SHA-256 of what the browser keeps to be known by, in hexadecimal.
	Digest     string    `json:"digest"`
	Registered time.Time `json:"registered"`
	By         Person    `json:"by"`
}

// MostWorkstations is how many workstations a service point may have.
const MostWorkstations = 100

// Check returns what is wrong with a point as it was typed, on "id", "name", "closes" and
// "operators".
func (p Point) Check() hours.FieldErrors {
	var wrong hours.FieldErrors
	if !identity.WellFormed(string(p.ID)) {
		wrong = append(wrong, hours.FieldError{Field: "id", Err: identity.ErrBadID})
	}
	switch {
	case p.Name == "":
		wrong = append(wrong, hours.FieldError{Field: "name", Err: hours.ErrMissing})
	case len([]rune(p.Name)) > LongestName:
		wrong = append(wrong, hours.FieldError{Field: "name", Err: hours.ErrTooLong})
	}
	if _, err := time.Parse(clock, p.Closes); err != nil {
		wrong = append(wrong, hours.FieldError{Field: "closes", Err: ErrHour})
	}
	// What is no identifier is the identifier of nobody, such as an e-mail address.
	if slices.ContainsFunc(p.Operators, func(a identity.AccountID) bool { return !identity.WellFormed(string(a)) }) {
		wrong = append(wrong, hours.FieldError{Field: "operators", Err: identity.ErrBadID})
	}
	return wrong
}

// clock is how an hour of the day is written.
const clock = "15:04"

// LongestName is the greatest length of a name, in characters.
const LongestName = 100

// Closing returns the instant at which the point's day ends, of the civil day on which
// the instant falls in the zone. A point without an hour closes at midnight.
func (p Point) Closing(now time.Time, zone *time.Location) time.Time {
	day := cycle.DateOf(now, zone)
	at, err := time.Parse(clock, p.Closes)
	if err != nil {
		return day.AddDays(1).Start(zone).UTC()
	}
	year, month, date := day.YMD()
	return time.Date(year, time.Month(month), date, at.Hour(), at.Minute(), 0, 0, zone).UTC()
}

// Workstation returns the one that has the digest; ok is false when none has.
func (p Point) Workstation(digest string) (Workstation, bool) {
	i := slices.IndexFunc(p.Workstations, func(w Workstation) bool { return digest != "" && w.Digest == digest })
	if i < 0 {
		return Workstation{}, false
	}
	return p.Workstations[i], true
}

// Named reports that a workstation of the point has the name.
func (p Point) Named(name string) bool {
	return slices.ContainsFunc(p.Workstations, func(w Workstation) bool { return w.Name == name })
}

// register returns the point with a workstation more, in place of the one that has its
// name or its digest.
func (p Point) register(w Workstation) Point {
	p.Workstations = slices.DeleteFunc(slices.Clone(p.Workstations), func(was Workstation) bool {
		return was.Name == w.Name || was.Digest == w.Digest
	})
	p.Workstations = append(p.Workstations, w)
	slices.SortFunc(p.Workstations, func(a, b Workstation) int { return cmp.Compare(a.Name, b.Name) })
	return p
}
