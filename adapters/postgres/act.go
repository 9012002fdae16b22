package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/goodstanding/goodstanding/adapters/internal/body"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func (h hoursStore) Acts(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]hours.Act, error) {
	return every[hours.Act](ctx, h.s.pool, "read the history of a member",
		`SELECT body FROM acts WHERE org = $1 AND member = $2 ORDER BY seq`, body.Text(org), body.Text(member))
}

func (h hoursStore) LastAct(ctx context.Context, org identity.OrganisationID, member identity.MemberID) (int64, error) {
	var last int64
	err := h.s.pool.QueryRow(ctx, `SELECT coalesce(max(seq), 0) FROM acts WHERE org = $1 AND member = $2`,
		body.Text(org), body.Text(member)).Scan(&last)
	if err != nil {
		return 0, failed("read the latest act", err)
	}
	return last, nil
}

// tell adds the act of a change, if any, to one member's file. An act of another
// file is refused: it would belong to another shard. When a transaction that has
// not ended yet has taken the number, this one waits for it and is refused after.
func tell(ctx context.Context, tx pgx.Tx, org identity.OrganisationID, member identity.MemberID, act *hours.Act) error {
	const what = "write an act"
	if act == nil {
		return nil
	}
	if act.Org != org || act.Member != member {
		return fmt.Errorf("postgres: %s: %d is about another member's file", what, act.Seq)
	}
	text, err := body.Encode(*act)
	if err != nil {
		return err
	}
	done, err := tx.Exec(ctx, `INSERT INTO acts (org, member, seq, body)
		SELECT $1::text, $2::text, $3::bigint, $4::jsonb
		WHERE (SELECT coalesce(max(seq), 0) FROM acts WHERE org = $1 AND member = $2) = $3 - 1`,
		body.Text(org), body.Text(member), act.Seq, string(text))
	switch {
	case taken(err, "acts_pkey"):
		return fmt.Errorf("postgres: %s: %d: %w", what, act.Seq, hours.ErrStale)
	case err != nil:
		return failed(what, err)
	case done.RowsAffected() == 0:
		return fmt.Errorf("postgres: %s: %d: %w", what, act.Seq, hours.ErrStale)
	}
	return nil
}
