package vault

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strconv"
)

// keyLength is how many bytes every key has: AES-256.
const keyLength = 32

// Masters is a ring of numbered master keys. The one with the highest number wraps;
// the others unwrap what they wrapped before. The zero value has none and opens
// nothing. It never prints its keys.
type Masters struct {
	keys map[int][]byte
}

// DrawMasters returns a ring with one new key, number 1.
func DrawMasters() Masters { return Masters{}.Next() }

// Next returns the ring with one new key more, which wraps from then on.
func (m Masters) Next() Masters {
	keys := maps.Clone(m.keys)
	if keys == nil {
		keys = map[int][]byte{}
	}
	key := make([]byte, keyLength)
	_, _ = rand.Read(key) // never fails: the program ends instead
	keys[m.Newest()+1] = key
	return Masters{keys}
}

// Newest returns the number of the key that wraps; 0 when the ring has none.
func (m Masters) Newest() int {
	newest := 0
	for number := range m.keys {
		newest = max(newest, number)
	}
	return newest
}

// Numbers returns the numbers of the keys, in their order.
func (m Masters) Numbers() []int { return slices.Sorted(maps.Keys(m.keys)) }

// Without returns the ring without the keys that come before a number: what they
// wrapped, wherever a copy of it may be, nobody unwraps any more.
func (m Masters) Without(before int) Masters {
	keys := maps.Clone(m.keys)
	maps.DeleteFunc(keys, func(number int, _ []byte) bool { return number < before })
	return Masters{keys}
}

// ParseMasters reads what [Masters.Text] writes. Empty lines are passed over, and so
// are those that begin with #. The error says which line is wrong, and nothing of
// what it holds.
func ParseMasters(text []byte) (Masters, error) {
	keys := map[int][]byte{}
	for n, line := range bytes.Split(text, []byte("\n")) {
		if line = bytes.TrimSpace(line); len(line) == 0 || line[0] == '#' {
			continue
		}
		first, second, _ := bytes.Cut(line, []byte(" "))
		number, err := strconv.Atoi(string(first))
		key, wrong := base64.StdEncoding.Strict().DecodeString(string(bytes.TrimSpace(second)))
		switch {
		case err != nil || number < 1 || wrong != nil || len(key) != keyLength:
			return Masters{}, fmt.Errorf("line %d holds no number and key of %d bytes", n+1, keyLength)
		case keys[number] != nil:
			return Masters{}, fmt.Errorf("line %d has a number that another line has", n+1)
		}
		keys[number] = key
	}
	if len(keys) == 0 {
		return Masters{}, fmt.Errorf("no line holds a key")
	}
	return Masters{keys}, nil
}

// Text returns the ring as lines of a number, a space and the key in base64, the
// lowest number first. It is secret.
func (m Masters) Text() []byte {
	var text bytes.Buffer
	for _, number := range m.Numbers() {
		fmt.Fprintf(&text, "%d %s\n", number, base64.StdEncoding.EncodeToString(m.keys[number]))
	}
	return text.Bytes()
}

// String tells the numbers alone.
func (m Masters) String() string { return fmt.Sprintf("master keys %v", m.Numbers()) }

// Format tells the numbers alone, whatever is asked for.
func (m Masters) Format(s fmt.State, _ rune) { fmt.Fprint(s, m.String()) }

// LogValue tells the numbers alone.
func (m Masters) LogValue() slog.Value { return slog.StringValue(m.String()) }
