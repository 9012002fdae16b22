package cabinet

import (
	"context"
	"time"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/acceptance"
	"github.com/goodstanding/goodstanding/identity"
)

// running is what an acceptance of which some waits is found by.
const running = "running"

// Acceptances are the organisation's own.
var acceptances = drawer[acceptance.Key, acceptance.Acceptance]{
	kind:    "acceptance",
	missing: hours.ErrNotFound,
	place:   func(k acceptance.Key) Key { return Key{Org: k.Org, ID: k.ID} },
	name:    func(a *acceptance.Acceptance, k acceptance.Key) { a.Key = k },
	version: func(a *acceptance.Acceptance) *int64 { return &a.Version },
	found: func(a acceptance.Acceptance) (string, time.Time) {
		if a.Running() {
			return running, a.Asked
		}
		return "", time.Time{}
	},
}

// Acceptance returns the store of acceptances of many declarations.
func (c Cabinet) Acceptance() acceptance.Store { return acceptanceStore(c) }

type acceptanceStore struct{ driver Driver }

func (s acceptanceStore) Acceptance(ctx context.Context, key acceptance.Key) (acceptance.Acceptance, error) {
	return acceptances.read(ctx, s.driver, key)
}

func (s acceptanceStore) Acceptances(ctx context.Context, org identity.OrganisationID) ([]acceptance.Acceptance, error) {
	return acceptances.list(ctx, s.driver, org, "")
}

func (s acceptanceStore) Running(ctx context.Context, org identity.OrganisationID) ([]acceptance.Acceptance, error) {
	return acceptances.find(ctx, s.driver, org, running)
}

func (s acceptanceStore) Change(ctx context.Context, key acceptance.Key, fn func(acceptance.Acceptance) (acceptance.Acceptance, hours.Telling, error)) (acceptance.Acceptance, error) {
	return acceptances.change(ctx, s.driver, key, fn)
}
