package portal

import (
	"errors"
	"net/http"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/adapters/pdf"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/certificate"
	"github.com/goodstanding/goodstanding/identity"
)

func certificateRoutes() []Route {
	return []Route{
		{"GET", "/portfolio/{member}/certificates", (*visit).certificates, false},
		{"GET", "/portfolio/{member}/certificates.csv", (*visit).certificatesCSV, false},
		{"POST", "/portfolio/{member}/certificates", (*visit).issueCertificate, false},
		{"GET", "/portfolio/{member}/certificates/{id}", (*visit).certificate, false},
		{"GET", "/portfolio/{member}/certificates/{id}/certificate.pdf", (*visit).certificatePDF, false},
		{"GET", "/portfolio/{member}/certificates/{id}/revocation", (*visit).askRevocation, false},
		{"POST", "/portfolio/{member}/certificates/{id}/revocation", (*visit).revokeCertificate, false},
	}
}

// certificateRow is a certificate in the list.
type certificateRow struct {
	Code, Link                    string
	Issued, Period, Verdict, Lang string
	State, Class                  string
	// Reason is what staff wrote when they revoked it.
	Reason string
}

// certificatesPage is the list, and the form that asks for another.
type certificatesPage struct {
	listPage
	// May says that the reader may have one issued, for the period of Certified and
	// in the language of Written, which has no options where there is one language.
	May                bool
	Certified, Written field
	Empty              bool
}

func (v *visit) certificates() error {
	return v.showCertificates(http.StatusOK, "", "", nil)
}

// showCertificates shows the list, with the form as it was typed.
func (v *visit) showCertificates(status int, period, language string, wrong hours.FieldErrors) error {
	f, all, err := v.certificateList()
	if err != nil {
		return err
	}
	var rows []certificateRow
	for _, c := range all {
		rows = append(rows, v.certificateRow(f.Base, c))
	}
	order := v.order("", "period")
	page := certificatesPage{May: certificate.MayIssue(v.actor, f.Member.ID), listPage: listPage{
		file: f, Rows: rows, Count: v.print.N("certificate.count", len(rows)),
		Download: f.Base + "/certificates.csv" + v.query(), Sort: order.key, Reverse: order.reverse,
		Columns: order.columns(v,
			"", "certificate.column.issued", "-", "certificate.column.verdict", "period", "certificate.column.period",
			"-", "certificate.column.code", "-", "certificate.column.state"),
	}}
	page.filters(v, f, "certificate", []string{string(certificate.Issued), string(certificate.Revoked)})
	q := v.r.URL.Query()
	page.Empty = len(rows) == 0 && q.Get("text") == "" && q.Get("period") == "" && q.Get("state") == ""
	page.Certified, page.Written = v.certificateForm(f, period, language, wrong)
	return v.show(status, "certificates", frame{
		Title: v.t("certificate.list.title", "name", f.Member.Name()), Tab: "portfolio", Form: len(wrong) > 0, Wrong: v.problems(wrong), Body: page,
	})
}

// certificateForm makes the two fields of the form: the period, the current one
// unless another was chosen, and the language.
func (v *visit) certificateForm(f file, period, language string, wrong hours.FieldErrors) (certified, written field) {
	form := v.form("certificate", wrong)
	var periods, languages group
	for _, link := range f.Periods {
		periods.Options = append(periods.Options, option{Value: link.Key, Label: link.Years})
	}
	certified = form.choice("certified", period, periods)
	certified.Options = certified.Options[1:]
	if v.org.Languages != identity.FrenchAndEnglish {
		return certified, written
	}
	for _, l := range []identity.Language{identity.French, identity.English} {
		languages.Options = append(languages.Options, option{Value: string(l), Label: v.t("certificate.language." + string(l))})
	}
	if language == "" {
		language = string(v.print.Language)
	}
	written = form.choice("written", language, languages)
	written.Options = written.Options[1:]
	return certified, written
}

// certificateList reads what the address asks for of the member's certificates.
func (v *visit) certificateList() (file, []certificate.Certificate, error) {
	f, err := v.file()
	if err != nil {
		return file{}, nil, err
	}
	q, order := v.r.URL.Query(), v.order("", "period")
	query := certificate.Query{Text: q.Get("text"), Period: q.Get("period"), Sort: certificate.Sort(order.key), Reverse: order.reverse}
	if state := q.Get("state"); state != "" {
		query.States = []certificate.State{certificate.State(state)}
	}
	all, err := v.Certificates.Certificates(v.r.Context(), v.actor, f.Member.ID, query)
	return f, all, err
}

func (v *visit) certificateRow(base string, c certificate.Certificate) certificateRow {
	return certificateRow{
		Code: c.Code.String(), Link: base + "/certificates/" + c.Code.String(), Issued: v.print.Instant(c.Issued, v.zone),
		Period: v.print.Years(c.Period), Verdict: v.t("certificate.verdict." + string(c.Statement)), Lang: v.t("certificate.language." + string(c.Language)),
		State: v.t("certificate.state." + string(c.State)), Class: string(c.State), Reason: c.Reason,
	}
}

func (v *visit) certificatesCSV() error {
	f, all, err := v.certificateList()
	if err != nil {
		return err
	}
	table := v.csv("issued", "code", "verdict", "period", "language", "state", "revoked", "reason")
	for _, c := range all {
		row := v.certificateRow(f.Base, c)
		table.add(v.day(c.Issued), row.Code, row.Verdict, c.Period.Key(), row.Lang, row.State, c.Revoked.String(), row.Reason)
	}
	return table.send("certificates-" + string(f.Member.ID) + ".csv")
}

func (v *visit) issueCertificate() error {
	member, err := v.member()
	if err != nil {
		return err
	}
	form, err := v.typed()
	if err != nil {
		return err
	}
	period, language := form.Get("certified"), form.Get("written")
	if v.chooseLanguage(form) {
		return v.showCertificates(http.StatusOK, period, language, nil)
	}
	ask := certificate.Ask{Language: identity.Language(language)}
	if ask.Day, err = v.certified(member, period); err != nil {
		return err
	}
	c, err := v.Certificates.Issue(v.r.Context(), v.actor, member, ask)
	if errors.Is(err, certificate.ErrNothingToState) {
		return v.showCertificates(http.StatusUnprocessableEntity, period, language, hours.FieldErrors{{Field: "certified", Err: err}})
	}
	if err != nil {
		return err
	}
	return v.redirect("/portfolio/"+string(member)+"/certificates/"+c.Code.String(), "notice", "certificate-issued")
}

// certified returns a day of the period that was chosen, one of the member's; the
// zero Date for the current one.
func (v *visit) certified(member identity.MemberID, period string) (cycle.Date, error) {
	if err := v.mayCertify(member); err != nil || period == "" {
		return cycle.Date{}, err
	}
	all, err := v.Ledger.Periods(v.r.Context(), v.actor, member)
	if err != nil {
		return cycle.Date{}, err
	}
	for i, p := range all {
		switch {
		case p.Key() == period && i == 0:
			return cycle.Date{}, nil // rolling periods share their days
		case p.Key() == period:
			return p.From, nil
		}
	}
	return cycle.Date{}, identity.ErrNotFound
}

// mayCertify is nil when the reader may have a certificate of the member's issued.
func (v *visit) mayCertify(member identity.MemberID) error {
	if certificate.MayIssue(v.actor, member) {
		return nil
	}
	return v.actor.Check(identity.Write, v.Org, member)
}

// certificatePage is a certificate as it is read and printed.
type certificatePage struct {
	Base string
	// Lang and Words are the certificate's own, in its language.
	Lang  string
	Words i18n.CertificateWords
	// Own are the words of the paper around it, in its language.
	Code, CodeLabel, VerifyLabel, Verify, Unsigned string
	// Printable says that there is a PDF of it.
	Printable bool
	// Revocable says that the reader may revoke it; Revoked and Reason that it was.
	Revocable bool
	Revoked   bool
	Reason    string
	Link      string
	Version   int64
	Field     field
}

// readCertificate returns the certificate that the address names.
func (v *visit) readCertificate(action identity.Action) (certificate.Certificate, error) {
	member, err := v.member()
	if err != nil {
		return certificate.Certificate{}, err
	}
	if err := v.actor.Check(action, v.Org, member); err != nil {
		return certificate.Certificate{}, err
	}
	code, err := certificate.ReadCode(v.r.PathValue("id"))
	if err != nil {
		return certificate.Certificate{}, certificate.ErrNotFound
	}
	return v.Certificates.Certificate(v.r.Context(), v.actor, member, code)
}

func (v *visit) certificatePage(c certificate.Certificate) certificatePage {
	own, base := i18n.For(c.Language), "/portfolio/"+string(c.Member)
	return certificatePage{
		Base: base, Lang: langTags[own.Language], Words: own.Certificate(c.Printed), Code: c.Code.String(),
		CodeLabel: own.T("certificate.code"), VerifyLabel: own.T("certificate.verify"), Verify: v.verifyAt(), Unsigned: own.T("certificate.unsigned"),
		Printable: pdf.Printable(c), Revocable: c.State == certificate.Issued && v.actor.May(identity.Decide, v.Org, c.Member),
		Revoked: c.State == certificate.Revoked, Reason: c.Reason, Link: base + "/certificates/" + c.Code.String(), Version: c.Version,
	}
}

func (v *visit) certificate() error {
	c, err := v.readCertificate(identity.Read)
	if err != nil {
		return err
	}
	return v.show(http.StatusOK, "certificate", frame{
		Title: v.t("certificate.one.title", "code", c.Code, "name", c.Name), Tab: "portfolio", Body: v.certificatePage(c),
	})
}

func (v *visit) certificatePDF() error {
	c, err := v.readCertificate(identity.Read)
	if err != nil {
		return err
	}
	content, err := pdf.Certificate(c, v.verifyAt())
	if err != nil {
		return err
	}
	v.attachment(pdf.Media, "certificate-"+c.Code.String()+".pdf")
	if _, err := v.w.Write(content); err != nil {
		v.log().Info("portal: the certificate did not leave", "error", err)
	}
	return nil
}

func (v *visit) askRevocation() error {
	c, err := v.readCertificate(identity.Decide)
	if err != nil {
		return err
	}
	if _, err := c.State.Next(certificate.Revoke); err != nil {
		return err
	}
	return v.showRevocation(http.StatusOK, c, "", nil)
}

func (v *visit) showRevocation(status int, c certificate.Certificate, reason string, wrong hours.FieldErrors) error {
	page := v.certificatePage(c)
	page.Field = v.form("revocation", wrong).area("reason", reason)
	return v.show(status, "certificate_revocation", frame{
		Title: v.t("revocation.title"), Tab: "portfolio", Form: true, Wrong: v.problems(wrong), Body: page,
	})
}

func (v *visit) revokeCertificate() error {
	c, err := v.readCertificate(identity.Decide)
	if err != nil {
		return err
	}
	form, err := v.typed()
	if err != nil {
		return err
	}
	if v.chooseLanguage(form) {
		return v.showRevocation(http.StatusOK, c, form.Get("reason"), nil)
	}
	_, err = v.Certificates.Revoke(v.r.Context(), v.actor, c.Member, c.Code, versionTyped(form), form.Get("reason"))
	var wrong hours.FieldErrors
	if errors.As(err, &wrong) {
		return v.showRevocation(http.StatusUnprocessableEntity, c, form.Get("reason"), wrong)
	}
	if err != nil {
		return err
	}
	return v.redirect("/portfolio/"+string(c.Member)+"/certificates/"+c.Code.String(), "notice", "certificate-revoked")
}
