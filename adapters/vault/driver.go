package vault

import (
	"bytes"
	"context"
	"errors"

	"github.com/goodstanding/goodstanding/adapters/internal/cabinet"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// driver keeps records sealed in another driver. What a change tells, its act and its
// messages, is sealed under the key of the record that it changes.
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

// unseal returns the record with its body opened.
func (d driver) unseal(ctx context.Context, r cabinet.Record) (cabinet.Record, error) {
	_, of := keyOf(r.Key)
	text, _, err := d.v.opened(ctx, r.Org, of, r.Body)
	r.Body = text
	return r, err
}

func (d driver) Read(ctx context.Context, key cabinet.Key) (cabinet.Record, error) {
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
func (d driver) visit(ctx context.Context, each cabinet.Each, list func(cabinet.Each) error) error {
	var rows []cabinet.Record
	err := list(func(key cabinet.Key, text []byte) error {
		rows = append(rows, cabinet.Record{Key: key, Body: bytes.Clone(text)})
		return nil
	})
	if err != nil || len(rows) == 0 {
		return err
	}
	err = d.v.warm(ctx, rows[0].Org, func(yield func([]byte) bool) {
		for _, r := range rows {
			if !yield(r.Body) {
				return
			}
		}
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
			err = each(r.Key, r.Body)
		}
		if err != nil {
			return err
		}
	}
	return nil
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
	sealed := hours.Telling{}
	if told.Act != nil {
		act, err := acts.seal(ctx, v, id, *told.Act)
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
