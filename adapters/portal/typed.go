package portal

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/goodstanding/goodstanding/exemption"
)

// upload is a document that came with a form. At most one byte more than may be
// kept of it is on disk, and nothing once it is closed.
type upload struct {
	name string
	file *os.File
}

// uploads are the documents of a form.
type uploads []upload

// close forgets the documents.
func (u uploads) close() {
	for _, one := range u {
		_ = one.file.Close()
		_ = os.Remove(one.file.Name())
	}
}

// largestUpload bounds a form with documents, in bytes. It is above what may be
// kept, so that a document that is somewhat too large is read to its end and
// refused by name, with everything else of the form saved.
const largestUpload = 2 * exemption.MostDocuments * exemption.LargestDocument

// typed reads the form that was posted, and the documents that came with it. The
// documents are to be closed.
func (v *visit) typed() (url.Values, uploads, error) {
	media, _, _ := mime.ParseMediaType(v.r.Header.Get("Content-Type"))
	if media != "multipart/form-data" {
		v.r.Body = http.MaxBytesReader(v.w, v.r.Body, largestForm)
		if err := v.r.ParseForm(); err != nil {
			return nil, nil, tooBig(err)
		}
		return v.r.PostForm, nil, nil
	}
	v.r.Body = http.MaxBytesReader(v.w, v.r.Body, largestUpload)
	reader, err := v.r.MultipartReader()
	if err != nil {
		return nil, nil, err
	}
	form := url.Values{}
	var files uploads
	for {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			v.r.PostForm = form
			return form, files, nil
		}
		if err == nil {
			files, err = readPart(part, form, files)
		}
		if err != nil {
			files.close()
			return nil, nil, tooBig(err)
		}
	}
}

// readPart reads a field into the form or a document into a temporary file. One
// document more than may be sent is kept, so that the desk refuses it by name;
// the rest is read and left.
func readPart(part *multipart.Part, form url.Values, files uploads) (uploads, error) {
	if part.FileName() == "" {
		if _, params, _ := mime.ParseMediaType(part.Header.Get("Content-Disposition")); params["filename"] != "" || isFile(part) {
			return files, nil
		}
		value, err := io.ReadAll(io.LimitReader(part, largestForm))
		form.Add(part.FormName(), string(value))
		return files, err
	}
	if len(files) > exemption.MostDocuments {
		_, err := io.Copy(io.Discard, part)
		return files, err
	}
	file, err := os.CreateTemp("", "portal-*")
	if err != nil {
		return files, err
	}
	files = append(files, upload{part.FileName(), file})
	if _, err := io.Copy(file, io.LimitReader(part, exemption.LargestDocument+1)); err != nil {
		return files, err
	}
	if _, err := io.Copy(io.Discard, part); err != nil {
		return files, err
	}
	_, err = file.Seek(0, io.SeekStart)
	return files, err
}

// isFile reports a file control in which nothing was chosen.
func isFile(part *multipart.Part) bool {
	return strings.Contains(part.Header.Get("Content-Disposition"), "filename=")
}

func tooBig(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return errors.Join(errTooBig, err)
	}
	return err
}
