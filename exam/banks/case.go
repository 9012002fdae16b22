package banks

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/goodstanding/goodstanding/exam"
)

// Case is an example of the document's own: what a seed draws, what responses are
// worth, and what passes.
type Case struct {
	Name string
	// Line is where the case stands in its document.
	Line int `yaml:"-"`
	// Source says how the case was worked out.
	Source string
	// Seed draws a paper, Drawn are its questions in order, and Options are those of
	// some of them, in order. Worth is what it comes to; 0 is not checked.
	Seed    string
	Drawn   []string
	Options map[string][]string
	Worth   int
	// Responses are marked one by one.
	Responses []Marked
	Results   []Result
}

// Marked is a response to a question, and the points that it is worth or why it is
// refused: "number", "unknown-option" or "one-choice".
type Marked struct {
	Question      string
	exam.Response `yaml:",inline"`
	Points        int
	Refused       string
}

// Result is whether so many points of a total pass.
type Result struct {
	Points int
	Of     int
	Passed bool
}

// refusals are the reasons for which a response is refused.
var refusals = map[string]error{
	"number": exam.ErrNumber, "unknown-option": exam.ErrUnknownOption, "one-choice": exam.ErrOneChoice,
}

// check refuses a case that could not fail, or that names what the exam does not have.
func (c Case) check(e exam.Exam) error {
	switch {
	case c.Name == "" || c.Source == "":
		return errors.New("a name and a source are needed")
	case (c.Seed == "") != (len(c.Drawn) == 0):
		return errors.New("seed and drawn go together")
	case c.Seed == "" && (len(c.Options) > 0 || c.Worth != 0):
		return errors.New("options and worth are of a paper that a seed draws")
	case len(c.Drawn)+len(c.Responses)+len(c.Results) == 0:
		return errors.New("it expects nothing")
	}
	for _, id := range slices.Concat(c.Drawn, slices.Sorted(maps.Keys(c.Options))) {
		if _, ok := e.Question(id); !ok {
			return fmt.Errorf("no question %q", id)
		}
	}
	for _, m := range c.Responses {
		if _, ok := e.Question(m.Question); !ok {
			return fmt.Errorf("no question %q", m.Question)
		}
		if _, ok := refusals[m.Refused]; m.Refused != "" && (!ok || m.Points != 0) {
			return fmt.Errorf("%q refuses for no reason that there is, or with points", m.Refused)
		}
	}
	for _, r := range c.Results {
		if r.Of < 1 || r.Points < 0 || r.Points > r.Of {
			return fmt.Errorf("%d points of %d cannot be", r.Points, r.Of)
		}
	}
	return nil
}

// Run returns how the exam differs from what the case expects, a sentence for each
// difference; none when it agrees.
func (c Case) Run(e exam.Exam) []string {
	var all []string
	differ := func(what string, expected, found any) {
		all = append(all, fmt.Sprintf("%s: %v expected, %v found", what, expected, found))
	}
	if c.Seed != "" {
		paper := e.Draw(c.Seed)
		var drawn []string
		for _, d := range paper {
			drawn = append(drawn, d.Question)
		}
		if !slices.Equal(drawn, c.Drawn) {
			differ("drawn", c.Drawn, drawn)
		}
		for _, id := range slices.Sorted(maps.Keys(c.Options)) {
			var options []string
			if i, ok := paper.Find(id); ok {
				options = paper[i].Options
			}
			if !slices.Equal(options, c.Options[id]) {
				differ("options of "+id, c.Options[id], options)
			}
		}
		if c.Worth != 0 && paper.Points() != c.Worth {
			differ("worth", c.Worth, paper.Points())
		}
	}
	for _, m := range c.Responses {
		q, _ := e.Question(m.Question)
		points, err := q.Mark(m.Response)
		given := fmt.Sprintf("%s, %s%s", m.Question, strings.Join(m.Choices, " "), m.Number)
		switch {
		case !errors.Is(err, refusals[m.Refused]):
			differ(given, m.Refused, err)
		case points != m.Points:
			differ(given, m.Points, points)
		}
	}
	for _, r := range c.Results {
		if found := e.Passed(r.Points, r.Of); found != r.Passed {
			differ(fmt.Sprintf("%d of %d passes", r.Points, r.Of), r.Passed, found)
		}
	}
	return all
}
