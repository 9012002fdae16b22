package hours_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
)

func TestP32_WhatIsSubmittedIsNoLongerTheMembersToChange(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	sent := d.declare(t, "d1", asIs)
	changes := func(of hours.Declaration) []error {
		_, save := d.Save(ctx, emma, emma.Member, "d1", of.Version, hours.Entry{})
		_, submit := d.Submit(ctx, emma, emma.Member, "d1", of.Version)
		_, discard := d.Discard(ctx, emma, emma.Member, "d1", of.Version)
		return []error{save, submit, discard}
	}
	for _, err := range changes(sent) {
		require.ErrorIs(t, err, hours.ErrProcessed)
	}
	taken := d.decide(t, sent, hours.Verdict{Event: hours.Take})
	whole := d.decide(t, taken, hours.Verdict{Event: hours.Count, Counted: h("2.5")})
	_, withdraw := d.Withdraw(ctx, emma, emma.Member, "d1", whole.Version)
	for _, err := range append(changes(whole), withdraw) {
		require.ErrorIs(t, err, hours.ErrProcessed)
	}
	kept, err := d.Declaration(ctx, emma, emma.Member, "d1")
	require.NoError(t, err)
	require.Equal(t, whole, kept)
}

func TestP32_StaffCorrectAndCancelAndBothDecisionsStay(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	sent := d.declare(t, "d1", asIs)
	first := d.decide(t, sent, hours.Verdict{Event: hours.Count, Counted: h("2.5")})
	d.at = noon.Add(time.Hour)
	_, err := d.Decide(ctx, staff, "m-1", "d1", first.Version, hours.Verdict{Event: hours.Count, Counted: h("1"), Reason: " \u00a0 "})
	require.Equal(t, hours.FieldErrors{{Field: "reason", Err: hours.ErrMissing}}, err)
	second := d.decide(t, first, hours.Verdict{Event: hours.Count, Counted: h("1"), Reason: " Pause déduite "})
	require.Equal(t, "1", d.balance(t).Counted.String())
	third := d.decide(t, second, hours.Verdict{Event: hours.Cancel, Reason: "Déclarée deux fois"})
	require.Equal(t, []hours.Decision{
		{Event: hours.Count, Counted: h("2.5"), By: "Noah Roy", At: noon},
		{Event: hours.Count, Counted: h("1"), Before: h("2.5"), Reason: "Pause déduite", By: "Noah Roy", At: noon.Add(time.Hour)},
		{Event: hours.Cancel, Before: h("1"), Reason: "Déclarée deux fois", By: "Noah Roy", At: noon.Add(time.Hour)},
	}, third.Decisions)
	require.Equal(t, typed(), third.Entry)
	b := d.balance(t)
	require.Equal(t, "0", b.Declared.String())
	require.Equal(t, hours.Item{Declaration: "d1", Declared: h("2.5"), Why: hours.WhyCancelled, Reason: "Déclarée deux fois"}, b.Items[0])
}

func TestWithdrawIsAMatterOfPolicy(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	sent := d.declare(t, "d1", asIs)
	d.policy(t, false)
	_, err := d.Withdraw(ctx, emma, emma.Member, "d1", sent.Version)
	require.ErrorIs(t, err, hours.ErrProcessed)
	d.policy(t, true)
	back, err := d.Withdraw(ctx, emma, emma.Member, "d1", sent.Version)
	require.NoError(t, err)
	require.Equal(t, hours.Withdrawn, back.State)
	require.Equal(t, "0", d.balance(t).Declared.String())

	taken := d.decide(t, d.declare(t, "d2", asIs), hours.Verdict{Event: hours.Take})
	_, err = d.Withdraw(ctx, emma, emma.Member, "d2", taken.Version)
	require.ErrorIs(t, err, hours.ErrProcessed)
}

func TestDoublePressIsNoError(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	d.policy(t, true)
	sent := d.declare(t, "d1", asIs)
	for range 2 {
		back, err := d.Withdraw(ctx, emma, emma.Member, "d1", sent.Version)
		require.NoError(t, err)
		require.Equal(t, hours.Withdrawn, back.State)
		require.Equal(t, sent.Version+1, back.Version)
	}
	draft, err := d.Begin(ctx, emma, emma.Member, "d2")
	require.NoError(t, err)
	for range 2 {
		gone, err := d.Discard(ctx, emma, emma.Member, "d2", draft.Version)
		require.NoError(t, err)
		require.Equal(t, hours.Discarded, gone.State)
		require.Equal(t, draft.Version+1, gone.Version)
	}
	sent = d.declare(t, "d3", asIs)
	whole := hours.Verdict{Event: hours.Count, Counted: h("2.5")}
	for range 2 {
		counted, err := d.Decide(ctx, staff, "m-1", "d3", sent.Version, whole)
		require.NoError(t, err)
		require.Len(t, counted.Decisions, 1)
	}
	// Another verdict, or the same one of somebody else, is not the same press.
	_, err = d.Decide(ctx, staff, "m-1", "d3", sent.Version, hours.Verdict{Event: hours.Count, Counted: h("2"), Reason: "Pause"})
	require.ErrorIs(t, err, hours.ErrStale)
	other := staff
	other.Account, other.Name = "luc", "Luc Dufour"
	_, err = d.Decide(ctx, other, "m-1", "d3", sent.Version, whole)
	require.ErrorIs(t, err, hours.ErrStale)
	_, err = d.Save(ctx, emma, "m-1", "none", -1, typed())
	require.ErrorIs(t, err, hours.ErrNotFound)
}

func TestP33_P34_DeclaredActivitiesAreListedAndAnotherCanBeAdded(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	d.declare(t, "d1", asIs)
	d.declare(t, "d2", func(e *hours.Entry) {
		ethics(e)
		e.First, e.Last = boxes("3", "5", "2023"), boxes("3", "5", "2023")
	})
	all, err := d.Declarations(ctx, emma, emma.Member, hours.Query{})
	require.NoError(t, err)
	var rows [][5]string
	for _, x := range all {
		a := x.Activity
		rows = append(rows, [5]string{a.Category, a.Type, a.Title, a.First.String(), a.Hours.String()})
	}
	require.Equal(t, [][5]string{
		{"ethics", "course", "Lire un plan", "2023-05-03", "1"},
		{"structured", "course", "Lire un plan", "2023-05-02", "2.5"},
	}, rows)
	_, err = d.Begin(ctx, emma, emma.Member, "d3")
	require.NoError(t, err)
}

func TestAwaitingIsWhatStaffHaveToDecide(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	sent := d.declare(t, "d1", asIs)
	taken := d.decide(t, d.declare(t, "d2", ethics), hours.Verdict{Event: hours.Take})
	d.decide(t, d.declare(t, "d3", asIs), hours.Verdict{Event: hours.Refuse, Reason: "Hors sujet"})
	waiting, err := d.Awaiting(ctx, staff, hours.Query{})
	require.NoError(t, err)
	require.Equal(t, []hours.Declaration{sent, taken}, waiting)
}

func TestReadsNothingWhereThereIsNothing(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	for _, act := range []func(context.Context) error{
		func(ctx context.Context) error { _, err := d.Save(ctx, emma, "m-1", "none", 0, typed()); return err },
		func(ctx context.Context) error { _, err := d.Submit(ctx, emma, "m-1", "none", 0); return err },
		func(ctx context.Context) error { _, err := d.Discard(ctx, emma, "m-1", "none", 0); return err },
		func(ctx context.Context) error { _, err := d.Withdraw(ctx, emma, "m-1", "none", 0); return err },
		func(ctx context.Context) error {
			_, err := d.Decide(ctx, staff, "m-1", "none", 0, hours.Verdict{Event: hours.Take})
			return err
		},
	} {
		require.ErrorIs(t, act(ctx), hours.ErrNotFound)
	}
	stored, err := d.Store.Declarations(ctx, "otpq", "m-1")
	require.NoError(t, err)
	require.Empty(t, stored)
	_, err = d.Balance(ctx, emma, "m-1", cycle.Date{})
	require.NoError(t, err)
}
