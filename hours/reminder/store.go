package reminder

import (
	"context"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Store keeps one record for each member.
type Store interface {
	// Record returns a member's record; the zero value with its key when there is
	// none.
	Record(ctx context.Context, org identity.OrganisationID, member identity.MemberID) (Record, error)
	// Change is the Change of every store; hours.Store says what it does.
	Change(ctx context.Context, org identity.OrganisationID, member identity.MemberID, fn func(Record) (Record, hours.Telling, error)) (Record, error)
}
