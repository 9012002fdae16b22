package postgres

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/goodstanding/goodstanding/adapters/internal/cabinet"
	"github.com/goodstanding/goodstanding/identity"
)

// Rows implements cabinet.Eraser. The names of tables and columns are the cabinet's own.
func (r records) Rows(ctx context.Context, org identity.OrganisationID, table, column, value string, each func(cabinet.Row) error) error {
	what := "read what is kept: " + table
	columns := cabinet.KeyOf(table)
	text := "body"
	if table == cabinet.TableThrottles {
		text = "NULL::jsonb"
	}
	rows, err := r.s.pool.Query(ctx, `SELECT `+strings.Join(columns, "::text, ")+`::text, `+text+` FROM `+table+` WHERE org = $1 AND `+column+` = $2`, org, value)
	if err != nil {
		return failed(what, err)
	}
	defer rows.Close()
	for rows.Next() {
		row := cabinet.Row{Table: table, Key: make([]string, len(columns))}
		into := make([]any, 0, len(columns)+1)
		for i := range row.Key {
			into = append(into, &row.Key[i])
		}
		if err := rows.Scan(append(into, &row.Body)...); err != nil {
			return failed(what, err)
		}
		if err := each(row); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return failed(what, err)
	}
	return nil
}

// Erase implements cabinet.Eraser.
func (r records) Erase(ctx context.Context, org identity.OrganisationID, removals []cabinet.Removal) error {
	return r.s.write(ctx, "erase", func(tx pgx.Tx) error {
		for _, removal := range removals {
			if err := erase(ctx, tx, org, removal); err != nil {
				return err
			}
		}
		return nil
	})
}

func erase(ctx context.Context, tx pgx.Tx, org identity.OrganisationID, removal cabinet.Removal) error {
	what := "erase: " + removal.Table
	where, args := ` WHERE org = $1`, []any{org}
	for i, column := range cabinet.KeyOf(removal.Table) {
		args = append(args, removal.Key[i])
		where += ` AND ` + column + `::text = $` + strconv.Itoa(len(args))
	}
	if removal.Strip == nil {
		if _, err := tx.Exec(ctx, `DELETE FROM `+removal.Table+where, args...); err != nil {
			return failed(what, err)
		}
		return nil
	}
	var text []byte
	err := tx.QueryRow(ctx, `SELECT body FROM `+removal.Table+where+` FOR UPDATE`, args...).Scan(&text)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err != nil {
		return failed(what, err)
	}
	left, err := removal.Strip(text)
	if err != nil {
		return fmt.Errorf("postgres: %s: %w", what, err)
	}
	next := func(value any) string { args = append(args, value); return `$` + strconv.Itoa(len(args)) }
	set := `body = ` + next(string(left.Body)) + `::jsonb`
	if removal.Table == cabinet.TableRecords {
		set += `, version = version + 1, found = ` + next(left.Found) + `, ord = ` + next(left.Order)
	}
	if _, err := tx.Exec(ctx, `UPDATE `+removal.Table+` SET `+set+where, args...); err != nil {
		return failed(what, err)
	}
	return nil
}

// purged are the tables from which rows are erased.
var purged = []string{
	cabinet.TableMembers, cabinet.TableAccounts, cabinet.TableSessions, cabinet.TableThrottles,
	cabinet.TableMessages, cabinet.TableActs, cabinet.TableRecords,
}

// Purge writes the tables anew (VACUUM FULL), without the dead rows that a DELETE leaves in
// their files, and ends with a checkpoint when the role may ask for one. A table is locked
// while it is written.
//
// What PostgreSQL wrote elsewhere is not this program's to erase. The segments of the
// write-ahead log have the rows until they are recycled, an archive of them and a
// replica's until theirs are, and the server's own log has them when it logs statements
// with their parameters. Their lifetime is a setting of the server and of its backups;
// what is encrypted under a person's key is unreadable there once the key is gone.
func (r records) Purge(ctx context.Context) error {
	for _, table := range purged {
		if _, err := r.s.pool.Exec(ctx, `VACUUM (FULL, ANALYZE) `+table); err != nil {
			return failed("purge: "+table, err)
		}
	}
	// The statistics of a column hold samples of it, and so do the dead rows of former
	// ones. Who may not write that table anew is told so by a warning, and no error.
	if _, err := r.s.pool.Exec(ctx, `VACUUM FULL pg_catalog.pg_statistic`); err != nil && !refusedTo(err) {
		return failed("purge: the statistics", err)
	}
	_, err := r.s.pool.Exec(ctx, `CHECKPOINT`)
	if err != nil && !refusedTo(err) {
		return failed("purge", err)
	}
	return nil
}
