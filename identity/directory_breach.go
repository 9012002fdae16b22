package identity

import (
	"context"
	"time"
)

// BlockList knows the passwords that were found in breaches, which whoever guesses tries
// first (NIST SP 800-63B-4, 3.1.1.2). adapters/breach implements it.
type BlockList interface {
	// Listed reports that the password is on the list. An error says that the list did
	// not answer, and nothing of the password.
	Listed(ctx context.Context, password string) (bool, error)
}

// breach asks the list of breached passwords about that of an account, in its normal
// form, and notes it. What the list does not say for want of an answer is
// [BreachUnasked]: neither a refusal, since nobody could set a password while the list is
// out of reach, nor a pass. The list of common passwords of this package is asked
// wherever this one is, and never out of reach.
func (d *Directory) breach(ctx context.Context, account Account, password string, now time.Time) Breach {
	if d.BlockList == nil {
		return BreachNone
	}
	listed, err := d.BlockList.Listed(ctx, password)
	found := BreachNone
	switch {
	case err != nil:
		found = BreachUnasked
	case listed:
		found, err = BreachListed, ErrPasswordBreached
	}
	d.note(ctx, Event{Org: account.Org, At: now, Subject: account.ID, What: EventBreachAsked}, err)
	return found
}

// MustReplace reports that the token opens a session that does nothing but change its
// password, which was found on a list of breached ones after it was set. The error is
// [ErrNoSession] when it opens none.
func (d *Directory) MustReplace(ctx context.Context, token string) (bool, error) {
	_, account, err := d.session(ctx, token, d.now())
	return account.Breach == BreachListed, err
}
