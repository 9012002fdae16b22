package closing

import (
	"context"
	"errors"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// List returns every period of every member that has ended and that the query
// chooses, closed or not, for staff.
func (d *Docket) List(ctx context.Context, actor identity.Actor, q Query) ([]Row, error) {
	if err := actor.Check(identity.List, actor.Org, ""); err != nil {
		return nil, err
	}
	members, err := d.Ledger.Roll.Members(ctx, actor.Org)
	if err != nil {
		return nil, err
	}
	all, err := d.Store.Docket(ctx, actor.Org)
	if err != nil {
		return nil, err
	}
	known := map[Key]Closing{}
	for _, c := range all {
		known[c.Key] = c
	}
	rows := []Row{}
	for _, m := range members {
		periods, err := d.ended(ctx, actor.Org, m)
		if err != nil {
			return nil, err
		}
		for _, s := range periods {
			key := Key{actor.Org, m.ID, s.Period.From}
			c, ok := known[key]
			if !ok {
				c = Closing{Key: key, Span: s.Period.Span, State: Open}
			}
			by := declareBy(s)
			rows = append(rows, Row{Closing: c, Holder: m, DeclareBy: by, Over: s.Today.After(by)})
		}
	}
	return q.Choose(rows), nil
}

// ended returns the member's standing in each of their periods that has ended, the
// latest first. Who is in no period, or on the roll in none, has none.
func (d *Docket) ended(ctx context.Context, org identity.OrganisationID, m identity.Member) ([]hours.Standing, error) {
	s, err := d.Ledger.Standing(ctx, identity.Clock(org), m.ID, cycle.Date{})
	switch {
	case errors.Is(err, hours.ErrNoRegulation), errors.Is(err, cycle.ErrNoPeriod), errors.Is(err, cycle.ErrNoAnchor):
		return nil, nil
	case err != nil:
		return nil, err
	}
	var all []hours.Standing
	for _, s := range s.Before() {
		if !s.Today.Before(s.Period.To) {
			all = append(all, s)
		}
	}
	return all, nil
}
