package httpapi_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// form returns a multipart body with one document.
func form(t *testing.T, name, content string) (media, body string) {
	t.Helper()
	var buffer bytes.Buffer
	writer := multipart.NewWriter(&buffer)
	part, err := writer.CreateFormFile("document", name)
	require.NoError(t, err)
	_, err = part.Write([]byte(content))
	require.NoError(t, err)
	require.NoError(t, writer.Close())
	return writer.FormDataContentType(), buffer.String()
}

func (w *world) opens() (path string, draft answer) {
	w.t.Helper()
	draft = w.do(call{as: "genevieve", method: "POST", path: "/members/m-1/exemptions"}).is(http.StatusCreated)
	return strings.TrimPrefix(draft.header.Get("Location"), "/api/v1"), draft
}

func TestP44_DocumentsAreAddedReadAndRemoved(t *testing.T) {
	w := newWorld(t)
	path, draft := w.opens()
	code, _ := draft.field("documents")
	require.Equal(t, "no-document", code)

	media, body := form(t, `C:\Mes documents\Billet médical.PDF`, pdf)
	header := draft.etag()
	header["Content-Type"] = media
	added := w.do(call{as: "genevieve", method: "POST", path: path + "/documents", body: body, header: header}).is(http.StatusCreated)
	require.Equal(t, "Billet médical.PDF", added.text("documents.0.name"))
	require.Equal(t, "application/pdf", added.text("documents.0.type"))
	code, _ = added.field("documents")
	require.Empty(t, code)

	document := strings.TrimPrefix(added.header.Get("Location"), "/api/v1")
	read := w.get("genevieve", document).is(http.StatusOK)
	require.Equal(t, pdf, read.body)
	require.Equal(t, "application/pdf", read.header.Get("Content-Type"))
	require.Equal(t, "nosniff", read.header.Get("X-Content-Type-Options"))
	require.Contains(t, read.header.Get("Content-Disposition"), "attachment")
	require.Contains(t, read.header.Get("Content-Disposition"), "Billet%20m%C3%A9dical.PDF")
	require.Contains(t, read.header.Get("Content-Security-Policy"), "sandbox")

	w.get("staff", document).problem(http.StatusNotFound, "not-found") // a draft's
	w.get("marc", document).problem(http.StatusNotFound, "not-found")
	removed := w.do(call{as: "genevieve", method: "DELETE", path: document, header: added.etag()}).is(http.StatusOK)
	require.Equal(t, 0, removed.length("documents"))
	w.get("genevieve", document).problem(http.StatusNotFound, "not-found")
}

func TestDocumentsThatAreRefused(t *testing.T) {
	w := newWorld(t)
	path, draft := w.opens()
	for _, given := range []struct {
		name, content string
		status        int
		code, fr, en  string
	}{
		{"billet.pdf", "MZ this is a program", http.StatusUnsupportedMediaType, "document-disguised", "ne correspond pas à son nom", "not what its name says"},
		{"billet.png", pdf, http.StatusUnsupportedMediaType, "document-disguised", "ne correspond pas à son nom", "not what its name says"},
		{"billet.docx", "PK a text", http.StatusUnsupportedMediaType, "document-type", "n’est pas accepté", "is not accepted"},
		{"billet.pdf", "", http.StatusUnprocessableEntity, "document-empty", "est vide", "is empty"},
		{"billet.pdf", pdf + strings.Repeat("x", 10<<20), http.StatusRequestEntityTooLarge, "document-too-big", "dépasse 10", "larger than 10"},
		// Far beyond the bound, where reading itself stops.
		{"billet.pdf", pdf + strings.Repeat("x", 11<<20), http.StatusRequestEntityTooLarge, "document-too-big", "dépasse 10", "larger than 10"},
	} {
		media, body := form(t, given.name, given.content)
		for language, says := range map[string]string{"fr": given.fr, "en": given.en} {
			header := draft.etag()
			header["Content-Type"], header["Accept-Language"] = media, language
			a := w.do(call{as: "genevieve", method: "POST", path: path + "/documents", body: body, header: header})
			code, detail := a.problem(given.status, given.code).field("document")
			require.Equal(t, given.code, code)
			require.Contains(t, detail, says)
		}
	}
	// Nothing was kept, and the draft is as it was.
	require.Equal(t, draft.body, w.get("genevieve", path).is(http.StatusOK).body)

	header := draft.etag()
	header["Content-Type"] = "application/pdf"
	w.do(call{as: "genevieve", method: "POST", path: path + "/documents", body: pdf, header: header}).problem(http.StatusBadRequest, "bad-parameter")
	header["Content-Type"] = "multipart/form-data; boundary=x"
	w.do(call{as: "genevieve", method: "POST", path: path + "/documents", body: "--x--\r\n", header: header}).problem(http.StatusUnprocessableEntity, "no-document")
	header["Content-Type"] = "multipart/form-data"
	w.do(call{as: "genevieve", method: "POST", path: path + "/documents", body: "x", header: header}).problem(http.StatusBadRequest, "malformed-body")
}

// What stands before the document is bounded too: the body is not read for ever.
func TestAFormThatIsTooBigAroundItsDocument(t *testing.T) {
	w := newWorld(t)
	path, draft := w.opens()
	var buffer bytes.Buffer
	writer := multipart.NewWriter(&buffer)
	require.NoError(t, writer.WriteField("note", strings.Repeat("x", 11<<20)))
	part, err := writer.CreateFormFile("document", "billet.pdf")
	require.NoError(t, err)
	_, err = part.Write([]byte(pdf))
	require.NoError(t, err)
	require.NoError(t, writer.Close())
	header := draft.etag()
	header["Content-Type"] = writer.FormDataContentType()
	w.do(call{as: "genevieve", method: "POST", path: path + "/documents", body: buffer.String(), header: header}).
		problem(http.StatusRequestEntityTooLarge, "document-too-big")
}

func TestTenDocumentsAtMost(t *testing.T) {
	w := newWorld(t)
	path, draft := w.opens()
	for range 10 {
		draft = w.attaches("genevieve", path, draft, "billet.png", "image/png", "\x89PNG\r\n\x1a\nimage").is(http.StatusCreated)
	}
	a := w.attaches("genevieve", path, draft, "billet.png", "image/png", "\x89PNG\r\n\x1a\nimage")
	code, _ := a.problem(http.StatusConflict, "too-many-documents").field("document")
	require.Equal(t, "too-many-documents", code)
}
