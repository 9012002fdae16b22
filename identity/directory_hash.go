package identity

import (
	"context"
	"time"
)

// hashed returns the hash of a new password of the account, in its normal form, and what
// the list of breached passwords says of it. The error is [ErrPasswordBreached] when it
// has it.
func (d *Directory) hashed(ctx context.Context, account Account, password string, now time.Time) (string, Breach, error) {
	breach := d.breach(ctx, account, password, now)
	if breach == BreachListed {
		return "", BreachNone, ErrPasswordBreached
	}
	hash, err := d.Hasher.Hash(password)
	return hash, breach, err
}

// renewed returns what a password that was just verified against the account's hash
// leaves of the account: it is hashed again when its hash is stale, and asked about again
// when the list of breached passwords did not answer before. An account that has another
// hash by then stays as it is.
func (d *Directory) renewed(ctx context.Context, account Account, password string, now time.Time) (func(Account) Account, error) {
	password = d.normal(password)
	hash, breach := account.Hash, account.Breach
	if breach == BreachUnasked {
		breach = d.breach(ctx, account, password, now)
	}
	if d.Hasher.Stale(hash) {
		var err error
		if hash, err = d.Hasher.Hash(password); err != nil {
			return nil, err
		}
	}
	return func(a Account) Account {
		if same(a.Hash, account.Hash) {
			a.Hash, a.Breach = hash, breach
		}
		return a
	}, nil
}
