package identity

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"slices"
	"time"
)

const (
	// FactorLife is how long a session that waits for the second factor lives, in all.
	FactorLife = 10 * time.Minute
	// pendingLife is how long a secret that was shown waits for its first code.
	pendingLife = 30 * time.Minute
	// mostMisses is how many wrong codes in a row an application may have: after them its
	// codes are not looked at any more until a recovery code was right (NIST
	// SP 800-63B-4, 3.2.2, has a hundred at most). Guesses that wait a quarter of an hour
	// each, and begin again after every sign-in of the owner, would come through one day.
	mostMisses = 50
)

// Factor is the second factor of an account: the secret of an application that shows
// codes, passkeys, or both, and recovery codes for who has lost them. The zero value is
// none.
type Factor struct {
	// State is where the application stands.
	State FactorState `json:"state,omitempty"`
	// Seed is the secret of the application, sealed ([Directory.Key]).
	Seed string `json:"seed,omitempty"`
	// By is the digest of the session that began, while it is pending: nobody else sees
	// the secret. Began is when it began, and Since when the application was turned on.
	By    string    `json:"by,omitempty"`
	Began time.Time `json:"began,omitzero"`
	Since time.Time `json:"since,omitzero"`
	// Step is the latest step whose code was accepted: no code of it or of one before it
	// is accepted again (RFC 6238, 5.2).
	Step int64 `json:"step,omitempty"`
	// Misses counts the wrong codes since the last right one.
	Misses int `json:"misses,omitempty"`
	// Codes are the digests of the recovery codes that were not used yet.
	Codes []string `json:"codes,omitempty"`
	// Keys are the passkeys, in the order in which they were added, and Handle what their
	// authenticators call the account. Ceremonies are the challenges that wait.
	Keys       []Passkey  `json:"keys,omitempty"`
	Handle     []byte     `json:"handle,omitempty"`
	Ceremonies []Ceremony `json:"ceremonies,omitempty"`
}

// On reports that nobody signs in without the second factor.
func (f Factor) On() bool { return f.State == FactorOn || len(f.Keys) > 0 }

// At returns the factor as it is at the instant: an application that nobody confirmed is
// none.
func (f Factor) At(now time.Time) Factor {
	if f.State == FactorPending && !now.Before(f.Began.Add(pendingLife)) {
		return f.bare()
	}
	return f
}

// bare returns the factor without an application. The recovery codes stay beside
// passkeys, and so do the wrong codes that were counted.
func (f Factor) bare() Factor {
	left := Factor{Keys: f.Keys, Handle: f.Handle, Ceremonies: f.Ceremonies}
	if left.On() {
		left.Codes, left.Misses = f.Codes, f.Misses
	}
	return left
}

// Begin returns the factor with a secret to be confirmed, sealed, for the session of that
// digest. The error is that of [FactorState.Next].
func (f Factor) Begin(sealed, session string, now time.Time) (Factor, error) {
	next, err := f.At(now).State.Next(FactorBegin)
	if err != nil {
		return f, err
	}
	f = f.bare()
	f.State, f.Seed, f.By, f.Began = next, sealed, session, now
	return f, nil
}

// Confirm turns the application on, if the code is right of the seed, with the digests of
// recovery codes where no passkey came with some before. The error is [ErrFactorCode],
// which leaves it pending.
func (f Factor) Confirm(seed Seed, typed string, codes []string, now time.Time) (Factor, error) {
	f = f.At(now)
	next, err := f.State.Next(FactorConfirm)
	if err != nil {
		return f, err
	}
	step, ok := seed.step(typed, now)
	if !ok {
		return f, ErrFactorCode
	}
	if !f.On() {
		f.Codes = codes
	}
	f.State, f.By, f.Step, f.Since = next, "", step, now
	return f, nil
}

// Cancel gives an application up that was not confirmed.
func (f Factor) Cancel(now time.Time) (Factor, error) {
	if _, err := f.At(now).State.Next(FactorCancel); err != nil {
		return f, err
	}
	return f.bare(), nil
}

// Shown says with what a second factor was shown.
type Shown string

// What may be shown.
const (
	ShownCode     Shown = "code"
	ShownRecovery Shown = "recovery"
	ShownPasskey  Shown = "passkey"
)

// Show looks at a code of the application, or a recovery code. A right one is used, and
// never right again. A wrong one is counted, and its factor is to be kept: the error is
// [ErrFactorCode], or that of [FactorState.Next]. Where passkeys are on alone, a recovery
// code is right and nothing else.
func (f Factor) Show(seed Seed, typed string, now time.Time) (Factor, Shown, error) {
	if err := f.may(FactorUse); err != nil {
		return f, "", err
	}
	// Both are looked for, whichever was typed.
	step, right := seed.step(typed, now)
	spent := f.recovery(typed)
	switch {
	case right && f.State == FactorOn && step > f.Step && f.Misses < mostMisses:
		f.Step, f.Misses = step, 0
		return f, ShownCode, nil
	case spent >= 0:
		f.Codes, f.Misses = slices.Delete(slices.Clone(f.Codes), spent, spent+1), 0
		return f, ShownRecovery, nil
	}
	f.Misses++
	return f, "", ErrFactorCode
}

// Renew puts other recovery codes in the place of those there are.
func (f Factor) Renew(codes []string) (Factor, error) {
	if err := f.may(FactorRenew); err != nil {
		return f, err
	}
	f.Codes = codes
	return f, nil
}

// may is nil when the event has its place in the life of the application, or a passkey is
// on: both have the recovery codes in common.
func (f Factor) may(e FactorEvent) error {
	if len(f.Keys) > 0 {
		return nil
	}
	_, err := f.State.Next(e)
	return err
}

// Off turns the application off, recovery codes with it where there is no passkey.
func (f Factor) Off() (Factor, error) {
	if _, err := f.State.Next(FactorOff); err != nil {
		return f, err
	}
	return f.bare(), nil
}

// sealing returns what seals the seeds: AES-256-GCM under a key of its own, derived from
// the directory's.
func sealing(key []byte) (cipher.AEAD, error) {
	derived, err := hkdf.Key(sha256.New, key, nil, "goodstanding second factor seed 1", 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(derived)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// seal returns the seed as it is kept of an account: it is of no use in another's row.
func (s Seed) seal(key []byte, random io.Reader, account Account) (string, error) {
	aead, err := sealing(key)
	if err != nil {
		return "", err
	}
	nonce := make([]byte, aead.NonceSize())
	if _, err := io.ReadFull(random, nonce); err != nil {
		return "", fmt.Errorf("identity: nothing is sealed without randomness: %w", err)
	}
	sealed := aead.Seal(nonce, nonce, []byte(s.secret.Reveal()), sealedFor(account))
	return base64.RawStdEncoding.EncodeToString(sealed), nil
}

// openSeed returns the seed that was sealed for the account. What cannot be opened, such
// as under another key, is an error and never a seed.
func openSeed(key []byte, account Account) (Seed, error) {
	aead, err := sealing(key)
	if err != nil {
		return Seed{}, err
	}
	sealed, err := base64.RawStdEncoding.DecodeString(account.Factor.Seed)
	if err != nil || len(sealed) < aead.NonceSize() {
		return Seed{}, fmt.Errorf("identity: the second factor of %s was not sealed here", account.ID)
	}
	seed, err := aead.Open(nil, sealed[:aead.NonceSize()], sealed[aead.NonceSize():], sealedFor(account))
	if err != nil {
		return Seed{}, fmt.Errorf("identity: the second factor of %s: %w", account.ID, err)
	}
	return NewSeed(seed), nil
}

func sealedFor(account Account) []byte {
	return []byte(string(account.Org) + "\x00" + string(account.ID))
}
