package pdf

import (
	"bytes"
	"errors"
	"net/url"

	"codeberg.org/go-pdf/fpdf"

	"github.com/goodstanding/goodstanding/adapters/i18n"
	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/exam/photo"
	"github.com/goodstanding/goodstanding/hours/certificate"
)

// The card, in millimetres: ID-1 of ISO/IEC 7810, that of bank cards. It stands on a
// page of letter size with crop marks, and not on a page of its own size: a service
// point has an office printer, whose "fit to page" would blow such a page up, and marks
// show where to cut.
const (
	cardWidth  = 85.6
	cardHeight = 54.0
	cardInside = 4.0
	cardLeft   = (215.9 - cardWidth) / 2

	photoWidth  = 23.5
	photoHeight = photoWidth * photo.CardHeight / photo.CardWidth
)

// Card returns an attestation card as a PDF, in its language. verify is the address of
// the page that verifies codes, which it prints. The error is
// [certificate.ErrUnprintable] for a name that the fonts cannot write, and
// [exam.ErrNoPhoto] for a face without its photo.
func Card(f exam.Face, verify string) ([]byte, error) {
	if len(f.Photo) == 0 {
		return nil, exam.ErrNoPhoto
	}
	p := i18n.For(f.Language)
	w := p.Card(f)
	s := newSheet(w.Title+" "+f.Code.String(), w.Organisation, tags[p.Language])
	s.SetCreationDate(f.Issued)
	s.SetModificationDate(f.Issued)
	s.SetSubject(p.T("card.subject", "code", f.Code.String()), true)
	address := verify + "?code=" + url.QueryEscape(f.Code.String())

	s.line(bold, 13, w.Organisation)
	s.rule(4, .8)
	s.space(14)
	s.line(bold, 25, w.Title)
	s.space(14)
	top := s.GetY()
	s.card(top, f, w, p.T("card.verify")+" "+verify)
	s.LinkString(cardLeft, top+48, cardWidth, 5, address)
	s.SetXY(margin, top+cardHeight+14)
	s.line(regular, 10, p.T("card.cut"))
	s.space(6)
	s.line(regular, 10, p.T("card.verify"))
	s.link(10, verify, address)
	s.space(8)
	s.rule(0, .2)
	s.space(3)
	for _, note := range append(w.Notes, p.T("card.accessible"), p.T("certificate.unsigned")) {
		s.line(regular, 9, note)
	}
	return s.bytes()
}

// card draws the card and its crop marks, with its upper edge at top.
func (s *sheet) card(top float64, f exam.Face, w i18n.CardWords, verify string) {
	const left, right = cardLeft + cardInside, cardLeft + cardInside + photoWidth + 3.5
	const whole, beside = cardWidth - 2*cardInside, cardWidth - 2*cardInside - photoWidth - 3.5
	s.marks(top)
	s.fit(left, top+3.5, whole, 6, bold, 8, w.Organisation)
	s.SetLineWidth(.4)
	s.Line(left, top+10.2, left+whole, top+10.2)
	s.photo(left, top+12, f.Photo)
	s.fit(right, top+12, beside, 3.3, regular, 6, w.Title)
	below := s.fit(right, top+15.3, beside, 10, bold, 12, w.Name)
	below = s.fit(right, below+1, beside, 7, bold, 8.5, w.Exam)
	below = s.fit(right, below+.5, beside, 5, regular, 6.5, w.Training)
	s.fit(right, below+.7, beside, 3.4, regular, 6.5, w.Passed)
	s.fit(left, top+44.2, 46, 4.1, bold, 8.5, f.Code.String())
	s.fit(left+47, top+44.7, whole-47, 3.4, bold, 6.5, w.Unverified)
	s.fit(left, top+48.5, whole, 3.6, regular, 5.5, verify)
}

// fit writes a text in a box, in the size or the greatest below it with which the box
// holds it, and returns where it ends.
func (s *sheet) fit(x, y, width, tall float64, style string, size float64, text string) (below float64) {
	const smallest, step = 3, .25
	text = s.text(text)
	s.SetFont(family, style, size)
	lines := s.SplitText(text, width)
	for size > smallest && float64(len(lines))*height(size) > tall {
		size -= step
		s.SetFont(family, style, size)
		lines = s.SplitText(text, width)
	}
	for _, line := range lines {
		s.SetXY(x, y)
		s.CellFormat(width, height(size), line, "", 0, "L", false, 0, "")
		y += height(size)
	}
	return y
}

// photo draws the photo of the card.
func (s *sheet) photo(x, y float64, content []byte) {
	as := fpdf.ImageOptions{ImageType: "JPG"}
	s.RegisterImageOptionsReader("photo", as, bytes.NewReader(content))
	s.ImageOptions("photo", x, y, photoWidth, photoHeight, false, as, 0, "")
}

// marks draws the crop marks: outside the card, so that none of them is left on it.
func (s *sheet) marks(top float64) {
	const away, long = 1.5, 6.0
	s.SetLineWidth(.2)
	for _, x := range []float64{cardLeft, cardLeft + cardWidth} {
		s.Line(x, top-away-long, x, top-away)
		s.Line(x, top+cardHeight+away, x, top+cardHeight+away+long)
	}
	for _, y := range []float64{top, top + cardHeight} {
		s.Line(cardLeft-away-long, y, cardLeft-away, y)
		s.Line(cardLeft+cardWidth+away, y, cardLeft+cardWidth+away+long, y)
	}
}

// PrintableCard reports that the card can be printed: the fonts have every character of
// its names.
func PrintableCard(f exam.Face) bool {
	s := &sheet{}
	for _, text := range []string{f.Name, f.Organisation.In(f.Language), f.Title.In(f.Language), f.Training.In(f.Language)} {
		s.text(text)
	}
	return !errors.Is(s.wrong, certificate.ErrUnprintable)
}
