package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/identity"
)

// demoPoint is the service point of the demonstration. It closes late, so that exams
// may be tried on a Sunday evening.
const demoPoint exam.PointID = "quebec"

// The people of the service point who fill it.
var (
	demoStaff    = identity.Actor{Org: demoOrganisation, Account: "jeanne", Name: "Jeanne Roy", Roles: []identity.Role{identity.RoleStaff}}
	demoOperator = identity.Actor{Org: demoOrganisation, Account: "louise", Name: "Louise Bergeron", Roles: []identity.Role{identity.RoleOperator}}
)

// demoLearner is a learner of the demonstration, with the exams that end their trainings.
type demoLearner struct {
	id          identity.MemberID
	first, last string
	exams       []exam.ID
}

func demoLearners() []demoLearner {
	both := []exam.ID{"signaleur", "espace-clos"}
	return []demoLearner{
		{"genevieve", "Geneviève", "Lavigne", both},
		{"a-1042", "Étienne", "Bélanger", both},
		{"a-1187", "Ngoc Anh", "Trần", both[:1]},
		{"a-1203", "Étienne", "Belanger", both},
		{"a-1240", "Maïka", "Ouellet", both[1:]},
	}
}

// fillExams opens the service point, registers its operator, enrols the learners, and
// has some of them sit their exams. Doing it twice changes nothing.
func (h *house) fillExams(ctx context.Context, sittings []demoSitting) error {
	registered, err := h.exams.Registration(ctx, demoOperator)
	if err != nil {
		return err
	}
	registration := exam.Operator{
		First: "Louise", Last: "Bergeron", Email: "louise@point.example", Phone: "418 555-0142",
		Shown: "Louise B.", Employer: "Centre de formation de la Capitale", City: "Québec",
		Language: identity.French, Notices: true, Membership: "employer", Version: registered.Version,
	}
	for _, step := range registered.Missing() {
		saved, err := h.exams.Register(ctx, demoOperator, step, registration)
		if err != nil && !elsewhere(err) {
			return fmt.Errorf("registration of %s: %w", demoOperator.Account, err)
		}
		registration.Version = saved.Version
	}
	if _, err := h.exams.Point(ctx, demoStaff, demoPoint); errors.Is(err, exam.ErrNotFound) {
		_, err = h.exams.PutPoint(ctx, demoStaff, exam.Point{
			ID: demoPoint, Name: "Centre de formation de la Capitale", Closes: "23:59", Operators: []identity.AccountID{demoOperator.Account},
		})
		if err != nil && !elsewhere(err) {
			return err
		}
	}
	// They were enrolled before the exams that some of them sat yesterday.
	before := h.examsFrom(-3 * day)
	for _, l := range demoLearners() {
		for _, id := range l.exams {
			if err := enrolOnce(ctx, before, l, id); err != nil {
				return fmt.Errorf("enrolment of %s: %w", l.id, err)
			}
		}
	}
	for _, s := range sittings {
		if err := h.fillSitting(ctx, s); err != nil && !elsewhere(err) {
			return fmt.Errorf("exam of %s: %w", s.member, err)
		}
	}
	return nil
}

const day = 24 * time.Hour

// examsFrom is the desk of exams on a clock that begins that much from now and goes on by
// a minute whenever it is read: what it does took time.
func (h *house) examsFrom(offset time.Duration) *exam.ServicePoint {
	at := h.instant().Add(offset)
	return &exam.ServicePoint{
		Store: h.exams.Store, Documents: h.exams.Documents, Roll: h.exams.Roll, Exams: h.exams.Exams,
		Now: func() time.Time { at = at.Add(time.Minute); return at },
	}
}

// enrolOnce enrols a learner who never was: one whose training has ended is not enrolled
// again.
func enrolOnce(ctx context.Context, at *exam.ServicePoint, l demoLearner, id exam.ID) error {
	known, err := at.File(ctx, demoStaff, l.id)
	if err != nil && !errors.Is(err, exam.ErrNotFound) {
		return err
	}
	if slices.ContainsFunc(known.Learner.Enrolments, func(e exam.Enrolment) bool { return e.Exam == id }) {
		return nil
	}
	_, err = at.Enrol(ctx, demoStaff, exam.Enrolling{
		Member: l.id, Point: demoPoint, First: l.first, Last: l.last, Email: string(l.id) + "@apprenants.example",
		Language: identity.French, Exam: id,
	})
	return err
}
