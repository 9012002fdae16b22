// Package cabinet keeps the aggregates of the domain as records that all look
// alike, so that a store of a noun is written once, for every adapter. Below it an
// adapter has a [Driver], which knows neither nouns nor JSON; above it each noun
// has one file, with its drawer and its Store.
//
// To add an aggregate:
//
//   - declare its Store beside its desk, with a Change of the shape of
//     hours.Store's; the aggregate has a version, 0 until it is stored;
//   - add one file here, as exemption.go: a drawer, a type with the methods of the
//     Store over it, and a method of [Cabinet] that returns it. Every adapter's
//     Store has that method from then on, without new SQL;
//   - add the method to storetest.Stores, and a file of tests to storetest.
//
// The name of a drawer is in every record: it never changes. A record is found
// across the members of an organisation by one text at a time (drawer.found), such
// as "awaiting" or the code of a certificate. What belongs to the organisation and
// to no member (a list, a draw) is a record of the member "": the organisation's
// own file, with a history and messages of its own like any other.
package cabinet

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/goodstanding/goodstanding/adapters/internal/body"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Cabinet is the stores of the nouns over a driver. An adapter's Store embeds it.
type Cabinet struct{ driver Driver }

// Over returns the cabinet over a driver.
func Over(d Driver) Cabinet { return Cabinet{d} }

// Driver returns what the cabinet stands on: for what stands between the two.
func (c Cabinet) Driver() Driver { return c.driver }

// drawer is what the cabinet knows of an aggregate V that its store names by K.
type drawer[K, V any] struct {
	// kind is the name of the drawer in the records. It never changes.
	kind string
	// missing is the error of a key that nothing has.
	missing error
	// place returns where the record of a key is kept; its Kind is filled in.
	place func(K) Key
	// name gives an aggregate its key.
	name func(*V, K)
	// version is where an aggregate has its version; nil when it shows none.
	version func(*V) *int64
	// found returns what an aggregate is found by across members, empty for none,
	// and the instant by which those found are sorted. nil is never found.
	found func(V) (string, time.Time)
}

// read returns the aggregate of a key, or the drawer's missing error.
func (w drawer[K, V]) read(ctx context.Context, from Driver, key K) (V, error) {
	record, err := from.Read(ctx, w.at(key))
	if err != nil {
		var none V
		if errors.Is(err, ErrNone) {
			err = w.missing
		}
		return none, err
	}
	return body.Decode[V](record.Body)
}

// list returns every aggregate of a member, or of the organisation itself when
// member is empty, in the order of the records' identifiers; none is an empty
// slice.
func (w drawer[K, V]) list(ctx context.Context, from Driver, org identity.OrganisationID, member identity.MemberID) ([]V, error) {
	return body.Collect[V](func(each func([]byte) error) error {
		return from.List(ctx, kept(Key{Org: org, Member: member, Kind: w.kind}), bodies(each))
	})
}

// find returns the aggregates of every member that are found by a text, in the
// order of their instants, then of member and identifier; none is an empty slice.
func (w drawer[K, V]) find(ctx context.Context, from Driver, org identity.OrganisationID, found string) ([]V, error) {
	return body.Collect[V](func(each func([]byte) error) error {
		return from.Find(ctx, kept(Key{Org: org, Kind: w.kind}), body.Text(found), bodies(each))
	})
}

// bodies calls each with the bodies alone: an aggregate holds its own key.
func bodies(each func([]byte) error) Each {
	return func(_ Key, text []byte) error { return each(text) }
}

// change is the Change of every store; hours.Store.Change says what it does.
func (w drawer[K, V]) change(ctx context.Context, in Driver, key K, fn func(V) (V, hours.Telling, error)) (V, error) {
	var changed, none V
	err := in.Change(ctx, w.at(key), func(before Record) (Record, hours.Telling, error) {
		v, err := w.open(before, key)
		if err != nil {
			return before, hours.Telling{}, err
		}
		v, told, err := fn(v)
		if err != nil {
			return before, hours.Telling{}, err
		}
		if err := about(w.place(key), told); err != nil {
			return before, hours.Telling{}, err
		}
		w.name(&v, key)
		after := Record{Key: before.Key, Version: before.Version + 1}
		if w.version != nil {
			*w.version(&v) = after.Version
		}
		if after.Body, err = body.Encode(v); err != nil {
			return before, hours.Telling{}, err
		}
		// What is returned is what will be read.
		if changed, err = body.Decode[V](after.Body); err != nil {
			return before, hours.Telling{}, err
		}
		if w.found != nil {
			found, at := w.found(changed)
			if after.Found = body.Text(found); found != "" {
				after.Order = at.UnixMicro()
			}
		}
		return after, told, nil
	})
	if err != nil {
		return none, err
	}
	return changed, nil
}

// open returns the aggregate of a record; one that has only its key when the
// record is not there yet.
func (w drawer[K, V]) open(r Record, key K) (V, error) {
	if r.Version > 0 {
		return body.Decode[V](r.Body)
	}
	var v V
	w.name(&v, key)
	return v, nil
}

func (w drawer[K, V]) at(key K) Key {
	place := w.place(key)
	place.Kind = w.kind
	return kept(place)
}

// kept returns a key as every store can keep it.
func kept(k Key) Key {
	return Key{
		Org: identity.OrganisationID(body.Text(k.Org)), Member: identity.MemberID(body.Text(k.Member)),
		Kind: k.Kind, ID: body.Text(k.ID),
	}
}

// about refuses a telling of another file than the key's: it would belong to
// another shard.
func about(k Key, told hours.Telling) error {
	if a := told.Act; a != nil && (a.Org != k.Org || a.Member != k.Member) {
		return fmt.Errorf("cabinet: act %d is about another member's file", a.Seq)
	}
	for _, m := range told.Messages {
		if m.Org != k.Org || m.Member != k.Member {
			return fmt.Errorf("cabinet: message %.60q is about another member's file", m.ID)
		}
	}
	return nil
}
