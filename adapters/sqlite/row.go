package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"github.com/goodstanding/goodstanding/adapters/internal/body"
)

// asker is what can be asked for rows: the pool of readers, or a transaction.
type asker interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// one returns the aggregate of the only row, or missing.
func one[V any](ctx context.Context, from asker, what string, missing error, query string, args ...any) (V, error) {
	var none V
	var text []byte
	err := from.QueryRowContext(ctx, query, args...).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return none, missing
	}
	if err != nil {
		return none, failed(ctx, what, err)
	}
	return body.Decode[V](text)
}

// every returns the aggregates of the rows; none is an empty slice.
func every[V any](ctx context.Context, from asker, what, query string, args ...any) ([]V, error) {
	return body.Collect[V](func(each func([]byte) error) error { return visit(ctx, from, what, each, query, args...) })
}

// visit calls each with the body of every row. The bytes are each's until it
// returns.
func visit(ctx context.Context, from asker, what string, each func([]byte) error, query string, args ...any) error {
	rows, err := from.QueryContext(ctx, query, args...)
	if err != nil {
		return failed(ctx, what, err)
	}
	defer func() { _ = rows.Close() }() // what it would say, Err says below
	for rows.Next() {
		var text sql.RawBytes
		if err := rows.Scan(&text); err != nil {
			return failed(ctx, what, err)
		}
		if err := each(text); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return failed(ctx, what, err)
	}
	return nil
}

// row is one row of an aggregate.
type row[V any] struct {
	what string
	key  []any
	// read takes the key; write takes the key, the columns, the version and the
	// body.
	read, write string
	columns     func(V) []any
	version     func(*V) *int64
}

// change is the Change of every aggregate, inside a transaction: read, fn, write.
func (r row[V]) change(ctx context.Context, tx *sql.Tx, fn func(V) (V, error)) (V, error) {
	var none V
	before, err := one[V](ctx, tx, r.what, errNone, r.read, r.key...)
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
	if _, err := tx.ExecContext(ctx, r.write, append(args, version+1, string(text))...); err != nil {
		return none, failed(ctx, r.what, err)
	}
	return kept, nil
}

// errNone never leaves this file.
var errNone = errors.New("sqlite: no row")

// changed runs the change of one row in a transaction of its own.
func changed[V any](ctx context.Context, s *Store, r row[V], fn func(V) (V, error)) (V, error) {
	var kept V
	err := s.write(ctx, r.what, func(tx *sql.Tx) error {
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
