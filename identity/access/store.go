package access

import (
	"context"

	"github.com/goodstanding/goodstanding/identity"
)

// Store keeps what the desk works on. Everything in it is the organisation's own, and its
// messages are of no member's file. Its Change methods are under the rules of
// [identity.Store]'s, and write the messages that fn returns to the outbox in the same
// transaction.
type Store interface {
	// Request returns one request, or [ErrNotFound].
	Request(ctx context.Context, org identity.OrganisationID, id string) (Request, error)
	// Requests returns every request, in the order of their identifiers.
	Requests(ctx context.Context, org identity.OrganisationID) ([]Request, error)
	// Waiting returns the requests at a place, the oldest first.
	Waiting(ctx context.Context, org identity.OrganisationID, at Place) ([]Request, error)
	ChangeRequest(ctx context.Context, org identity.OrganisationID, id string, fn func(Request) (Request, []identity.Message, error)) (Request, error)

	// Reference returns one reference number, or [ErrNotFound].
	Reference(ctx context.Context, org identity.OrganisationID, id string) (Reference, error)
	// References returns every reference number, in the order of their identifiers.
	References(ctx context.Context, org identity.OrganisationID) ([]Reference, error)
	ChangeReference(ctx context.Context, org identity.OrganisationID, id string, fn func(Reference) (Reference, []identity.Message, error)) (Reference, error)

	// Workplace returns one workplace, or [ErrNotFound].
	Workplace(ctx context.Context, org identity.OrganisationID, id string) (Workplace, error)
	// Workplaces returns every workplace, in the order of their identifiers.
	Workplaces(ctx context.Context, org identity.OrganisationID) ([]Workplace, error)
	ChangeWorkplace(ctx context.Context, org identity.OrganisationID, id string, fn func(Workplace) (Workplace, error)) (Workplace, error)

	// Enrolment returns one registration, or [ErrNotFound].
	Enrolment(ctx context.Context, org identity.OrganisationID, id string) (Enrolment, error)
	// Enrolments returns every registration, in the order of their identifiers.
	Enrolments(ctx context.Context, org identity.OrganisationID) ([]Enrolment, error)
	// Invited returns the registrations that wait for the person who has the address, in
	// the form of [Mailbox], the oldest first.
	Invited(ctx context.Context, org identity.OrganisationID, mailbox string) ([]Enrolment, error)
	ChangeEnrolment(ctx context.Context, org identity.OrganisationID, id string, fn func(Enrolment) (Enrolment, []identity.Message, error)) (Enrolment, error)
}

// Place is where requests wait for something.
type Place string

// The places. The zero value is none.
const (
	// Unsent: filled in, or sent and not signed by both. ForStaff: waiting for a decision.
	// Ungranted: accepted, and the account does not have the service yet.
	Unsent    Place = "unsent"
	ForStaff  Place = "for-staff"
	Ungranted Place = "ungranted"
)

// Place returns where the request waits.
func (r Request) Place() Place {
	switch r.State {
	case Draft, Awaiting:
		return Unsent
	case Queued:
		return ForStaff
	case Accepted:
		if r.Granted.IsZero() {
			return Ungranted
		}
	case None, Refused, Withdrawn, Declined, Lapsed:
	}
	return ""
}

// Mailbox returns what registrations are found by: it tells no address.
func Mailbox(address string) string { return identity.Digest(key(address)) }
