package privacy_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/privacy"
)

func TestV16_WhoWroteIsFoundByNameOneAtATime(t *testing.T) {
	d := opened(t)
	for _, a := range []identity.Actor{ana, staff, {}} {
		_, _, err := d.Find(t.Context(), a, "ana")
		require.ErrorIs(t, err, privacy.ErrForbidden)
		_, err = d.Contact(t.Context(), a, "m-ana")
		require.ErrorIs(t, err, privacy.ErrForbidden)
	}
	found, more, err := d.Find(t.Context(), dora, " DE ÂNA ")
	require.NoError(t, err)
	require.False(t, more)
	require.Equal(t, []privacy.Known{{Person: "m-ana", Name: "Nom De ana", Email: "ana@example.org"}}, found)
	found, _, err = d.Find(t.Context(), dora, "carl")
	require.NoError(t, err)
	require.Equal(t, privacy.PersonID("account.carl"), found[0].Person, "who has an account and no file")
	found, _, err = d.Find(t.Context(), dora, "e")
	require.NoError(t, err)
	require.Empty(t, found, "one letter is a list of the roll")
	for n := range privacy.MostFound {
		_, err := d.store.Identity().ChangeMember(t.Context(), "otpq", identity.MemberID(fmt.Sprint("m-", n)), func(m identity.Member) (identity.Member, error) {
			m.First, m.Last = "Nom", fmt.Sprint("De ", n)
			return m, nil
		})
		require.NoError(t, err)
	}
	found, more, err = d.Find(t.Context(), dora, "nom de")
	require.NoError(t, err)
	require.True(t, more)
	require.Len(t, found, privacy.MostFound)
}

func TestV16_AnAnswerIsLookedAtBeforeItIsGiven(t *testing.T) {
	d := opened(t)
	r, err := d.Ask(t.Context(), ana, privacy.Asking{Kind: privacy.Access, Quality: privacy.Oneself, Scope: []privacy.HoldingID{rollName}})
	require.NoError(t, err)
	r, err = d.Do(t.Context(), dora, r.Person, r.ID, r.Version, privacy.Command{Event: privacy.Admit})
	require.NoError(t, err)
	grant := privacy.Command{Event: privacy.Grant, Regime: privacy.AccessAct}
	seen, err := d.Preview(t.Context(), dora, r.Person, r.ID, r.Version, grant)
	require.NoError(t, err)
	require.True(t, seen.Done())
	kept, err := d.Request(t.Context(), dora, r.Person, r.ID)
	require.NoError(t, err)
	require.Equal(t, r, kept, "nothing is written")
	_, err = d.Preview(t.Context(), dora, r.Person, r.ID, r.Version-1, grant)
	require.ErrorIs(t, err, privacy.ErrStale)
	_, err = d.Preview(t.Context(), ana, r.Person, r.ID, r.Version, grant)
	require.ErrorIs(t, err, privacy.ErrForbidden)
	_, err = d.Preview(t.Context(), ben, r.Person, r.ID, r.Version, grant)
	require.ErrorIs(t, err, privacy.ErrNotFound)
	_, err = d.Preview(t.Context(), dora, r.Person, r.ID, r.Version, privacy.Command{Event: privacy.Refuse, Regime: privacy.AccessAct, Reason: "x"})
	require.ErrorIs(t, err, privacy.ErrGround)
}
