package vault

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strconv"

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
	e, ok := scanEnvelope(text)
	if !ok {
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&e); err != nil || decoder.More() {
			return envelope{}, fmt.Errorf("%w: no envelope", ErrDamaged)
		}
	}
	if e.Sealed != format || e.Generation < 1 || e.Subject == "" || e.Class == "" {
		return envelope{}, fmt.Errorf("%w: an envelope of another kind", ErrDamaged)
	}
	return e, nil
}

func (e envelope) text() ([]byte, error) { return body.Encode(e) }

// scanEnvelope reads an envelope as nearly all of them are, with its members in their
// order and nothing escaped in them, in a fraction of the time; false for any other.
func scanEnvelope(text []byte) (envelope, bool) {
	s := scanner{text: text, ok: true}
	var e envelope
	e.Sealed = s.number(`{"sealed":`)
	e.Subject = Subject(s.string(`,"subject":`))
	e.Class = string(s.string(`,"retention":`))
	sealed := s.string(`,"ciphertext":`)
	e.Generation = s.number(`,"generation":`)
	s.expect(`}`)
	if !s.ok || len(s.text) > 0 {
		return envelope{}, false
	}
	var err error
	e.Ciphertext, err = base64.StdEncoding.AppendDecode(make([]byte, 0, len(sealed)), sealed)
	if err != nil {
		return envelope{}, false
	}
	return e, true
}

// scanner goes through a text for as long as it is as expected.
type scanner struct {
	text []byte
	ok   bool
}

// expect passes over a text, in which the database may have put a space after a comma or
// a colon.
func (s *scanner) expect(all string) {
	for i := 0; i < len(all) && s.ok; i++ {
		if s.ok = len(s.text) > 0 && s.text[0] == all[i]; s.ok {
			s.text = s.text[1:]
		}
		if s.ok && (all[i] == ',' || all[i] == ':') && len(s.text) > 0 && s.text[0] == ' ' {
			s.text = s.text[1:]
		}
	}
}

// string returns the string of ASCII after a text.
func (s *scanner) string(after string) []byte {
	s.expect(after)
	s.expect(`"`)
	for i, c := range s.text {
		switch {
		case c == '"' && s.ok:
			found := s.text[:i]
			s.text = s.text[i+1:]
			return found
		case c == '\\' || c < ' ' || c > '~':
			s.ok = false
			return nil
		}
	}
	s.ok = false
	return nil
}

// number returns the whole number after a text.
func (s *scanner) number(after string) int {
	s.expect(after)
	digits := 0
	for digits < len(s.text) && s.text[digits] >= '0' && s.text[digits] <= '9' {
		digits++
	}
	if !s.ok || digits == 0 || digits > 9 || digits > 1 && s.text[0] == '0' {
		s.ok = false
		return 0
	}
	n, _ := strconv.Atoi(string(s.text[:digits])) // digits are a number
	s.text = s.text[digits:]
	return n
}

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
