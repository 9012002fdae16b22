package hours

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// Declarations returns the member's declarations that the query chooses (P33).
func (l *Ledger) Declarations(ctx context.Context, actor identity.Actor, member identity.MemberID, q Query) ([]Declaration, error) {
	if err := actor.Check(identity.Read, actor.Org, member); err != nil {
		return nil, err
	}
	all, err := l.Store.Declarations(ctx, actor.Org, member)
	if err != nil {
		return nil, err
	}
	return q.Choose(slices.DeleteFunc(all, func(d Declaration) bool { return hidden(d, actor) })), nil
}

// Declaration returns one declaration, or [ErrNotFound].
func (l *Ledger) Declaration(ctx context.Context, actor identity.Actor, member identity.MemberID, id string) (Declaration, error) {
	if err := actor.Check(identity.Read, actor.Org, member); err != nil {
		return Declaration{}, err
	}
	d, err := l.Store.Declaration(ctx, Key{actor.Org, member, id})
	if err != nil {
		return Declaration{}, err
	}
	if hidden(d, actor) {
		return Declaration{}, ErrNotFound
	}
	return d, nil
}

// hidden reports a declaration that the actor is not shown: one thrown away is
// nobody's, and a draft is its author's alone until it is submitted.
func hidden(d Declaration, actor identity.Actor) bool {
	return d.State == Discarded || d.State == Revoked || d.State == Draft && !actor.May(identity.Write, d.Org, d.Member)
}

// Awaiting returns the organisation's declarations that wait for a decision and
// that the query chooses, for staff.
func (l *Ledger) Awaiting(ctx context.Context, actor identity.Actor, q Query) ([]Declaration, error) {
	if err := actor.Check(identity.List, actor.Org, ""); err != nil {
		return nil, err
	}
	all, err := l.Store.Awaiting(ctx, actor.Org)
	if err != nil {
		return nil, err
	}
	return q.Choose(all), nil
}

// Decide applies what staff say of a declaration. The error is [ErrTransition]
// when its state has no such event, [ErrStale], or a [FieldErrors]. Saying again
// what the same page already said changes nothing and is no error.
func (l *Ledger) Decide(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64, v Verdict) (Declaration, error) {
	if err := actor.Check(identity.Decide, actor.Org, member); err != nil {
		return Declaration{}, err
	}
	v.Reason = Tidy(v.Reason)
	key, now := Key{actor.Org, member, id}, l.now()
	known, err := l.Store.Declaration(ctx, key)
	if err != nil {
		return Declaration{}, err
	}
	s, err := l.standing(ctx, actor.Org, member, known.Period, now)
	if err != nil {
		return Declaration{}, err
	}
	return l.tell(ctx, actor, key, s, v.Event, now, func(d Declaration) (Declaration, error) {
		if d.Version == 0 || !d.State.Declared() {
			return d, ErrNotFound
		}
		if d.Version == version+1 && d.repeats(v, actor.Name) {
			return d, errUnchanged
		}
		if d.Version != version {
			return d, ErrStale
		}
		return d.Decide(v, actor.Name, now)
	})
}

// Allocation returns where the hours of a declaration would go if the order counted
// so many of them, for whoever may decide; none is all to its own period. See
// [Standing.Allocate].
func (l *Ledger) Allocation(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, counted Hours) ([]Allocation, error) {
	if err := actor.Check(identity.Decide, actor.Org, member); err != nil {
		return nil, err
	}
	d, err := l.Declaration(ctx, actor, member, id)
	if err != nil {
		return nil, err
	}
	outcomes, err := l.outcomes(ctx, actor.Org, member)
	if err != nil {
		return nil, err
	}
	s, err := l.standing(ctx, actor.Org, member, d.Period, l.now())
	if err != nil {
		return nil, err
	}
	declarations, reliefs, err := l.file(ctx, actor.Org, member)
	d.State, d.Counted = Counted, counted
	return s.Allocate(d, Contents{declarations, reliefs}, outcomes), err
}

// pressed is where the member's buttons lead. The second press of a double one,
// on the page that the first already left, changes nothing and is no error.
var pressed = map[Event]State{Submit: Submitted, Withdraw: Withdrawn, Discard: Discarded, Adopt: Draft, Dismiss: Dismissed}

// own runs an event of the member's on one of their declarations: fn changes what
// the event is about, at the instant that it is given, and own the state.
func (l *Ledger) own(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64, e Event, fn func(Declaration, Standing, time.Time) (Declaration, error)) (Declaration, error) {
	if err := actor.Check(identity.Write, actor.Org, member); err != nil {
		return Declaration{}, err
	}
	now := l.now()
	s, err := l.standing(ctx, actor.Org, member, cycle.Date{}, now)
	if err != nil {
		return Declaration{}, err
	}
	key := Key{actor.Org, member, id}
	step := func(d Declaration) (Declaration, error) {
		next, err := d.State.Next(e)
		switch {
		case d.Version > 0 && d.State == pressed[e] && d.Version == version+1:
			return d, errUnchanged
		case d.Version == 0 || d.State == Discarded || d.State == Revoked:
			return d, ErrNotFound
		case err != nil && d.State != Draft:
			return d, fmt.Errorf("%w: %w", ErrProcessed, err)
		case err != nil:
			return d, err
		case d.Version != version:
			return d, ErrStale
		}
		if d, err = fn(d, s, now); err != nil {
			return d, err
		}
		d.State, d.Changed = next, now
		return d, nil
	}
	if _, ok := told[e]; ok {
		return l.tell(ctx, actor, key, s, e, now, step)
	}
	return l.change(ctx, key, untold(step))
}

// untold is a change that the history does not tell.
func untold(fn func(Declaration) (Declaration, error)) func(Declaration) (Declaration, Telling, error) {
	return func(d Declaration) (Declaration, Telling, error) {
		d, err := fn(d)
		return d, Telling{}, err
	}
}

// errUnchanged leaves a Change without writing anything.
var errUnchanged = errors.New("hours: unchanged")

func (l *Ledger) change(ctx context.Context, key Key, fn func(Declaration) (Declaration, Telling, error)) (Declaration, error) {
	var unchanged Declaration
	changed, err := l.Store.Change(ctx, key, func(d Declaration) (Declaration, Telling, error) {
		unchanged = d
		return fn(d)
	})
	if errors.Is(err, errUnchanged) {
		return unchanged, nil
	}
	return changed, err
}
