package httpapi

import (
	"net/http"
	"time"

	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
)

const referencesPath = base + "/references"

// referenceEndpoints are what staff issue reference numbers with (A6).
func referenceEndpoints() []endpoint {
	return atOffice(
		endpoint{Route{http.MethodGet, referencesPath}, false, listReferences},
		endpoint{Route{http.MethodPost, referencesPath}, false, issueReference},
		endpoint{Route{http.MethodPost, referencesPath + "/{reference}/revocation"}, false, revokeReference},
	)
}

// referenceView is a reference number as staff see it: never the number.
type referenceView struct {
	ID       string       `json:"id"`
	State    coded        `json:"state"`
	Holder   accessPerson `json:"holder"`
	Services []coded      `json:"services"`
	Issued   time.Time    `json:"issued"`
	Until    time.Time    `json:"until"`
	Version  int64        `json:"version"`
}

func (x *exchange) viewReference(r access.Reference) referenceView {
	return referenceView{
		r.ID, x.labelled("reference.state.", string(r.State)), accessPerson(r.Holder), listOf(r.Services, x.serviceNamed).Items, r.Issued, r.Until, r.Version,
	}
}

func listReferences(x *exchange) error {
	all, err := x.api.Office.References(x.r.Context(), x.actor)
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, listOf(all, x.viewReference))
}

// invited reads a person and the services for them.
func (x *exchange) invited() (access.Person, identity.Language, []string, error) {
	var given struct {
		Person   accessPerson      `json:"person"`
		Language identity.Language `json:"language"`
		Services []string          `json:"services"`
	}
	if err := x.read(&given); err != nil {
		return access.Person{}, "", nil, err
	}
	return given.Person.person(), x.org.Languages.Choose(given.Language), given.Services, nil
}

// issueReference issues a number, which goes to its holder by letter. The same press twice
// issues one.
func issueReference(x *exchange) error {
	if !x.actor.Is(identity.RoleStaff) {
		return identity.ErrForbidden
	}
	id, err := x.named()
	if err != nil {
		return err
	}
	person, language, services, err := x.invited()
	if err != nil {
		return err
	}
	r, err := x.api.Office.IssueReference(x.r.Context(), x.actor, id, person, language, services)
	if err != nil {
		return err
	}
	x.etag(r.Version)
	return x.json(http.StatusOK, x.viewReference(r))
}

func revokeReference(x *exchange) error {
	if !x.actor.Is(identity.RoleStaff) {
		return identity.ErrForbidden
	}
	id, err := x.id("reference")
	if err != nil {
		return err
	}
	version, err := x.ifMatch()
	if err != nil {
		return err
	}
	if err := x.api.Office.RevokeReference(x.r.Context(), x.actor, id, version); err != nil {
		return err
	}
	return x.nothing()
}
