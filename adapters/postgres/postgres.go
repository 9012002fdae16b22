// Package postgres keeps everything in a PostgreSQL database: the store for more
// than one process. It passes adapters/storetest.
//
// Start with [Open]. Every table's key begins with the organisation, then the
// member, and no transaction crosses members, so that the tables may be
// distributed by organisation.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/goodstanding/goodstanding/adapters/internal/cabinet"
	"github.com/goodstanding/goodstanding/identity"
)

// Store keeps what every desk needs. It may be used by any number of goroutines
// at once.
type Store struct {
	cabinet.Cabinet
	pool   *pgxpool.Pool
	schema string // empty for the one that the address leads to
}

// Open connects to the database of the address and brings it to the present
// schema. The address is a URL or a list of keywords, as libpq reads them; pgx's
// own pool_max_conns and the like are read too. A database that another version
// of the schema's history wrote, or a newer program, is an error and is left as
// it is.
func Open(ctx context.Context, dsn string) (*Store, error) { return OpenSchema(ctx, dsn, "") }

// OpenSchema is [Open] inside a schema of the database, which it creates when
// there is none. Two schemas share nothing.
func OpenSchema(ctx context.Context, dsn, schema string) (*Store, error) {
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, fmt.Errorf("postgres: open: %w", err)
	}
	if schema != "" {
		config.ConnConfig.RuntimeParams["search_path"] = pgx.Identifier{schema}.Sanitize()
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("postgres: open: %w", err)
	}
	s := &Store{pool: pool, schema: schema}
	s.Cabinet = cabinet.Over(records{s})
	if err := s.migrate(ctx); err != nil {
		pool.Close()
		return nil, err
	}
	return s, nil
}

// OpenBeside is [OpenSchema] in the schema that is named as the one to which the address
// leads, with more at its end: for what belongs to it and is kept apart from it.
func OpenBeside(ctx context.Context, dsn, more string) (*Store, error) {
	const what = "open beside"
	c, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return nil, failed(what, err)
	}
	var schema string
	err = c.QueryRow(ctx, `SELECT coalesce(current_schema(), 'public')`).Scan(&schema)
	if err = errors.Join(err, c.Close(ctx)); err != nil {
		return nil, failed(what, err)
	}
	return OpenSchema(ctx, dsn, schema+more)
}

// Identity returns the store of who there is.
func (s *Store) Identity() identity.Store { return identityStore{s} }

// Outbox returns the messages that wait to be sent.
func (s *Store) Outbox() identity.Outbox { return outbox{s} }

// Close waits for what runs and closes every connection. It returns nil.
func (s *Store) Close() error {
	s.pool.Close()
	return nil
}

// tries is how often a transaction is run again when another one was in its way.
// The row is locked while fn runs, so that the second try nearly always passes.
const tries = 10

// errAgain is what a transaction returns to be run again; it never leaves this
// package.
var errAgain = errors.New("postgres: to be run again")

// write runs fn in a transaction. An error of fn comes back as it is and nothing
// is written. fn runs again when the database says that another transaction was
// in the way.
func (s *Store) write(ctx context.Context, what string, fn func(tx pgx.Tx) error) error {
	var err error
	for range tries {
		if err = s.once(ctx, what, fn); !errors.Is(err, errAgain) && !inTheWay(err) {
			return err
		}
	}
	return failed(what, err)
}

func (s *Store) once(ctx context.Context, what string, fn func(tx pgx.Tx) error) error {
	tx, err := s.pool.Begin(ctx)
	if err != nil {
		return failed(what, err)
	}
	defer func() {
		// No effect after Commit. When the context has ended the locks go all the same.
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		_ = tx.Rollback(last)
	}()
	if err := fn(tx); err != nil {
		return err
	}
	if err := tx.Commit(ctx); err != nil {
		return failed(what, err)
	}
	return nil
}

// failed wraps an error of the database with what was being done.
func failed(what string, err error) error { return fmt.Errorf("postgres: %s: %w", what, err) }

// The codes of PostgreSQL that mean something to a desk, or to this package.
const (
	uniqueViolation      = "23505"
	serializationFailure = "40001"
	deadlockDetected     = "40P01"
	insufficientRight    = "42501"
)

// inTheWay reports that another transaction was in the way and nothing of this
// one was kept.
func inTheWay(err error) bool {
	var refusal *pgconn.PgError
	return errors.As(err, &refusal) && (refusal.Code == serializationFailure || refusal.Code == deadlockDetected)
}

// taken reports that a row of another key already has the value of the unique
// index.
func taken(err error, index string) bool {
	var refusal *pgconn.PgError
	return errors.As(err, &refusal) && refusal.Code == uniqueViolation && refusal.ConstraintName == index
}

// refusedTo reports that the role may not do this.
func refusedTo(err error) bool {
	var refusal *pgconn.PgError
	return errors.As(err, &refusal) && refusal.Code == insufficientRight
}
