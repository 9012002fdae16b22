package exemption

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Board is the desk where exemptions are asked for and decided. Store, Documents,
// Ledger and Grounds are required; the other fields may be left at zero.
//
// Every method takes the actor and refuses what [identity.Actor.Check] refuses.
type Board struct {
	Store     Store
	Documents hours.Documents
	// Ledger knows the member's period and what is asked for it.
	Ledger *hours.Ledger
	// Grounds are the grounds in use, by the identifier of their regulation.
	Grounds map[string]Grounds
	// Now returns the present instant; nil is [time.Now]. It is read once per
	// operation.
	Now func() time.Time
	// NewID returns a new identifier; nil takes 26 random letters and digits.
	NewID func() string
}

// Reliefs implements hours.Reliefs: what was granted to the member, in the order
// of the latest decisions.
func (b *Board) Reliefs(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]hours.Relief, error) {
	all, err := b.Store.Requests(ctx, org, member)
	if err != nil {
		return nil, err
	}
	return granted(all), nil
}

// GroundsFor returns the grounds on which the member may ask. The errors are
// those of hours.Ledger.Standing, and [ErrNoGrounds].
func (b *Board) GroundsFor(ctx context.Context, actor identity.Actor, member identity.MemberID) (Grounds, error) {
	s, err := b.Ledger.Standing(ctx, actor, member, cycle.Date{})
	if err != nil {
		return Grounds{}, err
	}
	return b.grounds(s.Regulation.ID)
}

func (b *Board) grounds(regulation string) (Grounds, error) {
	g, ok := b.Grounds[regulation]
	if !ok {
		return Grounds{}, fmt.Errorf("%w: %q", ErrNoGrounds, regulation)
	}
	return g, nil
}

// Requests returns the member's requests that the query chooses.
func (b *Board) Requests(ctx context.Context, actor identity.Actor, member identity.MemberID, q Query) ([]Request, error) {
	grounds, err := b.GroundsFor(ctx, actor, member)
	if err != nil {
		return nil, err
	}
	all, err := b.Store.Requests(ctx, actor.Org, member)
	if err != nil {
		return nil, err
	}
	// A draft is its author's alone until it is submitted.
	if !actor.May(identity.Write, actor.Org, member) {
		all = slices.DeleteFunc(all, func(r Request) bool { return r.State == Draft })
		for i := range all {
			all[i] = all[i].seen()
		}
	}
	return q.Choose(all, grounds), nil
}

// Request returns one request, or [ErrNotFound].
func (b *Board) Request(ctx context.Context, actor identity.Actor, member identity.MemberID, id string) (Request, error) {
	if err := actor.Check(identity.Read, actor.Org, member); err != nil {
		return Request{}, err
	}
	r, err := b.Store.Request(ctx, Key{Org: actor.Org, Member: member, ID: id})
	if err != nil {
		return Request{}, err
	}
	if r.State == Discarded || r.State == Draft && !actor.May(identity.Write, actor.Org, member) {
		return Request{}, ErrNotFound
	}
	if !actor.May(identity.Write, actor.Org, member) {
		r = r.seen()
	}
	return r, nil
}

// Awaiting returns the organisation's requests that wait for a decision and that
// the query chooses, for staff.
func (b *Board) Awaiting(ctx context.Context, actor identity.Actor, q Query) ([]Request, error) {
	if err := actor.Check(identity.List, actor.Org, ""); err != nil {
		return nil, err
	}
	o, err := b.Ledger.Roll.Organisation(ctx, actor.Org)
	if err != nil {
		return nil, err
	}
	grounds, err := b.grounds(o.Regulation)
	if err != nil {
		return nil, err
	}
	all, err := b.Store.Awaiting(ctx, actor.Org)
	if err != nil {
		return nil, err
	}
	for i := range all {
		all[i] = all[i].seen()
	}
	return q.Choose(all, grounds), nil
}

// Check returns everything wrong with a draft as it stands, in the period for
// which it was opened; nothing when it may be submitted.
func (b *Board) Check(ctx context.Context, actor identity.Actor, r Request) (hours.FieldErrors, error) {
	s, err := b.Ledger.Standing(ctx, actor, r.Member, r.Period)
	if err != nil {
		return nil, err
	}
	grounds, err := b.grounds(s.Regulation.ID)
	if err != nil {
		return nil, err
	}
	_, wrong := r.Entry.Check(Rules{Grounds: grounds, Period: s.Period, Documents: len(r.Documents)})
	return wrong, nil
}

// errUnchanged leaves a Change without writing anything.
var errUnchanged = errors.New("exemption: unchanged")

func (b *Board) change(ctx context.Context, key Key, fn func(Request) (Request, hours.Telling, error)) (Request, error) {
	var unchanged Request
	changed, err := b.Store.Change(ctx, key, func(r Request) (Request, hours.Telling, error) {
		unchanged = r
		return fn(r)
	})
	if errors.Is(err, errUnchanged) {
		return unchanged, nil
	}
	return changed, err
}

func (b *Board) now() time.Time {
	if b.Now == nil {
		return time.Now().UTC().Truncate(identity.Precision)
	}
	return b.Now().UTC().Truncate(identity.Precision)
}

func (b *Board) newID() string {
	if b.NewID == nil {
		return strings.ToLower(rand.Text())
	}
	return b.NewID()
}
