package httpapi

import (
	"crypto/rand"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
)

const (
	accessPath        = base + "/access"
	accessRequestPath = accessPath + "/requests/{request}"
)

// accessRequestEndpoints are what anybody asks for access to services with (A1 to A7).
func accessRequestEndpoints() []endpoint {
	return atOffice(
		endpoint{Route{http.MethodGet, accessPath + "/forms"}, true, listAccessForms},
		endpoint{Route{http.MethodPost, accessPath + "/requests"}, true, beginAccessRequest},
		endpoint{Route{http.MethodGet, accessRequestPath}, true, showAccessRequest},
		endpoint{Route{http.MethodPut, accessRequestPath}, true, enterAccessRequest},
		endpoint{Route{http.MethodPost, accessRequestPath + "/submission"}, true, submitAccessRequest},
		endpoint{Route{http.MethodPost, accessRequestPath + "/withdrawal"}, true, withdrawAccessRequest},
	)
}

// atOffice returns the endpoints, which answer as if they were none where no access is
// given.
func atOffice(all ...endpoint) []endpoint {
	for i := range all {
		do := all[i].do
		all[i].do = func(x *exchange) error {
			if x.api.Office == nil {
				return identity.ErrNotFound
			}
			return do(x)
		}
	}
	return all
}

// anybodyOf returns the organisation that a request without a session names, as that of a
// verification does. One that nobody has has nothing.
func (x *exchange) anybodyOf() (identity.OrganisationID, error) {
	id, err := identity.ParseOrganisationID(x.r.URL.Query().Get("organisation"))
	if err != nil {
		return "", parameter("organisation", err)
	}
	if x.org, err = x.api.Directory.Organisation(x.r.Context(), id); err != nil {
		return "", err
	}
	x.speak(x.org.Languages)
	return id, nil
}

// accessSecret is what opens a request to who fills it in, or what a letter carries. It
// goes in a header: no log of addresses has it.
func (x *exchange) accessSecret() string { return x.r.Header.Get("Access-Secret") }

// named returns the name of a press, drawn where the request gives none.
func (x *exchange) named() (string, error) {
	key, err := x.pressed()
	if key == "" && err == nil {
		key = strings.ToLower(rand.Text())
	}
	return key, err
}

// accessFormView is a form that access is asked for with.
type accessFormView struct {
	ID       string            `json:"id"`
	Label    string            `json:"label"`
	Kind     string            `json:"kind"`
	Verified bool              `json:"verified"`
	Offers   []accessOfferView `json:"offers"`
}

// accessOfferView is a service of a form, and the kinds of people who may authorise it.
type accessOfferView struct {
	Service     coded   `json:"service"`
	Authorisers []coded `json:"authorisers"`
}

func (x *exchange) serviceNamed(id string) coded {
	s, _ := x.api.Office.Catalogue.Service(id)
	return coded{id, x.p.Text(s.Label)}
}

// listAccessForms answers the forms (A1).
func listAccessForms(x *exchange) error {
	if _, err := x.anybodyOf(); err != nil {
		return err
	}
	return x.json(http.StatusOK, listOf(x.api.Office.Catalogue.Forms, func(f access.Form) accessFormView {
		return accessFormView{f.ID, x.p.Text(f.Label), string(f.Kind), f.Verified, listOf(f.Offers, func(o access.Offer) accessOfferView {
			return accessOfferView{x.serviceNamed(o.Service), listOf(o.Authorisers, func(id string) coded {
				a, _ := x.api.Office.Catalogue.Authoriser(id)
				return coded{id, x.p.Text(a.Label)}
			}).Items}
		}).Items}
	}))
}

// accessPerson is somebody with an address of their own.
type accessPerson struct {
	First string `json:"first"`
	Last  string `json:"last"`
	Email string `json:"email"`
}

func (p accessPerson) person() access.Person { return access.Person(p) }

// accessAuthoriser is who authorises a request.
type accessAuthoriser struct {
	accessPerson
	Kind  string `json:"kind"`
	Place string `json:"place"`
}

// accessRequestView is a request, as whoever fills it in sees it, and staff.
type accessRequestView struct {
	ID         string           `json:"id"`
	State      coded            `json:"state"`
	Form       string           `json:"form"`
	Service    string           `json:"service"`
	Language   string           `json:"language"`
	User       accessPerson     `json:"user"`
	Authoriser accessAuthoriser `json:"authoriser"`
	Agency     bool             `json:"agency"`
	Began      time.Time        `json:"began"`
	// Ends is when a request that is not sent or signed lapses.
	Ends             time.Time  `json:"ends"`
	Submitted        *time.Time `json:"submitted,omitempty"`
	UserSigned       *time.Time `json:"userSigned,omitempty"`
	AuthoriserSigned *time.Time `json:"authoriserSigned,omitempty"`
	OnPaper          bool       `json:"onPaper"`
	// Reasons are what has it refused as it stands.
	Reasons []coded `json:"reasons"`
}

func (x *exchange) viewAccessRequest(r access.Request, reasons []access.Reason) accessRequestView {
	v := accessRequestView{
		ID: r.ID, State: x.labelled("asking.state.", string(r.State)), Form: r.Form, Service: r.Service, Language: string(r.Language),
		User: accessPerson(r.User), Authoriser: accessAuthoriser{accessPerson(r.Authoriser.Person), r.Authoriser.Kind, r.Authoriser.Place},
		Agency: r.Agency, Began: r.Began, Ends: r.Ends(), Submitted: instant(r.Submitted), OnPaper: r.Paper != nil,
		Reasons: listOf(reasons, func(reason access.Reason) coded { return x.groundNamed(string(reason)) }).Items,
	}
	if s := r.UserSigned; s != nil {
		v.UserSigned = instant(s.At)
	}
	if s := r.AuthoriserSigned; s != nil {
		v.AuthoriserSigned = instant(s.At)
	}
	return v
}

func (x *exchange) groundNamed(id string) coded {
	g, _ := x.api.Office.Catalogue.Ground(id)
	return coded{id, x.p.Text(g.Label)}
}

// filledIn answers a request to who fills it in.
func (x *exchange) filledIn(r access.Request) error {
	return x.json(http.StatusOK, x.viewAccessRequest(r, x.api.Office.Catalogue.Entered(r)))
}

// accessEntry reads what somebody fills in. Right or wrong, it is kept: what is wrong is
// said when it is sent.
func (x *exchange) accessEntry() (access.Entry, error) {
	var given struct {
		Form       string            `json:"form"`
		Service    string            `json:"service"`
		Language   identity.Language `json:"language"`
		User       accessPerson      `json:"user"`
		Authoriser accessAuthoriser  `json:"authoriser"`
		Agency     bool              `json:"agency"`
	}
	if err := x.read(&given); err != nil {
		return access.Entry{}, err
	}
	return access.Entry{
		Form: given.Form, Service: given.Service, Language: x.org.Languages.Choose(given.Language), User: given.User.person(), Agency: given.Agency,
		Authoriser: access.AuthoriserNamed{Person: given.Authoriser.person(), Kind: given.Authoriser.Kind, Place: given.Authoriser.Place},
	}, nil
}

// begunRequestView is a request that was begun, with what opens it, told once.
type begunRequestView struct {
	accessRequestView
	Secret string `json:"secret"`
}

// beginAccessRequest begins a request. One that is begun with the secret of another is
// opened by the same.
func beginAccessRequest(x *exchange) error {
	org, err := x.anybodyOf()
	if err != nil {
		return err
	}
	id, err := x.named()
	if err != nil {
		return err
	}
	entry, err := x.accessEntry()
	if err != nil {
		return err
	}
	secret, r, err := x.api.Office.Begin(x.r.Context(), org, x.accessSecret(), id, entry)
	if err != nil {
		return err
	}
	x.w.Header().Set("Location", accessPath+"/requests/"+r.ID+"?organisation="+string(org))
	return x.json(http.StatusCreated, begunRequestView{x.viewAccessRequest(r, x.api.Office.Catalogue.Entered(r)), secret})
}

// ownAccessRequest does something with the request of the path, which the secret opens.
func (x *exchange) ownAccessRequest(do func(org identity.OrganisationID, id string) (access.Request, error)) error {
	org, err := x.anybodyOf()
	if err != nil {
		return err
	}
	id, err := x.id("request")
	if err != nil {
		return err
	}
	r, err := do(org, id)
	if err != nil {
		return err
	}
	return x.filledIn(r)
}

func showAccessRequest(x *exchange) error {
	return x.ownAccessRequest(func(org identity.OrganisationID, id string) (access.Request, error) {
		return x.api.Office.Request(x.r.Context(), org, x.accessSecret(), id)
	})
}

func enterAccessRequest(x *exchange) error {
	return x.ownAccessRequest(func(org identity.OrganisationID, id string) (access.Request, error) {
		entry, err := x.accessEntry()
		if err != nil {
			return access.Request{}, err
		}
		return x.api.Office.Enter(x.r.Context(), org, x.accessSecret(), id, entry)
	})
}

// submitAccessRequest freezes the request and has both written to (A4).
func submitAccessRequest(x *exchange) error {
	return x.ownAccessRequest(func(org identity.OrganisationID, id string) (access.Request, error) {
		return x.api.Office.Submit(x.r.Context(), org, x.accessSecret(), id)
	})
}

func withdrawAccessRequest(x *exchange) error {
	return x.ownAccessRequest(func(org identity.OrganisationID, id string) (access.Request, error) {
		return x.api.Office.Withdraw(x.r.Context(), org, x.accessSecret(), id)
	})
}

// onField is a refusal that is about one field of what was sent.
func onField(err error, fields map[error]string) error {
	for of, field := range fields {
		if errors.Is(err, of) {
			return hours.FieldErrors{{Field: field, Err: of}}
		}
	}
	return err
}
