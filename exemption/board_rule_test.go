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

// social opens the house under the social workers' regulation, in June 2021, in the
// period from 1 April 2020 to 31 March 2022.
func social(t *testing.T) *house {
	b := open(t)
	b.organisation(t, "otpq", func(o *identity.Organisation) { o.Regulation = "qc-otstcfq" })
	b.now = time.Date(2021, 6, 15, 16, 0, 0, 0, time.UTC)
	return b
}

// asks submits a request of Emma's on a ground, from a first to a last day.
func (b *house) asks(t *testing.T, id, ground, first, last string) exemption.Request {
	t.Helper()
	r, err := b.Begin(t.Context(), emma, "m-1", id)
	require.NoError(t, err)
	e := exemption.Entry{Period: r.Entry.Period, Ground: ground, First: typed(first), Last: typed(last), Committed: []string{"report-end", "remaining"}}
	r, err = b.Save(t.Context(), emma, "m-1", id, r.Version, e)
	require.NoError(t, err)
	r = b.attach(t, r, "billet.pdf", pdf)
	r, err = b.Submit(t.Context(), emma, "m-1", id, r.Version)
	require.NoError(t, err)
	return r
}

func (b *house) decides(t *testing.T, r exemption.Request, v exemption.Verdict) exemption.Request {
	t.Helper()
	r, err := b.Decide(t.Context(), staff, r.Member, r.ID, r.Version, v)
	require.NoError(t, err)
	return r
}

// total returns the hours granted in all, and what is to be done of the total.
func (b *house) total(t *testing.T, day string) [2]string {
	t.Helper()
	balance, err := b.Ledger.Balance(t.Context(), emma, "m-1", cycle.MustDate(day))
	require.NoError(t, err)
	return [2]string{balance.Granted.String(), balance.Total().Due.String()}
}

var byRule = exemption.Verdict{Event: exemption.Grant, ByRule: true}

// The order's own example (page on exemptions): a leave from 1 June 2020 to 1 February
// 2021 in a period of 24 months is 9 months, 9 × 1.25 h = 11.25 h, and 18.75 h are left.
func TestP52_SocialWorkersOwnExample(t *testing.T) {
	b := social(t)
	r := b.asks(t, "r1", "parental", "2020-06-01", "2021-02-01")
	require.Equal(t, [2]string{"0", "30"}, b.total(t, "2021-06-15"), "nothing is excused until the order decides")
	bounds, err := b.Bounds(t.Context(), staff, "m-1", "r1", cycle.Date{})
	require.NoError(t, err)
	require.Equal(t, []string{"30", "0", "11.25", "18.75"}, []string{
		bounds.Asked.String(), bounds.Others.String(), bounds.Computed.Hours.String(), bounds.Computed.Left.String(),
	})
	require.Len(t, bounds.Computed.Rules, 1)
	require.Equal(t, int64(9), bounds.Computed.Rules[0].Months)
	require.Equal(t, "1.25", bounds.Computed.Rules[0].Rule.Rate.String())

	r = b.decides(t, r, byRule)
	require.Equal(t, exemption.Granted, r.State)
	require.True(t, r.ByRule)
	require.Equal(t, "11.25", r.Granted.String())
	require.Equal(t, [2]string{"11.25", "18.75"}, b.total(t, "2021-06-15"))
	relief, ok := r.Relief()
	require.True(t, ok)
	require.True(t, relief.Hours.IsZero(), "the regulation's rule applies, and no figure")
	require.Equal(t, "parental", relief.Ground)
	acts, err := b.Ledger.History(t.Context(), emma, "m-1", hours.ActQuery{})
	require.NoError(t, err)
	require.Equal(t, hours.Tally{Item: h("11.25"), Remaining: h("18.75")}, acts[0].After)
	require.Equal(t, hours.Tally{Remaining: h("30")}, acts[0].Before)
	require.Len(t, b.messages(t), 1)
}

func TestAnotherFigureThanTheRulesNeedsAReason(t *testing.T) {
	b := social(t)
	r := b.asks(t, "r1", "parental", "2020-06-01", "2021-02-01")
	_, err := b.Decide(t.Context(), staff, "m-1", "r1", r.Version, grant("10"))
	var wrong hours.FieldErrors
	require.ErrorAs(t, err, &wrong)
	require.ErrorIs(t, wrong.Of("reason"), hours.ErrMissing)
	b.stored(t, r)
	r = b.decides(t, r, exemption.Verdict{Event: exemption.Grant, Granted: h("10"), Reason: "Deux semaines de travail en août."})
	require.False(t, r.ByRule)
	require.Equal(t, "11.25", r.Decisions[0].Computed.String(), "what the rule gives is kept beside")
	require.Equal(t, [2]string{"10", "20"}, b.total(t, "2021-06-15"))
}

func TestTheRuleGrantsWhatThePageShowedOrNothing(t *testing.T) {
	b := social(t)
	first := b.asks(t, "r1", "parental", "2020-06-01", "2021-02-01")
	second := b.asks(t, "r2", "parental", "2020-12-05", "2021-03-10")
	// Staff read 4 months, 5 h, then somebody grants the other, which has 3 of them.
	shown := exemption.Verdict{Event: exemption.Grant, ByRule: true, Granted: h("5")}
	b.decides(t, first, byRule)
	_, err := b.Decide(t.Context(), staff, "m-1", "r2", second.Version, shown)
	require.ErrorIs(t, err, exemption.ErrStale)
	shown.Granted = h("1.25")
	b.decides(t, second, shown)
	require.Equal(t, [2]string{"12.5", "17.5"}, b.total(t, "2021-06-15"))
}

func TestWithoutARuleOnlyStaffDecide(t *testing.T) {
	b := open(t)
	r := b.submitted(t)
	_, err := b.Decide(t.Context(), staff, "m-1", "r1", r.Version, byRule)
	require.ErrorIs(t, err, exemption.ErrNoRule)
	bounds, err := b.Bounds(t.Context(), staff, "m-1", "r1", cycle.Date{})
	require.NoError(t, err)
	require.Nil(t, bounds.Computed)
	require.Nil(t, b.decides(t, r, grant("5")).Decisions[0].Computed)
}

func TestARuleThatTakesNothingOffGrantsNothing(t *testing.T) {
	b := social(t)
	b.organisation(t, "otpq", func(o *identity.Organisation) { o.Regulation = "qc-omvq" })
	b.now = time.Date(2024, 11, 15, 16, 0, 0, 0, time.UTC)
	r := b.asks(t, "r1", "illness", "2024-09-01", "2024-09-29")
	_, err := b.Decide(t.Context(), staff, "m-1", "r1", r.Version, byRule)
	require.ErrorIs(t, err, exemption.ErrRuleGivesNothing, "29 days, where 30 are needed")
	b.decides(t, r, exemption.Verdict{Event: exemption.Refuse, Reason: "Moins de 30 jours consécutifs."})
}

// Several exemptions of one period never take off more than is asked, together.
func TestTogetherNoMoreIsGrantedThanIsAsked(t *testing.T) {
	b := open(t)
	first := b.decides(t, b.asks(t, "r1", "illness", "2023-01-09", "2023-05-31"), grant("20"))
	second := b.asks(t, "r2", "caregiver", "2023-02-01", "2023-05-31")
	_, err := b.Decide(t.Context(), staff, "m-1", "r2", second.Version, grant("10.01"))
	require.ErrorIs(t, err, exemption.ErrMoreThanLeft)
	b.stored(t, second)
	_, err = b.Decide(t.Context(), staff, "m-1", "r2", second.Version, grant("30.01"))
	require.ErrorIs(t, err, exemption.ErrMoreThanAsked)
	second = b.decides(t, second, grant("10"))
	require.Equal(t, [2]string{"30", "0"}, b.total(t, "2023-06-15"))
	_, err = b.Decide(t.Context(), staff, "m-1", "r1", first.Version, exemption.Verdict{Event: exemption.Grant, Granted: h("21"), Reason: "why"})
	require.ErrorIs(t, err, exemption.ErrMoreThanLeft, "a correction is held to what the other left")
	b.decides(t, second, exemption.Verdict{Event: exemption.Cancel, Reason: "À votre demande."})
	b.decides(t, first, exemption.Verdict{Event: exemption.Grant, Granted: h("21"), Reason: "why"})
}

func TestEndOfTheGroundByRule(t *testing.T) {
	b := social(t)
	r := b.decides(t, b.asks(t, "r1", "illness", "2020-06-01", "2021-02-01"), byRule)
	before := b.now
	b.now = b.now.Add(time.Hour)
	r, err := b.TellEnd(t.Context(), emma, "m-1", "r1", r.Version, cycle.MustDate("2020-11-15"), "Retour plus tôt.")
	require.NoError(t, err)
	require.Equal(t, exemption.Ending, r.State)
	require.Equal(t, [2]string{"11.25", "18.75"}, b.total(t, "2021-06-15"), "nothing changes before staff decide")
	again, err := b.TellEnd(t.Context(), emma, "m-1", "r1", r.Version-1, cycle.MustDate("2020-11-15"), "Retour plus tôt.")
	require.NoError(t, err, "a double press")
	require.Equal(t, r, again)
	waiting, err := ids(b.Awaiting(t.Context(), staff, exemption.Query{}))
	require.NoError(t, err)
	require.Equal(t, []string{"r1"}, waiting)

	// June to November 2020 is 6 months: 7.5 h.
	bounds, err := b.Bounds(t.Context(), staff, "m-1", "r1", r.Told.Last)
	require.NoError(t, err)
	require.Equal(t, "7.5", bounds.Computed.Hours.String())
	b.now = b.now.Add(time.Hour)
	end := exemption.Verdict{Event: exemption.End, ByRule: true, Day: r.Told.Last, Reason: "Le motif a pris fin le 15 novembre."}
	r = b.decides(t, r, end)
	require.Equal(t, exemption.Granted, r.State)
	require.Nil(t, r.Told)
	require.Equal(t, cycle.MustDate("2020-11-15"), r.LastDay())
	require.Equal(t, cycle.MustDate("2021-02-01"), r.Claim.Last, "what was claimed stays")
	require.Equal(t, [2]string{"7.5", "22.5"}, b.total(t, "2021-06-15"))
	require.Equal(t, []string{"11.25", "7.5"}, []string{r.Decisions[0].Granted.String(), r.Decisions[1].Granted.String()}, "both versions stay")
	require.Len(t, b.messages(t), 2)

	then, err := b.ReliefsAsOf(t.Context(), "otpq", "m-1", before)
	require.NoError(t, err)
	require.Equal(t, cycle.MustDate("2021-02-01"), then[0].Span.Last(), "the former span, as it was known then")
	now, err := b.ReliefsAsOf(t.Context(), "otpq", "m-1", b.now)
	require.NoError(t, err)
	require.Equal(t, cycle.MustDate("2020-11-15"), now[0].Span.Last())

	acts, err := b.Ledger.History(t.Context(), emma, "m-1", hours.ActQuery{})
	require.NoError(t, err)
	require.Equal(t, []hours.ActKind{hours.ExemptionEnded, hours.ExemptionEndTold, hours.ExemptionGranted, hours.ExemptionSubmitted},
		[]hours.ActKind{acts[0].Kind, acts[1].Kind, acts[2].Kind, acts[3].Kind})
	require.Equal(t, []string{"11.25", "7.5", "18.75", "22.5"},
		[]string{acts[0].Before.Item.String(), acts[0].After.Item.String(), acts[0].Before.Remaining.String(), acts[0].After.Remaining.String()})

	// It was a mistake: the last day that was claimed again.
	end.Day, end.Reason = cycle.MustDate("2021-02-01"), "Le motif a duré."
	require.True(t, b.decides(t, r, end).Ended.IsZero())
	require.Equal(t, [2]string{"11.25", "18.75"}, b.total(t, "2021-06-15"))
}

func TestEndOfTheGroundOfAFigure(t *testing.T) {
	b := open(t)
	r := b.granted(t, "5")
	for name, c := range map[string]struct {
		v     exemption.Verdict
		field string
		err   error
	}{
		"no day":             {exemption.Verdict{Event: exemption.End, Granted: h("3"), Reason: "why"}, "day", hours.ErrMissing},
		"before the ground":  {exemption.Verdict{Event: exemption.End, Granted: h("3"), Day: cycle.MustDate("2023-01-08"), Reason: "why"}, "day", exemption.ErrOutsideGround},
		"after what is said": {exemption.Verdict{Event: exemption.End, Granted: h("3"), Day: cycle.MustDate("2023-06-01"), Reason: "why"}, "day", exemption.ErrOutsideGround},
		"no reason":          {exemption.Verdict{Event: exemption.End, Granted: h("3"), Day: cycle.MustDate("2023-03-31")}, "reason", hours.ErrMissing},
		"no hours":           {exemption.Verdict{Event: exemption.End, Day: cycle.MustDate("2023-03-31"), Reason: "why"}, "granted", hours.ErrNoHours},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := b.Decide(t.Context(), staff, "m-1", "r1", r.Version, c.v)
			var wrong hours.FieldErrors
			require.ErrorAs(t, err, &wrong)
			require.ErrorIs(t, wrong.Of(c.field), c.err)
			b.stored(t, r)
		})
	}
	b.decides(t, r, exemption.Verdict{Event: exemption.End, Granted: h("3"), Day: cycle.MustDate("2023-03-31"), Reason: "why"})
	require.Equal(t, [2]string{"3", "27"}, b.total(t, "2023-06-15"))
}

func TestWhatTheMemberTellsOfTheEnd(t *testing.T) {
	b := open(t)
	_, err := b.TellEnd(t.Context(), emma, "m-1", "r1", b.submitted(t).Version, cycle.MustDate("2023-03-31"), "")
	require.ErrorIs(t, err, exemption.ErrProcessed, "there is nothing to end yet")
	r := b.decides(t, mustRequest(t, b, "r1"), grant("5"))
	for _, day := range []string{"2023-01-08", "2023-05-31", "2023-06-01"} {
		_, err := b.TellEnd(t.Context(), emma, "m-1", "r1", r.Version, cycle.MustDate(day), "")
		require.ErrorIs(t, err, exemption.ErrOutsideGround, day)
	}
	_, err = b.TellEnd(t.Context(), luc, "m-1", "r1", r.Version, cycle.MustDate("2023-03-31"), "")
	require.ErrorIs(t, err, identity.ErrNotFound)
	_, err = b.TellEnd(t.Context(), emma, "m-1", "r1", r.Version-1, cycle.MustDate("2023-03-31"), "")
	require.ErrorIs(t, err, exemption.ErrStale)
	b.stored(t, r)
}

func mustRequest(t *testing.T, b *house, id string) exemption.Request {
	t.Helper()
	r, err := b.Store.Request(t.Context(), exemption.Key{Org: "otpq", Member: "m-1", ID: id})
	require.NoError(t, err)
	return r
}
