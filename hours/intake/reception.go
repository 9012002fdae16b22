package intake

import (
	"crypto/rand"
	"io"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Reception is the desk where rosters and files arrive. Store and Ledger are
// required; the other fields may be left at zero.
//
// A roster is a row of the organisation; what it brings is written in each member's
// file by a transaction of its own, under an identifier that what was said alone
// decides. So a process that dies in the middle leaves lines received and lines not
// yet received, and the same file sent again completes it and changes nothing else.
type Reception struct {
	Store  Store
	Ledger *hours.Ledger
	// Now returns the present instant; nil is [time.Now]. It is read once per
	// operation.
	Now func() time.Time
	// NewID returns a new identifier; nil takes 26 random letters and digits.
	NewID func() string
	// Random is where tokens come from; nil is crypto/rand.
	Random io.Reader
}

func (r *Reception) now() time.Time {
	if r.Now == nil {
		return time.Now().UTC().Truncate(identity.Precision)
	}
	return r.Now().UTC().Truncate(identity.Precision)
}

func (r *Reception) newID() string {
	if r.NewID == nil {
		return strings.ToLower(rand.Text())
	}
	return r.NewID()
}
