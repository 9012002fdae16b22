package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/goodstanding/goodstanding/adapters/internal/body"
	"github.com/goodstanding/goodstanding/identity"
)

type outbox struct{ s *Store }

func (o outbox) Messages(ctx context.Context, org identity.OrganisationID, limit int) ([]identity.Message, error) {
	return every[identity.Message](ctx, o.s.reader, "read the messages",
		`SELECT body FROM messages WHERE org = ? ORDER BY written DESC, member, id LIMIT ?`, body.Text(org), max(limit, 0))
}

func (o outbox) Unsent(ctx context.Context, limit int) ([]identity.Message, error) {
	return every[identity.Message](ctx, o.s.reader, "read the unsent messages",
		`SELECT body FROM messages WHERE sent IS NULL ORDER BY written, org, member, id LIMIT ?`, max(limit, 0))
}

func (o outbox) MarkSent(ctx context.Context, m identity.Message, at time.Time) error {
	const what = "mark a message as sent"
	key := []any{body.Text(m.Org), body.Text(m.Member), body.Text(m.ID)}
	return o.s.write(ctx, what, func(tx *sql.Tx) error {
		kept, err := one[identity.Message](ctx, tx, what, identity.ErrNotFound,
			`SELECT body FROM messages WHERE org = ? AND member = ? AND id = ?`, key...)
		if err != nil {
			return err
		}
		kept.Sent = at.UTC().Truncate(identity.Precision)
		text, err := body.Encode(kept)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE messages SET sent = ?, body = ? WHERE org = ? AND member = ? AND id = ?`,
			append([]any{micros(kept.Sent), string(text)}, key...)...)
		if err != nil {
			return failed(ctx, what, err)
		}
		return nil
	})
}

// post adds the messages of a change to one member's file. A message to another
// file is refused: it would belong to another shard.
func post(ctx context.Context, tx *sql.Tx, org identity.OrganisationID, member identity.MemberID, messages []identity.Message) error {
	const what = "write a message"
	for _, m := range messages {
		if m.Org != org || m.Member != member {
			return fmt.Errorf("sqlite: %s: %.60q is about another member's file", what, m.ID)
		}
		text, err := body.Encode(m)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO messages (org, member, id, written, sent, body) VALUES (?, ?, ?, ?, ?, ?)`,
			body.Text(org), body.Text(member), body.Text(m.ID), m.Written.UnixMicro(), micros(m.Sent), string(text))
		if err != nil {
			return failed(ctx, what, err)
		}
	}
	return nil
}
