package certificate

import (
	"context"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Store keeps certificates. adapters/storetest says what it must do, and every
// adapter passes it.
type Store interface {
	// Certificate returns one certificate, or [ErrNotFound].
	Certificate(ctx context.Context, key Key) (Certificate, error)
	// Certificates returns every certificate of a member, in the order of their
	// codes; none is an empty slice.
	Certificates(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]Certificate, error)
	// Find returns the organisation's certificate that has the code, whoever's it is,
	// or [ErrNotFound].
	Find(ctx context.Context, org identity.OrganisationID, code Code) (Certificate, error)
	// Change is hours.Store.Change for certificates: only Key is set, Version 0, when
	// there is none.
	Change(ctx context.Context, key Key, fn func(Certificate) (Certificate, hours.Telling, error)) (Certificate, error)
}
