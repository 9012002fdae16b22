package storetest

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/reminder"
	"github.com/goodstanding/goodstanding/identity"
)

func reminderTests() []test {
	return []test{
		{"NoneIsARecordWithItsKey", reminderNone},
		{"ARecordIsKeptWithItsMessages", reminderKept},
		{"ARecordWhoseMessageIsTakenIsNotKept", reminderTaken},
		{"TwoChangesLoseNothing", reminderConcurrent},
	}
}

func reminderNone(t *testing.T, s Stores) {
	read, err := s.Reminder().Record(t.Context(), north, marie)
	require.NoError(t, err)
	require.Equal(t, reminder.Record{Org: north, Member: marie}, read)
}

// sent is a record with reminders that were sent.
func sent(months ...int) reminder.Record {
	r := reminder.Record{Org: north, Member: marie, Own: &reminder.Preferences{Months: []int{12, 1}}, Since: day("2027-02-28")}
	for i, m := range months {
		r.Sent = append(r.Sent, reminder.Sent{Last: day("2028-03-31"), Months: m, At: instant(i), Stop: reminder.Digest(fmt.Sprint(m))})
	}
	return r
}

func remember(r reminder.Record, messages ...identity.Message) func(reminder.Record) (reminder.Record, hours.Telling, error) {
	return func(reminder.Record) (reminder.Record, hours.Telling, error) {
		return r, hours.Telling{Messages: messages}, nil
	}
}

func reminderKept(t *testing.T, s Stores) {
	ctx, want, m := t.Context(), sent(12, 6), message(north, marie, "reminder-1", instant(1))
	m.Lines = []identity.MessageLine{{Label: identity.Text{FR: strange, EN: "Total"}, Amount: "130/3", Unit: identity.Text{FR: "UFC", EN: "CEU"}, Measure: "items"}}
	m.Secret = "unguessable"
	changed, err := s.Reminder().Change(ctx, north, marie, remember(want, m))
	require.NoError(t, err)
	want.Version = 1
	require.Equal(t, want, changed)
	read, err := s.Reminder().Record(ctx, north, marie)
	require.NoError(t, err)
	require.Equal(t, want, read)
	posted, err := s.Outbox().MessagesTo(ctx, north, marie, 10)
	require.NoError(t, err)
	require.Equal(t, []identity.Message{m}, posted)
	for _, other := range []reminder.Record{{Org: north, Member: joseph}, {Org: south, Member: marie}} {
		read, err = s.Reminder().Record(ctx, other.Org, other.Member)
		require.NoError(t, err)
		require.Equal(t, other, read)
	}
}

func reminderTaken(t *testing.T, s Stores) {
	ctx, m := t.Context(), message(north, marie, "reminder-1", instant(1))
	_, err := s.Reminder().Change(ctx, north, marie, remember(sent(12), m))
	require.NoError(t, err)
	_, err = s.Reminder().Change(ctx, north, marie, remember(sent(12, 6), m))
	require.Error(t, err)
	read, err := s.Reminder().Record(ctx, north, marie)
	require.NoError(t, err)
	require.Len(t, read.Sent, 1)
}

func reminderConcurrent(t *testing.T, s Stores) {
	require.NoError(t, together(4, 5, func(i, j int) error {
		_, err := s.Reminder().Change(t.Context(), north, marie, func(r reminder.Record) (reminder.Record, hours.Telling, error) {
			r.Sent = append(r.Sent, reminder.Sent{Last: day("2028-03-31").AddDays(10*i + j), Months: 1, At: instant(1)})
			return r, hours.Telling{}, nil
		})
		return err
	}))
	read, err := s.Reminder().Record(t.Context(), north, marie)
	require.NoError(t, err)
	require.Len(t, read.Sent, 20)
	require.EqualValues(t, 20, read.Version)
}
