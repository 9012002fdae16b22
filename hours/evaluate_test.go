package hours_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
)

// file is that of a member on the roll all along, judged on 15 June 2023.
func file(declarations ...hours.Declaration) hours.File {
	return hours.File{Period: period, Part: whole, Declarations: declarations, Day: day("2023-06-15")}
}

func left(t *testing.T, b hours.Balance) map[string]string {
	all := map[string]string{}
	for _, l := range b.Lines {
		all[l.Requirement] = l.Remaining.String()
	}
	return all
}

func due(t *testing.T, b hours.Balance) map[string]string {
	all := map[string]string{}
	for _, l := range b.Lines {
		all[l.Requirement] = l.Due.String()
	}
	return all
}

func TestP5_StartOfThePeriodOrOfTheEntry(t *testing.T) {
	b := otpqVersion(t).Evaluate(file())
	require.Equal(t, "2022-01-01", b.Start.String())
	require.False(t, b.Entered)
	for _, entry := range []cycle.Entry{cycle.Admission, cycle.Readmission} {
		f := file()
		f.Part = cycle.Part{Span: span("2023-02-01", "2025-04-01"), Entered: true, Entry: entry}
		b = otpqVersion(t).Evaluate(f)
		require.Equal(t, "2023-02-01", b.Start.String())
		require.True(t, b.Entered)
		require.Equal(t, entry, b.Entry)
	}
}

func TestP6_EndOfThePeriod(t *testing.T) {
	require.Equal(t, "2025-03-31", otpqVersion(t).Evaluate(file()).End.String())
}

// The order's guide: 5 h granted of 30 leave 25 to accumulate, half of them
// structured, and the ethics hour.
func TestP52_AnExemptionOfFiveHours(t *testing.T) {
	f := file()
	f.Reliefs = []hours.Relief{relief("x1", "5")}
	b := otpqVersion(t).Evaluate(f)
	require.Equal(t, map[string]string{"total": "25", "structured": "12.5", "ethics": "1"}, due(t, b))
	require.Equal(t, map[string]string{"total": "25", "structured": "12.5", "ethics": "1"}, left(t, b))
	require.Equal(t, "30", line(t, b, "total").Asked.String())
	require.Equal(t, "5", line(t, b, "total").Exempted.String())
	require.Equal(t, "2.5", line(t, b, "structured").Exempted.String())
	require.Equal(t, "0", line(t, b, "ethics").Exempted.String())
}

func TestP8_HoursToAccumulate(t *testing.T) {
	for _, c := range []struct {
		name    string
		part    cycle.Span
		granted string
		want    map[string]string
	}{
		{"whole period", period.Span, "0", map[string]string{"total": "30", "structured": "15", "ethics": "1"}},
		{"26 whole months of 39", span("2023-02-01", "2025-04-01"), "0", map[string]string{"total": "20", "structured": "10", "ethics": "1"}},
		{"a day later, 25 whole months", span("2023-02-02", "2025-04-01"), "0", map[string]string{"total": "250/13", "structured": "125/13", "ethics": "1"}},
		{"proration, then the exemption", span("2023-02-01", "2025-04-01"), "5", map[string]string{"total": "15", "structured": "7.5", "ethics": "1"}},
		{"left after 13 months", span("2022-01-01", "2023-02-01"), "0", map[string]string{"total": "10", "structured": "5", "ethics": "1"}},
		{"the last day only", span("2025-03-31", "2025-04-01"), "0", map[string]string{"total": "0", "structured": "0", "ethics": "1"}},
		{"granted more than is asked", period.Span, "31", map[string]string{"total": "0", "structured": "0", "ethics": "1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := file()
			f.Part = cycle.Part{Span: c.part}
			f.Reliefs = []hours.Relief{relief("x1", c.granted)}
			require.Equal(t, c.want, due(t, otpqVersion(t).Evaluate(f)))
		})
	}
}

// What no source says is applied, and shows as not verified.
func TestProrationCitesAClauseThatIsNotVerified(t *testing.T) {
	v, f := otpqVersion(t), file()
	f.Part = cycle.Part{Span: span("2023-02-01", "2025-04-01"), Entered: true, Entry: cycle.Readmission}
	var prorated []hours.Step
	for _, s := range v.Evaluate(f).Trace {
		if s.Stage == hours.StageProrated {
			prorated = append(prorated, s)
		}
	}
	require.Equal(t, []hours.Step{{
		Stage: hours.StageProrated, Requirement: "total", Before: h("30"), After: h("20"), Num: 26, Den: 39, Clause: "proration",
	}}, prorated)
	clause, ok := v.Clause("proration")
	require.True(t, ok)
	require.False(t, clause.Verified)
}

func TestP9_HoursOfExemptionGranted(t *testing.T) {
	f := file()
	other := relief("x9", "7")
	other.Period = day("2025-04-01")
	f.Reliefs = []hours.Relief{relief("x2", "2.5"), other, relief("x1", "5")}
	b := otpqVersion(t).Evaluate(f)
	require.Equal(t, "7.5", b.Granted.String())
	require.Equal(t, "22.5", b.Total().Due.String())
}

func TestP10_HoursDeclaredToDate(t *testing.T) {
	b := otpqVersion(t).Evaluate(file(everyState()...))
	require.Equal(t, "31", b.Declared.String()) // 1 + 2 + 4 + 8 + 16: not withdrawn, cancelled, draft or another period's
	require.Equal(t, "8", b.Counted.String())   // of 4, and 4 of 8
	require.Equal(t, "3", b.Pending.String())   // 1 + 2
}

// everyState has a declaration in each state, of amounts that no two sums share.
func everyState() []hours.Declaration {
	partly := counted("d4", "autonomous", "2023-02-04", "8")
	partly.Counted = h("4")
	partly.Decisions = []hours.Decision{{Event: hours.Count, Reason: "Pauses déduites"}}
	refused := in(counted("d5", "structured", "2023-02-05", "16"), hours.Refused)
	refused.Decisions = []hours.Decision{{Event: hours.Refuse, Reason: "Hors sujet"}}
	another := counted("d8", "structured", "2025-05-01", "128")
	another.Period = day("2025-04-01")
	outside := counted("d0", "structured", "2021-12-31", "0")
	return []hours.Declaration{
		in(counted("d1", "structured", "2023-02-01", "1"), hours.Submitted),
		in(counted("d2", "ethics", "2023-02-02", "2"), hours.InReview),
		counted("d3", "structured", "2023-02-03", "4"), partly, refused,
		in(counted("d6", "structured", "2023-02-06", "32"), hours.Withdrawn),
		in(counted("d7", "structured", "2023-02-07", "64"), hours.Cancelled),
		in(counted("d9", "structured", "2023-02-08", "256"), hours.Draft),
		in(counted("da", "structured", "2023-02-09", "512"), hours.Discarded), another, outside,
	}
}

func TestP11_P12_P13_HoursCountedByCategory(t *testing.T) {
	b := otpqVersion(t).Evaluate(file(everyState()...))
	require.Equal(t, []hours.CategoryHours{
		{Category: "structured", Declared: h("21"), Counted: h("4"), Pending: h("1")},
		{Category: "ethics", Declared: h("2"), Pending: h("2")},
		{Category: "autonomous", Declared: h("8"), Counted: h("4")},
	}, b.Categories)
	require.Equal(t, h("4"), b.Category("autonomous").Counted)
	require.Equal(t, hours.CategoryHours{Category: "magic"}, b.Category("magic"))
}

// What does not count says why, in the words of the order when it gave some.
func TestEachItemNotCountedSaysWhy(t *testing.T) {
	b := otpqVersion(t).Evaluate(file(everyState()...))
	require.Equal(t, []hours.Item{
		{Declaration: "d0", Why: hours.WhyOutside},
		{Declaration: "d1", Declared: h("1"), Credit: h("1"), Pending: h("1"), Why: hours.WhyPending},
		{Declaration: "d2", Declared: h("2"), Credit: h("2"), Pending: h("2"), Why: hours.WhyPending},
		{Declaration: "d3", Declared: h("4"), Credit: h("4"), Counted: h("4"), Serves: []string{"total", "structured"}},
		{Declaration: "d4", Declared: h("8"), Credit: h("4"), Counted: h("4"), Serves: []string{"total"}, Why: hours.WhyPartly, Reason: "Pauses déduites"},
		{Declaration: "d5", Declared: h("16"), Why: hours.WhyRefused, Reason: "Hors sujet"},
		{Declaration: "d6", Declared: h("32"), Why: hours.WhyWithdrawn},
		{Declaration: "d7", Declared: h("64"), Why: hours.WhyCancelled},
	}, b.Items)
	item, ok := b.Item("d5")
	require.True(t, ok)
	require.Equal(t, hours.WhyRefused, item.Why)
	_, ok = b.Item("d9")
	require.False(t, ok)
}

// Hours before an admission inside the period do not count.
func TestHoursOutsideOnesOwnPartDoNotCount(t *testing.T) {
	f := file(counted("d1", "structured", "2023-01-31", "3"), counted("d2", "structured", "2023-02-01", "4"))
	f.Part = cycle.Part{Span: span("2023-02-01", "2025-04-01"), Entered: true}
	b := otpqVersion(t).Evaluate(f)
	require.Equal(t, "7", b.Declared.String())
	require.Equal(t, "4", b.Counted.String())
	require.Equal(t, hours.WhyOutside, b.Items[0].Why)
	for _, step := range b.Trace {
		if step.Declaration == "d1" && step.Stage == hours.StageCounted {
			clause, ok := otpqVersion(t).Clause(step.Clause)
			require.True(t, ok)
			require.False(t, clause.Verified, "no article that says so could be read")
			return
		}
	}
	require.Fail(t, "no step counts the hours of d1")
}

// The order's guide: one structured and one ethics activity, an hour each, give 14
// and 0 remaining, and 28 in total.
func TestP35_OneStructuredAndOneEthicsActivity(t *testing.T) {
	b := otpqVersion(t).Evaluate(file(counted("d1", "structured", "2023-05-02", "1"), counted("d2", "ethics", "2023-05-03", "1")))
	require.Equal(t, "14", line(t, b, "structured").Remaining.String())
	require.Equal(t, "0", line(t, b, "ethics").Remaining.String())
	require.Equal(t, "28", b.Total().Remaining.String())
	require.Equal(t, hours.Short, b.Status)
}

func TestP14_P15_P16_HoursStillToDo(t *testing.T) {
	none := otpqVersion(t).Evaluate(file())
	require.Equal(t, map[string]string{"total": "30", "structured": "15", "ethics": "1"}, left(t, none))
	// Pending hours take nothing off, and show apart.
	b := otpqVersion(t).Evaluate(file(in(counted("d1", "structured", "2023-05-02", "6"), hours.Submitted), counted("d2", "structured", "2023-05-02", "20")))
	require.Equal(t, map[string]string{"total": "10", "structured": "0", "ethics": "1"}, left(t, b))
	require.Equal(t, hours.Line{
		Requirement: "total", Window: span("2022-01-01", "2025-04-01"), Decides: true, Total: true, Asked: h("30"), Due: h("30"), Counted: h("20"), Pending: h("6"),
		Remaining: h("10"), AfterPending: h("4"), Clause: "total",
	}, b.Total())
	_, ok := b.Line("magic")
	require.False(t, ok)
	require.Equal(t, hours.Line{}, hours.Balance{}.Total())
}

// A stored decision never counts more than was declared.
func TestNoMoreCountsThanWasDeclared(t *testing.T) {
	d := counted("d1", "structured", "2023-05-02", "3")
	d.Counted = h("5")
	b := otpqVersion(t).Evaluate(file(d))
	require.Equal(t, "3", b.Counted.String())
	require.Equal(t, "27", b.Total().Remaining.String())
}

// An activity counts in the part of the period in which it ends, wherever it
// began.
func TestActivityThatStraddlesTheEntryOrTheEnd(t *testing.T) {
	straddling := func(first, last string) hours.File {
		d := counted("d1", "structured", first, "6")
		d.Activity.Last = day(last)
		f := file(d)
		f.Part = cycle.Part{Span: span("2023-02-01", "2024-02-01"), Entered: true, Left: true}
		return f
	}
	for _, c := range []struct{ first, last, counted string }{
		{"2023-01-31", "2023-02-01", "6"},
		{"2023-01-30", "2023-01-31", "0"},
		{"2024-01-30", "2024-01-31", "6"},
		{"2024-01-31", "2024-02-01", "0"},
	} {
		b := otpqVersion(t).Evaluate(straddling(c.first, c.last))
		require.Equal(t, c.counted, b.Counted.String(), c)
		require.Equal(t, c.counted == "0", b.Items[0].Why == hours.WhyOutside, c)
	}
}

// Of 30 h, 12 are structured, and a third of those is in person: 4.
func TestShareOfARequirementThatIsNotTheTotal(t *testing.T) {
	of := func(text string) *hours.Hours { amount := h(text); return &amount }
	v := hours.Version{ID: "v", Requirements: []hours.Requirement{
		{ID: "total", Least: &hours.Amount{Hours: of("30")}},
		{ID: "structured", Least: &hours.Amount{Hours: of("12")}},
		{ID: "in person", Least: &hours.Amount{Share: hours.Share{Num: 1, Den: 3}, Of: "structured"}},
	}}
	require.Equal(t, "4", line(t, v.Evaluate(file()), "in person").Due.String())
}
