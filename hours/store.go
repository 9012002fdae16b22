package hours

import (
	"context"

	"github.com/goodstanding/goodstanding/identity"
)

// Store keeps declarations and the lists they choose from. adapters/storetest
// says what it must do, and every adapter passes it.
type Store interface {
	// Declaration returns one declaration, or [ErrNotFound].
	Declaration(ctx context.Context, key Key) (Declaration, error)
	// Declarations returns every declaration of a member, in the order of their
	// identifiers; none is an empty slice.
	Declarations(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]Declaration, error)
	// Awaiting returns the organisation's declarations that wait for staff
	// ([Declaration.Awaits]), the earliest submitted first.
	Awaiting(ctx context.Context, org identity.OrganisationID) ([]Declaration, error)
	// Evidenced returns the organisation's declarations of which an audit has asked for
	// evidence, whatever became of it, in no order.
	Evidenced(ctx context.Context, org identity.OrganisationID) ([]Declaration, error)
	// Unlisted returns the organisation's declarations that [Declaration.Unlisted]
	// reports, in no order that matters.
	Unlisted(ctx context.Context, org identity.OrganisationID) ([]Declaration, error)
	// Change reads the declaration (only its Key is set, Version 0, when there is
	// none), calls fn with it, and writes what fn returns with Version one higher,
	// together with fn's telling, in one transaction, and returns it as it will be
	// read. fn may be called more than once and must have no effect of its own; an
	// error of fn is returned as it is and nothing is written. Two Changes of one
	// declaration never lose each other's work. Nothing is written either when the
	// act's Seq is not one higher than that of the member's latest, which is
	// [ErrStale], nor when the act or a message is about another file, nor when a
	// message's identifier is taken.
	Change(ctx context.Context, key Key, fn func(Declaration) (Declaration, Telling, error)) (Declaration, error)

	// Acts returns the history of a member's file, exemptions included, in the order
	// of Seq; none is an empty slice. Acts are only ever added, and only by a
	// Change, of this store or of another that takes a [Telling].
	Acts(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]Act, error)
	// LastAct returns the Seq of the latest; 0 when there is none.
	LastAct(ctx context.Context, org identity.OrganisationID, member identity.MemberID) (int64, error)

	// Lists returns the organisation's lists, in the order of their labels.
	Lists(ctx context.Context, org identity.OrganisationID) (Lists, error)
	// ChangeListing changes an entry of a list as Change does a declaration.
	ChangeListing(ctx context.Context, key ListingKey, fn func(Listing) (Listing, error)) (Listing, error)
	// PutListing adds an entry to a list, in place of the one with its identifier.
	PutListing(ctx context.Context, item Listing) error
}
