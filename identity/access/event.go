package access

import (
	"errors"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// What the trail notes of this desk, beside identity's events. The flow of an event is the
// request, the reference number or the registration that it is about.
const (
	EventRequestSubmit   identity.EventKind = "access-submit"
	EventRequestSign     identity.EventKind = "access-sign"
	EventRequestDecline  identity.EventKind = "access-decline"
	EventRequestWithdraw identity.EventKind = "access-withdraw"
	EventRequestRecord   identity.EventKind = "access-record"
	EventRequestAccept   identity.EventKind = "access-accept"
	EventRequestRefuse   identity.EventKind = "access-refuse"
	EventRevoke          identity.EventKind = "access-revoke"
	EventReferenceIssue  identity.EventKind = "reference-issue"
	EventReferenceRevoke identity.EventKind = "reference-revoke"
	EventReferenceTried  identity.EventKind = "reference-tried"
	EventWorkplaceSet    identity.EventKind = "workplace-set"
	EventEnrol           identity.EventKind = "enrolment-register"
	EventRenew           identity.EventKind = "enrolment-renew"
	EventEnrolWithdraw   identity.EventKind = "enrolment-withdraw"
	EventEnrolmentSend   identity.EventKind = "enrolment-send"
	EventEnrolmentTried  identity.EventKind = "enrolment-tried"
)

// refusals are the words for the refusals of this package.
var refusals = []struct {
	err    error
	reason identity.Reason
}{
	{ErrNotFound, "not-found"},
	{ErrForbidden, "forbidden"},
	{ErrStep, "step"},
	{ErrEnded, "ended"},
	{ErrStale, "stale"},
	{ErrName, "name"},
	{ErrShared, "shared-address"},
	{ErrSigner, "another-signer"},
	{ErrAgree, "commitments"},
	{ErrReasons, "would-be-refused"},
	{ErrTooMany, "held"},
	{ErrNoGround, "no-ground"},
	{ErrReference, "wrong"},
	{ErrEnrolment, "wrong"},
	{ErrHasAccount, "has-account"},
}

// after returns the event as an error of this package leaves it; of any other error, as
// it was.
func after(e identity.Event, err error) identity.Event {
	for _, known := range refusals {
		if errors.Is(err, known.err) {
			e.Outcome, e.Reason = identity.OutcomeRefused, known.reason
			return e
		}
	}
	if errors.As(err, new(hours.FieldErrors)) {
		e.Outcome, e.Reason = identity.OutcomeRefused, "fields"
	}
	return e
}
