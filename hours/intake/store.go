package intake

import (
	"context"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Store keeps training bodies and rosters: rows of the organisation, and of no
// member. The Change methods do what that of hours.Store does. adapters/storetest
// says what it must do, and every adapter passes it.
type Store interface {
	// Provider returns one training body, or [ErrNotFound].
	Provider(ctx context.Context, key ProviderKey) (Provider, error)
	// Providers returns every training body, in the order of their identifiers.
	Providers(ctx context.Context, org identity.OrganisationID) ([]Provider, error)
	ChangeProvider(ctx context.Context, key ProviderKey, fn func(Provider) (Provider, hours.Telling, error)) (Provider, error)

	// Roster returns one roster, or [ErrNotFound].
	Roster(ctx context.Context, key RosterKey) (Roster, error)
	// Rosters returns every roster, in the order of their identifiers.
	Rosters(ctx context.Context, org identity.OrganisationID) ([]Roster, error)
	ChangeRoster(ctx context.Context, key RosterKey, fn func(Roster) (Roster, hours.Telling, error)) (Roster, error)

	// Leaf returns some lines of a roster, or [ErrNotFound].
	Leaf(ctx context.Context, key LeafKey) (Leaf, error)
	ChangeLeaf(ctx context.Context, key LeafKey, fn func(Leaf) (Leaf, hours.Telling, error)) (Leaf, error)
}
