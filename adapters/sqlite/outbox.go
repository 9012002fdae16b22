package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/goodstanding/goodstanding/adapters/internal/body"
	"github.com/goodstanding/goodstanding/adapters/internal/cabinet"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

type outbox struct{ s *Store }

func (o outbox) Messages(ctx context.Context, org identity.OrganisationID, limit int) ([]identity.Message, error) {
	return every[identity.Message](ctx, o.s.reader, "read the messages",
		`SELECT body FROM messages WHERE org = ? ORDER BY written DESC, member, id LIMIT ?`, body.Text(org), max(limit, 0))
}

func (o outbox) MessagesTo(ctx context.Context, org identity.OrganisationID, member identity.MemberID, limit int) ([]identity.Message, error) {
	return every[identity.Message](ctx, o.s.reader, "read a member's messages",
		`SELECT body FROM messages WHERE org = ? AND member = ? ORDER BY written DESC, id LIMIT ?`,
		body.Text(org), body.Text(member), max(limit, 0))
}

func (o outbox) Due(ctx context.Context, now time.Time, limit int) ([]identity.Message, error) {
	return o.due(ctx, o.s.reader, now, limit)
}

func (o outbox) due(ctx context.Context, from asker, now time.Time, limit int) ([]identity.Message, error) {
	return every[identity.Message](ctx, from, "read the messages that are due",
		`SELECT body FROM messages WHERE due <= ? ORDER BY due, org, member, id LIMIT ?`, now.UnixMicro(), max(limit, 0))
}

func (o outbox) Claim(ctx context.Context, now, until time.Time, limit int) ([]identity.Message, error) {
	var taken []identity.Message
	err := o.s.write(ctx, "take messages to send", func(tx *sql.Tx) error {
		due, err := o.due(ctx, tx, now, limit)
		if err != nil {
			return err
		}
		taken = due[:0]
		for _, m := range due {
			m = m.Taken(until.UTC().Truncate(identity.Precision))
			if err := rewrite(ctx, tx, m); err != nil {
				return err
			}
			taken = append(taken, m)
		}
		return nil
	})
	return taken, err
}

func (o outbox) ChangeMessage(ctx context.Context, org identity.OrganisationID, member identity.MemberID, id string, fn func(identity.Message) (identity.Message, error)) (identity.Message, error) {
	const what = "change a message"
	var kept identity.Message
	err := o.s.write(ctx, what, func(tx *sql.Tx) error {
		before, err := one[identity.Message](ctx, tx, what, identity.ErrNotFound,
			`SELECT body FROM messages WHERE org = ? AND member = ? AND id = ?`, body.Text(org), body.Text(member), body.Text(id))
		if err != nil {
			return err
		}
		if kept, err = fn(before); err != nil {
			return err
		}
		if kept, err = body.Copy(kept); err != nil {
			return err
		}
		return rewrite(ctx, tx, kept)
	})
	if err != nil {
		return identity.Message{}, err
	}
	return kept, nil
}

// rewrite writes a message that is there in place of what it was.
func rewrite(ctx context.Context, tx *sql.Tx, m identity.Message) error {
	text, err := body.Encode(m)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE messages SET due = ?, body = ? WHERE org = ? AND member = ? AND id = ?`,
		due(m), string(text), body.Text(m.Org), body.Text(m.Member), body.Text(m.ID))
	if err != nil {
		return failed(ctx, "rewrite a message", err)
	}
	return nil
}

// due is the column of that name.
func due(m identity.Message) any {
	at, waits := m.Due()
	if !waits {
		return nil
	}
	return at.UnixMicro()
}

// post adds the messages of a change to the file that they are about.
func post(ctx context.Context, tx *sql.Tx, org identity.OrganisationID, member identity.MemberID, messages []identity.Message) error {
	const what = "write a message"
	for _, m := range messages {
		text, err := body.Encode(m)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO messages (org, member, id, written, due, body) VALUES (?, ?, ?, ?, ?, ?)`,
			body.Text(org), body.Text(member), body.Text(m.ID), m.Written.UnixMicro(), due(m), string(text))
		if err != nil {
			return failed(ctx, what, err)
		}
	}
	return nil
}

// withdraw holds back the messages that a change takes back.
func withdraw(ctx context.Context, tx *sql.Tx, key cabinet.Key, told hours.Telling) error {
	for _, id := range told.Withdrawn {
		m, err := one[identity.Message](ctx, tx, "hold a message back", identity.ErrNotFound,
			`SELECT body FROM messages WHERE org = ? AND member = ? AND id = ?`, key.Org, key.Member, body.Text(id))
		if errors.Is(err, identity.ErrNotFound) {
			continue
		}
		if err == nil {
			m, err = told.HoldsBack(m)
		}
		if err == nil {
			err = rewrite(ctx, tx, m)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
