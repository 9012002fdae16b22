package vault

import (
	"context"
	"errors"

	"github.com/goodstanding/goodstanding/identity"
)

// Shred destroys the living key of a subject in a class and returns what stays of it,
// with the instant. One that was shredded before stays as it is, so that this may be
// done again; where there never was one the error is [ErrNoKey]. The next thing that
// is written about the subject draws the next generation. The store of the keys may
// still have the wrapped key in its files until [Vault.Purge].
func (v *Vault) Shred(ctx context.Context, org identity.OrganisationID, subject Subject, class string) (Key, error) {
	id := KeyID{org, subject, class}
	// Before and after: what was opened while the key was being destroyed goes too.
	v.forget(id)
	defer v.forget(id)
	if _, err := v.keys.Key(ctx, id); err != nil {
		return Key{}, err
	}
	key, err := v.keys.ChangeKey(ctx, id, func(key Key) (Key, error) {
		switch {
		case key.Generation == 0:
			return Key{}, ErrNoKey
		case !key.Lives():
			return Key{}, shreddedError{key}
		}
		return key.shred(v.now()), nil
	})
	var before shreddedError
	if errors.As(err, &before) {
		key, err = before.key, nil
	}
	if err != nil {
		return Key{}, err
	}
	return key, nil
}

// Purge makes what was shredded, or wrapped again, unreadable in the files of the keys
// themselves, as far as their store can.
func (v *Vault) Purge(ctx context.Context) error { return v.keys.Purge(ctx) }

// shreddedError is how a change leaves alone a key that was shredded before.
type shreddedError struct{ key Key }

func (shreddedError) Error() string { return "vault: shredded before" }

// KeysOf returns the keys of a subject, of every class, those that live and what stays
// of the others. They are wrapped.
func (v *Vault) KeysOf(ctx context.Context, org identity.OrganisationID, subject Subject) ([]Key, error) {
	return v.keys.KeysOf(ctx, org, subject)
}

// Classes returns the classes in which a subject has a key that lives, in their order.
func (v *Vault) Classes(ctx context.Context, org identity.OrganisationID, subject Subject) ([]string, error) {
	all, err := v.keys.KeysOf(ctx, org, subject)
	classes := []string{}
	for _, key := range all {
		if key.Lives() {
			classes = append(classes, key.Class)
		}
	}
	return classes, err
}
