package hours_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func TestP17_TheNextReadShowsIt(t *testing.T) {
	d := newDesk(t)
	require.Equal(t, "0", d.balance(t).Declared.String())
	sent := d.declare(t, "d1", asIs)
	b := d.balance(t)
	require.Equal(t, "2.5", b.Declared.String())
	require.Equal(t, "2.5", b.Pending.String())
	require.Equal(t, "30", b.Total().Remaining.String())
	d.decide(t, sent, hours.Verdict{Event: hours.Count, Counted: h("2.5")})
	b = d.balance(t)
	require.Equal(t, "2.5", b.Counted.String())
	require.Equal(t, "27.5", b.Total().Remaining.String())
}

func TestP35_AtTheDesk(t *testing.T) {
	d := newDesk(t)
	for id, category := range map[string]func(*hours.Entry){"d1": func(e *hours.Entry) { e.Duration = "1" }, "d2": ethics} {
		d.decide(t, d.declare(t, id, category), hours.Verdict{Event: hours.Count, Counted: h("1")})
	}
	require.Equal(t, map[string]string{"total": "28", "structured": "14", "ethics": "0"}, left(t, d.balance(t)))
}

// reliefs grants the same hours to everybody in the first period.
type reliefs string

func (r reliefs) Reliefs(context.Context, identity.OrganisationID, identity.MemberID) ([]hours.Relief, error) {
	return []hours.Relief{relief("x1", string(r))}, nil
}

func TestP52_AtTheDesk(t *testing.T) {
	d := newDesk(t)
	d.Reliefs = reliefs("5")
	b := d.balance(t)
	require.Equal(t, "5", b.Granted.String())
	require.Equal(t, map[string]string{"total": "25", "structured": "12.5", "ethics": "1"}, left(t, b))
}

func TestStandingOfADay(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	d.at = time.Date(2025, 4, 1, 3, 59, 59, 0, time.UTC) // a second before midnight in Québec
	s, err := d.Standing(ctx, emma, emma.Member, cycle.Date{})
	require.NoError(t, err)
	require.Equal(t, "2025-03-31", s.Today.String())
	require.Equal(t, "2022-01-01", s.Period.Key())
	d.at = d.at.Add(time.Second)
	s, err = d.Standing(ctx, emma, emma.Member, cycle.Date{})
	require.NoError(t, err)
	require.Equal(t, "2025-04-01", s.Period.Key())
	s, err = d.Standing(ctx, emma, emma.Member, day("2022-05-01"))
	require.NoError(t, err)
	require.Equal(t, "2022-01-01", s.Period.Key())
	require.Equal(t, "2025-04-01", s.Today.String())

	periods, err := d.Periods(ctx, emma, emma.Member)
	require.NoError(t, err)
	require.Equal(t, []cycle.Period{{Span: span("2025-04-01", "2028-04-01")}, period}, periods)

	// A whole period away, and the periods before it are closed.
	_, err = d.store.Identity().ChangeMember(ctx, "otpq", "m-1", func(m identity.Member) (identity.Member, error) {
		m.Roll = []cycle.Stay{
			{Span: span("2015-09-01", "2025-01-01")}, {Span: cycle.Span{From: day("2028-06-01"), To: cycle.Forever}, Entry: cycle.Readmission},
		}
		return m, nil
	})
	require.NoError(t, err)
	d.at = time.Date(2029, 1, 1, 12, 0, 0, 0, time.UTC)
	periods, err = d.Periods(ctx, emma, emma.Member)
	require.NoError(t, err)
	require.Equal(t, []cycle.Period{{Span: span("2028-04-01", "2031-04-01")}}, periods)

	_, err = d.Standing(ctx, emma, emma.Member, day("2021-12-31"))
	require.ErrorIs(t, err, hours.ErrNoRegulation)
	_, err = d.Balance(ctx, emma, emma.Member, cycle.Forever)
	require.ErrorIs(t, err, hours.ErrNoRegulation)
	d.Regulations = nil
	_, err = d.Balance(ctx, emma, emma.Member, cycle.Date{})
	require.ErrorIs(t, err, hours.ErrNoRegulation)
}

// Somebody else's file is as if it did not exist, whatever is asked of it.
func TestOtherPeoplesFilesAreAsIfTheyDidNotExist(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	sent := d.declare(t, "d1", asIs)
	for name, actor := range map[string]identity.Actor{"another member": noah, "nobody": {}, "no role": {Org: "otpq", Member: "m-2"}} {
		for what, ask := range asks(d, actor, sent) {
			require.ErrorIs(t, ask(ctx), identity.ErrNotFound, name+" "+what)
		}
	}
	// The organisation comes from the actor: another one has no such member.
	for what, ask := range asks(d, other, sent) {
		err := ask(ctx)
		if what == "declarations" {
			require.NoError(t, err)
			continue
		}
		require.Error(t, err, what)
	}
	none, err := d.Declarations(ctx, other, "m-1", hours.Query{})
	require.NoError(t, err)
	require.Empty(t, none)
	after, err := d.Declaration(ctx, emma, emma.Member, "d1")
	require.NoError(t, err)
	require.Equal(t, sent, after)
	_, err = d.Declaration(ctx, emma, emma.Member, "d9")
	require.ErrorIs(t, err, hours.ErrNotFound)
}

func asks(d *desk, actor identity.Actor, of hours.Declaration) map[string]func(context.Context) error {
	return map[string]func(context.Context) error{
		"balance":  func(ctx context.Context) error { _, err := d.Balance(ctx, actor, "m-1", cycle.Date{}); return err },
		"standing": func(ctx context.Context) error { _, err := d.Standing(ctx, actor, "m-1", cycle.Date{}); return err },
		"periods":  func(ctx context.Context) error { _, err := d.Periods(ctx, actor, "m-1"); return err },
		"rules":    func(ctx context.Context) error { _, err := d.Rules(ctx, actor, "m-1"); return err },
		"check":    func(ctx context.Context) error { _, err := d.Check(ctx, actor, of); return err },
		"declarations": func(ctx context.Context) error {
			_, err := d.Declarations(ctx, actor, "m-1", hours.Query{})
			return err
		},
		"declaration": func(ctx context.Context) error { _, err := d.Declaration(ctx, actor, "m-1", of.ID); return err },
		"begin":       func(ctx context.Context) error { _, err := d.Begin(ctx, actor, "m-1", "d2"); return err },
		"save": func(ctx context.Context) error {
			_, err := d.Save(ctx, actor, "m-1", of.ID, of.Version, typed())
			return err
		},
		"submit":  func(ctx context.Context) error { _, err := d.Submit(ctx, actor, "m-1", of.ID, of.Version); return err },
		"discard": func(ctx context.Context) error { _, err := d.Discard(ctx, actor, "m-1", of.ID, of.Version); return err },
		"withdraw": func(ctx context.Context) error {
			_, err := d.Withdraw(ctx, actor, "m-1", of.ID, of.Version)
			return err
		},
		"decide": func(ctx context.Context) error {
			_, err := d.Decide(ctx, actor, "m-1", of.ID, of.Version, hours.Verdict{Event: hours.Take})
			return err
		},
	}
}

func TestStaffSeeTheFileAndDoNotWriteInIt(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	_, err := d.Balance(ctx, staff, "m-1", cycle.Date{})
	require.NoError(t, err)
	_, err = d.Begin(ctx, staff, "m-1", "d1")
	require.ErrorIs(t, err, identity.ErrForbidden)
	_, err = d.Awaiting(ctx, emma, hours.Query{})
	require.ErrorIs(t, err, identity.ErrForbidden)
	// Nobody decides on their own file.
	_, err = d.Decide(ctx, staff, "m-2", "d1", 1, hours.Verdict{Event: hours.Take})
	require.ErrorIs(t, err, identity.ErrForbidden)
}

func TestLists(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	for _, actor := range []identity.Actor{emma, staff} {
		all, err := d.Lists(ctx, actor)
		require.NoError(t, err)
		require.Len(t, all, 3)
		require.Len(t, all.Of(hours.Providers), 1)
	}
	_, err := d.Lists(ctx, identity.Actor{Org: "otpq", Member: "m-1"})
	require.ErrorIs(t, err, identity.ErrForbidden)
	_, err = d.Lists(ctx, identity.Actor{})
	require.ErrorIs(t, err, identity.ErrForbidden)
	none, err := d.Lists(ctx, other)
	require.NoError(t, err)
	require.Empty(t, none)
}
