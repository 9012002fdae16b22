package acceptance

import (
	"context"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Store keeps acceptances: rows of the organisation, and of no member. adapters/storetest
// says what it must do, and every adapter passes it.
type Store interface {
	// Acceptance returns one acceptance, or hours.ErrNotFound.
	Acceptance(ctx context.Context, key Key) (Acceptance, error)
	// Acceptances returns every acceptance, in the order of their identifiers; none is an
	// empty slice.
	Acceptances(ctx context.Context, org identity.OrganisationID) ([]Acceptance, error)
	// Running returns those of which some waits ([Acceptance.Running]), the earliest first.
	Running(ctx context.Context, org identity.OrganisationID) ([]Acceptance, error)
	// Change does what that of hours.Store does.
	Change(ctx context.Context, key Key, fn func(Acceptance) (Acceptance, hours.Telling, error)) (Acceptance, error)
}
