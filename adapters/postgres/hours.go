package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/goodstanding/goodstanding/adapters/internal/body"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

type hoursStore struct{ s *Store }

const readDeclaration = `SELECT body FROM declarations WHERE org = $1 AND member = $2 AND id = $3`

func (h hoursStore) Declaration(ctx context.Context, key hours.Key) (hours.Declaration, error) {
	return one[hours.Declaration](ctx, h.s.pool, "read a declaration", hours.ErrNotFound,
		readDeclaration, body.Text(key.Org), body.Text(key.Member), body.Text(key.ID))
}

func (h hoursStore) Declarations(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]hours.Declaration, error) {
	return every[hours.Declaration](ctx, h.s.pool, "read the declarations of a member",
		`SELECT body FROM declarations WHERE org = $1 AND member = $2 ORDER BY id`, body.Text(org), body.Text(member))
}

func (h hoursStore) Awaiting(ctx context.Context, org identity.OrganisationID) ([]hours.Declaration, error) {
	return every[hours.Declaration](ctx, h.s.pool, "read the declarations that wait",
		`SELECT body FROM declarations WHERE org = $1 AND pending ORDER BY submitted NULLS FIRST, member, id`, body.Text(org))
}

// Change writes the act after the declaration, in its transaction.
func (h hoursStore) Change(ctx context.Context, key hours.Key, fn func(hours.Declaration) (hours.Declaration, *hours.Act, error)) (hours.Declaration, error) {
	r := row[hours.Declaration]{
		what: "change a declaration",
		key:  []any{body.Text(key.Org), body.Text(key.Member), body.Text(key.ID)},
		none: hours.Declaration{Key: key},
		read: readDeclaration,
		write: `INSERT INTO declarations (org, member, id, period, state, pending, submitted, version, body)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (org, member, id) DO UPDATE SET
			period = excluded.period, state = excluded.state, pending = excluded.pending,
			submitted = excluded.submitted, version = excluded.version, body = excluded.body
			WHERE declarations.version = excluded.version - 1`,
		columns: func(d hours.Declaration) []any {
			return []any{d.Period, string(d.State), d.State.Pending(), instant(d.Submitted)}
		},
		version: func(d *hours.Declaration) *int64 { return &d.Version },
	}
	var kept hours.Declaration
	err := h.s.write(ctx, r.what, func(tx pgx.Tx) error {
		var act *hours.Act
		var err error
		kept, err = r.change(ctx, tx, func(d hours.Declaration) (hours.Declaration, error) {
			var err error
			d, act, err = fn(d)
			d.Key = key
			return d, err
		})
		if err != nil {
			return err
		}
		return tell(ctx, tx, key.Org, key.Member, act)
	})
	if err != nil {
		return hours.Declaration{}, err
	}
	return kept, nil
}

func (h hoursStore) Lists(ctx context.Context, org identity.OrganisationID) (hours.Lists, error) {
	const what = "read the lists"
	rows, err := h.s.pool.Query(ctx,
		`SELECT kind, id, label FROM listings WHERE org = $1 ORDER BY folded, label, kind, id`, body.Text(org))
	if err != nil {
		return nil, failed(what, err)
	}
	defer rows.Close()
	lists := hours.Lists{}
	for rows.Next() {
		item := hours.Listing{Org: org}
		if err := rows.Scan(&item.Kind, &item.ID, &item.Label); err != nil {
			return nil, failed(what, err)
		}
		lists = append(lists, item)
	}
	if err := rows.Err(); err != nil {
		return nil, failed(what, err)
	}
	return lists, nil
}

func (h hoursStore) PutListing(ctx context.Context, item hours.Listing) error {
	const what = "put a listing"
	return h.s.write(ctx, what, func(tx pgx.Tx) error {
		label := body.Text(item.Label)
		_, err := tx.Exec(ctx, `INSERT INTO listings (org, kind, id, folded, label) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (org, kind, id) DO UPDATE SET folded = excluded.folded, label = excluded.label`,
			body.Text(item.Org), body.Text(item.Kind), body.Text(item.ID), hours.Fold(label), label)
		if err != nil {
			return failed(what, err)
		}
		return nil
	})
}
