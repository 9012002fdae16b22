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

func TestP20_ADraftIsKeptRightOrWrong(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	draft, err := d.Begin(ctx, emma, emma.Member, "d1")
	require.NoError(t, err)
	require.Equal(t, hours.Draft, draft.State)
	require.Equal(t, noon, draft.Created)
	wrong := hours.Entry{Period: "2022-01-01", Category: "magic", First: hours.DateEntry{Day: "31", Month: "fév"}, Duration: " deux "}
	saved, err := d.Save(ctx, emma, emma.Member, "d1", draft.Version, wrong)
	require.NoError(t, err)
	kept, err := d.Declaration(ctx, emma, emma.Member, "d1")
	require.NoError(t, err)
	require.Equal(t, wrong, kept.Entry)
	require.Equal(t, saved, kept)
	errs, err := d.Check(ctx, emma, kept)
	require.NoError(t, err)
	require.ErrorIs(t, errs.Of("duration"), hours.ErrBadHours)
	_, err = d.Submit(ctx, emma, emma.Member, "d1", kept.Version)
	require.Equal(t, errs, err)
	require.Equal(t, "0", d.balance(t).Declared.String())
}

func TestP23_TheCurrentPeriodIsAlreadyChosen(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	draft, err := d.Begin(ctx, emma, emma.Member, "d1")
	require.NoError(t, err)
	require.Equal(t, "2022-01-01", draft.Entry.Period)
	require.Equal(t, day("2022-01-01"), draft.Period)
}

// A draft begun on the last day of a period, and submitted the day after, is still
// for the period that was chosen.
func TestP23_ADraftStaysInItsPeriod(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	d.at = time.Date(2025, 3, 31, 16, 0, 0, 0, time.UTC)
	draft, err := d.Begin(ctx, emma, emma.Member, "d1")
	require.NoError(t, err)
	draft, err = d.Save(ctx, emma, emma.Member, "d1", draft.Version, typed())
	require.NoError(t, err)
	d.at = d.at.AddDate(0, 0, 1)
	wrong, err := d.Check(ctx, emma, draft)
	require.NoError(t, err)
	require.Empty(t, wrong)
	sent, err := d.Submit(ctx, emma, emma.Member, "d1", draft.Version)
	require.NoError(t, err)
	require.Equal(t, day("2022-01-01"), sent.Period)
}

func TestBeginTwiceOpensOneDraft(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	first, err := d.Begin(ctx, emma, emma.Member, "d1")
	require.NoError(t, err)
	second, err := d.Begin(ctx, emma, emma.Member, "d1")
	require.NoError(t, err)
	require.Equal(t, first, second)
	// The button pressed again after something was saved loses none of it.
	saved, err := d.Save(ctx, emma, emma.Member, "d1", first.Version, typed())
	require.NoError(t, err)
	third, err := d.Begin(ctx, emma, emma.Member, "d1")
	require.NoError(t, err)
	require.Equal(t, saved, third)
	all, err := d.Declarations(ctx, emma, emma.Member, hours.Query{})
	require.NoError(t, err)
	require.Len(t, all, 1)
	// What is not an identifier is replaced by one.
	for _, id := range []string{"", "../../etc", "a b"} {
		fresh, err := d.Begin(ctx, emma, emma.Member, id)
		require.NoError(t, err)
		require.True(t, identity.WellFormed(fresh.ID))
	}
	d.NewID = func() string { return "fixed" }
	fresh, err := d.Begin(ctx, emma, emma.Member, "é")
	require.NoError(t, err)
	require.Equal(t, "fixed", fresh.ID)
}

func TestBeginNeedsThePersonOnTheRoll(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	_, err := d.store.Identity().ChangeMember(ctx, "otpq", "m-1", func(m identity.Member) (identity.Member, error) {
		m.Roll = []cycle.Stay{{Span: span("2015-09-01", "2021-06-01")}}
		return m, nil
	})
	require.NoError(t, err)
	_, err = d.Begin(ctx, emma, emma.Member, "d1")
	require.ErrorIs(t, err, hours.ErrNotOnRoll)
	require.Equal(t, hours.Unknown, d.balance(t).Status)
}

func TestP31_Submit(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	sent := d.declare(t, "d1", asIs)
	require.Equal(t, hours.Submitted, sent.State)
	require.Equal(t, noon, sent.Submitted)
	require.Equal(t, h("2.5"), sent.Activity.Hours)
	require.Equal(t, typed(), sent.Entry)
	// The same page once more, as a browser does when it is told to reload.
	d.at = noon.Add(time.Minute)
	again, err := d.Submit(ctx, emma, emma.Member, "d1", sent.Version-1)
	require.NoError(t, err)
	require.Equal(t, sent, again)
	require.Equal(t, "2.5", d.balance(t).Declared.String())
}

func TestAnotherPagesWorkIsNotOverwritten(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	draft, err := d.Begin(ctx, emma, emma.Member, "d1")
	require.NoError(t, err)
	kept, err := d.Save(ctx, emma, emma.Member, "d1", draft.Version, typed())
	require.NoError(t, err)
	_, err = d.Save(ctx, emma, emma.Member, "d1", draft.Version, hours.Entry{})
	require.ErrorIs(t, err, hours.ErrStale)
	_, err = d.Submit(ctx, emma, emma.Member, "d1", draft.Version)
	require.ErrorIs(t, err, hours.ErrStale)
	_, err = d.Discard(ctx, emma, emma.Member, "d1", draft.Version)
	require.ErrorIs(t, err, hours.ErrStale)
	after, err := d.Declaration(ctx, emma, emma.Member, "d1")
	require.NoError(t, err)
	require.Equal(t, kept, after)

	sent, err := d.Submit(ctx, emma, emma.Member, "d1", kept.Version)
	require.NoError(t, err)
	_, err = d.Decide(ctx, staff, "m-1", "d1", kept.Version, hours.Verdict{Event: hours.Take})
	require.ErrorIs(t, err, hours.ErrStale)
	d.decide(t, sent, hours.Verdict{Event: hours.Take})
}

func TestDraftsAreTheMembersAlone(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	draft, err := d.Begin(ctx, emma, emma.Member, "d1")
	require.NoError(t, err)
	_, err = d.Declaration(ctx, staff, "m-1", "d1")
	require.ErrorIs(t, err, hours.ErrNotFound)
	_, err = d.Decide(ctx, staff, "m-1", "d1", draft.Version, hours.Verdict{Event: hours.Cancel, Reason: "x"})
	require.ErrorIs(t, err, hours.ErrNotFound)
	for _, q := range []hours.Query{{}, {States: []hours.State{hours.Draft}}} {
		seen, err := d.Declarations(ctx, staff, "m-1", q)
		require.NoError(t, err)
		require.Empty(t, seen)
	}
	waiting, err := d.Awaiting(ctx, staff, hours.Query{})
	require.NoError(t, err)
	require.Empty(t, waiting)
}

func TestDiscardErasesWhatWasTyped(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	draft, err := d.Begin(ctx, emma, emma.Member, "d1")
	require.NoError(t, err)
	draft, err = d.Save(ctx, emma, emma.Member, "d1", draft.Version, typed())
	require.NoError(t, err)
	_, err = d.Discard(ctx, emma, emma.Member, "d1", draft.Version)
	require.NoError(t, err)
	stored, err := d.Store.Declaration(ctx, hours.Key{Org: "otpq", Member: "m-1", ID: "d1"})
	require.NoError(t, err)
	require.Equal(t, hours.Entry{}, stored.Entry)
	require.Equal(t, hours.Discarded, stored.State)

	_, err = d.Declaration(ctx, emma, emma.Member, "d1")
	require.ErrorIs(t, err, hours.ErrNotFound)
	_, err = d.Save(ctx, emma, emma.Member, "d1", stored.Version, typed())
	require.ErrorIs(t, err, hours.ErrNotFound)
	for _, q := range []hours.Query{{}, {States: []hours.State{hours.Discarded}}} {
		all, err := d.Declarations(ctx, emma, emma.Member, q)
		require.NoError(t, err)
		require.Empty(t, all)
	}
}
