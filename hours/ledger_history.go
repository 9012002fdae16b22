package hours

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/identity"
)

// History returns what was done in the member's file and the query chooses, to
// whoever may read the file: declarations and exemptions, with the figures before
// and after. Who of the staff did it is told to staff alone: for others Account and
// By of those acts are empty, and nothing finds them by a name.
func (l *Ledger) History(ctx context.Context, actor identity.Actor, member identity.MemberID, q ActQuery) ([]Act, error) {
	if err := actor.Check(identity.Read, actor.Org, member); err != nil {
		return nil, err
	}
	all, err := l.Store.Acts(ctx, actor.Org, member)
	if err != nil {
		return nil, err
	}
	if !actor.May(identity.List, actor.Org, "") {
		for i := range all {
			if all[i].Account != actor.Account {
				all[i].Account, all[i].By = "", ""
			}
		}
	}
	return q.Choose(all), nil
}

// MostTries is how often a desk works an act out again when another act of the
// same file came first. Each time somebody else got through.
const MostTries = 100

// tell runs an event of a declaration that the history tells.
func (l *Ledger) tell(ctx context.Context, actor identity.Actor, key Key, s Standing, e Event, now time.Time, fn func(Declaration) (Declaration, error)) (Declaration, error) {
	return l.tellAs(ctx, actor, key, s, now, fn, func(before, _ Declaration) ActKind { return before.State.actKind(e) })
}

// tellAs runs a change of a declaration that the history tells under the name that
// name gives it.
func (l *Ledger) tellAs(ctx context.Context, actor identity.Actor, key Key, s Standing, now time.Time, fn func(Declaration) (Declaration, error), name func(before, after Declaration) ActKind) (Declaration, error) {
	return l.telling(ctx, actor, key, s, now, func(before Declaration) (Told, error) {
		after, err := fn(before)
		if err != nil {
			return Told{}, err
		}
		return Told{
			Declaration: after, Kind: name(before, after), Reason: reasonOf(before, after), Messages: l.announce(s, before, after, now),
		}, nil
	})
}

// telling runs a change of a declaration that the history tells. The figures of the
// act need the whole file, of which a store locks one row: they are worked out from
// what was read before, and the act has the number after the latest act read before
// that. When another act has taken the number the file may have changed, and all of it
// is done again.
//
// A decision that changes one whose letter has not left holds that letter back; when it
// is leaving all the same, what fn would rather tell then is told.
func (l *Ledger) telling(ctx context.Context, actor identity.Actor, key Key, s Standing, now time.Time, fn func(Declaration) (Told, error)) (Declaration, error) {
	return l.tellingIn(ctx, actor, key, s, now, func(before Declaration, _ Contents, _ []Outcome) (Told, error) { return fn(before) })
}

// tellingIn is telling for what depends on the rest of the file.
func (l *Ledger) tellingIn(ctx context.Context, actor identity.Actor, key Key, s Standing, now time.Time, fn func(Declaration, Contents, []Outcome) (Told, error)) (Declaration, error) {
	leaving := false
	for try := 1; ; try++ {
		last, err := l.Store.LastAct(ctx, key.Org, key.Member)
		if err != nil {
			return Declaration{}, err
		}
		declarations, reliefs, err := l.file(ctx, key.Org, key.Member)
		if err != nil {
			return Declaration{}, err
		}
		outcomes, err := l.outcomes(ctx, key.Org, key.Member)
		if err != nil {
			return Declaration{}, err
		}
		accepted := false
		changed, err := l.change(ctx, key, func(before Declaration) (Declaration, Telling, error) {
			accepted = false
			told, err := fn(before, Contents{with(declarations, before), reliefs}, outcomes)
			if err != nil {
				return before, Telling{}, err
			}
			after, withdrawn := told.holding(before, leaving, now)
			s, err := s.In(after.Period)
			if err != nil {
				return before, Telling{}, err
			}
			after = s.allocate(before, after, Contents{declarations, reliefs}, outcomes)
			act := Act{
				Org: key.Org, Member: key.Member, Seq: last + 1, At: now, Account: actor.Account, By: actor.Name,
				Kind: told.Kind, Of: key.ID, Period: after.Period, Reason: told.Reason,
				Title:  identity.Text{FR: after.Activity.Title, EN: after.Activity.Title},
				Before: Tally{Item: before.Counted}, After: Tally{Item: after.Counted}, Allocations: after.Allocations,
			}
			if in := (Contents{with(declarations, after), reliefs}); before.State.Declared() || after.State.Declared() {
				s.Tell(&act, Contents{with(declarations, before), reliefs}, in)
			} else {
				s.tellUnchanged(&act, in)
			}
			accepted = true
			return after, Telling{Act: &act, Messages: told.Messages, Withdrawn: withdrawn, At: now}, nil
		})
		if accepted && !leaving && errors.Is(err, identity.ErrStale) {
			leaving = true
			continue
		}
		if !accepted || !errors.Is(err, ErrStale) || try == MostTries {
			return changed, err
		}
	}
}

// announce returns the message that tells the member of a change that staff made, in a
// language that the organisation serves; none for one taken into review, and for a
// member without an address. It says where to read what was decided, and no more: an
// e-mail is no place for it.
func (l *Ledger) announce(s Standing, before, after Declaration, now time.Time) []identity.Message {
	kind := identity.DeclarationDecided
	_, asked := before.Asked()
	n := len(after.Decisions)
	decided := n > len(before.Decisions) && after.Decisions[n-1].Event != Take
	switch {
	case asked && after.Corrections[len(after.Corrections)-1].By != "":
		kind = identity.CorrectionAnswered
	case !decided:
		return nil
	}
	return l.letter(kind, s, after, now)
}

// letter returns the message of the kind about a declaration; none to a member without
// an address.
func (l *Ledger) letter(kind identity.MessageKind, s Standing, after Declaration, now time.Time) []identity.Message {
	m := s.Member
	if m.Email == "" {
		return nil
	}
	return []identity.Message{{
		Org: after.Org, Member: after.Member, ID: l.newID(), Kind: kind,
		To: m.Email, Language: s.Organisation.Languages.Choose(m.Language), Written: now,
		Values: map[string]string{"declaration": after.ID, "state": string(after.State), "name": m.Name()},
	}}
}

// reasonOf returns what was written with a change: the reason of a decision, what the
// member asks for, why staff decline it.
func reasonOf(before, after Declaration) string {
	if n := len(after.Decisions); n > len(before.Decisions) {
		return after.Decisions[n-1].Reason
	}
	n := len(after.Corrections)
	switch {
	case n > len(before.Corrections):
		return after.Corrections[n-1].Text
	case n > 0:
		return after.Corrections[n-1].Answer
	}
	return ""
}

// with returns the declarations with one of them as it is given.
func with(declarations []Declaration, one Declaration) []Declaration {
	all := slices.Clone(declarations)
	if i := slices.IndexFunc(all, func(d Declaration) bool { return d.ID == one.ID }); i >= 0 {
		all[i] = one
		return all
	}
	return append(all, one)
}
