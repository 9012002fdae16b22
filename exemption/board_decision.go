package exemption

import (
	"context"
	"time"

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
	asked := s.Evaluate(nil, nil).Total().Asked
	v.Reason = hours.Tidy(v.Reason)
	now, letter := b.now(), b.newID()
	return b.tell(ctx, actor, before.Key, s, v.Event, now, func(r Request) (Request, []identity.Message, error) {
		if r.Version == version+1 && r.repeats(v, actor.Name) {
			return r, nil, errUnchanged
		}
		if r.Version != version {
			return r, nil, ErrStale
		}
		r, err := r.Decide(v, asked, actor.Name, now)
		if err != nil {
			return r, nil, err
		}
		return r, r.announce(s, letter, now), nil
	})
}

// announce returns the message that tells the member of the latest decision, in a
// language that the organisation serves; none for a member without an address. It
// holds neither the ground nor the reason: an e-mail is no place for them.
func (r Request) announce(s hours.Standing, id string, at time.Time) []identity.Message {
	m := s.Member
	if m.Email == "" {
		return nil
	}
	return []identity.Message{{
		Org: r.Org, Member: r.Member, ID: id, Kind: identity.ExemptionDecided,
		To: m.Email, Language: s.Organisation.Languages.Choose(m.Language), Written: at,
		Values: map[string]string{"request": r.ID, "state": string(r.State), "name": m.Name()},
	}}
}
