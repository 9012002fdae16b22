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

	"github.com/goodstanding/goodstanding/hours"
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
const largestUpload = 2 * hours.MostDocuments * hours.LargestDocument

// typed reads the form that was posted. Documents that came with it are read and
// left: only [visit.uploaded] keeps them, for who may send some.
func (v *visit) typed() (url.Values, error) {
	form, _, err := v.parse(func(*multipart.Part, uploads) (uploads, error) { return nil, nil })
	return form, err
}

// uploaded reads the form that was posted and the documents that came with it,
// which are to be closed.
func (v *visit) uploaded() (url.Values, uploads, error) { return v.parse(spool) }

// parse reads a form of either kind, field by field as it comes; keep has each
// document.
func (v *visit) parse(keep func(*multipart.Part, uploads) (uploads, error)) (url.Values, uploads, error) {
	media, _, _ := mime.ParseMediaType(v.r.Header.Get("Content-Type"))
	if media != "multipart/form-data" {
		v.r.Body = http.MaxBytesReader(v.w, v.r.Body, largestForm)
		if err := v.r.ParseForm(); err != nil {
			return nil, nil, unreadable(err)
		}
		return v.r.PostForm, nil, nil
	}
	v.r.Body = http.MaxBytesReader(v.w, v.r.Body, largestUpload)
	reader, err := v.r.MultipartReader()
	if err != nil {
		return nil, nil, unreadable(err)
	}
	form := url.Values{}
	var files uploads
	for room := int64(largestForm); ; {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			v.r.PostForm = form
			return form, files, nil
		}
		switch {
		case err != nil:
		case isFile(part):
			if part.FileName() != "" {
				v.documents = true
				files, err = keep(part, files)
			}
		default:
			var value []byte
			value, err = io.ReadAll(io.LimitReader(part, room+1))
			if room -= int64(len(value)); room < 0 && err == nil {
				err = errTooBig
			}
			form.Add(part.FormName(), string(value))
		}
		if err != nil {
			files.close()
			return nil, nil, unreadable(err)
		}
	}
}

// spool reads a document into a temporary file. One document more than may be
// sent is kept, so that the desk refuses it by name; the rest is read and left.
func spool(part *multipart.Part, files uploads) (uploads, error) {
	if len(files) > hours.MostDocuments {
		return files, nil
	}
	file, err := os.CreateTemp("", "portal-*")
	if err != nil {
		return files, err
	}
	files = append(files, upload{part.FileName(), file})
	if _, err := io.Copy(file, io.LimitReader(part, hours.LargestDocument+1)); err != nil {
		return files, err
	}
	_, err = file.Seek(0, io.SeekStart)
	return files, err
}

// isFile reports a file control, even one in which nothing was chosen.
func isFile(part *multipart.Part) bool {
	return strings.Contains(part.Header.Get("Content-Disposition"), "filename")
}

// unreadable says what is wrong with a form that could not be read: it is too
// large, or it is the sender's mistake. An error of ours stays as it is.
func unreadable(err error) error {
	var large *http.MaxBytesError
	var ours *os.PathError
	switch {
	case errors.As(err, &large):
		return errors.Join(errTooBig, err)
	case errors.As(err, &ours), errors.Is(err, errTooBig):
		return err
	}
	return errors.Join(errUnreadable, err)
}
