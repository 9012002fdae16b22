package reminder_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/catalogue"
	"github.com/goodstanding/goodstanding/hours/reminder"
	"github.com/goodstanding/goodstanding/identity"
)

var (
	regulations = sync.OnceValues(catalogue.Regulations)
	emma        = identity.Actor{Org: "otpq", Account: "emma", Member: "emma", Name: "Emma Gélinas", Roles: []identity.Role{identity.RoleMember}}
	staff       = identity.Actor{Org: "otpq", Account: "sylvie", Name: "Sylvie", Roles: []identity.Role{identity.RoleStaff}}
	nova        = identity.Actor{Org: "otpq", Account: "nova", Member: "nova", Name: "Nova", Roles: []identity.Role{identity.RoleMember}}
	clock       = identity.Clock("otpq")
)

// desk is the technologists' order, whose period ends on 31 March 2028.
type desk struct {
	*reminder.Reminders
	store *memory.Store
	now   time.Time
}

func open(t *testing.T) *desk {
	t.Helper()
	laws, err := regulations()
	require.NoError(t, err)
	d := &desk{store: memory.New()}
	d.on("2027-03-31")
	now := func() time.Time { return d.now }
	secrets := 0
	var mu sync.Mutex
	d.Reminders = &reminder.Reminders{
		Store:  d.store.Reminder(),
		Ledger: &hours.Ledger{Store: d.store.Hours(), Roll: d.store.Identity(), Regulations: laws, Now: now},
		Outbox: d.store.Outbox(), Now: now,
		NewSecret: func() string { mu.Lock(); defer mu.Unlock(); secrets++; return fmt.Sprintf("secret-%d", secrets) },
	}
	_, err = d.store.Identity().ChangeOrganisation(t.Context(), "otpq", func(o identity.Organisation) (identity.Organisation, error) {
		o.Regulation, o.Languages = "qc-otpq", identity.FrenchAndEnglish
		return o, nil
	})
	require.NoError(t, err)
	d.member(t, "emma", "emma@example.org", "2015-09-01")
	return d
}

// on is noon of a day in Montréal.
func (d *desk) on(text string) {
	d.now = day(text).Start(time.UTC).Add(17 * time.Hour)
}

func (d *desk) member(t *testing.T, id, email, since string) {
	t.Helper()
	_, err := d.store.Identity().ChangeMember(t.Context(), "otpq", identity.MemberID(id), func(m identity.Member) (identity.Member, error) {
		m.First, m.Last, m.Email, m.Language = "Emma", "Gélinas", email, identity.English
		m.Roll = []cycle.Stay{{Span: cycle.Span{From: day(since), To: cycle.Forever}}}
		return m, nil
	})
	require.NoError(t, err)
}

func (d *desk) sweep(t *testing.T) reminder.Swept {
	t.Helper()
	swept, err := d.Sweep(t.Context(), clock, nil)
	require.NoError(t, err)
	return swept
}

// letters returns the identifiers of the messages to a member, the latest first.
func (d *desk) letters(t *testing.T, member identity.MemberID) []string {
	t.Helper()
	all, err := d.store.Outbox().MessagesTo(t.Context(), "otpq", member, 100)
	require.NoError(t, err)
	ids := []string{}
	for _, m := range all {
		ids = append(ids, m.ID)
	}
	return ids
}

func TestSweepWritesEachReminderOnce(t *testing.T) {
	d := open(t)
	d.on("2027-03-30")
	require.Equal(t, reminder.Swept{Members: 1}, d.sweep(t))
	d.on("2027-03-31")
	require.Equal(t, reminder.Swept{Members: 1, Written: 1}, d.sweep(t))
	require.Equal(t, reminder.Swept{Members: 1}, d.sweep(t))
	for _, on := range []string{"2027-09-29", "2027-09-30", "2027-12-31", "2028-01-01", "2028-02-29", "2028-03-31"} {
		d.on(on)
		d.sweep(t)
	}
	require.Equal(t, []string{"reminder-2028-03-31-1", "reminder-2028-03-31-3", "reminder-2028-03-31-6", "reminder-2028-03-31-12"}, d.letters(t, "emma"))

	all, err := d.Outbox.MessagesTo(t.Context(), "otpq", "emma", 100)
	require.NoError(t, err)
	first := all[len(all)-1]
	require.Equal(t, identity.Reminder, first.Kind)
	require.Equal(t, "emma@example.org", first.To)
	require.Equal(t, identity.English, first.Language)
	require.Equal(t, map[string]string{"name": "Emma Gélinas", "lastDay": "2028-03-31", "months": "12"}, first.Values)
	// Article 1 asks for 30 h in three years.
	require.Equal(t, "30", first.Lines[0].Amount)
	require.Equal(t, "secret-1", first.Secret)
}

func TestSweepPassesOverWhoGetsNone(t *testing.T) {
	d := open(t)
	d.member(t, "noaddress", "", "2015-09-01")
	d.member(t, "late", "late@example.org", "2027-10-31")
	d.member(t, "future", "future@example.org", "2029-01-01")
	d.member(t, "gone", "gone@example.org", "2015-09-01")
	_, err := d.store.Identity().ChangeMember(t.Context(), "otpq", "gone", func(m identity.Member) (identity.Member, error) {
		m.Roll[0].To = day("2026-04-01")
		return m, nil
	})
	require.NoError(t, err)
	require.Equal(t, reminder.Swept{Members: 5, Written: 1}, d.sweep(t))
	// Who comes five months before the end gets those of three months and one.
	for _, on := range []string{"2027-10-31", "2027-12-31", "2028-02-29"} {
		d.on(on)
		d.sweep(t)
	}
	require.Equal(t, []string{"reminder-2028-03-31-1", "reminder-2028-03-31-3"}, d.letters(t, "late"))
	for _, nobody := range []identity.MemberID{"noaddress", "future", "gone"} {
		require.Empty(t, d.letters(t, nobody))
	}
}

func TestTwoSweepsAtOnceWriteOneReminder(t *testing.T) {
	d := open(t)
	for i := range 30 {
		d.member(t, fmt.Sprintf("m-%d", i), "m@example.org", "2015-09-01")
	}
	var all sync.WaitGroup
	written := make([]int, 3)
	for i := range written {
		all.Go(func() {
			if swept, err := d.Sweep(t.Context(), clock, nil); err == nil {
				written[i] = swept.Written
			}
		})
	}
	all.Wait()
	require.Equal(t, 31, written[0]+written[1]+written[2])
	require.Len(t, d.letters(t, "m-7"), 1)
}

func TestSweepGoesThroughEveryPageAndSaysSo(t *testing.T) {
	d := open(t)
	for i := range 450 {
		d.member(t, fmt.Sprintf("m-%03d", i), "", "2015-09-01")
	}
	var told []int
	swept, err := d.Sweep(t.Context(), staff, func(s reminder.Swept) { told = append(told, s.Members) })
	require.NoError(t, err)
	require.Equal(t, []int{200, 400, 451}, told)
	require.Equal(t, 1, swept.Written)
}

func TestSweepThatIsCutShortGoesOnTheNextTime(t *testing.T) {
	d := open(t)
	for i := range 9 {
		d.member(t, fmt.Sprintf("m-%d", i), "m@example.org", "2015-09-01")
	}
	ctx, cancel := context.WithCancel(t.Context())
	secret, n := d.NewSecret, 0
	d.NewSecret = func() string {
		if n++; n == 4 {
			cancel()
		}
		return secret()
	}
	_, err := d.Sweep(ctx, clock, nil)
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, 10, d.sweep(t).Members)
	for i := range 9 {
		require.Len(t, d.letters(t, identity.MemberID(fmt.Sprintf("m-%d", i))), 1)
	}
}

// One file that cannot be worked out keeps no other from its reminder.
func TestOneMemberThatFailsDoesNotHoldUpTheOthers(t *testing.T) {
	d := open(t)
	d.member(t, "ada", "ada@example.org", "2015-09-01")
	d.Store = failing{d.Store, "ada"}
	swept, err := d.Sweep(t.Context(), clock, nil)
	require.ErrorIs(t, err, errBroken)
	require.Equal(t, reminder.Swept{Members: 2, Written: 1, Failed: 1}, swept)
	require.Len(t, d.letters(t, "emma"), 1)
}

type failing struct {
	reminder.Store
	member identity.MemberID
}

var errBroken = errors.New("broken")

func (f failing) Record(ctx context.Context, org identity.OrganisationID, member identity.MemberID) (reminder.Record, error) {
	if member == f.member {
		return reminder.Record{}, errBroken
	}
	return f.Store.Record(ctx, org, member)
}

func TestMemberTunesAndStopsReminders(t *testing.T) {
	d := open(t)
	p, err := d.Preferences(t.Context(), staff, "emma")
	require.NoError(t, err)
	require.Equal(t, []int{12, 6, 3, 1}, p.Months)
	p, err = d.Prefer(t.Context(), emma, "emma", reminder.Preferences{Months: []int{3, 6}})
	require.NoError(t, err)
	require.Equal(t, []int{6, 3}, p.Months)
	require.Zero(t, d.sweep(t).Written)
	d.on("2027-09-30")
	require.Equal(t, 1, d.sweep(t).Written)
	_, err = d.Prefer(t.Context(), emma, "emma", reminder.Preferences{})
	require.NoError(t, err)
	d.on("2027-12-31")
	require.Zero(t, d.sweep(t).Written)
	acts, err := d.store.Hours().Acts(t.Context(), "otpq", "emma")
	require.NoError(t, err)
	require.Empty(t, acts, "what a member wants to be told is no act of the file")

	_, err = d.Prefer(t.Context(), staff, "emma", reminder.Preferences{})
	require.ErrorIs(t, err, identity.ErrForbidden)
	for _, stranger := range []identity.Actor{nova, {}} {
		_, err = d.Preferences(t.Context(), stranger, "emma")
		require.ErrorIs(t, err, identity.ErrNotFound)
		_, err = d.Prefer(t.Context(), stranger, "emma", reminder.Preferences{})
		require.ErrorIs(t, err, identity.ErrNotFound)
		_, err = d.Letters(t.Context(), stranger, "emma")
		require.ErrorIs(t, err, identity.ErrNotFound)
	}
	_, err = d.Sweep(t.Context(), emma, nil)
	require.ErrorIs(t, err, identity.ErrForbidden)
}

func TestWhoeverHasTheLetterStopsItsReminders(t *testing.T) {
	d := open(t)
	d.member(t, "luc", "luc@example.org", "2015-09-01")
	d.sweep(t)
	all, err := d.Outbox.MessagesTo(t.Context(), "otpq", "emma", 1)
	require.NoError(t, err)
	secret := all[0].Secret
	for name, wrong := range map[string]error{
		"another secret":     d.Stop(t.Context(), "otpq", "emma", "secret-0"),
		"of another member":  d.Stop(t.Context(), "otpq", "luc", secret),
		"of another order":   d.Stop(t.Context(), "other", "emma", secret),
		"of nobody":          d.Stop(t.Context(), "otpq", "nobody", secret),
		"none":               d.Stop(t.Context(), "otpq", "emma", ""),
		"what the store has": d.Stop(t.Context(), "otpq", "emma", reminder.Digest(secret)),
	} {
		require.ErrorIs(t, wrong, identity.ErrNotFound, name)
	}
	holder, err := d.Holder(t.Context(), "otpq", "emma", secret)
	require.NoError(t, err)
	require.Equal(t, identity.MemberID("emma"), holder.ID)
	p, err := d.Preferences(t.Context(), emma, "emma")
	require.NoError(t, err)
	require.False(t, p.Stopped(), "looking stops nothing")
	require.NoError(t, d.Stop(t.Context(), "otpq", "emma", secret))
	require.NoError(t, d.Stop(t.Context(), "otpq", "emma", secret))
	p, err = d.Preferences(t.Context(), emma, "emma")
	require.NoError(t, err)
	require.True(t, p.Stopped())
	p, err = d.Preferences(t.Context(), staff, "luc")
	require.NoError(t, err)
	require.False(t, p.Stopped())
}

func TestLettersShowNoSecret(t *testing.T) {
	d := open(t)
	d.sweep(t)
	all, err := d.Letters(t.Context(), emma, "emma")
	require.NoError(t, err)
	require.Len(t, all, 1)
	require.Empty(t, all[0].Secret)
	record, err := d.Store.Record(t.Context(), "otpq", "emma")
	require.NoError(t, err)
	require.NotContains(t, fmt.Sprintf("%+v", record), "secret-")
	require.NotContains(t, fmt.Sprintf("%+v", all), "secret-")
}
