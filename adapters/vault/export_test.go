package vault

import (
	"context"
	"io"
	"reflect"

	"github.com/goodstanding/goodstanding/identity"
)

// ChunkLength is how many bytes of a content are sealed at a time.
const ChunkLength = chunk

// SealRow seals a text for a row, its table first.
func (v *Vault) SealRow(ctx context.Context, id KeyID, row []string, text []byte) (sealed []byte, err error) {
	err = v.change(ctx, func() error {
		sealed, err = v.sealed(ctx, id, row, text)
		return err
	})
	return sealed, err
}

// OpenRow opens the body of a row.
func (v *Vault) OpenRow(ctx context.Context, org identity.OrganisationID, row []string, text []byte) ([]byte, error) {
	plain, _, err := v.opened(ctx, org, row, text)
	return plain, err
}

// Writing draws the key of an id and writes nothing under it.
func (v *Vault) Writing(ctx context.Context, id KeyID) error { return v.draw(ctx, id) }

// Index returns what a text is found by.
func (v *Vault) Index(ctx context.Context, org identity.OrganisationID, kind, text string) (string, error) {
	return v.index(ctx, org, kind, text)
}

// ReadEnvelope reports whether a text is an envelope, and reads it.
func ReadEnvelope(text []byte) (is bool, subject Subject, class string, generation int, err error) {
	e, err := readEnvelope(text)
	return isSealed(text), e.Subject, e.Class, e.Generation, err
}

// WriteEnvelope writes one.
func WriteEnvelope(subject Subject, class string, generation int, ciphertext []byte) ([]byte, error) {
	return envelope{format, subject, class, ciphertext, generation}.text()
}

// ReadHead reads the head of a sealed document.
func ReadHead(from io.Reader) error {
	_, _, err := readHead(from)
	return err
}

// ScanEnvelope reads an envelope the fast way, and reports whether it is one that can be
// read so.
func ScanEnvelope(text []byte) (sealed int, subject Subject, class string, ciphertext []byte, generation int, ok bool) {
	e, ok := scanEnvelope(text)
	return e.Sealed, e.Subject, e.Class, e.Ciphertext, e.Generation, ok
}

// Kinds are what the vault itself keeps among records.
func Kinds() map[string]reflect.Type {
	return map[string]reflect.Type{drawer: reflect.TypeFor[Key](), marker: reflect.TypeFor[marking]()}
}
