package exam

import (
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// Learner is the file of a person in training at a service point. The user code, by
// which it is best searched (E3), is the member's identifier: nobody shares it.
type Learner struct {
	Org      identity.OrganisationID `json:"org"`
	Member   identity.MemberID       `json:"member"`
	Point    PointID                 `json:"point"`
	First    string                  `json:"first"`
	Last     string                  `json:"last"`
	Email    string                  `json:"email"`
	Language identity.Language       `json:"language"`
	// Birth is the date of birth that the organisation has; the zero Date when it has
	// none.
	Birth cycle.Date `json:"birth"`
	// Enrolments are the trainings that the learner follows or followed, in the order
	// in which they began.
	Enrolments []Enrolment `json:"enrolments"`
	// Proof is how the identity was confirmed (E4); nil until it is. Tries are the
	// confirmations that failed since.
	Proof *Proof `json:"proof,omitempty"`
	Tries Tries  `json:"tries,omitzero"`
	// Photo is the one for the attestation card, and for nothing else (E10); nil when
	// there is none. Revisions counts all that there were, PhotoLog what was done.
	Photo *Photo `json:"photo,omitempty"`
	// Loose names pixels that are not the photo's: those of an upload that has not
	// arrived, and of a photo that was replaced or removed, until they are deleted.
	Loose     []string     `json:"loose,omitempty"`
	Revisions int          `json:"revisions,omitempty"`
	PhotoLog  []PhotoEntry `json:"photoLog,omitempty"`
	// Version is 0 until the file is stored.
	Version int64 `json:"version"`
}

// Code returns the user code.
func (l Learner) Code() string { return string(l.Member) }

// Name returns the first name, then the last.
func (l Learner) Name() string { return l.First + " " + l.Last }

// Enrolment is a training that ends with an exam.
type Enrolment struct {
	Exam  ID        `json:"exam"`
	Since time.Time `json:"since"`
	// Ended is the instant at which the exam was finished, Sitting its number and
	// Outcome how; zero while the training goes on.
	Ended   time.Time `json:"ended,omitzero"`
	Sitting int       `json:"sitting,omitempty"`
	Outcome Outcome   `json:"outcome,omitempty"`
}

// InTraining reports that a training goes on: the learner is in the list (E3, E14).
func (l Learner) InTraining() bool {
	return slices.ContainsFunc(l.Enrolments, func(e Enrolment) bool { return e.Ended.IsZero() })
}

// Enrolled reports that the training which ends with the exam goes on.
func (l Learner) Enrolled(exam ID) bool {
	return slices.ContainsFunc(l.Enrolments, func(e Enrolment) bool { return e.Exam == exam && e.Ended.IsZero() })
}

// enrol returns the learner with a training that goes on; one that does already changes
// nothing.
func (l Learner) enrol(exam ID, now time.Time) Learner {
	if l.Enrolled(exam) {
		return l
	}
	l.Enrolments = append(slices.Clip(l.Enrolments), Enrolment{Exam: exam, Since: now})
	return l
}

// file returns the learner with the result of a sitting, so that the training has
// ended (E14). That of a continuation takes the place of what it continues; any other
// ends the training that goes on. Filing it again changes nothing.
func (l Learner) file(s Sitting) Learner {
	result, ok := s.Result()
	if !ok {
		return l
	}
	at := func(number int) int {
		return slices.IndexFunc(l.Enrolments, func(e Enrolment) bool { return e.Exam == s.Exam && e.Sitting == number })
	}
	i := at(s.Number)
	if i < 0 && s.Continues > 0 {
		i = at(s.Continues)
	}
	if i < 0 {
		i = at(0)
	}
	if i < 0 {
		return l
	}
	l.Enrolments = slices.Clone(l.Enrolments)
	l.Enrolments[i].Ended, l.Enrolments[i].Sitting, l.Enrolments[i].Outcome = s.Attempt.Finished, s.Number, result.Outcome
	return l
}
