// Package argon2idtest hashes passwords for tests that are about something else: under
// parameters a thousand times cheaper than argon2id.Hasher lets a new hash have.
package argon2idtest

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"github.com/goodstanding/goodstanding/adapters/argon2id"
)

// Hasher implements identity.Hasher. It verifies whatever argon2id.Hasher does.
type Hasher struct{ argon2id.Hasher }

// Hash returns the password's hash, of 64 KiB and one pass.
func (Hasher) Hash(password string) (string, error) {
	var salt [16]byte
	if _, err := rand.Read(salt[:]); err != nil {
		return "", err
	}
	hash := argon2.IDKey(norm.NFC.Bytes([]byte(password)), salt[:], 1, 64, 1, 32)
	base := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=64,t=1,p=1$%s$%s", argon2.Version, base.EncodeToString(salt[:]), base.EncodeToString(hash)), nil
}

// Stale reports no hash: signing in does not hash again.
func (Hasher) Stale(string) bool { return false }
