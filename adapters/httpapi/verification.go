package httpapi

import (
	"errors"
	"net/http"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/hours/certificate"
	"github.com/goodstanding/goodstanding/identity"
)

func verificationEndpoints() []endpoint {
	return []endpoint{
		{Route{http.MethodGet, base + "/verifications/{code}"}, true, verifyCertificate},
	}
}

// verifyCertificate answers, to anybody, what the certificate or the attestation card of
// a code says, and nothing else. The organisation is named in the query, as it is at sign-in; one that
// nobody has has no certificate.
func verifyCertificate(x *exchange) error {
	x.w.Header().Set("X-Robots-Tag", "noindex, nofollow")
	name := x.r.URL.Query().Get("organisation")
	id, err := identity.ParseOrganisationID(name)
	if err != nil {
		return parameter("organisation", err)
	}
	org, err := x.api.Directory.Organisation(x.r.Context(), id)
	switch {
	case err == nil:
		x.speak(org.Languages)
	case !errors.Is(err, identity.ErrNotFound):
		return err
	}
	var card *exam.Face
	p, err := x.api.Certificates.Verify(x.r.Context(), id, x.from(), x.r.PathValue("code"), func(code certificate.Code) (bool, error) {
		if x.api.ServicePoint == nil {
			return false, nil
		}
		f, err := x.api.ServicePoint.VerifyCard(x.r.Context(), id, code)
		if errors.Is(err, exam.ErrUnknownCode) {
			return false, nil
		}
		card = &f
		return true, err
	})
	switch {
	case err != nil:
		return err
	case card != nil:
		return x.json(http.StatusOK, x.viewCard(*card))
	}
	return x.json(http.StatusOK, x.viewPrinted(p.Code, p.Printed))
}

// from names who verifies, by whom tries are counted.
func (x *exchange) from() string {
	if x.api.From != nil {
		return x.api.From(x.r)
	}
	return certificate.From(x.r.RemoteAddr)
}

// verifyAt is the address of the page that verifies, as certificates print it.
func (x *exchange) verifyAt() string {
	if x.api.VerifyAt != "" {
		return x.api.VerifyAt
	}
	scheme := "http://"
	if x.r.TLS != nil {
		scheme = "https://"
	}
	return scheme + x.r.Host + "/verify"
}
