package exemption

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
)

// Verdict is what staff say of a request.
type Verdict struct {
	Event Event
	// Granted is used with Grant and End. With ByRule it is the figure that the page
	// showed, or none.
	Granted hours.Hours
	// ByRule grants what the regulation's rule gives.
	ByRule bool
	// Day is, with Ask, the last day on which to send what is asked, or none; with End,
	// the last day of the ground.
	Day    cycle.Date
	Reason string
}

// Bounds is what a verdict is held against.
type Bounds struct {
	// Asked is what the regulation asks in all for the period, and Others what the
	// member's other exemptions take off it.
	Asked, Others hours.Hours
	// Computed is what the regulation's rule gives for the request as it would be after
	// the verdict; nil when there is no rule for its ground.
	Computed *hours.Computed
	// Today is the present day in the organisation's zone.
	Today cycle.Date
}

// longestReason is the greatest length of a reason, in characters.
const longestReason = 2000

// Decide applies a verdict. A reason is required for everything but to grant at
// first, and for that too when the figure is not the one that the regulation's rule
// gives: the member reads it. With what is granted already no more can be granted
// than is asked, rounded up to the hundredth of an hour, nor hours that are not
// hours.Hours.Declarable. Every decision stays in Decisions. The error is
// [ErrTransition], [ErrStale] when the rule no longer gives the figure that the page
// showed, or an hours.FieldErrors on "granted", "day" or "reason", and then the
// request is as it was.
func (r Request) Decide(v Verdict, b Bounds, by string, at time.Time) (Request, error) {
	next, err := r.State.Next(v.Event)
	if err != nil {
		return r, err
	}
	if !slices.Contains(r.State.StaffEvents(), v.Event) {
		return r, fmt.Errorf("%w: %s is not staff's", ErrTransition, v.Event)
	}
	d := Decision{Event: v.Event, Before: r.Granted, Ended: r.Ended, Reason: v.Reason, By: by, At: at}
	var wrong hours.FieldErrors
	fail := func(field string, err error) { wrong = append(wrong, hours.FieldError{Field: field, Err: err}) }
	switch v.Event {
	case Grant, End:
		if b.Computed != nil {
			computed := b.Computed.Hours
			d.Computed = &computed
		}
		if d.Granted, err = v.figure(b); errors.Is(err, ErrStale) {
			return r, err
		} else if err != nil {
			fail("granted", err)
		}
		d.ByRule = v.ByRule
	case Ask:
		if d.Until = v.Day; !v.Day.IsZero() && v.Day.Before(b.Today) {
			fail("day", ErrDayPast)
		}
	default: // nothing is granted
	}
	if v.Event == End {
		if d.Ended, err = r.endedOn(v.Day); err != nil {
			fail("day", err)
		}
	}
	if v.Reason == "" && (v.Event != Grant || r.State.decided() || !v.ByRule && b.Computed != nil) {
		fail("reason", hours.ErrMissing)
	}
	if len([]rune(v.Reason)) > longestReason {
		fail("reason", hours.ErrTooLong)
	}
	if len(wrong) > 0 {
		return r, wrong
	}
	return r.with(d, next), nil
}

// with returns the request after a decision. What the member had prepared and not
// sent goes when there is nothing left to reply to.
func (r Request) with(d Decision, next State) Request {
	switch {
	case d.Event == Ask && r.State != Incomplete:
		r.Sealed = len(r.Documents)
	case d.Event != Ask:
		r = r.seen()
		r.Told = nil
	}
	r.Decisions = append(slices.Clone(r.Decisions), d)
	r.State, r.Granted, r.ByRule, r.Ended, r.Changed = next, d.Granted, d.ByRule, d.Ended, d.At
	return r
}

// figure is what a verdict grants: the rule's figure or staff's.
func (v Verdict) figure(b Bounds) (hours.Hours, error) {
	if v.ByRule {
		switch {
		case b.Computed == nil:
			return hours.Hours{}, ErrNoRule
		case !v.Granted.IsZero() && v.Granted.Compare(b.Computed.Hours) != 0:
			return hours.Hours{}, ErrStale
		case !b.Computed.Lowers:
			return hours.Hours{}, ErrRuleGivesNothing
		}
		return b.Computed.Hours, nil
	}
	switch {
	case v.Granted.IsZero():
		return v.Granted, hours.ErrNoHours
	case !v.Granted.Declarable():
		return v.Granted, hours.ErrBadHours
	case writable(b.Asked).Less(v.Granted):
		return v.Granted, ErrMoreThanAsked
	case writable(b.Asked.Minus(b.Others)).Less(v.Granted):
		return v.Granted, ErrMoreThanLeft
	}
	return v.Granted, nil
}

// endedOn returns the Ended of a request whose ground ended on the day: the zero
// Date when that is the last day that was claimed.
func (r Request) endedOn(last cycle.Date) (cycle.Date, error) {
	switch {
	case last.IsZero():
		return r.Ended, hours.ErrMissing
	case last.Before(r.Claim.First) || last.After(r.Claim.Last):
		return r.Ended, ErrOutsideGround
	case last == r.Claim.Last:
		return cycle.Date{}, nil
	}
	return last, nil
}

// repeats reports that the latest decision is this verdict of the same person.
func (r Request) repeats(v Verdict, by string) bool {
	if len(r.Decisions) == 0 {
		return false
	}
	last := r.Decisions[len(r.Decisions)-1]
	switch {
	case last.Event != v.Event || last.Reason != v.Reason || last.By != by:
		return false
	case v.Event == Ask:
		return last.Until == v.Day
	case v.Event != Grant && v.Event != End:
		return true
	}
	end, _ := r.endedOn(v.Day)
	return last.ByRule == v.ByRule && (v.ByRule && v.Granted.IsZero() || last.Granted.Compare(v.Granted) == 0) &&
		(v.Event != End || last.Ended == end)
}

// writable returns the hours rounded up to the hundredth: of 250/13 h, which a
// period of 39 months gives and nobody can write, 19.24 may be granted, or the
// whole could never be.
func writable(h hours.Hours) hours.Hours {
	d, _ := h.Decimal(2)
	if up, err := hours.FromDecimal(d); err == nil {
		return up
	}
	return h
}
