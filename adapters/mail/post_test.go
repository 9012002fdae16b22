package mail_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"sync"
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

// later is when everything that the tests write is due.
var later = noon.Add(24 * time.Hour)

// clock is one that tests move.
type clock struct{ now time.Time }

func (c *clock) Now() time.Time { return c.now }

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
		_, err := store.Exemption().Change(t.Context(), key, func(r exemption.Request) (exemption.Request, hours.Telling, error) {
			return r, hours.Telling{Messages: []identity.Message{m}}, nil
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

func TestOneThatFailsDoesNotHoldUpTheOthers(t *testing.T) {
	box := outbox(t, "a@example.org", "b@example.org", "c@example.org", "d@example.org")
	s := (&server{Answers: map[string][]string{
		"a@example.org": {"452 4.2.2 mailbox of a@example.org full", "452 4.2.2 mailbox of a@example.org full"},
		"c@example.org": {"550 5.1.1 no mailbox c@example.org here"},
	}}).start(t)
	at := &clock{noon.Add(time.Hour)}
	post := mail.Post{Outbox: box, Sender: sender(s), Write: write, Now: at.Now}
	n, err := post.Deliver(t.Context())
	require.Error(t, err)
	require.Equal(t, 2, n)
	require.Equal(t, []string{"b@example.org", "d@example.org"}, to(s))
	require.Equal(t, map[string]identity.Message{
		"letter-000": {Attempts: 1, Trouble: identity.Deferred, Next: at.now.Add(time.Minute)},
		"letter-001": {Attempts: 1, Sent: at.now},
		"letter-002": {Attempts: 1, Trouble: identity.Refused, GivenUp: at.now},
		"letter-003": {Attempts: 1, Sent: at.now},
	}, progress(t, box))

	// Nothing is due for a minute, then one is; what was given up stays so.
	n, err = post.Deliver(t.Context())
	require.NoError(t, err)
	require.Zero(t, n)
	at.now = at.now.Add(time.Minute)
	_, err = post.Deliver(t.Context())
	require.Error(t, err)
	require.Equal(t, identity.Message{Attempts: 2, Trouble: identity.Deferred, Next: at.now.Add(5 * time.Minute)}, progress(t, box)["letter-000"])
	at.now = at.now.Add(5 * time.Minute)
	n, err = post.Deliver(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, n)
	require.Equal(t, []string{"b@example.org", "d@example.org", "a@example.org"}, to(s))
	require.Equal(t, identity.Message{Attempts: 3, Sent: at.now}, progress(t, box)["letter-000"])
}

// to returns whom the server's letters are to.
func to(s *server) []string {
	var all []string
	for _, e := range s.Received() {
		_, address, _ := strings.Cut(e.To, "<")
		address, _, _ = strings.Cut(address, ">")
		all = append(all, address)
	}
	return all
}

// progress returns how each message was delivered, and nothing else of it.
func progress(t *testing.T, box identity.Outbox) map[string]identity.Message {
	t.Helper()
	all, err := box.Messages(t.Context(), "otpq", 1000)
	require.NoError(t, err)
	of := map[string]identity.Message{}
	for _, m := range all {
		of[m.ID] = identity.Message{Sent: m.Sent, GivenUp: m.GivenUp, Attempts: m.Attempts, Next: m.Next, Trouble: m.Trouble}
	}
	return of
}

// A server that is down costs one message an attempt, and not the hundred behind it.
func TestServerThatIsDownIsTriedWithOneMessage(t *testing.T) {
	box := outbox(t, "a@example.org", "b@example.org", "c@example.org")
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	nowhere := mail.Sender{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, From: "ordre@example.com"}
	require.NoError(t, l.Close())
	at := &clock{noon.Add(time.Hour)}
	post := mail.Post{Outbox: box, Sender: nowhere, Write: write, Now: at.Now}
	n, err := post.Deliver(t.Context())
	require.Error(t, err)
	require.Zero(t, n)
	require.Equal(t, map[string]identity.Message{
		"letter-000": {Attempts: 1, Trouble: identity.Unreachable, Next: at.now.Add(time.Minute)},
		"letter-001": {Next: at.now},
		"letter-002": {Next: at.now},
	}, progress(t, box))

	s := (&server{}).start(t)
	post.Sender = sender(s)
	at.now = at.now.Add(time.Minute)
	n, err = post.Deliver(t.Context())
	require.NoError(t, err)
	require.Equal(t, 3, n)
	require.ElementsMatch(t, []string{"a@example.org", "b@example.org", "c@example.org"}, to(s))
}

func TestTwoPostsSendEachMessageOnce(t *testing.T) {
	address := make([]string, 60)
	for i := range address {
		address[i] = fmt.Sprintf("m%d@example.org", i)
	}
	box := outbox(t, address...)
	s := (&server{}).start(t)
	post := mail.Post{Outbox: box, Sender: sender(s), Write: write, Now: func() time.Time { return later }}
	var both sync.WaitGroup
	sent := make([]int, 2)
	for i := range sent {
		both.Go(func() {
			n, err := post.Deliver(t.Context())
			if err == nil {
				sent[i] = n
			}
		})
	}
	both.Wait()
	require.Equal(t, len(address), sent[0]+sent[1])
	require.ElementsMatch(t, address, to(s))
}

// A post that dies after sending and before saying so has the message sent again,
// with the same Message-ID.
func TestMessageOfADeadPostLeavesAgainUnderItsName(t *testing.T) {
	box := outbox(t, "a@example.org")
	s := (&server{}).start(t)
	at := &clock{noon.Add(time.Hour)}
	dying := mail.Post{Outbox: mute{box}, Sender: sender(s), Write: write, Now: at.Now}
	_, err := dying.Deliver(t.Context())
	require.ErrorIs(t, err, errDead)
	post := mail.Post{Outbox: box, Sender: sender(s), Write: write, Now: at.Now}
	n, err := post.Deliver(t.Context())
	require.NoError(t, err)
	require.Zero(t, n, "the lease has not ended")
	at.now = at.now.Add(10 * time.Minute)
	n, err = post.Deliver(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, n)
	require.Len(t, s.Received(), 2)
	first, _ := read(t, s.Received()[0].Data)
	second, _ := read(t, s.Received()[1].Data)
	require.Equal(t, first.Get("Message-ID"), second.Get("Message-ID"))
	require.Regexp(t, `^<[0-9a-f]{40}@example\.com>$`, first.Get("Message-ID"))
}

// mute is an outbox of which the process dies before it can say anything of what it
// sent.
type mute struct{ identity.Outbox }

var errDead = errors.New("the process is dead")

func (mute) ChangeMessage(context.Context, identity.OrganisationID, identity.MemberID, string, func(identity.Message) (identity.Message, error)) (identity.Message, error) {
	return identity.Message{}, errDead
}

// A failure that a slow post reports after another took the message is not counted
// twice, and a success is never undone.
func TestSlowPostDoesNotUndoWhatAnotherDid(t *testing.T) {
	box := outbox(t, "a@example.org")
	at := &clock{noon.Add(time.Hour)}
	var other mail.Recorder
	slow := mail.Post{Outbox: box, Write: write, Now: at.Now, Sender: sending(func(context.Context, mail.Letter) error {
		at.now = at.now.Add(11 * time.Minute)
		n, err := mail.Post{Outbox: box, Sender: &other, Write: write, Now: at.Now}.Deliver(t.Context())
		require.NoError(t, err)
		require.Equal(t, 1, n)
		return errors.New("broken at last")
	})}
	_, err := slow.Deliver(t.Context())
	require.Error(t, err)
	require.Len(t, other.Letters(), 1)
	require.Equal(t, identity.Message{Attempts: 2, Sent: at.now}, progress(t, box)["letter-000"])
}

// What a slow post says of a message that another has taken since, and that waits for
// its next attempt, changes nothing of it.
func TestSlowPostDoesNotPutOffWhatAnotherHasTaken(t *testing.T) {
	box := outbox(t, "a@example.org")
	at := &clock{noon.Add(time.Hour)}
	broken := sending(func(context.Context, mail.Letter) error { return errors.New("broken") })
	slow := mail.Post{Outbox: box, Write: write, Now: at.Now, Sender: sending(func(context.Context, mail.Letter) error {
		at.now = at.now.Add(11 * time.Minute)
		_, err := mail.Post{Outbox: box, Sender: broken, Write: write, Now: at.Now}.Deliver(t.Context())
		require.Error(t, err)
		at.now = at.now.Add(time.Minute)
		return errors.New("broken at last")
	})}
	_, err := slow.Deliver(t.Context())
	require.Error(t, err)
	// The second attempt failed a minute ago, and the third is five minutes after it.
	require.Equal(t, identity.Message{Attempts: 2, Trouble: identity.Unreachable, Next: at.now.Add(4 * time.Minute)}, progress(t, box)["letter-000"])
}

// sending is a Sender from a function.
type sending func(context.Context, mail.Letter) error

func (s sending) Send(ctx context.Context, l mail.Letter) error { return s(ctx, l) }

// What is not begun before the lease ends is left to the next post.
func TestNothingIsBegunWhenTheLeaseEnds(t *testing.T) {
	box := outbox(t, "a@example.org", "b@example.org", "c@example.org")
	at := &clock{noon.Add(time.Hour)}
	var sent mail.Recorder
	post := mail.Post{Outbox: box, Write: write, Now: at.Now, Sender: sending(func(ctx context.Context, l mail.Letter) error {
		at.now = at.now.Add(5 * time.Minute)
		return sent.Send(ctx, l)
	})}
	n, err := post.Deliver(t.Context())
	require.NoError(t, err)
	require.Equal(t, 2, n)
	at.now = at.now.Add(time.Minute)
	n, err = post.Deliver(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, n)
	require.Equal(t, []string{"a@example.org", "b@example.org", "c@example.org"}, addresses(sent.Letters()))
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
	due, err := box.Due(t.Context(), time.Now().Add(time.Hour), 10)
	require.NoError(t, err)
	require.Len(t, due, 1)
	require.Equal(t, identity.Unwritten, due[0].Trouble)
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
	due, err := box.Due(t.Context(), time.Now(), 10)
	require.NoError(t, err)
	require.Len(t, due, 2)
	for _, m := range due {
		require.Zero(t, m.Attempts)
		require.Equal(t, identity.Waiting, m.Delivery())
	}
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
