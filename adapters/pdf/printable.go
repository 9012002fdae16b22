package pdf

import (
	"errors"

	"github.com/goodstanding/goodstanding/hours/certificate"
)

// Printable reports that the certificate can be printed: the fonts have every
// character of its names.
func Printable(c certificate.Certificate) bool {
	s := &sheet{}
	for _, text := range []string{c.Name, c.Permit, c.Organisation.In(c.Language)} {
		s.text(text)
	}
	return !errors.Is(s.wrong, certificate.ErrUnprintable)
}
