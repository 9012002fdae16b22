package postgres

import (
	"context"
	"embed"

	"github.com/jackc/pgx/v5"

	"github.com/goodstanding/goodstanding/adapters/internal/migration"
)

//go:embed migrations/*.sql
var migrations embed.FS

// lock is the key of the advisory lock under which one program at a time brings
// a database to the present schema: "goodstan" in bytes.
const lock int64 = 0x676f6f647374616e

// migrate brings the database to the present schema, each step in a transaction
// of its own. The lock ends with the transaction, so that it also works behind a
// pool of connections between here and the server.
func (s *Store) migrate(ctx context.Context) error {
	const what = "migrate"
	steps, err := migration.Read(migrations, "migrations")
	if err != nil {
		return err
	}
	for more := true; more; {
		err := s.write(ctx, what, func(tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, lock); err != nil {
				return failed(what, err)
			}
			applied, err := s.applied(ctx, tx)
			if err != nil {
				return failed(what, err)
			}
			var step migration.Step
			if step, more, err = migration.Next(steps, applied); err != nil || !more {
				return err
			}
			if _, err := tx.Exec(ctx, step.SQL); err != nil {
				return failed(what+": "+step.Name, err)
			}
			_, err = tx.Exec(ctx, `INSERT INTO migrations (number, name, sum) VALUES ($1, $2, $3)`, step.Number, step.Name, step.Sum)
			if err != nil {
				return failed(what+": "+step.Name, err)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) applied(ctx context.Context, tx pgx.Tx) ([]migration.Applied, error) {
	// Asked first, because who may use the tables need not be who may create them,
	// and of this schema alone: others may have a table of that name.
	var there bool
	err := tx.QueryRow(ctx, `SELECT to_regclass(quote_ident(current_schema()) || '.migrations') IS NOT NULL`).Scan(&there)
	if err != nil {
		return nil, err
	}
	if !there {
		if s.schema != "" {
			if _, err := tx.Exec(ctx, `CREATE SCHEMA IF NOT EXISTS `+pgx.Identifier{s.schema}.Sanitize()); err != nil {
				return nil, err
			}
		}
		_, err := tx.Exec(ctx, `CREATE TABLE migrations (
			number bigint PRIMARY KEY, name text NOT NULL, sum text NOT NULL, applied timestamptz NOT NULL DEFAULT now())`)
		return nil, err
	}
	rows, err := tx.Query(ctx, `SELECT number, name, sum FROM migrations ORDER BY number`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[migration.Applied])
}
