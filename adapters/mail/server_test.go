package mail_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// server is a little SMTP server on loopback.
type server struct {
	Port int
	// Refuse, when it is not empty, refuses RCPT for that address.
	Refuse string
	// Answers are what RCPT is answered for an address, one after the other, before it
	// is taken.
	Answers map[string][]string
	// Hangup breaks the connection after the letter was taken and before QUIT.
	Hangup bool
	// TLS, when it is not nil, is offered by STARTTLS. Auth offers PLAIN.
	TLS  *tls.Config
	Auth bool

	mu       sync.Mutex
	received []envelope
}

// envelope is a letter as the server took it.
type envelope struct {
	From, To, Data, Credentials string
	Encrypted                   bool
}

// start listens until the test ends.
func (s *server) start(t *testing.T) *server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s.Port = l.Addr().(*net.TCPAddr).Port
	var open sync.WaitGroup
	open.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			// A client that never hangs up does not keep the test waiting.
			hangUp := context.AfterFunc(t.Context(), func() { _ = c.Close() })
			open.Go(func() { defer hangUp(); s.talk(c) })
		}
	})
	t.Cleanup(func() {
		require.NoError(t, l.Close())
		open.Wait()
	})
	return s
}

// Received returns what was taken so far.
func (s *server) Received() []envelope {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]envelope{}, s.received...)
}

// talk answers the commands of RFC 5321 that a client needs.
func (s *server) talk(c net.Conn) {
	defer func() { c.Close() }()
	var e envelope
	in := bufio.NewReader(c)
	say := func(format string, a ...any) { fmt.Fprintf(c, format+"\r\n", a...) }
	say("220 127.0.0.1 ESMTP")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimRight(line, "\r\n")
		verb, rest, _ := strings.Cut(line, " ")
		switch strings.ToUpper(verb) {
		case "EHLO":
			say("250-127.0.0.1")
			if s.TLS != nil && !e.Encrypted {
				say("250-STARTTLS")
			}
			if s.Auth {
				say("250-AUTH PLAIN")
			}
			say("250 8BITMIME")
		case "STARTTLS":
			say("220 go ahead")
			c = tls.Server(c, s.TLS)
			in = bufio.NewReader(c)
			e = envelope{Encrypted: true}
		case "AUTH":
			e.Credentials = rest
			say("235 welcome")
		case "MAIL":
			e.From = rest
			say("250 ok")
		case "RCPT":
			if s.Refuse != "" && strings.Contains(rest, s.Refuse) {
				say("550 5.1.1 no mailbox %s here", s.Refuse)
				continue
			}
			if answer := s.answer(rest); answer != "" {
				say("%s", answer)
				continue
			}
			e.To = rest
			say("250 ok")
		case "DATA":
			say("354 go on")
			data, ok := body(in)
			if !ok {
				return
			}
			e.Data = data
			s.mu.Lock()
			s.received = append(s.received, e)
			s.mu.Unlock()
			say("250 taken")
			if s.Hangup {
				return
			}
		case "NOOP", "RSET":
			say("250 ok")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("502 %s is not known here", verb)
		}
	}
}

// answer takes the next answer for an address; empty when there is none.
func (s *server) answer(rcpt string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for address, answers := range s.Answers {
		if strings.Contains(rcpt, address) && len(answers) > 0 {
			s.Answers[address] = answers[1:]
			return answers[0]
		}
	}
	return ""
}

// body reads to the full stop that stands alone.
func body(in *bufio.Reader) (string, bool) {
	var b strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return "", false
		}
		if line == ".\r\n" {
			return b.String(), true
		}
		b.WriteString(strings.TrimPrefix(line, "."))
	}
}

// certified returns a certificate for example.com and 127.0.0.1, and the
// configuration of a client that knows it.
func certified(t *testing.T) (serves, knows *tls.Config) {
	t.Helper()
	s := httptest.NewTLSServer(nil)
	defer s.Close()
	pool := x509.NewCertPool()
	pool.AddCert(s.Certificate())
	return &tls.Config{Certificates: s.TLS.Certificates}, &tls.Config{RootCAs: pool, ServerName: "127.0.0.1"}
}
