package exam

import (
	"context"
	"errors"
	"maps"
	"time"

	"github.com/goodstanding/goodstanding/identity"
)

// Registration returns the actor's own registration as an operator (E1); what was never
// begun has every step missing. The error is identity.ErrForbidden for who is none.
func (d *ServicePoint) Registration(ctx context.Context, actor identity.Actor) (Operator, error) {
	if !MayOperate(actor) {
		return Operator{}, identity.ErrForbidden
	}
	o, err := d.Store.Operator(ctx, actor.Org, actor.Account)
	if errors.Is(err, ErrNotFound) {
		return Operator{Org: actor.Org, Account: actor.Account}, nil
	}
	return o, err
}

// Register saves one step of the actor's own registration. The error is an
// hours.FieldErrors of [Operator.Check], or [ErrStale].
func (d *ServicePoint) Register(ctx context.Context, actor identity.Actor, step Step, typed Operator) (Operator, error) {
	if !MayOperate(actor) {
		return Operator{}, identity.ErrForbidden
	}
	now := d.now()
	return d.Store.ChangeOperator(ctx, actor.Org, actor.Account, func(o Operator) (Operator, error) {
		if o.Version != typed.Version {
			return o, ErrStale
		}
		o = o.with(step, typed)
		if wrong := o.Check(step); len(wrong) > 0 {
			return o, wrong
		}
		done := maps.Clone(o.Done)
		if done == nil {
			done = map[Step]time.Time{}
		}
		done[step] = now
		o.Done = done
		return o, nil
	})
}

// registered is nil unless the actor is an operator whose registration lacks a step. A
// supervisor and the staff need none.
func (d *ServicePoint) registered(ctx context.Context, actor identity.Actor) error {
	if MayManage(actor) || MaySupervise(actor) {
		return nil
	}
	o, err := d.Registration(ctx, actor)
	if err == nil && len(o.Missing()) > 0 {
		return ErrRegistration
	}
	return err
}
