package httpapi

import (
	"net/http"
	"time"

	"github.com/goodstanding/goodstanding/exam"
)

const ownSittingPath = base + "/sittings/{number}"

func trainingEndpoints() []endpoint {
	return atServicePoint(
		endpoint{Route{http.MethodGet, base + "/trainings"}, false, listTrainings},
		endpoint{Route{http.MethodGet, ownSittingPath}, false, showOwnSitting},
		endpoint{Route{http.MethodPost, ownSittingPath + "/launch"}, false, launchSitting},
		endpoint{Route{http.MethodPost, ownSittingPath + "/begin"}, false, beginSitting},
		endpoint{Route{http.MethodPut, ownSittingPath + "/answers/{question}"}, false, answerQuestion},
		endpoint{Route{http.MethodPost, ownSittingPath + "/submission"}, false, submitSitting},
	)
}

// trainingView is one of the learner's trainings (E9). Neither a photo (E10) nor a proof
// of identity is in it.
type trainingView struct {
	enrolmentView
	Sittings []standingView `json:"sittings"`
}

// ownView is the learner's own sitting. Asked is what is asked, in the paper's order,
// while the exam is running and at no other time. No answer that is right is in it, nor
// what any answer was worth.
type ownView struct {
	standingView
	Asked []askedView `json:"asked"`
}

// askedView is a question, with the answer that is kept; null when none is.
type askedView struct {
	Question string       `json:"question"`
	Kind     string       `json:"kind"`
	Text     string       `json:"text"`
	Options  []optionView `json:"options"`
	Unit     string       `json:"unit"`
	Points   int          `json:"points"`
	Answer   *givenView   `json:"answer"`
}

type optionView struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// givenView is an answer as it is kept. The next one to the question has a greater
// sequence.
type givenView struct {
	Choices  []string  `json:"choices"`
	Number   string    `json:"number"`
	Sequence int       `json:"sequence"`
	At       time.Time `json:"at"`
}

// receiptView is what was answered to a command, and is again when it is sent again.
// Epoch is what everything else is sent with after a launch, Sequence that of an answer;
// null of what has none.
type receiptView struct {
	Event    coded     `json:"event"`
	At       time.Time `json:"at"`
	Epoch    *int      `json:"epoch"`
	Sequence *int      `json:"sequence"`
}

// doneView is the receipt of a command, and where the sitting stands after it.
type doneView struct {
	Receipt receiptView  `json:"receipt"`
	Sitting standingView `json:"sitting"`
}

func (x *exchange) viewAsked(a exam.Asked, g exam.Given) askedView {
	v := askedView{
		Question: a.Question, Kind: string(a.Kind), Text: x.p.Text(a.Text), Unit: x.p.Text(a.Unit), Points: a.Points,
		Options: listOf(a.Options, func(o exam.AskedOption) optionView { return optionView{o.ID, x.p.Text(o.Text)} }).Items,
	}
	if g.Sequence > 0 {
		v.Answer = &givenView{append([]string{}, g.Response.Choices...), g.Response.Number, g.Sequence, g.At}
	}
	return v
}

func listTrainings(x *exchange) error {
	all, err := x.api.ServicePoint.Trainings(x.r.Context(), x.actor)
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, listOf(all, func(t exam.Training) trainingView {
		return trainingView{x.viewEnrolment(t.Enrolment), listOf(t.Sittings, x.viewStanding).Items}
	}))
}

func showOwnSitting(x *exchange) error {
	number, err := x.number()
	if err != nil {
		return err
	}
	s, e, err := x.api.ServicePoint.Own(x.r.Context(), x.actor, number)
	if err != nil {
		return err
	}
	seated, err := x.api.ServicePoint.Seated(x.r.Context(), s, x.workstation())
	if err != nil {
		return err
	}
	v := ownView{x.viewStanding(s), []askedView{}}
	if seated && s.Attempt.State == exam.Running {
		for _, d := range s.Paper {
			v.Asked = append(v.Asked, x.viewAsked(e.Ask(d), s.Given(d.Question)))
		}
	}
	return x.json(http.StatusOK, v)
}

// done answers with the receipt of a command of the learner's.
func (x *exchange) done(s exam.Sitting, r exam.Receipt, err error) error {
	if err != nil {
		return err
	}
	v := doneView{receiptView{Event: x.labelled("exam.event.", string(r.Event)), At: r.At}, x.viewStanding(s)}
	if r.Epoch > 0 {
		v.Receipt.Epoch = &r.Epoch
	}
	if r.Sequence > 0 {
		v.Receipt.Sequence = &r.Sequence
	}
	return x.json(http.StatusOK, v)
}

// launchSitting opens the exam in a browser, also again after a crash.
func launchSitting(x *exchange) error {
	number, err := x.number()
	if err != nil {
		return err
	}
	var given struct {
		Command string `json:"command"`
	}
	if err := x.read(&given); err != nil {
		return err
	}
	if err := named(given.Command); err != nil {
		return err
	}
	return x.done(x.api.ServicePoint.Launch(x.r.Context(), x.actor, number, given.Command, x.workstation()))
}

// workstation returns what a registered workstation keeps, which it sends along with
// everything about a sitting; empty of any other browser.
func (x *exchange) workstation() string { return x.r.Header.Get("Workstation-Secret") }

// seated refuses what does not come from the workstation that the sitting is assigned
// to, with exam.ErrWorkstation: an epoch can be guessed.
func (x *exchange) seated(number int) error {
	s, _, err := x.api.ServicePoint.Own(x.r.Context(), x.actor, number)
	if err != nil {
		return err
	}
	seated, err := x.api.ServicePoint.Seated(x.r.Context(), s, x.workstation())
	if err == nil && !seated && !s.Ended() {
		err = exam.ErrWorkstation
	}
	return err
}

// epochAsked is a command of the browser that was launched under the epoch.
type epochAsked struct {
	Command string `json:"command"`
	Epoch   int    `json:"epoch"`
}

// launched reads a command of the browser that was launched, and has it applied.
func (x *exchange) launched(apply func(number int, given epochAsked) (exam.Sitting, exam.Receipt, error)) error {
	number, err := x.number()
	if err != nil {
		return err
	}
	var given epochAsked
	if err := x.read(&given); err != nil {
		return err
	}
	if err := named(given.Command); err != nil {
		return err
	}
	if err := x.seated(number); err != nil {
		return err
	}
	return x.done(apply(number, given))
}

// beginSitting starts the clock.
func beginSitting(x *exchange) error {
	return x.launched(func(number int, given epochAsked) (exam.Sitting, exam.Receipt, error) {
		return x.api.ServicePoint.Begin(x.r.Context(), x.actor, number, given.Command, given.Epoch)
	})
}

// submitSitting ends the exam (E12).
func submitSitting(x *exchange) error {
	return x.launched(func(number int, given epochAsked) (exam.Sitting, exam.Receipt, error) {
		return x.api.ServicePoint.Submit(x.r.Context(), x.actor, number, given.Command, given.Epoch)
	})
}

// answerQuestion keeps an answer: once it is answered with a receipt it is never lost.
func answerQuestion(x *exchange) error {
	number, err := x.number()
	if err != nil {
		return err
	}
	var given struct {
		Epoch    int      `json:"epoch"`
		Sequence int      `json:"sequence"`
		Choices  []string `json:"choices"`
		Number   string   `json:"number"`
	}
	if err := x.read(&given); err != nil {
		return err
	}
	if err := x.seated(number); err != nil {
		return err
	}
	return x.done(x.api.ServicePoint.Answer(x.r.Context(), x.actor, number, exam.Answering{
		Epoch: given.Epoch, Question: x.r.PathValue("question"), Sequence: given.Sequence,
		Response: exam.Response{Choices: given.Choices, Number: given.Number},
	}))
}
