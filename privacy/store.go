package privacy

import (
	"context"

	"github.com/goodstanding/goodstanding/identity"
)

// Store keeps requests, consents, disclosures, incidents and anonymisations.
// adapters/storetest says what it must do, and every adapter passes it.
//
// The Change methods read the value (only its key is set, Version 0, when there is
// none), call fn with it, and write what fn returns with Version one higher, with the
// messages that it returns, in one transaction, and return it as it will be read. fn may
// be called more than once and must have no effect of its own; its error is returned as
// it is and nothing is written. Two Changes of one value never lose each other's work.
// Messages about a person are of the person's own file, and those about an incident or
// an anonymisation of the organisation's.
type Store interface {
	// Request returns one request, or [ErrNotFound].
	Request(ctx context.Context, org identity.OrganisationID, person PersonID, id string) (Request, error)
	// Requests returns every request of a person, in the order of their identifiers;
	// none is an empty slice.
	Requests(ctx context.Context, org identity.OrganisationID, person PersonID) ([]Request, error)
	// Asked returns the requests of the organisation that are done, or those that are
	// not ([Request.Done]), the earliest entered first.
	Asked(ctx context.Context, org identity.OrganisationID, done bool) ([]Request, error)
	ChangeRequest(ctx context.Context, org identity.OrganisationID, person PersonID, id string, fn func(Request) (Request, []identity.Message, error)) (Request, error)

	// Consent returns what a person said for a purpose; one that was never asked for,
	// with its key, when they said nothing.
	Consent(ctx context.Context, org identity.OrganisationID, person PersonID, purpose string) (Consent, error)
	// Consents returns those of a person, in the order of their purposes.
	Consents(ctx context.Context, org identity.OrganisationID, person PersonID) ([]Consent, error)
	ChangeConsent(ctx context.Context, org identity.OrganisationID, person PersonID, purpose string, fn func(Consent) (Consent, []identity.Message, error)) (Consent, error)

	// Disclosures returns the register's entries about a person, in the order of their
	// identifiers, and Disclosed all those of the organisation, the earliest first.
	Disclosures(ctx context.Context, org identity.OrganisationID, person PersonID) ([]Disclosure, error)
	Disclosed(ctx context.Context, org identity.OrganisationID) ([]Disclosure, error)
	// ChangeDisclosure is for a new entry: none is ever changed by the desk.
	ChangeDisclosure(ctx context.Context, org identity.OrganisationID, person PersonID, id string, fn func(Disclosure) (Disclosure, []identity.Message, error)) (Disclosure, error)

	// Incident returns one entry of the register of incidents, or [ErrNotFound], and
	// Incidents all of them, in the order of their identifiers.
	Incident(ctx context.Context, org identity.OrganisationID, id string) (Incident, error)
	Incidents(ctx context.Context, org identity.OrganisationID) ([]Incident, error)
	ChangeIncident(ctx context.Context, org identity.OrganisationID, id string, fn func(Incident) (Incident, []identity.Message, error)) (Incident, error)

	// Run returns one anonymisation, or [ErrNotFound], and Runs all of them, in the order
	// of their identifiers.
	Run(ctx context.Context, org identity.OrganisationID, id string) (Run, error)
	Runs(ctx context.Context, org identity.OrganisationID) ([]Run, error)
	ChangeRun(ctx context.Context, org identity.OrganisationID, id string, fn func(Run) (Run, []identity.Message, error)) (Run, error)

	// Traces returns what was done with a person's information, in the order of their
	// identifiers; none is an empty slice.
	Traces(ctx context.Context, org identity.OrganisationID, person PersonID) ([]Trace, error)
	ChangeTrace(ctx context.Context, org identity.OrganisationID, person PersonID, id string, fn func(Trace) (Trace, []identity.Message, error)) (Trace, error)
	// Chain returns the latest links of the audit chain, and Leaf those of a leaf, or
	// [ErrNotFound].
	Chain(ctx context.Context, org identity.OrganisationID) (Chain, error)
	ChangeChain(ctx context.Context, org identity.OrganisationID, fn func(Chain) (Chain, []identity.Message, error)) (Chain, error)
	Leaf(ctx context.Context, org identity.OrganisationID, number int64) (Leaf, error)
	ChangeLeaf(ctx context.Context, org identity.OrganisationID, number int64, fn func(Leaf) (Leaf, []identity.Message, error)) (Leaf, error)

	// Destruction returns one destruction, or [ErrNotFound], and Destructions all those of
	// the organisation, in the order of their identifiers. They are the organisation's own.
	Destruction(ctx context.Context, org identity.OrganisationID, id string) (Destruction, error)
	Destructions(ctx context.Context, org identity.OrganisationID) ([]Destruction, error)
	ChangeDestruction(ctx context.Context, org identity.OrganisationID, id string, fn func(Destruction) (Destruction, error)) (Destruction, error)
}
