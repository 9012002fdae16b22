package portal

import (
	"errors"
	"net/http"

	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/certificate"
	"github.com/goodstanding/goodstanding/identity"
)

func verificationRoutes() []Route {
	return []Route{
		{"GET", "/verify", (*visit).verify, true},
	}
}

// verificationPage is the page on which anybody verifies a certificate or an attestation
// card: a field, and what has the code says, which is all that it ever shows.
type verificationPage struct {
	Code field
	// Title is what may be verified here, and Lead how.
	Title, Lead string
	// Answer is nil until something was found that has the code.
	Answer *verified
}

// verified is what a certificate or a card says, with its code as it is printed.
type verified struct {
	// Genuine says what it is, or with Revoked that it is no longer valid.
	Genuine      string
	Revoked      bool
	Organisation string
	Facts        [][2]string
	Printed      string
	// Verdict and Sentence are a certificate's statement.
	Verdict, Sentence string
	Notes             []string
	Compare           string
}

// verify shows the page, and the answer when the address has a code: it can be sent
// to somebody, and loaded again.
func (v *visit) verify() error {
	query := v.r.URL.Query()
	if !query.Has("code") {
		return v.showVerification(http.StatusOK, "", nil, nil)
	}
	typed := query.Get("code")
	found, err := v.verified(typed)
	wrong := hours.FieldErrors{{Field: "code", Err: err}}
	switch {
	case err == nil:
		return v.showVerification(http.StatusOK, "", nil, found)
	case errors.Is(err, hours.ErrMissing), errors.Is(err, certificate.ErrMistyped):
		return v.showVerification(http.StatusUnprocessableEntity, typed, wrong, nil)
	case errors.Is(err, certificate.ErrUnknownCode):
		return v.showVerification(http.StatusNotFound, typed, wrong, nil)
	case errors.Is(err, identity.ErrThrottled):
		return v.showVerification(http.StatusTooManyRequests, typed, wrong, nil)
	}
	return err
}

// verified finds what has the code that was typed.
func (v *visit) verified(typed string) (*verified, error) {
	if hours.Tidy(typed) == "" {
		return nil, hours.ErrMissing
	}
	var card *exam.Face
	p, err := v.Certificates.Verify(v.r.Context(), v.Org, v.from(), typed, func(code certificate.Code) (bool, error) {
		if v.ServicePoint == nil {
			return false, nil
		}
		f, err := v.ServicePoint.VerifyCard(v.r.Context(), v.Org, code)
		if errors.Is(err, exam.ErrUnknownCode) {
			return false, nil
		}
		card = &f
		return true, err
	})
	switch {
	case err != nil:
		return nil, err
	case card != nil:
		w := v.print.Card(*card)
		return &verified{
			Genuine: v.t("verification.genuine.card"), Organisation: w.Organisation, Facts: w.Facts, Printed: card.Code.String(),
			Notes: w.Notes, Compare: v.t("verification.compare.card"),
		}, nil
	}
	w := v.print.Certificate(p.Printed)
	found := &verified{
		Genuine: v.t("verification.genuine"), Revoked: !p.Revoked.IsZero(), Organisation: w.Organisation, Facts: w.Facts, Printed: p.Code.String(),
		Verdict: w.Verdict, Sentence: w.Sentence, Notes: w.Notes, Compare: v.t("verification.compare"),
	}
	if found.Revoked {
		found.Genuine = v.t("verification.revoked")
	}
	return found, nil
}

func (v *visit) showVerification(status int, typed string, wrong hours.FieldErrors, found *verified) error {
	page := verificationPage{Code: v.form("verification", wrong).text("code", typed), Title: v.t("verification.title"), Lead: v.t("verification.lead"), Answer: found}
	if v.ServicePoint != nil {
		page.Title, page.Lead = v.t("verification.title.any"), v.t("verification.lead.any")
	}
	return v.show(status, "verification", frame{Title: page.Title, Wrong: v.problems(wrong), Body: page})
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
