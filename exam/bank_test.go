package exam_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/identity"
)

func text(says string) identity.Text { return identity.Text{FR: says + " (fr)", EN: says + " (en)"} }

// choose returns a question of three options, those named right.
func choose(id, topic string, kind exam.Kind, right string) exam.Question {
	q := exam.Question{ID: id, Topic: topic, Kind: kind, Text: text(id), Points: 2}
	for _, o := range []string{"a", "b", "c"} {
		q.Options = append(q.Options, exam.Option{ID: o, Text: text(o), Right: strings.Contains(right, o)})
	}
	return q
}

func count(id, topic, number, tolerance string) exam.Question {
	return exam.Question{
		ID: id, Topic: topic, Kind: exam.Numeric, Text: text(id), Points: 2,
		Number: number, Tolerance: tolerance, Unit: identity.Text{FR: "mètres", EN: "metres"},
	}
}

// roadworks is an exam that draws two questions of three about cones, and one of three
// about signs.
func roadworks() exam.Exam {
	return exam.Exam{
		ID: "roadworks", Version: "2026-1", Title: text("Road works"), Training: text("Works"),
		Limit: 30 * time.Minute, Pass: exam.Ratio{Num: 7, Den: 10}, Total: 6, Shuffle: true, Source: "made up",
		Parts: []exam.Part{{Topic: "cones", Draw: 2}, {Topic: "signs", Draw: 1}},
		Questions: []exam.Question{
			choose("cone-1", "cones", exam.Single, "a"), choose("cone-2", "cones", exam.Multiple, "ac"), choose("cone-3", "cones", exam.Single, "c"),
			choose("sign-1", "signs", exam.Single, "b"), choose("sign-2", "signs", exam.Multiple, "b"), choose("sign-3", "signs", exam.Single, "b"),
		},
	}
}

func TestASoundExamHasNoFlaw(t *testing.T) {
	require.NoError(t, roadworks().Validate())
	e := roadworks()
	e.Questions = append(e.Questions, count("cone-4", "cones", "102.5", "0.5"), count("cone-5", "cones", "-0.125", ""))
	e.MaxPause, e.From, e.Until = time.Minute, cycle.MustDate("2026-01-01"), cycle.MustDate("2026-01-01")
	require.NoError(t, e.Validate())
	e.Parts, e.Total = nil, 16
	require.NoError(t, e.Validate())
}

// Each is the sound exam with one thing changed, and the places of what is wrong.
func TestEveryFlawHasItsPlace(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*exam.Exam)
		places string
	}{
		"no identifier":       {func(e *exam.Exam) { e.ID = "" }, "id"},
		"capitals":            {func(e *exam.Exam) { e.ID = "Road" }, "id"},
		"a long identifier":   {func(e *exam.Exam) { e.ID = exam.ID(strings.Repeat("a", 61)) }, "id"},
		"a version in words":  {func(e *exam.Exam) { e.Version = "spring" }, "version"},
		"version 0":           {func(e *exam.Exam) { e.Version = "2026-0" }, "version"},
		"no French title":     {func(e *exam.Exam) { e.Title.FR = "" }, "title"},
		"no English training": {func(e *exam.Exam) { e.Training.EN = "" }, "training"},
		"no time":             {func(e *exam.Exam) { e.Limit = 0 }, "limit"},
		"half a second":       {func(e *exam.Exam) { e.Limit += 500 * time.Millisecond }, "limit"},
		"more than half a day": {
			func(e *exam.Exam) { e.Limit = 12*time.Hour + time.Second },
			"limit",
		},
		"a pause before zero":     {func(e *exam.Exam) { e.MaxPause = -time.Second }, "maxPause"},
		"no pass mark":            {func(e *exam.Exam) { e.Pass = exam.Ratio{} }, "pass"},
		"a pass mark of nothing":  {func(e *exam.Exam) { e.Pass = exam.Ratio{Den: 1} }, "pass"},
		"more than everything":    {func(e *exam.Exam) { e.Pass = exam.Ratio{Num: 11, Den: 10} }, "pass"},
		"no source":               {func(e *exam.Exam) { e.Source = "" }, "source"},
		"closed before it opens":  {func(e *exam.Exam) { e.From, e.Until = cycle.MustDate("2026-01-02"), cycle.MustDate("2026-01-01") }, "until"},
		"no question":             {func(e *exam.Exam) { e.Questions, e.Parts, e.Total = nil, nil, 0 }, "questions"},
		"an identifier twice":     {func(e *exam.Exam) { e.Questions[2].ID = "cone-1" }, "questions[2].id"},
		"a line feed":             {func(e *exam.Exam) { e.Questions[2].ID = "cone\n3" }, "questions[2].id"},
		"no topic":                {func(e *exam.Exam) { e.Questions[2].Topic = "" }, "questions[2].topic questions[2].topic"},
		"no points":               {func(e *exam.Exam) { e.Questions[2].Points = 0 }, "questions[2].points parts[0]"},
		"no French":               {func(e *exam.Exam) { e.Questions[2].Text.FR = "" }, "questions[2].text"},
		"an unknown kind":         {func(e *exam.Exam) { e.Questions[2].Kind = "essay" }, "questions[2].kind"},
		"one option":              {func(e *exam.Exam) { e.Questions[0].Options = e.Questions[0].Options[:1] }, "questions[0].options"},
		"none right":              {func(e *exam.Exam) { e.Questions[0].Options[0].Right = false }, "questions[0].options"},
		"two right of a single":   {func(e *exam.Exam) { e.Questions[0].Options[1].Right = true }, "questions[0].options"},
		"none right of several":   {func(e *exam.Exam) { e.Questions[4].Options[1].Right = false }, "questions[4].options"},
		"an option twice":         {func(e *exam.Exam) { e.Questions[0].Options[1].ID = "a" }, "questions[0].options[1].id"},
		"two that read alike":     {func(e *exam.Exam) { e.Questions[0].Options[1].Text.FR = "a (fr)" }, "questions[0].options[1].text"},
		"an option in one tongue": {func(e *exam.Exam) { e.Questions[0].Options[1].Text.EN = "" }, "questions[0].options[1].text"},
		"a number of a single":    {func(e *exam.Exam) { e.Questions[0].Number = "1" }, "questions[0]"},
		"options of a number":     {func(e *exam.Exam) { e.Questions[0].Kind, e.Questions[0].Number = exam.Numeric, "1" }, "questions[0].options"},
		"no number":               {func(e *exam.Exam) { e.Questions[0] = count("cone-1", "cones", "", "") }, "questions[0].number"},
		"a comma":                 {func(e *exam.Exam) { e.Questions[0] = count("cone-1", "cones", "2,5", "") }, "questions[0].number"},
		"a number nobody can type": {
			func(e *exam.Exam) { e.Questions[0] = count("cone-1", "cones", "1.125", "") },
			"questions[0].number",
		},
		"a tolerance below zero":        {func(e *exam.Exam) { e.Questions[0] = count("cone-1", "cones", "2.5", "-1") }, "questions[0].tolerance"},
		"a unit in one tongue":          {func(e *exam.Exam) { e.Questions[0] = count("cone-1", "cones", "2.5", ""); e.Questions[0].Unit.EN = "" }, "questions[0].unit"},
		"a part of no topic":            {func(e *exam.Exam) { e.Parts[1].Topic = "lights" }, "parts[1].topic questions[3].topic questions[4].topic questions[5].topic"},
		"a topic drawn twice":           {func(e *exam.Exam) { e.Parts[1].Topic = "cones" }, "parts[1].topic questions[3].topic questions[4].topic questions[5].topic"},
		"more than there are":           {func(e *exam.Exam) { e.Parts[0].Draw = 4 }, "parts[0].draw"},
		"none of a topic":               {func(e *exam.Exam) { e.Parts[0].Draw = 0 }, "parts[0].draw"},
		"a total that is another":       {func(e *exam.Exam) { e.Total = 7 }, "total"},
		"a total that draws change":     {func(e *exam.Exam) { e.Questions[0].Points = 3 }, "parts[0]"},
		"a total of parts, without any": {func(e *exam.Exam) { e.Parts = nil }, "total"},
	} {
		t.Run(name, func(t *testing.T) {
			e := roadworks()
			c.change(&e)
			err := e.Validate()
			require.ErrorIs(t, err, exam.ErrBadExam)
			var joined interface{ Unwrap() []error }
			require.ErrorAs(t, err, &joined)
			var places []string
			for _, one := range joined.Unwrap() {
				var flaw *exam.Flaw
				require.ErrorAs(t, one, &flaw)
				require.ErrorContains(t, one, "exam: unusable exam: "+flaw.Place)
				places = append(places, flaw.Place)
			}
			require.Equal(t, c.places, strings.Join(places, " "))
		})
	}
	e := roadworks()
	e.Questions[2].Points = 1
	e.Total = 0
	require.NoError(t, e.Validate(), "without a total, a draw may change what a paper is worth")
	e = roadworks()
	e.Parts[0].Draw = 3
	e.Questions[2].Points, e.Total = 3, 9
	require.NoError(t, e.Validate(), "all of a topic are worth the same whoever draws")
}

// E16: the pass mark in whole numbers, with no rounding.
func TestE16_PassedInWholeNumbers(t *testing.T) {
	for _, c := range []struct {
		num, den, max, needed int
	}{
		{7, 10, 15, 11}, // 10.5
		{7, 10, 10, 7},
		{7, 10, 20, 14},
		{3, 5, 5, 3},
		{2, 3, 100, 67},
		{1, 1, 12, 12},
		{1, 1000, 12, 1},
		{7, 10, 1, 1},
	} {
		e := exam.Exam{Pass: exam.Ratio{Num: c.num, Den: c.den}}
		require.False(t, e.Passed(c.needed-1, c.max), c)
		require.True(t, e.Passed(c.needed, c.max), c)
		require.True(t, e.Passed(c.max, c.max), c)
		require.Equal(t, c.needed, e.Needed(c.max), c)
	}
	require.False(t, exam.Exam{}.Passed(10, 10), "without a pass mark nothing passes")
	require.False(t, exam.Exam{Pass: exam.Ratio{Num: 0, Den: 1}}.Passed(0, 10))
	require.False(t, exam.Exam{Pass: exam.Ratio{Num: 1, Den: 2}}.Passed(0, 0), "nothing passes out of no points")
	require.Equal(t, 1, exam.Exam{Pass: exam.Ratio{Num: 1, Den: 2}}.Needed(0))
}

func TestRatios(t *testing.T) {
	var r exam.Ratio
	require.NoError(t, r.UnmarshalText([]byte("7/10")))
	require.Equal(t, exam.Ratio{Num: 7, Den: 10}, r)
	written, err := r.MarshalText()
	require.NoError(t, err)
	require.Equal(t, "7/10", string(written))
	for _, wrong := range []string{"", "7", "/", "7/", "/10", "7/10/2", "-7/10", "7 /10", "0.7", "70 %", "1234567/2", "７/10", "+7/10"} {
		require.ErrorIs(t, r.UnmarshalText([]byte(wrong)), exam.ErrBadExam, wrong)
		require.Equal(t, exam.Ratio{Num: 7, Den: 10}, r, "as it was")
	}
}

func TestVersionsInOrder(t *testing.T) {
	order := []string{"", "spring", "2025-12", "2026-1", "2026-2", "2026-9", "2026-10", "2027-1"}
	for i, a := range order {
		for j, b := range order {
			switch found := exam.CompareVersions(a, b); {
			case i < j:
				require.Negative(t, found, "%s %s", a, b)
			case i > j:
				require.Positive(t, found, "%s %s", a, b)
			default:
				require.Zero(t, found)
			}
		}
	}
}

func TestWhenAVersionIsOpen(t *testing.T) {
	day := cycle.MustDate
	e := exam.Exam{}
	require.True(t, e.Open(day("0001-01-01")))
	e.From = day("2026-03-01")
	require.False(t, e.Open(day("2026-02-28")))
	require.True(t, e.Open(day("2026-03-01")), "the first day is in")
	e.Until = day("2026-03-31")
	require.True(t, e.Open(day("2026-03-31")), "and so is the last")
	require.False(t, e.Open(day("2026-04-01")))
}

// exams draws sound exams: parts or none, shuffled or not, every kind of question.
func exams() *rapid.Generator[exam.Exam] {
	return rapid.Custom(func(t *rapid.T) exam.Exam {
		e := roadworks()
		e.Questions, e.Parts, e.Total = nil, nil, 0
		e.Shuffle = rapid.Bool().Draw(t, "shuffle")
		parts := rapid.Bool().Draw(t, "parts")
		for _, topic := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "c", "d"}), 1, 4, rapid.ID).Draw(t, "topics") {
			n := rapid.IntRange(1, 6).Draw(t, "questions of "+topic)
			points := rapid.IntRange(1, 5).Draw(t, "points")
			for i := range n {
				id := topic + "-" + string(rune('a'+i))
				q := choose(id, topic, exam.Single, "b")
				switch rapid.IntRange(0, 2).Draw(t, "kind") {
				case 0:
					q = choose(id, topic, exam.Multiple, rapid.SampledFrom([]string{"a", "ac", "abc"}).Draw(t, "right"))
				case 1:
					q = count(id, topic, rapid.SampledFrom([]string{"7", "2.5", "-0.125", "1500"}).Draw(t, "number"), rapid.SampledFrom([]string{"", "0.5"}).Draw(t, "tolerance"))
				}
				q.Points = points
				q.Fixed = q.Kind != exam.Numeric && rapid.Bool().Draw(t, "fixed")
				e.Questions = append(e.Questions, q)
			}
			draw := n
			if parts {
				draw = rapid.IntRange(1, n).Draw(t, "draw")
				e.Parts = append(e.Parts, exam.Part{Topic: topic, Draw: draw})
			}
			e.Total += draw * points
		}
		return e
	})
}

func TestTheExamsOfThesePropertiesAreSound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { require.NoError(t, exams().Draw(t, "exam").Validate()) })
}
