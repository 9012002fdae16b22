package naive_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours/catalogue/naive"
)

// worked evaluates a version, as lines of YAML in flow style, for one case.
func worked(t *testing.T, version, file string) naive.Result {
	t.Helper()
	results, err := naive.Evaluate([]byte("versions: [" + version + "]\ncases: [" + file + "]\n"))
	require.NoError(t, err)
	require.Len(t, results, 1)
	return results[0]
}

func remaining(r naive.Result, requirement string) string {
	return r.Lines[requirement].Remaining.RatString()
}

func due(r naive.Result, requirement string) string { return r.Lines[requirement].Due.RatString() }

const year = `{id: v, effective: 2000-01-01, calendar: {months: 12, start: 01-01}, `

func TestOneStructuredAndOneEthicsActivityOfAnHourEach(t *testing.T) {
	r := worked(t, `{id: v, effective: 2000-01-01,
	  calendar: {months: 36, start: 04-01, first: {from: 2022-01-01, to: 2025-04-01}}, requirements: [
	  {id: total, least: {hours: 30}},
	  {id: structured, select: {any: [structured, ethics]}, least: {share: 1/2, of: total}},
	  {id: ethics, select: {any: [ethics]}, least: {hours: 1}}]}`,
		`{name: a, day: 2023-06-15, declarations: [
	  {category: structured, on: 2023-05-02, hours: 1}, {category: ethics, on: 2023-05-03, hours: 1}]}`)
	require.Equal(t, "2022-01-01", r.Start)
	require.Equal(t, "2025-03-31", r.End)
	require.Equal(t, "28", remaining(r, "total"))
	require.Equal(t, "13", remaining(r, "structured"))
	require.Equal(t, "0", remaining(r, "ethics"))
	require.Equal(t, "short", r.Status)
}

func TestSixtyHoursForTwentySixMonthsOfThirtySix(t *testing.T) {
	r := worked(t, `{id: v, effective: 2000-01-01, calendar: {months: 36, from: 2022-01-01}, requirements: [
	  {id: total, least: {hours: 60}, prorate: {count: months-whole}}]}`,
		`{name: a, day: 2023-06-15, admitted: 2022-11-01}`)
	require.Equal(t, "130/3", due(r, "total"))
}

func TestLeaveTakesItsShareOfTheMonths(t *testing.T) {
	// 25 × (12 − 3) ÷ 12.
	r := worked(t, year+`requirements: [{id: total, least: {hours: 25}, relieved: true}],
	  exemptions: [{id: leave, effect: share}]}`,
		`{name: a, day: 2023-06-15, exemptions: [{ground: sick, from: 2023-02-10, to: 2023-04-02}]}`)
	require.Equal(t, "75/4", due(r, "total"))
}

func TestARateForEachMonthIsNotCapped(t *testing.T) {
	r := worked(t, `{id: v, effective: 2000-01-01, calendar: {months: 48, from: 2022-01-01}, requirements: [
	  {id: total, least: {hours: 60}, prorate: {count: months-touched, rate: 1.67}}]}`,
		`{name: a, day: 2023-06-15, admitted: 2023-01-31}`)
	require.Equal(t, "1503/25", due(r, "total")) // 1.67 × 36 = 60.12
}

func TestALimitTowardOneRequirementLeavesTheOthers(t *testing.T) {
	r := worked(t, year+`requirements: [{id: total, least: {hours: 20}},
	  {id: group, select: {any: [group, reading]}, least: {hours: 10}},
	  {id: cap, select: {any: [reading]}, most: {hours: 4}, toward: [group]}]}`,
		`{name: a, day: 2023-06-15, declarations: [
	  {category: reading, on: 2023-05-02, hours: 7}, {category: group, on: 2023-05-03, hours: 2}]}`)
	require.Equal(t, "11", remaining(r, "total"))
	require.Equal(t, "4", remaining(r, "group"))
	require.Equal(t, "3", r.Limited["cap"].RatString())
}

func TestALimitOnOneRequirementAtATime(t *testing.T) {
	// Of nine hours of reading, five are too many for the total; the live ones are
	// not too many for the live requirement.
	r := worked(t, year+`requirements: [{id: total, least: {hours: 20}},
	  {id: live, select: {any: [live]}, least: {hours: 10}},
	  {id: cap, select: {any: [reading]}, most: {hours: 4}}]}`,
		`{name: a, day: 2023-06-15, declarations: [
	  {category: reading, on: 2023-05-01, hours: 3}, {category: reading, on: 2023-05-02, hours: 3},
	  {category: reading, tags: [live], on: 2023-05-03, hours: 3}]}`)
	require.Equal(t, "16", remaining(r, "total"))
	require.Equal(t, "7", remaining(r, "live"))
	require.Equal(t, "5", r.Limited["cap"].RatString())
}

func TestWhatSeveralLimitsSelectIsDroppedFirst(t *testing.T) {
	// Both limits are exceeded by 2. Dropping 2 of the podcast that is of both is
	// enough.
	r := worked(t, year+`requirements: [{id: total, least: {hours: 20}},
	  {id: alone, select: {any: [alone]}, most: {hours: 4}},
	  {id: brief, select: {any: [brief]}, most: {hours: 4}}]}`,
		`{name: a, day: 2023-06-15, declarations: [
	  {category: podcast, tags: [alone, brief], on: 2023-05-01, hours: 3},
	  {category: reading, tags: [alone], on: 2023-05-02, hours: 3},
	  {category: video, tags: [brief], on: 2023-05-03, hours: 3}]}`)
	require.Equal(t, "7", r.Lines["total"].Counted.RatString())
	require.Equal(t, "2", r.Limited["alone"].RatString())
	require.Equal(t, "0", r.Limited["brief"].RatString())
}

func TestOneOfAsksTheListThatLeavesLeast(t *testing.T) {
	r := worked(t, year+`requirements: [{id: total, least: {hours: 5}},
	  {id: a, select: {any: [x]}, least: {hours: 10}}, {id: b, select: {any: [y]}, least: {hours: 3}},
	  {id: either, oneOf: [[a], [b]]}]}`,
		`{name: a, day: 2023-06-15, declarations: [
	  {category: x, on: 2023-05-02, hours: 8}, {category: y, on: 2023-05-02, hours: 2}]}`)
	require.Equal(t, "1", remaining(r, "either"))
	require.Equal(t, "short", r.Status)
}

func TestHoursBeyondOneRequirementSpillOnce(t *testing.T) {
	r := worked(t, year+`requirements: [{id: total, least: {hours: 5}},
	  {id: a, select: {any: [x]}, least: {hours: 4}},
	  {id: b, select: {any: [y]}, least: {hours: 3}, spill: [a]},
	  {id: c, select: {any: [z]}, least: {hours: 3}, spill: [a]}]}`,
		`{name: a, day: 2023-06-15, declarations: [{category: x, on: 2023-05-02, hours: 8}]}`)
	require.Equal(t, "0", remaining(r, "b"))
	require.Equal(t, "2", remaining(r, "c"))
}

func TestCarriedHoursLiveTwoPeriods(t *testing.T) {
	version := year + `requirements: [{id: total, least: {hours: 10}, carried: true}], carryOver: {most: 8, lives: 2}}`
	declared := `declarations: [{category: x, on: 2020-05-02, hours: 17}, {category: x, on: 2021-05-02, hours: 8}]`
	r := worked(t, version, `{name: a, day: 2022-06-15, `+declared+`}`)
	// 7 of 2020; 2021 uses all of them and 3 of its own, and passes on 5.
	require.Equal(t, "5", r.Lines["total"].Carried.RatString())
	r = worked(t, version, `{name: a, day: 2023-06-15, declarations: [{category: x, on: 2020-05-02, hours: 17},
	  {category: x, on: 2021-05-02, hours: 6}, {category: x, on: 2022-05-02, hours: 7}]}`)
	// 7 of 2020 and 6 in 2021 leave 3 of 2021, which serve 2022 before its own 7.
	require.Equal(t, "0", r.Lines["total"].Carried.RatString())
}

func TestALateTierAddsHours(t *testing.T) {
	r := worked(t, year+`requirements: [{id: total, least: {hours: 10}}],
	  late: [{months: 1, adds: [{to: total, hours: 2}]}, {months: 3, adds: [{to: total, hours: 5}]}]}`,
		`{name: a, day: 2023-01-20, in: 2022-06-01, declarations: [
	  {category: x, on: 2022-05-02, hours: 8}, {category: x, on: 2023-01-10, hours: 2, for: 2022-06-01}]}`)
	require.Equal(t, "12", due(r, "total"))
	require.Equal(t, "2", remaining(r, "total"))
	require.Equal(t, "in-grace", r.Status)
}

func TestMonthsFreeAndRoundedUp(t *testing.T) {
	// Admitted 2023-03-15, free to 2023-09-15: three whole months of twelve, and
	// 25 × 3 ÷ 12 = 6.25, up to 6.5.
	r := worked(t, year+`requirements: [{id: total, least: {hours: 25},
	  prorate: {count: months-calendar, free: 6, round: {to: 1/2, way: up}}}]}`,
		`{name: a, day: 2023-12-15, admitted: 2023-03-15}`)
	require.Equal(t, "13/2", due(r, "total"))
}

func TestAMonthFromThe31stEndsWithAShorterOne(t *testing.T) {
	// From 31 January: eleven whole months to 30 December, that of February its 28th.
	r := worked(t, year+`requirements: [{id: total, least: {hours: 12}, prorate: {count: months-whole}}]}`,
		`{name: a, day: 2023-12-15, admitted: 2023-01-31}`)
	require.Equal(t, "11", due(r, "total"))
	r = worked(t, `{id: v, effective: 2000-01-01, calendar: {months: 12, start: 03-01}, requirements: [
	  {id: total, least: {hours: 12}, prorate: {count: months-whole}}]}`,
		`{name: a, day: 2023-02-15, admitted: 2023-01-31}`)
	require.Equal(t, "1", due(r, "total"))
}

func TestMeasuringStepByStep(t *testing.T) {
	// 100 minutes are 5/3 hours, 1.5 when rounded down, doubled 3, at most 2.
	// The second time gives half: 0.75.
	r := worked(t, year+`requirements: [{id: total, least: {hours: 12}}], credits: [
	  {id: a, select: {any: [teaching]}, round: {to: 1/2, way: down, first: 1}, times: 2,
	   again: {times: 1/2, within: period}, most: 2}, {id: b, convert: {ceu: 10}, most: 5}]}`,
		`{name: a, day: 2023-12-15, declarations: [
	  {category: teaching, content: k, on: 2023-05-02, minutes: 100},
	  {category: teaching, content: k, on: 2023-05-03, minutes: 100},
	  {category: teaching, on: 2023-05-03, minutes: 50},
	  {category: other, amount: 0.4, measure: ceu, on: 2023-05-03}]}`)
	require.Equal(t, []string{"2", "3/4", "0", "4"}, []string{
		r.Credits[0].RatString(), r.Credits[1].RatString(), r.Credits[2].RatString(), r.Credits[3].RatString(),
	})
}
