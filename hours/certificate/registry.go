package certificate

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Registry is the desk where certificates are issued, revoked and verified. Store
// and Ledger are required; the other fields may be left at zero.
//
// Every method but [Registry.Verify] takes the actor and refuses what
// [identity.Actor.Check] refuses.
type Registry struct {
	Store Store
	// Ledger knows where the member stands.
	Ledger *hours.Ledger
	// Now returns the present instant; nil is [time.Now]. It is read once per
	// operation.
	Now func() time.Time
	// Random is where codes come from; nil is crypto/rand.
	Random io.Reader

	turnstile Turnstile
}

// Ask is what a certificate is asked for: the period that holds Day, the zero Date
// being today, and a language; the organisation's policy may choose another.
type Ask struct {
	Day      cycle.Date
	Language identity.Language
}

// Issue issues a certificate of where the member stands today, to the member, or for
// them to staff. One that would be the same paper as one issued earlier the same day
// is that one. The errors are those of hours.Ledger.Standing, and
// [ErrNothingToState].
func (r *Registry) Issue(ctx context.Context, actor identity.Actor, member identity.MemberID, ask Ask) (Certificate, error) {
	if err := mayIssue(actor, member); err != nil {
		return Certificate{}, err
	}
	now := r.now()
	code, err := r.newCode()
	if err != nil {
		return Certificate{}, err
	}
	return r.issue(ctx, actor, member, ask, code, now)
}

// mayIssue is the check of who may have a certificate issued: the member, and staff.
func mayIssue(actor identity.Actor, member identity.MemberID) error {
	if actor.May(identity.Decide, actor.Org, member) {
		return nil
	}
	return actor.Check(identity.Write, actor.Org, member)
}

// MayIssue reports that the actor may have a certificate of the member's issued.
func MayIssue(actor identity.Actor, member identity.MemberID) bool {
	return mayIssue(actor, member) == nil
}

// Certificates returns the member's certificates that the query chooses.
func (r *Registry) Certificates(ctx context.Context, actor identity.Actor, member identity.MemberID, q Query) ([]Certificate, error) {
	if err := actor.Check(identity.Read, actor.Org, member); err != nil {
		return nil, err
	}
	all, err := r.Store.Certificates(ctx, actor.Org, member)
	if err != nil {
		return nil, err
	}
	return q.Choose(all), nil
}

// Certificate returns one of the member's certificates, or [ErrNotFound].
func (r *Registry) Certificate(ctx context.Context, actor identity.Actor, member identity.MemberID, code Code) (Certificate, error) {
	if err := actor.Check(identity.Read, actor.Org, member); err != nil {
		return Certificate{}, err
	}
	return r.Store.Certificate(ctx, Key{actor.Org, member, code})
}

// Elsewhere reports whether something else than a certificate has the code, such as an
// attestation card, and keeps it for whoever asked.
type Elsewhere func(code Code) (bool, error)

// Verify returns what the certificate of the code says, to anybody: from is the
// address that asks, whose tries are counted. When no certificate has the code the
// others are asked in their order, as a part of the same try; the Proof is zero when one
// of them has it. The error is [ErrMistyped] for what cannot be a code,
// [ErrUnknownCode] for the code of nothing, and [identity.ErrThrottled] while the
// address must wait.
func (r *Registry) Verify(ctx context.Context, org identity.OrganisationID, from, text string, others ...Elsewhere) (Proof, error) {
	// A slip of the finger is no guess, and costs nothing to refuse.
	code, err := ReadCode(text)
	if err != nil {
		return Proof{}, err
	}
	latest, ok := r.turnstile.enter(from, r.now())
	if !ok {
		return Proof{}, identity.ErrThrottled
	}
	p, err := r.proof(ctx, org, code, others)
	if !errors.Is(err, ErrUnknownCode) {
		r.turnstile.leave(from, latest)
	}
	return p, err
}

func (r *Registry) proof(ctx context.Context, org identity.OrganisationID, code Code, others []Elsewhere) (Proof, error) {
	c, err := r.Store.Find(ctx, org, code)
	switch {
	case err == nil:
		return c.Proof(), nil
	case !errors.Is(err, ErrNotFound):
		return Proof{}, err
	}
	for _, has := range others {
		if found, err := has(code); found || err != nil {
			return Proof{}, err
		}
	}
	return Proof{}, ErrUnknownCode
}

func (r *Registry) now() time.Time {
	if r.Now == nil {
		return time.Now().UTC().Truncate(identity.Precision)
	}
	return r.Now().UTC().Truncate(identity.Precision)
}

func (r *Registry) newCode() (Code, error) {
	source := r.Random
	if source == nil {
		source = rand.Reader
	}
	var random [RandomBytes]byte
	if _, err := io.ReadFull(source, random[:]); err != nil {
		return "", fmt.Errorf("certificate: no code: %w", err)
	}
	return NewCode(random), nil
}
