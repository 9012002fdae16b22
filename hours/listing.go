package hours

import "github.com/goodstanding/goodstanding/identity"

// ListKind is one of the order's lists.
type ListKind string

// The lists that a declaration chooses from (P24 to P26).
const (
	Activities ListKind = "activities"
	Providers  ListKind = "providers"
	Trainers   ListKind = "trainers"
)

// ListKinds lists the lists.
func ListKinds() []ListKind { return []ListKind{Activities, Providers, Trainers} }

// Listing is an entry of one of the order's lists.
type Listing struct {
	Org   identity.OrganisationID `json:"org"`
	Kind  ListKind                `json:"kind"`
	ID    string                  `json:"id"`
	Label string                  `json:"label"`
}

// Lists holds an order's lists.
type Lists []Listing

// Of returns the entries of a list.
func (l Lists) Of(kind ListKind) []Listing {
	var of []Listing
	for _, item := range l {
		if item.Kind == kind {
			of = append(of, item)
		}
	}
	return of
}

// Find returns an entry of a list by its identifier.
func (l Lists) Find(kind ListKind, id string) (Listing, bool) {
	for _, item := range l {
		if item.Kind == kind && item.ID == id {
			return item, true
		}
	}
	return Listing{}, false
}
