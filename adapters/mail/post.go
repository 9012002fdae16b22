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
//
// A message leaves at least once. Two posts over one store, in one process or in
// several, take different messages; but one that ends between sending a message and
// saying so has it sent again, when its lease has run out. Both letters then have
// the same Message-ID, by which mail systems may show one.
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

const (
	// batch is how many messages are taken from the outbox at once.
	batch = 20
	// lease is for how long they are taken, and patience how long one letter may take.
	// What is not begun a patience before the end of the lease is left to the next
	// post: no letter is still under way when another may take its message.
	lease    = 10 * time.Minute
	patience = time.Minute
)

// Deliver sends what is due in the outbox, what has waited longest first, and
// returns how many messages were sent. Each is tried once; when it is tried again is
// identity.Retry's to say. One that fails does not hold up the others, unless no
// mail server can be reached: then the others would fail for the same reason, and
// wait without an attempt. The error joins all that went wrong.
func (p Post) Deliver(ctx context.Context) (sent int, err error) {
	var failed []error
	for {
		now := p.now()
		until := now.Add(lease)
		messages, err := p.Outbox.Claim(ctx, now, until, batch)
		if err != nil {
			return sent, errors.Join(append(failed, fmt.Errorf("mail: outbox: %w", err))...)
		}
		for i, m := range messages {
			if err := ctx.Err(); err != nil {
				return sent, errors.Join(append(failed, err, p.release(ctx, messages[i:]))...)
			}
			if p.now().Add(patience).After(until) {
				break
			}
			why, err := p.deliver(ctx, m)
			if err == nil {
				sent++
				continue
			}
			failed = append(failed, err)
			if why == identity.Unreachable {
				return sent, errors.Join(append(failed, p.release(ctx, messages[i+1:]))...)
			}
		}
		if len(messages) < batch {
			return sent, errors.Join(failed...)
		}
	}
}

// deliver sends one message and records what came of it. What the server took is
// recorded even when the context ends meanwhile; a failure that the end of the
// context caused is none of the message's.
func (p Post) deliver(ctx context.Context, m identity.Message) (identity.Trouble, error) {
	lasting := context.WithoutCancel(ctx)
	log := p.log().With("org", m.Org, "message", m.Digest(), "kind", m.Kind, "attempt", m.Attempts)
	why, err := p.send(ctx, m)
	if err != nil && ctx.Err() != nil {
		return "", errors.Join(ctx.Err(), p.release(lasting, []identity.Message{m}))
	}
	kept, mark := p.Outbox.ChangeMessage(lasting, m.Org, m.Member, m.ID, func(kept identity.Message) (identity.Message, error) {
		switch {
		case err == nil:
			return kept.Leaves(p.now())
		case kept.Attempts != m.Attempts:
			// Somebody else has taken it since; what comes of it is theirs to say.
			return kept, identity.ErrStale
		}
		return kept.Fails(why, p.now())
	})
	if errors.Is(mark, identity.ErrStale) {
		mark = nil
	}
	if err = errors.Join(err, mark); err != nil {
		log.WarnContext(ctx, "message not sent", "trouble", why, "error", err, "givenUp", !kept.GivenUp.IsZero(), "next", kept.Next)
		return why, fmt.Errorf("mail: message %s of %s: %w", m.Digest(), m.Org, err)
	}
	log.InfoContext(ctx, "message sent")
	return "", nil
}

func (p Post) send(ctx context.Context, m identity.Message) (identity.Trouble, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	letter, err := p.Write(ctx, m)
	if err != nil {
		return identity.Unwritten, err
	}
	if letter.ID == "" {
		letter.ID = m.Digest()
	}
	if err := p.Sender.Send(ctx, letter); err != nil {
		return TroubleOf(err), err
	}
	return "", nil
}

// release gives messages back that were taken and not tried.
func (p Post) release(ctx context.Context, messages []identity.Message) error {
	ctx, now := context.WithoutCancel(ctx), p.now()
	var failed []error
	for _, m := range messages {
		_, err := p.Outbox.ChangeMessage(ctx, m.Org, m.Member, m.ID, func(kept identity.Message) (identity.Message, error) {
			if kept.Attempts != m.Attempts {
				return kept, identity.ErrStale
			}
			return kept.Released(now), nil
		})
		if err != nil && !errors.Is(err, identity.ErrStale) {
			failed = append(failed, fmt.Errorf("mail: outbox: %w", err))
		}
	}
	return errors.Join(failed...)
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
