package cabinet

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// awaiting is what those that wait for a decision are found by.
const awaiting = "awaiting"

// waits is what one that may wait since an instant is found by.
func waits(pending bool, since time.Time) (string, time.Time) {
	if !pending {
		return "", time.Time{}
	}
	return awaiting, since
}

var declarations = drawer[hours.Key, hours.Declaration]{
	kind:    "declaration",
	missing: hours.ErrNotFound,
	place:   func(k hours.Key) Key { return Key{Org: k.Org, Member: k.Member, ID: k.ID} },
	name:    func(d *hours.Declaration, k hours.Key) { d.Key = k },
	version: func(d *hours.Declaration) *int64 { return &d.Version },
	found:   foundDeclaration,
}

// evidenced is what those whose evidence was asked for are found by, but for those
// that wait.
const evidenced = "evidenced"

// unlisted is what those are found by in which something was typed that is not in the
// order's lists, but for those that are found by something else.
const unlisted = "unlisted"

func foundDeclaration(d hours.Declaration) (string, time.Time) {
	switch {
	case d.Awaits():
		return awaiting, d.Submitted
	case d.Evidence != nil:
		return evidenced, d.Submitted
	case d.Unlisted():
		return unlisted, d.Submitted
	}
	return "", time.Time{}
}

// listings are the organisation's own. The name of a list has no slash.
var listings = drawer[hours.Listing, hours.Listing]{
	kind:    "listing",
	missing: hours.ErrNotFound,
	place:   func(l hours.Listing) Key { return Key{Org: l.Org, ID: string(l.Kind) + "/" + l.ID} },
	name:    func(l *hours.Listing, k hours.Listing) { l.Org, l.Kind, l.ID = k.Org, k.Kind, k.ID },
	version: func(l *hours.Listing) *int64 { return &l.Version },
}

// Hours returns the store of declarations.
func (c Cabinet) Hours() hours.Store { return hoursStore(c) }

type hoursStore struct{ driver Driver }

func (h hoursStore) Declaration(ctx context.Context, key hours.Key) (hours.Declaration, error) {
	return declarations.read(ctx, h.driver, key)
}

func (h hoursStore) Declarations(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]hours.Declaration, error) {
	return declarations.list(ctx, h.driver, org, member)
}

func (h hoursStore) Awaiting(ctx context.Context, org identity.OrganisationID) ([]hours.Declaration, error) {
	return declarations.find(ctx, h.driver, org, awaiting)
}

func (h hoursStore) Evidenced(ctx context.Context, org identity.OrganisationID) ([]hours.Declaration, error) {
	all, err := declarations.find(ctx, h.driver, org, evidenced)
	if err != nil {
		return nil, err
	}
	waiting, err := declarations.find(ctx, h.driver, org, awaiting)
	if err != nil {
		return nil, err
	}
	for _, d := range waiting {
		if d.Evidence != nil {
			all = append(all, d)
		}
	}
	return all, nil
}

// Unlisted looks through what is found by each of the three, since a record is found
// by one.
func (h hoursStore) Unlisted(ctx context.Context, org identity.OrganisationID) ([]hours.Declaration, error) {
	all, err := declarations.find(ctx, h.driver, org, unlisted)
	for _, by := range []string{evidenced, awaiting} {
		if err != nil {
			return nil, err
		}
		var more []hours.Declaration
		more, err = declarations.find(ctx, h.driver, org, by)
		all = append(all, slices.DeleteFunc(more, func(d hours.Declaration) bool { return !d.Unlisted() })...)
	}
	return all, err
}

func (h hoursStore) ChangeListing(ctx context.Context, key hours.ListingKey, fn func(hours.Listing) (hours.Listing, error)) (hours.Listing, error) {
	named := hours.Listing{Org: key.Org, Kind: key.Kind, ID: key.ID}
	return listings.change(ctx, h.driver, named, func(l hours.Listing) (hours.Listing, hours.Telling, error) {
		if l.Label != "" {
			l.Version = max(1, l.Version) // one from before entries showed theirs
		}
		l, err := fn(l)
		return l, hours.Telling{}, err
	})
}

func (h hoursStore) Change(ctx context.Context, key hours.Key, fn func(hours.Declaration) (hours.Declaration, hours.Telling, error)) (hours.Declaration, error) {
	return declarations.change(ctx, h.driver, key, fn)
}

func (h hoursStore) Acts(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]hours.Act, error) {
	file := kept(Key{Org: org, Member: member})
	return h.driver.Acts(ctx, file.Org, file.Member)
}

func (h hoursStore) LastAct(ctx context.Context, org identity.OrganisationID, member identity.MemberID) (int64, error) {
	file := kept(Key{Org: org, Member: member})
	return h.driver.LastAct(ctx, file.Org, file.Member)
}

// Lists sorts the entries as a person would: neither accents nor capitals keep
// words apart.
func (h hoursStore) Lists(ctx context.Context, org identity.OrganisationID) (hours.Lists, error) {
	all, err := listings.list(ctx, h.driver, org, "")
	if err != nil {
		return nil, err
	}
	folded := make(map[string]string, len(all))
	for i, l := range all {
		folded[l.Label] = hours.Fold(l.Label)
		all[i].Version = max(1, l.Version)
	}
	slices.SortFunc(all, func(a, b hours.Listing) int {
		return cmp.Or(
			cmp.Compare(folded[a.Label], folded[b.Label]), cmp.Compare(a.Label, b.Label),
			cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
	})
	return all, nil
}

func (h hoursStore) PutListing(ctx context.Context, item hours.Listing) error {
	_, err := listings.change(ctx, h.driver, item, func(hours.Listing) (hours.Listing, hours.Telling, error) {
		return item, hours.Telling{}, nil
	})
	return err
}
