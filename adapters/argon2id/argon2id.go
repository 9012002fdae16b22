// Package argon2id keeps passwords as Argon2id hashes (RFC 9106) in the PHC text
// form, "$argon2id$v=19$m=19456,t=2,p=1$salt$hash".
//
// Start with [Hasher], which implements identity.Hasher and whose zero value is
// sound. The text names its own parameters, so that they may be raised later
// without touching the hashes that are kept.
package argon2id

import (
	"crypto/rand"
	"crypto/subtle"
	"errors"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// The errors of this package; compare with [errors.Is].
var (
	// ErrMalformed: the text is not a hash that [Hasher.Hash] could have written.
	ErrMalformed = errors.New("argon2id: not a hash in the PHC form")
	// ErrParameters: the parameters are outside the bounds of this package.
	ErrParameters = errors.New("argon2id: parameters out of bounds")
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

// Hasher implements identity.Hasher. A field left at zero takes its default.
type Hasher struct {
	// Memory is in KiB, 8 for each thread at least and [MostMemory] at most.
	Memory uint32
	// Time is the number of passes, [MostTime] at most.
	Time uint32
	// Threads is the degree of parallelism, [MostThreads] at most.
	Threads uint8
}

// Hash returns the password's hash under a new random salt. The error is
// [ErrParameters]. The password is taken in Unicode's composed form, so that an
// accent typed as its own character is the same password.
func (h Hasher) Hash(password string) (string, error) {
	p := h.parameters()
	if !p.bounded() {
		return "", ErrParameters
	}
	salt := make([]byte, saltLength)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	return encoded{p, salt, p.key(password, salt, hashLength)}.String(), nil
}

// Verify reports that the password gave the hash, whatever parameters the hash
// names inside the bounds. The error is [ErrMalformed] or [ErrParameters], and
// then it is no match. The comparison takes the same time wherever they differ.
func (h Hasher) Verify(password, hash string) (bool, error) {
	e, err := parse(hash)
	if err != nil {
		return false, err
	}
	got := e.key(password, e.salt, len(e.hash))
	return subtle.ConstantTimeCompare(got, e.hash) == 1, nil
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

// key computes a hash, when its turn comes.
func (p parameters) key(password string, salt []byte, length int) []byte {
	turns <- struct{}{}
	defer func() { <-turns }()
	return argon2.IDKey(norm.NFC.Bytes([]byte(password)), salt, p.time, p.memory, p.threads, uint32(length))
}
