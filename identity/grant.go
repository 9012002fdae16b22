package identity

import (
	"slices"
	"time"
)

// Grant is an account's right to use one service online (requirements A2, A10).
type Grant struct {
	// Service is the identifier of the service in the catalogue (identity/access).
	Service string `json:"service"`
	// By is what it was granted by: the identifier of a request, a reference number or a
	// registration by a representative. What is granted twice by one of them is granted
	// once.
	By    string    `json:"by"`
	Since time.Time `json:"since"`
	// Revoked is the zero time until it is, and Why the words of whoever revoked it.
	Revoked time.Time `json:"revoked,omitzero"`
	Why     string    `json:"why,omitempty"`
}

// Active reports a grant that was not revoked.
func (g Grant) Active() bool { return g.Revoked.IsZero() }

// Services returns the services that the account opens, in the order of their
// identifiers: those of active grants, each once.
func (a Account) Services() []string {
	var all []string
	for _, g := range a.Grants {
		if g.Active() {
			all = append(all, g.Service)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// GrantedBy reports that what is identified has granted something already, revoked or
// not.
func (a Account) GrantedBy(by string) bool {
	return slices.ContainsFunc(a.Grants, func(g Grant) bool { return g.By == by })
}

// Opens reports that the actor's account opens the service: what is granted or revoked
// counts from the next request on.
func (a Actor) Opens(service string) bool { return slices.Contains(a.Services, service) }
