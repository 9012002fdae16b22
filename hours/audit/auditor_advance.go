package audit

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Advance does in an organisation what time alone causes: evidence that was not sent
// by its last day is overdue, documents that were kept for as long as the regulation
// says are deleted, and a draw that a crash left half told is told. Done again it
// changes nothing. One file that fails keeps none of the others waiting.
func (a *Auditor) Advance(ctx context.Context, org identity.OrganisationID) error {
	all, err := a.Store.Draws(ctx, org)
	if err != nil {
		return err
	}
	var failed error
	for _, d := range all {
		if _, err := a.finish(ctx, d); err != nil {
			failed = errors.Join(failed, err)
		}
	}
	declarations, err := a.Ledger.Store.Evidenced(ctx, org)
	if err != nil {
		return errors.Join(failed, err)
	}
	slices.SortFunc(declarations, byMember)
	now := a.now()
	for len(declarations) > 0 && ctx.Err() == nil {
		n := 1
		for n < len(declarations) && declarations[n].Member == declarations[0].Member {
			n++
		}
		if _, err := a.advance(ctx, declarations[:n], now); err != nil {
			failed = errors.Join(failed, err)
		}
		declarations = declarations[n:]
	}
	return errors.Join(failed, ctx.Err())
}

func byMember(x, y hours.Declaration) int {
	if x.Member != y.Member {
		if x.Member < y.Member {
			return -1
		}
		return 1
	}
	return slices.Compare([]byte(x.ID), []byte(y.ID))
}

// advance does it in declarations of one member, and returns those that it changed. One
// message tells of all that are overdue at one time.
func (a *Auditor) advance(ctx context.Context, of []hours.Declaration, now time.Time) ([]hours.Declaration, error) {
	if len(of) == 0 || !slices.ContainsFunc(of, func(d hours.Declaration) bool { return d.Evidence.Keeps() || d.Evidenced().Has(hours.LapseEvidence) }) {
		return nil, nil
	}
	org, member := of[0].Org, of[0].Member
	clock := identity.Clock(org)
	s, err := a.Ledger.Standing(ctx, clock, member, cycle.Date{})
	if err != nil {
		return nil, err
	}
	zone, err := s.Organisation.Location()
	if err != nil {
		return nil, err
	}
	var changed []hours.Declaration
	announced := map[cycle.Date]bool{}
	for _, one := range of {
		if lapsed, due := one.Lapse(now, zone); due {
			day := one.Evidence.Last
			at := lapsed.Evidence.At(hours.LapseEvidence)
			d, err := a.Ledger.Tell(ctx, clock, one.Key, s, at, func(d hours.Declaration) (hours.Told, error) {
				lapsed, due := d.Lapse(now, zone)
				if !due {
					return hours.Told{}, nil
				}
				told := hours.Told{Declaration: lapsed, Kind: hours.AuditOverdue}
				if !announced[day] {
					told.Messages = letter(s, identity.AuditOverdue, "audit-"+string(lapsed.Evidenced())+"-"+d.ID, now, map[string]string{"lastDay": day.String()})
				}
				return told, nil
			})
			if err != nil {
				return changed, err
			}
			announced[day] = true
			changed = append(changed, d)
			continue
		}
		d, erased, err := a.erase(ctx, s, one, now, zone)
		if err != nil {
			return changed, err
		}
		if erased {
			changed = append(changed, d)
		}
	}
	return changed, nil
}

// erase deletes the contents of documents that were kept long enough, then notes it. A
// crash in between is finished by doing it again: contents that are gone are no error.
func (a *Auditor) erase(ctx context.Context, s hours.Standing, one hours.Declaration, now time.Time, zone *time.Location) (hours.Declaration, bool, error) {
	if !one.Evidence.Keeps() {
		return one, false, nil
	}
	in, err := s.In(one.Period)
	if err != nil {
		return one, false, err
	}
	until := in.Version.KeepUntil(in.Period)
	erased, due := one.EraseEvidence(until, now, zone)
	if !due {
		return one, false, nil
	}
	for _, document := range one.Evidence.Documents {
		if err := a.Documents.Delete(ctx, hours.DocumentKey{Key: one.Key, Document: document.ID}); err != nil {
			return one, false, err
		}
	}
	d, err := a.Ledger.Tell(ctx, identity.Clock(one.Org), one.Key, s, erased.Evidence.Erased, func(d hours.Declaration) (hours.Told, error) {
		erased, due := d.EraseEvidence(until, now, zone)
		if !due {
			return hours.Told{}, nil
		}
		return hours.Told{Declaration: erased, Kind: hours.AuditErased}, nil
	})
	return d, err == nil, err
}
