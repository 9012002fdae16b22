package vault

import (
	"context"

	"github.com/goodstanding/goodstanding/identity"
)

// Rotation counts a rotation: the keys that it has looked at, and those of them that it
// wrapped again.
type Rotation struct{ Seen, Wrapped int }

// rotationPage is how many keys are read at a time.
const rotationPage = 500

// Rotate wraps every key of an organisation under the newest master, and says how far
// it has come after each page; done may be nil. One that was cut short is run again and
// does what is left. Once it returns without an error no key of the organisation needs
// an older master; another process that still has no other wraps what it draws under
// that one until it reads the ring again, so that a rotation is best run once more
// before the old master goes.
func (v *Vault) Rotate(ctx context.Context, org identity.OrganisationID, done func(Rotation)) (Rotation, error) {
	var r Rotation
	for after := (KeyID{Org: org}); ; {
		page, err := v.keys.KeysAfter(ctx, after, rotationPage)
		if err != nil {
			return r, err
		}
		for _, key := range page {
			wrapped, err := v.rewrap(ctx, key)
			if err != nil {
				return r, err
			}
			r.Seen++
			if wrapped {
				r.Wrapped++
			}
			after = key.KeyID
		}
		if done != nil {
			done(r)
		}
		if len(page) < rotationPage {
			return r, nil
		}
	}
}

// rewrap wraps a key under the newest master, unless it already is or was shredded.
func (v *Vault) rewrap(ctx context.Context, key Key) (bool, error) {
	v.mu.Lock()
	newest := v.masters.Newest()
	v.mu.Unlock()
	if !key.Lives() || key.Master == newest {
		return false, nil
	}
	_, err := v.keys.ChangeKey(ctx, key.KeyID, func(key Key) (Key, error) {
		if !key.Lives() {
			return key, nil // shredded since the page was read
		}
		secret, err := v.unwrap(key)
		if err != nil {
			return Key{}, err
		}
		return v.wrap(key, secret)
	})
	return err == nil, err
}
