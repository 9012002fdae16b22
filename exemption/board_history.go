package exemption

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// told is what the events of a request are called in the history of the file.
// Those of a draft are not in it.
var told = map[Event]hours.ActKind{
	Submit: hours.ExemptionSubmitted, Ask: hours.ExemptionAsked, Reply: hours.ExemptionReplied, Withdraw: hours.ExemptionWithdrawn,
	Grant: hours.ExemptionGranted, TellEnd: hours.ExemptionEndTold, End: hours.ExemptionEnded,
	Refuse: hours.ExemptionRefused, Cancel: hours.ExemptionCancelled,
}

// actKind returns what an event is called that leads out of the state.
func (s State) actKind(e Event) hours.ActKind {
	if e == Grant && s.decided() {
		return hours.ExemptionCorrected
	}
	return told[e]
}

// untold is a change that the history does not tell.
func untold(fn func(Request) (Request, []identity.Message, error)) func(Request) (Request, hours.Telling, error) {
	return func(r Request) (Request, hours.Telling, error) {
		r, messages, err := fn(r)
		return r, hours.Telling{Messages: messages}, err
	}
}

// telling is a change that the history tells. reliefs are what the member's requests
// take off before it.
type telling func(r Request, reliefs []hours.Relief) (Request, []identity.Message, error)

// tell runs a change of a request that the history tells, as hours.Ledger does
// with those of declarations: the act has the number after the latest that was read
// before the file was, and all of it is done again when that is taken.
func (b *Board) tell(ctx context.Context, actor identity.Actor, key Key, s hours.Standing, e Event, now time.Time, fn telling) (Request, error) {
	for try := 1; ; try++ {
		last, err := b.Ledger.Store.LastAct(ctx, key.Org, key.Member)
		if err != nil {
			return Request{}, err
		}
		declarations, err := b.Ledger.Store.Declarations(ctx, key.Org, key.Member)
		if err != nil {
			return Request{}, err
		}
		requests, err := b.Store.Requests(ctx, key.Org, key.Member)
		if err != nil {
			return Request{}, err
		}
		accepted := false
		changed, err := b.change(ctx, key, func(before Request) (Request, hours.Telling, error) {
			accepted = false
			after, messages, err := fn(before, granted(requests))
			if err != nil {
				return before, hours.Telling{}, err
			}
			s, err := s.In(before.Period)
			if err != nil {
				return before, hours.Telling{}, err
			}
			act := hours.Act{
				Org: key.Org, Member: key.Member, Seq: last + 1, At: now, Account: actor.Account, By: actor.Name,
				Kind: before.State.actKind(e), Of: key.ID, Title: b.called(s, after), Period: before.Period,
				Before: hours.Tally{Item: before.Granted}, After: hours.Tally{Item: after.Granted},
			}
			s.Tell(&act, hours.Contents{Declarations: declarations, Reliefs: granted(with(requests, before))},
				hours.Contents{Declarations: declarations, Reliefs: granted(with(requests, after))})
			if n := len(after.Decisions); n > len(before.Decisions) {
				act.Reason = after.Decisions[n-1].Reason
			}
			accepted = true
			return after, hours.Telling{Act: &act, Messages: messages}, nil
		})
		if !accepted || !errors.Is(err, hours.ErrStale) || try == hours.MostTries {
			return changed, err
		}
	}
}

// called returns the label of the request's ground; its identifier when the ground
// is no longer one.
func (b *Board) called(s hours.Standing, r Request) identity.Text {
	if ground, ok := b.Grounds[s.Regulation.ID].Ground(r.Claim.Ground); ok {
		return ground.Label
	}
	return identity.Text{FR: r.Claim.Ground, EN: r.Claim.Ground}
}

// with returns the requests with one of them as it is given.
func with(requests []Request, one Request) []Request {
	all := slices.Clone(requests)
	if i := slices.IndexFunc(all, func(r Request) bool { return r.ID == one.ID }); i >= 0 {
		all[i] = one
		return all
	}
	return append(all, one)
}
