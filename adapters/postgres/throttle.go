package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/goodstanding/goodstanding/adapters/internal/body"
	"github.com/goodstanding/goodstanding/identity"
)

func (i identityStore) Throttle(ctx context.Context, org identity.OrganisationID, login string) (identity.Throttle, error) {
	return throttle(ctx, i.s.pool, readThrottle, org, login)
}

func (i identityStore) ChangeThrottle(ctx context.Context, org identity.OrganisationID, login string, fn func(identity.Throttle) identity.Throttle) error {
	const what = "change a throttle"
	return i.s.write(ctx, what, func(tx pgx.Tx) error {
		t, err := throttle(ctx, tx, readThrottle+` FOR UPDATE`, org, login)
		if err != nil {
			return err
		}
		before := t.Failures
		if t = fn(t); t.Failures == 0 {
			if _, err = tx.Exec(ctx, `DELETE FROM throttles WHERE org = $1 AND digest = $2`, body.Text(org), body.Digest(login)); err != nil {
				return failed(what, err)
			}
			return nil
		}
		// As for an aggregate's version: another transaction may have put the first
		// row in the meantime.
		done, err := tx.Exec(ctx, `INSERT INTO throttles (org, digest, failures, latest) VALUES ($1, $2, $3, $4)
			ON CONFLICT (org, digest) DO UPDATE SET failures = excluded.failures, latest = excluded.latest
			WHERE throttles.failures = $5`,
			body.Text(org), body.Digest(login), t.Failures, t.Latest, before)
		if err != nil {
			return failed(what, err)
		}
		if done.RowsAffected() == 0 {
			return errAgain
		}
		return nil
	})
}

const readThrottle = `SELECT failures, latest FROM throttles WHERE org = $1 AND digest = $2`

// throttle returns the failures of a login; none when there is no row.
func throttle(ctx context.Context, from asker, query string, org identity.OrganisationID, login string) (identity.Throttle, error) {
	t := identity.Throttle{Org: org, Login: login}
	var latest time.Time
	err := from.QueryRow(ctx, query, body.Text(org), body.Digest(login)).Scan(&t.Failures, &latest)
	if errors.Is(err, pgx.ErrNoRows) {
		return t, nil
	}
	if err != nil {
		return t, failed("read a throttle", err)
	}
	t.Latest = latest.UTC()
	return t, nil
}
