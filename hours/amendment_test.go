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

// corrected is the entry of a declaration with a change.
func corrected(d hours.Declaration, counted, reason string, change func(*hours.Entry)) hours.Corrected {
	e := d.Typed()
	change(&e)
	return hours.Corrected{Entry: e, Counted: h(counted), Reason: reason}
}

func shorter(e *hours.Entry) { e.Duration = "2" }

// Emma declared 2.5 structured hours; her certificate says 1 hour of ethics. Of 30
// hours, of which 1 of ethics, 29 are left and no ethics.
func TestP32_StaffCorrectTheActivityAndBothVersionsStay(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	sent := d.declare(t, "d1", asIs)
	first := d.decide(t, sent, hours.Verdict{Event: hours.Count, Counted: h("2.5")})
	d.at = noon.Add(48 * time.Hour)
	c := corrected(first, "1", " Selon l’attestation ", func(e *hours.Entry) { e.Category, e.Duration = "ethics", "1" })
	second, err := d.Amend(ctx, staff, "m-1", "d1", first.Version, c)
	require.NoError(t, err)

	require.Equal(t, hours.Counted, second.State)
	require.Equal(t, "1", second.Counted.String())
	require.Equal(t, "ethics", second.Activity.Category)
	require.Equal(t, sent.Entry, second.Entry, "what the member typed is kept as it was")
	require.Equal(t, sent.Activity, second.Declared())
	require.True(t, second.Amended())
	require.Len(t, second.Decisions, 2)
	require.Equal(t, hours.Decision{
		Event: hours.Correct, Counted: h("1"), Before: h("2.5"), Reason: "Selon l’attestation", By: "Noah Roy", At: d.at,
		Amendment: &hours.Amendment{Before: sent.Activity, After: second.Activity},
	}, second.Decisions[1])
	require.Equal(t, []string{"accurate", "followed", "evidence"}, second.Activity.Attested, "attestations are the member's")

	b := d.balance(t)
	require.Equal(t, "29", b.Total().Remaining.String())
	require.Equal(t, "0", line(t, b, "ethics").Remaining.String())
	acts, err := d.History(ctx, emma, "m-1", hours.ActQuery{Kinds: []hours.ActKind{hours.DeclarationAmended}})
	require.NoError(t, err)
	require.Len(t, acts, 1)
	require.Equal(t, "Selon l’attestation", acts[0].Reason)
	require.Equal(t, hours.Tally{Item: h("2.5"), Counted: h("2.5"), Remaining: h("27.5")}, acts[0].Before)
	require.Equal(t, hours.Tally{Item: h("1"), Counted: h("1"), Remaining: h("29")}, acts[0].After)

	// The day before, what was known was the first version.
	past, err := d.BalanceAsOf(ctx, emma, "m-1", cycle.Date{}, day("2023-06-16"))
	require.NoError(t, err)
	require.Equal(t, "27.5", past.Total().Remaining.String())
	require.Equal(t, "1", line(t, past, "ethics").Remaining.String())

	third, err := d.Amend(ctx, staff, "m-1", "d1", second.Version, corrected(second, "1.5", "Encore", func(e *hours.Entry) { e.Duration = "1,5" }))
	require.NoError(t, err)
	require.Equal(t, sent.Activity, third.Declared(), "the first version, however often it is corrected")
	cancelled := d.decide(t, third, hours.Verdict{Event: hours.Cancel, Reason: "Déclarée deux fois"})
	require.Len(t, cancelled.Decisions, 4)
	require.Equal(t, sent.Activity, cancelled.Declared())
	require.Equal(t, "1.5", cancelled.Activity.Hours.String())
	_, err = d.Amend(ctx, staff, "m-1", "d1", cancelled.Version, corrected(cancelled, "1", "x", shorter))
	require.ErrorIs(t, err, hours.ErrTransition)
}

func TestP32_ACorrectionIsCheckedAsADeclarationIs(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	sent := d.declare(t, "d1", asIs)
	d.at = noon.AddDate(0, 1, 0)
	for name, c := range map[string]struct {
		of   hours.Corrected
		want hours.FieldErrors
	}{
		"no reason":            {corrected(sent, "2", " ", shorter), hours.FieldErrors{{Field: "reason", Err: hours.ErrMissing}}},
		"nothing corrected":    {corrected(sent, "2", "x", asIs), hours.FieldErrors{{Field: "category", Err: hours.ErrNothingCorrected}}},
		"counted above it":     {corrected(sent, "2.5", "x", shorter), hours.FieldErrors{{Field: "counted", Err: hours.ErrMoreThanDeclared}}},
		"nothing counted":      {corrected(sent, "0", "x", shorter), hours.FieldErrors{{Field: "counted", Err: hours.ErrNoHours}}},
		"outside the lists":    {corrected(sent, "2", "x", func(e *hours.Entry) { e.Provider = "p9" }), hours.FieldErrors{{Field: "provider", Err: hours.ErrUnknownChoice}}},
		"two things":           {corrected(sent, "2", "", func(e *hours.Entry) { e.Duration = "0" }), hours.FieldErrors{{Field: "duration", Err: hours.ErrNoHours}, {Field: "reason", Err: hours.ErrMissing}}},
		"after the submission": {corrected(sent, "2", "x", func(e *hours.Entry) { e.Last.Day, e.Last.Month = "16", "6" }), hours.FieldErrors{{Field: "last", Err: hours.ErrFuture}}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := d.Amend(ctx, staff, "m-1", "d1", sent.Version, c.of)
			require.Equal(t, error(c.want), err)
			kept, err := d.Declaration(ctx, emma, "m-1", "d1")
			require.NoError(t, err)
			require.Equal(t, sent, kept)
		})
	}
}

func TestP32_WhoMayCorrect(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	sent := d.declare(t, "d1", asIs)
	c := corrected(sent, "2", "x", shorter)
	_, err := d.Amend(ctx, emma, "m-1", "d1", sent.Version, c)
	require.ErrorIs(t, err, identity.ErrForbidden)
	_, err = d.Amend(ctx, staff, "m-2", "d1", sent.Version, c)
	require.ErrorIs(t, err, identity.ErrForbidden, "nobody decides on their own file")
	_, err = d.Amend(ctx, other, "m-1", "d1", sent.Version, c)
	require.Error(t, err)
	_, err = d.Amend(ctx, staff, "m-1", "none", 1, c)
	require.ErrorIs(t, err, hours.ErrNotFound)
	draft, err := d.Begin(ctx, emma, "m-1", "d2")
	require.NoError(t, err)
	_, err = d.Amend(ctx, staff, "m-1", "d2", draft.Version, c)
	require.ErrorIs(t, err, hours.ErrNotFound, "a draft is its author's alone")
	_, err = d.Amend(ctx, staff, "m-1", "d1", sent.Version-1, c)
	require.ErrorIs(t, err, hours.ErrStale)
	once, err := d.Amend(ctx, staff, "m-1", "d1", sent.Version, c)
	require.NoError(t, err)
	twice, err := d.Amend(ctx, staff, "m-1", "d1", sent.Version, c)
	require.NoError(t, err)
	require.Equal(t, once, twice, "a double press is one correction")
}

// What was chosen in a list and renamed or retired since stays as it was declared.
func TestP24_ACorrectionKeepsTheNamesThatWereDeclared(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	sent := d.declare(t, "d1", asIs)
	r := rules(t)
	r.Lists = hours.Lists{
		{Kind: hours.Activities, ID: "a1", Label: "Lire un plan, 2e édition"},
		{Kind: hours.Providers, ID: "p1", Label: "Cégep de Lévis", RetiredAt: noon},
	}
	after, err := sent.Amend(corrected(sent, "2", "x", shorter), r, "Ana Roy", noon)
	require.NoError(t, err)
	require.Equal(t, []string{"Lire un plan", "Cégep de Lévis", "Léa Gagné"}, []string{after.Activity.Title, after.Activity.Provider, after.Activity.Trainer})
	_, wrong := typed().Check(r)
	require.Equal(t, hours.FieldErrors{{Field: "provider", Err: hours.ErrRetired}, {Field: "trainer", Err: hours.ErrUnknownChoice}}, wrong)
	_, err = d.Declaration(ctx, emma, "m-1", "d1")
	require.NoError(t, err)
}

// Typed gives back what would be typed: checked again, it is the same activity.
func TestTypedIsReadAsTheSameActivity(t *testing.T) {
	d := newDesk(t)
	for id, change := range map[string]func(*hours.Entry){
		"d1": asIs,
		"d2": func(e *hours.Entry) {
			e.Activity, e.ActivityUnlisted, e.Title = "", true, "Soudage"
			e.Provider, e.ProviderUnlisted, e.ProviderName = "", true, "Atelier du Nord"
			e.Trainer, e.TrainerUnlisted, e.TrainerFirst, e.TrainerLast = "", true, "Jean Paul", "Roy"
		},
		"d3": func(e *hours.Entry) { e.Category, e.Type, e.Provider, e.Trainer = "autonomous", "reading", "", "" },
	} {
		sent := d.declare(t, id, change)
		activity, wrong := sent.Typed().Check(rules(t))
		require.Empty(t, wrong)
		require.Equal(t, sent.Activity, activity)
		sent.Entry = hours.Entry{} // one that a training body declared, say
		activity, wrong = sent.Typed().Check(rules(t))
		require.Empty(t, wrong)
		require.Equal(t, sent.Activity, activity)
	}
}

func TestDurationTypedIsReadBack(t *testing.T) {
	for want, amount := range map[string]string{"2.5": "2.5", "2:20": "7/3", "0.25": "0.25", "1.125000": "1.125", "40": "40", "0:01": "1/60"} {
		require.Equal(t, want, hours.DurationTyped(h(amount)))
	}
	rapid.Check(t, func(t *rapid.T) {
		amount := rapid.OneOf(
			rapid.Map(rapid.Int64Range(1, 6_000), func(n int64) hours.Hours { return hours.Ratio(n, 60) }),
			rapid.Map(rapid.Int64Range(1, 9_000_000), func(n int64) hours.Hours { return hours.Ratio(n, 1_000_000) }),
		).Draw(t, "hours")
		read, err := hours.ReadHours(hours.DurationTyped(amount))
		require.NoError(t, err)
		require.Equal(t, amount, read)
	})
}

// Whatever members and staff do once it is submitted: the entry is never changed, no
// decision and no request disappears or is rewritten, and each amendment starts where
// the one before ended.
func TestP32_NothingThatWasSubmittedOrDecidedIsEverLost(t *testing.T) {
	all := []hours.Event{hours.Take, hours.Count, hours.Refuse, hours.Cancel, hours.Correct, hours.Withdraw, hours.Save, hours.Submit}
	for _, e := range hours.CorrectionEvents() {
		all = append(all, hours.Event(e))
	}
	rapid.Check(t, func(t *rapid.T) {
		ctx, d := context.Background(), newDesk(t)
		last := d.declare(t, "d1", asIs)
		sent := last
		for step := range rapid.IntRange(1, 12).Draw(t, "steps") {
			d.at = minute(step + 1)
			next, err := happens(ctx, d, last, rapid.SampledFrom(all).Draw(t, "event"), rapid.IntRange(1, 10).Draw(t, "quarters"))
			if err != nil {
				continue
			}
			require.Equal(t, sent.Entry, next.Entry)
			require.Equal(t, sent.Activity, next.Declared())
			for i, one := range last.Decisions {
				require.Equal(t, one, next.Decisions[i])
			}
			require.GreaterOrEqual(t, len(next.Corrections), len(last.Corrections))
			for i, c := range last.Corrections {
				require.Equal(t, c.Text, next.Corrections[i].Text)
				if c.State != hours.Open {
					require.Equal(t, c, next.Corrections[i])
				}
			}
			at := sent.Activity
			for _, one := range next.Decisions {
				if one.Amendment != nil {
					require.Equal(t, at, one.Amendment.Before)
					at = one.Amendment.After
				}
			}
			require.Equal(t, at, next.Activity)
			require.False(t, next.Activity.Hours.Less(next.Counted))
			last = next
		}
	})
}
