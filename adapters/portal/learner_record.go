package portal

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func learnerRecordRoutes() []Route {
	return []Route{
		{"GET", "/queue/learners", (*visit).findLearner, false},
		{"GET", "/queue/learners/{id}", (*visit).learnerRecord, false},
	}
}

// findLearner leads to the file of the user code that was typed: whoever has finished is
// in no list any more (E14).
func (v *visit) findLearner() error {
	if err := v.manages(); err != nil {
		return err
	}
	typed := hours.Tidy(v.r.URL.Query().Get("code"))
	err := hours.ErrMissing
	var member identity.MemberID
	if typed != "" {
		if member, err = identity.ParseMemberID(strings.ToLower(typed)); err == nil {
			_, err = v.ServicePoint.File(v.r.Context(), v.actor, member)
		}
	}
	switch {
	case errors.Is(err, identity.ErrBadID), errors.Is(err, exam.ErrNotFound):
		return v.showManagedPoints(http.StatusNotFound, newPoint, typed, hours.FieldErrors{{Field: "learner", Err: exam.ErrNotFound}})
	case errors.Is(err, hours.ErrMissing):
		return v.showManagedPoints(http.StatusUnprocessableEntity, newPoint, typed, hours.FieldErrors{{Field: "learner", Err: err}})
	case err != nil:
		return err
	}
	return v.redirect("/queue/learners/" + string(member))
}

// recordPage is a learner's file as the staff read it: without the photo, which shows on
// the card alone (E10).
type recordPage struct {
	Name, Code, Point, PointLink, Enrol string
	Facts                               [][2]string
	Trainings                           []recordTraining
	Sittings                            []recordSitting
}

// recordTraining is a training of the learner's.
type recordTraining struct{ Title, Since, State, Class string }

// recordSitting is a sitting with its result, and what becomes of its card.
type recordSitting struct {
	Number, Exam, State, Begun, Ended string
	Points, Outcome, Class            string
	// Partial says that the points are those accumulated until it was ended.
	Partial bool
	// Card is the address of the card, Issued that there is one, May that one can be
	// issued, and Missing why none can be.
	Card, Missing string
	Issued, May   bool
}

func (v *visit) learnerRecord() error {
	if err := v.manages(); err != nil {
		return err
	}
	member, err := identity.ParseMemberID(v.r.PathValue("id"))
	if err != nil {
		return err
	}
	f, err := v.ServicePoint.File(v.r.Context(), v.actor, member)
	if err != nil {
		return err
	}
	l := f.Learner
	page := recordPage{
		Name: l.Name(), Code: l.Code(), Point: f.Point.Name, PointLink: "/queue/points/" + string(f.Point.ID),
		Enrol: "/queue/points/" + string(f.Point.ID) + "/enrolment?member=" + string(member), Facts: v.recordFacts(f),
	}
	for _, e := range l.Enrolments {
		t := recordTraining{Title: v.examTitle(e.Exam, ""), Since: v.print.Date(cycle.DateOf(e.Since, v.zone)), State: v.t("record.in-training"), Class: "submitted"}
		if !e.Ended.IsZero() {
			t.State, t.Class = v.t("exam.outcome."+string(e.Outcome)), outcomeClass(e.Outcome)
		}
		page.Trainings = append(page.Trainings, t)
	}
	for _, s := range f.Sittings {
		page.Sittings = append(page.Sittings, v.recordSitting(l, s))
	}
	return v.show(http.StatusOK, "learner_record", frame{Title: v.t("record.title", "name", l.Name()), Tab: "queue", Body: page})
}

func outcomeClass(o exam.Outcome) string {
	if o == exam.Passed {
		return "counted"
	}
	return "refused"
}

func (v *visit) recordFacts(f exam.File) [][2]string {
	l := f.Learner
	facts := [][2]string{{v.t("record.code"), l.Code()}}
	add := func(key, value string) {
		if value != "" {
			facts = append(facts, [2]string{v.t(key), value})
		}
	}
	add("record.email", l.Email)
	if l.Language != "" {
		add("record.language", v.t("enrolment.language."+string(l.Language)))
	}
	add("record.birth", v.print.Date(l.Birth))
	proof := v.t("record.identity.none")
	if p := l.Proof; p != nil {
		proof = v.t("record.identity.confirmed", "kind", v.t("exam.proof."+string(p.Kind)), "at", v.print.Instant(p.At, v.zone), "by", p.By.Name)
	}
	add("record.identity", proof)
	photo := v.t("record.photo.none")
	switch {
	case l.Photo.IsAccepted():
		photo = v.t("record.photo.accepted", "at", v.print.Instant(l.Photo.Accepted, v.zone), "by", l.Photo.AcceptedBy.Name)
	case l.Photo != nil:
		photo = v.t("record.photo.pending")
	}
	add("record.photo", photo)
	return facts
}

func (v *visit) recordSitting(l exam.Learner, s exam.Sitting) recordSitting {
	row := recordSitting{
		Number: strconv.Itoa(s.Number), Exam: v.examTitle(s.Exam, s.ExamVersion), State: v.attemptWord(s.Attempt.State),
		Begun: v.print.Instant(s.Attempt.Begun, v.zone), Ended: v.print.Instant(s.Attempt.Finished, v.zone),
		Card: "/learners/" + string(l.Member) + "/sittings/" + strconv.Itoa(s.Number) + "/card", Issued: s.Card != nil,
	}
	if s.Attempt.State == exam.Withdrawn {
		row.State = v.t("exam.authorisation." + string(s.Authorisation.State))
	}
	result, ok := s.Result()
	if !ok {
		return row
	}
	row.Points, row.Partial = v.print.N("record.points", result.Points, "max", result.Max), result.Partial
	row.Outcome, row.Class = v.t("exam.outcome."+string(result.Outcome)), outcomeClass(result.Outcome)
	if s.ContinuedBy > 0 {
		row.Missing = v.t("record.continued", "number", s.ContinuedBy)
		return row
	}
	if result.Outcome == exam.Passed && !row.Issued {
		_, row.Missing = v.cardMissing(l, s)
		row.May = row.Missing == ""
	}
	return row
}
