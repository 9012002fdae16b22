package identity

import (
	"context"
	"errors"
	"slices"
	"time"
)

// OpenSession is an open session, as its holder sees it.
type OpenSession struct {
	// ID names it among the holder's own ([Session.Short]); it opens nothing.
	ID           string
	Browser      Browser
	Opened, Seen time.Time
	// Current says that it is the one that asks.
	Current bool
}

// Sessions returns the open sessions of whose session the token opens, the newest first.
func (d *Directory) Sessions(ctx context.Context, token string) ([]OpenSession, error) {
	now := d.now()
	session, account, err := d.free(ctx, token, now)
	if err != nil {
		return nil, err
	}
	open, err := d.open(ctx, account, now)
	if err != nil {
		return nil, err
	}
	var all []OpenSession
	for _, s := range open {
		all = append(all, OpenSession{
			ID: s.Short(), Browser: s.Browser, Opened: s.Opened, Seen: s.Seen, Current: same(s.Digest, session.Digest),
		})
	}
	return all, nil
}

// EndSession ends one of the sessions of whose session the token opens, this one or
// another. The error is [ErrNotFound] when none of them has the name.
func (d *Directory) EndSession(ctx context.Context, token, id string) (err error) {
	now := d.now()
	e := Event{At: now, What: EventSessionEnd}
	e.Org, _ = organisationOf(token)
	defer func() { d.note(ctx, e, err) }()
	_, account, err := d.free(ctx, token, now)
	if err != nil {
		return err
	}
	e.Actor, e.Subject = account.ID, account.ID
	open, err := d.open(ctx, account, now)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(open, func(s Session) bool { return s.Short() == id })
	if i < 0 {
		return ErrNotFound
	}
	return d.Store.DeleteSession(ctx, account.Org, open[i].Digest)
}

// EndOtherSessions ends every session of whose session the token opens but this one,
// and returns how many there were.
func (d *Directory) EndOtherSessions(ctx context.Context, token string) (ended int, err error) {
	now := d.now()
	e := Event{At: now, What: EventSessionsEnd}
	e.Org, _ = organisationOf(token)
	defer func() { d.note(ctx, e, err) }()
	session, account, err := d.free(ctx, token, now)
	if err != nil {
		return 0, err
	}
	e.Actor, e.Subject = account.ID, account.ID
	open, err := d.open(ctx, account, now)
	if err != nil {
		return 0, err
	}
	for _, s := range open {
		if same(s.Digest, session.Digest) {
			continue
		}
		if err := d.Store.DeleteSession(ctx, account.Org, s.Digest); err != nil {
			return ended, err
		}
		ended++
	}
	return ended, nil
}

// DisownSignIn ends every session of an account and makes its password useless, at the
// word of whoever has the letter about a sign-in from a new browser: "this was not me".
// It signs nobody in. The error is [ErrNotFound] when the secret is not, or no longer,
// that of such a letter.
func (d *Directory) DisownSignIn(ctx context.Context, org OrganisationID, account AccountID, secret string) (err error) {
	now, kept := d.now(), digest(secret)
	e := Event{Org: org, At: now, What: EventSignInDisown}
	defer func() { d.note(ctx, e, err) }()
	_, err = d.Store.ChangeAccount(ctx, org, account, func(a Account) (Account, []Message, error) {
		if a.Version > 0 {
			e.Subject = account
		}
		if a.Version == 0 || !a.disowns(kept, now) {
			return a, nil, ErrNotFound
		}
		return a.emptied(), nil, nil
	})
	return err
}

// open returns the open sessions of an account, the newest first, and forgets those that
// have ended.
func (d *Directory) open(ctx context.Context, account Account, now time.Time) ([]Session, error) {
	all, err := d.Store.Sessions(ctx, account.Org, account.ID)
	if err != nil {
		return nil, err
	}
	var open []Session
	for _, s := range all {
		if s.Live(now) && s.Epoch == account.Epoch && !account.State.Shut() {
			open = append(open, s)
		} else if err := d.Store.DeleteSession(ctx, account.Org, s.Digest); err != nil {
			return nil, err
		}
	}
	return open, nil
}

// free returns the session of the token when it may do everything; the error is that of
// [Directory.Who].
func (d *Directory) free(ctx context.Context, token string, now time.Time) (Session, Account, error) {
	session, account, err := d.session(ctx, token, now)
	if err == nil {
		err = session.settled(account)
	}
	if err == nil {
		err = d.mustAnswer(ctx, account, now)
	}
	return session, account, err
}

// SessionEnd is when a session ends.
type SessionEnd struct {
	// At is when it ends if nothing more is asked, and Left how long that is from now.
	At   time.Time
	Left time.Duration
	// Final says that nothing puts that off: the session is at the end of [AbsoluteLife].
	Final bool
}

// SessionEnd returns when the session of the token ends, without keeping it open as
// [Directory.Who] does: a page may ask before it announces the end. The error is
// [ErrNoSession] when it is not open any more, or opens nothing yet.
func (d *Directory) SessionEnd(ctx context.Context, token string) (SessionEnd, error) {
	org, err := organisationOf(token)
	if err != nil {
		return SessionEnd{}, ErrNoSession
	}
	now := d.now()
	session, err := d.Store.Session(ctx, org, digest(token))
	if errors.Is(err, ErrNotFound) || err == nil && (!session.Live(now) || session.Owes != OwesNothing) {
		return SessionEnd{}, ErrNoSession
	}
	if err != nil {
		return SessionEnd{}, err
	}
	at := session.Ends()
	return SessionEnd{at, at.Sub(now), at.Before(session.Seen.Add(IdleLife))}, nil
}
