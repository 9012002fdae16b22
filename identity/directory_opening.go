package identity

import (
	"context"
	"errors"
)

// The greatest and the least length of a login that somebody chooses, in bytes.
const (
	shortestLogin      = 4
	longestChosenLogin = 40
)

// ParseLogin reads a login that somebody chose (A6), into the form of [NormalLogin]: 4 to
// 40 characters among a-z, 0-9, the full stop, the hyphen and the underscore, the first
// of them a letter. It is no address, which may become another person's. The error is
// [ErrLogin].
func ParseLogin(text string) (string, error) {
	login := NormalLogin(text)
	if len(login) < shortestLogin || len(login) > longestChosenLogin || login[0] < 'a' || login[0] > 'z' {
		return "", ErrLogin
	}
	for _, r := range login {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '.', r == '-', r == '_':
		default:
			return "", ErrLogin
		}
	}
	return login, nil
}

// Open opens an account whose holder has chosen a login and a password (A6, A12): a is
// what it begins with, and letters are written with it. An account that is there already
// is left as it is. The error is [ErrLogin], [ErrLoginTaken], [ErrOpened],
// [ErrPasswordBreached], or that of [PasswordPolicy.Check].
func (d *Directory) Open(ctx context.Context, a Account, login, password string, letters ...Message) (opened Account, err error) {
	now := d.now()
	e := Event{Org: a.Org, At: now, Subject: a.ID, What: EventAccountOpen}
	defer func() { d.note(ctx, e, err) }()
	login, err = ParseLogin(login)
	if err != nil {
		return Account{}, err
	}
	organisation, err := d.Store.Organisation(ctx, a.Org)
	if err != nil {
		return Account{}, err
	}
	a.Login = login
	password = d.normal(password)
	if err := (PasswordPolicy{}).Check(password, holder{account: a}.words(organisation)...); err != nil {
		return Account{}, err
	}
	hash, breach, err := d.hashed(ctx, a, password, now)
	if err != nil {
		return Account{}, err
	}
	if _, err := d.Store.AccountByLogin(ctx, a.Org, login); err == nil {
		return Account{}, ErrLoginTaken
	}
	opened, err = d.Store.ChangeAccount(ctx, a.Org, a.ID, func(kept Account) (Account, []Message, error) {
		if kept.Version > 0 {
			return kept, nil, ErrOpened
		}
		// Linked from its first day on: the cut-over is about accounts of before.
		a.Hash, a.Breach, a.PasswordSet, a.LastOpened = hash, breach, now, now
		return a, letters, nil
	})
	if errors.Is(err, ErrStale) {
		err = ErrLoginTaken // between the look and the change
	}
	return opened, err
}
