package exemption_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
)

func h(text string) hours.Hours { return hours.MustHours(text) }

// asked is the bounds of a ground that no rule is about, with nothing granted yet.
func asked(most string) exemption.Bounds { return exemption.Bounds{Asked: h(most)} }

var noon = time.Date(2023, 6, 15, 16, 0, 0, 0, time.UTC)

func TestP51_Decide(t *testing.T) {
	grant := func(granted, reason string) exemption.Verdict {
		return exemption.Verdict{Event: exemption.Grant, Granted: h(granted), Reason: reason}
	}
	say := func(e exemption.Event, reason string) exemption.Verdict {
		return exemption.Verdict{Event: e, Reason: reason}
	}
	for name, c := range map[string]struct {
		state   exemption.State
		verdict exemption.Verdict
		want    exemption.State
		granted string
		field   string
		err     error
	}{
		"grant":                         {exemption.Submitted, grant("5", ""), exemption.Granted, "5", "", nil},
		"grant all that is asked":       {exemption.Submitted, grant("30", ""), exemption.Granted, "30", "", nil},
		"grant more than is asked":      {exemption.Submitted, grant("30.000001", ""), "", "", "granted", exemption.ErrMoreThanAsked},
		"grant nothing":                 {exemption.Submitted, grant("0", "why"), "", "", "granted", hours.ErrNoHours},
		"grant what nobody could write": {exemption.Submitted, grant("60/13", ""), "", "", "granted", hours.ErrBadHours},
		"refuse":                        {exemption.Submitted, say(exemption.Refuse, "why"), exemption.Refused, "0", "", nil},
		"refuse with hours":             {exemption.Submitted, exemption.Verdict{Event: exemption.Refuse, Granted: h("5"), Reason: "why"}, exemption.Refused, "0", "", nil},
		"refuse without a reason":       {exemption.Submitted, say(exemption.Refuse, ""), "", "", "reason", hours.ErrMissing},
		"cancel":                        {exemption.Submitted, say(exemption.Cancel, "why"), exemption.Cancelled, "0", "", nil},
		"cancel without a reason":       {exemption.Submitted, say(exemption.Cancel, ""), "", "", "reason", hours.ErrMissing},
		"correct":                       {exemption.Granted, grant("6", "why"), exemption.Granted, "6", "", nil},
		"correct without a reason":      {exemption.Granted, grant("6", ""), "", "", "reason", hours.ErrMissing},
		"grant after a refusal":         {exemption.Refused, grant("6", "why"), exemption.Granted, "6", "", nil},
		"grant after a refusal, no why": {exemption.Refused, grant("6", ""), "", "", "reason", hours.ErrMissing},
		"the longest reason":            {exemption.Submitted, say(exemption.Refuse, strings.Repeat("é", 2000)), exemption.Refused, "0", "", nil},
		"a reason too long":             {exemption.Submitted, say(exemption.Refuse, strings.Repeat("é", 2001)), "", "", "reason", hours.ErrTooLong},
		"a draft":                       {exemption.Draft, grant("5", ""), "", "", "", exemption.ErrTransition},
		"after a withdrawal":            {exemption.Withdrawn, grant("5", "why"), "", "", "", exemption.ErrTransition},
		"after a cancellation":          {exemption.Cancelled, grant("5", "why"), "", "", "", exemption.ErrTransition},
		"an event of the member's":      {exemption.Submitted, say(exemption.Withdraw, "why"), "", "", "", exemption.ErrTransition},
		"no event":                      {exemption.Submitted, say("", "why"), "", "", "", exemption.ErrTransition},
	} {
		t.Run(name, func(t *testing.T) {
			before := exemption.Request{State: c.state}
			if c.state == exemption.Granted {
				before.Granted = h("5")
			}
			after, err := before.Decide(c.verdict, asked("30"), "Anne Côté", noon)
			if c.err != nil {
				require.ErrorIs(t, err, c.err)
				require.Equal(t, before, after)
				if c.field != "" {
					var wrong hours.FieldErrors
					require.ErrorAs(t, err, &wrong)
					require.ErrorIs(t, wrong.Of(c.field), c.err)
					require.Len(t, wrong, 1)
				}
				return
			}
			require.NoError(t, err)
			require.Equal(t, c.want, after.State)
			require.Equal(t, h(c.granted), after.Granted)
			require.Equal(t, noon, after.Changed)
			require.Equal(t, []exemption.Decision{{
				Event: c.verdict.Event, Granted: h(c.granted), Before: before.Granted, Reason: c.verdict.Reason, By: "Anne Côté", At: noon,
			}}, after.Decisions)
			require.Equal(t, c.verdict.Reason, after.Reason())
		})
	}
}

func TestP51_DecisionsAreNeverErased(t *testing.T) {
	r := exemption.Request{State: exemption.Submitted}
	require.Empty(t, r.Reason())
	first, err := r.Decide(exemption.Verdict{Event: exemption.Grant, Granted: h("5")}, asked("30"), "Anne", noon)
	require.NoError(t, err)
	second, err := first.Decide(exemption.Verdict{Event: exemption.Refuse, Reason: "an error"}, asked("30"), "Luc", noon.Add(time.Hour))
	require.NoError(t, err)
	require.Len(t, second.Decisions, 2)
	require.Equal(t, first.Decisions[0], second.Decisions[0])
	require.Equal(t, h("5"), second.Decisions[1].Before)
	require.True(t, second.Granted.IsZero())
	third, err := first.Decide(exemption.Verdict{Event: exemption.Cancel, Reason: "asked"}, asked("30"), "Luc", noon)
	require.NoError(t, err)
	require.Equal(t, exemption.Refuse, second.Decisions[1].Event, "deciding twice from one copy mixes nothing")
	require.Equal(t, exemption.Cancel, third.Decisions[1].Event)
}

// An admission with 25 whole months of 39 left is asked 30 × 25 ÷ 39 = 250/13 h,
// 19.2307… h: no decimal says it, and all of it can be excused.
func TestAllOfAFractionCanBeGranted(t *testing.T) {
	r := exemption.Request{State: exemption.Submitted}
	grant := func(granted string) error {
		_, err := r.Decide(exemption.Verdict{Event: exemption.Grant, Granted: h(granted)}, asked("250/13"), "Anne", noon)
		return err
	}
	require.NoError(t, grant("19.23"))
	require.NoError(t, grant("19.24"))
	require.ErrorIs(t, grant("19.25"), exemption.ErrMoreThanAsked)
}

// Whatever staff say, in whatever order: the state stays in the table, no more is
// granted than is asked, and only what is granted takes hours off.
func TestWhateverIsDecided(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		most := hours.Ratio(rapid.Int64Range(0, 240).Draw(t, "quarters asked"), 4)
		r := exemption.Request{State: rapid.SampledFrom(exemption.States()).Draw(t, "state"), Period: cycle.MustDate("2022-01-01")}
		for range rapid.IntRange(1, 8).Draw(t, "verdicts") {
			v := exemption.Verdict{
				Event:   rapid.SampledFrom(exemption.Events()).Draw(t, "event"),
				Granted: hours.Ratio(rapid.Int64Range(0, 300).Draw(t, "quarters"), 4),
				Reason:  rapid.SampledFrom([]string{"", "why"}).Draw(t, "reason"),
			}
			next, inTable := r.State.Next(v.Event)
			after, err := r.Decide(v, exemption.Bounds{Asked: most}, "Anne", noon)
			if err != nil {
				require.Equal(t, r, after)
				continue
			}
			require.NoError(t, inTable)
			require.Equal(t, next, after.State)
			require.Len(t, after.Decisions, len(r.Decisions)+1)
			r = after
			require.False(t, most.Less(r.Granted))
			relief, relieves := r.Relief()
			require.Equal(t, r.State == exemption.Granted, relieves)
			require.Equal(t, r.Granted, relief.Hours)
			require.Equal(t, relieves, !r.Granted.IsZero())
		}
	})
}
