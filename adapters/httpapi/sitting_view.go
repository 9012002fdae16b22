package httpapi

import (
	"time"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/identity"
)

// examView names an exam.
type examView struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Training string `json:"training"`
}

func (x *exchange) viewExam(e exam.Exam) examView {
	return examView{string(e.ID), x.p.Text(e.Title), x.p.Text(e.Training)}
}

// examNamed names an exam as its latest version does; by its identifier alone when the
// content that is served has no such exam any more.
func (x *exchange) examNamed(id exam.ID) examView {
	e, err := x.api.ServicePoint.Exams.Latest(id)
	if err != nil {
		return examView{ID: string(id)}
	}
	return x.viewExam(e)
}

// seconds returns a length of time in whole seconds, cut.
func seconds(d time.Duration) int { return int(d / time.Second) }

// timeView is the clock of a sitting. Deadline is null while none runs; what is left
// then is all of it before begin, what the pause keeps, and nothing after the end.
type timeView struct {
	Now            time.Time  `json:"now"`
	Deadline       *time.Time `json:"deadline"`
	SecondsLeft    int        `json:"secondsLeft"`
	LimitSeconds   int        `json:"limitSeconds"`
	GrantedSeconds int        `json:"grantedSeconds"`
}

// viewTime is as of the present, or of the latest instant that the sitting has seen.
func (x *exchange) viewTime(s exam.Sitting) timeView {
	now := x.api.now().Truncate(identity.Precision)
	if now.Before(s.Last) {
		now = s.Last.UTC()
	}
	return timeView{now, instant(s.Deadline()), seconds(s.Left(now)), seconds(s.Policy.Limit), seconds(s.Granted)}
}

// standingView is where a sitting stands, to whoever may see it.
type standingView struct {
	Number        int         `json:"number"`
	Exam          examView    `json:"exam"`
	Authorisation coded       `json:"authorisation"`
	State         coded       `json:"state"`
	Workstation   string      `json:"workstation"`
	Time          timeView    `json:"time"`
	Questions     int         `json:"questions"`
	Answered      int         `json:"answered"`
	Begun         *time.Time  `json:"begun"`
	Finished      *time.Time  `json:"finished"`
	Result        *resultView `json:"result"`
	Continues     *int        `json:"continues"`
}

// resultView is what an attempt that ended was worth (E16).
type resultView struct {
	Points  int   `json:"points"`
	Max     int   `json:"max"`
	Outcome coded `json:"outcome"`
	Partial bool  `json:"partial"`
}

// stateOr labels a state, whose zero value is called "none" here.
func (x *exchange) stateOr(list, code string) coded {
	if code == "" {
		code = "none"
	}
	return x.labelled(list, code)
}

func (x *exchange) viewStanding(s exam.Sitting) standingView {
	v := standingView{
		Number: s.Number, Exam: x.examNamed(s.Exam), Workstation: s.Authorisation.Workstation, Time: x.viewTime(s),
		Authorisation: x.stateOr("exam.authorisation.", string(s.Authorisation.State)),
		State:         x.stateOr("exam.attempt.", string(s.Attempt.State)),
		Questions:     len(s.Paper), Answered: s.Answered(), Begun: instant(s.Attempt.Begun), Finished: instant(s.Attempt.Finished),
	}
	if e, err := x.api.ServicePoint.Exams.Version(s.Exam, s.ExamVersion); err == nil {
		v.Exam = x.viewExam(e)
	}
	if s.Continues > 0 {
		v.Continues = &s.Continues
	}
	if r, ok := s.Result(); ok {
		v.Result = &resultView{r.Points, r.Max, x.labelled("exam.outcome.", string(r.Outcome)), r.Partial}
	}
	return v
}

// sittingView is a sitting as those see it who work at the service point: with what was
// done, by whom and why, and without what was answered.
type sittingView struct {
	standingView
	Member      string      `json:"learner"`
	Point       string      `json:"point"`
	ExamVersion string      `json:"examVersion"`
	By          string      `json:"authorisedBy"`
	At          time.Time   `json:"authorisedAt"`
	Until       time.Time   `json:"authorisedUntil"`
	Heard       *time.Time  `json:"heard"`
	Launched    *time.Time  `json:"launched"`
	From        string      `json:"launchedFrom"`
	ContinuedBy *int        `json:"continuedBy"`
	Card        *issuedView `json:"card"`
	Log         []entryView `json:"log"`
}

// issuedView says that a card was issued, and by whom.
type issuedView struct {
	Code   string    `json:"code"`
	Issued time.Time `json:"issued"`
	By     string    `json:"by"`
}

// entryView is a line of a sitting's log. By is empty for what time did.
type entryView struct {
	Event       coded     `json:"event"`
	At          time.Time `json:"at"`
	By          string    `json:"by"`
	Ground      *coded    `json:"ground"`
	Note        string    `json:"note"`
	Workstation string    `json:"workstation"`
	Seconds     int       `json:"seconds"`
}

func (x *exchange) viewEntry(e exam.Entry) entryView {
	return entryView{
		Event: x.labelled("exam.event.", string(e.Event)), At: e.At, By: e.By.Name, Ground: x.orNone("exam.ground.", string(e.Ground)),
		Note: e.Note, Workstation: e.Workstation, Seconds: seconds(e.Time),
	}
}

func (x *exchange) viewSitting(s exam.Sitting) sittingView {
	s = s.At(x.api.now())
	v := sittingView{
		standingView: x.viewStanding(s), Member: string(s.Member), Point: string(s.Point), ExamVersion: s.ExamVersion,
		By: s.Authorisation.By.Name, At: s.Authorisation.At, Until: s.Authorisation.Until, Heard: instant(s.Attempt.Heard),
		Launched: instant(s.Attempt.Launched), From: s.Attempt.Workstation, Log: listOf(s.Log, x.viewEntry).Items,
	}
	if s.ContinuedBy > 0 {
		v.ContinuedBy = &s.ContinuedBy
	}
	if s.Card != nil {
		v.Card = &issuedView{s.Card.Code.String(), s.Card.Issued, s.Card.By.Name}
	}
	return v
}

// wonView is what won over a command, when, and who did it: the learner, an operator or
// time. Name is empty for time, and for an operator when the reader is none. Text is all
// of it in a sentence.
type wonView struct {
	Event coded     `json:"event"`
	At    time.Time `json:"at"`
	By    string    `json:"by"`
	Name  string    `json:"name"`
	Text  string    `json:"text"`
}

func (x *exchange) viewWon(l exam.Lost) *wonView {
	if l.At.IsZero() {
		return nil
	}
	v := &wonView{Event: x.labelled("exam.event.", string(l.Event)), At: l.At, By: "operator", Name: l.By.Name}
	switch {
	case l.Event.ByLearner():
		v.By = "learner"
	case l.By == exam.Person{}:
		v.By = "time"
	case !exam.MayOperate(x.actor) && !exam.MayManage(x.actor):
		v.Name, l.By.Name = "", x.p.T("exam.lost.operator")
	}
	if zone, err := x.org.Location(); err == nil {
		v.Text = x.p.Lost(l, x.api.now(), zone)
	}
	return v
}
