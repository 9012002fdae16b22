package cabinet

import (
	"context"
	"errors"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/reminder"
	"github.com/goodstanding/goodstanding/identity"
)

// file names what there is one of in each member's file.
type file struct {
	org    identity.OrganisationID
	member identity.MemberID
}

var reminders = drawer[file, reminder.Record]{
	kind:    "reminders",
	missing: identity.ErrNotFound,
	place:   func(f file) Key { return Key{Org: f.org, Member: f.member} },
	name:    func(r *reminder.Record, f file) { r.Org, r.Member = f.org, f.member },
	version: func(r *reminder.Record) *int64 { return &r.Version },
}

// Reminder returns the store of reminders.
func (c Cabinet) Reminder() reminder.Store { return reminderStore(c) }

type reminderStore struct{ driver Driver }

func (s reminderStore) Record(ctx context.Context, org identity.OrganisationID, member identity.MemberID) (reminder.Record, error) {
	r, err := reminders.read(ctx, s.driver, file{org, member})
	if errors.Is(err, identity.ErrNotFound) {
		return reminder.Record{Org: org, Member: member}, nil
	}
	return r, err
}

func (s reminderStore) Change(ctx context.Context, org identity.OrganisationID, member identity.MemberID, fn func(reminder.Record) (reminder.Record, hours.Telling, error)) (reminder.Record, error) {
	return reminders.change(ctx, s.driver, file{org, member}, fn)
}
