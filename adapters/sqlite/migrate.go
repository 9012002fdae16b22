package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"time"

	codes "modernc.org/sqlite/lib"

	"github.com/goodstanding/goodstanding/adapters/internal/migration"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the file to the present schema, each step in a transaction of
// its own.
func (s *Store) migrate(ctx context.Context) error {
	steps, err := migration.Read(migrations, "migrations")
	if err != nil {
		return err
	}
	if err := s.awake(ctx); err != nil {
		return failed(ctx, "open", err)
	}
	for more := true; more; {
		err := s.write(ctx, "migrate", func(tx *sql.Tx) error {
			applied, err := applied(ctx, tx)
			if err != nil {
				return failed(ctx, "migrate", err)
			}
			var step migration.Step
			if step, more, err = migration.Next(steps, applied); err != nil || !more {
				return err
			}
			if _, err := tx.ExecContext(ctx, step.SQL); err != nil {
				return failed(ctx, "migrate: "+step.Name, err)
			}
			_, err = tx.ExecContext(ctx, `INSERT INTO migrations (number, name, sum, applied) VALUES (?, ?, ?, ?)`,
				step.Number, step.Name, step.Sum, time.Now().UnixMicro())
			if err != nil {
				return failed(ctx, "migrate: "+step.Name, err)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// awake makes the writer's connection. A new file becomes a WAL file with the
// first one, under a lock for which SQLite does not always wait: two programs
// that open it at once would otherwise find it busy.
func (s *Store) awake(ctx context.Context) error {
	for try := 0; ; try++ {
		err := s.writer.PingContext(ctx)
		if err == nil || try == 100 || !is(err, codes.SQLITE_BUSY, codes.SQLITE_BUSY_RECOVERY, codes.SQLITE_BUSY_SNAPSHOT) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func applied(ctx context.Context, tx *sql.Tx) ([]migration.Applied, error) {
	_, err := tx.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS migrations (
		number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, sum TEXT NOT NULL, applied INTEGER NOT NULL) STRICT`)
	if err != nil {
		return nil, err
	}
	rows, err := tx.QueryContext(ctx, `SELECT number, name, sum FROM migrations ORDER BY number`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // what it would say, Err says below
	var all []migration.Applied
	for rows.Next() {
		var a migration.Applied
		if err := rows.Scan(&a.Number, &a.Name, &a.Sum); err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, rows.Err()
}
