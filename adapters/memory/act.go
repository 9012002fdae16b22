package memory

import (
	"context"
	"fmt"
	"slices"

	"github.com/goodstanding/goodstanding/adapters/internal/body"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func (h hoursStore) Acts(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]hours.Act, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	h.s.mu.RLock()
	rows := slices.Clone(h.s.acts[file{org, member}])
	h.s.mu.RUnlock()
	return copies(rows)
}

func (h hoursStore) LastAct(ctx context.Context, org identity.OrganisationID, member identity.MemberID) (int64, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	h.s.mu.RLock()
	defer h.s.mu.RUnlock()
	return int64(len(h.s.acts[file{org, member}])), nil
}

// keep returns a copy of the act of a change, or none.
func keep(act *hours.Act) ([]hours.Act, error) {
	if act == nil {
		return nil, nil
	}
	kept, err := body.Copy(*act)
	return []hours.Act{kept}, err
}

// told reports why an act may not be added to one member's file, under the lock.
func (s *Store) told(f file, act []hours.Act) error {
	for _, a := range act {
		if a.Org != f.org || a.Member != f.member {
			return fmt.Errorf("act %d is about another member's file", a.Seq)
		}
		if a.Seq != int64(len(s.acts[f]))+1 {
			return fmt.Errorf("act %d: %w", a.Seq, hours.ErrStale)
		}
	}
	return nil
}

// tell adds an act that told let through.
func (s *Store) tell(f file, act []hours.Act) { s.acts[f] = append(s.acts[f], act...) }
