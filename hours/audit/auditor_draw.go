package audit

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// errUnchanged leaves a Change without writing anything.
var errUnchanged = errors.New("audit: unchanged")

// Rule returns what the regulation in force says of audits, nil when it says nothing,
// with the version that says it; and the last reference period that has ended, which
// is the one that an audit is mostly about, the zero Span when the calendar needs to
// know of whom.
func (a *Auditor) Rule(ctx context.Context, actor identity.Actor) (*hours.AuditRule, hours.Version, cycle.Span, error) {
	if err := actor.Check(identity.List, actor.Org, ""); err != nil {
		return nil, hours.Version{}, cycle.Span{}, err
	}
	o, err := a.Ledger.Roll.Organisation(ctx, actor.Org)
	if err != nil {
		return nil, hours.Version{}, cycle.Span{}, err
	}
	regulation, ok := a.Ledger.Regulations[o.Regulation]
	if !ok {
		return nil, hours.Version{}, cycle.Span{}, fmt.Errorf("%w: %q", hours.ErrNoRegulation, o.Regulation)
	}
	zone, err := o.Location()
	if err != nil {
		return nil, hours.Version{}, cycle.Span{}, err
	}
	today := cycle.DateOf(a.now(), zone)
	version, err := regulation.InForce(today)
	if err != nil {
		return nil, hours.Version{}, cycle.Span{}, err
	}
	ended := cycle.Span{}
	if _, period, err := regulation.PeriodAt(today, cycle.Anchors{}); err == nil {
		if _, before, err := regulation.PeriodAt(period.From.AddDays(-1), cycle.Anchors{}); err == nil {
			ended = before.Span
		}
	}
	return version.Audit, version, ended, nil
}

// Preview checks what staff typed of a draw and returns what would be drawn, but not
// who. The error is that of the actor's check, or an hours.FieldErrors.
func (a *Auditor) Preview(ctx context.Context, actor identity.Actor, typed Entry) (Plan, error) {
	rule, _, _, err := a.Rule(ctx, actor)
	if err != nil {
		return Plan{}, err
	}
	members, err := a.Ledger.Roll.Members(ctx, actor.Org)
	if err != nil {
		return Plan{}, err
	}
	all, err := a.draws(ctx, actor.Org)
	if err != nil {
		return Plan{}, err
	}
	var before *Draw
	for i, d := range all {
		// Files that staff alone chose are no turn of the draw.
		if d.Drawn() > 0 {
			before = &all[i]
			break
		}
	}
	return typed.plan(members, rule, before)
}

// draws returns the draws, the latest first.
func (a *Auditor) draws(ctx context.Context, org identity.OrganisationID) ([]Draw, error) {
	all, err := a.Store.Draws(ctx, org)
	slices.SortStableFunc(all, func(x, y Draw) int { return y.At.Compare(x.At) })
	return all, err
}

// Make draws, and tells each member who is chosen. id is the caller's identifier for
// this press of the button: the same one twice draws once. What a crash left undone is
// done by making it again, or by [Auditor.Advance]. The errors are those of
// [Auditor.Preview].
func (a *Auditor) Make(ctx context.Context, actor identity.Actor, id string, typed Entry) (Draw, error) {
	if err := actor.Check(identity.List, actor.Org, ""); err != nil {
		return Draw{}, err
	}
	if !identity.WellFormed(id) {
		id = a.newID()
	}
	key := Key{actor.Org, id}
	made, err := a.Store.Draw(ctx, key)
	switch {
	case err == nil:
		return a.finish(ctx, made)
	case !errors.Is(err, ErrNotFound):
		return Draw{}, err
	}
	plan, err := a.Preview(ctx, actor, typed)
	if err != nil {
		return Draw{}, err
	}
	seed, now := plan.Seed, a.now()
	if seed == "" {
		seed = a.newSeed()
	}
	drawn := plan.draw(seed)
	drawn.Key, drawn.At, drawn.Account, drawn.By = key, now, actor.Account, actor.Name
	made, err = a.Store.ChangeDraw(ctx, key, func(d Draw) (Draw, hours.Telling, error) {
		if d.Version > 0 {
			made = d
			return d, hours.Telling{}, errUnchanged
		}
		return drawn, hours.Telling{}, nil
	})
	if errors.Is(err, errUnchanged) {
		if made, err = a.Store.Draw(ctx, key); err != nil {
			return Draw{}, err
		}
	} else if err != nil {
		return Draw{}, err
	}
	return a.finish(ctx, made)
}

// finish tells each of the selected, each in a transaction of its own, then notes that
// all were. Done again it changes nothing.
func (a *Auditor) finish(ctx context.Context, d Draw) (Draw, error) {
	if !d.Told.IsZero() {
		return d, nil
	}
	for _, s := range d.Selected {
		if err := a.tellSelected(ctx, d, s); err != nil {
			return d, fmt.Errorf("audit: tell %q: %w", s.Member, err)
		}
	}
	now := a.now()
	told, err := a.Store.ChangeDraw(ctx, d.Key, func(d Draw) (Draw, hours.Telling, error) {
		if !d.Told.IsZero() {
			return d, hours.Telling{}, errUnchanged
		}
		d.Told = now
		return d, hours.Telling{}, nil
	})
	if errors.Is(err, errUnchanged) {
		return a.Store.Draw(ctx, d.Key)
	}
	return told, err
}

// tellSelected writes the draw's part in the file of one whom it chose, with the act
// that publishes how, and the message.
func (a *Auditor) tellSelected(ctx context.Context, d Draw, one Selected) error {
	s, err := a.standing(ctx, d.Org, one.Member, d.Span)
	if err != nil {
		return err
	}
	selection := d.selection(one)
	span := d.Span.From.String() + " – " + d.Span.Last().String()
	for try := 1; ; try++ {
		act, err := a.Ledger.Note(ctx, s, hours.Act{
			Org: d.Org, Member: one.Member, At: d.At, Account: d.Account, By: d.By, Kind: hours.AuditSelected, Of: d.ID,
			Title: identity.Text{FR: span, EN: span}, Reason: one.Reason, Selected: &selection.Selected,
		})
		if err != nil {
			return err
		}
		_, err = a.Store.ChangeSelection(ctx, selection.Key, func(before Selection) (Selection, hours.Telling, error) {
			if before.Version > 0 {
				return before, hours.Telling{}, errUnchanged
			}
			return selection, hours.Telling{Act: &act, Messages: letter(s, identity.AuditSelected, "audit-selected-"+d.ID, d.At, map[string]string{
				"firstDay": d.Span.From.String(), "lastDay": d.Span.Last().String(),
			})}, nil
		})
		if errors.Is(err, errUnchanged) {
			return nil
		}
		if !errors.Is(err, hours.ErrStale) || try == hours.MostTries {
			return err
		}
	}
}
