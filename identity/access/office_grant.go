package access

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// grant gives the account of an accepted request its service: once, whoever calls it.
func (o *Office) grant(ctx context.Context, r Request, now time.Time) (Request, error) {
	if !r.Granted.IsZero() {
		return r, nil
	}
	password, err := identity.DrawTemporary(o.random())
	if err != nil {
		return Request{}, err
	}
	for tries := 0; ; tries++ {
		_, err = o.Directory.Store.ChangeAccount(ctx, r.Org, r.Account, func(a identity.Account) (identity.Account, []identity.Message, error) {
			if a.GrantedBy(r.ID) {
				return a, nil, errDone
			}
			granted := identity.Grant{Service: r.Service, By: r.ID, Since: now}
			if a.Version > 0 && !a.Usable() {
				// Disabled since the decision: what it was given went with it (I7).
				granted.Revoked = now
				a.Grants = append(a.Grants, granted)
				return a, nil, nil
			}
			if a.Version > 0 {
				a.Grants = append(a.Grants, granted)
				return a, o.granted(r, a, now), nil
			}
			a.Login, a.Name, a.Email, a.Language = r.Login, r.User.Name(), r.User.Email, r.Language
			a.Roles, a.Grants = []identity.Role{identity.RoleUser}, []identity.Grant{granted}
			a.Temporary, a.LastOpened = identity.NewTemporary(password, now), now
			return a, o.handOut(r, password, now), nil
		})
		if !errors.Is(err, identity.ErrStale) || tries == 9 {
			break
		}
		// Another account has the user name: another is drawn, and kept before it is used.
		if r, err = o.rename(ctx, r); err != nil {
			return Request{}, err
		}
	}
	if err != nil && !errors.Is(err, errDone) {
		return Request{}, err
	}
	return o.Store.ChangeRequest(ctx, r.Org, r.ID, func(r Request) (Request, []identity.Message, error) {
		if r.Granted.IsZero() {
			r.Granted = now
		}
		return r, nil, nil
	})
}

// errDone ends a change that was made before.
var errDone = errors.New("access: done before")

func (o *Office) rename(ctx context.Context, r Request) (Request, error) {
	name, err := o.drawLogin(r.User)
	if err != nil {
		return Request{}, err
	}
	return o.Store.ChangeRequest(ctx, r.Org, r.ID, func(r Request) (Request, []identity.Message, error) {
		r.Login = name
		return r, nil, nil
	})
}

// handOut writes the two letters of a new account: the user name to the authoriser, who
// hands it over, and the temporary password to the user (A8). Neither holds the other
// half.
func (o *Office) handOut(r Request, password identity.Secret, now time.Time) []identity.Message {
	service := o.label(r.Service, r.Language)
	name := letter(r.Org, identity.AccessUsername, "access-username-"+r.ID, r.Authoriser.Person, r.Language, now,
		map[string]string{"user": r.User.Name(), "service": service})
	name.Secret = r.Login
	temporary := letter(r.Org, identity.AccessPassword, "access-password-"+r.ID, r.User, r.Language, now,
		map[string]string{"authoriser": r.Authoriser.Name(), "service": service})
	temporary.Secret = password.Reveal()
	return []identity.Message{name, temporary}
}

// granted tells somebody who has an account of another service: no secret is sent.
func (o *Office) granted(r Request, a identity.Account, now time.Time) []identity.Message {
	m := letter(r.Org, identity.AccessGranted, "access-granted-"+r.ID, r.User, r.Language, now,
		map[string]string{"service": o.label(r.Service, r.Language)})
	m.Member = a.Member
	return []identity.Message{m}
}

// Settle finishes what a process left that was killed: accepted requests whose account
// does not have the service yet. It forgets the people of requests that ended without a
// decision, and returns how many it finished.
func (o *Office) Settle(ctx context.Context, org identity.OrganisationID) (int, error) {
	now := o.now()
	waiting, err := o.Store.Waiting(ctx, org, Ungranted)
	if err != nil {
		return 0, err
	}
	for n, r := range waiting {
		if _, err := o.grant(ctx, r, now); err != nil {
			return n, err
		}
	}
	return len(waiting), o.lapse(ctx, org, now)
}

// lapse ends the requests whose time is over, and tells whoever was to sign.
func (o *Office) lapse(ctx context.Context, org identity.OrganisationID, now time.Time) error {
	unsent, err := o.Store.Waiting(ctx, org, Unsent)
	if err != nil {
		return err
	}
	for _, r := range unsent {
		if r.At(now).State != Lapsed {
			continue
		}
		_, err := o.Store.ChangeRequest(ctx, org, r.ID, func(r Request) (Request, []identity.Message, error) {
			asked := r.State == Awaiting
			if r = r.At(now); r.State != Lapsed {
				return r, nil, errDone
			}
			if !asked {
				return r.blank(), nil, nil
			}
			return r, o.ended(r, now), nil
		})
		if err != nil && !errors.Is(err, errDone) {
			return err
		}
	}
	return nil
}

// Account returns an account with what it was granted, and the name of its holder, to
// staff.
func (o *Office) Account(ctx context.Context, actor identity.Actor, account identity.AccountID) (identity.Account, string, error) {
	if err := staff(actor); err != nil {
		return identity.Account{}, "", err
	}
	a, err := o.Directory.Store.Account(ctx, actor.Org, account)
	if errors.Is(err, identity.ErrNotFound) {
		err = ErrNotFound
	}
	if err != nil {
		return identity.Account{}, "", err
	}
	name, err := o.holderName(ctx, a)
	return a, name, err
}

// Revoke takes a service from an account, from its next request on (A10). The error is
// [ErrNotFound] when it does not have it.
func (o *Office) Revoke(ctx context.Context, actor identity.Actor, account identity.AccountID, service, why string) (err error) {
	now := o.now()
	noted := identity.Event{Org: actor.Org, At: now, What: EventRevoke, Actor: actor.Account, Subject: account}
	defer func() { o.note(ctx, &noted, &err) }()
	if err := staff(actor); err != nil {
		return err
	}
	if why = hours.Tidy(why); why == "" {
		return hours.FieldErrors{{Field: "why", Err: hours.ErrMissing}}
	}
	if actor.Account == account {
		return ErrForbidden
	}
	_, err = o.Directory.Store.ChangeAccount(ctx, actor.Org, account, func(a identity.Account) (identity.Account, []identity.Message, error) {
		if !slices.Contains(a.Services(), service) {
			return a, nil, ErrNotFound
		}
		for i, g := range a.Grants {
			if g.Service == service && g.Active() {
				a.Grants[i].Revoked, a.Grants[i].Why = now, why
			}
		}
		if a.OwnAddress() == "" {
			return a, nil, nil
		}
		m := letter(a.Org, identity.AccessRevoked, "access-revoked-"+string(a.ID)+"-"+strconv.FormatInt(a.Version+1, 10), Person{Email: a.Email}, a.Language, now,
			map[string]string{"name": a.Name, "service": o.label(service, a.Language)})
		return a, []identity.Message{m}, nil
	})
	return err
}
