package vault

import (
	"context"
	"errors"

	"github.com/goodstanding/goodstanding/adapters/internal/cabinet"
	"github.com/goodstanding/goodstanding/identity"
)

// Store is what a storage adapter gives, as far as sealing goes.
type Store interface {
	Identity() identity.Store
	Outbox() identity.Outbox
	Driver() cabinet.Driver
	Close() error
}

// Sealed is a store whose every body is sealed: it has what the store below it has, and
// keeps there what only the vault opens. Closing it closes that store.
type Sealed struct {
	cabinet.Cabinet
	vault *Vault
	below Store
}

// Over returns the store with its bodies sealed. Every process over one store seals, or
// none does: what one has sealed the others cannot read otherwise.
func (v *Vault) Over(store Store) *Sealed {
	return &Sealed{Cabinet: cabinet.Over(driver{v, store.Driver()}), vault: v, below: store}
}

// Identity returns the store of who there is.
func (s *Sealed) Identity() identity.Store { return identityStore{s.vault, s.below.Identity()} }

// Outbox returns the messages that wait to be sent.
func (s *Sealed) Outbox() identity.Outbox { return outbox{s.vault, s.below.Outbox()} }

// Vault returns what opens the store.
func (s *Sealed) Vault() *Vault { return s.vault }

// Below returns the store that holds what is sealed.
func (s *Sealed) Below() Store { return s.below }

// Close closes the store below.
func (s *Sealed) Close() error { return s.below.Close() }

// gone reports that what was sealed is no more, which a store answers as if it had
// never been there.
func gone(err error) bool { return errors.Is(err, ErrShredded) }

// manyKeys is how many keys a list may want one by one; beyond, all of their class are
// read at once.
const manyKeys = 8

// warm reads the keys that a list of bodies wants, a class at a time where they are
// many, so that a list of a thousand people does not ask a thousand times.
func (v *Vault) warm(ctx context.Context, org identity.OrganisationID, texts func(yield func(text []byte) bool)) error {
	missing := map[string]int{}
	for text := range texts {
		if !isSealed(text) {
			continue
		}
		e, err := readEnvelope(text)
		if err != nil {
			return err
		}
		if _, ok := v.remembered(KeyID{org, e.Subject, e.Class}, e.Generation); !ok {
			missing[e.Class]++
		}
	}
	for class, n := range missing {
		if n <= manyKeys {
			continue
		}
		all, err := v.keys.KeysOfClass(ctx, org, class)
		if err != nil {
			return err
		}
		for _, key := range all {
			if _, err := v.open(key); err != nil {
				return err
			}
		}
	}
	return nil
}
