package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"github.com/goodstanding/goodstanding/adapters/internal/body"
)

// asker is what can be asked for rows: the pool, or a transaction.
type asker interface {
	Query(ctx context.Context, query string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, query string, args ...any) pgx.Row
}

// one returns the aggregate of the only row, or missing.
func one[V any](ctx context.Context, from asker, what string, missing error, query string, args ...any) (V, error) {
	var none V
	var text []byte
	err := from.QueryRow(ctx, query, args...).Scan(&text)
	if errors.Is(err, pgx.ErrNoRows) {
		return none, missing
	}
	if err != nil {
		return none, failed(what, err)
	}
	return body.Decode[V](text)
}

// every returns the aggregates of the rows; none is an empty slice.
func every[V any](ctx context.Context, from asker, what, query string, args ...any) ([]V, error) {
	return body.Collect[V](func(each func([]byte) error) error { return visit(ctx, from, what, each, query, args...) })
}

// visit calls each with the body of every row.
func visit(ctx context.Context, from asker, what string, each func([]byte) error, query string, args ...any) error {
	rows, err := from.Query(ctx, query, args...)
	if err != nil {
		return failed(what, err)
	}
	defer rows.Close()
	for rows.Next() {
		var text []byte
		if err := rows.Scan(&text); err != nil {
			return failed(what, err)
		}
		if err := each(text); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return failed(what, err)
	}
	return nil
}

// row is one row of an aggregate.
type row[V any] struct {
	what string
	key  []any
	// read takes the key; write takes the key, the columns, the version and the
	// body, and writes nothing unless the version is one higher than the row's.
	read, write string
	columns     func(V) []any
	version     func(*V) *int64
}

// change is the Change of every aggregate, inside a transaction: read and lock,
// fn, write. There is no lock on a row that is not there yet: when somebody else
// inserts it first, the whole is run again and finds it.
func (r row[V]) change(ctx context.Context, tx pgx.Tx, fn func(V) (V, error)) (V, error) {
	var none V
	before, err := one[V](ctx, tx, r.what, errNone, r.read+` FOR UPDATE`, r.key...)
	if errors.Is(err, errNone) {
		err = nil // before is the zero value
	}
	if err != nil {
		return none, err
	}
	version := *r.version(&before)
	next, err := fn(before)
	if err != nil {
		return none, err
	}
	*r.version(&next) = version + 1
	text, err := body.Encode(next)
	if err != nil {
		return none, err
	}
	// What is returned is what will be read.
	kept, err := body.Decode[V](text)
	if err != nil {
		return none, err
	}
	args := append(append([]any{}, r.key...), r.columns(kept)...)
	done, err := tx.Exec(ctx, r.write, append(args, version+1, string(text))...)
	if err != nil {
		return none, failed(r.what, err)
	}
	if done.RowsAffected() == 0 {
		return none, errAgain
	}
	return kept, nil
}

// errNone never leaves this file.
var errNone = errors.New("postgres: no row")

// changed runs the change of one row in a transaction of its own.
func changed[V any](ctx context.Context, s *Store, r row[V], fn func(V) (V, error)) (V, error) {
	var kept V
	err := s.write(ctx, r.what, func(tx pgx.Tx) error {
		var err error
		kept, err = r.change(ctx, tx, fn)
		return err
	})
	if err != nil {
		var none V
		return none, err
	}
	return kept, nil
}
