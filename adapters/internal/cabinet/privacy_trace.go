package cabinet

import (
	"context"
	"errors"
	"fmt"

	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/privacy"
)

var traces = drawer[personKey, privacy.Trace]{
	kind:    "privacy-trace",
	missing: privacy.ErrNotFound,
	place:   personKey.place,
	name:    func(t *privacy.Trace, k personKey) { t.Org, t.Person, t.ID = k.org, k.person, k.id },
	version: func(t *privacy.Trace) *int64 { return &t.Version },
}

// chains has one record for each organisation, of this identifier.
const chainID = "chain"

var chains = drawer[identityKey, privacy.Chain]{
	kind:    "privacy-chain",
	missing: privacy.ErrNotFound,
	place:   identityKey.place,
	name:    func(c *privacy.Chain, k identityKey) { c.Org = k.org },
	version: func(c *privacy.Chain) *int64 { return &c.Version },
}

var chainLeaves = drawer[chainLeafKey, privacy.Leaf]{
	kind:    "privacy-chain-leaf",
	missing: privacy.ErrNotFound,
	place:   func(k chainLeafKey) Key { return Key{Org: k.org, ID: fmt.Sprintf("%012d", k.number)} },
	name:    func(l *privacy.Leaf, k chainLeafKey) { l.Org, l.Number = k.org, k.number },
	version: func(l *privacy.Leaf) *int64 { return &l.Version },
}

// chainLeafKey names a leaf of the audit chain.
type chainLeafKey struct {
	org    identity.OrganisationID
	number int64
}

func (s privacyStore) Traces(ctx context.Context, org identity.OrganisationID, person privacy.PersonID) ([]privacy.Trace, error) {
	return traces.list(ctx, s.driver, org, identity.MemberID(person))
}

func (s privacyStore) ChangeTrace(ctx context.Context, org identity.OrganisationID, person privacy.PersonID, id string, fn func(privacy.Trace) (privacy.Trace, []identity.Message, error)) (privacy.Trace, error) {
	return traces.change(ctx, s.driver, personKey{org, person, id}, telling(fn))
}

func (s privacyStore) Chain(ctx context.Context, org identity.OrganisationID) (privacy.Chain, error) {
	c, err := chains.read(ctx, s.driver, identityKey{org, chainID})
	if errors.Is(err, privacy.ErrNotFound) {
		return privacy.Chain{Org: org}, nil
	}
	return c, err
}

func (s privacyStore) ChangeChain(ctx context.Context, org identity.OrganisationID, fn func(privacy.Chain) (privacy.Chain, []identity.Message, error)) (privacy.Chain, error) {
	return chains.change(ctx, s.driver, identityKey{org, chainID}, telling(fn))
}

func (s privacyStore) Leaf(ctx context.Context, org identity.OrganisationID, number int64) (privacy.Leaf, error) {
	return chainLeaves.read(ctx, s.driver, chainLeafKey{org, number})
}

func (s privacyStore) ChangeLeaf(ctx context.Context, org identity.OrganisationID, number int64, fn func(privacy.Leaf) (privacy.Leaf, []identity.Message, error)) (privacy.Leaf, error) {
	return chainLeaves.change(ctx, s.driver, chainLeafKey{org, number}, telling(fn))
}
