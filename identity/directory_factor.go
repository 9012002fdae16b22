package identity

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"
)

// FactorView is what its holder sees of the second factor of an account.
type FactorView struct {
	State FactorState
	// Since is when it was turned on.
	Since time.Time
	// Seed is the secret that waits to be confirmed, for the session that began alone: the
	// zero Seed for another. Login is whose it is, as an application shows it.
	Seed  Seed
	Login string
	// Codes is how many recovery codes are left.
	Codes int
	// Off says that too many codes of the application were wrong: they are not looked at
	// until a recovery code is right.
	Off bool
	// Keys are the passkeys, the first that was added first.
	Keys []Passkey
}

// On reports that nobody signs in to the account without a second factor.
func (v FactorView) On() bool { return v.State == FactorOn || len(v.Keys) > 0 }

// Proof is what a second factor is shown with: a code that was typed, of the application
// or a recovery code, or what the browser answered to a challenge ([Directory.AskPasskey]).
// A passkey's answer is looked at alone.
type Proof struct {
	Code    string
	Passkey []byte
}

// Factor returns the second factor of whose session the token opens.
func (d *Directory) Factor(ctx context.Context, token string) (FactorView, error) {
	now := d.now()
	session, account, err := d.session(ctx, token, now)
	if err != nil {
		return FactorView{}, err
	}
	f := account.Factor.At(now)
	view := FactorView{State: f.State, Since: f.Since, Codes: len(f.Codes), Off: f.Misses >= mostMisses, Login: account.Login, Keys: slices.Clone(f.Keys)}
	if f.State == FactorPending && same(f.By, session.Digest) {
		view.Seed, err = d.seed(account)
	}
	return view, err
}

// seed returns the secret of the second factor of an account.
func (d *Directory) seed(account Account) (Seed, error) {
	key, err := d.key()
	if err != nil {
		return Seed{}, err
	}
	return openSeed(key, account)
}

// BeginFactor draws the secret of an application, in the place of one that was not
// confirmed; [Directory.Factor] shows it. The present password is asked for again (OWASP
// ASVS 5.0, 7.5.1). The error is [ErrPasswordWrong], [ErrThrottled], or [ErrFactorStep]
// where one is on.
func (d *Directory) BeginFactor(ctx context.Context, token, current string) (err error) {
	now := d.now()
	e := Event{At: now, What: EventFactorBegin}
	e.Org, _ = organisationOf(token)
	defer func() { d.note(ctx, e, err) }()
	session, account, err := d.free(ctx, token, now)
	if err != nil {
		return err
	}
	e.Actor, e.Subject = account.ID, account.ID
	if err := d.confirm(ctx, account, current, now); err != nil {
		return err
	}
	key, err := d.key()
	if err != nil {
		return err
	}
	seed, err := drawSeed(d.random())
	if err != nil {
		return err
	}
	sealed, err := seed.seal(key, d.random(), account)
	if err != nil {
		return err
	}
	_, err = d.Store.ChangeAccount(ctx, account.Org, account.ID, func(a Account) (Account, []Message, error) {
		if a.Epoch != session.Epoch {
			return a, nil, ErrNoSession
		}
		a.Factor, err = a.Factor.Begin(sealed, session.Digest, now)
		return a, nil, err
	})
	return err
}

// CancelFactor gives up a second factor that was not confirmed.
func (d *Directory) CancelFactor(ctx context.Context, token string) (err error) {
	now := d.now()
	e := Event{At: now, What: EventFactorCancel}
	e.Org, _ = organisationOf(token)
	defer func() { d.note(ctx, e, err) }()
	session, account, err := d.free(ctx, token, now)
	if err != nil {
		return err
	}
	e.Actor, e.Subject = account.ID, account.ID
	_, err = d.Store.ChangeAccount(ctx, account.Org, account.ID, func(a Account) (Account, []Message, error) {
		if a.Epoch != session.Epoch {
			return a, nil, ErrNoSession
		}
		a.Factor, err = a.Factor.Cancel(now)
		return a, nil, err
	})
	return err
}

// ConfirmFactor turns the application on, given a right code of it. It returns the
// recovery codes, which are told this once, or none where a passkey came with some, and the token
// that takes the place of the session's: every other session ends, since none of them
// showed the factor. The error is [ErrFactorCode], or [ErrFactorStep] where nothing waits
// for a code of this session.
func (d *Directory) ConfirmFactor(ctx context.Context, token, typed string) (next string, codes []Secret, err error) {
	now := d.now()
	e := Event{At: now, What: EventFactorOn}
	e.Org, _ = organisationOf(token)
	defer func() { d.note(ctx, e, err) }()
	session, account, err := d.free(ctx, token, now)
	if err != nil {
		return "", nil, err
	}
	e.Actor, e.Subject = account.ID, account.ID
	if f := account.Factor.At(now); f.State != FactorPending || !same(f.By, session.Digest) {
		return "", nil, ErrFactorStep
	}
	seed, err := d.seed(account)
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
	var first bool
	changed, err := d.Store.ChangeAccount(ctx, account.Org, account.ID, func(a Account) (Account, []Message, error) {
		if a.Epoch != session.Epoch || a.Factor.Seed != account.Factor.Seed {
			return a, nil, ErrFactorStep
		}
		kind := ApplicationAdded
		if first = !a.Factor.On(); first {
			kind = FactorTurnedOn
		}
		if a.Factor, err = a.Factor.Confirm(seed, typed, kept, now); err != nil {
			return a, nil, err
		}
		a.Epoch++
		a, letters := announce(a, kind)
		return a, letters, nil
	})
	if err != nil {
		return "", nil, err
	}
	if !first {
		codes = nil
	}
	next, err = d.rotate(ctx, session, changed.Epoch, now)
	return next, codes, err
}

// TurnFactorOff turns the application off, given the present password and a proof, and
// the recovery codes with it where no passkey is left. It returns the token that takes the
// place of the session's; every other session ends. The error is [ErrPasswordFirst] while
// nothing would be left beside a password that may not stand alone: the factor stays until
// a longer one is set.
func (d *Directory) TurnFactorOff(ctx context.Context, token, current string, proof Proof) (next string, err error) {
	now := d.now()
	e := Event{At: now, What: EventFactorOff}
	e.Org, _ = organisationOf(token)
	defer func() { d.note(ctx, e, err) }()
	return d.proved(ctx, token, current, proof, now, &e, func(a Account, announce announcement) (Account, []Message, error) {
		var err error
		if a.Factor, err = a.Factor.Off(); err != nil {
			return a, nil, err
		}
		return d.without(a, current, ApplicationRemoved, announce)
	})
}

// without writes of an account that a part of its second factor is gone: the letter is of
// that kind, or says that nothing is left.
func (d *Directory) without(a Account, current string, kind MessageKind, announce announcement) (Account, []Message, error) {
	if !a.Factor.On() {
		if utf8.RuneCountInString(d.normal(current)) < PasswordAlone {
			return a, nil, ErrPasswordFirst
		}
		kind = FactorTurnedOff
	}
	a, letters := announce(a, kind)
	return a, letters, nil
}

// RenewRecoveryCodes draws the recovery codes again, given the present password and a
// proof: the former ones are dead. It returns them, which are told this once, and the
// token that takes the place of the session's; every other session ends.
func (d *Directory) RenewRecoveryCodes(ctx context.Context, token, current string, proof Proof) (next string, codes []Secret, err error) {
	now := d.now()
	e := Event{At: now, What: EventRecoveryRenew}
	e.Org, _ = organisationOf(token)
	defer func() { d.note(ctx, e, err) }()
	codes, kept, err := drawRecoveryCodes(d.random())
	if err != nil {
		return "", nil, err
	}
	next, err = d.proved(ctx, token, current, proof, now, &e, func(a Account, announce announcement) (Account, []Message, error) {
		var err error
		if a.Factor, err = a.Factor.Renew(kept); err != nil {
			return a, nil, err
		}
		a, letters := announce(a, RecoveryRenewed)
		return a, letters, nil
	})
	if err != nil {
		return "", nil, err
	}
	return next, codes, nil
}

// proved makes a change to the second factor that is on, in the session of the token, by
// whoever gives the password and a proof. Every session ends but this one, whose new token
// it returns.
func (d *Directory) proved(ctx context.Context, token, current string, proof Proof, now time.Time, e *Event, change func(Account, announcement) (Account, []Message, error)) (string, error) {
	session, account, err := d.free(ctx, token, now)
	if err != nil {
		return "", err
	}
	e.Actor, e.Subject = account.ID, account.ID
	if !account.Factor.On() {
		return "", ErrFactorStep
	}
	if err := d.confirm(ctx, account, current, now); err != nil {
		return "", err
	}
	announce, err := d.announcing(ctx, account, now)
	if err != nil {
		return "", err
	}
	changed, _, err := d.show(ctx, session, account, proof, now, func(a Account, _ Shown) (Account, []Message, error) {
		if a.Epoch != session.Epoch {
			return a, nil, ErrNoSession
		}
		a, letters, err := change(a, announce)
		a.Epoch++
		return a, letters, err
	})
	if err != nil {
		return "", err
	}
	return d.rotate(ctx, session, changed.Epoch, now)
}

// show looks at a code and, when it is right, makes the change, in one with what the
// code leaves: it is used. A wrong one is counted whatever follows, apart from wrong
// passwords: neither does a right password give more guesses of the code, nor do wrong
// passwords, which anybody can give, keep the owner from showing it. A recovery code is
// let in whoever guesses, and so is a passkey.
func (d *Directory) show(ctx context.Context, session Session, account Account, proof Proof, now time.Time, change func(Account, Shown) (Account, []Message, error)) (Account, Shown, error) {
	if len(proof.Passkey) > 0 {
		return d.showPasskey(ctx, session, account, proof.Passkey, now, change)
	}
	typed := proof.Code
	key := account.factorKey()
	err := d.count(ctx, account.Org, key, now)
	if err != nil && (!errors.Is(err, ErrThrottled) || account.Factor.recovery(typed) < 0) {
		return Account{}, "", err
	}
	// Where the secret cannot be opened, such as under another key, no code of the
	// application is right, and recovery codes still are.
	var seed Seed
	var sealed error
	if account.Factor.State == FactorOn {
		seed, sealed = d.seed(account)
	}
	var shown Shown
	var wrong bool
	changed, err := d.Store.ChangeAccount(ctx, account.Org, account.ID, func(a Account) (Account, []Message, error) {
		var err error
		a.Factor, shown, err = a.Factor.Show(seed, typed, now)
		if wrong = errors.Is(err, ErrFactorCode); wrong {
			return a, nil, nil
		}
		if err != nil {
			return a, nil, err
		}
		return change(a, shown)
	})
	switch {
	case err != nil:
		return Account{}, "", err
	case wrong && sealed != nil:
		return Account{}, "", sealed
	case wrong:
		return Account{}, "", ErrFactorCode
	}
	return changed, shown, d.Store.ChangeThrottle(ctx, account.Org, key, func(t Throttle) Throttle {
		t.Failures = 0
		return t
	})
}

// factorKey is what wrong codes of an account are counted under: in capitals, it is
// nobody's login ([NormalLogin]).
func (a Account) factorKey() string { return "SECOND FACTOR " + string(a.ID) }

// ShowFactor opens the session whose password was right, given a code of the application,
// a recovery code or a passkey. It returns the token that takes the place of the session's, and who
// they are. Wrong codes are counted and must wait as wrong
// passwords do, apart from them. The error is
// [ErrFactorCode], [ErrThrottled], one of those of passkeys, or [ErrNoSession] for a token
// that waits for no factor, or waited longer than [FactorLife].
func (d *Directory) ShowFactor(ctx context.Context, token string, proof Proof) (next string, actor Actor, err error) {
	now := d.now()
	e := Event{At: now, What: EventFactorShown}
	if len(proof.Passkey) > 0 {
		e.What = EventPasskeyShown
	}
	e.Org, _ = organisationOf(token)
	defer func() { d.note(ctx, e, err) }()
	session, account, err := d.half(ctx, token, now)
	if err != nil {
		return "", Actor{}, err
	}
	e.Subject = account.ID
	if actor, err = d.actor(ctx, account); err != nil {
		return "", Actor{}, err
	}
	announce, err := d.announcing(ctx, account, now)
	if err != nil {
		return "", Actor{}, err
	}
	changed, shown, err := d.show(ctx, session, account, proof, now, func(a Account, shown Shown) (Account, []Message, error) {
		if a.Epoch != session.Epoch {
			return a, nil, ErrNoSession
		}
		a.LastOpened = now
		if shown != ShownRecovery {
			return a, nil, nil
		}
		a, letters := announce(a, RecoveryUsed)
		return a, letters, nil
	})
	if shown == ShownRecovery {
		e.What = EventRecoveryUsed
	}
	if err != nil {
		return "", Actor{}, err
	}
	if next, err = d.rotate(ctx, session, changed.Epoch, now); err != nil {
		return "", Actor{}, err
	}
	e.Actor = account.ID
	return next, actor, nil
}

// half returns the session of the token that waits for the second factor; any other is
// [ErrNoSession].
func (d *Directory) half(ctx context.Context, token string, now time.Time) (Session, Account, error) {
	session, account, err := d.anySession(ctx, token, now)
	if err == nil && session.Owes != OwesFactor {
		return Session{}, Account{}, ErrNoSession
	}
	return session, account, err
}

// OwesFactor is nil when the token opens a session that waits for the second factor, and
// else [ErrNoSession].
func (d *Directory) OwesFactor(ctx context.Context, token string) error {
	_, _, err := d.half(ctx, token, d.now())
	return err
}

// rotate opens a session in the place of another, which is dead, under a token of its
// own: whoever knew the former has nothing (OWASP ASVS 5.0, 7.2.4).
func (d *Directory) rotate(ctx context.Context, former Session, epoch int64, now time.Time) (string, error) {
	token, err := d.token(former.Org)
	if err != nil {
		return "", err
	}
	next := former
	next.Digest, next.Opened, next.Seen, next.Epoch, next.Owes = digest(token), now, now, epoch, OwesNothing
	if err := d.Store.DeleteSession(ctx, former.Org, former.Digest); err != nil {
		return "", err
	}
	return token, d.Store.PutSession(ctx, next)
}

// announcement returns the account with what takes its password back at the word of its
// holder ("this was not me"), and the letter that carries it.
type announcement func(a Account, kind MessageKind) (Account, []Message)

// announcing prepares the letter about a second factor. The one before takes nothing
// back any more.
func (d *Directory) announcing(ctx context.Context, account Account, now time.Time) (announcement, error) {
	of, err := d.holderOf(ctx, account)
	if err != nil {
		return nil, err
	}
	disown, err := DrawToken(d.random())
	if err != nil {
		return nil, err
	}
	return func(a Account, kind MessageKind) (Account, []Message) {
		a.Disown, a.DisownUntil = digest(disown.Reveal()), now.Add(disownLife)
		if of.email() == "" || a.Member != of.member.ID {
			return a, nil
		}
		m := of.letter(kind, fmt.Sprintf("factor-%s-%d", a.ID, a.Version+1), now)
		m.Secret, m.Values["account"] = disown.Reveal(), string(a.ID)
		return a, []Message{m}
	}, nil
}

// PasswordPolicy is what a password must be that the account of the session is given.
func (d *Directory) PasswordPolicy(ctx context.Context, token string) (PasswordPolicy, error) {
	_, account, err := d.session(ctx, token, d.now())
	if err != nil {
		return PasswordPolicy{}, err
	}
	organisation, err := d.Store.Organisation(ctx, account.Org)
	return organisation.passwords(account), err
}

// passwords is what the organisation asks of the passwords of an account.
func (o Organisation) passwords(a Account) PasswordPolicy {
	return PasswordPolicy{SecondFactor: o.ShorterWithFactor && a.Factor.On()}
}
