package pdf_test

import (
	"bytes"
	"compress/zlib"
	"image/jpeg"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/pdf"
	"github.com/goodstanding/goodstanding/exam"
	"github.com/goodstanding/goodstanding/exam/photo"
	"github.com/goodstanding/goodstanding/exam/photo/phototest"
	"github.com/goodstanding/goodstanding/hours/certificate"
	"github.com/goodstanding/goodstanding/identity"
)

// face is a card of an exam passed late in the evening: the day is that of the
// organisation's zone, and not the next one, which it was in UTC.
func face(t *testing.T) exam.Face {
	t.Helper()
	zone, err := time.LoadLocation(identity.DefaultZone)
	require.NoError(t, err)
	return exam.Face{
		Organisation: identity.Text{FR: "Association québécoise des transports", EN: "Transport association of Québec"},
		Code:         certificate.NewCode([certificate.RandomBytes]byte{9: 1}),
		Name:         "Geneviève Lavigne",
		Title:        identity.Text{FR: "Signaleur routier", EN: "Traffic control person"},
		Training:     identity.Text{FR: "Formation de signaleur routier", EN: "Training of traffic control persons"},
		Finished:     time.Date(2026, time.November, 26, 3, 30, 0, 0, time.UTC),
		Issued:       time.Date(2026, time.November, 27, 15, 0, 0, 0, time.UTC),
		Zone:         zone, Language: identity.French, Photo: phototest.Good(photo.CardWidth, photo.CardHeight), Verified: true,
	}
}

func card(t *testing.T, f exam.Face) []byte {
	t.Helper()
	content, err := pdf.Card(f, verify)
	require.NoError(t, err)
	return content
}

func TestE10_TheCardSaysWhoPassedWhatAndWhen(t *testing.T) {
	content := card(t, face(t))
	require.Equal(t, `Association québécoise des transports
Carte d’attestation
Association québécoise des transports
Carte d’attestation
Geneviève Lavigne
Signaleur routier
Formation de signaleur routier
Réussi le 25 novembre 2026
0000-0000-0000-0001-2
Pour la vérifier : https://portail.example.ca/verify
Imprimez à 100 % (taille réelle), puis découpez la carte le long des repères. Elle a le format
d’une carte bancaire.
Pour la vérifier :
https://portail.example.ca/verify
La page de la carte dit la même chose, sous une forme accessible.
Délivrée sans signature : son code permet à quiconque la reçoit de la vérifier.`, text(t, content))
	require.Equal(t, 2, strings.Count(string(content), "/URI ("+verify+"?code=0000-0000-0000-0001-2)"))
	require.Contains(t, string(content), "/Lang (fr-CA)")
	require.Contains(t, string(content), "/CreationDate (D:20261127150000")
	require.Equal(t, 1, strings.Count(string(content), "/Type /Page\n"))
}

func TestE10_TheCardSaysThatItsContentIsNotVerified(t *testing.T) {
	f := face(t)
	f.Verified, f.Language = false, identity.English
	said := text(t, card(t, f))
	require.Contains(t, said, "\nContent not verified\n")
	require.Contains(t, said, "Content not verified: whoever answers for the training has not approved")
	require.Contains(t, said, "Passed on 25 November 2026")
	require.NotContains(t, text(t, card(t, face(t))), "vérifié\n")
}

var embedded = regexp.MustCompile(`(?s)/Subtype /Image.*?/Width (\d+).*?/Height (\d+).*?/ColorSpace /(\w+).*?/Filter /DCTDecode.*?stream\n(.*?)\nendstream`)

// The photo is on it as it is: in colour, in every pixel.
func TestE10_TheCardHasThePhoto(t *testing.T) {
	f := face(t)
	found := embedded.FindAllSubmatch(card(t, f), -1)
	require.Len(t, found, 1)
	require.Equal(t, []string{"413", "531", "DeviceRGB"}, []string{string(found[0][1]), string(found[0][2]), string(found[0][3])})
	require.Equal(t, f.Photo, found[0][4])
	_, err := jpeg.Decode(bytes.NewReader(found[0][4]))
	require.NoError(t, err)

	f.Photo = nil
	_, err = pdf.Card(f, verify)
	require.ErrorIs(t, err, exam.ErrNoPhoto)
	f.Photo = []byte("no picture")
	_, err = pdf.Card(f, verify)
	require.Error(t, err)
}

func TestTheCardWritesNamesAsTheyAre(t *testing.T) {
	for _, name := range []string{"Ngoc Anh Trần", "Łukasz Ğül", "Ελένη Παπαδοπούλου", "ᐃᓄᒃᑎᑐᑦ", "O’Neil (a\\b)"} {
		f := face(t)
		f.Name = name
		require.Contains(t, text(t, card(t, f)), "\n"+name+"\n")
		require.True(t, pdf.PrintableCard(f))
	}
	for _, name := range []string{"王小明", "محمد", "Emma 🩻", "Emma\u202e", "a\x00b"} {
		f := face(t)
		f.Name = name
		_, err := pdf.Card(f, verify)
		require.ErrorIs(t, err, certificate.ErrUnprintable, name)
		require.False(t, pdf.PrintableCard(f))
	}
}

// Equal input gives equal bytes.
func TestEqualCardsAreEqualBytes(t *testing.T) {
	want := card(t, face(t))
	require.Equal(t, want, card(t, face(t)))
}

// The greatest names that a file may have stay inside the card: nothing is lower than
// what stands below it, and nothing is cut off.
func TestTheLongestNamesFitOnTheCard(t *testing.T) {
	f := face(t)
	f.Name = strings.Repeat("W", exam.LongestName) + " " + strings.Repeat("Marie-Ève ", 9) + "Lavigne"
	f.Organisation.FR = strings.Repeat("Association québécoise des transports ", 6)
	f.Title.FR = strings.Repeat("Signaleur routier ", 8)
	f.Training.FR = strings.Repeat("Formation de signaleur routier ", 6)
	f.Verified = false
	content := card(t, f)
	require.Equal(t, 1, strings.Count(string(content), "/Type /Page\n"))
	require.Equal(t, exam.LongestName, strings.Count(text(t, content), "W"))
	require.Greater(t, lowest(t, content), 36.0, "the lowest line stands half an inch above the edge, in points")
	for _, box := range []struct{ first, next string }{{"WWWW", "Signaleur routier S"}, {"Signaleur routier S", "Formation de signaleur routier F"}, {"Formation de signaleur routier F", "Réussi le"}} {
		require.Greater(t, placedAt(t, content, box.first, true), placedAt(t, content, box.next, false), box.first)
	}
}

// piece is a text with how high it stands, in points from the bottom of the page.
type piece struct {
	y    float64
	text string
}

var standing = regexp.MustCompile(`(?s)BT [\d.]+ ([\d.]+) Td \(((?:[^\\)]|\\.)*)\) ?Tj`)

// pieces returns what the page shows, piece by piece.
func pieces(t *testing.T, content []byte) []piece {
	t.Helper()
	var all []piece
	for _, s := range streams.FindAllSubmatch(content, -1) {
		r, err := zlib.NewReader(bytes.NewReader(s[1]))
		if err != nil {
			continue
		}
		page, err := io.ReadAll(r)
		require.NoError(t, err)
		for _, found := range standing.FindAllSubmatch(page, -1) {
			y, err := strconv.ParseFloat(string(found[1]), 64)
			require.NoError(t, err)
			all = append(all, piece{y, read(found[2])})
		}
	}
	return all
}

// placedAt returns how high the last, or the first, line that begins so stands, in
// points from the bottom of the page.
func placedAt(t *testing.T, content []byte, begins string, last bool) float64 {
	t.Helper()
	y := 0.0
	for _, p := range pieces(t, content) {
		if strings.HasPrefix(p.text, begins) {
			if y = p.y; !last {
				return y
			}
		}
	}
	require.NotZero(t, y, begins)
	return y
}

// What a program of its own reads in it, where there is one.
func TestTheCardIsReadByOthers(t *testing.T) {
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		require.Empty(t, os.Getenv("GOODSTANDING_REQUIRE_ALL"), "pdftotext is asked for here")
		t.Skip("SKIPPED: no pdftotext on this machine")
	}
	path := filepath.Join(t.TempDir(), "card.pdf")
	require.NoError(t, os.WriteFile(path, card(t, face(t)), 0o600))
	said, err := exec.Command(tool, path, "-").Output()
	require.NoError(t, err)
	for _, want := range []string{"Geneviève Lavigne", "Signaleur routier", "25 novembre 2026", "0000-0000-0000-0001-2", verify} {
		require.Contains(t, strings.ReplaceAll(string(said), "\u00a0", " "), want)
	}
}
