package hours

import (
	"context"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// Repeat opens a draft for the current period that begins with what the member declared
// before, of: see [Declaration.Repeat]. id is the caller's identifier for this press of
// the button, as for [Ledger.Begin]. The errors are those of Begin, and [ErrNotFound]
// when there is no such declaration of the member's, or nothing to repeat in it.
func (l *Ledger) Repeat(ctx context.Context, actor identity.Actor, member identity.MemberID, of, id string) (Declaration, error) {
	if err := actor.Check(identity.Write, actor.Org, member); err != nil {
		return Declaration{}, err
	}
	past, err := l.Declaration(ctx, actor, member, of)
	if err != nil {
		return Declaration{}, err
	}
	if !past.Repeatable() {
		return Declaration{}, ErrNotFound
	}
	return l.begin(ctx, actor, member, id, cycle.Date{}, past.Repeat())
}
