package cabinet

import (
	"context"
	"time"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/certificate"
	"github.com/goodstanding/goodstanding/identity"
)

// certificates are found by their codes: whoever verifies one knows no member.
var certificates = drawer[certificate.Key, certificate.Certificate]{
	kind:    "certificate",
	missing: certificate.ErrNotFound,
	place:   func(k certificate.Key) Key { return Key{Org: k.Org, Member: k.Member, ID: string(k.Code)} },
	name:    func(c *certificate.Certificate, k certificate.Key) { c.Key = k },
	version: func(c *certificate.Certificate) *int64 { return &c.Version },
	found:   func(c certificate.Certificate) (string, time.Time) { return string(c.Code), c.Issued },
}

// Certificate returns the store of certificates.
func (c Cabinet) Certificate() certificate.Store { return certificateStore(c) }

type certificateStore struct{ driver Driver }

func (s certificateStore) Certificate(ctx context.Context, key certificate.Key) (certificate.Certificate, error) {
	return certificates.read(ctx, s.driver, key)
}

func (s certificateStore) Certificates(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]certificate.Certificate, error) {
	return certificates.list(ctx, s.driver, org, member)
}

func (s certificateStore) Find(ctx context.Context, org identity.OrganisationID, code certificate.Code) (certificate.Certificate, error) {
	all, err := certificates.find(ctx, s.driver, org, string(code))
	switch {
	case err != nil:
		return certificate.Certificate{}, err
	case len(all) == 0:
		return certificate.Certificate{}, certificate.ErrNotFound
	}
	return all[0], nil
}

func (s certificateStore) Change(ctx context.Context, key certificate.Key, fn func(certificate.Certificate) (certificate.Certificate, hours.Telling, error)) (certificate.Certificate, error) {
	return certificates.change(ctx, s.driver, key, fn)
}
