package hours

import (
	"context"
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
