package httpapi

import (
	"net/http"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

const (
	learnersPath = base + "/learners"
	learnerPath  = learnersPath + "/{learner}"
)

func learnerEndpoints() []endpoint {
	return atServicePoint(
		endpoint{Route{http.MethodGet, learnerPath}, false, showLearner},
		endpoint{Route{http.MethodPut, learnerPath}, false, enrolLearner},
		endpoint{Route{http.MethodPost, learnerPath + "/identity"}, false, confirmIdentity},
	)
}

// learnerView is a learner's file as those see it who work at the service point. The
// number of a card is nowhere in it; the date of birth, by which the operator's reading
// of the card is checked, is null but to staff, who wrote it.
type learnerView struct {
	Code       string             `json:"code"`
	First      string             `json:"first"`
	Last       string             `json:"last"`
	Email      string             `json:"email"`
	Language   string             `json:"language"`
	Birth      *cycle.Date        `json:"birth"`
	Point      placeView          `json:"point"`
	Enrolments []enrolmentView    `json:"enrolments"`
	Identity   *proofView         `json:"identity"`
	Wait       *time.Time         `json:"identityWait"`
	Photo      *photoView         `json:"photo"`
	PhotoLog   []photoActView     `json:"photoLog"`
	Sittings   []sittingView      `json:"sittings"`
	Exams      []authorisableExam `json:"exams"`
	Now        time.Time          `json:"now"`
}

// placeView names a service point.
type placeView struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// enrolmentView is a training; what follows Since is null while it goes on.
type enrolmentView struct {
	Exam    examView   `json:"exam"`
	Since   time.Time  `json:"since"`
	Ended   *time.Time `json:"ended"`
	Sitting *int       `json:"sitting"`
	Outcome *coded     `json:"outcome"`
}

// proofView says how an identity was confirmed (E4).
type proofView struct {
	Kind  coded     `json:"kind"`
	Hints []coded   `json:"hints"`
	By    string    `json:"by"`
	At    time.Time `json:"at"`
}

// authorisableExam is an exam that may be authorised now.
type authorisableExam struct {
	examView
	Version      string `json:"version"`
	LimitSeconds int    `json:"limitSeconds"`
	Questions    int    `json:"questions"`
	// Verified is false while nobody who answers for the training approved the exam.
	Verified bool `json:"verified"`
}

func (x *exchange) viewEnrolment(e exam.Enrolment) enrolmentView {
	v := enrolmentView{
		Exam: x.examNamed(e.Exam), Since: e.Since, Ended: instant(e.Ended), Outcome: x.orNone("exam.outcome.", string(e.Outcome)),
	}
	if e.Sitting > 0 {
		v.Sitting = &e.Sitting
	}
	return v
}

func (x *exchange) viewProof(p exam.Proof) proofView {
	return proofView{
		Kind: x.labelled("exam.proof.", string(p.Kind)), By: p.By.Name, At: p.At,
		Hints: listOf(p.Hints, func(h exam.Hint) coded { return x.labelled("exam.hint.", string(h)) }).Items,
	}
}

func (x *exchange) viewLearner(f exam.File) learnerView {
	l := f.Learner
	v := learnerView{
		Code: l.Code(), First: l.First, Last: l.Last, Email: l.Email, Language: string(l.Language),
		Point: placeView{string(f.Point.ID), f.Point.Name}, Enrolments: listOf(l.Enrolments, x.viewEnrolment).Items,
		Photo: x.viewPhoto(l), PhotoLog: listOf(l.PhotoLog, x.viewPhotoAct).Items,
		Sittings: listOf(f.Sittings, x.viewSitting).Items, Now: f.Now, Exams: []authorisableExam{},
	}
	if exam.MayManage(x.actor) {
		v.Birth = dated(l.Birth)
	}
	if l.Proof != nil {
		p := x.viewProof(*l.Proof)
		v.Identity = &p
	}
	if until := l.Tries.Until(); f.Now.Before(until) {
		v.Wait = &until
	}
	for _, e := range f.Exams {
		v.Exams = append(v.Exams, authorisableExam{
			x.viewExam(e), e.Version, seconds(e.Limit), len(e.Draw("")), e.Verified,
		})
	}
	return v
}

func (x *exchange) learnerID() (identity.MemberID, error) {
	return identity.ParseMemberID(x.r.PathValue("learner"))
}

// learnerFile returns the file that the path names, to who may open it. Like member, it
// stands before anything else is said of a request.
func (x *exchange) learnerFile() (exam.File, error) {
	id, err := x.learnerID()
	if err != nil {
		return exam.File{}, err
	}
	return x.api.ServicePoint.File(x.r.Context(), x.actor, id)
}

// workedFile is learnerFile for what only those do who work at the service point.
func (x *exchange) workedFile() (exam.File, error) {
	f, err := x.learnerFile()
	if err == nil && !f.Point.OperatedBy(x.actor) {
		err = identity.ErrForbidden
	}
	return f, err
}

// learner answers with the file and its tag.
func (x *exchange) learner(status int, f exam.File) error {
	x.etag(f.Learner.Version)
	return x.json(status, x.viewLearner(f))
}

func showLearner(x *exchange) error {
	f, err := x.learnerFile()
	if err != nil {
		return err
	}
	return x.learner(http.StatusOK, f)
}

// onLearner runs a change of the file that the path names, under the tag that the
// request is about, and answers with what it is then.
func (x *exchange) onLearner(status int, fn func(l exam.Learner, version int64) (exam.Learner, error)) error {
	f, err := x.workedFile()
	if err != nil {
		return err
	}
	version, err := x.ifMatch()
	if err != nil {
		return err
	}
	if f.Learner, err = fn(f.Learner, version); err != nil {
		return err
	}
	return x.learner(status, f)
}

// enrolLearner puts a learner into training, or writes what is known of one who is.
// What is left out becomes empty; trainings stay.
func enrolLearner(x *exchange) error {
	if !exam.MayManage(x.actor) {
		return identity.ErrForbidden
	}
	id, err := x.learnerID()
	if err != nil {
		return err
	}
	var given struct {
		Point    string `json:"point"`
		First    string `json:"first"`
		Last     string `json:"last"`
		Email    string `json:"email"`
		Language string `json:"language"`
		Birth    string `json:"birth"`
		Exam     string `json:"exam"`
	}
	if err := x.read(&given); err != nil {
		return err
	}
	e := exam.Enrolling{
		Member: id, Point: exam.PointID(given.Point), First: given.First, Last: given.Last, Email: given.Email,
		Language: identity.Language(given.Language), Exam: exam.ID(given.Exam),
	}
	var wrong hours.FieldErrors
	if given.Birth != "" {
		if e.Birth, err = cycle.ParseDate(given.Birth); err != nil {
			wrong = append(wrong, hours.FieldError{Field: "birth", Err: hours.ErrBadDate})
		}
	}
	if given.Language != "" && e.Language != identity.French && e.Language != identity.English {
		wrong = append(wrong, hours.FieldError{Field: "language", Err: hours.ErrUnknownChoice})
	}
	if len(wrong) > 0 {
		return wrong
	}
	l, err := x.api.ServicePoint.Enrol(x.r.Context(), x.actor, e)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if l.Version == 1 {
		status = http.StatusCreated
		x.w.Header().Set("Location", learnersPath+"/"+string(id))
	}
	f, err := x.learnerFile()
	if err != nil {
		return err
	}
	return x.learner(status, f)
}

// confirmIdentity records that the operator saw the card (E4). What it says is checked
// and forgotten: neither the answer nor the log has it. A try that was wrong is written
// down, so that the answer has the tag of the file with it.
func confirmIdentity(x *exchange) error {
	return x.onLearner(http.StatusOK, func(l exam.Learner, version int64) (exam.Learner, error) {
		var given struct {
			Kind   string `json:"kind"`
			Number string `json:"number"`
			Birth  string `json:"birth"`
			Sure   bool   `json:"sure"`
		}
		if err := x.read(&given); err != nil {
			return l, err
		}
		l, err := x.api.ServicePoint.ConfirmIdentity(x.r.Context(), x.actor, l.Member, version, exam.Claim{
			Kind: exam.ProofKind(given.Kind), Number: given.Number, Birth: given.Birth, Sure: given.Sure,
		})
		if err != nil && l.Version > 0 {
			x.etag(l.Version)
		}
		return l, err
	})
}
