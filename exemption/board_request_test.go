package exemption_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func isAny(err error, targets ...error) bool {
	for _, target := range targets {
		if errors.Is(err, target) {
			return true
		}
	}
	return false
}

func TestP40_BeginOpensADraftForTheCurrentPeriod(t *testing.T) {
	b := open(t)
	r, err := b.Begin(t.Context(), emma, "m-1", "r1")
	require.NoError(t, err)
	require.Equal(t, exemption.Key{Org: "otpq", Member: "m-1", ID: "r1"}, r.Key)
	require.Equal(t, exemption.Draft, r.State)
	require.Equal(t, "2022-01-01", r.Entry.Period, "P42: already ticked")
	require.Equal(t, cycle.MustDate("2022-01-01"), r.Period)
	require.Equal(t, noon, r.Created)
	b.stored(t, r)
	g, err := b.GroundsFor(t.Context(), emma, "m-1")
	require.NoError(t, err)
	require.Len(t, g.Grounds, 5)
}

func TestP40_BeginTwiceOpensOneDraft(t *testing.T) {
	b := open(t)
	first, err := b.Begin(t.Context(), emma, "m-1", "r1")
	require.NoError(t, err)
	first, err = b.Save(t.Context(), emma, "m-1", "r1", first.Version, entry())
	require.NoError(t, err)
	b.now = noon.Add(time.Minute)
	again, err := b.Begin(t.Context(), emma, "m-1", "r1")
	require.NoError(t, err)
	require.Equal(t, first, again)
	b.stored(t, first)
}

func TestP40_BeginReplacesAnIdentifierThatIsNone(t *testing.T) {
	b := open(t)
	for _, id := range []string{"", "../r1", "a b", "é"} {
		r, err := b.Begin(t.Context(), emma, "m-1", id)
		require.NoError(t, err)
		require.True(t, identity.WellFormed(r.ID))
		require.NotEqual(t, id, r.ID)
	}
	b.NewID = func() string { return "given" }
	r, err := b.Begin(t.Context(), emma, "m-1", "")
	require.NoError(t, err)
	require.Equal(t, "given", r.ID)
}

func TestP40_BeginIsForWhoIsOnTheRoll(t *testing.T) {
	b := open(t)
	b.member(t, "otpq", "m-1", func(m *identity.Member) {
		m.Roll = []cycle.Stay{{Span: cycle.Span{From: cycle.MustDate("2010-04-01"), To: cycle.MustDate("2021-04-01")}}}
	})
	_, err := b.Begin(t.Context(), emma, "m-1", "r1")
	require.ErrorIs(t, err, hours.ErrNotOnRoll)
	_, err = b.Begin(t.Context(), staff, "m-1", "r1")
	require.ErrorIs(t, err, identity.ErrForbidden)
}

func TestNoGroundsNoDraft(t *testing.T) {
	b := open(t)
	b.Grounds = nil
	_, err := b.Begin(t.Context(), emma, "m-1", "r1")
	require.ErrorIs(t, err, exemption.ErrNoGrounds)
	_, err = b.Requests(t.Context(), emma, "m-1", exemption.Query{})
	require.ErrorIs(t, err, exemption.ErrNoGrounds)
}

func TestSaveKeepsWhatIsWrong(t *testing.T) {
	b := open(t)
	r, err := b.Begin(t.Context(), emma, "m-1", "r1")
	require.NoError(t, err)
	typed := exemption.Entry{Ground: "nonsense", First: hours.DateEntry{Day: "99"}}
	r, err = b.Save(t.Context(), emma, "m-1", "r1", r.Version, typed)
	require.NoError(t, err)
	require.Equal(t, typed, r.Entry)
	b.stored(t, r)
	wrong, err := b.Check(t.Context(), emma, r)
	require.NoError(t, err)
	require.ErrorIs(t, wrong.Of("ground"), hours.ErrUnknownChoice)
	require.ErrorIs(t, wrong.Of("documents"), exemption.ErrNoDocument)
}

func TestPageThatIsBehindChangesNothing(t *testing.T) {
	b := open(t)
	r := b.draft(t)
	behind := r.Version - 1
	_, err := b.Save(t.Context(), emma, "m-1", "r1", behind, exemption.Entry{})
	require.ErrorIs(t, err, exemption.ErrStale)
	_, err = b.Submit(t.Context(), emma, "m-1", "r1", behind)
	require.ErrorIs(t, err, exemption.ErrStale)
	_, err = b.Remove(t.Context(), emma, "m-1", "r1", behind, r.Documents[0].ID)
	require.ErrorIs(t, err, exemption.ErrStale)
	_, err = b.Discard(t.Context(), emma, "m-1", "r1", behind)
	require.ErrorIs(t, err, exemption.ErrStale)
	b.stored(t, r)
	require.Equal(t, pdf, b.content(t, emma, r, r.Documents[0].ID))
}

func TestP49_Submit(t *testing.T) {
	b := open(t)
	r := b.draft(t)
	wrong, err := b.Check(t.Context(), emma, r)
	require.NoError(t, err)
	require.Empty(t, wrong)
	b.now = noon.Add(time.Hour)
	r, err = b.Submit(t.Context(), emma, "m-1", "r1", r.Version)
	require.NoError(t, err)
	require.Equal(t, exemption.Submitted, r.State, "P51: shown as being processed until decided")
	require.Equal(t, b.now, r.Submitted)
	require.Equal(t, "illness", r.Claim.Ground)
	require.True(t, r.Granted.IsZero())
	b.stored(t, r)
	require.Empty(t, b.messages(t))

	b.now = noon.Add(2 * time.Hour)
	again, err := b.Submit(t.Context(), emma, "m-1", "r1", r.Version-1)
	require.NoError(t, err, "the same page, sent twice")
	require.Equal(t, r, again)
	b.stored(t, r)
}

func TestP49_SubmitSaysWhatIsWrong(t *testing.T) {
	b := open(t)
	r, err := b.Begin(t.Context(), emma, "m-1", "r1")
	require.NoError(t, err)
	_, err = b.Submit(t.Context(), emma, "m-1", "r1", r.Version)
	var wrong hours.FieldErrors
	require.ErrorAs(t, err, &wrong)
	require.ErrorIs(t, err, exemption.ErrNoDocument)
	require.ErrorIs(t, err, exemption.ErrNotCommitted)
	b.stored(t, r)
}

func TestP50_MemberCannotChangeWhatIsSubmitted(t *testing.T) {
	b := open(t)
	r := b.submitted(t)
	_, err := b.Save(t.Context(), emma, "m-1", "r1", r.Version, entry())
	require.ErrorIs(t, err, exemption.ErrProcessed)
	require.ErrorIs(t, err, exemption.ErrTransition)
	_, err = b.Remove(t.Context(), emma, "m-1", "r1", r.Version, r.Documents[0].ID)
	require.ErrorIs(t, err, exemption.ErrProcessed)
	_, err = b.Discard(t.Context(), emma, "m-1", "r1", r.Version)
	require.ErrorIs(t, err, exemption.ErrProcessed)
	_, err = b.Withdraw(t.Context(), emma, "m-1", "r1", r.Version)
	require.ErrorIs(t, err, exemption.ErrProcessed, "the organisation does not let its members")
	b.stored(t, r)
	require.Equal(t, 1, b.documents.Len())
}

func TestP50_WithdrawWhereTheOrganisationLetsItsMembers(t *testing.T) {
	b := open(t)
	b.organisation(t, "otpq", func(o *identity.Organisation) { o.WithdrawBeforeProcessing = true })
	r, err := b.Withdraw(t.Context(), emma, "m-1", "r1", b.submitted(t).Version)
	require.NoError(t, err)
	require.Equal(t, exemption.Withdrawn, r.State)
	b.stored(t, r)
	waiting, err := b.Awaiting(t.Context(), staff, exemption.Query{})
	require.NoError(t, err)
	require.Empty(t, waiting)
}

func TestP50_NoWithdrawalOnceDecided(t *testing.T) {
	b := open(t)
	b.organisation(t, "otpq", func(o *identity.Organisation) { o.WithdrawBeforeProcessing = true })
	r := b.granted(t, "5")
	_, err := b.Withdraw(t.Context(), emma, "m-1", "r1", r.Version)
	require.ErrorIs(t, err, exemption.ErrProcessed)
	b.stored(t, r)
}

func TestDoublePressIsNoError(t *testing.T) {
	b := open(t)
	r := b.submitted(t)
	for range 2 {
		granted, err := b.Decide(t.Context(), staff, "m-1", "r1", r.Version, grant("5"))
		require.NoError(t, err)
		require.Len(t, granted.Decisions, 1)
	}
	require.Len(t, b.messages(t), 1, "nothing is announced twice")
	_, err := b.Decide(t.Context(), staff, "m-1", "r1", r.Version, grant("4"))
	require.ErrorIs(t, err, exemption.ErrStale)
	other := staff
	other.Account, other.Name = "luc", "Luc Dufour"
	_, err = b.Decide(t.Context(), other, "m-1", "r1", r.Version, grant("5"))
	require.ErrorIs(t, err, exemption.ErrStale)

	b = open(t)
	b.organisation(t, "otpq", func(o *identity.Organisation) { o.WithdrawBeforeProcessing = true })
	r = b.submitted(t)
	for range 2 {
		back, err := b.Withdraw(t.Context(), emma, "m-1", "r1", r.Version)
		require.NoError(t, err)
		require.Equal(t, exemption.Withdrawn, back.State)
		require.Equal(t, r.Version+1, back.Version)
	}
	b = open(t)
	r = b.draft(t)
	for range 2 {
		gone, err := b.Discard(t.Context(), emma, "m-1", "r1", r.Version)
		require.NoError(t, err)
		require.Equal(t, exemption.Discarded, gone.State)
	}
	_, err = b.Save(t.Context(), emma, "m-1", "none", -1, entry())
	require.ErrorIs(t, err, exemption.ErrNotFound)
}

func TestDiscardKeepsNothing(t *testing.T) {
	b := open(t)
	r := b.attach(t, b.draft(t), "second.png", png)
	require.Equal(t, 2, b.documents.Len())
	discarded, err := b.Discard(t.Context(), emma, "m-1", "r1", r.Version)
	require.NoError(t, err)
	require.Equal(t, exemption.Discarded, discarded.State)
	require.Equal(t, exemption.Entry{}, discarded.Entry)
	require.Empty(t, discarded.Documents)
	require.Zero(t, b.documents.Len())
	_, err = b.Request(t.Context(), emma, "m-1", "r1")
	require.ErrorIs(t, err, exemption.ErrNotFound)
	own, err := b.Requests(t.Context(), emma, "m-1", exemption.Query{})
	require.NoError(t, err)
	require.Empty(t, own)
	_, err = b.Save(t.Context(), emma, "m-1", "r1", discarded.Version, entry())
	require.ErrorIs(t, err, exemption.ErrNotFound)
}
