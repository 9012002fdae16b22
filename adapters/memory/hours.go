package memory

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/goodstanding/goodstanding/adapters/internal/body"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

type hoursStore struct{ s *Store }

// listing names an entry of an organisation's lists.
type listing struct {
	kind hours.ListKind
	id   string
}

func (h hoursStore) Declaration(ctx context.Context, key hours.Key) (hours.Declaration, error) {
	return one(ctx, h.s, h.s.declarations, file{key.Org, key.Member}, key.ID, hours.ErrNotFound)
}

func (h hoursStore) Declarations(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]hours.Declaration, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	h.s.mu.RLock()
	rows := slices.Collect(maps.Values(h.s.declarations[file{org, member}]))
	h.s.mu.RUnlock()
	slices.SortFunc(rows, func(a, b hours.Declaration) int { return cmp.Compare(a.ID, b.ID) })
	return copies(rows)
}

func (h hoursStore) Awaiting(ctx context.Context, org identity.OrganisationID) ([]hours.Declaration, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var rows []hours.Declaration
	h.s.mu.RLock()
	for f, declarations := range h.s.declarations {
		for _, d := range declarations {
			if f.org == org && d.State.Pending() {
				rows = append(rows, d)
			}
		}
	}
	h.s.mu.RUnlock()
	slices.SortFunc(rows, func(a, b hours.Declaration) int {
		return cmp.Or(a.Submitted.Compare(b.Submitted), cmp.Compare(a.Member, b.Member), cmp.Compare(a.ID, b.ID))
	})
	return copies(rows)
}

func (h hoursStore) Change(ctx context.Context, key hours.Key, fn func(hours.Declaration) (hours.Declaration, *hours.Act, error)) (hours.Declaration, error) {
	f := file{key.Org, key.Member}
	var act []hours.Act
	return change(ctx, h.s,
		func() hours.Declaration {
			d := h.s.declarations[f][key.ID]
			d.Key = key
			return d
		},
		func(d *hours.Declaration) *int64 { return &d.Version },
		func(d hours.Declaration) (hours.Declaration, error) {
			d, given, err := fn(d)
			d.Key = key
			if err != nil {
				return d, err
			}
			act, err = keep(given)
			return d, err
		},
		func(d hours.Declaration) error {
			if err := h.s.told(f, act); err != nil {
				return fmt.Errorf("memory: change a declaration: %w", err)
			}
			h.s.tell(f, act)
			h.s.declarations.put(f, key.ID, d)
			return nil
		})
}

func (h hoursStore) Lists(ctx context.Context, org identity.OrganisationID) (hours.Lists, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	h.s.mu.RLock()
	rows := slices.Collect(maps.Values(h.s.listings[org]))
	h.s.mu.RUnlock()
	folded := make(map[string]string, len(rows))
	for _, l := range rows {
		folded[l.Label] = hours.Fold(l.Label)
	}
	slices.SortFunc(rows, func(a, b hours.Listing) int {
		return cmp.Or(
			cmp.Compare(folded[a.Label], folded[b.Label]), cmp.Compare(a.Label, b.Label),
			cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
	})
	return copies(rows)
}

func (h hoursStore) PutListing(ctx context.Context, item hours.Listing) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	kept, err := body.Copy(item)
	if err != nil {
		return err
	}
	h.s.mu.Lock()
	defer h.s.mu.Unlock()
	h.s.listings.put(item.Org, listing{item.Kind, item.ID}, kept)
	return nil
}
