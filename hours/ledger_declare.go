package hours

import (
	"context"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// Declare writes a declaration in one step, for the current period, as a file that a
// member imports has it: submitted, or kept as a draft. id is the caller's, and says
// what is declared: the same one again changes nothing and is no error, whatever
// became of it since, and fresh is false. The error is a [FieldErrors] when what is
// to be submitted has something wrong with it.
func (l *Ledger) Declare(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, typed Entry, draft bool) (declared Declaration, fresh bool, err error) {
	if err := actor.Check(identity.Write, actor.Org, member); err != nil {
		return Declaration{}, false, err
	}
	now := l.now()
	s, err := l.standing(ctx, actor.Org, member, cycle.Date{}, now)
	if err != nil {
		return Declaration{}, false, err
	}
	if s.Part.Empty() {
		return Declaration{}, false, ErrNotOnRoll
	}
	lists, err := l.Store.Lists(ctx, actor.Org)
	if err != nil {
		return Declaration{}, false, err
	}
	activity, wrong := typed.Check(s.rules(lists))
	if !draft && len(wrong) > 0 {
		return Declaration{}, false, wrong
	}
	key := Key{actor.Org, member, id}
	write := func(d Declaration) (Declaration, error) {
		if fresh = d.Version == 0; !fresh {
			return d, errUnchanged
		}
		d.State, d.Period, d.Entry, d.Created, d.Changed = Draft, s.Period.From, typed, now, now
		if !draft {
			d.State, d.Activity, d.Submitted = Submitted, activity, now
		}
		return d, nil
	}
	if draft {
		declared, err = l.change(ctx, key, untold(write))
	} else {
		declared, err = l.tell(ctx, actor, key, s, Submit, now, write)
	}
	return declared, fresh, err
}
