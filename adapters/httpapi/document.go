package httpapi

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"

	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

func documentEndpoints() []endpoint {
	return []endpoint{
		{Route{http.MethodPost, exemptionPath + "/documents"}, false, attachDocument},
		{Route{http.MethodGet, exemptionPath + "/documents/{document}"}, false, openDocument},
		{Route{http.MethodDelete, exemptionPath + "/documents/{document}"}, false, removeDocument},
	}
}

// around is how many bytes a multipart body may have beside the document.
const around = 64 << 10

// attachDocument adds a document to a draft (P44): the first file of a multipart
// form, or the body itself, named by Content-Disposition.
func attachDocument(x *exchange) error {
	return x.onExemption(identity.Write, func(member identity.MemberID, id string, version int64) error {
		x.r.Body = http.MaxBytesReader(x.w, x.r.Body, hours.LargestDocument+around)
		name, content, err := x.document()
		if err != nil {
			return onDocument(err)
		}
		r, err := x.api.Board.Attach(x.r.Context(), x.actor, member, id, version, name, content)
		if err != nil {
			return onDocument(err)
		}
		added := r.Documents[len(r.Documents)-1]
		x.w.Header().Set("Location", base+"/members/"+string(member)+"/exemptions/"+r.ID+"/documents/"+added.ID)
		return x.exemption(http.StatusCreated, r)
	})
}

// document returns the name and the content that the body holds.
func (x *exchange) document() (name string, content io.Reader, err error) {
	if media, _, err := mime.ParseMediaType(x.r.Header.Get("Content-Type")); err == nil && media == "multipart/form-data" {
		form, err := x.r.MultipartReader()
		if err != nil {
			return "", nil, errMalformed
		}
		for {
			part, err := form.NextPart()
			if errors.Is(err, io.EOF) {
				return "", nil, exemption.ErrNoDocument
			}
			if err != nil {
				return "", nil, errors.Join(errMalformed, err)
			}
			if part.FileName() != "" {
				return part.FileName(), part, nil
			}
		}
	}
	_, parameters, err := mime.ParseMediaType(x.r.Header.Get("Content-Disposition"))
	if err != nil || parameters["filename"] == "" {
		return "", nil, parameter("Content-Disposition", hours.ErrMissing)
	}
	return parameters["filename"], x.r.Body, nil
}

// onDocument says which field an error of a document is on.
func onDocument(err error) error {
	var tooBig *http.MaxBytesError
	if errors.As(err, &tooBig) {
		err = hours.ErrDocumentTooBig
	}
	for _, mine := range []error{
		hours.ErrDocumentTooBig, hours.ErrDocumentEmpty, hours.ErrDocumentType,
		hours.ErrDocumentDisguised, hours.ErrTooManyDocuments, exemption.ErrNoDocument,
	} {
		if errors.Is(err, mine) {
			return onFields{{Field: "document", Err: err}}
		}
	}
	return err
}

// openDocument answers a document's content, to be saved and never shown in
// place: it is somebody else's file.
func openDocument(x *exchange) error {
	member, err := x.member(identity.Read)
	if err != nil {
		return err
	}
	id, err := x.id("request")
	if err != nil {
		return err
	}
	document, err := x.id("document")
	if err != nil {
		return err
	}
	d, content, err := x.api.Board.Open(x.r.Context(), x.actor, member, id, document)
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }()
	h := x.w.Header()
	h.Set("Content-Type", d.Type)
	h.Set("Content-Length", strconv.FormatInt(d.Size, 10))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": d.Name}))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'")
	x.begin(http.StatusOK)
	_, err = io.Copy(x.w, content)
	return err
}

// removeDocument takes a document out of a draft and deletes its content.
func removeDocument(x *exchange) error {
	return x.onExemption(identity.Write, func(member identity.MemberID, id string, version int64) error {
		document, err := x.id("document")
		if err != nil {
			return err
		}
		r, err := x.api.Board.Remove(x.r.Context(), x.actor, member, id, version, document)
		if err != nil {
			return err
		}
		return x.exemption(http.StatusOK, r)
	})
}
