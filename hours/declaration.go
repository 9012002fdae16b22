package hours

import (
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// Key names a declaration: the organisation, then the member, then itself.
type Key struct {
	Org    identity.OrganisationID `json:"org"`
	Member identity.MemberID       `json:"member"`
	ID     string                  `json:"id"`
}

// Declaration is an activity that a member declares, from the first draft to
// what the order decides.
type Declaration struct {
	Key
	// Period is the first day of the reference period it is declared for.
	Period cycle.Date `json:"period"`
	State  State      `json:"state"`
	// Entry is what the member typed, right or wrong; it is kept as it was.
	Entry Entry `json:"entry"`
	// Activity is what the entry says, once submitted, as staff have corrected it
	// since ([Declaration.Declared] is the first version). A roster proposes
	// one before that. It is zero in a draft.
	Activity Activity `json:"activity"`
	// Counted is the number of hours that the order counts: none before it
	// decides, and never more than Activity.Hours.
	Counted Hours `json:"counted"`
	// Allocations are the periods in which the counted hours count, when not in
	// Period alone: those done after a notice of default may go to the period in
	// default. They add up to Counted.
	Allocations []Allocation `json:"allocations,omitempty"`
	// Late: it was submitted after its period was closed.
	Late bool `json:"late,omitempty"`
	// Decisions are what staff decided, the oldest first. None is ever erased.
	Decisions []Decision `json:"decisions"`
	// Attendance is what a training body said of it; the zero value when none did.
	Attendance Attendance `json:"attendance,omitzero"`
	// Corrections are what the member asked for once the order had dealt with it,
	// the oldest first; only the last one may be open.
	Corrections []Correction `json:"corrections,omitempty"`
	// Evidence is what an audit asked for of it; nil when none did.
	Evidence *Evidence `json:"evidence,omitempty"`
	Created  time.Time `json:"created"`
	Changed  time.Time `json:"changed"`
	// Submitted is the zero time in a draft.
	Submitted time.Time `json:"submitted"`
	// Version is one higher after each change; 0 has never been stored.
	Version int64 `json:"version"`
}

// Activity is a declared activity, checked.
type Activity struct {
	Category string `json:"category"`
	Type     string `json:"type"`
	// Listing, ProviderListing and TrainerListing are identifiers in the order's
	// lists; empty for what is not in the list. The names are as declared, and do
	// not follow later changes of the lists.
	Listing         string     `json:"listing"`
	Title           string     `json:"title"`
	ProviderListing string     `json:"providerListing"`
	Provider        string     `json:"provider"`
	TrainerListing  string     `json:"trainerListing"`
	Trainer         string     `json:"trainer"`
	First           cycle.Date `json:"first"`
	Last            cycle.Date `json:"last"`
	// Hours is the duration, or the amount in the Measure when there is one.
	Hours Hours `json:"hours"`
	// Measure is a measure other than hours that the regulation converts, such as
	// "ceu"; empty is hours.
	Measure string `json:"measure,omitempty"`
	// Tags are marks of the activity beside its category and type.
	Tags []string `json:"tags,omitempty"`
	// Split divides the hours over several categories; none leaves them in Category.
	Split []Portion `json:"split,omitempty"`
	// Content is what makes two activities the same; empty is the listing, or the
	// title.
	Content string `json:"content,omitempty"`
	// Attested are the attestations that were ticked, and AttestedVersion the
	// version of the regulation whose text they had.
	Attested        []string `json:"attested"`
	AttestedVersion string   `json:"attestedVersion"`
}

// Portion is hours of an activity that are of a category.
type Portion struct {
	Category string `json:"category"`
	Hours    Hours  `json:"hours"`
}

// Same returns what makes two activities the same: the content, or the listing, or
// the title as searches compare it; empty when none is known.
func (a Activity) Same() string {
	switch {
	case a.Content != "":
		return a.Content
	case a.Listing != "":
		return a.Listing
	}
	return squeezed(a.Title)
}

// Reason returns the reason of the latest decision; empty when there is none.
func (d Declaration) Reason() string {
	if len(d.Decisions) == 0 {
		return ""
	}
	return d.Decisions[len(d.Decisions)-1].Reason
}
