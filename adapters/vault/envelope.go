package vault

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"

	"github.com/goodstanding/goodstanding/adapters/internal/body"
)

// format is that of the envelopes that this package writes.
const format = 1

// envelope is what stands in place of a body: JSON itself, since databases want it.
// "sealed" is the shortest name, because PostgreSQL sorts the members of an object by
// the length of theirs, and it is by its beginning that an envelope is known.
type envelope struct {
	Sealed     int     `json:"sealed"`
	Subject    Subject `json:"subject"`
	Class      string  `json:"retention"`
	Ciphertext []byte  `json:"ciphertext"`
	Generation int     `json:"generation"`
}

// isSealed reports that a body is an envelope. No aggregate begins so.
func isSealed(text []byte) bool { return bytes.HasPrefix(text, []byte(`{"sealed":`)) }

// readEnvelope reads what [envelope.text] wrote, after whatever a database did to its
// spaces. The error is [ErrDamaged].
func readEnvelope(text []byte) (envelope, error) {
	var e envelope
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&e); err != nil || decoder.More() {
		return envelope{}, fmt.Errorf("%w: no envelope", ErrDamaged)
	}
	if e.Sealed != format || e.Generation < 1 || e.Subject == "" || e.Class == "" {
		return envelope{}, fmt.Errorf("%w: an envelope of another kind", ErrDamaged)
	}
	return e, nil
}

func (e envelope) text() ([]byte, error) { return body.Encode(e) }

// row names a row: its table, then the parts of its key.
type row []string

// rowOf returns the row of a table, its key as every store can keep it.
func rowOf[S ~string](table string, key ...S) row {
	r := row{table}
	for _, part := range key {
		r = append(r, body.Text(string(part)))
	}
	return r
}

// bound is what is sealed with a text and not in it, so that it opens in its own row
// alone, under the key that sealed it: each part with its length before it, so that
// no two lists of parts are written alike.
func (r row) bound(id KeyID, generation int) []byte {
	return parts(append([]string{
		"goodstanding vault", string(id.Org), string(id.Subject), id.Class, fmt.Sprint(generation),
	}, r...)...)
}

func parts(all ...string) []byte {
	var b []byte
	for _, part := range all {
		b = binary.AppendUvarint(b, uint64(len(part)))
		b = append(b, part...)
	}
	return b
}
