package identity

import (
	"cmp"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
)

// Member is a person on an organisation's roll, now or formerly.
type Member struct {
	Org   OrganisationID `json:"org"`
	ID    MemberID       `json:"id"`
	First string         `json:"first"`
	Last  string         `json:"last"`
	// Permit is the number that the order gave.
	Permit string `json:"permit"`
	// Email is the correspondence address: the one at which the order writes.
	Email    string   `json:"email"`
	Language Language `json:"language"`
	// Birth may be the zero Date; only calendars laid out from birthdays, or with
	// cohorts by year of birth, need it.
	Birth cycle.Date `json:"birth"`
	// Profile is what is true of the member, in any order.
	Profile []Fact `json:"profile"`
	// Roll is the member's time on the roll, in any order.
	Roll    []cycle.Stay `json:"roll"`
	Version int64        `json:"version"`
}

// Name returns the first name, then the last.
func (m Member) Name() string { return m.First + " " + m.Last }

// Anchors returns what calendars need to know of the member. Admission is the
// first one ever, and survives resignations. Marks are all those of the profile,
// whenever they are true: a member does not change cohort in the course of a period.
func (m Member) Anchors() cycle.Anchors {
	a := cycle.Anchors{Birth: m.Birth, Number: m.Permit, Surname: m.Last}
	for _, stay := range m.Roll {
		if a.Admission.IsZero() || stay.From.Before(a.Admission) {
			a.Admission = stay.From
		}
	}
	for _, fact := range m.Profile {
		a.Marks = append(a.Marks, fact.Is)
	}
	return a
}

// SortMembers sorts by last name, then first name, then identifier.
func SortMembers(all []Member) {
	slices.SortFunc(all, func(a, b Member) int {
		return cmp.Or(cmp.Compare(a.Last, b.Last), cmp.Compare(a.First, b.First), cmp.Compare(a.ID, b.ID))
	})
}
