package httpapi

import (
	"net/http"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/identity"
)

const operatorPath = base + "/operator"

func operatorEndpoints() []endpoint {
	return atServicePoint(
		endpoint{Route{http.MethodGet, operatorPath}, false, showOperator},
		endpoint{Route{http.MethodPut, operatorPath + "/{step}"}, false, saveOperator},
	)
}

// operatorView is the actor's own registration (E1).
type operatorView struct {
	First      string                 `json:"first"`
	Last       string                 `json:"last"`
	Email      string                 `json:"email"`
	Phone      string                 `json:"phone"`
	Shown      string                 `json:"shown"`
	Employer   string                 `json:"employer"`
	City       string                 `json:"city"`
	Language   string                 `json:"language"`
	Notices    bool                   `json:"notices"`
	Membership *coded                 `json:"membership"`
	Number     string                 `json:"number"`
	Steps      []registrationStepView `json:"steps"`
	Complete   bool                   `json:"complete"`
}

// registrationStepView is a step of the registration; Done is null until it is saved.
type registrationStepView struct {
	Step coded      `json:"step"`
	Done *time.Time `json:"done"`
}

// operator answers with a registration and its tag, "0" of one that was never begun.
func (x *exchange) operator(o exam.Operator) error {
	v := operatorView{
		First: o.First, Last: o.Last, Email: o.Email, Phone: o.Phone, Shown: o.Shown, Employer: o.Employer, City: o.City,
		Language: string(o.Language), Notices: o.Notices, Number: o.Number, Complete: len(o.Missing()) == 0,
		Membership: x.orNone("exam.membership.", o.Membership),
	}
	for _, step := range exam.Steps() {
		v.Steps = append(v.Steps, registrationStepView{x.labelled("exam.step.", string(step)), instant(o.Done[step])})
	}
	x.etag(o.Version)
	return x.json(http.StatusOK, v)
}

// orNone labels a code of a closed list; nil for an empty one.
func (x *exchange) orNone(list, code string) *coded {
	if code == "" {
		return nil
	}
	c := x.labelled(list, code)
	return &c
}

func showOperator(x *exchange) error {
	o, err := x.api.ServicePoint.Registration(x.r.Context(), x.actor)
	if err != nil {
		return err
	}
	return x.operator(o)
}

// saveOperator saves one step. What the body has of the other steps is not looked at.
func saveOperator(x *exchange) error {
	if !exam.MayOperate(x.actor) {
		return identity.ErrForbidden
	}
	step := exam.Step(x.r.PathValue("step"))
	if !slices.Contains(exam.Steps(), step) {
		return exam.ErrNotFound
	}
	version, err := x.ifMatchOrNew()
	if err != nil {
		return err
	}
	var given struct {
		First      string `json:"first"`
		Last       string `json:"last"`
		Email      string `json:"email"`
		Phone      string `json:"phone"`
		Shown      string `json:"shown"`
		Employer   string `json:"employer"`
		City       string `json:"city"`
		Language   string `json:"language"`
		Notices    bool   `json:"notices"`
		Membership string `json:"membership"`
		Number     string `json:"number"`
	}
	if err := x.read(&given); err != nil {
		return err
	}
	o, err := x.api.ServicePoint.Register(x.r.Context(), x.actor, step, exam.Operator{
		First: given.First, Last: given.Last, Email: given.Email, Phone: given.Phone, Shown: given.Shown, Employer: given.Employer,
		City: given.City, Language: identity.Language(given.Language), Notices: given.Notices, Membership: given.Membership,
		Number: given.Number, Version: version,
	})
	if err != nil {
		return err
	}
	return x.operator(o)
}
