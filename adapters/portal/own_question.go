package portal

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/goodstanding/goodstanding/exam"
)

// questionPage is one question of the paper.
type questionPage struct {
	Title, Action   string
	K, Of, Previous int
	Epoch, Sequence int
	Question        string
	Points          string
	// Multiple says that several options may be right; Choices are the options, and
	// Number the field of a question that takes a number, nil for one that does not.
	Multiple bool
	Choices  []field
	Number   *field
	// Error is what is wrong with the choices.
	Error string
	// Saved says that the answer of the page before is kept, Kept that this one is.
	Saved, Kept string
	// Later says that a later answer is kept than the one on the page, and LaterGiven
	// what it is.
	Later      string
	LaterGiven []string
	List       []questionLink
	Answered   string
	Timer      timer
	Unverified bool
}

// questionLink is a question in the list of all.
type questionLink struct {
	K        int
	Current  bool
	Answered bool
}

// asked returns the question that the address names, with its place from 1.
func (v *visit) asked(s sat) (exam.Asked, int, error) {
	k := natural(v.r.PathValue("k"))
	if k == 0 || k > len(s.Paper) {
		return exam.Asked{}, 0, exam.ErrNotFound
	}
	return s.of.Ask(s.Paper[k-1]), k, nil
}

func (v *visit) question() error {
	s, err := v.sat(v.r.URL.Query().Get("epoch"))
	if err != nil {
		return err
	}
	q, k, err := v.asked(s)
	if err != nil {
		return err
	}
	if done, err := v.instead(s); done || err != nil {
		return err
	}
	if s.Attempt.State != exam.Running {
		return v.redirect(s.at(""))
	}
	return v.showQuestion(http.StatusOK, s, q, k, s.Given(q.Question).Response, nil)
}

// showQuestion shows a question with a response, kept or just typed.
func (v *visit) showQuestion(status int, s sat, q exam.Asked, k int, given exam.Response, wrong error) error {
	kept := s.Given(q.Question)
	page := questionPage{
		Title: v.print.Text(s.of.Title), Action: s.base + "/questions/" + strconv.Itoa(k), K: k, Of: len(s.Paper), Previous: k - 1,
		Epoch: s.epoch, Sequence: kept.Sequence + 1, Question: v.print.Text(q.Text), Points: v.print.N("sit.points", q.Points),
		Multiple: q.Kind == exam.Multiple, Timer: v.timer(s, true), Unverified: !s.of.Verified,
		Answered: v.print.N("sit.answered", s.Answered(), "of", len(s.Paper)),
	}
	if !kept.Response.Empty() {
		page.Kept = v.t("sit.kept", "at", v.print.Clock(kept.At, v.zone))
	}
	if before := natural(v.r.URL.Query().Get("saved")); before > 0 && before <= len(s.Paper) && before != k {
		if g := s.Given(s.Paper[before-1].Question); !g.At.IsZero() {
			page.Saved = v.t("sit.saved", "k", before, "at", v.print.Clock(g.At, v.zone))
		}
	}
	for i, d := range s.Paper {
		page.List = append(page.List, questionLink{K: i + 1, Current: i+1 == k, Answered: !s.Given(d.Question).Response.Empty()})
	}
	form := frame{Title: v.t("sit.question.title", "k", k, "of", len(s.Paper), "exam", page.Title), Tab: "trainings", Form: true, Alone: true, Scripts: []string{"timer.js"}}
	said := ""
	switch {
	case errors.Is(wrong, exam.ErrSequence):
		page.Later, page.LaterGiven = v.t("sit.later", "at", v.print.Clock(kept.At, v.zone)), v.given(q, kept.Response)
	case wrong != nil:
		said = v.print.FieldError("number", wrong)
	}
	v.controls(&page, q, given, said)
	if said != "" {
		form.Wrong = []problem{{page.firstControl(), said}}
	}
	form.Body = page
	return v.show(status, "sit_question", form)
}

// controls makes the controls of a question.
func (v *visit) controls(page *questionPage, q exam.Asked, given exam.Response, wrong string) {
	if q.Kind == exam.Numeric {
		page.Number = &field{
			ID: "number", Name: "number", Type: "text", Label: page.Question, Value: given.Number, Autocomplete: "off", InputMode: "decimal",
			Hint: v.t("sit.number.hint"), Error: wrong,
		}
		if unit := v.print.Text(q.Unit); unit != "" {
			page.Number.Hint = v.t("sit.number.unit", "unit", unit) + " " + page.Number.Hint
		}
		return
	}
	page.Error = wrong
	for i, o := range q.Options {
		page.Choices = append(page.Choices, field{
			ID: "choice-" + strconv.Itoa(i+1), Name: "choice", Type: "radio", Value: o.ID, Label: v.print.Text(o.Text),
			Checked: slices.Contains(given.Choices, o.ID), Error: wrong,
		})
		if page.Multiple {
			page.Choices[i].Type = "checkbox"
		}
	}
}

// firstControl is what a line of the error summary leads to.
func (p questionPage) firstControl() string {
	if p.Number != nil {
		return p.Number.ID
	}
	return p.Choices[0].ID
}

// given says a response in words, a choice a line.
func (v *visit) given(q exam.Asked, r exam.Response) []string {
	var all []string
	for _, o := range q.Options {
		if slices.Contains(r.Choices, o.ID) {
			all = append(all, v.print.Text(o.Text))
		}
	}
	if r.Number != "" {
		all = append(all, strings.TrimSpace(r.Number+" "+v.print.Text(q.Unit)))
	}
	if len(all) == 0 {
		all = append(all, v.t("answer.none"))
	}
	return all
}

// barred is why no answer is taken now; nil when it is.
func (s sat) barred() error {
	switch {
	case s.Ended():
		return exam.ErrSubmitted
	case s.epoch != s.Attempt.Epoch:
		return exam.ErrSuperseded
	case s.Attempt.State == exam.Paused:
		return exam.ErrPaused
	}
	return nil
}

// response reads what was given, without the empty values that a form sends.
func response(form url.Values) exam.Response {
	r := exam.Response{Number: strings.TrimSpace(form.Get("number"))}
	for _, choice := range form["choice"] {
		if choice != "" {
			r.Choices = append(r.Choices, choice)
		}
	}
	return r
}

// answer saves what was given, whichever button was pressed, then goes where the
// button says.
func (v *visit) answer() error {
	s, form, err := v.posted()
	if err != nil {
		return err
	}
	q, k, err := v.asked(s)
	if err != nil {
		return err
	}
	if s.Attempt.State == exam.Unlaunched || s.Attempt.State == exam.Launched {
		return v.redirect(s.at(""))
	}
	translated := v.chooseLanguage(form)
	given, kept, sequence := response(form), s.Given(q.Question), natural(form.Get("sequence"))
	saved := ""
	// What changes nothing is not sent: nor is a page without an answer that is older
	// than the one which is kept.
	if !given.Equal(kept.Response) && (!given.Empty() || sequence > kept.Sequence) {
		after, _, err := v.ServicePoint.Answer(v.r.Context(), v.actor, s.Number, exam.Answering{
			Epoch: s.epoch, Question: q.Question, Sequence: sequence, Response: given,
		})
		switch {
		case errors.Is(err, exam.ErrNumber), errors.Is(err, exam.ErrUnknownOption), errors.Is(err, exam.ErrOneChoice):
			// What wins over any answer is said first.
			if barred := s.barred(); barred != nil {
				return v.outdone(s, barred, form)
			}
			return v.showQuestion(http.StatusUnprocessableEntity, s, q, k, given, err)
		case errors.Is(err, exam.ErrSequence):
			if s, err = v.sat(form.Get("epoch")); err != nil {
				return err
			}
			return v.showQuestion(http.StatusConflict, s, q, k, given, exam.ErrSequence)
		case err != nil:
			return v.outdone(s, err, form)
		}
		s.Sitting, saved = after, strconv.Itoa(k)
	}
	to := k + 1
	switch do := form.Get("do"); {
	case translated:
		to = k
	case do == "close":
		return v.redirect(s.at("/close", "from", strconv.Itoa(k)))
	default:
		if place := natural(form.Get("go")); place > 0 {
			to = place
		}
	}
	if to > len(s.Paper) {
		return v.redirect(s.at("/close", "from", strconv.Itoa(k)))
	}
	return v.redirect(s.at("/questions/"+strconv.Itoa(to), "saved", saved))
}
