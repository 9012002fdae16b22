package identity

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// disownLife is how long the letter about a new password can take it back.
const disownLife = 7 * 24 * time.Hour

// ChangePassword changes the password of whose session the token opens. The present
// password is asked for, save of a session that a temporary password has just opened,
// which does nothing but this (P2): where the account has answers to questions, one is
// given first ([Directory.AnswerSession]). Every session ends, this one too: the person signs
// in with the new password. The error is [ErrPasswordWrong], [ErrThrottled] after too
// many wrong ones, [ErrPasswordSame], [ErrPasswordBreached], or that of [PasswordPolicy.Check].
func (d *Directory) ChangePassword(ctx context.Context, token, current, password string) (err error) {
	now := d.now()
	e := Event{At: now, What: EventPasswordChange}
	e.Org, _ = organisationOf(token)
	defer func() { d.note(ctx, e, err) }()
	session, account, err := d.session(ctx, token, now)
	if err != nil {
		return err
	}
	e.Actor, e.Subject = account.ID, account.ID
	if session.Owes != OwesPassword {
		if err := d.confirm(ctx, account, current, now); err != nil {
			return err
		}
		if d.normal(current) == d.normal(password) {
			return ErrPasswordSame
		}
	}
	recovery, err := d.recovery(ctx, account.Org)
	if err != nil {
		return err
	}
	return d.setPassword(ctx, account.Org, account.ID, password, now, func(a Account) error {
		switch {
		case a.Epoch != session.Epoch:
			return ErrNoSession
		case session.Owes == OwesPassword && recovery.asks(a, session.Answered):
			return ErrAnswer
		}
		return nil
	})
}

// MustChange reports that the token opens a session that does nothing but change its
// temporary password. The error is [ErrNoSession] when it opens none.
func (d *Directory) MustChange(ctx context.Context, token string) (bool, error) {
	session, _, err := d.session(ctx, token, d.now())
	return session.Owes == OwesPassword, err
}

// confirm is nil when the password is the account's. Wrong ones are counted with those
// of its login.
func (d *Directory) confirm(ctx context.Context, account Account, password string, now time.Time) error {
	if err := d.count(ctx, account.Org, account.Login, now); err != nil {
		return err
	}
	if err := d.known(account, password); err != nil {
		return err
	}
	return d.forgive(ctx, account)
}

// known is nil when the password is the account's, and else [ErrPasswordWrong].
func (d *Directory) known(account Account, password string) error {
	if account.Hash == "" {
		_ = d.pretend(password)
		return ErrPasswordWrong
	}
	right, err := d.Hasher.Verify(d.normal(password), account.Hash)
	if err == nil && !right {
		err = ErrPasswordWrong
	}
	return err
}

// holderOf returns the account with its member, as far as the roll has it.
func (d *Directory) holderOf(ctx context.Context, account Account) (holder, error) {
	of := holder{account: account}
	if account.Member == "" {
		return of, nil
	}
	var err error
	if of.member, err = d.Store.Member(ctx, account.Org, account.Member); errors.Is(err, ErrNotFound) {
		err = nil
	}
	return of, err
}

// setPassword sets the password of an account, in one change with the end of its
// sessions and of its temporary password, and with the letter that says so. may is asked
// inside the change.
func (d *Directory) setPassword(ctx context.Context, org OrganisationID, id AccountID, password string, now time.Time, may func(Account) error) error {
	of, err := d.holderNamed(ctx, org, id)
	if err != nil {
		return err
	}
	account := of.account
	organisation, err := d.Store.Organisation(ctx, org)
	if err != nil {
		return err
	}
	password = d.normal(password)
	if account.Temporary.Is(password) {
		return ErrPasswordSame
	}
	if err := organisation.passwords(account).Check(password, of.words(organisation)...); err != nil {
		return err
	}
	hash, breach, err := d.hashed(ctx, account, password, now)
	if err != nil {
		return err
	}
	disown, err := DrawToken(d.random())
	if err != nil {
		return err
	}
	_, err = d.Store.ChangeAccount(ctx, org, id, func(a Account) (Account, []Message, error) {
		if err := may(a); err != nil {
			return a, nil, err
		}
		if a.State.Shut() {
			return a, nil, ErrNotFound
		}
		if a.Temporary.Is(password) {
			return a, nil, ErrPasswordSame
		}
		if account.Factor.On() && !a.Factor.On() && utf8.RuneCountInString(password) < PasswordAlone {
			return a, nil, ErrPasswordShort // the factor was turned off meanwhile
		}
		a.Hash, a.Breach, a.Epoch, a.Temporary, a.PasswordSet = hash, breach, a.Epoch+1, nil, now
		a.Disown, a.DisownUntil = digest(disown.Reveal()), now.Add(disownLife)
		if of.email() == "" || a.Member != of.member.ID {
			return a, nil, nil
		}
		m := of.letter(PasswordChanged, fmt.Sprintf("password-%s-%d", id, a.Epoch), now)
		m.Secret, m.Values["account"] = disown.Reveal(), string(id)
		return a, []Message{m}, nil
	})
	if err != nil {
		return err
	}
	return d.forgive(ctx, account)
}

// words are what others know of a holder.
func (h holder) words(o Organisation) []string {
	local, _, _ := strings.Cut(h.email(), "@")
	return []string{
		h.account.Login, h.account.Name, h.member.First, h.member.Last, h.member.Name(), h.member.Permit,
		h.email(), local, string(o.ID), o.Name.FR, o.Name.EN,
	}
}

// DisownPassword takes the latest password back at the word of whoever has the letter
// about it: "this was not me". Every session ends, no password opens the account, and
// its holder has another sent. It signs nobody in. The error is [ErrNotFound] when the
// secret is not, or no longer, that of the latest letter.
func (d *Directory) DisownPassword(ctx context.Context, org OrganisationID, account AccountID, secret string) (err error) {
	now, kept := d.now(), digest(secret)
	e := Event{Org: org, At: now, What: EventPasswordDisown}
	defer func() { d.note(ctx, e, err) }()
	_, err = d.Store.ChangeAccount(ctx, org, account, func(a Account) (Account, []Message, error) {
		if a.Version > 0 {
			e.Subject = account // what was typed in the place of an account is not kept
		}
		if a.Version == 0 || a.Disown == "" || !same(a.Disown, kept) || !now.Before(a.DisownUntil) {
			return a, nil, ErrNotFound
		}
		return a.emptied(), nil, nil
	})
	return err
}
