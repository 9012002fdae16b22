package archive_test

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/archive"
	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

const pdf, png = "%PDF-1.7 the doctor's note", "\x89PNG\r\n\x1a\n a photograph"

// plain is a text with ordinary spaces.
func plain(text string) string { return strings.ReplaceAll(text, "\u00a0", " ") }

func TestArchiveHoldsTheWholeFile(t *testing.T) {
	h := memoryHouse(t)
	h.declare(t, emma, "d-1", "Lire un plan")
	h.request(t, emma, "r-1", [2]string{"billet.pdf", pdf}, [2]string{"billet.pdf", pdf + "2"}, [2]string{`a:b*c?.png`, png})
	f := h.file(t, emma, identity.French)
	f.Data = append(f.Data, archive.Data{Name: "balance.json", Content: []byte("{}")})
	all := unzip(t, f)
	require.ElementsMatch(t, []string{
		"documents/01-billet.pdf", "documents/02-billet.pdf", "documents/03-a_b_c_.png",
		"dossier.html", "declarations.csv", "exemptions.csv", "closings.csv", "LISEZMOI.txt", "balance.json",
	}, slices.Collect(maps.Keys(all)))
	require.Equal(t, pdf, all["documents/01-billet.pdf"])
	require.Equal(t, pdf+"2", all["documents/02-billet.pdf"])
	require.Equal(t, png, all["documents/03-a_b_c_.png"])
	require.Equal(t, "{}", all["balance.json"])
	require.Contains(t, plain(all["LISEZMOI.txt"]), "documents/02-billet.pdf – billet.pdf, 27 o\r\n")
	require.NotContains(t, all["LISEZMOI.txt"], "introuvable")

	english := unzip(t, h.file(t, emma, identity.English))
	require.Contains(t, english, "file.html")
	require.Contains(t, plain(english["README.txt"]), "Whole continuing education file – Emma Gélinas – as it was on")
}

func TestArchiveHoldsNothingOfAnotherMembers(t *testing.T) {
	h := memoryHouse(t)
	h.declare(t, luc, "d-2", "Cours secret")
	h.request(t, luc, "r-2", [2]string{"intime.pdf", pdf})
	for name, content := range unzip(t, h.file(t, emma, identity.French)) {
		require.NotContains(t, name, "intime")
		for _, theirs := range []string{"secret", "intime", "Roy", "T-m-2"} {
			require.NotContains(t, content, theirs, name)
		}
	}
	_, err := h.Open(t.Context(), luc, "m-1", identity.French, noon)
	require.ErrorIs(t, err, identity.ErrNotFound)
	_, err = h.Open(t.Context(), identity.Actor{Org: "otpq", Roles: []identity.Role{identity.RoleOperator}}, "m-1", identity.French, noon)
	require.Error(t, err)
}

// A draft and its documents are their author's alone.
func TestStaffTakeNoDraftsAlong(t *testing.T) {
	h := memoryHouse(t)
	h.request(t, emma, "r-1", [2]string{"billet.pdf", pdf})
	all := unzip(t, h.file(t, staff, identity.French))
	require.NotContains(t, all, "documents/01-billet.pdf")
	require.NotContains(t, all["exemptions.csv"], "billet")
	require.Contains(t, all["dossier.html"], "Aucune dispense n’est demandée.")
}

func table(t *testing.T, content string, comma rune) [][]string {
	t.Helper()
	text, marked := strings.CutPrefix(content, "\ufeff")
	require.True(t, marked, "a byte-order mark")
	require.Contains(t, text, "\r\n")
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = comma
	rows, err := r.ReadAll()
	require.NoError(t, err)
	return rows
}

func TestTablesAreForSpreadsheets(t *testing.T) {
	h := memoryHouse(t)
	d := h.declare(t, emma, "d-1", "@SUM(A1); \"vrai\"")
	_, err := h.Ledger.Decide(t.Context(), staff, "m-1", "d-1", d.Version, hours.Verdict{Event: hours.Count, Counted: hours.Whole(2), Reason: "-2 h"})
	require.NoError(t, err)
	h.request(t, emma, "r-1", [2]string{"billet.pdf", pdf})
	all := unzip(t, h.file(t, emma, identity.French))
	rows := table(t, all["declarations.csv"], ';')
	require.Len(t, rows, 2)
	require.Equal(t, "Titre", rows[0][3])
	require.Equal(t, []string{"'@SUM(A1); \"vrai\"", "'+Cégep", "Léa Gagné", "2026-05-02", "2026-05-02", "2,5", "2", "Comptabilisée"}, rows[1][3:11])
	require.Equal(t, "'-2 h", rows[1][12])
	require.Equal(t, "2026-11-22", rows[1][13])
	requests := table(t, all["exemptions.csv"], ';')
	require.Len(t, requests, 2)
	require.Equal(t, `'=HYPERLINK("x")`, requests[1][8])
	require.Equal(t, "billet.pdf", requests[1][9])

	english := table(t, unzip(t, h.file(t, emma, identity.English))["declarations.csv"], ',')
	require.Equal(t, "2.5", english[1][8])
}

// page reads the page and checks what makes one that anybody can read: a language,
// one heading, headings in order, tables with heads, no script, nothing from
// elsewhere, words for every message.
func page(t *testing.T, content, language string) string {
	t.Helper()
	root, err := portaltest.Parse(content)
	require.NoError(t, err)
	require.NotRegexp(t, `\[[a-z][a-z0-9-]*\.[a-zA-Z0-9. -]+\]`, content, "a message without its key")
	level, titles := 0, 0
	ids, text := map[string]bool{}, ""
	for n := range root.Descendants() {
		if n.Type == portaltest.TextNode {
			text += n.Data
			continue
		}
		if n.Type != portaltest.ElementNode {
			continue
		}
		attribute := map[string]string{}
		for _, a := range n.Attr {
			attribute[a.Key] = a.Val
			require.False(t, strings.HasPrefix(a.Key, "on") || a.Key == "src", "%s %s", n.Data, a.Key)
		}
		if id, ok := attribute["id"]; ok {
			require.False(t, ids[id], "id %q twice", id)
			ids[id] = true
		}
		switch n.Data {
		case "html":
			require.Equal(t, language+"-CA", attribute["lang"])
		case "script", "iframe", "img", "link", "form", "object", "embed":
			require.Fail(t, n.Data)
		case "h1", "h2", "h3":
			next := int(n.Data[1] - '0')
			require.LessOrEqual(t, next, level+1, "heading order")
			level = next
			if level == 1 {
				titles++
			}
		case "th":
			require.Contains(t, []string{"col", "row"}, attribute["scope"])
		case "a":
			require.NotContains(t, attribute["href"], "//")
		}
	}
	require.Equal(t, 1, titles)
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			if a.Key == "aria-labelledby" {
				require.True(t, ids[a.Val], a.Val)
			}
		}
	}
	return strings.Join(strings.Fields(plain(text)), " ")
}

func TestPageSaysWhereTheMemberStandsAndWhy(t *testing.T) {
	h := memoryHouse(t)
	d := h.declare(t, emma, "d-1", "<script>alert(1)</script>")
	_, err := h.Ledger.Decide(t.Context(), staff, "m-1", "d-1", d.Version, hours.Verdict{Event: hours.Count, Counted: hours.Whole(2), Reason: "Pause retirée."})
	require.NoError(t, err)
	h.request(t, emma, "r-1", [2]string{"100 % #1.pdf", pdf})
	all := unzip(t, h.file(t, emma, identity.French))
	said := page(t, all["dossier.html"], "fr")
	for _, words := range []string{
		"Dossier – Emma Gélinas", "Tel qu’il était le 22 novembre 2026 à 12 h 00. Ordre d’essai", "depuis le 1er janvier 2020",
		"Période du 1er avril 2025 au 31 mars 2028", "Période du 1er janvier 2022 au 31 mars 2025",
		"Textes cités", "<script>alert(1)</script>", "Comptabilisée le 22 novembre 2026 à 12 h 00 : 0 h → 2 h", "Pause retirée.",
	} {
		require.Contains(t, said, words)
	}
	require.NotContains(t, said, "Anne Côté", "who decided is not told")
	require.Contains(t, all["dossier.html"], `href="documents/01-100%20%25%20%231.pdf"`)
	require.Contains(t, all, "documents/01-100 % #1.pdf")
	english := unzip(t, h.file(t, emma, identity.English))
	require.Contains(t, page(t, english["file.html"], "en"), "Period 1 April 2025 to 31 March 2028")
	empty := memoryHouse(t)
	none := unzip(t, empty.file(t, emma, identity.French))
	require.Contains(t, page(t, none["dossier.html"], "fr"), "Aucune activité n’est déclarée.")
}

// The architects' page was not read at its source, and no grounds are known: the
// file says the first, and has no exemptions.
func TestWhatIsNotVerifiedIsMarked(t *testing.T) {
	h := memoryHouse(t)
	_, err := h.store.Identity().ChangeOrganisation(t.Context(), "otpq", func(o identity.Organisation) (identity.Organisation, error) {
		o.Regulation = "us-aia"
		return o, nil
	})
	require.NoError(t, err)
	all := unzip(t, h.file(t, emma, identity.French))
	said := page(t, all["dossier.html"], "fr")
	require.Contains(t, said, "Page d’une section de l’AIA – non vérifié")
	require.Contains(t, said, "Aucune dispense n’est demandée.")
}

func TestADocumentThatIsMissingIsNamedAndBreaksNothing(t *testing.T) {
	h := memoryHouse(t)
	r := h.request(t, emma, "r-1", [2]string{"perdu.pdf", pdf}, [2]string{"photo.png", png})
	require.NoError(t, h.Board.Documents.Delete(t.Context(), hours.DocumentKey{Key: r.Key, Document: r.Documents[0].ID}))
	all := unzip(t, h.file(t, emma, identity.French))
	require.NotContains(t, all, "documents/01-perdu.pdf")
	require.Equal(t, png, all["documents/02-photo.png"])
	require.Contains(t, plain(all["LISEZMOI.txt"]), "leur contenu est introuvable :\r\n- perdu.pdf, 26 o\r\n")
	require.Contains(t, page(t, all["dossier.html"], "fr"), "perdu.pdf (introuvable)")
	require.NotContains(t, all["dossier.html"], "01-perdu.pdf")
}

// errDisk is what a disk says that cannot be read.
var errDisk = errors.New("input/output error")

// broken opens documents that break off.
type broken struct{ hours.Documents }

func (broken) Open(context.Context, hours.DocumentKey) (io.ReadCloser, error) {
	return io.NopCloser(io.MultiReader(strings.NewReader("%PDF-"), failing{})), nil
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errDisk }

func TestADocumentThatBreaksOffIsNoWholeArchive(t *testing.T) {
	h := memoryHouse(t)
	h.request(t, emma, "r-1", [2]string{"billet.pdf", pdf})
	f := h.file(t, emma, identity.French)
	h.Board.Documents = broken{h.Board.Documents}
	require.ErrorIs(t, f.Write(t.Context(), io.Discard), errDisk)
}

func TestNamesAreOnesThatEverySystemWrites(t *testing.T) {
	h := memoryHouse(t)
	h.request(t, emma, "r-1", [2]string{strings.Repeat("語", 110) + ".pdf", pdf}, [2]string{"..\\..\\CON.pdf", pdf})
	all := unzip(t, h.file(t, emma, identity.French))
	require.Contains(t, all, "documents/02-CON.pdf")
	for name := range all {
		require.LessOrEqual(t, len(name), 200)
		require.True(t, utf8.ValidString(name))
		require.NotContains(t, name, "..")
	}
	// 180 bytes: 58 characters of three, which leave room for two more, and ".pdf".
	require.Contains(t, all, "documents/01-"+strings.Repeat("語", 58)+".pdf")
}
