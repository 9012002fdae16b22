package argon2id

import (
	"crypto/hmac"
	"crypto/sha256"

	"golang.org/x/text/unicode/norm"
)

// The PHC form's "keyid" has 8 bytes at most. A pepper has 16 bytes at least.
const (
	longestName    = 8
	shortestPepper = 16
)

func nameable(name string) bool { return name != "" && len(name) <= longestName }

// pepper returns what is hashed of a password: itself, in the composed form, or its
// HMAC-SHA-256 under the pepper. golang.org/x/crypto/argon2 has no way to give Argon2
// the secret of RFC 9106 (K), which would do the same.
func (h Hasher) pepper(password, name string) ([]byte, error) {
	composed := norm.NFC.Bytes([]byte(password))
	if name == "" {
		return composed, nil
	}
	secret := h.Peppers[name]
	if !nameable(name) || len(secret) < shortestPepper {
		return nil, ErrPepper
	}
	mac := hmac.New(sha256.New, secret)
	_, _ = mac.Write(composed)
	return mac.Sum(nil), nil
}
