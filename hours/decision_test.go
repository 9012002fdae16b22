package hours_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours"
)

var noon = time.Date(2023, 6, 15, 16, 0, 0, 0, time.UTC)

func submitted(amount string) hours.Declaration {
	return hours.Declaration{
		Key: hours.Key{ID: "d1"}, Period: period.From, State: hours.Submitted, Version: 3,
		Activity: hours.Activity{Category: "structured", First: day("2023-05-02"), Last: day("2023-05-02"), Hours: h(amount)},
	}
}

func TestDecide(t *testing.T) {
	long := strings.Repeat("é", 2000)
	for _, c := range []struct {
		name    string
		verdict hours.Verdict
		state   hours.State
		counted string
	}{
		{"counts all without a reason", hours.Verdict{Event: hours.Count, Counted: h("2.5")}, hours.Counted, "2.5"},
		{"counts a part with one", hours.Verdict{Event: hours.Count, Counted: h("1.5"), Reason: "Pause"}, hours.Counted, "1.5"},
		{"refuses with one", hours.Verdict{Event: hours.Refuse, Reason: "Hors sujet"}, hours.Refused, "0"},
		{"refuses whatever is said to count", hours.Verdict{Event: hours.Refuse, Counted: h("2.5"), Reason: "Hors sujet"}, hours.Refused, "0"},
		{"cancels with one", hours.Verdict{Event: hours.Cancel, Reason: "À la demande du membre"}, hours.Cancelled, "0"},
		{"takes into review without", hours.Verdict{Event: hours.Take}, hours.InReview, "0"},
		{"reads 2000 characters", hours.Verdict{Event: hours.Refuse, Reason: long}, hours.Refused, "0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := submitted("2.5").Decide(c.verdict, "Ana Roy", noon)
			require.NoError(t, err)
			require.Equal(t, c.state, got.State)
			require.Equal(t, c.counted, got.Counted.String())
			require.Equal(t, []hours.Decision{{
				Event: c.verdict.Event, Counted: h(c.counted), Reason: c.verdict.Reason, By: "Ana Roy", At: noon,
			}}, got.Decisions)
			require.Equal(t, c.verdict.Reason, got.Reason())
			require.Equal(t, noon, got.Changed)
		})
	}
}

func TestDecideRefuses(t *testing.T) {
	for _, c := range []struct {
		name    string
		verdict hours.Verdict
		field   string
		want    error
	}{
		{"more than declared", hours.Verdict{Event: hours.Count, Counted: h("2.51")}, "counted", hours.ErrMoreThanDeclared},
		{"nothing", hours.Verdict{Event: hours.Count, Reason: "Rien"}, "counted", hours.ErrNoHours},
		{"finer than anyone writes", hours.Verdict{Event: hours.Count, Counted: h("1/7"), Reason: "x"}, "counted", hours.ErrBadHours},
		{"a part without a reason", hours.Verdict{Event: hours.Count, Counted: h("1.5")}, "reason", hours.ErrMissing},
		{"a refusal without a reason", hours.Verdict{Event: hours.Refuse}, "reason", hours.ErrMissing},
		{"a cancellation without a reason", hours.Verdict{Event: hours.Cancel}, "reason", hours.ErrMissing},
		{"too long a reason", hours.Verdict{Event: hours.Refuse, Reason: strings.Repeat("é", 2001)}, "reason", hours.ErrTooLong},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := submitted("2.5").Decide(c.verdict, "Ana Roy", noon)
			var wrong hours.FieldErrors
			require.ErrorAs(t, err, &wrong)
			require.Equal(t, hours.FieldErrors{{Field: c.field, Err: c.want}}, wrong)
			require.Equal(t, submitted("2.5"), got)
		})
	}
}

func TestDecideRefusesWhatIsNotStaffs(t *testing.T) {
	for _, e := range []hours.Event{hours.Save, hours.Submit, hours.Discard, hours.Withdraw} {
		_, err := submitted("2.5").Decide(hours.Verdict{Event: e, Reason: "x"}, "Ana Roy", noon)
		require.ErrorIs(t, err, hours.ErrTransition, e)
	}
	draft := submitted("2.5")
	draft.State = hours.Draft
	for _, e := range []hours.Event{hours.Save, hours.Submit, hours.Discard, hours.Count} {
		_, err := draft.Decide(hours.Verdict{Event: e, Counted: h("2.5"), Reason: "x"}, "Ana Roy", noon)
		require.ErrorIs(t, err, hours.ErrTransition, e)
	}
	cancelled, err := submitted("2.5").Decide(hours.Verdict{Event: hours.Cancel, Reason: "x"}, "Ana Roy", noon)
	require.NoError(t, err)
	_, err = cancelled.Decide(hours.Verdict{Event: hours.Count, Counted: h("2.5"), Reason: "x"}, "Ana Roy", noon)
	require.ErrorIs(t, err, hours.ErrTransition)
}

// A correction needs a reason even when it counts all, and both decisions stay.
func TestP32_ACorrectionKeepsBothDecisions(t *testing.T) {
	first, err := submitted("2.5").Decide(hours.Verdict{Event: hours.Refuse, Reason: "Attestation illisible"}, "Ana Roy", noon)
	require.NoError(t, err)
	_, err = first.Decide(hours.Verdict{Event: hours.Count, Counted: h("2.5")}, "Luc Côté", noon)
	require.Equal(t, hours.FieldErrors{{Field: "reason", Err: hours.ErrMissing}}, err)

	later := noon.AddDate(0, 0, 3)
	second, err := first.Decide(hours.Verdict{Event: hours.Count, Counted: h("2.5"), Reason: "Attestation reçue"}, "Luc Côté", later)
	require.NoError(t, err)
	third, err := second.Decide(hours.Verdict{Event: hours.Count, Counted: h("2"), Reason: "Pause déduite"}, "Luc Côté", later)
	require.NoError(t, err)
	require.Equal(t, []hours.Decision{
		{Event: hours.Refuse, Reason: "Attestation illisible", By: "Ana Roy", At: noon},
		{Event: hours.Count, Counted: h("2.5"), Reason: "Attestation reçue", By: "Luc Côté", At: later},
		{Event: hours.Count, Counted: h("2"), Before: h("2.5"), Reason: "Pause déduite", By: "Luc Côté", At: later},
	}, third.Decisions)
	require.Len(t, first.Decisions, 1)
	require.Len(t, second.Decisions, 2)
	require.Equal(t, "Pause déduite", third.Reason())
	require.Empty(t, submitted("2.5").Reason())
}

// Two corrections of one declaration, of which the store will keep one, do not
// write over each other.
func TestDecideLeavesWhatItWasGivenAsItWas(t *testing.T) {
	base := submitted("2.5")
	base.Decisions = make([]hours.Decision, 0, 4)
	refused, err := base.Decide(hours.Verdict{Event: hours.Refuse, Reason: "Hors sujet"}, "Ana Roy", noon)
	require.NoError(t, err)
	_, err = base.Decide(hours.Verdict{Event: hours.Cancel, Reason: "Déclarée deux fois"}, "Luc Côté", noon)
	require.NoError(t, err)
	require.Equal(t, "Hors sujet", refused.Reason())
}
