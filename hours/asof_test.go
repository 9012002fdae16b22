package hours_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// minute is an instant so many minutes after noon.
func minute(n int) time.Time { return noon.Add(time.Duration(n) * time.Minute) }

// history is a declaration with a life: opened at minute 0, submitted at 10, taken
// at 20, counted for 2 hours of 2.5 at 30, refused at 40.
func history() hours.Declaration {
	two := h("2")
	return hours.Declaration{
		Key: hours.Key{ID: "d1"}, State: hours.Refused, Activity: hours.Activity{Category: "structured", Hours: h("2.5")},
		Created: minute(0), Submitted: minute(10), Changed: minute(40), Version: 6,
		Decisions: []hours.Decision{
			{Event: hours.Take, At: minute(20)},
			{Event: hours.Count, Counted: two, At: minute(30)},
			{Event: hours.Refuse, Before: two, Reason: "no", At: minute(40)},
		},
	}
}

func TestAsOf_WhatIsKnownAtAnInstant(t *testing.T) {
	withdrawn := history()
	withdrawn.State, withdrawn.Decisions, withdrawn.Version = hours.Withdrawn, nil, 4
	draft := hours.Declaration{State: hours.Draft, Created: minute(0), Changed: minute(5), Version: 2}
	discarded := draft
	discarded.State = hours.Discarded
	for name, c := range map[string]struct {
		of        hours.Declaration
		at        int
		state     hours.State // empty: it is not there
		counted   string
		decisions int
		version   int64
		changed   int
	}{
		"before it is opened":        {history(), -1, "", "", 0, 0, 0},
		"a draft that went out":      {history(), 9, "", "", 0, 0, 0},
		"the instant it is sent":     {history(), 10, hours.Submitted, "0", 0, 3, 10},
		"taken":                      {history(), 29, hours.InReview, "0", 1, 4, 20},
		"counted":                    {history(), 30, hours.Counted, "2", 2, 5, 30},
		"refused":                    {history(), 40, hours.Refused, "0", 3, 6, 40},
		"later":                      {history(), 90, hours.Refused, "0", 3, 6, 40},
		"withdrawn afterwards":       {withdrawn, 39, hours.Submitted, "0", 0, 3, 10},
		"withdrawn":                  {withdrawn, 40, hours.Withdrawn, "0", 0, 4, 40},
		"a draft as it is":           {draft, 5, hours.Draft, "0", 0, 2, 5},
		"a draft that changed since": {draft, 4, "", "", 0, 0, 0},
		"thrown away since":          {discarded, 4, "", "", 0, 0, 0},
		"thrown away":                {discarded, 5, hours.Discarded, "0", 0, 2, 5},
	} {
		t.Run(name, func(t *testing.T) {
			before := history()
			known := hours.AsOf([]hours.Declaration{c.of}, minute(c.at))
			require.Equal(t, before, history(), "nothing given is changed")
			if c.state == "" {
				require.Empty(t, known)
				return
			}
			require.Len(t, known, 1)
			require.Equal(t, c.state, known[0].State)
			require.Equal(t, c.counted, known[0].Counted.String())
			require.Len(t, known[0].Decisions, c.decisions)
			require.Equal(t, c.version, known[0].Version)
			require.Equal(t, minute(c.changed), known[0].Changed)
		})
	}
}

func TestAsOf_ReliefsGrantedSinceAreNotThere(t *testing.T) {
	always, early, late := relief("x0", "1"), relief("x1", "2"), relief("x2", "3")
	early.Granted, late.Granted = minute(10), minute(20)
	all := []hours.Relief{always, early, late}
	require.Equal(t, []hours.Relief{always}, hours.ReliefsAsOf(all, minute(9)))
	require.Equal(t, []hours.Relief{always, early}, hours.ReliefsAsOf(all, minute(10)))
	require.Equal(t, all, hours.ReliefsAsOf(all, minute(20)))
	require.Len(t, all, 3)
}

// Whatever members and staff do, one after another: the present is as it is, and
// what the last state tells of each earlier instant is the state there was. Only
// drafts are not told of once they have changed.
func TestAsOf_AHistoryIsToldBackwardStepByStep(t *testing.T) {
	all := hours.Events()
	for _, e := range hours.CorrectionEvents() {
		all = append(all, hours.Event(e))
	}
	rapid.Check(t, func(t *rapid.T) {
		ctx, d := context.Background(), newDesk(t)
		draft, err := d.Begin(ctx, emma, emma.Member, "d1")
		require.NoError(t, err)
		states := []hours.Declaration{draft}
		for step := range rapid.IntRange(0, 12).Draw(t, "steps") {
			last := states[len(states)-1]
			d.at = minute(step + 1)
			next, err := happens(ctx, d, last, rapid.SampledFrom(all).Draw(t, "event"), rapid.IntRange(1, 10).Draw(t, "quarters"))
			if err == nil && next.Version > last.Version {
				states = append(states, next)
			}
		}
		final, err := d.Store.Declarations(ctx, "otpq", "m-1")
		require.NoError(t, err)
		require.Equal(t, final, hours.AsOf(final, d.at), "now")
		for i, then := range states {
			known := hours.AsOf(final, then.Changed)
			if then.State == hours.Draft && i+1 < len(states) {
				require.Empty(t, known)
				continue
			}
			require.Equal(t, []hours.Declaration{then}, known)
		}
	})
}

// happens lets an event of a declaration, or of a request for its correction, happen,
// if the state has it.
func happens(ctx context.Context, d *desk, to hours.Declaration, e hours.Event, quarters int) (hours.Declaration, error) {
	switch e {
	case hours.Save:
		return d.Save(ctx, emma, to.Member, to.ID, to.Version, typed())
	case hours.Submit:
		return d.Submit(ctx, emma, to.Member, to.ID, to.Version)
	case hours.Discard:
		return d.Discard(ctx, emma, to.Member, to.ID, to.Version)
	case hours.Withdraw:
		return d.Withdraw(ctx, emma, to.Member, to.ID, to.Version)
	case hours.Correct:
		e := to.Typed()
		e.Duration = hours.DurationTyped(hours.Ratio(int64(quarters), 4))
		return d.Amend(ctx, staff, to.Member, to.ID, to.Version, hours.Corrected{Entry: e, Counted: hours.Ratio(1, 4), Reason: "because"})
	case hours.Event(hours.Ask):
		return d.AskCorrection(ctx, emma, to.Member, to.ID, to.Version, "please")
	case hours.Event(hours.TakeBack):
		return d.TakeBackCorrection(ctx, emma, to.Member, to.ID, to.Version)
	case hours.Event(hours.Decline):
		return d.DeclineCorrection(ctx, staff, to.Member, to.ID, to.Version, "no")
	case hours.Take, hours.Count, hours.Refuse, hours.Cancel:
	}
	verdict := hours.Verdict{Event: e, Reason: "because"}
	if e == hours.Count {
		verdict.Counted = hours.Ratio(int64(quarters), 4)
	}
	return d.Decide(ctx, staff, to.Member, to.ID, to.Version, verdict)
}

func TestBalanceAsOf_WhatWasKnownAtTheEndOfTheDay(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	d.at = time.Date(2023, 6, 16, 3, 59, 59, 0, time.UTC) // the last second of 15 June in Québec
	sent := d.declare(t, "d1", asIs)
	d.at = time.Date(2023, 6, 18, 16, 0, 0, 0, time.UTC)
	sent = d.decide(t, sent, hours.Verdict{Event: hours.Count, Counted: h("2.5")})
	d.at = time.Date(2023, 6, 20, 4, 0, 0, 0, time.UTC) // the first instant of 20 June
	d.decide(t, sent, hours.Verdict{Event: hours.Count, Counted: h("1"), Reason: "less"})

	asOf := func(on string) hours.Balance {
		b, err := d.BalanceAsOf(ctx, emma, emma.Member, cycle.Date{}, day(on))
		require.NoError(t, err)
		require.Equal(t, on, b.Day.String())
		return b
	}
	require.Equal(t, "0", asOf("2023-06-14").Declared.String())
	require.Equal(t, []string{"2.5", "2.5", "0"}, figures(asOf("2023-06-15")))
	require.Equal(t, []string{"2.5", "0", "2.5"}, figures(asOf("2023-06-18")))
	require.Equal(t, []string{"2.5", "0", "2.5"}, figures(asOf("2023-06-19")))
	require.Equal(t, []string{"2.5", "0", "1"}, figures(asOf("2023-06-20")))
	present, err := d.Balance(ctx, emma, emma.Member, cycle.Date{})
	require.NoError(t, err)
	require.Equal(t, present, asOf("2023-06-20"))
	now, err := d.BalanceAsOf(ctx, emma, emma.Member, cycle.Date{}, cycle.Date{})
	require.NoError(t, err)
	require.Equal(t, present, now)

	_, err = d.BalanceAsOf(ctx, emma, emma.Member, cycle.Date{}, day("2023-06-21"))
	require.ErrorIs(t, err, hours.ErrFuture)
	_, err = d.BalanceAsOf(ctx, noah, emma.Member, cycle.Date{}, day("2023-06-15"))
	require.ErrorIs(t, err, identity.ErrNotFound)
}

// figures are what was declared, is pending and is counted.
func figures(b hours.Balance) []string {
	return []string{b.Declared.String(), b.Pending.String(), b.Counted.String()}
}

func TestBalanceAsOf_ExemptionsGrantedSince(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	d.Reliefs = given(noon)
	d.at = noon.AddDate(0, 0, 3)
	b, err := d.BalanceAsOf(ctx, emma, emma.Member, cycle.Date{}, day("2023-06-14"))
	require.NoError(t, err)
	require.Equal(t, "30", b.Total().Due.String())
	b, err = d.BalanceAsOf(ctx, emma, emma.Member, cycle.Date{}, day("2023-06-15"))
	require.NoError(t, err)
	require.Equal(t, "25", b.Total().Due.String())
}

// given grants five hours at an instant.
type given time.Time

func (g given) Reliefs(context.Context, identity.OrganisationID, identity.MemberID) ([]hours.Relief, error) {
	five := relief("x1", "5")
	five.Granted = time.Time(g)
	return []hours.Relief{five}, nil
}

// 30 are to be done, 15 of them structured, one of ethics: of four structured hours
// and one of ethics, 25, 11 and none are left.
func TestWhatIf_NothingIsSaved(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	planned := []hours.Activity{
		{Category: "structured", First: day("2024-01-02"), Last: day("2024-01-02"), Hours: h("4")},
		{Category: "ethics", First: day("2024-01-03"), Last: day("2024-01-03"), Hours: h("1")},
	}
	b, err := d.WhatIf(ctx, emma, emma.Member, cycle.Date{}, planned...)
	require.NoError(t, err)
	require.Equal(t, map[string]string{"total": "25", "structured": "11", "ethics": "0"}, left(t, b))
	require.Equal(t, map[string]string{"total": "30", "structured": "15", "ethics": "1"}, left(t, d.balance(t)))
	all, err := d.Store.Declarations(ctx, "otpq", "m-1")
	require.NoError(t, err)
	require.Empty(t, all)
	same, err := d.WhatIf(ctx, emma, emma.Member, cycle.Date{})
	require.NoError(t, err)
	require.Equal(t, d.balance(t), same)
	_, err = d.WhatIf(ctx, noah, emma.Member, cycle.Date{}, planned...)
	require.ErrorIs(t, err, identity.ErrNotFound)
}
