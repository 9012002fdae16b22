package exam

import (
	"errors"
	"fmt"
	"math/big"
	"regexp"
	"time"

	"github.com/goodstanding/goodstanding/identity"
)

// Bounds of a document.
const (
	// MostPoints is the most that a question may be worth.
	MostPoints = 1_000
	// MostQuestions is how many questions an exam may have, and MostOptions how many
	// options a question.
	MostQuestions = 2_000
	MostOptions   = 20
	// LongestLimit is the longest working time, and the longest pause.
	LongestLimit = 12 * time.Hour
)

// Flaw is a mistake in an exam, and where. It is [ErrBadExam].
type Flaw struct {
	// Place is where in the document, such as "questions[3].options[0].text", counted
	// from 0; empty when it is about the whole.
	Place string
	// Question is the identifier of the question, if it is about one that has any.
	Question string
	Says     string
}

// Error says where, then what.
func (f *Flaw) Error() string {
	where := f.Place
	if f.Question != "" {
		where += " (" + f.Question + ")"
	}
	if where != "" {
		where += ": "
	}
	return ErrBadExam.Error() + ": " + where + f.Says
}

// Unwrap returns [ErrBadExam].
func (f *Flaw) Unwrap() error { return ErrBadExam }

// flaws collects what is wrong.
type flaws []error

func (f *flaws) add(place, format string, a ...any) {
	*f = append(*f, &Flaw{Place: place, Says: fmt.Sprintf(format, a...)})
}

// identifiers are short and plain: they are keys of forms and parts of what is hashed.
var (
	identifier = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	versioned  = regexp.MustCompile(`^[12]\d{3}-[1-9]\d{0,2}$`)
)

const longestID = 60

func named(id string) bool { return len(id) <= longestID && identifier.MatchString(id) }

// Validate returns every mistake in the exam with its place: an error that joins a
// [*Flaw] for each, or nil. An exam without mistakes draws only papers that can be
// answered, and passed, in both languages.
func (e Exam) Validate() error {
	var f flaws
	if !named(string(e.ID)) {
		f.add("id", "%q is not an identifier: small letters, digits and hyphens, %d at most", e.ID, longestID)
	}
	if !versioned.MatchString(e.Version) {
		f.add("version", "%q is not a year and a number, such as 2026-1", e.Version)
	}
	f.texts("title", e.Title)
	f.texts("training", e.Training)
	if e.Limit <= 0 || e.Limit > LongestLimit || e.Limit%time.Second != 0 {
		f.add("limit", "whole seconds are needed, %s at most, such as 30m", LongestLimit)
	}
	if e.MaxPause < 0 || e.MaxPause > LongestLimit || e.MaxPause%time.Second != 0 {
		f.add("maxPause", "whole seconds are needed, %s at most, such as 15m", LongestLimit)
	}
	if e.Pass.Num < 1 || e.Pass.Den < e.Pass.Num || e.Pass.Den > 1_000 {
		f.add("pass", "a part of the points is needed, such as 7/10")
	}
	if e.Source == "" {
		f.add("source", "where the content comes from is not said")
	}
	if !e.From.IsZero() && !e.Until.IsZero() && e.Until.Before(e.From) {
		f.add("until", "%s is before %s, the first day", e.Until, e.From)
	}
	f.questions(e)
	f.parts(e)
	return errors.Join(f...)
}

// texts asks for both languages: the learner chooses.
func (f *flaws) texts(place string, t identity.Text) {
	if t.FR == "" || t.EN == "" {
		f.add(place, "both languages are needed")
	}
}

func (f *flaws) questions(e Exam) {
	if len(e.Questions) == 0 || len(e.Questions) > MostQuestions {
		f.add("questions", "1 to %d questions are needed", MostQuestions)
		return
	}
	seen := map[string]bool{}
	for i, q := range e.Questions {
		place := fmt.Sprintf("questions[%d]", i)
		var own flaws
		if !named(q.ID) || seen[q.ID] {
			own.add(place+".id", "an identifier of its own is needed: small letters, digits and hyphens")
		}
		seen[q.ID] = true
		if !named(q.Topic) {
			own.add(place+".topic", "%q is not an identifier", q.Topic)
		}
		if q.Points < 1 || q.Points > MostPoints {
			own.add(place+".points", "1 to %d points are needed", MostPoints)
		}
		own.texts(place+".text", q.Text)
		switch q.Kind {
		case Single, Multiple:
			own.choices(place, q)
		case Numeric:
			own.numeric(place, q)
		default:
			own.add(place+".kind", "%q is none of single, multiple and numeric", q.Kind)
		}
		for _, err := range own {
			var flaw *Flaw
			if errors.As(err, &flaw) {
				flaw.Question = q.ID
			}
			*f = append(*f, err)
		}
	}
}

func (f *flaws) choices(place string, q Question) {
	if q.Number != "" || q.Tolerance != "" || q.Unit != (identity.Text{}) {
		f.add(place, "number, tolerance and unit are for numeric questions")
	}
	if len(q.Options) < 2 || len(q.Options) > MostOptions {
		f.add(place+".options", "2 to %d options are needed", MostOptions)
	}
	right := 0
	ids, french, english := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for i, o := range q.Options {
		at := fmt.Sprintf("%s.options[%d]", place, i)
		if !named(o.ID) || ids[o.ID] {
			f.add(at+".id", "an identifier of its own is needed: small letters, digits and hyphens")
		}
		f.texts(at+".text", o.Text)
		// Two that read alike cannot be told apart, and one of them may be wrong.
		if o.Text.FR != "" && french[o.Text.FR] || o.Text.EN != "" && english[o.Text.EN] {
			f.add(at+".text", "another option says the same")
		}
		ids[o.ID], french[o.Text.FR], english[o.Text.EN] = true, true, true
		if o.Right {
			right++
		}
	}
	if q.Kind == Single && right != 1 {
		f.add(place+".options", "exactly one right option is needed, and there are %d", right)
	}
	if q.Kind == Multiple && right == 0 {
		f.add(place+".options", "a right option is needed: to choose none is no answer")
	}
}

// exact is how a document writes a number: only what its readers may type as well.
var exact = regexp.MustCompile(`^-?(0|[1-9]\d*)(\.\d+)?$`)

func (f *flaws) numeric(place string, q Question) {
	if len(q.Options) > 0 || q.Fixed {
		f.add(place+".options", "a numeric question has no options")
	}
	if (q.Unit.FR == "") != (q.Unit.EN == "") {
		f.add(place+".unit", "both languages are needed, or neither")
	}
	if _, err := ReadNumber(q.Number); err != nil || !exact.MatchString(q.Number) {
		f.add(place+".number", "%.40q is not a decimal such as 2.5, with a point; three decimals after anything but 0 cannot be typed", q.Number)
	}
	if q.Tolerance == "" {
		return
	}
	if t, err := ReadNumber(q.Tolerance); err != nil || !exact.MatchString(q.Tolerance) || t.Cmp(new(big.Rat)) < 0 {
		f.add(place+".tolerance", "%.40q is not a decimal such as 0.5, with a point, of 0 or more", q.Tolerance)
	}
}

// parts asks that there be enough to draw and, when the total is said, that no draw
// can change it.
func (f *flaws) parts(e Exam) {
	of := map[string][]int{}
	sum := 0
	for _, q := range e.Questions {
		of[q.Topic] = append(of[q.Topic], q.Points)
		sum += q.Points
	}
	drawn := map[string]bool{}
	for i, part := range e.Parts {
		place := fmt.Sprintf("parts[%d]", i)
		points := of[part.Topic]
		if drawn[part.Topic] || len(points) == 0 {
			f.add(place+".topic", "%q is drawn twice, or is the topic of no question", part.Topic)
			continue
		}
		drawn[part.Topic] = true
		if part.Draw < 1 || part.Draw > len(points) {
			f.add(place+".draw", "1 to %d of the questions of %s can be drawn", len(points), part.Topic)
			continue
		}
		for _, p := range points[1:] {
			if e.Total != 0 && part.Draw < len(points) && p != points[0] {
				f.add(place, "questions of %s are not worth the same: the total would depend on the draw", part.Topic)
				break
			}
		}
	}
	for i, q := range e.Questions {
		if len(e.Parts) > 0 && !drawn[q.Topic] {
			f.add(fmt.Sprintf("questions[%d].topic", i), "no part draws %q: the question would never be asked", q.Topic)
		}
	}
	if len(e.Parts) > 0 {
		sum = e.Draw("").Points()
	}
	if e.Total != 0 && len(*f) == 0 && e.Total != sum {
		f.add("total", "a paper is worth %d", sum)
	}
}
