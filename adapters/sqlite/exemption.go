package sqlite

import (
	"context"
	"database/sql"

	"github.com/goodstanding/goodstanding/adapters/internal/body"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

type exemptionStore struct{ s *Store }

const readRequest = `SELECT body FROM requests WHERE org = ? AND member = ? AND id = ?`

func (e exemptionStore) Request(ctx context.Context, key exemption.Key) (exemption.Request, error) {
	return one[exemption.Request](ctx, e.s.reader, "read a request", exemption.ErrNotFound,
		readRequest, body.Text(key.Org), body.Text(key.Member), body.Text(key.ID))
}

func (e exemptionStore) Requests(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]exemption.Request, error) {
	return every[exemption.Request](ctx, e.s.reader, "read the requests of a member",
		`SELECT body FROM requests WHERE org = ? AND member = ? ORDER BY id`, body.Text(org), body.Text(member))
}

func (e exemptionStore) Awaiting(ctx context.Context, org identity.OrganisationID) ([]exemption.Request, error) {
	return every[exemption.Request](ctx, e.s.reader, "read the requests that wait",
		`SELECT body FROM requests WHERE org = ? AND pending = 1 ORDER BY submitted, member, id`, body.Text(org))
}

// Change writes the act and the messages after the request, in its transaction.
func (e exemptionStore) Change(ctx context.Context, key exemption.Key, fn func(exemption.Request) (exemption.Request, *hours.Act, []identity.Message, error)) (exemption.Request, error) {
	r := row[exemption.Request]{
		what: "change a request",
		key:  []any{body.Text(key.Org), body.Text(key.Member), body.Text(key.ID)},
		none: exemption.Request{Key: key},
		read: readRequest,
		write: `INSERT INTO requests (org, member, id, period, state, pending, submitted, version, body)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (org, member, id) DO UPDATE SET
			period = excluded.period, state = excluded.state, pending = excluded.pending,
			submitted = excluded.submitted, version = excluded.version, body = excluded.body`,
		columns: func(r exemption.Request) []any {
			return []any{r.Period, string(r.State), r.State.Pending(), micros(r.Submitted)}
		},
		version: func(r *exemption.Request) *int64 { return &r.Version },
	}
	var kept exemption.Request
	err := e.s.write(ctx, r.what, func(tx *sql.Tx) error {
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
