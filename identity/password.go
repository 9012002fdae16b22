package identity

import "strings"

// Hasher turns a password into what may be stored. adapters/argon2id implements
// it.
type Hasher interface {
	// Hash returns a salted hash in a text that names its own parameters.
	Hash(password string) (string, error)
	// Verify reports that the password gave the hash. A hash that cannot be read
	// is an error, and never a match.
	Verify(password, hash string) (bool, error)
	// Stale reports a hash that Hash would write otherwise today, under other
	// parameters: the password is hashed again when its holder next signs in.
	Stale(hash string) bool
}

// NormalLogin returns the login as it is compared: without spaces around and in
// lower case.
func NormalLogin(text string) string { return strings.ToLower(strings.TrimSpace(text)) }
