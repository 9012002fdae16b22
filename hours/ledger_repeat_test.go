package hours_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// What was declared is declared again without typing it: its days and attestations
// are asked for anew, in the period of today.
func TestRepeat_OpensADraftWithWhatWasDeclared(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	draft, err := d.Begin(ctx, emma, emma.Member, "d1")
	require.NoError(t, err)
	draft, err = d.Save(ctx, emma, emma.Member, "d1", draft.Version, typed())
	require.NoError(t, err)
	_, err = d.Repeat(ctx, emma, emma.Member, "d1", "d2")
	require.ErrorIs(t, err, hours.ErrNotFound, "a draft has nothing to repeat")
	_, err = d.Submit(ctx, emma, emma.Member, "d1", draft.Version)
	require.NoError(t, err)

	again, err := d.Repeat(ctx, emma, emma.Member, "d1", "d2")
	require.NoError(t, err)
	require.Equal(t, hours.Draft, again.State)
	want := typed()
	want.First, want.Last, want.Attested = hours.DateEntry{}, hours.DateEntry{}, nil
	require.Equal(t, want, again.Entry)

	twice, err := d.Repeat(ctx, emma, emma.Member, "d1", "d2")
	require.NoError(t, err)
	require.Equal(t, again, twice, "a double press opens one draft")
	require.Equal(t, "2.5", d.balance(t).Declared.String(), "nothing is declared by it")
}

func TestRepeat_OnlyOnesOwn(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	_, err := d.Repeat(ctx, emma, emma.Member, "none", "d2")
	require.ErrorIs(t, err, hours.ErrNotFound)
	_, err = d.Repeat(ctx, noah, emma.Member, "d1", "d2")
	require.ErrorIs(t, err, identity.ErrNotFound)
}
