package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/goodstanding/goodstanding/adapters/internal/body"
	"github.com/goodstanding/goodstanding/adapters/internal/cabinet"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// records is the driver of the cabinet.
type records struct{ s *Store }

func (r records) Read(ctx context.Context, key cabinet.Key) (cabinet.Record, error) {
	return record(ctx, r.s.reader, key)
}

// record returns the record of the key, or cabinet.ErrNone.
func record(ctx context.Context, from asker, key cabinet.Key) (cabinet.Record, error) {
	kept := cabinet.Record{Key: key}
	err := from.QueryRowContext(ctx, `SELECT version, body FROM records WHERE org = ? AND member = ? AND kind = ? AND id = ?`,
		key.Org, key.Member, key.Kind, key.ID).Scan(&kept.Version, &kept.Body)
	if errors.Is(err, sql.ErrNoRows) {
		return kept, cabinet.ErrNone
	}
	if err != nil {
		return kept, failed(ctx, "read a record: "+key.Kind, err)
	}
	return kept, nil
}

func (r records) List(ctx context.Context, key cabinet.Key, each cabinet.Each) error {
	return r.visit(ctx, "list the records: "+key.Kind, key, each,
		`SELECT member, id, body FROM records WHERE org = ? AND member = ? AND kind = ? ORDER BY id`, key.Org, key.Member, key.Kind)
}

func (r records) Find(ctx context.Context, key cabinet.Key, found string, each cabinet.Each) error {
	return r.visit(ctx, "find the records: "+key.Kind, key, each,
		`SELECT member, id, body FROM records WHERE org = ? AND kind = ? AND found = ? AND found <> '' ORDER BY ord, member, id`,
		key.Org, key.Kind, found)
}

// visit calls each with every row. The bytes are each's until it returns.
func (r records) visit(ctx context.Context, what string, key cabinet.Key, each cabinet.Each, query string, args ...any) error {
	rows, err := r.s.reader.QueryContext(ctx, query, args...)
	if err != nil {
		return failed(ctx, what, err)
	}
	defer func() { _ = rows.Close() }() // what it would say, Err says below
	for rows.Next() {
		var text sql.RawBytes
		if err := rows.Scan(&key.Member, &key.ID, &text); err != nil {
			return failed(ctx, what, err)
		}
		if err := each(key, text); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return failed(ctx, what, err)
	}
	return nil
}

func (r records) Walk(ctx context.Context, after cabinet.Key, limit int, each func(cabinet.Record) error) error {
	const what = "walk through the records"
	rows, err := r.s.reader.QueryContext(ctx, `SELECT member, kind, id, version, found, ord, body FROM records
		WHERE org = ? AND (member, kind, id) > (?, ?, ?) ORDER BY member, kind, id LIMIT ?`,
		after.Org, after.Member, after.Kind, after.ID, max(limit, 0))
	if err != nil {
		return failed(ctx, what, err)
	}
	defer func() { _ = rows.Close() }() // what it would say, Err says below
	for rows.Next() {
		of := cabinet.Record{Key: after}
		var text sql.RawBytes
		if err := rows.Scan(&of.Member, &of.Kind, &of.ID, &of.Version, &of.Found, &of.Order, &text); err != nil {
			return failed(ctx, what, err)
		}
		of.Body = text
		if err := each(of); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return failed(ctx, what, err)
	}
	return nil
}

func (r records) Change(ctx context.Context, key cabinet.Key, fn func(cabinet.Record) (cabinet.Record, hours.Telling, error)) error {
	what := "change a record: " + key.Kind
	return r.s.write(ctx, what, func(tx *sql.Tx) error {
		before, err := record(ctx, tx, key)
		if err != nil && !errors.Is(err, cabinet.ErrNone) {
			return err
		}
		after, told, err := fn(before)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO records (org, member, kind, id, version, found, ord, body)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (org, member, kind, id) DO UPDATE SET
			version = excluded.version, found = excluded.found, ord = excluded.ord, body = excluded.body`,
			key.Org, key.Member, key.Kind, key.ID, after.Version, after.Found, after.Order, string(after.Body))
		if err != nil {
			return failed(ctx, what, err)
		}
		if err := tell(ctx, tx, key, told.Act); err != nil {
			return err
		}
		if err := withdraw(ctx, tx, key, told); err != nil {
			return err
		}
		return post(ctx, tx, key.Org, key.Member, told.Messages)
	})
}

func (r records) Acts(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]hours.Act, error) {
	return every[hours.Act](ctx, r.s.reader, "read the history of a member",
		`SELECT body FROM acts WHERE org = ? AND member = ? ORDER BY seq`, org, member)
}

func (r records) LastAct(ctx context.Context, org identity.OrganisationID, member identity.MemberID) (int64, error) {
	var last int64
	err := r.s.reader.QueryRowContext(ctx, `SELECT coalesce(max(seq), 0) FROM acts WHERE org = ? AND member = ?`, org, member).Scan(&last)
	if err != nil {
		return 0, failed(ctx, "read the latest act", err)
	}
	return last, nil
}

func (r records) RewriteAct(ctx context.Context, act hours.Act) error {
	const what = "rewrite an act"
	text, err := body.Encode(act)
	if err != nil {
		return err
	}
	return r.s.write(ctx, what, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE acts SET body = ? WHERE org = ? AND member = ? AND seq = ?`,
			string(text), body.Text(act.Org), body.Text(act.Member), act.Seq)
		if err != nil {
			return failed(ctx, what, err)
		}
		return nil
	})
}

// tell adds the act of a change, if any, to the history of the record's file.
func tell(ctx context.Context, tx *sql.Tx, key cabinet.Key, act *hours.Act) error {
	const what = "write an act"
	if act == nil {
		return nil
	}
	text, err := body.Encode(*act)
	if err != nil {
		return err
	}
	done, err := tx.ExecContext(ctx, `INSERT INTO acts (org, member, seq, body)
		SELECT ?1, ?2, ?3, ?4 WHERE (SELECT coalesce(max(seq), 0) FROM acts WHERE org = ?1 AND member = ?2) = ?3 - 1`,
		key.Org, key.Member, act.Seq, string(text))
	if err != nil {
		return failed(ctx, what, err)
	}
	added, err := done.RowsAffected()
	if err != nil {
		return failed(ctx, what, err)
	}
	if added == 0 {
		return fmt.Errorf("sqlite: %s: %d: %w", what, act.Seq, hours.ErrStale)
	}
	return nil
}
