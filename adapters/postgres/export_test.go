package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// Write runs fn as the Changes run theirs.
func (s *Store) Write(ctx context.Context, fn func() error) error {
	return s.write(ctx, "test", func(pgx.Tx) error { return fn() })
}
