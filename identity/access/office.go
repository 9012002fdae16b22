package access

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"io"
	"time"

	"github.com/goodstanding/goodstanding/identity"
)

// Office is the desk where access is asked for, decided and handed out. Store, Directory
// and Catalogue are required; the other fields may be left at zero.
type Office struct {
	Store     Store
	Directory *identity.Directory
	Catalogue Catalogue
	// Now returns the present instant; nil is [time.Now]. It is read once per operation.
	Now func() time.Time
	// Random is where secrets come from; nil is crypto/rand.
	Random io.Reader
}

func (o *Office) now() time.Time {
	if o.Now == nil {
		return time.Now().UTC().Truncate(identity.Precision)
	}
	return o.Now().UTC().Truncate(identity.Precision)
}

func (o *Office) random() io.Reader {
	if o.Random == nil {
		return rand.Reader
	}
	return o.Random
}

// note keeps an event in the directory's trail; deferred, with the error that the desk
// returns.
func (o *Office) note(ctx context.Context, e *identity.Event, err *error) {
	o.Directory.Note(ctx, after(*e, *err), *err)
}

// drawLogin draws the user name of a new account.
func (o *Office) drawLogin(p Person) (string, error) {
	var n [2]byte
	if _, err := io.ReadFull(o.random(), n[:]); err != nil {
		return "", err
	}
	return login(p, binary.BigEndian.Uint16(n[:])), nil
}

// staff is nil for the organisation's staff; the error is [ErrForbidden].
func staff(actor identity.Actor) error {
	if !actor.Is(identity.RoleStaff) {
		return ErrForbidden
	}
	return nil
}

// letter is a message of the organisation's own file.
func letter(org identity.OrganisationID, kind identity.MessageKind, id string, to Person, language identity.Language, now time.Time, values map[string]string) identity.Message {
	all := map[string]string{"name": to.Name()}
	for name, value := range values {
		all[name] = value
	}
	return identity.Message{
		Org: org, ID: id, Kind: kind, To: to.Email, Language: language, Values: all, Written: now,
	}
}

// label returns the name of a service in a language, for letters.
func (o *Office) label(service string, language identity.Language) string {
	s, _ := o.Catalogue.Service(service)
	if language == identity.English {
		return s.Label.EN
	}
	return s.Label.FR
}

// at returns the only account that has an address; the zero Account when there is none,
// and several reports that the address is not one person's.
func (o *Office) at(ctx context.Context, org identity.OrganisationID, address string) (a identity.Account, several bool, err error) {
	all, err := o.Directory.Store.AccountsAt(ctx, org, identity.NormalAddress(address))
	if err != nil || len(all) == 0 {
		return identity.Account{}, false, err
	}
	return all[0], len(all) > 1, nil
}

// holderName returns the name of an account's holder: the roll's, of a member.
func (o *Office) holderName(ctx context.Context, a identity.Account) (string, error) {
	if a.Member == "" {
		return a.Name, nil
	}
	m, err := o.Directory.Store.Member(ctx, a.Org, a.Member)
	if errors.Is(err, identity.ErrNotFound) {
		return a.Name, nil
	}
	return m.Name(), err
}

// nameOf returns the name of an account's holder; empty for no account.
func (o *Office) nameOf(ctx context.Context, org identity.OrganisationID, account identity.AccountID) (string, error) {
	if account == "" {
		return "", nil
	}
	a, err := o.Directory.Store.Account(ctx, org, account)
	if errors.Is(err, identity.ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return o.holderName(ctx, a)
}

// zone returns where the organisation counts its days.
func (o *Office) zone(ctx context.Context, org identity.OrganisationID) (*time.Location, error) {
	organisation, err := o.Directory.Organisation(ctx, org)
	if err != nil {
		return nil, err
	}
	return organisation.Location()
}

// sameHolder reports that an account's holder is the person.
func (o *Office) sameHolder(ctx context.Context, a identity.Account, p Person) (bool, error) {
	name, err := o.holderName(ctx, a)
	return err == nil && p.is(name), err
}
