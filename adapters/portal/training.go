package portal

import (
	"crypto/rand"
	"net/http"
	"slices"
	"strconv"

	"github.com/goodstanding/goodstanding/exam"
)

// trainingRoutes are the learner's pages: "Mes formations" (E9), and the exams that they
// lead to.
func trainingRoutes() []Route {
	return slices.Concat([]Route{
		{"GET", "/trainings", (*visit).trainings, false},
		{"GET", "/trainings/{exam}", (*visit).training, false},
	}, ownSittingRoutes())
}

// trainingLine is a training in the list.
type trainingLine struct {
	Link            string
	Training, Title string
	// State says in a word or two where the exam stands, and Class its colour; Detail
	// says what follows from it.
	State, Class, Detail string
}

// trainings is the list "Mes formations".
func (v *visit) trainings() error {
	lines, err := v.trainingLines(false)
	if err != nil {
		return err
	}
	return v.show(http.StatusOK, "trainings", frame{Title: v.t("training.list"), Tab: "trainings", Body: lines})
}

// trainingLines returns the reader's trainings; with live, those alone of which an exam
// is authorised or under way.
func (v *visit) trainingLines(live bool) ([]trainingLine, error) {
	all, err := v.ServicePoint.Trainings(v.r.Context(), v.actor)
	if err != nil {
		return nil, err
	}
	var lines []trainingLine
	for _, t := range all {
		if live && t.Live() == nil {
			continue
		}
		line := trainingLine{
			Link: "/trainings/" + string(t.Exam.ID), Training: v.print.Text(t.Exam.Training), Title: v.print.Text(t.Exam.Title),
		}
		line.State, line.Class, line.Detail = v.standing(t)
		lines = append(lines, line)
	}
	return lines, nil
}

// standing says where a training's exam stands: its state, the class of its colour, and
// what follows from it.
func (v *visit) standing(t exam.Training) (state, class, detail string) {
	if len(t.Sittings) == 0 {
		return v.t("training.none"), "", v.t("training.none.text")
	}
	s := t.Sittings[0]
	switch s.Attempt.State {
	case exam.Unlaunched, exam.Launched:
		return v.t("training.authorised", "until", v.print.Time(s.Authorisation.Until, v.zone)), "authorised", v.where(s)
	case exam.Running:
		return v.t("exam.attempt.running"), "running", v.remaining(s)
	case exam.Paused:
		return v.t("exam.attempt.paused"), "running", v.t("sit.paused.since", "at", v.print.Clock(s.Attempt.PausedAt, v.zone))
	case exam.Withdrawn:
		return v.t("training.withdrawn"), "", v.withdrawn(s)
	case exam.Submitted, exam.TimedOut, exam.Terminated:
	}
	r, _ := s.Result()
	return v.t("exam.outcome." + string(r.Outcome)), string(r.Outcome), v.t("training.result",
		"points", v.print.N("sit.points", r.Points), "max", r.Max, "needed", needed(s.Policy.Pass, r.Max))
}

// where says where an authorised exam is begun.
func (v *visit) where(s exam.Sitting) string {
	if at := s.Authorisation.Workstation; at != "" {
		return v.t("training.assigned", "workstation", at)
	}
	return v.t("training.authorised.text")
}

// remaining says how much of the working time is left, and until when.
func (v *visit) remaining(s exam.Sitting) string {
	return v.t("sit.left", "left", v.print.Lasting(s.Left(v.now())), "until", v.print.Time(s.Deadline(), v.zone))
}

// withdrawn says why a sitting ended before it was begun. Who did it is said by their
// role: the learner need not know the operator's name.
func (v *visit) withdrawn(s exam.Sitting) string {
	for _, entry := range slices.Backward(s.Log) {
		if entry.Event == exam.Cancel || entry.Event == exam.Lapse {
			return v.won(exam.Lost{Event: entry.Event, At: entry.At})
		}
	}
	return ""
}

// won says what won over a command, in the words for the learner.
func (v *visit) won(l exam.Lost) string {
	l.By.Name = v.t("sit.operator")
	return v.print.Lost(l, v.now(), v.zone)
}

// needed is the smallest number of points of max that passes.
func needed(pass exam.Ratio, max int) int { return exam.Exam{Pass: pass}.Needed(max) }

// pastSitting is a sitting that has ended, in the page of its training.
type pastSitting struct{ Link, Ended, State, Class string }

// trainingPage is a training with its exam, before it is launched.
type trainingPage struct {
	trainingLine
	Facts []answer
	Rules []string
	// Launch is where "Lancer l'examen" posts, empty when nothing may be launched;
	// Begun says that it goes on with an exam that was begun.
	Launch  string
	Begun   bool
	Command string
	// Refused says why it could not be launched here; empty when it was not tried.
	Refused string
	// Unverified says that nobody who answers for the training approved the content.
	Unverified bool
	Past       []pastSitting
}

// readTraining returns the reader's training that the address names: of two for one
// exam, the one that began last.
func (v *visit) readTraining(id exam.ID) (exam.Training, error) {
	all, err := v.ServicePoint.Trainings(v.r.Context(), v.actor)
	if err != nil {
		return exam.Training{}, err
	}
	for _, t := range slices.Backward(all) {
		if t.Exam.ID == id {
			return t, nil
		}
	}
	return exam.Training{}, exam.ErrNotFound
}

// training is the page that "Accéder" leads to.
func (v *visit) training() error {
	t, err := v.readTraining(exam.ID(v.r.PathValue("exam")))
	if err != nil {
		return err
	}
	return v.showTraining(http.StatusOK, t, "")
}

func (v *visit) showTraining(status int, t exam.Training, refused string) error {
	page := trainingPage{Refused: refused, Unverified: !t.Exam.Verified, Command: rand.Text()}
	page.Training, page.Title = v.print.Text(t.Exam.Training), v.print.Text(t.Exam.Title)
	page.State, page.Class, page.Detail = v.standing(t)
	if t.Enrolment.Ended.IsZero() {
		page.Facts, page.Rules = v.figures(t.Exam.Limit, 0, drawn(t.Exam), t.Exam.Total, t.Exam.Pass, ""), v.rules()
	}
	if s := t.Live(); s != nil {
		page.Launch, page.Begun = "/sittings/"+s.ID()+"/launch", s.Attempt.State.Begun()
		page.Facts, page.Rules = v.figuresOf(*s), v.rules()
	}
	for _, s := range t.Sittings {
		if s.Ended() {
			state, class, _ := v.standing(exam.Training{Sittings: []exam.Sitting{s}})
			page.Past = append(page.Past, pastSitting{"/sittings/" + s.ID() + "/result", v.print.Instant(s.Attempt.Finished, v.zone), state, class})
		}
	}
	return v.show(status, "training", frame{Title: page.Title, Tab: "trainings", Body: page})
}

// drawn returns how many questions a paper of the exam has.
func drawn(e exam.Exam) int {
	if len(e.Parts) == 0 {
		return len(e.Questions)
	}
	n := 0
	for _, part := range e.Parts {
		n += part.Draw
	}
	return n
}

// rules are what the learner is to know before they begin.
func (v *visit) rules() []string {
	var all []string
	for n := range 6 {
		all = append(all, v.t("sit.rule."+strconv.Itoa(n+1)))
	}
	return all
}
