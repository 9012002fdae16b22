package hours

import (
	"context"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// Relief is an exemption that was granted, in hours.
type Relief struct {
	// ID names the exemption.
	ID string `json:"id"`
	// Period is the first day of the reference period that it is for.
	Period cycle.Date `json:"period"`
	// Hours is what was granted as a figure; none leaves it to the regulation's
	// rule for the ground, and Span then says from when to when.
	Hours  Hours      `json:"hours"`
	Ground string     `json:"ground,omitempty"`
	Span   cycle.Span `json:"span,omitzero"`
	// Within is the days of Span for which it was granted, such as those of one
	// period when the ground straddles two; the zero Span is all of them. How long the
	// exemption is, for a rule that asks for a least duration, is Span's.
	Within cycle.Span `json:"within,omitzero"`
	// Granted is the instant of the decision; the zero time is before every other.
	Granted time.Time `json:"granted,omitzero"`
}

// Reliefs knows the exemptions that were granted; exemption.Board implements it.
type Reliefs interface {
	// Reliefs returns the member's exemptions in every period, in the order in
	// which they were granted; none is an empty slice.
	Reliefs(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]Relief, error)
}

// ReliefHistory is Reliefs that also knows what was granted at an earlier instant,
// and was changed or taken back since; exemption.Board implements it. Of Reliefs
// that does not, [ReliefsAsOf] is the best that is known.
type ReliefHistory interface {
	Reliefs
	// ReliefsAsOf returns the exemptions as they were known at the instant.
	ReliefsAsOf(ctx context.Context, org identity.OrganisationID, member identity.MemberID, instant time.Time) ([]Relief, error)
}
