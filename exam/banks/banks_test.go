package banks_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/exam/banks"
	"github.com/goodstanding/goodstanding/identity"
)

func all(t require.TestingT) banks.Banks {
	b, err := banks.All()
	require.NoError(t, err)
	require.NotEmpty(t, b)
	return b
}

// Every document works out its own cases.
func TestWorkedCases(t *testing.T) {
	for _, d := range all(t) {
		for _, c := range d.Cases {
			t.Run(string(d.Exam.ID)+"/"+c.Name, func(t *testing.T) {
				require.Empty(t, c.Run(d.Exam), "line %d", c.Line)
			})
		}
	}
}

func TestE6_ExamsToChooseFrom(t *testing.T) {
	b := all(t)
	ids := map[exam.ID]string{}
	for _, e := range b.Exams() {
		ids[e.ID] = e.Title.FR
		found, err := b.Exam(e.ID, e.Version)
		require.NoError(t, err)
		require.Equal(t, e, found)
	}
	require.Equal(t, map[exam.ID]string{"signaleur": "Signaleur routier", "espace-clos": "Surveillance d’un espace clos"}, ids)
	for _, wrong := range [][2]string{{"signaleur", "2025-1"}, {"other", "2026-1"}, {"", ""}} {
		found, err := b.Exam(exam.ID(wrong[0]), wrong[1])
		require.ErrorIs(t, err, exam.ErrNoExam)
		require.Equal(t, exam.Exam{}, found)
	}
}

func TestFilesAreNamedAfterTheirVersions(t *testing.T) {
	names, err := filepath.Glob("*.yaml")
	require.NoError(t, err)
	var expected []string
	for _, d := range all(t) {
		expected = append(expected, string(d.Exam.ID)+"-"+d.Exam.Version+".yaml")
	}
	require.ElementsMatch(t, expected, names)
}

// published are the versions that sittings may have been drawn from, with what
// sha256sum says of each file down to its cases:
//
//	sed '/^cases:/,$d' signaleur-2026-1.yaml | sha256sum
var published = map[string]string{
	"espace-clos-2026-1.yaml": "640847f2e0f88b6b1a075f2d90741f3dcb39677119216db5cbc11d3a3540855f",
	"signaleur-2026-1.yaml":   "aae7be59ccf7bd722f57dde0ea8e4841e8406997ca8c6d649ffbc566da373110",
}

func TestAPublishedVersionNeverChanges(t *testing.T) {
	names, err := filepath.Glob("*.yaml")
	require.NoError(t, err)
	for _, name := range names {
		content, err := os.ReadFile(name)
		require.NoError(t, err)
		before, _, found := strings.Cut(string(content), "\ncases:")
		require.True(t, found, name)
		sum := sha256.Sum256([]byte(before + "\n"))
		require.Equal(t, published[name], hex.EncodeToString(sum[:]), "%s: a change is a new version, in a file of its own; a new file has its row here", name)
	}
	require.Len(t, published, len(names), "sittings of a version that was taken away lose their questions")
}

// What this package says of no real training is marked so.
func TestNothingIsGivenOutAsARealExam(t *testing.T) {
	for _, d := range all(t) {
		require.False(t, d.Exam.Verified, d.Exam.ID)
		require.Contains(t, d.Exam.Source, "Invented for the demonstration")
	}
}

// secrets are the keys that a question has and a browser must not.
var secrets = regexp.MustCompile(`(?i)"(right|number|tolerance|answer)"`)

// What is shown of every question of every exam holds no answer: neither a key of one,
// nor anything that would be otherwise if the answers were others.
func TestNoAnswerIsSentToTheBrowser(t *testing.T) {
	for _, d := range all(t) {
		other := d.Exam
		other.Questions = nil
		for _, q := range d.Exam.Questions {
			q.Number, q.Tolerance = "123456", "7"
			options := q.Options
			q.Options = nil
			for _, o := range options {
				o.Right = !o.Right
				q.Options = append(q.Options, o)
			}
			other.Questions = append(other.Questions, q)
		}
		for _, q := range d.Exam.Questions {
			drawn := exam.Drawn{Question: q.ID, Points: q.Points}
			for _, o := range q.Options {
				drawn.Options = append(drawn.Options, o.ID)
			}
			shown, err := json.Marshal(d.Exam.Ask(drawn))
			require.NoError(t, err)
			require.NotRegexp(t, secrets, string(shown))
			require.Contains(t, string(shown), q.ID)
			if q.Kind == exam.Numeric {
				require.NotRegexp(t, `\b`+regexp.QuoteMeta(q.Number)+`\b`, strings.ReplaceAll(string(shown), ",", "."), "the answer stands in the text of the question")
			}
			again, err := json.Marshal(other.Ask(drawn))
			require.NoError(t, err)
			require.Equal(t, string(shown), string(again), "with all answers turned round, the same is shown")
		}
		paper, err := json.Marshal(d.Exam.Draw("seed"))
		require.NoError(t, err)
		require.NotRegexp(t, secrets, string(paper))
		again, err := json.Marshal(other.Draw("seed"))
		require.NoError(t, err)
		require.Equal(t, string(paper), string(again))
	}
}

// The identifier of an option goes to the browser: who always chose "a" must not pass.
func TestIdentifiersOfOptionsGiveNothingAway(t *testing.T) {
	for _, d := range all(t) {
		for _, id := range []string{"a", "b", "c", "d"} {
			points, of := 0, 0
			for _, q := range d.Exam.Questions {
				of += q.Points
				if q.Kind != exam.Numeric {
					got, err := q.Mark(exam.Response{Choices: []string{id}})
					require.NoError(t, err)
					points += got
				}
			}
			require.False(t, d.Exam.Passed(points, of), "%s with %s alone", d.Exam.ID, id)
		}
		first := 0
		for _, q := range d.Exam.Questions {
			if q.Kind == exam.Single && q.Options[0].Right {
				first++
			}
		}
		require.LessOrEqual(t, first, len(d.Exam.Questions)/3, d.Exam.ID)
	}
}

// French as it is printed in Québec: no straight apostrophe, no space before ? ! ;, and
// one that does not break inside « » and before a colon.
func TestTextsAreTypeset(t *testing.T) {
	wrong := regexp.MustCompile("'|[\u0020\u00a0][?!;]|« | »| :|\u2026\u2026|  |^ | $")
	for _, d := range all(t) {
		texts := []identity.Text{d.Exam.Title, d.Exam.Training}
		for _, q := range d.Exam.Questions {
			texts = append(texts, q.Text)
			if q.Unit != (identity.Text{}) {
				texts = append(texts, q.Unit)
			}
			for _, o := range q.Options {
				texts = append(texts, o.Text)
			}
		}
		for _, text := range texts {
			require.NotRegexp(t, wrong, text.FR)
			require.NotContains(t, text.EN, "'")
		}
	}
}

// Any seed gives a paper of the document's parts and total, which full marks pass.
func TestEverySeedGivesAPaper(t *testing.T) {
	b := all(t)
	rapid.Check(t, func(t *rapid.T) {
		e := rapid.SampledFrom(b.Exams()).Draw(t, "exam")
		paper := e.Draw(rapid.String().Draw(t, "seed"))
		require.Equal(t, e.Total, paper.Points())
		of := map[string]int{}
		points := 0
		for _, d := range paper {
			q, ok := e.Question(d.Question)
			require.True(t, ok)
			of[q.Topic]++
			got, err := q.Mark(right(q))
			require.NoError(t, err)
			points += got
		}
		for _, part := range e.Parts {
			require.Equal(t, part.Draw, of[part.Topic])
		}
		require.Equal(t, paper.Points(), points)
		require.True(t, e.Passed(points, paper.Points()))
	})
}

// right returns the right response.
func right(q exam.Question) exam.Response {
	r := exam.Response{Number: q.Number}
	for _, o := range q.Options {
		if o.Right {
			r.Choices = append(r.Choices, o.ID)
		}
	}
	return r
}

func versions(t *testing.T, of ...string) fstest.MapFS {
	t.Helper()
	folder := fstest.MapFS{}
	for i, version := range of {
		content := strings.Replace(small, "version: 2026-1\n", "version: "+version+"\n", 1)
		folder[string(rune('z'-i))+".yaml"] = &fstest.MapFile{Data: []byte(content)}
	}
	return folder
}

func TestTheLatestVersionIsOffered(t *testing.T) {
	b, err := banks.Load(versions(t, "2026-10", "2026-9\nuntil: 2026-12-31", "2027-1\nfrom: 2027-01-01"))
	require.NoError(t, err)
	require.Len(t, b, 3)
	require.Equal(t, "2026-9", b[0].Exam.Version, "in order, the older first")
	require.Len(t, b.Exams(), 1)
	require.Equal(t, "2027-1", b.Exams()[0].Version)
	require.Equal(t, "2026-10", b.On(cycle.MustDate("2026-12-31"))[0].Version)
	require.Equal(t, "2027-1", b.On(cycle.MustDate("2027-01-01"))[0].Version)
	old, err := b.Exam("small", "2026-9")
	require.NoError(t, err, "sittings of an old version find it")
	require.Equal(t, "2026-9", old.Version)
	require.Empty(t, banks.Banks{}.Exams())

	b, err = banks.Load(versions(t, "2026-9\nuntil: 2026-12-31"))
	require.NoError(t, err)
	require.Empty(t, b.On(cycle.MustDate("2027-01-01")))
}

func TestLoadTellsWhichFile(t *testing.T) {
	folder := versions(t, "2026-1", "2026-1")
	_, err := banks.Load(folder)
	require.ErrorIs(t, err, exam.ErrBadExam)
	require.ErrorContains(t, err, "z.yaml: ")
	folder["z.yaml"] = &fstest.MapFile{Data: []byte("id: [")}
	_, err = banks.Load(folder)
	require.ErrorIs(t, err, exam.ErrBadExam)
	folder["z.yaml"] = &fstest.MapFile{Mode: fs.ModeDir}
	_, err = banks.Load(folder)
	require.Error(t, err)
	require.NotErrorIs(t, err, exam.ErrBadExam, "what cannot be read is no fault of the exam")
}
