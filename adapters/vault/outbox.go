package vault

import (
	"context"
	"time"

	"github.com/goodstanding/goodstanding/identity"
)

// outbox keeps messages as husks in another one. Each is sealed under the key of what
// it announces, and is gone with it.
type outbox struct {
	v  *Vault
	in identity.Outbox
}

func (o outbox) Messages(ctx context.Context, org identity.OrganisationID, limit int) ([]identity.Message, error) {
	return o.open(ctx)(o.in.Messages(ctx, org, limit))
}

func (o outbox) MessagesTo(ctx context.Context, org identity.OrganisationID, member identity.MemberID, limit int) ([]identity.Message, error) {
	return o.open(ctx)(o.in.MessagesTo(ctx, org, member, limit))
}

func (o outbox) Due(ctx context.Context, now time.Time, limit int) ([]identity.Message, error) {
	return o.open(ctx)(o.in.Due(ctx, now, limit))
}

func (o outbox) open(ctx context.Context) func([]identity.Message, error) ([]identity.Message, error) {
	return func(kept []identity.Message, err error) ([]identity.Message, error) {
		if err != nil {
			return nil, err
		}
		return messages.openAll(ctx, o.v, kept)
	}
}

// Claim gives up for good what is gone: it would be taken before the others, again and
// again.
func (o outbox) Claim(ctx context.Context, now, until time.Time, limit int) ([]identity.Message, error) {
	taken, err := o.in.Claim(ctx, now, until, limit)
	if err != nil {
		return nil, err
	}
	all := taken[:0]
	for _, kept := range taken {
		m, _, err := messages.open(ctx, o.v, kept)
		if gone(err) {
			_, err = o.in.ChangeMessage(ctx, kept.Org, kept.Member, kept.ID, func(m identity.Message) (identity.Message, error) {
				if m.Sent.IsZero() {
					m.GivenUp = now.UTC().Truncate(identity.Precision)
				}
				return m, nil
			})
			if err != nil {
				return nil, err
			}
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}

func (o outbox) ChangeMessage(ctx context.Context, org identity.OrganisationID, member identity.MemberID, id string, fn func(identity.Message) (identity.Message, error)) (identity.Message, error) {
	var kept identity.Message
	err := o.v.change(ctx, func() (err error) {
		kept, err = o.in.ChangeMessage(ctx, org, member, id, func(before identity.Message) (identity.Message, error) {
			before.Org, before.Member, before.ID = org, member, id
			whole, key, err := messages.open(ctx, o.v, before)
			if gone(err) {
				err = identity.ErrNotFound
			}
			if err != nil {
				return identity.Message{}, err
			}
			after, err := fn(whole)
			if err != nil {
				return identity.Message{}, err
			}
			if key == (KeyID{}) {
				key = unsealed(org, member, ClassMessages)
			}
			return messages.seal(ctx, o.v, key, after)
		})
		return err
	})
	return messages.read(ctx, o.v, kept, err, identity.ErrNotFound)
}

// unsealed is the key of a message or an act from before anything was sealed: what it
// was about is not written on it.
func unsealed(org identity.OrganisationID, member identity.MemberID, class string) KeyID {
	if member == "" {
		return named(org, organisation, class)
	}
	return named(org, Member(member), class)
}
