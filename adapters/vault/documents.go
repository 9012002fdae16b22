package vault

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Documents keeps the content of documents sealed in another hours.Documents, each
// under the key of the member whose it is. The size and the digest that it tells are
// those of the content, not of what is kept.
type Documents struct {
	v     *Vault
	in    hours.Documents
	class string
}

// Documents returns the documents with their contents sealed, as of a class; see
// [Documents.Of].
func (v *Vault) Documents(in hours.Documents, class string) *Documents {
	return &Documents{v, in, class}
}

// Of returns the same documents, which puts those of another class: what is kept for
// one purpose is destroyed together. Any of them opens what another has put.
func (d *Documents) Of(class string) *Documents { return &Documents{d.v, d.in, class} }

// Put implements hours.Documents. No byte of the content is kept in the clear at any
// time.
func (d *Documents) Put(ctx context.Context, key hours.DocumentKey, content io.Reader) (size int64, digest string, err error) {
	if !identity.WellFormed(string(key.Org)) || !identity.WellFormed(string(key.Member)) {
		return 0, "", fmt.Errorf("vault: put: %w", identity.ErrBadID) // and no key is drawn for it
	}
	id := named(key.Org, Member(key.Member), d.class)
	var k opened
	err = d.v.change(ctx, func() (err error) {
		k, err = d.v.writing(ctx, id)
		return err
	})
	if err != nil {
		return 0, "", err
	}
	sum := sha256.New()
	counted := &counter{from: io.TeeReader(content, sum)}
	sealed, err := newSealing(k, documentRow(key), counted)
	if err != nil {
		return 0, "", err
	}
	if _, _, err := d.in.Put(ctx, key, sealed); err != nil {
		return 0, "", err
	}
	return counted.n, hex.EncodeToString(sum.Sum(nil)), nil
}

func documentRow(key hours.DocumentKey) row {
	return rowOf("documents", string(key.Org), string(key.Member), key.ID, key.Document)
}

// counter counts what is read.
type counter struct {
	from io.Reader
	n    int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.n += int64(n)
	return n, err
}

// Open implements hours.Documents. A content that was put before anything was sealed
// is as it is. A reader ends with [ErrDamaged] where what is kept was altered or cut
// short: what it gave before that is the beginning of the content.
func (d *Documents) Open(ctx context.Context, key hours.DocumentKey) (io.ReadCloser, error) {
	kept, err := d.in.Open(ctx, key)
	if err != nil {
		return nil, err
	}
	from := bufio.NewReaderSize(kept, chunk)
	content, err := d.open(ctx, key, from)
	if err != nil {
		_ = kept.Close() // nothing was written
		if gone(err) {
			err = hours.ErrNotFound
		}
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{content, kept}, nil
}

func (d *Documents) open(ctx context.Context, key hours.DocumentKey, from *bufio.Reader) (io.Reader, error) {
	begins, _ := from.Peek(len(magic)) // a shorter one is not sealed; any error comes again
	if !bytes.Equal(begins, []byte(magic)) {
		return from, nil
	}
	_, _ = from.Discard(len(magic)) // it was there
	e, salt, err := readHead(from)
	if err != nil {
		return nil, err
	}
	id := named(key.Org, e.Subject, e.Class)
	k, err := d.v.reading(ctx, id, e.Generation)
	if err != nil {
		return nil, err
	}
	c, err := newChunks(k.secret, salt, documentRow(key).bound(id, e.Generation))
	if err != nil {
		return nil, err
	}
	return &opening{chunks: c, from: from, kept: make([]byte, 0, chunk+overhead+1)}, nil
}

// Delete implements hours.Documents.
func (d *Documents) Delete(ctx context.Context, key hours.DocumentKey) error {
	return d.in.Delete(ctx, key)
}

// Close closes the documents below, if they are closed at all.
func (d *Documents) Close() error {
	if below, ok := d.in.(io.Closer); ok {
		return below.Close()
	}
	return nil
}
