package cabinet

import (
	"context"
	"time"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
)

// accessRequests are found by where they wait.
var accessRequests = drawer[identityKey, access.Request]{
	kind:    "access-request",
	missing: access.ErrNotFound,
	place:   identityKey.place,
	name:    func(r *access.Request, k identityKey) { r.Org, r.ID = k.org, k.id },
	version: func(r *access.Request) *int64 { return &r.Version },
	found: func(r access.Request) (string, time.Time) {
		if at := r.Place(); at != "" {
			return string(at), r.Began
		}
		return "", time.Time{}
	},
}

var accessReferences = drawer[identityKey, access.Reference]{
	kind:    "access-reference",
	missing: access.ErrNotFound,
	place:   identityKey.place,
	name:    func(r *access.Reference, k identityKey) { r.Org, r.ID = k.org, k.id },
	version: func(r *access.Reference) *int64 { return &r.Version },
}

var workplaces = drawer[identityKey, access.Workplace]{
	kind:    "access-workplace",
	missing: access.ErrNotFound,
	place:   identityKey.place,
	name:    func(w *access.Workplace, k identityKey) { w.Org, w.ID = k.org, k.id },
	version: func(w *access.Workplace) *int64 { return &w.Version },
}

// enrolments are found by the mailbox of whoever they wait for.
var enrolments = drawer[identityKey, access.Enrolment]{
	kind:    "access-enrolment",
	missing: access.ErrNotFound,
	place:   identityKey.place,
	name:    func(e *access.Enrolment, k identityKey) { e.Org, e.ID = k.org, k.id },
	version: func(e *access.Enrolment) *int64 { return &e.Version },
	found: func(e access.Enrolment) (string, time.Time) {
		if e.State != access.EnrolmentInvited {
			return "", time.Time{}
		}
		return access.Mailbox(e.Person.Email), e.Began
	},
}

// Access returns the store of requests for access, reference numbers, workplaces and
// registrations.
func (c Cabinet) Access() access.Store { return accessStore(c) }

type accessStore struct{ driver Driver }

func (s accessStore) Request(ctx context.Context, org identity.OrganisationID, id string) (access.Request, error) {
	return accessRequests.read(ctx, s.driver, identityKey{org, id})
}

func (s accessStore) Requests(ctx context.Context, org identity.OrganisationID) ([]access.Request, error) {
	return accessRequests.list(ctx, s.driver, org, "")
}

func (s accessStore) Waiting(ctx context.Context, org identity.OrganisationID, at access.Place) ([]access.Request, error) {
	return accessRequests.find(ctx, s.driver, org, string(at))
}

func (s accessStore) ChangeRequest(ctx context.Context, org identity.OrganisationID, id string, fn func(access.Request) (access.Request, []identity.Message, error)) (access.Request, error) {
	return accessRequests.change(ctx, s.driver, identityKey{org, id}, telling(fn))
}

func (s accessStore) Reference(ctx context.Context, org identity.OrganisationID, id string) (access.Reference, error) {
	return accessReferences.read(ctx, s.driver, identityKey{org, id})
}

func (s accessStore) References(ctx context.Context, org identity.OrganisationID) ([]access.Reference, error) {
	return accessReferences.list(ctx, s.driver, org, "")
}

func (s accessStore) ChangeReference(ctx context.Context, org identity.OrganisationID, id string, fn func(access.Reference) (access.Reference, []identity.Message, error)) (access.Reference, error) {
	return accessReferences.change(ctx, s.driver, identityKey{org, id}, telling(fn))
}

func (s accessStore) Workplace(ctx context.Context, org identity.OrganisationID, id string) (access.Workplace, error) {
	return workplaces.read(ctx, s.driver, identityKey{org, id})
}

func (s accessStore) Workplaces(ctx context.Context, org identity.OrganisationID) ([]access.Workplace, error) {
	return workplaces.list(ctx, s.driver, org, "")
}

func (s accessStore) ChangeWorkplace(ctx context.Context, org identity.OrganisationID, id string, fn func(access.Workplace) (access.Workplace, error)) (access.Workplace, error) {
	return workplaces.change(ctx, s.driver, identityKey{org, id}, silent(fn))
}

func (s accessStore) Enrolment(ctx context.Context, org identity.OrganisationID, id string) (access.Enrolment, error) {
	return enrolments.read(ctx, s.driver, identityKey{org, id})
}

func (s accessStore) Enrolments(ctx context.Context, org identity.OrganisationID) ([]access.Enrolment, error) {
	return enrolments.list(ctx, s.driver, org, "")
}

func (s accessStore) Invited(ctx context.Context, org identity.OrganisationID, mailbox string) ([]access.Enrolment, error) {
	return enrolments.find(ctx, s.driver, org, mailbox)
}

func (s accessStore) ChangeEnrolment(ctx context.Context, org identity.OrganisationID, id string, fn func(access.Enrolment) (access.Enrolment, []identity.Message, error)) (access.Enrolment, error) {
	return enrolments.change(ctx, s.driver, identityKey{org, id}, telling(fn))
}

// telling is a change that writes messages and no act of a history.
func telling[V any](fn func(V) (V, []identity.Message, error)) func(V) (V, hours.Telling, error) {
	return func(v V) (V, hours.Telling, error) {
		v, messages, err := fn(v)
		return v, hours.Telling{Messages: messages}, err
	}
}
