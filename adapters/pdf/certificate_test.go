package pdf_test

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/pdf"
	"github.com/goodstanding/goodstanding/cycle"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/hours/certificate"
	"github.com/goodstanding/goodstanding/identity"
)

const verify = "https://portail.example.ca/verify"

func day(text string) cycle.Date { return cycle.MustDate(text) }

func sample() certificate.Certificate {
	c := certificate.Certificate{
		Language: identity.French, State: certificate.Issued, Status: hours.Short,
		Issued: time.Date(2026, time.January, 1, 15, 0, 0, 0, time.UTC),
	}
	c.Code = certificate.NewCode([certificate.RandomBytes]byte{9: 1})
	c.Printed = certificate.Printed{
		Organisation: identity.Text{FR: "Ordre de l’imagerie médicale", EN: "Order of medical imaging"},
		Name:         "Maé L’Œuvre", Permit: "T-1042", Day: day("2026-01-01"), OnRoll: true,
		Statement: certificate.UnderWay, Period: cycle.Period{Span: cycle.Span{From: day("2025-04-01"), To: day("2028-04-01")}},
		Remaining: hours.MustHours("12.5"), Until: day("2028-03-31"),
	}
	return c
}

func printed(t *testing.T, c certificate.Certificate) []byte {
	t.Helper()
	content, err := pdf.Certificate(c, verify)
	require.NoError(t, err)
	return content
}

var (
	streams = regexp.MustCompile(`(?s)stream\n(.*?)\nendstream`)
	shown   = regexp.MustCompile(`(?s)\(((?:[^\\)]|\\.)*)\) ?Tj`)
	escaped = regexp.MustCompile(`(?s)\\(.)`)
)

// text returns what the page shows, a piece a line, with plain spaces.
func text(t *testing.T, content []byte) string {
	t.Helper()
	var lines []string
	for _, s := range streams.FindAllSubmatch(content, -1) {
		r, err := zlib.NewReader(bytes.NewReader(s[1]))
		if err != nil {
			continue
		}
		page, err := io.ReadAll(r)
		require.NoError(t, err)
		for _, piece := range shown.FindAllSubmatch(page, -1) {
			lines = append(lines, read(piece[1]))
		}
	}
	return strings.Join(lines, "\n")
}

// read returns a text as a PDF writes it, with plain spaces.
func read(written []byte) string {
	raw := escaped.ReplaceAllFunc(written, func(b []byte) []byte {
		if b[1] == 'r' {
			return []byte("\r")
		}
		return b[1:]
	})
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = uint16(raw[2*i])<<8 | uint16(raw[2*i+1])
	}
	return strings.ReplaceAll(string(utf16.Decode(units)), "\u00a0", " ")
}

func TestTheCertificateSaysWhatItStates(t *testing.T) {
	require.Equal(t, `Ordre de l’imagerie médicale
Attestation de situation
Formation continue
Nom
Maé L’Œuvre
Permis
T-1042
Tableau
Figure au tableau le 1er janvier 2026
Période de référence
du 1er avril 2025 au 31 mars 2028
Délivrée le
1er janvier 2026
Période en cours
La période de référence est en cours et l’échéance n’est pas arrivée. Cette
attestation ne préjuge pas de ce qui sera fait d’ici là. Il reste 12,5 h à faire d’ici
le 31 mars 2028.
Code de vérification
0000  0000  0000  0001  2
Pour la vérifier et la lire en version accessible :
https://portail.example.ca/verify
Ceci était vrai le 1er janvier 2026. Ce qui a changé depuis n’y est pas.
Délivrée sans signature : son code permet à quiconque la reçoit de la vérifier.`, text(t, printed(t, sample())))
}

func TestTheCertificateIsWrittenInItsLanguage(t *testing.T) {
	c := sample()
	c.Language, c.Statement, c.Remaining, c.Until = identity.English, certificate.InOrder, hours.Hours{}, cycle.Date{}
	content := printed(t, c)
	said := text(t, content)
	for _, want := range []string{
		"Order of medical imaging", "Statement of standing", "On the roll on 1 January 2026", "1 April 2025 to 31 March 2028",
		"In good standing", "nothing is left to do.",
	} {
		require.Contains(t, said, want)
	}
	require.Contains(t, string(content), "/Lang (en-CA)")
	require.Contains(t, string(printed(t, sample())), "/Lang (fr-CA)")
	// The address leads to this code, and the properties of the file are right.
	require.Contains(t, string(content), "/URI ("+verify+"?code=0000-0000-0000-0001-2)")
	require.Contains(t, string(content), "/CreationDate (D:20260101150000")
	require.Equal(t, 1, strings.Count(string(content), "/Type /Page\n"))
}

// Names are written as they are: nothing is replaced by what looks like it.
func TestNamesAreWrittenAsTheyAre(t *testing.T) {
	for _, name := range []string{
		"Łukasz Ğül Šárka Ñuñez", "Nguyễn Thị Hồng Đào", "Ελένη Παπαδοπούλου", "Наталія Ґедзь", "ᐃᓄᒃᑎᑐᑦ", "Ka‘iulani Q̓",
		"O’Neil-d’Œuvre", "(a\\b) c)", "Zoe\u0301",
	} {
		c := sample()
		c.Name = name
		want := strings.ReplaceAll(name, "Zoe\u0301", "Zoé")
		require.Contains(t, text(t, printed(t, c)), "\n"+want+"\n")
	}
}

func TestANameThatCannotBeWrittenIsRefused(t *testing.T) {
	for _, name := range []string{"王小明", "محمد", "Emma 🩻", "Emma \U00010041", "Emma\u202e", "a\x00b", "a\nb"} {
		c := sample()
		c.Name = name
		_, err := pdf.Certificate(c, verify)
		require.ErrorIs(t, err, certificate.ErrUnprintable, name)
	}
}

func TestWhatWasRevokedStatesNothing(t *testing.T) {
	c := sample()
	c.State, c.Revoked = certificate.Revoked, day("2026-02-03")
	said := text(t, printed(t, c))
	require.Contains(t, said, "Révoquée\nCette attestation a été révoquée le 3 février 2026. Elle ne vaut plus.")
	require.NotContains(t, said, "12,5")
	require.NotContains(t, said, "Figure au tableau")
}

// Equal input gives equal bytes, whoever else prints at the same time.
func TestEqualInputGivesEqualBytes(t *testing.T) {
	want := printed(t, sample())
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			got, err := pdf.Certificate(sample(), verify)
			if err != nil || !bytes.Equal(want, got) {
				t.Error("other bytes", err)
			}
		})
	}
	all.Wait()
}

// The longest that anybody may be called still fits on the page.
func TestEverythingFitsOnThePage(t *testing.T) {
	c := sample()
	c.Name = strings.Repeat("Marie-Ève de l’Œuvre ", 12)
	c.Organisation.FR = strings.Repeat("Ordre professionnel des technologues ", 6)
	c.Parts, c.Unverified = true, true
	content := printed(t, c)
	require.Equal(t, 1, strings.Count(string(content), "/Type /Page\n"))
	require.Contains(t, text(t, content), "Délivrée sans signature")
	require.Greater(t, lowest(t, content), 36.0, "the lowest line stands half an inch above the edge, in points")
}

// placed finds where pieces of text stand: the distance from the bottom, in points.
var placed = regexp.MustCompile(`BT [\d.]+ ([\d.]+) Td`)

func lowest(t *testing.T, content []byte) float64 {
	t.Helper()
	least := 1000.0
	for _, s := range streams.FindAllSubmatch(content, -1) {
		r, err := zlib.NewReader(bytes.NewReader(s[1]))
		if err != nil {
			continue
		}
		page, err := io.ReadAll(r)
		require.NoError(t, err)
		for _, at := range placed.FindAllSubmatch(page, -1) {
			var y float64
			for _, digit := range strings.Split(string(at[1]), ".")[0] {
				y = y*10 + float64(digit-'0')
			}
			least = min(least, y)
		}
	}
	return least
}
