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

// Request is what staff ask evidence of.
type Request struct {
	// Draw is the draw that chose the member; empty for evidence that staff ask of
	// themselves.
	Draw string
	// Declarations are identifiers; none is every counted declaration that the draw is
	// about and of which none was asked yet.
	Declarations []string
	// Note is read by the member.
	Note string
	// Last is the last day to send it. The zero Date is what the regulation says; when it
	// says nothing staff set one. It may be later than the regulation's, and not earlier.
	Last cycle.Date
}

// Ask asks a member for the evidence of declarations, one after the other, each with
// its act; one message tells of them all. The error is that of the actor's check,
// [ErrNotFound], [ErrNotSelected], [ErrNothingToAsk], hours.ErrNotFound,
// hours.ErrTransition, or an hours.FieldErrors. What was asked already for the same
// draw is left as it is.
func (a *Auditor) Ask(ctx context.Context, actor identity.Actor, member identity.MemberID, r Request) ([]hours.Declaration, error) {
	if err := actor.Check(identity.Decide, actor.Org, member); err != nil {
		return nil, err
	}
	s, err := a.Ledger.Standing(ctx, actor, member, cycle.Date{})
	if err != nil {
		return nil, err
	}
	var draw Draw
	if r.Draw != "" {
		if draw, err = a.Store.Draw(ctx, Key{actor.Org, r.Draw}); err != nil {
			return nil, err
		}
		if _, chosen := draw.Has(member); !chosen {
			return nil, ErrNotSelected
		}
	}
	all, err := a.Ledger.Store.Declarations(ctx, actor.Org, member)
	if err != nil {
		return nil, err
	}
	chosen, err := r.choose(all, draw)
	if err != nil {
		return nil, err
	}
	now, note := a.now(), hours.Tidy(r.Note)
	// What would be refused is refused before any of them is asked.
	days := make([]cycle.Date, len(chosen))
	for i, d := range chosen {
		version, err := versionOf(s, d)
		if err != nil {
			return nil, err
		}
		if days[i], err = lastDay(version, r.Draw != "", false, s, r.Last); err != nil {
			return nil, err
		}
	}
	announced := false
	for i, one := range chosen {
		chosen[i], err = a.Ledger.Tell(ctx, actor, one.Key, s, now, func(d hours.Declaration) (hours.Told, error) {
			if d.Evidence != nil && d.Evidence.Draw == r.Draw {
				return hours.Told{}, nil
			}
			d, err := d.AskEvidence(r.Draw, days[i], note, actor.Name, now)
			told := hours.Told{Declaration: d, Kind: hours.AuditAsked, Reason: note}
			if !announced {
				told.Messages = letter(s, identity.AuditAsked, "audit-asked-"+d.ID, now, map[string]string{"lastDay": days[i].String()})
			}
			return told, err
		})
		if err != nil {
			return nil, err
		}
		announced = true
	}
	return chosen, nil
}

// choose returns the declarations that the request is about.
func (r Request) choose(all []hours.Declaration, draw Draw) ([]hours.Declaration, error) {
	if len(r.Declarations) == 0 {
		chosen := slices.DeleteFunc(slices.Clone(all), func(d hours.Declaration) bool {
			return d.State != hours.Counted || d.Evidence != nil || r.Draw != "" && !draw.Covers(d)
		})
		if len(chosen) == 0 {
			return nil, ErrNothingToAsk
		}
		return chosen, nil
	}
	var chosen []hours.Declaration
	for _, id := range r.Declarations {
		i := slices.IndexFunc(all, func(d hours.Declaration) bool { return d.ID == id })
		switch {
		case i < 0 || all[i].Submitted.IsZero():
			return nil, hours.ErrNotFound
		case all[i].Evidence != nil && all[i].Evidence.Draw == r.Draw:
			// Asked already.
		case all[i].State != hours.Counted || all[i].Evidence != nil || r.Draw != "" && !draw.Covers(all[i]):
			return nil, hours.ErrTransition
		}
		chosen = append(chosen, all[i])
	}
	return chosen, nil
}

// versionOf returns what governs the period of a declaration.
func versionOf(s hours.Standing, d hours.Declaration) (hours.Version, error) {
	in, err := s.In(d.Period)
	return in.Version, err
}

// lastDay returns the last day to send evidence that is asked for today: the
// regulation's, or a later one that staff set; staff's alone when the regulation says
// nothing. The error is hours.ErrNoSecondNotice or an hours.FieldErrors on "last".
func lastDay(v hours.Version, drawn, again bool, s hours.Standing, typed cycle.Date) (cycle.Date, error) {
	var least cycle.Date
	switch {
	case again && (v.Evidence == nil || v.Evidence.Second.IsZero()):
		return cycle.Date{}, hours.ErrNoSecondNotice
	case again:
		least = v.Evidence.SecondBy(s.Today, s.Holidays)
	case drawn && v.Audit != nil && !v.Audit.Notice.IsZero():
		least = v.Audit.Notice.Last(s.Today, s.Holidays)
	case v.Evidence != nil:
		least = v.Evidence.ProduceBy(s.Today, s.Holidays)
	}
	switch {
	case typed.IsZero() && least.IsZero():
		return cycle.Date{}, hours.FieldErrors{{Field: "last", Err: hours.ErrMissing}}
	case typed.IsZero():
		return least, nil
	case typed.Before(least) || !typed.After(s.Today):
		return cycle.Date{}, hours.FieldErrors{{Field: "last", Err: hours.ErrTooSoon}}
	}
	return s.Holidays.Next(typed), nil
}

// AskAgain gives the second notice, of a regulation that has one. The zero last is
// what it says. The error is that of the actor's check, hours.ErrNotFound,
// hours.ErrTransition, hours.ErrStale, hours.ErrNoSecondNotice, or an
// hours.FieldErrors.
func (a *Auditor) AskAgain(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64, last cycle.Date, note string) (hours.Declaration, error) {
	note = hours.Tidy(note)
	return a.on(ctx, actor, identity.Decide, member, id, version, hours.EvidenceAskedAgain, hours.AuditAskedAgain,
		func(d hours.Declaration, s hours.Standing, now time.Time) (hours.Declaration, string, []identity.Message, error) {
			governing, err := versionOf(s, d)
			if err != nil {
				return d, "", nil, err
			}
			if !d.Evidenced().Has(hours.AskEvidenceAgain) {
				return d, "", nil, hours.ErrTransition
			}
			day, err := lastDay(governing, d.Evidence.Draw != "", true, s, last)
			if err != nil {
				return d, "", nil, err
			}
			d, err = d.AskEvidenceAgain(day, note, actor.Name, now)
			return d, note, letter(s, identity.AuditAskedAgain, "audit-again-"+d.ID, now, map[string]string{"lastDay": day.String()}), err
		})
}

// Send sends the documents of a declaration, for the member. The error is that of the
// actor's check, hours.ErrNotFound, hours.ErrTransition, hours.ErrStale, or an
// hours.FieldErrors. Sending again what the same page already sent is no error.
func (a *Auditor) Send(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64) (hours.Declaration, error) {
	return a.on(ctx, actor, identity.Write, member, id, version, hours.EvidenceReceived, hours.AuditReceived,
		func(d hours.Declaration, _ hours.Standing, now time.Time) (hours.Declaration, string, []identity.Message, error) {
			d, err := d.SendEvidence(actor.Name, now)
			return d, "", nil, err
		})
}

// Accept accepts the evidence of a declaration, for staff. The errors are those of
// [Auditor.Disallow].
func (a *Auditor) Accept(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64, reason string) (hours.Declaration, error) {
	reason = hours.Tidy(reason)
	return a.on(ctx, actor, identity.Decide, member, id, version, hours.EvidenceAccepted, hours.AuditAccepted,
		func(d hours.Declaration, s hours.Standing, now time.Time) (hours.Declaration, string, []identity.Message, error) {
			d, err := d.AcceptEvidence(reason, actor.Name, now)
			return d, reason, decided(s, d, now), err
		})
}

// Disallow lowers the counted hours of a declaration to left, which may be none, for
// staff: one change of it, with the decision, the act and the message. The error is
// that of the actor's check, hours.ErrNotFound, hours.ErrTransition, hours.ErrStale, or
// an hours.FieldErrors on "counted" or "reason". Saying again what the same page
// already said changes nothing and is no error.
func (a *Auditor) Disallow(ctx context.Context, actor identity.Actor, member identity.MemberID, id string, version int64, left hours.Hours, reason string) (hours.Declaration, error) {
	reason = hours.Tidy(reason)
	return a.on(ctx, actor, identity.Decide, member, id, version, hours.EvidenceDisallowed, hours.AuditDisallowed,
		func(d hours.Declaration, s hours.Standing, now time.Time) (hours.Declaration, string, []identity.Message, error) {
			d, err := d.Disallow(left, reason, actor.Name, now)
			return d, reason, decided(s, d, now), err
		})
}

// decided returns the message that tells the member of a decision on evidence.
func decided(s hours.Standing, d hours.Declaration, at time.Time) []identity.Message {
	return letter(s, identity.AuditDecided, "audit-decided-"+d.ID, at, map[string]string{"state": string(d.Evidenced())})
}

// on runs a change of one declaration's evidence. reached is the state that the change
// leads to: the second press of a double one, on the page that the first already left,
// changes nothing.
func (a *Auditor) on(ctx context.Context, actor identity.Actor, action identity.Action, member identity.MemberID, id string, version int64, reached hours.EvidenceState, kind hours.ActKind,
	fn func(hours.Declaration, hours.Standing, time.Time) (hours.Declaration, string, []identity.Message, error),
) (hours.Declaration, error) {
	if err := actor.Check(action, actor.Org, member); err != nil {
		return hours.Declaration{}, err
	}
	now := a.now()
	s, err := a.Ledger.Standing(ctx, actor, member, cycle.Date{})
	if err != nil {
		return hours.Declaration{}, err
	}
	version, err = a.lapse(ctx, actor.Org, member, id, version, now)
	if err != nil {
		return hours.Declaration{}, err
	}
	return a.Ledger.Tell(ctx, actor, hours.Key{Org: actor.Org, Member: member, ID: id}, s, now, func(d hours.Declaration) (hours.Told, error) {
		switch {
		case d.Evidence == nil:
			return hours.Told{}, hours.ErrNotFound
		case d.Version == version+1 && d.Evidenced() == reached:
			return hours.Told{}, nil
		case d.Version != version:
			return hours.Told{}, hours.ErrStale
		}
		d, reason, messages, err := fn(d, s, now)
		return hours.Told{Declaration: d, Kind: kind, Reason: reason, Messages: messages}, err
	})
}

// lapse applies what time alone causes in one declaration before a command on it. The
// page that the command comes from showed it so: its version becomes the next one.
func (a *Auditor) lapse(ctx context.Context, org identity.OrganisationID, member identity.MemberID, id string, version int64, now time.Time) (int64, error) {
	before, err := a.Ledger.Store.Declaration(ctx, hours.Key{Org: org, Member: member, ID: id})
	if errors.Is(err, hours.ErrNotFound) || err == nil && before.Evidence == nil {
		return version, nil
	}
	if err != nil {
		return version, err
	}
	after, err := a.advance(ctx, []hours.Declaration{before}, now)
	if err != nil || len(after) == 0 {
		return version, err
	}
	if before.Version == version {
		version = after[0].Version
	}
	return version, nil
}
