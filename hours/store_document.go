package hours

import (
	"bytes"
	"context"
	"errors"
	"io"
)

// Documents keeps the content of documents. adapters/files implements it.
type Documents interface {
	// Put keeps what content yields until its end, and returns its size in bytes
	// and its SHA-256 in hexadecimal. After an error nothing is kept.
	Put(ctx context.Context, key DocumentKey, content io.Reader) (size int64, sha256 string, err error)
	// Open returns the content, to be closed, or [ErrNotFound].
	Open(ctx context.Context, key DocumentKey) (io.ReadCloser, error)
	// Delete deletes the content; deleting none is no error.
	Delete(ctx context.Context, key DocumentKey) error
}

// KeepDocument keeps the content of a document under the key and returns what is
// known of it, under the last part of the name that a browser sent; the instant at
// which it was added is the caller's to set. The error is one of [Recognise],
// [ErrDocumentTooBig], or that of reading content; after any of them nothing is kept.
func KeepDocument(ctx context.Context, documents Documents, key DocumentKey, name string, content io.Reader) (Document, error) {
	head := make([]byte, HeadLength)
	n, err := io.ReadFull(content, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return Document{}, err
	}
	d := Document{ID: key.Document, Name: FileName(name)}
	if d.Type, err = Recognise(d.Name, head[:n]); err != nil {
		return Document{}, err
	}
	whole := io.MultiReader(bytes.NewReader(head[:n]), content)
	d.Size, d.SHA256, err = documents.Put(ctx, key, io.LimitReader(whole, LargestDocument+1))
	if err != nil {
		return Document{}, err
	}
	if d.Size > LargestDocument {
		// Even when the person has left meanwhile.
		return Document{}, errors.Join(ErrDocumentTooBig, documents.Delete(context.WithoutCancel(ctx), key))
	}
	return d, nil
}
