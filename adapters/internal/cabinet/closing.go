package cabinet

import (
	"context"
	"time"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/closing"
	"github.com/goodstanding/goodstanding/identity"
)

// docketed is what every closing of an organisation is found by.
const docketed = "docket"

var closings = drawer[closing.Key, closing.Closing]{
	kind:    "closing",
	missing: hours.ErrNotFound,
	place:   func(k closing.Key) Key { return Key{Org: k.Org, Member: k.Member, ID: k.Period.String()} },
	name:    func(c *closing.Closing, k closing.Key) { c.Key = k },
	version: func(c *closing.Closing) *int64 { return &c.Version },
	found:   func(closing.Closing) (string, time.Time) { return docketed, time.Time{} },
}

// Closing returns the store of what became of reference periods.
func (c Cabinet) Closing() closing.Store { return closingStore(c) }

type closingStore struct{ driver Driver }

func (c closingStore) Closing(ctx context.Context, key closing.Key) (closing.Closing, error) {
	return closings.read(ctx, c.driver, key)
}

func (c closingStore) Closings(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]closing.Closing, error) {
	return closings.list(ctx, c.driver, org, member)
}

func (c closingStore) Docket(ctx context.Context, org identity.OrganisationID) ([]closing.Closing, error) {
	return closings.find(ctx, c.driver, org, docketed)
}

func (c closingStore) Change(ctx context.Context, key closing.Key, fn func(closing.Closing) (closing.Closing, hours.Telling, error)) (closing.Closing, error) {
	return closings.change(ctx, c.driver, key, fn)
}
