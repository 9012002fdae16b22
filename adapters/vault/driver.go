package vault

import (
	"bytes"
	"context"
	"errors"

	"github.com/goodstanding/goodstanding/adapters/internal/cabinet"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// driver keeps records sealed in another driver. The messages that a change writes are
// sealed under the key of the record that it changes, and go with it; its act, which may
// stay after it, under that of the subject's history.
type driver struct {
	v  *Vault
	in cabinet.Driver
}

// keyOf returns the key under which a record is sealed, and the row that it is in.
func keyOf(k cabinet.Key) (KeyID, row) {
	subject, class := cabinet.Holding(k)
	return KeyID{k.Org, Subject(subject), class}, row{"records", string(k.Org), string(k.Member), k.Kind, k.ID}
}

// indexed returns what a record is found by, as it is kept.
func (d driver) indexed(ctx context.Context, key cabinet.Key, found string) (string, error) {
	if !cabinet.Telling(key.Kind) {
		return found, nil
	}
	return d.v.index(ctx, key.Org, key.Kind, found)
}

// place returns the key under which a record is kept.
func (d driver) place(ctx context.Context, key cabinet.Key) (cabinet.Key, error) {
	if !cabinet.Guessable(key.Kind) {
		return key, nil
	}
	var err error
	key.ID, err = d.v.index(ctx, key.Org, key.Kind, key.ID)
	return key, err
}

// unseal returns the record with its body opened.
func (d driver) unseal(ctx context.Context, r cabinet.Record) (cabinet.Record, error) {
	_, of := keyOf(r.Key)
	text, _, err := d.v.opened(ctx, r.Org, of, r.Body)
	r.Body = text
	return r, err
}

func (d driver) Read(ctx context.Context, key cabinet.Key) (cabinet.Record, error) {
	key, err := d.place(ctx, key)
	if err != nil {
		return cabinet.Record{}, err
	}
	r, err := d.in.Read(ctx, key)
	if err != nil {
		return r, err
	}
	if r, err = d.unseal(ctx, r); gone(err) {
		return cabinet.Record{}, cabinet.ErrNone
	}
	return r, err
}

func (d driver) List(ctx context.Context, key cabinet.Key, each cabinet.Each) error {
	return d.visit(ctx, each, func(each cabinet.Each) error { return d.in.List(ctx, key, each) })
}

func (d driver) Find(ctx context.Context, key cabinet.Key, found string, each cabinet.Each) error {
	found, err := d.indexed(ctx, key, found)
	if err != nil {
		return err
	}
	return d.visit(ctx, each, func(each cabinet.Each) error { return d.in.Find(ctx, key, found, each) })
}

// visit opens what a list yields once the list has ended, so that no key is asked for
// while a connection of the store is held.
func (d driver) visit(ctx context.Context, each cabinet.Each, in func(cabinet.Each) error) error {
	var keys []cabinet.Key
	var rows []listed
	err := in(func(key cabinet.Key, text []byte) error {
		_, of := keyOf(key)
		one, err := list(key.Org, of, bytes.Clone(text))
		keys, rows = append(keys, key), append(rows, one)
		return err
	})
	if err != nil {
		return err
	}
	return d.v.openListed(ctx, rows, func(n int, text []byte) error { return each(keys[n], text) })
}

// Walk opens as List does.
func (d driver) Walk(ctx context.Context, after cabinet.Key, limit int, each func(cabinet.Record) error) error {
	var rows []cabinet.Record
	err := d.in.Walk(ctx, after, limit, func(r cabinet.Record) error {
		r.Body = bytes.Clone(r.Body)
		rows = append(rows, r)
		return nil
	})
	if err != nil {
		return err
	}
	for _, r := range rows {
		r, err := d.unseal(ctx, r)
		if gone(err) {
			continue
		}
		if err == nil {
			err = each(r)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Change gives fn the record opened, as if there were none when its key was shredded,
// and writes what fn returns sealed. Its version goes on from the row's.
func (d driver) Change(ctx context.Context, key cabinet.Key, fn func(cabinet.Record) (cabinet.Record, hours.Telling, error)) error {
	key, err := d.place(ctx, key)
	if err != nil {
		return err
	}
	id, of := keyOf(key)
	if cabinet.Telling(key.Kind) { // the key of the index is drawn before the change begins
		if _, err := d.v.index(ctx, key.Org, key.Kind, key.Kind); err != nil {
			return err
		}
	}
	return d.v.change(ctx, func() error {
		return d.in.Change(ctx, key, func(kept cabinet.Record) (cabinet.Record, hours.Telling, error) {
			before, err := kept, error(nil)
			if kept.Version > 0 {
				before, err = d.unseal(ctx, kept)
			}
			if gone(err) {
				before, err = cabinet.Record{Key: key}, nil
			}
			if err != nil {
				return kept, hours.Telling{}, err
			}
			after, told, err := fn(before)
			if err != nil {
				return kept, hours.Telling{}, err
			}
			after.Version = kept.Version + 1
			if after.Body, err = d.v.sealed(ctx, id, of, after.Body); err != nil {
				return kept, hours.Telling{}, err
			}
			if after.Found, err = d.indexed(ctx, key, after.Found); err != nil {
				return kept, hours.Telling{}, err
			}
			told, err = d.v.telling(ctx, id, told)
			return after, told, err
		})
	})
}

// telling returns what a change tells, sealed.
func (v *Vault) telling(ctx context.Context, id KeyID, told hours.Telling) (hours.Telling, error) {
	sealed := hours.Telling{Withdrawn: told.Withdrawn, At: told.At}
	if told.Act != nil {
		act, err := acts.seal(ctx, v, KeyID{id.Org, id.Subject, ClassHistory}, *told.Act)
		if err != nil {
			return hours.Telling{}, err
		}
		sealed.Act = &act
	}
	var err error
	sealed.Messages, err = messages.sealAll(ctx, v, id, told.Messages)
	return sealed, err
}

func (d driver) Acts(ctx context.Context, org identity.OrganisationID, member identity.MemberID) ([]hours.Act, error) {
	kept, err := d.in.Acts(ctx, org, member)
	if err != nil {
		return nil, err
	}
	return acts.openAll(ctx, d.v, kept)
}

func (d driver) LastAct(ctx context.Context, org identity.OrganisationID, member identity.MemberID) (int64, error) {
	return d.in.LastAct(ctx, org, member)
}

// RewriteAct seals an act under the key that had sealed it.
func (d driver) RewriteAct(context.Context, hours.Act) error {
	return errors.New("vault: what is sealed is not written in another way")
}
