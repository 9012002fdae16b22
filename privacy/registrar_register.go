package privacy

import (
	"context"
	"errors"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// errUnchanged leaves a Change without writing anything.
var errUnchanged = errors.New("privacy: unchanged")

// Report enters an incident, or what is newly known of one, at the version that was
// read: every field is written over, but who entered it first and when. Staff may enter
// one, and the person in charge alone may change it. A known identifier at version 0 is
// [ErrStale], and so is any other version than the latest. The errors are also
// [ErrForbidden], [ErrTooLong], [ErrUnknownHolding], and [ErrReceived] for a day to come.
func (r *Registrar) Report(ctx context.Context, actor identity.Actor, version int64, e Incident) (Incident, error) {
	if err := officer(actor); err != nil && (version > 0 || !actor.Is(identity.RoleStaff)) {
		return Incident{}, ErrForbidden
	}
	m, err := r.moment(ctx, actor.Org)
	if err != nil {
		return Incident{}, err
	}
	if e, err = r.reported(e, m); err != nil {
		return Incident{}, err
	}
	if e.ID == "" {
		e.ID = r.newID()
	}
	return r.Store.ChangeIncident(ctx, actor.Org, e.ID, func(before Incident) (Incident, []identity.Message, error) {
		if before.Version != version {
			return before, nil, ErrStale
		}
		e.Entered, e.By = before.Entered, before.By
		if version == 0 {
			e.Entered, e.By = m.at, actor.Account
		}
		return e, nil, nil
	})
}

// reported returns an incident as it is entered: on the day itself, unless it is said
// when the order became aware of it.
func (r *Registrar) reported(e Incident, m moment) (Incident, error) {
	var err error
	for _, text := range []*string{
		&e.Undescribed, &e.Circumstances, &e.Cause, &e.Measures, &e.Timetable, &e.Suggested, &e.Telling, &e.Foreign, &e.Body, &e.Contact,
		&e.Assessment.Sensitivity, &e.Assessment.Consequences, &e.Assessment.Likelihood, &e.Assessment.Why,
	} {
		if *text, err = written(*text); err != nil {
			return e, err
		}
	}
	if e.Known.IsZero() {
		e.Known = m.today
	}
	if e.From.After(m.today) || e.To.After(m.today) || e.Known.After(m.today) || e.Assessment.Day.After(m.today) {
		return e, ErrReceived
	}
	for _, t := range e.Told {
		if t.Day.After(m.today) {
			return e, ErrReceived
		}
	}
	return e, r.knows(e.Holdings)
}

// knows is nil for holdings of the inventory; the error is [ErrUnknownHolding].
func (r *Registrar) knows(holdings []HoldingID) error {
	for _, id := range holdings {
		if _, ok := r.Inventory.Holding(id); !ok {
			return ErrUnknownHolding
		}
	}
	return nil
}

// Incident returns one entry of the register, for the person in charge.
func (r *Registrar) Incident(ctx context.Context, actor identity.Actor, id string) (Incident, error) {
	if err := officer(actor); err != nil {
		return Incident{}, err
	}
	return r.Store.Incident(ctx, actor.Org, id)
}

// Incidents returns the register of incidents, that of which the order became aware
// last first, for the person in charge.
func (r *Registrar) Incidents(ctx context.Context, actor identity.Actor) ([]Incident, error) {
	if err := officer(actor); err != nil {
		return nil, err
	}
	all, err := r.Store.Incidents(ctx, actor.Org)
	slices.SortStableFunc(all, func(a, b Incident) int { return b.Known.Compare(a.Known) })
	return all, err
}

// Describe enters an anonymisation in its register, or what is newly known of one, at
// the version that was read. That it is approved is the person in charge's to say, on
// the day: [Registrar.Approve]. The errors are [ErrForbidden], [ErrStale], [ErrTooLong]
// and [ErrUnknownHolding].
func (r *Registrar) Describe(ctx context.Context, actor identity.Actor, version int64, e Run) (Run, error) {
	if err := officer(actor); err != nil {
		return Run{}, err
	}
	m, err := r.moment(ctx, actor.Org)
	if err != nil {
		return Run{}, err
	}
	for _, text := range []*string{&e.Purpose, &e.Supervisor, &e.Techniques, &e.Measures} {
		if *text, err = written(*text); err != nil {
			return Run{}, err
		}
	}
	if err := r.knows(e.Holdings); err != nil {
		return Run{}, err
	}
	if e.ID == "" {
		e.ID = r.newID()
	}
	return r.Store.ChangeRun(ctx, actor.Org, e.ID, func(before Run) (Run, []identity.Message, error) {
		if before.Version != version {
			return before, nil, ErrStale
		}
		// A change takes the approval away: it was of something else.
		e.Approved, e.ApprovedBy = cycle.Date{}, ""
		e.Entered, e.By = before.Entered, before.By
		if version == 0 {
			e.Entered, e.By = m.at, actor.Account
		}
		return e, nil, nil
	})
}

// Approve approves an anonymisation as it was read, when the law permits it to stand in
// the place of destruction; [ErrUseDestruction] with the decision when it does not. The
// errors are also [ErrForbidden], [ErrNotFound] and [ErrStale].
func (r *Registrar) Approve(ctx context.Context, actor identity.Actor, id string, version int64, achieved, legitimate Truth) (Run, []Decision, error) {
	if err := officer(actor); err != nil {
		return Run{}, nil, err
	}
	m, err := r.moment(ctx, actor.Org)
	if err != nil {
		return Run{}, nil, err
	}
	var decisions []Decision
	run, err := r.Store.ChangeRun(ctx, actor.Org, id, func(before Run) (Run, []identity.Message, error) {
		decisions = nil
		switch {
		case before.Version == 0:
			return before, nil, ErrNotFound
		case before.Version != version:
			return before, nil, ErrStale
		}
		after := before
		after.Approved, after.ApprovedBy = m.today, actor.Account
		for _, regime := range r.Inventory.regimes(after.Holdings) {
			d, err := after.Anonymisable(r.Law, regime, achieved, legitimate)
			if decisions = append(decisions, d); err != nil {
				return before, nil, err
			}
		}
		if len(decisions) == 0 {
			return before, nil, ErrUnknownHolding
		}
		return after, nil, nil
	})
	return run, decisions, err
}

// regimes returns the Acts that holdings are under.
func (i Inventory) regimes(holdings []HoldingID) []Regime {
	var all []Regime
	for _, id := range holdings {
		if h, ok := i.Holding(id); ok && !slices.Contains(all, h.Regime) {
			all = append(all, h.Regime)
		}
	}
	return all
}

// Runs returns the register of anonymisations, for the person in charge.
func (r *Registrar) Runs(ctx context.Context, actor identity.Actor) ([]Run, error) {
	if err := officer(actor); err != nil {
		return nil, err
	}
	return r.Store.Runs(ctx, actor.Org)
}

// AnonymisationRun returns one entry of it.
func (r *Registrar) AnonymisationRun(ctx context.Context, actor identity.Actor, id string) (Run, error) {
	if err := officer(actor); err != nil {
		return Run{}, err
	}
	return r.Store.Run(ctx, actor.Org, id)
}
