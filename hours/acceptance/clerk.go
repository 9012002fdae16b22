package acceptance

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Clerk is the desk where many declarations are accepted at once. Store and Ledger are
// required; the other fields may be left at zero.
//
// Every method takes the actor and refuses what [identity.Actor.Check] refuses.
type Clerk struct {
	Store  Store
	Ledger *hours.Ledger
	// Now returns the present instant; nil is [time.Now]. It is read once per
	// operation.
	Now func() time.Time
	// NewID returns a new identifier; nil takes 26 random letters and digits.
	NewID func() string
}

// Candidate is a declaration that was chosen, and what stands in the way of accepting
// it; see [hours.Ledger.Acceptable].
type Candidate struct {
	hours.Declaration
	Obstacle hours.Obstacle
	Why      hours.Why
}

// Preview says of each what would become of it, in the order given; nothing is written.
// What is not there, or not the actor's to know of, is left out. The error is
// [hours.ErrTooManyAtOnce] for more than [Most].
func (c *Clerk) Preview(ctx context.Context, actor identity.Actor, chosen []Ref) ([]Candidate, error) {
	if err := c.check(actor, chosen); err != nil {
		return nil, err
	}
	var all []Candidate
	for _, ref := range chosen {
		d, obstacle, why, err := c.Ledger.Acceptable(ctx, actor, ref.Member, ref.Declaration)
		if errors.Is(err, hours.ErrNotFound) || errors.Is(err, identity.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, Candidate{d, obstacle, why})
	}
	return all, nil
}

func (c *Clerk) check(actor identity.Actor, chosen []Ref) error {
	switch err := actor.Check(identity.List, actor.Org, ""); {
	case err != nil:
		return err
	case len(chosen) == 0:
		return hours.FieldErrors{{Field: "declarations", Err: hours.ErrMissing}}
	case len(chosen) > Most:
		return hours.ErrTooManyAtOnce
	}
	return nil
}

// Confirm writes what was chosen, to be done by [Clerk.Work]. id is the caller's and
// says which acceptance it is: the same one again, of the same person, changes nothing
// and is no error. The error is that of the actor's check, a hours.FieldErrors when
// nothing was chosen, hours.ErrTooManyAtOnce for more than [Most], or hours.ErrStale for
// the identifier of somebody else's.
func (c *Clerk) Confirm(ctx context.Context, actor identity.Actor, id string, chosen []Ref) (Acceptance, error) {
	if err := c.check(actor, chosen); err != nil {
		return Acceptance{}, err
	}
	if id == "" {
		id = c.newID()
	}
	now := c.now()
	var there Acceptance
	a, err := c.Store.Change(ctx, Key{actor.Org, id}, func(a Acceptance) (Acceptance, hours.Telling, error) {
		if a.Version > 0 {
			there = a
			if a.Account != actor.Account {
				return a, hours.Telling{}, hours.ErrStale
			}
			return a, hours.Telling{}, errUnchanged
		}
		a.Account, a.Member, a.By, a.Asked = actor.Account, actor.Member, actor.Name, now
		for _, ref := range chosen {
			if !slices.ContainsFunc(a.Items, func(i Item) bool { return i.Member == ref.Member && i.Declaration == ref.Declaration }) {
				a.Items = append(a.Items, Item{Ref: ref, Fate: Waiting})
			}
		}
		return a, hours.Telling{}, nil
	})
	if errors.Is(err, errUnchanged) {
		return there, nil
	}
	return a, err
}

// errUnchanged leaves a Change without writing anything.
var errUnchanged = errors.New("acceptance: unchanged")

// chunk is how many are done between two notes of the progress: what is done again
// after a process was killed is no more, and changes nothing.
const chunk = 20

// Work accepts what waits of an acceptance, most of it at most, in the name of who
// confirmed it: the right to was checked then, and each file is looked at again. It may
// be called by several at once and again after a crash: what one acceptance has counted
// once it does not count twice. The actor is of the staff, or time's.
func (c *Clerk) Work(ctx context.Context, actor identity.Actor, id string, most int) (Acceptance, error) {
	a, err := c.Acceptance(ctx, actor, id)
	if err != nil {
		return a, err
	}
	for most > 0 && a.Running() {
		var done []outcome
		for i := range a.Items {
			if a.Items[i].Fate == Waiting && len(done) < min(chunk, most) {
				o, err := c.accept(ctx, a, a.Items[i])
				if err != nil {
					return a, err
				}
				done = append(done, o)
			}
		}
		most -= max(1, len(done))
		if a, err = c.note(ctx, a.Key, done); err != nil {
			return a, err
		}
	}
	return a, nil
}

// accept accepts one, or leaves it.
func (c *Clerk) accept(ctx context.Context, a Acceptance, item Item) (outcome, error) {
	by := identity.Actor{Org: a.Org, Account: a.Account, Member: a.Member, Name: a.By, Roles: []identity.Role{identity.RoleStaff}}
	d, obstacle, why, err := c.Ledger.Accept(ctx, by, item.Member, item.Declaration, item.Version, a.ID)
	switch {
	case errors.Is(err, identity.ErrForbidden):
		obstacle = hours.ObstacleOwn
	case errors.Is(err, hours.ErrNotFound), errors.Is(err, identity.ErrNotFound):
		obstacle = hours.ObstacleChanged
	case err != nil:
		return outcome{}, err
	}
	item.Obstacle, item.Why = obstacle, why
	if obstacle != hours.ObstacleNone {
		return outcome{item, Leave}, nil
	}
	for _, one := range d.Decisions {
		if one.Together == a.ID && one.Event == hours.Count {
			item.Hours, item.Until = one.Counted, one.Until
		}
	}
	return outcome{item, Accept}, nil
}

func (c *Clerk) note(ctx context.Context, key Key, done []outcome) (Acceptance, error) {
	now := c.now()
	return c.Store.Change(ctx, key, func(a Acceptance) (Acceptance, hours.Telling, error) {
		return a.with(done, now), hours.Telling{}, nil
	})
}

// Advance does what waits of every acceptance of an organisation: what a process left
// that was killed, and the rest of a long one.
func (c *Clerk) Advance(ctx context.Context, org identity.OrganisationID) error {
	all, err := c.Store.Running(ctx, org)
	if err != nil {
		return err
	}
	var failed []error
	for _, a := range all {
		_, err := c.Work(ctx, identity.Clock(org), a.ID, len(a.Items))
		failed = append(failed, err)
	}
	return errors.Join(failed...)
}

// TakeBack takes back what was accepted: those that are named, or all of it when none
// is. What stands in the way of one is noted beside it, and the others are taken back
// all the same: see [hours.Ledger.Recall]. What still waits is done first: another
// process may be at it, and what it had just counted would be missed. Doing it again
// changes nothing and is no error.
func (c *Clerk) TakeBack(ctx context.Context, actor identity.Actor, id string, chosen ...Ref) (Acceptance, error) {
	a, err := c.Acceptance(ctx, actor, id)
	if err != nil {
		return a, err
	}
	if a.Running() {
		if a, err = c.Work(ctx, actor, id, len(a.Items)); err != nil {
			return a, err
		}
	}
	now := c.now()
	var done []outcome
	for _, item := range a.Items {
		named := len(chosen) == 0 || slices.ContainsFunc(chosen, func(r Ref) bool { return r.Member == item.Member && r.Declaration == item.Declaration })
		if item.Fate != Accepted || !named {
			continue
		}
		o, err := c.takeBack(ctx, actor, a, item, now)
		if err != nil {
			// What was taken back is noted, whatever came after.
			_, noted := c.note(context.WithoutCancel(ctx), a.Key, done)
			return a, errors.Join(err, noted)
		}
		done = append(done, o)
	}
	if len(done) == 0 {
		return a, nil
	}
	return c.note(ctx, a.Key, done)
}

func (c *Clerk) takeBack(ctx context.Context, actor identity.Actor, a Acceptance, item Item, now time.Time) (outcome, error) {
	_, told, obstacle, err := c.Ledger.Recall(ctx, actor, item.Member, item.Declaration, a.ID)
	switch {
	case errors.Is(err, identity.ErrForbidden):
		obstacle = hours.ObstacleOwn
	case err != nil:
		return outcome{}, err
	}
	item.Obstacle = obstacle
	if obstacle != hours.ObstacleNone {
		return outcome{item, Keep}, nil
	}
	item.Back, item.BackBy, item.Told = now, actor.Name, told
	return outcome{item, TakeBack}, nil
}

// Acceptance returns one acceptance to staff, or hours.ErrNotFound.
func (c *Clerk) Acceptance(ctx context.Context, actor identity.Actor, id string) (Acceptance, error) {
	if err := actor.Check(identity.List, actor.Org, ""); err != nil {
		return Acceptance{}, err
	}
	return c.Store.Acceptance(ctx, Key{actor.Org, id})
}

// Acceptances returns those of the organisation to staff, the latest first.
func (c *Clerk) Acceptances(ctx context.Context, actor identity.Actor) ([]Acceptance, error) {
	if err := actor.Check(identity.List, actor.Org, ""); err != nil {
		return nil, err
	}
	all, err := c.Store.Acceptances(ctx, actor.Org)
	slices.SortStableFunc(all, func(a, b Acceptance) int { return cmp.Or(b.Asked.Compare(a.Asked), cmp.Compare(a.ID, b.ID)) })
	return all, err
}

func (c *Clerk) now() time.Time {
	if c.Now == nil {
		return time.Now().UTC().Truncate(identity.Precision)
	}
	return c.Now().UTC().Truncate(identity.Precision)
}

func (c *Clerk) newID() string {
	if c.NewID == nil {
		return strings.ToLower(rand.Text())
	}
	return c.NewID()
}
