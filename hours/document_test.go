package hours_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goodstanding/goodstanding/hours"
)

const (
	pdf  = "%PDF-1.7\nthe rest"
	jpeg = "\xff\xd8\xff\xe0\x00\x10JFIF"
	png  = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
)

func TestP44_DocumentsAreRecognisedByTheirContent(t *testing.T) {
	for name, c := range map[string]struct {
		name, head, media string
		err               error
	}{
		"PDF":                   {"billet.pdf", pdf, "application/pdf", nil},
		"PDF in capitals":       {"BILLET.PDF", pdf, "application/pdf", nil},
		"JPEG":                  {"photo.jpg", jpeg, "image/jpeg", nil},
		"JPEG by its long name": {"photo.jpeg", jpeg, "image/jpeg", nil},
		"PNG":                   {"écran.png", png, "image/png", nil},
		"the last ending wins":  {"billet.exe.pdf", pdf, "application/pdf", nil},
		"program named PDF":     {"billet.pdf", "MZ\x90\x00", "", hours.ErrDocumentDisguised},
		"page named PNG":        {"a.png", "<html><script>", "", hours.ErrDocumentDisguised},
		"PDF named PNG":         {"a.png", pdf, "", hours.ErrDocumentDisguised},
		"PNG named JPEG":        {"a.jpg", png, "", hours.ErrDocumentDisguised},
		"PDF named program":     {"a.exe", pdf, "", hours.ErrDocumentDisguised},
		"PDF without an ending": {"billet", pdf, "", hours.ErrDocumentDisguised},
		"PDF later on":          {"a.pdf", "\n" + pdf, "", hours.ErrDocumentDisguised},
		"cut signature":         {"a.pdf", "%PDF", "", hours.ErrDocumentDisguised},
		"text":                  {"note.txt", "Bonjour", "", hours.ErrDocumentType},
		"program":               {"a.exe", "MZ\x90\x00", "", hours.ErrDocumentType},
		"SVG":                   {"a.svg", "<svg onload=alert(1)>", "", hours.ErrDocumentType},
		"no ending, no type":    {"note", "Bonjour", "", hours.ErrDocumentType},
		"empty":                 {"billet.pdf", "", "", hours.ErrDocumentEmpty},
		"empty, of no type":     {"note.txt", "", "", hours.ErrDocumentEmpty},
	} {
		t.Run(name, func(t *testing.T) {
			media, err := hours.Recognise(c.name, []byte(c.head))
			require.ErrorIs(t, err, c.err)
			require.Equal(t, c.media, media)
		})
	}
}

func TestP44_EndingsAreThoseRecognised(t *testing.T) {
	require.Equal(t, []string{".pdf", ".jpg", ".jpeg", ".png"}, hours.Endings())
}

func TestP44_FileName(t *testing.T) {
	long := strings.Repeat("é", 200)
	for given, want := range map[string]string{
		"billet.pdf":                       "billet.pdf",
		" Billet médical.PDF ":             "Billet médical.PDF",
		"/home/emma/billet.pdf":            "billet.pdf",
		`C:\Users\Emma\Documents\scan.jpg`: "scan.jpg",
		`C:\Users/Emma\scan.jpg`:           "scan.jpg",
		"../../etc/passwd":                 "passwd",
		"billet.pdf/":                      "billet.pdf",
		"me\u0301dical.pdf":                "médical.pdf",
		"a\x00b\r\nc\tde.pdf":              "abcde.pdf",
		"\u202efdp.exe":                    "fdp.exe",
		"10\u202f15\u00a0h.png":            "10 15 h.png",
		"":                                 "document",
		" ":                                "document",
		".":                                "document",
		"..":                               "document",
		`C:\..`:                            "document",
		"a/..":                             "document",
		".\x00.":                           "document",
		"/":                                "document",
		"\x00":                             "document",
		".htaccess":                        ".htaccess",
		long + ".pdf":                      strings.Repeat("é", 116) + ".pdf",
		long + "." + long:                  strings.Repeat("é", 120),
	} {
		require.Equal(t, want, hours.FileName(given), "%q", given)
	}
}

// Whatever a browser sends, the name is one that can be shown, and naming it again
// changes nothing that a path would notice.
func TestFileNameIsAlwaysSafe(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		given := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-z./\\ \x00\x{202e}é]{0,200}`)).Draw(t, "given")
		name := hours.FileName(given)
		require.NotEmpty(t, strings.Trim(name, ". "))
		require.True(t, utf8.ValidString(name))
		require.LessOrEqual(t, utf8.RuneCountInString(name), 120)
		require.False(t, strings.ContainsAny(name, `/\`))
		require.False(t, strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }), "%q", name)
	})
}
