package cabinet

import (
	"context"
	"fmt"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/intake"
	"github.com/goodstanding/goodstanding/identity"
)

// Training bodies, rosters and their lines are the organisation's own.
var (
	providers = drawer[intake.ProviderKey, intake.Provider]{
		kind:    "provider",
		missing: intake.ErrNotFound,
		place:   func(k intake.ProviderKey) Key { return Key{Org: k.Org, ID: k.ID} },
		name:    func(p *intake.Provider, k intake.ProviderKey) { p.ProviderKey = k },
		version: func(p *intake.Provider) *int64 { return &p.Version },
	}
	rosters = drawer[intake.RosterKey, intake.Roster]{
		kind:    "roster",
		missing: intake.ErrNotFound,
		place:   func(k intake.RosterKey) Key { return Key{Org: k.Org, ID: k.ID} },
		name:    func(r *intake.Roster, k intake.RosterKey) { r.RosterKey = k },
		version: func(r *intake.Roster) *int64 { return &r.Version },
	}
	leaves = drawer[intake.LeafKey, intake.Leaf]{
		kind:    "roster-leaf",
		missing: intake.ErrNotFound,
		place: func(k intake.LeafKey) Key {
			return Key{Org: k.Org, ID: fmt.Sprintf("%s/%06d", k.Roster, k.Number)}
		},
		name:    func(l *intake.Leaf, k intake.LeafKey) { l.Org, l.Roster, l.Number = k.Org, k.Roster, k.Number },
		version: func(l *intake.Leaf) *int64 { return &l.Version },
	}
)

// Intake returns the store of training bodies and rosters.
func (c Cabinet) Intake() intake.Store { return intakeStore(c) }

type intakeStore struct{ driver Driver }

func (i intakeStore) Provider(ctx context.Context, key intake.ProviderKey) (intake.Provider, error) {
	return providers.read(ctx, i.driver, key)
}

func (i intakeStore) Providers(ctx context.Context, org identity.OrganisationID) ([]intake.Provider, error) {
	return providers.list(ctx, i.driver, org, "")
}

func (i intakeStore) ChangeProvider(ctx context.Context, key intake.ProviderKey, fn func(intake.Provider) (intake.Provider, hours.Telling, error)) (intake.Provider, error) {
	return providers.change(ctx, i.driver, key, fn)
}

func (i intakeStore) Roster(ctx context.Context, key intake.RosterKey) (intake.Roster, error) {
	return rosters.read(ctx, i.driver, key)
}

func (i intakeStore) Rosters(ctx context.Context, org identity.OrganisationID) ([]intake.Roster, error) {
	return rosters.list(ctx, i.driver, org, "")
}

func (i intakeStore) ChangeRoster(ctx context.Context, key intake.RosterKey, fn func(intake.Roster) (intake.Roster, hours.Telling, error)) (intake.Roster, error) {
	return rosters.change(ctx, i.driver, key, fn)
}

func (i intakeStore) Leaf(ctx context.Context, key intake.LeafKey) (intake.Leaf, error) {
	return leaves.read(ctx, i.driver, key)
}

func (i intakeStore) ChangeLeaf(ctx context.Context, key intake.LeafKey, fn func(intake.Leaf) (intake.Leaf, hours.Telling, error)) (intake.Leaf, error) {
	return leaves.change(ctx, i.driver, key, fn)
}
