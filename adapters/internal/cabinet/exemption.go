package cabinet

import (
	"context"
	"time"

	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

var requests = drawer[exemption.Key, exemption.Request]{
	kind:    "exemption",
	missing: exemption.ErrNotFound,
	place:   func(k exemption.Key) Key { return Key{Org: k.Org, Member: k.Member, ID: k.ID} },
	name:    func(r *exemption.Request, k exemption.Key) { r.Key = k },
	version: func(r *exemption.Request) *int64 { return &r.Version },
	found:   func(r exemption.Request) (string, time.Time) { return waits(r.State.Pending(), r.Submitted) },
}

// Exemption returns the store of requests for exemption.
func (c Cabinet) Exemption() exemption.Store { return exemptionStore(c) }

type exemptionStore struct{ driver Driver }

func (e exemptionStore) Request(ctx context.Context, key exemption.Key) (exemption.Request, error) {
	return requests.read(ctx, e.driver, key)
}

func (e exemptionStore) Requests(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]exemption.Request, error) {
	return requests.list(ctx, e.driver, org, member)
}

func (e exemptionStore) Awaiting(ctx context.Context, org identity.OrganisationID) ([]exemption.Request, error) {
	return requests.find(ctx, e.driver, org, awaiting)
}

func (e exemptionStore) Change(ctx context.Context, key exemption.Key, fn func(exemption.Request) (exemption.Request, hours.Telling, error)) (exemption.Request, error) {
	return requests.change(ctx, e.driver, key, fn)
}
