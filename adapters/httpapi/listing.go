package httpapi

import (
	"net/http"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func listingEndpoints() []endpoint {
	const list = base + "/lists/{kind}"
	return []endpoint{
		{Route{http.MethodGet, list}, false, showList},
		{Route{http.MethodPost, list}, false, addListing},
		{Route{http.MethodGet, list + "/unlisted"}, false, listUnlisted},
		{Route{http.MethodPut, list + "/entries/{listing}"}, false, changeListing},
	}
}

// listingView is an entry of one of the order's lists, as staff see it.
type listingView struct {
	ID      string   `json:"id"`
	Label   string   `json:"label"`
	Former  []string `json:"former"`
	Retired bool     `json:"retired"`
	Version int64    `json:"version"`
}

func viewListing(l hours.Listing) listingView {
	return listingView{l.ID, l.Label, append([]string{}, l.Former...), l.Retired(), l.Version}
}

// unlistedView is what members typed because it was not in a list.
type unlistedView struct {
	Text         string        `json:"text"`
	Variants     []string      `json:"variants"`
	Declarations int           `json:"declarations"`
	Members      int           `json:"members"`
	Latest       time.Time     `json:"latest"`
	Near         []listingView `json:"near"`
}

// kind returns the list of the path, for staff.
func (x *exchange) kind() (hours.ListKind, error) {
	if err := x.actor.Check(identity.List, x.actor.Org, ""); err != nil {
		return "", err
	}
	kind := hours.ListKind(x.r.PathValue("kind"))
	if !slices.Contains(hours.ListKinds(), kind) {
		return "", hours.ErrNotFound
	}
	return kind, nil
}

// addListing adds an entry (P24 to P26). It touches no declaration.
func addListing(x *exchange) error {
	kind, err := x.kind()
	if err != nil {
		return err
	}
	var given struct {
		Label string `json:"label"`
		From  string `json:"from"`
	}
	if err := x.read(&given); err != nil {
		return err
	}
	item, err := x.api.Ledger.AddListing(x.r.Context(), x.actor, kind, given.Label, given.From)
	if err != nil {
		return err
	}
	x.etag(item.Version)
	return x.json(http.StatusOK, viewListing(item))
}

// changeListing renames an entry, retires it or offers it again.
func changeListing(x *exchange) error {
	kind, err := x.kind()
	if err != nil {
		return err
	}
	id, err := x.id("listing")
	if err != nil {
		return err
	}
	version, err := x.ifMatch()
	if err != nil {
		return err
	}
	var given struct {
		Label   string `json:"label"`
		Retired bool   `json:"retired"`
	}
	if err := x.read(&given); err != nil {
		return err
	}
	item, err := x.api.Ledger.ChangeListing(x.r.Context(), x.actor, kind, id, version, given.Label, given.Retired)
	if err != nil {
		return err
	}
	x.etag(item.Version)
	return x.json(http.StatusOK, viewListing(item))
}

// listUnlisted answers what members typed because it was not in the list, the most
// frequent first.
func listUnlisted(x *exchange) error {
	kind, err := x.kind()
	if err != nil {
		return err
	}
	all, err := x.api.Ledger.Unlisted(x.r.Context(), x.actor, kind, hours.ListQuery{Text: x.r.URL.Query().Get("q")})
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, listOf(all, func(u hours.Unlisted) unlistedView {
		return unlistedView{u.Text, u.Variants, u.Declarations, u.Members, u.Latest, listOf(u.Near, viewListing).Items}
	}))
}
