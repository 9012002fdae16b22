package httpapi_test

import (
	"net/http"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/exam"
)

// turned returns the catalogue with every answer turned round: what was right is wrong,
// and every number is another.
func turned(all exam.Catalogue) exam.Catalogue {
	other := append(exam.Catalogue{}, all...)
	for i := range other {
		other[i].Questions = append([]exam.Question{}, other[i].Questions...)
		for j := range other[i].Questions {
			q := &other[i].Questions[j]
			q.Number, q.Tolerance = "123456", "7"
			q.Options = append([]exam.Option{}, q.Options...)
			for k := range q.Options {
				q.Options[k].Right = !q.Options[k].Right
			}
		}
	}
	return other
}

// sits is everything that Geneviève is answered until her exam ends: she looks, answers
// every question with its first option or a number, and looks again.
func sits(t *testing.T, id string, exams func(exam.Catalogue) exam.Catalogue) (said []string) {
	t.Helper()
	w := served(t)
	w.api.ServicePoint.Exams = exams(w.api.ServicePoint.Exams)
	named := 0
	w.api.ServicePoint.NewID = func() string { named++; return "id-" + strconv.Itoa(named) }
	w.authorises(id)
	say := func(a answer) answer {
		said = append(said, a.is(http.StatusOK).body)
		return a
	}
	look := func() answer {
		say(w.get("genevieve", "/trainings"))
		return say(w.get("genevieve", own))
	}
	look()
	epoch := int(say(w.post("genevieve", own+"/launch", map[string]any{"command": "l-1"})).at("receipt.epoch").(float64))
	look()
	say(w.post("genevieve", own+"/begin", map[string]any{"command": "b-1", "epoch": epoch}))
	shown := look()
	for i := range shown.length("asked") {
		at := "asked." + strconv.Itoa(i)
		r := exam.Response{Number: "3"}
		if shown.length(at+".options") > 0 {
			r = exam.Response{Choices: []string{shown.text(at + ".options.0.id")}}
		}
		say(w.answers(shown.text(at+".question"), epoch, 1, r))
	}
	look()
	return said
}

// secrets are the members that an answer to a learner may not have before the end.
var secrets = regexp.MustCompile(`(?i)"(right|correct|tolerance|seed|points":\s*\d+,\s*"max)"`)

// With all answers turned round, the learner is answered the very same until the exam
// ends: nothing says what is right, nor what an answer was worth.
func TestNoAnswerToTheLearnerTellsWhatIsRight(t *testing.T) {
	for _, id := range []string{"signaleur", "espace-clos"} {
		said := sits(t, id, func(c exam.Catalogue) exam.Catalogue { return c })
		require.Equal(t, said, sits(t, id, turned))
		for _, body := range said {
			require.NotRegexp(t, secrets, body)
		}
	}
}

// Points stand beside the questions and never beside an answer.
func TestAQuestionIsShownAsItWasDrawn(t *testing.T) {
	w := served(t)
	epoch := w.beginsExam("signaleur")
	s, err := w.store.Exam().Sitting(t.Context(), exam.Key{Org: "otpq", Member: "m-1", Number: 1})
	require.NoError(t, err)
	e, err := w.api.ServicePoint.Exams.Version(s.Exam, s.ExamVersion)
	require.NoError(t, err)
	require.Len(t, w.asked(), len(s.Paper))
	for i, d := range s.Paper {
		w.answers(d.Question, epoch, 7, w.right("signaleur", d.Question)).is(http.StatusOK)
		shown := w.get("genevieve", own).at("asked." + strconv.Itoa(i)).(map[string]any)
		asked := e.Ask(d)
		require.Equal(t, []any{asked.Question, string(asked.Kind), float64(d.Points)}, []any{shown["question"], shown["kind"], shown["points"]})
		options := []string{}
		for _, o := range shown["options"].([]any) {
			options = append(options, o.(map[string]any)["id"].(string))
		}
		require.Equal(t, append([]string{}, d.Options...), options)
		given := shown["answer"].(map[string]any)
		require.EqualValues(t, 7, given["sequence"])
		var names []string
		for name := range given {
			names = append(names, name)
		}
		require.ElementsMatch(t, []string{"choices", "number", "sequence", "at"}, names)
	}
	text := w.do(call{as: "genevieve", method: "GET", path: own, header: map[string]string{"Accept-Language": "en"}}).text("asked.0.text")
	require.Equal(t, e.Ask(s.Paper[0]).Text.EN, text)
}

// A paused exam shows no question.
func TestAPausedExamShowsNoQuestion(t *testing.T) {
	w := served(t)
	for i := range w.api.ServicePoint.Exams {
		w.api.ServicePoint.Exams[i].MaxPause = 15 * 60 * 1e9
	}
	epoch := w.beginsExam("signaleur")
	questions := w.asked()
	paused := w.post("operator", her+"/pause", map[string]any{"command": "p-1"}).is(http.StatusOK)
	require.Equal(t, "paused", paused.text("state.code"))
	require.Nil(t, paused.at("time.deadline"))
	require.Empty(t, w.asked())
	require.EqualValues(t, 1800, w.get("genevieve", own).at("time.secondsLeft"))
	lost := w.answers(questions[0], epoch, 1, exam.Response{}).problem(http.StatusConflict, "paused")
	require.Equal(t, []string{"pause", "operator"}, []string{lost.text("won.event.code"), lost.text("won.by")})
	w.post("operator", her+"/resumption", map[string]any{"command": "r-1"}).is(http.StatusOK)
	require.Equal(t, questions, w.asked())
}

// Blanks are no answer, and a choice that is given twice is given once: what is kept is
// no larger for it.
func TestWhatIsKeptOfAnAnswer(t *testing.T) {
	w := served(t)
	epoch := w.beginsExam("signaleur")
	for i := range w.asked() {
		at := "asked." + strconv.Itoa(i)
		shown := w.get("genevieve", own)
		r := exam.Response{Number: " \u00a0 "}
		want := []any{[]any{}, ""}
		if shown.text(at+".kind") != string(exam.Numeric) {
			option := shown.text(at + ".options.0.id")
			r, want = exam.Response{Choices: []string{option, option}}, []any{[]any{option}, ""}
		}
		w.answers(shown.text(at+".question"), epoch, 1, r).is(http.StatusOK)
		given := w.get("genevieve", own).at(at + ".answer").(map[string]any)
		require.Equal(t, want, []any{given["choices"], given["number"]})
	}
}
