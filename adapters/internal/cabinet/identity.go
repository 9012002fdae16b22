package cabinet

import (
	"context"
	"errors"
	"time"

	"github.com/goodstanding/goodstanding/identity"
)

// What follows belongs to the organisation itself: whose an address is, if anybody's,
// is not in the key.
type identityKey struct {
	org identity.OrganisationID
	id  string
}

func (k identityKey) place() Key { return Key{Org: k.org, ID: k.id} }

// flows are found while they have an address.
var flows = drawer[identityKey, identity.Flow]{
	kind:    "identity-flow",
	missing: identity.ErrNotFound,
	place:   identityKey.place,
	name:    func(f *identity.Flow, k identityKey) { f.Org, f.ID = k.org, k.id },
	version: func(f *identity.Flow) *int64 { return &f.Version },
	found: func(f identity.Flow) (string, time.Time) {
		if f.Address == "" {
			return "", time.Time{}
		}
		return remembered, f.Began
	},
}

var budgets = drawer[identityKey, identity.Budget]{
	kind:    "identity-budget",
	missing: identity.ErrNotFound,
	place:   identityKey.place,
	name:    func(b *identity.Budget, k identityKey) { b.Org, b.Key = k.org, k.id },
	version: func(b *identity.Budget) *int64 { return &b.Version },
}

var sprays = drawer[identityKey, identity.Spray]{
	kind:    "identity-spray",
	missing: identity.ErrNotFound,
	place:   identityKey.place,
	name:    func(s *identity.Spray, k identityKey) { s.Org = k.org },
	version: func(s *identity.Spray) *int64 { return &s.Version },
}

const remembered = "remembered"

// Flows returns the store of the ways to a new password.
func (c Cabinet) Flows() identity.Flows { return flowStore(c) }

type flowStore struct{ driver Driver }

func (s flowStore) Flow(ctx context.Context, org identity.OrganisationID, id string) (identity.Flow, error) {
	return flows.read(ctx, s.driver, identityKey{org, id})
}

func (s flowStore) Remembered(ctx context.Context, org identity.OrganisationID) ([]identity.Flow, error) {
	return flows.find(ctx, s.driver, org, remembered)
}

func (s flowStore) ChangeFlow(ctx context.Context, org identity.OrganisationID, id string, fn func(identity.Flow) (identity.Flow, []identity.Message, error)) (identity.Flow, error) {
	return flows.change(ctx, s.driver, identityKey{org, id}, telling(fn))
}

func (s flowStore) ChangeBudget(ctx context.Context, org identity.OrganisationID, key string, fn func(identity.Budget) identity.Budget) error {
	_, err := budgets.change(ctx, s.driver, identityKey{org, key}, silent(func(b identity.Budget) (identity.Budget, error) { return fn(b), nil }))
	return err
}

func (s flowStore) Spray(ctx context.Context, org identity.OrganisationID) (identity.Spray, error) {
	kept, err := sprays.read(ctx, s.driver, identityKey{org: org})
	if errors.Is(err, identity.ErrNotFound) {
		return identity.Spray{Org: org}, nil
	}
	return kept, err
}

func (s flowStore) ChangeSpray(ctx context.Context, org identity.OrganisationID, fn func(identity.Spray) identity.Spray) error {
	_, err := sprays.change(ctx, s.driver, identityKey{org: org}, silent(func(c identity.Spray) (identity.Spray, error) { return fn(c), nil }))
	return err
}
