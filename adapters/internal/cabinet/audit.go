package cabinet

import (
	"context"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/audit"
	"github.com/goodstanding/goodstanding/identity"
)

// draws are the organisation's own.
var draws = drawer[audit.Key, audit.Draw]{
	kind:    "draw",
	missing: audit.ErrNotFound,
	place:   func(k audit.Key) Key { return Key{Org: k.Org, ID: k.ID} },
	name:    func(d *audit.Draw, k audit.Key) { d.Key = k },
	version: func(d *audit.Draw) *int64 { return &d.Version },
}

var selections = drawer[hours.Key, audit.Selection]{
	kind:    "selection",
	missing: audit.ErrNotFound,
	place:   func(k hours.Key) Key { return Key{Org: k.Org, Member: k.Member, ID: k.ID} },
	name:    func(s *audit.Selection, k hours.Key) { s.Key = k },
	version: func(s *audit.Selection) *int64 { return &s.Version },
}

// Audit returns the store of draws.
func (c Cabinet) Audit() audit.Store { return auditStore(c) }

type auditStore struct{ driver Driver }

func (a auditStore) Draw(ctx context.Context, key audit.Key) (audit.Draw, error) {
	return draws.read(ctx, a.driver, key)
}

func (a auditStore) Draws(ctx context.Context, org identity.OrganisationID) ([]audit.Draw, error) {
	return draws.list(ctx, a.driver, org, "")
}

func (a auditStore) ChangeDraw(ctx context.Context, key audit.Key, fn func(audit.Draw) (audit.Draw, hours.Telling, error)) (audit.Draw, error) {
	return draws.change(ctx, a.driver, key, fn)
}

func (a auditStore) Selections(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]audit.Selection, error) {
	return selections.list(ctx, a.driver, org, member)
}

func (a auditStore) ChangeSelection(ctx context.Context, key hours.Key, fn func(audit.Selection) (audit.Selection, hours.Telling, error)) (audit.Selection, error) {
	return selections.change(ctx, a.driver, key, fn)
}
