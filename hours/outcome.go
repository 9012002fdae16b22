package hours

import (
	"context"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// Outcome is what became of a reference period once it had ended, as far as
// declarations are concerned.
type Outcome struct {
	// Period is its first day.
	Period cycle.Date
	// Closed: nothing more is declared for it, unless the organisation accepts late
	// declarations.
	Closed bool
	// Noticed is the day from which the cure delay of the latest notice of default
	// about hours runs; the zero Date when there is none. After says what becomes of
	// hours done after that day, and Open that the default has not been made good.
	Noticed cycle.Date
	After   AfterNotice
	Open    bool
}

// Outcomes knows what became of a member's periods; closing.Docket implements it.
type Outcomes interface {
	// Outcomes returns what became of each period that was closed, in their order;
	// none is an empty slice.
	Outcomes(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]Outcome, error)
}
