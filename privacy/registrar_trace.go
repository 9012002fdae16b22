package privacy

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/identity"
)

// lookEvery is within how long looking again at the same thing is the same look: a page
// that is opened ten times in a row is one line.
const lookEvery = 15 * time.Minute

// MayLook is nil for who may be shown a part of somebody's file for a purpose of the
// inventory, as far as their work is concerned: whose file it is, and whether there is
// one, are the desks' to say. The error is [ErrForbidden], for staff who have no work
// that needs it (V14).
func (r *Registrar) MayLook(actor identity.Actor, person PersonID, purpose string) error {
	if Self(actor) == person || !actor.Is(identity.RoleStaff) || r.Inventory.MaySee(actor.Roles, purpose) {
		return nil
	}
	return ErrForbidden
}

// Look notes that the actor is shown a part of somebody else's file, for a purpose of the
// inventory. It is called once the desk has let them, before anything is shown, and
// nothing is shown when it fails: what is not noted is not seen. Nothing is noted of
// one's own file. The error is also that of [Registrar.MayLook].
func (r *Registrar) Look(ctx context.Context, actor identity.Actor, person PersonID, what Sight, purpose string) error {
	if Self(actor) == person || person == "" || actor.Account == "" || actor.IsClock() {
		return nil
	}
	if err := r.MayLook(actor, person, purpose); err != nil {
		return err
	}
	m, err := r.moment(ctx, actor.Org)
	if err != nil {
		return err
	}
	window := m.at.Truncate(lookEvery)
	id := window.Format("20060102t1504") + "-" + digest([]string{string(actor.Account), string(what), purpose})[:12]
	return r.note(ctx, Trace{Org: actor.Org, Person: person, ID: id, At: m.at, Account: actor.Account, Roles: actor.Roles, Did: Looked, What: what, Purpose: purpose})
}

// Holder returns the person whom an account of the actor's organisation is of, or
// [ErrNotFound].
func (r *Registrar) Holder(ctx context.Context, actor identity.Actor, account identity.AccountID) (PersonID, error) {
	a, err := r.People.Account(ctx, actor.Org, account)
	if err != nil {
		return "", unknown(err)
	}
	return PersonOf(a), nil
}

// note keeps a trace in the person's file, and its commitment in the chain. The trace
// comes first: a process that is killed in between leaves one without a place, and the
// same thing noted again gives it its place.
func (r *Registrar) note(ctx context.Context, t Trace) error {
	t.Nonce = rand.Text()
	noted, err := r.Store.ChangeTrace(ctx, t.Org, t.Person, t.ID, func(before Trace) (Trace, []identity.Message, error) {
		if t = t.after(before); before.Version > 0 {
			return before, nil, errUnchanged
		}
		return t, nil, nil
	})
	switch {
	case errors.Is(err, errUnchanged) && t.Link > 0:
		return nil
	case err != nil && !errors.Is(err, errUnchanged):
		return err
	case err == nil:
		t = noted
	}
	seq, err := r.chain(ctx, t)
	if err != nil {
		return err
	}
	_, err = r.Store.ChangeTrace(ctx, t.Org, t.Person, t.ID, func(before Trace) (Trace, []identity.Message, error) {
		before.Link = seq
		return before, nil, nil
	})
	return err
}

// after returns the trace that is there already, if one is.
func (t Trace) after(before Trace) Trace {
	if before.Version > 0 {
		return before
	}
	return t
}

// chain adds the trace's link to the organisation's audit chain and returns its place.
// One that is among the latest already is not added again.
func (r *Registrar) chain(ctx context.Context, t Trace) (int64, error) {
	for {
		var seq int64
		var full Chain
		_, err := r.Store.ChangeChain(ctx, t.Org, func(c Chain) (Chain, []identity.Message, error) {
			if i := slices.IndexFunc(c.Links, func(l Link) bool { return l.Commitment == t.Commitment() }); i >= 0 {
				seq = c.Links[i].Seq
				return c, nil, errUnchanged
			}
			if full = c; c.Full() {
				return c, nil, errFull
			}
			c, l := c.Append(t.link())
			seq = l.Seq
			return c, nil, nil
		})
		switch {
		case err == nil || errors.Is(err, errUnchanged):
			return seq, nil
		case !errors.Is(err, errFull):
			return 0, err
		}
		if err := r.turn(ctx, full); err != nil {
			return 0, err
		}
	}
}

// errFull leaves a Change without writing anything: a leaf is to be kept first.
var errFull = errors.New("privacy: the leaf is full")

// turn keeps the leaf of a full chain, then empties it. Either may have been done by
// another process.
func (r *Registrar) turn(ctx context.Context, full Chain) error {
	leaf := full.Leaf()
	_, err := r.Store.ChangeLeaf(ctx, full.Org, leaf.Number, func(before Leaf) (Leaf, []identity.Message, error) {
		if before.Version > 0 {
			return before, nil, errUnchanged
		}
		return leaf, nil, nil
	})
	if err != nil && !errors.Is(err, errUnchanged) {
		return err
	}
	_, err = r.Store.ChangeChain(ctx, full.Org, func(c Chain) (Chain, []identity.Message, error) {
		if c.Leaves != leaf.Number || !c.Full() {
			return c, nil, errUnchanged
		}
		return c.Turned(), nil, nil
	})
	if errors.Is(err, errUnchanged) {
		return nil
	}
	return err
}

// Traces returns what was done with a person's information, the latest first: by whom,
// what and why (V14). The person reads their own.
func (r *Registrar) Traces(ctx context.Context, actor identity.Actor, person PersonID) ([]Trace, error) {
	if err := reads(actor, person); err != nil {
		return nil, err
	}
	all, err := r.Store.Traces(ctx, actor.Org, person)
	slices.SortStableFunc(all, func(a, b Trace) int { return b.At.Compare(a.At) })
	return all, err
}

// Verified is what a verification of the audit chain found.
type Verified struct {
	// Links is how many there are, and Last the hash of the latest: printed or sent to
	// somebody else each day, it holds everything before it.
	Links int64  `json:"links"`
	Last  string `json:"last"`
}

// Verify goes through the whole audit chain of the organisation, for the person in
// charge. The error wraps [ErrBrokenChain] and names the first link that does not follow;
// it is also [ErrForbidden].
func (r *Registrar) Verify(ctx context.Context, actor identity.Actor) (Verified, error) {
	if err := officer(actor); err != nil {
		return Verified{}, err
	}
	head, err := r.Store.Chain(ctx, actor.Org)
	if err != nil {
		return Verified{}, err
	}
	base := ""
	for n := range head.Leaves {
		leaf, err := r.Store.Leaf(ctx, actor.Org, n)
		if errors.Is(err, ErrNotFound) {
			return Verified{}, fmt.Errorf("%w: leaf %d is missing", ErrBrokenChain, n)
		}
		if err != nil {
			return Verified{}, err
		}
		if base, err = leaf.Follow(n, base); err != nil {
			return Verified{}, err
		}
	}
	if base, err = head.Follow(head.Leaves, base); err != nil {
		return Verified{}, err
	}
	return Verified{Links: head.Leaves*LeafLinks + int64(len(head.Links)), Last: base}, nil
}

// Attests verifies that the chain has a trace as it stands in the person's file. The
// error is [ErrBrokenChain] when it has another, or none.
func (r *Registrar) Attests(ctx context.Context, actor identity.Actor, t Trace) error {
	if err := reads(actor, t.Person); err != nil {
		return err
	}
	l, err := r.linked(ctx, actor.Org, t.Link)
	if err != nil {
		return err
	}
	if l.Commitment != t.Commitment() || l.Account != t.Account || l.Did != t.Did {
		return fmt.Errorf("%w: link %d is of something else", ErrBrokenChain, t.Link)
	}
	return nil
}

// linked returns a link by its place.
func (r *Registrar) linked(ctx context.Context, org identity.OrganisationID, seq int64) (Link, error) {
	head, err := r.Store.Chain(ctx, org)
	if err != nil {
		return Link{}, err
	}
	links := head.Links
	if n := (seq - 1) / LeafLinks; seq > 0 && n < head.Leaves {
		leaf, err := r.Store.Leaf(ctx, org, n)
		if err != nil {
			return Link{}, err
		}
		links = leaf.Links
	}
	i := slices.IndexFunc(links, func(l Link) bool { return l.Seq == seq })
	if i < 0 {
		return Link{}, fmt.Errorf("%w: no link %d", ErrBrokenChain, seq)
	}
	return links[i], nil
}
