package exemption_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// An illness from 15 December 2021 to 10 June 2022 straddles the social workers'
// periods: December to March is 4 months of the first, 5 h, and April to June 3 of the
// second, 3.75 h. Each is asked for apart (the order's page on exemptions).
func TestAGroundThatStraddlesTwoPeriodsHasARequestInEach(t *testing.T) {
	b := social(t)
	b.now = time.Date(2022, 2, 15, 16, 0, 0, 0, time.UTC)
	first := b.asks(t, "r1", "illness", "2021-12-15", "2022-06-10")
	require.Equal(t, cycle.Span{From: cycle.MustDate("2021-12-15"), To: cycle.MustDate("2022-04-01")}, first.Claim.Covers)
	beside, err := b.Straddles(t.Context(), emma, first)
	require.NoError(t, err)
	require.Len(t, beside, 1)
	require.Equal(t, cycle.MustDate("2022-04-01"), beside[0].From)

	second, err := b.Follow(t.Context(), emma, "m-1", "r1", beside[0].From)
	require.NoError(t, err)
	again, err := b.Follow(t.Context(), emma, "m-1", "r1", beside[0].From)
	require.NoError(t, err, "a double press")
	require.Equal(t, second, again)
	require.Equal(t, exemption.Draft, second.State)
	require.Equal(t, "r1", second.Follows)
	require.Equal(t, cycle.MustDate("2022-04-01"), second.Period)
	entry := first.Entry
	entry.Period, entry.Committed = "2022-04-01", nil
	require.Equal(t, entry, second.Entry, "the same ground, days and explanations; the commitments are made again")
	require.Len(t, second.Documents, 1)
	require.Equal(t, first.Documents[0].SHA256, second.Documents[0].SHA256)
	require.NotEqual(t, first.Documents[0].ID, second.Documents[0].ID)
	require.Equal(t, pdf, b.content(t, emma, second, second.Documents[0].ID))
	require.Equal(t, 2, b.documents.Len())
	beside, err = b.Straddles(t.Context(), emma, first)
	require.NoError(t, err)
	require.Empty(t, beside, "it is asked for now")
	for _, one := range []exemption.Request{first, second} {
		linked, err := b.Linked(t.Context(), emma, one)
		require.NoError(t, err)
		require.Len(t, linked, 1)
		require.NotEqual(t, one.ID, linked[0].ID)
		linked, err = b.Linked(t.Context(), staff, first)
		require.NoError(t, err)
		require.Empty(t, linked, "a draft is its author’s alone")
	}

	// Both are granted by the rule, each for its own months.
	b.now = time.Date(2022, 6, 15, 16, 0, 0, 0, time.UTC)
	second.Entry.Committed = []string{"report-end", "remaining"}
	second, err = b.Save(t.Context(), emma, "m-1", second.ID, second.Version, second.Entry)
	require.NoError(t, err)
	second, err = b.Submit(t.Context(), emma, "m-1", second.ID, second.Version)
	require.NoError(t, err)
	require.Equal(t, cycle.Span{From: cycle.MustDate("2022-04-01"), To: cycle.MustDate("2022-06-11")}, second.Claim.Covers)
	require.Equal(t, "5", b.decides(t, first, byRule).Granted.String())
	require.Equal(t, [2]string{"5", "25"}, b.total(t, "2022-03-31"))
	require.Equal(t, [2]string{"0", "30"}, b.total(t, "2022-06-15"), "the first is for its own period alone")
	require.Equal(t, "3.75", b.decides(t, second, byRule).Granted.String())
	require.Equal(t, [2]string{"3.75", "26.25"}, b.total(t, "2022-06-15"))
}

func TestWhatIsDoneToOneRequestLeavesTheOther(t *testing.T) {
	b := social(t)
	b.now = time.Date(2022, 2, 15, 16, 0, 0, 0, time.UTC)
	first := b.asks(t, "r1", "illness", "2021-12-15", "2022-06-10")
	period := cycle.MustDate("2022-04-01")
	second, err := b.Follow(t.Context(), emma, "m-1", "r1", period)
	require.NoError(t, err)
	_, err = b.Discard(t.Context(), emma, "m-1", second.ID, second.Version)
	require.NoError(t, err)
	require.Equal(t, pdf, b.content(t, staff, first, first.Documents[0].ID))
	require.Equal(t, 1, b.documents.Len())
	third, err := b.Follow(t.Context(), emma, "m-1", "r1", period)
	require.NoError(t, err, "what was thrown away may be made again")
	require.NotEqual(t, second.ID, third.ID)
}

func TestOnlyWhatStraddlesIsFollowed(t *testing.T) {
	b := social(t)
	first := b.asks(t, "r1", "illness", "2020-06-01", "2021-02-01")
	beside, err := b.Straddles(t.Context(), emma, first)
	require.NoError(t, err)
	require.Empty(t, beside)
	for _, period := range []string{"2022-04-01", "2018-04-01", "2021-04-01"} {
		_, err = b.Follow(t.Context(), emma, "m-1", "r1", cycle.MustDate(period))
		require.ErrorIs(t, err, exemption.ErrOutsidePeriod, period)
	}
	_, err = b.Follow(t.Context(), luc, "m-1", "r1", cycle.MustDate("2022-04-01"))
	require.ErrorIs(t, err, identity.ErrNotFound)
	// Asked for in the period before on the same ground and days, by the member.
	_, err = b.Follow(t.Context(), emma, "m-1", "none", cycle.MustDate("2022-04-01"))
	require.ErrorIs(t, err, exemption.ErrNotFound)
	b.draftOf(t, "r2")
	_, err = b.Follow(t.Context(), emma, "m-1", "r2", cycle.MustDate("2022-04-01"))
	require.ErrorIs(t, err, exemption.ErrTransition)
	require.Equal(t, hours.Hours{}, first.Granted)
}

func (b *house) draftOf(t *testing.T, id string) {
	t.Helper()
	_, err := b.Begin(t.Context(), emma, "m-1", id)
	require.NoError(t, err)
}
