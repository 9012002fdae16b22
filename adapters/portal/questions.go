package portal

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// The page of the security questions (A9), where a mandate has any asked.
func questionsRoutes() []Route {
	return []Route{
		// Open, because a session that has to answer is nobody's anywhere else.
		{"GET", "/questions", (*visit).questions, true},
		{"POST", "/questions", (*visit).setQuestions, true},
	}
}

// questionsPage sets the answers, or changes them.
type questionsPage struct {
	identity.Questioning
	// Set and Review are civil days; Set is none before there are answers.
	Set, Review cycle.Date
	Chosen      []identity.Text
	Pairs       []questionPair
	Current     field
	// Drawn says that the answers were drawn, and are shown this once.
	Drawn bool
}

// questionPair is a question to choose, and its answer.
type questionPair struct{ Question, Answer field }

// questionNames are the controls of a question and of its answer.
func questionNames(i int) (question, answer string) {
	return fmt.Sprintf("question-%d", i+1), fmt.Sprintf("answer-%d", i+1)
}

func (v *visit) questions() error {
	q, err := v.Directory.Questioning(v.r.Context(), v.secretSession())
	if err != nil {
		return err
	}
	typed := url.Values{}
	for i, id := range q.Chosen {
		question, _ := questionNames(i)
		typed.Set(question, string(id))
	}
	return v.askQuestions(http.StatusOK, q, typed, false, nil)
}

// askQuestions shows the form with what was typed in it: the answers too, which are in
// the answer to the form they were posted in and nowhere else. The password is not.
func (v *visit) askQuestions(status int, q identity.Questioning, typed url.Values, drawn bool, wrong hours.FieldErrors) error {
	page := questionsPage{Questioning: q, Review: q.Mandate.Review, Drawn: drawn}
	if !q.Set.IsZero() {
		page.Set = cycle.DateOf(q.Set, v.zone)
	}
	for _, id := range q.Chosen {
		if chosen, ok := identity.QuestionOf(id); ok {
			page.Chosen = append(page.Chosen, chosen.Words)
		}
	}
	form := v.form("questions", wrong)
	for i := range identity.AnswersAsked {
		question, answer := questionNames(i)
		page.Pairs = append(page.Pairs, questionPair{
			form.choice(question, typed.Get(question), v.questionList()),
			form.text(answer, typed.Get(answer)).with("hint", v.t("field.questions.answer.hint")),
		})
	}
	page.Current = form.text("current", "").with("autocomplete", "current-password")
	page.Current.Type = "password"
	title := "questions.title"
	if q.Must {
		title = "questions.must.title"
	}
	return v.show(status, "questions", frame{Title: v.t(title), Form: q.May, Scripts: passwordScripts, Wrong: v.problems(wrong), Body: page})
}

// questionList is the list to choose from.
func (v *visit) questionList() group {
	var all group
	for _, q := range identity.Questions() {
		all.Options = append(all.Options, option{Value: string(q.ID), Label: v.print.Text(q.Words)})
	}
	return all
}

func (v *visit) setQuestions() error {
	ctx, token := v.r.Context(), v.secretSession()
	q, err := v.Directory.Questioning(ctx, token)
	if err != nil {
		return err
	}
	form, err := v.typed()
	if err != nil {
		return err
	}
	switch {
	case v.chooseLanguage(form):
		return v.askQuestions(http.StatusOK, q, form, false, nil)
	case !q.May:
		return identity.ErrMandateOver
	case form.Get("draw") != "":
		return v.drawAnswers(q, form)
	}
	var given []identity.Given
	for i := range identity.AnswersAsked {
		question, answer := questionNames(i)
		given = append(given, identity.Given{
			Question: identity.QuestionID(form.Get(question)), Answer: identity.NewSecret(form.Get(answer)),
		})
	}
	err = v.Directory.SetAnswers(ctx, token, form.Get("current"), given)
	if wrong := answersWrong(err); wrong != nil {
		status := http.StatusUnprocessableEntity
		if errors.Is(err, identity.ErrThrottled) {
			status = http.StatusTooManyRequests
		}
		return v.askQuestions(status, q, form, false, wrong)
	}
	if err != nil {
		return err
	}
	if q.Must {
		return v.redirect("/", "notice", "questions-set")
	}
	return v.redirect("/questions", "notice", "questions-set")
}

// drawAnswers fills the form with answers that nobody can guess, to be kept elsewhere
// before they are saved like others: the page is the only place that has them.
func (v *visit) drawAnswers(q identity.Questioning, form url.Values) error {
	drawn, err := v.Directory.DrawAnswers()
	if err != nil {
		return err
	}
	var chosen []string
	for i := range drawn {
		question, _ := questionNames(i)
		chosen = append(chosen, form.Get(question))
	}
	for i, secret := range drawn {
		question, answer := questionNames(i)
		form.Set(answer, secret.Reveal())
		if form.Get(question) != "" {
			continue
		}
		for _, q := range identity.Questions() {
			if !slices.Contains(chosen, string(q.ID)) {
				form.Set(question, string(q.ID))
				chosen = append(chosen, string(q.ID))
				break
			}
		}
	}
	return v.askQuestions(http.StatusOK, q, form, true, nil)
}

// answersWrong returns what is wrong with the answers and the password, in the order of
// the page; nil when the error is another.
func answersWrong(err error) hours.FieldErrors {
	var wrong hours.FieldErrors
	var answers *identity.AnswersError
	if errors.As(err, &answers) {
		for _, w := range answers.Wrong {
			name, answer := questionNames(w.At)
			if !errors.Is(w.Err, identity.ErrQuestion) && !errors.Is(w.Err, identity.ErrQuestionTwice) {
				name = answer
			}
			wrong = append(wrong, hours.FieldError{Field: name, Err: w.Err})
		}
	}
	for _, of := range []error{identity.ErrPasswordWrong, identity.ErrThrottled} {
		if errors.Is(err, of) {
			wrong = append(wrong, hours.FieldError{Field: "current", Err: of})
		}
	}
	return wrong
}

// questionField is the question that is asked with a new password; its zero value is
// none.
func (v *visit) questionField(room string, q identity.Question, asked bool, wrong hours.FieldErrors) field {
	if !asked {
		return field{}
	}
	return v.form(room, wrong).text("answer", "").with("label", v.print.Text(q.Words)).with("hint", v.t("questions.asked.hint"))
}
