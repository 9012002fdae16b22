package exam_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/exam"
)

const seed = "loterie 2026-11-20: 07 13 21 28 34 41"

// The scores of the questions were worked out with the shell alone, as Draw says:
//
//	for q in cone-1 cone-2 cone-3 sign-1 sign-2 sign-3; do
//	  printf '%s %s\n' "$(printf '%s\n%s' "$seed" "$q" | sha256sum | cut -c-64)" "$q"
//	done | LC_ALL=C sort
//
//	05bd01e88702… sign-3
//	2298c3f07f8b… sign-2
//	7a6bb5e7e727… cone-3
//	d34b554d6423… cone-2
//	e63069507d39… cone-1
//	eb474b989312… sign-1
//
// so that two of the cones and one of the signs are sign-3, cone-3 and cone-2. Those of
// their options, likewise:
//
//	420570aee760… sign-3 a, a844de734916… sign-3 c, e8adb6b84b0b… sign-3 b
//	0c5778a2f6a4… cone-3 b, 6950badf2f80… cone-3 a, b04b9933acf7… cone-3 c
//	509c22f87d24… cone-2 a, 5f5a29b89b76… cone-2 c, 67e7961185dd… cone-2 b
func TestAPaperByHand(t *testing.T) {
	drawn := func(q string, options ...string) exam.Drawn {
		return exam.Drawn{Question: q, Points: 2, Options: options}
	}
	e := roadworks()
	require.Equal(t, exam.Paper{drawn("sign-3", "a", "c", "b"), drawn("cone-3", "b", "a", "c"), drawn("cone-2", "a", "c", "b")}, e.Draw(seed))
	require.Equal(t, "05bd01e88702abffb6eca4b9f447a8d6bb4fb9a516729c71d68368c80e0ecbbb", exam.Score(seed, "sign-3"))
	require.Equal(t, "0c5778a2f6a4ab2973c003838bf94788e8356083d6d436b62d1c1aaa14dd6d8b", exam.Score(seed, "cone-3", "b"))

	e.Questions[2].Fixed = true
	require.Equal(t, exam.Paper{drawn("sign-3", "a", "c", "b"), drawn("cone-3", "a", "b", "c"), drawn("cone-2", "a", "c", "b")}, e.Draw(seed))
	e.Shuffle = false
	require.Equal(t, exam.Paper{drawn("cone-2", "a", "b", "c"), drawn("cone-3", "a", "b", "c"), drawn("sign-3", "a", "b", "c")}, e.Draw(seed),
		"the same questions, in the order of the document")
	e = roadworks()
	e.Parts = nil
	var all []string
	for _, d := range e.Draw(seed) {
		all = append(all, d.Question)
	}
	require.Equal(t, "sign-3 sign-2 cone-3 cone-2 cone-1 sign-1", strings.Join(all, " "))
	require.Empty(t, exam.Exam{}.Draw(seed))
}

// The sentences of Draw are what a shell does.
func TestTheShellFindsTheSameScores(t *testing.T) {
	if _, err := exec.LookPath("sha256sum"); err != nil {
		if os.Getenv("GOODSTANDING_REQUIRE_ALL") != "" {
			t.Fatal("no sha256sum was found, and GOODSTANDING_REQUIRE_ALL is set")
		}
		t.Skip("SKIPPED: no sha256sum on this machine")
	}
	shell := func(script string, env ...string) string {
		run := exec.CommandContext(t.Context(), "sh", "-c", script)
		run.Env = append(env, "PATH=/usr/bin:/bin")
		out, err := run.Output()
		require.NoError(t, err)
		score, _, _ := bytes.Cut(out, []byte(" "))
		return string(score)
	}
	for _, s := range []string{seed, "é ’ %s \\n", ""} {
		require.Equal(t, shell(`printf '%s\n%s' "$seed" "$question" | sha256sum`, "seed="+s, "question=cone-1"), exam.Score(s, "cone-1"))
		require.Equal(t, shell(`printf '%s\n%s\n%s' "$seed" "$question" "$option" | sha256sum`, "seed="+s, "question=cone-1", "option=b"),
			exam.Score(s, "cone-1", "b"))
	}
}

// Equal seeds give equal papers, whatever the order of the parts; no question comes
// twice; each topic gives what its part says; and the total is that of the document.
func TestWhateverTheSeed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, s := exams().Draw(t, "exam"), rapid.String().Draw(t, "seed")
		paper := e.Draw(s)
		require.Equal(t, paper, e.Draw(s))
		require.Equal(t, e.Total, paper.Points())
		of := map[string]int{}
		for i, d := range paper {
			at, ok := paper.Find(d.Question)
			require.True(t, ok)
			require.Equal(t, i, at, "twice in one paper")
			q, ok := e.Question(d.Question)
			require.True(t, ok)
			of[q.Topic]++
			require.Equal(t, q.Points, d.Points)
			var options []string
			for _, o := range q.Options {
				options = append(options, o.ID)
			}
			require.ElementsMatch(t, options, d.Options)
			if q.Fixed || !e.Shuffle {
				require.Equal(t, options, d.Options)
			}
		}
		for _, part := range e.Parts {
			require.Equal(t, part.Draw, of[part.Topic])
		}
		if len(e.Parts) == 0 {
			require.Len(t, paper, len(e.Questions))
		}
		_, ok := paper.Find("none")
		require.False(t, ok)
		turned := e
		turned.Parts = slices.Clone(e.Parts)
		slices.Reverse(turned.Parts)
		require.Equal(t, paper, turned.Draw(s))
	})
}

// A shuffled paper depends on nothing but the seed and the identifiers: neither on the
// order of the document, nor on its words, points and answers. A new question moves no
// other.
func TestAPaperDependsOnTheSeedAndTheIdentifiersAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, s := exams().Draw(t, "exam"), rapid.String().Draw(t, "seed")
		e.Shuffle = true
		ids := func(e exam.Exam) (all []string) {
			for _, d := range e.Draw(s) {
				all = append(all, d.Question+" "+strings.Join(d.Options, ","))
			}
			return all
		}
		other := e
		other.Questions = nil
		for _, q := range rapid.Permutation(e.Questions).Draw(t, "order") {
			if !q.Fixed {
				q.Options = slices.Clone(q.Options)
				slices.Reverse(q.Options)
			}
			for i := range q.Options {
				q.Options[i].Text = text("other")
			}
			q.Text, q.Points, q.Number = text("other"), 9, "1"
			other.Questions = append(other.Questions, q)
		}
		require.Equal(t, ids(e), ids(other))

		e.Parts = nil
		before := ids(e)
		e.Questions = append(slices.Clone(e.Questions), choose("new", "a", exam.Single, "a"))
		after := slices.DeleteFunc(ids(e), func(id string) bool { return strings.HasPrefix(id, "new ") })
		require.Equal(t, before, after)
	})
}

// Over many seeds every question of a topic is drawn, and every option comes first.
func TestEveryQuestionHasItsChance(t *testing.T) {
	drawn, first := map[string]int{}, map[string]int{}
	for i := range 600 {
		for _, d := range roadworks().Draw(strings.Repeat("i", i)) {
			drawn[d.Question]++
			if d.Question == "cone-1" {
				first[d.Options[0]]++
			}
		}
	}
	// 400 are expected of each cone, 200 of each sign, and 133 of each option.
	for _, q := range []string{"cone-1", "cone-2", "cone-3"} {
		require.InDelta(t, 400, drawn[q], 60, q)
	}
	for _, q := range []string{"sign-1", "sign-2", "sign-3"} {
		require.InDelta(t, 200, drawn[q], 60, q)
	}
	for _, o := range []string{"a", "b", "c"} {
		require.InDelta(t, 133, first[o], 50, o)
	}
}

func TestWhatABrowserSees(t *testing.T) {
	e := roadworks()
	e.Questions = append(e.Questions, count("cone-4", "cones", "102.5", "0.25"))
	asked := e.Ask(exam.Drawn{Question: "cone-2", Points: 2, Options: []string{"c", "a", "b"}})
	require.Equal(t, exam.Asked{
		Question: "cone-2", Kind: exam.Multiple, Text: text("cone-2"), Points: 2,
		Options: []exam.AskedOption{{ID: "c", Text: text("c")}, {ID: "a", Text: text("a")}, {ID: "b", Text: text("b")}},
	}, asked)
	shown, err := json.Marshal(e.Ask(exam.Drawn{Question: "cone-4", Points: 2}))
	require.NoError(t, err)
	require.JSONEq(t, `{"question": "cone-4", "kind": "numeric", "text": {"fr": "cone-4 (fr)", "en": "cone-4 (en)"},
		"unit": {"fr": "mètres", "en": "metres"}, "points": 2}`, string(shown))
	require.Equal(t, exam.Asked{}, e.Ask(exam.Drawn{Question: "none"}))
}

// A paper is kept with its sitting: this is how.
func TestAPaperIsKept(t *testing.T) {
	paper := exam.Paper{{Question: "cone-2", Points: 2, Options: []string{"c", "a", "b"}}, {Question: "cone-4", Points: 3}}
	kept, err := json.Marshal(paper)
	require.NoError(t, err)
	require.JSONEq(t, `[{"question": "cone-2", "points": 2, "options": ["c", "a", "b"]}, {"question": "cone-4", "points": 3}]`, string(kept))
	var back exam.Paper
	require.NoError(t, json.Unmarshal(kept, &back))
	require.Equal(t, paper, back)
	require.Equal(t, 5, paper.Points())
	require.Zero(t, exam.Paper{}.Points())
}
