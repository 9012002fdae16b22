// Package argon2id keeps passwords as Argon2id hashes (RFC 9106) in the PHC text
// form, "$argon2id$v=19$m=19456,t=2,p=1$salt$hash".
//
// Start with [Hasher], which implements identity.Hasher and whose zero value is
// sound. The text names its own parameters, so that they may be raised later
// without touching the hashes that are kept, and its pepper, if it has one:
// "$argon2id$v=19$m=19456,t=2,p=1,keyid=MjAyNg$salt$hash". Tests that sign many people
// in hash with argon2idtest.
package argon2id

import (
	"crypto/rand"
	"crypto/subtle"
	"errors"

	"golang.org/x/crypto/argon2"
)

// The errors of this package; compare with [errors.Is].
var (
	// ErrMalformed: the text is not a hash that [Hasher.Hash] could have written.
	ErrMalformed = errors.New("argon2id: not a hash in the PHC form")
	// ErrParameters: the parameters are outside the bounds of this package, or, of a new
	// hash, under the least.
	ErrParameters = errors.New("argon2id: parameters out of bounds")
	// ErrPepper: the pepper that is named is not known, is too short, or has no name
	// that can be written.
	ErrPepper = errors.New("argon2id: no such pepper")
)

// The defaults: the least that OWASP's password storage sheet takes for
// Argon2id.
const (
	DefaultMemory  = 19 * 1024 // KiB
	DefaultTime    = 2
	DefaultThreads = 1
)

// The bounds, on what is read as on what is written: a hash that somebody slipped
// into the store must not take the machine's memory or its day.
const (
	MostMemory  = 256 * 1024 // KiB
	MostTime    = 16
	MostThreads = 16
)

// least are the least parameters of a new hash, of equal strength, memory in KiB beside
// passes: those of OWASP's password storage sheet. A hash that is kept may have less, so
// that passwords from before can be verified, and hashed again.
var least = [...]struct{ memory, time uint32 }{
	{46 * 1024, 1}, {19 * 1024, 2}, {12 * 1024, 3}, {9 * 1024, 4}, {7 * 1024, 5},
}

// AtOnce is how many hashes the process computes at once; the others wait their
// turn. With it, a crowd that signs in takes AtOnce times the memory of one hash.
const AtOnce = 4

const (
	saltLength = 16
	hashLength = 32
)

// turns holds a value for each hash being computed. It belongs to the package and
// not to a Hasher because the memory that it spares is the process's.
var turns = make(chan struct{}, AtOnce)

// Hasher implements identity.Hasher. A field left at zero takes its default. New hashes
// take 46 MiB and one pass at least, or 19 and two, 12 and three, 9 and four, 7 and five.
type Hasher struct {
	// Memory is in KiB, [MostMemory] at most.
	Memory uint32
	// Time is the number of passes, [MostTime] at most.
	Time uint32
	// Threads is the degree of parallelism, [MostThreads] at most.
	Threads uint8
	// Pepper is the name of the pepper of new hashes; "" is none. Peppers are the secrets
	// that are known, by name: see [Hasher.Hash].
	Pepper  string
	Peppers map[string][]byte
}

// Hash returns the password's hash under a new random salt. The error is
// [ErrParameters] or [ErrPepper]. The password is taken in Unicode's composed form, so
// that an accent typed as its own character is the same password.
//
// A pepper is a secret that is kept apart from the store, so that who takes the store
// alone has nothing to guess with. To have another, add it to Peppers and name it in
// Pepper: each password is hashed again when its holder next signs in, and the former
// pepper can go when no hash names it any more. To lose one is to lose the passwords
// that name it.
func (h Hasher) Hash(password string) (string, error) {
	p := h.parameters()
	if !p.bounded() || !p.enough() {
		return "", ErrParameters
	}
	salt := make([]byte, saltLength)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	peppered, err := h.pepper(password, h.Pepper)
	if err != nil {
		return "", err
	}
	return encoded{p, h.Pepper, salt, p.key(peppered, salt, hashLength)}.String(), nil
}

// Verify reports that the password gave the hash, whatever parameters the hash
// names inside the bounds. The error is [ErrMalformed], [ErrParameters] or
// [ErrPepper], and then it is no match. The comparison takes the same time wherever
// they differ.
func (h Hasher) Verify(password, hash string) (bool, error) {
	e, err := parse(hash)
	if err != nil {
		return false, err
	}
	peppered, err := h.pepper(password, e.pepper)
	if err != nil {
		return false, err
	}
	got := e.key(peppered, e.salt, len(e.hash))
	return subtle.ConstantTimeCompare(got, e.hash) == 1, nil
}

// Stale reports a hash whose parameters, pepper or lengths are not those that Hash
// would write. What is no hash is not stale: nothing verifies it.
func (h Hasher) Stale(hash string) bool {
	e, err := parse(hash)
	return err == nil && (e.parameters != h.parameters() || e.pepper != h.Pepper ||
		len(e.salt) != saltLength || len(e.hash) != hashLength)
}

func (h Hasher) parameters() parameters {
	p := parameters{h.Memory, h.Time, h.Threads}
	if p.memory == 0 {
		p.memory = DefaultMemory
	}
	if p.time == 0 {
		p.time = DefaultTime
	}
	if p.threads == 0 {
		p.threads = DefaultThreads
	}
	return p
}

// parameters are those of one hash.
type parameters struct {
	memory, time uint32
	threads      uint8
}

func (p parameters) bounded() bool {
	return p.threads >= 1 && p.threads <= MostThreads &&
		p.time >= 1 && p.time <= MostTime &&
		p.memory >= 8*uint32(p.threads) && p.memory <= MostMemory
}

// enough reports parameters that a new hash may have.
func (p parameters) enough() bool {
	for _, l := range least {
		if p.memory >= l.memory && p.time >= l.time {
			return true
		}
	}
	return false
}

// key computes a hash, when its turn comes.
func (p parameters) key(peppered, salt []byte, length int) []byte {
	turns <- struct{}{}
	defer func() { <-turns }()
	return argon2.IDKey(peppered, salt, p.time, p.memory, p.threads, uint32(length))
}
