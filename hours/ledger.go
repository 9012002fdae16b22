package hours

import (
	"context"
	"crypto/rand"
	"fmt"
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
	// Holidays are the sets of holidays in use, by identifier, as cycle/holidays has
	// them; an organisation whose set is not among them is [ErrNoHolidays].
	Holidays map[string]cycle.Holidays
	// Reliefs knows the exemptions; nil is none.
	Reliefs Reliefs
	// Outcomes knows which periods are closed or in default; nil is none.
	Outcomes Outcomes
	// Now returns the present instant; nil is [time.Now]. It is read once per
	// operation.
	Now func() time.Time
	// NewID returns a new identifier; nil takes 26 random letters and digits.
	NewID func() string
}

// Standing returns what governs the member in the period that holds the day; the
// zero Date is today. The error is that of the actor's check, [ErrNoRegulation],
// or wraps one of cycle's.
func (l *Ledger) Standing(ctx context.Context, actor identity.Actor, member identity.MemberID, day cycle.Date) (Standing, error) {
	if err := actor.Check(identity.Read, actor.Org, member); err != nil {
		return Standing{}, err
	}
	return l.standing(ctx, actor.Org, member, day, l.now())
}

func (l *Ledger) standing(ctx context.Context, org identity.OrganisationID, member identity.MemberID, day cycle.Date, now time.Time) (Standing, error) {
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
	holidays, ok := l.Holidays[o.Holidays]
	if !ok && o.Holidays != "" {
		return Standing{}, fmt.Errorf("%w: %q", ErrNoHolidays, o.Holidays)
	}
	s := Standing{Organisation: o, Member: m, Regulation: regulation, Holidays: holidays, Today: cycle.DateOf(now, zone)}
	if day.IsZero() {
		day = s.Today
	}
	return s.In(day)
}

// Balance returns where the member stands in the period that holds the day; the
// zero Date is today. What is submitted or decided before the call is in it
// (P17). The errors are those of [Ledger.Standing].
func (l *Ledger) Balance(ctx context.Context, actor identity.Actor, member identity.MemberID, day cycle.Date) (Balance, error) {
	s, err := l.Standing(ctx, actor, member, day)
	if err != nil {
		return Balance{}, err
	}
	declarations, reliefs, err := l.file(ctx, actor.Org, member)
	if err != nil {
		return Balance{}, err
	}
	return s.Evaluate(declarations, reliefs), nil
}

// file returns the member's declarations and exemptions, of every period.
func (l *Ledger) file(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]Declaration, []Relief, error) {
	declarations, err := l.Store.Declarations(ctx, org, member)
	if err != nil || l.Reliefs == nil {
		return declarations, nil, err
	}
	reliefs, err := l.Reliefs.Reliefs(ctx, org, member)
	return declarations, reliefs, err
}

// outcomes returns what became of the member's periods; none when nobody knows.
func (l *Ledger) outcomes(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]Outcome, error) {
	if l.Outcomes == nil {
		return nil, nil
	}
	return l.Outcomes.Outcomes(ctx, org, member)
}

// Periods returns the member's reference periods, the current one first, as far
// back as the member was on the roll without missing a whole one. The errors are
// those of [Ledger.Standing].
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

// Lists returns the organisation's lists of activities, providers and trainers, to
// its members and staff; [identity.ErrForbidden] to others.
func (l *Ledger) Lists(ctx context.Context, actor identity.Actor) (Lists, error) {
	if !actor.May(identity.Read, actor.Org, actor.Member) && !actor.May(identity.List, actor.Org, "") {
		return nil, identity.ErrForbidden
	}
	return l.Store.Lists(ctx, actor.Org)
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
