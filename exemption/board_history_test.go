package exemption_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func TestHistoryTellsExemptionsWithTheHoursThatTheyGive(t *testing.T) {
	b := open(t)
	sent := b.submitted(t)
	b.now = noon.Add(time.Hour)
	granted, err := b.Decide(t.Context(), staff, "m-1", sent.ID, sent.Version, exemption.Verdict{Event: exemption.Grant, Granted: h("5")})
	require.NoError(t, err)
	_, err = b.Decide(t.Context(), staff, "m-1", sent.ID, granted.Version, exemption.Verdict{Event: exemption.Grant, Granted: h("4"), Reason: "Un mois de moins"})
	require.NoError(t, err)
	_, err = b.Decide(t.Context(), staff, "m-1", sent.ID, granted.Version, exemption.Verdict{Event: exemption.Refuse, Reason: "Une page dépassée"})
	require.ErrorIs(t, err, exemption.ErrStale)

	all, err := b.Ledger.History(t.Context(), emma, "m-1", hours.ActQuery{Reverse: true})
	require.NoError(t, err)
	g, ok := b.Grounds["qc-otpq"].Ground("illness")
	require.True(t, ok)
	act := func(seq int64, at time.Time, by string, kind hours.ActKind, reason string, from, to hours.Tally) hours.Act {
		return hours.Act{
			Org: "otpq", Member: "m-1", Seq: seq, At: at, By: by, Kind: kind, Of: sent.ID, Title: g.Label,
			Period: cycle.MustDate("2022-01-01"), Reason: reason, Before: from, After: to,
		}
	}
	// 30 h are asked, less what is granted.
	none, five, four := hours.Tally{Remaining: h("30")}, hours.Tally{Item: h("5"), Remaining: h("25")}, hours.Tally{Item: h("4"), Remaining: h("26")}
	require.Equal(t, []hours.Act{
		act(1, noon, "Emma Gélinas", hours.ExemptionSubmitted, "", none, none),
		act(2, b.now, "Anne Côté", hours.ExemptionGranted, "", none, five),
		act(3, b.now, "Anne Côté", hours.ExemptionCorrected, "Un mois de moins", five, four),
	}, all)
}

// life is a member and staff who do whatever they can to one file, in any order.
type life struct {
	*house
	t    *testing.T
	acts []hours.Act
}

// did is a command: what it was about, what the history should call it when it
// was accepted, and whether it changed anything.
type did struct {
	of      string
	kind    hours.ActKind
	by      string
	changed bool
	err     error
}

// course is an entry of so many hours.
func course(duration string) hours.Entry {
	return hours.Entry{
		Period: "2022-01-01", Category: "structured", Type: "course", ActivityUnlisted: true, Title: "Lire un plan",
		ProviderUnlisted: true, ProviderName: "Collège", TrainerUnlisted: true, TrainerFirst: "Léa", TrainerLast: "Gagné",
		First: typed("2023-05-02"), Last: typed("2023-05-02"), Duration: duration, Attested: []string{"accurate", "followed", "evidence"},
	}
}

// drafts opens some of the declarations and requests, ready to be submitted.
func (l *life) drafts(rt *rapid.T) {
	ctx := l.t.Context()
	for _, id := range []string{"d1", "d2"} {
		d, err := l.Ledger.Begin(ctx, emma, "m-1", id)
		require.NoError(rt, err)
		_, err = l.Ledger.Save(ctx, emma, "m-1", id, d.Version, course(rapid.SampledFrom([]string{"2,5", "7", "20"}).Draw(rt, "declared")))
		require.NoError(rt, err)
	}
	l.draft(l.t) // r1
}

func (l *life) declare(rt *rapid.T) did {
	ctx, id := l.t.Context(), rapid.SampledFrom([]string{"d1", "d2", "d3"}).Draw(rt, "declaration")
	before, err := l.Ledger.Store.Declaration(ctx, hours.Key{Org: "otpq", Member: "m-1", ID: id})
	require.True(rt, err == nil || errors.Is(err, hours.ErrNotFound))
	version := before.Version - int64(rapid.SampledFrom([]int{0, 0, 0, 1}).Draw(rt, "pages behind"))
	after, c := before, did{of: id, by: emma.Name}
	switch what := rapid.SampledFrom([]string{"submit", "count", "submit", "count", "refuse", "take", "cancel", "withdraw", "save", "discard", "begin"}).Draw(rt, "act"); what {
	case "begin":
		after, c.err = l.Ledger.Begin(ctx, emma, "m-1", id)
	case "save":
		after, c.err = l.Ledger.Save(ctx, emma, "m-1", id, version, course(rapid.SampledFrom([]string{"2,5", "7", "", "20"}).Draw(rt, "duration")))
	case "submit":
		c.kind = hours.DeclarationSubmitted
		after, c.err = l.Ledger.Submit(ctx, emma, "m-1", id, version)
	case "discard":
		after, c.err = l.Ledger.Discard(ctx, emma, "m-1", id, version)
	case "withdraw":
		c.kind = hours.DeclarationWithdrawn
		after, c.err = l.Ledger.Withdraw(ctx, emma, "m-1", id, version)
	default:
		c.by = staff.Name
		c.kind = map[string]hours.ActKind{
			"take": hours.DeclarationTaken, "count": hours.DeclarationCounted, "refuse": hours.DeclarationRefused, "cancel": hours.DeclarationCancelled,
		}[what]
		if what == "count" && (before.State == hours.Counted || before.State == hours.Refused) {
			c.kind = hours.DeclarationCorrected
		}
		after, c.err = l.Ledger.Decide(ctx, staff, "m-1", id, version, hours.Verdict{
			Event: hours.Event(what), Counted: h(rapid.SampledFrom([]string{"1", "2.5", "0.25", "5", "0"}).Draw(rt, "counted")),
			Reason: rapid.SampledFrom([]string{"why", "because", ""}).Draw(rt, "reason"),
		})
	}
	c.changed = after.Version != before.Version
	return c
}

func (l *life) ask(rt *rapid.T) did {
	ctx, id := l.t.Context(), rapid.SampledFrom([]string{"r1", "r2"}).Draw(rt, "request")
	before, err := l.Store.Request(ctx, exemption.Key{Org: "otpq", Member: "m-1", ID: id})
	require.True(rt, err == nil || errors.Is(err, exemption.ErrNotFound))
	version := before.Version - int64(rapid.SampledFrom([]int{0, 0, 0, 1}).Draw(rt, "pages behind"))
	after, c := before, did{of: id, by: emma.Name}
	switch what := rapid.SampledFrom([]string{"submit", "grant", "submit", "grant", "refuse", "cancel", "withdraw", "save", "discard", "begin", "note", "reply", "tell-end", "ask", "end", "ask", "end"}).Draw(rt, "act"); what {
	case "begin":
		after, c.err = l.Begin(ctx, emma, "m-1", id)
	case "save":
		after, c.err = l.Save(ctx, emma, "m-1", id, version, rapid.SampledFrom([]exemption.Entry{entry(), {}}).Draw(rt, "typed"))
	case "submit":
		c.kind = hours.ExemptionSubmitted
		after, c.err = l.Submit(ctx, emma, "m-1", id, version)
	case "discard":
		after, c.err = l.Discard(ctx, emma, "m-1", id, version)
	case "withdraw":
		c.kind = hours.ExemptionWithdrawn
		after, c.err = l.Withdraw(ctx, emma, "m-1", id, version)
	case "note":
		after, c.err = l.Note(ctx, emma, "m-1", id, version, "Voici.")
	case "reply":
		c.kind = hours.ExemptionReplied
		after, c.err = l.Reply(ctx, emma, "m-1", id, version)
	case "tell-end":
		c.kind = hours.ExemptionEndTold
		after, c.err = l.TellEnd(ctx, emma, "m-1", id, version, cycle.MustDate("2023-03-31"), "")
	default:
		c.by = staff.Name
		c.kind = map[string]hours.ActKind{
			"ask": hours.ExemptionAsked, "end": hours.ExemptionEnded,
			"grant": hours.ExemptionGranted, "refuse": hours.ExemptionRefused, "cancel": hours.ExemptionCancelled,
		}[what]
		if what == "grant" && (before.State.Excuses() || before.State == exemption.Refused) {
			c.kind = hours.ExemptionCorrected
		}
		after, c.err = l.Decide(ctx, staff, "m-1", id, version, exemption.Verdict{
			Event: exemption.Event(what), Day: cycle.MustDate("2023-04-30"), Granted: h(rapid.SampledFrom([]string{"5", "12.5", "1", "31", "0"}).Draw(rt, "granted")),
			Reason: rapid.SampledFrom([]string{"why", "because", ""}).Draw(rt, "reason"),
		})
	}
	c.changed = after.Version != before.Version
	return c
}

// Whatever is done to a file: what is accepted and not of a draft adds one act, and
// nothing else adds any; no act ever changes; and the figures of each begin where
// those of the act before ended, to the balance of the present.
func TestEveryChangeIsToldOnceAndTheFiguresFollowOn(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		l := life{house: open(t), t: t, acts: []hours.Act{}}
		l.organisation(t, "otpq", func(o *identity.Organisation) { o.WithdrawBeforeProcessing = rapid.Bool().Draw(rt, "lets withdraw") })
		l.drafts(rt)
		for range rapid.IntRange(10, 60).Draw(rt, "commands") {
			l.now = l.now.Add(time.Second)
			c := rapid.SampledFrom([]func(*rapid.T) did{l.declare, l.declare, l.ask}).Draw(rt, "who")(rt)
			all, err := l.Ledger.History(t.Context(), staff, "m-1", hours.ActQuery{Reverse: true})
			require.NoError(rt, err)
			require.GreaterOrEqual(rt, len(all), len(l.acts))
			require.Equal(rt, l.acts, all[:len(l.acts)], "no act changes or goes away")
			if c.err != nil || !c.changed || c.kind == "" {
				require.Len(rt, all, len(l.acts), "%+v", c)
				continue
			}
			require.Len(rt, all, len(l.acts)+1, "%+v", c)
			l.told(rt, c, all[len(l.acts)])
			l.acts = all
		}
	})
}

// told holds the latest act to the command, to the acts before and to the balance.
func (l *life) told(rt *rapid.T, c did, a hours.Act) {
	require.Equal(rt, int64(len(l.acts))+1, a.Seq)
	require.Equal(rt, []any{c.of, c.kind, c.by, l.now}, []any{a.Of, a.Kind, a.By, a.At})
	before, item := hours.Tally{Remaining: h("30")}, hours.Hours{}
	for _, earlier := range l.acts {
		before = earlier.After
		if earlier.Of == c.of {
			item = earlier.After.Item
		}
	}
	require.Equal(rt, hours.Tally{Item: item, Counted: before.Counted, Remaining: before.Remaining}, a.Before)
	now, err := l.Ledger.Balance(l.t.Context(), emma, "m-1", cycle.Date{})
	require.NoError(rt, err)
	require.Equal(rt, now.Counted, a.After.Counted)
	require.Equal(rt, now.Total().Remaining, a.After.Remaining)
}
