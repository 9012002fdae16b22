package closing

import (
	"context"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Notify serves a notice of default and writes the message that tells the member of
// it in the same transaction. The error may be an hours.FieldErrors on "of",
// "served", "days" or "reason", or [ErrNothingMissing] for a default of hours in a
// file in which all is done.
func (d *Docket) Notify(ctx context.Context, actor identity.Actor, member identity.MemberID, period cycle.Date, version int64, m Summons, reason string) (Closing, error) {
	return d.decide(ctx, actor, member, period, version, Notify, reason, func(f *File, _ *Entry) (identity.MessageKind, error) {
		n, err := m.Serve(f.Standing)
		if err != nil {
			return "", err
		}
		if n.Of == hours.LackingHours && f.Settled().Met() {
			return "", ErrNothingMissing
		}
		f.Notice = &n
		return identity.DefaultNotice, nil
	})
}

// Observe keeps the member's written observations, marked as late when their delay
// has run out. The error may be an hours.FieldErrors on "observations".
func (d *Docket) Observe(ctx context.Context, actor identity.Actor, member identity.MemberID, period cycle.Date, version int64, observations string) (Closing, error) {
	if err := actor.Check(identity.Write, actor.Org, member); err != nil {
		return Closing{}, err
	}
	if err := d.advanceMember(ctx, actor.Org, member); err != nil {
		return Closing{}, err
	}
	text := hours.Tidy(observations)
	return d.change(ctx, actor, Key{actor.Org, member, period}, version, Observe, func(f File, now time.Time) (Closing, Entry, bool, []identity.Message, error) {
		switch {
		case text == "":
			return f.Closing, Entry{}, false, nil, hours.FieldErrors{{Field: "observations", Err: hours.ErrMissing}}
		case len([]rune(text)) > longestObservations:
			return f.Closing, Entry{}, false, nil, hours.FieldErrors{{Field: "observations", Err: hours.ErrTooLong}}
		}
		late := f.Notice != nil && !f.Notice.ObserveBy.IsZero() && f.Standing.Today.After(f.Notice.ObserveBy)
		return f.Closing, Entry{At: now, Reason: text, Late: late, Settled: f.Settled()}, f.Settled().Met(), nil, nil
	})
}

// Cure records that what was missing has come in: the declaration, a document. A
// default of hours is made good by itself, and is [ErrStillMissing] until then.
func (d *Docket) Cure(ctx context.Context, actor identity.Actor, member identity.MemberID, period cycle.Date, version int64, reason string) (Closing, error) {
	return d.decide(ctx, actor, member, period, version, Cure, reason, func(f *File, _ *Entry) (identity.MessageKind, error) {
		if f.Notice != nil && f.Notice.Of == hours.LackingHours && !f.Settled().Met() {
			return "", ErrStillMissing
		}
		return identity.DefaultCured, nil
	})
}

// Final serves the final notice, once the delay of the notice has run out, where the
// regulation has one: [ErrRunning] and [ErrNotSaid] otherwise. The error may be an
// hours.FieldErrors on "served".
func (d *Docket) Final(ctx context.Context, actor identity.Actor, member identity.MemberID, period cycle.Date, version int64, served cycle.Date, reason string) (Closing, error) {
	return d.decide(ctx, actor, member, period, version, FinalNotice, reason, func(f *File, _ *Entry) (identity.MessageKind, error) {
		n, err := f.Notice.final(f.Standing, served)
		if err != nil {
			return "", err
		}
		f.Notice = &n
		return identity.DefaultFinal, nil
	})
}

// Sanction applies the consequence that comes next ([Notice.NextStage]), with a
// reason. The error is [ErrRunning] before its day, and [ErrNotSaid] when the
// regulation has none that comes next.
func (d *Docket) Sanction(ctx context.Context, actor identity.Actor, member identity.MemberID, period cycle.Date, version int64, reason string) (Closing, error) {
	all, err := d.Closings(ctx, actor, member)
	if err != nil {
		return Closing{}, err
	}
	return d.decide(ctx, actor, member, period, version, Sanction, reason, func(f *File, e *Entry) (identity.MessageKind, error) {
		n, step, err := f.Notice.sanction(f.Standing, f.repeated(all))
		if err != nil {
			return "", err
		}
		f.Notice, e.Stage = &n, step.Stage
		return identity.DefaultConsequence, nil
	})
}

// Lift ends the consequence, with a reason: the default has been made good, or, when
// hours are still missing, the period is short again.
func (d *Docket) Lift(ctx context.Context, actor identity.Actor, member identity.MemberID, period cycle.Date, version int64, reason string) (Closing, error) {
	return d.decide(ctx, actor, member, period, version, Lift, reason, func(*File, *Entry) (identity.MessageKind, error) {
		return identity.DefaultLifted, nil
	})
}

// Withdraw takes a notice back that was served by mistake, with a reason: the period
// is as it was closed. Hours that were allocated because of it stay where the order
// let them count until it decides on them again.
func (d *Docket) Withdraw(ctx context.Context, actor identity.Actor, member identity.MemberID, period cycle.Date, version int64, reason string) (Closing, error) {
	return d.decide(ctx, actor, member, period, version, Withdraw, reason, func(f *File, _ *Entry) (identity.MessageKind, error) {
		f.Notice = nil
		return identity.DefaultWithdrawn, nil
	})
}

// letter returns the message that announces what has just happened to the member, in
// a language that the organisation serves; none for a member without an address. It
// holds the days of the notice and no hours; that of a consequence names it, where the
// regulation does.
func (f File) letter(kind identity.MessageKind, id string, at time.Time) []identity.Message {
	m := f.Standing.Member
	if m.Email == "" {
		return nil
	}
	values := map[string]string{"name": m.Name(), "period": f.Standing.Period.Key(), "years": years(f.Standing.Period.Span).FR}
	if n := f.Notice; n != nil {
		values["state"], values["servedDay"], values["lastDay"] = string(n.Of), n.Served.String(), n.Ends().String()
		if !n.ObserveBy.IsZero() {
			values["observeDay"] = n.ObserveBy.String()
		}
	}
	var lines []identity.MessageLine
	if n := f.Notice; kind == identity.DefaultConsequence && n != nil && len(n.Steps) > 0 && f.Standing.Version.Default != nil {
		if c, ok := f.Standing.Version.Default.Consequence(n.Steps[len(n.Steps)-1].Stage); ok {
			lines = append(lines, identity.MessageLine{Label: c.Label})
		}
	}
	return []identity.Message{{
		Org: f.Standing.Organisation.ID, Member: m.ID, ID: id, Kind: kind, To: m.Email,
		Language: f.Standing.Organisation.Languages.Choose(m.Language), Written: at, Values: values, Lines: lines,
	}}
}
