package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/goodstanding/goodstanding/adapters/internal/body"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

type exemptionStore struct{ s *Store }

const readRequest = `SELECT body FROM requests WHERE org = $1 AND member = $2 AND id = $3`

func (e exemptionStore) Request(ctx context.Context, key exemption.Key) (exemption.Request, error) {
	return one[exemption.Request](ctx, e.s.pool, "read a request", exemption.ErrNotFound,
		readRequest, body.Text(key.Org), body.Text(key.Member), body.Text(key.ID))
}

func (e exemptionStore) Requests(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]exemption.Request, error) {
	return every[exemption.Request](ctx, e.s.pool, "read the requests of a member",
		`SELECT body FROM requests WHERE org = $1 AND member = $2 ORDER BY id`, body.Text(org), body.Text(member))
}

func (e exemptionStore) Awaiting(ctx context.Context, org identity.OrganisationID) ([]exemption.Request, error) {
	return every[exemption.Request](ctx, e.s.pool, "read the requests that wait",
		`SELECT body FROM requests WHERE org = $1 AND pending ORDER BY submitted NULLS FIRST, member, id`, body.Text(org))
}

// Change writes the act and the messages after the request, in its transaction.
func (e exemptionStore) Change(ctx context.Context, key exemption.Key, fn func(exemption.Request) (exemption.Request, *hours.Act, []identity.Message, error)) (exemption.Request, error) {
	r := row[exemption.Request]{
		what: "change a request",
		key:  []any{body.Text(key.Org), body.Text(key.Member), body.Text(key.ID)},
		none: exemption.Request{Key: key},
		read: readRequest,
		write: `INSERT INTO requests (org, member, id, period, state, pending, submitted, version, body)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (org, member, id) DO UPDATE SET
			period = excluded.period, state = excluded.state, pending = excluded.pending,
			submitted = excluded.submitted, version = excluded.version, body = excluded.body
			WHERE requests.version = excluded.version - 1`,
		columns: func(r exemption.Request) []any {
			return []any{r.Period, string(r.State), r.State.Pending(), instant(r.Submitted)}
		},
		version: func(r *exemption.Request) *int64 { return &r.Version },
	}
	var kept exemption.Request
	err := e.s.write(ctx, r.what, func(tx pgx.Tx) error {
		var act *hours.Act
		var messages []identity.Message
		var err error
		kept, err = r.change(ctx, tx, func(r exemption.Request) (exemption.Request, error) {
			var err error
			r, act, messages, err = fn(r)
			r.Key = key
			return r, err
		})
		if err != nil {
			return err
		}
		if err := tell(ctx, tx, key.Org, key.Member, act); err != nil {
			return err
		}
		return post(ctx, tx, key.Org, key.Member, messages)
	})
	if err != nil {
		return exemption.Request{}, err
	}
	return kept, nil
}
