package vault

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
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
// [Documents.As].
func (v *Vault) Documents(in hours.Documents, class string) *Documents {
	return &Documents{v, in, class}
}

// As returns the same documents, which puts those of another class: what is kept for
// one purpose is destroyed together. Any of them opens what another has put.
func (d *Documents) As(class string) *Documents { return &Documents{d.v, d.in, class} }

// Of returns the keys of every document in a member's file, those included whose content
// is gone. The documents below must be able to tell.
func (d *Documents) Of(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]hours.DocumentKey, error) {
	below, ok := d.in.(interface {
		Of(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]hours.DocumentKey, error)
	})
	if !ok {
		return nil, errors.New("vault: the documents below have no list")
	}
	return below.Of(ctx, org, member)
}

// SealAll seals what a member's file still has in the clear, as of the class that each
// document is said to be of. A document that is not sealed when it is cut short is what
// it was.
func (d *Documents) SealAll(ctx context.Context, org identity.OrganisationID, member identity.MemberID, class func(context.Context, hours.DocumentKey) (string, error)) error {
	keys, err := d.Of(ctx, org, member)
	if err != nil {
		return err
	}
	for _, key := range keys {
		if err := d.sealOne(ctx, key, class); err != nil && !errors.Is(err, hours.ErrNotFound) {
			return err
		}
	}
	return nil
}

func (d *Documents) sealOne(ctx context.Context, key hours.DocumentKey, class func(context.Context, hours.DocumentKey) (string, error)) error {
	if _, sealed, err := d.keyOf(ctx, key); sealed || err != nil {
		return err
	}
	of, err := class(ctx, key)
	if err != nil {
		return err
	}
	content, err := d.in.Open(ctx, key)
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }() // nothing was written
	_, _, err = d.As(of).Put(ctx, key, content)
	return err
}

// keyOf returns the key under which a document is sealed; false for one that is not
// there or is not sealed.
func (d *Documents) keyOf(ctx context.Context, key hours.DocumentKey) (KeyID, bool, error) {
	kept, err := d.in.Open(ctx, key)
	if errors.Is(err, hours.ErrNotFound) {
		return KeyID{}, false, nil
	}
	if err != nil {
		return KeyID{}, false, err
	}
	defer func() { _ = kept.Close() }() // nothing was written
	begins := make([]byte, len(magic))
	if n, _ := io.ReadFull(kept, begins); string(begins[:n]) != magic { // any error comes again
		return KeyID{}, false, nil
	}
	e, _, err := readHead(kept)
	return named(key.Org, e.Subject, e.Class), err == nil, err
}

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
