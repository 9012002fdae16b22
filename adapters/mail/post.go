package mail

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/goodstanding/goodstanding/identity"
)

// Post delivers an outbox. Outbox, Sender and Write are required; the other
// fields may be left at zero.
type Post struct {
	Outbox identity.Outbox
	// Sender is a [Sender], a [Recorder], or anything else that sends.
	Sender interface {
		Send(ctx context.Context, l Letter) error
	}
	// Write puts a message in words.
	Write func(context.Context, identity.Message) (Letter, error)
	// Now returns the present instant; nil is [time.Now].
	Now func() time.Time
	// Log says what was sent and what was not, never to which address; nil is
	// silence.
	Log *slog.Logger
}

// batch is how many messages are taken from the outbox at once.
const batch = 100

// Deliver sends what is unsent in the outbox, the oldest first, and returns how
// many messages were sent. One that fails stays unsent and does not hold up the
// others; the error joins all of them.
//
// A message is marked after it was sent: when marking fails it leaves again the
// next time, for two are better than none. Deliver is for one process at a time.
// It tries each message once: when to try again is the caller's to say, until
// schedules of retries come with a later issue. Until then, a hundred messages
// that can never be sent would hold up those behind them.
func (p Post) Deliver(ctx context.Context) (sent int, err error) {
	var failed []error
	for len(failed) == 0 {
		messages, err := p.Outbox.Unsent(ctx, batch)
		if err != nil {
			return sent, fmt.Errorf("mail: outbox: %w", err)
		}
		for _, m := range messages {
			// The others would fail for the same reason.
			if ctx.Err() != nil {
				return sent, errors.Join(append(failed, ctx.Err())...)
			}
			if err := p.deliver(ctx, m); err != nil {
				failed = append(failed, err)
				continue
			}
			sent++
		}
		if len(messages) < batch {
			break
		}
	}
	return sent, errors.Join(failed...)
}

func (p Post) deliver(ctx context.Context, m identity.Message) error {
	letter, err := p.Write(ctx, m)
	if err == nil {
		err = p.Sender.Send(ctx, letter)
	}
	if err == nil {
		err = p.Outbox.MarkSent(ctx, m, p.now())
	}
	log := p.log().With("org", m.Org, "message", m.ID, "kind", m.Kind)
	if err != nil {
		log.WarnContext(ctx, "message not sent", "error", err)
		return fmt.Errorf("mail: message %s of %s: %w", m.ID, m.Org, err)
	}
	log.InfoContext(ctx, "message sent")
	return nil
}

func (p Post) now() time.Time {
	if p.Now == nil {
		return time.Now().UTC().Truncate(identity.Precision)
	}
	return p.Now().UTC().Truncate(identity.Precision)
}

func (p Post) log() *slog.Logger {
	if p.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return p.Log
}
