package hours

import (
	"slices"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/identity"
)

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

// ListingKey names an entry of one of the order's lists.
type ListingKey struct {
	Org  identity.OrganisationID `json:"org"`
	Kind ListKind                `json:"kind"`
	ID   string                  `json:"id"`
}

// Listing is an entry of one of the order's lists. What was declared with it keeps
// the label that it had then.
type Listing struct {
	Org   identity.OrganisationID `json:"org"`
	Kind  ListKind                `json:"kind"`
	ID    string                  `json:"id"`
	Label string                  `json:"label"`
	// Former are the labels that it had before, the oldest first.
	Former []string `json:"former,omitempty"`
	// From is the text, as searches compare it ([Fold]), that members typed for want
	// of the entry, when staff made it of that; empty otherwise. It is what makes an
	// activity of the list and one that was typed before the same.
	From string `json:"from,omitempty"`
	// RetiredAt is since when it is no longer offered; the zero time while it is.
	RetiredAt time.Time `json:"retiredAt,omitzero"`
	// Changed is when it was last added, renamed, retired or offered again, and By the
	// name of who did; zero for one that came with the organisation.
	Changed time.Time `json:"changed,omitzero"`
	By      string    `json:"by,omitempty"`
	// Version is one higher after each change; 0 has never been stored.
	Version int64 `json:"version,omitempty"`
}

// Key returns what names the entry.
func (l Listing) Key() ListingKey { return ListingKey{l.Org, l.Kind, l.ID} }

// Retired reports an entry that is no longer offered: what was declared with it
// still has it.
func (l Listing) Retired() bool { return !l.RetiredAt.IsZero() }

// Names reports a text that is one of the entry's labels, now or before, or what
// members typed for it, whatever the case, the accents and the spaces.
func (l Listing) Names(text string) bool {
	folded := squeezed(text)
	return folded != "" && (folded == squeezed(l.Label) || folded == squeezed(l.From) ||
		slices.ContainsFunc(l.Former, func(label string) bool { return squeezed(label) == folded }))
}

// content is what makes two activities of the entry the same.
func (l Listing) content() string {
	if l.From != "" {
		return l.From
	}
	return l.ID
}

// squeezed is [Fold] with each run of spaces as one.
func squeezed(text string) string { return strings.Join(strings.Fields(Fold(text)), " ") }

// Lists holds an order's lists.
type Lists []Listing

// Of returns the entries of a list, those that are no longer offered too.
func (l Lists) Of(kind ListKind) []Listing {
	var of []Listing
	for _, item := range l {
		if item.Kind == kind {
			of = append(of, item)
		}
	}
	return of
}

// Offered returns the entries of a list that a declaration may choose.
func (l Lists) Offered(kind ListKind) []Listing {
	return slices.DeleteFunc(l.Of(kind), Listing.Retired)
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

// Named returns the entry of a list that the text names ([Listing.Names]): one that
// is offered before one that is not.
func (l Lists) Named(kind ListKind, text string) (Listing, bool) {
	for _, retired := range []bool{false, true} {
		for _, item := range l {
			if item.Kind == kind && item.Retired() == retired && item.Names(text) {
				return item, true
			}
		}
	}
	return Listing{}, false
}

// content returns [Activity.Content] for an activity of the list, or for a title that
// was typed. Empty lets [Activity.Same] take the listing or the title: only an entry
// that was made of what members typed, and a title that is in the list after all,
// need more for the same activity to be the same either way.
func (l Lists) content(listing, title string) string {
	if listing == "" {
		if item, ok := l.Named(Activities, title); ok {
			return item.content()
		}
		return ""
	}
	if item, ok := l.Find(Activities, listing); ok {
		return item.From
	}
	return ""
}

// Near reports whether the entry shares a word with the text, words such as articles
// aside: somebody about to add the text is shown it first.
func (l Listing) Near(text string) bool {
	words := telling(text)
	return slices.ContainsFunc(telling(l.Label), func(word string) bool { return slices.Contains(words, word) })
}

// telling returns the words of a text that tell something: folded, of four letters or
// more.
func telling(text string) []string {
	words := strings.FieldsFunc(Fold(text), func(r rune) bool { return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789", r) })
	return slices.DeleteFunc(words, func(word string) bool { return len(word) < 4 })
}
