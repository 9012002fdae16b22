package memory

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

type exemptionStore struct{ s *Store }

func (e exemptionStore) Request(ctx context.Context, key exemption.Key) (exemption.Request, error) {
	return one(ctx, e.s, e.s.requests, file{key.Org, key.Member}, key.ID, exemption.ErrNotFound)
}

func (e exemptionStore) Requests(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]exemption.Request, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	e.s.mu.RLock()
	rows := slices.Collect(maps.Values(e.s.requests[file{org, member}]))
	e.s.mu.RUnlock()
	slices.SortFunc(rows, func(a, b exemption.Request) int { return cmp.Compare(a.ID, b.ID) })
	return copies(rows)
}

func (e exemptionStore) Awaiting(ctx context.Context, org identity.OrganisationID) ([]exemption.Request, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var rows []exemption.Request
	e.s.mu.RLock()
	for f, requests := range e.s.requests {
		for _, r := range requests {
			if f.org == org && r.State.Pending() {
				rows = append(rows, r)
			}
		}
	}
	e.s.mu.RUnlock()
	slices.SortFunc(rows, func(a, b exemption.Request) int {
		return cmp.Or(a.Submitted.Compare(b.Submitted), cmp.Compare(a.Member, b.Member), cmp.Compare(a.ID, b.ID))
	})
	return copies(rows)
}

func (e exemptionStore) Change(ctx context.Context, key exemption.Key, fn func(exemption.Request) (exemption.Request, *hours.Act, []identity.Message, error)) (exemption.Request, error) {
	f := file{key.Org, key.Member}
	var act []hours.Act
	var messages []identity.Message
	return change(ctx, e.s,
		func() exemption.Request {
			r := e.s.requests[f][key.ID]
			r.Key = key
			return r
		},
		func(r *exemption.Request) *int64 { return &r.Version },
		func(r exemption.Request) (exemption.Request, error) {
			r, told, given, err := fn(r)
			r.Key = key
			if err != nil {
				return r, err
			}
			if act, err = keep(told); err != nil {
				return r, err
			}
			messages, err = copies(given)
			return r, err
		},
		func(r exemption.Request) error {
			// All or nothing: what may refuse comes before what writes.
			if err := e.s.told(f, act); err != nil {
				return fmt.Errorf("memory: change a request: %w", err)
			}
			if err := e.s.post(f, messages); err != nil {
				return fmt.Errorf("memory: change a request: %w", err)
			}
			e.s.tell(f, act)
			e.s.requests.put(f, key.ID, r)
			return nil
		})
}
