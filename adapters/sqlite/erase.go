package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/goodstanding/goodstanding/adapters/internal/cabinet"
	"github.com/goodstanding/goodstanding/identity"
)

// Rows implements cabinet.Eraser. The names of tables and columns are the cabinet's own.
func (r records) Rows(ctx context.Context, org identity.OrganisationID, table, column, value string, each func(cabinet.Row) error) error {
	what := "read what is kept: " + table
	columns := cabinet.KeyOf(table)
	text := "body"
	if table == cabinet.TableThrottles {
		text = "''"
	}
	rows, err := r.s.reader.QueryContext(ctx, `SELECT `+strings.Join(columns, ", ")+`, `+text+` FROM `+table+` WHERE org = ? AND `+column+` = ?`, org, value)
	if err != nil {
		return failed(ctx, what, err)
	}
	defer func() { _ = rows.Close() }() // what it would say, Err says below
	for rows.Next() {
		row := cabinet.Row{Table: table, Key: make([]string, len(columns))}
		into := make([]any, 0, len(columns)+1)
		for i := range row.Key {
			into = append(into, &row.Key[i])
		}
		if err := rows.Scan(append(into, &row.Body)...); err != nil {
			return failed(ctx, what, err)
		}
		if err := each(row); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return failed(ctx, what, err)
	}
	return nil
}

// Erase implements cabinet.Eraser. What is deleted is overwritten with zeros
// (secure_delete, see address).
func (r records) Erase(ctx context.Context, org identity.OrganisationID, removals []cabinet.Removal) error {
	return r.s.write(ctx, "erase", func(tx *sql.Tx) error {
		for _, removal := range removals {
			if err := erase(ctx, tx, org, removal); err != nil {
				return err
			}
		}
		return nil
	})
}

func erase(ctx context.Context, tx *sql.Tx, org identity.OrganisationID, removal cabinet.Removal) error {
	what := "erase: " + removal.Table
	where, args := ` WHERE org = ?`, []any{org}
	for i, column := range cabinet.KeyOf(removal.Table) {
		where += ` AND ` + column + ` = ?`
		args = append(args, removal.Key[i])
	}
	if removal.Strip == nil {
		if _, err := tx.ExecContext(ctx, `DELETE FROM `+removal.Table+where, args...); err != nil {
			return failed(ctx, what, err)
		}
		return nil
	}
	var text []byte
	err := tx.QueryRowContext(ctx, `SELECT body FROM `+removal.Table+where, args...).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return failed(ctx, what, err)
	}
	left, err := removal.Strip(text)
	if err != nil {
		return fmt.Errorf("sqlite: %s: %w", what, err)
	}
	set, values := `body = ?`, []any{string(left.Body)}
	if removal.Table == cabinet.TableRecords {
		set += `, version = version + 1, found = ?, ord = ?`
		values = append(values, left.Found, left.Order)
	}
	if _, err := tx.ExecContext(ctx, `UPDATE `+removal.Table+` SET `+set+where, append(values, args...)...); err != nil {
		return failed(ctx, what, err)
	}
	return nil
}

// Purge writes the file anew without what was deleted, and empties the write-ahead log,
// which has the pages as they were. While a reader of another process is in the middle of
// something the log cannot be emptied, and that is an error: call it again.
func (r records) Purge(ctx context.Context) error {
	const what = "purge"
	if _, err := r.s.writer.ExecContext(ctx, `VACUUM`); err != nil {
		return failed(ctx, what, err)
	}
	var busy, pages, moved int
	if err := r.s.writer.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &pages, &moved); err != nil {
		return failed(ctx, what, err)
	}
	if busy != 0 {
		return failed(ctx, what, errors.New("the write-ahead log is in use, and still has what was erased"))
	}
	return nil
}
