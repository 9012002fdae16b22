package identity

import (
	"net/mail"
	"strings"
)

// NormalAddress returns an e-mail address as it is compared: without spaces around and
// in lower case. It is never what is written to.
func NormalAddress(text string) string { return strings.ToLower(strings.TrimSpace(text)) }

// ParseAddress reads an address as somebody typed it, alone and without a name, into
// the form of [NormalAddress]. The error is [ErrAddress].
func ParseAddress(text string) (string, error) {
	address := NormalAddress(text)
	parsed, err := mail.ParseAddress(address)
	local, domain, _ := strings.Cut(address, "@")
	if err != nil || parsed.Address != address || len(address) > longestLogin || len(local) > 64 || !strings.Contains(domain, ".") {
		return "", ErrAddress
	}
	return address, nil
}
