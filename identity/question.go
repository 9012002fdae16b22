package identity

import (
	_ "embed"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

const (
	// AnswersAsked is how many questions an account has the answers to, each to another
	// question.
	AnswersAsked = 3
	// AnswerLeast is the least length of an answer, in the letters and digits of
	// [NormalAnswer].
	AnswerLeast = 4
	// AnswerMost is the greatest.
	AnswerMost = 100
	// longestAnswer bounds what is looked at of an answer that was typed, in bytes.
	longestAnswer = 1000
)

// QuestionID names a question of the list.
type QuestionID string

// Question is one that may be asked.
type Question struct {
	ID    QuestionID
	Words Text
}

//go:embed questions.txt
var questionsText string

var questions = func() []Question {
	var all []Question
	for _, line := range listed(questionsText) {
		parts := strings.Split(line, "|")
		all = append(all, Question{
			QuestionID(strings.TrimSpace(parts[0])),
			Text{FR: strings.TrimSpace(parts[1]), EN: strings.TrimSpace(parts[2])},
		})
	}
	return all
}()

// Questions lists the questions: there are no others, and nobody writes one of their own.
func Questions() []Question { return slices.Clone(questions) }

// QuestionOf returns the question of the identifier, and whether there is one.
func QuestionOf(id QuestionID) (Question, bool) {
	i := slices.IndexFunc(questions, func(q Question) bool { return q.ID == id })
	if i < 0 {
		return Question{}, false
	}
	return questions[i], true
}

//go:embed answers.txt
var answersText string

// commonAnswers are those that many people would give.
var commonAnswers = func() map[string]bool {
	all := map[string]bool{}
	for _, line := range listed(answersText) {
		all[line] = true
	}
	return all
}()

// listed returns the lines of a list that are neither empty nor a comment.
func listed(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			all = append(all, line)
		}
	}
	return all
}

// NormalAnswer returns an answer as it is compared and hashed: its letters and digits, in
// lower case, without the accents of French. Spaces, hyphens, apostrophes and full stops
// are dropped: "Saint-Jean", "saint jean" and "SAINT JEAN" are one answer. The text should
// be in the composed form of Unicode ([Directory.Normal]).
func NormalAnswer(text string) string { return string(plain(text)) }

// Given is an answer as somebody gave it.
type Given struct {
	Question QuestionID
	Answer   Secret
}

// AnswersError says what is wrong with answers. It is every error that is in it
// ([errors.Is]).
type AnswersError struct{ Wrong []AnswerWrong }

// AnswerWrong is what is wrong with one answer, the first being at 0: Err is
// [ErrQuestion] or [ErrQuestionTwice] of its question, and else of the answer itself.
type AnswerWrong struct {
	At  int
	Err error
}

// Error returns the first error.
func (e *AnswersError) Error() string {
	return fmt.Sprintf("answer %d: %v", e.Wrong[0].At+1, e.Wrong[0].Err)
}

// Unwrap returns every error.
func (e *AnswersError) Unwrap() []error {
	var all []error
	for _, w := range e.Wrong {
		all = append(all, w.Err)
	}
	return all
}

// CheckAnswers reports what is wrong with the answers to be set, all of it, given what
// others know of their holder and what the holder's password is: login, address, name,
// permit. The error is nil or an [AnswersError]. Answers are in the composed form of
// Unicode.
func CheckAnswers(given []Given, known ...string) error {
	refused := map[string]bool{}
	for _, text := range known {
		for _, word := range append(strings.FieldsFunc(text, apart), text) {
			refused[NormalAnswer(word)] = true
		}
	}
	var wrong []AnswerWrong
	asked, answers := map[QuestionID]bool{}, map[string]bool{}
	for i := range max(len(given), AnswersAsked) {
		if i >= len(given) || i >= AnswersAsked {
			wrong = append(wrong, AnswerWrong{i, ErrQuestion})
			continue
		}
		g := given[i]
		if _, ok := QuestionOf(g.Question); !ok {
			wrong = append(wrong, AnswerWrong{i, ErrQuestion})
		} else if asked[g.Question] {
			wrong = append(wrong, AnswerWrong{i, ErrQuestionTwice})
		}
		if err := checkAnswer(g.Answer.Reveal(), refused, answers); err != nil {
			wrong = append(wrong, AnswerWrong{i, err})
		}
		asked[g.Question], answers[NormalAnswer(g.Answer.Reveal())] = true, true
	}
	if wrong == nil {
		return nil
	}
	return &AnswersError{wrong}
}

// checkAnswer reports what is wrong with one answer beside others.
func checkAnswer(answer string, refused, others map[string]bool) error {
	if len(answer) > longestAnswer {
		return ErrAnswerLong
	}
	text := plain(answer)
	switch n := len(text); {
	case n < AnswerLeast:
		return ErrAnswerShort
	case n > AnswerMost:
		return ErrAnswerLong
	case refused[string(text)]:
		return ErrAnswerPersonal
	case commonAnswers[string(text)], covered(text, common) == n:
		return ErrAnswerCommon
	case others[string(text)]:
		return ErrAnswerTwice
	}
	return nil
}

// Answer is what is kept of an answer: the hash of [NormalAnswer].
type Answer struct {
	Question QuestionID `json:"question"`
	Hash     string     `json:"hash"`
}

// Answers are those of an account. The zero value is none.
type Answers struct {
	Kept []Answer  `json:"kept"`
	Set  time.Time `json:"set"`
	// Turn counts the answers that were right when they were asked for: until one is,
	// the same question is asked, in whatever flow and however often.
	Turn int `json:"turn,omitempty"`
}

// Asked returns the answer that is asked for, and whether there is one.
func (a *Answers) Asked() (Answer, bool) {
	if a == nil || len(a.Kept) == 0 {
		return Answer{}, false
	}
	return a.Kept[a.Turn%len(a.Kept)], true
}

// asks reports that the account's question is still to be answered, by somebody who
// answered at the instant: the zero time is never, and an answer to what was set later is
// none.
func (p RecoveryPolicy) asks(a Account, answered time.Time) bool {
	_, mandated := p.Mandate()
	_, asked := a.Answers.Asked()
	return mandated && asked && answered.Before(a.Answers.Set)
}

// drawAnswer draws an answer for who would keep one that nobody can guess, in a password
// manager: 16 symbols, 80 bits, shown in fours.
func drawAnswer(random io.Reader) (Secret, error) {
	drawn, err := DrawSymbols(random, 16)
	if err != nil {
		return Secret{}, err
	}
	text := drawn.Reveal()
	return NewSecret(text[:4] + "-" + text[4:8] + "-" + text[8:12] + "-" + text[12:]), nil
}
