// Package vault seals what is kept about people: [Vault.Over] a store, and
// [Vault.Documents] over documents, so that neither the rows nor the files tell
// anything of a person but identifiers and instants to whoever has no key.
//
// Every subject (a member, an account, a request for access) has a random key of 256
// bits for each purpose that something is kept for. A master key wraps it; the wrapped
// keys are best kept apart from what they open ([KeysIn]). [Vault.Shred] destroys one:
// what it sealed is gone wherever it is copied, but for the copies of the wrapped key.
// Those go when their own backups do, or at once when [Vault.Rotate] has put the other
// keys under a new master and the old one is destroyed everywhere. Shredding comes
// first and deleting second: an identifier is left in the clear, and so is that somebody
// was there.
//
// What is sealed is bound to its row, its subject, its class and its generation
// (AES-GCM with associated data): moved elsewhere, or with one byte changed, it is
// [ErrDamaged], and so is a document that was cut short. A former state of one and the
// same row, put back, is not detected. Bodies from before anything was sealed stay
// readable, until [Sealed.SealAll] or their next change seals them.
//
// Logins, correspondence addresses and what else tells whose a row is that is found by
// it are kept as their HMAC under a key of the organisation's: one can be looked for
// and not read. That of a shredded person stays until the row is deleted.
//
// Keys are kept open in the memory of the process for at most a minute (cacheLife), so
// that a page does not ask for each again. A shredding forgets at once in its own
// process; others read for up to that minute more what they had opened already.
// Nothing is ever written under a key without asking whether it still lives.
//
//	go test -run '^$' -bench Sealing ./adapters/vault
//
// compares reading with and without sealing, in one run: over SQLite, a list of a thousand
// members took 3.3 to 3.9 times as long, and the twenty declarations of one member 1.4 to
// 1.5 times, in two runs of November 2026.
package vault

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/goodstanding/goodstanding/identity"
)

// cacheLife is how long an opened key stays in memory.
const cacheLife = time.Minute

// cacheSize is how many opened keys stay in memory at once.
const cacheSize = 1 << 16

// Vault opens and draws keys. It may be used by any number of goroutines at once. A
// program makes one with [New].
type Vault struct {
	// Now is the clock; nil is the real one.
	Now func() time.Time
	// Reload reads the master keys again when one is missing, because another process
	// may have drawn it since; nil is never.
	Reload func() (Masters, error)

	keys    Keys
	mu      sync.Mutex
	masters Masters
	cache   map[KeyID]opened
}

// New returns a vault of the keys, which the masters wrap.
func New(keys Keys, masters Masters) (*Vault, error) {
	if masters.Newest() == 0 {
		return nil, ErrMaster
	}
	return &Vault{keys: keys, masters: masters, cache: map[KeyID]opened{}}, nil
}

// Use takes another ring of master keys, whose newest wraps from then on.
func (v *Vault) Use(masters Masters) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.masters = masters
}

// opened is a key that seals and opens; one without a secret was shredded, up to its
// generation.
type opened struct {
	KeyID
	generation int
	secret     []byte
	aead       cipher.AEAD
	until      time.Time
}

func (v *Vault) now() time.Time {
	if v.Now == nil {
		return time.Now().UTC().Truncate(identity.Precision)
	}
	return v.Now().UTC().Truncate(identity.Precision)
}

// aeadOf returns AES-GCM under a key, with a random nonce at the head of each text: a
// subject's key seals far less than the 2^32 texts for which that is sound.
func aeadOf(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// wrap returns the key with its secret wrapped under the newest master.
func (v *Vault) wrap(key Key, secret []byte) (Key, error) {
	v.mu.Lock()
	masters := v.masters
	v.mu.Unlock()
	key.Master = masters.Newest()
	aead, err := aeadOf(masters.keys[key.Master])
	if err != nil {
		return Key{}, err
	}
	key.Wrapped = aead.Seal(nil, nil, secret, wrapping(key))
	return key, nil
}

// wrapping binds a wrapped key to its name, its generation and its master.
func wrapping(key Key) []byte {
	return row{"vault", fmt.Sprint(key.Master)}.bound(key.KeyID, key.Generation)
}

// unwrap returns the secret of a key that lives.
func (v *Vault) unwrap(key Key) ([]byte, error) {
	master, err := v.master(key.Master)
	if err != nil {
		return nil, err
	}
	aead, err := aeadOf(master)
	if err != nil {
		return nil, err
	}
	secret, err := aead.Open(nil, nil, key.Wrapped, wrapping(key))
	if err != nil || len(secret) != keyLength {
		return nil, fmt.Errorf("%w: a wrapped key", ErrDamaged)
	}
	return secret, nil
}

// master returns a master key of the ring, which is read again when it has none of the
// number.
func (v *Vault) master(number int) ([]byte, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.masters.keys[number] == nil && v.Reload != nil {
		again, err := v.Reload()
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrMaster, err)
		}
		v.masters = again
	}
	if key := v.masters.keys[number]; key != nil {
		return key, nil
	}
	return nil, fmt.Errorf("%w: number %d", ErrMaster, number)
}

// open returns a key as it seals and opens, and remembers it.
func (v *Vault) open(key Key) (opened, error) {
	k := opened{KeyID: key.KeyID, generation: key.Generation, until: v.now().Add(cacheLife)}
	if key.Lives() {
		var err error
		if k.secret, err = v.unwrap(key); err != nil {
			return opened{}, err
		}
		if k.aead, err = aeadOf(k.secret); err != nil {
			return opened{}, err
		}
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.cache) >= cacheSize {
		clear(v.cache)
	}
	v.cache[key.KeyID] = k
	return k, nil
}

// remembered returns a key from memory, when it says what became of the generation.
func (v *Vault) remembered(id KeyID, generation int) (opened, bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	k, ok := v.cache[id]
	return k, ok && k.generation >= generation && v.now().Before(k.until)
}

// forget forgets a key.
func (v *Vault) forget(id KeyID) {
	v.mu.Lock()
	defer v.mu.Unlock()
	delete(v.cache, id)
}

// reading returns the key of a generation, to read what it sealed.
func (v *Vault) reading(ctx context.Context, id KeyID, generation int) (opened, error) {
	k, ok := v.remembered(id, generation)
	if !ok {
		key, err := v.keys.Key(ctx, id)
		if err != nil {
			return opened{}, err
		}
		if k, err = v.open(key); err != nil {
			return opened{}, err
		}
	}
	switch {
	case k.generation < generation:
		return opened{}, fmt.Errorf("%w: generation %d", ErrNoKey, generation)
	case k.generation > generation || k.secret == nil:
		return opened{}, ErrShredded
	}
	return k, nil
}

// wantedError asks for a key that is to be drawn, outside of any transaction: a store
// that has one writer would wait for itself.
type wantedError struct{ id KeyID }

func (wantedError) Error() string { return "vault: a key is to be drawn" }

// writing returns the key under which to seal what is about to be written. It asks
// whether the key still lives, each time: under one that another process has shredded
// meanwhile, what is written would be lost.
func (v *Vault) writing(ctx context.Context, id KeyID) (opened, error) {
	key, err := v.keys.Key(ctx, id)
	if errors.Is(err, ErrNoKey) || err == nil && !key.Lives() {
		return opened{}, wantedError{id}
	}
	if err != nil {
		return opened{}, err
	}
	if k, ok := v.remembered(id, key.Generation); ok && k.generation == key.Generation && k.secret != nil {
		return k, nil
	}
	return v.open(key)
}

// draw draws the key, unless another process has just done so: then it is that one.
func (v *Vault) draw(ctx context.Context, id KeyID) error {
	_, err := v.keys.ChangeKey(ctx, id, func(key Key) (Key, error) {
		if key.Lives() {
			return key, nil
		}
		secret := make([]byte, keyLength)
		_, _ = rand.Read(secret) // never fails: the program ends instead
		return v.wrap(key.drawn(v.now()), secret)
	})
	return err
}

// tries is how many keys one change may want: that of its record, and what a key that
// is shredded at the same time adds.
const tries = 5

// change runs a change of a store, and runs it again each time that it wants a key.
func (v *Vault) change(ctx context.Context, run func() error) error {
	for range tries {
		err := run()
		var wanted wantedError
		if !errors.As(err, &wanted) {
			return err
		}
		if err := v.draw(ctx, wanted.id); err != nil {
			return err
		}
	}
	return ErrShredded
}

// seal returns the envelope of a text in a row.
func (k opened) seal(of row, text []byte) ([]byte, error) {
	return envelope{
		Sealed: format, Subject: k.Subject, Class: k.Class, Generation: k.generation,
		Ciphertext: k.aead.Seal(nil, nil, text, of.bound(k.KeyID, k.generation)),
	}.text()
}

// unseal returns the text of an envelope in a row.
func (k opened) unseal(of row, e envelope) ([]byte, error) {
	text, err := k.aead.Open(nil, nil, e.Ciphertext, of.bound(k.KeyID, e.Generation))
	if err != nil {
		return nil, fmt.Errorf("%w: %s", ErrDamaged, of[0])
	}
	return text, nil
}

// sealed seals a text for a row under the key of the id, which must live already.
func (v *Vault) sealed(ctx context.Context, id KeyID, of row, text []byte) ([]byte, error) {
	k, err := v.writing(ctx, id)
	if err != nil {
		return nil, err
	}
	return k.seal(of, text)
}

// opened returns the text of a body in a row, and the key that had sealed it; one that
// never was sealed comes back as it is, with no key.
func (v *Vault) opened(ctx context.Context, org identity.OrganisationID, of row, text []byte) ([]byte, KeyID, error) {
	if !isSealed(text) {
		return text, KeyID{}, nil
	}
	e, err := readEnvelope(text)
	if err != nil {
		return nil, KeyID{}, err
	}
	return v.openedEnvelope(ctx, org, of, e)
}

func (v *Vault) openedEnvelope(ctx context.Context, org identity.OrganisationID, of row, e envelope) ([]byte, KeyID, error) {
	id := KeyID{org, e.Subject, e.Class}
	k, err := v.reading(ctx, id, e.Generation)
	if err != nil {
		return nil, id, err
	}
	plain, err := k.unseal(of, e)
	return plain, id, err
}
