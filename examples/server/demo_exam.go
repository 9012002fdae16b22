package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/identity"
)

// demoPoint is the service point of the demonstration. It closes late, so that exams
// may be tried on a Sunday evening.
const demoPoint exam.PointID = "quebec"

// fillExams opens the service point, registers its operator and enrols the learners.
// Doing it twice changes nothing.
func (h *house) fillExams(ctx context.Context) error {
	staff := identity.Actor{Org: demoOrganisation, Account: "jeanne", Name: "Jeanne Roy", Roles: []identity.Role{identity.RoleStaff}}
	operator := identity.Actor{Org: demoOrganisation, Account: "louise", Name: "Louise Bergeron", Roles: []identity.Role{identity.RoleOperator}}
	registered, err := h.exams.Registration(ctx, operator)
	if err != nil {
		return err
	}
	registration := exam.Operator{
		First: "Louise", Last: "Bergeron", Email: "louise@point.example", Phone: "418 555-0142",
		Shown: "Louise B.", Employer: "Centre de formation de la Capitale", City: "Québec",
		Language: identity.French, Notices: true, Membership: "employer", Version: registered.Version,
	}
	for _, step := range registered.Missing() {
		saved, err := h.exams.Register(ctx, operator, step, registration)
		if err != nil {
			return fmt.Errorf("registration of %s: %w", operator.Account, err)
		}
		registration.Version = saved.Version
	}
	if _, err := h.exams.Point(ctx, staff, demoPoint); errors.Is(err, exam.ErrNotFound) {
		_, err = h.exams.PutPoint(ctx, staff, exam.Point{
			ID: demoPoint, Name: "Centre de formation de la Capitale", Closes: "23:59", Operators: []identity.AccountID{operator.Account},
		})
		if err != nil {
			return err
		}
	}
	for _, l := range []struct{ id, first, last string }{
		{"genevieve", "Geneviève", "Lavigne"},
		{"a-1042", "Étienne", "Bélanger"},
		{"a-1187", "Ngoc Anh", "Trần"},
		{"a-1203", "Étienne", "Belanger"},
	} {
		for _, id := range []exam.ExamID{"signaleur", "espace-clos"} {
			if _, err := h.exams.Enrol(ctx, staff, exam.Enrolling{
				Member: identity.MemberID(l.id), Point: demoPoint, First: l.first, Last: l.last, Email: l.id + "@apprenants.example",
				Language: identity.French, Exam: id,
			}); err != nil {
				return fmt.Errorf("enrolment of %s: %w", l.id, err)
			}
		}
	}
	return nil
}
