package privacy

import (
	"context"

	"github.com/goodstanding/goodstanding/identity"
)

// Holder is something that keeps personal information: a database, a folder of documents.
// One that cannot be reached, or that keeps something which is not declared, answers with
// an error, and never with less than it keeps.
type Holder interface {
	// Pieces returns everything that the holder keeps about the person, in the order of
	// the identifiers; none is an empty slice.
	Pieces(ctx context.Context, about Subject) ([]Piece, error)
	// Erase erases the pieces of these identifiers in the way that their kinds say
	// ([Kept.Erase]), all or none where the holder can. What is not there, or is another
	// holder's, is no error: erasing twice is as erasing once.
	Erase(ctx context.Context, org identity.OrganisationID, pieces []string) error
	// Purge makes what was erased unreadable in the holder's own files, as far as it can.
	// It may be slow.
	Purge(ctx context.Context) error
}

// Records is the holder that knows who there is.
type Records interface {
	Holder
	// Subject returns a person as the stores know them. Of somebody whom they do not know
	// only Org and Person are set.
	Subject(ctx context.Context, org identity.OrganisationID, person PersonID) (Subject, error)
}
