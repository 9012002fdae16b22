package portal_test

import (
	"archive/zip"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/httpapi"
	"github.com/goodstanding/goodstanding/adapters/portal/portaltest"
)

// archived is the order with its archives.
func archived(t *testing.T) *house {
	t.Helper()
	h := open(t)
	p := h.portal
	p.Now = h.clock
	p.Archive = (&httpapi.API{Directory: p.Directory, Ledger: p.Ledger, Board: p.Board, Docket: p.Docket, Auditor: p.Auditor, Certificates: p.Certificates, Now: h.clock}).Archive
	return h
}

func TestTheWholeFileIsDownloadedFromThePortfolio(t *testing.T) {
	h := archived(t)
	emma := h.signIn(t, "emma")
	emma.Declare("emma", course)
	emma.Request("emma", illness, "billet.pdf", pdf)
	emma.Get("/portfolio/emma")
	link := emma.With("id", "whole-file")
	require.Equal(t, "Télécharger tout mon dossier (ZIP)", strings.TrimSpace(portaltest.TextOf(link)))
	emma.Get(portaltest.Attr(link, "href"))
	require.Equal(t, http.StatusOK, emma.Status)
	z, err := zip.NewReader(strings.NewReader(emma.Body), int64(len(emma.Body)))
	require.NoError(t, err)
	all := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		require.NoError(t, err)
		content, err := io.ReadAll(r)
		require.NoError(t, err)
		all[f.Name] = string(content)
	}
	require.Equal(t, string(pdf), all["documents/01-billet.pdf"])
	for _, name := range []string{"dossier.html", "declarations.csv", "exemptions.csv", "balance.json", "declarations.json", "exemptions.json", "LISEZMOI.txt"} {
		require.NotEmpty(t, all[name], name)
	}
	require.Contains(t, all["dossier.html"], course.Title)
}

func TestTheCalendarIsDownloadedFromThePortfolio(t *testing.T) {
	h := archived(t)
	emma := h.signIn(t, "emma")
	emma.Get("/portfolio/emma")
	link := emma.With("id", "deadlines")
	emma.Get(portaltest.Attr(link, "href"))
	require.Equal(t, http.StatusOK, emma.Status)
	require.Contains(t, emma.Body, "DTSTART;VALUE=DATE:20280331\r\n")
	require.Contains(t, emma.Body, "DTSTAMP:20261122T150000Z\r\n")
	emma.Get("/portfolio/emma?asOf.day=1&asOf.month=11&asOf.year=2026")
	require.NotContains(t, emma.Body, "deadlines.ics", "deadlines are of today")
}

func TestOtherPeoplesDownloadsAreNotFound(t *testing.T) {
	h := archived(t)
	nova := h.signIn(t, "nova")
	for _, path := range []string{"/portfolio/emma/file.zip", "/portfolio/emma/deadlines.ics", "/portfolio/nobody/file.zip"} {
		nova.Get(path)
		require.Equal(t, http.StatusNotFound, nova.Status, path)
	}
	sylvie := h.signIn(t, "sylvie")
	sylvie.Get("/portfolio/emma")
	require.Equal(t, "Télécharger tout le dossier (ZIP)", strings.TrimSpace(portaltest.TextOf(sylvie.With("id", "whole-file"))))
	sylvie.Get("/portfolio/emma/file.zip")
	require.Equal(t, http.StatusOK, sylvie.Status)
}

func TestWithoutArchivesThereIsNoLink(t *testing.T) {
	h := open(t)
	emma := h.signIn(t, "emma")
	emma.Get("/portfolio/emma")
	require.NotContains(t, emma.Body, "file.zip")
	emma.Get("/portfolio/emma/file.zip")
	require.Equal(t, http.StatusNotFound, emma.Status)
}
