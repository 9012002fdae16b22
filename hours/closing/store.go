package closing

import (
	"context"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Store keeps closings. adapters/storetest says what it must do, and every adapter
// passes it.
type Store interface {
	// Closing returns one closing, or hours.ErrNotFound.
	Closing(ctx context.Context, key Key) (Closing, error)
	// Closings returns every closing of a member, in the order of their periods; none
	// is an empty slice.
	Closings(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]Closing, error)
	// Docket returns every closing of the organisation, in the order of their members
	// and periods; none is an empty slice.
	Docket(ctx context.Context, org identity.OrganisationID) ([]Closing, error)
	// Change reads the closing (only its Key is set, Version 0, when there is none),
	// calls fn with it, and writes what fn returns with Version one higher, together
	// with fn's telling, in one transaction, and returns it as it will be read. fn may
	// be called more than once and must have no effect of its own; an error of fn is
	// returned as it is and nothing is written. Two Changes of one closing never lose
	// each other's work. A telling is refused as hours.Store.Change refuses it.
	Change(ctx context.Context, key Key, fn func(Closing) (Closing, hours.Telling, error)) (Closing, error)
}
