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

// listed is a body of a list: its row, and its envelope if it is one.
type listed struct {
	org  identity.OrganisationID
	of   row
	text []byte
	envelope
}

func list(org identity.OrganisationID, of row, text []byte) (listed, error) {
	one := listed{org: org, of: of, text: text}
	var err error
	if isSealed(text) {
		one.envelope, err = readEnvelope(text)
	}
	return one, err
}

// openListed calls each with the text of every body of a list, but for those that are
// gone.
// Where the list wants many keys, all of their class are read at once, so that a thousand
// people are not asked for a thousand times.
func (v *Vault) openListed(ctx context.Context, all []listed, each func(n int, text []byte) error) error {
	if err := v.warm(ctx, all); err != nil {
		return err
	}
	for n, one := range all {
		text, err := one.text, error(nil)
		if one.Sealed != 0 {
			text, _, err = v.openedEnvelope(ctx, one.org, one.of, one.envelope)
		}
		if gone(err) {
			continue
		}
		if err == nil {
			err = each(n, text)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (v *Vault) warm(ctx context.Context, all []listed) error {
	type class struct {
		org  identity.OrganisationID
		name string
	}
	missing := map[class]int{}
	for _, one := range all {
		if one.Sealed == 0 {
			continue
		}
		if _, ok := v.remembered(KeyID{one.org, one.Subject, one.Class}, one.Generation); !ok {
			missing[class{one.org, one.Class}]++
		}
	}
	for of, n := range missing {
		if n <= manyKeys {
			continue
		}
		all, err := v.keys.KeysOfClass(ctx, of.org, of.name)
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
