// Package access says who may use which service online, and how they come to: by a
// request that two people sign (requirements A1 to A5, A7 to A9), by the reference number
// that an order has given (A6), or through the representative of a workplace (A11, A12).
//
// Start with [Office], the desk. Forms, services and the grounds for a refusal are data:
// a [Catalogue], which identity/access/forms reads. A [Request] is for one person and one
// service (A2); [Catalogue.Reasons] finds everything that is wrong with it at once. Both
// people sign the same [Statement], each from their own mailbox, or on paper that staff
// record. What is granted is an [identity.Grant] of an account.
//
// The user name of a new account goes to whoever authorised the request, and the
// temporary password to the user (A8): no message, page or mailbox ever holds both.
//
// Files other than office*.go and store.go are pure.
package access

import "github.com/goodstanding/goodstanding/identity"

// The greatest lengths of what people type, in characters.
const (
	LongestName = 100
	LongestNote = 2000
)

// Person is somebody named in a request or a registration.
type Person struct {
	First string `json:"first"`
	Last  string `json:"last"`
	Email string `json:"email"`
}

// Name returns the first name, then the last.
func (p Person) Name() string { return p.First + " " + p.Last }

// is reports that a name that was typed is the person's, whatever its accents, capitals
// and spaces.
func (p Person) is(name string) bool { return fold(name) == fold(p.Name()) }

// accountID returns the identifier of the account that a person gets who has none: made
// of the address, so that two requests for one person at the same instant open one.
func accountID(address string) identity.AccountID {
	return identity.AccountID("u-" + identity.Digest(key(address))[:24])
}
