package portal

import (
	"errors"
	"net/http"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/identity/access"
)

// signingRoutes are the pages that the letters of a request lead to. The secret of the
// letter is in the address: no page of another host learns it (Referrer-Policy), and
// loading one changes nothing, whoever loads it.
func signingRoutes() []Route {
	return []Route{
		{"GET", "/access/sign/{request}/{secret}", (*visit).signing, true},
		{"POST", "/access/sign/{request}/{secret}", (*visit).sign, true},
		{"GET", "/access/sign/{request}/{secret}/refusal", (*visit).confirmDecline, true},
		{"POST", "/access/sign/{request}/{secret}/refusal", (*visit).decline, true},
		{"GET", "/access/signed", (*visit).signingDone, true},
		{"GET", "/access/declined", (*visit).signingDone, true},
	}
}

// signingPage is the frozen text, for one of the two who sign it (A4).
type signingPage struct {
	Text, TextLang string
	// Edition is that of the form, and Digest the beginning of what tells this text from
	// any other.
	Edition, Digest string
	Version         int
	// As says whom the letter makes of the reader.
	As         string
	Signatures []partyLine
	// Signed says that the reader has signed.
	Signed   bool
	SignName field
	Agreed   field
	Refusal  string
	Until    string
}

// digestShown is how many digits of the digest are shown: enough to compare by eye.
const digestShown = 16

// readSigning returns what the letter is about; ok is false once it has answered for a
// letter that opens nothing, or nothing any more. That answer is the same, whatever
// opens nothing.
func (v *visit) readSigning() (s access.Signing, ok bool, err error) {
	s, err = v.Office.Signing(v.r.Context(), v.Org, v.r.PathValue("request"), v.r.PathValue("secret"))
	if errors.Is(err, access.ErrNotFound) || errors.Is(err, identity.ErrBadID) {
		return s, false, v.spentLetter()
	}
	return s, err == nil, err
}

func (v *visit) spentLetter() error {
	return v.show(http.StatusGone, "access_done", frame{Title: v.t("signing.spent"), Nowhere: true, Body: "spent"})
}

func (v *visit) signing() error {
	s, ok, err := v.readSigning()
	if !ok {
		return err
	}
	return v.showSigning(http.StatusOK, s, "", false, nil)
}

func (v *visit) showSigning(status int, s access.Signing, name string, agreed bool, wrong hours.FieldErrors) error {
	r, f := s.Request, v.form("signing", wrong)
	page := signingPage{
		Text: r.Statement.Text, TextLang: langTags[r.Statement.Language], Edition: v.print.Date(r.Statement.Edition),
		Digest: r.Statement.Digest[:digestShown], Version: r.Statement.Version,
		As: v.t("signing.as."+string(s.Party), "name", r.As(s.Party).Name()), Signed: r.Signed(s.Party) != nil,
		SignName: f.text("signature", name).with("autocomplete", "name"), Agreed: f.box("agreed", "1", agreed),
		Refusal: v.signingPath() + "/refusal", Until: v.print.Instant(r.Ends(), v.zone),
	}
	for _, p := range []access.Party{access.TheUser, access.TheAuthoriser} {
		page.Signatures = append(page.Signatures, partyLine{Role: v.t("asking.party." + string(p)), Name: r.As(p).Name(), Signed: v.signed(r, p)})
	}
	return v.show(status, "access_sign", frame{Title: v.t("signing.title"), Form: !page.Signed, Wrong: v.problems(wrong), Body: page})
}

func (v *visit) signingPath() string {
	return "/access/sign/" + v.r.PathValue("request") + "/" + v.r.PathValue("secret")
}

// sign signs with the name that was typed and the commitments (A13, A14).
func (v *visit) sign() error {
	form, err := v.typed()
	if err != nil {
		return err
	}
	name, agreed := form.Get("signature"), form.Has("agreed")
	request, secret := v.r.PathValue("request"), v.r.PathValue("secret")
	s, err := v.Office.Signing(v.r.Context(), v.Org, request, secret)
	if errors.Is(err, access.ErrNotFound) || errors.Is(err, identity.ErrBadID) {
		// Pressed twice by the second of the two: they read again that both have signed.
		if _, err := v.Office.Sign(v.r.Context(), v.Org, request, secret, name, agreed); err == nil {
			return v.redirect("/access/signed")
		}
		return v.spentLetter()
	}
	if err != nil {
		return err
	}
	if v.chooseLanguage(form) {
		return v.showSigning(http.StatusOK, s, name, agreed, nil)
	}
	var wrong hours.FieldErrors
	if hours.Tidy(name) == "" {
		wrong = append(wrong, hours.FieldError{Field: "signature", Err: hours.ErrMissing})
	}
	if !agreed {
		wrong = append(wrong, hours.FieldError{Field: "agreed", Err: access.ErrAgree})
	}
	if len(wrong) > 0 {
		return v.showSigning(http.StatusUnprocessableEntity, s, name, agreed, wrong)
	}
	r, err := v.Office.Sign(v.r.Context(), v.Org, s.Request.ID, secret, name, agreed)
	switch {
	case errors.Is(err, access.ErrSigner):
		return v.showSigning(http.StatusUnprocessableEntity, s, name, agreed, hours.FieldErrors{{Field: "signature", Err: err}})
	case errors.Is(err, access.ErrNotFound):
		return v.spentLetter() // it ended meanwhile
	case err != nil:
		return err
	case r.State == access.Awaiting:
		return v.redirect(v.signingPath(), "notice", "access-signed")
	}
	return v.redirect("/access/signed")
}

// confirmDecline asks before a request is ended (this was not me).
func (v *visit) confirmDecline() error {
	s, ok, err := v.readSigning()
	if !ok {
		return err
	}
	service, _ := v.Office.Catalogue.Service(s.Request.Service)
	q := question{
		Heading: v.t("signing.decline.title"), What: s.Request.User.Name() + " – " + v.print.Text(service.Label), Sentence: v.t("signing.decline.text"),
		Button: v.t("signing.decline.button"), Action: v.r.URL.Path, Back: v.signingPath(),
	}
	return v.show(http.StatusOK, "confirm", frame{Title: q.Heading, Body: q})
}

func (v *visit) decline() error {
	s, ok, err := v.readSigning()
	if !ok {
		return err
	}
	_, err = v.Office.Decline(v.r.Context(), v.Org, s.Request.ID, v.r.PathValue("secret"))
	if errors.Is(err, access.ErrNotFound) {
		return v.spentLetter()
	}
	if err != nil {
		return err
	}
	return v.redirect("/access/declined")
}

// signingDone says that both have signed, or that the request has ended. It names nobody:
// the letter opens nothing any more.
func (v *visit) signingDone() error {
	what := "signed"
	if v.r.URL.Path == "/access/declined" {
		what = "declined"
	}
	return v.show(http.StatusOK, "access_done", frame{Title: v.t("signing." + what), Body: what})
}
