package i18n

import (
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/certificate"
)

// CertificateWords is what a certificate says, in words, for whatever prints it.
type CertificateWords struct {
	Title, Subtitle, Organisation string
	// Facts are labels with their values.
	Facts [][2]string
	// Verdict is the statement in a few words, and Sentence in full.
	Verdict, Sentence string
	// Notes say what it does not.
	Notes []string
}

// Certificate returns what a certificate says. Of one that was revoked it says so,
// and makes no statement.
func (p Printer) Certificate(c certificate.Printed) CertificateWords {
	w := CertificateWords{
		Title: p.T("certificate.title"), Subtitle: p.T("certificate.subtitle"), Organisation: p.Text(c.Organisation),
		Facts: [][2]string{{p.T("certificate.name"), c.Name}},
	}
	fact := func(key, value string) { w.Facts = append(w.Facts, [2]string{p.T(key), value}) }
	if c.Permit != "" {
		fact("certificate.permit", c.Permit)
	}
	if !c.Revoked.IsZero() {
		fact("certificate.day", p.Date(c.Day))
		w.Verdict = p.T("certificate.verdict.revoked")
		w.Sentence = p.T("certificate.sentence.revoked", "day", p.Date(c.Revoked))
		return w
	}
	roll := "certificate.off-roll"
	if c.OnRoll {
		roll = "certificate.on-roll"
	}
	fact("certificate.roll", p.T(roll, "day", p.Date(c.Day)))
	fact("certificate.period", p.Period(c.Period))
	fact("certificate.day", p.Date(c.Day))
	w.Verdict = p.T("certificate.verdict." + string(c.Statement))
	w.Sentence = p.stated(c)
	w.Notes = []string{p.T("certificate.note.day", "day", p.Date(c.Day))}
	if c.Unverified {
		w.Notes = append(w.Notes, p.T("certificate.note.unverified"))
	}
	return w
}

// stated says the statement of a certificate: what it is, then what is left, then
// that something else is left too.
func (p Printer) stated(c certificate.Printed) string {
	sentence := p.T("certificate.sentence." + string(c.Statement))
	if c.Statement == certificate.InOrder || c.Statement == certificate.UnderReview {
		return sentence
	}
	until := p.T("certificate.until", "day", p.Date(c.Until))
	switch {
	case c.Statement == certificate.NotFulfilled:
		until = ""
	case c.Until.IsZero():
		until = p.T("certificate.in-extra-time")
	}
	switch {
	case c.Remaining == hours.Hours{} && !c.Parts:
		return sentence
	case c.Remaining == hours.Hours{}:
		return sentence + " " + p.T("certificate.left-parts", "until", until)
	case c.Parts:
		return sentence + " " + p.T("certificate.left-and-parts", "amount", p.In(c.Remaining, c.Unit), "until", until)
	}
	return sentence + " " + p.T("certificate.left", "amount", p.In(c.Remaining, c.Unit), "until", until)
}
