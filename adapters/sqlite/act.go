package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/goodstanding/goodstanding/adapters/internal/body"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func (h hoursStore) Acts(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]hours.Act, error) {
	return every[hours.Act](ctx, h.s.reader, "read the history of a member",
		`SELECT body FROM acts WHERE org = ? AND member = ? ORDER BY seq`, body.Text(org), body.Text(member))
}

func (h hoursStore) LastAct(ctx context.Context, org identity.OrganisationID, member identity.MemberID) (int64, error) {
	var last int64
	if err := h.s.reader.QueryRowContext(ctx, `SELECT coalesce(max(seq), 0) FROM acts WHERE org = ? AND member = ?`, body.Text(org), body.Text(member)).Scan(&last); err != nil {
		return 0, failed(ctx, "read the latest act", err)
	}
	return last, nil
}

// tell adds the act of a change, if any, to one member's file. An act of another
// file is refused: it would belong to another shard.
func tell(ctx context.Context, tx *sql.Tx, org identity.OrganisationID, member identity.MemberID, act *hours.Act) error {
	const what = "write an act"
	if act == nil {
		return nil
	}
	if act.Org != org || act.Member != member {
		return fmt.Errorf("sqlite: %s: %d is about another member's file", what, act.Seq)
	}
	text, err := body.Encode(*act)
	if err != nil {
		return err
	}
	done, err := tx.ExecContext(ctx, `INSERT INTO acts (org, member, seq, body)
		SELECT ?1, ?2, ?3, ?4 WHERE (SELECT coalesce(max(seq), 0) FROM acts WHERE org = ?1 AND member = ?2) = ?3 - 1`,
		body.Text(org), body.Text(member), act.Seq, string(text))
	if err != nil {
		return failed(ctx, what, err)
	}
	added, err := done.RowsAffected()
	if err != nil {
		return failed(ctx, what, err)
	}
	if added == 0 {
		return fmt.Errorf("sqlite: %s: %d: %w", what, act.Seq, hours.ErrStale)
	}
	return nil
}
