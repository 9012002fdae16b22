package httpapi_test

import (
	"archive/zip"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

// unzipped returns the content of each entry of an archive.
func unzipped(t *testing.T, body string) map[string]string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(body), int64(len(body)))
	require.NoError(t, err)
	all := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		require.NoError(t, err)
		content, err := io.ReadAll(r)
		require.NoError(t, err)
		all[f.Name] = string(content)
	}
	return all
}

func TestDeadlinesAreACalendar(t *testing.T) {
	w := newWorld(t)
	a := w.get("genevieve", "/members/m-1/deadlines.ics").is(http.StatusOK)
	require.Equal(t, "text/calendar; charset=utf-8", a.header.Get("Content-Type"))
	require.Equal(t, "attachment; filename=deadlines.ics", a.header.Get("Content-Disposition"))
	// On 22 November 2026 the period is 1 April 2025 to 31 March 2028.
	require.Contains(t, a.body, "\r\nDTSTART;VALUE=DATE:20280331\r\nDTEND;VALUE=DATE:20280401\r\n")
	require.Contains(t, a.body, "DTSTAMP:20261122T150000Z")
	require.Contains(t, a.body, "SUMMARY;LANGUAGE=fr-CA:Formation continue")
	for _, line := range strings.Split(a.body, "\r\n") {
		require.LessOrEqual(t, len(line), 75)
	}
	w.get("marc", "/members/m-1/deadlines.ics").problem(http.StatusNotFound, "not-found")
	w.get("", "/members/m-1/deadlines.ics").problem(http.StatusUnauthorized, "no-session")
	w.get("staff", "/members/m-1/deadlines.ics").is(http.StatusOK)
}

// A calendar program asks for no language: it is given the member's. Who asks for
// one has it.
func TestDeadlinesAreInTheMembersLanguage(t *testing.T) {
	w := newWorld(t)
	_, err := w.store.Identity().ChangeMember(t.Context(), "otpq", "m-1", func(m identity.Member) (identity.Member, error) {
		m.Language = identity.English
		return m, nil
	})
	require.NoError(t, err)
	a := w.get("genevieve", "/members/m-1/deadlines.ics").is(http.StatusOK)
	require.Contains(t, a.body, "SUMMARY;LANGUAGE=en-CA:Continuing education: 30")
	require.Equal(t, "en", a.header.Get("Content-Language"))
	a = w.do(call{as: "genevieve", method: "GET", path: "/members/m-1/deadlines.ics", header: map[string]string{"Accept-Language": "fr"}}).is(http.StatusOK)
	require.Contains(t, a.body, "SUMMARY;LANGUAGE=fr-CA:")
}

func TestWholeFileHoldsWhatTheAPIGives(t *testing.T) {
	w := newWorld(t)
	path, draft := w.opens()
	media, body := form(t, "billet.pdf", pdf)
	header := draft.etag()
	header["Content-Type"] = media
	w.do(call{as: "genevieve", method: "POST", path: path + "/documents", body: body, header: header}).is(http.StatusCreated)
	w.do(call{as: "genevieve", method: "POST", path: "/members/m-1/declarations"}).is(http.StatusCreated)
	w.issued("genevieve", map[string]any{})
	w.do(call{as: "staff", method: "POST", path: herOld + "/closing", header: w.get("staff", herOld).etag(), body: map[string]any{}}).is(http.StatusOK)
	require.Equal(t, 2, w.get("genevieve", "/members/m-1/periods").length("items"))

	a := w.get("genevieve", "/members/m-1/file.zip").is(http.StatusOK)
	require.Equal(t, "application/zip", a.header.Get("Content-Type"))
	require.Equal(t, "attachment; filename=file.zip", a.header.Get("Content-Disposition"))
	all := unzipped(t, a.body)
	for name, address := range map[string]string{
		"balance.json": "/balance?trace=1", "balance-2022-01-01.json": "/balance?trace=1&on=2022-01-01",
		"declarations.json": "/declarations", "exemptions.json": "/exemptions",
		"history.json": "/history", "certificates.json": "/certificates",
	} {
		require.JSONEq(t, w.get("genevieve", "/members/m-1"+address).is(http.StatusOK).body, all[name], name)
	}
	require.JSONEq(t, `{"items": [`+w.get("genevieve", herOld).is(http.StatusOK).body+`]}`, all["closings.json"])
	require.Equal(t, pdf, all["documents/01-billet.pdf"])
	require.Contains(t, all, "LISEZMOI.txt")

	// Staff see no drafts, and who decided; others see nothing.
	theirs := unzipped(t, w.get("staff", "/members/m-1/file.zip").is(http.StatusOK).body)
	require.JSONEq(t, `{"items": []}`, theirs["exemptions.json"])
	require.NotContains(t, theirs, "documents/01-billet.pdf")
	w.get("marc", "/members/m-1/file.zip").problem(http.StatusNotFound, "not-found")
	w.get("", "/members/m-1/file.zip").problem(http.StatusUnauthorized, "no-session")
	w.get("operator", "/members/m-1/file.zip").problem(http.StatusNotFound, "not-found")
	other := unzipped(t, w.get("marc", "/members/m-2/file.zip").is(http.StatusOK).body)
	for name, content := range other {
		require.NotContains(t, content, "Lavigne", name)
		require.NotContains(t, name, "billet")
	}
}

// With a regulation for which nobody knows the grounds, the file has no exemptions.
func TestWholeFileWithoutGrounds(t *testing.T) {
	w := newWorld(t)
	w.governs("us-aia")
	w.now = time.Date(2026, 6, 15, 15, 0, 0, 0, time.UTC)
	all := unzipped(t, w.get("genevieve", "/members/m-1/file.zip").is(http.StatusOK).body)
	require.JSONEq(t, `{"items": []}`, all["exemptions.json"])
	// Nothing was done of 2025: nine months more, to 30 September 2026.
	require.Contains(t, w.get("genevieve", "/members/m-1/deadlines.ics").is(http.StatusOK).body, "DTSTART;VALUE=DATE:20260930\r\n")
}
