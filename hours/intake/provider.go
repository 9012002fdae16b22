package intake

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/identity"
)

// ProviderKey names a training body.
type ProviderKey struct {
	Org identity.OrganisationID `json:"org"`
	ID  string                  `json:"id"`
}

// Provider is a training body that sends rosters. Its token is told once; only its
// digest is kept.
type Provider struct {
	ProviderKey
	Name string `json:"name"`
	// Digest is the SHA-256 of the token, in hexadecimal; Issued is when the token
	// was made.
	Digest string    `json:"digest"`
	Issued time.Time `json:"issued"`
	// Disabled says that the token opens nothing, until staff enable it again.
	Disabled bool      `json:"disabled"`
	Created  time.Time `json:"created"`
	Changed  time.Time `json:"changed"`
	// Version is one higher after each change; 0 has never been stored.
	Version int64 `json:"version"`
}

// Actor is the training body as desks know it.
func (p Provider) Actor() identity.Actor { return identity.TrainingBody(p.Org, p.ID, p.Name) }

// opens reports that the token is the provider's, in the same time whatever is wrong
// with it.
func (p Provider) opens(token string) bool {
	return subtle.ConstantTimeCompare([]byte(p.Digest), []byte(digest(token))) == 1 && !p.Disabled
}

func digest(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// holder returns whose token it says it is: the organisation, the provider and the
// secret are separated by full stops.
func holder(token string) (ProviderKey, error) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 || !identity.WellFormed(parts[1]) {
		return ProviderKey{}, ErrToken
	}
	org, err := identity.ParseOrganisationID(parts[0])
	if err != nil {
		return ProviderKey{}, ErrToken
	}
	return ProviderKey{org, parts[1]}, nil
}
