// Package mail sends the messages that desks leave in the outbox.
//
// Start with [Post], which takes what is unsent, has each message written as a
// [Letter], and gives it to a [Sender], which talks to an SMTP server, or to a
// [Recorder], which keeps letters in memory for tests and demonstrations.
package mail

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"sync"
	"unicode"

	"github.com/goodstanding/goodstanding/identity"
)

// ErrBadLetter says that the letter has no single address, no subject or no body, or holds
// a control character where one could begin another header. Compare with
// [errors.Is].
var ErrBadLetter = errors.New("mail: not a letter that can be sent")

// Letter is an e-mail as people read it.
type Letter struct {
	// To is one address, "a@example.org" or "Name <a@example.org>".
	To string
	// Subject is one line, and Body plain text.
	Subject string
	Body    string
	// Language is that of the text; the zero value announces none.
	Language identity.Language
	// ID makes the Message-ID, the same for the same letter sent again: characters
	// among a-z, 0-9 and the hyphen. Empty takes one at random.
	ID string
	// Stop is the address that stops such letters with one press of the mail program
	// (RFC 8058); empty announces none.
	Stop string
}

// Check reports the first thing that keeps the letter from being sent, as an
// error that wraps [ErrBadLetter]. The error does not hold the address.
func (l Letter) Check() error {
	for _, field := range []struct{ name, text string }{
		{"to", l.To}, {"subject", l.Subject}, {"language", string(l.Language)}, {"id", l.ID}, {"stop", l.Stop},
	} {
		if strings.ContainsFunc(field.text, unicode.IsControl) {
			return fmt.Errorf("%w: a control character in %q", ErrBadLetter, field.name)
		}
	}
	if _, err := mail.ParseAddress(l.To); err != nil {
		return fmt.Errorf("%w: not an address", ErrBadLetter)
	}
	if strings.TrimSpace(l.Subject) == "" || strings.TrimSpace(l.Body) == "" {
		return fmt.Errorf("%w: no subject or no body", ErrBadLetter)
	}
	return nil
}

// Recorder keeps the letters that it is given, in memory. The zero value is ready.
type Recorder struct {
	mu      sync.Mutex
	letters []Letter
}

// Send keeps the letter. The error is that of [Letter.Check], or the context's.
func (r *Recorder) Send(ctx context.Context, l Letter) error {
	if err := errors.Join(ctx.Err(), l.Check()); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.letters = append(r.letters, l)
	return nil
}

// Letters returns the letters, the oldest first.
func (r *Recorder) Letters() []Letter {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]Letter{}, r.letters...)
}
