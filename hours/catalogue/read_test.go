package catalogue_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/catalogue"
)

// small is a document with which nothing is wrong.
const small = `id: xx-small
title: {fr: Petit règlement, en: Small regulation}
versions:
  - id: "2020"
    effective: 2020-01-01
    calendar: {months: 12, start: 01-01}
    counting: {clause: k}
    clauses:
      - {id: k, cite: {fr: art. 1}, says: {fr: Vingt heures}, source: made up, verified: true}
    categories:
      - {id: a, label: {fr: A}, clause: k, asks: [provider], types: [{id: t}]}
      - {id: b, label: {fr: B}, clause: k}
    requirements:
      - id: total
        least: {hours: 20}
        clause: k
      - id: half
        least: {share: 1/2, of: total}
        select: {any: [a]}
        clause: k
    carryOver: {most: 2.5, clause: k}
    attestations:
      - {id: true-and-exact, text: {fr: J’atteste}}
cases:
  - name: Twenty hours
    source: made up
    day: 2020-06-01
    expect: {due: {total: 20, half: 10}}
`

func TestReadSmall(t *testing.T) {
	d, err := catalogue.Read("small.yaml", strings.NewReader(small))
	require.NoError(t, err)
	require.Equal(t, "xx-small", d.Regulation.ID)
	require.Equal(t, 25, d.Cases[0].Line)
	require.False(t, d.Regulation.Versions[0].Requirements[0].Carried)
	_, differences, err := d.Cases[0].Run(d.Regulation)
	require.NoError(t, err)
	require.Empty(t, differences)
}

func TestReadIsStrict(t *testing.T) {
	for _, c := range []struct {
		name     string
		old, new string
		where    string
		says     string
	}{
		{"not YAML", "id: xx-small", "id: [", "small.yaml:", "yaml"},
		{"unknown key at the top", "id: xx-small", "id: xx-small\ncolour: red", "small.yaml:2:", "colour"},
		{"unknown key in a requirement", "        select: {any: [a]}", "        selects: {any: [a]}", "small.yaml:19:", "selects"},
		{"unknown key in a case", "    source: made up\n", "    source: made up\n    note: x\n", "small.yaml:27:", "note"},
		{"key used twice", "    carryOver:", "    effective: 2021-01-01\n    carryOver:", "small.yaml:21:", "already defined"},
		{"two documents in a file", "cases:", "---\ncases:", "small.yaml:", "more than one document"},
		{"no title", "title: {fr: Petit règlement, en: Small regulation}", "title: {en: Small regulation}", "small.yaml:", "title"},
		{"no identifier", "id: xx-small", "id: ''", "small.yaml:", "no identifier"},
		{"hours that cannot be read", "{hours: 20}", "{hours: twenty}", "small.yaml:15:", `"twenty"`},
		{"hours with a comma", "most: 2.5", `most: "2,5"`, "small.yaml:21:", `"2,5"`},
		{"hours below zero", "{hours: 20}", "{hours: -20}", "small.yaml:15:", `"-20"`},
		{"too many hours", "{hours: 20}", "{hours: 100001}", "small.yaml:14:", "too many"},
		{"a day that no month has", "effective: 2020-01-01", "effective: 2020-02-30", "small.yaml:5:", "2020-02-30"},
		{"a share that is none", "share: 1/2", "share: 3/2", "small.yaml:18:", "3/2"},
		{"a day of the year that is none", "start: 01-01", "start: 13-01", "small.yaml:6:", `"13-01"`},
		{"versions out of order", "cases:", "  - id: '2019'\n    effective: 2019-01-01\ncases:", "small.yaml:25:", "out of order"},
		{"period that cannot be laid out", "months: 12", "months: 36", "small.yaml:6:", "in which year"},
		{"nothing required", "    requirements:", "    requirements: []\n    clausesx:", "small.yaml:14:", "clausesx"},
		{"share of an unknown requirement", "of: total", "of: grand-total", "small.yaml:17:", "grand-total"},
		{"share of a later one", "of: total", "of: half", "small.yaml:17:", "does not come before"},
		{"hours and a share", "{share: 1/2, of: total}", "{hours: 10, share: 1/2, of: total}", "small.yaml:17:", "not both"},
		{"neither", "{hours: 20}", "{}", "small.yaml:14:", "one of hours"},
		{"a share that is relieved", "        select: {any: [a]}", "        relieved: true", "small.yaml:17:", "a share follows"},
		{"hours of another", "{hours: 20}", "{hours: 20, of: half}", "small.yaml:14:", "only a share"},
		{"clause not among the clauses", "        least: {hours: 20}\n        clause: k", "        least: {hours: 20}\n        clause: z", "small.yaml:14:", `clause "z"`},
		{"proration by an unwritten clause", "{hours: 20}", "{hours: 20}\n        prorate: {count: days, clause: z}", "small.yaml:14:", `clause "z"`},
		{"relief by an unwritten clause", "{hours: 20}", "{hours: 20}\n        relievedClause: z", "small.yaml:14:", `clause "z"`},
		{"relief by an unknown rule", "{hours: 20}", "{hours: 20}\n        relieved: [z]", "small.yaml:14:", "among the exemptions"},
		{"unknown proration", "{hours: 20}", "{hours: 20}\n        prorate: {count: weeks}", "small.yaml:14:", "weeks"},
		{"requirement used twice", "- id: half", "- id: total", "small.yaml:", "used twice"},
		{"unknown category", "[a]", "[z]", "small.yaml:17:", `"z"`},
		{"category with an unwritten clause", "label: {fr: B}, clause: k", "label: {fr: B}, clause: z", "small.yaml:12:", `clause "z"`},
		{"category used twice", "id: b", "id: a", "small.yaml:", "used twice"},
		{"type used twice", "[{id: t}]", "[{id: t}, {id: t}]", "small.yaml:11:", "used twice"},
		{"asks for what no page asks", "[provider]", "[passport]", "small.yaml:11:", "passport"},
		{"clause without a source", "source: made up, ", "", "small.yaml:9:", "source"},
		{"no clause for what counts where", "counting: {clause: k}", "counting: {clause: z}", "small.yaml:7:", `clause "z"`},
		{"counting without a clause", "counting: {clause: k}", "counting: {from: period}", "small.yaml:7:", "needs a clause"},
		{"carry-over without a clause", "{most: 2.5, clause: k}", "{most: 2.5}", "small.yaml:21:", "clause"},
		{"declaration by an unwritten clause", "    requirements:", "    declare: {days: 30, clause: z}\n    requirements:", "small.yaml:13:", `clause "z"`},
		{"declaration without a clause", "    requirements:", "    declare: {days: 30}\n    requirements:", "small.yaml:13:", "no clause"},
		{"declaration by two ways", "    requirements:", "    declare: {days: 30, until: 04-30, clause: k}\n    requirements:", "small.yaml:13:", "not both"},
		{"declaration within a range", "    requirements:", "    declare: {least: 10, most: 30, clause: k}\n    requirements:", "small.yaml:13:", "a range"},
		{"declaration below zero", "    requirements:", "    declare: {days: -1, clause: k}\n    requirements:", "small.yaml:13:", "-1"},
		{"unknown key in declare", "    requirements:", "    declare: {weeks: 2, clause: k}\n    requirements:", "small.yaml:13:", "not a key of declare"},
		{"evidence by an unwritten clause", "    requirements:", "    evidence: {produce: {days: 10, clause: z}, clause: k}\n    requirements:", "small.yaml:13:", `clause "z"`},
		{"evidence of nothing", "    requirements:", "    evidence: {clause: k}\n    requirements:", "small.yaml:13:", "produce or keep"},
		{"a second request without one", "    requirements:", "    evidence: {keep: {months: 60}, second: {days: 20}, clause: k}\n    requirements:", "small.yaml:13:", "go with produce"},
		{"documents kept twice", "    requirements:", "    evidence: {keep: {months: 60}, kept: [{id: x, label: {fr: X}}, {id: x, label: {fr: X}}], clause: k}\n    requirements:", "small.yaml:13:", "used twice"},
		{"an audit that says nothing", "    requirements:", "    audit: {clause: k}\n    requirements:", "small.yaml:13:", "says nothing"},
		{"an audit of a share and a number", "    requirements:", "    audit: {share: 1/20, number: 5, clause: k}\n    requirements:", "small.yaml:13:", "not both"},
		{"default by an unwritten clause", "    requirements:", "    default: {hours: {cure: {days: 60}, clause: z}, clause: k}\n    requirements:", "small.yaml:13:", `clause "z"`},
		{"final notice by an unwritten clause", "    requirements:", "    default: {hours: {cure: {days: 60}}, final: {days: 30, clause: z}, clause: k}\n    requirements:", "small.yaml:13:", `clause "z"`},
		{"consequence by an unwritten clause", "    requirements:", "    default: {consequences: [{id: x, label: {fr: X}, clause: z}], clause: k}\n    requirements:", "small.yaml:13:", `clause "z"`},
		{"default without a delay", "    requirements:", "    default: {hours: {clause: k}, clause: k}\n    requirements:", "small.yaml:13:", "a delay is one of"},
		{"a range that goes down", "    requirements:", "    default: {hours: {cure: {least: 60, most: 30}}, clause: k}\n    requirements:", "small.yaml:13:", "60 to 30 days"},
		{"consequence used twice", "    requirements:", "    default: {consequences: [{id: x, label: {fr: X}}, {id: x, label: {fr: X}}], clause: k}\n    requirements:", "small.yaml:13:", "used twice"},
		{"attestation without a text", "{fr: J’atteste}", "{en: I attest}", "small.yaml:23:", "without a text"},
		{"case without a name", "name: Twenty hours", "name: ''", "small.yaml:25:", "a name"},
		{"case without a day", "day: 2020-06-01", "in: 2020-06-01", "small.yaml:25:", "a day"},
		{"case that expects nothing", "{due: {total: 20, half: 10}}", "{}", "small.yaml:25:", "expects nothing"},
		{"a share without a base", "{share: 1/2, of: total}", "{share: 1/2}", "small.yaml:17:", "without a base"},
		{"two amounts", "{hours: 20}", "{hours: 20, items: 2}", "small.yaml:14:", "one of hours"},
		{"a limit of items", "least: {hours: 20}", "most: {items: 2}", "small.yaml:14:", "a limit is of hours"},
		{"a minimum and a limit", "        least: {hours: 20}", "        least: {hours: 20}\n        most: {hours: 30}", "small.yaml:14:", "exactly one"},
		{"a share of what has several windows", "        least: {hours: 20}", "        least: {hours: 20}\n        window: {each: 6}", "small.yaml:18:", "several windows"},
		{"an unknown mark", "any: [a]", "any: [z]", "small.yaml:17:", `"z"`},
		{"a selection of no day", "any: [a]", "from: 2020-01-02, before: 2020-01-02", "small.yaml:17:", "no day"},
		{"a condition on what profile does not have", "        select: {any: [a]}", "        when: {any: [z]}", "small.yaml:17:", "profile"},
		{"a window of two kinds", "        select: {any: [a]}", "        window: {each: 6, last: 12}", "small.yaml:17:", "one of each"},
		{"a rounding without a way", "        select: {any: [a]}", "        round: {to: 1}", "small.yaml:17:", "way"},
		{"steps that go up", "{hours: 20}", "{hours: 20}\n        prorate: {count: months-whole, steps: [{atLeast: 1, hours: 5}, {atLeast: 6, hours: 10}]}", "small.yaml:14:", "go down"},
		{"a rate and steps", "{hours: 20}", "{hours: 20}\n        prorate: {count: months-whole, rate: 1, over: 3}", "small.yaml:14:", "one of rate"},
		{"toward nothing", "        select: {any: [a]}", "        toward: [total]", "small.yaml:17:", "toward goes with most"},
		{"a choice of what comes later", "least: {share: 1/2, of: total}", "oneOf: [[other]]", "small.yaml:17:", "goes with"},
		{"spill of what comes later", "        select: {any: [a]}", "        spill: [half]", "small.yaml:17:", "before it"},
		{"a tag with the name of a category", "    requirements:", "    tags: [{id: a, label: {fr: A}}]\n    requirements:", "small.yaml:13:", "used twice"},
		{"a measuring rule that does nothing", "    requirements:", "    credits:\n      - {id: r, clause: k}\n    requirements:", "small.yaml:14:", "changes nothing"},
		{"a measuring rule without a clause", "    requirements:", "    credits:\n      - {id: r, times: 2}\n    requirements:", "small.yaml:14:", "clause"},
		{"an hour of too many minutes", "    requirements:", "    hourOf: 61\n    hourClause: k\n    requirements:", "small.yaml:13:", "61 minutes"},
		{"an exemption without a rate", "    requirements:", "    exemptions:\n      - {id: x, clause: k, effect: per-month}\n    requirements:", "small.yaml:14:", "needs a rate"},
		{"an exemption of an unknown effect", "    requirements:", "    exemptions:\n      - {id: x, clause: k, effect: none}\n    requirements:", "small.yaml:14:", "unknown effect"},
		{"a tier without an end", "    requirements:", "    late:\n      - {clause: k}\n    requirements:", "small.yaml:14:", "a tier ends"},
		{"a tier that adds to nothing", "    requirements:", "    late:\n      - {months: 1, adds: [{to: z, hours: 1}], clause: k}\n    requirements:", "small.yaml:14:", `"z"`},
		{"elsewhere for everybody", "    requirements:", "    elsewhere:\n      - {clause: k}\n    requirements:", "small.yaml:14:", "needs when"},
		{"carry-over of no hours", "{most: 2.5, clause: k}", "{lives: 2, clause: k}", "small.yaml:21:", "most"},
		{"carry-over of windows that roll", "months: 12, start: 01-01", "months: 24, step: 12, start: 01-01, from: 2020-01-01", "small.yaml:21:", "roll"},
		{"an end before the beginning", "effective: 2020-01-01", "effective: 2020-01-01\n    until: 2020-01-01", "small.yaml:6:", "not after"},
		{"a period that never ends", "months: 12, ", "", "small.yaml:6:", "0 months"},
		{"an amount without a unit in a case", "    expect:", "    declarations: [{category: a, on: 2020-02-01, amount: 2}]\n    expect:", "small.yaml:25:", "without a unit"},
		{"an impossible date in a case", "day: 2020-06-01", "day: 2020-06-31", "small.yaml:27:", "2020-06-31"},
		{"an unknown status in a case", "{due: {total: 20, half: 10}}", "{status: fine}", "small.yaml:25:", "fine"},
		{"a cure without a notice", "{due: {total: 20, half: 10}}", "{cureBy: {hours: 2020-07-01}}", "small.yaml:25:", "notice is missing"},
		{"a final notice without its day", "{due: {total: 20, half: 10}}", "{finalBy: 2020-07-01}", "small.yaml:25:", "final is missing"},
		{"files that nobody draws", "day: 2020-06-01", "day: 2020-06-01\n    files: 10", "small.yaml:25:", "go together"},
		{"case both admitted and readmitted", "day: 2020-06-01", "day: 2020-06-01\n    admitted: 2020-02-01\n    readmitted: 2020-02-01", "small.yaml:25:", "not both"},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Contains(t, small, c.old)
			d, err := catalogue.Read("small.yaml", strings.NewReader(strings.Replace(small, c.old, c.new, 1)))
			require.ErrorIs(t, err, hours.ErrBadRegulation)
			require.True(t, strings.HasPrefix(err.Error(), c.where), err.Error())
			require.ErrorContains(t, err, c.says)
			require.Equal(t, catalogue.Document{}, d)
		})
	}
}

func TestReadNothing(t *testing.T) {
	for _, text := range []string{"", "# only a comment\n", "[]", "just words"} {
		_, err := catalogue.Read("empty.yaml", strings.NewReader(text))
		require.ErrorIs(t, err, hours.ErrBadRegulation, text)
	}
	broken := errors.New("broken")
	_, err := catalogue.Read("broken.yaml", failing{broken})
	require.ErrorIs(t, err, broken)
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// A case says what differs, and never passes on a name that the regulation does
// not have.
func TestCasesSayWhatDiffers(t *testing.T) {
	for _, c := range []struct {
		name, expect string
		want         []string
	}{
		{"figures", "{due: {total: 21, half: 10}, remaining: {half: 3}}", []string{"due total: 21 expected, 20 found", "remaining half: 3 expected, 10 found"}},
		{"status", "{status: met}", []string{"status: met expected, short found"}},
		{"days", "{start: 2020-02-01, end: 2020-12-31}", []string{"start: 2020-02-01 expected, 2020-01-01 found"}},
		{"life of the file", "{declareBy: [2021-01-30], keepUntil: 2026-12-31, consequences: {striking-off: 2021-01-01}}", []string{
			"declareBy: 2021-01-30 expected, none found", "keepUntil: 2026-12-31 expected,  found", "consequences striking-off: no such consequence",
		}},
		{"surplus", "{surplus: 1}", []string{"surplus: 1 expected, 0 found"}},
		{"unknown requirement", "{remaining: {thirds: 0}}", []string{"remaining thirds: no such requirement"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := catalogue.Read("small.yaml", strings.NewReader(strings.Replace(small, "{due: {total: 20, half: 10}}", c.expect, 1)))
			require.NoError(t, err)
			_, differences, err := d.Cases[0].Run(d.Regulation)
			require.NoError(t, err)
			require.Equal(t, c.want, differences)
		})
	}
	for declaration, want := range map[string]error{
		"{category: z, on: 2020-02-01, hours: 1}":                  hours.ErrBadRegulation,
		"{category: a, on: 2020-02-01, hours: 1, tags: [z]}":       hours.ErrBadRegulation,
		"{category: a, on: 2019-02-01, hours: 1, for: 2019-02-01}": hours.ErrNoRegulation,
	} {
		d, err := catalogue.Read("small.yaml", strings.NewReader(strings.Replace(small, "    expect:", "    declarations: ["+declaration+"]\n    expect:", 1)))
		require.NoError(t, err)
		_, _, err = d.Cases[0].Run(d.Regulation)
		require.ErrorIs(t, err, want)
	}
}

// The small regulation of the format page is one, and its case agrees.
func TestTheExampleOfThePage(t *testing.T) {
	page, err := os.ReadFile("README.md")
	require.NoError(t, err)
	_, rest, found := strings.Cut(string(page), "```yaml\n")
	require.True(t, found)
	text, _, found := strings.Cut(rest, "```")
	require.True(t, found)
	d, err := catalogue.Read("README.md", strings.NewReader(text))
	require.NoError(t, err)
	require.Len(t, d.Cases, 1)
	_, differences, err := d.Cases[0].Run(d.Regulation)
	require.NoError(t, err)
	require.Empty(t, differences)
}

// What beginners write is answered with what to write instead.
func TestMistakesAreAnsweredInTheWordsOfThePage(t *testing.T) {
	for _, c := range []struct{ old, new, says string }{
		{"{hours: 20}", "{hours: 2,5}", "a decimal comma"},
		{"least: {hours: 20}", "least: 20", "a value of another kind"},
		{"    requirements:", "\trequirements:", "a tab?"},
		{"    expect:", "    admitted: 2020-02-01\n    left: 2020-01-01\n    expect:", "not after the entry"},
		{"    expect:", "    roll: [{from: 2020-01-01, to: 2020-03-01}, {from: 2020-02-01}]\n    expect:", "overlap"},
		{"    expect:", "    roll: [{from: 2020-02-01, to: 2020-02-01}]\n    expect:", "no day"},
		{"\n        clause: k\n      - id: half", "\n      - id: half", "no clause"},
	} {
		require.Contains(t, small, c.old)
		_, err := catalogue.Read("small.yaml", strings.NewReader(strings.Replace(small, c.old, c.new, 1)))
		require.ErrorContains(t, err, c.says)
		require.NotContains(t, err.Error(), "hours.Amount")
	}
	d, err := catalogue.Read("small.yaml", strings.NewReader(strings.Replace(small, "    expect:", "    profile: [z]\n    expect:", 1)))
	require.NoError(t, err)
	_, _, err = d.Cases[0].Run(d.Regulation)
	require.ErrorContains(t, err, `"z"`)
}
