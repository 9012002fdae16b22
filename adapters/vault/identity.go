package vault

import (
	"context"
	"fmt"

	"github.com/goodstanding/goodstanding/adapters/internal/body"
	"github.com/goodstanding/goodstanding/identity"
)

// The kinds of what is found by an index.
const (
	byLogin   = "login"
	byAddress = "address"
)

// identityStore keeps members, accounts and sessions as husks in another store.
// Organisations are as they are.
type identityStore struct {
	v  *Vault
	in identity.Store
}

// named returns the name of a key as every store can keep it.
func named(org identity.OrganisationID, subject Subject, class string) KeyID {
	return KeyID{identity.OrganisationID(body.Text(org)), Subject(body.Text(subject)), class}
}

func (i identityStore) Organisation(ctx context.Context, org identity.OrganisationID) (identity.Organisation, error) {
	return i.in.Organisation(ctx, org)
}

func (i identityStore) ChangeOrganisation(ctx context.Context, org identity.OrganisationID, fn func(identity.Organisation) (identity.Organisation, error)) (identity.Organisation, error) {
	return i.in.ChangeOrganisation(ctx, org, fn)
}

func (i identityStore) Member(ctx context.Context, org identity.OrganisationID, member identity.MemberID) (identity.Member, error) {
	kept, err := i.in.Member(ctx, org, member)
	kept.Org, kept.ID = org, member
	return members.read(ctx, i.v, kept, err, identity.ErrNotFound)
}

func (i identityStore) Members(ctx context.Context, org identity.OrganisationID) ([]identity.Member, error) {
	kept, err := i.in.Members(ctx, org)
	if err != nil {
		return nil, err
	}
	all, err := members.openAll(ctx, i.v, kept)
	identity.SortMembers(all)
	return all, err
}

func (i identityStore) MembersAfter(ctx context.Context, org identity.OrganisationID, after identity.MemberID, limit int) ([]identity.Member, error) {
	return pages(ctx, i.v, members, limit, func(limit int) ([]identity.Member, error) {
		page, err := i.in.MembersAfter(ctx, org, after, limit)
		if len(page) > 0 {
			after = page[len(page)-1].ID
		}
		return page, err
	})
}

// pages reads on where some of a page are gone: fewer than were asked for means that
// there are no more.
func pages[V any](ctx context.Context, v *Vault, h husk[V], limit int, next func(limit int) ([]V, error)) ([]V, error) {
	all := []V{}
	for {
		asked := limit - len(all)
		page, err := next(asked)
		if err != nil {
			return nil, err
		}
		whole, err := h.openAll(ctx, v, page)
		if err != nil {
			return nil, err
		}
		all = append(all, whole...)
		if len(page) < asked || len(all) >= limit {
			return all, nil
		}
	}
}

func (i identityStore) ChangeMember(ctx context.Context, org identity.OrganisationID, member identity.MemberID, fn func(identity.Member) (identity.Member, error)) (identity.Member, error) {
	id := named(org, Member(member), ClassRoll)
	if err := i.ready(ctx, org); err != nil {
		return identity.Member{}, err
	}
	var kept identity.Member
	err := i.v.change(ctx, func() (err error) {
		kept, err = i.in.ChangeMember(ctx, org, member, func(before identity.Member) (identity.Member, error) {
			if before.Version > 0 {
				before.Org, before.ID = org, member
			}
			version := before.Version
			before, err := members.before(ctx, i.v, before)
			if err != nil {
				return identity.Member{}, err
			}
			after, err := fn(before)
			if err != nil {
				return identity.Member{}, err
			}
			after.Org, after.ID, after.Version = org, member, version+1
			address := identity.NormalAddress(after.Email)
			if after, err = members.seal(ctx, i.v, id, after); err != nil {
				return identity.Member{}, err
			}
			after.Email, err = i.v.index(ctx, org, byAddress, address)
			return after, err
		})
		return err
	})
	return members.read(ctx, i.v, kept, err, identity.ErrNotFound)
}

// ready draws the key of the index, outside of any transaction.
func (i identityStore) ready(ctx context.Context, org identity.OrganisationID) error {
	_, err := i.v.index(ctx, org, byAddress, byAddress)
	return err
}

func (i identityStore) Account(ctx context.Context, org identity.OrganisationID, account identity.AccountID) (identity.Account, error) {
	kept, err := i.in.Account(ctx, org, account)
	kept.Org, kept.ID = org, account
	return accounts.read(ctx, i.v, kept, err, identity.ErrNotFound)
}

func (i identityStore) AccountByLogin(ctx context.Context, org identity.OrganisationID, login string) (identity.Account, error) {
	found, err := i.v.index(ctx, org, byLogin, login)
	if err != nil {
		return identity.Account{}, err
	}
	kept, err := i.in.AccountByLogin(ctx, org, found)
	a, err := accounts.read(ctx, i.v, kept, err, identity.ErrNotFound)
	if err == nil && a.Login != body.Text(login) {
		return identity.Account{}, fmt.Errorf("%w: an index", ErrDamaged)
	}
	return a, err
}

func (i identityStore) AccountsAt(ctx context.Context, org identity.OrganisationID, address string) ([]identity.Account, error) {
	found, err := i.v.index(ctx, org, byAddress, address)
	if err != nil {
		return nil, err
	}
	kept, err := i.in.AccountsAt(ctx, org, found)
	if err != nil {
		return nil, err
	}
	return accounts.openAll(ctx, i.v, kept)
}

func (i identityStore) AccountsAfter(ctx context.Context, org identity.OrganisationID, after identity.AccountID, limit int) ([]identity.Account, error) {
	return pages(ctx, i.v, accounts, limit, func(limit int) ([]identity.Account, error) {
		page, err := i.in.AccountsAfter(ctx, org, after, limit)
		if len(page) > 0 {
			after = page[len(page)-1].ID
		}
		return page, err
	})
}

func (i identityStore) ChangeAccount(ctx context.Context, org identity.OrganisationID, account identity.AccountID, fn func(identity.Account) (identity.Account, []identity.Message, error)) (identity.Account, error) {
	id := named(org, Account(account), ClassAccount)
	if err := i.ready(ctx, org); err != nil {
		return identity.Account{}, err
	}
	var kept identity.Account
	err := i.v.change(ctx, func() (err error) {
		kept, err = i.in.ChangeAccount(ctx, org, account, func(before identity.Account) (identity.Account, []identity.Message, error) {
			if before.Version > 0 {
				before.Org, before.ID = org, account
			}
			version := before.Version
			before, err := accounts.before(ctx, i.v, before)
			if err != nil {
				return identity.Account{}, nil, err
			}
			after, told, err := fn(before)
			if err != nil {
				return identity.Account{}, nil, err
			}
			after.Org, after.ID, after.Version = org, account, version+1
			if after, err = i.husk(ctx, id, after); err != nil {
				return identity.Account{}, nil, err
			}
			told, err = messages.sealAll(ctx, i.v, id, told)
			return after, told, err
		})
		return err
	})
	return accounts.read(ctx, i.v, kept, err, identity.ErrNotFound)
}

// husk returns an account with what it is found by.
func (i identityStore) husk(ctx context.Context, id KeyID, a identity.Account) (identity.Account, error) {
	after, err := accounts.seal(ctx, i.v, id, a)
	if err != nil {
		return identity.Account{}, err
	}
	if after.Login, err = i.v.index(ctx, a.Org, byLogin, a.Login); err != nil {
		return identity.Account{}, err
	}
	after.Email, err = i.v.index(ctx, a.Org, byAddress, a.OwnAddress())
	return after, err
}

// Throttle counts by the index of what was typed: its digest alone could be guessed.
func (i identityStore) Throttle(ctx context.Context, org identity.OrganisationID, login string) (identity.Throttle, error) {
	found, err := i.v.index(ctx, org, byLogin, login)
	if err != nil {
		return identity.Throttle{}, err
	}
	t, err := i.in.Throttle(ctx, org, found)
	t.Login = login
	return t, err
}

func (i identityStore) ChangeThrottle(ctx context.Context, org identity.OrganisationID, login string, fn func(identity.Throttle) identity.Throttle) error {
	found, err := i.v.index(ctx, org, byLogin, login)
	if err != nil {
		return err
	}
	return i.in.ChangeThrottle(ctx, org, found, func(t identity.Throttle) identity.Throttle {
		t.Login = login
		t = fn(t)
		t.Login = found
		return t
	})
}

func (i identityStore) Session(ctx context.Context, org identity.OrganisationID, digest string) (identity.Session, error) {
	kept, err := i.in.Session(ctx, org, digest)
	kept.Org, kept.Digest = org, digest
	return sessions.read(ctx, i.v, kept, err, identity.ErrNotFound)
}

func (i identityStore) Sessions(ctx context.Context, org identity.OrganisationID, account identity.AccountID) ([]identity.Session, error) {
	kept, err := i.in.Sessions(ctx, org, account)
	if err != nil {
		return nil, err
	}
	all, err := sessions.openAll(ctx, i.v, kept)
	identity.SortSessions(all)
	return all, err
}

func (i identityStore) PutSession(ctx context.Context, s identity.Session) error {
	return i.keep(ctx, s, i.in.PutSession)
}

func (i identityStore) KeepSession(ctx context.Context, s identity.Session) error {
	return i.keep(ctx, s, i.in.KeepSession)
}

func (i identityStore) keep(ctx context.Context, s identity.Session, write func(context.Context, identity.Session) error) error {
	return i.v.change(ctx, func() error {
		kept, err := sessions.seal(ctx, i.v, named(s.Org, Account(s.Account), ClassAccount), s)
		if err != nil {
			return err
		}
		return write(ctx, kept)
	})
}

func (i identityStore) DeleteSession(ctx context.Context, org identity.OrganisationID, digest string) error {
	return i.in.DeleteSession(ctx, org, digest)
}
