package privacy

import (
	"context"
	"io"
	"slices"

	"github.com/goodstanding/goodstanding/identity"
)

// HeldPiece is one thing that is held about a person, in words and with why (V16).
type HeldPiece struct {
	ID    string
	Kind  string
	Label identity.Text
	// Why is each purpose that it is kept for, once.
	Why []Why
	// Values are what it says of the person; none for a document.
	Values []HeldValue
	// Document: it is a file, which [Registrar.OpenHeld] opens.
	Document bool
}

// Why is why something is held.
type Why struct {
	Purpose  identity.Text
	Regime   Regime
	Basis    Basis
	Articles []ArticleID
	// Class is for how long.
	Class identity.Text
	// Verified: the policy itself says so.
	Verified bool
}

// HeldValue is a value that is held.
type HeldValue struct {
	Path  string
	Label identity.Text
	// Category is that of the policy; the zero Text when it names none.
	Category identity.Text
	From     Provenance
	Text     string
}

// Held returns everything that is held about a person, in the order of the kinds: to the
// person, or to the person in charge. What is of somebody else, and what is the program's
// alone, is not among it. The errors are [ErrNotFound], [ErrNoCustody] and those of the
// holders: what cannot be reached is never left out.
func (r *Registrar) Held(ctx context.Context, actor identity.Actor, person PersonID) ([]HeldPiece, error) {
	if err := reads(actor, person); err != nil {
		return nil, err
	}
	pieces, err := r.something(ctx, actor.Org, person)
	if err != nil {
		return nil, err
	}
	k := r.Custody.Keeping
	order := func(p Piece) int {
		return slices.IndexFunc(k.Kinds, func(kept Kept) bool { return kept.Kind == p.Kind })
	}
	slices.SortStableFunc(pieces, func(a, b Piece) int { return order(a) - order(b) })
	all := make([]HeldPiece, 0, len(pieces))
	for _, p := range pieces {
		kept, _ := k.Kept(p.Kind)
		one := HeldPiece{ID: p.ID, Kind: p.Kind, Label: kept.Label, Document: kept.In == "documents", Why: r.why(kept)}
		data, err := k.Data(p)
		if err != nil {
			return nil, err
		}
		for _, d := range data {
			if !d.Field.Personal() {
				continue
			}
			v := HeldValue{Path: d.Path, Label: d.Field.Label, From: d.Field.From, Text: d.Text()}
			if h, ok := r.Inventory.Holding(d.Holding); ok && d.Field.Is != Unnamed {
				category, _ := r.Inventory.Category(h.Category)
				v.Category = category.Label
			}
			one.Values = append(one.Values, v)
		}
		all = append(all, one)
	}
	return all, nil
}

// why returns the purposes of a kind, in words.
func (r *Registrar) why(kept Kept) []Why {
	var all []Why
	seen := map[string]bool{}
	for _, id := range kept.Holdings() {
		h, ok := r.Inventory.Holding(id)
		if !ok || seen[h.Purpose] {
			continue
		}
		seen[h.Purpose] = true
		purpose, _ := r.Inventory.Purpose(h.Purpose)
		class, _ := r.Inventory.Class(h.Class)
		all = append(all, Why{
			Purpose: purpose.Label, Regime: h.Regime, Basis: h.Basis, Articles: h.Articles, Class: class.Label, Verified: h.Verified,
		})
	}
	return all
}

// Portable returns what a person may take along (V16), to the person or to the person in
// charge. The errors are those of [Registrar.Held].
func (r *Registrar) Portable(ctx context.Context, actor identity.Actor, person PersonID) (Export, error) {
	if err := reads(actor, person); err != nil {
		return Export{}, err
	}
	m, err := r.moment(ctx, actor.Org)
	if err != nil {
		return Export{}, err
	}
	pieces, err := r.something(ctx, actor.Org, person)
	if err != nil {
		return Export{}, err
	}
	e, err := r.Custody.Keeping.Export(Porting{
		Org: actor.Org, Person: person, Pieces: pieces, Established: r.Custody.Established, Rules: m.rules, Day: m.today,
	})
	if err == nil && Self(actor) != person {
		err = r.note(ctx, Trace{Org: actor.Org, Person: person, ID: "exported-" + r.newID(), At: m.at, Account: actor.Account, Roles: actor.Roles, Did: Exported})
	}
	if err != nil {
		return Export{}, err
	}
	return e, nil
}

// Opener is a holder of documents that opens one by the identifier of its piece.
type Opener interface {
	OpenPiece(ctx context.Context, org identity.OrganisationID, piece string) (io.ReadCloser, error)
}

// OpenHeld opens a document that is held about a person; the caller closes it. The errors
// are those of [Registrar.Held], and [ErrNotFound] for what is no document of theirs.
func (r *Registrar) OpenHeld(ctx context.Context, actor identity.Actor, person PersonID, piece string) (io.ReadCloser, error) {
	if err := reads(actor, person); err != nil {
		return nil, err
	}
	if r.Custody == nil {
		return nil, ErrNoCustody
	}
	about := Subject{Org: actor.Org, Person: person}
	for _, h := range r.Custody.Others {
		opener, ok := h.(Opener)
		if !ok {
			continue
		}
		pieces, err := h.Pieces(ctx, about)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(pieces, func(p Piece) bool { return p.ID == piece }) {
			return opener.OpenPiece(ctx, actor.Org, piece)
		}
	}
	return nil, ErrNotFound
}
