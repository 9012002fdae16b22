// Package memory keeps everything in the memory of one process, for tests and for
// trying things out. It passes adapters/storetest as the databases do, and keeps
// what they would keep: every value goes in and out through the body that they
// write.
//
// Start with [New]. Nothing outlives the process.
package memory

import (
	"context"
	"sync"

	"github.com/goodstanding/goodstanding/adapters/internal/body"
	"github.com/goodstanding/goodstanding/adapters/internal/cabinet"
	"github.com/goodstanding/goodstanding/hours"
	"github.com/goodstanding/goodstanding/identity"
)

// Store keeps what every desk needs. It may be used by any number of goroutines
// at once.
type Store struct {
	cabinet.Cabinet
	mu            sync.RWMutex
	organisations table[identity.OrganisationID, identity.OrganisationID, identity.Organisation]
	members       table[identity.OrganisationID, identity.MemberID, identity.Member]
	accounts      table[identity.OrganisationID, identity.AccountID, identity.Account]
	throttles     table[identity.OrganisationID, string, identity.Throttle]
	sessions      table[identity.OrganisationID, string, identity.Session]
	records       table[drawer, string, cabinet.Record]
	acts          map[file][]hours.Act
	messages      table[file, string, identity.Message]
}

// New returns an empty store.
func New() *Store {
	s := &Store{
		organisations: table[identity.OrganisationID, identity.OrganisationID, identity.Organisation]{},
		members:       table[identity.OrganisationID, identity.MemberID, identity.Member]{},
		accounts:      table[identity.OrganisationID, identity.AccountID, identity.Account]{},
		throttles:     table[identity.OrganisationID, string, identity.Throttle]{},
		sessions:      table[identity.OrganisationID, string, identity.Session]{},
		records:       table[drawer, string, cabinet.Record]{},
		acts:          map[file][]hours.Act{},
		messages:      table[file, string, identity.Message]{},
	}
	s.Cabinet = cabinet.Over(records{s})
	return s
}

// Identity returns the store of who there is.
func (s *Store) Identity() identity.Store { return identityStore{s} }

// Outbox returns the messages that wait to be sent.
func (s *Store) Outbox() identity.Outbox { return outbox{s} }

// Close does nothing, and exists so that stores can be exchanged.
func (s *Store) Close() error { return nil }

// file names one member's file.
type file struct {
	org    identity.OrganisationID
	member identity.MemberID
}

// table keeps rows by the file or organisation that they belong to, then by the
// rest of their key. No row shares a slice or a map with a caller.
type table[F, K comparable, V any] map[F]map[K]V

func (t table[F, K, V]) put(f F, k K, v V) {
	if t[f] == nil {
		t[f] = map[K]V{}
	}
	t[f][k] = v
}

// one returns a copy of one row, or missing.
func one[F, K comparable, V any](ctx context.Context, s *Store, t table[F, K, V], f F, k K, missing error) (V, error) {
	var none V
	if err := ctx.Err(); err != nil {
		return none, err
	}
	s.mu.RLock()
	v, ok := t[f][k]
	s.mu.RUnlock()
	if !ok {
		return none, missing
	}
	return body.Copy(v)
}

// copies returns copies of the rows; none is an empty slice.
func copies[V any](rows []V) ([]V, error) {
	all := make([]V, 0, len(rows))
	for _, v := range rows {
		v, err := body.Copy(v)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}

// change is the Change of every aggregate. read, write and version are called
// under the lock; fn is not, so that a slow one keeps nobody waiting, and is
// called again when somebody else wrote in the meantime.
func change[V any](ctx context.Context, s *Store, read func() V, version func(*V) *int64, fn func(V) (V, error), write func(V) error) (V, error) {
	var none V
	for {
		if err := ctx.Err(); err != nil {
			return none, err
		}
		s.mu.RLock()
		before := read()
		s.mu.RUnlock()
		given, err := body.Copy(before)
		if err != nil {
			return none, err
		}
		next, err := fn(given)
		if err != nil {
			return none, err
		}
		*version(&next) = *version(&before) + 1
		kept, err := body.Copy(next)
		if err != nil {
			return none, err
		}
		written, err := func() (bool, error) {
			s.mu.Lock()
			defer s.mu.Unlock()
			if now := read(); *version(&now) != *version(&before) {
				return false, nil
			}
			return true, write(kept)
		}()
		if err != nil {
			return none, err
		}
		if written {
			return body.Copy(kept)
		}
	}
}
