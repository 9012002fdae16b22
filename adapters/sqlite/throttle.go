package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/goodstanding/goodstanding/adapters/internal/body"
	"github.com/goodstanding/goodstanding/identity"
)

func (i identityStore) Throttle(ctx context.Context, org identity.OrganisationID, login string) (identity.Throttle, error) {
	return throttle(ctx, i.s.reader, org, login)
}

func (i identityStore) ChangeThrottle(ctx context.Context, org identity.OrganisationID, login string, fn func(identity.Throttle) identity.Throttle) error {
	const what = "change a throttle"
	return i.s.write(ctx, what, func(tx *sql.Tx) error {
		t, err := throttle(ctx, tx, org, login)
		if err != nil {
			return err
		}
		if t = fn(t); t.Failures == 0 {
			_, err = tx.ExecContext(ctx, `DELETE FROM throttles WHERE org = ? AND digest = ?`, body.Text(org), body.Digest(login))
		} else {
			_, err = tx.ExecContext(ctx, `INSERT INTO throttles (org, digest, failures, latest) VALUES (?, ?, ?, ?)
				ON CONFLICT (org, digest) DO UPDATE SET failures = excluded.failures, latest = excluded.latest`,
				body.Text(org), body.Digest(login), t.Failures, t.Latest.UnixMicro())
		}
		if err != nil {
			return failed(ctx, what, err)
		}
		return nil
	})
}

// throttle returns the failures of a login; none when there is no row.
func throttle(ctx context.Context, from asker, org identity.OrganisationID, login string) (identity.Throttle, error) {
	t := identity.Throttle{Org: org, Login: login}
	var latest int64
	err := from.QueryRowContext(ctx, `SELECT failures, latest FROM throttles WHERE org = ? AND digest = ?`,
		body.Text(org), body.Digest(login)).Scan(&t.Failures, &latest)
	if errors.Is(err, sql.ErrNoRows) {
		return t, nil
	}
	if err != nil {
		return t, failed(ctx, "read a throttle", err)
	}
	t.Latest = time.UnixMicro(latest).UTC()
	return t, nil
}
