package hours_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// under is the standing of a member of 2010 under a regulation of the catalogue.
func under(t require.TestingT, regulation, today string) hours.Standing {
	all, err := regulations()
	require.NoError(t, err)
	roll := []cycle.Stay{{Span: cycle.Span{From: day("2010-05-01"), To: cycle.Forever}}}
	s := hours.Standing{Member: identity.Member{Roll: roll}, Regulation: all[regulation], Today: day(today)}
	s, err = s.In(day(today))
	require.NoError(t, err)
	return s
}

// away is an exemption that the rules work out, its last day in.
func away(id, ground, first, last string) hours.Relief {
	return hours.Relief{ID: id, Ground: ground, Span: cycle.Span{From: day(first), To: day(last).AddDays(1)}}
}

func within(x hours.Relief, first, last string) hours.Relief {
	x.Within = cycle.Span{From: day(first), To: day(last).AddDays(1)}
	return x
}

func figure(id, period, granted string) hours.Relief {
	return hours.Relief{ID: id, Period: day(period), Hours: h(granted)}
}

func TestWhatTheRulesTakeOffForOneExemption(t *testing.T) {
	parental := away("x", "parental", "2020-06-01", "2021-02-01")
	for _, c := range []struct {
		name, regulation, today string
		x                       hours.Relief
		others                  []hours.Relief
		already, hours, left    string
		months, earlier, of     int64
		short                   bool
	}{
		// The order’s own example: June 2020 to February 2021 is 9 months, 9 × 1.25 = 11.25.
		{"the social workers’ own example", "qc-otstcfq", "2021-06-01", parental, nil, "0", "11.25", "18.75", 9, 0, 0, false},
		{"the same, beside 5 h that staff granted", "qc-otstcfq", "2021-06-01", parental, []hours.Relief{figure("y", "2020-04-01", "5")}, "5", "11.25", "13.75", 9, 0, 0, false},
		{"no more than is left of 30 h", "qc-otstcfq", "2021-06-01", parental, []hours.Relief{figure("y", "2020-04-01", "25")}, "25", "5", "0", 9, 0, 0, false},
		{"itself among the others", "qc-otstcfq", "2021-06-01", parental, []hours.Relief{parental}, "0", "11.25", "18.75", 9, 0, 0, false},
		// December 2020 to March 2021: of its 4 months, 3 are already exempt.
		{"months that are already exempt", "qc-otstcfq", "2021-06-01", away("x", "parental", "2020-12-05", "2021-03-10"), []hours.Relief{away("y", "parental", "2020-06-01", "2021-02-01")}, "11.25", "1.25", "17.5", 10, 9, 0, false},
		// 14 months × 1.25 = 17.5, of which 15.
		{"15 h at most", "qc-otstcfq", "2021-12-01", away("x", "parental", "2020-05-01", "2021-06-30"), nil, "0", "15", "15", 14, 0, 0, false},
		// Straddling: December 2021 to March 2022 is 4 months of the one, April to June 3 of the other.
		{"the part in the period before", "qc-otstcfq", "2022-02-01", within(away("x", "illness", "2021-12-15", "2022-06-10"), "2021-12-15", "2022-03-31"), nil, "0", "5", "25", 4, 0, 0, false},
		{"the part in the period after", "qc-otstcfq", "2022-12-01", within(away("x", "illness", "2021-12-15", "2022-06-10"), "2022-04-01", "2022-06-10"), nil, "0", "3.75", "26.25", 3, 0, 0, false},
		{"granted for the period before alone", "qc-otstcfq", "2022-12-01", within(away("x", "illness", "2021-12-15", "2022-06-10"), "2021-12-15", "2022-03-31"), nil, "0", "0", "30", 0, 0, 0, false},
		// Veterinarians: 40 × 17 ÷ 24 = 85/3; 40 − 85/3 = 35/3.
		{"a share", "qc-omvq", "2025-06-01", away("x", "parental", "2024-09-10", "2025-03-05"), nil, "0", "35/3", "85/3", 7, 0, 24, false},
		{"29 days of 30", "qc-omvq", "2025-06-01", away("x", "parental", "2024-09-01", "2024-09-29"), nil, "0", "0", "40", 0, 0, 0, true},
		// 40 days, 15 of them in the period: long enough, and one month of it, 40 ÷ 24.
		{"long enough with the days of the period before", "qc-omvq", "2025-06-01", within(away("x", "parental", "2024-03-07", "2024-04-15"), "2024-04-01", "2024-04-15"), nil, "0", "5/3", "115/3", 1, 0, 24, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := under(t, c.regulation, c.today)
			got, ok := s.Compute(c.x, c.others)
			require.True(t, ok)
			require.Equal(t, []string{c.already, c.hours, c.left}, []string{got.Already.String(), got.Hours.String(), got.Left.String()})
			require.Equal(t, got.Asked, hours.Sum(got.Already, got.Hours, got.Left))
			require.Equal(t, c.hours != "0", got.Lowers)
			require.Len(t, got.Rules, 1)
			r := got.Rules[0]
			require.Equal(t, []int64{c.months, c.earlier, c.of}, []int64{r.Months, r.Earlier, r.Of})
			require.Equal(t, c.short, r.TooShort)
			// And the balance says the same.
			b := s.Evaluate(nil, append([]hours.Relief{c.x}, others(c.others, c.x.ID)...))
			require.Equal(t, hours.Sum(got.Already, got.Hours), b.Granted)
			require.Equal(t, got.Left, b.Total().Due)
		})
	}
}

func others(all []hours.Relief, but string) []hours.Relief {
	var kept []hours.Relief
	for _, x := range all {
		if x.ID != but {
			kept = append(kept, x)
		}
	}
	return kept
}

func TestWithoutARuleThereIsNothingToCompute(t *testing.T) {
	_, ok := under(t, "qc-otpq", "2023-06-01").Compute(away("x", "illness", "2023-01-01", "2023-03-31"), nil)
	require.False(t, ok, "how much an exemption is worth could not be read")
	_, ok = under(t, "qc-otstcfq", "2021-06-01").Compute(away("x", "suspended", "2020-06-01", "2021-02-28"), nil)
	require.False(t, ok, "a suspension is no ground")
	got, ok := under(t, "qc-iqpf", "2023-06-01").Compute(away("x", "whatever", "2022-01-01", "2022-06-30"), nil)
	require.True(t, ok, "a rule without grounds is about every ground")
	require.True(t, got.Lowers)
}

// Whatever is granted, by rule or as a figure: what is granted in all is what is
// taken off the total, and what is computed for one is the difference that it makes.
func TestP9_WhatIsGrantedIsWhatIsTakenOff(t *testing.T) {
	s := under(t, "qc-otstcfq", "2021-06-01")
	rapid.Check(t, func(t *rapid.T) {
		var reliefs []hours.Relief
		room := h("30")
		for i := range rapid.IntRange(0, 5).Draw(t, "exemptions") {
			id := string(rune('a' + i))
			if rapid.Bool().Draw(t, "by rule") {
				first := s.Period.From.AddDays(rapid.IntRange(-200, 700).Draw(t, "first"))
				last := first.AddDays(rapid.IntRange(0, 500).Draw(t, "days"))
				ground := rapid.SampledFrom([]string{"parental", "caregiver", "illness", "suspended"}).Draw(t, "ground")
				reliefs = append(reliefs, away(id, ground, first.String(), last.String()))
				continue
			}
			granted := hours.Least(hours.Ratio(rapid.Int64Range(1, 60).Draw(t, "quarters"), 4), room)
			room = room.Minus(granted)
			reliefs = append(reliefs, hours.Relief{ID: id, Period: s.Period.From, Hours: granted})
		}
		b := s.Evaluate(nil, reliefs)
		require.Equal(t, b.Total().Exempted, b.Granted)
		x := away("x", "illness", "2020-06-01", "2021-02-01")
		got, ok := s.Compute(x, reliefs)
		require.True(t, ok)
		with := s.Evaluate(nil, append(reliefs, x))
		require.Equal(t, b.Total().Due.Minus(with.Total().Due), got.Hours)
		require.Equal(t, with.Granted, b.Granted.Plus(got.Hours))
	})
}
