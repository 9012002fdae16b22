package hours

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/identity"
)

// longestLabel is the greatest length of a label, in characters: that of a title.
const longestLabel = 200

// Unlisted returns what members typed because it was not in the order's list, for
// staff. It reads every declaration of the organisation in which something was typed,
// those that were decided long ago too; what the list names by now is left out, but is
// read.
func (l *Ledger) Unlisted(ctx context.Context, actor identity.Actor, kind ListKind, q ListQuery) ([]Unlisted, error) {
	if err := actor.Check(identity.List, actor.Org, ""); err != nil {
		return nil, err
	}
	lists, err := l.Store.Lists(ctx, actor.Org)
	if err != nil {
		return nil, err
	}
	declarations, err := l.Store.Unlisted(ctx, actor.Org)
	if err != nil {
		return nil, err
	}
	return q.ChooseUnlisted(lists.Unlisted(kind, declarations)), nil
}

// AddListing adds an entry to one of the order's lists, for staff. from is what members
// typed for want of it, when it is made of that, and empty otherwise. No declaration is
// touched: what was typed stays as it was. The error is that of the actor's check, or a
// [FieldErrors] on "label"; [ErrListed] when the list names the label already. Adding
// again what the same person just added is no error.
func (l *Ledger) AddListing(ctx context.Context, actor identity.Actor, kind ListKind, label, from string) (Listing, error) {
	label, from = Tidy(label), squeezed(Tidy(from))
	lists, err := l.listing(ctx, actor, kind, label)
	if err != nil {
		return Listing{}, err
	}
	if named, known := lists.Named(kind, label); known {
		if named.Label == label && named.By == actor.Name && named.From == from {
			return named, nil
		}
		return Listing{}, FieldErrors{{"label", ErrListed}}
	}
	// Two people who add one label at once make one entry.
	sum := sha256.Sum256([]byte(string(kind) + "\x00" + squeezed(label)))
	key, now := ListingKey{actor.Org, kind, hex.EncodeToString(sum[:10])}, l.now()
	return l.Store.ChangeListing(ctx, key, func(item Listing) (Listing, error) {
		if item.Version > 0 {
			return item, FieldErrors{{"label", ErrListed}}
		}
		item.Label, item.From, item.Changed, item.By = label, from, now, actor.Name
		return item, nil
	})
}

// ChangeListing renames an entry of one of the order's lists, retires it, or offers it
// again, for staff. What was declared with it keeps the label that it had. The error is
// that of the actor's check, [ErrNotFound], [ErrStale], or a [FieldErrors] on "label".
func (l *Ledger) ChangeListing(ctx context.Context, actor identity.Actor, kind ListKind, id string, version int64, label string, retired bool) (Listing, error) {
	label = Tidy(label)
	lists, err := l.listing(ctx, actor, kind, label)
	if err != nil {
		return Listing{}, err
	}
	if named, known := lists.Named(kind, label); known && named.ID != id {
		return Listing{}, FieldErrors{{"label", ErrListed}}
	}
	now := l.now()
	var same Listing
	changed, err := l.Store.ChangeListing(ctx, ListingKey{actor.Org, kind, id}, func(item Listing) (Listing, error) {
		same = item
		switch {
		case item.Version == 0:
			return item, ErrNotFound
		case item.Label == label && item.Retired() == retired:
			return item, errUnchanged
		case item.Version != version:
			return item, ErrStale
		}
		if item.Label != label {
			item.Former = append(slices.Clone(item.Former), item.Label)
			item.Label = label
		}
		switch {
		case !retired:
			item.RetiredAt = time.Time{}
		case !item.Retired():
			item.RetiredAt = now
		}
		item.Changed, item.By = now, actor.Name
		return item, nil
	})
	if errors.Is(err, errUnchanged) {
		return same, nil
	}
	return changed, err
}

// listing checks who changes a list and the label.
func (l *Ledger) listing(ctx context.Context, actor identity.Actor, kind ListKind, label string) (Lists, error) {
	switch err := actor.Check(identity.List, actor.Org, ""); {
	case err != nil:
		return nil, err
	case !slices.Contains(ListKinds(), kind):
		return nil, ErrNotFound
	case label == "":
		return nil, FieldErrors{{"label", ErrMissing}}
	case len([]rune(label)) > longestLabel:
		return nil, FieldErrors{{"label", ErrTooLong}}
	}
	return l.Store.Lists(ctx, actor.Org)
}
