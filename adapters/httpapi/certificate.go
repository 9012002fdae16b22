package httpapi

import (
	"net/http"
	"slices"
	"time"

	"github.com/goodstanding/goodstanding/adapters/pdf"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/certificate"
	"github.com/goodstanding/goodstanding/identity"
)

const (
	certificatesPath = memberPath + "/certificates"
	certificatePath  = certificatesPath + "/{certificate}"
)

func certificateEndpoints() []endpoint {
	return []endpoint{
		{Route{http.MethodGet, certificatesPath}, false, listCertificates},
		{Route{http.MethodPost, certificatesPath}, false, issueCertificate},
		{Route{http.MethodGet, certificatePath}, false, showCertificate},
		{Route{http.MethodGet, certificatePath + "/certificate.pdf"}, false, downloadCertificate},
		{Route{http.MethodPost, certificatePath + "/revocation"}, false, revokeCertificate},
	}
}

// printedView is what a certificate says. Stated is null of one that was revoked, as
// whoever verifies it sees it.
type printedView struct {
	Code         string      `json:"code"`
	Organisation string      `json:"organisation"`
	Name         string      `json:"name"`
	Permit       string      `json:"permit"`
	Day          cycle.Date  `json:"day"`
	Revoked      *cycle.Date `json:"revoked"`
	Stated       *statedView `json:"stated"`
}

// statedView is the statement. Until is null when nothing is left, or no time.
type statedView struct {
	OnRoll     bool        `json:"onRoll"`
	Statement  coded       `json:"statement"`
	Sentence   string      `json:"sentence"`
	Period     periodView  `json:"period"`
	Remaining  amount      `json:"remaining"`
	Parts      bool        `json:"parts"`
	Until      *cycle.Date `json:"until"`
	Unverified bool        `json:"unverified"`
}

// certificateView is a certificate to who may read the file: with what the statement
// was made from.
type certificateView struct {
	printedView
	State    coded       `json:"state"`
	Issued   time.Time   `json:"issued"`
	Language string      `json:"language"`
	Status   coded       `json:"status"`
	Figures  figuresView `json:"figures"`
	Reason   string      `json:"reason"`
}

// figuresView is the figures of the total.
type figuresView struct {
	Asked     amount `json:"asked"`
	Exempted  amount `json:"exempted"`
	Carried   amount `json:"carried"`
	Counted   amount `json:"counted"`
	Remaining amount `json:"remaining"`
}

func (x *exchange) viewPrinted(code certificate.Code, c certificate.Printed) printedView {
	v := printedView{
		Code: code.String(), Organisation: x.p.Text(c.Organisation), Name: c.Name, Permit: c.Permit, Day: c.Day, Revoked: dated(c.Revoked),
	}
	if c.Statement != "" {
		said := c
		said.Revoked = cycle.Date{}
		v.Stated = &statedView{
			OnRoll:    c.OnRoll,
			Statement: coded{string(c.Statement), x.p.T("certificate.verdict." + string(c.Statement))},
			Sentence:  x.p.Certificate(said).Sentence, Period: x.viewPeriod(c.Period),
			Remaining: x.amountIn(c.Remaining, c.Unit), Parts: c.Parts, Until: dated(c.Until), Unverified: c.Unverified,
		}
	}
	return v
}

// dated returns nil for the zero Date.
func dated(d cycle.Date) *cycle.Date {
	if d.IsZero() {
		return nil
	}
	return &d
}

func (x *exchange) viewCertificate(c certificate.Certificate) certificateView {
	figure := func(h hours.Hours) amount { return x.amountIn(h, c.Unit) }
	return certificateView{
		printedView: x.viewPrinted(c.Code, c.Printed),
		State:       coded{string(c.State), x.p.T("certificate.state." + string(c.State))},
		Issued:      c.Issued, Language: string(c.Language), Status: x.coded("status", string(c.Status)), Reason: c.Reason,
		Figures: figuresView{
			figure(c.Figures.Asked), figure(c.Figures.Exempted), figure(c.Figures.Carried), figure(c.Figures.Counted), figure(c.Figures.Remaining),
		},
	}
}

// listCertificates answers the member's certificates that the query chooses.
func listCertificates(x *exchange) error {
	member, err := x.member(identity.Read)
	if err != nil {
		return err
	}
	q := certificate.Query{Text: x.r.URL.Query().Get("q")}
	for _, given := range x.r.URL.Query()["state"] {
		state := certificate.State(given)
		if state == certificate.Unissued || !slices.Contains(certificate.States(), state) {
			return parameter("state", hours.ErrUnknownChoice)
		}
		q.States = append(q.States, state)
	}
	if q.Period, err = x.period(); err != nil {
		return err
	}
	if q.Reverse, err = x.flag("reverse"); err != nil {
		return err
	}
	all, err := x.api.Certificates.Certificates(x.r.Context(), x.actor, member, q)
	if err != nil {
		return err
	}
	return x.json(http.StatusOK, listOf(all, x.viewCertificate))
}

// issueCertificate issues one, or answers the one that says the same and was issued
// earlier the same day.
func issueCertificate(x *exchange) error {
	action := identity.Write
	if id, err := identity.ParseMemberID(x.r.PathValue("member")); err == nil && certificate.MayIssue(x.actor, id) {
		action = identity.Read
	}
	member, err := x.member(action)
	if err != nil {
		return err
	}
	var given struct {
		On       string `json:"on"`
		Language string `json:"language"`
	}
	if err := x.read(&given); err != nil {
		return err
	}
	ask := certificate.Ask{Language: identity.Language(given.Language)}
	var wrong hours.FieldErrors
	if given.On != "" {
		if ask.Day, err = cycle.ParseDate(given.On); err != nil {
			wrong = append(wrong, hours.FieldError{Field: "on", Err: hours.ErrBadDate})
		}
	}
	if !slices.Contains([]identity.Language{"", identity.French, identity.English}, ask.Language) {
		wrong = append(wrong, hours.FieldError{Field: "language", Err: hours.ErrUnknownChoice})
	}
	if len(wrong) > 0 {
		return wrong
	}
	c, err := x.api.Certificates.Issue(x.r.Context(), x.actor, member, ask)
	if err != nil {
		return err
	}
	x.w.Header().Set("Location", base+"/members/"+string(member)+"/certificates/"+c.Code.String())
	return x.certificate(http.StatusCreated, c)
}

func (x *exchange) certificate(status int, c certificate.Certificate) error {
	x.etag(c.Version)
	return x.json(status, x.viewCertificate(c))
}

// readCertificate returns the certificate that the path names, once the actor may do
// this to the member's file.
func (x *exchange) readCertificate(action identity.Action) (certificate.Certificate, error) {
	member, err := x.member(action)
	if err != nil {
		return certificate.Certificate{}, err
	}
	code, err := certificate.ReadCode(x.r.PathValue("certificate"))
	if err != nil {
		return certificate.Certificate{}, certificate.ErrNotFound
	}
	return x.api.Certificates.Certificate(x.r.Context(), x.actor, member, code)
}

func showCertificate(x *exchange) error {
	c, err := x.readCertificate(identity.Read)
	if err != nil {
		return err
	}
	return x.certificate(http.StatusOK, c)
}

func downloadCertificate(x *exchange) error {
	c, err := x.readCertificate(identity.Read)
	if err != nil {
		return err
	}
	content, err := pdf.Certificate(c, x.verifyAt())
	if err != nil {
		return err
	}
	x.attachment(pdf.Media, "certificate-"+c.Code.String()+".pdf")
	x.begin(http.StatusOK)
	_, _ = x.w.Write(content)
	return nil
}

// revokeCertificate revokes one, with a reason that the member reads.
func revokeCertificate(x *exchange) error {
	c, err := x.readCertificate(identity.Decide)
	if err != nil {
		return err
	}
	version, err := x.ifMatch()
	if err != nil {
		return err
	}
	var given struct {
		Reason string `json:"reason"`
	}
	if err := x.read(&given); err != nil {
		return err
	}
	if c, err = x.api.Certificates.Revoke(x.r.Context(), x.actor, c.Member, c.Code, version, given.Reason); err != nil {
		return err
	}
	return x.certificate(http.StatusOK, c)
}
