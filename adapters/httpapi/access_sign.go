package httpapi

import (
	"net/http"

	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
)

const signingPath = accessPath + "/signings/{request}"

// signingEndpoints are what whoever has a letter signs a request with (A4). What the
// letter carries is in the header Access-Secret.
func signingEndpoints() []endpoint {
	return atOffice(
		endpoint{Route{http.MethodGet, signingPath}, true, showSigning},
		endpoint{Route{http.MethodPost, signingPath}, true, signAccessRequest},
		endpoint{Route{http.MethodPost, signingPath + "/refusal"}, true, declineAccessRequest},
	)
}

// signingView is the frozen text, as whoever has the letter sees it.
type signingView struct {
	Party    string `json:"party"`
	Name     string `json:"name"`
	Text     string `json:"text"`
	Language string `json:"language"`
	Version  int    `json:"version"`
	Digest   string `json:"digest"`
	Signed   bool   `json:"signed"`
}

func showSigning(x *exchange) error {
	org, err := x.anybodyOf()
	if err != nil {
		return err
	}
	id, err := x.id("request")
	if err != nil {
		return err
	}
	s, err := x.api.Office.Signing(x.r.Context(), org, id, x.accessSecret())
	if err != nil {
		return err
	}
	text := s.Request.Statement
	return x.json(http.StatusOK, signingView{
		string(s.Party), s.Request.As(s.Party).Name(), text.Text, string(text.Language), text.Version, text.Digest, s.Request.Signed(s.Party) != nil,
	})
}

// signedView says where the request stands once somebody has signed or said no. It names
// nobody.
type signedView struct {
	State coded `json:"state"`
}

func (x *exchange) signed(do func(org identity.OrganisationID, id string) (access.Request, error)) error {
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
	return x.json(http.StatusOK, signedView{x.labelled("asking.state.", string(r.State))})
}

// signAccessRequest signs with the name and the commitments (A13, A14). Sent twice, it is
// answered twice.
func signAccessRequest(x *exchange) error {
	return x.signed(func(org identity.OrganisationID, id string) (access.Request, error) {
		var given struct {
			Name   string `json:"name"`
			Agreed bool   `json:"agreed"`
		}
		if err := x.read(&given); err != nil {
			return access.Request{}, err
		}
		r, err := x.api.Office.Sign(x.r.Context(), org, id, x.accessSecret(), given.Name, given.Agreed)
		return r, onField(err, map[error]string{access.ErrSigner: "name", access.ErrAgree: "agreed"})
	})
}

// declineAccessRequest ends the request at the word of whoever has the letter.
func declineAccessRequest(x *exchange) error {
	return x.signed(func(org identity.OrganisationID, id string) (access.Request, error) {
		return x.api.Office.Decline(x.r.Context(), org, id, x.accessSecret())
	})
}
