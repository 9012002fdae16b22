package identity

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
	"time"
)

// Directory is the desk where people sign in and out. Store and Hasher are
// required; the other fields may be left at zero.
type Directory struct {
	Store  Store
	Hasher Hasher
	// Now returns the present instant; nil is [time.Now]. It is read once per
	// operation.
	Now func() time.Time
	// Random is where tokens come from; nil is crypto/rand.
	Random io.Reader

	decoy sync.Once
	hash  string
}

// Precision is what instants are truncated to before they are stored, so that
// what a desk returns equals what the next read returns.
const Precision = time.Microsecond

// longestLogin is the greatest length of a login, in bytes: that of an e-mail
// address (RFC 5321). It bounds what is kept of attempts at logins that nobody
// has.
const longestLogin = 254

// SignIn opens a session and returns its token, to be kept by the person's
// browser alone, with who they are (requirement P1). The error is [ErrSignIn]
// when the login and password do not open an account, whichever is wrong, and
// [ErrThrottled] while the account must wait.
func (d *Directory) SignIn(ctx context.Context, org OrganisationID, login, password string) (string, Actor, error) {
	now := d.now()
	login = NormalLogin(login)
	if len(login) > longestLogin {
		return "", Actor{}, d.pretend(password)
	}
	if err := d.count(ctx, org, login, now); err != nil {
		return "", Actor{}, err
	}
	account, err := d.verify(ctx, org, login, password)
	if err != nil {
		return "", Actor{}, err
	}
	err = d.Store.ChangeThrottle(ctx, org, login, func(t Throttle) Throttle {
		t.Failures = 0
		return t
	})
	if err != nil {
		return "", Actor{}, err
	}
	actor, err := d.actor(ctx, account)
	if err != nil {
		return "", Actor{}, err
	}
	token, err := d.token(org)
	if err != nil {
		return "", Actor{}, err
	}
	session := Session{Org: org, Digest: digest(token), Account: account.ID, Opened: now, Seen: now}
	if err := d.Store.PutSession(ctx, session); err != nil {
		return "", Actor{}, err
	}
	return token, actor, nil
}

// count counts an attempt as a failure before its password is looked at, in the
// same change as the check that it may be made: guesses that race each other get
// no more of them than guesses in a row. The right password clears the count. The
// error is [ErrThrottled] while the login must wait.
func (d *Directory) count(ctx context.Context, org OrganisationID, login string, now time.Time) error {
	var allowed bool
	err := d.Store.ChangeThrottle(ctx, org, login, func(t Throttle) Throttle {
		if allowed = !now.Before(t.Until()); allowed {
			t = t.Failed(now)
		}
		return t
	})
	if err == nil && !allowed {
		return ErrThrottled
	}
	return err
}

// verify returns the account that the login and password open, or [ErrSignIn].
func (d *Directory) verify(ctx context.Context, org OrganisationID, login, password string) (Account, error) {
	account, err := d.Store.AccountByLogin(ctx, org, login)
	if errors.Is(err, ErrNotFound) {
		return Account{}, d.pretend(password)
	}
	if err != nil {
		return Account{}, err
	}
	right, err := d.Hasher.Verify(password, account.Hash)
	if err != nil {
		return Account{}, err
	}
	if !right {
		return Account{}, ErrSignIn
	}
	return account, nil
}

// Who returns the person whose session the token opens, or [ErrNoSession]. Asking
// keeps the session open.
func (d *Directory) Who(ctx context.Context, token string) (Actor, error) {
	now := d.now()
	org, err := organisationOf(token)
	if err != nil {
		return Actor{}, ErrNoSession
	}
	session, err := d.Store.Session(ctx, org, digest(token))
	if errors.Is(err, ErrNotFound) {
		return Actor{}, ErrNoSession
	}
	if err != nil {
		return Actor{}, err
	}
	if !session.Live(now) {
		return Actor{}, errors.Join(ErrNoSession, d.Store.DeleteSession(ctx, org, session.Digest))
	}
	// A write for every page read would be a waste: once a minute is enough to
	// know that somebody is there.
	if now.Sub(session.Seen) >= time.Minute {
		session.Seen = now
		err := d.Store.KeepSession(ctx, session)
		if errors.Is(err, ErrNotFound) {
			return Actor{}, ErrNoSession // signed out meanwhile
		}
		if err != nil {
			return Actor{}, err
		}
	}
	account, err := d.Store.Account(ctx, org, session.Account)
	if errors.Is(err, ErrNotFound) {
		return Actor{}, ErrNoSession
	}
	if err != nil {
		return Actor{}, err
	}
	actor, err := d.actor(ctx, account)
	if errors.Is(err, ErrNotFound) {
		return Actor{}, ErrNoSession // the account's member is no longer known
	}
	return actor, err
}

// SignOut ends the session of the token. Ending one that is not open is no error.
func (d *Directory) SignOut(ctx context.Context, token string) error {
	org, err := organisationOf(token)
	if err != nil {
		return nil
	}
	return d.Store.DeleteSession(ctx, org, digest(token))
}

// Organisation returns the organisation of the actor, or of a page that nobody
// has signed in to.
func (d *Directory) Organisation(ctx context.Context, org OrganisationID) (Organisation, error) {
	return d.Store.Organisation(ctx, org)
}

// Member returns a member that the actor may know of, or [ErrNotFound].
func (d *Directory) Member(ctx context.Context, actor Actor, member MemberID) (Member, error) {
	if err := actor.Check(Read, actor.Org, member); err != nil {
		return Member{}, err
	}
	return d.Store.Member(ctx, actor.Org, member)
}

// Members returns the members whose files the actor may open, in the order of
// [SortMembers]: everyone for staff, oneself for a member. For a role that opens
// no file the error is [ErrForbidden].
func (d *Directory) Members(ctx context.Context, actor Actor) ([]Member, error) {
	if !actor.May(List, actor.Org, "") {
		if actor.Member == "" || !actor.May(Read, actor.Org, actor.Member) {
			return nil, ErrForbidden
		}
		own, err := d.Member(ctx, actor, actor.Member)
		if err != nil {
			return nil, err
		}
		return []Member{own}, nil
	}
	all, err := d.Store.Members(ctx, actor.Org)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(m Member) bool { return !actor.May(Read, m.Org, m.ID) }), nil
}

// actor adds to the account what the roll knows of its holder. A learner need not be on
// it: the account then has the name.
func (d *Directory) actor(ctx context.Context, account Account) (Actor, error) {
	actor := account.Actor()
	if account.Member == "" {
		return actor, nil
	}
	member, err := d.Store.Member(ctx, account.Org, account.Member)
	switch {
	case errors.Is(err, ErrNotFound) && actor.Is(RoleLearner):
		return actor, nil
	case err != nil:
		return Actor{}, err
	}
	actor.Name, actor.Language = member.Name(), member.Language
	return actor, nil
}

func (d *Directory) now() time.Time {
	if d.Now == nil {
		return time.Now().UTC().Truncate(Precision)
	}
	return d.Now().UTC().Truncate(Precision)
}

// pretend does for a login that nobody has the work that it would do for one that
// somebody has, so that the time taken does not tell which logins exist. It
// returns [ErrSignIn].
func (d *Directory) pretend(password string) error {
	d.decoy.Do(func() { d.hash, _ = d.Hasher.Hash("no account has this password") })
	_, _ = d.Hasher.Verify(password, d.hash)
	return ErrSignIn
}

// token returns the organisation, a full stop and 32 random bytes.
func (d *Directory) token(org OrganisationID) (string, error) {
	source := d.Random
	if source == nil {
		source = rand.Reader
	}
	var secret [32]byte
	if _, err := io.ReadFull(source, secret[:]); err != nil {
		return "", err
	}
	return string(org) + "." + base64.RawURLEncoding.EncodeToString(secret[:]), nil
}

func organisationOf(token string) (OrganisationID, error) {
	org, _, _ := strings.Cut(token, ".")
	return ParseOrganisationID(org)
}

func digest(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
