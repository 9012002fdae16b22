package memory

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/goodstanding/goodstanding/adapters/internal/body"
	"github.com/goodstanding/goodstanding/identity"
)

type identityStore struct{ s *Store }

func (i identityStore) Organisation(ctx context.Context, org identity.OrganisationID) (identity.Organisation, error) {
	return one(ctx, i.s, i.s.organisations, org, org, identity.ErrNotFound)
}

func (i identityStore) ChangeOrganisation(ctx context.Context, org identity.OrganisationID, fn func(identity.Organisation) (identity.Organisation, error)) (identity.Organisation, error) {
	return change(ctx, i.s,
		func() identity.Organisation { return i.s.organisations[org][org] },
		func(o *identity.Organisation) *int64 { return &o.Version },
		func(o identity.Organisation) (identity.Organisation, error) {
			o, err := fn(o)
			o.ID = org
			return o, err
		},
		func(o identity.Organisation) error {
			i.s.organisations.put(org, org, o)
			return nil
		})
}

func (i identityStore) Member(ctx context.Context, org identity.OrganisationID, member identity.MemberID) (identity.Member, error) {
	return one(ctx, i.s, i.s.members, org, member, identity.ErrNotFound)
}

func (i identityStore) Members(ctx context.Context, org identity.OrganisationID) ([]identity.Member, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	i.s.mu.RLock()
	rows := slices.Collect(maps.Values(i.s.members[org]))
	i.s.mu.RUnlock()
	identity.SortMembers(rows)
	return copies(rows)
}

func (i identityStore) MembersAfter(ctx context.Context, org identity.OrganisationID, after identity.MemberID, limit int) ([]identity.Member, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var rows []identity.Member
	i.s.mu.RLock()
	for id, m := range i.s.members[org] {
		if id > after {
			rows = append(rows, m)
		}
	}
	i.s.mu.RUnlock()
	slices.SortFunc(rows, func(a, b identity.Member) int { return cmp.Compare(a.ID, b.ID) })
	return copies(rows[:min(max(limit, 0), len(rows))])
}

func (i identityStore) ChangeMember(ctx context.Context, org identity.OrganisationID, member identity.MemberID, fn func(identity.Member) (identity.Member, error)) (identity.Member, error) {
	return change(ctx, i.s,
		func() identity.Member { return i.s.members[org][member] },
		func(m *identity.Member) *int64 { return &m.Version },
		func(m identity.Member) (identity.Member, error) {
			m, err := fn(m)
			m.Org, m.ID = org, member
			return m, err
		},
		func(m identity.Member) error {
			i.s.members.put(org, member, m)
			return nil
		})
}

func (i identityStore) Account(ctx context.Context, org identity.OrganisationID, account identity.AccountID) (identity.Account, error) {
	return one(ctx, i.s, i.s.accounts, org, account, identity.ErrNotFound)
}

func (i identityStore) AccountByLogin(ctx context.Context, org identity.OrganisationID, login string) (identity.Account, error) {
	if err := ctx.Err(); err != nil {
		return identity.Account{}, err
	}
	login = body.Text(login)
	i.s.mu.RLock()
	defer i.s.mu.RUnlock()
	for _, a := range i.s.accounts[org] {
		if a.Login == login {
			return body.Copy(a)
		}
	}
	return identity.Account{}, identity.ErrNotFound
}

func (i identityStore) AccountsAt(ctx context.Context, org identity.OrganisationID, address string) ([]identity.Account, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var rows []identity.Account
	if address = body.Text(address); address != "" {
		i.s.mu.RLock()
		for _, a := range i.s.accounts[org] {
			m, ok := i.s.members[org][a.Member]
			if ok && identity.NormalAddress(m.Email) == address || a.OwnAddress() == address {
				rows = append(rows, a)
			}
		}
		i.s.mu.RUnlock()
	}
	slices.SortFunc(rows, func(a, b identity.Account) int { return cmp.Compare(a.ID, b.ID) })
	return copies(rows)
}

func (i identityStore) AccountsAfter(ctx context.Context, org identity.OrganisationID, after identity.AccountID, limit int) ([]identity.Account, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var rows []identity.Account
	i.s.mu.RLock()
	for id, a := range i.s.accounts[org] {
		if id > after {
			rows = append(rows, a)
		}
	}
	i.s.mu.RUnlock()
	slices.SortFunc(rows, func(a, b identity.Account) int { return cmp.Compare(a.ID, b.ID) })
	return copies(rows[:min(max(limit, 0), len(rows))])
}

func (i identityStore) ChangeAccount(ctx context.Context, org identity.OrganisationID, account identity.AccountID, fn func(identity.Account) (identity.Account, []identity.Message, error)) (identity.Account, error) {
	var told []identity.Message
	return change(ctx, i.s,
		func() identity.Account { return i.s.accounts[org][account] },
		func(a *identity.Account) *int64 { return &a.Version },
		func(a identity.Account) (identity.Account, error) {
			a, messages, err := fn(a)
			if err == nil {
				told, err = copies(messages)
			}
			a.Org, a.ID = org, account
			return a, err
		},
		func(a identity.Account) error {
			for _, other := range i.s.accounts[org] {
				if other.Login == a.Login && other.ID != account {
					return identity.ErrStale
				}
			}
			if err := i.s.post(file{org, a.Member}, told); err != nil {
				return fmt.Errorf("memory: change an account: %w", err)
			}
			i.s.accounts.put(org, account, a)
			return nil
		})
}

func (i identityStore) Throttle(ctx context.Context, org identity.OrganisationID, login string) (identity.Throttle, error) {
	if err := ctx.Err(); err != nil {
		return identity.Throttle{}, err
	}
	i.s.mu.RLock()
	defer i.s.mu.RUnlock()
	return i.throttle(org, login), nil
}

// throttle returns what is known of the login, under the lock.
func (i identityStore) throttle(org identity.OrganisationID, login string) identity.Throttle {
	t := i.s.throttles[org][login]
	t.Org, t.Login = org, login
	return t
}

// ChangeThrottle calls fn under the lock, once.
func (i identityStore) ChangeThrottle(ctx context.Context, org identity.OrganisationID, login string, fn func(identity.Throttle) identity.Throttle) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	t := fn(i.throttle(org, login))
	if t.Failures == 0 {
		delete(i.s.throttles[org], login)
		return nil
	}
	t.Latest = t.Latest.UTC().Truncate(identity.Precision)
	i.s.throttles.put(org, login, t)
	return nil
}

func (i identityStore) Session(ctx context.Context, org identity.OrganisationID, digest string) (identity.Session, error) {
	return one(ctx, i.s, i.s.sessions, org, digest, identity.ErrNotFound)
}

func (i identityStore) Sessions(ctx context.Context, org identity.OrganisationID, account identity.AccountID) ([]identity.Session, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var rows []identity.Session
	i.s.mu.RLock()
	for _, s := range i.s.sessions[org] {
		if s.Account == account {
			rows = append(rows, s)
		}
	}
	i.s.mu.RUnlock()
	identity.SortSessions(rows)
	return copies(rows)
}

func (i identityStore) PutSession(ctx context.Context, s identity.Session) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	kept, err := body.Copy(s)
	if err != nil {
		return err
	}
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	i.s.sessions.put(s.Org, s.Digest, kept)
	return nil
}

func (i identityStore) KeepSession(ctx context.Context, s identity.Session) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	kept, err := body.Copy(s)
	if err != nil {
		return err
	}
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	if _, open := i.s.sessions[s.Org][s.Digest]; !open {
		return identity.ErrNotFound
	}
	i.s.sessions.put(s.Org, s.Digest, kept)
	return nil
}

func (i identityStore) DeleteSession(ctx context.Context, org identity.OrganisationID, digest string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	delete(i.s.sessions[org], digest)
	return nil
}
