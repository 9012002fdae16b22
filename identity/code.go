package identity

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"
)

const (
	// codeDigits is how long a code is. Eight digits are 26.6 bits: six would be 19.9,
	// under the 20 that OWASP ASVS 5.0 asks of a code out of band (6.5.4), and sprayed
	// over a register of ten thousand they would give way within a day.
	codeDigits = 8
	codes      = 100_000_000 // ten to the power of codeDigits
	// longestTyped bounds what is looked at of a code that was typed, in bytes.
	longestTyped = 64
)

// DrawCode draws a code of eight digits, each as likely as any other. The error is
// that of the source: there is no code without randomness.
func DrawCode(random io.Reader) (Secret, error) {
	// The greatest multiple of the number of codes: what lies above it would make the
	// first codes likelier, and is drawn again.
	const fair = 1 << 32 / codes * codes
	var drawn [4]byte
	for {
		if _, err := io.ReadFull(random, drawn[:]); err != nil {
			return Secret{}, fmt.Errorf("identity: no code without randomness: %w", err)
		}
		if n := binary.BigEndian.Uint32(drawn[:]); uint64(n) < fair {
			return NewSecret(fmt.Sprintf("%0*d", codeDigits, n%codes)), nil
		}
	}
}

// ShowCode returns a code as letters show it: 4 digits, a space, 4 digits.
func ShowCode(code string) string {
	if len(code) != codeDigits {
		return code
	}
	return code[:codeDigits/2] + " " + code[codeDigits/2:]
}

// NormalCode returns the digits of a code as a person typed it, and whether it is one
// at all. Spaces, of whatever width, and hyphens are dropped; full-width digits
// (U+FF10 to U+FF19), which some keyboards of East Asia write, are digits. Nothing
// else is: digits of other scripts are no code, nor are letters.
func NormalCode(typed string) (string, bool) { return normalDigits(typed, codeDigits) }

// normalDigits returns the digits of a code of that many, as [NormalCode] does.
func normalDigits(typed string, length int) (string, bool) {
	if len(typed) > longestTyped {
		return "", false
	}
	var code strings.Builder
	for _, r := range typed {
		switch {
		case r >= '0' && r <= '9':
			code.WriteRune(r)
		case r >= '０' && r <= '９':
			code.WriteRune(r - '０' + '0')
		case strings.ContainsRune(" \t\r\n\u00a0\u202f\u3000-\u2010\u2011", r):
		default:
			return "", false
		}
	}
	return code.String(), code.Len() == length
}

// sealCode returns what is kept of a code: its HMAC-SHA-256 under the key, with what it
// is for, so that it is right nowhere else. Each part is written with its length: no
// two lists of parts are the same bytes.
func sealCode(key []byte, code string, purpose ...string) string {
	mac := hmac.New(sha256.New, key)
	for _, part := range append(purpose, code) {
		_, _ = io.WriteString(mac, strconv.Itoa(len(part))+":"+part)
	}
	return hex.EncodeToString(mac.Sum(nil))
}

// same compares two digests in a time that does not tell where they differ.
func same(a, b string) bool { return hmac.Equal([]byte(a), []byte(b)) }

// DrawSymbols draws a text of so many symbols of five bits, such as what is handed over
// by hand: none is taken for another, and none spells a word. The error is that of the
// source.
func DrawSymbols(random io.Reader, symbols int) (Secret, error) {
	drawn := make([]byte, (symbols*5+7)/8)
	if _, err := io.ReadFull(random, drawn); err != nil {
		return Secret{}, fmt.Errorf("identity: no symbols without randomness: %w", err)
	}
	return NewSecret(unambiguous.EncodeToString(drawn)[:symbols]), nil
}

// NormalSymbols returns a text of [DrawSymbols] as it was drawn, from what somebody
// typed: without spaces and hyphens, in lower case, with o and l read as 0 and 1. What
// is longer than any is empty.
func NormalSymbols(typed string) string {
	if len(typed) > longestTyped {
		return ""
	}
	return strings.NewReplacer(" ", "", "-", "", "\u00a0", "", "\t", "", "\r", "", "\n", "", "o", "0", "l", "1", "i", "1").Replace(strings.ToLower(typed))
}

// DrawToken draws 32 bytes, as text that an address may hold; what is kept of it is its
// [Digest]. The error is that of the source.
func DrawToken(random io.Reader) (Secret, error) {
	var token [32]byte
	if _, err := io.ReadFull(random, token[:]); err != nil {
		return Secret{}, fmt.Errorf("identity: no token without randomness: %w", err)
	}
	return NewSecret(base64.RawURLEncoding.EncodeToString(token[:])), nil
}

// unambiguous are the 32 symbols of temporary passwords: without i, l, o and u, nobody
// takes one for another, and none spells a word.
var unambiguous = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// DrawTemporary draws a temporary password: 24 symbols, 120 bits. The error is that of
// the source.
func DrawTemporary(random io.Reader) (Secret, error) { return DrawSymbols(random, temporaryLength) }
