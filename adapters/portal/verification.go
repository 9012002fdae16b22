package portal

import (
	"errors"
	"net/http"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/certificate"
	"github.com/goodstanding/goodstanding/identity"
)

func verificationRoutes() []Route {
	return []Route{
		{"GET", "/verify", (*visit).verify, true},
	}
}

// verificationPage is the page on which anybody verifies a certificate: a field, and
// what the certificate of the code says, which is all that it ever shows.
type verificationPage struct {
	Code field
	// Words is what the certificate says; nil until one was found.
	Words *i18n.CertificateWords
	// Printed is its code as it is printed, and Revoked that it is no longer valid.
	Printed string
	Revoked bool
}

// verify shows the page, and the answer when the address has a code: it can be sent
// to somebody, and loaded again.
func (v *visit) verify() error {
	query := v.r.URL.Query()
	if !query.Has("code") {
		return v.showVerification(http.StatusOK, "", nil, verificationPage{})
	}
	typed := query.Get("code")
	p, err := v.proof(typed)
	wrong := hours.FieldErrors{{Field: "code", Err: err}}
	switch {
	case err == nil:
		words := v.print.Certificate(p.Printed)
		return v.showVerification(http.StatusOK, "", nil,
			verificationPage{Words: &words, Printed: p.Code.String(), Revoked: !p.Revoked.IsZero()})
	case errors.Is(err, hours.ErrMissing), errors.Is(err, certificate.ErrMistyped):
		return v.showVerification(http.StatusUnprocessableEntity, typed, wrong, verificationPage{})
	case errors.Is(err, certificate.ErrUnknownCode):
		return v.showVerification(http.StatusNotFound, typed, wrong, verificationPage{})
	case errors.Is(err, identity.ErrThrottled):
		return v.showVerification(http.StatusTooManyRequests, typed, wrong, verificationPage{})
	}
	return err
}

func (v *visit) proof(typed string) (certificate.Proof, error) {
	if hours.Tidy(typed) == "" {
		return certificate.Proof{}, hours.ErrMissing
	}
	return v.Certificates.Verify(v.r.Context(), v.Org, v.from(), typed)
}

func (v *visit) showVerification(status int, typed string, wrong hours.FieldErrors, page verificationPage) error {
	page.Code = v.form("verification", wrong).text("code", typed)
	return v.show(status, "verification", frame{Title: v.t("verification.title"), Wrong: v.problems(wrong), Body: page})
}

// from names who asks, by whom tries are counted.
func (v *visit) from() string {
	if v.From != nil {
		return v.From(v.r)
	}
	return certificate.From(v.r.RemoteAddr)
}

// verifyAt is the address of the page that verifies, as certificates print it.
func (v *visit) verifyAt() string {
	if v.Address != "" {
		return v.Address + "/verify"
	}
	scheme := "http://"
	if v.Secure {
		scheme = "https://"
	}
	return scheme + v.r.Host + "/verify"
}
