package identity

import (
	"context"
	"fmt"
	"io"
	"time"
)

// FactorOffer is what a session that waits for its second factor may be opened with,
// beside a recovery code.
type FactorOffer struct {
	Application, Passkey bool
}

// OfferFactor returns what the session of the token may be opened with, whose password was
// right. The error is that of [Directory.OwesFactor].
func (d *Directory) OfferFactor(ctx context.Context, token string) (FactorOffer, error) {
	_, account, err := d.half(ctx, token, d.now())
	if err != nil {
		return FactorOffer{}, err
	}
	f := account.Factor
	return FactorOffer{Application: f.State == FactorOn, Passkey: d.Passkeys != nil && len(f.Keys) > 0}, nil
}

// passkeys returns who speaks with browsers, and [ErrNotFound] where nobody does.
func (d *Directory) passkeys() (Passkeys, error) {
	if d.Passkeys == nil {
		return nil, ErrNotFound
	}
	return d.Passkeys, nil
}

// passkeyHolder returns the account as authenticators know it.
func (a Account) passkeyHolder() PasskeyHolder {
	return PasskeyHolder{Handle: a.Factor.Handle, Login: a.Login, Name: a.Name}
}

// chance draws bytes that nobody guesses.
func (d *Directory) chance() ([]byte, error) {
	drawn := make([]byte, challengeBytes)
	if _, err := io.ReadFull(d.random(), drawn); err != nil {
		return nil, fmt.Errorf("identity: no challenge without randomness: %w", err)
	}
	return drawn, nil
}

// BeginPasskey draws the challenge with which another passkey is added, under the name,
// in the place of one that waits in the session; [Directory.PasskeyAsked] has what the
// browser is then asked. The present password is asked for again (OWASP ASVS 5.0, 7.5.1);
// where a second factor is on, the session has shown it. The error is [ErrPasswordWrong],
// [ErrThrottled], [ErrPasskeyName] or [ErrPasskeyMost].
func (d *Directory) BeginPasskey(ctx context.Context, token, name, current string) (err error) {
	now := d.now()
	e := Event{At: now, What: EventPasskeyBegin}
	e.Org, _ = organisationOf(token)
	defer func() { d.note(ctx, e, err) }()
	session, account, err := d.free(ctx, token, now)
	if err != nil {
		return err
	}
	e.Actor, e.Subject = account.ID, account.ID
	if _, err := d.passkeys(); err != nil {
		return err
	}
	if name, err = PasskeyName(name); err != nil {
		return err
	}
	if err := account.Factor.MayAdd(); err != nil {
		return err
	}
	if err := d.confirm(ctx, account, current, now); err != nil {
		return err
	}
	challenge, err := d.chance()
	if err != nil {
		return err
	}
	handle, err := d.chance()
	if err != nil {
		return err
	}
	_, err = d.Store.ChangeAccount(ctx, account.Org, account.ID, func(a Account) (Account, []Message, error) {
		if a.Epoch != session.Epoch {
			return a, nil, ErrNoSession
		}
		if a.Factor.Handle == nil {
			a.Factor.Handle = handle
		}
		a.Factor = a.Factor.Wait(Ceremony{Session: session.Digest, For: AddsPasskey, Challenge: challenge, Began: now, Name: name})
		return a, nil, nil
	})
	return err
}

// PasskeyAsked returns the name of the passkey that the session is about to add, and what
// the browser is asked for it. The error is [ErrPasskeyChallenge] where nothing waits.
func (d *Directory) PasskeyAsked(ctx context.Context, token string) (name string, asked []byte, err error) {
	now := d.now()
	session, account, err := d.free(ctx, token, now)
	if err != nil {
		return "", nil, err
	}
	speaks, err := d.passkeys()
	if err != nil {
		return "", nil, err
	}
	c, err := account.Factor.Waiting(session.Digest, AddsPasskey, now)
	if err != nil {
		return "", nil, err
	}
	of := account.passkeyHolder()
	actor, err := d.actor(ctx, account)
	if err != nil {
		return "", nil, err
	}
	of.Name = actor.Name
	asked, err = speaks.AskNew(of, c.Challenge, account.Factor.Keys)
	return c.Name, asked, err
}

// CancelPasskey gives up the passkey that the session is about to add. Where nothing
// waits it does nothing.
func (d *Directory) CancelPasskey(ctx context.Context, token string) (err error) {
	now := d.now()
	e := Event{At: now, What: EventPasskeyCancel}
	e.Org, _ = organisationOf(token)
	defer func() { d.note(ctx, e, err) }()
	session, account, err := d.free(ctx, token, now)
	if err != nil {
		return err
	}
	e.Actor, e.Subject = account.ID, account.ID
	_, err = d.Store.ChangeAccount(ctx, account.Org, account.ID, func(a Account) (Account, []Message, error) {
		a.Factor = a.Factor.Forget(session.Digest)
		return a, nil, nil
	})
	return err
}

// AddPasskey adds the passkey that the browser answers with, in the session that began.
// The challenge is used, right or wrong. It returns the recovery codes, which are told this
// once, or none where the account has some, and the token that takes the place of the
// session's: every other session ends, since none of them showed a factor. The error is
// [ErrPasskey], [ErrPasskeyChallenge], [ErrPasskeyTwice] or [ErrPasskeyMost].
func (d *Directory) AddPasskey(ctx context.Context, token string, answer []byte) (next string, codes []Secret, err error) {
	now := d.now()
	e := Event{At: now, What: EventPasskeyAdd}
	e.Org, _ = organisationOf(token)
	defer func() { d.note(ctx, e, err) }()
	session, account, err := d.free(ctx, token, now)
	if err != nil {
		return "", nil, err
	}
	e.Actor, e.Subject = account.ID, account.ID
	speaks, err := d.passkeys()
	if err != nil {
		return "", nil, err
	}
	codes, kept, err := drawRecoveryCodes(d.random())
	if err != nil {
		return "", nil, err
	}
	announce, err := d.announcing(ctx, account, now)
	if err != nil {
		return "", nil, err
	}
	var wrong error
	var first bool
	changed, err := d.Store.ChangeAccount(ctx, account.Org, account.ID, func(a Account) (Account, []Message, error) {
		if a.Epoch != session.Epoch {
			return a, nil, ErrNoSession
		}
		c, err := a.Factor.Waiting(session.Digest, AddsPasskey, now)
		if err != nil {
			return a, nil, err
		}
		a.Factor = a.Factor.Forget(session.Digest)
		first = !a.Factor.On()
		key, err := speaks.New(a.passkeyHolder(), c.Challenge, a.Factor.Keys, answer)
		if err == nil {
			a.Factor, err = a.Factor.Add(key, c.Name, kept, now)
		}
		if wrong = err; wrong != nil {
			return a, nil, nil
		}
		a.Epoch++
		a, letters := announce(a, PasskeyAdded)
		return a, letters, nil
	})
	if err == nil {
		err = wrong
	}
	if err != nil {
		return "", nil, err
	}
	if !first {
		codes = nil
	}
	next, err = d.rotate(ctx, session, changed.Epoch, now)
	return next, codes, err
}

// AskPasskey draws a challenge for a passkey to be shown in the session of the token,
// whether it waits for its second factor or is open, and returns what the browser is asked.
// It takes the place of any other of the session. The error is [ErrFactorStep] where the
// account has no passkey.
func (d *Directory) AskPasskey(ctx context.Context, token string) (asked []byte, err error) {
	now := d.now()
	e := Event{At: now, What: EventPasskeyAsked}
	e.Org, _ = organisationOf(token)
	defer func() { d.note(ctx, e, err) }()
	session, account, err := d.anySession(ctx, token, now)
	if err == nil && session.Owes != OwesFactor {
		session, account, err = d.free(ctx, token, now)
		e.Actor = account.ID
	}
	if err != nil {
		return nil, err
	}
	e.Subject = account.ID
	speaks, err := d.passkeys()
	if err != nil {
		return nil, err
	}
	challenge, err := d.chance()
	if err != nil {
		return nil, err
	}
	changed, err := d.Store.ChangeAccount(ctx, account.Org, account.ID, func(a Account) (Account, []Message, error) {
		if a.Epoch != session.Epoch {
			return a, nil, ErrNoSession
		}
		if len(a.Factor.Keys) == 0 {
			return a, nil, ErrFactorStep
		}
		a.Factor = a.Factor.Wait(Ceremony{Session: session.Digest, For: ShowsPasskey, Challenge: challenge, Began: now})
		return a, nil, nil
	})
	if err != nil {
		return nil, err
	}
	return speaks.AskShown(changed.passkeyHolder(), challenge, changed.Factor.Keys)
}

// showPasskey looks at the answer of a passkey and, when it is right, makes the change, in
// one with what the answer leaves: the challenge is used. It is used by a wrong answer
// too, which is not counted, since nobody guesses a signature.
func (d *Directory) showPasskey(ctx context.Context, session Session, account Account, answer []byte, now time.Time, change func(Account, Shown) (Account, []Message, error)) (Account, Shown, error) {
	speaks, err := d.passkeys()
	if err != nil {
		return Account{}, "", err
	}
	var wrong error
	changed, err := d.Store.ChangeAccount(ctx, account.Org, account.ID, func(a Account) (Account, []Message, error) {
		c, err := a.Factor.Waiting(session.Digest, ShowsPasskey, now)
		if err != nil {
			return a, nil, err
		}
		a.Factor = a.Factor.Forget(session.Digest)
		use, err := speaks.Shown(a.passkeyHolder(), c.Challenge, a.Factor.Keys, answer)
		if err == nil {
			a.Factor, err = a.Factor.Use(use, now)
		}
		if wrong = err; wrong != nil {
			return a, nil, nil
		}
		return change(a, ShownPasskey)
	})
	if err == nil {
		err = wrong
	}
	if err != nil {
		return Account{}, "", err
	}
	return changed, ShownPasskey, nil
}

// RenamePasskey gives a passkey of the session's account another name. The error is
// [ErrPasskeyName], or [ErrNotFound] when it has none of that name in addresses.
func (d *Directory) RenamePasskey(ctx context.Context, token, key, name string) (err error) {
	now := d.now()
	e := Event{At: now, What: EventPasskeyRename}
	e.Org, _ = organisationOf(token)
	defer func() { d.note(ctx, e, err) }()
	session, account, err := d.free(ctx, token, now)
	if err != nil {
		return err
	}
	e.Actor, e.Subject = account.ID, account.ID
	if name, err = PasskeyName(name); err != nil {
		return err
	}
	_, err = d.Store.ChangeAccount(ctx, account.Org, account.ID, func(a Account) (Account, []Message, error) {
		if a.Epoch != session.Epoch {
			return a, nil, ErrNoSession
		}
		a.Factor, err = a.Factor.Rename(key, name)
		return a, nil, err
	})
	return err
}

// RemovePasskey takes a passkey away, given the present password and a proof, which may
// be that very passkey; the recovery codes go with the last of what is on. It returns the
// token that takes the place of the session's; every other session ends. The errors are
// those of [Directory.TurnFactorOff], and [ErrNotFound].
func (d *Directory) RemovePasskey(ctx context.Context, token, key, current string, proof Proof) (next string, err error) {
	now := d.now()
	e := Event{At: now, What: EventPasskeyRemove}
	e.Org, _ = organisationOf(token)
	defer func() { d.note(ctx, e, err) }()
	return d.proved(ctx, token, current, proof, now, &e, func(a Account, announce announcement) (Account, []Message, error) {
		var err error
		if a.Factor, err = a.Factor.Remove(key); err != nil {
			return a, nil, err
		}
		return d.without(a, current, PasskeyRemoved, announce)
	})
}
