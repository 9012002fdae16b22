// Package pdf prints what people take away on paper: a standing certificate, and the
// attestation card of an exam, each on one page of letter size.
//
// Start with [Certificate] and [Card]. Equal input gives equal bytes. What fpdf writes is not
// tagged, so that a page stays the accessible form, and the PDF names the address of
// one.
package pdf

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/text/unicode/norm"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/hours/certificate"
	"github.com/goodstanding/goodstanding/identity"
)

// Media is the media type of what this package writes.
const Media = "application/pdf"

// The page, in millimetres: letter is 215.9 by 279.4.
const (
	margin = 25.0
	width  = 215.9 - 2*margin
	label  = 48.0
)

// tags are the languages as documents name them.
var tags = map[identity.Language]string{identity.French: "fr-CA", identity.English: "en-CA"}

// Certificate returns a certificate as a PDF, in its language. verify is the address
// of the page that verifies codes, which it prints. The error is
// [certificate.ErrUnprintable] for a name that the fonts cannot write: nothing is
// replaced by what looks like it.
func Certificate(c certificate.Certificate, verify string) ([]byte, error) {
	p := i18n.For(c.Language)
	w := p.Certificate(c.Printed)
	s := newSheet(w.Title+" "+c.Code.String(), w.Organisation, tags[p.Language])
	s.SetCreationDate(c.Issued)
	s.SetModificationDate(c.Issued)
	s.SetSubject(p.T("certificate.subject", "code", c.Code.String()), true)

	s.line(bold, 13, w.Organisation)
	s.rule(4, .8)
	s.space(14)
	s.line(bold, 25, w.Title)
	s.line(regular, 14, w.Subtitle)
	s.space(12)
	for _, fact := range w.Facts {
		s.fact(fact[0], fact[1])
	}
	s.space(8)
	s.verdict(w.Verdict, w.Sentence)
	s.space(10)
	s.line(regular, 10, p.T("certificate.code"))
	s.space(1)
	s.line(bold, 22, strings.ReplaceAll(c.Code.String(), "-", "\u00a0\u00a0"))
	s.space(3)
	s.line(regular, 10, p.T("certificate.verify"))
	s.link(10, verify, verify+"?code="+url.QueryEscape(c.Code.String()))
	s.space(8)
	s.rule(0, .2)
	s.space(3)
	for _, note := range append(w.Notes, p.T("certificate.unsigned")) {
		s.line(regular, 9, note)
	}
	return s.bytes()
}

// sheet is a page that is written from the top to the bottom.
type sheet struct {
	*fpdf.Fpdf
	wrong error
}

// The styles of the one family.
const (
	family  = "DejaVu"
	regular = ""
	bold    = "B"
)

func newSheet(title, author, language string) *sheet {
	s := &sheet{Fpdf: fpdf.New("P", "mm", "Letter", "")}
	s.AddUTF8FontFromBytes(family, regular, regularFont)
	s.AddUTF8FontFromBytes(family, bold, boldFont)
	// Without it the names of the fonts and of the catalogue come in any order.
	s.SetCatalogSort(true)
	s.SetTitle(title, true)
	s.SetAuthor(author, true)
	s.SetLang(language)
	s.SetCreator("goodstanding", true)
	s.SetProducer("fpdf", true)
	s.SetMargins(margin, margin, margin)
	s.SetAutoPageBreak(false, margin)
	s.SetCellMargin(0)
	s.AddPage()
	return s
}

// text returns a text in the form that the fonts have characters for, and notes one
// that they have none for.
func (s *sheet) text(text string) string {
	text = norm.NFC.String(text)
	for _, r := range text {
		if !covered(r) && s.wrong == nil {
			s.wrong = fmt.Errorf("%w: %U", certificate.ErrUnprintable, r)
		}
	}
	return text
}

// line writes a text over as many lines as it takes.
func (s *sheet) line(style string, size float64, text string) {
	s.SetFont(family, style, size)
	s.MultiCell(width, height(size), s.text(text), "", "L", false)
}

// height is that of a line, in millimetres, for a size in points.
func height(size float64) float64 { return size * 25.4 / 72 * 1.35 }

func (s *sheet) space(millimetres float64) { s.SetY(s.GetY() + millimetres) }

// rule draws a line across, a distance below, of a thickness.
func (s *sheet) rule(below, thickness float64) {
	s.space(below)
	s.SetLineWidth(thickness)
	s.Line(margin, s.GetY(), margin+width, s.GetY())
}

// fact writes a label and, beside it, its value.
func (s *sheet) fact(name, value string) {
	const size = 11
	top := s.GetY()
	s.SetFont(family, regular, size)
	s.MultiCell(label-4, height(size), s.text(name), "", "L", false)
	below := s.GetY()
	s.SetXY(margin+label, top)
	s.SetFont(family, bold, size)
	s.MultiCell(width-label, height(size), s.text(value), "", "L", false)
	s.SetXY(margin, max(below, s.GetY())+1.8)
}

// verdict writes the statement in a frame.
func (s *sheet) verdict(verdict, sentence string) {
	const inside = 6
	top := s.GetY()
	s.SetLeftMargin(margin + inside)
	s.SetXY(margin+inside, top+inside)
	s.SetFont(family, bold, 15)
	s.MultiCell(width-2*inside, height(15), s.text(verdict), "", "L", false)
	s.space(1.5)
	s.SetFont(family, regular, 11)
	s.MultiCell(width-2*inside, height(11), s.text(sentence), "", "L", false)
	bottom := s.GetY() + inside
	s.SetLineWidth(.5)
	s.Rect(margin, top, width, bottom-top, "D")
	s.SetLeftMargin(margin)
	s.SetXY(margin, bottom)
}

// link writes an address that leads to another, over as many lines as it takes.
func (s *sheet) link(size float64, shown, address string) {
	s.SetFont(family, bold, size)
	top := s.GetY()
	s.MultiCell(width, height(size), s.text(shown), "", "L", false)
	s.LinkString(margin, top, min(width, s.GetStringWidth(shown)), s.GetY()-top, address)
}

func (s *sheet) bytes() ([]byte, error) {
	if s.wrong != nil {
		return nil, s.wrong
	}
	var b bytes.Buffer
	if err := s.Output(&b); err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	return b.Bytes(), nil
}
