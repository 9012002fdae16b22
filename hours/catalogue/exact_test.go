package catalogue_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours/catalogue"
)

// What regulations really ask comes out as they define it: nothing is rounded that
// no clause rounds, and what a clause rounds is rounded once.
func TestExactFigures(t *testing.T) {
	for _, c := range []struct {
		name, months, rest, facts, due string
	}{
		// 60 × 26 ÷ 36: an admission with 26 whole months left.
		{"43 1/3", "36", "least: {hours: 60}, prorate: {count: months-whole}", "admitted: 2020-11-01", "130/3"},
		// 1.67 h for each month, which is itself rounded: 36 of them are more than 60.
		{"60.12", "36", "least: {hours: 60}, prorate: {count: months-whole, on: [admission], rate: 1.67}", "admitted: 2020-01-01", "60.12"},
		// 1 h for each month, and nothing under six of them.
		{"too short a part", "12", "least: {hours: 12}, prorate: {count: months-whole, rate: 1, atLeast: 6}", "admitted: 2020-07-02", "0"},
		{"just long enough a part", "12", "least: {hours: 12}, prorate: {count: months-whole, rate: 1, atLeast: 6}", "admitted: 2020-07-01", "6"},
		{"58.45", "36", "least: {hours: 60}, prorate: {count: months-whole, on: [admission], rate: 1.67}", "admitted: 2020-01-15", "58.45"},
		{"60 on readmission", "36", "least: {hours: 60}, prorate: {count: months-whole, on: [admission], rate: 1.67}", "readmitted: 2020-01-15", "60"},
		// A leave from 1 June to 1 February touches nine months: 30 × 15 ÷ 24.
		{"18.75", "24", "least: {hours: 30}, relieved: true", "exemptions: [{ground: leave, from: 2020-06-01, to: 2021-02-01}]", "18.75"},
		// A third of 15 h, and a third of 10 h.
		{"a third", "12", "least: {share: 1/3, of: total}", "", "5"},
		{"a third of what is prorated", "12", "least: {share: 1/3, of: ten}", "admitted: 2020-03-01", "25/9"},
		// Rounded up to the half hour, because it says so: 30 × 5 ÷ 12 is 12.5, 30 × 7 ÷ 12 is 17.5, 10 × 7 ÷ 12 is 5.83….
		{"rounded by a clause", "12", "least: {hours: 10}, prorate: {count: months-whole, round: {to: 1/2, way: up}}", "admitted: 2020-06-01", "6"},
	} {
		t.Run(c.name, func(t *testing.T) {
			facts := c.facts
			if facts != "" {
				facts = "    " + facts + "\n"
			}
			text := `id: exact
title: {fr: Exact}
versions:
  - id: "2020"
    effective: 2020-01-01
    calendar: {months: ` + c.months + `, start: 01-01, from: 2020-01-01}
    clauses:
      - {id: k, cite: {fr: art. 1}, says: {fr: Des heures}, source: made up}
    requirements:
      - {id: total, least: {hours: 15}, clause: k}
      - {id: ten, least: {hours: 10}, prorate: {count: months-whole}, clause: k}
      - {id: x, ` + c.rest + `, clause: k}
    exemptions:
      - {id: leave, effect: share, clause: k}
cases:
  - name: ` + c.name + `
    source: arithmetic
    day: 2020-12-01
` + facts + `    expect: {due: {x: ` + c.due + `}}
`
			d, err := catalogue.Read("exact.yaml", strings.NewReader(text))
			require.NoError(t, err)
			balance, differences, err := d.Cases[0].Run(d.Regulation)
			require.NoError(t, err)
			require.Empty(t, differences)
			line, ok := balance.Line("x")
			require.True(t, ok)
			require.Equal(t, c.due, line.Due.String())
		})
	}
}

// Thirds of an hour add up to an hour: three activities of 20 minutes are one.
func TestThirdsOfAnHourAddUp(t *testing.T) {
	text := strings.Replace(small, "    requirements:", `    credits:
      - {id: third, clause: k, round: {to: 1/3, way: nearest}}
    requirements:`, 1)
	text = strings.Replace(text, "    expect: {due: {total: 20, half: 10}}", `    declarations:
      - {category: a, on: 2020-02-01, minutes: 20}
      - {category: a, on: 2020-02-02, minutes: 25}
      - {category: a, on: 2020-02-03, minutes: 18}
      - {category: a, on: 2020-02-04, minutes: 9}
    expect: {credits: [1/3, 1/3, 1/3, 0], counted: {total: 1}, remaining: {total: 19, half: 9}}`, 1)
	d, err := catalogue.Read("small.yaml", strings.NewReader(text))
	require.NoError(t, err)
	_, differences, err := d.Cases[0].Run(d.Regulation)
	require.NoError(t, err)
	require.Empty(t, differences)
}

// Seven hours of a are four beyond the three that it asks: three serve b, and the
// one that is left serves c. An hour that serves both already does not spill.
func TestHoursSpillOnce(t *testing.T) {
	text := strings.Replace(small, "    carryOver:", `      - {id: b, select: {any: [b]}, least: {hours: 3}, spill: [half], clause: k}
      - {id: c, select: {any: [c]}, least: {hours: 3}, spill: [half], clause: k}
      - {id: all, least: {hours: 9}, spill: [half], clause: k}
    carryOver:`, 1)
	text = strings.Replace(text, "least: {share: 1/2, of: total}", "least: {hours: 3}", 1)
	text = strings.Replace(text, "{id: b, label: {fr: B}, clause: k}", "{id: b, label: {fr: B}, clause: k}\n      - {id: c, label: {fr: C}, clause: k}", 1)
	text = strings.Replace(text, "    expect: {due: {total: 20, half: 10}}", `    declarations: [{category: a, on: 2020-02-01, hours: 7}]
    expect: {counted: {half: 7, b: 3, c: 1, all: 7}, remaining: {half: 0, b: 0, c: 2, all: 2, total: 13}}`, 1)
	d, err := catalogue.Read("small.yaml", strings.NewReader(text))
	require.NoError(t, err)
	_, differences, err := d.Cases[0].Run(d.Regulation)
	require.NoError(t, err)
	require.Empty(t, differences)
}
