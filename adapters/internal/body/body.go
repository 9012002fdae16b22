// Package body is the form in which the adapters keep an aggregate: the JSON of
// the domain's own type. Every store writes and reads it here, so that what one
// of them gives back is what any other would.
package body

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
)

// Encode returns the body of v. What no store could keep is replaced by U+FFFD:
// bytes that are not UTF-8, and NUL, which PostgreSQL refuses. People can type
// both.
func Encode(v any) ([]byte, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("body: cannot write a %T: %w", v, err)
	}
	return withoutNUL(text), nil
}

// Decode reads what Encode wrote.
func Decode[V any](text []byte) (V, error) {
	var v V
	if err := json.Unmarshal(text, &v); err != nil {
		return v, fmt.Errorf("body: cannot read a %T: %w", v, err)
	}
	return v, nil
}

// Collect decodes every text that yield calls each with; none is an empty slice.
// The error is yield's, which returns that of each as it is.
func Collect[V any](yield func(each func(text []byte) error) error) ([]V, error) {
	all := []V{}
	err := yield(func(text []byte) error {
		v, err := Decode[V](text)
		all = append(all, v)
		return err
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

// Copy returns v as it will be read back, sharing nothing with v.
func Copy[V any](v V) (V, error) {
	text, err := Encode(v)
	if err != nil {
		return v, err
	}
	return Decode[V](text)
}

// Text returns a key or another text for a column, under the rule of [Encode].
func Text[S ~string](s S) string {
	return strings.ReplaceAll(strings.ToValidUTF8(string(s), "\ufffd"), "\x00", "\ufffd")
}

// Digest returns a key of 64 characters for a text that may be as long as one
// likes and may be secret, such as what was typed as a login: its SHA-256 in
// hexadecimal.
func Digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// withoutNUL replaces the escapes of NUL in a JSON text. A backslash that is
// itself escaped begins none.
func withoutNUL(text []byte) []byte {
	if !bytes.Contains(text, []byte(`\u0000`)) {
		return text
	}
	for i := 0; i+1 < len(text); i++ {
		if text[i] != '\\' {
			continue
		}
		if bytes.HasPrefix(text[i:], []byte(`\u0000`)) {
			copy(text[i:], `\ufffd`)
		}
		i++ // the character after a backslash is never the start of an escape
	}
	return text
}
