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

func (d *desk) acceptLate(t require.TestingT) {
	_, err := d.store.Identity().ChangeOrganisation(context.Background(), "otpq", func(o identity.Organisation) (identity.Organisation, error) {
		o.LateDeclarations = true
		return o, nil
	})
	require.NoError(t, err)
}

func keys(all []cycle.Period) []string {
	var keys []string
	for _, p := range all {
		keys = append(keys, p.Key())
	}
	return keys
}

// The period before may be declared for until it is closed, and then only where the
// organisation accepts it; such a declaration is marked as late.
func TestP23_ThePeriodBefore(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	d.at = time.Date(2025, 6, 1, 12, 0, 0, 0, time.UTC)
	old := day("2022-01-01")
	all, err := d.Declarable(ctx, emma, "m-1")
	require.NoError(t, err)
	require.Equal(t, []string{"2025-04-01", "2022-01-01"}, keys(all))

	begin := func(id string) hours.Declaration {
		draft, err := d.Begin(ctx, emma, "m-1", id)
		require.NoError(t, err)
		require.Equal(t, "2025-04-01", draft.Period.String(), "the current one is ticked")
		draft, err = d.Save(ctx, emma, "m-1", id, draft.Version, typed())
		require.NoError(t, err)
		require.Equal(t, old, draft.Period, "the one chosen in step 2")
		return draft
	}
	draft := begin("d1")
	sent, err := d.Submit(ctx, emma, "m-1", "d1", draft.Version)
	require.NoError(t, err)
	require.False(t, sent.Late)
	draft = begin("d2")

	d.Outcomes = outcomes{{Period: old, Closed: true}}
	all, err = d.Declarable(ctx, emma, "m-1")
	require.NoError(t, err)
	require.Equal(t, []string{"2025-04-01"}, keys(all))
	_, err = d.BeginIn(ctx, emma, "m-1", "d3", old)
	require.ErrorIs(t, err, hours.ErrClosed)
	_, err = d.Submit(ctx, emma, "m-1", "d2", draft.Version)
	require.ErrorIs(t, err, hours.ErrClosed)

	d.acceptLate(t)
	sent, err = d.Submit(ctx, emma, "m-1", "d2", draft.Version)
	require.NoError(t, err)
	require.True(t, sent.Late)
	draft, err = d.BeginIn(ctx, emma, "m-1", "d3", old)
	require.NoError(t, err)
	require.Equal(t, old, draft.Period)
	_, err = d.BeginIn(ctx, emma, "m-1", "d4", day("2019-04-01"))
	require.ErrorIs(t, err, hours.ErrClosed)

	// What was done in the old period counts in it alone.
	d.decide(t, sent, hours.Verdict{Event: hours.Count, Counted: h("2.5")})
	was, err := d.Balance(ctx, emma, "m-1", old)
	require.NoError(t, err)
	require.Equal(t, "2.5", was.Counted.String())
	require.True(t, d.balance(t).Counted.IsZero())
}

// A period that is no choice stays as it was typed, and is refused at the end.
func TestP23_AnotherPeriodIsNoChoice(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	draft, err := d.Begin(ctx, emma, "m-1", "d1")
	require.NoError(t, err)
	e := typed()
	e.Period = "2019-04-01"
	draft, err = d.Save(ctx, emma, "m-1", "d1", draft.Version, e)
	require.NoError(t, err)
	require.Equal(t, "2022-01-01", draft.Period.String())
	wrong, err := d.Check(ctx, emma, draft)
	require.NoError(t, err)
	require.ErrorIs(t, wrong.Of("period"), hours.ErrUnknownChoice)
}
