package closing

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Close settles a member's period that is over: its figures, what is missing, and
// what passes on, with the last day of each surplus. Closing again a period whose
// figures have not changed changes nothing. version is that of the page; 0 for a
// period that has no closing yet. The error is that of the actor's check, of
// [Docket.File], [ErrNotOver], [ErrUndecided], hours.ErrStale or hours.ErrTransition.
func (d *Docket) Close(ctx context.Context, actor identity.Actor, member identity.MemberID, period cycle.Date, version int64) (Closing, error) {
	if err := actor.Check(identity.Decide, actor.Org, member); err != nil {
		return Closing{}, err
	}
	return d.change(ctx, actor, Key{actor.Org, member, period}, version, Close, func(f File, now time.Time) (Closing, Entry, bool, []identity.Message, error) {
		settled := f.Settled()
		next, err := f.State.Next(Close, settled.Met())
		switch {
		case err != nil:
			return f.Closing, Entry{}, false, nil, err
		case f.Ready != nil:
			return f.Closing, Entry{}, false, nil, f.Ready
		case next == f.State && settled.equal(f.Latest().Settled):
			return f.Closing, Entry{}, false, nil, errUnchanged
		}
		return f.Closing, Entry{At: now, Settled: settled}, settled.Met(), nil, nil
	})
}

// Progress is how far CloseAll has come, in periods.
type Progress struct {
	// All is how many there are, and Done how many have been gone through.
	All, Done int
	// Closed and Short are those that were closed; Waiting those that are not over or
	// wait for a decision; Failed those that could not be closed.
	Closed, Short, Waiting, Failed int
}

// CloseAll closes every member's period that has ended and was not closed, one
// transaction each, and calls progress after each unless that is nil. One that fails
// does not hold up the others: the error joins all of them. Doing it again closes
// what has become ready and nothing else. The actor's own file waits for somebody
// else.
func (d *Docket) CloseAll(ctx context.Context, actor identity.Actor, progress func(Progress)) (Progress, error) {
	all, err := d.List(ctx, actor, Query{States: []State{Open}})
	if err != nil {
		return Progress{}, err
	}
	p := Progress{All: len(all)}
	var failed []error
	for _, row := range all {
		if err := ctx.Err(); err != nil {
			return p, errors.Join(append(failed, err)...)
		}
		c, err := d.Close(ctx, actor, row.Member, row.Period, row.Version)
		switch {
		case errors.Is(err, ErrNotOver), errors.Is(err, ErrUndecided), errors.Is(err, identity.ErrForbidden):
			p.Waiting++
		case err != nil:
			p.Failed++
			failed = append(failed, fmt.Errorf("closing: %s of %s: %w", row.Period, row.Member, err))
		case c.State == Short:
			p.Short++
		default:
			p.Closed++
		}
		p.Done++
		if progress != nil {
			progress(p)
		}
	}
	return p, errors.Join(failed...)
}

// Reopen opens a closed period again, with a reason that the member reads: it may be
// declared for as before it was closed.
func (d *Docket) Reopen(ctx context.Context, actor identity.Actor, member identity.MemberID, period cycle.Date, version int64, reason string) (Closing, error) {
	return d.decide(ctx, actor, member, period, version, Reopen, reason, func(f *File, _ *Entry) (identity.MessageKind, error) {
		f.Notice = nil
		return "", nil
	})
}

// decide is an event of staff's that has a reason: fn changes what the event is
// about, and names the message that announces it; empty for none.
func (d *Docket) decide(ctx context.Context, actor identity.Actor, member identity.MemberID, period cycle.Date, version int64, e Event, reason string, fn func(*File, *Entry) (identity.MessageKind, error)) (Closing, error) {
	if err := actor.Check(identity.Decide, actor.Org, member); err != nil {
		return Closing{}, err
	}
	if err := d.advanceMember(ctx, actor.Org, member); err != nil {
		return Closing{}, err
	}
	reason = hours.Tidy(reason)
	id := d.newID()
	return d.change(ctx, actor, Key{actor.Org, member, period}, version, e, func(f File, now time.Time) (Closing, Entry, bool, []identity.Message, error) {
		if wrong := reasoned(reason, e); len(wrong) > 0 {
			return f.Closing, Entry{}, false, nil, wrong
		}
		settled := f.Settled()
		entry := Entry{At: now, Reason: reason, Settled: settled}
		kind, err := fn(&f, &entry)
		if err != nil {
			return f.Closing, Entry{}, false, nil, err
		}
		met := settled.Met() || f.Notice != nil && f.Notice.Of != hours.LackingHours
		if e == Withdraw || e == Reopen || e == Notify {
			met = settled.Met()
		}
		var messages []identity.Message
		if kind != "" {
			messages = f.letter(kind, id, now)
		}
		return f.Closing, entry, met, messages, nil
	})
}

// longestReason is the greatest length of a reason, and longestObservations that of
// the member's observations, in characters.
const (
	longestReason       = 2000
	longestObservations = 20_000
)

// reasoned says what is wrong with a reason: notices need none.
func reasoned(reason string, e Event) hours.FieldErrors {
	switch {
	case reason == "" && e != Notify && e != FinalNotice && e != Cure:
		return hours.FieldErrors{{Field: "reason", Err: hours.ErrMissing}}
	case len([]rune(reason)) > longestReason:
		return hours.FieldErrors{{Field: "reason", Err: hours.ErrTooLong}}
	}
	return nil
}
