package closing

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Docket is the desk where reference periods are closed and defaults are followed.
// Store and Ledger are required; the other fields may be left at zero.
//
// Every method takes the actor and refuses what [identity.Actor.Check] refuses.
type Docket struct {
	Store Store
	// Ledger knows the member's periods, and what is asked and done in them.
	Ledger *hours.Ledger
	// Now returns the present instant; nil is [time.Now]. It is read once per
	// operation.
	Now func() time.Time
	// NewID returns a new identifier; nil takes 26 random letters and digits.
	NewID func() string
}

// File is a closing with what its pages show beside it.
type File struct {
	Closing
	// Standing is that of the period, and Balance what its file gives today.
	Standing hours.Standing
	Balance  hours.Balance
	// Lines are the ledger of the period.
	Lines []Line
	// DeclareBy is the last day to declare what was done in the period.
	DeclareBy cycle.Date
	// Ready is nil when the period may be closed today, and otherwise says why not.
	Ready error
	// Next is the consequence that comes next; the zero Stage when there is none.
	Next Stage
}

// Settled returns the figures of the file today.
func (f File) Settled() Settled { return Settle(f.Standing, f.Balance) }

// Outcomes implements hours.Outcomes.
func (d *Docket) Outcomes(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]hours.Outcome, error) {
	all, err := d.Store.Closings(ctx, org, member)
	if err != nil {
		return nil, err
	}
	outcomes := make([]hours.Outcome, 0, len(all))
	for _, c := range all {
		outcomes = append(outcomes, c.Outcome())
	}
	return outcomes, nil
}

// Outcome returns what declarations need to know of the closing.
func (c Closing) Outcome() hours.Outcome {
	o := hours.Outcome{Period: c.Period, Closed: c.State != Open}
	if c.Notice != nil && c.Notice.Of == hours.LackingHours {
		o.Noticed, o.After, o.Open = c.Notice.Served, c.Notice.After, c.State.Default()
	}
	return o
}

// File returns the closing of a member's period, by the period's first day: that of a
// period that was never closed is open, with Version 0. What time alone has caused is
// in it, written or not. Staff are named to staff alone. The error is that of the
// actor's check, hours.ErrNotFound for a day that is no first day of a period of the
// member's, or of hours.Ledger.Standing.
func (d *Docket) File(ctx context.Context, actor identity.Actor, member identity.MemberID, period cycle.Date) (File, error) {
	if err := actor.Check(identity.Read, actor.Org, member); err != nil {
		return File{}, err
	}
	f, acts, err := d.file(ctx, actor.Org, member, period)
	if err != nil {
		return File{}, err
	}
	if advanced, ok := f.advanced(f.Settled(), acts); ok {
		f.Closing = advanced
	}
	all, err := d.Store.Closings(ctx, actor.Org, member)
	if err != nil {
		return File{}, err
	}
	if f.Notice != nil {
		f.Next, _ = f.Notice.NextStage(f.Standing.Version, f.repeated(all))
	}
	if !actor.May(identity.List, actor.Org, "") {
		f.Closing = f.without(actor.Account)
		for i := range acts {
			if acts[i].Account != actor.Account {
				acts[i].Account, acts[i].By = "", ""
			}
		}
	}
	f.Lines = f.Ledger(acts)
	return f, nil
}

// without returns the closing without the names of others than the account.
func (c Closing) without(account identity.AccountID) Closing {
	c.Entries = slices.Clone(c.Entries)
	for i := range c.Entries {
		if c.Entries[i].Account != account {
			c.Entries[i].Account, c.Entries[i].By = "", ""
		}
	}
	return c
}

// file reads a closing with the figures of its period today, and the acts of the
// member's file.
func (d *Docket) file(ctx context.Context, org identity.OrganisationID, member identity.MemberID, period cycle.Date) (File, []hours.Act, error) {
	clock := identity.Clock(org)
	s, err := d.Ledger.Standing(ctx, clock, member, period)
	switch {
	case err != nil:
		return File{}, nil, err
	case s.Period.From != period || s.Part.Empty():
		return File{}, nil, hours.ErrNotFound
	}
	acts, err := d.Ledger.History(ctx, clock, member, hours.ActQuery{Reverse: true})
	if err != nil {
		return File{}, nil, err
	}
	key := Key{org, member, period}
	c, err := d.Store.Closing(ctx, key)
	if errors.Is(err, hours.ErrNotFound) {
		c, err = Closing{Key: key, Span: s.Period.Span, State: Open}, nil
	}
	if err != nil {
		return File{}, nil, err
	}
	b, err := d.Ledger.Balance(ctx, clock, member, period)
	if err != nil {
		return File{}, nil, err
	}
	f := File{Closing: c, Standing: s, Balance: b, DeclareBy: declareBy(s)}
	f.Ready = ready(s, b, f.DeclareBy)
	return f, acts, nil
}

// declareBy returns the last day to declare what was done in the standing's period:
// the last day of the period when the regulation does not say.
func declareBy(s hours.Standing) cycle.Date {
	last := s.Period.Last()
	if s.Version.Declare == nil {
		return last
	}
	for _, due := range s.Version.Declare.Due(s.Period, s.Part, s.Holidays) {
		if due.Last.After(last) {
			last = due.Last
		}
	}
	return last
}

// ready says why a period may not be closed today.
func ready(s hours.Standing, b hours.Balance, declare cycle.Date) error {
	switch {
	case !s.Today.After(declare), b.Status == hours.InGrace:
		return ErrNotOver
	case b.Status == hours.OnCourse:
		return ErrUndecided
	}
	return nil
}

// Closings returns the closings of the member's periods that have any entry, in their
// order.
func (d *Docket) Closings(ctx context.Context, actor identity.Actor, member identity.MemberID) ([]Closing, error) {
	if err := actor.Check(identity.Read, actor.Org, member); err != nil {
		return nil, err
	}
	all, err := d.Store.Closings(ctx, actor.Org, member)
	if err != nil {
		return nil, err
	}
	if !actor.May(identity.List, actor.Org, "") {
		for i := range all {
			all[i] = all[i].without(actor.Account)
		}
	}
	return all, nil
}

// advanced adds what time alone has caused: a default of hours in which nothing is
// missing any more has been made good, by the act that changed its figures last.
func (c Closing) advanced(now Settled, acts []hours.Act) (Closing, bool) {
	if c.State != Noticed && c.State != Final || c.Notice == nil || c.Notice.Of != hours.LackingHours || !now.Met() {
		return c, false
	}
	at := c.touched(acts)
	if at.Before(c.Changed) {
		at = c.Changed
	}
	cured, err := c.happens(Entry{At: at, Event: Cure, Settled: now}, true)
	return cured, err == nil
}

// repeated returns how many months before the notice the member's latest earlier one
// was served; -1 when there was none.
func (c Closing) repeated(all []Closing) int {
	months := -1
	for _, other := range all {
		if c.Notice == nil || other.Notice == nil || other.Period == c.Period || !other.Notice.Served.Before(c.Notice.Served) {
			continue
		}
		if n := (cycle.Span{From: other.Notice.Served, To: c.Notice.Served}).MonthsWhole(); months < 0 || n < months {
			months = n
		}
	}
	return months
}

func (d *Docket) now() time.Time {
	if d.Now == nil {
		return time.Now().UTC().Truncate(identity.Precision)
	}
	return d.Now().UTC().Truncate(identity.Precision)
}

func (d *Docket) newID() string {
	if d.NewID == nil {
		return strings.ToLower(rand.Text())
	}
	return d.NewID()
}

// years names a period by its years, as people do: "2022–2025", or "2025".
func years(p cycle.Span) identity.Text {
	first, last := p.From.String()[:4], p.Last().String()[:4]
	name := first
	if first != last {
		name += "–" + last
	}
	return identity.Text{FR: name, EN: name}
}

// kinds is what the events are called in the history of the file.
var kinds = map[Event]hours.ActKind{
	Close: hours.PeriodClosed, Reopen: hours.PeriodReopened, Notify: hours.DefaultNotified, Observe: hours.DefaultObserved,
	Cure: hours.DefaultCured, FinalNotice: hours.DefaultFinal, Sanction: hours.DefaultSanctioned, Lift: hours.DefaultLifted,
	Withdraw: hours.DefaultWithdrawn,
}

// errUnchanged leaves a Change without writing anything.
var errUnchanged = errors.New("closing: unchanged")

// change runs an event of a closing that the history tells. fn has the file as it
// stands and returns the entry, with what has changed of the closing besides. As with
// declarations, the act has the number after the latest that was read before the file
// was, and all of it is done again when that is taken.
func (d *Docket) change(ctx context.Context, actor identity.Actor, key Key, version int64, e Event, fn func(File, time.Time) (Closing, Entry, bool, []identity.Message, error)) (Closing, error) {
	now := d.now()
	for try := 1; ; try++ {
		last, err := d.Ledger.Store.LastAct(ctx, key.Org, key.Member)
		if err != nil {
			return Closing{}, err
		}
		f, _, err := d.file(ctx, key.Org, key.Member, key.Period)
		if err != nil {
			return Closing{}, err
		}
		accepted := false
		var unchanged Closing
		changed, err := d.Store.Change(ctx, key, func(c Closing) (Closing, hours.Telling, error) {
			accepted = false
			if c.Version == 0 {
				c.State, c.Span = Open, f.Standing.Period.Span
			}
			unchanged = c
			if latest := c.Latest(); c.Version == version+1 && latest.Event == e && latest.By == actor.Name && latest.Account == actor.Account {
				return c, hours.Telling{}, errUnchanged // the second press of a double one
			}
			if c.Version != version {
				return c, hours.Telling{}, hours.ErrStale
			}
			if _, err := c.State.Next(e, true); err != nil {
				return c, hours.Telling{}, err
			}
			f.Closing = c
			c, entry, met, messages, err := fn(f, now)
			if err != nil {
				return c, hours.Telling{}, err
			}
			entry.Seq, entry.Event, entry.Account, entry.By = last+1, e, actor.Account, actor.Name
			if c, err = c.happens(entry, met); err != nil {
				return c, hours.Telling{}, err
			}
			t := f.Balance.Tally()
			accepted = true
			return c, hours.Telling{Messages: messages, Act: &hours.Act{
				Org: key.Org, Member: key.Member, Seq: last + 1, At: entry.At, Account: actor.Account, By: actor.Name, Kind: kinds[e],
				Of: key.Period.String(), Title: years(c.Span), Period: key.Period, Reason: entry.Reason, Before: t, After: t,
			}}, nil
		})
		switch {
		case errors.Is(err, errUnchanged):
			return unchanged, nil
		case !accepted || !errors.Is(err, hours.ErrStale) || try == hours.MostTries:
			return changed, err
		}
	}
}

// Advance writes what time alone has caused in the organisation: defaults that have
// been made good. It is for the server's sweep; doing it again changes nothing. One
// file that fails does not hold up the others.
func (d *Docket) Advance(ctx context.Context, org identity.OrganisationID) error {
	all, err := d.Store.Docket(ctx, org)
	if err != nil {
		return err
	}
	var failed []error
	for _, c := range all {
		failed = append(failed, d.advance(ctx, c))
	}
	return errors.Join(failed...)
}

func (d *Docket) advance(ctx context.Context, c Closing) error {
	if c.State != Noticed && c.State != Final {
		return nil
	}
	f, acts, err := d.file(ctx, c.Org, c.Member, c.Period)
	if err != nil {
		return err
	}
	cured, ok := f.advanced(f.Settled(), acts)
	if !ok {
		return nil
	}
	id := d.newID()
	_, err = d.change(ctx, identity.Clock(c.Org), c.Key, c.Version, Cure, func(f File, now time.Time) (Closing, Entry, bool, []identity.Message, error) {
		if !f.Settled().Met() {
			return f.Closing, Entry{}, false, nil, errUnchanged
		}
		return f.Closing, Entry{At: cured.Latest().At, Settled: f.Settled()}, true, f.letter(identity.DefaultCured, id, now), nil
	})
	if errors.Is(err, hours.ErrStale) || errors.Is(err, hours.ErrTransition) {
		return nil // somebody else was there first: the next sweep looks again
	}
	return err
}

// advanceMember is Advance for one member, before a command.
func (d *Docket) advanceMember(ctx context.Context, org identity.OrganisationID, member identity.MemberID) error {
	all, err := d.Store.Closings(ctx, org, member)
	for _, c := range all {
		err = cmp.Or(err, d.advance(ctx, c))
	}
	return err
}
