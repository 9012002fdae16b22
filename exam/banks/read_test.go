package banks_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/exam/banks"
)

// small is the whole exam of README.md.
const small = `id: small
version: 2026-1
title: {fr: Petit examen, en: Small exam}
training: {fr: Petite formation, en: Small training}
limit: 10m
pass: 3/5
source: made up
verified: false
questions:
  - id: colour
    topic: signs
    kind: single
    points: 1
    text: {fr: "De quelle couleur est un cône de chantier?", en: "What colour is a work site cone?"}
    options:
      - {id: a, text: {fr: Bleu, en: Blue}}
      - {id: b, right: true, text: {fr: Orange, en: Orange}}
  - id: cones
    topic: signs
    kind: numeric
    points: 2
    text: {fr: "Combien de cônes, un tous les 10 m, sur 60 m?", en: "How many cones, one every 10 m, along 60 m?"}
    number: 7
    unit: {fr: cônes, en: cones}
cases:
  - name: One cone more than there are spaces
    source: 60 ÷ 10 + 1
    responses:
      - {question: cones, number: "7", points: 2}
      - {question: cones, number: "6", points: 0}
      - {question: colour, choices: [a, b], refused: one-choice}
`

func TestThePageShowsIt(t *testing.T) {
	page, err := os.ReadFile("README.md")
	require.NoError(t, err)
	require.Contains(t, string(page), "```yaml\n"+small+"```\n")
}

func TestRead(t *testing.T) {
	d, err := banks.Read("x.yaml", strings.NewReader(small))
	require.NoError(t, err)
	require.Equal(t, exam.ID("small"), d.Exam.ID)
	require.Equal(t, 10*time.Minute, d.Exam.Limit)
	require.Equal(t, exam.Ratio{Num: 3, Den: 5}, d.Exam.Pass)
	require.Equal(t, "7", d.Exam.Questions[1].Number)
	require.Equal(t, 26, d.Cases[0].Line)
	require.Empty(t, d.Cases[0].Run(d.Exam))
}

// Each is small with one thing changed, and what the error must say.
func TestReadIsStrict(t *testing.T) {
	for name, c := range map[string]struct{ old, new, says string }{
		"nothing":                      {small, "", "an empty document"},
		"a list":                       {small, "- a\n- b\n", "keys and their values"},
		"not YAML":                     {"id: small", "id: [", "x.yaml:"},
		"an unknown key":               {"pass: 3/5", "pass: 3/5\nmark: 6", `x.yaml:7: exam: unusable exam: "mark" is not a key of the document`},
		"an unknown key of a question": {"    points: 2", "    points: 2\n    worth: 2", `x.yaml:22: exam: unusable exam: "worth" is not a key of a question`},
		"an unknown key of an option":  {"{id: a, text", "{id: a, correct: true, text", `x.yaml:16: exam: unusable exam: "correct" is not a key of an option`},
		"an unknown key of a text":     {"title: {fr: Petit examen", "title: {es: Pequeño, fr: Petit examen", `x.yaml:3: exam: unusable exam: "es" is not a key of a text`},
		"an unknown key of a case":     {"    source: 60", "    sauce: 60", `x.yaml:27: exam: unusable exam: "sauce" is not a key of a case`},
		"an unknown key of a response": {"points: 0}", "mark: 0}", `x.yaml:30: exam: unusable exam: "mark" is not a key of a response of a case`},
		"a key twice":                  {"pass: 3/5", "pass: 3/5\npass: 4/5", `x.yaml:7: `},
		"two documents":                {"id: small", "id: small\n---\nid: other", "more than one document"},
		"a value of another kind":      {"    points: 2", "    points: two", "x.yaml:21: exam: unusable exam: a value of another kind than this key takes: `two`"},
		"a limit without unit":         {"limit: 10m", "limit: 10", "x.yaml:5: "},
		"a pass mark that is no ratio": {"pass: 3/5", "pass: 60 %", "x.yaml:6: exam: unusable exam"},
		"a day that is none":           {"pass: 3/5", "pass: 3/5\nfrom: 2026-02-30", "x.yaml:7: "},
		"verified left out":            {"verified: false\n", "", "verified is not said"},
		"verified left empty":          {"verified: false", "verified:", "verified is not said"},
		"no case":                      {small[strings.Index(small, "cases:"):], "", "no case"},
		"a case without a name":        {"name: One cone more than there are spaces", `name: ""`, "x.yaml:26: "},
		"a case that expects nothing":  {small[strings.Index(small, "    responses:"):], "", "x.yaml:26: exam: unusable exam: cases[0]: it expects nothing"},
		"a case of another question":   {"{question: colour", "{question: color", `no question "color"`},
		"a refusal that is none":       {"refused: one-choice", "refused: unreadable", "refuses for no reason"},
		"a seed that draws nothing":    {"    responses:", "    seed: a\n    responses:", "seed and drawn go together"},
		"a paper without a seed":       {"    responses:", "    worth: 3\n    responses:", "of a paper that a seed draws"},
		"a result that cannot be":      {"    responses:", "    results: [{points: 6, of: 5}]\n    responses:", "6 points of 5 cannot be"},
		"two right options":            {"{id: a, text", "{id: a, right: true, text", "x.yaml:16: exam: unusable exam: questions[0].options (colour): exactly one right option is needed, and there are 2"},
		"a number with a comma":        {"number: 7\n", "number: \"7,5\"\n", "x.yaml:23: exam: unusable exam: questions[1].number (cones)"},
		"a text in one language":       {"{fr: Bleu, en: Blue}", "{fr: Bleu}", "x.yaml:16: exam: unusable exam: questions[0].options[0].text (colour): both languages are needed"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, 1, strings.Count(small, c.old), c.old)
			d, err := banks.Read("x.yaml", strings.NewReader(strings.Replace(small, c.old, c.new, 1)))
			require.ErrorIs(t, err, exam.ErrBadExam)
			require.True(t, strings.HasPrefix(err.Error(), "x.yaml:"), err.Error())
			require.ErrorContains(t, err, c.says)
			require.Equal(t, banks.Document{}, d)
		})
	}
}

// Whoever writes an exam reads every mistake at once.
func TestEveryMistakeIsTold(t *testing.T) {
	wrong := strings.NewReplacer("pass: 3/5", "pass: 6/5", "id: colour", "id: Colour", "points: 2}", "points: 2, refused: number}", "    points: 2\n", "    points: 0\n").Replace(small)
	_, err := banks.Read("x.yaml", strings.NewReader(wrong))
	require.ErrorContains(t, err, "x.yaml:6: exam: unusable exam: pass: ")
	require.ErrorContains(t, err, "x.yaml:10: exam: unusable exam: questions[0].id (Colour): ")
	require.ErrorContains(t, err, "x.yaml:21: exam: unusable exam: questions[1].points (cones): ")
	require.Len(t, strings.Split(err.Error(), "\n"), 3)

	_, err = banks.Read("x.yaml", strings.NewReader(strings.Replace(strings.Replace(small, "kind: single", "sort: single", 1), "kind: numeric", "sort: numeric", 1)))
	require.ErrorContains(t, err, "x.yaml:12: ")
	require.ErrorContains(t, err, "x.yaml:20: ")
}

// A case that is wrong says by how much.
func TestACaseSaysWhatDiffers(t *testing.T) {
	d, err := banks.Read("x.yaml", strings.NewReader(strings.NewReplacer(
		`number: "6", points: 0`, `number: "6", points: 2`,
		"refused: one-choice", "refused: number",
		"    responses:", "    seed: s\n    drawn: [cones, colour]\n    options: {colour: [b, a]}\n    worth: 4\n    results: [{points: 3, of: 5}]\n    responses:",
	).Replace(small)))
	require.NoError(t, err)
	differences := strings.Join(d.Cases[0].Run(d.Exam), "\n")
	for _, says := range []string{
		"drawn: [cones colour] expected, [colour cones] found", "options of colour: [b a] expected, [a b] found",
		"worth: 4 expected, 3 found", "cones, 6: 2 expected, 0 found", "colour, a b: number expected, exam: only one choice",
		"3 of 5 passes: false expected, true found",
	} {
		require.Contains(t, differences, says)
	}
}

func TestReadTellsWhenReadingFails(t *testing.T) {
	broken := errors.New("the disk broke")
	_, err := banks.Read("x.yaml", iotest.ErrReader(broken))
	require.ErrorIs(t, err, broken)
	require.NotErrorIs(t, err, exam.ErrBadExam)
}

// Whatever the text, a document is read whole and sound, or not at all.
func FuzzRead(f *testing.F) {
	f.Add(small)
	f.Add(strings.Replace(small, "number: 7", "number: 0.125", 1))
	f.Add("id: &a [*a]\n")
	f.Add("<<: {id: x}\nquestions: [{options: [{}]}]\n")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := banks.Read("x.yaml", strings.NewReader(text))
		if err != nil {
			require.ErrorIs(t, err, exam.ErrBadExam)
			require.Equal(t, banks.Document{}, d)
			return
		}
		require.NoError(t, d.Exam.Validate())
		require.NotEmpty(t, d.Cases)
		paper := d.Exam.Draw("seed")
		require.NotEmpty(t, paper)
		for _, drawn := range paper {
			q, ok := d.Exam.Question(drawn.Question)
			require.True(t, ok)
			points, err := q.Mark(right(q))
			require.NoError(t, err)
			require.Equal(t, drawn.Points, points)
		}
		for _, c := range d.Cases {
			c.Run(d.Exam)
		}
	})
}
