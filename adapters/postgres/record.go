package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/goodstanding/goodstanding/adapters/internal/body"
	"github.com/goodstanding/goodstanding/adapters/internal/cabinet"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// records is the driver of the cabinet.
type records struct{ s *Store }

const readRecord = `SELECT version, body FROM records WHERE org = $1 AND member = $2 AND kind = $3 AND id = $4`

func (r records) Read(ctx context.Context, key cabinet.Key) (cabinet.Record, error) {
	return record(ctx, r.s.pool, readRecord, key)
}

// record returns the record of the key, or cabinet.ErrNone.
func record(ctx context.Context, from asker, query string, key cabinet.Key) (cabinet.Record, error) {
	kept := cabinet.Record{Key: key}
	err := from.QueryRow(ctx, query, key.Org, key.Member, key.Kind, key.ID).Scan(&kept.Version, &kept.Body)
	if errors.Is(err, pgx.ErrNoRows) {
		return kept, cabinet.ErrNone
	}
	if err != nil {
		return kept, failed("read a record: "+key.Kind, err)
	}
	return kept, nil
}

func (r records) List(ctx context.Context, key cabinet.Key, each cabinet.Each) error {
	return r.visit(ctx, "list the records: "+key.Kind, key, each,
		`SELECT member, id, body FROM records WHERE org = $1 AND member = $2 AND kind = $3 ORDER BY id`, key.Org, key.Member, key.Kind)
}

func (r records) Find(ctx context.Context, key cabinet.Key, found string, each cabinet.Each) error {
	return r.visit(ctx, "find the records: "+key.Kind, key, each,
		`SELECT member, id, body FROM records WHERE org = $1 AND kind = $2 AND found = $3 AND found <> '' ORDER BY ord, member, id`,
		key.Org, key.Kind, found)
}

func (r records) visit(ctx context.Context, what string, key cabinet.Key, each cabinet.Each, query string, args ...any) error {
	rows, err := r.s.pool.Query(ctx, query, args...)
	if err != nil {
		return failed(what, err)
	}
	defer rows.Close()
	for rows.Next() {
		var text []byte
		if err := rows.Scan(&key.Member, &key.ID, &text); err != nil {
			return failed(what, err)
		}
		if err := each(key, text); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return failed(what, err)
	}
	return nil
}

func (r records) Walk(ctx context.Context, after cabinet.Key, limit int, each func(cabinet.Record) error) error {
	const what = "walk through the records"
	rows, err := r.s.pool.Query(ctx, `SELECT member, kind, id, version, found, ord, body FROM records
		WHERE org = $1 AND (member, kind, id) > ($2, $3, $4) ORDER BY member, kind, id LIMIT $5`,
		after.Org, after.Member, after.Kind, after.ID, max(limit, 0))
	if err != nil {
		return failed(what, err)
	}
	defer rows.Close()
	for rows.Next() {
		of := cabinet.Record{Key: after}
		if err := rows.Scan(&of.Member, &of.Kind, &of.ID, &of.Version, &of.Found, &of.Order, &of.Body); err != nil {
			return failed(what, err)
		}
		if err := each(of); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return failed(what, err)
	}
	return nil
}

// Change reads and locks, calls fn, and writes. There is no lock on a row that is
// not there yet: when somebody else inserts it first, the whole is run again and
// finds it.
func (r records) Change(ctx context.Context, key cabinet.Key, fn func(cabinet.Record) (cabinet.Record, hours.Telling, error)) error {
	what := "change a record: " + key.Kind
	return r.s.write(ctx, what, func(tx pgx.Tx) error {
		before, err := record(ctx, tx, readRecord+` FOR UPDATE`, key)
		if err != nil && !errors.Is(err, cabinet.ErrNone) {
			return err
		}
		after, told, err := fn(before)
		if err != nil {
			return err
		}
		done, err := tx.Exec(ctx, `INSERT INTO records (org, member, kind, id, version, found, ord, body)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (org, member, kind, id) DO UPDATE SET
			version = excluded.version, found = excluded.found, ord = excluded.ord, body = excluded.body
			WHERE records.version = excluded.version - 1`,
			key.Org, key.Member, key.Kind, key.ID, after.Version, after.Found, after.Order, string(after.Body))
		if err != nil {
			return failed(what, err)
		}
		if done.RowsAffected() == 0 {
			return errAgain
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
	return every[hours.Act](ctx, r.s.pool, "read the history of a member",
		`SELECT body FROM acts WHERE org = $1 AND member = $2 ORDER BY seq`, org, member)
}

func (r records) LastAct(ctx context.Context, org identity.OrganisationID, member identity.MemberID) (int64, error) {
	var last int64
	err := r.s.pool.QueryRow(ctx, `SELECT coalesce(max(seq), 0) FROM acts WHERE org = $1 AND member = $2`, org, member).Scan(&last)
	if err != nil {
		return 0, failed("read the latest act", err)
	}
	return last, nil
}

func (r records) RewriteAct(ctx context.Context, act hours.Act) error {
	const what = "rewrite an act"
	text, err := body.Encode(act)
	if err != nil {
		return err
	}
	return r.s.write(ctx, what, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE acts SET body = $1 WHERE org = $2 AND member = $3 AND seq = $4`,
			string(text), body.Text(act.Org), body.Text(act.Member), act.Seq)
		if err != nil {
			return failed(what, err)
		}
		return nil
	})
}

// tell adds the act of a change, if any, to the history of the record's file. When
// a transaction that has not ended yet has taken the number, this one waits for it
// and is refused after.
func tell(ctx context.Context, tx pgx.Tx, key cabinet.Key, act *hours.Act) error {
	const what = "write an act"
	if act == nil {
		return nil
	}
	text, err := body.Encode(*act)
	if err != nil {
		return err
	}
	done, err := tx.Exec(ctx, `INSERT INTO acts (org, member, seq, body)
		SELECT $1::text, $2::text, $3::bigint, $4::jsonb
		WHERE (SELECT coalesce(max(seq), 0) FROM acts WHERE org = $1 AND member = $2) = $3 - 1`,
		key.Org, key.Member, act.Seq, string(text))
	switch {
	case taken(err, "acts_pkey"):
		return fmt.Errorf("postgres: %s: %d: %w", what, act.Seq, hours.ErrStale)
	case err != nil:
		return failed(what, err)
	case done.RowsAffected() == 0:
		return fmt.Errorf("postgres: %s: %d: %w", what, act.Seq, hours.ErrStale)
	}
	return nil
}
