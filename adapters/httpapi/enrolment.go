package httpapi

import (
	"net/http"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
)

const (
	workplacesPath = base + "/workplaces"
	enrolmentsPath = base + "/enrolments"
)

// enrolmentEndpoints are workplaces, and what their representatives register people with
// (A11, A12).
func enrolmentEndpoints() []endpoint {
	return atOffice(
		endpoint{Route{http.MethodGet, workplacesPath}, false, listWorkplaces},
		endpoint{Route{http.MethodPut, workplacesPath + "/{workplace}"}, false, putWorkplace},
		endpoint{Route{http.MethodPost, workplacesPath + "/{workplace}/enrolments"}, false, enrolPerson},
		endpoint{Route{http.MethodGet, enrolmentsPath}, false, listEnrolments},
		endpoint{Route{http.MethodPost, enrolmentsPath + "/{enrolment}/renewal"}, false, renewEnrolment},
		endpoint{Route{http.MethodPost, enrolmentsPath + "/{enrolment}/withdrawal"}, false, withdrawEnrolment},
	)
}

// workplaceView is a workplace.
type workplaceView struct {
	ID              string   `json:"id"`
	Name            string   `json:"name"`
	Representatives []string `json:"representatives"`
	Version         int64    `json:"version"`
}

func viewWorkplace(w access.Workplace) workplaceView {
	return workplaceView{w.ID, w.Name, listOf(w.Representatives, func(a identity.AccountID) string { return string(a) }).Items, w.Version}
}

// listWorkplaces answers those that the actor may work with.
func listWorkplaces(x *exchange) error {
	all, err := x.api.Office.Workplaces(x.r.Context(), x.actor)
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, listOf(all, viewWorkplace))
}

// putWorkplace names a workplace and its representatives: a new one under the tag "0".
func putWorkplace(x *exchange) error {
	if !x.actor.Is(identity.RoleStaff) {
		return identity.ErrForbidden
	}
	id, err := x.id("workplace")
	if err != nil {
		return err
	}
	version, err := x.ifMatchOrNew()
	if err != nil {
		return err
	}
	var given struct {
		Name            string   `json:"name"`
		Representatives []string `json:"representatives"`
	}
	if err := x.read(&given); err != nil {
		return err
	}
	var accounts []identity.AccountID
	for _, account := range given.Representatives {
		if !identity.WellFormed(account) {
			return hours.FieldErrors{{Field: "representatives", Err: hours.ErrUnknownChoice}}
		}
		accounts = append(accounts, identity.AccountID(account))
	}
	w, err := x.api.Office.SetWorkplace(x.r.Context(), x.actor, id, version, given.Name, accounts)
	if err != nil {
		return err
	}
	x.etag(w.Version)
	return x.json(http.StatusOK, viewWorkplace(w))
}

// registrationView is the registration of a person.
type registrationView struct {
	ID        string       `json:"id"`
	State     coded        `json:"state"`
	Workplace string       `json:"workplace"`
	Person    accessPerson `json:"person"`
	Services  []coded      `json:"services"`
	Began     time.Time    `json:"began"`
	CodeUntil *time.Time   `json:"codeUntil,omitempty"`
	Version   int64        `json:"version"`
}

func (x *exchange) viewRegistration(e access.Enrolment) registrationView {
	return registrationView{
		e.ID, x.labelled("representative.state.", string(e.State)), e.Workplace, accessPerson(e.Person), listOf(e.Services, x.serviceNamed).Items,
		e.Began, instant(e.CodeUntil), e.Version,
	}
}

func listEnrolments(x *exchange) error {
	all, err := x.api.Office.Enrolments(x.r.Context(), x.actor)
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, listOf(all, x.viewRegistration))
}

// invitationView is a registration with the secret code that its representative hands
// over, told once.
type invitationView struct {
	registrationView
	Secret string `json:"secret"`
}

func (x *exchange) invitation(status int, e access.Enrolment, code identity.Secret) error {
	x.etag(e.Version)
	return x.json(status, invitationView{x.viewRegistration(e), access.ShowSecret(code.Reveal())})
}

// represents is nil for representatives.
func (x *exchange) represents() error {
	if !slices.Contains(x.actor.Roles, identity.RoleRepresentative) {
		return identity.ErrForbidden
	}
	return nil
}

// enrolPerson registers a person. The same press twice is refused, since the code is told
// once.
func enrolPerson(x *exchange) error {
	if err := x.represents(); err != nil {
		return err
	}
	workplace, err := x.id("workplace")
	if err != nil {
		return err
	}
	id, err := x.named()
	if err != nil {
		return err
	}
	person, language, services, err := x.invited()
	if err != nil {
		return err
	}
	e, code, err := x.api.Office.Enrol(x.r.Context(), x.actor, id, workplace, person, language, services)
	if err != nil {
		return err
	}
	return x.invitation(http.StatusCreated, e, code)
}

// renewEnrolment gives a registration another code and another password.
func renewEnrolment(x *exchange) error {
	id, version, err := x.enrolment()
	if err != nil {
		return err
	}
	e, code, err := x.api.Office.Renew(x.r.Context(), x.actor, id, version)
	if err != nil {
		return err
	}
	return x.invitation(http.StatusOK, e, code)
}

func withdrawEnrolment(x *exchange) error {
	id, version, err := x.enrolment()
	if err != nil {
		return err
	}
	if err := x.api.Office.WithdrawEnrolment(x.r.Context(), x.actor, id, version); err != nil {
		return err
	}
	return x.nothing()
}

// enrolment returns the registration of the path and the version that is changed, for
// representatives.
func (x *exchange) enrolment() (string, int64, error) {
	if err := x.represents(); err != nil {
		return "", 0, err
	}
	id, err := x.id("enrolment")
	if err != nil {
		return "", 0, err
	}
	version, err := x.ifMatch()
	return id, version, err
}
