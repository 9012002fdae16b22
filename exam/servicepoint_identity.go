package exam

import (
	"context"
	"errors"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// ConfirmIdentity records that the operator saw the card (E4), with its hints when the
// claim is sure of them. The number and the date of birth are checked and forgotten.
// The error is an hours.FieldErrors on "kind", "number", "birth" or, with [ErrNameHint] or
// [ErrBirthHint], on "sure"; [ErrWait] after too many that were wrong, of the learner for
// as long as [Tries.Until] says, and of the operator over all learners ([Operator.Try]);
// or [ErrStale].
func (d *ServicePoint) ConfirmIdentity(ctx context.Context, actor identity.Actor, member identity.MemberID, version int64, c Claim) (Learner, error) {
	l, _, err := d.worked(ctx, actor, member)
	if err != nil {
		return Learner{}, err
	}
	if l.Version != version {
		return Learner{}, ErrStale
	}
	now := d.now()
	zone, err := d.zone(ctx, actor.Org)
	if err != nil {
		return Learner{}, err
	}
	today := cycle.DateOf(now, zone)
	_, err = d.Store.ChangeOperator(ctx, actor.Org, actor.Account, func(o Operator) (Operator, error) { return o.Try(now) })
	if err != nil {
		return Learner{}, err
	}
	var wrong error
	changed, err := d.learner(ctx, l, version, func(l Learner) (Learner, error) {
		wrong = nil
		if until := l.Tries.Until(); now.Before(until) {
			return l, Wait{Until: until}
		}
		hints, found := c.Check(l, today)
		switch {
		case mistaken(found):
			// The try is written down, beside what is wrong.
			wrong = found
			l.Tries = Tries{l.Tries.Failures + 1, latest(now, l.Tries.Latest)}
			return l, nil
		case len(found) > 0:
			return l, found
		case len(hints) > 0 && !c.Sure:
			return l, hinted(hints)
		}
		l.Proof, l.Tries = &Proof{Kind: c.Kind, Hints: hints, By: PersonOf(actor), At: now}, Tries{}
		return l, nil
	})
	if err != nil || wrong == nil {
		_, back := d.Store.ChangeOperator(ctx, actor.Org, actor.Account, func(o Operator) (Operator, error) { return o.Back(), nil })
		if back != nil {
			err = errors.Join(err, back)
		}
	}
	if err != nil {
		return Learner{}, err
	}
	return changed, wrong
}

// mistaken reports that something was given and is wrong: what was left empty is no try.
func mistaken(wrong hours.FieldErrors) bool {
	return errors.Is(wrong, ErrNumberForm) || errors.Is(wrong, ErrBirthDiffers) || errors.Is(wrong, ErrBirth)
}

func hinted(hints []Hint) hours.FieldErrors {
	var wrong hours.FieldErrors
	for _, h := range hints {
		err := ErrNameHint
		if h == BirthHint {
			err = ErrBirthHint
		}
		wrong = append(wrong, hours.FieldError{Field: "sure", Err: err})
	}
	return wrong
}
