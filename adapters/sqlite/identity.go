package sqlite

import (
	"context"
	"database/sql"

	"github.com/goodstanding/goodstanding/adapters/internal/body"
	"github.com/goodstanding/goodstanding/identity"
)

type identityStore struct{ s *Store }

const (
	readOrganisation = `SELECT body FROM organisations WHERE org = ?`
	readMember       = `SELECT body FROM members WHERE org = ? AND member = ?`
	readAccount      = `SELECT body FROM accounts WHERE org = ? AND account = ?`
)

func (i identityStore) Organisation(ctx context.Context, org identity.OrganisationID) (identity.Organisation, error) {
	return one[identity.Organisation](ctx, i.s.reader, "read an organisation", identity.ErrNotFound, readOrganisation, body.Text(org))
}

func (i identityStore) ChangeOrganisation(ctx context.Context, org identity.OrganisationID, fn func(identity.Organisation) (identity.Organisation, error)) (identity.Organisation, error) {
	return changed(ctx, i.s, row[identity.Organisation]{
		what: "change an organisation",
		key:  []any{body.Text(org)},
		read: readOrganisation,
		write: `INSERT INTO organisations (org, version, body) VALUES (?, ?, ?)
			ON CONFLICT (org) DO UPDATE SET version = excluded.version, body = excluded.body`,
		columns: func(identity.Organisation) []any { return nil },
		version: func(o *identity.Organisation) *int64 { return &o.Version },
	}, func(o identity.Organisation) (identity.Organisation, error) {
		o, err := fn(o)
		o.ID = org
		return o, err
	})
}

func (i identityStore) Member(ctx context.Context, org identity.OrganisationID, member identity.MemberID) (identity.Member, error) {
	return one[identity.Member](ctx, i.s.reader, "read a member", identity.ErrNotFound, readMember, body.Text(org), body.Text(member))
}

func (i identityStore) Members(ctx context.Context, org identity.OrganisationID) ([]identity.Member, error) {
	all, err := every[identity.Member](ctx, i.s.reader, "read the members", `SELECT body FROM members WHERE org = ?`, body.Text(org))
	identity.SortMembers(all)
	return all, err
}

func (i identityStore) MembersAfter(ctx context.Context, org identity.OrganisationID, after identity.MemberID, limit int) ([]identity.Member, error) {
	return every[identity.Member](ctx, i.s.reader, "read members",
		`SELECT body FROM members WHERE org = ? AND member > ? ORDER BY member LIMIT ?`, body.Text(org), body.Text(after), max(limit, 0))
}

func (i identityStore) ChangeMember(ctx context.Context, org identity.OrganisationID, member identity.MemberID, fn func(identity.Member) (identity.Member, error)) (identity.Member, error) {
	return changed(ctx, i.s, row[identity.Member]{
		what: "change a member",
		key:  []any{body.Text(org), body.Text(member)},
		read: readMember,
		write: `INSERT INTO members (org, member, address, version, body) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (org, member) DO UPDATE SET address = excluded.address, version = excluded.version, body = excluded.body`,
		columns: func(m identity.Member) []any { return []any{body.Text(identity.NormalAddress(m.Email))} },
		version: func(m *identity.Member) *int64 { return &m.Version },
	}, func(m identity.Member) (identity.Member, error) {
		m, err := fn(m)
		m.Org, m.ID = org, member
		return m, err
	})
}

func (i identityStore) Account(ctx context.Context, org identity.OrganisationID, account identity.AccountID) (identity.Account, error) {
	return one[identity.Account](ctx, i.s.reader, "read an account", identity.ErrNotFound, readAccount, body.Text(org), body.Text(account))
}

func (i identityStore) AccountByLogin(ctx context.Context, org identity.OrganisationID, login string) (identity.Account, error) {
	return one[identity.Account](ctx, i.s.reader, "read the account of a login", identity.ErrNotFound,
		`SELECT body FROM accounts WHERE org = ? AND login = ?`, body.Text(org), body.Text(login))
}

func (i identityStore) AccountsAt(ctx context.Context, org identity.OrganisationID, address string) ([]identity.Account, error) {
	return every[identity.Account](ctx, i.s.reader, "read the accounts of an address",
		`SELECT body FROM (
			SELECT accounts.account, accounts.body FROM members JOIN accounts ON accounts.org = members.org AND accounts.member = members.member
			WHERE members.org = ? AND members.address = ? AND members.address <> '' AND accounts.member <> ''
			UNION ALL
			SELECT account, body FROM accounts WHERE org = ? AND address = ? AND address <> '') AS found
			ORDER BY account`, body.Text(org), body.Text(address), body.Text(org), body.Text(address))
}

func (i identityStore) AccountsAfter(ctx context.Context, org identity.OrganisationID, after identity.AccountID, limit int) ([]identity.Account, error) {
	return every[identity.Account](ctx, i.s.reader, "read accounts",
		`SELECT body FROM accounts WHERE org = ? AND account > ? ORDER BY account LIMIT ?`, body.Text(org), body.Text(after), max(limit, 0))
}

func (i identityStore) ChangeAccount(ctx context.Context, org identity.OrganisationID, account identity.AccountID, fn func(identity.Account) (identity.Account, []identity.Message, error)) (identity.Account, error) {
	var decided bool // from here on an error is the database's, not fn's
	var told []identity.Message
	var kept identity.Account
	of := row[identity.Account]{
		what: "change an account",
		key:  []any{body.Text(org), body.Text(account)},
		read: readAccount,
		write: `INSERT INTO accounts (org, account, login, member, address, version, body) VALUES (?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (org, account) DO UPDATE SET
			login = excluded.login, member = excluded.member, address = excluded.address, version = excluded.version, body = excluded.body`,
		columns: func(a identity.Account) []any { return []any{a.Login, body.Text(a.Member), body.Text(a.OwnAddress())} },
		version: func(a *identity.Account) *int64 { return &a.Version },
	}
	err := i.s.write(ctx, of.what, func(tx *sql.Tx) (err error) {
		kept, err = of.change(ctx, tx, func(a identity.Account) (identity.Account, error) {
			var err error
			a, told, err = fn(a)
			a.Org, a.ID, decided = org, account, err == nil
			return a, err
		})
		if err != nil {
			return err
		}
		decided = false // nor is it about the login any more
		return post(ctx, tx, org, kept.Member, told)
	})
	if decided && taken(err) {
		return identity.Account{}, identity.ErrStale
	}
	if err != nil {
		return identity.Account{}, err
	}
	return kept, nil
}

func (i identityStore) Session(ctx context.Context, org identity.OrganisationID, digest string) (identity.Session, error) {
	return one[identity.Session](ctx, i.s.reader, "read a session", identity.ErrNotFound,
		`SELECT body FROM sessions WHERE org = ? AND digest = ?`, body.Text(org), body.Text(digest))
}

func (i identityStore) PutSession(ctx context.Context, s identity.Session) error {
	text, err := body.Encode(s)
	if err != nil {
		return err
	}
	return i.exec(ctx, "put a session", `INSERT INTO sessions (org, digest, account, body) VALUES (?, ?, ?, ?)
		ON CONFLICT (org, digest) DO UPDATE SET account = excluded.account, body = excluded.body`,
		body.Text(s.Org), body.Text(s.Digest), body.Text(s.Account), string(text))
}

func (i identityStore) Sessions(ctx context.Context, org identity.OrganisationID, account identity.AccountID) ([]identity.Session, error) {
	all, err := every[identity.Session](ctx, i.s.reader, "read the sessions of an account",
		`SELECT body FROM sessions WHERE org = ? AND account = ?`, body.Text(org), body.Text(account))
	identity.SortSessions(all)
	return all, err
}

func (i identityStore) KeepSession(ctx context.Context, s identity.Session) error {
	const what = "keep a session"
	text, err := body.Encode(s)
	if err != nil {
		return err
	}
	return i.s.write(ctx, what, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `UPDATE sessions SET account = ?, body = ? WHERE org = ? AND digest = ?`,
			body.Text(s.Account), string(text), body.Text(s.Org), body.Text(s.Digest))
		if err != nil {
			return failed(ctx, what, err)
		}
		if n, err := done.RowsAffected(); err != nil || n > 0 {
			return err
		}
		return identity.ErrNotFound
	})
}

func (i identityStore) DeleteSession(ctx context.Context, org identity.OrganisationID, digest string) error {
	return i.exec(ctx, "delete a session", `DELETE FROM sessions WHERE org = ? AND digest = ?`, body.Text(org), body.Text(digest))
}

func (i identityStore) exec(ctx context.Context, what, query string, args ...any) error {
	return i.s.write(ctx, what, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, query, args...); err != nil {
			return failed(ctx, what, err)
		}
		return nil
	})
}
