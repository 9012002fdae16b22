package mail_test

import (
	"context"
	"encoding/base64"
	"io"
	"mime"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/mail"
	"github.com/goodstanding/goodstanding/identity"
)

var decided = mail.Letter{
	To:       "emma@example.org",
	Subject:  "Votre demande de dispense a été décidée",
	Body:     "Bonjour Emma Gélinas,\n\nL’Ordre a décidé de votre demande.\n.\nFin.\n",
	Language: identity.French,
}

func sender(s *server) mail.Sender {
	return mail.Sender{Host: "127.0.0.1", Port: s.Port, From: "Ordre <formation@example.com>"}
}

// read returns the letter as a mail reader shows it.
func read(t *testing.T, data string) (netmail.Header, string) {
	t.Helper()
	m, err := netmail.ReadMessage(strings.NewReader(data))
	require.NoError(t, err)
	require.Equal(t, "quoted-printable", strings.ToLower(m.Header.Get("Content-Transfer-Encoding")))
	text, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	require.NoError(t, err)
	return m.Header, strings.ReplaceAll(string(text), "\r\n", "\n")
}

func TestLetterArrivesAsWritten(t *testing.T) {
	s := (&server{}).start(t)
	require.NoError(t, sender(s).Send(t.Context(), decided))
	require.Len(t, s.Received(), 1)
	e := s.Received()[0]
	require.Contains(t, e.From, "<formation@example.com>")
	require.Contains(t, e.To, "<emma@example.org>")
	header, text := read(t, e.Data)
	subject, err := new(mime.WordDecoder).DecodeHeader(header.Get("Subject"))
	require.NoError(t, err)
	require.Equal(t, decided.Subject, subject)
	require.Equal(t, strings.TrimSpace(decided.Body), strings.TrimSpace(text))
	media, parameters, err := mime.ParseMediaType(header.Get("Content-Type"))
	require.NoError(t, err)
	require.Equal(t, "text/plain", media)
	require.Equal(t, "utf-8", strings.ToLower(parameters["charset"]))
	require.Equal(t, "fr", header.Get("Content-Language"))
	require.Equal(t, "auto-generated", header.Get("Auto-Submitted"))
	require.True(t, strings.HasSuffix(header.Get("Message-ID"), "@example.com>"), header.Get("Message-ID"))
	_, err = header.Date()
	require.NoError(t, err)
}

func TestHeaderInjectionIsRefused(t *testing.T) {
	s := (&server{}).start(t)
	for name, change := range map[string]func(*mail.Letter){
		"line in the subject":            func(l *mail.Letter) { l.Subject = "Bonjour\r\nBcc: other@example.org" },
		"feed in the subject":            func(l *mail.Letter) { l.Subject = "Bonjour\nBcc: other@example.org" },
		"line in the address":            func(l *mail.Letter) { l.To = "emma@example.org\r\nBcc: other@example.org" },
		"line in the name":               func(l *mail.Letter) { l.To = "\"Emma\r\nBcc: other@example.org\" <emma@example.org>" },
		"line in the language":           func(l *mail.Letter) { l.Language = "fr\r\nBcc: other@example.org" },
		"line in the name of the letter": func(l *mail.Letter) { l.ID = "a\r\nBcc: other@example.org" },
		"line in the stop":               func(l *mail.Letter) { l.Stop = "https://example.org\r\nBcc: other@example.org" },
		"two addresses":                  func(l *mail.Letter) { l.To = "emma@example.org, other@example.org" },
		"no address":                     func(l *mail.Letter) { l.To = "" },
		"not an address":                 func(l *mail.Letter) { l.To = "emma" },
		"no subject":                     func(l *mail.Letter) { l.Subject = " " },
		"no body":                        func(l *mail.Letter) { l.Body = "\n" },
	} {
		t.Run(name, func(t *testing.T) {
			letter := decided
			change(&letter)
			require.ErrorIs(t, sender(s).Send(t.Context(), letter), mail.ErrBadLetter)
			require.ErrorIs(t, new(mail.Recorder).Send(t.Context(), letter), mail.ErrBadLetter)
			require.Empty(t, s.Received())
		})
	}
}

func TestRefusalDoesNotRepeatTheAddress(t *testing.T) {
	s := (&server{Refuse: "emma@example.org"}).start(t)
	err := sender(s).Send(t.Context(), decided)
	require.Error(t, err)
	require.NotContains(t, err.Error(), "emma")
	require.Contains(t, err.Error(), "550")
	require.Empty(t, s.Received())
}

func TestConnectionIsEncryptedAndSignedIn(t *testing.T) {
	serves, knows := certified(t)
	s := (&server{TLS: serves, Auth: true}).start(t)
	from := sender(s)
	from.TLS, from.Username, from.Password = knows, "ordre", "a password"
	require.NoError(t, from.Send(t.Context(), decided))
	require.True(t, s.Received()[0].Encrypted)
	require.Equal(t, "PLAIN "+base64.StdEncoding.EncodeToString([]byte("\x00ordre\x00a password")), s.Received()[0].Credentials)
}

func TestUnknownCertificateIsRefused(t *testing.T) {
	serves, _ := certified(t)
	s := (&server{TLS: serves}).start(t)
	require.Error(t, sender(s).Send(t.Context(), decided))
	require.Empty(t, s.Received())
}

func TestServerElsewhereMustOfferTLS(t *testing.T) {
	// This leads to the machine itself without being a loopback address.
	s := (&server{}).start(t)
	from := sender(s)
	from.Host = "0.0.0.0"
	require.Error(t, from.Send(t.Context(), decided))
	require.Empty(t, s.Received())
	from.Security = mail.Plain
	require.NoError(t, from.Send(t.Context(), decided))
	require.Len(t, s.Received(), 1)
}

func TestSenderThatCannotWork(t *testing.T) {
	s := (&server{}).start(t)
	for name, change := range map[string]func(*mail.Sender){
		"no from":          func(s *mail.Sender) { s.From = "" },
		"unknown security": func(s *mail.Sender) { s.Security = "maybe" },
		"no host":          func(s *mail.Sender) { s.Host = "" },
		"no port":          func(s *mail.Sender) { s.Port = 0 },
	} {
		t.Run(name, func(t *testing.T) {
			from := sender(s)
			change(&from)
			require.Error(t, from.Send(t.Context(), decided))
			require.Empty(t, s.Received())
		})
	}
}

func TestContextThatIsDoneSendsNothing(t *testing.T) {
	s := (&server{}).start(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, sender(s).Send(ctx, decided), context.Canceled)
	require.ErrorIs(t, new(mail.Recorder).Send(ctx, decided), context.Canceled)
	require.Empty(t, s.Received())
}

func TestRecorderKeepsLetters(t *testing.T) {
	var r mail.Recorder
	require.Empty(t, r.Letters())
	second := decided
	second.To = "Luc Roy <luc@example.org>"
	require.NoError(t, r.Send(t.Context(), decided))
	require.NoError(t, r.Send(t.Context(), second))
	require.Equal(t, []mail.Letter{decided, second}, r.Letters())
}

func TestTroubleIsAClassOfErrors(t *testing.T) {
	s := (&server{Answers: map[string][]string{"emma@example.org": {
		"450 4.2.0 greylisted, come back", "451 try again", "550 5.1.1 no mailbox emma@example.org", "554 5.7.1 not wanted",
	}}}).start(t)
	for _, want := range []identity.Trouble{identity.Deferred, identity.Deferred, identity.Refused, identity.Refused, ""} {
		require.Equal(t, want, mail.TroubleOf(sender(s).Send(t.Context(), decided)))
	}
	wrong := decided
	wrong.To = "nobody"
	require.Equal(t, identity.BadLetter, mail.TroubleOf(sender(s).Send(t.Context(), wrong)))
	nowhere := sender(s)
	nowhere.Host, nowhere.Security = "0.0.0.0", mail.StartTLS // no TLS is offered
	require.Equal(t, identity.Unreachable, mail.TroubleOf(nowhere.Send(t.Context(), decided)))
}

// A connection that breaks after the server has taken the letter does not make it
// unsent: it would leave again.
func TestLetterThatWasTakenIsSentWhateverComesAfter(t *testing.T) {
	s := (&server{Hangup: true}).start(t)
	require.NoError(t, sender(s).Send(t.Context(), decided))
	require.Len(t, s.Received(), 1)
}

func TestStopIsAnnouncedToMailPrograms(t *testing.T) {
	s := (&server{}).start(t)
	letter := decided
	letter.ID, letter.Stop = "letter-1", "https://portail.example.com/reminders/stop/m-1/abc"
	require.NoError(t, sender(s).Send(t.Context(), letter))
	require.NoError(t, sender(s).Send(t.Context(), decided))
	with, _ := read(t, s.Received()[0].Data)
	require.Equal(t, "<https://portail.example.com/reminders/stop/m-1/abc>", with.Get("List-Unsubscribe"))
	require.Equal(t, "List-Unsubscribe=One-Click", with.Get("List-Unsubscribe-Post"))
	require.Equal(t, "<letter-1@example.com>", with.Get("Message-ID"))
	without, _ := read(t, s.Received()[1].Data)
	require.Empty(t, without.Get("List-Unsubscribe"))
	require.Empty(t, without.Get("List-Unsubscribe-Post"))
}
