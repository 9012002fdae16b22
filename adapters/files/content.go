package files

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// check returns an error that wraps identity.ErrBadID for a key that names
// nothing.
func check(key hours.DocumentKey) error {
	for _, part := range []string{string(key.Org), string(key.Member), key.ID, key.Document} {
		if !identity.WellFormed(part) {
			return fmt.Errorf("files: %w: %.60q", identity.ErrBadID, part)
		}
	}
	return nil
}

// measure copies the content to w and returns its size in bytes and its SHA-256
// in hexadecimal. It stops when the context does.
func measure(ctx context.Context, w io.Writer, content io.Reader) (int64, string, error) {
	sum := sha256.New()
	size, err := io.Copy(io.MultiWriter(w, sum), reader{ctx, content})
	return size, hex.EncodeToString(sum.Sum(nil)), err
}

// reader reads until its context is done.
type reader struct {
	ctx     context.Context
	content io.Reader
}

func (r reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.content.Read(p)
}
