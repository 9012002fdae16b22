package hours_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Carry-over is that of C-26, r. 261.1, art. 1: surplus over one's own obligation,
// 5 h at most, to the next period, and never for the ethics hour.

func TestSurplus(t *testing.T) {
	for _, c := range []struct {
		name         string
		autonomous   string
		ethics       string
		granted      string
		carried      string
		want         string
		whatIsStatus hours.Status
	}{
		{"exactly what is due", "14", "1", "0", "0", "0", hours.Met},
		{"three hours more", "17", "1", "0", "0", "3", hours.Met},
		{"seven hours more: five at most", "21", "1", "0", "0", "5", hours.Met},
		{"measured on the reduced obligation", "14", "1", "4", "0", "4", hours.Met},
		{"without the ethics hour, none", "21", "0", "0", "0", "0", hours.Short},
		{"surplus ethics hours are surplus", "14", "3", "0", "0", "2", hours.Met},
		{"carried hours are used first", "14", "1", "0", "4", "4", hours.Met},
		{"and go no further", "9", "1", "0", "5", "0", hours.MetWithCarry},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := file(counted("d1", "structured", "2023-02-01", "15"), counted("d2", "autonomous", "2023-02-02", c.autonomous), counted("d3", "ethics", "2023-02-03", c.ethics))
			f.Reliefs = []hours.Relief{relief("x1", c.granted)}
			f.Carried = []hours.Carry{{From: day("2019-04-01"), Hours: h(c.carried)}}
			b := otpqVersion(t).Evaluate(f)
			require.Equal(t, c.want, b.Surplus.String())
			require.Equal(t, c.whatIsStatus, b.Status)
		})
	}
}

func TestCarriedHoursServeTheTotalAlone(t *testing.T) {
	f := file()
	f.Carried = []hours.Carry{{From: day("2019-04-01"), Hours: h("5")}}
	b := otpqVersion(t).Evaluate(f)
	require.Equal(t, "5", line(t, b, "total").Carried.String())
	require.Equal(t, map[string]string{"total": "25", "structured": "15", "ethics": "1"}, left(t, b))
	require.Contains(t, b.Trace, hours.Step{
		Stage: hours.StageCarried, Requirement: "total", Before: h("30"), After: h("25"), By: "2019-04-01", Clause: "carry-over",
	})
	// Article 1 keeps them from the ethics hour. It says nothing of structured hours.
	for requirement, clause := range map[string]string{"structured": "carry-structured", "ethics": "carry-over"} {
		due := line(t, b, requirement).Due
		require.Contains(t, b.Trace, hours.Step{
			Stage: hours.StageCarried, Requirement: requirement, Before: due, After: due, By: "2019-04-01", Clause: clause,
		})
	}
	clause, ok := otpqVersion(t).Clause("carry-structured")
	require.True(t, ok)
	require.False(t, clause.Verified)
}

// standing is that of a member of 2010, on a day.
func standing(t *testing.T, today string, roll ...cycle.Stay) hours.Standing {
	if len(roll) == 0 {
		roll = []cycle.Stay{{Span: cycle.Span{From: day("2010-05-01"), To: cycle.Forever}}}
	}
	s := hours.Standing{Member: identity.Member{Roll: roll}, Regulation: otpq(t), Today: day(today)}
	s, err := s.In(day(today))
	require.NoError(t, err)
	return s
}

func of(period string, d hours.Declaration) hours.Declaration {
	d.Period = day(period)
	return d
}

// Over three periods: 37 h, then 30 h with the 5 h carried, then nothing carried
// but what the second period itself left.
func TestCarriedHoursPassToOnePeriodOnly(t *testing.T) {
	declarations := []hours.Declaration{
		counted("a1", "structured", "2024-01-10", "36"), counted("a2", "ethics", "2024-01-11", "1"),
		of("2025-04-01", counted("b1", "structured", "2026-01-10", "24")), of("2025-04-01", counted("b2", "ethics", "2026-01-11", "1")),
	}
	second := standing(t, "2027-01-01").Evaluate(declarations, nil)
	require.Equal(t, "qc-otpq", second.Regulation)
	require.Equal(t, "5", second.Total().Carried.String())
	require.Equal(t, hours.MetWithCarry, second.Status)
	require.Equal(t, "0", second.Surplus.String())

	third := standing(t, "2029-01-01").Evaluate(declarations, nil)
	require.Equal(t, "0", third.Total().Carried.String())

	declarations = append(declarations, of("2025-04-01", counted("b3", "autonomous", "2026-02-01", "3")))
	third = standing(t, "2029-01-01").Evaluate(declarations, nil)
	require.Equal(t, "3", third.Total().Carried.String()) // 28 − (30 − 5)
}

func TestNothingIsCarriedAcrossATimeAway(t *testing.T) {
	declarations := []hours.Declaration{counted("a1", "structured", "2024-01-10", "36"), counted("a2", "ethics", "2024-01-11", "1")}
	away := []cycle.Stay{
		{Span: span("2010-05-01", "2025-01-01")},
		{Span: cycle.Span{From: day("2028-06-01"), To: cycle.Forever}, Entry: cycle.Readmission},
	}
	b := standing(t, "2029-01-01", away...).Evaluate(declarations, nil)
	require.Equal(t, "2028-06-01", b.Start.String())
	require.Equal(t, cycle.Readmission, b.Entry)
	require.Equal(t, "0", b.Total().Carried.String())
	// 34 whole months of 36 are left: 30 × 34 ÷ 36.
	require.Equal(t, hours.Ratio(85, 3), b.Total().Due)
}
