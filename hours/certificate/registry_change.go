package certificate

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// errUnchanged leaves a Change without writing anything.
var errUnchanged = errors.New("certificate: unchanged")

// issue writes a certificate with the act that tells it. The act has the number
// after the latest that was read before the file was: when another has taken it the
// file may have changed, and with it what may be stated, so that all of it is done
// again.
func (r *Registry) issue(ctx context.Context, actor identity.Actor, member identity.MemberID, ask Ask, code Code, now time.Time) (Certificate, error) {
	for try := 1; ; try++ {
		last, err := r.Ledger.Store.LastAct(ctx, actor.Org, member)
		if err != nil {
			return Certificate{}, err
		}
		drawn, act, err := r.draw(ctx, actor, member, ask)
		if err != nil {
			return Certificate{}, err
		}
		before, err := r.Store.Certificates(ctx, actor.Org, member)
		if err != nil {
			return Certificate{}, err
		}
		if i := slices.IndexFunc(before, drawn.same); i >= 0 {
			return before[i], nil
		}
		drawn.Code, drawn.Issued = code, now
		act.Seq, act.At, act.Kind, act.Of, act.Title = last+1, now, hours.CertificateIssued, string(code), title(code)
		issued, err := r.Store.Change(ctx, drawn.Key, func(c Certificate) (Certificate, hours.Telling, error) {
			if c.Version > 0 {
				return c, hours.Telling{}, ErrStale
			}
			return drawn, hours.Telling{Act: &act}, nil
		})
		if !errors.Is(err, hours.ErrStale) || try == hours.MostTries {
			return issued, err
		}
	}
}

// draw reads the file and draws up what may be said of it, with the figures of the
// act that tells it: they are the same before and after.
func (r *Registry) draw(ctx context.Context, actor identity.Actor, member identity.MemberID, ask Ask) (Certificate, hours.Act, error) {
	s, err := r.Ledger.Standing(ctx, actor, member, ask.Day)
	if err != nil {
		return Certificate{}, hours.Act{}, err
	}
	b, err := r.Ledger.Balance(ctx, actor, member, ask.Day)
	if err != nil {
		return Certificate{}, hours.Act{}, err
	}
	c, err := drawUp(s, b, ask.Language)
	if err != nil {
		return Certificate{}, hours.Act{}, err
	}
	if c.State, err = c.State.Next(Issue); err != nil {
		return Certificate{}, hours.Act{}, err
	}
	return c, act(actor, c, b), nil
}

// act is what every act about a certificate has.
func act(actor identity.Actor, c Certificate, b hours.Balance) hours.Act {
	figures := hours.Tally{Counted: b.Counted, Remaining: b.Total().Remaining}
	return hours.Act{
		Org: c.Org, Member: c.Member, Account: actor.Account, By: actor.Name, Period: c.Period.From,
		Before: figures, After: figures,
	}
}

// title is what the history calls a certificate: its code, in both languages.
func title(code Code) identity.Text { return identity.Text{FR: code.String(), EN: code.String()} }

// Revoke revokes a certificate, for staff, with a reason that the member reads: from
// then on whoever verifies it is told that it is no longer valid. The error is that
// of the actor's check, [ErrNotFound], [ErrTransition], [ErrStale], or an
// hours.FieldErrors on "reason". Saying again what the same page already said changes
// nothing, and is no error.
func (r *Registry) Revoke(ctx context.Context, actor identity.Actor, member identity.MemberID, code Code, version int64, reason string) (Certificate, error) {
	if err := actor.Check(identity.Decide, actor.Org, member); err != nil {
		return Certificate{}, err
	}
	now, reason := r.now(), hours.Tidy(reason)
	for try := 1; ; try++ {
		last, err := r.Ledger.Store.LastAct(ctx, actor.Org, member)
		if err != nil {
			return Certificate{}, err
		}
		before, err := r.Certificate(ctx, actor, member, code)
		if err != nil {
			return Certificate{}, err
		}
		b, err := r.Ledger.Balance(ctx, actor, member, before.Period.From)
		if err != nil {
			return Certificate{}, err
		}
		today, err := r.today(ctx, actor.Org, now)
		if err != nil {
			return Certificate{}, err
		}
		var unchanged Certificate
		changed, err := r.Store.Change(ctx, before.Key, func(c Certificate) (Certificate, hours.Telling, error) {
			if c.State == Revoked && c.Version == version+1 && c.Reason == reason {
				unchanged = c
				return c, hours.Telling{}, errUnchanged
			}
			if c.Version != version && c.State == Issued {
				return c, hours.Telling{}, ErrStale
			}
			revoked, err := c.revoke(reason, today)
			if err != nil {
				return c, hours.Telling{}, err
			}
			told := act(actor, c, b)
			told.Seq, told.At, told.Kind, told.Of, told.Title = last+1, now, hours.CertificateRevoked, string(code), title(code)
			told.Reason = reason
			return revoked, hours.Telling{Act: &told}, nil
		})
		if errors.Is(err, errUnchanged) {
			return unchanged, nil
		}
		if !errors.Is(err, hours.ErrStale) || try == hours.MostTries {
			return changed, err
		}
	}
}

// today returns the present day in the organisation's zone.
func (r *Registry) today(ctx context.Context, org identity.OrganisationID, now time.Time) (cycle.Date, error) {
	o, err := r.Ledger.Roll.Organisation(ctx, org)
	if err != nil {
		return cycle.Date{}, err
	}
	zone, err := o.Location()
	if err != nil {
		return cycle.Date{}, err
	}
	return cycle.DateOf(now, zone), nil
}
