package hours

import (
	"context"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/identity"
)

// Told is a declaration as a desk above the ledger changes it: the kind under which
// the history tells it, with the reason, and the messages that announce it. An empty
// Kind changes nothing.
type Told struct {
	Declaration Declaration
	Kind        ActKind
	Reason      string
	Messages    []identity.Message
	// late is told instead when the letter of the decision that this one changes has
	// left already.
	late []identity.Message
}

// holding returns the declaration as it is changed, and the letters to hold back: that
// of the decision before, when another one follows it in time. leaving says that it can
// no longer be held back.
func (t *Told) holding(before Declaration, leaving bool, now time.Time) (Declaration, []string) {
	after, held := t.Declaration, before.held(now)
	switch {
	case held == "" || len(after.Decisions) <= len(before.Decisions):
		return after, nil
	case !leaving:
		return after, []string{held}
	}
	if len(t.late) > 0 {
		t.Messages = append(t.Messages, t.late...)
		after.Decisions = slices.Clone(after.Decisions)
		after.Decisions[len(after.Decisions)-1].Letter = t.late[0].ID
	}
	return after, nil
}

// Tell runs a change of a declaration that the history tells, as Ledger does its own:
// for desks above the ledger, which check the actor. fn has what is stored, and may
// be called more than once.
func (l *Ledger) Tell(ctx context.Context, actor identity.Actor, key Key, s Standing, at time.Time, fn func(Declaration) (Told, error)) (Declaration, error) {
	return l.telling(ctx, actor, key, s, at, func(before Declaration) (Told, error) {
		if before.Version == 0 || before.Submitted.IsZero() {
			return Told{}, ErrNotFound
		}
		told, err := fn(before)
		if err == nil && told.Kind == "" {
			err = errUnchanged
		}
		return told, err
	})
}

// Note fills in an act that changes no hours: its number, the one after the latest,
// and the figures of the standing's period, the same before and after.
func (l *Ledger) Note(ctx context.Context, s Standing, act Act) (Act, error) {
	last, err := l.Store.LastAct(ctx, act.Org, act.Member)
	if err != nil {
		return act, err
	}
	declarations, reliefs, err := l.file(ctx, act.Org, act.Member)
	if err != nil {
		return act, err
	}
	act.Seq, act.Period = last+1, s.Period.From
	act.Before = s.Evaluate(declarations, reliefs).Tally()
	act.After = act.Before
	return act, nil
}
