package mail

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strings"

	gomail "github.com/wneessen/go-mail"
)

// Security is how the connection to the server is protected.
type Security string

// The protections. The zero value requires STARTTLS, save on this machine itself
// (localhost, a loopback address), where it is used when it is offered.
const (
	StartTLS    Security = ""
	ImplicitTLS Security = "tls"
	Plain       Security = "none"
)

// Sender sends letters through an SMTP server, one connection for each letter.
// Host, Port and From are required.
type Sender struct {
	Host string
	Port int
	// From is the address that letters come from, with or without a name.
	From string
	// Username and Password sign in to the server; no username, no signing in. A
	// password is never sent in clear to another machine.
	Username string
	Password string
	Security Security
	// TLS is for servers whose certificate the machine does not know; nil is the
	// default for Host.
	TLS *tls.Config
}

// Send hands the letter to the server; nil means that the server has taken it,
// not that it has arrived. The error wraps [ErrBadLetter] for a letter that can
// never be sent; any other may go away. Its text leaves out the address.
func (s Sender) Send(ctx context.Context, l Letter) error {
	message, err := s.message(l)
	if err != nil {
		return err
	}
	client, err := s.client()
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	// What goes wrong after the server has taken the letter does not undo it.
	if err := client.DialAndSendWithContext(ctx, message); err != nil && !message.IsDelivered() {
		return unsent{err}
	}
	return nil
}

func (s Sender) message(l Letter) (*gomail.Msg, error) {
	if err := l.Check(); err != nil {
		return nil, err
	}
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := m.From(s.From); err != nil {
		return nil, fmt.Errorf("mail: from: %w", err)
	}
	if err := m.To(l.To); err != nil {
		return nil, fmt.Errorf("%w: not an address", ErrBadLetter)
	}
	m.Subject(l.Subject)
	m.SetBodyString(gomail.TypeTextPlain, l.Body)
	m.SetDate()
	// The library's own identifier would tell the name of this machine.
	_, domain, _ := strings.Cut(m.GetFrom()[0].Address, "@")
	id := l.ID
	if id == "" {
		id = strings.ToLower(rand.Text())
	}
	m.SetMessageIDWithValue(id + "@" + domain)
	if l.Stop != "" {
		// RFC 8058: one press, without opening anything.
		m.SetGenHeader(gomail.HeaderListUnsubscribe, "<"+l.Stop+">")
		m.SetGenHeader(gomail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click")
	}
	if l.Language != "" {
		m.SetGenHeader(gomail.HeaderContentLang, string(l.Language))
	}
	// RFC 3834: so that absence notices are not sent back.
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	return m, nil
}

func (s Sender) client() (*gomail.Client, error) {
	options := []gomail.Option{gomail.WithPort(s.Port)}
	switch s.Security {
	case StartTLS:
		policy := gomail.TLSMandatory
		if s.here() {
			policy = gomail.TLSOpportunistic
		}
		options = append(options, gomail.WithTLSPolicy(policy))
	case ImplicitTLS:
		options = append(options, gomail.WithSSL())
	case Plain:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		return nil, fmt.Errorf("unknown security %q", s.Security)
	}
	if s.TLS != nil {
		options = append(options, gomail.WithTLSConfig(s.TLS))
	}
	if s.Username != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover),
			gomail.WithUsername(s.Username), gomail.WithPassword(s.Password))
	}
	return gomail.NewClient(s.Host, options...)
}

// here reports that the server is on this machine.
func (s Sender) here() bool {
	ip := net.ParseIP(s.Host)
	return s.Host == "localhost" || ip != nil && ip.IsLoopback()
}

// unsent is the library's error with a text that may be logged: what the library
// and the server say of a refusal repeats the address.
type unsent struct{ err error }

// Error says at which step the server refused, and its code.
func (u unsent) Error() string {
	var refusal *gomail.SendError
	if !errors.As(u.err, &refusal) {
		return "mail: not sent: " + u.err.Error()
	}
	text := "mail: not sent: " + refusal.Reason.String()
	if code := refusal.ErrorCode(); code > 0 {
		text += fmt.Sprintf(" (code %d)", code)
	}
	return text
}

// Unwrap returns the library's error.
func (u unsent) Unwrap() error { return u.err }
