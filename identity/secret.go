package identity

import "fmt"

// hidden is what a secret prints.
const hidden = "•••"

// Secret is a text that must not be read by accident: a code, a ticket, a temporary
// password. Whatever prints it (fmt with any verb, a log, JSON, an error) prints dots;
// [Secret.Reveal] alone gives it. It is kept behind a function, so that printing a
// value that holds one, which calls no methods of unexported fields, does not show it
// either. The zero Secret is the empty text.
type Secret struct{ reveal func() string }

// NewSecret returns the text as a secret.
func NewSecret(text string) Secret { return Secret{func() string { return text }} }

// Reveal returns the text.
func (s Secret) Reveal() string {
	if s.reveal == nil {
		return ""
	}
	return s.reveal()
}

// String returns dots.
func (s Secret) String() string { return hidden }

// Format prints dots, whatever the verb.
func (s Secret) Format(to fmt.State, _ rune) { _, _ = to.Write([]byte(hidden)) }

// MarshalText returns dots: JSON, log/slog, and whatever else writes texts, have no
// more.
func (s Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }
