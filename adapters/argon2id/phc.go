package argon2id

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/crypto/argon2"
)

// The lengths that are read, in bytes.
const (
	leastSalt, mostSalt = 8, 64
	leastHash, mostHash = 16, 64
)

// longestText is longer than any text of these lengths.
const longestText = 256

// encoded is a hash, its salt, its parameters and the name of its pepper: what the PHC
// form holds.
type encoded struct {
	parameters
	pepper     string
	salt, hash []byte
}

// String returns the PHC form.
func (e encoded) String() string {
	base := base64.RawStdEncoding
	keyID := ""
	if e.pepper != "" {
		keyID = ",keyid=" + base.EncodeToString([]byte(e.pepper))
	}
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d%s$%s$%s", argon2.Version,
		e.memory, e.time, e.threads, keyID, base.EncodeToString(e.salt), base.EncodeToString(e.hash))
}

// parse reads the form that String writes and nothing else. The error is
// [ErrMalformed], or [ErrParameters] for parameters that are not to be computed.
// Neither holds any of the text: it is a secret.
func parse(text string) (encoded, error) {
	if len(text) > longestText {
		return encoded{}, ErrMalformed
	}
	parts := strings.Split(text, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != "v="+strconv.Itoa(argon2.Version) {
		return encoded{}, ErrMalformed
	}
	var e encoded
	fields := strings.Split(parts[3], ",")
	if len(fields) == 4 {
		keyID, ok := strings.CutPrefix(fields[3], "keyid=")
		name, err := base64.RawStdEncoding.Strict().DecodeString(keyID)
		if !ok || err != nil || !nameable(string(name)) {
			return encoded{}, ErrMalformed
		}
		e.pepper, fields = string(name), fields[:3]
	}
	if len(fields) != 3 {
		return encoded{}, ErrMalformed
	}
	memory, ok1 := number(fields[0], "m=", 32)
	time, ok2 := number(fields[1], "t=", 32)
	threads, ok3 := number(fields[2], "p=", 8)
	salt, err1 := base64.RawStdEncoding.Strict().DecodeString(parts[4])
	hash, err2 := base64.RawStdEncoding.Strict().DecodeString(parts[5])
	if !ok1 || !ok2 || !ok3 || err1 != nil || err2 != nil ||
		len(salt) < leastSalt || len(salt) > mostSalt || len(hash) < leastHash || len(hash) > mostHash {
		return encoded{}, ErrMalformed
	}
	e.parameters = parameters{uint32(memory), uint32(time), uint8(threads)}
	e.salt, e.hash = salt, hash
	// What is written otherwise, such as "m=+64" or a line break in the base64,
	// is not what String writes.
	if e.String() != text {
		return encoded{}, ErrMalformed
	}
	if !e.bounded() {
		return encoded{}, ErrParameters
	}
	return e, nil
}

func number(text, name string, bits int) (uint64, bool) {
	digits, ok := strings.CutPrefix(text, name)
	n, err := strconv.ParseUint(digits, 10, bits)
	return n, ok && err == nil
}
