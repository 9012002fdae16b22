package closing_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/cycle/holidays"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/catalogue"
	"github.com/goodstanding/goodstanding/hours/closing"
	"github.com/goodstanding/goodstanding/identity"
)

var (
	emma  = identity.Actor{Org: "otpq", Account: "a-1", Member: "m-1", Name: "Emma Gélinas", Roles: []identity.Role{identity.RoleMember}}
	noah  = identity.Actor{Org: "otpq", Account: "a-2", Member: "m-2", Name: "Noah Roy", Roles: []identity.Role{identity.RoleMember}}
	staff = identity.Actor{Org: "otpq", Account: "a-3", Member: "m-2", Name: "Noah Roy", Roles: []identity.Role{identity.RoleStaff}}
	other = identity.Actor{Org: "oiq", Account: "a-3", Name: "Noah Roy", Roles: []identity.Role{identity.RoleStaff}}
)

func day(text string) cycle.Date { return cycle.MustDate(text) }

func h(text string) hours.Hours { return hours.MustHours(text) }

// old is the technologists' first period, to 31 March 2025. What was done in it is
// declared by 30 April.
var old = day("2022-01-01")

var (
	regulations = sync.OnceValues(catalogue.Regulations)
	off         = sync.OnceValues(holidays.All)
)

// desk is a docket over the memory store, with the ledger that it works with.
type desk struct {
	*closing.Docket
	store *memory.Store
	at    time.Time // what the clocks say
}

func newDesk(t require.TestingT) *desk {
	ctx := context.Background()
	laws, err := regulations()
	require.NoError(t, err)
	days, err := off()
	require.NoError(t, err)
	d := &desk{store: memory.New()}
	d.on("2025-05-01")
	now := func() time.Time { return d.at }
	ledger := &hours.Ledger{Store: d.store.Hours(), Roll: d.store.Identity(), Regulations: laws, Holidays: days, Now: now}
	d.Docket = &closing.Docket{Store: d.store.Closing(), Ledger: ledger, Now: now}
	ledger.Outcomes = d.Docket
	_, err = d.store.Identity().ChangeOrganisation(ctx, "otpq", func(o identity.Organisation) (identity.Organisation, error) {
		o.Regulation, o.Holidays, o.Languages = "qc-otpq", "qc", identity.FrenchAndEnglish
		return o, nil
	})
	require.NoError(t, err)
	for _, m := range []identity.Member{
		{ID: "m-1", First: "Emma", Last: "Gélinas", Email: "emma@example.org", Permit: "101"}, {ID: "m-2", First: "Noah", Last: "Roy", Permit: "102"},
	} {
		d.enrol(t, m)
	}
	return d
}

func (d *desk) enrol(t require.TestingT, m identity.Member) {
	_, err := d.store.Identity().ChangeMember(context.Background(), "otpq", m.ID, func(was identity.Member) (identity.Member, error) {
		m.Org, m.Version = was.Org, was.Version
		m.Roll = []cycle.Stay{{Span: cycle.Span{From: day("2015-09-01"), To: cycle.Forever}}}
		return m, nil
	})
	require.NoError(t, err)
}

// on sets the clocks to noon of a day in Québec.
func (d *desk) on(text string) { d.at = day(text).Start(time.UTC).Add(17 * time.Hour) }

// submit writes an activity that a member has submitted.
func (d *desk) submit(t require.TestingT, member identity.MemberID, id, period, category, on, amount string) hours.Declaration {
	sent, err := d.Ledger.Store.Change(context.Background(), hours.Key{Org: "otpq", Member: member, ID: id}, func(s hours.Declaration) (hours.Declaration, hours.Telling, error) {
		s.State, s.Period, s.Created, s.Changed, s.Submitted = hours.Submitted, day(period), d.at, d.at, d.at
		s.Activity = hours.Activity{Category: category, Title: "Lire un plan", First: day(on), Last: day(on), Hours: h(amount)}
		return s, hours.Telling{}, nil
	})
	require.NoError(t, err)
	return sent
}

// count has the order count a declaration.
func (d *desk) count(t require.TestingT, sent hours.Declaration, amount string) hours.Declaration {
	v := hours.Verdict{Event: hours.Count, Counted: h(amount), Reason: "Vu"}
	counted, err := d.Ledger.Decide(context.Background(), staff, sent.Member, sent.ID, sent.Version, v)
	require.NoError(t, err)
	return counted
}

// done has an activity of the old period counted.
func (d *desk) done(t require.TestingT, member identity.MemberID, id, category, amount string) hours.Declaration {
	return d.count(t, d.submit(t, member, id, "2022-01-01", category, "2023-02-01", amount), amount)
}

// most counts 28 of the 30 hours, with all that is structured and of ethics.
func (d *desk) most(t require.TestingT) hours.Declaration {
	d.done(t, "m-1", "d1", "structured", "15")
	d.done(t, "m-1", "d3", "ethics", "1")
	return d.done(t, "m-1", "d2", "autonomous", "12")
}

func (d *desk) close(t require.TestingT) closing.Closing {
	f := d.file(t, staff)
	c, err := d.Close(context.Background(), staff, "m-1", old, f.Version)
	require.NoError(t, err)
	return c
}

func (d *desk) file(t require.TestingT, actor identity.Actor) closing.File {
	f, err := d.File(context.Background(), actor, "m-1", old)
	require.NoError(t, err)
	return f
}

// notified closes the period and serves a notice about hours on 26 September 2025.
func (d *desk) notified(t require.TestingT) closing.Closing {
	c := d.close(t)
	d.on("2025-09-26")
	c, err := d.Notify(context.Background(), staff, "m-1", old, c.Version, closing.Summons{Of: hours.LackingHours, Served: day("2025-09-26")}, "")
	require.NoError(t, err)
	return c
}

// letters are the messages about defaults, the latest first.
func (d *desk) letters(t require.TestingT) []identity.Message {
	all, err := d.store.Outbox().Messages(context.Background(), "otpq", 100)
	require.NoError(t, err)
	return slices.DeleteFunc(all, func(m identity.Message) bool { return !strings.HasPrefix(string(m.Kind), "default-") })
}

func events(c closing.Closing) []closing.Event {
	var all []closing.Event
	for _, e := range c.Entries {
		all = append(all, e.Event)
	}
	return all
}

func TestEverythingIsTold(t *testing.T) {
	d := newDesk(t)
	d.most(t)
	d.notified(t)
	acts, err := d.Ledger.History(t.Context(), emma, "m-1", hours.ActQuery{})
	require.NoError(t, err)
	require.Equal(t, hours.DefaultNotified, acts[0].Kind)
	require.Equal(t, hours.PeriodClosed, acts[1].Kind)
	require.Equal(t, identity.Text{FR: "2022–2025", EN: "2022–2025"}, acts[0].Title)
	require.Empty(t, acts[0].By, "who of the staff did it is told to staff alone")
	require.Equal(t, hours.Tally{Counted: h("28"), Remaining: h("2")}, acts[0].After)
}
