package archive

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"time"

	"github.com/goodstanding/goodstanding/identity"
	"github.com/goodstanding/goodstanding/privacy"
)

// Portable writes as a ZIP what a person may take along (V16): the same as JSON, with the
// schema that describes it, and as a table; then the documents that they had sent, each
// under the name that the JSON gives it. open opens a document by the identifier of its
// piece. After an error what was written is no whole ZIP.
func Portable(ctx context.Context, w io.Writer, e privacy.Export, in identity.Language, made time.Time, open func(ctx context.Context, piece string) (io.ReadCloser, error)) error {
	z := zip.NewWriter(w)
	data, err := e.JSON()
	if err != nil {
		return err
	}
	table, err := e.CSV(in)
	if err != nil {
		return err
	}
	add := func(name string, method uint16) (io.Writer, error) {
		return z.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: made})
	}
	for _, part := range []Data{{"export.json", data}, {"export.schema.json", privacy.ExportSchema}, {"export.csv", table}} {
		to, err := add(part.Name, zip.Deflate)
		if err != nil {
			return err
		}
		if _, err := to.Write(part.Content); err != nil {
			return err
		}
	}
	for _, d := range e.Documents {
		content, err := open(ctx, d.ID)
		if err != nil {
			return err
		}
		to, err := add(d.Name, zip.Store) // what is accepted is compressed already
		if err == nil {
			_, err = io.Copy(to, content)
		}
		if err = errors.Join(err, content.Close()); err != nil {
			return err
		}
	}
	return z.Close()
}
