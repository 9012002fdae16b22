package mail_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/mail"
	"github.com/goodstanding/goodstanding/adapters/memory"
	"github.com/goodstanding/goodstanding/exemption"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

var noon = time.Date(2026, 3, 2, 17, 0, 0, 0, time.UTC)

// outbox returns the outbox of a store in which a message was written to each
// address, a minute after the one before.
func outbox(t *testing.T, to ...string) identity.Outbox {
	t.Helper()
	store := memory.New()
	for i, address := range to {
		m := identity.Message{
			Org: "otpq", Member: "m-1", ID: fmt.Sprintf("letter-%03d", i), Kind: identity.ExemptionDecided,
			To: address, Language: identity.French, Written: noon.Add(time.Duration(i) * time.Minute),
		}
		key := exemption.Key{Org: "otpq", Member: "m-1", ID: fmt.Sprintf("r%03d", i)}
		_, err := store.Exemption().Change(t.Context(), key, func(r exemption.Request) (exemption.Request, *hours.Act, []identity.Message, error) {
			return r, nil, []identity.Message{m}, nil
		})
		require.NoError(t, err)
	}
	return store.Outbox()
}

func write(_ context.Context, m identity.Message) (mail.Letter, error) {
	return mail.Letter{To: m.To, Subject: "Décision", Body: "Voyez votre portfolio.", Language: m.Language}, nil
}

func TestP51_MessageLeavesOnce(t *testing.T) {
	box := outbox(t, "emma@example.org", "luc@example.org")
	var sent mail.Recorder
	post := mail.Post{Outbox: box, Sender: &sent, Write: write, Now: func() time.Time { return noon.Add(time.Hour) }}
	n, err := post.Deliver(t.Context())
	require.NoError(t, err)
	require.Equal(t, 2, n)
	require.Equal(t, []string{"emma@example.org", "luc@example.org"}, addresses(sent.Letters()))
	kept, err := box.Messages(t.Context(), "otpq", 10)
	require.NoError(t, err)
	for _, m := range kept {
		require.Equal(t, noon.Add(time.Hour), m.Sent)
	}
	n, err = post.Deliver(t.Context())
	require.NoError(t, err)
	require.Zero(t, n)
	require.Len(t, sent.Letters(), 2)
}

func addresses(letters []mail.Letter) []string {
	var all []string
	for _, l := range letters {
		all = append(all, l.To)
	}
	return all
}

// moody sends but to the addresses that it refuses.
type moody struct {
	mail.Recorder
	refuses map[string]error
}

func (m *moody) Send(ctx context.Context, l mail.Letter) error {
	if err := m.refuses[l.To]; err != nil {
		return err
	}
	return m.Recorder.Send(ctx, l)
}

func TestOneThatFailsDoesNotHoldUpTheOthers(t *testing.T) {
	full, gone := errors.New("mailbox full"), errors.New("no such mailbox")
	box := outbox(t, "a@example.org", "b@example.org", "c@example.org", "d@example.org")
	sender := &moody{refuses: map[string]error{"a@example.org": full, "c@example.org": gone}}
	post := mail.Post{Outbox: box, Sender: sender, Write: write}
	n, err := post.Deliver(t.Context())
	require.ErrorIs(t, err, full)
	require.ErrorIs(t, err, gone)
	require.Equal(t, 2, n)
	require.Equal(t, []string{"b@example.org", "d@example.org"}, addresses(sender.Letters()))

	sender.refuses = nil
	n, err = post.Deliver(t.Context())
	require.NoError(t, err)
	require.Equal(t, 2, n)
	require.Equal(t, []string{"b@example.org", "d@example.org", "a@example.org", "c@example.org"}, addresses(sender.Letters()))
}

func TestMessageWithoutWordsStays(t *testing.T) {
	box := outbox(t, "emma@example.org")
	wordless := errors.New("no words for this")
	post := mail.Post{Outbox: box, Sender: new(mail.Recorder), Write: func(context.Context, identity.Message) (mail.Letter, error) {
		return mail.Letter{}, wordless
	}}
	n, err := post.Deliver(t.Context())
	require.ErrorIs(t, err, wordless)
	require.Zero(t, n)
	unsent, err := box.Unsent(t.Context(), 10)
	require.NoError(t, err)
	require.Len(t, unsent, 1)
}

func TestMoreThanABatchLeaves(t *testing.T) {
	to := make([]string, 250)
	for i := range to {
		to[i] = fmt.Sprintf("m%d@example.org", i)
	}
	var sent mail.Recorder
	n, err := mail.Post{Outbox: outbox(t, to...), Sender: &sent, Write: write}.Deliver(t.Context())
	require.NoError(t, err)
	require.Equal(t, 250, n)
	require.Equal(t, to, addresses(sent.Letters()))
}

func TestDeliveryStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	box := outbox(t, "a@example.org", "b@example.org")
	var sent mail.Recorder
	post := mail.Post{Outbox: box, Sender: &sent, Write: func(_ context.Context, m identity.Message) (mail.Letter, error) {
		cancel()
		return write(t.Context(), m)
	}}
	n, err := post.Deliver(ctx)
	require.ErrorIs(t, err, context.Canceled)
	require.Zero(t, n)
	unsent, err := box.Unsent(t.Context(), 10)
	require.NoError(t, err)
	require.Len(t, unsent, 2)
}

func TestLogHoldsNoAddress(t *testing.T) {
	s := (&server{Refuse: "emma@example.org"}).start(t)
	var log bytes.Buffer
	post := mail.Post{
		Outbox: outbox(t, "emma@example.org", "luc@example.org"), Sender: sender(s), Write: write,
		Log: slog.New(slog.NewTextHandler(&log, nil)),
	}
	n, err := post.Deliver(t.Context())
	require.Error(t, err)
	require.Equal(t, 1, n)
	require.Equal(t, 1, strings.Count(log.String(), "message not sent"))
	require.Equal(t, 1, strings.Count(log.String(), `msg="message sent"`))
	require.NotContains(t, log.String()+err.Error(), "@example.org")
}

// A whole batch that fails is tried once, and not for ever.
func TestBatchThatFailsIsTriedOnce(t *testing.T) {
	broken, to := errors.New("no server"), make([]string, 100)
	for i := range to {
		to[i] = "a@example.org"
	}
	tried := 0
	post := mail.Post{Outbox: outbox(t, to...), Sender: new(mail.Recorder), Write: func(context.Context, identity.Message) (mail.Letter, error) {
		tried++
		require.LessOrEqual(t, tried, len(to))
		return mail.Letter{}, broken
	}}
	n, err := post.Deliver(t.Context())
	require.ErrorIs(t, err, broken)
	require.Zero(t, n)
	require.Equal(t, len(to), tried)
}
