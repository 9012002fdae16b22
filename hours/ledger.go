package hours

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// Ledger is the desk where activities are declared, counted, and added up. Store,
// Roll and Regulations are required; the other fields may be left at zero.
//
// Every method takes the actor and refuses what [identity.Actor.Check] refuses:
// another person's file answers [identity.ErrNotFound], as one that does not
// exist does.
type Ledger struct {
	Store Store
	Roll  identity.Roll
	// Regulations are the regulations in use, by identifier.
	Regulations map[string]Regulation
	// Reliefs knows the exemptions; nil is none.
	Reliefs Reliefs
	// Now returns the present instant; nil is [time.Now]. It is read once per
	// operation.
	Now func() time.Time
	// NewID returns a new identifier; nil takes 26 random letters and digits.
	NewID func() string
}

// Standing is what the desk knows of a member on a day: who they are, what
// governs them, and their own part of the period.
type Standing struct {
	Organisation identity.Organisation
	Member       identity.Member
	Regulation   Regulation
	Version      Version
	Period       cycle.Period
	Part         cycle.Part
	// Today is the present day in the organisation's zone.
	Today cycle.Date
}

// Standing returns what governs the member in the period that holds the day; the
// zero Date is today. The error is that of the actor's check, [ErrNoRegulation],
// or wraps one of cycle's.
func (l *Ledger) Standing(ctx context.Context, actor identity.Actor, member identity.MemberID, day cycle.Date) (Standing, error) {
	if err := actor.Check(identity.Read, actor.Org, member); err != nil {
		return Standing{}, err
	}
	return l.standing(ctx, actor.Org, member, day)
}

func (l *Ledger) standing(ctx context.Context, org identity.OrganisationID, member identity.MemberID, day cycle.Date) (Standing, error) {
	o, err := l.Roll.Organisation(ctx, org)
	if err != nil {
		return Standing{}, err
	}
	m, err := l.Roll.Member(ctx, org, member)
	if err != nil {
		return Standing{}, err
	}
	zone, err := o.Location()
	if err != nil {
		return Standing{}, err
	}
	regulation, ok := l.Regulations[o.Regulation]
	if !ok {
		return Standing{}, fmt.Errorf("%w: %q", ErrNoRegulation, o.Regulation)
	}
	s := Standing{Organisation: o, Member: m, Regulation: regulation, Today: cycle.DateOf(l.now(), zone)}
	if day.IsZero() {
		day = s.Today
	}
	s.Version, s.Period, err = regulation.PeriodAt(day, m.Anchors())
	s.Part = cycle.PartOf(s.Period, m.Roll)
	return s, err
}

// Balance returns where the member stands in the period that holds the day; the
// zero Date is today. What is submitted or decided before the call is in it
// (P17). The errors are those of [Ledger.Standing].
func (l *Ledger) Balance(ctx context.Context, actor identity.Actor, member identity.MemberID, day cycle.Date) (Balance, error) {
	s, err := l.Standing(ctx, actor, member, day)
	if err != nil {
		return Balance{}, err
	}
	declarations, err := l.Store.Declarations(ctx, actor.Org, member)
	if err != nil {
		return Balance{}, err
	}
	var reliefs []Relief
	if l.Reliefs != nil {
		if reliefs, err = l.Reliefs.Reliefs(ctx, actor.Org, member); err != nil {
			return Balance{}, err
		}
	}
	return s.Evaluate(declarations, reliefs), nil
}

// Evaluate returns the balance of the standing's period, with what the periods
// before it carry over.
func (s Standing) Evaluate(declarations []Declaration, reliefs []Relief) Balance {
	file := File{Period: s.Period, Part: s.Part, Declarations: declarations, Reliefs: reliefs, Day: s.Today}
	if before, ok := s.before(); ok {
		file.Carried = Carry{From: before.Period.From, Hours: before.Evaluate(declarations, reliefs).Surplus}
	}
	b := s.Version.Evaluate(file)
	b.Regulation = s.Regulation.ID
	return b
}

// before returns the standing in the period before, when the member was on the
// roll in it.
func (s Standing) before() (Standing, bool) {
	version, period, err := s.Regulation.PeriodAt(s.Period.From.AddDays(-1), s.Member.Anchors())
	if err != nil || !period.From.Before(s.Period.From) {
		return Standing{}, false
	}
	s.Version, s.Period, s.Part = version, period, cycle.PartOf(period, s.Member.Roll)
	return s, !s.Part.Empty()
}

// Periods returns the member's reference periods, the current one first.
func (l *Ledger) Periods(ctx context.Context, actor identity.Actor, member identity.MemberID) ([]cycle.Period, error) {
	s, err := l.Standing(ctx, actor, member, cycle.Date{})
	if err != nil {
		return nil, err
	}
	all := []cycle.Period{s.Period}
	for s, ok := s.before(); ok; s, ok = s.before() {
		all = append(all, s.Period)
	}
	return all, nil
}

// Declarations returns the member's declarations that the query chooses.
func (l *Ledger) Declarations(ctx context.Context, actor identity.Actor, member identity.MemberID, q Query) ([]Declaration, error) {
	if err := actor.Check(identity.Read, actor.Org, member); err != nil {
		return nil, err
	}
	all, err := l.Store.Declarations(ctx, actor.Org, member)
	if err != nil {
		return nil, err
	}
	// A draft is its author's alone until it is submitted.
	if !actor.May(identity.Write, actor.Org, member) {
		all = slices.DeleteFunc(all, func(d Declaration) bool { return d.State == Draft })
	}
	return q.Choose(all), nil
}

// Declaration returns one declaration, or [ErrNotFound].
func (l *Ledger) Declaration(ctx context.Context, actor identity.Actor, member identity.MemberID, id string) (Declaration, error) {
	if err := actor.Check(identity.Read, actor.Org, member); err != nil {
		return Declaration{}, err
	}
	d, err := l.Store.Declaration(ctx, Key{actor.Org, member, id})
	if err != nil {
		return Declaration{}, err
	}
	if d.State == Discarded || d.State == Draft && !actor.May(identity.Write, actor.Org, member) {
		return Declaration{}, ErrNotFound
	}
	return d, nil
}

// Awaiting returns the organisation's declarations that wait for a decision and
// that the query chooses, for staff.
func (l *Ledger) Awaiting(ctx context.Context, actor identity.Actor, q Query) ([]Declaration, error) {
	if err := actor.Check(identity.List, actor.Org, ""); err != nil {
		return nil, err
	}
	all, err := l.Store.Awaiting(ctx, actor.Org)
	if err != nil {
		return nil, err
	}
	return q.Choose(all), nil
}

// Lists returns the organisation's lists of activities, providers and trainers.
func (l *Ledger) Lists(ctx context.Context, actor identity.Actor) (Lists, error) {
	return l.Store.Lists(ctx, actor.Org)
}

// Begin opens a draft for the current period, already chosen (P20, P23). id is the
// caller's identifier for this press of the button: the same one twice opens one
// draft. An id that is not [identity.WellFormed] is replaced by a new one. The
// error is that of the actor's check, or [ErrNotOnRoll].
func (l *Ledger) Begin(ctx context.Context, actor identity.Actor, member identity.MemberID, id string) (Declaration, error) {
	if err := actor.Check(identity.Write, actor.Org, member); err != nil {
		return Declaration{}, err
	}
	s, err := l.standing(ctx, actor.Org, member, cycle.Date{})
	if err != nil {
		return Declaration{}, err
	}
	if s.Part.Empty() {
		return Declaration{}, ErrNotOnRoll
	}
	if !identity.WellFormed(id) {
		id = l.newID()
	}
	now := l.now()
	return l.change(ctx, Key{actor.Org, member, id}, func(d Declaration) (Declaration, error) {
		if d.Version > 0 {
			return d, errUnchanged
		}
		d.State, d.Period, d.Entry.Period = Draft, s.Period.From, s.Period.Key()
		d.Created, d.Changed = now, now
		return d, nil
	})
}

// Save keeps what was typed, right or wrong. version is that of the draft that
// the page showed; when another page has saved since, the error is [ErrStale] and
// nothing changes. A declaration already submitted is [ErrProcessed].
func (l *Ledger) Save(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64, typed Entry) (Declaration, error) {
	return l.own(ctx, actor, member, id, version, Save, func(d Declaration, _ Standing) (Declaration, error) {
		d.Entry = typed
		return d, nil
	})
}

// Check returns everything wrong with a draft as it stands; nothing when it may
// be submitted.
func (l *Ledger) Check(ctx context.Context, actor identity.Actor, d Declaration) (FieldErrors, error) {
	rules, err := l.Rules(ctx, actor, d.Member)
	if err != nil {
		return nil, err
	}
	_, wrong := d.Entry.Check(rules)
	return wrong, nil
}

// Rules returns what an entry of the member is checked against today.
func (l *Ledger) Rules(ctx context.Context, actor identity.Actor, member identity.MemberID) (Rules, error) {
	s, err := l.Standing(ctx, actor, member, cycle.Date{})
	if err != nil {
		return Rules{}, err
	}
	lists, err := l.Store.Lists(ctx, actor.Org)
	if err != nil {
		return Rules{}, err
	}
	return Rules{Version: s.Version, Period: s.Period, Part: s.Part, Lists: lists, Today: s.Today}, nil
}

// Submit submits a draft (P31). The error is a [FieldErrors] when something is
// wrong with it. Submitting again what the same page already submitted changes
// nothing and is no error.
func (l *Ledger) Submit(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64) (Declaration, error) {
	if err := actor.Check(identity.Write, actor.Org, member); err != nil {
		return Declaration{}, err
	}
	rules, err := l.Rules(ctx, actor, member)
	if err != nil {
		return Declaration{}, err
	}
	now := l.now()
	return l.own(ctx, actor, member, id, version, Submit, func(d Declaration, s Standing) (Declaration, error) {
		activity, wrong := d.Entry.Check(rules)
		if len(wrong) > 0 {
			return d, wrong
		}
		d.Activity, d.Submitted, d.Period = activity, now, s.Period.From
		return d, nil
	})
}

// Discard throws a draft away: nothing of what was typed is kept.
func (l *Ledger) Discard(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64) (Declaration, error) {
	return l.own(ctx, actor, member, id, version, Discard, func(d Declaration, _ Standing) (Declaration, error) {
		d.Entry = Entry{}
		return d, nil
	})
}

// Withdraw takes back a declaration that the order has not begun to deal with,
// when the organisation lets its members; [ErrProcessed] otherwise.
func (l *Ledger) Withdraw(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64) (Declaration, error) {
	return l.own(ctx, actor, member, id, version, Withdraw, func(d Declaration, s Standing) (Declaration, error) {
		if !s.Organisation.WithdrawBeforeProcessing {
			return d, ErrProcessed
		}
		return d, nil
	})
}

// Decide applies what staff say of a declaration. The error is [ErrTransition]
// when its state has no such event, [ErrStale], or a [FieldErrors].
func (l *Ledger) Decide(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64, v Verdict) (Declaration, error) {
	if err := actor.Check(identity.Decide, actor.Org, member); err != nil {
		return Declaration{}, err
	}
	v.Reason = Tidy(v.Reason)
	now := l.now()
	return l.change(ctx, Key{actor.Org, member, id}, func(d Declaration) (Declaration, error) {
		if d.Version == 0 || d.State == Draft || d.State == Discarded {
			return d, ErrNotFound
		}
		if d.Version != version {
			return d, ErrStale
		}
		return d.Decide(v, actor.Name, now)
	})
}

// own runs an event of the member's on one of their declarations.
func (l *Ledger) own(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64, e Event, fn func(Declaration, Standing) (Declaration, error)) (Declaration, error) {
	if err := actor.Check(identity.Write, actor.Org, member); err != nil {
		return Declaration{}, err
	}
	s, err := l.standing(ctx, actor.Org, member, cycle.Date{})
	if err != nil {
		return Declaration{}, err
	}
	now := l.now()
	return l.change(ctx, Key{actor.Org, member, id}, func(d Declaration) (Declaration, error) {
		next, err := d.State.Next(e)
		switch {
		case d.Version == 0 || d.State == Discarded:
			return d, ErrNotFound
		case e == Submit && d.State == Submitted && d.Version == version+1:
			return d, errUnchanged
		case err != nil && d.State != Draft:
			return d, fmt.Errorf("%w: %w", ErrProcessed, err)
		case err != nil:
			return d, err
		case d.Version != version:
			return d, ErrStale
		}
		if d, err = fn(d, s); err != nil {
			return d, err
		}
		d.State, d.Changed = next, now
		return d, nil
	})
}

// errUnchanged leaves a Change without writing anything.
var errUnchanged = errors.New("hours: unchanged")

func (l *Ledger) change(ctx context.Context, key Key, fn func(Declaration) (Declaration, error)) (Declaration, error) {
	var unchanged Declaration
	changed, err := l.Store.Change(ctx, key, func(d Declaration) (Declaration, error) {
		unchanged = d
		return fn(d)
	})
	if errors.Is(err, errUnchanged) {
		return unchanged, nil
	}
	return changed, err
}

func (l *Ledger) now() time.Time {
	if l.Now == nil {
		return time.Now().UTC().Truncate(identity.Precision)
	}
	return l.Now().UTC().Truncate(identity.Precision)
}

func (l *Ledger) newID() string {
	if l.NewID == nil {
		return strings.ToLower(rand.Text())
	}
	return l.NewID()
}
