package access

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/identity"
)

// Statement is the text of a request, frozen when it was sent to be signed: both people
// sign this one (A4).
type Statement struct {
	Language identity.Language `json:"language"`
	// Edition is that of the form, and Version how many times the text was frozen.
	Edition cycle.Date `json:"edition"`
	Version int        `json:"version"`
	Text    string     `json:"text"`
	// Digest is the SHA-256 of the text, in hexadecimal: what a signature is of.
	Digest string `json:"digest"`
}

// Statement returns the text of a request as it stands, in its language. The same
// request has the same text, to the byte.
func (c Catalogue) Statement(r Request) Statement {
	form, _ := c.Form(r.Form)
	service, _ := c.Service(r.Service)
	kind, _ := c.Authoriser(r.Authoriser.Kind)
	in := func(t identity.Text) string {
		if r.Language == identity.English {
			return t.EN
		}
		return t.FR
	}
	word := func(name string) string { return in(c.Words[name]) }
	var b strings.Builder
	line := func(name, value string) { b.WriteString(word(name) + " : " + oneLine(value) + "\n") }
	line("form", in(form.Label))
	line("edition", form.Edition.String())
	line("service", in(service.Label))
	b.WriteString("\n" + word("user") + "\n")
	line("name", r.User.Name())
	line("email", r.User.Email)
	agency := "no"
	if r.Agency {
		agency = "yes"
	}
	line("agency", word(agency))
	b.WriteString("\n" + word("authoriser") + "\n")
	line("name", r.Authoriser.Name())
	line("kind", in(kind.Label))
	line("place", r.Authoriser.Place)
	line("email", r.Authoriser.Email)
	b.WriteString("\n" + word("commitments") + "\n")
	for _, commitment := range form.Commitments {
		b.WriteString("- " + in(commitment) + "\n")
	}
	s := Statement{Language: r.Language, Edition: form.Edition, Version: 1, Text: b.String()}
	if r.Statement != nil {
		s.Version = r.Statement.Version + 1
	}
	sum := sha256.Sum256([]byte(s.Text))
	s.Digest = hex.EncodeToString(sum[:])
	return s
}

// oneLine keeps a value from writing lines of the text.
func oneLine(value string) string { return strings.Join(strings.Fields(value), " ") }
