package identity

import (
	"strings"
	"time"
)

// TemporaryLife is how long a temporary password lives: what is sent by e-mail is good
// for 24 hours at most (NIST SP 800-63B-4).
const TemporaryLife = 24 * time.Hour

// temporaryLength is how long a temporary password is, in symbols of five bits.
const temporaryLength = 24

// longestTemporary bounds what is looked at of a password to find a temporary one, in
// bytes: 24 symbols and what people put between them.
const longestTemporary = 64

// Temporary is a password that opens one session, in which nothing can be done but
// choose a lasting one (requirement P2). The lasting password stays good beside it.
type Temporary struct {
	// Digest is the SHA-256 of the password. A slow hash would add nothing: it is 120
	// bits drawn at random, and not the choice of a person.
	Digest string    `json:"digest"`
	Until  time.Time `json:"until"`
	// Used is when a session was opened with it; the zero time until one was.
	Used time.Time `json:"used,omitzero"`
}

// NewTemporary returns what is kept of a temporary password that was drawn at the
// instant.
func NewTemporary(password Secret, now time.Time) *Temporary {
	return &Temporary{Digest: digest(normalTemporary(password.Reveal())), Until: now.Add(TemporaryLife)}
}

// Is reports that this is the password, used or not, whether or not it has expired: a
// lasting password must not be it.
func (t *Temporary) Is(password string) bool {
	kept := strings.Repeat("0", 64) // the work is the same when there is none
	if t != nil {
		kept = t.Digest
	}
	return same(digest(normalTemporary(password)), kept) && t != nil
}

// Opens reports that the password opens a session at the instant: it is the one, was
// not used, and has not expired. At the very end it has.
func (t *Temporary) Opens(password string, now time.Time) bool {
	return t.Is(password) && t.Used.IsZero() && now.Before(t.Until)
}

// ShowTemporary returns a temporary password as letters show it, in groups of six.
func ShowTemporary(password string) string {
	if len(password) != temporaryLength {
		return password
	}
	var b strings.Builder
	for i, r := range password {
		if i > 0 && i%6 == 0 {
			b.WriteByte('-')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// normalTemporary returns a temporary password as it was drawn: without the hyphens of
// the letter and what may surround it, in lower case.
func normalTemporary(typed string) string {
	if len(typed) > longestTemporary {
		return ""
	}
	return strings.ToLower(strings.NewReplacer(" ", "", "-", "", "\u00a0", "", "\t", "", "\r", "", "\n", "").Replace(typed))
}
