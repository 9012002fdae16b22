package hours_test

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// outcomes are what became of Emma's periods.
type outcomes []hours.Outcome

func (o outcomes) Outcomes(context.Context, identity.OrganisationID, identity.MemberID) ([]hours.Outcome, error) {
	return o, nil
}

// inDefault is a notice about the first period, of which the delay runs from
// 15 January 2026.
func inDefault(after hours.AfterNotice) hours.Outcome {
	return hours.Outcome{Period: day("2022-01-01"), Closed: true, Noticed: day("2026-01-15"), After: after, Open: true}
}

// lacking is a file of the first period in which 2 h of anything are missing: 28 h
// of 30, with the 15 h structured and the hour of ethics.
func lacking() []hours.Declaration {
	return []hours.Declaration{
		counted("a", "structured", "2023-02-01", "15"), counted("b", "autonomous", "2023-02-02", "12"), counted("c", "ethics", "2023-02-03", "1"),
	}
}

// asDone makes an entry of a category and so many hours, over two days.
func asDone(e *hours.Entry, category, amount string) {
	e.Category, e.Duration, e.Last.Day = category, amount, "3"
	if category == "autonomous" {
		e.Type = "reading"
	}
}

func parts(all ...string) []hours.Allocation {
	var parts []hours.Allocation
	for i := 0; i < len(all); i += 2 {
		parts = append(parts, hours.Allocation{Period: day(all[i]), Hours: h(all[i+1])})
	}
	return parts
}

func TestF36_HoursDoneAfterTheNotice(t *testing.T) {
	const old, now = "2022-01-01", "2025-04-01"
	s := standing(t, "2026-11-22")
	done := func(category, on, amount string) hours.Declaration {
		return of(now, counted("new", category, on, amount))
	}
	noEthics := append(lacking()[:2:2], counted("d", "autonomous", "2023-02-04", "3"))
	for name, c := range map[string]struct {
		file  []hours.Declaration
		new   hours.Declaration
		after hours.AfterNotice
		want  []hours.Allocation
	}{
		// EVAL22, a. 16: first to the period in default, and the rest at home.
		"first, more than is missing":   {lacking(), done("autonomous", "2026-02-10", "3"), hours.DefaultFirst, parts(old, "2", now, "1")},
		"first, less than is missing":   {lacking(), done("autonomous", "2026-02-10", "1.5"), hours.DefaultFirst, parts(old, "1.5")},
		"first, exactly what is":        {lacking(), done("ethics", "2026-02-10", "2"), hours.DefaultFirst, parts(old, "2")},
		"first, of no use":              {noEthics, done("autonomous", "2026-02-10", "3"), hours.DefaultFirst, nil},
		"first, the hour of ethics":     {noEthics, done("ethics", "2026-02-10", "3"), hours.DefaultFirst, parts(old, "1", now, "2")},
		"first, nothing is missing":     {append(lacking(), counted("d", "autonomous", "2023-02-04", "2")), done("ethics", "2026-02-10", "3"), hours.DefaultFirst, nil},
		"no clause says":                {lacking(), done("autonomous", "2026-02-10", "3"), hours.AfterNotice(""), nil},
		"done on the day of the notice": {lacking(), done("autonomous", "2026-01-15", "3"), hours.DefaultOnly, nil},
		// CPAP, a. 14; CGA, a. 15; EVAL06, a. 19: only to the period in default.
		"only, more than is missing": {lacking(), done("autonomous", "2026-02-10", "3"), hours.DefaultOnly, parts(old, "3")},
		"only, of no use":            {noEthics, done("autonomous", "2026-02-10", "3"), hours.DefaultOnly, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got := s.Allocate(c.new, hours.Contents{Declarations: c.file}, []hours.Outcome{inDefault(c.after)})
			require.Equal(t, c.want, got)
		})
	}
}

// A notice that is no longer open takes nothing more, and keeps what it had when
// the order corrects the decision.
func TestWhatMadeADefaultGoodIsCorrectedWhereItCounts(t *testing.T) {
	s := standing(t, "2026-11-22")
	cured := inDefault(hours.DefaultFirst)
	cured.Open = false
	d := of("2025-04-01", counted("new", "autonomous", "2026-02-10", "3"))
	in := hours.Contents{Declarations: lacking()}
	require.Nil(t, s.Allocate(d, in, []hours.Outcome{cured}))
	d.Allocations, d.Counted = parts("2022-01-01", "2", "2025-04-01", "1"), h("1")
	require.Equal(t, parts("2022-01-01", "1"), s.Allocate(d, in, []hours.Outcome{cured}))
	d.State = hours.Refused
	require.Nil(t, s.Allocate(d, in, []hours.Outcome{cured}))
}

// What is multiplied is divided exactly, and what is rounded goes whole: 2 h are
// missing, and 3 h of a course count for 6.
func TestAPartThatWouldNotGiveItsPartGoesWhole(t *testing.T) {
	two := h("2")
	for name, c := range map[string]struct {
		rule hours.CreditRule
		want []hours.Allocation
	}{
		"twice":                 {hours.CreditRule{Times: &two}, parts("2022-01-01", "1", "2025-04-01", "2")},
		"by whole three hours":  {hours.CreditRule{Round: hours.Rounding{To: h("3"), Way: hours.Down}}, parts("2022-01-01", "3")},
		"two hours, whatever":   {hours.CreditRule{Flat: &two}, parts("2022-01-01", "3")},
		"at least two to count": {hours.CreditRule{Least: &two}, parts("2022-01-01", "3")},
	} {
		t.Run(name, func(t *testing.T) {
			s := standing(t, "2026-11-22")
			c.rule.ID, c.rule.Clause, c.rule.Select.Any = "rule", "total", []string{"autonomous"}
			versions := append([]hours.Version{}, s.Regulation.Versions...)
			for i := range versions {
				versions[i].Credits = []hours.CreditRule{c.rule}
			}
			s.Regulation.Versions = versions
			file := []hours.Declaration{counted("a", "structured", "2023-02-01", "27"), counted("c", "ethics", "2023-02-03", "1")}
			d := of("2025-04-01", counted("new", "autonomous", "2026-02-10", "3"))
			require.Equal(t, c.want, s.Allocate(d, hours.Contents{Declarations: file}, []hours.Outcome{inDefault(hours.DefaultFirst)}))
		})
	}
}

// The decision allocates, the act tells it, and each part counts in its period: 2 h
// make the first period good, and 1 h counts in the present one.
func TestF36_TheDecisionSaysWhereTheHoursGo(t *testing.T) {
	ctx, d := context.Background(), newDesk(t)
	for i, e := range []struct{ category, hours string }{{"structured", "15"}, {"autonomous", "12"}, {"ethics", "1"}} {
		sent := d.declare(t, "old-"+strconv.Itoa(i), func(entry *hours.Entry) {
			asDone(entry, e.category, e.hours)
		})
		d.decide(t, sent, hours.Verdict{Event: hours.Count, Counted: h(e.hours)})
	}
	d.at = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	d.Outcomes = outcomes{inDefault(hours.DefaultFirst)}
	sent := d.declare(t, "new", func(e *hours.Entry) {
		asDone(e, "autonomous", "3")
		e.Period = "2025-04-01"
		e.First = hours.DateTyped(day("2026-02-10"))
		e.Last = e.First
	})
	counted := d.decide(t, sent, hours.Verdict{Event: hours.Count, Counted: h("3")})
	want := parts("2022-01-01", "2", "2025-04-01", "1")
	require.Equal(t, want, counted.Allocations)
	require.Equal(t, want, counted.Decisions[0].Allocations)

	act := d.history(t, staff, hours.ActQuery{})[0]
	require.Equal(t, want, act.Allocations)
	require.Equal(t, hours.Tally{Item: h("3"), Counted: h("1"), Remaining: h("29")}, act.After)
	require.Equal(t, []hours.PeriodTally{{
		Period: day("2022-01-01"), Before: hours.Tally{Counted: h("28"), Remaining: h("2")}, After: hours.Tally{Counted: h("30")},
	}}, act.Also)

	old, err := d.Balance(ctx, emma, "m-1", day("2022-01-01"))
	require.NoError(t, err)
	require.Equal(t, hours.Met, old.Status)
	item, ok := old.Item("new")
	require.True(t, ok)
	require.Equal(t, []hours.Hours{h("2"), h("2")}, []hours.Hours{item.Declared, item.Counted})

	// As it was known before the decision, nothing was allocated.
	d.at = d.at.AddDate(0, 0, 1)
	then, err := d.BalanceAsOf(ctx, emma, "m-1", day("2022-01-01"), day("2026-02-28"))
	require.NoError(t, err)
	require.Equal(t, "2", then.Total().Remaining.String())

	cancelled := d.decide(t, counted, hours.Verdict{Event: hours.Cancel, Reason: "À sa demande"})
	require.Empty(t, cancelled.Allocations)
	require.Equal(t, want, cancelled.Decisions[0].Allocations, "what was decided stays")
}

// No hour serves two periods, whatever is declared, decided and noticed.
func TestNoHourServesTwoPeriods(t *testing.T) {
	s := standing(t, "2026-11-22")
	rapid.Check(t, func(t *rapid.T) {
		after := rapid.SampledFrom([]hours.AfterNotice{hours.AfterNotice(""), hours.DefaultFirst, hours.DefaultOnly}).Draw(t, "after")
		var all []hours.Declaration
		for i := range rapid.IntRange(1, 8).Draw(t, "declarations") {
			category := rapid.SampledFrom([]string{"structured", "autonomous", "ethics"}).Draw(t, "category")
			amount := hours.Ratio(rapid.Int64Range(1, 60).Draw(t, "quarters"), 4)
			d := counted(strconv.Itoa(i), category, "2023-02-01", amount.String())
			if rapid.Bool().Draw(t, "later") {
				d = of("2025-04-01", counted(strconv.Itoa(i), category, rapid.SampledFrom([]string{"2025-06-01", "2026-02-10"}).Draw(t, "day"), amount.String()))
			}
			d.Allocations = s.Allocate(d, hours.Contents{Declarations: all}, []hours.Outcome{inDefault(after)})
			all = append(all, d)
		}
		var declared, served hours.Hours
		for _, d := range all {
			declared = declared.Plus(d.Counted)
			var sum hours.Hours
			for _, a := range d.Allocations {
				require.False(t, a.Hours.IsZero())
				sum = sum.Plus(a.Hours)
			}
			if len(d.Allocations) > 0 {
				require.Equal(t, d.Counted, sum)
			}
		}
		for _, on := range []string{"2022-01-01", "2025-04-01"} {
			in, err := s.In(day(on))
			require.NoError(t, err)
			served = served.Plus(in.Evaluate(all, nil).Counted)
		}
		require.Equal(t, declared, served)
	})
}
