package memory

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/identity"
)

type outbox struct{ s *Store }

func (o outbox) Messages(ctx context.Context, org identity.OrganisationID, limit int) ([]identity.Message, error) {
	return o.choose(ctx, limit,
		func(m identity.Message) bool { return m.Org == org },
		func(a, b identity.Message) int { return b.Written.Compare(a.Written) })
}

func (o outbox) Unsent(ctx context.Context, limit int) ([]identity.Message, error) {
	return o.choose(ctx, limit,
		func(m identity.Message) bool { return m.Sent.IsZero() },
		func(a, b identity.Message) int { return a.Written.Compare(b.Written) })
}

func (o outbox) choose(ctx context.Context, limit int, wanted func(identity.Message) bool, order func(a, b identity.Message) int) ([]identity.Message, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var rows []identity.Message
	o.s.mu.RLock()
	for _, messages := range o.s.messages {
		for _, m := range messages {
			if wanted(m) {
				rows = append(rows, m)
			}
		}
	}
	o.s.mu.RUnlock()
	slices.SortFunc(rows, func(a, b identity.Message) int {
		return cmp.Or(order(a, b), cmp.Compare(a.Org, b.Org), cmp.Compare(a.Member, b.Member), cmp.Compare(a.ID, b.ID))
	})
	return copies(rows[:min(max(limit, 0), len(rows))])
}

func (o outbox) MarkSent(ctx context.Context, m identity.Message, at time.Time) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	o.s.mu.Lock()
	defer o.s.mu.Unlock()
	f := file{m.Org, m.Member}
	kept, ok := o.s.messages[f][m.ID]
	if !ok {
		return identity.ErrNotFound
	}
	kept.Sent = at.UTC().Truncate(identity.Precision)
	o.s.messages.put(f, m.ID, kept)
	return nil
}

// post adds the messages of a change to one member's file, all or none, under
// the lock.
func (s *Store) post(f file, messages []identity.Message) error {
	seen := map[string]bool{}
	for _, m := range messages {
		if m.Org != f.org || m.Member != f.member {
			return fmt.Errorf("message %.60q is about another member's file", m.ID)
		}
		if _, ok := s.messages[f][m.ID]; ok || seen[m.ID] {
			return fmt.Errorf("message %.60q was already written", m.ID)
		}
		seen[m.ID] = true
	}
	for _, m := range messages {
		s.messages.put(f, m.ID, m)
	}
	return nil
}
