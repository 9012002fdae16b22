package identity

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // RFC 6238 with SHA-1 is what every application reads; HMAC is not broken with it
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"
)

const (
	// totpStep is how long a code is shown (RFC 6238, 5.2), and totpDigits how long it is.
	totpStep   = 30 * time.Second
	totpDigits = 6
	totpCodes  = 1_000_000 // ten to the power of totpDigits
	// totpSkew is how many steps a clock may be off, on either side.
	totpSkew = 1
	// seedBytes is the length of the secret: that of the hash (RFC 4226, 4: 160 bits).
	seedBytes = 20
)

// Seed is the secret that an application and the account share. The zero Seed is none,
// and no code is right of it.
type Seed struct{ secret Secret }

// drawSeed draws a seed. The error is that of the source.
func drawSeed(random io.Reader) (Seed, error) {
	var drawn [seedBytes]byte
	if _, err := io.ReadFull(random, drawn[:]); err != nil {
		return Seed{}, fmt.Errorf("identity: no second factor without randomness: %w", err)
	}
	return NewSeed(drawn[:]), nil
}

// NewSeed returns the seed of those bytes.
func NewSeed(key []byte) Seed { return Seed{NewSecret(string(key))} }

// seedText is how applications read a seed.
var seedText = base32.StdEncoding.WithPadding(base32.NoPadding)

// ParseSeed returns the seed that a page shows, spaces or not. The error is [ErrFactorCode].
func ParseSeed(text string) (Seed, error) {
	text = strings.ToUpper(strings.Join(strings.Fields(text), ""))
	key, err := seedText.DecodeString(text)
	if err != nil || len(text) != seedText.EncodedLen(seedBytes) {
		return Seed{}, ErrFactorCode
	}
	return NewSeed(key), nil
}

// Text returns the seed as it is typed into an application: 32 letters and digits in
// groups of four.
func (s Seed) Text() Secret {
	text := seedText.EncodeToString([]byte(s.secret.Reveal()))
	var b strings.Builder
	for i, r := range text {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return NewSecret(b.String())
}

// URI returns the address by which an application takes the seed over: whose it is, and
// of which organisation, as the application shows it (the "key URI format" of Google
// Authenticator, which all of them read).
func (s Seed) URI(issuer, login string) Secret {
	// What it shows is "issuer:login": neither may have a colon of its own.
	// A plus sign would be shown as one, where forms have a space.
	clean := func(text string) string {
		return strings.ReplaceAll(url.QueryEscape(strings.ReplaceAll(text, ":", " ")), "+", "%20")
	}
	return NewSecret("otpauth://totp/" + clean(issuer) + ":" + clean(login) +
		"?secret=" + seedText.EncodeToString([]byte(s.secret.Reveal())) + "&issuer=" + clean(issuer))
}

// Code returns the code that an application shows at the instant.
func (s Seed) Code(at time.Time) Secret { return s.code(stepAt(at)) }

// stepAt returns the step of an instant, since 1970.
func stepAt(at time.Time) int64 { return at.Unix() / int64(totpStep/time.Second) }

// code returns the code of a step: the HMAC of its number, cut as RFC 4226 says (5.3).
func (s Seed) code(step int64) Secret {
	mac := hmac.New(sha1.New, []byte(s.secret.Reveal()))
	_ = binary.Write(mac, binary.BigEndian, step)
	sum := mac.Sum(nil)
	at := sum[len(sum)-1] & 0xf
	cut := binary.BigEndian.Uint32(sum[at:at+4]) & 0x7fffffff
	return NewSecret(fmt.Sprintf("%0*d", totpDigits, cut%totpCodes))
}

// step returns the step whose code was typed, among that of the instant and those
// beside it, and whether there is one. It looks at all of them, whichever is right.
func (s Seed) step(typed string, now time.Time) (int64, bool) {
	digits, ok := normalDigits(typed, totpDigits)
	right, found := int64(0), false
	for step := stepAt(now) - totpSkew; step <= stepAt(now)+totpSkew; step++ {
		if same(s.code(step).Reveal(), digits) {
			right, found = step, true
		}
	}
	return right, ok && found && s.secret.Reveal() != ""
}
