package hours

import (
	"slices"
	"strings"
	"time"
)

// Attendance is what a training body's roster says of a declaration: that the
// member attended. It is shown to the member and to staff, and never overwrites
// what the member declared.
type Attendance struct {
	// ID is that of what the roster says, the same whenever the same is said again.
	ID string `json:"id"`
	// Provider is the identifier of the training body, and Name its name.
	Provider string `json:"provider"`
	Name     string `json:"name"`
	// Roster and Line are where it was first said.
	Roster string `json:"roster"`
	Line   int    `json:"line"`
	// Hours are those that the roster has.
	Hours    Hours     `json:"hours"`
	Received time.Time `json:"received"`
}

// IsZero reports that no training body said anything.
func (a Attendance) IsZero() bool { return a.ID == "" }

// attests reports that an attendance of the activity is one of what was declared:
// the same activity, or the same title, on the same days, which no roster attested
// before.
func (d Declaration) attests(a Activity) bool {
	_, err := d.State.Next(Attest)
	return err == nil && d.Attendance.IsZero() && d.Activity.Alike(a)
}

// Alike reports the same activity, by [Activity.Same] or by its title, on the same
// days.
func (a Activity) Alike(b Activity) bool {
	if a.First != b.First || a.Last != b.Last {
		return false
	}
	return a.Same() != "" && a.Same() == b.Same() || a.Title != "" && Fold(a.Title) == Fold(b.Title)
}

// attended are the fields of an entry that a roster answers for. The others are the
// member's to complete.
var attended = []string{"period", "activity", "title", "first", "last", "duration"}

// Attended keeps what is wrong with what a roster says, and leaves what the member
// has yet to say: the category when the roster has none, the trainer, the
// attestations.
func (f FieldErrors) Attended(e Entry) FieldErrors {
	return slices.DeleteFunc(slices.Clone(f), func(one FieldError) bool {
		name, _, _ := strings.Cut(one.Field, ".")
		switch {
		case name == "category" && strings.TrimSpace(e.Category) != "", name == "type" && strings.TrimSpace(e.Type) != "" && e.Category != "":
			return false
		}
		return !slices.Contains(attended, name)
	})
}
