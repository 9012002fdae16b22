package exemption

import (
	"context"
	"fmt"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Begin opens a draft for the current period, already chosen (P40, P42). id is
// the caller's identifier for this press of the button: the same one twice opens
// one draft. An id that is not [identity.WellFormed] is replaced by a new one. The
// error is that of the actor's check, hours.ErrNotOnRoll, or [ErrNoGrounds].
func (b *Board) Begin(ctx context.Context, actor identity.Actor, member identity.MemberID, id string) (Request, error) {
	s, err := b.writing(ctx, actor, member)
	if err != nil {
		return Request{}, err
	}
	if s.Part.Empty() {
		return Request{}, hours.ErrNotOnRoll
	}
	if _, err := b.grounds(s.Regulation.ID); err != nil {
		return Request{}, err
	}
	if !identity.WellFormed(id) {
		id = b.newID()
	}
	now := b.now()
	return b.change(ctx, Key{Org: actor.Org, Member: member, ID: id}, untold(func(r Request) (Request, []identity.Message, error) {
		if r.Version > 0 {
			return r, nil, errUnchanged
		}
		r.State, r.Period, r.Entry.Period = Draft, s.Period.From, s.Period.Key()
		r.Created, r.Changed = now, now
		return r, nil, nil
	}))
}

// Save keeps what was typed, right or wrong. version is that of the draft that
// the page showed; when another page has saved since, the error is [ErrStale] and
// nothing changes. A request already submitted is [ErrProcessed].
func (b *Board) Save(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64, typed Entry) (Request, error) {
	return b.own(ctx, actor, member, id, version, Save, func(r Request, _ hours.Standing, _ time.Time) (Request, error) {
		r.Entry = typed
		return r, nil
	})
}

// Submit submits a draft (P49), for the period for which it was opened, even when
// that has ended since. The error is an hours.FieldErrors when something is wrong
// with it. Submitting again what the same page already submitted changes nothing
// and is no error.
func (b *Board) Submit(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64) (Request, error) {
	return b.own(ctx, actor, member, id, version, Submit, func(r Request, s hours.Standing, now time.Time) (Request, error) {
		s, err := s.In(r.Period)
		if err != nil {
			return r, err
		}
		grounds, err := b.grounds(s.Regulation.ID)
		if err != nil {
			return r, err
		}
		claim, wrong := r.Entry.Check(Rules{Grounds: grounds, Period: s.Period, Documents: len(r.Documents)})
		if len(wrong) > 0 {
			return r, wrong
		}
		r.Claim, r.Submitted, r.Sealed = claim, now, len(r.Documents)
		return r, nil
	})
}

// Discard throws a draft away with its documents: nothing of it is kept. Throwing
// away again what the same page already threw away is no error.
func (b *Board) Discard(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64) (Request, error) {
	var documents []hours.Document
	changed, err := b.own(ctx, actor, member, id, version, Discard, func(r Request, _ hours.Standing, _ time.Time) (Request, error) {
		documents = r.Documents
		r.Entry, r.Documents, r.Follows = Entry{}, nil, ""
		return r, nil
	})
	if err != nil {
		return Request{}, err
	}
	return changed, b.forgetAll(ctx, changed.Key, documents)
}

// Withdraw takes back a request that the order has not decided, when the
// organisation lets its members; [ErrProcessed] otherwise. Taking back again what
// the same page already took back is no error.
func (b *Board) Withdraw(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64) (Request, error) {
	var dropped []hours.Document
	changed, err := b.own(ctx, actor, member, id, version, Withdraw, func(r Request, s hours.Standing, _ time.Time) (Request, error) {
		if !s.Organisation.WithdrawBeforeProcessing {
			return r, ErrProcessed
		}
		dropped = r.Unsent()
		return r.seen(), nil
	})
	if err != nil {
		return Request{}, err
	}
	return changed, b.forgetAll(ctx, changed.Key, dropped)
}

func (b *Board) writing(ctx context.Context, actor identity.Actor, member identity.MemberID) (hours.Standing, error) {
	if err := actor.Check(identity.Write, actor.Org, member); err != nil {
		return hours.Standing{}, err
	}
	return b.Ledger.Standing(ctx, actor, member, cycle.Date{})
}

// pressed is where the member's buttons lead. The second press of a double one,
// on the page that the first already left, changes nothing and is no error.
var pressed = map[Event]State{Submit: Submitted, Reply: Submitted, Withdraw: Withdrawn, Discard: Discarded}

// own runs an event of the member's on one of their requests: fn changes what the
// event is about, at the instant that it is given, and own the state.
func (b *Board) own(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64, e Event, fn func(Request, hours.Standing, time.Time) (Request, error)) (Request, error) {
	s, err := b.writing(ctx, actor, member)
	if err != nil {
		return Request{}, err
	}
	key, now := Key{Org: actor.Org, Member: member, ID: id}, b.now()
	step := func(r Request) (Request, []identity.Message, error) {
		if r.Version > 0 && r.State == pressed[e] && r.Version == version+1 {
			return r, nil, errUnchanged
		}
		next, err := r.next(e, version)
		if err != nil {
			return r, nil, err
		}
		if r, err = fn(r, s, now); err != nil {
			return r, nil, err
		}
		r.State, r.Changed = next, now
		return r, nil, nil
	}
	if _, ok := told[e]; ok {
		return b.tell(ctx, actor, key, s, e, now, func(r Request, _ []hours.Relief) (Request, []identity.Message, error) { return step(r) })
	}
	return b.change(ctx, key, untold(step))
}

// next returns the state after an event of the member's, on a page that showed
// that version. The error is [ErrNotFound], [ErrProcessed], [ErrTransition] or
// [ErrStale].
func (r Request) next(e Event, version int64) (State, error) {
	next, err := r.State.Next(e)
	switch {
	case r.Version == 0 || r.State == Discarded:
		return r.State, ErrNotFound
	case err != nil && r.State != Draft:
		return r.State, fmt.Errorf("%w: %w", ErrProcessed, err)
	case err != nil:
		return r.State, err
	case r.Version != version:
		return r.State, ErrStale
	}
	return next, nil
}
