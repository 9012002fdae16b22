package exemption

import (
	"context"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Decide applies what staff say of a request, and writes the message that
// announces it to the member in the same transaction (P51). The error is that of
// the actor's check, [ErrNotFound], [ErrTransition], [ErrStale], or an
// hours.FieldErrors. Saying again what the same page already said changes nothing,
// announces nothing, and is no error.
func (b *Board) Decide(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64, v Verdict) (Request, error) {
	if err := actor.Check(identity.Decide, actor.Org, member); err != nil {
		return Request{}, err
	}
	before, err := b.Request(ctx, actor, member, id)
	if err != nil {
		return Request{}, err
	}
	s, err := b.Ledger.Standing(ctx, actor, member, before.Period)
	if err != nil {
		return Request{}, err
	}
	v.Reason = hours.Tidy(v.Reason)
	now, letter := b.now(), b.newID()
	var dropped []hours.Document
	changed, err := b.tell(ctx, actor, before.Key, s, v.Event, now, func(r Request, reliefs []hours.Relief) (Request, []identity.Message, error) {
		dropped = nil
		if r.Version == version+1 && r.repeats(v, actor.Name) {
			return r, nil, errUnchanged
		}
		if r.Version != version {
			return r, nil, ErrStale
		}
		unsent := r.Documents
		r, err := r.Decide(v, r.bounds(s, v, reliefs), actor.Name, now)
		if err != nil {
			return r, nil, err
		}
		dropped = unsent[len(r.Documents):]
		return r, r.announce(s, letter, now), nil
	})
	if err != nil {
		return Request{}, err
	}
	return changed.seen(), b.forgetAll(ctx, changed.Key, dropped)
}

// bounds returns what a verdict on the request is held against, when the member's
// requests take off what is given.
func (r Request) bounds(s hours.Standing, v Verdict, reliefs []hours.Relief) Bounds {
	own := r
	if v.Event == End {
		own.Ended, _ = r.endedOn(v.Day)
	}
	x := own.Sought()
	others := without(reliefs, r.ID)
	balance := s.Evaluate(nil, others)
	b := Bounds{Asked: balance.Total().Asked, Others: balance.Granted, Today: s.Today}
	if computed, ok := s.Compute(x, others); ok {
		b.Computed = &computed
	}
	return b
}

func without(reliefs []hours.Relief, id string) []hours.Relief {
	kept := make([]hours.Relief, 0, len(reliefs))
	for _, x := range reliefs {
		if x.ID != id {
			kept = append(kept, x)
		}
	}
	return kept
}

// Bounds returns what a decision on a request is held against, for staff: what may
// still be granted and, where the regulation has a rule for the ground, what it
// gives, with its arithmetic. With a day, the ground ended on that day. The errors
// are those of [Board.Request], identity.ErrForbidden, and [ErrOutsideGround].
func (b *Board) Bounds(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, ended cycle.Date) (Bounds, error) {
	if err := actor.Check(identity.Decide, actor.Org, member); err != nil {
		return Bounds{}, err
	}
	r, err := b.Request(ctx, actor, member, id)
	if err != nil {
		return Bounds{}, err
	}
	s, err := b.Ledger.Standing(ctx, actor, member, r.Period)
	if err != nil {
		return Bounds{}, err
	}
	reliefs, err := b.Reliefs(ctx, actor.Org, member)
	if err != nil {
		return Bounds{}, err
	}
	if ended.IsZero() {
		return r.bounds(s, Verdict{}, reliefs), nil
	}
	if _, err := r.endedOn(ended); err != nil {
		return Bounds{}, err
	}
	return r.bounds(s, Verdict{Event: End, Day: ended}, reliefs), nil
}

// announce returns the message that tells the member of the latest decision, in a
// language that the organisation serves; none for a member without an address. It
// holds neither the ground nor the reason: an e-mail is no place for them.
func (r Request) announce(s hours.Standing, id string, at time.Time) []identity.Message {
	m := s.Member
	if m.Email == "" {
		return nil
	}
	kind := identity.ExemptionDecided
	if r.State == Incomplete {
		kind = identity.ExemptionIncomplete
	}
	return []identity.Message{{
		Org: r.Org, Member: r.Member, ID: id, Kind: kind,
		To: m.Email, Language: s.Organisation.Languages.Choose(m.Language), Written: at,
		Values: map[string]string{"request": r.ID, "state": string(r.State), "name": m.Name()},
	}}
}
