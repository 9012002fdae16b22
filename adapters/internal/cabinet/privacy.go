package cabinet

import (
	"context"
	"errors"
	"time"

	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/privacy"
)

// personKey names what is kept about a person, in the person's own file: that of a
// member, or one of somebody who is none.
type personKey struct {
	org    identity.OrganisationID
	person privacy.PersonID
	id     string
}

func (k personKey) place() Key {
	return Key{Org: k.org, Member: identity.MemberID(k.person), ID: k.id}
}

// What requests are found by.
const (
	asked    = "asked"
	answered = "answered"
)

var privacyRequests = drawer[personKey, privacy.Request]{
	kind:    "privacy-request",
	missing: privacy.ErrNotFound,
	place:   personKey.place,
	name:    func(r *privacy.Request, k personKey) { r.Org, r.Person, r.ID = k.org, k.person, k.id },
	version: func(r *privacy.Request) *int64 { return &r.Version },
	found: func(r privacy.Request) (string, time.Time) {
		if r.Done() {
			return answered, r.Logged
		}
		return asked, r.Logged
	},
}

var consents = drawer[personKey, privacy.Consent]{
	kind:    "privacy-consent",
	missing: privacy.ErrNotFound,
	place:   personKey.place,
	name:    func(c *privacy.Consent, k personKey) { c.Org, c.Person, c.Purpose = k.org, k.person, k.id },
	version: func(c *privacy.Consent) *int64 { return &c.Version },
}

var disclosures = drawer[personKey, privacy.Disclosure]{
	kind:    "privacy-disclosure",
	missing: privacy.ErrNotFound,
	place:   personKey.place,
	name:    func(d *privacy.Disclosure, k personKey) { d.Org, d.Person, d.ID = k.org, k.person, k.id },
	version: func(d *privacy.Disclosure) *int64 { return &d.Version },
	found:   func(d privacy.Disclosure) (string, time.Time) { return "disclosed", d.At },
}

var incidents = drawer[identityKey, privacy.Incident]{
	kind:    "privacy-incident",
	missing: privacy.ErrNotFound,
	place:   identityKey.place,
	name:    func(i *privacy.Incident, k identityKey) { i.Org, i.ID = k.org, k.id },
	version: func(i *privacy.Incident) *int64 { return &i.Version },
}

var runs = drawer[identityKey, privacy.Run]{
	kind:    "privacy-run",
	missing: privacy.ErrNotFound,
	place:   identityKey.place,
	name:    func(r *privacy.Run, k identityKey) { r.Org, r.ID = k.org, k.id },
	version: func(r *privacy.Run) *int64 { return &r.Version },
}

var destructions = drawer[identityKey, privacy.Destruction]{
	kind:    "privacy-destruction",
	missing: privacy.ErrNotFound,
	place:   identityKey.place,
	name:    func(d *privacy.Destruction, k identityKey) { d.Org, d.ID = k.org, k.id },
	version: func(d *privacy.Destruction) *int64 { return &d.Version },
}

// Privacy returns the store of people's requests about their information, of what they
// consented to, and of the registers.
func (c Cabinet) Privacy() privacy.Store { return privacyStore(c) }

type privacyStore struct{ driver Driver }

func (s privacyStore) Request(ctx context.Context, org identity.OrganisationID, person privacy.PersonID, id string) (privacy.Request, error) {
	return privacyRequests.read(ctx, s.driver, personKey{org, person, id})
}

func (s privacyStore) Requests(ctx context.Context, org identity.OrganisationID, person privacy.PersonID) ([]privacy.Request, error) {
	return privacyRequests.list(ctx, s.driver, org, identity.MemberID(person))
}

func (s privacyStore) Asked(ctx context.Context, org identity.OrganisationID, done bool) ([]privacy.Request, error) {
	if done {
		return privacyRequests.find(ctx, s.driver, org, answered)
	}
	return privacyRequests.find(ctx, s.driver, org, asked)
}

func (s privacyStore) ChangeRequest(ctx context.Context, org identity.OrganisationID, person privacy.PersonID, id string, fn func(privacy.Request) (privacy.Request, []identity.Message, error)) (privacy.Request, error) {
	return privacyRequests.change(ctx, s.driver, personKey{org, person, id}, telling(fn))
}

func (s privacyStore) Consent(ctx context.Context, org identity.OrganisationID, person privacy.PersonID, purpose string) (privacy.Consent, error) {
	c, err := consents.read(ctx, s.driver, personKey{org, person, purpose})
	if errors.Is(err, privacy.ErrNotFound) {
		return privacy.Consent{Org: org, Person: person, Purpose: purpose}, nil
	}
	return c, err
}

func (s privacyStore) Consents(ctx context.Context, org identity.OrganisationID, person privacy.PersonID) ([]privacy.Consent, error) {
	return consents.list(ctx, s.driver, org, identity.MemberID(person))
}

func (s privacyStore) ChangeConsent(ctx context.Context, org identity.OrganisationID, person privacy.PersonID, purpose string, fn func(privacy.Consent) (privacy.Consent, []identity.Message, error)) (privacy.Consent, error) {
	return consents.change(ctx, s.driver, personKey{org, person, purpose}, telling(fn))
}

func (s privacyStore) Disclosures(ctx context.Context, org identity.OrganisationID, person privacy.PersonID) ([]privacy.Disclosure, error) {
	return disclosures.list(ctx, s.driver, org, identity.MemberID(person))
}

func (s privacyStore) Disclosed(ctx context.Context, org identity.OrganisationID) ([]privacy.Disclosure, error) {
	return disclosures.find(ctx, s.driver, org, "disclosed")
}

func (s privacyStore) ChangeDisclosure(ctx context.Context, org identity.OrganisationID, person privacy.PersonID, id string, fn func(privacy.Disclosure) (privacy.Disclosure, []identity.Message, error)) (privacy.Disclosure, error) {
	return disclosures.change(ctx, s.driver, personKey{org, person, id}, telling(fn))
}

func (s privacyStore) Incident(ctx context.Context, org identity.OrganisationID, id string) (privacy.Incident, error) {
	return incidents.read(ctx, s.driver, identityKey{org, id})
}

func (s privacyStore) Incidents(ctx context.Context, org identity.OrganisationID) ([]privacy.Incident, error) {
	return incidents.list(ctx, s.driver, org, "")
}

func (s privacyStore) ChangeIncident(ctx context.Context, org identity.OrganisationID, id string, fn func(privacy.Incident) (privacy.Incident, []identity.Message, error)) (privacy.Incident, error) {
	return incidents.change(ctx, s.driver, identityKey{org, id}, telling(fn))
}

func (s privacyStore) Run(ctx context.Context, org identity.OrganisationID, id string) (privacy.Run, error) {
	return runs.read(ctx, s.driver, identityKey{org, id})
}

func (s privacyStore) Runs(ctx context.Context, org identity.OrganisationID) ([]privacy.Run, error) {
	return runs.list(ctx, s.driver, org, "")
}

func (s privacyStore) ChangeRun(ctx context.Context, org identity.OrganisationID, id string, fn func(privacy.Run) (privacy.Run, []identity.Message, error)) (privacy.Run, error) {
	return runs.change(ctx, s.driver, identityKey{org, id}, telling(fn))
}

func (s privacyStore) Destruction(ctx context.Context, org identity.OrganisationID, id string) (privacy.Destruction, error) {
	return destructions.read(ctx, s.driver, identityKey{org, id})
}

func (s privacyStore) Destructions(ctx context.Context, org identity.OrganisationID) ([]privacy.Destruction, error) {
	return destructions.list(ctx, s.driver, org, "")
}

func (s privacyStore) ChangeDestruction(ctx context.Context, org identity.OrganisationID, id string, fn func(privacy.Destruction) (privacy.Destruction, error)) (privacy.Destruction, error) {
	return destructions.change(ctx, s.driver, identityKey{org, id}, silent(fn))
}
