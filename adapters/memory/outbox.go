package memory

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/adapters/internal/body"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

type outbox struct{ s *Store }

// latest is the order of what people read.
func latest(a, b identity.Message) int { return b.Written.Compare(a.Written) }

func (o outbox) Messages(ctx context.Context, org identity.OrganisationID, limit int) ([]identity.Message, error) {
	return o.choose(ctx, limit, func(m identity.Message) bool { return m.Org == org }, latest)
}

func (o outbox) MessagesTo(ctx context.Context, org identity.OrganisationID, member identity.MemberID, limit int) ([]identity.Message, error) {
	return o.choose(ctx, limit, func(m identity.Message) bool { return m.Org == org && m.Member == member }, latest)
}

func (o outbox) Due(ctx context.Context, now time.Time, limit int) ([]identity.Message, error) {
	return o.choose(ctx, limit, due(now), longest)
}

// due chooses what may leave at the instant, and longest puts first what has waited
// longest.
func due(now time.Time) func(identity.Message) bool {
	return func(m identity.Message) bool {
		at, waits := m.Due()
		return waits && !at.After(now)
	}
}

func longest(a, b identity.Message) int {
	first, _ := a.Due()
	second, _ := b.Due()
	return first.Compare(second)
}

func (o outbox) choose(ctx context.Context, limit int, wanted func(identity.Message) bool, order func(a, b identity.Message) int) ([]identity.Message, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	o.s.mu.RLock()
	rows := o.chosen(limit, wanted, order)
	o.s.mu.RUnlock()
	return copies(rows)
}

// chosen is called under the lock.
func (o outbox) chosen(limit int, wanted func(identity.Message) bool, order func(a, b identity.Message) int) []identity.Message {
	var rows []identity.Message
	for _, messages := range o.s.messages {
		for _, m := range messages {
			if wanted(m) {
				rows = append(rows, m)
			}
		}
	}
	slices.SortFunc(rows, func(a, b identity.Message) int {
		return cmp.Or(order(a, b), cmp.Compare(a.Org, b.Org), cmp.Compare(a.Member, b.Member), cmp.Compare(a.ID, b.ID))
	})
	return rows[:min(max(limit, 0), len(rows))]
}

func (o outbox) Claim(ctx context.Context, now, until time.Time, limit int) ([]identity.Message, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	o.s.mu.Lock()
	defer o.s.mu.Unlock()
	rows := o.chosen(limit, due(now), longest)
	for i, m := range rows {
		rows[i] = m.Taken(until.UTC().Truncate(identity.Precision))
		o.s.messages.put(file{m.Org, m.Member}, m.ID, rows[i])
	}
	return copies(rows)
}

func (o outbox) ChangeMessage(ctx context.Context, org identity.OrganisationID, member identity.MemberID, id string, fn func(identity.Message) (identity.Message, error)) (identity.Message, error) {
	if err := ctx.Err(); err != nil {
		return identity.Message{}, err
	}
	o.s.mu.Lock()
	defer o.s.mu.Unlock()
	f := file{org, member}
	kept, ok := o.s.messages[f][id]
	if !ok {
		return identity.Message{}, identity.ErrNotFound
	}
	given, err := body.Copy(kept)
	if err != nil {
		return identity.Message{}, err
	}
	changed, err := fn(given)
	if err != nil {
		return identity.Message{}, err
	}
	if changed, err = body.Copy(changed); err != nil {
		return identity.Message{}, err
	}
	o.s.messages.put(f, id, changed)
	return body.Copy(changed)
}

// post adds the messages of a change to the file that they are about, all or
// none, under the lock.
func (s *Store) post(f file, messages []identity.Message) error {
	seen := map[string]bool{}
	for _, m := range messages {
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

// heldBack returns the messages that a change takes back, as they then are, under the
// lock.
func (s *Store) heldBack(f file, told hours.Telling) ([]identity.Message, error) {
	var all []identity.Message
	for _, id := range told.Withdrawn {
		m, ok := s.messages[f][id]
		if !ok {
			continue
		}
		m, err := told.HoldsBack(m)
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}
