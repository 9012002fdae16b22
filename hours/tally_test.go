package hours_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours"
)

// 33 h were counted of 30, so that 3 h pass on. Taking 2 h off leaves 1 h that
// passes on, and the period after has 2 h more to do: 27 before, 29 after.
func TestAnActTellsTheLaterPeriodsThatItChanges(t *testing.T) {
	d := newDesk(t)
	for _, e := range []struct{ id, category, hours string }{{"d1", "structured", "15"}, {"d2", "autonomous", "17"}, {"d3", "ethics", "1"}} {
		sent := d.declare(t, e.id, func(entry *hours.Entry) {
			asDone(entry, e.category, e.hours)
		})
		d.decide(t, sent, hours.Verdict{Event: hours.Count, Counted: h(e.hours)})
	}
	acts := d.history(t, staff, hours.ActQuery{})
	require.Empty(t, acts[0].Also, "no later period has begun")
	require.Equal(t, h("3"), acts[0].After.Surplus)

	d.at = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	known, err := d.Declaration(t.Context(), staff, "m-1", "d2")
	require.NoError(t, err)
	d.decide(t, known, hours.Verdict{Event: hours.Count, Counted: h("15"), Reason: "Deux heures de repas"})
	act := d.history(t, staff, hours.ActQuery{})[0]
	require.Equal(t, hours.Tally{Item: h("15"), Counted: h("31"), Surplus: h("1")}, act.After)
	require.Equal(t, []hours.PeriodTally{{
		Period: day("2025-04-01"),
		Before: hours.Tally{Carried: h("3"), Remaining: h("27")},
		After:  hours.Tally{Carried: h("1"), Remaining: h("29")},
	}}, act.Also)
}

// A surplus lasts through the period after: to 31 March 2028. One that lasts for two
// periods lasts to 31 March 2031.
func TestSurplusLapses(t *testing.T) {
	s, err := standing(t, "2026-11-22").In(day("2022-01-01"))
	require.NoError(t, err)
	require.Equal(t, "2028-03-31", s.Lapses(hours.Carry{}).String())
	require.Equal(t, "2028-03-31", s.Lapses(hours.Carry{Lives: 1}).String())
	require.Equal(t, "2031-03-31", s.Lapses(hours.Carry{Lives: 2}).String())
}
