package identity

import (
	"context"
	"errors"
)

// RequestTemporary sends a temporary password to the correspondence address of whoever
// has the login or the address that was typed (requirement P2), in the place of the one
// that was sent before. The answer is the same, whether or not anybody has it and
// whether or not a letter may leave. The lasting password stays good.
func (d *Directory) RequestTemporary(ctx context.Context, org OrganisationID, typed string) (err error) {
	now := d.now()
	e := Event{Org: org, At: now, What: EventTemporaryAsked}
	defer func() { d.note(ctx, e, err) }()
	typed = NormalLogin(typed)
	if len(typed) > longestLogin {
		typed = typed[:longestLogin]
	}
	whose, err := d.called(ctx, org, typed)
	if err != nil {
		return err
	}
	e.Subject = whose.account.ID
	// Letters are counted by where they go, under whatever name they are asked for.
	address := typed
	if whose.known() {
		address = NormalAddress(whose.email())
	}
	may, err := d.maySend(ctx, org, address, now)
	if err != nil {
		return err
	}
	password, err := DrawTemporary(d.random())
	if err != nil {
		return err
	}
	sends := false
	switch {
	case !whose.known():
		e.Reason = ReasonNobody
	case !may:
		e.Reason = ReasonHeld
	default:
		sends = true
	}
	// The store is asked for nobody too: the work is alike.
	_, err = d.Store.ChangeAccount(ctx, org, whose.account.ID, func(a Account) (Account, []Message, error) {
		if !sends || a.State.Shut() {
			return a, nil, ErrNotFound
		}
		a, m := whose.temporary(a, password, now)
		return a, []Message{m}, nil
	})
	if errors.Is(err, ErrNotFound) {
		return nil // as for nobody, of an account that was just disabled too
	}
	return err
}

// called returns the holder of a login, or of an address on file; nobody when there is
// none, or none that can be written to.
func (d *Directory) called(ctx context.Context, org OrganisationID, typed string) (holder, error) {
	account, err := d.account(ctx, org, typed)
	if err != nil {
		return holder{}, err
	}
	member, err := d.Store.Member(ctx, org, account.Member)
	if errors.Is(err, ErrNotFound) && account.Member == "" {
		err = nil
	}
	whose := holder{account, member}
	if errors.Is(err, ErrNotFound) || err == nil && whose.email() == "" {
		return holder{}, nil
	}
	return whose, err
}
