package portal

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/hours"
)

func learnerRoutes() []Route {
	return []Route{
		{"GET", "/learners/{learner}", (*visit).learner, false},
		{"GET", "/learners/{learner}/identity", (*visit).askIdentity, false},
		{"POST", "/learners/{learner}/identity", (*visit).confirmIdentity, false},
		{"GET", "/learners/{learner}/authorisation", (*visit).askAuthorisation, false},
		{"POST", "/learners/{learner}/authorisation", (*visit).authorise, false},
	}
}

// face is who an action is about: it stands beside every one of them.
type face struct {
	Name, Code, Base string
	// Picture is the address of the photo; empty when there is none, or the reader may
	// not see it.
	Picture string
}

func (v *visit) face(f exam.File) face {
	who := face{Name: f.Learner.Name(), Code: f.Learner.Code(), Base: "/learners/" + string(f.Learner.Member)}
	if p := f.Learner.Photo; p != nil && f.Point.OperatedBy(v.actor) {
		who.Picture = who.Base + "/photo/cut.jpg?revision=" + strconv.Itoa(p.Revision) + "&at=" + strconv.FormatInt(p.Accepted.Unix(), 10)
	}
	return who
}

// learnerStep is one of the three things that precede an exam: what it is called, and
// how it stands.
type learnerStep struct {
	ID, Heading, Status string
	Done                bool
	// Lines say what is known of it.
	Lines []string
	// Again is where it is done once more, with what the link says.
	Again, AgainLabel string
}

// learnerPage is a learner's file ("la fiche"), with the form of the step that comes
// next, or of the one that was asked for.
type learnerPage struct {
	face
	Point        exam.Point
	Email        string
	Trainings    []string
	Closed       string
	Steps        []learnerStep
	Live         *livePage
	Sittings     []sittingRow
	Works        bool
	Open         string
	Version      int64
	Stale        bool
	Refused      string
	Ready        bool
	Identity     identityForm
	Authorise    authoriseForm
	NothingToSit bool
}

// opened is the form of the page as it was typed, and what came of it.
type opened struct {
	form      string
	claim     exam.Claim
	birth     hours.DateEntry
	authorise authoriseTyped
	wrong     hours.FieldErrors
	// wait is the instant before which the operator confirms nobody's identity.
	wait time.Time
	// problem is a refusal that no field is about, and refused what won over it.
	problem error
	refused string
	stale   bool
}

func (v *visit) learner() error { return v.showLearner(http.StatusOK, opened{}) }

// file of the learner that the address names, for those who work at the point.
func (v *visit) learnerFile() (exam.File, error) {
	id, err := v.learnerID()
	if err != nil {
		return exam.File{}, err
	}
	return v.ServicePoint.File(v.r.Context(), v.actor, id)
}

func (v *visit) showLearner(status int, o opened) error {
	f, err := v.learnerFile()
	if err != nil {
		return err
	}
	l := f.Learner
	page := learnerPage{
		face: v.face(f), Point: f.Point, Email: l.Email, Closed: v.closed(f.Point, f.Now), Works: f.Point.OperatedBy(v.actor), Version: l.Version,
		Stale: o.stale, Refused: o.refused, Ready: l.Proof != nil && l.Photo.IsAccepted(), NothingToSit: len(f.Exams) == 0,
	}
	for _, e := range l.Enrolments {
		if e.Ended.IsZero() {
			page.Trainings = append(page.Trainings, v.trainingName(e.Exam))
		}
	}
	if s := f.Live(); s != nil {
		live := v.livePage(*s, f)
		page.Live = &live
	}
	for _, s := range f.Sittings {
		page.Sittings = append(page.Sittings, v.sittingRow(s, page.Base))
	}
	page.Steps = v.learnerSteps(f)
	if page.Works {
		page.Open = v.openForm(f, o)
	}
	page.Identity, page.Authorise = v.identityForm(f, o), v.authoriseForm(f, o)
	problems := v.problems(o.wrong)
	if o.problem != nil {
		problems = append(problems, problem{page.Open, v.print.Error(o.problem)})
	}
	return v.show(status, "learner", frame{
		Title: v.t("learner.title", "name", l.Name()), Tab: "points", Form: page.Open == "identity" || page.Open == "authorisation", Wrong: problems, Body: page,
	})
}

// openForm returns the step whose form the page has: the one that was asked for, and
// otherwise the first that is not done. While an exam is live nothing else is asked.
func (v *visit) openForm(f exam.File, o opened) string {
	switch {
	case o.form != "":
		return o.form
	case f.Live() != nil:
		return ""
	case f.Learner.Proof == nil:
		return "identity"
	case !f.Learner.Photo.IsAccepted():
		return "photo"
	case len(f.Exams) > 0:
		return "authorisation"
	}
	return ""
}

func (v *visit) learnerSteps(f exam.File) []learnerStep {
	l, base := f.Learner, "/learners/"+string(f.Learner.Member)
	works := f.Point.OperatedBy(v.actor)
	proof := learnerStep{ID: "identity", Heading: v.t("identity.heading"), Done: l.Proof != nil}
	if p := l.Proof; p != nil {
		proof.Lines = append(proof.Lines, v.t("identity.seen", "card", v.t("exam.proof."+string(p.Kind)), "by", p.By.Name, "at", v.print.Instant(p.At, v.zone)))
		for _, h := range p.Hints {
			proof.Lines = append(proof.Lines, v.t("exam.hint."+string(h)))
		}
		if works {
			proof.Again, proof.AgainLabel = base+"/identity", v.t("identity.again")
		}
	}
	picture := learnerStep{ID: "photo", Heading: v.t("picture.heading"), Done: l.Photo.IsAccepted()}
	switch p := l.Photo; {
	case p.IsAccepted():
		picture.Lines = append(picture.Lines, v.t("picture.accepted", "by", p.AcceptedBy.Name, "at", v.print.Instant(p.Accepted, v.zone)))
		if works {
			picture.Again, picture.AgainLabel = base+"/photo", v.t("picture.see")
		}
	case p != nil:
		picture.Lines = append(picture.Lines, v.t("picture.to-crop"))
	}
	if works && picture.Again == "" {
		picture.Again, picture.AgainLabel = base+"/photo", v.t("picture.go")
		if l.Photo != nil {
			picture.AgainLabel = v.t("picture.crop-now")
		}
	}
	steps := []learnerStep{proof, picture}
	for i := range steps {
		steps[i].Status = v.t("wizard.todo")
		if steps[i].Done {
			steps[i].Status = v.t("wizard.done")
		}
	}
	return steps
}

// refusal answers what a desk refused in the words of the file: what was typed stays.
// An error that the page has no words for is returned.
func (v *visit) refuseLearner(o opened, err error) error {
	var wrong hours.FieldErrors
	var lost exam.Lost
	switch {
	case errors.As(err, &wrong):
		o.wrong = wrong
		return v.showLearner(http.StatusUnprocessableEntity, o)
	case errors.Is(err, exam.ErrStale):
		o.stale = true
		return v.showLearner(http.StatusConflict, o)
	case errors.As(err, &lost):
		o.refused = v.lost(lost, v.now())
		return v.showLearner(http.StatusConflict, o)
	case errors.Is(err, exam.ErrUnproved), errors.Is(err, exam.ErrNoPhoto), errors.Is(err, exam.ErrPointClosed):
		o.problem = err
		return v.showLearner(http.StatusConflict, o)
	}
	return err
}

// lost says what won over a command, when and by whom, and what that means.
func (v *visit) lost(l exam.Lost, now time.Time) string {
	return joined(v.print.Lost(l, now, v.zone), v.print.Error(l))
}

// heard says when the learner's browser was last heard of.
func (v *visit) heard(s exam.Sitting, now time.Time) string {
	ago := now.Sub(s.Attempt.Heard)
	switch {
	case s.Attempt.Heard.IsZero():
		return v.t("sitting.heard.never")
	case ago < time.Minute:
		return v.t("sitting.heard.now")
	}
	return v.t("sitting.heard", "time", v.print.Lasting(ago.Truncate(time.Minute)))
}

// trainingName returns the name of the training that an exam ends.
func (v *visit) trainingName(id exam.ID) string {
	e, err := v.ServicePoint.Exams.Latest(id)
	if err != nil {
		return string(id)
	}
	return v.print.Text(e.Training)
}

// examName returns the name of the exam of a sitting, in the version that is sat.
func (v *visit) examName(s exam.Sitting) string {
	e, err := v.ServicePoint.Exams.Version(s.Exam, s.ExamVersion)
	if err != nil {
		return string(s.Exam)
	}
	return v.print.Text(e.Title)
}

// sittingWord says how a sitting stands.
func (v *visit) sittingWord(s exam.Sitting) string {
	switch state := s.Attempt.State; state {
	case exam.Running:
		return v.t("sitting.running")
	case exam.Paused:
		return v.t("sitting.paused")
	case exam.Unlaunched:
		return v.t("exam.attempt.none")
	case exam.Withdrawn:
		return v.t("exam.authorisation." + string(s.Authorisation.State))
	case exam.Launched, exam.Submitted, exam.TimedOut, exam.Terminated:
		return v.t("exam.attempt." + string(state))
	}
	return ""
}

// unapproved says that nobody who answers for the training has approved the exam.
func (v *visit) unapproved(e exam.Exam) string {
	if e.Verified || !i18n.Has("exam.unapproved") {
		return ""
	}
	return v.t("exam.unapproved")
}
