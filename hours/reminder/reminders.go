package reminder

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Reminders is the desk of reminders and of the letters to a member. Store, Ledger
// and Outbox are required; the other fields may be left at zero.
type Reminders struct {
	Store  Store
	Ledger *hours.Ledger
	Outbox identity.Outbox
	// Now returns the present instant; nil is [time.Now]. It is read once per
	// operation, and should be the Ledger's.
	Now func() time.Time
	// NewSecret returns what nobody can guess; nil takes 26 random letters and digits.
	NewSecret func() string
}

// most is how many letters [Reminders.Letters] returns.
const most = 500

// Letters returns the latest messages to the member, the latest first, 500 at most,
// to whoever may read the file. What they carry that is secret is left out.
func (r *Reminders) Letters(ctx context.Context, actor identity.Actor, member identity.MemberID) ([]identity.Message, error) {
	if err := actor.Check(identity.Read, actor.Org, member); err != nil {
		return nil, err
	}
	all, err := r.Outbox.MessagesTo(ctx, actor.Org, member, most)
	for i := range all {
		all[i].Secret = ""
	}
	return all, err
}

// Preferences returns the reminders that the member gets, to whoever may read the
// file.
func (r *Reminders) Preferences(ctx context.Context, actor identity.Actor, member identity.MemberID) (Preferences, error) {
	if err := actor.Check(identity.Read, actor.Org, member); err != nil {
		return Preferences{}, err
	}
	record, err := r.Store.Record(ctx, actor.Org, member)
	return record.Chosen(), err
}

// Prefer keeps the reminders that the member wants. The error is that of the actor's
// check, or that of
// [Record.Prefer]. It is the member's own affair, and no act of the history.
func (r *Reminders) Prefer(ctx context.Context, actor identity.Actor, member identity.MemberID, p Preferences) (Preferences, error) {
	if err := actor.Check(identity.Write, actor.Org, member); err != nil {
		return Preferences{}, err
	}
	return r.prefer(ctx, actor.Org, member, p)
}

func (r *Reminders) prefer(ctx context.Context, org identity.OrganisationID, member identity.MemberID, p Preferences) (Preferences, error) {
	today, err := r.today(ctx, org)
	if err != nil {
		return Preferences{}, err
	}
	record, err := r.Store.Change(ctx, org, member, func(record Record) (Record, hours.Telling, error) {
		record, err := record.Prefer(p, today)
		return record, hours.Telling{}, err
	})
	return record.Chosen(), err
}

// Holder returns the member of a letter that carries the secret. Whoever has the
// letter may stop its reminders and nothing else: no actor is asked for, and a wrong
// secret is answered as what does not exist, with [identity.ErrNotFound].
func (r *Reminders) Holder(ctx context.Context, org identity.OrganisationID, member identity.MemberID, secret string) (identity.Member, error) {
	record, err := r.Store.Record(ctx, org, member)
	if err != nil {
		return identity.Member{}, err
	}
	if !record.Knows(secret) {
		return identity.Member{}, identity.ErrNotFound
	}
	return r.Ledger.Roll.Member(ctx, org, member)
}

// Stop stops every reminder of the member of the letter, as [Reminders.Holder] finds
// them. Doing it twice changes nothing more.
func (r *Reminders) Stop(ctx context.Context, org identity.OrganisationID, member identity.MemberID, secret string) error {
	if _, err := r.Holder(ctx, org, member, secret); err != nil {
		return err
	}
	_, err := r.prefer(ctx, org, member, Preferences{})
	return err
}

func (r *Reminders) today(ctx context.Context, org identity.OrganisationID) (cycle.Date, error) {
	o, err := r.Ledger.Roll.Organisation(ctx, org)
	if err != nil {
		return cycle.Date{}, err
	}
	zone, err := o.Location()
	if err != nil {
		return cycle.Date{}, err
	}
	return cycle.DateOf(r.now(), zone), nil
}

// Swept is what a sweep did so far: how many members it went through, how many
// reminders it wrote, and how many members it could not deal with.
type Swept struct{ Members, Written, Failed int }

// page is how many members are read at once.
const page = 200

// Sweep writes the reminders that are due today into the outbox, for every member of
// the actor's organisation, who must be allowed to list it: the clock, or staff. It
// holds a page of members at a time, evaluates each file once, and writes a
// transaction for each member who has one to be sent; done, when it is not nil, is
// told after each page. What goes wrong with one member does not stop the others: the
// error joins the first of them. A sweep that is cut short, or run again on the same
// day or by two processes at once, writes no reminder twice. Over SQLite a thousand
// members of ten declarations each take a second or so, and eight milliseconds more for
// each reminder that is written.
func (r *Reminders) Sweep(ctx context.Context, actor identity.Actor, done func(Swept)) (Swept, error) {
	var swept Swept
	if err := actor.Check(identity.List, actor.Org, ""); err != nil {
		return swept, err
	}
	now, failed := r.now(), []error(nil)
	for after := identity.MemberID(""); ; {
		members, err := r.Ledger.Roll.MembersAfter(ctx, actor.Org, after, page)
		if err != nil {
			return swept, errors.Join(append(failed, err)...)
		}
		for _, m := range members {
			written, err := r.remind(ctx, actor, m, now)
			if ctx.Err() != nil {
				return swept, errors.Join(append(failed, ctx.Err())...)
			}
			swept.Members++
			swept.Written += written
			if err != nil {
				swept.Failed++
				if len(failed) < 10 {
					failed = append(failed, fmt.Errorf("reminder: member %s: %w", m.ID, err))
				}
			}
			after = m.ID
		}
		if done != nil {
			done(swept)
		}
		if len(members) < page {
			return swept, errors.Join(failed...)
		}
	}
}

// remind writes what is due for one member, and returns how many reminders.
func (r *Reminders) remind(ctx context.Context, actor identity.Actor, m identity.Member, now time.Time) (int, error) {
	if m.Email == "" {
		return 0, nil
	}
	s, err := r.Ledger.Standing(ctx, actor, m.ID, cycle.Date{})
	if errors.Is(err, cycle.ErrNoPeriod) {
		return 0, nil // no period has begun for this member, or none is left
	}
	if err != nil {
		return 0, err
	}
	entered, on := entered(m, s.Today)
	if !on {
		return 0, nil
	}
	record, err := r.Store.Record(ctx, actor.Org, m.ID)
	if err != nil || record.Chosen().Stopped() {
		return 0, err
	}
	deadlines, err := r.Ledger.Deadlines(ctx, actor, m.ID)
	if err != nil || len(Due(deadlines, record, entered, s.Today)) == 0 {
		return 0, err
	}
	written := 0
	_, err = r.Store.Change(ctx, actor.Org, m.ID, func(record Record) (Record, hours.Telling, error) {
		var told hours.Telling
		for _, due := range Due(deadlines, record, entered, s.Today) {
			secret := r.newSecret()
			record = record.with(Sent{Last: due.Last, Months: due.Months, At: now, Stop: Digest(secret)})
			told.Messages = append(told.Messages, due.message(s, secret, now))
		}
		if written = len(told.Messages); written == 0 {
			return record, told, errUnchanged
		}
		return record, told, nil
	})
	if errors.Is(err, errUnchanged) {
		err = nil
	}
	if err != nil {
		written = 0
	}
	return written, err
}

// errUnchanged leaves a Change without writing anything.
var errUnchanged = errors.New("reminder: unchanged")

// entered returns the day on which the member came on the roll for the time that
// holds today; false when they are not on it.
func entered(m identity.Member, today cycle.Date) (cycle.Date, bool) {
	for _, stay := range m.Roll {
		if stay.Contains(today) {
			return stay.From, true
		}
	}
	return cycle.Date{}, false
}

func (r *Reminders) now() time.Time {
	if r.Now == nil {
		return time.Now().UTC().Truncate(identity.Precision)
	}
	return r.Now().UTC().Truncate(identity.Precision)
}

func (r *Reminders) newSecret() string {
	if r.NewSecret == nil {
		return strings.ToLower(rand.Text())
	}
	return r.NewSecret()
}
