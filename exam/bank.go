package exam

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// ID names an exam through all its versions, such as "signaleur".
type ID string

// Exam is one version of an exam: data, and never changed once it is published. A
// change is a new version, so that a sitting means the same questions for as long as
// it is kept. It holds the answers: what a browser may see is [Asked].
type Exam struct {
	ID ID
	// Version is the year and a number in that year, such as "2026-1".
	Version string
	Title   identity.Text
	// Training is the training that the exam ends.
	Training identity.Text
	// Limit is the working time, in whole seconds.
	Limit time.Duration
	// MaxPause is how long a pause may last at most, in whole seconds; with 0, the
	// operator may not pause.
	MaxPause time.Duration `yaml:"maxPause"`
	// Pass is the part of the points that must be reached.
	Pass Ratio
	// Total is what every paper is worth, whatever was drawn; 0 says nothing of it.
	Total int
	// Parts say how many questions of each topic are drawn. Without any, every
	// question is asked.
	Parts     []Part
	Questions []Question
	// Shuffle shows the questions, and the options of each that is not fixed, in an
	// order of the seed; without it, they stay in the order of the document.
	Shuffle bool
	// Source says where the content comes from, and Verified whether whoever answers
	// for the training has approved it.
	Source   string
	Verified bool
	// From is the first day on which the version may be authorised, and Until the
	// last; the zero day sets no bound.
	From  cycle.Date
	Until cycle.Date
}

// Part is how many questions of a topic are drawn.
type Part struct {
	Topic string
	Draw  int
}

// Kind is how a question is answered.
type Kind string

// The kinds.
const (
	// Single: one option is right, and one may be chosen.
	Single Kind = "single"
	// Multiple: the right options, all of them and no other, are to be chosen.
	Multiple Kind = "multiple"
	// Numeric: a number is to be written.
	Numeric Kind = "numeric"
)

// Question is a question with its answer.
type Question struct {
	ID    string
	Topic string
	Kind  Kind
	Text  identity.Text
	// Options are those of a single or multiple question.
	Options []Option
	// Number is the answer of a numeric question, an exact decimal such as "2.5", and
	// Tolerance how far from it an answer may be and still be right; empty is not at
	// all. Unit is what the number counts, shown beside the field; it may be empty.
	Number    string
	Tolerance string
	Unit      identity.Text
	// Points are what the right answer is worth, 1 to [MostPoints]; a wrong answer and
	// none are worth 0.
	Points int
	// Fixed options keep the order of the document, such as "all of the above", or
	// amounts from the smallest to the greatest.
	Fixed bool
}

// Option is an answer to choose.
type Option struct {
	ID    string
	Text  identity.Text
	Right bool
}

// Ratio is an exact part of a whole, such as 7/10. The zero value is none: nothing
// passes by it.
type Ratio struct {
	Num int
	Den int
}

// MarshalText writes what [Ratio.UnmarshalText] reads.
func (r Ratio) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// String writes "7/10"; the zero Ratio is "0/0".
func (r Ratio) String() string { return strconv.Itoa(r.Num) + "/" + strconv.Itoa(r.Den) }

// UnmarshalText reads "7/10", two whole numbers of at most six digits; the error is
// [ErrBadExam], and then r is as it was.
func (r *Ratio) UnmarshalText(text []byte) error {
	num, den, _ := strings.Cut(string(text), "/")
	n, okNum := whole(num)
	d, okDen := whole(den)
	if !okNum || !okDen {
		return fmt.Errorf("%w: %.20q is not a ratio such as 7/10", ErrBadExam, text)
	}
	*r = Ratio{n, d}
	return nil
}

// whole reads a whole number of one to six digits.
func whole(text string) (int, bool) {
	if text == "" || len(text) > 6 || strings.Trim(text, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(text)
	return n, err == nil
}

// Question returns a question by its identifier.
func (e Exam) Question(id string) (Question, bool) {
	i := slices.IndexFunc(e.Questions, func(q Question) bool { return q.ID == id })
	if i < 0 {
		return Question{}, false
	}
	return e.Questions[i], true
}

// Option returns an option by its identifier.
func (q Question) Option(id string) (Option, bool) {
	i := slices.IndexFunc(q.Options, func(o Option) bool { return o.ID == id })
	if i < 0 {
		return Option{}, false
	}
	return q.Options[i], true
}

// Passed reports that so many points of max reach the pass mark: points × Den ≥ Num ×
// max, in whole numbers, so that 70 % of 15 needs 11 points and never 10.5. Nothing
// passes without a pass mark, or out of no points at all.
func (e Exam) Passed(points, max int) bool {
	return e.Pass.Reached(points, max)
}

// Needed is the smallest number of points of max that passes; max + 1 when none does.
func (e Exam) Needed(max int) int {
	for points := range max + 1 {
		if e.Passed(points, max) {
			return points
		}
	}
	return max + 1
}

// Open reports that the version may be authorised on the day.
func (e Exam) Open(day cycle.Date) bool {
	return (e.From.IsZero() || !day.Before(e.From)) && (e.Until.IsZero() || !e.Until.Before(day))
}

// CompareVersions orders versions of an exam, the older first: "2026-9" stands before
// "2026-10". What is not a version stands first, in the order of its bytes.
func CompareVersions(a, b string) int {
	number := func(version string) int {
		year, n, _ := strings.Cut(version, "-")
		y, okYear := whole(year)
		m, okNumber := whole(n)
		if !okYear || !okNumber {
			return -1
		}
		return y*1_000_000 + m
	}
	return cmp.Or(cmp.Compare(number(a), number(b)), strings.Compare(a, b))
}
