package vault

import (
	"context"
	"errors"

	"github.com/goodstanding/goodstanding/adapters/internal/body"
	"github.com/goodstanding/goodstanding/adapters/internal/cabinet"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// drawer is the kind of the records that keys are. It never changes.
const drawer = "vault-key"

// keys are records: the subject stands where a member does, and the class is both the
// record's identifier and what it is found by.
type keys struct{ driver cabinet.Driver }

// KeysIn returns the keys that a store keeps among its records. It is better another
// store than the one whose contents they open: then it is backed up by itself, for a
// shorter time, and what was shredded is sooner gone from the copies too.
func KeysIn(store interface{ Driver() cabinet.Driver }) Keys {
	return keys{store.Driver()}
}

func place(id KeyID) cabinet.Key {
	return cabinet.Key{Org: id.Org, Member: identity.MemberID(id.Subject), Kind: drawer, ID: id.Class}
}

func (k keys) Key(ctx context.Context, id KeyID) (Key, error) {
	record, err := k.driver.Read(ctx, place(id))
	if errors.Is(err, cabinet.ErrNone) {
		return Key{}, ErrNoKey
	}
	if err != nil {
		return Key{}, err
	}
	return body.Decode[Key](record.Body)
}

func (k keys) ChangeKey(ctx context.Context, id KeyID, fn func(Key) (Key, error)) (Key, error) {
	var changed Key
	err := k.driver.Change(ctx, place(id), func(before cabinet.Record) (cabinet.Record, hours.Telling, error) {
		key := Key{KeyID: id}
		var err error
		if before.Version > 0 {
			if key, err = body.Decode[Key](before.Body); err != nil {
				return before, hours.Telling{}, err
			}
		}
		if changed, err = fn(key); err != nil {
			return before, hours.Telling{}, err
		}
		changed.KeyID, changed.Version = id, before.Version+1
		after := cabinet.Record{Key: before.Key, Version: before.Version + 1, Found: id.Class}
		after.Body, err = body.Encode(changed)
		return after, hours.Telling{}, err
	})
	if err != nil {
		return Key{}, err
	}
	return changed, nil
}

func (k keys) KeysOf(ctx context.Context, org identity.OrganisationID, subject Subject) ([]Key, error) {
	return body.Collect[Key](func(each func([]byte) error) error {
		return k.driver.List(ctx, place(KeyID{Org: org, Subject: subject}), func(_ cabinet.Key, text []byte) error { return each(text) })
	})
}

func (k keys) KeysOfClass(ctx context.Context, org identity.OrganisationID, class string) ([]Key, error) {
	return body.Collect[Key](func(each func([]byte) error) error {
		return k.driver.Find(ctx, cabinet.Key{Org: org, Kind: drawer}, class, func(_ cabinet.Key, text []byte) error { return each(text) })
	})
}

// KeysAfter passes over records of other kinds, of which a store of keys has none.
func (k keys) KeysAfter(ctx context.Context, after KeyID, limit int) ([]Key, error) {
	all := []Key{}
	from := place(after)
	if after.Subject == "" {
		from = cabinet.Key{Org: after.Org}
	}
	for len(all) < limit {
		asked, seen := limit-len(all), 0
		err := k.driver.Walk(ctx, from, asked, func(r cabinet.Record) error {
			seen++
			from = r.Key
			if r.Kind != drawer {
				return nil
			}
			key, err := body.Decode[Key](r.Body)
			all = append(all, key)
			return err
		})
		if err != nil {
			return nil, err
		}
		if seen < asked {
			break
		}
	}
	return all, nil
}

func (k keys) Purge(ctx context.Context) error { return k.driver.Purge(ctx) }
