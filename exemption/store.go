package exemption

import (
	"context"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Store keeps requests. adapters/storetest says what it must do, and every
// adapter passes it.
type Store interface {
	// Request returns one request, or [ErrNotFound].
	Request(ctx context.Context, key Key) (Request, error)
	// Requests returns every request of a member, in the order of their
	// identifiers; none is an empty slice.
	Requests(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]Request, error)
	// Awaiting returns the organisation's requests that are pending, the earliest
	// submitted first.
	Awaiting(ctx context.Context, org identity.OrganisationID) ([]Request, error)
	// Change reads the request (only its Key is set, Version 0, when there is
	// none), calls fn with it, and writes what fn returns with Version one higher,
	// together with fn's telling, in one transaction, and returns it as it will be
	// read. fn may be called more than once and must have no effect of its own; an
	// error of fn is returned as it is and nothing is written. Two Changes of one
	// request never lose each other's work. The act goes into the history that
	// hours.Store.Acts returns, and a telling is refused as hours.Store.Change refuses
	// it.
	Change(ctx context.Context, key Key, fn func(Request) (Request, hours.Telling, error)) (Request, error)
}
