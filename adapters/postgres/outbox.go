package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/goodstanding/goodstanding/adapters/internal/body"
	"github.com/goodstanding/goodstanding/identity"
)

type outbox struct{ s *Store }

func (o outbox) Messages(ctx context.Context, org identity.OrganisationID, limit int) ([]identity.Message, error) {
	return every[identity.Message](ctx, o.s.pool, "read the messages",
		`SELECT body FROM messages WHERE org = $1 ORDER BY written DESC, member, id LIMIT $2`, body.Text(org), max(limit, 0))
}

func (o outbox) Unsent(ctx context.Context, limit int) ([]identity.Message, error) {
	return every[identity.Message](ctx, o.s.pool, "read the unsent messages",
		`SELECT body FROM messages WHERE sent IS NULL ORDER BY written, org, member, id LIMIT $1`, max(limit, 0))
}

func (o outbox) MarkSent(ctx context.Context, m identity.Message, at time.Time) error {
	const what = "mark a message as sent"
	key := []any{body.Text(m.Org), body.Text(m.Member), body.Text(m.ID)}
	return o.s.write(ctx, what, func(tx pgx.Tx) error {
		kept, err := one[identity.Message](ctx, tx, what, identity.ErrNotFound,
			`SELECT body FROM messages WHERE org = $1 AND member = $2 AND id = $3 FOR UPDATE`, key...)
		if err != nil {
			return err
		}
		kept.Sent = at.UTC().Truncate(identity.Precision)
		text, err := body.Encode(kept)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE messages SET sent = $4, body = $5 WHERE org = $1 AND member = $2 AND id = $3`,
			append(key, instant(kept.Sent), string(text))...)
		if err != nil {
			return failed(what, err)
		}
		return nil
	})
}

// post adds the messages of a change to one member's file. A message to another
// file is refused: it would belong to another shard.
func post(ctx context.Context, tx pgx.Tx, org identity.OrganisationID, member identity.MemberID, messages []identity.Message) error {
	const what = "write a message"
	for _, m := range messages {
		if m.Org != org || m.Member != member {
			return fmt.Errorf("postgres: %s: %.60q is about another member's file", what, m.ID)
		}
		text, err := body.Encode(m)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO messages (org, member, id, written, sent, body) VALUES ($1, $2, $3, $4, $5, $6)`,
			body.Text(org), body.Text(member), body.Text(m.ID), m.Written, instant(m.Sent), string(text))
		if err != nil {
			return failed(what, err)
		}
	}
	return nil
}
